/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run from its start to its end. It keeps itself alive in between. Whatever ends it early only
 * marks it as doomed; its lanes are taken down by the engine, never from within one of them. */

#include "engine/run.h"

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/run-private.h"

/**
 * SluiceRun:
 *
 * One execution of flows: one store, its queues, one or more lanes.
 */

enum
{
  PROP_0,
  PROP_ENGINE,
  PROP_STORE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceRun, sluice_run, G_TYPE_OBJECT)

static void
sluice_run_finalize (GObject *object)
{
  SluiceRun *self = SLUICE_RUN (object);

  sluice_run_set_gate (self, NULL, NULL, NULL);
  sluice_run_clear_watchers (self);
  g_ptr_array_unref (self->prompts);
  g_hash_table_unref (self->queue_by_name);
  g_ptr_array_unref (self->queues);
  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_clear_pointer (&self->stops, g_hash_table_unref);
  g_ptr_array_unref (self->roots);
  g_clear_object (&self->error_node);
  g_clear_error (&self->error);
  g_clear_error (&self->cause);
  g_free (self->action);
  g_free (self->folder);
  g_object_unref (self->store);
  g_object_unref (self->engine);

  G_OBJECT_CLASS (sluice_run_parent_class)->finalize (object);
}

static void
sluice_run_constructed (GObject *object)
{
  SluiceRun *self = SLUICE_RUN (object);

  G_OBJECT_CLASS (sluice_run_parent_class)->constructed (object);

  if (self->engine == NULL)
    self->engine = sluice_engine_new (NULL);
  if (self->store == NULL)
    self->store = sluice_store_new ();
}

