/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "debug/debugger.h"
#include "debug/pins.h"
#include "debugger/session/prepared.h"
#include "debugger/session/stop-info.h"
#include "engine/types.h"
#include "graph/document.h"
#include "kinds/grants.h"
#include "kinds/logged-picture.h"

G_BEGIN_DECLS

/* A run as the window sees it. The engine lives in a thread and context of its own; this object lives
 * in the UI's, sends commands there, and holds the state of the run folded once per frame,
 * however many events came. No GTK, tested without a display. */

#define SLUICE_TYPE_RUN_SESSION (sluice_run_session_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunSession, sluice_run_session, SLUICE, RUN_SESSION, GObject)

typedef enum
{
  SLUICE_SESSION_IDLE,      /* no run yet */
  SLUICE_SESSION_STARTING,
  SLUICE_SESSION_RUNNING,
  SLUICE_SESSION_WAITING,   /* running, with nothing runnable: for a person, a queue, a timer */
  SLUICE_SESSION_STOPPED,   /* by the debugger */
  SLUICE_SESSION_FINISHED,
  SLUICE_SESSION_FAILED,
  SLUICE_SESSION_CANCELLED,
} SluiceSessionState;

/* As what a run begins. */
typedef enum
{
  SLUICE_BEGIN_NEW,
  SLUICE_BEGIN_REPLAY, /* what a record has, again, and no more */
  SLUICE_BEGIN_RESUME, /* that, and then on in the same record */
  SLUICE_BEGIN_FORK,   /* that up to a visit, and then on in a record of its own */
} SluiceRunBeginning;

/* Properties (notify only on a change): state, active (starting … stopped), message (why it stopped, failed or how it
 * ended, in words; NULL), stale (the document was edited since the start), n-prompts, recording
 * (whether runs that start are recorded), stall (why the record can't be written, so that the run waits; NULL),
 * record-fault (why the run goes on without a record that it was to have; NULL).
 * Signal "updated" (const SluiceRunUpdate *): at most once a frame. */

/* What a node's badge shows; kept from one visit to the next, cleared at a start. */
typedef enum
{
  SLUICE_MARK_NONE,
  SLUICE_MARK_QUEUED,
  SLUICE_MARK_PREP,
  SLUICE_MARK_EXEC,
  SLUICE_MARK_WAIT,      /* between attempts; until */
  SLUICE_MARK_FALLBACK,
  SLUICE_MARK_POST,
  SLUICE_MARK_PERSON,    /* waits for a person */
  SLUICE_MARK_QUEUE,     /* waits for a queue; text is its name */
  SLUICE_MARK_STOPPED,   /* a debugger holds a lane here */
  SLUICE_MARK_DONE,      /* text: the action it took */
  SLUICE_MARK_FAILED,    /* text: the error */
  SLUICE_MARK_CANCELLED,
  SLUICE_MARK_SKIPPED,   /* a person, or a switch of the node, had it left out; text: the action */
} SluiceMarkState;

typedef struct
{
  SluiceMarkState state;
  gboolean        is_past;     /* STOPPED: nobody stops, but this is the visit of the past that is shown */
  gboolean        has_begun;   /* is_past: it is shown in its midst or behind it, not at its beginning */
  SluicePhase     phase;       /* STOPPED: that is next, or in which the line is; NONE: neither */
  guint           line;        /* STOPPED: of the script of the phase; 0: at none */
  gboolean        is_current;  /* a lane is in it now */
  guint           n_lanes;     /* lanes in it now */
  int             attempt;     /* from 0 */
  int             attempts;
  guint64         n_visits;
  gint64          duration;    /* µs of the last finished visit; -1: none */
  gboolean        is_mocked;   /* a pin or a person gave the result of the last visit */
  gint64          until;       /* monotonic µs, for WAIT and sleeps; 0: open-ended */
  gboolean        is_retry;    /* WAIT: for the next attempt; else it sleeps in a phase */
  guint           n_results;   /* that arrived while it is stopped, and are held here */
  const char     *text;        /* or NULL */
  const char     *tail;        /* the end of the reply that is coming; NULL: none is */
  gint64          n_tokens;    /* of the replies of the last visit; 0: there were none, or nobody said */
  double          cost;        /* of those, US dollars; 0: not known */
  double          first_text;  /* s until the first of them began; 0: not known */
} SluiceNodeMark;

