/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts out of chunks. A chunk may be damaged: reading never leaves its bytes, and ends there. */

#include "record/fact-private.h"

#include <string.h>

#include "engine/lane-private.h"

struct _SluiceChunk
{
  GBytes      *bytes;
  guint        n_facts;
  guint64      first_visit;
  gint64       base_time;
  SluiceUnpack first_facts;
  SluiceUnpack first_times;

  SluiceChunkMark at;
  GPtrArray   *texts; /* owned, by code; some may lie ahead */
};

void
sluice_fact_clear (SluiceFact *fact)
{
  sluice_value_clear (&fact->value);
}

/* The parts of a chunk's bytes. */
static gboolean
split (SluiceUnpack *all,
       guint        *n_facts,
       guint64      *first_visit,
       gint64       *base_time,
       SluiceUnpack *facts,
       SluiceUnpack *times)
{
  guint64 length;

  *n_facts = (guint) sluice_unpack_uint (all);
  *first_visit = sluice_unpack_uint (all);
  *base_time = sluice_unpack_time (all);
  length = sluice_unpack_uint (all);
  if (all->bad || length > (guint64) (all->end - all->at))
    return FALSE;
  sluice_unpack_init (facts, all->at, (gsize) length);
  sluice_unpack_init (times, all->at + length, (gsize) (all->end - all->at) - (gsize) length);
  return TRUE;
}

/**
 * sluice_chunk_new: (skip)
 * @bytes: what sluice_chunk_writer_finish() has made
 *
 * Returns: (transfer full) (nullable): the chunk, to be read from its first fact; %NULL: it is none
 */
SluiceChunk *
sluice_chunk_new (GBytes *bytes)
{
  g_autoptr (SluiceChunk) self = g_new0 (SluiceChunk, 1);
  SluiceUnpack all;

  self->bytes = g_bytes_ref (bytes);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  sluice_unpack_init (&all, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!split (&all, &self->n_facts, &self->first_visit, &self->base_time, &self->first_facts, &self->first_times))
    return NULL;
  sluice_chunk_rewind (self);
  return g_steal_pointer (&self);
}

