/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What sluice debug shows: of the run as it is, or of the moment of its record that is looked at. */

#include "debug-private.h"

#include <string.h>

#include "terminal.h"

/* Values */

SLUICE_DEBUG_COMMAND (print)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  if (*argument == '\0')
    return sluice_debug_refuse (error, "print needs an expression, like: print shared.count + 1");
  if (!sluice_debug_session_evaluate (self, argument, &value, error))
    return FALSE;
  sluice_debug_print_value (value);
  return TRUE;
}

SLUICE_DEBUG_COMMAND (store)
{
  g_autoptr (SluiceStore) past = NULL;
  SluiceValue value;

  if (self->past != NULL)
    past = sluice_store_new_take (sluice_value_ref (sluice_record_get_store (self->past)));
  if (!sluice_store_lookup (past != NULL ? past : sluice_run_get_store (self->run), argument, &value, error))
    return FALSE;
  if (self->past != NULL && !sluice_record_is_store_whole (self->past))
    sluice_debug_print_line ("A value of the store was too large to be kept; it is null here");
  sluice_debug_print_value (value);
  return TRUE;
}

/* Lanes */

static void
print_past_lanes (SluiceDebugSession *self)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->past);

  for (guint i = 0; i < lanes->len; i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (lanes, i);
      g_autofree char *path = sluice_record_lane_dup_path (lane);

      sluice_debug_print_line ("%s%u: %s%s%s", lane == sluice_record_choose_lane (self->past) ? "* " : "  ", lane->id,
                               path, lane->waits_for != NULL ? ", waits for " : "",
                               lane->waits_for != NULL ? lane->waits_for : "");
    }
}

SLUICE_DEBUG_COMMAND (lanes)
{
  if (self->past != NULL)
    {
      print_past_lanes (self);
      return TRUE;
    }
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      g_autofree char *path = sluice_lane_dup_path (lane);
      g_autofree char *waits_for = sluice_lane_dup_waits_for (lane);

      sluice_debug_print_line ("%s%u: %s, %s%s%s", lane == sluice_debugger_get_lane (self->debugger) ? "* " : "  ",
                               sluice_lane_get_id (lane), path, sluice_lane_state_name (sluice_lane_get_state (lane)),
                               waits_for != NULL ? ", waits for " : "", waits_for != NULL ? waits_for : "");
    }
  if (sluice_run_get_n_lanes (self->run) == 0)
    g_print ("No lane is there\n");
  return TRUE;
}

SLUICE_DEBUG_COMMAND (lane)
{
  guint64 number;

  if (!sluice_debug_read_number (argument, &number, error))
    return FALSE;
  if (number > G_MAXUINT32 || sluice_run_find_lane (self->run, (guint32) number) == NULL)
    return sluice_debug_refuse (error, "There is no lane %" G_GUINT64_FORMAT ": lanes lists them", number);
  sluice_debugger_select_lane (self->debugger, (guint32) number);
  return TRUE;
}

static gboolean
print_past_place (SluiceDebugSession *self)
{
  SluiceRecordLane *lane = sluice_record_choose_lane (self->past);
  g_autofree char *path = lane != NULL ? sluice_record_lane_dup_path (lane) : NULL;

  if (lane == NULL)
    g_print ("No lane is there\n");
  else
    sluice_debug_print_line ("visit %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ", lane %u: %s", self->moment,
                             sluice_record_get_n_visits (self->past), lane->id, path);
  for (guint i = lane != NULL ? lane->frames->len : 0; i-- > 0;)
    {
      const SluiceRecordFrame *frame = &g_array_index (lane->frames, SluiceRecordFrame, i);

      sluice_debug_print_line ("  %s, visit %" G_GUINT64_FORMAT, frame->node != NULL ? frame->node : "?", frame->visit);
    }
  if (sluice_value_has_member (self->sight, "frames"))
    sluice_debug_print_value (sluice_value_get_member (self->sight, "frames"));
  return TRUE;
}

static gboolean
print_frame_cb (const SluiceFrame *frame,
                gpointer           user_data)
{
  const char *address = sluice_node_get_address (frame->node);
  g_autofree char *item = NULL;

  if (frame->item >= 0)
    item = g_strdup_printf (", item %d of %d", frame->item + 1, frame->n_items);
  sluice_debug_print_line ("  %s%s", address != NULL ? address : sluice_node_get_title (frame->node),
                           item != NULL ? item : "");
  return TRUE;
}

