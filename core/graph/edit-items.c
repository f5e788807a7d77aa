/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on a selection that may hold nodes, frames and notes: colour, move, delete, align,
 * distribute. */

#include "graph/drawing.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "graph/drawing-private.h"

/* The addresses of one of the two sorts, borrowed, with a NULL at the end. */
static GPtrArray *
filter_items (SluiceDocument     *document,
              const char * const *addresses,
              gboolean            nodes)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *addresses != NULL; addresses++)
    if (sluice_document_has_node (document, *addresses) == nodes &&
        g_hash_table_add (seen, (gpointer) *addresses))
      g_ptr_array_add (found, (gpointer) *addresses);
  g_ptr_array_add (found, NULL);
  return found;
}

/**
 * sluice_edit_set_colour:
 * @document: a document
 * @addresses: (array zero-terminated=1): items
 * @colour: (nullable): the name of a colour, %NULL for none
 * @error: return location for an error
 *
 * Colours items.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_colour (SluiceDocument      *document,
                        const char * const  *addresses,
                        const char          *colour,
                        GError             **error)
{
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (!sluice_edit_needs_items (document, addresses, error))
    return FALSE;

  name = sluice_edit_name_items (document, addresses, _("Colour %s"), _("Colour %u Nodes"),
                                 _("Colour %u Items"));
  sluice_document_begin (document, name, NULL);
  for (const char * const *address = addresses; succeeded && *address != NULL; address++)
    succeeded = sluice_edit_put_in_entry (
      document, *address, "colour",
      colour != NULL ? sluice_value_string (colour) : sluice_value_null (), error);
  return sluice_edit_end (document, succeeded);
}

/* Move */

static gboolean
move_drawings (SluiceDocument      *document,
               const char * const  *addresses,
               int                  dx,
               int                  dy,
               GError             **error)
{
  for (; *addresses != NULL; addresses++)
    if (!sluice_edit_put_entry (
          document, *addresses,
          sluice_drawing_shift_entry (sluice_drawing_get_entry (document, *addresses), dx, dy), error))
      return FALSE;
  return TRUE;
}

/**
 * sluice_edit_move_items:
 * @document: a document
 * @addresses: (array zero-terminated=1): items
 * @dx: in grid units
 * @dy: in grid units
 * @merge_key: (nullable): as in sluice_document_begin()
 * @error: return location for an error
 *
 * Moves items, and nothing else: sluice_document_dup_with_contents() says what goes with a frame.
 * Bends go with edges of which both ends move.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_move_items (SluiceDocument      *document,
                        const char * const  *addresses,
                        int                  dx,
                        int                  dy,
                        const char          *merge_key,
                        GError             **error)
{
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_items (document, addresses, error))
    return FALSE;
  if ((dx == 0 && dy == 0) || *addresses == NULL)
    return TRUE;

  nodes = filter_items (document, addresses, TRUE);
  others = filter_items (document, addresses, FALSE);
  name = sluice_edit_name_items (document, addresses, _("Move %s"), _("Move %u Nodes"),
                                 _("Move %u Items"));
  sluice_document_begin (document, name, merge_key);
  return sluice_edit_end (
    document,
    (nodes->len == 1 || sluice_edit_move_nodes (document, (const char * const *) nodes->pdata, dx, dy,
                                                NULL, error)) &&
      move_drawings (document, (const char * const *) others->pdata, dx, dy, error));
}

/* Delete */

static gboolean
delete_drawings (SluiceDocument      *document,
                 const char * const  *addresses,
                 GError             **error)
{
  for (; *addresses != NULL; addresses++)
    if (!sluice_edit_put_entry (document, *addresses, sluice_value_null (), error))
      return FALSE;
  return TRUE;
}

/**
 * sluice_edit_delete_items:
 * @document: a document
 * @addresses: (array zero-terminated=1): items
 * @error: return location for an error
 *
 * Deletes items, nodes as sluice_edit_delete_nodes() does. What is in a frame stays.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_delete_items (SluiceDocument      *document,
                          const char * const  *addresses,
                          GError             **error)
{
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_items (document, addresses, error))
    return FALSE;

  nodes = filter_items (document, addresses, TRUE);
  others = filter_items (document, addresses, FALSE);
  name = sluice_edit_name_items (document, addresses, _("Delete %s"), _("Delete %u Nodes"),
                                 _("Delete %u Items"));
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (
    document, delete_drawings (document, (const char * const *) others->pdata, error) &&
                sluice_edit_delete_nodes (document, (const char * const *) nodes->pdata, error));
}

/* Align and distribute */

typedef struct
{
  const char *address; /* borrowed */
  SluiceBox   box;
  int         x;       /* where it is to be */
  int         y;
} Placed;

static GArray *
collect_placed (SluiceDocument     *document,
                const char * const *addresses)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *placed = g_array_new (FALSE, FALSE, sizeof (Placed));

  for (; *addresses != NULL; addresses++)
    {
      Placed one = { *addresses, { 0, 0, 0, 0 }, 0, 0 };

      if (!g_hash_table_add (seen, (gpointer) *addresses))
        continue;
      sluice_document_get_box (document, *addresses, &one.box);
      one.x = one.box.x;
      one.y = one.box.y;
      g_array_append_val (placed, one);
    }
  return placed;
}

