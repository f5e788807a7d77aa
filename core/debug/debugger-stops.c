/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where breakpoints meet a run: at boundaries, in its events, in its store and before the lines of its scripts.
 * What is met in the midst of a phase stops at the next boundary of that lane. */

#include "debug/debugger-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "script/script.h"

#define KIND(name)         (1u << SLUICE_BREAK_##name)
#define MAX_SHOWN          60 /* bytes of a value in a message */

static gboolean
has_any (SluiceDebugger *self,
         guint           kinds)
{
  return (sluice_traps_get_kinds (self->traps) & kinds) != 0;
}

guint
sluice_debugger_get_mask (SluiceDebugger *self)
{
  guint mask = SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_VISIT) | SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_ERROR);

  if (self->pending != NULL || has_any (self, KIND (TIME)))
    return SLUICE_BOUNDARY_MASK_ALL;
  if (has_any (self, KIND (PHASE) | KIND (RETRY) | KIND (FALLBACK)))
    mask |= SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_PHASE);
  if (has_any (self, KIND (AFTER) | KIND (CONSIDERED) | KIND (NO_EDGE)))
    mask |= SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_EDGE);
  if (has_any (self, KIND (DEADLOCK)))
    mask |= SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_DEADLOCK);
  return mask;
}

/* Boundaries */

static gboolean
meet (SluiceDebugger       *self,
      SluiceBreakKind       kind,
      const SluiceBoundary *boundary,
      const char           *what,
      double                amount,
      char                **message)
{
  return sluice_traps_meet (self->traps, kind, boundary->lane, boundary->node, what, amount, boundary->error, message);
}

static gboolean
meets_visit (SluiceDebugger       *self,
             const SluiceBoundary *boundary,
             char                **message)
{
  const char *title = sluice_node_get_title (boundary->node);

  if (meet (self, SLUICE_BREAK_NODE, boundary, NULL, 0, message))
    {
      if (*message == NULL)
        *message = g_strdup_printf (_("Breakpoint on %s"), title);
      return TRUE;
    }
  if (meet (self, SLUICE_BREAK_PHASE, boundary, "prep", 0, message))
    {
      if (*message == NULL)
        *message = g_strdup_printf (_("Breakpoint before the prep of %s"), title);
      return TRUE;
    }
  if (!meet (self, SLUICE_BREAK_VISITS, boundary, NULL, (double) boundary->visit, message))
    return FALSE;
  if (*message == NULL)
    *message = g_strdup_printf (_("Visit %lu is of %s"), (gulong) boundary->visit, title);
  return TRUE;
}

static gboolean
meets_phase (SluiceDebugger       *self,
             const SluiceBoundary *boundary,
             char                **message)
{
  const char *title = sluice_node_get_title (boundary->node);
  const char *phase = sluice_phase_name (boundary->phase);

  if (meet (self, SLUICE_BREAK_PHASE, boundary, phase, 0, message))
    {
      if (*message == NULL)
        *message = g_strdup_printf (_("Breakpoint before the %s of %s"), phase, title);
      return TRUE;
    }
  if (boundary->phase == SLUICE_PHASE_EXEC && boundary->attempt > 0 &&
      meet (self, SLUICE_BREAK_RETRY, boundary, NULL, 0, message))
    {
      if (*message == NULL)
        *message = g_strdup_printf (_("Breakpoint before attempt %d of %s"), boundary->attempt + 1, title);
      return TRUE;
    }
  if (boundary->phase != SLUICE_PHASE_FALLBACK || !meet (self, SLUICE_BREAK_FALLBACK, boundary, NULL, 0, message))
    return FALSE;
  if (*message == NULL)
    *message = g_strdup_printf (_("Breakpoint before the fallback of %s"), title);
  return TRUE;
}

static const char *
name_action (const char *action)
{
  return action != NULL ? action : "default";
}