static void
sluice_run_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SluiceRun *self = SLUICE_RUN (object);

  switch (id)
    {
    case PROP_ENGINE: g_value_set_object (value, self->engine); break;
    case PROP_STORE: g_value_set_object (value, self->store); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_run_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SluiceRun *self = SLUICE_RUN (object);

  switch (id)
    {
    case PROP_ENGINE: self->engine = g_value_dup_object (value); break;
    case PROP_STORE: self->store = g_value_dup_object (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_run_class_init (SluiceRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = sluice_run_constructed;
  object_class->finalize = sluice_run_finalize;
  object_class->get_property = sluice_run_get_property;
  object_class->set_property = sluice_run_set_property;

  props[PROP_ENGINE] = g_param_spec_object ("engine", "Engine", "What runs it", SLUICE_TYPE_ENGINE, flags);
  props[PROP_STORE] = g_param_spec_object ("store", "Store", "Its shared store", SLUICE_TYPE_STORE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * SluiceRun::ended:
   * @self: a run
   *
   * It is finished, failed or cancelled, and nothing of it is left. Emitted once.
   */
  signals[ENDED] = g_signal_new ("ended", SLUICE_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sluice_run_init (SluiceRun *self)
{
  self->roots = g_ptr_array_new_with_free_func (g_object_unref);
  self->store_limit = SLUICE_RUN_STORE_LIMIT;
  self->prompts = g_ptr_array_new ();
  self->queues = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_queue_unref);
  self->queue_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  sluice_run_seed_random (self, ((guint64) g_random_int () << 32) | g_random_int ());
}

/**
 * sluice_run_new:
 * @engine: an engine
 * @store: (nullable): the shared store; %NULL: an empty one
 *
 * Makes a run that is ready to be started.
 *
 * Returns: (transfer full): the run
 */
SluiceRun *
sluice_run_new (SluiceEngine *engine,
                SluiceStore  *store)
{
  g_return_val_if_fail (SLUICE_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (store == NULL || SLUICE_IS_STORE (store), NULL);

  return g_object_new (SLUICE_TYPE_RUN, "engine", engine, "store", store, NULL);
}

/**
 * sluice_run_add:
 * @self: a run that is not started
 * @flow_or_node: what to run
 *
 * Adds a root lane. Several share the store and the queues, and start in this order (rule S2). An
 * error in one ends the run.
 */
void
sluice_run_add (SluiceRun  *self,
                SluiceNode *flow_or_node)
{
  g_return_if_fail (SLUICE_IS_RUN (self));
  g_return_if_fail (SLUICE_IS_NODE (flow_or_node));
  g_return_if_fail (self->state == SLUICE_RUN_READY);

  g_ptr_array_add (self->roots, g_object_ref (flow_or_node));
}

/**
 * sluice_run_forget_flows:
 * @self: a run that has ended
 *
 * Lets go of what was run, which may be large: its results can still be looked at.
 */
void
sluice_run_forget_flows (SluiceRun *self)
{
  g_return_if_fail (SLUICE_IS_RUN (self));
  g_return_if_fail (self->state >= SLUICE_RUN_FINISHED);

  g_ptr_array_set_size (self->roots, 0);
}

/**
 * sluice_run_set_seed:
 * @self: a run
 * @seed: a number
 *
 * Makes the run draw the same random numbers as any other of that seed.
 */
void
sluice_run_set_seed (SluiceRun *self,
                     guint64    seed)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  sluice_run_seed_random (self, seed);
}

/**
 * sluice_run_set_folder:
 * @self: a run
 * @path: (nullable): a folder
 *
 * Sets what relative files are relative to. Effects reach no file outside it.
 */
void
sluice_run_set_folder (SluiceRun  *self,
                       const char *path)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  g_free (self->folder);
  self->folder = g_strdup (path);
}

/**
 * sluice_run_set_max_visits:
 * @self: a run
 * @visits: how many it may make; 0: any number
 *
 * More visits fail with %SLUICE_ENGINE_ERROR_VISITS.
 */
void
sluice_run_set_max_visits (SluiceRun *self,
                           guint64    visits)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->max_visits = visits;
}

/**
 * sluice_run_set_store_limit:
 * @self: a run
 * @bytes: how much its store and what waits in its queues may hold together; 0: any amount
 *
 * Sets how far scripts may let the store and the queues grow; at first to %SLUICE_RUN_STORE_LIMIT. A script that
 * writes beyond it fails. It is measured now and then, as more is written: a run can come over it by an
 * eighth before it is noticed. Values that a snapshot still holds do not count.
 */
void
sluice_run_set_store_limit (SluiceRun *self,
                            guint64    bytes)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->store_limit = bytes;
}

/**
 * sluice_run_get_store_limit:
 * @self: a run
 *
 * Returns: how many bytes its store and queues may hold; 0: any amount
 */
guint64
sluice_run_get_store_limit (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);

  return self->store_limit;
}

/**
 * sluice_run_set_time_limit:
 * @self: a run
 * @seconds: how long it may take; 0: as long as it likes
 *
 * After that it fails with %SLUICE_ENGINE_ERROR_TIMEOUT. While the run is stopped the limit stands still.
 */
void
sluice_run_set_time_limit (SluiceRun *self,
                           double     seconds)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->time_limit = seconds;
}

/* The end: nothing of it is left. */
static void
end_run (SluiceRun      *self,
         SluiceRunState  state)
{
  self->state = state;
  sluice_timers_unset (&self->engine->timers, &self->limit_timer);
  sluice_run_tell_state (self, SLUICE_EVENT_RUN_ENDED);
  g_signal_emit (self, signals[ENDED], 0);
  g_object_unref (self);
}

/* Ends the run as soon as the engine gets to it; the first reason stays. */
void
sluice_run_doom (SluiceRun      *self,
                 SluiceRunState  state,
                 GError         *take_error,
                 SluiceNode     *node)
{
  if (!sluice_run_is_live (self) || self->doomed)
    {
      g_error_free (take_error);
      return;
    }

  self->doomed = TRUE;
  self->doom = self->error != NULL ? SLUICE_RUN_FAILED : state;
  if (self->error == NULL)
    {
      self->error = take_error;
      self->error_node = node != NULL ? g_object_ref (node) : NULL;
    }
  else
    g_error_free (take_error);
  sluice_engine_enqueue (self->engine, self);
}

