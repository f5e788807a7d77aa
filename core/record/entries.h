/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/keeper.h"
#include "record/journal.h"
#include "record/record.h"

G_BEGIN_DECLS

/* What the entries of a journal are. Inputs come in the order in which they were used; all else follows
 * from them and the header, and is there so that it need not be run again to be seen. */

typedef enum
{
  SLUICE_ENTRY_HEADER = 1,
  SLUICE_ENTRY_INPUT,    /* key: its number, from 1 */
  SLUICE_ENTRY_CHUNK,    /* of facts; key: the first visit that can begin in it */
  SLUICE_ENTRY_SNAPSHOT, /* of the state before the chunk that follows; key: as that one's */
  SLUICE_ENTRY_END,
  SLUICE_ENTRY_STOP,     /* of a debugger, behind the facts before it; key: the visits that had begun */
  SLUICE_ENTRY_OWN,      /* of a fork: all that it has of the run before is there; key: the visits that had begun */
} SluiceEntryKind;

typedef enum
{
  /* as SluiceInputType, then: */
  SLUICE_KEPT_CHANGE = 16, /* somebody has changed the store */
  SLUICE_KEPT_CLOCK,       /* what the clock said; used in turn, apart from the others */
  SLUICE_KEPT_PIN,         /* a result was pinned to a node, or its pin taken away */
  SLUICE_KEPT_HOLD,        /* a debugger held a lane, in the midst of its turn */
  SLUICE_KEPT_COMMAND,     /* a person did something to a lane, or let it go on */
} SluiceKeptType;

typedef struct
{
  guint        type;
  gboolean     at_once; /* used at @steps, after @taken others; not at once: after @steps at the latest */
  gboolean     in_phase; /* used at once, while a lane was interrupted in the midst of a phase */
  guint64      taken;
  guint64      steps;
  guint64      effect;
  char        *effect_type;
  char        *node;    /* the address of who asked */
  guint64      digest;  /* of what was asked for */
  GError      *error;
  SluiceValue  value;
  guint32      lane;
  guint64      visit;
  int          attempt;
  int          item;
  double       number;
  int          change;  /* a SluiceChangeType */
  char        *pointer;
  int          place;
  int          phase;   /* RETURN */
  int          command; /* a SluiceCommandType */
  char        *text;    /* of a command, or NULL */
  gboolean     has_value;
} SluiceKept;

void                 sluice_kept_free         (SluiceKept             *self);
/* Borrows all of @input. */
void                 sluice_kept_set_input    (SluiceKept             *self,
                                               const SluiceInput      *input);
GByteArray          *sluice_kept_pack         (const SluiceKept       *self);
SluiceKept          *sluice_kept_unpack       (GBytes                 *bytes); /* NULL: it makes no sense */

/* A number for what an effect asks for: the same request has the same one. */
guint64              sluice_request_digest    (SluiceEffect           *effect);
const char          *sluice_node_name         (SluiceNode             *node);

GByteArray          *sluice_record_info_pack  (const SluiceRecordInfo *self);
SluiceRecordInfo    *sluice_record_info_unpack (GBytes                *bytes);
GByteArray          *sluice_record_end_pack   (SluiceRun              *run,
                                               gint64                  time);

/* A stop, which readers of a record meet as a fact. Of one by a newer version what is known here is read.
 * @budget: bytes of one value that could be named there. */
GByteArray          *sluice_stop_pack         (const SluiceEvent      *event,
                                               gint64                  time,
                                               gsize                   budget);
/* The same stop at another time. */
GByteArray          *sluice_stop_retime       (GBytes                 *bytes,
                                               gint64                  time);
gint64               sluice_stop_get_time     (GBytes                 *bytes);
#define SLUICE_STOP_TEXTS 3
/* @texts: owned, those of @fact from now on. FALSE: it makes no sense. */
gboolean             sluice_stop_unpack       (GBytes                 *bytes,
                                               SluiceFact             *fact,
                                               char                   *texts[SLUICE_STOP_TEXTS]);
/* Owned: what could be named there; null: it is not kept. */
SluiceValue          sluice_stop_unpack_sight (GBytes                 *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceKept, sluice_kept_free)

G_END_DECLS
