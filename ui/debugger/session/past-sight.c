/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What could be named at a moment of a record: at a stop what the stop saw, elsewhere the store alone. */

#include "debugger/session/past-reader-private.h"

#include "debug/sight.h"
#include "debugger/session/watched.h"

/* Where the stop is told, the record has what it saw. */
SluiceValue
sluice_past_sight_read (SluicePastReader     *self,
                        const SluicePastStop *stop)
{
  gboolean is_there = sluice_record_seek (self->record, stop->told_after, NULL);
  SluiceFact fact = { .type = SLUICE_EVENT_RUN_STARTED };

  for (guint i = 0; is_there && i <= stop->n_told_facts; i++)
    {
      is_there = sluice_record_step (self->record, &fact, NULL);
      if (is_there)
        sluice_fact_clear (&fact);
    }
  return is_there && fact.type == SLUICE_EVENT_STOP ? sluice_record_dup_sight (self->record) : sluice_value_null ();
}

/* The record stands there. */
SluiceValue
sluice_past_sight_watch (SluicePastReader *self,
                         SluiceValue       sight)
{
  SluiceValue watched = sluice_value_array ();
  g_autoptr (SluiceSight) there = NULL;

  if (self->watches == NULL || self->watches[0] == NULL)
    return watched;
  there = sluice_sight_new (sight, sluice_record_get_store (self->record), self->frame);
  for (guint i = 0; self->watches[i] != NULL; i++)
    {
      SluiceValue value;
      g_autoptr (GError) error = NULL;

      sluice_sight_evaluate (there, self->watches[i], &value, &error);
      sluice_value_append (&watched, sluice_watched_new (self->watches[i], value, error));
    }
  return watched;
}

/* The script as it was run, where the document has it. */
static char *
dup_text (SluicePastReader     *self,
          const SluiceRunDelta *delta)
{
  if (self->document == NULL || !sluice_document_has_node (self->document, delta->stop_address))
    return NULL;
  return sluice_text_from_value (sluice_value_get_member (sluice_document_get_node (self->document,
                                                                                    delta->stop_address),
                                                          sluice_phase_name (delta->stop_phase)));
}

static void
set_frame_member (SluiceValue *frames,
                  guint        index,
                  const char  *name,
                  SluiceValue  take_value)
{
  SluiceValue frame = sluice_value_ref (sluice_value_get_element (*frames, index));

  sluice_value_set_member (&frame, name, take_value);
  sluice_value_set_element (frames, index, frame);
}

/* As a run that is stopped at a line has them; of another moment, or by an older version, there is the line alone. */
SluiceValue
sluice_past_sight_dup_frames (SluicePastReader     *self,
                              SluiceValue           sight,
                              const SluiceRunDelta *delta)
{
  SluiceValue frames = sluice_value_ref (sluice_value_get_member (sight, "frames"));
  g_autofree char *text = dup_text (self, delta);

  if (sluice_value_get_length (frames) == 0)
    {
      SluiceValue frame = sluice_value_object ();

      sluice_value_set_member (&frame, "line", sluice_value_integer (delta->stop_line));
      sluice_value_replace (&frames, sluice_value_array ());
      sluice_value_append (&frames, frame);
    }
  else
    set_frame_member (&frames, MIN (self->frame, sluice_value_get_length (frames) - 1), "chosen",
                      sluice_value_boolean (TRUE));
  if (text != NULL)
    set_frame_member (&frames, 0, "text", sluice_value_string (text));
  return frames;
}
