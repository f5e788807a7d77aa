/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <string.h>

#include "base/json.h"
#include "engine/call.h"
#include "engine/effect.h"

#define TEST_TYPE_NODE (test_node_get_type ())
G_DECLARE_FINAL_TYPE (TestNode, test_node, TEST, NODE, SluiceNode)

struct _TestNode
{
  SluiceNode    parent_instance;
  SluiceScript *scripts[SLUICE_PHASE_POST + 1];
};

G_DEFINE_FINAL_TYPE (TestNode, test_node, SLUICE_TYPE_NODE)

static void
done_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

static void
run_phase (SluiceNode *node,
           SluiceCall *call)
{
  SluiceScript *script = TEST_NODE (node)->scripts[sluice_call_get_phase (call)];

  if (script != NULL)
    sluice_script_run (script, call, SLUICE_SCRIPT_SHARED_STORE, sluice_value_null (), done_cb, NULL, NULL);
  else if (sluice_call_get_phase (call) == SLUICE_PHASE_FALLBACK)
    sluice_call_return_error (call, g_error_copy (sluice_call_get_error (call)));
  else
    sluice_call_return (call);
}

static void
test_node_finalize (GObject *object)
{
  TestNode *self = TEST_NODE (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->scripts); i++)
    g_clear_pointer (&self->scripts[i], sluice_script_unref);
  G_OBJECT_CLASS (test_node_parent_class)->finalize (object);
}

static void
test_node_class_init (TestNodeClass *klass)
{
  SluiceNodeClass *node_class = SLUICE_NODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_node_finalize;
  node_class->prep = node_class->exec = node_class->fallback = node_class->post = run_phase;
  node_class->async = TRUE;
}

static void
test_node_init (TestNode *self)
{
}

static SluiceValue
read_json (const char *json)
{
  SluiceValue value;
  GError *error = NULL;

  sluice_json_read (json, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static void
set_script (TestNode    *node,
            SluicePhase  phase,
            const char  *text)
{
  g_autofree char *name = g_strdup_printf ("main/test %s", sluice_phase_name (phase));
  GError *error = NULL;

  if (text == NULL)
    return;
  node->scripts[phase] = sluice_script_new (SLUICE_SCRIPT_BODY, name, text, &error);
  g_assert_no_error (error);
}

static SluiceNode *
make_node (const Setup *setup)
{
  TestNode *node = g_object_new (TEST_TYPE_NODE, NULL);

  sluice_node_set_id (SLUICE_NODE (node), "test");
  sluice_node_set_retries (SLUICE_NODE (node), MAX (1, setup->retries));
  sluice_node_set_timeout (SLUICE_NODE (node), setup->timeout);
  set_script (node, SLUICE_PHASE_PREP, setup->prep);
  set_script (node, SLUICE_PHASE_EXEC, setup->exec);
  set_script (node, SLUICE_PHASE_FALLBACK, setup->fallback);
  set_script (node, SLUICE_PHASE_POST, setup->post);
  return SLUICE_NODE (node);
}

typedef struct
{
  const char * const *left;
} Answers;

static void
answer_cb (SluiceEffect *effect,
           gpointer      user_data)
{
  Answers *answers = user_data;

  if (answers->left == NULL || *answers->left == NULL)
    sluice_effect_return_error (effect, g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER,
                                                             "nobody is there to answer"));
  else
    sluice_effect_return_value (effect, sluice_value_string (*answers->left++));
}

static void
log_cb (SluiceRun         *run,
        const SluiceEvent *event,
        gpointer           user_data)
{
  Runner *self = user_data;
  g_autofree char *text = sluice_json_write (event->value, SLUICE_JSON_WRITE_COMPACT, NULL);

  g_string_append_printf (self->log, "%s\n", text);
}

static void
ended_cb (SluiceRun *run,
          Runner    *self)
{
  self->ended = TRUE;
}

Runner *
runner_start (const Setup *setup,
              gboolean     is_virtual)
{
  static const char * const types[] = { "ask", "choose" };
  Runner *self = g_new0 (Runner, 1);
  SluiceNode *node = make_node (setup);
  SluiceFlow *flow = sluice_flow_new_async (node);
  g_autoptr (SluiceStore) store = sluice_store_new_take (read_json (setup->shared != NULL ? setup->shared : "{}"));

  if (setup->params != NULL)
    sluice_node_set_params (SLUICE_NODE (flow), read_json (setup->params)); /* rule P1 */
  self->log = g_string_new (NULL);
  self->engine = is_virtual ? sluice_engine_new_virtual (NULL) : sluice_engine_new (NULL);
  baseline_take (&self->baseline);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      Answers *answers = g_new (Answers, 1);

      answers->left = setup->answers;
      sluice_engine_set_performer (self->engine, types[i], answer_cb, answers, g_free);
    }
  self->run = sluice_run_new (self->engine, store);
  sluice_run_set_seed (self->run, 1);
  if (setup->store_limit > 0)
    sluice_run_set_store_limit (self->run, setup->store_limit);
  if (setup->folder != NULL)
    sluice_run_set_folder (self->run, setup->folder);
  sluice_run_watch (self->run, SLUICE_EVENT_MASK (SLUICE_EVENT_LOG), log_cb, self, NULL);
  g_signal_connect (self->run, "ended", G_CALLBACK (ended_cb), self);
  sluice_run_add (self->run, SLUICE_NODE (flow));
  g_object_unref (flow);
  g_object_unref (node);
  sluice_run_start (self->run, &self->error);
  g_assert_no_error (self->error);
  return self;
}

void
runner_join (Runner *self)
{
  sluice_run_join (self->run, &self->error);
  self->shared = sluice_json_write (sluice_store_get_root (sluice_run_get_store (self->run)),
                                    SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  self->action = g_strdup (sluice_run_get_action (self->run));
}

void
runner_free (Runner *self)
{
  g_clear_object (&self->run);
  baseline_check (&self->baseline, self->engine);
  g_clear_error (&self->error);
  g_string_free (self->log, TRUE);
  g_free (self->shared);
  g_free (self->action);
  g_free (self);
}

void
run_expect (const Setup *setup,
            const char  *shared)
{
  g_autoptr (Runner) runner = runner_start (setup, TRUE);

  runner_join (runner);
  g_assert_no_error (runner->error);
  g_assert_cmpstr (runner->shared, ==, shared);
}

void
expect_value (const char *body,
              const char *json)
{
  Setup setup = { .prep = body, .post = "shared.value = prep_res" };
  g_autoptr (Runner) runner = runner_start (&setup, TRUE);
  g_autofree char *expected = g_strdup_printf ("{\"value\":%s}", json);

  runner_join (runner);
  g_assert_no_error (runner->error);
  g_assert_cmpstr (runner->shared, ==, strcmp (json, "nil") == 0 ? "{}" : expected);
}

void
expect_error (const char *body,
              const char *text)
{
  Setup setup = { .prep = body };
  g_autoptr (Runner) runner = runner_start (&setup, TRUE);

  runner_join (runner);
  g_assert_nonnull (runner->error);
  if (strstr (runner->error->message, text) == NULL)
    g_error ("expected “%s” in “%s”", text, runner->error->message);
}
