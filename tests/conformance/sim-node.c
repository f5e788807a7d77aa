/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Plans as nodes. A phase waits as its plan says, and then returns what its plan says. */

#include "sim.h"

#include <stdio.h>

/* How a type differs: async, and with a fallback of its own. */
enum
{
  IS_ASYNC = 1,
  HAS_FALLBACK = 2,
};

static SluiceValue
get_null (void)
{
  return sluice_value_null ();
}

SimPlan *
sim_node_get_plan (SluiceNode *node)
{
  static GQuark quark;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("sim-plan");
  return g_object_get_qdata (G_OBJECT (node), quark);
}

void
sim_key (char  key[24],
         char  what,
         guint id,
         guint code)
{
  snprintf (key, 24, "%c%u:%u", what, id, code);
}

/* Params are what the entries of the batch flows around make them: rules P1–P4. */
guint
sim_call_get_code (SluiceCall *call)
{
  const SimPlan *plan = sim_node_get_plan (sluice_call_get_node (call));
  const SimPlans *plans = sim_world_of (sluice_call_get_run (call))->plans;
  SluiceValue params = sluice_call_get_params (call);
  guint n_own = plans->n_plans % 2;
  guint code = 0;

  sim_check (SLUICE_VALUE_IS_OBJECT (params));
  sim_check (sluice_value_get_length (params) == plan->level + n_own, "n%u has %u params, %u around it", plan->id,
             sluice_value_get_length (params), plan->level);
  for (guint i = 0; i < sluice_value_get_length (params); i++)
    {
      const char *key = sluice_value_get_key (params, i);
      guint value = (guint) sluice_value_get_integer (sluice_value_get_member_at (params, i));

      if (*key == 'e')
        code += (value + 1) << (3 * (guint) (key[1] - '0'));
      else
        sim_check (*key == 'r' && value == 7);
    }
  return code;
}

static guint
count (SluiceCall *call,
       char        what)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  char key[24];
  guint n;

  sim_check (store != NULL);
  sim_key (key, what, sim_node_get_plan (sluice_call_get_node (call))->id, sim_call_get_code (call));
  n = (guint) sluice_value_get_integer (sluice_store_get (store, key)) + 1;
  sluice_store_set (store, key, sluice_value_integer (n));
  return n;
}

static void
return_error (SluiceCall  *call,
              const SimPlan *plan)
{
  SluicePhase phase = sluice_call_get_phase (call);
  guint item = MAX (sluice_call_get_item_index (call), 0);
  gboolean is_attempt = phase == SLUICE_PHASE_EXEC || phase == SLUICE_PHASE_FALLBACK;
  g_autofree char *text = sim_plan_dup_error (plan, phase, is_attempt ? item : 0,
                                              is_attempt ? sluice_call_get_attempt (call) : 0);

  if (phase == SLUICE_PHASE_EXEC && plan->is_cancelled)
    sluice_call_return_error (call, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, text));
  else
    sluice_call_return_error (call, g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED, text));
}

/* The items of a node, or the entries of a flow. */
static SluiceValue
make_items (const SimPlan *plan)
{
  SluiceValue items;

  if (plan->batch == SLUICE_BATCH_NONE)
    return sluice_value_integer (plan->id);
  if (plan->n_items == 0 && plan->id % 2 == 0)
    return sluice_value_null ();
  items = sluice_value_array ();
  for (guint i = 0; i < plan->n_items; i++)
    {
      const char key[] = { 'e', '0' + plan->level, '\0' };
      SluiceValue entry = sluice_value_integer (i);

      if (plan->is_flow)
        {
          entry = sluice_value_object ();
          sluice_value_set_member (&entry, key, sluice_value_integer (i));
        }
      sluice_value_append (&items, entry);
    }
  return items;
}

static void
finish_prep (SluiceCall    *call,
             const SimPlan *plan)
{
  guint64 visit = sluice_call_get_visit (call);

  sim_check (sluice_call_get_data (call) == NULL); /* rule C1 */
  sluice_call_set_data (call, GSIZE_TO_POINTER (visit), NULL);
  count (call, 'p');
  if (plan->prep_fails)
    return_error (call, plan);
  else
    sluice_call_return_value (call, make_items (plan));
}

