/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stops of a debugger in a record. */

#include "record/entries.h"

#include "record/pack.h"

#define SIGHT_VALUES 4 /* as large as one may be: so much room there is for all at a stop */

enum
{
  TEXT_NODE,
  TEXT_REASON,
  TEXT_WORDS,
};

/* What could be named at a stop */

typedef struct
{
  GByteArray *out;
  gsize       budget; /* bytes of one value */
  gsize       room;   /* for all that are to come */
} Sight;

/* Whether it is kept, and if it is the value. */
static void
pack_kept (Sight       *self,
           SluiceValue  value)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize most = MIN (self->budget, self->room);
  gboolean is_kept = most > 0 && sluice_pack_value_within (bytes, value, most);

  sluice_pack_uint (self->out, is_kept);
  if (!is_kept)
    return;
  g_byte_array_append (self->out, bytes->data, bytes->len);
  self->room -= bytes->len;
}

static void
pack_names (Sight       *self,
            SluiceValue  object)
{
  SluiceValueIter iter;
  const char *name;
  SluiceValue value;

  sluice_pack_uint (self->out, sluice_value_get_length (object));
  sluice_value_iter_init (&iter, object);
  while (sluice_value_iter_next (&iter, &name, &value))
    {
      sluice_pack_text (self->out, name, -1);
      pack_kept (self, value);
    }
}

static void
pack_frame (Sight       *self,
            SluiceValue  frame)
{
  SluiceValue upvalues = sluice_value_get_member (frame, "upvalues");

  sluice_pack_text (self->out, sluice_value_get_member_string (frame, "function"), -1);
  sluice_pack_int (self->out, sluice_value_get_integer (sluice_value_get_member (frame, "line")));
  sluice_pack_value (self->out, upvalues);
  pack_names (self, sluice_value_get_member (frame, "locals"));
}

static void
pack_sight (GByteArray  *out,
            SluiceValue  sight,
            gsize        budget)
{
  Sight self = { out, budget, budget * SIGHT_VALUES };
  g_auto (SluiceValue) names = sluice_value_ref (sight);
  SluiceValue frames = sluice_value_get_member (sight, "frames");

  if (SLUICE_VALUE_IS_OBJECT (names))
    sluice_value_remove_member (&names, "frames");
  pack_names (&self, names);
  sluice_pack_uint (out, sluice_value_get_length (frames));
  for (guint i = 0; i < sluice_value_get_length (frames); i++)
    pack_frame (&self, sluice_value_get_element (frames, i));
}

static void
note_not_kept (SluiceValue *object,
               SluiceValue  take_list)
{
  if (sluice_value_get_length (take_list) > 0)
    sluice_value_set_member (object, "not-kept", take_list);
  else
    sluice_value_unref (take_list);
}

/* Returns: (transfer full): an object; @not_kept: owned, a list of names */
static SluiceValue
unpack_names (SluiceUnpack *in,
              SluiceValue  *not_kept)
{
  SluiceValue object = sluice_value_object ();

  *not_kept = sluice_value_array ();
  for (guint64 n = sluice_unpack_uint (in); n > 0 && sluice_unpack_has (in); n--)
    {
      g_autofree char *name = sluice_unpack_text (in, NULL);

      if (name == NULL)
        in->bad = TRUE;
      else if (sluice_unpack_uint (in) != 0)
        sluice_value_set_member (&object, name, sluice_unpack_value (in));
      else
        sluice_value_append (not_kept, sluice_value_string (name));
    }
  return object;
}

static SluiceValue
unpack_frame (SluiceUnpack *in)
{
  SluiceValue frame = sluice_value_object ();
  SluiceValue not_kept;
  SluiceValue upvalues;
  g_autofree char *function = sluice_unpack_text (in, NULL);

  sluice_value_set_member (&frame, "function", function != NULL ? sluice_value_string (function)
                                                                : sluice_value_null ());
  sluice_value_set_member (&frame, "line", sluice_value_integer (sluice_unpack_int (in)));
  upvalues = sluice_unpack_value (in);
  sluice_value_set_member (&frame, "locals", unpack_names (in, &not_kept));
  if (SLUICE_VALUE_IS_NULL (upvalues))
    sluice_value_unref (upvalues);
  else
    sluice_value_set_member (&frame, "upvalues", upvalues);
  note_not_kept (&frame, not_kept);
  return frame;
}

/* Null: an older version did not keep it, or it makes no sense. */
static SluiceValue
unpack_sight (SluiceUnpack *in)
{
  SluiceValue sight;
  SluiceValue not_kept;
  SluiceValue frames = SLUICE_VALUE_INIT;

  if (!sluice_unpack_has (in))
    return sluice_value_null ();
  sight = unpack_names (in, &not_kept);
  note_not_kept (&sight, not_kept);
  frames = sluice_value_array ();
  for (guint64 n = sluice_unpack_uint (in); n > 0 && sluice_unpack_has (in); n--)
    sluice_value_append (&frames, unpack_frame (in));
  if (sluice_value_get_length (frames) > 0)
    sluice_value_set_member (&sight, "frames", frames);
  else
    sluice_value_unref (frames);
  if (in->bad)
    sluice_value_clear (&sight);
  return sight;
}

GByteArray *
sluice_stop_pack (const SluiceEvent *event,
                  gint64             time,
                  gsize              budget)
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
  pack_sight (out, event->sight, budget);
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

gint64
sluice_stop_get_time (GBytes *bytes)
{
  SluiceUnpack in;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return sluice_unpack_time (&in);
}

/* Up to what could be named there. */
static void
read_stop (SluiceUnpack *in,
           SluiceFact   *fact,
           char         *texts[SLUICE_STOP_TEXTS])
{
  fact->time = sluice_unpack_time (in);
  fact->lane = (guint32) sluice_unpack_uint (in);
  fact->visit = sluice_unpack_uint (in);
  fact->phase = (SluicePhase) sluice_unpack_uint (in);
  fact->attempt = (int) sluice_unpack_int (in);
  fact->item = (int) sluice_unpack_int (in);
  fact->line = (guint) sluice_unpack_uint (in);
  for (guint i = 0; i < SLUICE_STOP_TEXTS; i++)
    {
      g_free (texts[i]);
      texts[i] = sluice_unpack_text (in, NULL);
    }
  fact->value = sluice_unpack_value (in);
}

gboolean
sluice_stop_unpack (GBytes     *bytes,
                    SluiceFact *fact,
                    char       *texts[SLUICE_STOP_TEXTS])
{
  SluiceUnpack in;

  *fact = (SluiceFact) { .type = SLUICE_EVENT_STOP };
  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  read_stop (&in, fact, texts);
  fact->has_value = fact->is_kept = !SLUICE_VALUE_IS_NULL (fact->value);
  fact->node = texts[TEXT_NODE];
  fact->action = texts[TEXT_REASON];
  fact->text = texts[TEXT_WORDS];
  if (!in.bad && fact->text != NULL && fact->phase <= SLUICE_PHASE_POST)
    return TRUE;
  sluice_fact_clear (fact);
  return FALSE;
}

SluiceValue
sluice_stop_unpack_sight (GBytes *bytes)
{
  SluiceFact fact = { .type = SLUICE_EVENT_STOP };
  char *texts[SLUICE_STOP_TEXTS] = { NULL, };
  SluiceUnpack in;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  read_stop (&in, &fact, texts);
  sluice_fact_clear (&fact);
  for (guint i = 0; i < SLUICE_STOP_TEXTS; i++)
    g_free (texts[i]);
  return unpack_sight (&in);
}
