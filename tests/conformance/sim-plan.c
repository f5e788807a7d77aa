/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Plans: what a random flow is made of. */

#include "sim.h"

const char * const sim_action_names[SIM_N_ACTIONS] = { NULL, "", "default", "x", "y", "end" };

guint
sim_random (SimRandom *self,
            guint      n)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) ((z ^ (z >> 31)) >> 33) % n;
}

gboolean
sim_chance (SimRandom *self,
            guint      percent)
{
  return sim_random (self, 100) < percent;
}

static SimPlan *draw_plan (SimPlans  *self,
                           SimRandom *random,
                           guint      depth,
                           guint      level);

static void
draw_waits (SimPlan   *plan,
            SimRandom *random)
{
  static const guint8 kinds[] = { SIM_WAIT_NONE, SIM_WAIT_NONE, SIM_WAIT_NONE, SIM_WAIT_NONE, SIM_WAIT_TURN,
                                  SIM_WAIT_SLEEP, SIM_WAIT_SLEEP, SIM_WAIT_BOTH, SIM_WAIT_HELD, SIM_WAIT_HELD,
                                  SIM_WAIT_ASK, SIM_WAIT_QUEUE, SIM_WAIT_GET };

  for (SluicePhase phase = SLUICE_PHASE_PREP; phase <= SLUICE_PHASE_POST; phase++)
    {
      plan->waits[phase] = kinds[sim_random (random, plan->async ? G_N_ELEMENTS (kinds) : 5)];
      plan->ms[phase] = sim_random (random, 6);
    }
}

static void
draw_batch (SimPlan   *plan,
            SimRandom *random)
{
  if (!sim_chance (random, 40))
    return;
  plan->batch = sim_chance (random, 50) ? SLUICE_BATCH_EACH : SLUICE_BATCH_PARALLEL;
  plan->n_items = sim_random (random, SIM_MAX_ITEMS + 1);
  if (plan->batch == SLUICE_BATCH_PARALLEL && sim_chance (random, 25))
    plan->limit = 1 + sim_random (random, 3);
  plan->cancels = plan->batch == SLUICE_BATCH_PARALLEL && sim_chance (random, 20);
}

static void
draw_node (SimPlan   *plan,
           SimRandom *random)
{
  guint n_items = plan->batch != SLUICE_BATCH_NONE ? plan->n_items : 1;

  plan->retries = sim_chance (random, 5) ? (int) sim_random (random, 2) - 1 : 1 + (int) sim_random (random, 4);
  plan->wait = sim_chance (random, 50) ? sim_random (random, 5) : 0;
  plan->fallback = sim_chance (random, 80) ? SIM_FALLBACK_VALUE
                   : sim_chance (random, 50) ? SIM_FALLBACK_ERROR
                                             : SIM_FALLBACK_NONE;
  for (guint i = 0; i < n_items; i++)
    plan->failures[i] = sim_chance (random, 40) ? sim_random (random, 6) : 0;
  plan->is_cancelled = sim_chance (random, 2);
  if (plan->waits[SLUICE_PHASE_EXEC] == SIM_WAIT_SLEEP && sim_chance (random, 30))
    plan->timeout = 1 + sim_random (random, 6);
  if (plan->timeout == plan->ms[SLUICE_PHASE_EXEC])
    plan->timeout = 0;
}

static void
draw_flow (SimPlans  *self,
           SimPlan   *plan,
           SimRandom *random,
           guint      depth)
{
  guint level = plan->level + (plan->batch != SLUICE_BATCH_NONE);
  guint wanted = sim_chance (random, 5) ? 0 : 1 + sim_random (random, SIM_MAX_NODES);

  plan->collects = plan->batch != SLUICE_BATCH_NONE && sim_chance (random, 30);
  plan->has_post = sim_chance (random, 60);
  while (plan->n_nodes < wanted && self->n_plans < SIM_MAX_PLANS)
    {
      SimPlan *node = draw_plan (self, random, depth + 1, level);

      plan->nodes[plan->n_nodes++] = node;
    }
}

static SimPlan *
draw_plan (SimPlans  *self,
           SimRandom *random,
           guint      depth,
           guint      level)
{
  SimPlan *plan = &self->plans[self->n_plans];

  plan->id = self->n_plans++;
  plan->level = level;
  plan->async = self->async;
  plan->is_flow = depth == 0 ? sim_chance (random, 90) : depth < 4 && level < SIM_MAX_LEVELS && sim_chance (random, 30);
  plan->retries = 1;
  draw_waits (plan, random);
  draw_batch (plan, random);
  plan->prep_fails = sim_chance (random, 2);
  plan->post_fails = sim_chance (random, 2);
  for (guint i = 0; i < G_N_ELEMENTS (plan->actions); i++)
    plan->actions[i] = sim_random (random, SIM_ACTION_END);
  if (plan->is_flow)
    draw_flow (self, plan, random, depth);
  else
    draw_node (plan, random);
  self->has_cancels |= plan->cancels;
  return plan;
}

