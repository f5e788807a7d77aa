/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must hold on the way, and at the end: no lane is interrupted between two real waits (rule S1),
 * every phase comes once and in its turn, attempts stay within r and wait in between, what is told
 * to begin is told to end, and nothing is left. */

#include "sim.h"

#include "engine/engine-private.h"

static GQuark
get_quark (void)
{
  static GQuark quark;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("sim-world");
  return quark;
}

SimWorld *
sim_world_of (SluiceRun *run)
{
  return sluice_run_get_data (run, get_quark ());
}

SimLane *
sim_world_get_lane (SimWorld *self,
                    guint32   id)
{
  if (id >= self->lanes->len)
    g_array_set_size (self->lanes, id + 1);
  return &g_array_index (self->lanes, SimLane, id);
}

SimVisit *
sim_world_get_visit (SimWorld *self,
                     guint64   serial)
{
  if (serial >= self->visits->len)
    g_array_set_size (self->visits, (guint) serial + 1);
  return &g_array_index (self->visits, SimVisit, serial);
}

static void
stay (SimWorld *self,
      guint32   lane)
{
  sim_check (self->busy == 0 || self->busy == lane, "lane %u has interrupted lane %u", lane, self->busy);
  self->busy = lane;
}

void
sim_world_go_on (SimWorld   *self,
                 SluiceCall *call)
{
  SluiceLane *lane = sluice_call_get_lane (call);

  sim_check (!self->has_ended);
  sim_check (lane != NULL && !sluice_call_is_returned (call));
  stay (self, sluice_lane_get_id (lane));
}

static void
check_attempt (SimWorld      *self,
               SluiceCall    *call,
               const SimPlan *plan,
               SimVisit      *visit)
{
  guint item = MAX (sluice_call_get_item_index (call), 0);
  int attempt = sluice_call_get_attempt (call);
  gint64 waited = sluice_engine_get_time (sluice_run_get_engine (self->run)) - visit->failed_at[item];

  sim_check (visit->n_preps == 1 && visit->n_posts == 0 && visit->n_fallbacks[item] == 0);
  sim_check (attempt == visit->next_attempt[item] && attempt < plan->retries, "n%u, item %u, attempt %d", plan->id,
             item, attempt);
  if (attempt > 0 && !sim_plan_times_out (plan))
    sim_check (self->is_gated ? waited >= plan->wait * 1000 : waited == plan->wait * 1000,
               "n%u waited for %d µs", plan->id, (int) waited);
  visit->next_attempt[item]++;
}

static void
check_fallback (SluiceCall    *call,
                const SimPlan *plan,
                SimVisit      *visit)
{
  guint item = MAX (sluice_call_get_item_index (call), 0);

  sim_check (visit->n_preps == 1 && visit->n_posts == 0);
  sim_check (visit->next_attempt[item] == plan->retries && sluice_call_get_attempt (call) == plan->retries - 1);
  sim_check (visit->n_fallbacks[item]++ == 0);
}

static void
check_order (SimWorld      *self,
             SluiceCall    *call,
             const SimPlan *plan)
{
  SimVisit *visit = sim_world_get_visit (self, sluice_call_get_visit (call));

  /* Siblings of an item that failed go on after the visit has ended (rule G3). */
  sim_check (visit->is_open || self->has_dropped);
  switch (sluice_call_get_phase (call))
    {
    case SLUICE_PHASE_PREP:
      sim_check (visit->n_preps++ == 0);
      break;
    case SLUICE_PHASE_EXEC:
      check_attempt (self, call, plan, visit);
      break;
    case SLUICE_PHASE_FALLBACK:
      check_fallback (call, plan, visit);
      break;
    case SLUICE_PHASE_POST:
      sim_check (visit->n_preps == 1 && visit->n_posts++ == 0);
      break;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_WAIT:
    default:
      g_assert_not_reached ();
    }
}

/* From post on to the next prep or post nobody else has been: the lane's mark is still there. */
static void
check_mark (SluiceCall *call,
            SimLane    *lane,
            guint32     id)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);

  if (store == NULL)
    return;
  if (lane->marked && !lane->waited)
    sim_check (sluice_value_get_integer (sluice_store_get (store, "mark")) == id, "lane %u was interrupted", id);
  lane->marked = FALSE;
}