typedef struct
{
  guint64  n_taken;
  guint64  last;       /* rank: larger is later; 0: never */
  gboolean is_last;    /* the latest edge of a lane alive */
  gboolean is_next;    /* a lane stands before it: it is taken when that goes on */
} SluiceEdgeMark;

typedef struct
{
  guint32         id;
  guint32         parent;
  SluiceLaneState state;
  char           *path;      /* "main/order/pay" */
  char           *address;   /* of the current node in the document, or NULL */
  char           *title;     /* of the current node, or NULL */
  char           *waits_for; /* in words, or NULL */
  gint64          since;     /* µs since the start of the run: of its state; -1: not known */
  gint64          until;     /* as that, of a sleep; 0: open-ended */
  gboolean        is_retry;  /* SLEEPING: for the next attempt */
  char           *reason;    /* why it is stopped, in words; NULL: it is not, or is held with another */
  gboolean        has_result; /* HELD: at one that arrived */
  int             item;      /* of a parallel batch, from 0; -1: none */
  int             n_items;
  char           *queue;     /* that it waits for, or waited for when all were deadlocked; NULL: none */
  gboolean        is_put;    /* for room in that; else for an item */
  char           *action;    /* ENDED: the last one; NULL: none */
  char           *error;     /* ENDED: why it failed; NULL: it did not */
  gboolean        is_cancelled; /* ENDED: it did not come to its end */
  gboolean        is_deadlocked; /* ENDED: every lane waited for another */
  gboolean        is_selected;
} SluiceLaneInfo;

typedef struct
{
  char  *name;
  guint  limit; /* 0: none */
} SluiceQueueInfo;

typedef struct
{
  guint64     effect;
  guint32     lane;
  char       *type;       /* "ask" or "choose" */
  char       *address;
  char       *node_title;
  char       *text;       /* what is asked */
  char       *input;      /* ask: "text", "multiline", "number", "secret", "file" */
  char       *fallback;   /* the default answer, or NULL */
  char      **choices;    /* choose; else NULL */
  gboolean    allows_empty;
} SluicePrompt;

typedef struct
{
  guint64  serial;
  gint64   time;     /* µs since the start of the run */
  char    *level;    /* "info", "warning", "error", "run" */
  guint64  visit;    /* that wrote it; 0: none */
  char    *address;  /* or NULL */
  char    *title;    /* of the node, or NULL */
  char    *text;
  SluiceLoggedPicture *picture; /* that the text describes; NULL: it is a text */
} SluiceLogLine;

/* A model's reply, as far as it has come. */
typedef struct
{
  guint64     effect;
  const char *address;     /* interned: the node; NULL: none of the document */
  char       *title;       /* of the node */
  GString    *text;        /* the beginning, where it is very long */
  gsize       n_left_out;  /* bytes behind that */
  gboolean    is_open;
  gboolean    can_stop;    /* something of it has come */
  char       *model;       /* that answered; NULL: not known yet */
  char       *error;       /* why there is none; NULL: there is, or will be */
  gint64      prompt_tokens;
  gint64      reply_tokens;
  double      cost;        /* US dollars; negative: not known */
  double      first_text;  /* s; negative: not known */
  double      seconds;     /* s; negative: it goes on */
} SluiceModelReply;

/* A stretch of a lane's life: a phase of a visit, or a wait in it. */
typedef struct
{
  gint64           start;   /* µs since the start of the run */
  gint64           end;
  const char      *address; /* interned: the node; NULL: none of the document */
  guint32          lane;
  int              attempt; /* from 0 */
  SluiceMarkState  state;   /* PREP to POST, WAIT, PERSON, QUEUE, STOPPED */
  gboolean         failed;
  gboolean         has_result; /* STOPPED: at a result that arrived meanwhile */
} SluiceSpan;

