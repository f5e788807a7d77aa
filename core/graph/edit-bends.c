/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on the bends of edges: the points that an edge passes, from its source on. */

#include "graph/drawing.h"

#include <glib/gi18n-lib.h>

#include "graph/drawing-private.h"

static gboolean
needs_bends (SluiceDocument  *document,
             const char      *from,
             const char      *action,
             guint            n_least,
             GError         **error)
{
  SluiceValue next;

  if (!sluice_edit_needs_node (document, from, error))
    return FALSE;
  next = sluice_value_get_member (sluice_document_get_node (document, from), "next");
  if (!SLUICE_VALUE_IS_OBJECT (next) || !sluice_value_has_member (next, action))
    {
      g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
                   _("Node “%s” has no edge for action “%s”."), from, action);
      return FALSE;
    }
  if (sluice_value_get_length (sluice_drawing_get_bends (document, from, action)) >= n_least)
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
               _("The edge for action “%s” of “%s” has no such bend."), action, from);
  return FALSE;
}

static SluiceValue
dup_points (SluiceDocument *document,
            const char     *from,
            const char     *action)
{
  SluiceValue points = sluice_drawing_get_bends (document, from, action);

  return SLUICE_VALUE_IS_ARRAY (points) ? sluice_value_ref (points) : sluice_value_array ();
}

/* As one step; a bend is drawn among nodes, so these have to stay where they are. */
static gboolean
set_points (SluiceDocument  *document,
            const char      *from,
            const char      *action,
            const char      *name,
            const char      *merge_key,
            SluiceValue      take,
            GError         **error)
{
  g_auto (SluiceValue) points = take;
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (from, &node);

  sluice_document_begin (document, name, merge_key);
  return sluice_edit_end (
    document, sluice_edit_fix_layout (document, flow, error) &&
                sluice_edit_put_bends (document, from, action, sluice_value_steal (&points), error));
}

/**
 * sluice_edit_add_bend:
 * @document: a document
 * @from: the address of the node that an edge leaves
 * @action: its action
 * @index: before which of its bends; their number for behind the last
 * @x: in grid units
 * @y: in grid units
 * @error: return location for an error
 *
 * Adds a bend to an edge.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_add_bend (SluiceDocument  *document,
                      const char      *from,
                      const char      *action,
                      guint            index,
                      int              x,
                      int              y,
                      GError         **error)
{
  SluiceValue points;

  if (!needs_bends (document, from, action, index, error))
    return FALSE;
  points = dup_points (document, from, action);
  sluice_value_insert_element (&points, index, sluice_drawing_pair (x, y));
  return set_points (document, from, action, _("Add a Bend"), NULL, points, error);
}

/**
 * sluice_edit_move_bend:
 * @document: a document
 * @from: the address of the node that an edge leaves
 * @action: its action
 * @index: which of its bends
 * @x: where to, in grid units
 * @y: where to, in grid units
 * @merge_key: (nullable): as in sluice_document_begin()
 * @error: return location for an error
 *
 * Moves a bend to a place.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_move_bend (SluiceDocument  *document,
                       const char      *from,
                       const char      *action,
                       guint            index,
                       int              x,
                       int              y,
                       const char      *merge_key,
                       GError         **error)
{
  SluiceValue points;

  if (!needs_bends (document, from, action, index + 1, error))
    return FALSE;
  points = dup_points (document, from, action);
  sluice_value_set_element (&points, index, sluice_drawing_pair (x, y));
  return set_points (document, from, action, _("Move a Bend"), merge_key, points, error);
}

/**
 * sluice_edit_remove_bend:
 * @document: a document
 * @from: the address of the node that an edge leaves
 * @action: its action
 * @index: which of its bends
 * @error: return location for an error
 *
 * Removes a bend from an edge.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_remove_bend (SluiceDocument  *document,
                         const char      *from,
                         const char      *action,
                         guint            index,
                         GError         **error)
{
  SluiceValue points;

  if (!needs_bends (document, from, action, index + 1, error))
    return FALSE;
  points = dup_points (document, from, action);
  sluice_value_remove_element (&points, index);
  return set_points (document, from, action, _("Remove a Bend"), NULL, points, error);
}
