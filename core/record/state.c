/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record/state.h"

#include <string.h>

#include "base/pointer.h"
#include "engine/call-private.h"
#include "engine/lane-private.h"
#include "record/entries.h"
#include "record/fact-private.h"
#include "record/pack.h"

static void
clear_frame (gpointer data)
{
  g_free (((SluiceRecordFrame *) data)->node);
}

static GArray *
make_frames (void)
{
  GArray *frames = g_array_new (FALSE, TRUE, sizeof (SluiceRecordFrame));

  g_array_set_clear_func (frames, clear_frame);
  return frames;
}

static void
lane_free (gpointer data)
{
  SluiceRecordLane *self = data;

  g_free (self->node);
  g_free (self->waits_for);
  g_array_unref (self->frames);
  g_free (self);
}

static SluiceRecordLane *
lane_copy (const SluiceRecordLane *from)
{
  SluiceRecordLane *self = g_memdup2 (from, sizeof *from);

  self->node = g_strdup (from->node);
  self->waits_for = g_strdup (from->waits_for);
  self->frames = make_frames ();
  for (guint i = 0; i < from->frames->len; i++)
    {
      SluiceRecordFrame frame = g_array_index (from->frames, SluiceRecordFrame, i);

      frame.node = g_strdup (frame.node);
      g_array_append_val (self->frames, frame);
    }
  return self;
}

void
sluice_record_state_init (SluiceRecordState *self,
                          SluiceValue        store)
{
  *self = (SluiceRecordState) { .store = sluice_value_ref (store), .queues = sluice_value_object (),
                                  .whole = TRUE };
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
}

void
sluice_record_state_clear (SluiceRecordState *self)
{
  sluice_value_clear (&self->store);
  sluice_value_clear (&self->queues);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
}

void
sluice_record_state_copy (SluiceRecordState       *self,
                          const SluiceRecordState *from)
{
  *self = *from;
  sluice_value_ref (self->store);
  sluice_value_ref (self->queues);
  self->lanes = g_ptr_array_new_full (from->lanes->len, lane_free);
  for (guint i = 0; i < from->lanes->len; i++)
    g_ptr_array_add (self->lanes, lane_copy (g_ptr_array_index (from->lanes, i)));
}

