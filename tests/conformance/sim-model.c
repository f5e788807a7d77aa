/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rules say a run of a plan comes to, worked out by plain recursion: no lanes, no main
 * loop, no engine. Where lanes run beside each other, each is worked out by itself; that is exact
 * as long as no failure of one keeps another from beginning. */

#include "sim.h"

/* How a visit, an item or an entry ended. */
typedef struct
{
  gboolean  failed;
  SimAction action;
  guint     ms;
} Outcome;

static Outcome work_visit (SimModel      *self,
                           const SimPlan *plan,
                           guint          code);

/* How often something happened: 1 the first time. */
static guint
count (SimModel *self,
       char      what,
       guint     id,
       guint     code)
{
  char key[24];
  guint n;

  sim_key (key, what, id, code);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->store, key)) + 1;
  g_hash_table_insert (self->store, g_strdup (key), GUINT_TO_POINTER (n));
  return n;
}

static void
fail (SimModel *self,
      Outcome  *outcome,
      char     *take_error)
{
  g_ptr_array_add (self->errors, take_error);
  outcome->failed = TRUE;
}

/* A call of a phase: how long it takes. */
static guint
work_call (SimModel      *self,
           const SimPlan *plan,
           SluicePhase    phase)
{
  self->counts[plan->id][phase]++;
  self->n_calls++;
  switch ((SimWait) plan->waits[phase])
    {
    case SIM_WAIT_SLEEP:
      return plan->ms[phase];
    case SIM_WAIT_BOTH:
      return plan->ms[phase] + 1;
    case SIM_WAIT_HELD:
    case SIM_WAIT_ASK:
    case SIM_WAIT_QUEUE:
    case SIM_WAIT_GET:
      self->is_timeless = TRUE;
      return 0;
    case SIM_WAIT_NONE:
    case SIM_WAIT_TURN:
    default:
      return 0;
    }
}

/* Rule N7. */
static void
work_fallback (SimModel      *self,
               const SimPlan *plan,
               guint          item,
               Outcome       *outcome)
{
  int attempt = plan->retries - 1;
  g_autofree char *cause = sim_plan_dup_error (plan, SLUICE_PHASE_EXEC, item, attempt);

  if (plan->fallback == SIM_FALLBACK_NONE)
    {
      fail (self, outcome, g_steal_pointer (&cause));
      return;
    }
  outcome->ms += work_call (self, plan, SLUICE_PHASE_FALLBACK);
  if (plan->fallback == SIM_FALLBACK_ERROR)
    {
      g_autofree char *error = sim_plan_dup_error (plan, SLUICE_PHASE_FALLBACK, item, attempt);

      fail (self, outcome, g_strdup_printf ("%s (in the fallback for: %s)", error, cause));
    }
}

/* Rules N4–N8. */
static Outcome
work_attempts (SimModel      *self,
               const SimPlan *plan,
               guint          item)
{
  Outcome outcome = { FALSE, SIM_ACTION_NONE, 0 };

  for (int attempt = 0; attempt < plan->retries; attempt++)
    {
      guint ms = work_call (self, plan, SLUICE_PHASE_EXEC);

      outcome.ms += sim_plan_times_out (plan) ? plan->timeout : ms;
      if (!sim_plan_fails (plan, item, attempt))
        return outcome;
      if (plan->is_cancelled && !sim_plan_times_out (plan))
        {
          fail (self, &outcome, sim_plan_dup_error (plan, SLUICE_PHASE_EXEC, item, attempt));
          return outcome;
        }
      if (attempt < plan->retries - 1)
        outcome.ms += plan->wait;
      else
        work_fallback (self, plan, item, &outcome);
    }
  return outcome;
}

/* Rules F3, T4–T6. */
static Outcome
work_nodes (SimModel      *self,
            const SimPlan *flow,
            guint          code)
{
  Outcome all = { FALSE, SIM_ACTION_NONE, 0 };
  const SimPlan *node = flow->n_nodes > 0 ? flow->nodes[0] : NULL;

  while (node != NULL && self->n_calls < SIM_MAX_CALLS)
    {
      Outcome visit = work_visit (self, node, code);
      const SimEdge *edge = sim_plan_find_edge (node, visit.action);

      all.ms += visit.ms;
      all.failed = visit.failed;
      all.action = visit.action;
      if (visit.failed)
        break;
      if (edge == NULL && node->n_edges > 0)
        self->n_warnings++;
      node = edge != NULL ? edge->target : NULL;
    }
  return all;
}