/* The newest lanes go first: no lane is newer than its children. */
static void
take_down (SluiceRun *self)
{
  g_autoptr (GError) reason = g_error_copy (self->error);

  while (self->last != NULL)
    sluice_lane_abort (self->last, reason);
  end_run (self, self->doom);
}

static void
end_deadlocked (SluiceRun *self)
{
  GError *error = sluice_run_describe_deadlock (self);
  SluiceLane *lane = self->first;

  while (lane->state != SLUICE_LANE_QUEUE)
    lane = lane->next;
  if (G_UNLIKELY (self->gate_mask & SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_DEADLOCK)))
    {
      SluiceBoundary boundary = { .type = SLUICE_BOUNDARY_DEADLOCK, .lane = lane, .node = lane->visit->node,
                                  .visit = lane->visit->serial, .phase = lane->phase, .item = -1, .error = error };

      if (!self->gate (self, &boundary, self->gate_data))
        {
          g_error_free (error);
          return;
        }
    }
  sluice_run_warn (self, lane->visit->node, error->message);
  sluice_run_doom (self, SLUICE_RUN_FAILED, error, lane->visit->node);
}

/* Nothing of it is ready any more: has it ended, or can it never go on? */
void
sluice_run_settle (SluiceRun *self)
{
  if (!sluice_run_is_live (self))
    return;

  if (!self->doomed && self->n_lanes > 0 && self->n_queued > 0 && self->n_blocked == self->n_lanes)
    end_deadlocked (self);
  if (self->doomed)
    take_down (self);
  else if (self->n_lanes == 0)
    end_run (self, self->error != NULL ? SLUICE_RUN_FAILED : SLUICE_RUN_FINISHED);
}

/* The first failure of a root lane takes the others with it. Lanes a failed parent has left to
 * themselves run to their end first (rule G3). */
static void
root_failed (SluiceRun  *self,
             SluiceLane *root)
{
  g_autoptr (GError) reason = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED,
                                                   "Another lane of the run has failed.");
  SluiceLane *lane = self->first;

  self->error = g_error_copy (root->failure->error);
  self->error_node = root->failure->node != NULL ? g_object_ref (root->failure->node) : NULL;
  self->cause = g_steal_pointer (&root->failure->cause);
  while (lane != NULL)
    {
      if (lane == root || lane->role != SLUICE_ROLE_ROOT)
        {
          lane = lane->next;
          continue;
        }
      sluice_lane_abort (lane, reason);
      lane = self->first;
    }
}

void
sluice_run_lane_ended (SluiceRun  *self,
                       SluiceLane *root)
{
  if (root->failure != NULL && self->error == NULL)
    root_failed (self, root);
  else if (root->failure == NULL && root->id == self->last_root)
    self->action = g_strdup (root->action);
}

void
sluice_run_time_is_up (SluiceRun *self)
{
  sluice_run_doom (self, SLUICE_RUN_FAILED,
                   g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT,
                                "The run took longer than %g s, its limit.", self->time_limit),
                   NULL);
}

/* Rule T2, told by every run. */
static void
warn_overwritten (SluiceRun  *self,
                  SluiceNode *node,
                  GHashTable *seen,
                  GPtrArray  *found)
{
  const SluiceNodePrivate *priv = sluice_node_get_private (node);

  if (!g_hash_table_add (seen, node))
    return;
  for (guint i = 0; priv->overwritten != NULL && i < priv->overwritten->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("Overwriting successor for action '%s'",
                                               (const char *) g_ptr_array_index (priv->overwritten, i));

      sluice_run_warn (self, node, text);
    }
  if (priv->is_flow)
    g_ptr_array_add (found, node);
}