void
sim_world_enter (SimWorld   *self,
                 SluiceCall *call)
{
  const SimPlan *plan = sim_node_get_plan (sluice_call_get_node (call));
  guint32 id = sluice_lane_get_id (sluice_call_get_lane (call));

  sim_world_go_on (self, call);
  sim_check (!self->is_cancelled, "n%u begins after the run was cancelled", plan->id);
  check_mark (call, sim_world_get_lane (self, id), id);
  check_order (self, call, plan);
  self->counts[plan->id][sluice_call_get_phase (call)]++;
  self->n_calls++;
  if (self->n_calls == self->cancel_at && self->cancels_inside)
    {
      self->is_cancelled = TRUE;
      sluice_run_cancel (self->run);
    }
}

static void
told_begin (SimWorld *self,
            gboolean  is_open)
{
  sim_check (!is_open);
  self->n_open++;
}

static void
told_end (SimWorld *self,
          gboolean  is_open)
{
  sim_check (is_open);
  self->n_open--;
}

static gboolean
is_wait (SluiceLaneState state)
{
  return state != SLUICE_LANE_RUNNABLE && state != SLUICE_LANE_COMPUTING;
}

static void
lane_waits (SimWorld *self,
            guint32   id)
{
  sim_world_get_lane (self, id)->waited = TRUE;
  if (self->busy == id)
    self->busy = 0;
}

static void
lane_ended (SimWorld          *self,
            const SluiceEvent *event)
{
  SimLane *lane = sim_world_get_lane (self, event->lane);

  told_end (self, lane->is_open);
  lane->is_open = FALSE;
  sim_check (!lane->in_phase || event->error != NULL);
  self->has_dropped |= event->error != NULL;
  lane_waits (self, event->lane);
}

static void
visit_told (SimWorld          *self,
            const SluiceEvent *event)
{
  SimVisit *visit = sim_world_get_visit (self, event->visit);

  if (event->type == SLUICE_EVENT_VISIT_STARTED)
    told_begin (self, visit->is_open);
  else
    told_end (self, visit->is_open);
  visit->is_open = event->type == SLUICE_EVENT_VISIT_STARTED;
}

/* A phase that times out is over, whatever it still waits for. */
static void
phase_told (SimWorld          *self,
            const SluiceEvent *event)
{
  SimLane *lane = sim_world_get_lane (self, event->lane);
  guint item = MAX (event->item, 0);

  sim_check (lane->in_phase == (event->type == SLUICE_EVENT_PHASE_ENDED));
  lane->in_phase = event->type == SLUICE_EVENT_PHASE_STARTED;
  if (event->type == SLUICE_EVENT_PHASE_ENDED && event->error != NULL && event->phase == SLUICE_PHASE_EXEC
      && g_error_matches (event->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT))
    sim_world_get_visit (self, event->visit)->failed_at[item] =
      sluice_engine_get_time (sluice_run_get_engine (self->run));
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SimWorld *self = user_data;

  sim_check (!self->has_ended && event->serial == ++self->last_serial && event->time >= self->last_time);
  self->last_time = event->time;
  switch ((guint) event->type)
    {
    case SLUICE_EVENT_RUN_ENDED:
      self->has_ended = TRUE;
      self->ended_at = event->time;
      break;
    case SLUICE_EVENT_LANE_STARTED:
      told_begin (self, sim_world_get_lane (self, event->lane)->is_open);
      sim_world_get_lane (self, event->lane)->is_open = TRUE;
      break;
    case SLUICE_EVENT_LANE_STATE:
      if (is_wait (event->lane_state))
        lane_waits (self, event->lane);
      break;
    case SLUICE_EVENT_LANE_ENDED:
      lane_ended (self, event);
      break;
    case SLUICE_EVENT_VISIT_STARTED:
    case SLUICE_EVENT_VISIT_ENDED:
      visit_told (self, event);
      break;
    case SLUICE_EVENT_PHASE_STARTED:
    case SLUICE_EVENT_PHASE_ENDED:
      phase_told (self, event);
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
      self->n_open++;
      break;
    case SLUICE_EVENT_EFFECT_ENDED:
      self->n_open--;
      break;
    case SLUICE_EVENT_WARNING:
      self->n_warnings++;
      break;
    default:
      break;
    }
}

