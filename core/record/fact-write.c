/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events into chunks. This runs for every event of a run that is recorded. */

#include "record/fact-private.h"

#include <string.h>

#include "base/json.h"
#include "engine/call-private.h"

#define N_KNOWN 64 /* a power of two */
#define N_CUT   4
#define ROOM    160 /* bytes: of numbers a fact has a dozen at most */

/* A growing run of bytes. Where a fact begins, and behind each text or value, there is room for all the numbers
 * that may follow: they are written without a check. Where the next byte goes to is handed from one writer to the
 * next, for the length in here would be loaded and stored with each of them. */
typedef struct
{
  guint8 *data;
  gsize   length;
  gsize   size;
} Bytes;

/* What was there before at an address: a node, an interned text, or another one. */
typedef struct
{
  gconstpointer key;
  const char   *text; /* borrowed from the codes */
  guint         code;
} Known;

/* A value that is not kept: the same one often comes again, and takes long to sum up. */
typedef struct
{
  SluiceValue value; /* owned */
  guint64     size;
  guint8      digest[SLUICE_FACT_DIGEST];
} Cut;

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
  Known       fixed[N_KNOWN]; /* nodes and interned texts: no other one comes to their address */
  Known       texts[N_KNOWN];
  GByteArray *scratch;
  Cut         cut[N_CUT];  /* the last ones */
  guint       next_cut;
};

static void
bytes_grow (Bytes *self,
            gsize  more)
{
  self->size = MAX (self->size * 2, self->length + more + 4096);
  self->data = g_realloc (self->data, self->size);
}

static inline void
bytes_reserve (Bytes *self,
               gsize  more)
{
  if (G_UNLIKELY (self->length + more > self->size))
    bytes_grow (self, more);
}

static inline guint8 *
put_uint (guint8  *at,
          guint64  number)
{
  for (; G_UNLIKELY (number >= 0x80); number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  return at;
}

static inline guint8 *
put_int (guint8 *at,
         gint64  number)
{
  return put_uint (at, ((guint64) number << 1) ^ (guint64) (number >> 63));
}

static inline guint8 *
bytes_get_end (const Bytes *self)
{
  return self->data + self->length;
}

static inline void
bytes_set_end (Bytes        *self,
               const guint8 *at)
{
  self->length = (gsize) (at - self->data);
}

static guint8 *
put_bytes (SluiceChunkWriter *self,
           guint8            *at,
           const void        *bytes,
           gsize              n)
{
  bytes_set_end (&self->facts, at);
  bytes_reserve (&self->facts, n + ROOM);
  at = bytes_get_end (&self->facts);
  memcpy (at, bytes, n);
  return at + n;
}

/* A text that was there before has a code of its own; so has this one from now on. */
static guint8 *
put_new_text (SluiceChunkWriter *self,
              guint8            *at,
              const char        *text)
{
  guint code = g_hash_table_size (self->codes) + 2;
  gsize length = strlen (text);

  g_hash_table_insert (self->codes, g_strdup (text), GUINT_TO_POINTER (code));
  at = put_uint (at, 1);
  at = put_uint (at, length);
  return put_bytes (self, at, text, length);
}

static guint8 *
put_text_at_new_address (SluiceChunkWriter *self,
                         guint8            *at,
                         Known             *known,
                         const char        *text)
{
  gpointer key, code;

  if (g_hash_table_lookup_extended (self->codes, text, &key, &code))
    at = put_uint (at, GPOINTER_TO_UINT (code));
  else
    {
      at = put_new_text (self, at, text);
      g_hash_table_lookup_extended (self->codes, text, &key, &code);
    }
  *known = (Known) { text, key, GPOINTER_TO_UINT (code) };
  return at;
}

/* 0: no text, 1: one that follows, more: one of those before. Those that come again come from the same address
 * most often, but it may hold another one by then. */
static inline guint8 *
put_text (SluiceChunkWriter *self,
          guint8            *at,
          const char        *text)
{
  Known *known = &self->texts[((gsize) text >> 3) & (N_KNOWN - 1)];

  if (text == NULL)
    return put_uint (at, 0);
  if (G_LIKELY (known->key == text && strcmp (known->text, text) == 0))
    return put_uint (at, known->code);
  return put_text_at_new_address (self, at, known, text);
}

/* An action, which is told at the end of every visit: nothing else comes to the address of an interned text. */
static inline guint8 *
put_interned (SluiceChunkWriter *self,
              guint8            *at,
              const char        *text)
{
  Known *known = &self->fixed[((gsize) text >> 3) & (N_KNOWN - 1)];

  if (text == NULL)
    return put_uint (at, 0);
  if (G_LIKELY (known->key == text))
    return put_uint (at, known->code);
  return put_text_at_new_address (self, at, known, text);
}

static guint8 *
put_new_node (SluiceChunkWriter *self,
              guint8            *at,
              Known             *known,
              SluiceNode        *node)
{
  const char *name = sluice_node_get_address (node);

  if (name == NULL)
    name = sluice_node_get_id (node);
  if (name == NULL)
    name = sluice_node_get_title (node);
  if (name == NULL)
    return put_uint (at, 0);
  at = put_text_at_new_address (self, at, known, name);
  known->key = node;
  return at;
}

/* The address of a node, which is asked for at every visit. */
static inline guint8 *
put_node (SluiceChunkWriter *self,
          guint8            *at,
          SluiceNode        *node)
{
  Known *known = &self->fixed[((gsize) node >> 5) & (N_KNOWN - 1)];

  if (node == NULL)
    return put_uint (at, 0);
  if (G_LIKELY (known->key == node))
    return put_uint (at, known->code);
  return put_new_node (self, at, known, node);
}

static void
sum_up (Cut         *cut,
        SluiceValue  value)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *json = NULL;
  const char *text;
  gsize length, n = SLUICE_FACT_DIGEST;

  if (SLUICE_VALUE_IS_STRING (value))
    {
      text = sluice_value_get_string (value);
      length = sluice_value_get_string_length (value);
    }
  else
    text = json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, &length);
  for (gsize at = 0; at < length; at += G_MAXINT)
    g_checksum_update (checksum, (const guchar *) text + at, (gssize) MIN (length - at, G_MAXINT));
  g_checksum_get_digest (checksum, cut->digest, &n);
  cut->size = length;
  sluice_value_replace (&cut->value, sluice_value_ref (value));
}