static SluiceValue
value_of (int result)
{
  return result < 0 ? get_null () : sluice_value_integer (result);
}

/* Rule N10, and the item of a batch. */
static void
check_item (SluiceCall    *call,
            const SimPlan *plan)
{
  gint64 wanted = plan->batch != SLUICE_BATCH_NONE ? sluice_call_get_item_index (call) : (gint64) plan->id;

  sim_check (sluice_call_get_data (call) == GSIZE_TO_POINTER (sluice_call_get_visit (call)));
  sim_check (sluice_value_get_integer (sluice_call_get_item (call)) == wanted);
}

static void
finish_exec (SluiceCall    *call,
             const SimPlan *plan)
{
  guint item = MAX (sluice_call_get_item_index (call), 0);
  int attempt = sluice_call_get_attempt (call);
  SimWorld *world = sim_world_of (sluice_call_get_run (call));

  check_item (call, plan);
  if (sim_plan_fails (plan, item, attempt))
    {
      sim_world_get_visit (world, sluice_call_get_visit (call))->failed_at[item] =
        sluice_engine_get_time (sluice_run_get_engine (world->run));
      return_error (call, plan);
    }
  else
    sluice_call_return_value (call, value_of (100 * (int) item + attempt));
}

static void
finish_fallback (SluiceCall    *call,
                 const SimPlan *plan)
{
  guint item = MAX (sluice_call_get_item_index (call), 0);
  g_autofree char *cause = sim_plan_dup_error (plan, SLUICE_PHASE_EXEC, item, plan->retries - 1);

  check_item (call, plan);
  sim_check (g_strcmp0 (sluice_call_get_error (call)->message, cause) == 0);
  if (plan->fallback == SIM_FALLBACK_ERROR)
    return_error (call, plan);
  else
    sluice_call_return_value (call, value_of (1000 + (int) item));
}

/* Rules B1, B2, G2: results in the order of the items. */
static void
check_results (SluiceCall    *call,
               const SimPlan *plan)
{
  SluiceValue results = sluice_call_get_exec_result (call);

  if (plan->batch == SLUICE_BATCH_NONE)
    {
      g_auto (SluiceValue) wanted = value_of (sim_plan_get_result (plan, 0));

      sim_check (sluice_value_equal (results, wanted));
      return;
    }
  sim_check (SLUICE_VALUE_IS_ARRAY (results) && sluice_value_get_length (results) == plan->n_items);
  for (guint i = 0; i < plan->n_items; i++)
    {
      g_auto (SluiceValue) wanted = value_of (sim_plan_get_result (plan, i));

      sim_check (sluice_value_equal (sluice_value_get_element (results, i), wanted), "n%u, item %u", plan->id, i);
    }
}

static void
collect (SluiceCall    *call,
         const SimPlan *plan)
{
  SluiceValue actions = sluice_call_get_exec_result (call);
  char key[24];
  guint sum = 0;

  sim_check (SLUICE_VALUE_IS_ARRAY (actions) && sluice_value_get_length (actions) == plan->n_items);
  for (guint i = 0; i < plan->n_items; i++)
    sum = sim_fold_action (sum, sluice_value_get_string (sluice_value_get_element (actions, i)));
  sim_key (key, 'c', plan->id, sim_call_get_code (call));
  sluice_store_set (sluice_call_get_store (call, NULL), key, sluice_value_integer (sum));
}

static void
finish_post (SluiceCall    *call,
             const SimPlan *plan)
{
  g_auto (SluiceValue) items = make_items (plan);
  guint n;

  sim_check (sluice_call_get_data (call) == GSIZE_TO_POINTER (sluice_call_get_visit (call)));
  sim_check (sluice_value_equal (sluice_call_get_prep_result (call), items));
  if (!plan->is_flow)
    check_results (call, plan);
  else if (plan->collects)
    collect (call, plan);
  else if (plan->batch != SLUICE_BATCH_NONE)
    sim_check (SLUICE_VALUE_IS_NULL (sluice_call_get_exec_result (call)));
  n = count (call, 'o');
  if (plan->post_fails)
    return_error (call, plan);
  else if (plan->id % 2 == 0)
    sluice_call_return_action (call, sim_action_names[sim_plan_get_action (plan, n)]);
  else
    {
      const char *action = sim_action_names[sim_plan_get_action (plan, n)];

      sluice_call_return_value (call, action != NULL ? sluice_value_string (action) : get_null ());
    }
}

