/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Effects: performers, prompts, now and random. */

#include "engine/effect.h"
#include "engine/engine-private.h"
#include "probe.h"

static SluiceEffect *kept;

static void
double_cb (SluiceEffect *effect,
           gpointer      user_data)
{
  sluice_effect_return_value (effect, sluice_value_integer (sluice_effect_get_id (effect) * 2));
}

static void
keep_cb (SluiceEffect *effect,
         gpointer      user_data)
{
  kept = sluice_effect_ref (effect);
}

static void
drop_cb (SluiceEffect *effect,
         gpointer      user_data)
{
}

static void
test_at_once (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect double; show; effect double; show}\nrun a");

  sluice_engine_set_performer (probe->engine, "double", double_cb, NULL, NULL);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec 2 4 = finished");
}

static void
test_later (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect keep; show}\nrun a");

  sluice_engine_set_performer (probe->engine, "keep", keep_cb, NULL, NULL);
  probe_settle (probe);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_IN_FLIGHT);
  g_assert_true (sluice_effect_get_lane (kept) == sluice_run_get_lane (probe->run, 0));
  sluice_effect_return_value (kept, sluice_value_integer (5));
  sluice_effect_return_value (kept, sluice_value_integer (6));
  sluice_effect_unref (kept);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec (An effect “keep” of “a” was returned twice.) 5 = finished");
}

static void
keep_working_cb (SluiceEffect *effect,
                 gpointer      engine)
{
  kept = sluice_effect_ref (effect);
  sluice_engine_hold_clock (engine);
}

/* Virtual time stands still while work goes on outside. */
static void
test_work_outside (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect work; say worked}\n"
                                       "node b async exec={sleep 1; say slept}\nrun a\nrun b");

  sluice_engine_set_performer (probe->engine, "work", keep_working_cb, probe->engine, NULL);
  probe_settle (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec");
  sluice_engine_free_clock (probe->engine);
  sluice_effect_return_value (kept, sluice_value_null ());
  sluice_effect_unref (kept);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec worked +1 slept = finished");
}

static void
triple_cb (SluiceEffect *effect,
           gpointer      user_data)
{
  sluice_effect_return_value (effect, sluice_value_integer (sluice_effect_get_id (effect) * 3));
}

/* Who performs a type may change while a run goes on. */
static void
test_another_performer (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect work; show; effect work; show}\nrun a");

  sluice_engine_set_performer (probe->engine, "work", keep_cb, NULL, NULL);
  probe_settle (probe);
  sluice_engine_set_performer (probe->engine, "work", triple_cb, NULL, NULL);
  sluice_effect_return_value (kept, sluice_value_integer (2));
  sluice_effect_unref (kept);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec 2 6 = finished");
}

typedef struct
{
  SluiceNode parent_instance;
  GString   *ended; /* owned */
} Sleeper;

typedef SluiceNodeClass SleeperClass;

GType sleeper_get_type (void);
G_DEFINE_TYPE (Sleeper, sleeper, SLUICE_TYPE_NODE)

static void
slept_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  Sleeper *self = (Sleeper *) sluice_call_get_node (call);

  g_assert_no_error (error);
  g_string_append (self->ended, user_data);
  if (self->ended->len == 2)
    sluice_call_return (call);
}

static void
sleeper_exec (SluiceNode *node,
              SluiceCall *call)
{
  sluice_call_begin_effect (call, "sleep", probe_json ("{\"seconds\":0.05}"), slept_cb, (gpointer) "1", NULL);
  sluice_call_begin_effect (call, "sleep", probe_json ("{\"seconds\":0}"), slept_cb, (gpointer) "0", NULL);
}

static void
sleeper_finalize (GObject *object)
{
  g_string_free (((Sleeper *) object)->ended, TRUE);

  G_OBJECT_CLASS (sleeper_parent_class)->finalize (object);
}

static void
sleeper_class_init (SleeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sleeper_finalize;
  klass->exec = sleeper_exec;
  klass->async = TRUE;
}

