/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where nodes are. A position is read from "layout"; a flow without any is laid out automatically,
 * and nodes that miss one in a flow that has some are laid out below the others. What is computed
 * is kept until the flow changes, and never written by looking. */

#include "graph/document.h"

#include <math.h>

#include "graph/document-private.h"
#include "graph/flow-layout.h"

/* Far beyond any drawing, and small enough to add and multiply. */
#define FARTHEST 1000000

static gboolean
read_coordinate (SluiceValue  value,
                 int         *coordinate)
{
  double number;

  if (!SLUICE_VALUE_IS_INTEGER (value) && !SLUICE_VALUE_IS_REAL (value))
    return FALSE;
  number = round (sluice_value_get_real (value));
  *coordinate = (int) CLAMP (number, -FARTHEST, FARTHEST);
  return TRUE;
}

gboolean
sluice_place_read (SluiceValue  entry,
                   SluicePlace *place)
{
  SluiceValue at = SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member (entry, "at") : entry;

  return SLUICE_VALUE_IS_ARRAY (at) && sluice_value_get_length (at) == 2 &&
         read_coordinate (sluice_value_get_element (at, 0), &place->x) &&
         read_coordinate (sluice_value_get_element (at, 1), &place->y);
}

static SluiceValue
get_places (SluiceDocument *self,
            const char     *flow)
{
  SluiceValue layout = sluice_value_get_member (self->root, "layout");
  SluiceValue places = sluice_value_null ();

  if (SLUICE_VALUE_IS_OBJECT (layout))
    places = sluice_value_get_member (layout, flow);
  return SLUICE_VALUE_IS_OBJECT (places) ? places : sluice_value_null ();
}

SluiceValue
sluice_document_get_entry (SluiceDocument *self,
                           const char     *flow,
                           const char     *node)
{
  return sluice_value_get_member (get_places (self, flow), node);
}

static gboolean
is_placed (SluiceValue entry)
{
  SluicePlace place;

  return sluice_place_read (entry, &place);
}

/* @parts, behind the flow: how a change of a node or of an entry changes how many have no place. */
static gboolean
count_change (SluiceDocument      *self,
              SluiceFlowCache     *cache,
              const SluiceChange  *change,
              char               **parts,
              guint                n)
{
  gboolean is_node = g_str_equal (parts[0], "flows");
  const char *id = is_node ? parts[3] : parts[2];
  SluiceValue entry = sluice_document_get_entry (self, parts[1], id);
  SluiceValue node = sluice_value_get_member (sluice_document_get_nodes (self, parts[1]), id);

  if (is_node && !is_placed (entry))
    cache->n_unplaced += (guint) SLUICE_VALUE_IS_OBJECT (node) -
                         (guint) SLUICE_VALUE_IS_OBJECT (change->old_value);
  if (is_node || !SLUICE_VALUE_IS_OBJECT (node))
    return TRUE;
  if (n > 3 && !g_str_equal (parts[3], "at"))
    return TRUE; /* a colour, bends */
  if (n > 4 || (n == 4 && SLUICE_VALUE_IS_OBJECT (change->old_value)))
    return FALSE;
  cache->n_unplaced += (guint) is_placed (change->old_value) - (guint) is_placed (entry);
  return TRUE;
}

/* @parts: of the pointer of a change that has been applied. */
void
sluice_document_count_unplaced (SluiceDocument      *self,
                                const SluiceChange  *change,
                                char               **parts,
                                guint                n)
{
  gboolean is_node = g_str_equal (parts[0], "flows");
  SluiceFlowCache *cache = n >= 2 ? g_hash_table_lookup (self->caches, parts[1]) : NULL;

  if (cache == NULL || !cache->are_places_known || (is_node && n > 4) ||
      (is_node && n == 3 && !g_str_equal (parts[2], "nodes")))
    return;
  if (n < (is_node ? 4u : 3u) || !count_change (self, cache, change, parts, n))
    cache->are_places_known = FALSE;
}

/* The ids of the nodes of which the file does not say where they are, in document order. */
GPtrArray *
sluice_document_dup_unplaced (SluiceDocument *self,
                              const char     *flow)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  SluiceFlowCache *cache = sluice_document_get_cache (self, flow);
  SluiceValue places = get_places (self, flow);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  if (cache->are_places_known && cache->n_unplaced == 0)
    return ids;
  sluice_value_iter_init (&iter, sluice_document_get_nodes (self, flow));
  while (sluice_value_iter_next (&iter, &id, &node))
    if (SLUICE_VALUE_IS_OBJECT (node) && !is_placed (sluice_value_get_member (places, id)))
      g_ptr_array_add (ids, g_strdup (id));
  cache->n_unplaced = ids->len;
  cache->are_places_known = TRUE;
  return ids;
}

/* Moves computed places below the box around those that the file has. */
static void
place_below (SluiceDocument *self,
             const char     *flow,
             GHashTable     *places)
{
  int left = G_MAXINT;
  int bottom = G_MININT;
  GHashTableIter iter;
  gpointer place;

  for (guint i = 0; i < sluice_document_get_n_nodes (self, flow); i++)
    {
      const char *node = sluice_document_get_node_id (self, flow, i);
      g_autofree char *address = g_strconcat (flow, "/", node, NULL);
      SluicePlace known;
      int width;
      int height;

      if (!sluice_place_read (sluice_document_get_entry (self, flow, node), &known))
        continue;
      sluice_document_get_size (self, address, &width, &height);
      left = MIN (left, known.x);
      bottom = MAX (bottom, known.y + height);
    }
  if (bottom == G_MININT)
    return;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    {
      ((SluicePlace *) place)->x += left;
      ((SluicePlace *) place)->y += bottom + SLUICE_LAYOUT_GAP_Y;
    }
}

static GHashTable *
place_missing (SluiceDocument *self,
               const char     *flow)
{
  g_autoptr (GPtrArray) missing = sluice_document_dup_unplaced (self, flow);
  GHashTable *places = sluice_flow_layout (self, flow, missing);

  if (missing->len < sluice_document_get_n_nodes (self, flow))
    place_below (self, flow, places);
  return places;
}

/**
 * sluice_document_has_layout:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: whether the file says where any of the flow's nodes is
 */
gboolean
sluice_document_has_layout (SluiceDocument *self,
                            const char     *flow)
{
  g_autoptr (GPtrArray) unplaced = sluice_document_dup_unplaced (self, flow);

  return unplaced->len < sluice_document_get_n_nodes (self, flow);
}

/**
 * sluice_document_get_position:
 * @self: a document
 * @address: the address of a node
 * @x: (out): in grid units
 * @y: (out): in grid units
 *
 * Gets where the top left of a node's box is: from the file, or else from the automatic layout.
 */
void
sluice_document_get_position (SluiceDocument *self,
                              const char     *address,
                              int            *x,
                              int            *y)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);
  SluicePlace place = { 0, 0 };
  SluicePlace *automatic;
  SluiceFlowCache *cache;

  if (sluice_document_has_node (self, address) &&
      !sluice_place_read (sluice_document_get_entry (self, flow, node), &place))
    {
      cache = sluice_document_get_cache (self, flow);
      if (cache->automatic == NULL)
        {
          GHashTable *places = place_missing (self, flow);

          cache = sluice_document_get_cache (self, flow);
          cache->automatic = places;
        }
      automatic = g_hash_table_lookup (cache->automatic, node);
      if (automatic != NULL)
        place = *automatic;
    }
  *x = place.x;
  *y = place.y;
}