static gboolean
move_placed (SluiceDocument  *document,
             GArray          *placed,
             const char      *name,
             GError         **error)
{
  gboolean succeeded = TRUE;

  sluice_document_begin (document, name, NULL);
  for (guint i = 0; succeeded && i < placed->len; i++)
    {
      Placed *one = &g_array_index (placed, Placed, i);
      const char *alone[] = { one->address, NULL };

      succeeded = sluice_edit_move_items (document, alone, one->x - one->box.x, one->y - one->box.y,
                                          NULL, error);
    }
  return sluice_edit_end (document, succeeded);
}

static void
align_one (Placed          *one,
           const SluiceBox *bounds,
           SluiceAlignment  alignment)
{
  switch (alignment)
    {
    case SLUICE_ALIGN_LEFT: one->x = bounds->x; break;
    case SLUICE_ALIGN_RIGHT: one->x = bounds->x + bounds->width - one->box.width; break;
    case SLUICE_ALIGN_TOP: one->y = bounds->y; break;
    case SLUICE_ALIGN_BOTTOM: one->y = bounds->y + bounds->height - one->box.height; break;
    case SLUICE_ALIGN_CENTRE: one->x = bounds->x + (bounds->width - one->box.width) / 2; break;
    case SLUICE_ALIGN_MIDDLE: one->y = bounds->y + (bounds->height - one->box.height) / 2; break;
    default: g_assert_not_reached ();
    }
}

/**
 * sluice_edit_align:
 * @document: a document
 * @addresses: (array zero-terminated=1): two items or more of one flow
 * @alignment: which edges, or middles, come to one line: those of the box around all
 * @error: return location for an error
 *
 * Aligns items.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_align (SluiceDocument      *document,
                   const char * const  *addresses,
                   SluiceAlignment      alignment,
                   GError             **error)
{
  g_autofree char *flow = sluice_edit_needs_one_flow (document, addresses, error);
  g_autoptr (GArray) placed = NULL;
  g_autofree char *name = NULL;
  SluiceBox bounds;

  if (flow == NULL)
    return FALSE;
  placed = collect_placed (document, addresses);
  if (placed->len < 2)
    return sluice_edit_refuse (error, _("Select at least two items to align them."));

  sluice_drawing_get_bounds (document, addresses, &bounds);
  for (guint i = 0; i < placed->len; i++)
    align_one (&g_array_index (placed, Placed, i), &bounds, alignment);
  name = sluice_edit_name_items (document, addresses, _("Align %s"), _("Align %u Nodes"),
                                 _("Align %u Items"));
  return move_placed (document, placed, name, error);
}

/* From one edge of the drawing to the other, by the middle of each item. */
static gint
compare_placed (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const SluiceAxis *axis = user_data;
  const SluiceBox *left = &((const Placed *) a)->box;
  const SluiceBox *right = &((const Placed *) b)->box;
  int first = *axis == SLUICE_AXIS_HORIZONTAL ? 2 * left->x + left->width : 2 * left->y + left->height;
  int second =
    *axis == SLUICE_AXIS_HORIZONTAL ? 2 * right->x + right->width : 2 * right->y + right->height;

  if (first != second)
    return first < second ? -1 : 1;
  return strcmp (((const Placed *) a)->address, ((const Placed *) b)->address);
}

/* The same gap between all, to a grid unit. The first and the last by their middles stay. */
static void
spread (GArray    *placed,
        SluiceAxis axis)
{
  const SluiceBox *first = &g_array_index (placed, Placed, 0).box;
  const SluiceBox *last = &g_array_index (placed, Placed, placed->len - 1).box;
  gboolean across = axis == SLUICE_AXIS_HORIZONTAL;
  int n = (int) placed->len - 1;
  int room = across ? last->x - first->x - first->width : last->y - first->y - first->height;
  int used = 0;

  for (guint i = 1; i + 1 < placed->len; i++)
    {
      const SluiceBox *box = &g_array_index (placed, Placed, i).box;

      room -= across ? box->width : box->height;
    }
  for (guint i = 1; i + 1 < placed->len; i++)
    {
      Placed *one = &g_array_index (placed, Placed, i);
      int gap = room * (int) i / n;

      if (across)
        one->x = first->x + first->width + used + gap;
      else
        one->y = first->y + first->height + used + gap;
      used += across ? one->box.width : one->box.height;
    }
}

/**
 * sluice_edit_distribute:
 * @document: a document
 * @addresses: (array zero-terminated=1): three items or more of one flow
 * @axis: along which
 * @error: return location for an error
 *
 * Makes the gaps between items the same. The first and the last stay where they are.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_distribute (SluiceDocument      *document,
                        const char * const  *addresses,
                        SluiceAxis           axis,
                        GError             **error)
{
  g_autofree char *flow = sluice_edit_needs_one_flow (document, addresses, error);
  g_autoptr (GArray) placed = NULL;
  g_autofree char *name = NULL;

  if (flow == NULL)
    return FALSE;
  placed = collect_placed (document, addresses);
  if (placed->len < 3)
    return sluice_edit_refuse (error, _("Select at least three items to distribute them."));

  g_array_sort_with_data (placed, compare_placed, &axis);
  spread (placed, axis);
  name = sluice_edit_name_items (document, addresses, _("Distribute %s"), _("Distribute %u Nodes"),
                                 _("Distribute %u Items"));
  return move_placed (document, placed, name, error);
}