void
sim_call_finish (SluiceCall *call)
{
  const SimPlan *plan = sim_node_get_plan (sluice_call_get_node (call));

  switch (sluice_call_get_phase (call))
    {
    case SLUICE_PHASE_PREP: finish_prep (call, plan); break;
    case SLUICE_PHASE_EXEC: finish_exec (call, plan); break;
    case SLUICE_PHASE_FALLBACK: finish_fallback (call, plan); break;
    case SLUICE_PHASE_POST: finish_post (call, plan); break;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_WAIT:
    default: g_assert_not_reached ();
    }
}

/* In its own turn: who looks next finds the lane's mark, or the lane was interrupted. */
static void
finish_in_turn (SluiceCall *call)
{
  SimWorld *world = sim_world_of (sluice_call_get_run (call));
  guint32 id = sluice_lane_get_id (sluice_call_get_lane (call));

  if (sluice_call_get_phase (call) == SLUICE_PHASE_POST)
    {
      SimLane *lane = sim_world_get_lane (world, id);

      sluice_store_set (sluice_call_get_store (call, NULL), "mark", sluice_value_integer (id));
      lane->marked = TRUE;
      lane->waited = FALSE;
    }
  sim_call_finish (call);
}

static void
waited_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (sim_world_of (sluice_call_get_run (call)), call);
  finish_in_turn (call);
}

static void
both_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  guint *left = user_data;

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (sim_world_of (sluice_call_get_run (call)), call);
  if (--*left == 0)
    finish_in_turn (call);
}

/* "q" may have a limit, "r" has none; who asks "g" mostly waits. */
static const char * const queue_names[SIM_N_QUEUES] = { "q", "r", "g" };

static guint
get_queue (const SimPlan *plan,
           SimWait        wait)
{
  return wait == SIM_WAIT_GET ? 2 : plan->id % 2;
}

/* Rule Q1: who asked as the nth gets what was put as the nth. */
static void
check_ticket (SimWorld    *world,
              SluiceValue  token,
              guint        ticket)
{
  if (!world->has_dropped)
    sim_check (sluice_value_get_integer (token) == (int) ticket, "ticket %u", ticket);
}

static void
got_token_cb (SluiceCall   *call,
              SluiceValue   result,
              const GError *error,
              gpointer      user_data)
{
  SimWorld *world = sim_world_of (sluice_call_get_run (call));

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (world, call);
  check_ticket (world, result, GPOINTER_TO_UINT (user_data));
  finish_in_turn (call);
}

static void
begin_sleep (SluiceCall       *call,
             guint             ms,
             SluiceEffectFunc  done,
             gpointer          data,
             GDestroyNotify    destroy)
{
  SluiceValue request = sluice_value_object ();

  sluice_value_set_member (&request, "seconds", sluice_value_real (ms / 1e3));
  sluice_call_begin_effect (call, "sleep", request, done, data, destroy);
}

static void
get_token_cb (SluiceCall   *call,
              SluiceValue   result,
              const GError *error,
              gpointer      user_data)
{
  SimWorld *world = sim_world_of (sluice_call_get_run (call));
  guint queue = get_queue (sim_node_get_plan (sluice_call_get_node (call)), SIM_WAIT_QUEUE);

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (world, call);
  sluice_call_queue_get (call, queue_names[queue], got_token_cb, GUINT_TO_POINTER (++world->tickets[queue]), NULL);
}

static void
put_token_cb (SluiceCall   *call,
              SluiceValue   result,
              const GError *error,
              gpointer      user_data)
{
  const SimPlan *plan = sim_node_get_plan (sluice_call_get_node (call));

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (sim_world_of (sluice_call_get_run (call)), call);
  begin_sleep (call, plan->ms[sluice_call_get_phase (call)], get_token_cb, NULL, NULL);
}