static guint8 *
put_cut (SluiceChunkWriter *self,
         guint8            *at,
         SluiceValue        value)
{
  Cut *cut = NULL;

  for (guint i = 0; i < N_CUT && cut == NULL; i++)
    if (sluice_value_is_same (self->cut[i].value, value))
      cut = &self->cut[i];
  if (cut == NULL)
    {
      cut = &self->cut[self->next_cut++ % N_CUT];
      sum_up (cut, value);
    }
  at = put_uint (at, SLUICE_FACT_VALUE_NOT_KEPT);
  at = put_uint (at, cut->size);
  return put_bytes (self, at, cut->digest, sizeof cut->digest);
}

static guint8 *
put_large_value (SluiceChunkWriter *self,
                 guint8            *at,
                 SluiceValue        value,
                 gsize              budget)
{
  if (SLUICE_VALUE_IS_STRING (value) && sluice_value_get_string_length (value) < 32
      && strlen (sluice_value_get_string (value)) == sluice_value_get_string_length (value))
    return put_text (self, put_uint (at, SLUICE_FACT_VALUE_TEXT), sluice_value_get_string (value));
  g_byte_array_set_size (self->scratch, 0);
  if (!sluice_pack_value_within (self->scratch, value, budget))
    return put_cut (self, at, value);
  at = put_uint (at, SLUICE_FACT_VALUE_PACKED);
  at = put_uint (at, self->scratch->len);
  return put_bytes (self, at, self->scratch->data, self->scratch->len);
}

/* A value of one byte and its number, or its packed bytes; what is over the budget is left out. */
static inline guint8 *
put_value (SluiceChunkWriter *self,
           guint8            *at,
           SluiceValue        value,
           gsize              budget)
{
  if (SLUICE_VALUE_IS_NULL (value))
    return put_uint (at, SLUICE_FACT_VALUE_NULL);
  if (SLUICE_VALUE_IS_INTEGER (value))
    return put_int (put_uint (at, SLUICE_FACT_VALUE_INTEGER), sluice_value_get_integer (value));
  return put_large_value (self, at, value, budget);
}

