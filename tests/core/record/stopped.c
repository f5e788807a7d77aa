/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "stopped.h"

#include <string.h>

#include "debug/debugger.h"
#include "worker.h"

#define ASKS(id) "'kind': 'script', 'exec': 'return ask([[" id "]])'"

static const struct { const char *name, *text; } files[] = {
  { "linked.flow.json",
    "{ 'format': 1, 'name': 'Linked', 'run': ['main'], 'flows': { 'main': { 'start': 'a', 'nodes': {"
    "  'a': { " ASKS ("a") ", 'post': 'shared.a = exec_res', 'next': { 'default': 's' } },"
    "  's': { 'kind': 'flow', 'settings': { 'flow': 'inner.flow.json' }, 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'exec': 'return 5', 'post': 'shared.b = exec_res', 'next': { 'default': 'c' } },"
    "  'c': { 'kind': 'script', 'exec': 'return 6', 'next': { 'default': 'd' } },"
    "  'd': { 'kind': 'script', 'next': { 'again': 's', 'default': 'p' },"
    "         'post': 'shared.d = (shared.d or 0) + 1 if shared.d < 2 then return [[again]] end' },"
    "  'p': { 'kind': 'script', 'batch': 'parallel', 'retries': 2, 'wait': 0.001, 'prep': 'return { 1, 2, 3 }',"
    "         'exec': 'return ask([[p]] .. item)', 'post': 'shared.p = exec_res' } } } } }" },
  { "inner.flow.json",
    "{ 'format': 1, 'name': 'Inner', 'run': ['main'], 'flows': { 'main': { 'start': 'x', 'nodes': {"
    "  'x': { " ASKS ("x") ", 'post': 'shared.x = exec_res', 'next': { 'default': 'k' } },"
    "  'k': { 'kind': 'flow', 'settings': { 'flow': 'deep.flow.json#deep' }, 'next': { 'default': 'y' } },"
    "  'y': { 'kind': 'script', 'post': 'shared.y = (shared.y or 0) + 1' } } } } }" },
  { "deep.flow.json",
    "{ 'format': 1, 'name': 'Deep', 'run': ['deep'], 'flows': { 'deep': { 'start': 't', 'nodes': {"
    "  't': { " ASKS ("t") ", 'retries': 2, 'wait': 0.001, 'post': 'shared.t = exec_res' } } } } }" },
  { "lanes.flow.json",
    "{ 'format': 1, 'name': 'Lanes', 'run': ['one', 'two'], 'flows': { 'one': { 'start': 'a', 'nodes': {"
    "  'a': { " ASKS ("a") ", 'post': 'shared.a = exec_res', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'exec': 'return 5', 'next': { 'again': 'a' },"
    "         'post': 'shared.b = (shared.b or 0) + 1 if shared.b < 3 then return [[again]] end' } } },"
    "  'two': { 'start': 'x', 'nodes': {"
    "  'x': { " ASKS ("x") ", 'next': { 'again': 'x' },"
    "         'post': 'shared.x = exec_res shared.n = (shared.n or 0) + 1 if shared.n < 4 then return [[again]] end' }"
    "  } } } }" },
};

void
stopped_write_files (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
      g_autofree char *text = g_strdelimit (g_strdup (files[i].text), "'", '"');

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
    }
}