/* One item of a batch node, or one entry of a batch flow. */
static Outcome
work_item (SimModel      *self,
           const SimPlan *plan,
           guint          item,
           guint          code)
{
  if (!plan->is_flow)
    return work_attempts (self, plan, item);
  return work_nodes (self, plan, code + ((item + 1) << (3 * plan->level)));
}

static void
collect (SimModel      *self,
         const SimPlan *plan,
         guint          code,
         const Outcome *items)
{
  char key[24];
  guint sum = 0;

  for (guint i = 0; i < plan->n_items; i++)
    sum = sim_fold_action (sum, sim_action_names[items[i].action]);
  sim_key (key, 'c', plan->id, code);
  g_hash_table_insert (self->store, g_strdup (key), GUINT_TO_POINTER (sum));
}

/* Rules B1, B4, BF1, BF2 in turn; G2, G3, G6 in parallel. */
static Outcome
work_batch (SimModel      *self,
            const SimPlan *plan,
            guint          code)
{
  Outcome all = { FALSE, SIM_ACTION_NONE, 0 };
  Outcome items[SIM_MAX_ITEMS];
  gboolean in_turn = plan->batch == SLUICE_BATCH_EACH;
  guint free_at[SIM_MAX_ITEMS] = { 0 };
  guint n_places = in_turn ? 1 : plan->limit > 0 ? MIN (plan->limit, SIM_MAX_ITEMS) : SIM_MAX_ITEMS;

  for (guint i = 0; i < plan->n_items && !(in_turn && all.failed); i++)
    {
      guint place = 0;

      for (guint j = 1; j < n_places; j++)
        if (free_at[j] < free_at[place])
          place = j;
      items[i] = work_item (self, plan, i, code);
      free_at[place] += items[i].ms;
      all.ms = MAX (all.ms, free_at[place]);
      all.failed |= items[i].failed;
    }
  if (all.failed && !in_turn && (plan->limit > 0 || plan->cancels))
    self->is_uncertain = TRUE;
  if (!all.failed && plan->collects && plan->has_post)
    collect (self, plan, code, items);
  return all;
}

static Outcome
work_inside (SimModel      *self,
             const SimPlan *plan,
             guint          code)
{
  if (plan->batch != SLUICE_BATCH_NONE)
    return work_batch (self, plan, code);
  return plan->is_flow ? work_nodes (self, plan, code) : work_attempts (self, plan, 0);
}

/* Rules N1, N9, F1, F2, F6. */
static Outcome
work_visit (SimModel      *self,
            const SimPlan *plan,
            guint          code)
{
  Outcome visit = { FALSE, SIM_ACTION_NONE, work_call (self, plan, SLUICE_PHASE_PREP) };
  Outcome inside;
  guint n;

  count (self, 'p', plan->id, code);
  if (plan->prep_fails)
    {
      fail (self, &visit, sim_plan_dup_error (plan, SLUICE_PHASE_PREP, 0, 0));
      return visit;
    }
  inside = work_inside (self, plan, code);
  visit.ms += inside.ms;
  visit.failed = inside.failed;
  if (inside.failed)
    return visit;
  if (plan->is_flow && !plan->has_post)
    {
      visit.action = plan->batch == SLUICE_BATCH_NONE ? inside.action : SIM_ACTION_NONE;
      return visit;
    }

  visit.ms += work_call (self, plan, SLUICE_PHASE_POST);
  n = count (self, 'o', plan->id, code);
  if (plan->post_fails)
    fail (self, &visit, sim_plan_dup_error (plan, SLUICE_PHASE_POST, 0, 0));
  else
    visit.action = sim_plan_get_action (plan, n);
  return visit;
}

guint
sim_fold_action (guint       sum,
                 const char *action)
{
  return (sum * 31 + (action != NULL ? g_str_hash (action) : 7)) & 0xffffff;
}

gboolean
sim_model_work_out (SimModel       *self,
                    const SimPlans *plans)
{
  memset (self, 0, sizeof *self);
  self->store = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < plans->n_roots; i++)
    {
      Outcome root = work_visit (self, plans->roots[i], 0);

      self->ms = MAX (self->ms, root.ms);
      self->action = root.action;
      /* A root that fails takes the others with it. */
      if (root.failed && plans->n_roots > 1)
        self->is_uncertain = TRUE;
    }
  return self->n_calls < SIM_MAX_CALLS;
}

void
sim_model_clear (SimModel *self)
{
  g_hash_table_unref (self->store);
  g_ptr_array_unref (self->errors);
}
