/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A transition: nodes are shown on their way from where they were to where the document has them.
 * Where there are many, they would all have to find their edges anew in each frame: they jump.
 */
#include "canvas/scene/scene-private.h"

#define TRANSITION_MAX 400

/**
 * sluice_scene_keep_places:
 * @self: a scene
 *
 * Remembers where the nodes are, for a transition from there.
 */
void
sluice_scene_keep_places (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_remove_all (self->kept_places);
  if (g_hash_table_size (self->nodes) > TRANSITION_MAX)
    return;
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      const SluiceSceneNode *it = node;
      SluicePoint place = { it->item.bounds.x, it->item.bounds.y };

      g_hash_table_insert (self->kept_places, g_strdup (it->address),
                           g_memdup2 (&place, sizeof place));
    }
}

/**
 * sluice_scene_start_transition:
 * @self: a scene
 *
 * Shows the nodes where they were when their places were kept.
 *
 * Returns: whether any has moved since
 */
gboolean
sluice_scene_start_transition (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer address, place;

  self->transition = 0;
  g_hash_table_iter_init (&iter, self->kept_places);
  while (g_hash_table_iter_next (&iter, &address, &place))
    {
      SluiceSceneNode *node = sluice_scene_get_node (self, address);
      const SluicePoint *from = place;

      if (node == NULL)
        continue;
      node->shift = (SluicePoint) { from->x - node->item.bounds.x, from->y - node->item.bounds.y };
      if (node->shift.x != 0 || node->shift.y != 0)
        self->transition = 1;
    }
  if (self->transition > 0)
    sluice_scene_set_transition (self, 1);
  else
    g_hash_table_remove_all (self->kept_places);
  return self->transition > 0;
}

/**
 * sluice_scene_set_transition:
 * @self: a scene
 * @left: how much of the way is left, from 1 to 0
 *
 * Goes on with the transition, or ends it.
 */
void
sluice_scene_set_transition (SluiceScene *self,
                             double       left)
{
  GHashTableIter iter;
  gpointer address;

  if (g_hash_table_size (self->kept_places) == 0)
    return;
  self->transition = left;
  g_hash_table_iter_init (&iter, self->kept_places);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    {
      SluiceSceneNode *node = sluice_scene_get_node (self, address);

      if (node == NULL || (node->shift.x == 0 && node->shift.y == 0))
        continue;
      sluice_scene_move_node (self, node);
      if (left == 0)
        node->shift = (SluicePoint) { 0, 0 };
    }
  if (left == 0)
    g_hash_table_remove_all (self->kept_places);
  sluice_scene_finish_moves (self);
}

gboolean
sluice_scene_has_transition (SluiceScene *self)
{
  return self->transition > 0;
}
