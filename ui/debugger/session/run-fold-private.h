/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "compile/compile.h"
#include "debug/debugger.h"
#include "debug/pins.h"
#include "debugger/session/run-fold.h"
#include "record/record.h"
#include "record/replay.h"

G_BEGIN_DECLS

/* The fold: all of it belongs to the engine's thread. Events change it (fold-events.c), and at most
 * once in a frame its differences are published as a delta (fold-publish.c). What is reached for
 * every event is found without allocation. */

/* The least time between two deltas, µs: a little less than a frame, so that what comes once in a frame is passed on
 * as it comes and need not be waited for a second time. */
#define SLUICE_FOLD_INTERVAL 15000

typedef struct _FoldNode FoldNode;

typedef struct
{
  FoldNode       *node;   /* the one that owns it */
  char           *action;
  SluiceEdgeMark  mark;
  guint           n_last; /* lanes whose latest edge it is */
  gboolean        is_dirty;
} FoldEdge;

/* What is kept of a visit, to be looked at (fold-visits.c). */
typedef struct _FoldCard FoldCard;

struct _FoldNode
{
  const char     *address; /* interned */
  char           *title;
  SluiceNodeMark  mark;    /* its text is the text below */
  char           *text;
  GString        *tail;    /* of the reply that is coming; NULL: none ever came */
  GPtrArray      *edges;   /* of FoldEdge, owned */
  guint           n_held;  /* lanes that the debugger holds here */
  GQueue          cards;   /* of FoldCard: its last visits, the oldest first */
  GQueue          ended;   /* those of them that are over, borrowed, in the order they ended in */
  gboolean        is_dirty;
};

typedef struct
{
  guint64   serial;
  FoldNode *node; /* NULL: a node without an address */
  gint64    start;
  gboolean  had_post;
} FoldVisit;

typedef struct
{
  guint32          id;
  guint32          parent;
  int              item;      /* of a parallel batch, from 0; -1: none */
  int              n_items;
  FoldNode        *node;      /* that it was started for; NULL: one without an address */
  char            *title;     /* of that */
  char            *flow;      /* its id, as the title */
  SluiceLaneState  state;
  gint64           since;     /* µs since the start of the run: of the state */
  gint64           until;     /* as that; 0: open-ended */
  char            *queue;     /* that it waits for, or waited for last; NULL: none */
  gboolean         is_put;
  FoldNode        *wait_node; /* where it was deadlocked, or NULL */
  GArray          *visits;    /* of FoldVisit, outermost first */
  FoldEdge        *last_edge; /* borrowed from its node */
  FoldNode        *next;      /* where that led, and the visit has not begun; NULL: nowhere */
  SluiceSpan       span;      /* that goes on; its state NONE: none does */
} FoldLane;

typedef struct
{
  FoldNode    *node; /* NULL: from outside the run */
  SluicePhase  phase;
  gint64       time;
  gboolean     is_person;
  guint        epoch;
  gboolean     is_dirty;
} FoldWriter;

typedef struct
{
  guint       serial;
  SluiceValue store;
  SluiceValue base;
  SluiceValue queues;
  SluiceValue watched;
  SluiceValue frames;
} FoldLoan;

struct _SluiceRunFold
{
  SluiceEngineThread *thread; /* borrowed: the session keeps it */

  /* owned */
  SluiceRunLink      *link;
  SluiceProgram      *program;
  SluiceRun          *run;
  SluiceDebugger     *debugger;
  SluiceDebugger     *before;      /* of the run before, until this one is live; or NULL */
  char               *before_record; /* of that run, or NULL */
  SluiceBreakpoints  *breakpoints;
  SluicePins         *pins;        /* NULL: none yet */
  SluiceRecorder     *recorder;    /* NULL: it is not recorded, or no longer */
  char               *replayed;    /* the record that it begins as; NULL: none */
  SluiceReplay       *replay;      /* NULL: it began at its beginning */
  char               *record;      /* its path; NULL: there is none */
  char               *stall;       /* why it can't be written; NULL: it can */
  char               *record_fault; /* why there is none though there was to be one */
  SluiceValue         later_breakpoints; /* for when it is live */
  GSource            *flush;
  guint               watch;

