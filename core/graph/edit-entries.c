/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the verbs on items share: which items there are, and how the layout says something of them. A
 * node's entry is [x, y], and an object with "at" in it once there is more to say. */

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/drawing-private.h"

/* Needs */

gboolean
sluice_edit_needs_items (SluiceDocument      *document,
                         const char * const  *addresses,
                         GError             **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  for (; *addresses != NULL; addresses++)
    if (sluice_document_get_item_type (document, *addresses) == SLUICE_ITEM_NONE)
      {
        g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
                     _("There is no “%s”."), *addresses);
        return FALSE;
      }
  return TRUE;
}

char *
sluice_edit_needs_one_flow (SluiceDocument      *document,
                            const char * const  *addresses,
                            GError             **error)
{
  const char *rest;
  g_autofree char *flow = NULL;

  if (!sluice_edit_needs_items (document, addresses, error))
    return NULL;
  if (*addresses == NULL)
    {
      sluice_edit_refuse (error, _("Nothing is selected."));
      return NULL;
    }
  flow = sluice_address_dup_flow (*addresses, &rest);
  for (; *addresses != NULL; addresses++)
    {
      g_autofree char *of = sluice_address_dup_flow (*addresses, &rest);

      if (!g_str_equal (of, flow))
        {
          sluice_edit_refuse (error, _("These are of different flows."));
          return NULL;
        }
    }
  return g_steal_pointer (&flow);
}

static char *
dup_item_title (SluiceDocument *document,
                const char     *address)
{
  g_autofree char *title = NULL;

  switch (sluice_document_get_item_type (document, address))
    {
    case SLUICE_ITEM_NODE: return sluice_document_dup_node_title (document, address);

    case SLUICE_ITEM_FRAME:
      title = sluice_document_dup_frame_title (document, address);
      return *title != '\0' ? g_steal_pointer (&title) : g_strdup (_("a Frame"));

    default: return g_strdup (_("a Note"));
    }
}

char *
sluice_edit_name_items (SluiceDocument      *document,
                        const char * const  *addresses,
                        const char          *one,
                        const char          *nodes,
                        const char          *items)
{
  g_autofree char *title = NULL;
  guint n = 0;
  gboolean are_nodes = TRUE;

  for (; addresses[n] != NULL; n++)
    are_nodes = are_nodes && sluice_document_has_node (document, addresses[n]);
  if (n == 1)
    title = dup_item_title (document, addresses[0]);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return n == 1 ? g_strdup_printf (one, title) : g_strdup_printf (are_nodes ? nodes : items, n);
#pragma GCC diagnostic pop
}

/* Entries */

SluiceValue
sluice_drawing_pair (int x,
                     int y)
{
  SluiceValue pair = sluice_value_array ();

  sluice_value_append (&pair, sluice_value_integer (x));
  sluice_value_append (&pair, sluice_value_integer (y));
  return pair;
}

static char *
dup_entry_base (const char  *address,
                const char **id)
{
  SluiceItemType type;
  g_autofree char *flow = sluice_drawing_split (address, &type, id);

  return type == SLUICE_ITEM_NODE
           ? sluice_edit_layout_pointer (flow)
           : sluice_pointer_build ("layout", flow, sluice_drawing_section (type), NULL);
}

/* Removes objects above an entry that became empty. */
static gboolean
prune_layout (SluiceDocument  *document,
              const char      *address,
              GError         **error)
{
  const char *rest;
  g_autofree char *flow = sluice_address_dup_flow (address, &rest);
  g_autofree char *base = sluice_edit_layout_pointer (flow);
  SluiceValue places;

  if (sluice_pointer_get (document->root, base, &places, NULL) && SLUICE_VALUE_IS_OBJECT (places) &&
      sluice_value_get_length (places) == 0 &&
      !sluice_edit_drop (document, "/layout", flow, TRUE, error))
    return FALSE;
  return TRUE;
}

gboolean
sluice_edit_put_entry (SluiceDocument  *document,
                       const char      *address,
                       SluiceValue      take,
                       GError         **error)
{
  g_auto (SluiceValue) entry = take;
  const char *id;
  const char *rest;
  g_autofree char *base = dup_entry_base (address, &id);
  g_autofree char *flow = sluice_address_dup_flow (address, &rest);
  g_autofree char *places = sluice_edit_layout_pointer (flow);

  if (SLUICE_VALUE_IS_NULL (entry))
    return sluice_edit_drop (document, base, id, !g_str_equal (base, places), error) &&
           prune_layout (document, address, error);
  return sluice_edit_make_object (document, "/layout", error) &&
         sluice_edit_make_object (document, places, error) &&
         sluice_edit_put (document, base, id, sluice_value_steal (&entry), error);
}

/* An entry as an object that can hold more than a place. */
static SluiceValue
widen_entry (SluiceValue entry)
{
  SluiceValue object;

  if (SLUICE_VALUE_IS_OBJECT (entry))
    return sluice_value_ref (entry);
  object = sluice_value_object ();
  if (SLUICE_VALUE_IS_ARRAY (entry))
    sluice_value_set_member (&object, "at", sluice_value_ref (entry));
  return object;
}

