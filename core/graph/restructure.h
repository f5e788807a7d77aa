/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* The edit verbs that rewire more than one edge, and those on whole flows. As in graph/edit.h each is
 * one undo step with a name of its own, or joins the open transaction. */

/* Edges. */
typedef struct
{
  const char *from;   /* address */
  const char *action;
} SluiceEdge;

/* Puts a node into an edge: it becomes the target, and its default — or first open — action leads to
 * the old one. */
gboolean  sluice_edit_splice           (SluiceDocument      *document,
                                        const char          *address,
                                        const char          *from,
                                        const char          *action,
                                        GError             **error);
/* Deletes nodes; an edge into one goes on to the target of its default, else its only, edge. */
gboolean  sluice_edit_delete_and_heal  (SluiceDocument      *document,
                                        const char * const  *addresses,
                                        GError             **error);
gboolean  sluice_edit_disconnect_many  (SluiceDocument      *document,
                                        const SluiceEdge    *edges,
                                        guint                n_edges,
                                        GError             **error);

/* Which edges between copies and nodes that are not copied are kept. */
typedef enum
{
  SLUICE_KEEP_NONE     = 0,
  SLUICE_KEEP_INCOMING = 1 << 0, /* what led to the original leads to the copy: an action has one edge */
  SLUICE_KEEP_OUTGOING = 1 << 1, /* the copy leads where the original does */
} SluiceKeepEdges;

/* Copies items beside themselves, shifted by dx, dy. Returns the new addresses. */
char    **sluice_edit_duplicate        (SluiceDocument      *document,
                                        const char * const  *addresses,
                                        int                  dx,
                                        int                  dy,
                                        SluiceKeepEdges      keep,
                                        GError             **error);
/* sluice_edit_paste() that keeps edges of the nodes in @flow of which the pasted ones are copies: those
 * of the same ids. */
char    **sluice_edit_paste_keeping    (SluiceDocument      *document,
                                        const char          *flow,
                                        const char          *text,
                                        int                  x,
                                        int                  y,
                                        SluiceKeepEdges      keep,
                                        GError             **error);

/* Sub-flows. */
/* The items become a flow of their own, and a node that runs it stands in their place: its address.
 * @title NULL: "Group". */
char     *sluice_edit_collapse         (SluiceDocument      *document,
                                        const char * const  *addresses,
                                        const char          *title,
                                        GError             **error);
/* The other way round. The flow goes, unless something else uses it. Returns the addresses of what
 * was in it. */
char    **sluice_edit_expand           (SluiceDocument      *document,
                                        const char          *address,
                                        GError             **error);

/* Nodes that don't take part. */
typedef enum
{
  SLUICE_DISABLED_NO,
  SLUICE_DISABLED_OFF,          /* true: an edge to it leads nowhere, the flow ends there */
  SLUICE_DISABLED_PASS_THROUGH, /* "pass-through": passed by with the action "default" */
} SluiceDisabled;

SluiceDisabled sluice_document_get_disabled (SluiceDocument *self,
                                             const char     *address);
gboolean  sluice_edit_set_disabled     (SluiceDocument      *document,
                                        const char * const  *addresses,
                                        SluiceDisabled       mode,
                                        GError             **error);
/* A result that everybody's runs use in place of exec, kept in the file. */
gboolean  sluice_document_get_pin      (SluiceDocument       *self,
                                        const char           *address,
                                        SluiceValue          *result); /* borrowed; or NULL */
gboolean  sluice_edit_set_pin          (SluiceDocument       *document,
                                        const char           *address,
                                        SluiceValue           take_result,
                                        GError              **error);
gboolean  sluice_edit_drop_pin         (SluiceDocument       *document,
                                        const char           *address,
                                        GError              **error);
/* Sets the mode, or takes it away where all have it. */
gboolean  sluice_edit_toggle_disabled  (SluiceDocument      *document,
                                        const char * const  *addresses,
                                        SluiceDisabled       mode,
                                        GError             **error);
/* Gives a node another kind, keeping what fits: its place, edges, phases and the settings that the
 * new kind has too. */
gboolean  sluice_edit_set_kind         (SluiceDocument      *document,
                                        const char          *address,
                                        const char          *kind,
                                        GError             **error);

/* Flows. */
/* Refused for the last one, and while nodes of others run it. */
gboolean  sluice_edit_delete_flow      (SluiceDocument      *document,
                                        const char          *flow,
                                        GError             **error);
char     *sluice_edit_duplicate_flow   (SluiceDocument      *document,
                                        const char          *flow,
                                        GError             **error); /* the new id */
/* Any key of the flow but its nodes: "title", "note", "params", "batch", "prep", "post", "start" (a
 * node's id). Null removes it. Merged while typing. */
gboolean  sluice_edit_set_flow_key     (SluiceDocument      *document,
                                        const char          *flow,
                                        const char          *key,
                                        SluiceValue          take,
                                        GError             **error);
gboolean  sluice_edit_set_flow_title   (SluiceDocument      *document,
                                        const char          *flow,
                                        const char          *title,
                                        GError             **error);
/* The flows that a run starts; NULL or empty: the first. */
gboolean  sluice_edit_set_run          (SluiceDocument      *document,
                                        const char * const  *flows,
                                        GError             **error);

G_END_DECLS
