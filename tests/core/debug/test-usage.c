/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints on what models cost: a node that asks one in a loop, and where the run stops. */

#include "debug/debugger.h"
#include "engine/async-node.h"

typedef SluiceAsyncNode      Asker;
typedef SluiceAsyncNodeClass AskerClass;

GType asker_get_type (void);

G_DEFINE_TYPE (Asker, asker, SLUICE_TYPE_ASYNC_NODE)

static void
done_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  sluice_call_return (call);
}

static void
asker_exec (SluiceNode *node,
            SluiceCall *call)
{
  sluice_call_begin_effect (call, "llm", sluice_value_object (), done_cb, NULL, NULL);
}

static void
asker_class_init (AskerClass *klass)
{
  SLUICE_NODE_CLASS (klass)->exec = asker_exec;
}

static void
asker_init (Asker *self)
{
}

/* Each reply: 30 tokens read, 12 written, and what they cost. */
static void
perform_cb (SluiceEffect *effect,
            gpointer      user_data)
{
  SluiceValue result = sluice_value_object ();
  SluiceValue usage = sluice_value_object ();

  sluice_value_set_member (&usage, "prompt_tokens", sluice_value_integer (30));
  sluice_value_set_member (&usage, "completion_tokens", sluice_value_integer (12));
  sluice_value_set_member (&usage, "cost", sluice_value_real (0.25));
  sluice_value_set_member (&result, "usage", usage);
  sluice_effect_return_value (effect, result);
}

static void
test_budget (void)
{
  static const struct
  {
    SluiceBreakKind  kind;
    double           amount;
    guint64          visits; /* when it stops */
    const char      *message;
  } cases[] = {
    { SLUICE_BREAK_TOKENS, 1, 2, "The run has used so many tokens: 42" },
    { SLUICE_BREAK_TOKENS, 42, 2, "The run has used so many tokens: 42" },
    { SLUICE_BREAK_TOKENS, 100, 4, "The run has used so many tokens: 126" },
    { SLUICE_BREAK_COST, 0.6, 4, "The run has cost 0.75" },
    { SLUICE_BREAK_COST, 1000, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
      g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
      g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
      g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (cases[i].kind, NULL);
      g_autoptr (SluiceDebugger) debugger = NULL;
      g_autoptr (SluiceNode) node = g_object_new (asker_get_type (), NULL);
      g_autoptr (SluiceNode) flow = NULL;

      sluice_engine_set_performer (engine, "llm", perform_cb, NULL, NULL);
      sluice_node_set_address (node, "main/a");
      sluice_node_next (node, node, NULL);
      flow = SLUICE_NODE (sluice_flow_new_async (node));
      sluice_run_add (run, flow);
      sluice_run_set_max_visits (run, 20);
      breakpoint->amount = cases[i].amount;
      g_assert_cmpuint (sluice_breakpoints_add (breakpoints, breakpoint, NULL), !=, 0);
      debugger = sluice_debugger_new (run, breakpoints);
      g_assert_true (sluice_run_start (run, NULL));
      while (!sluice_debugger_is_stopped (debugger) && sluice_run_get_state (run) < SLUICE_RUN_FINISHED)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (sluice_debugger_is_stopped (debugger), ==, cases[i].visits > 0);
      g_assert_cmpstr (sluice_debugger_get_message (debugger), ==, cases[i].message);
      if (cases[i].visits == 0)
        continue;
      g_assert_cmpuint (sluice_run_get_n_visits (run), ==, cases[i].visits);
      /* Once: it does not stop at each call from there on. */
      sluice_debugger_continue (debugger);
      sluice_run_join (run, NULL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/debug/usage/budget", test_budget);
  return g_test_run ();
}
