/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stops and steps a run through its gate. The gate is asked at every boundary of every lane, so
 * what it does while the run is simply running is one comparison, and one look into a table of
 * pointers where a visit begins. A lane that the gate holds is remembered with the boundary where
 * it stands; to go on is to forget and release it. */

#include "debug/debugger.h"

#include <string.h>

#include "engine/flow.h"

typedef enum
{
  MODE_RUNNING,
  MODE_STOPPED,
  MODE_STEPPING,
} Mode;

typedef enum
{
  STEP_OVER,
  STEP_INTO,
  STEP_OUT,
  STEP_PHASE,
} Step;

typedef struct
{
  SluiceBoundaryType  type;
  SluiceNode         *node;    /* borrowed: the run's flows hold it */
  gboolean            is_seen; /* it was stopped at, or stepped from */
} Held;

struct _SluiceDebugger
{
  GObject            parent_instance;

  /* owned */
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  GHashTable        *armed; /* set of interned addresses: the enabled breakpoints */
  GHashTable        *held;  /* lane id → Held */
  char              *message;
  char              *last_error; /* that was stopped at; NULL once a visit has begun since */
  guint              watch;

  Mode               mode;
  Step               step;
  guint              step_depth; /* frames of the lane when the step began */
  guint32            lane;       /* the one that stopped or steps; 0: none yet */
  SluiceStopReason   reason;
  gboolean           stop_at_start;
  gboolean           stop_on_error;
};

enum
{
  STOPPED,
  CONTINUED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceDebugger, sluice_debugger, G_TYPE_OBJECT)

static gboolean
is_live (SluiceDebugger *self)
{
  SluiceRunState state = sluice_run_get_state (self->run);

  return state == SLUICE_RUN_RUNNING || state == SLUICE_RUN_STOPPED;
}

static SluiceLane *
find_lane (SluiceDebugger *self)
{
  return self->lane != 0 ? sluice_run_find_lane (self->run, self->lane) : NULL;
}

static Held *
find_held (SluiceDebugger *self,
           SluiceLane     *lane)
{
  return g_hash_table_lookup (self->held, GUINT_TO_POINTER (sluice_lane_get_id (lane)));
}

static void
hold (SluiceDebugger       *self,
      const SluiceBoundary *boundary,
      gboolean              is_seen)
{
  Held *held = g_new0 (Held, 1);

  held->type = boundary->type;
  held->node = boundary->node;
  held->is_seen = is_seen;
  g_hash_table_insert (self->held, GUINT_TO_POINTER (sluice_lane_get_id (boundary->lane)), held);
}

static void
release (SluiceDebugger *self,
         SluiceLane     *lane)
{
  g_hash_table_remove (self->held, GUINT_TO_POINTER (sluice_lane_get_id (lane)));
  sluice_run_release (self->run, lane);
}

/* Stopping */

static void
tell_stop (SluiceDebugger *self,
           SluiceLane     *lane,
           SluiceNode     *node)
{
  SluiceEvent event = { .type = SLUICE_EVENT_STOP, .item = -1 };

  event.lane_object = lane;
  event.lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  event.visit = lane != NULL ? sluice_lane_get_visit (lane) : 0;
  event.node = node;
  event.text = self->message;
  sluice_run_emit (self->run, &event);
}

static void
stop (SluiceDebugger   *self,
      SluiceStopReason  reason,
      SluiceLane       *lane,
      SluiceNode       *node,
      char             *take_message)
{
  self->mode = MODE_STOPPED;
  self->reason = reason;
  self->lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  self->stop_at_start = FALSE;
  g_free (self->message);
  self->message = take_message;

  sluice_run_set_stopped (self->run, TRUE);
  tell_stop (self, lane, node);
  g_signal_emit (self, signals[STOPPED], 0);
}

/* Stops at @boundary, where its lane is held. Returns: FALSE, for the gate */
static gboolean
stop_here (SluiceDebugger       *self,
           SluiceStopReason      reason,
           const SluiceBoundary *boundary,
           char                 *take_message)
{
  hold (self, boundary, TRUE);
  stop (self, reason, boundary->lane, boundary->node, take_message);
  return FALSE;
}

