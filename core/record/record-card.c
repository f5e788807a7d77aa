/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a record has of one visit, and of the lanes at a place. */

#include "record/record.h"

#include <string.h>

/* The facts of one visit that are parts of its card, by where they go. */
static const char *
get_list (const SluiceFact *fact)
{
  switch (fact->type)
    {
    case SLUICE_EVENT_PHASE_ENDED: return "phases";
    case SLUICE_EVENT_EFFECT_BEGAN:
    case SLUICE_EVENT_EFFECT_ENDED: return "effects";
    case SLUICE_EVENT_PATCH: return "changes";
    case SLUICE_EVENT_QUEUE: return "queues";
    case SLUICE_EVENT_LOG:
    case SLUICE_EVENT_WARNING: return "log";
    case SLUICE_EVENT_STOP: return "stops";
    default: return NULL;
    }
}

static void
add_to_list (SluiceValue *card,
             const char  *list,
             SluiceValue  take)
{
  SluiceValue items = sluice_value_ref (sluice_value_get_member (*card, list));

  if (SLUICE_VALUE_IS_NULL (items))
    items = sluice_value_array ();
  sluice_value_append (&items, take);
  sluice_value_set_member (card, list, items);
}

static void
begin_card (SluiceRecord *record,
            SluiceValue  *card,
            guint64       visit,
            int          *entry)
{
  GPtrArray *lanes = sluice_record_get_lanes (record);

  *card = sluice_value_object ();
  sluice_value_set_member (card, "visit", sluice_value_integer ((gint64) visit));
  sluice_value_set_member (card, "began", sluice_value_integer (sluice_record_get_place_time (record)));
  for (guint i = 0; i < lanes->len; i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (lanes, i);
      SluiceRecordFrame *frame = NULL;

      if (lane->frames->len > 0)
        frame = &g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 1);
      if (frame == NULL || frame->visit != visit)
        continue;
      if (lane->frames->len > 1)
        *entry = frame[-1].entry;
      sluice_value_set_member (card, "lane", sluice_value_integer (lane->id));
      sluice_value_set_member (card, "node", sluice_value_string (frame->node != NULL ? frame->node : ""));
      sluice_value_set_member (card, "depth", sluice_value_integer (frame->depth));
    }
}

static void
end_card (SluiceValue      *card,
          const SluiceFact *fact)
{
  g_auto (SluiceValue) value = sluice_fact_to_value (fact);

  sluice_value_set_member (card, "ended", sluice_value_integer (fact->time));
  if (fact->error != NULL)
    sluice_value_set_member (card, "error", sluice_value_ref (sluice_value_get_member (value, "error")));
  else
    sluice_value_set_member (card, "action",
                             fact->action != NULL ? sluice_value_string (fact->action) : sluice_value_null ());
}

/* Where its edge leads: to what its lane visits next at the same depth, for the same entry of a batch. */
static gboolean
follow_edge (SluiceValue      *card,
             const SluiceFact *fact,
             gint64            lane,
             gint64            depth,
             int               entry)
{
  if (fact->lane != lane)
    return FALSE;
  if (fact->type == SLUICE_EVENT_VISIT_STARTED && (gint64) fact->depth == depth && fact->item == entry)
    sluice_value_set_member (card, "target", sluice_value_string (fact->node != NULL ? fact->node : ""));
  return fact->type != SLUICE_EVENT_WARNING && fact->type != SLUICE_EVENT_STOP;
}

/**
 * sluice_record_get_card: (skip)
 * @self: a record
 * @visit: a visit, from 1
 * @card: (out): an object: visit, lane, node, depth, began and ended in µs, phases, effects, changes,
 *   queues, log and stops as a trace has them, then action or error, and target: the node that came next
 * @error: return location for %SLUICE_RECORD_ERROR_NO_VISIT
 *
 * Gathers what happened in a visit. The place of the record moves.
 *
 * Returns: whether there is such a visit
 */
gboolean
sluice_record_get_card (SluiceRecord  *self,
                        guint64        visit,
                        SluiceValue   *card,
                        GError       **error)
{
  SluiceFact fact;
  gint64 lane, depth;
  int entry = -1;
  gboolean has_ended = FALSE, is_over = FALSE;

  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);
  g_return_val_if_fail (card != NULL, FALSE);

  if (!sluice_record_seek (self, visit, error))
    return FALSE;
  begin_card (self, card, visit, &entry);
  lane = sluice_value_get_integer (sluice_value_get_member (*card, "lane"));
  depth = sluice_value_get_integer (sluice_value_get_member (*card, "depth"));
  while (!is_over && sluice_record_step (self, &fact, NULL))
    {
      const char *list = fact.visit == visit ? get_list (&fact) : NULL;

      if (has_ended)
        is_over = follow_edge (card, &fact, lane, depth, entry);
      else if (list != NULL)
        add_to_list (card, list, sluice_fact_to_value (&fact));
      if (fact.type == SLUICE_EVENT_VISIT_ENDED && fact.visit == visit)
        {
          end_card (card, &fact);
          has_ended = TRUE;
        }
      sluice_fact_clear (&fact);
    }
  return TRUE;
}

/* Lanes */

/**
 * sluice_record_lane_dup_path: (skip)
 * @lane: a lane as it was at a place of a record
 *
 * Returns: (transfer full): where it is, as sluice_lane_dup_path() tells it of a lane that lives: "main/order/pay"
 */
char *
sluice_record_lane_dup_path (const SluiceRecordLane *lane)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < lane->frames->len; i++)
    {
      const char *node = g_array_index (lane->frames, SluiceRecordFrame, i).node;
      const char *slash = node != NULL ? strrchr (node, '/') : NULL;

      g_string_append_printf (path, "%s%s", path->len > 0 ? "/" : "",
                              slash != NULL ? slash + 1 : node != NULL ? node : "?");
    }
  return g_string_free (path, FALSE);
}

/**
 * sluice_record_choose_lane: (skip)
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the lane in which the last visit of the place has begun; where none does, the
 *   first. Borrowed until the record moves
 */
SluiceRecordLane *
sluice_record_choose_lane (SluiceRecord *self)
{
  GPtrArray *lanes = sluice_record_get_lanes (self);
  guint64 visit = sluice_record_get_visit (self);

  for (guint i = 0; i < lanes->len; i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (lanes, i);

      if (lane->frames->len > 0 &&
          g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 1).visit == visit)
        return lane;
    }
  return lanes->len > 0 ? g_ptr_array_index (lanes, 0) : NULL;
}