/* A token that is waited for, while one is to be put. */
typedef struct
{
  guint left;
  guint ticket;
} Swap;

static void
swapped_cb (SluiceCall   *call,
            SluiceValue   result,
            const GError *error,
            gpointer      user_data)
{
  SimWorld *world = sim_world_of (sluice_call_get_run (call));
  Swap *swap = user_data;

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (world, call);
  check_ticket (world, result, swap->ticket);
  if (--swap->left == 0)
    finish_in_turn (call);
}

static void
put_later_cb (SluiceCall   *call,
              SluiceValue   result,
              const GError *error,
              gpointer      user_data)
{
  SimWorld *world = sim_world_of (sluice_call_get_run (call));
  Swap *swap = user_data;

  sim_check (error == NULL, "%s", error->message);
  sim_world_go_on (world, call);
  sluice_call_queue_put (call, queue_names[2], sluice_value_integer (++world->tokens[2]), NULL, NULL, NULL);
  if (--swap->left == 0)
    finish_in_turn (call);
}

static void
begin_both (SluiceCall *call,
            guint       ms)
{
  guint *left = g_rc_box_new (guint);

  *left = 2;
  begin_sleep (call, ms + 1, both_cb, g_rc_box_acquire (left), g_rc_box_release);
  begin_sleep (call, ms, both_cb, left, g_rc_box_release);
}

static void
begin_swap (SluiceCall *call,
            SimWorld   *world,
            guint       ms)
{
  Swap *swap = g_rc_box_new (Swap);

  *swap = (Swap) { 2, ++world->tickets[2] };
  sluice_call_queue_get (call, queue_names[2], swapped_cb, g_rc_box_acquire (swap), g_rc_box_release);
  begin_sleep (call, ms, put_later_cb, swap, g_rc_box_release);
}

static void
begin_ask (SluiceCall *call)
{
  SluiceValue request = sluice_value_object ();

  sluice_value_set_member (&request, "prompt", sluice_value_string ("?"));
  sluice_call_begin_effect (call, "ask", request, waited_cb, NULL, NULL);
}