static gboolean
meets_edge (SluiceDebugger       *self,
            const SluiceBoundary *boundary,
            char                **message)
{
  const char *title = sluice_node_get_title (boundary->node);
  const char *action = name_action (boundary->action);
  const char *format = NULL;

  if (boundary->target == NULL && sluice_node_get_n_edges (boundary->node) > 0 &&
      meet (self, SLUICE_BREAK_NO_EDGE, boundary, action, 0, message))
    format = _("%s returned “%s”, which has no edge");
  else if (meet (self, SLUICE_BREAK_CONSIDERED, boundary, action, 0, message))
    format = _("%s returned “%s”");
  else if (meet (self, SLUICE_BREAK_AFTER, boundary, NULL, 0, message))
    format = _("Breakpoint after %s, with “%s”");
  else
    return FALSE;
  if (*message == NULL)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      *message = g_strdup_printf (format, title, action);
#pragma GCC diagnostic pop
    }
  return TRUE;
}

static gboolean
meets_time (SluiceDebugger       *self,
            const SluiceBoundary *boundary,
            char                **message)
{
  gint64 now;
  double seconds;

  if (!has_any (self, KIND (TIME)))
    return FALSE;
  now = sluice_engine_get_time (sluice_run_get_engine (self->run));
  if (self->began == 0)
    self->began = now;
  seconds = (double) (now - self->began) / G_USEC_PER_SEC;
  if (!meet (self, SLUICE_BREAK_TIME, boundary, NULL, seconds, message))
    return FALSE;
  if (*message == NULL)
    *message = g_strdup_printf (_("The run has taken %.1f s"), seconds);
  return TRUE;
}

gboolean
sluice_debugger_meets (SluiceDebugger       *self,
                       const SluiceBoundary *boundary,
                       char                **message)
{
  gboolean met;

  if (sluice_traps_get_kinds (self->traps) == 0)
    return FALSE;
  switch (boundary->type)
    {
    case SLUICE_BOUNDARY_VISIT:
      met = meets_visit (self, boundary, message);
      break;
    case SLUICE_BOUNDARY_PHASE:
      met = meets_phase (self, boundary, message);
      break;
    case SLUICE_BOUNDARY_EDGE:
      met = meets_edge (self, boundary, message);
      break;
    case SLUICE_BOUNDARY_ERROR:
      met = meet (self, SLUICE_BREAK_ERROR, boundary, NULL, 0, message);
      break;
    case SLUICE_BOUNDARY_DEADLOCK:
      met = meet (self, SLUICE_BREAK_DEADLOCK, boundary, NULL, 0, message);
      if (met && *message == NULL)
        *message = g_strdup (boundary->error->message);
      break;
    case SLUICE_BOUNDARY_FRAME:
    case SLUICE_BOUNDARY_RESULT:
    default:
      met = FALSE;
      break;
    }
  return met || meets_time (self, boundary, message);
}

/* In the midst of phases */

/* Stops at the lane's next boundary, with the first of what came. */
static void
set_pending (SluiceDebugger *self,
             guint32         lane,
             char           *take_message)
{
  if (self->pending != NULL || self->mode == MODE_STOPPED)
    {
      g_free (take_message);
      if (self->pending == NULL)
        sluice_value_unref (sluice_traps_take_met (self->traps)); /* it stops nothing */
      return;
    }
  self->pending = take_message;
  self->pending_lane = lane;
  sluice_run_set_gate_mask (self->run, SLUICE_BOUNDARY_MASK_ALL);
}

static char *
show (gboolean    has,
      SluiceValue value)
{
  char *text;
  char *end;

  if (!has)
    return g_strdup (_("nothing"));
  text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  if (strlen (text) <= MAX_SHOWN)
    return text;
  end = g_utf8_find_prev_char (text, text + MAX_SHOWN);
  *end = '\0';
  end = g_strconcat (text, "…", NULL);
  g_free (text);
  return end;
}

