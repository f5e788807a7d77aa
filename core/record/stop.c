/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stops of a debugger in a record. */

#include "record/entries.h"

#include "record/pack.h"

enum
{
  TEXT_NODE,
  TEXT_REASON,
  TEXT_WORDS,
};

GByteArray *
sluice_stop_pack (const SluiceEvent *event,
                  gint64             time)
{
  GByteArray *out = g_byte_array_new ();

  sluice_pack_int (out, time);
  sluice_pack_uint (out, event->lane);
  sluice_pack_uint (out, event->visit);
  sluice_pack_uint (out, event->phase);
  sluice_pack_int (out, event->attempt);
  sluice_pack_int (out, event->item);
  sluice_pack_uint (out, event->line);
  sluice_pack_text (out, event->node != NULL ? sluice_node_name (event->node) : NULL, -1);
  sluice_pack_text (out, event->action, -1);
  sluice_pack_text (out, event->text, -1);
  sluice_pack_value (out, event->value);
  return out;
}

GByteArray *
sluice_stop_retime (GBytes *bytes,
                    gint64  time)
{
  GByteArray *out = g_byte_array_new ();
  SluiceUnpack in;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  sluice_unpack_int (&in);
  sluice_pack_int (out, time);
  g_byte_array_append (out, in.at, (guint) (in.end - in.at));
  return out;
}

gboolean
sluice_stop_unpack (GBytes     *bytes,
                    SluiceFact *fact,
                    char       *texts[SLUICE_STOP_TEXTS])
{
  SluiceUnpack in;

  *fact = (SluiceFact) { .type = SLUICE_EVENT_STOP };
  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  fact->time = sluice_unpack_time (&in);
  fact->lane = (guint32) sluice_unpack_uint (&in);
  fact->visit = sluice_unpack_uint (&in);
  fact->phase = (SluicePhase) sluice_unpack_uint (&in);
  fact->attempt = (int) sluice_unpack_int (&in);
  fact->item = (int) sluice_unpack_int (&in);
  fact->line = (guint) sluice_unpack_uint (&in);
  for (guint i = 0; i < SLUICE_STOP_TEXTS; i++)
    {
      g_free (texts[i]);
      texts[i] = sluice_unpack_text (&in, NULL);
    }
  fact->value = sluice_unpack_value (&in);
  fact->has_value = fact->is_kept = !SLUICE_VALUE_IS_NULL (fact->value);
  fact->node = texts[TEXT_NODE];
  fact->action = texts[TEXT_REASON];
  fact->text = texts[TEXT_WORDS];
  if (!in.bad && fact->text != NULL && fact->phase <= SLUICE_PHASE_POST)
    return TRUE;
  sluice_fact_clear (fact);
  return FALSE;
}