static char *
words_of_place (const SluiceBoundary *boundary)
{
  const char *title = sluice_node_get_title (boundary->node);

  switch (boundary->type)
    {
    case SLUICE_BOUNDARY_VISIT:
      return g_strdup_printf ("Stopped before %s", title);
    case SLUICE_BOUNDARY_PHASE:
      if (boundary->phase == SLUICE_PHASE_WAIT)
        return g_strdup_printf ("Stopped before the wait of %s", title);
      if (boundary->phase == SLUICE_PHASE_EXEC && boundary->attempt > 0)
        return g_strdup_printf ("Stopped before attempt %d of %s", boundary->attempt + 1, title);
      return g_strdup_printf ("Stopped before the %s of %s", sluice_phase_name (boundary->phase),
                              title);
    case SLUICE_BOUNDARY_EDGE:
    case SLUICE_BOUNDARY_FRAME:
    case SLUICE_BOUNDARY_RESULT:
    case SLUICE_BOUNDARY_ERROR:
    default:
      return g_strdup_printf ("Stopped in %s", title);
    }
}

/* The gate */

static gboolean
is_armed (SluiceDebugger *self,
          SluiceNode     *node)
{
  const char *address;

  if (g_hash_table_size (self->armed) == 0)
    return FALSE;
  address = sluice_node_get_address (node);
  return address != NULL && g_hash_table_contains (self->armed, address);
}

static gboolean
stop_at_breakpoint (SluiceDebugger       *self,
                    const SluiceBoundary *boundary)
{
  return stop_here (self, SLUICE_STOP_BREAKPOINT, boundary,
                    g_strdup_printf ("Breakpoint on %s", sluice_node_get_title (boundary->node)));
}

/* Whether @lane is the one that steps or works for it. */
static gboolean
is_stepping (SluiceDebugger *self,
             SluiceLane     *lane)
{
  while (lane != NULL)
    {
      guint32 parent = sluice_lane_get_parent_id (lane);

      if (sluice_lane_get_id (lane) == self->lane)
        return TRUE;
      lane = parent != 0 ? sluice_run_find_lane (self->run, parent) : NULL;
    }
  return FALSE;
}

/* The flow that is run is no node that anybody drew. */
static gboolean
is_drawn (const SluiceBoundary *boundary)
{
  return sluice_lane_get_depth (boundary->lane) > 0 || !SLUICE_IS_FLOW (boundary->node);
}

static gboolean
is_step_end (SluiceDebugger       *self,
             const SluiceBoundary *boundary)
{
  gboolean is_own = sluice_lane_get_id (boundary->lane) == self->lane;
  gboolean is_phase = (boundary->type == SLUICE_BOUNDARY_VISIT ||
                       boundary->type == SLUICE_BOUNDARY_PHASE) && is_drawn (boundary);

  switch (self->step)
    {
    case STEP_INTO:
      return is_phase;
    case STEP_PHASE:
      return is_phase && is_own;
    case STEP_OVER:
      return is_own && boundary->type == SLUICE_BOUNDARY_VISIT &&
             sluice_lane_get_depth (boundary->lane) <= self->step_depth;
    case STEP_OUT:
      return is_own && boundary->type == SLUICE_BOUNDARY_VISIT &&
             sluice_lane_get_depth (boundary->lane) < self->step_depth;
    default:
      g_assert_not_reached ();
    }
}

/* An error that leaves a child lane comes by again when it leaves the parent's visit. */
static gboolean
stop_at_error (SluiceDebugger       *self,
               const SluiceBoundary *boundary)
{
  if (g_strcmp0 (self->last_error, boundary->error->message) == 0)
    return TRUE;
  g_free (self->last_error);
  self->last_error = g_strdup (boundary->error->message);
  /* More lines, if there are any, show the source. */
  return stop_here (self, SLUICE_STOP_ERROR, boundary,
                    g_strdup_printf ("%s failed: %.*s", sluice_node_get_title (boundary->node),
                                     (int) strcspn (boundary->error->message, "\n"),
                                     boundary->error->message));
}

static gboolean
gate_while_stepping (SluiceDebugger       *self,
                     const SluiceBoundary *boundary)
{
  if (!is_stepping (self, boundary->lane))
    {
      hold (self, boundary, FALSE);
      return FALSE;
    }
  if (boundary->type == SLUICE_BOUNDARY_ERROR)
    return stop_at_error (self, boundary);
  if (boundary->type == SLUICE_BOUNDARY_VISIT)
    {
      g_clear_pointer (&self->last_error, g_free);
      if (is_armed (self, boundary->node))
        return stop_at_breakpoint (self, boundary);
    }
  if (is_step_end (self, boundary))
    return stop_here (self, SLUICE_STOP_STEP, boundary, words_of_place (boundary));
  return TRUE;
}

