/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "debug/intervention.h"
#include "engine/types.h"

G_BEGIN_DECLS

/* What a person sees and does at a stop, as plain data: made in the engine's thread, looked at and
 * freed in the UI's. Values are JSON texts, as their counts may not cross. */

/* More of a value than this is not shown unless it is asked for. */
#define SLUICE_STOP_MAX_TEXT 2000

/* A value in a few lines; NULL: there is none. */
typedef struct
{
  char  *text;
  gsize  size;     /* bytes of the whole text */
} SluiceShortText;

/* One flow around the place where a lane is, or the place itself. */
typedef struct
{
  char            *address;     /* of the node; NULL: a flow that was started */
  char            *title;
  guint32          lane;        /* whose visit it is */
  guint64          number;      /* which of the node's visits; 0: the last one, or it has not begun */
  int              item;        /* of a batch, from 0; -1: none */
  int              n_items;
  gboolean         is_parallel; /* the items have lanes of their own */
  SluiceShortText  params;      /* JSON; no text: there are none, or the run goes on */
  SluiceShortText  value;       /* of the item */
} SluiceFrameInfo;

/* A result that arrived while the run was stopped, and that its lane stands at. */
typedef struct
{
  guint32          lane;
  char            *address; /* or NULL */
  char            *title;
  gboolean         is_effect; /* else what the phase returned */
  gboolean         is_error;  /* the text is the message */
  SluiceShortText  value;
} SluiceHeldInfo;

/* Where a run was stopped. */
typedef struct
{
  guint64      moment;    /* the visit that it was before, or that had begun last */
  gboolean     is_within; /* it was behind the beginning of that */
  gint64       time;      /* µs since the start of the run */
  guint32      lane;      /* 0: of none */
  guint        line;      /* of a script; 0: it was at none */
  SluicePhase  phase;     /* that it was before or in; NONE: of neither */
  char        *address;   /* of the node, or NULL */
  char        *text;      /* why, in words */
} SluiceStopMark;

/* One try of exec. */
typedef struct
{
  int     attempt;  /* from 0 */
  int     item;     /* of a batch, from 0; -1: none */
  gint64  start;    /* µs since the start of the run */
  gint64  duration; /* µs; -1: it goes on */
  gint64  wait;     /* µs that were waited after it; 0: none */
  char   *error;    /* NULL: it went well, or goes on */
} SluiceAttemptInfo;

/* One visit of a node. */
typedef struct
{
  char            *address;
  guint64          number;    /* which of the node's visits it is, from 1 */
  guint64          n_visits;
  guint64          previous;  /* the last before it that is kept; 0: none is */
  guint64          next;      /* and the first behind it */
  guint64          serial;    /* in the run */
  guint32          lane;
  gint64           start;     /* µs since the start of the run */
  gint64           duration;  /* µs; -1: it goes on */
  SluicePhase      phase;     /* that it is in, while it goes on */
  SluiceShortText  prep;      /* of results JSON; no text: there was none */
  SluiceShortText  exec;
  SluiceShortText  request;   /* the last that went to a server, a program or a database */
  guint            n_requests;
  GPtrArray       *attempts;  /* of SluiceAttemptInfo */
  guint            n_more_attempts; /* that are not listed */
  gboolean         has_gap;   /* its middle was too long to be read: attempts may be missing */
  int              n_attempts; /* that the node has */
  int              n_items;   /* of a batch; 0: none */
  gboolean         is_mocked; /* exec was not called: a pin or a person gave its result */
  gboolean         had_fallback;
  gboolean         is_cancelled;
  char            *fallback_error;
  char            *error;     /* that ended it, or NULL */
  char            *action;    /* NULL: it has not ended, or failed */
  char            *target_address; /* where the edge leads; NULL: it ends the flow, or is not known yet */
  char            *target_title;
  gboolean         has_edge;  /* the edge was chosen */
} SluiceVisitInfo;

typedef enum
{
  SLUICE_VISIT_PREP,
  SLUICE_VISIT_EXEC,
  SLUICE_VISIT_REQUEST,
} SluiceVisitPart;

/* What a person did to the run. */
typedef struct
{
  SluiceInterventionType  type;
  guint32                 lane;    /* 0: none */
  char                   *address; /* of the node it was about, or NULL */
  char                   *title;
  char                   *place;   /* as below, or NULL */
  char                   *had;     /* JSON, or NULL */
  char                   *value;   /* as below, or NULL */
  gboolean                is_earlier; /* it was done to a run before this one, and not to this one */
} SluiceInterventionInfo;

/* What is sent there. */
typedef struct
{
  SluiceInterventionType  type;
  guint32                 lane;  /* 0: the selected one; RELEASE: the oldest result */
  const char             *place; /* a JSON Pointer; NEXT: the address of the node to go on with */
  const char             *value; /* JSON; SKIP: the action; FAIL: the message */
} SluiceIntervention;

/* Whether an effect of that type asks what a person wants to read again: a server, a program, a database. */
gboolean sluice_visit_shows_request (const char *effect_type);

void sluice_short_text_clear        (SluiceShortText        *self);
SluiceVisitInfo *sluice_visit_info_new (void);
void sluice_visit_info_free         (SluiceVisitInfo        *self);
void sluice_frame_info_free         (SluiceFrameInfo        *self);
void sluice_held_info_free          (SluiceHeldInfo         *self);
void sluice_intervention_info_free  (SluiceInterventionInfo *self);

SluiceStopMark *sluice_stop_mark_copy (const SluiceStopMark *self);
void            sluice_stop_mark_free (SluiceStopMark       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceStopMark, sluice_stop_mark_free)

G_END_DECLS
