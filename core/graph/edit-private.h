/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document-private.h"
#include "graph/edit.h"

G_BEGIN_DECLS

/* What the verbs share. Functions that change are called in an open transaction. */

gboolean  sluice_edit_refuse        (GError         **error,
                                     const char      *format,
                                     ...) G_GNUC_PRINTF (2, 3);
/* Whether edits are possible at all, and the flow or nodes exist. */
gboolean  sluice_edit_can           (SluiceDocument  *document,
                                     GError         **error);
gboolean  sluice_edit_needs_flow    (SluiceDocument  *document,
                                     const char      *flow,
                                     GError         **error);
gboolean  sluice_edit_needs_node    (SluiceDocument  *document,
                                     const char      *address,
                                     GError         **error);
gboolean  sluice_edit_needs_nodes   (SluiceDocument  *document,
                                     const char * const *addresses,
                                     GError         **error);
gboolean  sluice_edit_needs_edge    (SluiceDocument  *document,
                                     const char      *from,
                                     const char      *action,
                                     GError         **error);
/* Sets the target of an edge, NULL for an explicit end, or removes it. Bends that led elsewhere go. */
gboolean  sluice_edit_lead          (SluiceDocument  *document,
                                     const char      *from,
                                     const char      *action,
                                     const char      *target,
                                     GError         **error);
gboolean  sluice_edit_cut           (SluiceDocument  *document,
                                     const char      *from,
                                     const char      *action,
                                     GError         **error);
/* Commits, or rolls back if the edit did not succeed; returns @succeeded. */
gboolean  sluice_edit_end           (SluiceDocument  *document,
                                     gboolean         succeeded);
/* Makes sure that there is an object at a pointer; refuses to replace anything else there. */
gboolean  sluice_edit_make_object   (SluiceDocument  *document,
                                     const char      *pointer,
                                     GError         **error);
/* Sets a member of the object at @base, which is made if it is absent. */
gboolean  sluice_edit_put           (SluiceDocument  *document,
                                     const char      *base,
                                     const char      *key,
                                     SluiceValue      take,
                                     GError         **error);
/* Removes a member; with @prune also the object at @base if it is empty then. Absent: nothing to do. */
gboolean  sluice_edit_drop          (SluiceDocument  *document,
                                     const char      *base,
                                     const char      *key,
                                     gboolean         prune,
                                     GError         **error);
/* JSON Pointers. */
char     *sluice_edit_node_pointer  (const char      *address,
                                     const char      *key);   /* or NULL: the node itself */
char     *sluice_edit_layout_pointer (const char     *flow);
/* Sets the position of a node, keeping what else its entry holds. */
gboolean  sluice_edit_set_place     (SluiceDocument  *document,
                                     const char      *flow,
                                     const char      *node,
                                     int              x,
                                     int              y,
                                     GError         **error);
/* Writes down where every node of the flow is, so that moving one does not move the others. */
gboolean  sluice_edit_fix_layout    (SluiceDocument  *document,
                                     const char      *flow,
                                     GError         **error);
char     *sluice_edit_unique_node   (SluiceDocument  *document,
                                     const char      *flow,
                                     const char      *wanted);
/* Whether a node is of the kind "flow" and runs this one; a node that does, in no flow @but, or NULL. */
gboolean  sluice_edit_runs_flow     (SluiceDocument  *document,
                                     const char      *address,
                                     const char      *flow);
char     *sluice_edit_find_user     (SluiceDocument  *document,
                                     const char      *flow,
                                     const char      *but);
/* Removes a flow, its layout, and its name from "run". */
gboolean  sluice_edit_drop_flow     (SluiceDocument  *document,
                                     const char      *flow,
                                     GError         **error);
/* Leads all edges of a flow, and its start, from one node to another. */
gboolean  sluice_edit_lead_all      (SluiceDocument  *document,
                                     const char      *flow,
                                     const char      *old,
                                     const char      *target,
                                     GError         **error);
char     *sluice_edit_unique_flow   (SluiceDocument  *document,
                                     const char      *wanted);
/* The ids of the nodes of a flow, owned, in document order. */
GPtrArray *sluice_edit_dup_all_ids  (SluiceDocument  *document,
                                     const char      *flow);
/* "Move Fetch" or "Move 3 nodes": @one has a %s, @many a %u. */
char     *sluice_edit_name_nodes    (SluiceDocument  *document,
                                     const char * const *addresses,
                                     const char      *one,
                                     const char      *many);

G_END_DECLS
