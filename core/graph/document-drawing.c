/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Looks at what the layout holds besides positions: frames, notes, colours and bends. They are
 * objects by their ids in "$frames" and "$notes" of a flow's layout; what has another shape, or has
 * no place, counts as absent here. */

#include "graph/drawing.h"

#include <string.h>

#include "base/ids.h"
#include "graph/document-private.h"
#include "graph/drawing-private.h"

static const char *const colours[] = {
  "blue", "green", "yellow", "orange", "red", "purple", "brown", "grey", NULL,
};

/**
 * sluice_get_colours:
 *
 * Gets the names of the colours that are offered for items. A file may name others, which are drawn
 * as none.
 *
 * Returns: (transfer none) (array zero-terminated=1): the names, in the order in which they are shown
 */
const char *const *
sluice_get_colours (void)
{
  return colours;
}

/* Addresses */

/**
 * sluice_frame_address:
 * @flow: the id of a flow
 * @id: the id of a frame
 *
 * Returns: (transfer full): its address
 */
char *
sluice_frame_address (const char *flow,
                      const char *id)
{
  return g_strconcat (flow, "/", SLUICE_FRAMES, "/", id, NULL);
}

/**
 * sluice_note_address:
 * @flow: the id of a flow
 * @id: the id of a note
 *
 * Returns: (transfer full): its address
 */
char *
sluice_note_address (const char *flow,
                     const char *id)
{
  return g_strconcat (flow, "/", SLUICE_NOTES, "/", id, NULL);
}

char *
sluice_drawing_split (const char      *address,
                      SluiceItemType  *type,
                      const char     **id)
{
  const char *rest;
  g_autofree char *flow = sluice_address_dup_flow (address, &rest);

  *type = SLUICE_ITEM_NODE;
  *id = rest;
  if (g_str_has_prefix (rest, SLUICE_FRAMES "/"))
    *type = SLUICE_ITEM_FRAME;
  else if (g_str_has_prefix (rest, SLUICE_NOTES "/"))
    *type = SLUICE_ITEM_NOTE;
  if (*type != SLUICE_ITEM_NODE)
    *id = strchr (rest, '/') + 1;
  return g_steal_pointer (&flow);
}

const char *
sluice_drawing_section (SluiceItemType type)
{
  return type == SLUICE_ITEM_FRAME ? SLUICE_FRAMES : SLUICE_NOTES;
}

/* Frames and notes */

static gboolean
read_size (SluiceValue  entry,
           SluiceBox   *box)
{
  SluiceValue size = sluice_value_get_member (entry, "size");
  SluicePlace read;

  if (!SLUICE_VALUE_IS_ARRAY (size) || !sluice_place_read (size, &read))
    return FALSE;
  box->width = MAX (read.x, SLUICE_FRAME_MINIMUM);
  box->height = MAX (read.y, SLUICE_FRAME_MINIMUM);
  return TRUE;
}

static gboolean
read_box (SluiceValue  entry,
          SluiceBox   *box)
{
  SluicePlace at;

  if (!SLUICE_VALUE_IS_OBJECT (entry) || !sluice_place_read (entry, &at) || !read_size (entry, box))
    return FALSE;
  box->x = at.x;
  box->y = at.y;
  return TRUE;
}

SluiceValue
sluice_drawing_get_section (SluiceDocument *self,
                            const char     *flow,
                            SluiceItemType  type)
{
  SluiceValue section = sluice_document_get_entry (self, flow, sluice_drawing_section (type));

  return SLUICE_VALUE_IS_OBJECT (section) ? section : sluice_value_null ();
}

static guint
count_boxes (SluiceValue section)
{
  SluiceValueIter iter;
  SluiceValue entry;
  SluiceBox box;
  guint n = 0;

  sluice_value_iter_init (&iter, section);
  while (sluice_value_iter_next (&iter, NULL, &entry))
    if (read_box (entry, &box))
      n++;
  return n;
}

static const char *
nth_box (SluiceValue section,
         guint       index)
{
  SluiceValueIter iter;
  SluiceValue entry;
  const char *id;
  SluiceBox box;

  sluice_value_iter_init (&iter, section);
  while (sluice_value_iter_next (&iter, &id, &entry))
    if (read_box (entry, &box) && index-- == 0)
      return id;
  return NULL;
}

/**
 * sluice_document_get_n_frames:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: how many frames are drawn in it
 */
guint
sluice_document_get_n_frames (SluiceDocument *self,
                              const char     *flow)
{
  return count_boxes (sluice_drawing_get_section (self, flow, SLUICE_ITEM_FRAME));
}

/**
 * sluice_document_get_frame_id:
 * @self: a document
 * @flow: the id of a flow
 * @index: a number below sluice_document_get_n_frames()
 *
 * Returns: (transfer none) (nullable): the id of a frame; valid until the next change
 */
