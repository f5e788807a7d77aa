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
 * that may follow: they are written without a check. */
typedef struct
{
  guint8 *data;
  gsize   length;
  gsize   size;
} Bytes;

/* What was there before at an address: a node, or a text. */
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
  Known       nodes[N_KNOWN];
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

static inline void
put_uint (Bytes   *out,
          guint64  number)
{
  guint8 *at = out->data + out->length;

  for (; G_UNLIKELY (number >= 0x80); number >>= 7)
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
  bytes_reserve (out, n + ROOM);
  memcpy (out->data + out->length, bytes, n);
  out->length += n;
}

/* A text that was there before has a code of its own; so has this one from now on. */
static guint
put_new_text (SluiceChunkWriter *self,
              const char        *text)
{
  guint code = g_hash_table_size (self->codes) + 2;
  gsize length = strlen (text);

  g_hash_table_insert (self->codes, g_strdup (text), GUINT_TO_POINTER (code));
  put_uint (&self->facts, 1);
  put_uint (&self->facts, length);
  put_bytes (&self->facts, text, length);
  return code;
}

/* 0: no text, 1: one that follows, more: one of those before. Those that come again come from the same address
 * most often, but it may hold another one by then. */
static guint
put_text (SluiceChunkWriter *self,
          const char        *text)
{
  Known *known = &self->texts[((gsize) text >> 3) & (N_KNOWN - 1)];
  gpointer key, code;

  if (text == NULL)
    {
      put_uint (&self->facts, 0);
      return 0;
    }
  if (known->key == text && strcmp (known->text, text) == 0)
    {
      put_uint (&self->facts, known->code);
      return known->code;
    }
  known->key = text;
  if (g_hash_table_lookup_extended (self->codes, text, &key, &code))
    put_uint (&self->facts, GPOINTER_TO_UINT (code));
  else
    {
      code = GUINT_TO_POINTER (put_new_text (self, text));
      g_hash_table_lookup_extended (self->codes, text, &key, NULL);
    }
  known->text = key;
  known->code = GPOINTER_TO_UINT (code);
  return known->code;
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
  *known = (Known) { node, NULL, put_text (self, name) };
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

static void
put_cut (SluiceChunkWriter *self,
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
  put_uint (&self->facts, SLUICE_FACT_VALUE_NOT_KEPT);
  put_uint (&self->facts, cut->size);
  put_bytes (&self->facts, cut->digest, sizeof cut->digest);
}

static void
put_large_value (SluiceChunkWriter *self,
                 SluiceValue        value,
                 gsize              budget)
{
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
      put_cut (self, value);
      return;
    }
  put_uint (&self->facts, SLUICE_FACT_VALUE_PACKED);
  put_uint (&self->facts, self->scratch->len);
  put_bytes (&self->facts, self->scratch->data, self->scratch->len);
}

/* A value of one byte and its number, or its packed bytes; what is over the budget is left out. */
static inline void
put_value (SluiceChunkWriter *self,
           SluiceValue        value,
           gsize              budget)
{
  if (SLUICE_VALUE_IS_NULL (value))
    put_uint (&self->facts, SLUICE_FACT_VALUE_NULL);
  else if (SLUICE_VALUE_IS_INTEGER (value))
    {
      put_uint (&self->facts, SLUICE_FACT_VALUE_INTEGER);
      put_int (&self->facts, sluice_value_get_integer (value));
    }
  else
    put_large_value (self, value, budget);
}

static void
put_error (SluiceChunkWriter *self,
           const GError      *error)
{
  put_text (self, g_quark_to_string (error->domain));
  put_int (&self->facts, error->code);
  put_text (self, error->message);
}