/* Lanes are by id: where one is, or would be. */
static guint
find_place (SluiceRecordState *self,
            guint32            id)
{
  guint first = 0, last = self->lanes->len;

  while (first < last)
    {
      guint middle = (first + last) / 2;

      if (((SluiceRecordLane *) g_ptr_array_index (self->lanes, middle))->id < id)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

static SluiceRecordLane *
find_lane (SluiceRecordState *self,
           guint32            id)
{
  guint at = find_place (self, id);
  SluiceRecordLane *lane = at < self->lanes->len ? g_ptr_array_index (self->lanes, at) : NULL;

  return lane != NULL && lane->id == id ? lane : NULL;
}

/* FALSE: it is there, or older than what started it. */
static gboolean
add_lane (SluiceRecordState *self,
          const SluiceFact  *fact)
{
  SluiceRecordLane *lane;

  if (fact->parent >= fact->lane || find_lane (self, fact->lane) != NULL)
    return FALSE;
  lane = g_new0 (SluiceRecordLane, 1);
  lane->id = fact->lane;
  lane->parent = fact->parent;
  lane->item = fact->item;
  lane->node = g_strdup (fact->node);
  lane->frames = make_frames ();
  g_ptr_array_insert (self->lanes, (int) find_place (self, fact->lane), lane);
  return TRUE;
}

/* FALSE: visits before it are missing. */
static gboolean
begin_visit (SluiceRecordState *self,
             const SluiceFact  *fact)
{
  SluiceRecordLane *lane = find_lane (self, fact->lane);
  SluiceRecordFrame frame = { fact->visit, NULL, fact->depth, -1, fact->time };
  gboolean follows = fact->visit <= self->visit + 1;

  self->visit = MAX (self->visit, fact->visit);
  if (lane == NULL)
    return follows;
  if (fact->item >= 0 && lane->frames->len > 0)
    g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 1).entry = fact->item;
  frame.node = g_strdup (fact->node);
  g_array_append_val (lane->frames, frame);
  return follows;
}

static void
end_visit (SluiceRecordState *self,
           const SluiceFact  *fact)
{
  SluiceRecordLane *lane = find_lane (self, fact->lane);

  if (lane == NULL)
    return;
  for (guint i = lane->frames->len; i > 0; i--)
    if (g_array_index (lane->frames, SluiceRecordFrame, i - 1).visit == fact->visit)
      {
        g_array_set_size (lane->frames, i - 1);
        break;
      }
}

static void
set_wait (SluiceRecordState *self,
          const SluiceFact  *fact,
          gboolean           waits)
{
  SluiceRecordLane *lane = find_lane (self, fact->lane);

  if (lane == NULL)
    return;
  g_free (lane->waits_for);
  lane->waits_for = waits ? g_strdup (fact->text) : NULL;
  lane->line = waits ? fact->line : 0;
  lane->phase = fact->phase;
}

static gboolean
change_store (SluiceRecordState *self,
              const SluiceFact  *fact)
{
  g_autoptr (SluiceChange) change = NULL;

  if (fact->change != SLUICE_CHANGE_REMOVE && !fact->is_kept)
    self->whole = FALSE;
  change = sluice_change_new (fact->change, fact->text, sluice_value_ref (fact->value), fact->place);
  return sluice_change_apply (change, &self->store, NULL) || !self->whole;
}

/* What an event of a queue tells is all that is in it. */
static void
change_queue (SluiceRecordState *self,
              const SluiceFact  *fact)
{
  set_wait (self, fact, g_strcmp0 (fact->action, "wait") == 0);
  if (fact->text != NULL && fact->is_kept && SLUICE_VALUE_IS_ARRAY (fact->value)
      && SLUICE_VALUE_IS_OBJECT (self->queues))
    sluice_value_set_member (&self->queues, fact->text, sluice_value_ref (fact->value));
}

gboolean
sluice_record_state_apply (SluiceRecordState *self,
                           const SluiceFact  *fact)
{
  self->time = fact->time;
  switch (fact->type)
    {
    case SLUICE_EVENT_LANE_STARTED: return add_lane (self, fact);
    case SLUICE_EVENT_LANE_ENDED:
      if (find_lane (self, fact->lane) != NULL)
        g_ptr_array_remove_index (self->lanes, find_place (self, fact->lane));
      break;
    case SLUICE_EVENT_VISIT_STARTED: return begin_visit (self, fact);
    case SLUICE_EVENT_VISIT_ENDED: end_visit (self, fact); break;
    case SLUICE_EVENT_EFFECT_BEGAN: set_wait (self, fact, TRUE); break;
    case SLUICE_EVENT_EFFECT_ENDED: set_wait (self, fact, FALSE); break;
    case SLUICE_EVENT_QUEUE: change_queue (self, fact); break;
    case SLUICE_EVENT_PATCH: return change_store (self, fact);
    default: break;
    }
  return TRUE;
}

/* Snapshots */

static void
pack_frame (GByteArray  *out,
            SluiceVisit *visit,
            SluiceVisit *last,
            guint        depth)
{
  if (visit == NULL)
    return;
  pack_frame (out, visit->up, last, depth - 1);
  if (!visit->begun || visit == last)
    return;
  sluice_pack_uint (out, visit->serial);
  sluice_pack_text (out, sluice_node_name (visit->node), -1);
  sluice_pack_uint (out, depth);
}

/* The visit that is just beginning is left to its own fact. */
static SluiceVisit *
find_fresh (SluiceLane *lane,
            guint64     n_visits,
            guint      *n_frames)
{
  SluiceVisit *fresh = NULL;

  *n_frames = 0;
  for (SluiceVisit *visit = lane->visit; visit != NULL; visit = visit->up)
    if (visit->serial > n_visits)
      fresh = visit;
    else
      *n_frames += visit->begun;
  return fresh;
}

static void
pack_lane (GByteArray *out,
           SluiceLane *lane,
           guint64     n_visits)
{
  guint n_frames;
  SluiceVisit *fresh = find_fresh (lane, n_visits, &n_frames);

  sluice_pack_uint (out, lane->id);
  sluice_pack_uint (out, sluice_lane_get_parent_id (lane));
  sluice_pack_int (out, lane->index);
  sluice_pack_text (out, lane->visit != NULL ? sluice_node_name (lane->visit->node) : NULL, -1);
  sluice_pack_text (out, lane->open != NULL ? sluice_effect_get_effect_type (lane->open) : NULL, -1);
  sluice_pack_uint (out, n_frames);
  pack_frame (out, lane->visit, fresh, sluice_lane_get_whole_depth (lane));
}

static void
pack_entry (GByteArray  *out,
            SluiceVisit *visit,
            SluiceVisit *last)
{
  if (visit == NULL)
    return;
  pack_entry (out, visit->up, last);
  if (visit->begun && visit != last)
    sluice_pack_int (out, visit->index);
}

/* Of all lanes what each is at, and of all its frames the entry, as they come. */
static void
pack_entries (GByteArray *out,
              SluiceRun  *run,
              guint64     n_visits)
{
  guint n_frames;

  for (guint i = 0; i < sluice_run_get_n_lanes (run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (run, i);

      pack_entry (out, lane->visit, find_fresh (lane, n_visits, &n_frames));
      sluice_pack_uint (out, lane->open != NULL ? lane->open->line : 0);
      sluice_pack_uint (out, lane->phase);
    }
}

static SluiceValue
dup_queues (SluiceRun *run)
{
  SluiceValue queues = sluice_value_object ();

  for (guint i = 0; i < sluice_run_get_n_queues (run); i++)
    {
      SluiceQueue *queue = sluice_run_get_queue (run, i);

      sluice_value_set_member (&queues, sluice_queue_get_name (queue), sluice_queue_dup_items (queue));
    }
  return queues;
}

GByteArray *
sluice_snapshot_pack (SluiceRun *run,
                      guint64    n_visits,
                      gint64     time)
{
  GByteArray *out = g_byte_array_new ();
  g_auto (SluiceValue) queues = dup_queues (run);
  guint n_lanes = sluice_run_get_n_lanes (run);

  sluice_pack_uint (out, n_visits);
  sluice_pack_int (out, time);
  sluice_pack_uint (out, n_lanes);
  for (guint i = 0; i < n_lanes; i++)
    pack_lane (out, sluice_run_get_lane (run, i), n_visits);
  sluice_pack_value (out, sluice_store_get_root (sluice_run_get_store (run)));
  sluice_pack_value (out, queues);
  pack_entries (out, run, n_visits);
  return out;
}

static SluiceRecordLane *
unpack_lane (SluiceUnpack *in,
             gint64        time)
{
  SluiceRecordLane *lane = g_new0 (SluiceRecordLane, 1);
  guint64 n_frames;

  lane->frames = make_frames ();
  lane->id = (guint32) sluice_unpack_uint (in);
  lane->parent = (guint32) sluice_unpack_uint (in);
  lane->item = (int) sluice_unpack_int (in);
  lane->node = sluice_unpack_text (in, NULL);
  lane->waits_for = sluice_unpack_text (in, NULL);
  n_frames = sluice_unpack_uint (in);
  for (guint64 i = 0; i < n_frames && sluice_unpack_has (in); i++)
    {
      SluiceRecordFrame frame = { .entry = -1, .began = time };

      frame.visit = sluice_unpack_uint (in);
      frame.node = sluice_unpack_text (in, NULL);
      frame.depth = (guint32) sluice_unpack_uint (in);
      g_array_append_val (lane->frames, frame);
    }
  return lane;
}

static void
unpack_entries (SluiceRecordState *self,
                SluiceUnpack      *in)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (self->lanes, i);

      for (guint j = 0; j < lane->frames->len; j++)
        g_array_index (lane->frames, SluiceRecordFrame, j).entry = (int) sluice_unpack_int (in);
      lane->line = (guint) sluice_unpack_uint (in);
      lane->phase = (SluicePhase) (sluice_unpack_uint (in) % SLUICE_FACT_PHASES);
    }
}