static void
warn_at_start (SluiceRun *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (!sluice_run_is_watched (self, SLUICE_EVENT_WARNING))
    return;
  for (guint i = 0; i < self->roots->len; i++)
    {
      SluiceNode *root = g_ptr_array_index (self->roots, i);

      warn_overwritten (self, root, seen, found);
      if (sluice_node_get_n_edges (root) > 0) /* rule N2 */
        sluice_run_warn (self, root, "Node won't run successors. Use Flow.");
    }
  for (guint i = 0; i < found->len; i++)
    {
      GPtrArray *nodes = sluice_flow_get_nodes (g_ptr_array_index (found, i));

      for (guint j = 0; j < nodes->len; j++)
        warn_overwritten (self, g_ptr_array_index (nodes, j), seen, found);
    }
}

static void
start_root (SluiceRun  *self,
            SluiceNode *root)
{
  SluiceLane *lane = sluice_lane_new (self, NULL, SLUICE_ROLE_ROOT, -1);
  SluiceValue params = sluice_node_get_params (root);

  /* Calls always see an object. */
  sluice_lane_push (lane, root,
                    SLUICE_VALUE_IS_NULL (params) ? sluice_value_object () : sluice_value_ref (params));
  lane->step = SLUICE_STEP_VISIT;
  self->last_root = lane->id;
  if (sluice_run_is_watched (self, SLUICE_EVENT_LANE_STARTED))
    sluice_lane_tell (lane, SLUICE_EVENT_LANE_STARTED);
  sluice_lane_make_ready (lane);
}

static gboolean
check_roots (SluiceRun  *self,
             GError    **error)
{
  for (guint i = 0; i < self->roots->len; i++)
    {
      SluiceNode *root = g_ptr_array_index (self->roots, i);

      if (self->sync && sluice_node_is_async (root))
        {
          g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_USE_ASYNC, "Use run_async.");
          return FALSE;
        }
      if (SLUICE_IS_FLOW (root) && !sluice_flow_check (SLUICE_FLOW (root), error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sluice_run_start:
 * @self: a run that is ready
 * @error: return location for what sluice_flow_check() refuses
 *
 * Starts the run. Its first lane takes its first step from the main loop.
 *
 * Returns: whether it has started
 */
gboolean
sluice_run_start (SluiceRun  *self,
                  GError    **error)
{
  SluiceEngine *engine;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (self->state == SLUICE_RUN_READY, FALSE);

  if (!check_roots (self, error))
    return FALSE;

  engine = self->engine;
  g_object_ref (self);
  self->state = SLUICE_RUN_RUNNING;
  self->started = sluice_engine_get_time (engine);
  if (self->time_limit > 0)
    sluice_timers_set (&engine->timers, &self->limit_timer,
                       self->started + (gint64) (MIN (self->time_limit, 1e9) * G_USEC_PER_SEC), SLUICE_TIMER_RUN);

  sluice_run_tell_state (self, SLUICE_EVENT_RUN_STARTED);
  warn_at_start (self);
  if (!sluice_run_is_live (self)) /* a watcher has called it off, and waited for its end */
    return TRUE;
  for (guint i = 0; i < self->roots->len; i++)
    start_root (self, g_ptr_array_index (self->roots, i));
  sluice_engine_enqueue (engine, self);
  return TRUE;
}

/**
 * sluice_run_cancel:
 * @self: a run
 *
 * Ends the run within one turn of the main loop, whatever it is doing; "ended" follows.
 */
void
sluice_run_cancel (SluiceRun *self)
{
  GError *error;

  g_return_if_fail (SLUICE_IS_RUN (self));

  error = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED, "The run was cancelled.");
  if (self->state == SLUICE_RUN_READY)
    {
      self->error = error;
      end_run (g_object_ref (self), SLUICE_RUN_CANCELLED);
      return;
    }
  if (self->keeper != NULL && sluice_run_is_live (self) && !self->doomed)
    sluice_run_tell_keeper (self, SLUICE_INPUT_CANCEL, NULL, TRUE);
  sluice_run_doom (self, SLUICE_RUN_CANCELLED, error, NULL);
}

static gboolean
report (SluiceRun  *self,
        GError    **error)
{
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  return self->state == SLUICE_RUN_FINISHED;
}

/**
 * sluice_run_join:
 * @self: a run
 * @error: return location for the run's own error, or %SLUICE_ENGINE_ERROR_PHASE
 *
 * Starts the run if it is only ready, and runs the engine's context until it has ended. From within
 * a phase, a result or an event of a run of the same engine it is refused, for then that run could not
 * go on: start it there, and wait for #SluiceRun::ended.
 *
 * Returns: whether it has finished, and neither failed nor was cancelled
 */
gboolean
sluice_run_join (SluiceRun  *self,
                 GError    **error)
{
  g_autoptr (SluiceRun) keep = NULL;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);

  if (self->engine->running > 0)
    {
      g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE,
                           "A run can't be joined from within another: start it, and wait until it has ended.");
      return FALSE;
    }
  if (self->state == SLUICE_RUN_READY && !sluice_run_start (self, error))
    return FALSE;
  keep = g_object_ref (self);
  while (sluice_run_is_live (self))
    g_main_context_iteration (self->engine->context, TRUE);
  return report (self, error);
}