const char *
sluice_document_get_frame_id (SluiceDocument *self,
                              const char     *flow,
                              guint           index)
{
  return nth_box (sluice_drawing_get_section (self, flow, SLUICE_ITEM_FRAME), index);
}

/**
 * sluice_document_get_n_notes:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: how many notes are drawn in it
 */
guint
sluice_document_get_n_notes (SluiceDocument *self,
                             const char     *flow)
{
  return count_boxes (sluice_drawing_get_section (self, flow, SLUICE_ITEM_NOTE));
}

/**
 * sluice_document_get_note_id:
 * @self: a document
 * @flow: the id of a flow
 * @index: a number below sluice_document_get_n_notes()
 *
 * Returns: (transfer none) (nullable): the id of a note; valid until the next change
 */
const char *
sluice_document_get_note_id (SluiceDocument *self,
                             const char     *flow,
                             guint           index)
{
  return nth_box (sluice_drawing_get_section (self, flow, SLUICE_ITEM_NOTE), index);
}

/* Items */

SluiceValue
sluice_drawing_get_entry (SluiceDocument *self,
                          const char     *address)
{
  SluiceItemType type;
  const char *id;
  g_autofree char *flow = sluice_drawing_split (address, &type, &id);

  if (type == SLUICE_ITEM_NODE)
    return sluice_document_get_entry (self, flow, id);
  return sluice_value_get_member (sluice_drawing_get_section (self, flow, type), id);
}

/**
 * sluice_document_get_item_type:
 * @self: a document
 * @address: (nullable): an address
 *
 * Returns: what is at it
 */
SluiceItemType
sluice_document_get_item_type (SluiceDocument *self,
                               const char     *address)
{
  SluiceItemType type;
  const char *id;
  g_autofree char *flow = NULL;
  SluiceBox box;

  if (sluice_document_has_node (self, address))
    return SLUICE_ITEM_NODE;
  flow = sluice_drawing_split (address, &type, &id);
  if (type == SLUICE_ITEM_NODE || !sluice_document_has_flow (self, flow) ||
      !read_box (sluice_drawing_get_entry (self, address), &box))
    return SLUICE_ITEM_NONE;
  return type;
}

/**
 * sluice_document_get_box:
 * @self: a document
 * @address: the address of an item
 * @box: (out): in grid units
 *
 * Gets where an item is drawn, a node's place and size among them.
 *
 * Returns: %FALSE if there is no such item
 */
gboolean
sluice_document_get_box (SluiceDocument *self,
                         const char     *address,
                         SluiceBox      *box)
{
  switch (sluice_document_get_item_type (self, address))
    {
    case SLUICE_ITEM_NODE:
      sluice_document_get_position (self, address, &box->x, &box->y);
      sluice_document_get_size (self, address, &box->width, &box->height);
      return TRUE;

    case SLUICE_ITEM_FRAME:
    case SLUICE_ITEM_NOTE: return read_box (sluice_drawing_get_entry (self, address), box);
    default: return FALSE;
    }
}

/**
 * sluice_document_dup_frame_title:
 * @self: a document
 * @address: the address of a frame
 *
 * Returns: (transfer full): its title, "" if it has none
 */
char *
sluice_document_dup_frame_title (SluiceDocument *self,
                                 const char     *address)
{
  SluiceValue entry = sluice_drawing_get_entry (self, address);
  const char *title =
    SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member_string (entry, "title") : NULL;

  return g_strdup (title != NULL ? title : "");
}

/**
 * sluice_document_dup_note_text:
 * @self: a document
 * @address: the address of a note
 *
 * Returns: (transfer full): its text, "" if it has none
 */
char *
sluice_document_dup_note_text (SluiceDocument *self,
                               const char     *address)
{
  SluiceValue entry = sluice_drawing_get_entry (self, address);
  char *text = SLUICE_VALUE_IS_OBJECT (entry)
                 ? sluice_text_from_value (sluice_value_get_member (entry, "text"))
                 : NULL;

  return text != NULL ? text : g_strdup ("");
}

/**
 * sluice_document_get_colour:
 * @self: a document
 * @address: the address of an item
 *
 * Returns: (transfer none) (nullable): the name of its colour, %NULL if it has none; valid until the
 * next change
 */
const char *
sluice_document_get_colour (SluiceDocument *self,
                            const char     *address)
{
  SluiceValue entry = sluice_drawing_get_entry (self, address);

  return SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member_string (entry, "colour") : NULL;
}

/* Bends */