typedef struct
{
  gboolean  restarted;   /* a new run: everything before is gone */
  char    **nodes;       /* addresses whose mark changed */
  gboolean  edges;       /* some edge mark changed */
  gboolean  lanes;
  gboolean  stack;       /* of the selected lane */
  gboolean  store;
  gboolean  prompts;
  gboolean  spans;
  gboolean  model_replies;
  gboolean  looks;       /* watches, the line of a script or its locals may differ */
  gboolean  hits;        /* of breakpoints */
  gboolean  held;          /* results */
  gboolean  visit;         /* the one that is shown */
  gboolean  interventions;
  guint     n_new_lines; /* of the log */
} SluiceRunUpdate;

typedef enum
{
  SLUICE_PAST_NONE,
  SLUICE_PAST_READING, /* the record */
  SLUICE_PAST_SHOWN,
} SluicePastState;

/* What a record is about; valid while it is looked at. */
typedef struct
{
  char           *path;
  char           *document;    /* its text */
  char           *file;        /* or NULL */
  char           *parent;      /* the record it was forked from, or NULL */
  guint64         parent_visit;
  gint64          started;     /* µs since 1970 */
  gint64          length;      /* µs it took */
  guint64         n_visits;
  gboolean        has_ended;
  SluiceRunState  state;       /* if it has */
  char           *error;       /* why it failed, or NULL */
  char           *damage;      /* what is missing, in words; NULL: nothing */
  char           *other;       /* the record it is compared with, or NULL */
  guint64         parting;     /* the visit where the two part; 0: they do the same */
  char           *parting_words;
} SluicePastInfo;

SluiceRunSession   *sluice_run_session_new             (void);
SluiceSessionState  sluice_run_session_get_state       (SluiceRunSession  *self);
gboolean            sluice_run_session_is_active       (SluiceRunSession  *self);
const char         *sluice_run_session_get_message     (SluiceRunSession  *self);

/* Stopped, or a step waits for what a lane that it holds may have to give. */
gboolean            sluice_run_session_can_continue    (SluiceRunSession  *self);

/* Whether the checks let it run. */
gboolean            sluice_run_session_check           (SluiceDocument    *document,
                                                        GError           **error);
gboolean            sluice_run_session_judge           (GPtrArray         *problems,
                                                        GError           **error);
void                sluice_run_session_take_prepared   (SluiceRunSession  *self,
                                                        SluicePrepared    *take_prepared);
/* What runs from now on may touch; at first nothing. */
void                sluice_run_session_set_grants      (SluiceRunSession  *self,
                                                        SluiceGrants      *grants);
/* Compiles and starts a copy of @document as it is now. What the checks refuse comes back here; what
 * happens later is state and message. @stop_at_start: stopped before the first node (for F11 on an idle flow). */
gboolean            sluice_run_session_start           (SluiceRunSession  *self,
                                                        SluiceDocument    *document,
                                                        gboolean           stop_at_start,
                                                        GError           **error);
/* FALSE; followed by later runs. */
void                sluice_run_session_set_recording   (SluiceRunSession  *self,
                                                        gboolean           is_recording);
const char         *sluice_run_session_get_stall       (SluiceRunSession  *self);
const char         *sluice_run_session_get_record_fault (SluiceRunSession *self);
/* Of the run; NULL: it is not recorded. */
const char         *sluice_run_session_get_record      (SluiceRunSession  *self);
void                sluice_run_session_retry_record    (SluiceRunSession  *self);
void                sluice_run_session_give_up_record  (SluiceRunSession  *self);
/* The beginning of a recorded run again. A replay makes no call at all, and fails where @document asks for
 * something else than the record has; a strict one, where anything differs. A fork goes on live from @moment in a
 * record of its own, stopped there first. What can't be resumed, replayed or forked is told by the state. */