static gboolean
gate_cb (SluiceRun            *run,
         const SluiceBoundary *boundary,
         gpointer              user_data)
{
  SimWorld *self = user_data;

  return !sim_chance (&self->random, 20);
}

#define WATCHED                                                                                     \
  (SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_ENDED) | SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STARTED)       \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STATE) | SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_ENDED)      \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED) | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED)  \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_STARTED) | SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED)  \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_BEGAN) | SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_ENDED)  \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_WARNING))

SimWorld *
sim_world_new (SimPlans     *plans,
               SluiceEngine *engine,
               guint64       seed)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->plans = plans;
  self->random.state = seed;
  self->run = sluice_run_new (engine, NULL);
  self->lanes = g_array_new (FALSE, TRUE, sizeof (SimLane));
  self->visits = g_array_new (FALSE, TRUE, sizeof (SimVisit));
  self->held = g_ptr_array_new ();
  sluice_run_set_data (self->run, get_quark (), self, NULL);
  sluice_run_watch (self->run, WATCHED, event_cb, self, NULL);
  for (guint i = 0; i < plans->n_roots; i++)
    sluice_run_add (self->run, plans->roots[i]->node);
  if (!plans->has_cancels && sim_chance (&self->random, 30))
    sluice_queue_set_limit (sluice_run_ensure_queue (self->run, "q"), 1 + sim_random (&self->random, 2));
  if (sim_chance (&self->random, 10))
    {
      self->is_gated = TRUE;
      sluice_run_set_gate (self->run, gate_cb, self, NULL);
    }
  if (sim_chance (&self->random, 15))
    {
      self->cancel_at = 1 + sim_random (&self->random, 40);
      self->cancels_inside = sim_chance (&self->random, 50);
    }
  return self;
}

void
sim_world_free (SimWorld *self)
{
  sim_check (self->held->len == 0);
  g_assert_finalize_object (self->run);
  g_array_unref (self->lanes);
  g_array_unref (self->visits);
  g_ptr_array_unref (self->held);
  g_free (self);
}

/* Returns one of the calls that are held, whichever. */
static gboolean
return_held (SimWorld *self)
{
  SluiceCall *call;

  if (self->held->len == 0)
    return FALSE;
  call = g_ptr_array_steal_index_fast (self->held, sim_random (&self->random, self->held->len));
  if (!sluice_call_is_returned (call))
    sim_call_finish (call);
  else
    sim_check (self->has_dropped || self->is_cancelled);
  sluice_call_unref (call);
  return TRUE;
}

static gboolean
answer (SimWorld *self)
{
  guint n = sluice_run_get_n_prompts (self->run);

  if (n == 0)
    return FALSE;
  return sluice_run_answer (self->run,
                            sluice_effect_get_id (sluice_run_get_prompt (self->run, sim_random (&self->random, n))),
                            sluice_value_string ("yes"), NULL);
}

static gboolean
release (SimWorld *self)
{
  guint n = sluice_run_get_n_lanes (self->run);
  guint first = n > 0 ? sim_random (&self->random, n) : 0;

  if (!self->is_gated)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, (first + i) % n);

      if (sluice_lane_get_state (lane) != SLUICE_LANE_HELD)
        continue;
      sluice_run_release (self->run, lane);
      return TRUE;
    }
  return FALSE;
}

gboolean
sim_world_act (SimWorld *self)
{
  guint first = sim_random (&self->random, 3);

  for (guint i = 0; i < 3; i++)
    {
      guint what = (first + i) % 3;

      if (what == 0 ? return_held (self) : what == 1 ? answer (self) : release (self))
        return TRUE;
    }
  return FALSE;
}

