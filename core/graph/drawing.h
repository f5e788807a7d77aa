/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What is drawn besides nodes and plain edges (flow-file.md, rule 4): frames, notes, colours and the
 * bends of edges. All lengths are whole grid units.
 *
 * Frames and notes have addresses as nodes have: "flow/$frames/frame-1", "flow/$notes/note-1". An
 * item is a node, a frame or a note. */

typedef enum
{
  SLUICE_ITEM_NONE,  /* nothing is there */
  SLUICE_ITEM_NODE,
  SLUICE_ITEM_FRAME,
  SLUICE_ITEM_NOTE,
} SluiceItemType;

typedef struct
{
  int x;
  int y;
} SluiceGridPoint;

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} SluiceBox;

/* The smallest frame or note, and the margin that a frame keeps around its nodes, above them more for
 * its title. */
#define SLUICE_FRAME_MINIMUM 2
#define SLUICE_FRAME_MARGIN  2
#define SLUICE_FRAME_TITLE   2

/* Looking. Frames and notes of a flow are in document order: the first is drawn at the bottom. */
guint            sluice_document_get_n_frames      (SluiceDocument      *self,
                                                    const char          *flow);
const char      *sluice_document_get_frame_id      (SluiceDocument      *self,
                                                    const char          *flow,
                                                    guint                index);
guint            sluice_document_get_n_notes       (SluiceDocument      *self,
                                                    const char          *flow);
const char      *sluice_document_get_note_id       (SluiceDocument      *self,
                                                    const char          *flow,
                                                    guint                index);
char            *sluice_frame_address              (const char          *flow,
                                                    const char          *id);
char            *sluice_note_address               (const char          *flow,
                                                    const char          *id);
SluiceItemType   sluice_document_get_item_type     (SluiceDocument      *self,
                                                    const char          *address);
/* Where an item is and how large; FALSE if there is no such item. */
gboolean         sluice_document_get_box           (SluiceDocument      *self,
                                                    const char          *address,
                                                    SluiceBox           *box);
/* The title of a frame, the text of a note; "" if there is none. */
char            *sluice_document_dup_frame_title   (SluiceDocument      *self,
                                                    const char          *address);
char            *sluice_document_dup_note_text     (SluiceDocument      *self,
                                                    const char          *address);
/* The name of an item's colour, or NULL; sluice_get_colours() has those that are offered. */
const char      *sluice_document_get_colour        (SluiceDocument      *self,
                                                    const char          *address);
const char * const *sluice_get_colours             (void);
/* The points that an edge passes on its way; NULL with *n_points 0 if there are none. */
SluiceGridPoint *sluice_document_dup_bends         (SluiceDocument      *self,
                                                    const char          *from,
                                                    const char          *action,
                                                    guint               *n_points);
/* The items given, then what lies wholly within the frames among them, each once: what moves when
 * they are dragged. Ask once, when a drag begins. */
char           **sluice_document_dup_with_contents (SluiceDocument      *self,
                                                    const char * const  *addresses);

/* Frames and notes. The verbs return the new address. */
char            *sluice_edit_add_frame             (SluiceDocument      *document,
                                                    const char          *flow,
                                                    const char          *title, /* or NULL */
                                                    const SluiceBox     *box,
                                                    GError             **error);
/* A frame around items of one flow. */
char            *sluice_edit_frame_nodes           (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    const char          *title, /* or NULL */
                                                    GError             **error);
char            *sluice_edit_add_note              (SluiceDocument      *document,
                                                    const char          *flow,
                                                    const char          *text,
                                                    const SluiceBox     *box,
                                                    GError             **error);
/* Merged while typing. */
gboolean         sluice_edit_set_frame_title       (SluiceDocument      *document,
                                                    const char          *address,
                                                    const char          *title,
                                                    GError             **error);
gboolean         sluice_edit_set_note_text         (SluiceDocument      *document,
                                                    const char          *address,
                                                    const char          *text,
                                                    GError             **error);
/* Moves and resizes one frame or note, and nothing else. */
gboolean         sluice_edit_set_box               (SluiceDocument      *document,
                                                    const char          *address,
                                                    const SluiceBox     *box,
                                                    const char          *merge_key, /* or NULL */
                                                    GError             **error);

/* Items of all types together. */
/* @colour NULL: none. */
gboolean         sluice_edit_set_colour            (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    const char          *colour,
                                                    GError             **error);
/* Moves exactly these; see sluice_document_dup_with_contents(). */
gboolean         sluice_edit_move_items            (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    int                  dx,
                                                    int                  dy,
                                                    const char          *merge_key, /* or NULL */
                                                    GError             **error);
/* A frame that is deleted leaves what is in it. */
gboolean         sluice_edit_delete_items          (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    GError             **error);

typedef enum
{
  SLUICE_ALIGN_LEFT,
  SLUICE_ALIGN_RIGHT,
  SLUICE_ALIGN_TOP,
  SLUICE_ALIGN_BOTTOM,
  SLUICE_ALIGN_CENTRE, /* one above the other, by their middles */
  SLUICE_ALIGN_MIDDLE, /* side by side, by their middles */
} SluiceAlignment;

typedef enum
{
  SLUICE_AXIS_HORIZONTAL,
  SLUICE_AXIS_VERTICAL,
} SluiceAxis;

/* Two items or more, of one flow. */
gboolean         sluice_edit_align                 (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    SluiceAlignment      alignment,
                                                    GError             **error);
/* Three items or more, of one flow: the same gap between all, the outermost stay. */
gboolean         sluice_edit_distribute            (SluiceDocument      *document,
                                                    const char * const  *addresses,
                                                    SluiceAxis           axis,
                                                    GError             **error);

/* Bends. @index counts from the source on; adding at the number of bends appends. */
gboolean         sluice_edit_add_bend              (SluiceDocument      *document,
                                                    const char          *from,
                                                    const char          *action,
                                                    guint                index,
                                                    int                  x,
                                                    int                  y,
                                                    GError             **error);
gboolean         sluice_edit_move_bend             (SluiceDocument      *document,
                                                    const char          *from,
                                                    const char          *action,
                                                    guint                index,
                                                    int                  x,
                                                    int                  y,
                                                    const char          *merge_key, /* or NULL */
                                                    GError             **error);
gboolean         sluice_edit_remove_bend           (SluiceDocument      *document,
                                                    const char          *from,
                                                    const char          *action,
                                                    guint                index,
                                                    GError             **error);

G_END_DECLS