static void
sleeper_init (Sleeper *self)
{
  self->ended = g_string_new (NULL);
}

/* By the clock on the wall, a sleep of no time is over before one that began earlier. */
static void
test_no_sleep (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceNode) node = g_object_new (sleeper_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  sluice_run_add (run, node);
  sluice_run_join (run, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((Sleeper *) node)->ended->str, ==, "01");
}

static void
test_cancelled (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect keep; say never}\nrun a");
  GCancellable *cancellable;

  sluice_engine_set_performer (probe->engine, "keep", keep_cb, NULL, NULL);
  probe_settle (probe);
  cancellable = sluice_effect_get_cancellable (kept);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  sluice_effect_return_value (kept, sluice_value_string ("late"));
  g_assert_null (sluice_effect_get_lane (kept));
  g_assert_true (sluice_effect_get_run (kept) == probe->run);
  sluice_effect_unref (kept);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec = cancelled: The run was cancelled.");
}

static void
test_dropped (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect drop}\nrun a");

  sluice_engine_set_performer (probe->engine, "drop", drop_cb, NULL, NULL);
  probe_finish (probe);
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NOT_RETURNED);
}

static void
test_no_performer (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={effect teleport}\nrun a");

  probe_finish (probe);
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_PERFORMER);
  g_assert_cmpstr (probe->journal->str, ==,
                   "a.exec = failed: Nobody here performs effects of type “teleport”, which “a” asks for.");
}

static void
test_ask (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={ask name?; show}\nrun a");
  g_autofree char *waits_for = NULL;
  SluiceEffect *prompt;

  probe_settle (probe);
  g_assert_cmpuint (sluice_run_get_n_prompts (probe->run), ==, 1);
  prompt = sluice_run_get_prompt (probe->run, 0);
  g_assert_cmpstr (sluice_effect_get_effect_type (prompt), ==, "ask");
  g_assert_cmpint (sluice_lane_get_state (sluice_effect_get_lane (prompt)), ==, SLUICE_LANE_PERSON);
  waits_for = sluice_lane_dup_waits_for (sluice_effect_get_lane (prompt));
  g_assert_cmpstr (waits_for, ==, "an answer to “name?”");
  g_assert_true (sluice_run_answer (probe->run, 1, sluice_value_string ("Ann"), NULL));
  g_assert_cmpuint (sluice_run_get_n_prompts (probe->run), ==, 0);
  g_assert_false (sluice_run_answer (probe->run, 1, sluice_value_string ("Ann"), NULL));
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep \"Ann\" = finished");
}

static void
test_ask_without_words (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={ask}\nrun a");
  g_autofree char *waits_for = NULL;

  probe_settle (probe);
  waits_for = sluice_lane_dup_waits_for (sluice_effect_get_lane (sluice_run_get_prompt (probe->run, 0)));
  g_assert_cmpstr (waits_for, ==, "an answer");
  sluice_run_cancel (probe->run);
  probe_finish (probe);
}