  GHashTable         *nodes;       /* address, interned → FoldNode */
  GHashTable         *lanes;       /* id → FoldLane */
  GHashTable         *writers;     /* pointer → FoldWriter */
  GPtrArray          *dirty_nodes; /* borrowed from nodes */
  GPtrArray          *held_nodes;  /* borrowed from nodes */
  GPtrArray          *next_edges;  /* of FoldEdge that lanes are held before, borrowed from their nodes */
  GPtrArray          *dirty_writers; /* keys borrowed from writers */
  GHashTable         *model_replies; /* effect → reply that is open, or not yet published */
  gint64           n_tokens;  /* of all calls of models */
  double           cost;      /* US dollars */
  GQueue              lines;       /* of SluiceLogLine */
  guint64             n_earlier_lanes; /* that ended before those of @ended */
  GQueue              ended;       /* of SluiceLaneInfo: the last lanes that have, the oldest first */
  GQueue              loans;       /* of FoldLoan, oldest first */
  GArray             *spans;       /* of SluiceSpan: over since the last delta */
  GPtrArray          *stops;       /* of SluiceStopMark: since the last delta */
  GPtrArray          *earlier_stops; /* the same: of the record that it begins as, not yet passed; NULL: none */
  GHashTable         *open_cards;  /* serial → FoldCard of a visit that goes on, borrowed */
  GQueue              ended_cards; /* of FoldCard, borrowed from their nodes, in the order they ended in */
  const char         *look_address; /* interned: the node whose visit is shown; NULL: none is */
  gint64              look_cost;    /* µs that it took last */
  guint64             look_number;  /* which of them; 0: the last one */
  GPtrArray          *replies;     /* of SluiceReply: since the last delta */
  SluiceValue         held_results; /* an array, as published */
  SluiceValue         base;        /* the store as it was when the run last went on */
  GError             *error;       /* why the run could not start */
  GPtrArray          *watches;     /* of FoldWatch (fold-looks.c) */
  SluiceValue         watched;     /* an array: what the watches say */
  SluiceValue         watched_base; /* the same when the run last went on */
  SluiceValue         frames;      /* an array: of the script that it is stopped in */
  GArray             *hits;        /* of SluiceBreakHits, as published */
  SluiceBreakpoint   *here;        /* where to run to from the start, or NULL */
  gint64              looks_cost;  /* µs that the watches took last */

  /* borrowed: what the last event was about */
  FoldNode           *last_node;
  FoldLane           *last_lane;

  gint64              start;       /* monotonic µs */
  gint64              last_flush;
  gint64              flush_time;  /* monotonic µs: when the next delta is due; G_MAXINT64: nothing has changed */
  guint64             n_visits;    /* that have begun: one that is held before it has not */
  guint64             edge_rank;
  guint64             line_serial;
  guint64             n_dropped;
  guint64             n_dropped_spans;
  guint64             store_version;
  guint               serial;
  guint               n_flushed;   /* of the record */
  guint               epoch;
  gboolean            has_lost_writers; /* since the last look */
  guint               purge_epoch; /* the writers were purged in it */
  guint32             stop_lane;   /* the one that stopped last; 0: none yet */
  guint               n_busy;      /* lanes that compute or could */
  guint               n_interventions; /* that were published; G_MAXUINT: others than are listed now */
  gboolean            edges_dirty;
  gboolean            lanes_dirty;
  gboolean            held_dirty;
  gboolean            prompts_dirty;
  gboolean            queues_dirty;
  gboolean            spans_dirty;
  gboolean            looks_dirty;
  gboolean            has_lent;
  gboolean            base_dirty;
  gboolean            look_dirty;
  gboolean            forget_fresh;
  gboolean            is_live;     /* not (any more) what a record says */
  gboolean            stops_when_live;
  gboolean            is_at_fork;  /* stopped where it leaves its record */
  gboolean            is_replay;   /* nothing is to go on where the record ends */
};

/* fold-events.c */
void  sluice_run_fold_watch        (SluiceRunFold *self);
void  sluice_run_fold_init_tables  (SluiceRunFold *self);
void  sluice_run_fold_clear_tables (SluiceRunFold *self);
void  sluice_run_fold_touch_node   (SluiceRunFold *self,
                                    FoldNode      *node);
FoldNode *sluice_run_fold_get_node (SluiceRunFold *self,
                                    SluiceNode    *node);
void  sluice_run_fold_set_text     (FoldNode      *node,
                                    const char    *text);
/* @node NULL: of the run as a whole. */
void  sluice_run_fold_add_line     (SluiceRunFold *self,
                                    const char    *level,
                                    FoldNode      *node,
                                    gint64         time,
                                    char          *take_text);

/* fold-edges.c */
void  sluice_run_fold_init_edges   (FoldNode      *node);
FoldEdge *sluice_run_fold_get_edge (FoldNode      *node,
                                    const char    *action);
void  sluice_run_fold_touch_edge   (SluiceRunFold *self,
                                    FoldEdge      *edge);
void  sluice_run_fold_set_last_edge (SluiceRunFold *self,
                                    FoldLane      *lane,
                                    FoldEdge      *edge); /* NULL: none */
void  sluice_run_fold_leave_way    (SluiceRunFold *self,
                                    FoldLane      *lane);
void  sluice_run_fold_edge         (SluiceRunFold *self,
                                    FoldLane      *lane, /* or NULL */
                                    const SluiceEvent *event);

/* run-fold.c */
void  sluice_run_fold_keep_base    (SluiceRunFold *self);