/* They are in order, and each is younger than what started it. */
static gboolean
are_lanes_right (SluiceRecordState *self)
{
  guint32 last = 0;

  for (guint i = 0; i < self->lanes->len; i++)
    {
      const SluiceRecordLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->id <= last || lane->parent >= lane->id)
        return FALSE;
      last = lane->id;
    }
  return TRUE;
}

gboolean
sluice_record_state_unpack (SluiceRecordState *self,
                            GBytes            *bytes)
{
  SluiceUnpack in;
  guint64 n_lanes;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  *self = (SluiceRecordState) { .whole = TRUE };
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  self->visit = sluice_unpack_uint (&in);
  self->time = sluice_unpack_time (&in);
  n_lanes = sluice_unpack_uint (&in);
  for (guint64 i = 0; i < n_lanes && sluice_unpack_has (&in); i++)
    g_ptr_array_add (self->lanes, unpack_lane (&in, self->time));
  self->store = sluice_unpack_value (&in);
  /* Records of before have neither. */
  self->queues = sluice_unpack_has (&in) ? sluice_unpack_value (&in) : sluice_value_null ();
  if (sluice_unpack_has (&in))
    unpack_entries (self, &in);
  if (sluice_unpack_ok (&in) && SLUICE_VALUE_IS_OBJECT (self->store) && are_lanes_right (self))
    return TRUE;
  sluice_record_state_clear (self);
  return FALSE;
}
