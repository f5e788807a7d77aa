/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events into chunks. This runs for every event of a run that is recorded. */

#include "record/fact-private.h"

#include <string.h>

#include "base/json.h"
#include "engine/node.h"

#define N_KNOWN 64 /* a power of two */

/* A growing run of bytes; there is always room for a tag and two numbers. */
typedef struct
{
  guint8 *data;
  gsize   length;
  gsize   size;
} Bytes;

typedef struct
{
  gconstpointer key;
  guint         code;
} Known;

struct _SluiceChunkWriter
{
  gsize       value_budget;
  guint       n_facts;
  guint64     first_visit; /* the first that can begin in it */
  guint64     last_visit;  /* the last that has begun */
  gint64      base_time;
  Bytes       facts;
  Bytes       times;
  gint64      time;        /* of the fact before, as are these */
  guint32     lane;
  guint64     visit;
  GHashTable *codes;       /* text → code; owns the texts */
  Known       nodes[N_KNOWN];
  GByteArray *scratch;
};

static void
bytes_reserve (Bytes *self,
               gsize  more)
{
  if (G_LIKELY (self->length + more <= self->size))
    return;
  self->size = MAX (self->size * 2, self->length + more + 4096);
  self->data = g_realloc (self->data, self->size);
}

static inline void
put_uint (Bytes   *out,
          guint64  number)
{
  guint8 *at;

  bytes_reserve (out, 10);
  at = out->data + out->length;
  for (; number >= 0x80; number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  out->length = (gsize) (at - out->data);
}

static inline void
put_int (Bytes  *out,
         gint64  number)
{
  put_uint (out, ((guint64) number << 1) ^ (guint64) (number >> 63));
}

static void
put_bytes (Bytes      *out,
           const void *bytes,
           gsize       n)
{
  bytes_reserve (out, n);
  memcpy (out->data + out->length, bytes, n);
  out->length += n;
}

/* 0: no text, 1: one that follows, more: one of those before. */
static guint
put_text (SluiceChunkWriter *self,
          const char        *text)
{
  gpointer code;
  gsize length;

  if (text == NULL)
    {
      put_uint (&self->facts, 0);
      return 0;
    }
  code = g_hash_table_lookup (self->codes, text);
  if (code != NULL)
    {
      put_uint (&self->facts, GPOINTER_TO_UINT (code));
      return GPOINTER_TO_UINT (code);
    }
  code = GUINT_TO_POINTER (g_hash_table_size (self->codes) + 2);
  g_hash_table_insert (self->codes, g_strdup (text), code);
  length = strlen (text);
  put_uint (&self->facts, 1);
  put_uint (&self->facts, length);
  put_bytes (&self->facts, text, length);
  return GPOINTER_TO_UINT (code);
}

/* The address of a node, which is asked for at every visit. */
static void
put_node (SluiceChunkWriter *self,
          SluiceNode        *node)
{
  Known *known = &self->nodes[((gsize) node >> 5) & (N_KNOWN - 1)];
  const char *name;

  if (node != NULL && known->key == node)
    {
      put_uint (&self->facts, known->code);
      return;
    }
  name = node != NULL ? sluice_node_get_address (node) : NULL;
  if (name == NULL && node != NULL)
    name = sluice_node_get_id (node);
  if (name == NULL && node != NULL)
    name = sluice_node_get_title (node);
  *known = (Known) { node, put_text (self, name) };
}

/* A value of one byte and its number, or its packed bytes; what is over the budget is left out. */
static void
put_value (SluiceChunkWriter *self,
           SluiceValue        value,
           gsize              budget)
{
  if (SLUICE_VALUE_IS_NULL (value))
    {
      put_uint (&self->facts, SLUICE_FACT_VALUE_NULL);
      return;
    }
  if (SLUICE_VALUE_IS_INTEGER (value))
    {
      put_uint (&self->facts, SLUICE_FACT_VALUE_INTEGER);
      put_int (&self->facts, sluice_value_get_integer (value));
      return;
    }
  if (SLUICE_VALUE_IS_STRING (value) && sluice_value_get_string_length (value) < 32
      && strlen (sluice_value_get_string (value)) == sluice_value_get_string_length (value))
    {
      put_uint (&self->facts, SLUICE_FACT_VALUE_TEXT);
      put_text (self, sluice_value_get_string (value));
      return;
    }
  g_byte_array_set_size (self->scratch, 0);
  if (!sluice_pack_value_within (self->scratch, value, budget))
    {
      put_uint (&self->facts, SLUICE_FACT_VALUE_CUT);
      return;
    }
  put_uint (&self->facts, SLUICE_FACT_VALUE_PACKED);
  put_uint (&self->facts, self->scratch->len);
  put_bytes (&self->facts, self->scratch->data, self->scratch->len);
}

static void
put_error (SluiceChunkWriter *self,
           const GError      *error)
{
  put_text (self, g_quark_to_string (error->domain));
  put_int (&self->facts, error->code);
  put_text (self, error->message);
}

static void
put_tag (SluiceChunkWriter *self,
         const SluiceEvent *event)
{
  guint tag = event->type;

  if (event->lane != self->lane)
    tag |= SLUICE_FACT_LANE;
  if (event->visit != self->visit)
    tag |= SLUICE_FACT_VISIT;
  if (event->error != NULL)
    tag |= SLUICE_FACT_ERROR;
  bytes_reserve (&self->facts, 1);
  self->facts.data[self->facts.length++] = (guint8) tag;
  if (tag & SLUICE_FACT_LANE)
    put_uint (&self->facts, self->lane = event->lane);
  if (tag & SLUICE_FACT_VISIT)
    {
      put_int (&self->facts, (gint64) (event->visit - self->visit));
      self->visit = event->visit;
    }
  if (tag & SLUICE_FACT_ERROR)
    put_error (self, event->error);
}

static void
put_phase (SluiceChunkWriter *self,
           const SluiceEvent *event)
{
  gboolean has_attempts = event->attempt > 0 || event->attempts != 1;
  gboolean has_items = event->item >= 0 || event->n_items > 0;

  put_uint (&self->facts, event->phase | (has_attempts ? SLUICE_FACT_ATTEMPTS : 0)
                            | (has_items ? SLUICE_FACT_ITEMS : 0));
  if (has_attempts)
    {
      put_int (&self->facts, event->attempt);
      put_int (&self->facts, event->attempts);
    }
  if (has_items)
    {
      put_int (&self->facts, event->item);
      put_int (&self->facts, event->n_items);
    }
  if (event->error == NULL && event->phase != SLUICE_PHASE_WAIT)
    put_value (self, event->value, self->value_budget);
}

static void
put_patch (SluiceChunkWriter *self,
           const SluiceEvent *event)
{
  const SluiceChange *change = event->change;
  gboolean person = event->author != NULL && event->author->person;

  put_uint (&self->facts, (guint) change->type | (person ? SLUICE_FACT_PERSON : 0));
  put_text (self, change->pointer);
  if (change->type == SLUICE_CHANGE_ADD)
    put_int (&self->facts, change->place);
  if (change->type != SLUICE_CHANGE_REMOVE)
    put_value (self, change->value, self->value_budget > 0 ? self->value_budget * SLUICE_FACT_PATCH_BUDGET : 0);
}

static void
put_effect (SluiceChunkWriter *self,
            const SluiceEvent *event)
{
  put_uint (&self->facts, event->effect);
  put_text (self, event->text);
  if (event->error == NULL)
    put_value (self, event->value, self->value_budget);
}

static void
put_body (SluiceChunkWriter *self,
          const SluiceEvent *event)
{
  switch (event->type)
    {
    case SLUICE_EVENT_VISIT_STARTED:
      self->last_visit = MAX (self->last_visit, event->visit);
      put_node (self, event->node);
      put_uint (&self->facts, event->depth);
      break;
    case SLUICE_EVENT_VISIT_ENDED:
    case SLUICE_EVENT_LANE_ENDED:
      if (event->error == NULL)
        put_text (self, event->action);
      break;
    case SLUICE_EVENT_PHASE_ENDED:
      put_phase (self, event);
      break;
    case SLUICE_EVENT_LANE_STARTED:
      put_uint (&self->facts, event->parent);
      put_int (&self->facts, event->item);
      put_node (self, event->node);
      break;
    case SLUICE_EVENT_PATCH:
      put_patch (self, event);
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
    case SLUICE_EVENT_EFFECT_ENDED:
      put_effect (self, event);
      break;
    case SLUICE_EVENT_QUEUE:
      put_text (self, event->text);
      put_text (self, event->action);
      put_value (self, event->value, self->value_budget);
      break;
    case SLUICE_EVENT_LOG:
      put_text (self, event->text);
      put_value (self, event->value, self->value_budget);
      break;
    case SLUICE_EVENT_WARNING:
      put_node (self, event->node);
      put_text (self, event->text);
      break;
    case SLUICE_EVENT_RUN_ENDED:
      put_uint (&self->facts, event->state);
      put_node (self, event->node);
      if (event->error == NULL)
        put_text (self, event->action);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
begin_chunk (SluiceChunkWriter *self)
{
  self->n_facts = 0;
  self->first_visit = self->last_visit + 1;
  self->base_time = self->time;
  self->facts.length = self->times.length = 0;
  self->lane = 0;
  self->visit = 0;
  memset (self->nodes, 0, sizeof self->nodes);
  g_hash_table_remove_all (self->codes);
}

SluiceChunkWriter *
sluice_chunk_writer_new (gsize value_budget)
{
  SluiceChunkWriter *self = g_new0 (SluiceChunkWriter, 1);

  self->value_budget = value_budget;
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->scratch = g_byte_array_new ();
  begin_chunk (self);
  return self;
}

void
sluice_chunk_writer_free (SluiceChunkWriter *self)
{
  g_hash_table_unref (self->codes);
  g_byte_array_unref (self->scratch);
  g_free (self->facts.data);
  g_free (self->times.data);
  g_free (self);
}

/**
 * sluice_chunk_writer_add: (skip)
 * @self: a writer
 * @event: an event of a type in %SLUICE_FACT_MASK
 * @time: its time, which may be another than the event's
 */
void
sluice_chunk_writer_add (SluiceChunkWriter *self,
                         const SluiceEvent *event,
                         gint64             time)
{
  if (self->n_facts == 0)
    self->base_time = self->time = time;
  put_tag (self, event);
  put_body (self, event);
  put_int (&self->times, time - self->time);
  self->time = time;
  self->n_facts++;
}

guint
sluice_chunk_writer_get_n_facts (SluiceChunkWriter *self)
{
  return self->n_facts;
}

gsize
sluice_chunk_writer_get_size (SluiceChunkWriter *self)
{
  return self->facts.length + self->times.length;
}

guint64
sluice_chunk_writer_get_first_visit (SluiceChunkWriter *self)
{
  return self->first_visit;
}

GByteArray *
sluice_chunk_writer_finish (SluiceChunkWriter *self)
{
  GByteArray *out = g_byte_array_sized_new ((guint) (self->facts.length + self->times.length) + 32);

  sluice_pack_uint (out, self->n_facts);
  sluice_pack_uint (out, self->first_visit);
  sluice_pack_int (out, self->base_time);
  sluice_pack_uint (out, self->facts.length);
  g_byte_array_append (out, self->facts.data, (guint) self->facts.length);
  g_byte_array_append (out, self->times.data, (guint) self->times.length);
  begin_chunk (self);
  return out;
}