static gboolean
gate_while_running (SluiceDebugger       *self,
                    const SluiceBoundary *boundary)
{
  if (boundary->type == SLUICE_BOUNDARY_ERROR && self->stop_on_error)
    return stop_at_error (self, boundary);
  if (boundary->type != SLUICE_BOUNDARY_VISIT)
    return TRUE;
  g_clear_pointer (&self->last_error, g_free);
  if (is_armed (self, boundary->node))
    return stop_at_breakpoint (self, boundary);
  if (G_UNLIKELY (self->stop_at_start) && is_drawn (boundary))
    return stop_here (self, SLUICE_STOP_START, boundary, words_of_place (boundary));
  return TRUE;
}

static gboolean
gate_cb (SluiceRun            *run,
         const SluiceBoundary *boundary,
         gpointer              user_data)
{
  SluiceDebugger *self = user_data;

  switch (self->mode)
    {
    case MODE_RUNNING:
      return gate_while_running (self, boundary);
    case MODE_STEPPING:
      return gate_while_stepping (self, boundary);
    case MODE_STOPPED:
    default:
      hold (self, boundary, FALSE);
      return FALSE;
    }
}

/* Lanes that end */

static gboolean
has_other_child (SluiceDebugger *self,
                 guint32         parent,
                 guint32         but)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_parent_id (lane) == parent && sluice_lane_get_id (lane) != but)
        return TRUE;
    }
  return FALSE;
}

static SluiceLane *
find_other_lane (SluiceDebugger *self,
                 guint32         but)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_id (lane) != but)
        return lane;
    }
  return NULL;
}

static SluiceNode *
get_place (SluiceDebugger *self,
           SluiceLane     *lane)
{
  Held *held = find_held (self, lane);

  return held != NULL ? held->node : sluice_lane_get_node (lane);
}

/* A step cannot end in a lane that is gone. It goes on in the lane around when nothing else works
 * for that one; else it ends where the others are held. */
static void
step_past_end (SluiceDebugger    *self,
               const SluiceEvent *event)
{
  SluiceLane *parent = event->parent != 0 ? sluice_run_find_lane (self->run, event->parent) : NULL;
  SluiceLane *next = parent != NULL ? parent : find_other_lane (self, event->lane);

  if (next == NULL)
    return;
  if (parent != NULL &&
      (event->error != NULL || !has_other_child (self, event->parent, event->lane)))
    {
      self->lane = event->parent;
      self->step_depth = sluice_lane_get_depth (parent);
      return;
    }
  if (event->error == NULL)
    stop (self, SLUICE_STOP_STEP, next, get_place (self, next),
          g_strdup_printf ("Lane %u has ended", event->lane));
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceDebugger *self = user_data;

  g_hash_table_remove (self->held, GUINT_TO_POINTER (event->lane));
  if (self->mode == MODE_STEPPING && event->lane == self->lane)
    step_past_end (self, event);
}

static void
ended_cb (SluiceDebugger *self)
{
  self->mode = MODE_RUNNING;
  self->reason = SLUICE_STOP_NONE;
  self->lane = 0;
  g_clear_pointer (&self->message, g_free);
  g_hash_table_remove_all (self->held);
}

static void
arm (SluiceDebugger *self)
{
  g_auto (GStrv) addresses = sluice_breakpoints_dup_addresses (self->breakpoints);

  g_hash_table_remove_all (self->armed);
  for (guint i = 0; addresses[i] != NULL; i++)
    if (sluice_breakpoints_is_enabled (self->breakpoints, addresses[i]))
      g_hash_table_add (self->armed, (gpointer) g_intern_string (addresses[i]));
}

/* The class */

static void
sluice_debugger_dispose (GObject *object)
{
  SluiceDebugger *self = SLUICE_DEBUGGER (object);

  if (self->run != NULL)
    {
      sluice_run_set_gate (self->run, NULL, NULL, NULL);
      sluice_run_unwatch (self->run, self->watch);
      g_signal_handlers_disconnect_by_data (self->run, self);
      if (self->mode != MODE_RUNNING && is_live (self))
        {
          sluice_run_set_stopped (self->run, FALSE);
          sluice_run_release_all (self->run);
        }
    }
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_clear_object (&self->run);
  g_clear_object (&self->breakpoints);

  G_OBJECT_CLASS (sluice_debugger_parent_class)->dispose (object);
}

static void
sluice_debugger_finalize (GObject *object)
{
  SluiceDebugger *self = SLUICE_DEBUGGER (object);

  g_hash_table_unref (self->armed);
  g_hash_table_unref (self->held);
  g_free (self->message);
  g_free (self->last_error);

  G_OBJECT_CLASS (sluice_debugger_parent_class)->finalize (object);
}