gboolean            sluice_run_session_replay          (SluiceRunSession  *self,
                                                        SluiceDocument    *document,
                                                        const char        *record,
                                                        gboolean           is_strict,
                                                        GError           **error);
gboolean            sluice_run_session_fork            (SluiceRunSession  *self,
                                                        SluiceDocument    *document,
                                                        const char        *record,
                                                        guint64            moment,
                                                        GError           **error);
/* Goes on where an interrupted run was, with the flow that it ran. */
void                sluice_run_session_resume          (SluiceRunSession  *self,
                                                        SluiceDocument    *document, /* in which it is shown */
                                                        const char        *record);

/* Looking back: a moment of a record is shown in place of the run, which goes on behind it. A moment is
 * a visit, as it begins, or one more than the last: the end. Property past (SluicePastState), property moment
 * (0: the run itself is shown), signal "past-failed" (GError). Signal "recorded": the run has ended, and all of its
 * record is on disk. */
void                sluice_run_session_open_past       (SluiceRunSession  *self,
                                                        const char        *path,
                                                        const char        *other, /* compared with; or NULL */
                                                        guint64            moment); /* 0: the end, or where they part */
void                sluice_run_session_close_past      (SluiceRunSession  *self);
void                sluice_run_session_go_to_moment    (SluiceRunSession  *self,
                                                        guint64            moment);
void                sluice_run_session_go_to_time      (SluiceRunSession  *self,
                                                        gint64             time); /* µs since the start of the run */
/* Of the run itself, or of the record that is open. */
gboolean            sluice_run_session_show_moment     (SluiceRunSession  *self,
                                                        guint64            moment);
gboolean            sluice_run_session_can_step_back   (SluiceRunSession  *self);
void                sluice_run_session_step_back       (SluiceRunSession  *self);
gboolean            sluice_run_session_can_step_forward (SluiceRunSession *self);
void                sluice_run_session_step_forward    (SluiceRunSession  *self);
gboolean            sluice_run_session_has_earlier_stop (SluiceRunSession *self);
void                sluice_run_session_back_to_stop    (SluiceRunSession  *self);
gboolean            sluice_run_session_has_later_stop  (SluiceRunSession  *self);
void                sluice_run_session_forward_to_stop (SluiceRunSession  *self);
/* from 1; below 0: from the end */
void                sluice_run_session_go_to_stop      (SluiceRunSession  *self,
                                                        int                number);
GPtrArray          *sluice_run_session_get_stops       (SluiceRunSession  *self);
const SluiceStopMark *sluice_run_session_get_moment_stop (SluiceRunSession *self);
SluicePastState     sluice_run_session_get_past_state  (SluiceRunSession  *self);
const SluicePastInfo *sluice_run_session_get_past      (SluiceRunSession  *self);
gboolean            sluice_run_session_is_past_own     (SluiceRunSession  *self);
guint64             sluice_run_session_get_moment      (SluiceRunSession  *self);
gint64              sluice_run_session_get_moment_time (SluiceRunSession  *self);
const char         *sluice_run_session_get_moment_title (SluiceRunSession *self);
/* Commands; each does nothing where it makes no sense. */
void                sluice_run_session_pause           (SluiceRunSession  *self);
void                sluice_run_session_continue        (SluiceRunSession  *self);
void                sluice_run_session_step_over       (SluiceRunSession  *self);
void                sluice_run_session_step_into       (SluiceRunSession  *self);
void                sluice_run_session_step_out        (SluiceRunSession  *self);
void                sluice_run_session_step_phase      (SluiceRunSession  *self);
void                sluice_run_session_stop            (SluiceRunSession  *self);
void                sluice_run_session_select_lane     (SluiceRunSession  *self,
                                                        guint32            lane);
