/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on frames and notes. Drawing one writes down where the nodes of its flow are: it is drawn
 * where they are seen now, and has to stay there. */

#include "graph/drawing.h"

#include <glib/gi18n-lib.h>

#include "graph/drawing-private.h"

static SluiceValue
make_entry (const SluiceBox *box)
{
  SluiceValue entry = sluice_value_object ();

  sluice_value_set_member (&entry, "at", sluice_drawing_pair (box->x, box->y));
  sluice_value_set_member (&entry, "size",
                           sluice_drawing_pair (MAX (box->width, SLUICE_FRAME_MINIMUM),
                                                MAX (box->height, SLUICE_FRAME_MINIMUM)));
  return entry;
}

static SluiceValue
line_or_null (const char *line)
{
  g_autofree char *text = g_strdup (line != NULL ? line : "");

  g_strdelimit (g_strstrip (text), "\n\r", ' ');
  return *text != '\0' ? sluice_value_string (text) : sluice_value_null ();
}

static SluiceValue
text_or_null (const char *text)
{
  return text != NULL && *text != '\0' ? sluice_text_to_value (text) : sluice_value_null ();
}

/* In an open transaction: an item with its "title" or "text". */
static char *
add_item (SluiceDocument   *document,
          const char       *flow,
          SluiceItemType    type,
          SluiceValue       take,
          const SluiceBox  *box,
          GError          **error)
{
  g_auto (SluiceValue) words = take;
  gboolean is_frame = type == SLUICE_ITEM_FRAME;
  g_auto (SluiceValue) entry = make_entry (box);

  if (!SLUICE_VALUE_IS_NULL (words))
    sluice_value_set_member (&entry, is_frame ? "title" : "text", sluice_value_steal (&words));
  if (!sluice_edit_fix_layout (document, flow, error))
    return NULL;
  return sluice_edit_insert_item (document, flow, type, is_frame ? "frame" : "note",
                                  sluice_value_steal (&entry), error);
}

/**
 * sluice_edit_add_frame:
 * @document: a document
 * @flow: the id of a flow
 * @title: (nullable): one line, or %NULL
 * @box: where it is, in grid units; made larger if it is too small
 * @error: return location for an error
 *
 * Adds a frame, above those that are there.
 *
 * Returns: (transfer full) (nullable): its address, %NULL on an error
 */
char *
sluice_edit_add_frame (SluiceDocument   *document,
                       const char       *flow,
                       const char       *title,
                       const SluiceBox  *box,
                       GError          **error)
{
  g_autofree char *address = NULL;

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;

  sluice_document_begin (document, _("Add a Frame"), NULL);
  address = add_item (document, flow, SLUICE_ITEM_FRAME, line_or_null (title), box, error);
  sluice_edit_end (document, address != NULL);
  return g_steal_pointer (&address);
}

/**
 * sluice_edit_frame_nodes:
 * @document: a document
 * @addresses: (array zero-terminated=1): items of one flow
 * @title: (nullable): one line, or %NULL
 * @error: return location for an error
 *
 * Draws a frame around items, with a margin and room for its title.
 *
 * Returns: (transfer full) (nullable): its address, %NULL on an error
 */
char *
sluice_edit_frame_nodes (SluiceDocument      *document,
                         const char * const  *addresses,
                         const char          *title,
                         GError             **error)
{
  g_autofree char *flow = sluice_edit_needs_one_flow (document, addresses, error);
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  SluiceBox box;

  if (flow == NULL)
    return NULL;

  sluice_drawing_get_bounds (document, addresses, &box);
  box.x -= SLUICE_FRAME_MARGIN;
  box.y -= SLUICE_FRAME_MARGIN + SLUICE_FRAME_TITLE;
  box.width += 2 * SLUICE_FRAME_MARGIN;
  box.height += 2 * SLUICE_FRAME_MARGIN + SLUICE_FRAME_TITLE;
  name = sluice_edit_name_items (document, addresses, _("Frame %s"), _("Frame %u Nodes"),
                                 _("Frame %u Items"));
  sluice_document_begin (document, name, NULL);
  address = add_item (document, flow, SLUICE_ITEM_FRAME, line_or_null (title), &box, error);
  sluice_edit_end (document, address != NULL);
  return g_steal_pointer (&address);
}