SluiceValue
sluice_drawing_get_bends (SluiceDocument *self,
                          const char     *from,
                          const char     *action)
{
  SluiceValue entry = sluice_drawing_get_entry (self, from);
  SluiceValue bends =
    SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member (entry, "bends") : sluice_value_null ();
  SluiceValue points =
    SLUICE_VALUE_IS_OBJECT (bends) ? sluice_value_get_member (bends, action) : sluice_value_null ();

  return SLUICE_VALUE_IS_ARRAY (points) ? points : sluice_value_null ();
}

/**
 * sluice_document_dup_bends:
 * @self: a document
 * @from: the address of the node that an edge leaves
 * @action: its action
 * @n_points: (out): how many there are
 *
 * Gets the points that an edge passes, from its source on, in grid units. A point that can't be read
 * stands as it is in the file for the origin, so that indices are the file's.
 *
 * Returns: (transfer full) (nullable) (array length=n_points): the points, %NULL if there are none
 */
SluiceGridPoint *
sluice_document_dup_bends (SluiceDocument *self,
                           const char     *from,
                           const char     *action,
                           guint          *n_points)
{
  SluiceValue bends = sluice_drawing_get_bends (self, from, action);
  SluiceGridPoint *points;

  *n_points = sluice_value_get_length (bends);
  if (*n_points == 0)
    return NULL;
  points = g_new0 (SluiceGridPoint, *n_points);
  for (guint i = 0; i < *n_points; i++)
    {
      SluicePlace place = { 0, 0 };

      if (sluice_place_read (sluice_value_get_element (bends, i), &place))
        points[i] = (SluiceGridPoint) { place.x, place.y };
    }
  return points;
}

/* What frames hold */

static gboolean
is_within (const SluiceBox *inner,
           const SluiceBox *outer)
{
  return inner->x >= outer->x && inner->y >= outer->y &&
         inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height;
}

typedef struct
{
  SluiceDocument *document;
  GArray         *frames;  /* SluiceBox: of one flow */
  GPtrArray      *found;   /* addresses, owned */
  GHashTable     *seen;    /* set of addresses, borrowed from found */
} Contents;

static void
add_found (Contents *contents,
           char     *take)
{
  if (g_hash_table_contains (contents->seen, take))
    {
      g_free (take);
      return;
    }
  g_hash_table_add (contents->seen, take);
  g_ptr_array_add (contents->found, take);
}

static void
add_if_within (Contents *contents,
               char     *take)
{
  SluiceBox box;

  if (!g_hash_table_contains (contents->seen, take) &&
      sluice_document_get_box (contents->document, take, &box))
    for (guint i = 0; i < contents->frames->len; i++)
      if (is_within (&box, &g_array_index (contents->frames, SluiceBox, i)))
        {
          add_found (contents, take);
          return;
        }
  g_free (take);
}

static void
add_contents (Contents   *contents,
              const char *flow)
{
  SluiceDocument *document = contents->document;

  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    add_if_within (contents, sluice_address_join (flow, sluice_document_get_node_id (document, flow, i)));
  for (guint i = 0; i < sluice_document_get_n_frames (document, flow); i++)
    add_if_within (contents,
                   sluice_frame_address (flow, sluice_document_get_frame_id (document, flow, i)));
  for (guint i = 0; i < sluice_document_get_n_notes (document, flow); i++)
    add_if_within (contents, sluice_note_address (flow, sluice_document_get_note_id (document, flow, i)));
}

/* The boxes of the frames of one flow among the addresses. */
static void
collect_frames (Contents           *contents,
                const char         *flow,
                const char * const *addresses)
{
  g_array_set_size (contents->frames, 0);
  for (; *addresses != NULL; addresses++)
    {
      SluiceItemType type;
      const char *id;
      g_autofree char *of = sluice_drawing_split (*addresses, &type, &id);
      SluiceBox box;

      if (type == SLUICE_ITEM_FRAME && g_str_equal (of, flow) &&
          sluice_document_get_box (contents->document, *addresses, &box))
        g_array_append_val (contents->frames, box);
    }
}

/**
 * sluice_document_dup_with_contents:
 * @self: a document
 * @addresses: (array zero-terminated=1): items
 *
 * Adds to items what lies wholly within the frames among them: nodes, notes and frames. A drag asks
 * once, when it begins: else a frame would take along what it passes over.
 *
 * Returns: (transfer full) (array zero-terminated=1): the addresses given, then the others
 */
char **
sluice_document_dup_with_contents (SluiceDocument     *self,
                                   const char * const *addresses)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (SluiceBox));
  Contents contents = { self, frames, found, seen };

  for (const char * const *address = addresses; *address != NULL; address++)
    add_found (&contents, g_strdup (*address));
  for (guint i = 0; i < sluice_document_get_n_flows (self); i++)
    {
      const char *flow = sluice_document_get_flow_id (self, i);

      collect_frames (&contents, flow, addresses);
      if (frames->len > 0)
        add_contents (&contents, flow);
    }
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_steal (found, NULL);
}