static void
run_phase (SluiceNode *node,
           SluiceCall *call)
{
  const SimPlan *plan = sim_node_get_plan (node);
  SimWorld *world = sim_world_of (sluice_call_get_run (call));
  SluicePhase phase = sluice_call_get_phase (call);
  guint queue = get_queue (plan, plan->waits[phase]);

  sim_world_enter (world, call);
  switch ((SimWait) plan->waits[phase])
    {
    case SIM_WAIT_NONE:
      finish_in_turn (call);
      break;
    case SIM_WAIT_TURN:
      sluice_call_yield (call, waited_cb, NULL, NULL);
      break;
    case SIM_WAIT_SLEEP:
      begin_sleep (call, plan->ms[phase], waited_cb, NULL, NULL);
      break;
    case SIM_WAIT_BOTH:
      begin_both (call, plan->ms[phase]);
      break;
    case SIM_WAIT_HELD:
      g_ptr_array_add (world->held, sluice_call_ref (call));
      break;
    case SIM_WAIT_ASK:
      begin_ask (call);
      break;
    case SIM_WAIT_QUEUE:
      sluice_call_queue_put (call, queue_names[queue], sluice_value_integer (++world->tokens[queue]), put_token_cb,
                             NULL, NULL);
      break;
    case SIM_WAIT_GET:
      begin_swap (call, world, plan->ms[phase]);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
node_class_init (gpointer klass,
                 gpointer data)
{
  SluiceNodeClass *node_class = klass;

  node_class->prep = run_phase;
  node_class->exec = run_phase;
  node_class->post = run_phase;
  if (GPOINTER_TO_INT (data) & HAS_FALLBACK)
    node_class->fallback = run_phase;
  node_class->async = (GPOINTER_TO_INT (data) & IS_ASYNC) != 0;
}

static void
flow_class_init (gpointer klass,
                 gpointer data)
{
  SluiceNodeClass *node_class = klass;

  node_class->prep = run_phase;
  if (data != NULL)
    node_class->post = run_phase;
}

static GType
make_type (GType          parent,
           const char    *name,
           guint          flags,
           GClassInitFunc class_init)
{
  g_autofree char *full = g_strdup_printf ("Sim%s%u", name, flags);
  GTypeQuery query;
  GTypeInfo info = { .class_init = class_init, .class_data = GUINT_TO_POINTER (flags) };

  g_type_query (parent, &query);
  info.class_size = query.class_size;
  info.instance_size = query.instance_size;
  return g_type_register_static (parent, full, &info, 0);
}

static GType
get_type (const SimPlan *plan)
{
  static GType nodes[4];
  static GType flows[2];
  guint flags = (plan->async ? IS_ASYNC : 0) | (plan->fallback != SIM_FALLBACK_NONE ? HAS_FALLBACK : 0);

  if (nodes[0] == 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
        nodes[i] = make_type (SLUICE_TYPE_NODE, "Node", i, node_class_init);
      for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
        flows[i] = make_type (SLUICE_TYPE_FLOW, "Flow", i, flow_class_init);
    }
  return plan->is_flow ? flows[plan->has_post] : nodes[flags];
}

/* A root's params are seen by all, any other's by none (rules P1, P3). */
static void
set_params (const SimPlans *plans,
            const SimPlan  *plan)
{
  SluiceValue params = sluice_value_object ();

  if (!plan->is_root)
    sluice_value_set_member (&params, "bad", sluice_value_integer (1));
  else if (plans->n_plans % 2 == 1)
    sluice_value_set_member (&params, "r", sluice_value_integer (7));
  sluice_node_set_params (plan->node, params);
}

static void
build (SimPlans *plans,
       SimPlan  *plan)
{
  char id[16];

  snprintf (id, sizeof id, "n%u", plan->id);
  plan->node = g_object_new (get_type (plan), NULL);
  g_object_set_qdata (G_OBJECT (plan->node), g_quark_from_static_string ("sim-plan"), plan);
  sluice_node_set_id (plan->node, id);
  sluice_node_set_retries (plan->node, plan->retries);
  sluice_node_set_wait (plan->node, plan->wait / 1e3);
  sluice_node_set_timeout (plan->node, plan->timeout / 1e3);
  sluice_node_set_batch (plan->node, plan->batch, plan->limit,
                         plan->cancels ? SLUICE_ON_ERROR_CANCEL_SIBLINGS : SLUICE_ON_ERROR_LET_RUN);
  set_params (plans, plan);
  if (!plan->is_flow)
    return;
  sluice_flow_set_async (SLUICE_FLOW (plan->node), plan->async);
  sluice_flow_set_collect_actions (SLUICE_FLOW (plan->node), plan->collects);
}

void
sim_plans_build (SimPlans *self)
{
  for (guint i = 0; i < self->n_plans; i++)
    build (self, &self->plans[i]);
  for (guint i = 0; i < self->n_plans; i++)
    {
      SimPlan *plan = &self->plans[i];

      for (guint j = 0; j < plan->n_edges; j++)
        sluice_node_next (plan->node, plan->edges[j].target != NULL ? plan->edges[j].target->node : NULL,
                          sim_action_names[plan->edges[j].action]);
      if (plan->n_nodes > 0)
        sluice_flow_set_start (SLUICE_FLOW (plan->node), plan->nodes[0]->node);
      for (guint j = 1; j < plan->n_nodes; j++)
        sluice_flow_add_node (SLUICE_FLOW (plan->node), plan->nodes[j]->node);
    }
}

/* The flows own their nodes: with the roots all of them go, loops and all. */
void
sim_plans_release (SimPlans *self)
{
  for (guint i = 0; i < self->n_plans; i++)
    if (!self->plans[i].is_root)
      g_object_add_weak_pointer (G_OBJECT (self->plans[i].node), (gpointer *) &self->plans[i].node);
  for (guint i = 0; i < self->n_plans; i++)
    if (!self->plans[i].is_root)
      g_object_unref (self->plans[i].node);
  for (guint i = 0; i < self->n_roots; i++)
    g_assert_finalize_object (self->roots[i]->node);
  for (guint i = 0; i < self->n_plans; i++)
    if (!self->plans[i].is_root)
      sim_check (self->plans[i].node == NULL, "n%u is left", i);
}