/* As short as it can be said. */
static SluiceValue
narrow_entry (SluiceValue take)
{
  g_auto (SluiceValue) entry = take;

  if (sluice_value_get_length (entry) == 0)
    return sluice_value_null ();
  if (sluice_value_get_length (entry) == 1 && sluice_value_has_member (entry, "at"))
    return sluice_value_ref (sluice_value_get_member (entry, "at"));
  return sluice_value_steal (&entry);
}

gboolean
sluice_edit_put_in_entry (SluiceDocument  *document,
                          const char      *address,
                          const char      *key,
                          SluiceValue      take,
                          GError         **error)
{
  g_auto (SluiceValue) value = take;
  SluiceValue entry = widen_entry (sluice_drawing_get_entry (document, address));

  if (SLUICE_VALUE_IS_NULL (value))
    sluice_value_remove_member (&entry, key);
  else
    sluice_value_set_member (&entry, key, sluice_value_steal (&value));
  if (sluice_document_has_node (document, address))
    entry = narrow_entry (entry);
  return sluice_edit_put_entry (document, address, entry, error);
}

gboolean
sluice_edit_put_bends (SluiceDocument  *document,
                       const char      *from,
                       const char      *action,
                       SluiceValue      take,
                       GError         **error)
{
  g_auto (SluiceValue) points = take;
  SluiceValue entry = sluice_drawing_get_entry (document, from);
  SluiceValue old =
    SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member (entry, "bends") : sluice_value_null ();
  g_auto (SluiceValue) bends =
    SLUICE_VALUE_IS_OBJECT (old) ? sluice_value_ref (old) : sluice_value_object ();

  if (sluice_value_get_length (points) > 0)
    sluice_value_set_member (&bends, action, sluice_value_steal (&points));
  else if (!sluice_value_remove_member (&bends, action))
    return TRUE;
  if (sluice_value_get_length (bends) == 0)
    sluice_value_clear (&bends);
  return sluice_edit_put_in_entry (document, from, "bends", sluice_value_steal (&bends), error);
}

typedef struct
{
  SluiceDocument *document;
  const char     *flow;
  SluiceItemType  type;
} Taken;

static gboolean
is_item_taken (const char *id,
               gpointer    user_data)
{
  Taken *taken = user_data;

  return sluice_value_has_member (
    sluice_drawing_get_section (taken->document, taken->flow, taken->type), id);
}

char *
sluice_edit_insert_item (SluiceDocument  *document,
                         const char      *flow,
                         SluiceItemType   type,
                         const char      *wanted,
                         SluiceValue      take,
                         GError         **error)
{
  g_auto (SluiceValue) entry = take;
  Taken taken = { document, flow, type };
  g_autofree char *id = sluice_id_make_unique (wanted, is_item_taken, &taken);
  g_autofree char *address =
    type == SLUICE_ITEM_FRAME ? sluice_frame_address (flow, id) : sluice_note_address (flow, id);

  if (!sluice_edit_put_entry (document, address, sluice_value_steal (&entry), error))
    return NULL;
  return g_steal_pointer (&address);
}

/* Moving */

SluiceValue
sluice_drawing_shift_points (SluiceValue points,
                             int         dx,
                             int         dy)
{
  SluiceValue shifted = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (points); i++)
    {
      SluiceValue point = sluice_value_get_element (points, i);
      SluicePlace place;

      if (SLUICE_VALUE_IS_ARRAY (point) && sluice_place_read (point, &place))
        sluice_value_append (&shifted, sluice_drawing_pair (place.x + dx, place.y + dy));
      else
        sluice_value_append (&shifted, sluice_value_ref (point));
    }
  return shifted;
}

SluiceValue
sluice_drawing_shift_entry (SluiceValue entry,
                            int         dx,
                            int         dy)
{
  SluiceValue shifted = sluice_value_ref (entry);
  SluicePlace place;

  if (sluice_place_read (entry, &place))
    sluice_value_set_member (&shifted, "at", sluice_drawing_pair (place.x + dx, place.y + dy));
  return shifted;
}

gboolean
sluice_drawing_get_bounds (SluiceDocument      *document,
                           const char * const  *addresses,
                           SluiceBox           *bounds)
{
  int right = G_MININT;
  int bottom = G_MININT;
  SluiceBox box;

  bounds->x = bounds->y = G_MAXINT;
  for (; *addresses != NULL; addresses++)
    if (sluice_document_get_box (document, *addresses, &box))
      {
        bounds->x = MIN (bounds->x, box.x);
        bounds->y = MIN (bounds->y, box.y);
        right = MAX (right, box.x + box.width);
        bottom = MAX (bottom, box.y + box.height);
      }
  bounds->width = right - bounds->x;
  bounds->height = bottom - bounds->y;
  return right != G_MININT;
}