void
sluice_chunk_free (SluiceChunk *self)
{
  g_bytes_unref (self->bytes);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

guint
sluice_chunk_get_n_facts (SluiceChunk *self)
{
  return self->n_facts;
}

guint64
sluice_chunk_get_first_visit (SluiceChunk *self)
{
  return self->first_visit;
}

gint64
sluice_chunk_get_time (SluiceChunk *self)
{
  return self->base_time;
}

void
sluice_chunk_rewind (SluiceChunk *self)
{
  self->at = (SluiceChunkMark) { .facts = self->first_facts, .times = self->first_times, .time = self->base_time };
}

guint
sluice_chunk_get_n_read (SluiceChunk *self)
{
  return self->at.n_read;
}

void
sluice_chunk_get_mark (SluiceChunk     *self,
                       SluiceChunkMark *mark)
{
  *mark = self->at;
}

void
sluice_chunk_go_to (SluiceChunk           *self,
                    const SluiceChunkMark *mark)
{
  self->at = *mark;
}

gsize
sluice_chunk_get_size (SluiceChunk *self)
{
  return g_bytes_get_size (self->bytes);
}

static const char *
give_up (SluiceChunk *self)
{
  self->at.facts.bad = TRUE;
  self->at.facts.at = self->at.facts.end;
  return NULL;
}

/* Texts stay when the chunk is read again: they come in the same order. */
static const char *
get_text (SluiceChunk *self)
{
  guint64 code = sluice_unpack_uint (&self->at.facts);
  guint64 length;

  if (code == 0)
    return NULL;
  if (code >= 2)
    return code - 2 < self->at.n_texts ? g_ptr_array_index (self->texts, code - 2) : give_up (self);
  length = sluice_unpack_uint (&self->at.facts);
  if (length > (guint64) (self->at.facts.end - self->at.facts.at))
    return give_up (self);
  if (self->at.n_texts == self->texts->len)
    g_ptr_array_add (self->texts, g_utf8_make_valid ((const char *) self->at.facts.at, (gssize) length));
  self->at.facts.at += length;
  return g_ptr_array_index (self->texts, self->at.n_texts++);
}

static SluiceValue
get_packed (SluiceChunk *self)
{
  guint64 length = sluice_unpack_uint (&self->at.facts);
  SluiceUnpack inner;
  SluiceValue value;

  if (length > (guint64) (self->at.facts.end - self->at.facts.at))
    {
      give_up (self);
      return sluice_value_null ();
    }
  sluice_unpack_init (&inner, self->at.facts.at, (gsize) length);
  value = sluice_unpack_value (&inner);
  self->at.facts.at += length;
  if (!sluice_unpack_ok (&inner))
    give_up (self);
  return value;
}

static void
get_value (SluiceChunk *self,
           SluiceFact  *fact)
{
  const char *text;

  fact->has_value = fact->is_kept = TRUE;
  switch (sluice_unpack_uint (&self->at.facts))
    {
    case SLUICE_FACT_VALUE_NULL:
      break;
    case SLUICE_FACT_VALUE_INTEGER:
      fact->value = sluice_value_integer (sluice_unpack_int (&self->at.facts));
      break;
    case SLUICE_FACT_VALUE_TEXT:
      text = get_text (self);
      if (text != NULL)
        fact->value = sluice_value_string (text);
      break;
    case SLUICE_FACT_VALUE_PACKED:
      fact->value = get_packed (self);
      break;
    case SLUICE_FACT_VALUE_CUT:
      fact->is_kept = FALSE;
      break;
    case SLUICE_FACT_VALUE_NOT_KEPT:
      fact->is_kept = FALSE;
      fact->size = sluice_unpack_uint (&self->at.facts);
      if (self->at.facts.end - self->at.facts.at < SLUICE_FACT_DIGEST)
        {
          give_up (self);
          break;
        }
      fact->digest = self->at.facts.at;
      self->at.facts.at += SLUICE_FACT_DIGEST;
      break;
    default:
      give_up (self);
    }
}

static void
get_phase (SluiceChunk *self,
           SluiceFact  *fact)
{
  guint phase = (guint) sluice_unpack_uint (&self->at.facts);

  fact->phase = phase & SLUICE_FACT_PHASE;
  fact->mocked = (phase & SLUICE_FACT_MOCKED) != 0;
  fact->outside = (phase & SLUICE_FACT_OUTSIDE) != 0;
  fact->attempts = 1;
  if (phase & SLUICE_FACT_ATTEMPTS)
    {
      fact->attempt = (int) sluice_unpack_int (&self->at.facts);
      fact->attempts = (int) sluice_unpack_int (&self->at.facts);
    }
  if (phase & SLUICE_FACT_ITEMS)
    {
      fact->item = (int) sluice_unpack_int (&self->at.facts);
      fact->n_items = (int) sluice_unpack_int (&self->at.facts);
    }
  if (fact->error == NULL && fact->phase != SLUICE_PHASE_WAIT)
    get_value (self, fact);
  if (fact->phase > SLUICE_PHASE_POST)
    give_up (self);
}

static void
get_patch (SluiceChunk *self,
           SluiceFact  *fact)
{
  guint change = (guint) sluice_unpack_uint (&self->at.facts);

  fact->change = change & SLUICE_FACT_CHANGE;
  fact->person = (change & SLUICE_FACT_PERSON) != 0;
  fact->text = get_text (self);
  fact->place = fact->change == SLUICE_CHANGE_ADD ? (int) sluice_unpack_int (&self->at.facts) : -1;
  if (fact->change != SLUICE_CHANGE_REMOVE)
    get_value (self, fact);
  if (fact->text == NULL || fact->change > SLUICE_CHANGE_REMOVE)
    give_up (self);
}

static void
get_place (SluiceChunk *self,
           SluiceFact  *fact)
{
  guint64 place = sluice_unpack_uint (&self->at.facts);

  fact->line = (guint) (place / SLUICE_FACT_PHASES);
  fact->phase = (SluicePhase) (place % SLUICE_FACT_PHASES);
  if (fact->phase > SLUICE_PHASE_POST)
    give_up (self);
}

static void
get_body (SluiceChunk *self,
          SluiceFact  *fact,
          gboolean     has_more)
{
  switch (fact->type)
    {
    case SLUICE_EVENT_VISIT_STARTED:
      fact->node = get_text (self);
      fact->depth = (guint32) sluice_unpack_uint (&self->at.facts);
      if (has_more)
        fact->item = (int) (sluice_unpack_uint (&self->at.facts) & G_MAXINT);
      if (fact->depth > SLUICE_MAX_DEPTH + 1)
        give_up (self);
      break;
    case SLUICE_EVENT_VISIT_ENDED:
    case SLUICE_EVENT_LANE_ENDED:
      fact->action = fact->error == NULL ? get_text (self) : NULL;
      break;
    case SLUICE_EVENT_PHASE_ENDED:
      get_phase (self, fact);
      break;
    case SLUICE_EVENT_LANE_STARTED:
      fact->parent = (guint32) sluice_unpack_uint (&self->at.facts);
      fact->item = (int) sluice_unpack_int (&self->at.facts);
      fact->node = get_text (self);
      break;
    case SLUICE_EVENT_PATCH:
      get_patch (self, fact);
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
    case SLUICE_EVENT_EFFECT_ENDED:
      fact->effect = sluice_unpack_uint (&self->at.facts);
      fact->text = get_text (self);
      if (fact->error == NULL)
        get_value (self, fact);
      if (has_more)
        get_place (self, fact);
      break;
    case SLUICE_EVENT_QUEUE:
      fact->text = get_text (self);
      fact->action = get_text (self);
      get_value (self, fact);
      break;
    case SLUICE_EVENT_LOG:
      fact->text = get_text (self);
      get_value (self, fact);
      break;
    case SLUICE_EVENT_WARNING:
      fact->node = get_text (self);
      fact->text = get_text (self);
      break;
    case SLUICE_EVENT_RUN_ENDED:
      fact->state = (SluiceRunState) sluice_unpack_uint (&self->at.facts);
      fact->node = get_text (self);
      fact->action = fact->error == NULL ? get_text (self) : NULL;
      if (fact->state > SLUICE_RUN_CANCELLED)
        give_up (self);
      break;
    default:
      give_up (self);
    }
}

static void
add_time (SluiceChunk *self)
{
  gint64 step = sluice_unpack_int (&self->at.times);

  if (step >= -self->at.time && step <= SLUICE_PACK_MAX_TIME - self->at.time)
    self->at.time += step;
  else
    give_up (self);
}

/**
 * sluice_chunk_next: (skip)
 * @self: a chunk
 * @fact: (out caller-allocates): the next fact; its texts belong to @self
 *
 * Returns: whether there was one
 */
gboolean
sluice_chunk_next (SluiceChunk *self,
                   SluiceFact  *fact)
{
  gboolean has_more;
  guint tag;

  memset (fact, 0, sizeof *fact);
  fact->item = -1;
  if (self->at.n_read == self->n_facts || !sluice_unpack_has (&self->at.facts))
    return FALSE;

  tag = *self->at.facts.at++;
  fact->type = tag & SLUICE_FACT_TYPE;
  if (tag & SLUICE_FACT_LANE)
    self->at.lane = (guint32) sluice_unpack_uint (&self->at.facts);
  if (tag & SLUICE_FACT_VISIT)
    self->at.visit += (guint64) sluice_unpack_int (&self->at.facts);
  has_more = (fact->type == SLUICE_EVENT_VISIT_STARTED && (tag & SLUICE_FACT_ENTRY) != 0)
             || (fact->type == SLUICE_EVENT_EFFECT_BEGAN && (tag & SLUICE_FACT_PLACE) != 0);
  if ((tag & SLUICE_FACT_ERROR) && !has_more)
    {
      fact->error_domain = get_text (self);
      fact->error_code = (int) sluice_unpack_int (&self->at.facts);
      fact->error = get_text (self);
    }
  fact->lane = self->at.lane;
  fact->visit = self->at.visit;
  add_time (self);
  fact->time = self->at.time;
  get_body (self, fact, has_more);
  if (self->at.facts.bad || self->at.times.bad)
    {
      sluice_fact_clear (fact);
      return FALSE;
    }
  self->at.n_read++;
  return TRUE;
}

/**
 * sluice_chunk_is_same: (skip)
 * @a: a chunk's bytes
 * @b: another's
 *
 * Returns: whether both tell the same facts, at whatever times
 */
gboolean
sluice_chunk_is_same (GBytes *a,
                      GBytes *b)
{
  GBytes *both[] = { a, b };
  SluiceUnpack facts[2], times;
  guint n_facts[2];
  guint64 first_visit[2];
  gint64 time;
  gsize length;

  for (guint i = 0; i < 2; i++)
    {
      SluiceUnpack all;

      sluice_unpack_init (&all, g_bytes_get_data (both[i], NULL), g_bytes_get_size (both[i]));
      if (!split (&all, &n_facts[i], &first_visit[i], &time, &facts[i], &times))
        return FALSE;
    }
  length = (gsize) (facts[0].end - facts[0].at);
  return n_facts[0] == n_facts[1] && first_visit[0] == first_visit[1]
         && length == (gsize) (facts[1].end - facts[1].at) && memcmp (facts[0].at, facts[1].at, length) == 0;
}