/* fold-record.c */
gboolean sluice_run_fold_create_run (SluiceRunFold         *self,
                                     const SluiceRunOrder  *order,
                                     GError               **error);
void  sluice_run_fold_do_record    (SluiceRunFold *self,
                                    SluiceCommand  command);
void  sluice_run_fold_close_record (SluiceRunFold *self);
void  sluice_run_fold_leave_record (SluiceRunFold *self);

/* fold-earlier.c; @record: that it begins as, before its first fact */
void  sluice_run_fold_init_earlier (SluiceRunFold *self,
                                    SluiceRecord  *record,
                                    guint64        visit);
void  sluice_run_fold_clear_earlier (SluiceRunFold *self);
void  sluice_run_fold_pass_earlier (SluiceRunFold *self,
                                    guint64        moment,
                                    gint64         time);

/* fold-spans.c */
void  sluice_run_fold_begin_span   (SluiceRunFold *self,
                                    FoldLane      *lane,
                                    FoldNode      *node,
                                    SluiceMarkState state,
                                    int            attempt,
                                    gint64         time);
void  sluice_run_fold_end_span     (SluiceRunFold *self,
                                    FoldLane      *lane,
                                    gint64         time,
                                    gboolean       failed);
void  sluice_run_fold_publish_spans (SluiceRunFold *self,
                                    SluiceRunDelta *delta);

/* fold-looks.c */
void  sluice_run_fold_init_looks   (SluiceRunFold *self);
void  sluice_run_fold_clear_looks  (SluiceRunFold *self);
void  sluice_run_fold_publish_looks (SluiceRunFold *self,
                                    SluiceRunDelta *delta);

/* fold-visits.c */
void  sluice_run_fold_init_visits  (SluiceRunFold *self);
void  sluice_run_fold_clear_visits (SluiceRunFold *self);
void  sluice_run_fold_clear_cards  (FoldNode      *node);
void  sluice_run_fold_see_event    (SluiceRunFold *self,
                                    const SluiceEvent *event);
void  sluice_run_fold_publish_visit (SluiceRunFold *self,
                                    SluiceRunDelta *delta);

/* The number among its node's of a visit that goes on; 0: it is not known. */
guint64 sluice_run_fold_find_number (SluiceRunFold *self,
                                    guint64        serial);

/* fold-lanes.c */
void  sluice_run_fold_init_lanes   (SluiceRunFold *self);
void  sluice_run_fold_clear_lanes  (SluiceRunFold *self);
void  sluice_run_fold_note_queue   (FoldLane      *lane,
                                    SluiceLane    *object);
void  sluice_run_fold_keep_lane    (SluiceRunFold *self,
                                    FoldLane      *lane,
                                    const SluiceEvent *event);
SluiceNode *sluice_run_fold_get_place (SluiceRunFold *self,
                                    SluiceLane    *lane);
/* fold-message.c */
const GError *sluice_run_fold_get_divergence (SluiceRunFold *self);
char *sluice_run_fold_dup_message  (SluiceRunFold      *self,
                                    SluiceSessionState  state);

void  sluice_run_fold_publish_lanes (SluiceRunFold *self,
                                    SluiceRunDelta *delta);

/* fold-stop.c */
char *sluice_fold_dup_json         (SluiceValue    value);
char *sluice_fold_dup_request      (SluiceValue    request);
void  sluice_fold_shorten          (char          *take_text,
                                    SluiceShortText *place);
void  sluice_run_fold_inherit      (SluiceRunFold *self);
void  sluice_run_fold_publish_stop (SluiceRunFold *self,
                                    SluiceRunDelta *delta);
/* @error NULL: it was done. */
void  sluice_run_fold_reply        (SluiceRunFold *self,
                                    guint          id,
                                    const char    *error,
                                    char          *take_text);
/* fold-replies.c */
void  sluice_run_fold_init_model_replies    (SluiceRunFold     *self);
void  sluice_run_fold_clear_model_replies   (SluiceRunFold     *self);
void  sluice_run_fold_model_reply           (SluiceRunFold     *self,
                                       const SluiceEvent *event);
void  sluice_run_fold_progress        (SluiceRunFold     *self,
                                       const SluiceEvent *event);
void  sluice_run_fold_vectors         (SluiceRunFold     *self,
                                       const SluiceEvent *event);
char *sluice_run_fold_dup_usage       (SluiceRunFold     *self);
void  sluice_run_fold_forget_usage    (FoldNode          *node);
void  sluice_run_fold_publish_model_replies (SluiceRunFold     *self,
                                       SluiceRunDelta    *delta);

/* fold-publish.c */
void  sluice_run_fold_init_flush   (SluiceRunFold *self);
void  sluice_run_fold_clear_flush  (SluiceRunFold *self);
void  sluice_run_fold_touch        (SluiceRunFold *self);

G_END_DECLS