static void
sluice_debugger_class_init (SluiceDebuggerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sluice_debugger_dispose;
  object_class->finalize = sluice_debugger_finalize;

  /**
   * SluiceDebugger::stopped:
   * @self: the debugger
   *
   * The run has stopped. May be emitted while a lane stands at its boundary: look, and give commands
   * from the main loop.
   */
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SluiceDebugger::continued:
   * @self: the debugger
   *
   * The run goes on, or a step has begun.
   */
  signals[CONTINUED] = g_signal_new ("continued", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sluice_debugger_init (SluiceDebugger *self)
{
  self->armed = g_hash_table_new (NULL, NULL);
  self->held = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/**
 * sluice_debugger_new:
 * @run: the run; it has no gate yet
 * @breakpoints: (nullable): where it stops, followed while it lives; NULL: nowhere
 *
 * Attaches to a run, before its start or while it runs. Dropping the debugger lets everything go on.
 *
 * Returns: (transfer full): the debugger
 */
SluiceDebugger *
sluice_debugger_new (SluiceRun         *run,
                     SluiceBreakpoints *breakpoints)
{
  SluiceDebugger *self;

  g_return_val_if_fail (SLUICE_IS_RUN (run), NULL);
  g_return_val_if_fail (breakpoints == NULL || SLUICE_IS_BREAKPOINTS (breakpoints), NULL);

  self = g_object_new (SLUICE_TYPE_DEBUGGER, NULL);
  self->run = g_object_ref (run);
  self->watch = sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_ENDED), event_cb, self,
                                  NULL);
  g_signal_connect_swapped (run, "ended", G_CALLBACK (ended_cb), self);
  sluice_run_set_gate (run, gate_cb, self, NULL);
  if (breakpoints != NULL)
    {
      self->breakpoints = g_object_ref (breakpoints);
      g_signal_connect_swapped (breakpoints, "changed", G_CALLBACK (arm), self);
      arm (self);
    }
  return self;
}

/* Returns: (transfer none): the run it is attached to */
SluiceRun *
sluice_debugger_get_run (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  return self->run;
}

gboolean
sluice_debugger_is_stopped (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  return self->mode == MODE_STOPPED;
}

/* Returns: why it is stopped; SLUICE_STOP_NONE when it is not */
SluiceStopReason
sluice_debugger_get_reason (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), SLUICE_STOP_NONE);

  return self->reason;
}

/**
 * sluice_debugger_get_message:
 * @self: a debugger
 *
 * Returns: (nullable): why it is stopped, or what a step waits for, in words; valid until the next
 *   call into the debugger
 */
const char *
sluice_debugger_get_message (SluiceDebugger *self)
{
  SluiceLane *lane;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  if (self->mode == MODE_STEPPING)
    {
      g_autofree char *waits_for = NULL;

      lane = find_lane (self);
      waits_for = lane != NULL ? sluice_lane_dup_waits_for (lane) : NULL;
      g_clear_pointer (&self->message, g_free);
      if (waits_for != NULL)
        self->message = g_strdup_printf ("The step waits for %s", waits_for);
    }
  return self->message;
}

/**
 * sluice_debugger_get_lane:
 * @self: a debugger
 *
 * Returns: (transfer none) (nullable): the lane that stopped or steps, or was selected since
 */
SluiceLane *
sluice_debugger_get_lane (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  return find_lane (self);
}

/**
 * sluice_debugger_select_lane:
 * @self: a debugger
 * @lane: the id of a lane that is alive
 *
 * Makes it the lane that the steps go by. Does nothing while a step is under way.
 */
void
sluice_debugger_select_lane (SluiceDebugger *self,
                             guint32         lane)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (self->mode != MODE_STEPPING && sluice_run_find_lane (self->run, lane) != NULL)
    self->lane = lane;
}

/**
 * sluice_debugger_get_held_node:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: (transfer none) (nullable): the node that @lane is held before or in, or NULL if it is not
 */
SluiceNode *
sluice_debugger_get_held_node (SluiceDebugger *self,
                               SluiceLane     *lane)
{
  Held *held;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);
  g_return_val_if_fail (lane != NULL, NULL);

  held = find_held (self, lane);
  return held != NULL ? held->node : NULL;
}

/* Commands */

/**
 * sluice_debugger_stop_at_start:
 * @self: a debugger of a run that has not started
 *
 * Stops before the first node that is visited, inside the flow that is run.
 */
void
sluice_debugger_stop_at_start (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->stop_at_start = TRUE;
}

/**
 * sluice_debugger_set_stop_on_error:
 * @self: a debugger
 * @stop_on_error: whether to stop where an error is not caught, before the run fails of it
 *
 * A step stops there in any case.
 */
void
sluice_debugger_set_stop_on_error (SluiceDebugger *self,
                                   gboolean        stop_on_error)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->stop_on_error = stop_on_error;
}