/**
 * sluice_edit_add_note:
 * @document: a document
 * @flow: the id of a flow
 * @text: (nullable): what it says
 * @box: where it is, in grid units; made larger if it is too small
 * @error: return location for an error
 *
 * Adds a note, above those that are there.
 *
 * Returns: (transfer full) (nullable): its address, %NULL on an error
 */
char *
sluice_edit_add_note (SluiceDocument   *document,
                      const char       *flow,
                      const char       *text,
                      const SluiceBox  *box,
                      GError          **error)
{
  g_autofree char *address = NULL;

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;

  sluice_document_begin (document, _("Add a Note"), NULL);
  address = add_item (document, flow, SLUICE_ITEM_NOTE, text_or_null (text), box, error);
  sluice_edit_end (document, address != NULL);
  return g_steal_pointer (&address);
}

static gboolean
needs_item (SluiceDocument  *document,
            const char      *address,
            SluiceItemType   type,
            GError         **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  if (sluice_document_get_item_type (document, address) == type)
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
               type == SLUICE_ITEM_FRAME ? _("There is no frame “%s”.") : _("There is no note “%s”."),
               address);
  return FALSE;
}

/* One member of a frame or note, as a step that typing merges into. */
static gboolean
set_words (SluiceDocument  *document,
           const char      *address,
           const char      *name,
           const char      *key,
           SluiceValue      take,
           GError         **error)
{
  g_autofree char *merge_key = g_strconcat (key, ":", address, NULL);

  sluice_document_begin (document, name, merge_key);
  return sluice_edit_end (document, sluice_edit_put_in_entry (document, address, key, take, error));
}

/**
 * sluice_edit_set_frame_title:
 * @document: a document
 * @address: the address of a frame
 * @title: (nullable): one line; %NULL or "" for none
 * @error: return location for an error
 *
 * Gives a frame a title. Typing is one step.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_frame_title (SluiceDocument  *document,
                             const char      *address,
                             const char      *title,
                             GError         **error)
{
  if (!needs_item (document, address, SLUICE_ITEM_FRAME, error))
    return FALSE;
  return set_words (document, address, _("Rename a Frame"), "title", line_or_null (title), error);
}

/**
 * sluice_edit_set_note_text:
 * @document: a document
 * @address: the address of a note
 * @text: (nullable): what it says; %NULL or "" for nothing
 * @error: return location for an error
 *
 * Writes a note. Typing is one step.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_note_text (SluiceDocument  *document,
                           const char      *address,
                           const char      *text,
                           GError         **error)
{
  if (!needs_item (document, address, SLUICE_ITEM_NOTE, error))
    return FALSE;
  return set_words (document, address, _("Write a Note"), "text", text_or_null (text), error);
}

/**
 * sluice_edit_set_box:
 * @document: a document
 * @address: the address of a frame or a note
 * @box: where it is to be, in grid units; made larger if it is too small
 * @merge_key: (nullable): as in sluice_document_begin()
 * @error: return location for an error
 *
 * Moves and resizes a frame or a note. What is in a frame stays where it is.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_box (SluiceDocument   *document,
                     const char       *address,
                     const SluiceBox  *box,
                     const char       *merge_key,
                     GError          **error)
{
  gboolean is_note = sluice_document_get_item_type (document, address) == SLUICE_ITEM_NOTE;
  SluiceValue entry;

  if (!needs_item (document, address, is_note ? SLUICE_ITEM_NOTE : SLUICE_ITEM_FRAME, error))
    return FALSE;

  entry = sluice_value_ref (sluice_drawing_get_entry (document, address));
  sluice_value_set_member (&entry, "at", sluice_drawing_pair (box->x, box->y));
  sluice_value_set_member (&entry, "size",
                           sluice_drawing_pair (MAX (box->width, SLUICE_FRAME_MINIMUM),
                                                MAX (box->height, SLUICE_FRAME_MINIMUM)));
  sluice_document_begin (document, is_note ? _("Resize a Note") : _("Resize a Frame"), merge_key);
  return sluice_edit_end (document, sluice_edit_put_entry (document, address, entry, error));
}