void
sluice_debugger_place_cb (const SluiceTrap        *trap,
                          const SluiceStoreNotice *notice,
                          gpointer                 user_data)
{
  SluiceDebugger *self = user_data;
  SluiceLane *lane = sluice_run_find_lane (self->run, notice->author->lane);
  SluiceNode *node = lane != NULL ? sluice_lane_get_node (lane) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char *message = NULL;

  if (notice->author->person != 0 || lane == NULL || self->mode == MODE_STOPPED ||
      !sluice_traps_meet_one (self->traps, trap, lane, node, NULL, &message))
    return;
  if (message == NULL)
    {
      before = show (notice->had, notice->old_value);
      after = show (notice->has, notice->value);
      message = g_strdup_printf (_("%s wrote %s: %s → %s"), sluice_node_get_title (node),
                                 *notice->pointer != '\0' ? notice->pointer : _("the store"), before, after);
    }
  set_pending (self, sluice_lane_get_id (lane), message);
}

static void
meet_attempt (SluiceDebugger    *self,
              const SluiceEvent *event)
{
  char *message = NULL;

  if (event->phase != SLUICE_PHASE_EXEC || event->error == NULL ||
      (!sluice_traps_meet (self->traps, SLUICE_BREAK_ATTEMPT, event->lane_object, event->node, NULL, 0, event->error,
                           &message) &&
       self->stop_errors != SLUICE_STOP_ERRORS_ATTEMPTS))
    return;
  if (message == NULL)
    message = g_strdup_printf (_("Attempt %d of %s failed: %.*s"), event->attempt + 1,
                               sluice_node_get_title (event->node),
                               (int) strcspn (event->error->message, "\n"), event->error->message);
  set_pending (self, event->lane, message);
}

static void
meet_taken (SluiceDebugger    *self,
            const SluiceEvent *event)
{
  const char *action = name_action (event->action);
  char *message = NULL;

  if (!sluice_traps_meet (self->traps, SLUICE_BREAK_TAKEN, event->lane_object, event->node, action, 0, NULL, &message))
    return;
  if (message == NULL)
    message = g_strdup_printf (_("%s went on by “%s”"), sluice_node_get_title (event->node), action);
  set_pending (self, event->lane, message);
}

/* A lane that waits comes to no boundary: it is stopped at here. */
static void
meet_queue (SluiceDebugger    *self,
            const SluiceEvent *event)
{
  gboolean empty = sluice_value_get_length (event->value) == 0;
  char *message = NULL;

  if (self->mode == MODE_STOPPED || g_strcmp0 (event->action, "wait") != 0 ||
      !sluice_traps_meet (self->traps, empty ? SLUICE_BREAK_QUEUE_EMPTY : SLUICE_BREAK_QUEUE_FULL, event->lane_object,
                          event->node, event->text, 0, NULL, &message))
    return;
  if (message == NULL)
    message = g_strdup_printf (empty ? _("%s waits for an item of the queue “%s”")
                                     : _("%s waits for room in the queue “%s”"),
                               sluice_node_get_title (event->node), event->text);
  sluice_debugger_halt (self, SLUICE_STOP_BREAKPOINT, event->lane_object, event->node, message);
}

static double
get_number (SluiceValue  object,
            const char  *key)
{
  SluiceValue value = sluice_value_get_member (object, key);

  return SLUICE_VALUE_IS_NUMBER (value) ? sluice_value_get_real (value) : 0;
}

static void
meet_budget (SluiceDebugger    *self,
             const SluiceEvent *event,
             SluiceBreakKind    kind,
             double             amount)
{
  char *message = NULL;

  if (!sluice_traps_meet (self->traps, kind, event->lane_object, event->node, NULL, amount, NULL, &message))
    return;
  if (message == NULL)
    message = g_strdup_printf (kind == SLUICE_BREAK_TOKENS ? _("The run has used so many tokens: %.15g")
                                                           : _("The run has cost %.15g"), amount);
  set_pending (self, event->lane, message);
}

/* What a model was paid for, with the reply. */
static void
count_usage (SluiceDebugger    *self,
             const SluiceEvent *event)
{
  SluiceValue usage = sluice_value_get_member (event->value, "usage");

  if (event->error != NULL || !SLUICE_VALUE_IS_OBJECT (usage))
    return;
  self->tokens += (gint64) (get_number (usage, "prompt_tokens") + get_number (usage, "completion_tokens"));
  self->cost += get_number (usage, "cost");
  meet_budget (self, event, SLUICE_BREAK_TOKENS, (double) self->tokens);
  meet_budget (self, event, SLUICE_BREAK_COST, self->cost);
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceDebugger *self = user_data;

  if (event->type == SLUICE_EVENT_EFFECT_ENDED)
    count_usage (self, event);
  else if (event->type == SLUICE_EVENT_PHASE_ENDED)
    meet_attempt (self, event);
  else if (event->type == SLUICE_EVENT_EDGE)
    meet_taken (self, event);
  else
    meet_queue (self, event);
}