/* Nothing is ready and no timer is set: a phase waits for something only a main loop could bring. */
static void
end_stuck (SluiceRun *self)
{
  SluiceLane *lane = self->first;

  sluice_run_doom (self, SLUICE_RUN_FAILED,
                   g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_USE_ASYNC, "Use run_async."),
                   lane->visit != NULL ? lane->visit->node : NULL);
}

/**
 * sluice_run_sync:
 * @self: a run that is ready
 * @error: return location for the run's own error, or %SLUICE_ENGINE_ERROR_USE_ASYNC
 *
 * Runs plain nodes and flows to the end here and now, without a turn of the main loop. An async
 * one, or a phase that does not return in place, is refused (rules A2, A7).
 *
 * Returns: whether it has finished
 */
gboolean
sluice_run_sync (SluiceRun  *self,
                 GError    **error)
{
  g_autoptr (SluiceRun) keep = NULL;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (self->state == SLUICE_RUN_READY, FALSE);

  keep = g_object_ref (self);
  self->sync = TRUE;
  if (!sluice_run_start (self, error))
    {
      self->sync = FALSE;
      return FALSE;
    }
  while (sluice_run_is_live (self))
    {
      sluice_engine_run_here (self->engine, self);
      if (sluice_run_is_live (self) && !sluice_engine_wait_here (self->engine))
        end_stuck (self);
    }
  sluice_engine_forget (self->engine, self);
  return report (self, error);
}

/**
 * sluice_run_get_engine:
 * @self: a run
 *
 * Returns: (transfer none): its engine
 */
SluiceEngine *
sluice_run_get_engine (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->engine;
}

/**
 * sluice_run_get_store:
 * @self: a run
 *
 * Returns: (transfer none): its shared store
 */
SluiceStore *
sluice_run_get_store (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->store;
}

/**
 * sluice_run_get_folder:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): what relative files are relative to
 */
const char *
sluice_run_get_folder (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->folder;
}

/**
 * sluice_run_get_state:
 * @self: a run
 *
 * Returns: whether it is ready, runs, is stopped, or how it ended
 */
SluiceRunState
sluice_run_get_state (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), SLUICE_RUN_READY);

  return self->state;
}

/**
 * sluice_run_get_error:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): why it failed or was cancelled
 */
const GError *
sluice_run_get_error (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->error;
}

/**
 * sluice_run_get_error_cause:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): where a fallback failed, the error it was called for (rule N7)
 */
const GError *
sluice_run_get_error_cause (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->cause;
}

/**
 * sluice_run_get_error_node:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the node it failed in
 */
SluiceNode *
sluice_run_get_error_node (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->error_node;
}

/**
 * sluice_run_get_action:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the action the last root lane ended with; %NULL: none
 */
const char *
sluice_run_get_action (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return self->action;
}

/**
 * sluice_run_get_n_visits:
 * @self: a run
 *
 * Returns: how many visits have begun
 */
guint64
sluice_run_get_n_visits (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);

  return self->n_visits;
}
