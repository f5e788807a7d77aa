/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"
#include "record/fact.h"

G_BEGIN_DECLS

/* Reading a record: what was run, how it ended, and the state at any of its visits. */

#define SLUICE_RECORD_ERROR (sluice_record_error_quark ())
GQuark sluice_record_error_quark (void);

typedef enum
{
  SLUICE_RECORD_ERROR_EMPTY,      /* it ended before anything was kept */
  SLUICE_RECORD_ERROR_DAMAGED,    /* a part of it makes no sense */
  SLUICE_RECORD_ERROR_NO_VISIT,   /* it has no such visit */
  SLUICE_RECORD_ERROR_DIVERGED,   /* the flow asks for something else than it did */
  SLUICE_RECORD_ERROR_ENDED,      /* nothing is left to resume */
  SLUICE_RECORD_ERROR_NOT_FOUND,  /* no record has that name */
  SLUICE_RECORD_ERROR_NAME,       /* none can have it */
} SluiceRecordError;

/* What is known when a run starts. */
typedef struct
{
  char       *program;     /* "sluice 0.1.0" */
  char       *name;        /* of the run, for people; NULL: none */
  char       *file;        /* the document's path; NULL: it has none */
  char       *document;    /* its text */
  char       *flow;        /* the one that was run in place of the document's choice; NULL: that one */
  char       *folder;      /* what relative files are relative to; NULL: none */
  guint64     seed;
  guint64     max_visits;  /* 0: no limit */
  double      time_limit;  /* s; 0: no limit */
  gint64      started;     /* µs since 1970 */
  SluiceValue store;       /* owned: the initial store */
  char       *parent;      /* the record it was forked from; NULL: none */
  guint64     parent_visit;/* the first that differs */
} SluiceRecordInfo;

SluiceRecordInfo *sluice_record_info_new    (void);
SluiceRecordInfo *sluice_record_info_copy   (const SluiceRecordInfo *self);
void              sluice_record_info_free   (SluiceRecordInfo       *self);

#define SLUICE_TYPE_RECORD (sluice_record_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRecord, sluice_record, SLUICE, RECORD, GObject)

SluiceRecord           *sluice_record_open        (const char    *path,
                                                   GError       **error);
const char             *sluice_record_get_path    (SluiceRecord  *self);
const SluiceRecordInfo *sluice_record_get_info    (SluiceRecord  *self);
/* Has the end of the run been kept? FALSE: it goes on, or was interrupted. */
gboolean                sluice_record_has_ended   (SluiceRecord  *self);
SluiceRunState          sluice_record_get_state   (SluiceRecord  *self); /* RUNNING: it has not ended */
const char             *sluice_record_get_action  (SluiceRecord  *self);
const char             *sluice_record_get_error   (SluiceRecord  *self);
gint64                  sluice_record_get_time    (SluiceRecord  *self); /* µs it took, as far as is known */
guint64                 sluice_record_get_n_visits (SluiceRecord *self); /* that can be looked at */
guint64                 sluice_record_get_n_inputs (SluiceRecord *self); /* that a replay has */
/* In words what is missing after damage; NULL: nothing. */
const char             *sluice_record_get_damage  (SluiceRecord  *self);

/* The place it stands at: behind a fact, first before all of them. What follows is as it was there. */
gboolean                sluice_record_seek        (SluiceRecord  *self,
                                                   guint64        visit, /* as it begins; 0: before all */
                                                   GError       **error);
gboolean                sluice_record_seek_end    (SluiceRecord  *self,
                                                   GError       **error);
/* FALSE at the end. The texts of @fact are valid until the next call. */
gboolean                sluice_record_step        (SluiceRecord  *self,
                                                   SluiceFact    *fact, /* NULL: nobody wants it */
                                                   GError       **error);
/* What could be named at the stop that was told last. */
SluiceValue             sluice_record_dup_sight   (SluiceRecord  *self);
guint64                 sluice_record_get_visit   (SluiceRecord  *self); /* the last that has begun */
gint64                  sluice_record_get_place_time (SluiceRecord *self);
SluiceValue             sluice_record_get_store   (SluiceRecord  *self); /* borrowed */
/* An object of arrays, borrowed; null: not kept by the version that recorded it. */
SluiceValue             sluice_record_get_queues  (SluiceRecord  *self);
gboolean                sluice_record_is_store_whole (SluiceRecord *self); /* no value of it was left out */
/* The visit that begins next after a time. */
guint64                 sluice_record_find_visit  (SluiceRecord  *self,
                                                   gint64         time);

typedef struct
{
  guint64      visit;
  char        *node;  /* owned */
  guint32      depth;
  int          entry; /* of a batch of flows, that the visits in it are of; -1: none, or not known */
  gint64       began;
} SluiceRecordFrame;

typedef struct
{
  guint32      id;
  guint32      parent;
  int          item;
  char        *node;     /* owned: what it runs */
  GArray      *frames;   /* owned, of SluiceRecordFrame: the visits under way, the innermost last */
  char        *waits_for;/* owned: the effect or queue it waits for; NULL: none */
  guint        line;     /* of the script that asked for it; 0: none did, or it is not kept */
  SluicePhase  phase;    /* of that */
} SluiceRecordLane;

/* Of SluiceRecordLane, by id; borrowed until it moves. */
GPtrArray              *sluice_record_get_lanes   (SluiceRecord  *self);
/* The one in which the visit of the place begins; NULL: none is left. */
SluiceRecordLane       *sluice_record_choose_lane (SluiceRecord  *self);
char                   *sluice_record_lane_dup_path (const SluiceRecordLane *lane);
/* A visit as a JSON object: node, lane, times, each phase with attempt, item, value or error, the
 * effects and changes it made, and its action. */
gboolean                sluice_record_get_card    (SluiceRecord  *self,
                                                   guint64        visit,
                                                   SluiceValue   *card,
                                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRecordInfo, sluice_record_info_free)

G_END_DECLS
