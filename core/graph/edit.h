/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* The edit verbs: each is one undo step with a name of its own (or joins the open transaction). They
 * refuse what would make the document invalid, with a message for the user. */


/* Adds a node; its id comes from @title or @kind. Makes it the start when the flow has none.
 * Returns its address. */
char     *sluice_edit_add_node      (SluiceDocument     *document,
                                     const char         *flow,
                                     const char         *kind,
                                     const char         *title, /* NULL: the kind's */
                                     int                 x,
                                     int                 y,
                                     GError            **error);
/* Deletes nodes and the edges to and from them. A deleted start passes to no node. */
gboolean  sluice_edit_delete_nodes  (SluiceDocument     *document,
                                     const char * const *addresses,
                                     GError            **error);
/* Moves by whole grid units. @merge_key as in sluice_document_begin(). */
gboolean  sluice_edit_move_nodes    (SluiceDocument     *document,
                                     const char * const *addresses,
                                     int                 dx,
                                     int                 dy,
                                     const char         *merge_key,
                                     GError            **error);
/* The edge (from, action) → target node id; replaces one that is there. @target NULL: an
 * explicit end. */
gboolean  sluice_edit_connect       (SluiceDocument     *document,
                                     const char         *from,
                                     const char         *action,
                                     const char         *target,
                                     GError            **error);
gboolean  sluice_edit_disconnect    (SluiceDocument     *document,
                                     const char         *from,
                                     const char         *action,
                                     GError            **error);
gboolean  sluice_edit_rename_action (SluiceDocument     *document,
                                     const char         *from,
                                     const char         *action,
                                     const char         *new_action,
                                     GError            **error);
gboolean  sluice_edit_set_title     (SluiceDocument     *document,
                                     const char         *address,
                                     const char         *title,
                                     GError            **error);
gboolean  sluice_edit_set_setting   (SluiceDocument     *document,
                                     const char         *address,
                                     const char         *name,
                                     SluiceValue         take, /* null removes it */
                                     GError            **error);
/* Any key of the node itself: "retries", "wait", "prep", "note", "output" … Null removes it.
 * Merged while typing. */
const char *sluice_edit_get_key_title     (const char     *key); /* "retries": "Attempts" */
const char *sluice_edit_get_setting_title (SluiceDocument *document,
                                           const char     *address,
                                           const char     *name);
gboolean  sluice_edit_set_key       (SluiceDocument     *document,
                                     const char         *address,
                                     const char         *key,
                                     SluiceValue         take,
                                     GError            **error);
gboolean  sluice_edit_set_start     (SluiceDocument     *document,
                                     const char         *address,
                                     GError            **error);
gboolean  sluice_edit_set_name      (SluiceDocument     *document,
                                     const char         *name,
                                     GError            **error);
/* The initial store: an object. Merged while typing. */
gboolean  sluice_edit_set_shared    (SluiceDocument     *document,
                                     SluiceValue         take,
                                     GError            **error);
/* A key of the document that has no verb of its own: "run", "queues", "uses". Null removes it. */
gboolean  sluice_edit_set_document_key (SluiceDocument  *document,
                                     const char         *key,
                                     SluiceValue         take,
                                     GError            **error);
char     *sluice_edit_add_flow      (SluiceDocument     *document,
                                     const char         *title,
                                     GError            **error); /* its id */
/* The selection as flow-file text: nodes, the edges among them, layout. */
char     *sluice_edit_copy          (SluiceDocument     *document,
                                     const char * const *addresses);
/* Pastes such text with its top left at a place; new ids where taken. Returns the new addresses. */
char    **sluice_edit_paste         (SluiceDocument     *document,
                                     const char         *flow,
                                     const char         *text,
                                     int                 x,
                                     int                 y,
                                     GError            **error);
/* Automatic layout of the flow, or of some of its nodes; layered, stable. */
gboolean  sluice_edit_lay_out       (SluiceDocument     *document,
                                     const char         *flow,
                                     const char * const *addresses, /* NULL: all */
                                     GError            **error);

G_END_DECLS
