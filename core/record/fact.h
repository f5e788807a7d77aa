/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/event.h"
#include "record/pack.h"

G_BEGIN_DECLS

/* What a record keeps of an event, without its objects. Packed in chunks of some thousands: texts once
 * a chunk, times as differences and apart from the rest, so that two runs that do the same have the
 * same bytes. Phases end one after the other, so their beginnings are not kept, nor are edges: an edge
 * leads from a visit's end to the next beginning of its lane at that depth. */

#define SLUICE_FACT_MASK                                                                            \
  (SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_ENDED) | SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STARTED)       \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_ENDED) | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED)   \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED) | SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED)    \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_BEGAN) | SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_ENDED)  \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_PATCH) | SLUICE_EVENT_MASK (SLUICE_EVENT_QUEUE)                \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_LOG) | SLUICE_EVENT_MASK (SLUICE_EVENT_WARNING))

typedef struct
{
  SluiceEventType  type;     /* one of SLUICE_FACT_MASK, or STOP: that is no part of what the run did */
  gint64           time;     /* µs since the run started */
  guint32          lane;
  guint32          parent;   /* LANE_STARTED */
  guint64          visit;
  guint32          depth;    /* VISIT_STARTED */
  const char      *node;     /* its address; NULL: none. Texts belong to the chunk */
  SluicePhase      phase;
  int              attempt;
  int              attempts;
  int              item;     /* -1: none; VISIT_STARTED: the entry of the batch of flows around it */
  int              n_items;
  gboolean         outside;  /* PHASE_ENDED: its call was returned from outside, by no effect */
  gboolean         mocked;   /* PHASE_ENDED: a pin or a person gave its value */
  const char      *action;
  const char      *text;
  gboolean         has_value;
  gboolean         is_kept;  /* FALSE: the value was larger than the budget for it; then there are */
  guint64          size;     /* bytes of its JSON, of a text of that; 0: not known */
  const guint8    *digest;   /* SHA-256 of those; NULL: not known */
  SluiceValue      value;    /* owned */
  const char      *error;    /* its message; NULL: none */
  const char      *error_domain;
  int              error_code;
  SluiceChangeType change;   /* PATCH, with text for its pointer */
  int              place;
  gboolean         person;   /* PATCH: somebody's intervention */
  guint64          effect;
  SluiceRunState   state;    /* RUN_ENDED */
  guint            line;     /* of a script: that a STOP is at, or that asks for an effect that BEGAN; 0: none */
} SluiceFact;

void                 sluice_fact_clear            (SluiceFact          *fact);
/* But for the time. */
gboolean             sluice_fact_is_same          (const SluiceFact    *a,
                                                   const SluiceFact    *b);
/* What is left of a value that is not kept, in words; NULL: it is kept, or there is none. */
char                *sluice_fact_dup_not_kept     (const SluiceFact    *fact);
/* As a trace has it. */
SluiceValue          sluice_fact_to_value         (const SluiceFact    *fact);

typedef struct _SluiceChunkWriter SluiceChunkWriter;

/* @value_budget: bytes of one value; 0: no limit */
SluiceChunkWriter   *sluice_chunk_writer_new      (gsize                value_budget);
void                 sluice_chunk_writer_free     (SluiceChunkWriter   *self);
void                 sluice_chunk_writer_add      (SluiceChunkWriter   *self,
                                                   const SluiceEvent   *event,
                                                   gint64               time);
/* What happens most, without an event. */
void                 sluice_chunk_writer_add_visit_started (SluiceChunkWriter *self,
                                                   SluiceLane          *lane,
                                                   gint64               time);
void                 sluice_chunk_writer_add_visit_ended (SluiceChunkWriter *self,
                                                   SluiceLane          *lane,
                                                   gint64               time);
void                 sluice_chunk_writer_add_phase (SluiceChunkWriter  *self,
                                                   SluiceLane          *lane,
                                                   SluicePhase          phase,
                                                   const SluiceValue   *value,
                                                   const GError        *error,
                                                   gint64               time);
void                 sluice_chunk_writer_add_mocked (SluiceChunkWriter *self,
                                                   SluiceLane          *lane,
                                                   const SluiceValue   *value,
                                                   gint64               time);
void                 sluice_chunk_writer_add_patch (SluiceChunkWriter  *self,
                                                   const SluiceAuthor  *author,
                                                   const SluiceChange  *change,
                                                   gint64               time);
/* From here on. */
void                 sluice_chunk_writer_set_value_budget (SluiceChunkWriter *self,
                                                   gsize                value_budget);
guint                sluice_chunk_writer_get_n_facts (SluiceChunkWriter *self);
/* So many facts, or bytes of them, are there. */
gboolean             sluice_chunk_writer_is_full  (SluiceChunkWriter   *self,
                                                   guint                n_facts,
                                                   gsize                size);
guint64              sluice_chunk_writer_get_first_visit (SluiceChunkWriter *self);
GByteArray          *sluice_chunk_writer_finish   (SluiceChunkWriter   *self); /* and begins the next */

typedef struct _SluiceChunk SluiceChunk;

typedef struct
{
  /*< private >*/
  SluiceUnpack facts;
  SluiceUnpack times;
  gint64       time;
  guint64      visit;
  guint32      lane;
  guint        n_read;
  guint        n_texts;
} SluiceChunkMark;

SluiceChunk         *sluice_chunk_new             (GBytes              *bytes); /* NULL: it makes no sense */
void                 sluice_chunk_free            (SluiceChunk         *self);
guint                sluice_chunk_get_n_facts     (SluiceChunk         *self);
guint64              sluice_chunk_get_first_visit (SluiceChunk         *self);
gint64               sluice_chunk_get_time        (SluiceChunk         *self);
void                 sluice_chunk_rewind          (SluiceChunk         *self);
guint                sluice_chunk_get_n_read      (SluiceChunk         *self);
/* A place in a chunk. To come back to it costs nothing, once it was there. */
void                 sluice_chunk_get_mark        (SluiceChunk         *self,
                                                   SluiceChunkMark     *mark);
void                 sluice_chunk_go_to           (SluiceChunk         *self,
                                                   const SluiceChunkMark *mark);
gsize                sluice_chunk_get_size        (SluiceChunk         *self); /* bytes */
/* FALSE at the end, or where it makes no sense. */
gboolean             sluice_chunk_next            (SluiceChunk         *self,
                                                   SluiceFact          *fact);
/* Whether two tell the same, but for the times. */
gboolean             sluice_chunk_is_same         (GBytes              *a,
                                                   GBytes              *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceChunkWriter, sluice_chunk_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceChunk, sluice_chunk_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceFact, sluice_fact_clear)

G_END_DECLS