/* Followed while it lives, now and in later runs; NULL: none. A change is an "updated" of the nodes. */
void                sluice_run_session_set_pins        (SluiceRunSession  *self,
                                                        SluicePins        *pins);
SluicePins         *sluice_run_session_get_pins        (SluiceRunSession  *self);
gboolean            sluice_run_session_is_pinned       (SluiceRunSession  *self,
                                                        const char        *address);
/* FALSE: while one lane steps the others are held. For this run and later ones. */
void                sluice_run_session_set_stop_errors (SluiceRunSession  *self,
                                                        SluiceStopErrors   errors);
void                sluice_run_session_set_steps_all   (SluiceRunSession  *self,
                                                        gboolean           steps_all);
gboolean            sluice_run_session_get_steps_all   (SluiceRunSession  *self);
/* What a person does to a run that is stopped. Signal "replied" (id, error or NULL, text or NULL)
 * follows. 0: it is not stopped, nothing was sent. */
guint               sluice_run_session_intervene       (SluiceRunSession  *self,
                                                        const SluiceIntervention *what);
/* Which visit of which node is followed: @number from 1, 0: the last one; @address NULL: none. */
void                sluice_run_session_show_visit      (SluiceRunSession  *self,
                                                        const char        *address,
                                                        guint64            number);
/* All of a result as JSON: "replied" brings it, also when the run is over. 0: there is no run. */
guint               sluice_run_session_request_value   (SluiceRunSession  *self,
                                                        const char        *address,
                                                        guint64            number,
                                                        SluiceVisitPart    part);
/* None is listed any more; what they did stays. */
void                sluice_run_session_forget_interventions (SluiceRunSession *self);
/* Followed while it lives, now and in later runs. */
void                sluice_run_session_set_breakpoints (SluiceRunSession  *self,
                                                        SluiceBreakpoints *breakpoints);
/* As sluice_run_session_start(), on to @there once. */
gboolean            sluice_run_session_start_to        (SluiceRunSession  *self,
                                                        SluiceDocument    *document,
                                                        const SluiceBreakpoint *there,
                                                        GError           **error);
/* Of a run that has not ended: goes on to there once; a stop before it ends it. */
void                sluice_run_session_run_to          (SluiceRunSession  *self,
                                                        const SluiceBreakpoint *there);
/* Expressions that are evaluated at each stop, and while it runs if that is cheap; in this run and later ones. */
void                sluice_run_session_set_watches     (SluiceRunSession  *self,
                                                        const char * const *expressions);
/* The text of an ask, the choice of a choose. FALSE with a message when the prompt does not
 * take it. */
gboolean            sluice_run_session_answer          (SluiceRunSession  *self,
                                                        guint64            effect,
                                                        const char        *text,
                                                        GError           **error);

/* The folded state; borrowed, valid until the next "updated". */
/* NULL: nothing to show */
const SluiceNodeMark *sluice_run_session_get_node_mark (SluiceRunSession  *self,
                                                        const char        *address);
guint               sluice_run_session_get_n_node_marks (SluiceRunSession *self);
const SluiceEdgeMark *sluice_run_session_get_edge_mark (SluiceRunSession  *self,
                                                        const char        *address,
                                                        const char        *action);
/* The node it is stopped before or in, or where it failed; or NULL. */
const char           *sluice_run_session_get_stop_address (SluiceRunSession *self);
/* The line of a script that it is stopped at, from 1, with its phase; 0: at none. */
guint                 sluice_run_session_get_stop_line (SluiceRunSession  *self,
                                                        SluicePhase       *phase);
/* The functions around that line, the innermost first, with their locals; lent like the store. */
SluiceValue           sluice_run_session_get_frames    (SluiceRunSession  *self);
/* One of them is looked into, 0 the innermost, until the next stop; it has the member "chosen". */
void                  sluice_run_session_choose_frame  (SluiceRunSession  *self,
                                                        guint              frame);
