/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* One breakpoint: where a run stops, and on what terms. The kinds are one table, which UI, CLI and later DAP list. */

typedef enum
{
  SLUICE_BREAK_NODE,        /* before a visit */
  SLUICE_BREAK_AFTER,       /* a visit is over, its edge not yet taken */
  SLUICE_BREAK_PHASE,       /* before a phase */
  SLUICE_BREAK_CONSIDERED,  /* an action was returned, its edge not yet taken */
  SLUICE_BREAK_TAKEN,       /* an edge was taken */
  SLUICE_BREAK_WRITTEN,     /* a place of the store */
  SLUICE_BREAK_CHANGED,     /* to another value */
  SLUICE_BREAK_BECOMES,     /* a certain value */
  SLUICE_BREAK_ERROR,       /* that nothing catches */
  SLUICE_BREAK_ATTEMPT,     /* any attempt of exec has failed */
  SLUICE_BREAK_RETRY,       /* before another attempt */
  SLUICE_BREAK_FALLBACK,
  SLUICE_BREAK_NO_EDGE,     /* an action that no edge has, of a node with edges */
  SLUICE_BREAK_QUEUE_EMPTY, /* somebody waits for an item */
  SLUICE_BREAK_QUEUE_FULL,  /* somebody waits for room */
  SLUICE_BREAK_DEADLOCK,    /* before the run fails of it */
  SLUICE_BREAK_TIME,        /* at the first boundary after so many seconds */
  SLUICE_BREAK_VISITS,      /* before the visit of that number */
  SLUICE_BREAK_TOKENS,      /* after a model has read and written so many, all told */
  SLUICE_BREAK_COST,        /* after models have cost so much, as they say themselves */
  SLUICE_BREAK_LINE,        /* before a line of a script */
} SluiceBreakKind;

#define SLUICE_N_BREAKS (SLUICE_BREAK_LINE + 1)

/* What a kind says of its place. */
typedef enum
{
  SLUICE_BREAK_NEEDS_NODE  = 1 << 0,
  SLUICE_BREAK_TAKES_NODE  = 1 << 1, /* none: any node */
  SLUICE_BREAK_NEEDS_PHASE = 1 << 2, /* in "what", as are the next five */
  SLUICE_BREAK_TAKES_PHASE = 1 << 3, /* none: any phase */
  SLUICE_BREAK_TAKES_ACTION = 1 << 4, /* none: any action */
  SLUICE_BREAK_NEEDS_PLACE = 1 << 5, /* a JSON Pointer */
  SLUICE_BREAK_TAKES_QUEUE = 1 << 6, /* none: any queue */
  SLUICE_BREAK_NEEDS_VALUE = 1 << 7,
  SLUICE_BREAK_NEEDS_AMOUNT = 1 << 8, /* s, visits, tokens, a cost, a line from 1 */
} SluiceBreakTakes;

typedef struct
{
  const char *name;  /* in files and on the command line: "after" */
  const char *title; /* for people, to be translated: "After a node" */
  guint       takes; /* SluiceBreakTakes */
} SluiceBreakKindInfo;

const SluiceBreakKindInfo *sluice_break_kind_get_info (SluiceBreakKind  kind);
gboolean                   sluice_break_kind_find     (const char      *name,
                                                       SluiceBreakKind *kind);

typedef struct
{
  guint            id;        /* in its set, from 1; 0: in none yet */
  SluiceBreakKind  kind;
  char            *address;   /* "flow/node"; NULL: any */
  char            *what;      /* a phase, an action, a JSON Pointer or a queue; NULL: any */
  SluiceValue      value;     /* that it becomes */
  double           amount;
  char            *condition; /* an expression over shared, params, prep_res, exec_res, item, attempt, error, action */
  char            *log;       /* a template that is logged instead of a stop */
  guint            hits;      /* stops from that hit on; 0, 1: the first */
  guint            after;     /* the id of one that must have been hit before; 0: none */
  gboolean         once;      /* in a run */
  gboolean         enabled;
} SluiceBreakpoint;

#define SLUICE_TYPE_BREAKPOINT (sluice_breakpoint_get_type ())
GType             sluice_breakpoint_get_type (void) G_GNUC_CONST;
SluiceBreakpoint *sluice_breakpoint_new      (SluiceBreakKind         kind,
                                              const char             *address); /* enabled */
SluiceBreakpoint *sluice_breakpoint_copy     (const SluiceBreakpoint *self);
void              sluice_breakpoint_free     (SluiceBreakpoint       *self);
/* A node with nothing but a place. */
gboolean          sluice_breakpoint_is_plain (const SluiceBreakpoint *self);
/* Whether it says all its kind needs, and its expressions parse. */
gboolean          sluice_breakpoint_check    (const SluiceBreakpoint *self,
                                              GError                **error);
char             *sluice_breakpoint_describe (const SluiceBreakpoint *self); /* "after main/a, if shared.n > 3" */
SluiceValue       sluice_breakpoint_to_value (const SluiceBreakpoint *self);
SluiceBreakpoint *sluice_breakpoint_new_from_value (SluiceValue       value); /* NULL: none */

#define SLUICE_DEBUG_ERROR (sluice_debug_error_quark ())
GQuark sluice_debug_error_quark (void);

typedef enum
{
  SLUICE_DEBUG_ERROR_BREAKPOINT, /* one that says too little, or whose expression does not parse */
  SLUICE_DEBUG_ERROR_NOT_STOPPED,
  SLUICE_DEBUG_ERROR_NO_LANE,    /* there is none that the command could be about */
  SLUICE_DEBUG_ERROR_NO_NODE,    /* not in this flow */
} SluiceDebugError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceBreakpoint, sluice_breakpoint_free)

G_END_DECLS