static void
check_nothing_left (SimWorld *self)
{
  sim_check (self->has_ended);
  sim_check (self->n_open == 0, "%d that began have not ended", (int) self->n_open);
  sim_check (sluice_run_get_n_lanes (self->run) == 0);
  sim_check (sluice_run_get_n_prompts (self->run) == 0);
  for (guint i = 0; i < sluice_run_get_n_queues (self->run); i++)
    {
      SluiceQueue *queue = sluice_run_get_queue (self->run, i);

      sim_check (sluice_queue_get_n_getters (queue) == 0 && sluice_queue_get_n_putters (queue) == 0);
      if (!self->has_dropped)
        sim_check (sluice_queue_get_size (queue) == 0);
    }
  while (self->held->len > 0)
    {
      SluiceCall *call = g_ptr_array_steal_index_fast (self->held, 0);

      sim_check (sluice_call_is_returned (call));
      sluice_call_unref (call);
    }
}

static void
check_counts (SimWorld       *self,
              const SimModel *model,
              gboolean        is_exact)
{
  for (guint i = 0; i < self->plans->n_plans; i++)
    for (SluicePhase phase = SLUICE_PHASE_PREP; phase <= SLUICE_PHASE_POST; phase++)
      sim_check (is_exact ? self->counts[i][phase] == model->counts[i][phase]
                          : self->counts[i][phase] <= model->counts[i][phase],
                 "%s of n%u: %u times, not %u", sluice_phase_name (phase), i, self->counts[i][phase],
                 model->counts[i][phase]);
}

static void
check_store (SimWorld       *self,
             const SimModel *model)
{
  SluiceValue root = sluice_store_get_root (sluice_run_get_store (self->run));
  guint n_keys = sluice_value_get_length (root) - sluice_value_has_member (root, "mark");
  GHashTableIter iter;
  gpointer key;
  gpointer n;

  sim_check (n_keys == g_hash_table_size (model->store), "%u keys, not %u", n_keys, g_hash_table_size (model->store));
  g_hash_table_iter_init (&iter, model->store);
  while (g_hash_table_iter_next (&iter, &key, &n))
    sim_check (sluice_value_get_integer (sluice_value_get_member (root, key)) == GPOINTER_TO_INT (n), "%s",
               (const char *) key);
}

static void
check_error (SimWorld       *self,
             const SimModel *model)
{
  const GError *error = sluice_run_get_error (self->run);
  gboolean is_known = FALSE;

  sim_check (sluice_run_get_state (self->run) == SLUICE_RUN_FAILED && error != NULL);
  for (guint i = 0; i < model->errors->len; i++)
    is_known |= g_strcmp0 (error->message, g_ptr_array_index (model->errors, i)) == 0;
  sim_check (is_known, "%s", error->message);
}

/* A run of which nothing depends on who comes first is what the model says. */
static void
check_exact (SimWorld       *self,
             const SimModel *model)
{
  check_counts (self, model, TRUE);
  check_store (self, model);
  sim_check (self->n_warnings == model->n_warnings, "%u warnings, not %u", self->n_warnings, model->n_warnings);
  if (model->errors->len > 0)
    {
      check_error (self, model);
      return;
    }
  sim_check (sluice_run_get_state (self->run) == SLUICE_RUN_FINISHED, "%s",
             sluice_run_get_error (self->run)->message);
  sim_check (g_strcmp0 (sluice_run_get_action (self->run), sim_action_names[model->action]) == 0);
  if (!model->is_timeless && !self->is_gated)
    sim_check (self->ended_at == model->ms * 1000, "%d µs, not %u ms", (int) self->ended_at, model->ms);
}

void
sim_world_check_end (SimWorld       *self,
                     const SimModel *model)
{
  check_nothing_left (self);
  if (!self->is_cancelled && !model->is_uncertain)
    {
      check_exact (self, model);
      return;
    }
  check_counts (self, model, FALSE);
  if (!self->is_cancelled || sluice_run_get_state (self->run) == SLUICE_RUN_FAILED)
    check_error (self, model);
  else
    sim_check (sluice_run_get_state (self->run) == SLUICE_RUN_CANCELLED);
}