SluiceRun *
stopped_create_run (SluiceEngine *engine,
                    const char   *folder,
                    Stopped       which)
{
  g_autofree char *path = g_build_filename (folder, which == STOPPED_LANES ? "lanes.flow.json" : "linked.flow.json",
                                            NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;

  document = sluice_document_load (path, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  return sluice_program_create_run (program, engine, NULL);
}

gboolean
stopped_asks (const char *id)
{
  return strchr ("axtp", *id) != NULL;
}

/* Answers */

static gboolean
is_failing (SluiceEffect *effect,
            const char   *asked)
{
  return (*asked == 't' || *asked == 'p') && sluice_lane_get_attempt (sluice_effect_get_lane (effect)) == 0;
}

static void
answer (SluiceEffect *effect)
{
  const char *asked = sluice_value_get_member_string (sluice_effect_get_request (effect), "prompt");
  g_autofree char *text = g_strdup_printf ("of %s", asked);

  if (is_failing (effect, asked))
    sluice_effect_return_error (effect, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                                                     "Nobody answers %s.", asked));
  else
    sluice_effect_return_value (effect, sluice_value_string (text));
}

static char *
dup_name (SluiceEffect *effect)
{
  SluiceLane *lane = sluice_effect_get_lane (effect);
  int n_items;

  return g_strdup_printf ("%s/%" G_GUINT64_FORMAT "/%d/%d", sluice_node_get_id (sluice_effect_get_node (effect)),
                          sluice_lane_get_visit (lane), sluice_lane_get_item_place (lane, &n_items),
                          sluice_lane_get_attempt (lane));
}

void
stopped_set_performer (SluiceEngine *engine,
                       guint32       seed,
                       const char   *log)
{
  office_open (engine, "ask", dup_name, answer, seed, log);
}

/* The person */

typedef struct
{
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  SluiceDebugger    *debugger;
  GRand             *random;
  gboolean           has_edited; /* in a life before, and something came of it */
} Person;

static void
watch_out (Person *self)
{
  static const char * const addresses[] = { "main/b", "main/c", "main/p", "one/b" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    sluice_breakpoints_set (self->breakpoints, addresses[i], TRUE);
}

/* What was done last may not be kept: who stops there looks again. */
static void
caught_up_cb (SluiceReplay *replay,
              Person       *self)
{
  watch_out (self);
  sluice_debugger_pause (self->debugger);
}

/* The same comes of them all. */
static void
act_on_held (Person *self)
{
  g_auto (SluiceValue) results = sluice_debugger_dup_held_results (self->debugger);
  SluiceValue result = sluice_value_get_element (results, 0);
  SluiceValue value = sluice_value_get_member (result, "value");
  guint32 lane = (guint32) sluice_value_get_integer (sluice_value_get_member (result, "lane"));

  if (sluice_value_get_length (results) == 0)
    return;
  if (!SLUICE_VALUE_IS_NULL (value) && g_rand_boolean (self->random))
    sluice_debugger_replace_result (self->debugger, lane, sluice_value_ref (value), NULL);
  if (g_rand_boolean (self->random))
    sluice_debugger_next_event (self->debugger, lane, NULL);
}

static const char *
get_id (Person     *self,
        SluiceLane *lane)
{
  SluiceNode *node = lane != NULL ? sluice_debugger_get_held_node (self->debugger, lane) : NULL;

  return node != NULL ? sluice_node_get_id (node) : "";
}

/* Nothing moves any more but what comes from outside. */
static gboolean
is_moving (Person *self)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    if (sluice_lane_get_state (sluice_run_get_lane (self->run, i)) == SLUICE_LANE_RUNNABLE)
      return TRUE;
  return FALSE;
}

static gboolean
is_stop (Person *self)
{
  while (sluice_debugger_is_stopped (self->debugger) && is_moving (self))
    g_main_context_iteration (NULL, TRUE);
  return sluice_debugger_is_stopped (self->debugger);
}

/* TRUE: a lane was before c, or in it, and is sent to the node behind. */
static gboolean
go_past (Person *self)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      SluiceNode *held = sluice_debugger_get_held_node (self->debugger, lane);
      SluiceNode *node = held != NULL ? held : sluice_lane_get_node (lane);
      SluiceNode *target;

      if (node == NULL || g_strcmp0 (sluice_node_get_id (node), "c") != 0)
        continue;
      sluice_debugger_select_lane (self->debugger, sluice_lane_get_id (lane));
      g_assert_true (sluice_node_get_successor (node, NULL, &target));
      g_assert_true (sluice_debugger_set_next (self->debugger, target, NULL));
      return TRUE;
    }
  return FALSE;
}

static void
act (Person *self)
{
  SluiceStore *store = sluice_run_get_store (self->run);
  const char *id = get_id (self, sluice_debugger_get_lane (self->debugger));
  gboolean is_before_b = g_str_equal (id, "b") && sluice_debugger_get_reason (self->debugger) == SLUICE_STOP_BREAKPOINT;

  if (SLUICE_VALUE_IS_NULL (sluice_store_get (store, "edited")))
    {
      g_assert_false (self->has_edited);
      sluice_debugger_edit_store (self->debugger, SLUICE_CHANGE_ADD, "/edited", sluice_value_integer (1), NULL);
    }
  if (is_before_b && g_rand_int_range (self->random, 0, 3) == 0)
    sluice_debugger_use_result (self->debugger, sluice_value_integer (5), NULL);
  else if (is_before_b && g_rand_int_range (self->random, 0, 4) == 0)
    sluice_debugger_retry (self->debugger, NULL);
  else if (g_rand_int_range (self->random, 0, 3) == 0)
    sluice_debugger_step_phase (self->debugger);
  else
    act_on_held (self);
}

/* Thinks, while results come; acts; goes on. */
static void
stop (Person *self)
{
  for (int left = g_rand_int_range (self->random, 0, 12); left > 0; left--)
    g_main_context_iteration (NULL, FALSE);
  if (!is_stop (self) || go_past (self))
    return;
  act (self);
  if (is_stop (self) && !go_past (self))
    sluice_debugger_continue (self->debugger);
}

gboolean
stopped_play (SluiceRun     *run,
              SluiceReplay  *replay,
              guint32        seed,
              gboolean       has_edited,
              GError       **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  Person self = { run, breakpoints, debugger, random, has_edited };

  if (replay != NULL)
    g_signal_connect (replay, "caught-up", G_CALLBACK (caught_up_cb), &self);
  else
    watch_out (&self);
  if (!sluice_run_start (run, error))
    return FALSE;
  while (sluice_run_get_state (run) < SLUICE_RUN_FINISHED)
    {
      if (sluice_debugger_is_stopped (debugger))
        stop (&self);
      else
        g_main_context_iteration (NULL, TRUE);
    }
  if (replay != NULL)
    g_signal_handlers_disconnect_by_data (replay, &self);
  return sluice_run_join (run, error);
}