static guint8 *
put_error (SluiceChunkWriter *self,
           guint8            *at,
           const GError      *error)
{
  at = put_text (self, at, g_quark_to_string (error->domain));
  at = put_int (at, error->code);
  return put_text (self, at, error->message);
}

/* Where a fact goes to; its time is kept apart. */
static G_ALWAYS_INLINE inline guint8 *
make_place (SluiceChunkWriter *self,
            gint64             time)
{
  bytes_reserve (&self->facts, ROOM);
  bytes_reserve (&self->times, ROOM);
  bytes_set_end (&self->times, put_int (bytes_get_end (&self->times), time - self->time));
  self->time = time;
  self->n_facts++;
  return bytes_get_end (&self->facts);
}

/* What every fact begins with. */
static G_ALWAYS_INLINE inline guint8 *
begin_fact (SluiceChunkWriter *self,
            guint              type,
            guint32            lane,
            guint64            visit,
            const GError      *error,
            gint64             time)
{
  guint tag = type;
  guint8 *at;

  if (G_UNLIKELY (self->n_facts == 0))
    self->base_time = self->time = time;
  at = make_place (self, time);

  if (lane != self->lane)
    tag |= SLUICE_FACT_LANE;
  if (visit != self->visit)
    tag |= SLUICE_FACT_VISIT;
  if (G_UNLIKELY (error != NULL))
    tag |= SLUICE_FACT_ERROR;
  *at++ = (guint8) tag;
  if (tag & SLUICE_FACT_LANE)
    at = put_uint (at, self->lane = lane);
  if (tag & SLUICE_FACT_VISIT)
    {
      at = put_int (at, (gint64) (visit - self->visit));
      self->visit = visit;
    }
  if (G_UNLIKELY (error != NULL))
    at = put_error (self, at, error);
  return at;
}

/**
 * sluice_chunk_writer_add_visit_started: (skip)
 * @self: a writer
 * @lane: a lane whose visit begins
 * @time: µs since the run started, as in all that follow
 */
void
sluice_chunk_writer_add_visit_started (SluiceChunkWriter *self,
                                       SluiceLane        *lane,
                                       gint64             time)
{
  const SluiceVisit *visit = lane->visit;
  gboolean has_entry = visit->up != NULL && visit->up->index >= 0;
  guint8 *at = begin_fact (self, SLUICE_EVENT_VISIT_STARTED | (has_entry ? SLUICE_FACT_ENTRY : 0), lane->id,
                           visit->serial, NULL, time);

  self->last_visit = MAX (self->last_visit, visit->serial);
  at = put_node (self, at, visit->node);
  at = put_uint (at, sluice_lane_get_whole_depth (lane));
  if (G_UNLIKELY (has_entry))
    at = put_uint (at, (guint) visit->up->index);
  bytes_set_end (&self->facts, at);
}

/**
 * sluice_chunk_writer_add_visit_ended: (skip)
 * @self: a writer
 * @lane: a lane whose visit ends
 * @time: its time
 */
void
sluice_chunk_writer_add_visit_ended (SluiceChunkWriter *self,
                                     SluiceLane        *lane,
                                     gint64             time)
{
  const GError *error = lane->failure != NULL ? lane->failure->error : NULL;
  guint8 *at = begin_fact (self, SLUICE_EVENT_VISIT_ENDED, lane->id, lane->visit->serial, error, time);

  if (G_LIKELY (error == NULL && lane->own_action == NULL))
    at = put_interned (self, at, lane->action);
  else if (error == NULL)
    at = put_text (self, at, lane->action);
  bytes_set_end (&self->facts, at);
}

