/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"
#include "debugger/session/stop-info.h"

G_BEGIN_DECLS

/* What crosses from the engine's thread to the UI's: the difference between two looks at a run. It
 * is made in the engine's thread, put into the link's one slot, taken and freed in the UI's. */

#define SLUICE_RUN_MAX_LINES   10000
#define SLUICE_RUN_MAX_LANES   1000
#define SLUICE_RUN_MAX_ENDED   20   /* lanes */
#define SLUICE_RUN_MAX_FRAMES  200
#define SLUICE_RUN_MAX_WRITERS 4096
#define SLUICE_RUN_MAX_SPANS   100000
#define SLUICE_RUN_MAX_REPLIES 100 /* more, where so many go on or are the last of their nodes */
#define SLUICE_RUN_MAX_REPLY   (256 * 1024) /* bytes of one's text */

typedef struct
{
  char           *action;
  SluiceEdgeMark  mark;
} SluiceEdgeDelta;

typedef struct
{
  const char     *address; /* interned */
  SluiceNodeMark  mark;
  char           *text;    /* owned; mark.text points to it */
  char           *tail;    /* owned; mark.tail points to it */
  GArray         *edges;   /* of SluiceEdgeDelta: those that changed; NULL: none */
} SluiceNodeDelta;

typedef struct
{
  char     *pointer;
  char     *writer;   /* NULL: from outside the run */
  gint64    time;     /* µs since the start of the run */
  gboolean  is_fresh;
} SluiceWriterDelta;

/* The answer to a request. */
typedef struct
{
  guint  id;
  char  *error; /* NULL: it was done */
  char  *text;  /* what was asked for, or NULL */
} SluiceReply;

typedef struct
{
  guint id; /* of a breakpoint */
  guint n_hits;
} SluiceBreakHits;

/* What came of a reply: the text of @reply is put behind what there was, or in its place. */
typedef struct
{
  SluiceModelReply reply;
  gboolean    is_anew;
} SluiceModelReplyDelta;

typedef struct
{
  guint               serial; /* from 1 in a run */
  SluiceSessionState  state;
  char               *message;
  char               *stop_address;
  char               *record;     /* its path; NULL: it is not recorded */
  char               *stall;      /* why it can't be recorded; NULL: it can */
  char               *record_fault; /* why it has no record though it was to have one; NULL: none was in the way */
  guint               n_flushed;  /* how often the record was made to be up to date */
  guint64             n_visits;   /* that have begun */
  GPtrArray          *nodes;      /* of SluiceNodeDelta */
  GPtrArray          *lanes;      /* of SluiceLaneInfo, all of them; NULL: as before */
  guint               n_more_lanes;    /* alive, and not in that; with lanes */
  guint64             n_earlier_lanes; /* ended, and not in that; the same */
  GPtrArray          *stack;      /* of SluiceFrameInfo, the innermost first; NULL: as before */
  guint               n_more_frames;   /* around those; with stack */
  GPtrArray          *prompts;    /* of SluicePrompt, all of them; NULL: as before */
  GPtrArray          *held;       /* of SluiceHeldInfo, all of them, the oldest first; NULL: none, as before */
  GPtrArray          *interventions; /* of SluiceInterventionInfo, all of them; NULL: as before */
  SluiceVisitInfo    *visit;      /* that is shown; NULL: as before */
  GPtrArray          *replies;    /* of SluiceReply; NULL: none */
  GPtrArray          *lines;      /* of SluiceLogLine: the new ones */
  guint64             n_dropped;  /* lines that came and went between two looks */
  GPtrArray          *writers;    /* of SluiceWriterDelta: those that changed */
  gint64              time;       /* µs since the start of the run */
  GArray             *spans;      /* of SluiceSpan: those that are newly over; NULL: none */
  guint64             n_dropped_spans; /* that came and went before them */
  GArray             *open_spans; /* of SluiceSpan, all that go on; NULL: as before */
  gboolean            has_edges;
  gboolean            has_store;
  gboolean            has_lost_writers; /* there was no room for some: what is not fresh may be wrong */
  gboolean            forget_fresh;   /* the run went on after a stop: nothing older is fresh */
  SluiceValue         store;          /* lent, with has_store */
  SluiceValue         base;           /* lent: the store as it was when the run last went on */
  SluiceValue         queues;         /* lent, with has_store */
  GPtrArray          *queue_infos;    /* of SluiceQueueInfo, with has_store */
  SluiceValue         watched;        /* lent, with has_store */
  SluiceValue         frames;         /* lent, with has_store */
  GPtrArray          *model_replies;  /* of SluiceModelReplyDelta: those that changed; NULL: none */
  GArray             *hits;           /* of SluiceBreakHits, all of them; NULL: as before */
  GPtrArray          *stops;          /* of SluiceStopMark: the new ones; NULL: none */
  guint               stop_line;      /* of a script; 0: it is stopped at none */
  SluicePhase         stop_phase;
} SluiceRunDelta;

SluiceRunDelta  *sluice_run_delta_new        (void);
void             sluice_run_delta_free       (SluiceRunDelta  *self);
void             sluice_lane_info_free       (SluiceLaneInfo  *info);
void             sluice_queue_info_free      (SluiceQueueInfo *info);
void             sluice_prompt_free          (SluicePrompt    *prompt);
void             sluice_log_line_free        (SluiceLogLine   *line);
char            *sluice_log_line_dup_text    (SluiceValue      value);
void             sluice_node_delta_free      (SluiceNodeDelta *self);
void             sluice_model_reply_delta_free     (SluiceModelReplyDelta *self);
void             sluice_writer_delta_free    (SluiceWriterDelta *self);
void             sluice_reply_free           (SluiceReply     *self);
SluiceNodeDelta *sluice_node_delta_new       (const char      *address,
                                              const SluiceNodeMark *mark);
void             sluice_node_delta_add_edge  (SluiceNodeDelta *self,
                                              const char      *action,
                                              const SluiceEdgeMark *mark);

/* The link between the two sides of one run: reference counted atomically. */
typedef struct _SluiceRunLink SluiceRunLink;

SluiceRunLink   *sluice_run_link_new         (GSource         *wakeup);
SluiceRunLink   *sluice_run_link_ref         (SluiceRunLink   *self);
void             sluice_run_link_unref       (SluiceRunLink   *self);
/* Engine's side. */
gboolean         sluice_run_link_is_free     (SluiceRunLink   *self);
void             sluice_run_link_put         (SluiceRunLink   *self,
                                              SluiceRunDelta  *take);
guint            sluice_run_link_get_seen    (SluiceRunLink   *self); /* what was lent before it is back */
/* UI's side. */
SluiceRunDelta  *sluice_run_link_take        (SluiceRunLink   *self);
void             sluice_run_link_set_seen    (SluiceRunLink   *self,
                                              guint            serial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunDelta, sluice_run_delta_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunLink, sluice_run_link_unref)

G_END_DECLS
