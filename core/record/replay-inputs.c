/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a record holds for having its run again. */

#include "record/replay-private.h"

static void
clear_stop (gpointer data)
{
  g_bytes_unref (((SluiceReplayStop *) data)->bytes);
}

void
sluice_replay_plan_free (SluiceReplayPlan *self)
{
  g_clear_pointer (&self->info, sluice_record_info_free);
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->at_once);
  g_ptr_array_unref (self->clock);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->chunks);
  g_array_unref (self->stops);
  g_free (self->damage);
  g_free (self);
}

static gboolean
add_input (SluiceReplayPlan *self,
           GBytes           *bytes)
{
  SluiceKept *kept = sluice_kept_unpack (bytes);

  if (kept == NULL)
    return FALSE;
  g_ptr_array_add (self->kept, kept);
  if (kept->type == SLUICE_KEPT_CLOCK)
    g_ptr_array_add (self->clock, kept);
  else
    g_ptr_array_add (kept->at_once ? self->at_once : self->inputs, kept);
  return TRUE;
}

static void
add_stop (SluiceReplayPlan *self,
          GBytes           *bytes)
{
  SluiceReplayStop stop = { g_bytes_ref (bytes), self->chunks->len };

  g_array_append_val (self->stops, stop);
}

static gboolean
add_entry (SluiceReplayPlan   *self,
           SluiceJournalEntry *entry)
{
  switch (entry->kind)
    {
    case SLUICE_ENTRY_HEADER:
      if (self->info == NULL)
        self->info = sluice_record_info_unpack (entry->bytes);
      return self->info != NULL;
    case SLUICE_ENTRY_INPUT:
      return add_input (self, entry->bytes);
    case SLUICE_ENTRY_CHUNK:
      g_ptr_array_add (self->chunks, g_bytes_ref (entry->bytes));
      return TRUE;
    case SLUICE_ENTRY_STOP:
      add_stop (self, entry->bytes);
      return TRUE;
    case SLUICE_ENTRY_OWN:
      self->is_own = TRUE;
      return TRUE;
    case SLUICE_ENTRY_END:
      self->has_ended = TRUE;
      return TRUE;
    default:
      return TRUE;
    }
}

/* The clock of the run goes on from there: from the last fact, or a stop behind it. Records of old do not say where a
 * fork is its own: it is once the visit has begun that it was made for. */
static gint64
look_at_end (SluiceReplayPlan *self)
{
  g_autoptr (SluiceChunk) chunk = NULL;
  SluiceFact fact;
  gint64 time = 0;

  if (self->stops->len > 0)
    time = sluice_stop_get_time (g_array_index (self->stops, SluiceReplayStop, self->stops->len - 1).bytes);
  if (self->chunks->len == 0)
    return time;
  chunk = sluice_chunk_new (g_ptr_array_index (self->chunks, self->chunks->len - 1));
  while (chunk != NULL && sluice_chunk_next (chunk, &fact))
    {
      time = MAX (time, fact.time);
      self->is_own |= fact.type == SLUICE_EVENT_VISIT_STARTED && fact.visit >= self->info->parent_visit;
      sluice_fact_clear (&fact);
    }
  return time;
}

/* All of a record up to its end, or to where it makes no sense (promise D3). */
SluiceReplayPlan *
sluice_replay_plan_load (const char  *path,
                         GError     **error)
{
  g_autoptr (SluiceJournalReader) reader = sluice_journal_reader_new (path, error);
  g_autoptr (SluiceReplayPlan) self = NULL;
  g_autoptr (GError) problem = NULL;
  SluiceJournalEntry entry;
  gboolean makes_sense = TRUE;

  if (reader == NULL)
    return NULL;
  self = g_new0 (SluiceReplayPlan, 1);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_kept_free);
  self->inputs = g_ptr_array_new ();
  self->at_once = g_ptr_array_new ();
  self->clock = g_ptr_array_new ();
  self->chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->stops = g_array_new (FALSE, FALSE, sizeof (SluiceReplayStop));
  g_array_set_clear_func (self->stops, clear_stop);
  while (makes_sense && sluice_journal_reader_next (reader, &entry, &problem))
    {
      makes_sense = add_entry (self, &entry);
      sluice_journal_entry_clear (&entry);
    }
  if (problem != NULL)
    self->damage = g_strdup (problem->message);
  else if (!makes_sense)
    self->damage = g_strdup_printf ("An entry of the record %s makes no sense.", path);
  if (self->info == NULL)
    {
      g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY,
                   "The record %s does not say what was run: it ended before anything was kept.", path);
      return NULL;
    }
  self->time = look_at_end (self);
  self->is_own |= self->info->parent_visit == 0;
  return g_steal_pointer (&self);
}

gboolean
sluice_replay_plan_can_go_on (const SluiceReplayPlan  *self,
                              const char              *path,
                              GError                 **error)
{
  if (self->damage != NULL)
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DAMAGED,
                 "%s It can be looked at, replayed and forked up to there, but not resumed: what came after it "
                 "would be done again.", self->damage);
  else if (self->has_ended)
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_ENDED,
                 "The run of %s has ended; there is nothing to resume.", path);
  else if (!self->is_own)
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY,
                 "The fork %s ended before it came to visit %" G_GUINT64_FORMAT ", from which on it is a run of its "
                 "own: what the run before it got would be asked for again. Fork %s again.", path,
                 self->info->parent_visit, self->info->parent != NULL ? self->info->parent : "that run");
  else
    return TRUE;
  return FALSE;
}

void
sluice_replay_plan_drop_cancel (SluiceReplayPlan *self)
{
  for (guint i = self->at_once->len; i-- > 0;)
    if (((SluiceKept *) g_ptr_array_index (self->at_once, i))->type == SLUICE_INPUT_CANCEL)
      g_ptr_array_remove_index (self->at_once, i);
}