SLUICE_DEBUG_COMMAND (where)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  g_auto (SluiceValue) frames = SLUICE_VALUE_INIT;
  g_autofree char *path = NULL;
  SluicePhase phase;

  if (self->past != NULL)
    return print_past_place (self);
  if (lane == NULL)
    return sluice_debug_refuse (error, "No lane is stopped");
  path = sluice_lane_dup_path (lane);
  phase = sluice_debugger_get_held_phase (self->debugger, lane);
  sluice_debug_print_line ("lane %u: %s%s%s", sluice_lane_get_id (lane), path, phase != SLUICE_PHASE_NONE ? ", " : "",
                           phase != SLUICE_PHASE_NONE ? sluice_phase_name (phase) : "");
  sluice_lane_foreach_frame (lane, print_frame_cb, NULL);
  frames = sluice_debugger_dup_frames (self->debugger, lane);
  if (sluice_value_get_length (frames) > 0)
    sluice_debug_print_value (frames);
  return TRUE;
}

static SluiceValue
dup_frames (SluiceDebugSession *self)
{
  if (self->past != NULL)
    return sluice_value_ref (sluice_value_get_member (self->sight, "frames"));
  return sluice_debugger_dup_frames (self->debugger, sluice_debugger_get_lane (self->debugger));
}

SLUICE_DEBUG_COMMAND (frame)
{
  g_auto (SluiceValue) frames = dup_frames (self);
  guint64 frame;

  if (!sluice_debug_read_number (argument, &frame, error))
    return FALSE;
  if (self->past != NULL && sluice_value_get_length (frames) == 0)
    return sluice_debug_refuse (error, "The record has the functions of a script where it stood at a line, and here it "
                                       "did not: back stop goes to a stop");
  if (frame >= sluice_value_get_length (frames))
    return sluice_debug_refuse (error, "The script has no such function: where lists them, the innermost first");
  if (self->past != NULL)
    self->frame = (guint) frame;
  else
    sluice_debugger_select_frame (self->debugger, (guint) frame);
  sluice_debug_print_value (sluice_value_get_member (sluice_value_get_element (frames, (guint) frame), "locals"));
  return TRUE;
}

/* Queues */

static void
print_waiters (SluiceDebugSession *self,
               SluiceQueue        *queue)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      gboolean is_put = FALSE;

      if (sluice_lane_get_awaited_queue (lane, &is_put) == queue)
        sluice_debug_print_line ("  lane %u waits for %s", sluice_lane_get_id (lane), is_put ? "room" : "an item");
    }
}

static void
print_queue (const char  *name,
             guint        limit,
             SluiceValue  items)
{
  guint n = sluice_value_get_length (items);
  g_autofree char *words = sluice_debug_dup_short (items);
  g_autofree char *most = limit > 0 ? g_strdup_printf (" of at most %u", limit) : g_strdup ("");

  sluice_debug_print_line ("%s: %u %s%s, %s", name, n, n == 1 ? "item" : "items", most, words);
}

SLUICE_DEBUG_COMMAND (queues)
{
  SluiceValue past = self->past != NULL ? sluice_record_get_queues (self->past) : sluice_value_null ();
  guint n = self->past != NULL ? sluice_value_get_length (past) : sluice_run_get_n_queues (self->run);

  if (self->past != NULL && SLUICE_VALUE_IS_NULL (past))
    sluice_debug_print_line ("The record does not have what was in them");
  for (guint i = 0; i < n; i++)
    if (self->past != NULL)
      print_queue (sluice_value_get_key (past, i), 0, sluice_value_get_member (past, sluice_value_get_key (past, i)));
    else
      {
        SluiceQueue *queue = sluice_run_get_queue (self->run, i);
        g_auto (SluiceValue) items = sluice_queue_dup_items (queue);

        print_queue (sluice_queue_get_name (queue), sluice_queue_get_limit (queue), items);
        print_waiters (self, queue);
      }
  if (n == 0)
    g_print ("No queue is used\n");
  return TRUE;
}

SLUICE_DEBUG_COMMAND (held)
{
  g_auto (SluiceValue) results = sluice_debugger_dup_held_results (self->debugger);

  sluice_debug_print_value (results);
  return TRUE;
}