/* What nearly all phases are: one that the visit of the fact before has ended, with nothing or a number. */
static inline gboolean
is_simple (SluiceChunkWriter *self,
           SluiceLane        *lane,
           SluicePhase        phase,
           SluiceValue        value)
{
  const SluiceVisit *visit = lane->visit;

  return visit->serial == self->visit && lane->id == self->lane && self->n_facts > 0 && phase != SLUICE_PHASE_WAIT
         && (SLUICE_VALUE_IS_INTEGER (value) || SLUICE_VALUE_IS_NULL (value)) && !lane->call->outside
         && visit->attempt == 0 && visit->index < 0 && visit->batch == NULL
         && sluice_visit_get_settings (visit)->retries == 1;
}

static void
add_simple (SluiceChunkWriter *self,
            SluicePhase        phase,
            SluiceValue        value,
            gint64             time)
{
  gboolean is_integer = SLUICE_VALUE_IS_INTEGER (value);
  guint8 *at = make_place (self, time);

  *at++ = SLUICE_EVENT_PHASE_ENDED;
  *at++ = (guint8) phase;
  *at++ = is_integer ? SLUICE_FACT_VALUE_INTEGER : SLUICE_FACT_VALUE_NULL;
  if (is_integer)
    at = put_int (at, sluice_value_get_integer (value));
  bytes_set_end (&self->facts, at);
}

static void
add_phase (SluiceChunkWriter *self,
           SluiceLane        *lane,
           guint              head,
           SluiceValue        value,
           const GError      *error,
           gint64             time)
{
  const SluiceVisit *visit = lane->visit;
  int attempt = visit->attempt, attempts = sluice_visit_get_settings (visit)->retries;
  gboolean has_value = error == NULL && head != SLUICE_PHASE_WAIT;
  guint8 *at;

  if (lane->call->outside)
    head |= SLUICE_FACT_OUTSIDE;
  if (attempt > 0 || attempts != 1)
    head |= SLUICE_FACT_ATTEMPTS;
  if (visit->index >= 0 || visit->batch != NULL)
    head |= SLUICE_FACT_ITEMS;
  at = begin_fact (self, SLUICE_EVENT_PHASE_ENDED, lane->id, visit->serial, error, time);
  at = put_uint (at, head);
  if (head & SLUICE_FACT_ATTEMPTS)
    {
      at = put_int (at, attempt);
      at = put_int (at, attempts);
    }
  if (head & SLUICE_FACT_ITEMS)
    {
      at = put_int (at, visit->index);
      at = put_int (at, visit->batch != NULL ? visit->batch->n_items : 0);
    }
  if (has_value)
    at = put_value (self, at, value, self->value_budget);
  bytes_set_end (&self->facts, at);
}

/**
 * sluice_chunk_writer_add_phase: (skip)
 * @self: a writer
 * @lane: a lane
 * @phase: the phase of its visit that has ended
 * @value: what it returned
 * @error: (nullable): or what went wrong
 * @time: its time
 */
void
sluice_chunk_writer_add_phase (SluiceChunkWriter *self,
                               SluiceLane        *lane,
                               SluicePhase        phase,
                               const SluiceValue *value,
                               const GError      *error,
                               gint64             time)
{
  if (G_LIKELY (error == NULL && is_simple (self, lane, phase, *value)))
    add_simple (self, phase, *value, time);
  else
    add_phase (self, lane, phase, *value, error, time);
}

/**
 * sluice_chunk_writer_add_mocked: (skip)
 * @self: a writer
 * @lane: a lane
 * @value: what its exec would have returned, which was not called
 * @time: its time
 */
void
sluice_chunk_writer_add_mocked (SluiceChunkWriter *self,
                                SluiceLane        *lane,
                                const SluiceValue *value,
                                gint64             time)
{
  add_phase (self, lane, SLUICE_PHASE_EXEC | SLUICE_FACT_MOCKED, *value, NULL, time);
}

/**
 * sluice_chunk_writer_add_patch: (skip)
 * @self: a writer
 * @author: (nullable): who has changed the store; %NULL: somebody outside the run
 * @change: what has changed
 * @time: its time
 */
