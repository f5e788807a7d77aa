/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/drawing.h"
#include "graph/edit-private.h"

G_BEGIN_DECLS

/* What the verbs on frames, notes and bends share; not for other folders. */

/* Their members in the layout of a flow: objects by id. */
#define SLUICE_FRAMES "$frames"
#define SLUICE_NOTES  "$notes"

/* The flow, owned by the caller; @id points into @address. By the form of the address alone. */
char        *sluice_drawing_split        (const char      *address,
                                          SluiceItemType  *type,
                                          const char     **id);
const char  *sluice_drawing_section      (SluiceItemType   type);
SluiceValue  sluice_drawing_get_section  (SluiceDocument  *self,
                                          const char      *flow,
                                          SluiceItemType   type);
/* What the layout says of an item, or null. */
SluiceValue  sluice_drawing_get_entry    (SluiceDocument  *self,
                                          const char      *address);
/* The points of an edge as the file has them, an array or null. */
SluiceValue  sluice_drawing_get_bends    (SluiceDocument  *self,
                                          const char      *from,
                                          const char      *action);

/* Items of any type exist, and all are of one flow: its id, owned by the caller. */
gboolean     sluice_edit_needs_items     (SluiceDocument      *document,
                                          const char * const  *addresses,
                                          GError             **error);
char        *sluice_edit_needs_one_flow  (SluiceDocument      *document,
                                          const char * const  *addresses,
                                          GError             **error);
/* "Move Fetch", "Move 3 nodes" or "Move 3 items": as sluice_edit_name_nodes(). */
char        *sluice_edit_name_items      (SluiceDocument      *document,
                                          const char * const  *addresses,
                                          const char          *one,
                                          const char          *nodes,
                                          const char          *items);
/* Writes or, with null, removes what the layout says of an item. What becomes empty goes. */
gboolean     sluice_edit_put_entry       (SluiceDocument      *document,
                                          const char          *address,
                                          SluiceValue          take,
                                          GError             **error);
/* One member of it. An entry of a node that has nothing but its place is written short. */
gboolean     sluice_edit_put_in_entry    (SluiceDocument      *document,
                                          const char          *address,
                                          const char          *key,
                                          SluiceValue          take,
                                          GError             **error);
gboolean     sluice_edit_put_bends       (SluiceDocument      *document,
                                          const char          *from,
                                          const char          *action,
                                          SluiceValue          take,
                                          GError             **error);
/* Adds an entry for a frame or a note and returns its address. */
char        *sluice_edit_insert_item     (SluiceDocument      *document,
                                          const char          *flow,
                                          SluiceItemType       type,
                                          const char          *wanted,
                                          SluiceValue          take,
                                          GError             **error);
SluiceValue  sluice_drawing_pair         (int                  x,
                                          int                  y);
/* The entry of a frame or note, or the bends of an edge, moved. */
SluiceValue  sluice_drawing_shift_entry  (SluiceValue          entry,
                                          int                  dx,
                                          int                  dy);
SluiceValue  sluice_drawing_shift_points (SluiceValue          points,
                                          int                  dx,
                                          int                  dy);
/* A copy of a node with the edges alone whose targets @rename (old id → new id) knows, under their new
 * names; ends stay. */
SluiceValue  sluice_edit_remap_edges     (SluiceValue      node,
                                          GHashTable      *rename);
/* What the layout says of a node, moved; with the bends of the edges that @node has. */
SluiceValue  sluice_edit_shift_node_entry (SluiceDocument *document,
                                          const char      *address,
                                          SluiceValue      node,
                                          int              dx,
                                          int              dy);
/* An object of the entries of the frames, or notes, of one flow among the addresses, moved. */
SluiceValue  sluice_edit_shift_items     (SluiceDocument      *document,
                                          const char * const  *addresses,
                                          const char          *flow,
                                          SluiceItemType       type,
                                          int                  dx,
                                          int                  dy);
/* The box around items; FALSE if there are none. */
gboolean     sluice_drawing_get_bounds   (SluiceDocument      *document,
                                          const char * const  *addresses,
                                          SluiceBox           *bounds);

G_END_DECLS