/* An array of objects with "expression" and "value" or "error"; lent like the store. */
SluiceValue           sluice_run_session_get_watched   (SluiceRunSession  *self);
/* How often a breakpoint was met in the last run. */
guint                 sluice_run_session_get_hits      (SluiceRunSession  *self,
                                                        guint              id);
/* Of SluiceLaneInfo: those that are alive, the oldest first, then the last that have ended. */
GPtrArray            *sluice_run_session_get_lanes     (SluiceRunSession  *self);
/* Alive, and not among those. */
guint                 sluice_run_session_get_n_unlisted_lanes (SluiceRunSession *self,
                                                        guint64          *n_earlier); /* ended, the same; or NULL */
/* Of SluiceFrameInfo, the innermost first: where the selected lane is. */
GPtrArray            *sluice_run_session_get_stack     (SluiceRunSession  *self);
/* Around those, and not among them. */
guint                 sluice_run_session_get_n_unlisted_frames (SluiceRunSession *self);
/* of SluicePrompt */
GPtrArray            *sluice_run_session_get_prompts   (SluiceRunSession  *self);
/* Of SluiceModelReply, the latest last: the last of each node, those that go on, and the newest of the others. */
GPtrArray            *sluice_run_session_get_model_replies   (SluiceRunSession  *self);
/* Takes what has come of a reply for all of it. */
void                  sluice_run_session_stop_model_reply    (SluiceRunSession  *self,
                                                        guint64            effect);
/* The last 10,000 lines. */
guint                 sluice_run_session_get_n_lines   (SluiceRunSession  *self);
const SluiceLogLine  *sluice_run_session_get_line      (SluiceRunSession  *self,
                                                        guint              index);
/* The store as of the last update. Its counts belong to the engine's thread: look, never ref. */
SluiceValue           sluice_run_session_get_store     (SluiceRunSession  *self);
/* The store as it was when the run last went on, or at its start; lent as the other. */
SluiceValue           sluice_run_session_get_base_store (SluiceRunSession *self);
/* Of SluiceHeldInfo, the oldest first. */
GPtrArray            *sluice_run_session_get_held      (SluiceRunSession  *self);
/* Of SluiceInterventionInfo, in their order. */
GPtrArray            *sluice_run_session_get_interventions (SluiceRunSession *self);
/* The visit that sluice_run_session_show_visit() asked for; NULL: none, or not yet. */
const SluiceVisitInfo *sluice_run_session_get_visit    (SluiceRunSession  *self);
/* Where there is none to show though there were some: how many. */
guint64               sluice_run_session_get_n_lost_visits (SluiceRunSession *self);
/* Who wrote a pointer last, in words ("Suggest a recipe, post"), and whether it changed since the
 * last stop or start. */
gboolean              sluice_run_session_get_writer    (SluiceRunSession  *self,
                                                        const char        *pointer,
                                                        const char       **writer,
                                                        gboolean          *is_fresh);
/* When, µs since the start of the run; -1: not in it. */
gint64                sluice_run_session_get_write_time (SluiceRunSession *self,
                                                        const char        *pointer);
/* The time of the last update, µs since the start of the run. */
gint64                sluice_run_session_get_time      (SluiceRunSession  *self);
/* Stretches that are over, in the order of their ends, counted from the start; the last 100,000 are
 * kept: NULL for one that is not. */
guint64               sluice_run_session_get_n_spans   (SluiceRunSession  *self);
const SluiceSpan     *sluice_run_session_get_span      (SluiceRunSession  *self,
                                                        guint64            index);
/* of SluiceSpan: those that go on; their end is that of the last update */
GArray               *sluice_run_session_get_open_spans (SluiceRunSession *self);
/* Their limits; of SluiceQueueInfo. */
GPtrArray            *sluice_run_session_get_queue_infos (SluiceRunSession *self);
/* Queues by name: an object of arrays, borrowed like the store. */
gboolean             sluice_run_session_has_queues      (SluiceRunSession  *self);
SluiceValue           sluice_run_session_get_queues    (SluiceRunSession  *self);

G_END_DECLS