void
sluice_chunk_writer_add_patch (SluiceChunkWriter  *self,
                               const SluiceAuthor *author,
                               const SluiceChange *change,
                               gint64              time)
{
  gboolean person = author != NULL && author->person;
  guint8 *at = begin_fact (self, SLUICE_EVENT_PATCH, author != NULL ? author->lane : 0,
                           author != NULL ? author->visit : 0, NULL, time);

  at = put_uint (at, (guint) change->type | (person ? SLUICE_FACT_PERSON : 0));
  at = put_text (self, at, change->pointer);
  if (change->type == SLUICE_CHANGE_ADD)
    at = put_int (at, change->place);
  if (change->type != SLUICE_CHANGE_REMOVE)
    at = put_value (self, at, change->value, self->value_budget * SLUICE_FACT_PATCH_BUDGET);
  bytes_set_end (&self->facts, at);
}

static gboolean
has_place (const SluiceEvent *event)
{
  return event->type == SLUICE_EVENT_EFFECT_BEGAN && event->line > 0;
}

static guint8 *
put_effect (SluiceChunkWriter *self,
            guint8            *at,
            const SluiceEvent *event)
{
  at = put_uint (at, event->effect);
  at = put_text (self, at, event->text);
  if (event->error == NULL)
    at = put_value (self, at, event->value, self->value_budget);
  if (has_place (event))
    at = put_uint (at, (guint64) event->line * SLUICE_FACT_PHASES + event->phase);
  return at;
}

static guint8 *
put_body (SluiceChunkWriter *self,
          guint8            *at,
          const SluiceEvent *event)
{
  switch (event->type)
    {
    case SLUICE_EVENT_LANE_ENDED:
      if (event->error == NULL)
        at = put_text (self, at, event->action);
      break;
    case SLUICE_EVENT_LANE_STARTED:
      at = put_uint (at, event->parent);
      at = put_int (at, event->item);
      at = put_node (self, at, event->node);
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
    case SLUICE_EVENT_EFFECT_ENDED:
      at = put_effect (self, at, event);
      break;
    case SLUICE_EVENT_QUEUE:
      at = put_text (self, at, event->text);
      at = put_text (self, at, event->action);
      at = put_value (self, at, event->value, self->value_budget);
      break;
    case SLUICE_EVENT_LOG:
      at = put_text (self, at, event->text);
      at = put_value (self, at, event->value, self->value_budget);
      break;
    case SLUICE_EVENT_WARNING:
      at = put_node (self, at, event->node);
      at = put_text (self, at, event->text);
      break;
    case SLUICE_EVENT_RUN_ENDED:
      at = put_uint (at, event->state);
      at = put_node (self, at, event->node);
      if (event->error == NULL)
        at = put_text (self, at, event->action);
      break;
    case SLUICE_EVENT_VISIT_STARTED:
    case SLUICE_EVENT_VISIT_ENDED:
    case SLUICE_EVENT_PHASE_ENDED:
    case SLUICE_EVENT_PATCH:
    default:
      g_assert_not_reached ();
    }
  return at;
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
  memset (self->fixed, 0, sizeof self->fixed);
  memset (self->texts, 0, sizeof self->texts);
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
  for (guint i = 0; i < N_CUT; i++)
    sluice_value_unref (self->cut[i].value);
  g_free (self->facts.data);
  g_free (self->times.data);
  g_free (self);
}

/**
 * sluice_chunk_writer_add: (skip)
 * @self: a writer
 * @event: an event of a type in %SLUICE_FACT_MASK, but for those with functions of their own
 * @time: its time, which may be another than the event's
 */
void
sluice_chunk_writer_add (SluiceChunkWriter *self,
                         const SluiceEvent *event,
                         gint64             time)
{
  guint type = event->type | (has_place (event) ? SLUICE_FACT_PLACE : 0);
  guint8 *at = begin_fact (self, type, event->lane, event->visit, event->error, time);

  bytes_set_end (&self->facts, put_body (self, at, event));
}

void
sluice_chunk_writer_set_value_budget (SluiceChunkWriter *self,
                                      gsize              value_budget)
{
  self->value_budget = value_budget;
}

guint
sluice_chunk_writer_get_n_facts (SluiceChunkWriter *self)
{
  return self->n_facts;
}

gboolean
sluice_chunk_writer_is_full (SluiceChunkWriter *self,
                             guint              n_facts,
                             gsize              size)
{
  return self->n_facts >= n_facts || self->facts.length + self->times.length >= size;
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