static SluiceLane *
choose_lane (SluiceDebugger *self)
{
  SluiceLane *lane = find_lane (self);

  for (guint i = 0; lane == NULL && i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *candidate = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_state (candidate) != SLUICE_LANE_JOINED)
        lane = candidate;
    }
  return lane != NULL ? lane : find_other_lane (self, 0);
}

/**
 * sluice_debugger_pause:
 * @self: a debugger
 *
 * Stops at once: from here on each lane is held at its next boundary, and what is in flight lands as
 * a held result. Before the start it is as sluice_debugger_stop_at_start().
 */
void
sluice_debugger_pause (SluiceDebugger *self)
{
  SluiceLane *lane;
  SluiceNode *node;

  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    self->stop_at_start = TRUE;
  if (self->mode == MODE_STOPPED || !is_live (self))
    return;

  lane = choose_lane (self);
  node = lane != NULL ? get_place (self, lane) : NULL;
  stop (self, SLUICE_STOP_PAUSE, lane, node, g_strdup ("Paused"));
}

static gboolean
stop_at_unseen (SluiceDebugger *self)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      Held *held = find_held (self, lane);

      if (held == NULL || held->is_seen || held->type != SLUICE_BOUNDARY_VISIT ||
          !is_armed (self, held->node))
        continue;
      held->is_seen = TRUE;
      stop (self, SLUICE_STOP_BREAKPOINT, lane, held->node,
            g_strdup_printf ("Breakpoint on %s", sluice_node_get_title (held->node)));
      return TRUE;
    }
  return FALSE;
}

static void
go_on (SluiceDebugger *self,
       Mode            mode)
{
  self->mode = mode;
  self->reason = SLUICE_STOP_NONE;
  g_clear_pointer (&self->message, g_free);
  sluice_run_set_stopped (self->run, FALSE);
  g_signal_emit (self, signals[CONTINUED], 0);
}

/**
 * sluice_debugger_continue:
 * @self: a debugger
 *
 * Lets every lane go on to the next stop. A lane that came to a breakpoint while another one was
 * stopped is stopped at now, before anything moves. Ends a step that is under way.
 */
void
sluice_debugger_continue (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->stop_at_start = FALSE;
  if (self->mode == MODE_RUNNING || stop_at_unseen (self))
    return;
  go_on (self, MODE_RUNNING);
  g_hash_table_remove_all (self->held);
  sluice_run_release_all (self->run);
}

static void
release_stepping (SluiceDebugger *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      guint32 id = sluice_lane_get_id (lane);

      if (find_held (self, lane) != NULL && is_stepping (self, lane))
        g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      SluiceLane *lane = sluice_run_find_lane (self->run, g_array_index (ids, guint32, i));

      if (lane != NULL)
        release (self, lane);
    }
}

static void
begin_step (SluiceDebugger *self,
            Step            step)
{
  SluiceLane *lane;

  if (self->mode != MODE_STOPPED || !is_live (self))
    return;
  lane = choose_lane (self);
  if (lane == NULL)
    return;

  self->lane = sluice_lane_get_id (lane);
  self->step = step;
  self->step_depth = sluice_lane_get_depth (lane);
  go_on (self, MODE_STEPPING);
  release_stepping (self);
}

/**
 * sluice_debugger_step_over:
 * @self: a debugger that is stopped
 *
 * Goes on to before the next visit of the selected lane in this frame or one above: a nested flow
 * and a batch count as one. Other lanes stay held but for those that work for this one. A lane that
 * waits is waited for.
 */
void
sluice_debugger_step_over (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_OVER);
}

/**
 * sluice_debugger_step_into:
 * @self: a debugger that is stopped
 *
 * Goes on to the next phase or visit of the selected lane or of one that works for it: the start of a
 * nested flow, the first item of a batch, or the next phase.
 */
void
sluice_debugger_step_into (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_INTO);
}

/**
 * sluice_debugger_step_out:
 * @self: a debugger that is stopped
 *
 * Goes on to before the next visit outside the frame that the selected lane is in. From the
 * outermost frame the lane goes on to its end.
 */
void
sluice_debugger_step_out (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_OUT);
}

/**
 * sluice_debugger_step_phase:
 * @self: a debugger that is stopped
 *
 * Goes on to the next phase boundary of the selected lane itself.
 */
void
sluice_debugger_step_phase (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_PHASE);
}

/**
 * sluice_debugger_stop:
 * @self: a debugger
 *
 * Cancels the run.
 */
void
sluice_debugger_stop (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (is_live (self))
    sluice_run_cancel (self->run);
}