static void
test_choose (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async post={choose yes,no; return-last}\nrun a");
  g_autoptr (GError) error = NULL;

  probe_settle (probe);
  g_assert_false (sluice_run_answer (probe->run, 1, sluice_value_string ("maybe"), &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "“maybe” is none of the choices: yes, no.");
  g_assert_cmpuint (sluice_run_get_n_prompts (probe->run), ==, 1);
  g_assert_true (sluice_run_answer (probe->run, 1, sluice_value_string ("no"), NULL));
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.post = finished no");
}

typedef SluiceNode      Asker;
typedef SluiceNodeClass AskerClass;

GType asker_get_type (void);
G_DEFINE_TYPE (Asker, asker, SLUICE_TYPE_NODE)

static void
answered_cb (SluiceCall   *call,
             SluiceValue   result,
             const GError *error,
             gpointer      user_data)
{
  sluice_store_set (sluice_call_get_store (call, NULL), "n", sluice_value_ref (result));
  sluice_call_return (call);
}

static void
asker_post (SluiceNode *node,
            SluiceCall *call)
{
  sluice_call_begin_effect (call, "ask", probe_json ("{\"type\":\"number\"}"), answered_cb, NULL, NULL);
}

static void
asker_class_init (AskerClass *klass)
{
  klass->post = asker_post;
  klass->async = TRUE;
}

static void
asker_init (Asker *self)
{
}

static void
test_ask_number (void)
{
  g_autoptr (Probe) probe = probe_new ("");
  g_autoptr (SluiceNode) node = g_object_new (asker_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  sluice_run_add (probe->run, node);
  probe_settle (probe);
  g_assert_false (sluice_run_answer (probe->run, 1, sluice_value_string ("many"), &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER);
  g_assert_true (sluice_run_answer (probe->run, 1, sluice_value_string ("12"), NULL));
  probe_finish (probe);
  g_assert_true (SLUICE_VALUE_IS_INTEGER (sluice_store_get (probe->store, "n")));
  g_assert_cmpint (sluice_value_get_integer (sluice_store_get (probe->store, "n")), ==, 12);
}

static void
test_refuse (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={ask name?}\nrun a");

  probe_settle (probe);
  sluice_run_refuse_prompt (probe->run, 1,
                            g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER, "nobody is there"));
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep = failed: nobody is there");
}

typedef SluiceNode      Drawer;
typedef SluiceNodeClass DrawerClass;

GType drawer_get_type (void);
G_DEFINE_TYPE (Drawer, drawer, SLUICE_TYPE_NODE)

static void
drawer_post (SluiceNode *node,
             SluiceCall *call)
{
  SluiceValue list = sluice_value_array ();

  for (guint i = 0; i < 100; i++)
    {
      double number = sluice_call_random (call);

      g_assert_true (number >= 0 && number < 1);
      sluice_value_append (&list, sluice_value_real (number));
    }
  sluice_value_append (&list, sluice_value_real (sluice_call_get_now (call)));
  sluice_store_set (sluice_call_get_store (call, NULL), "list", list);
  sluice_call_return (call);
}

static void
drawer_class_init (DrawerClass *klass)
{
  klass->post = drawer_post;
}

static void
drawer_init (Drawer *self)
{
}

static void
test_seed (void)
{
  SluiceValue lists[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Probe) probe = probe_new ("");
      g_autoptr (SluiceNode) node = g_object_new (drawer_get_type (), NULL);

      sluice_run_add (probe->run, node);
      sluice_run_set_seed (probe->run, i < 2 ? 42 : 43);
      probe_finish (probe);
      lists[i] = sluice_value_ref (sluice_store_get (probe->store, "list"));
    }
  g_assert_true (sluice_value_equal (lists[0], lists[1]));
  g_assert_false (sluice_value_equal (lists[0], lists[2]));
  for (guint i = 0; i < 3; i++)
    sluice_value_unref (lists[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/effect/at-once", test_at_once);
  g_test_add_func ("/engine/effect/later", test_later);
  g_test_add_func ("/engine/effect/another-performer", test_another_performer);
  g_test_add_func ("/engine/effect/no-sleep", test_no_sleep);
  g_test_add_func ("/engine/effect/work-outside", test_work_outside);
  g_test_add_func ("/engine/effect/cancelled", test_cancelled);
  g_test_add_func ("/engine/effect/dropped", test_dropped);
  g_test_add_func ("/engine/effect/no-performer", test_no_performer);
  g_test_add_func ("/engine/prompt/ask", test_ask);
  g_test_add_func ("/engine/prompt/ask-without-words", test_ask_without_words);
  g_test_add_func ("/engine/prompt/choose", test_choose);
  g_test_add_func ("/engine/prompt/ask-a-number", test_ask_number);
  g_test_add_func ("/engine/prompt/refuse", test_refuse);
  g_test_add_func ("/engine/random/seed", test_seed);

  return g_test_run ();
}
