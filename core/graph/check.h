/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

typedef enum
{
  SLUICE_PROBLEM_ERROR,   /* stops a run */
  SLUICE_PROBLEM_WARNING,
  SLUICE_PROBLEM_INFO,
} SluiceSeverity;

typedef struct
{
  SluiceSeverity  severity;
  const char     *code;    /* static: "no-node", "unknown-kind", "no-start" … */
  char           *path;    /* "flows.main.nodes.fetch.next.suggest" */
  char           *pointer; /* the same as JSON Pointer */
  char           *address; /* "main/fetch", or NULL */
  char           *message; /* what is wrong, naming the thing */
  char           *remedy;  /* what to do, or NULL */
  guint           line;    /* 0: unknown */
  guint           column;
} SluiceProblem;

void        sluice_problem_free         (SluiceProblem  *problem);
/* "file:line:column: error: message; remedy" (path in place of the position where there is
 * none). */
char       *sluice_problem_to_string    (SluiceProblem  *problem,
                                         const char     *file);
/* Extra checks by layers above (kinds: scripts that do not parse, settings), called for each flow and then
 * for each of its nodes. */
typedef void (*SluiceCheckFunc) (SluiceDocument *document,
                                 const char     *flow,
                                 const char     *node,     /* its id; NULL: the flow itself */
                                 GPtrArray      *problems);
void        sluice_check_register       (SluiceCheckFunc func);
void        sluice_check_add            (GPtrArray      *problems,
                                         SluiceSeverity  severity,
                                         const char     *code,
                                         const char     *pointer,
                                         char           *take_message,
                                         char           *take_remedy);
/* All problems of a document, sorted by position. Lines are filled in when the source is known. */
GPtrArray  *sluice_check_document       (SluiceDocument *document);
gboolean    sluice_problems_have_errors (GPtrArray      *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceProblem, sluice_problem_free)

G_END_DECLS