/* The edges between the nodes of a flow: mostly on to the next, now and then back. */
static void
draw_edges (SimPlan   *flow,
            SimRandom *random)
{
  for (guint i = 0; i < flow->n_nodes; i++)
    {
      SimPlan *node = flow->nodes[i];

      for (SimAction action = SIM_ACTION_DEFAULT; action < SIM_N_ACTIONS; action++)
        {
          guint target = sim_chance (random, 70) ? i + 1 : sim_random (random, flow->n_nodes + 1);

          /* The end must be one, or a loop would have none. */
          if (action == SIM_ACTION_END)
            target = flow->n_nodes;
          if (!sim_chance (random, action == SIM_ACTION_DEFAULT ? 80 : action == SIM_ACTION_END ? 30 : 40))
            continue;
          node->edges[node->n_edges++] =
            (SimEdge) { action, target < flow->n_nodes ? flow->nodes[target] : NULL };
        }
    }
}

void
sim_plans_draw (SimPlans  *self,
                SimRandom *random)
{
  guint n_roots = sim_chance (random, 75) ? 1 : 2 + sim_random (random, SIM_MAX_ROOTS - 1);

  memset (self, 0, sizeof *self);
  self->async = sim_chance (random, 90);
  while (self->n_roots < n_roots && self->n_plans < SIM_MAX_PLANS)
    {
      SimPlan *root = draw_plan (self, random, 0, 0);

      root->is_root = TRUE;
      self->roots[self->n_roots++] = root;
    }
  for (guint i = 0; i < self->n_plans; i++)
    draw_edges (&self->plans[i], random);
}

SimAction
sim_plan_get_action (const SimPlan *self,
                     guint          visit)
{
  return visit <= G_N_ELEMENTS (self->actions) ? self->actions[visit - 1] : SIM_ACTION_END;
}

const SimEdge *
sim_plan_find_edge (const SimPlan *self,
                    SimAction      action)
{
  if (action == SIM_ACTION_NONE || action == SIM_ACTION_EMPTY)
    action = SIM_ACTION_DEFAULT;
  for (guint i = 0; i < self->n_edges; i++)
    if (self->edges[i].action == action)
      return &self->edges[i];
  return NULL;
}

gboolean
sim_plan_times_out (const SimPlan *self)
{
  return self->timeout > 0 && self->ms[SLUICE_PHASE_EXEC] > self->timeout;
}

gboolean
sim_plan_fails (const SimPlan *self,
                guint          item,
                int            attempt)
{
  return sim_plan_times_out (self) || attempt < self->failures[item];
}

char *
sim_plan_dup_error (const SimPlan *self,
                    SluicePhase    phase,
                    guint          item,
                    int            attempt)
{
  if (phase == SLUICE_PHASE_EXEC && sim_plan_times_out (self))
    return g_strdup_printf ("“n%u” took longer than %g s.", self->id, self->timeout / 1e3);
  return g_strdup_printf ("%s of n%u, item %u, attempt %d", sluice_phase_name (phase), self->id, item, attempt);
}

int
sim_plan_get_result (const SimPlan *self,
                     guint          item)
{
  if (self->retries <= 0)
    return -1;
  if (sim_plan_fails (self, item, self->retries - 1))
    return 1000 + item;
  return 100 * item + self->failures[item];
}

/* What a failing seed has drawn. */
void
sim_plans_print (SimPlans *self)
{
  for (guint i = 0; i < self->n_plans; i++)
    {
      const SimPlan *plan = &self->plans[i];
      GString *text = g_string_new (NULL);

      g_string_append_printf (text, "# %s n%u%s%s", plan->is_flow ? "flow" : "node", plan->id,
                              plan->is_root ? " root" : "", plan->async ? " async" : "");
      if (plan->batch != SLUICE_BATCH_NONE)
        g_string_append_printf (text, " %s %u limit %u%s%s", plan->batch == SLUICE_BATCH_EACH ? "each" : "parallel",
                                plan->n_items, plan->limit, plan->cancels ? " cancels" : "",
                                plan->collects ? " collects" : "");
      g_string_append_printf (text, " r=%d w=%u t=%u fallback=%d%s%s%s post=%d waits", plan->retries, plan->wait,
                              plan->timeout, plan->fallback, plan->is_cancelled ? " cancelled" : "",
                              plan->prep_fails ? " prep-fails" : "", plan->post_fails ? " post-fails" : "",
                              plan->has_post);
      for (SluicePhase phase = SLUICE_PHASE_PREP; phase <= SLUICE_PHASE_POST; phase++)
        g_string_append_printf (text, " %d/%d", plan->waits[phase], plan->ms[phase]);
      g_string_append (text, " failures");
      for (guint item = 0; item < SIM_MAX_ITEMS; item++)
        g_string_append_printf (text, " %d", plan->failures[item]);
      g_string_append_printf (text, " actions %d %d %d nodes", plan->actions[0], plan->actions[1], plan->actions[2]);
      for (guint j = 0; j < plan->n_nodes; j++)
        g_string_append_printf (text, " n%u", plan->nodes[j]->id);
      for (guint j = 0; j < plan->n_edges; j++)
        g_string_append_printf (text, " %s->%d", sim_action_names[plan->edges[j].action],
                                plan->edges[j].target != NULL ? (int) plan->edges[j].target->id : -1);
      g_printerr ("%s\n", text->str);
      g_string_free (text, TRUE);
    }
}