static void
watch_events (SluiceDebugger *self)
{
  guint mask = 0;

  if (has_any (self, KIND (ATTEMPT)) || self->stop_errors == SLUICE_STOP_ERRORS_ATTEMPTS)
    mask |= SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED);
  if (has_any (self, KIND (TAKEN)))
    mask |= SLUICE_EVENT_MASK (SLUICE_EVENT_EDGE);
  if (has_any (self, KIND (QUEUE_EMPTY) | KIND (QUEUE_FULL)))
    mask |= SLUICE_EVENT_MASK (SLUICE_EVENT_QUEUE);
  if (self->breakpoints != NULL) /* what is used before one is set counts too */
    mask |= SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_ENDED);
  if (self->events != 0)
    sluice_run_unwatch (self->run, self->events);
  self->events = mask != 0 ? sluice_run_watch (self->run, mask, event_cb, self, NULL) : 0;
}

/* Takes the breakpoints as they are. */
void
sluice_debugger_arm (SluiceDebugger *self)
{
  sluice_traps_arm (self->traps, self->breakpoints, self->here);
  watch_events (self);
  sluice_debugger_set_mode (self, self->mode);
}

/* Lines */

static gboolean
is_line_step_end (SluiceDebugger *self,
                  SluiceLane     *lane,
                  guint           depth)
{
  if (self->mode != MODE_STEPPING || sluice_lane_get_id (lane) != self->lane)
    return FALSE;
  if (!self->line_step)
    return self->step == STEP_INTO && self->steps_lines;
  switch (self->step)
    {
    case STEP_INTO:
      return TRUE;
    case STEP_OVER:
      return depth <= self->line_depth;
    case STEP_OUT:
      return depth < self->line_depth;
    case STEP_PHASE:
    case STEP_EVENT:
    default:
      return FALSE;
    }
}

static gboolean
line_cb (SluiceCall *call,
         guint       line,
         guint       depth,
         gpointer    user_data)
{
  SluiceDebugger *self = user_data;
  SluiceLane *lane = sluice_call_get_lane (call);
  SluiceBoundary boundary = { .type = SLUICE_BOUNDARY_PHASE, .lane = lane, .node = sluice_call_get_node (call),
                              .phase = sluice_call_get_phase (call), .item = -1 };
  SluiceStopReason reason = SLUICE_STOP_BREAKPOINT;
  const char *phase = sluice_phase_name (boundary.phase);
  char *message = NULL;
  Held *held;

  if (lane == NULL || self->mode == MODE_STOPPED)
    return FALSE;
  if (!sluice_traps_meet (self->traps, SLUICE_BREAK_LINE, lane, boundary.node, phase, line, NULL, &message))
    {
      if (!is_line_step_end (self, lane, depth))
        return FALSE;
      reason = SLUICE_STOP_STEP;
    }
  if (message == NULL)
    message = g_strdup_printf (reason == SLUICE_STOP_STEP ? _("Stopped at line %u of the %s of %s")
                                                          : _("Breakpoint at line %u of the %s of %s"),
                               line, phase, sluice_node_get_title (boundary.node));
  held = sluice_debugger_hold (self, &boundary, TRUE);
  held->line = line;
  held->depth = depth;
  sluice_debugger_halt (self, reason, lane, boundary.node, message);
  return TRUE;
}

void
sluice_debugger_update_lines (SluiceDebugger *self)
{
  gboolean wanted = has_any (self, KIND (LINE));

  if (self->mode == MODE_STEPPING)
    wanted |= self->line_step || (self->step == STEP_INTO && self->steps_lines);
  sluice_script_watch_lines (self->run, wanted ? line_cb : NULL, self);
}