/* What every fact begins with. */
static G_ALWAYS_INLINE inline void
begin_fact (SluiceChunkWriter *self,
            guint              type,
            guint32            lane,
            guint64            visit,
            const GError      *error,
            gint64             time)
{
  guint tag = type;

  if (G_UNLIKELY (self->n_facts == 0))
    self->base_time = self->time = time;
  bytes_reserve (&self->facts, ROOM);
  bytes_reserve (&self->times, ROOM);
  put_int (&self->times, time - self->time);
  self->time = time;
  self->n_facts++;

  if (lane != self->lane)
    tag |= SLUICE_FACT_LANE;
  if (visit != self->visit)
    tag |= SLUICE_FACT_VISIT;
  if (G_UNLIKELY (error != NULL))
    tag |= SLUICE_FACT_ERROR;
  self->facts.data[self->facts.length++] = (guint8) tag;
  if (tag & SLUICE_FACT_LANE)
    put_uint (&self->facts, self->lane = lane);
  if (tag & SLUICE_FACT_VISIT)
    {
      put_int (&self->facts, (gint64) (visit - self->visit));
      self->visit = visit;
    }
  if (G_UNLIKELY (error != NULL))
    put_error (self, error);
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

  begin_fact (self, SLUICE_EVENT_VISIT_STARTED | (has_entry ? SLUICE_FACT_ENTRY : 0), lane->id, visit->serial, NULL,
              time);
  self->last_visit = MAX (self->last_visit, visit->serial);
  put_node (self, visit->node);
  put_uint (&self->facts, sluice_lane_get_whole_depth (lane));
  if (G_UNLIKELY (has_entry))
    put_uint (&self->facts, (guint) visit->up->index);
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

  begin_fact (self, SLUICE_EVENT_VISIT_ENDED, lane->id, lane->visit->serial, error, time);
  if (error == NULL)
    put_text (self, lane->action);
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
  guint8 *at;

  bytes_reserve (&self->facts, ROOM);
  bytes_reserve (&self->times, ROOM);
  put_int (&self->times, time - self->time);
  self->time = time;
  self->n_facts++;
  at = self->facts.data + self->facts.length;
  at[0] = SLUICE_EVENT_PHASE_ENDED;
  at[1] = (guint8) phase;
  at[2] = is_integer ? SLUICE_FACT_VALUE_INTEGER : SLUICE_FACT_VALUE_NULL;
  self->facts.length += 3;
  if (is_integer)
    put_int (&self->facts, sluice_value_get_integer (value));
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

  if (lane->call->outside)
    head |= SLUICE_FACT_OUTSIDE;
  if (attempt > 0 || attempts != 1)
    head |= SLUICE_FACT_ATTEMPTS;
  if (visit->index >= 0 || visit->batch != NULL)
    head |= SLUICE_FACT_ITEMS;
  begin_fact (self, SLUICE_EVENT_PHASE_ENDED, lane->id, visit->serial, error, time);
  put_uint (&self->facts, head);
  if (head & SLUICE_FACT_ATTEMPTS)
    {
      put_int (&self->facts, attempt);
      put_int (&self->facts, attempts);
    }
  if (head & SLUICE_FACT_ITEMS)
    {
      put_int (&self->facts, visit->index);
      put_int (&self->facts, visit->batch != NULL ? visit->batch->n_items : 0);
    }
  if (has_value)
    put_value (self, value, self->value_budget);
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

  begin_fact (self, SLUICE_EVENT_PATCH, author != NULL ? author->lane : 0, author != NULL ? author->visit : 0, NULL,
              time);
  put_uint (&self->facts, (guint) change->type | (person ? SLUICE_FACT_PERSON : 0));
  put_text (self, change->pointer);
  if (change->type == SLUICE_CHANGE_ADD)
    put_int (&self->facts, change->place);
  if (change->type != SLUICE_CHANGE_REMOVE)
    put_value (self, change->value, self->value_budget > 0 ? self->value_budget * SLUICE_FACT_PATCH_BUDGET : 0);
}

static gboolean
has_place (const SluiceEvent *event)
{
  return event->type == SLUICE_EVENT_EFFECT_BEGAN && event->line > 0;
}

static void
put_effect (SluiceChunkWriter *self,
            const SluiceEvent *event)
{
  put_uint (&self->facts, event->effect);
  put_text (self, event->text);
  if (event->error == NULL)
    put_value (self, event->value, self->value_budget);
  if (has_place (event))
    put_uint (&self->facts, (guint64) event->line * SLUICE_FACT_PHASES + event->phase);
}

static void
put_body (SluiceChunkWriter *self,
          const SluiceEvent *event)
{
  switch (event->type)
    {
    case SLUICE_EVENT_LANE_ENDED:
      if (event->error == NULL)
        put_text (self, event->action);
      break;
    case SLUICE_EVENT_LANE_STARTED:
      put_uint (&self->facts, event->parent);
      put_int (&self->facts, event->item);
      put_node (self, event->node);
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
    case SLUICE_EVENT_VISIT_STARTED:
    case SLUICE_EVENT_VISIT_ENDED:
    case SLUICE_EVENT_PHASE_ENDED:
    case SLUICE_EVENT_PATCH:
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

  begin_fact (self, type, event->lane, event->visit, event->error, time);
  put_body (self, event);
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
