/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What changed between two documents, in the words of flows: nodes and their actions, settings, texts. */

typedef enum
{
  SLUICE_DIFFERENCE_ADDED,
  SLUICE_DIFFERENCE_REMOVED,
  SLUICE_DIFFERENCE_CHANGED,
} SluiceDifferenceType;

typedef struct
{
  SluiceDifferenceType  type;
  char                 *address; /* of a node or flow; "" for the document itself */
  char                 *title;   /* of the node, or NULL */
  char                 *key;     /* "retries", "settings.prompt", "next.ok"; NULL: all of the node or flow */
  SluiceValue           before;  /* null where it was not */
  SluiceValue           after;
} SluiceDifference;

/* An array of SluiceDifference, in document order: flows, nodes, then the document's own keys. */
GPtrArray *sluice_documents_compare (SluiceDocument *before,
                                     SluiceDocument *after,
                                     gboolean        with_layout);

/* Where the difference is in the root of a document: member by member. */
char      **sluice_difference_dup_path (const SluiceDifference *difference);

/* The root of @before with some of what leads to @after; @picked: of SluiceDifference. What only @after has is
 * placed as there. */
SluiceValue sluice_documents_pick      (SluiceDocument         *before,
                                        SluiceDocument         *after,
                                        GPtrArray              *picked);

/* Three-way merge: what one side changed is taken, per node, action and setting. Where both changed the
 * same thing otherwise, each result has one side's. In the layout that is no conflict: ours stays. */
typedef struct
{
  SluiceValue  ours;      /* merged, with our side of each conflict */
  SluiceValue  theirs;
  GPtrArray   *conflicts; /* char *: paths such as "flows.main.nodes.a.retries" */
} SluiceMerge;

SluiceMerge *sluice_documents_merge (SluiceDocument *base,
                                     SluiceDocument *ours,
                                     SluiceDocument *theirs);
/* The merged file; with git's markers where there are conflicts. */
char        *sluice_merge_to_text   (SluiceMerge    *self,
                                     gsize          *length);
void         sluice_merge_free      (SluiceMerge    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceMerge, sluice_merge_free)

G_END_DECLS
