/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* The flows of a document as they nest, for diagrams: what runs, in it the flows of its flow nodes,
 * then what nothing leads to. Each flow is drawn once, where it is met first; a further node of
 * it, or one within itself, stands alone. */

typedef struct _SluiceNesting SluiceNesting;

typedef struct
{
  char          *id;      /* of the node */
  char          *address;
  char          *name;    /* unique in all of the nesting; letters, digits and '_' */
  char          *title;
  const char    *kind;    /* borrowed from the document; NULL: it says none */
  gboolean       is_start;
  SluiceNesting *nested;  /* or NULL */
} SluiceNestingNode;

struct _SluiceNesting
{
  char       *flow;   /* id */
  char       *name;   /* unique, as that of a node */
  char       *title;
  GPtrArray  *nodes;  /* SluiceNestingNode */
  GHashTable *by_id;  /* node id → SluiceNestingNode, borrowed from nodes */
};

/* @flow: only this one and what is nested in it; NULL: all of them. Returns an array of SluiceNesting. */
GPtrArray *sluice_nesting_new  (SluiceDocument      *document,
                                const char          *flow);
/* The node that an edge leads to, or NULL: to nothing that there is. */
const SluiceNestingNode *sluice_nesting_find (const SluiceNesting *self,
                                              const char          *node);

G_END_DECLS
