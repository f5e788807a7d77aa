/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Frames and notes. There are few of them, so they are kept in a plain list and read anew when the
 * document says that one changed.
 */
#include "canvas/scene/shapes.h"

#include "canvas/scene/scene-private.h"

#include <math.h>

void
sluice_scene_clear_shapes (SluiceScene *self)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      SluiceSceneShape *shape = g_ptr_array_index (self->shapes, i);

      sluice_scene_damage (self, &shape->bounds);
      g_free (shape->address);
      g_free (shape);
    }
  g_ptr_array_set_size (self->shapes, 0);
}

static void
add_shape (SluiceScene    *self,
           char           *take_address,
           SluiceItemType  type)
{
  SluiceSceneShape *shape;
  SluiceBox box;

  if (!sluice_document_get_box (self->document, take_address, &box))
    {
      g_free (take_address);
      return;
    }
  shape = g_new0 (SluiceSceneShape, 1);
  shape->address = take_address;
  shape->type = type;
  shape->bounds = SLUICE_RECT_INIT (box.x * SLUICE_GRID, box.y * SLUICE_GRID,
                                    box.width * SLUICE_GRID, box.height * SLUICE_GRID);
  g_ptr_array_add (self->shapes, shape);
  sluice_scene_damage (self, &shape->bounds);
}

/**
 * sluice_scene_update_shapes:
 * @self: a scene
 *
 * Reads frames and notes from the document.
 */
void
sluice_scene_update_shapes (SluiceScene *self)
{
  guint n_frames, n_notes;

  sluice_scene_clear_shapes (self);
  if (self->document == NULL)
    return;
  n_frames = sluice_document_get_n_frames (self->document, self->flow);
  for (guint i = 0; i < n_frames; i++)
    add_shape (self,
               sluice_frame_address (self->flow,
                                     sluice_document_get_frame_id (self->document, self->flow, i)),
               SLUICE_ITEM_FRAME);
  n_notes = sluice_document_get_n_notes (self->document, self->flow);
  for (guint i = 0; i < n_notes; i++)
    add_shape (self,
               sluice_note_address (self->flow,
                                    sluice_document_get_note_id (self->document, self->flow, i)),
               SLUICE_ITEM_NOTE);
}

/**
 * sluice_scene_get_shape:
 * @self: a scene
 * @address: of a frame or a note
 *
 * Returns: (transfer none) (nullable): the shape
 */
SluiceSceneShape *
sluice_scene_get_shape (SluiceScene *self,
                        const char  *address)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      SluiceSceneShape *shape = g_ptr_array_index (self->shapes, i);

      if (g_str_equal (shape->address, address))
        return shape;
    }
  return NULL;
}

/**
 * sluice_scene_foreach_shape:
 * @self: a scene
 * @area: where
 * @func: called for each, from bottom to top
 * @user_data: for @func
 */
void
sluice_scene_foreach_shape (SluiceScene          *self,
                            const SluiceRect     *area,
                            SluiceSceneShapeFunc  func,
                            gpointer              user_data)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      SluiceSceneShape *shape = g_ptr_array_index (self->shapes, i);

      if (sluice_rect_intersects (&shape->bounds, area))
        func (shape, user_data);
    }
}

/**
 * sluice_scene_get_item_box:
 * @self: a scene
 * @address: of a node, a frame or a note
 * @box: (out): where it is
 *
 * Returns: FALSE when it is not shown
 */
gboolean
sluice_scene_get_item_box (SluiceScene *self,
                           const char  *address,
                           SluiceRect  *box)
{
  SluiceSceneNode *node = sluice_scene_get_node (self, address);
  SluiceSceneShape *shape = node == NULL ? sluice_scene_get_shape (self, address) : NULL;

  if (node != NULL)
    *box = node->item.bounds;
  else if (shape != NULL)
    *box = shape->bounds;
  return node != NULL || shape != NULL;
}

/**
 * sluice_scene_get_all_extent:
 * @self: a scene
 * @extent: (out): what holds all nodes, frames and notes
 *
 * Returns: FALSE when nothing is drawn
 */
gboolean
sluice_scene_get_all_extent (SluiceScene *self,
                             SluiceRect  *extent)
{
  gboolean any = sluice_scene_get_extent (self, extent);

  sluice_scene_add_routes (self, extent);
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const SluiceRect *bounds = &((SluiceSceneShape *) g_ptr_array_index (self->shapes, i))->bounds;

      if (any)
        sluice_rect_union (extent, bounds);
      else
        *extent = *bounds;
      any = TRUE;
    }
  return any;
}

/**
 * sluice_scene_dup_selected_nodes:
 * @self: a scene
 *
 * Returns: (transfer full): what is selected, without frames and notes
 */
char **
sluice_scene_dup_selected_nodes (SluiceScene *self)
{
  char **selected = sluice_selection_dup (self->selection);
  guint n = 0;

  for (guint i = 0; selected[i] != NULL; i++)
    if (sluice_scene_get_node (self, selected[i]) != NULL)
      selected[n++] = selected[i];
    else
      g_free (selected[i]);
  selected[n] = NULL;
  return selected;
}

guint
sluice_scene_get_n_selected_nodes (SluiceScene *self)
{
  g_auto (GStrv) nodes = sluice_scene_dup_selected_nodes (self);

  return g_strv_length (nodes);
}

static SluiceSides
find_sides (const SluiceRect *bounds,
            double            x,
            double            y,
            double            reach)
{
  SluiceSides sides = 0;

  if (fabs (x - bounds->x) <= reach)
    sides |= SLUICE_SIDE_LEFT;
  else if (fabs (x - sluice_rect_right (bounds)) <= reach)
    sides |= SLUICE_SIDE_RIGHT;
  if (fabs (y - bounds->y) <= reach)
    sides |= SLUICE_SIDE_TOP;
  else if (fabs (y - sluice_rect_bottom (bounds)) <= reach)
    sides |= SLUICE_SIDE_BOTTOM;
  return sides;
}

/* Of a frame the bar with its title and the sides belong to it; within it is canvas. */
static gboolean
shape_is_hit (const SluiceSceneShape *shape,
              double                  x,
              double                  y)
{
  return sluice_rect_contains (&shape->bounds, x, y)
         && (shape->type == SLUICE_ITEM_NOTE || y < shape->bounds.y + SLUICE_FRAME_BAR);
}

/* What is on top among the shapes at a point. */
gboolean
sluice_scene_hit_shapes (SluiceScene *self,
                         SluiceHit   *hit,
                         double       x,
                         double       y,
                         double       zoom)
{
  double reach = SLUICE_SHAPE_REACH / zoom;

  for (guint i = self->shapes->len; i > 0; i--)
    {
      SluiceSceneShape *shape = g_ptr_array_index (self->shapes, i - 1);
      SluiceRect outer = sluice_rect_inflate (shape->bounds, reach);
      SluiceSides sides;

      if (!sluice_rect_contains (&outer, x, y))
        continue;
      sides = find_sides (&shape->bounds, x, y, reach);
      if (sides == 0 && !shape_is_hit (shape, x, y))
        continue;
      *hit = (SluiceHit) { .type = shape->type == SLUICE_ITEM_NOTE ? SLUICE_HIT_NOTE
                                                                   : SLUICE_HIT_FRAME,
                           .shape = shape, .sides = sides };
      return TRUE;
    }
  return FALSE;
}
