/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A flow that is come back to is seen as it was left: the same place in the middle, as large, with the same nodes
 * selected. One that was changed meanwhile so that nothing of it would be in view is shown whole.
 */
#include "canvas/canvas-private.h"

typedef struct
{
  SluicePoint middle;
  double percent;
  char **selected;
} KeptView;

static void
kept_view_free (gpointer data)
{
  KeptView *kept = data;

  g_strfreev (kept->selected);
  g_free (kept);
}

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
}

/**
 * sluice_canvas_new_kept_views:
 *
 * Returns: (transfer full): how flows were seen, none yet
 */
GHashTable *
sluice_canvas_new_kept_views (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_view_free);
}

/**
 * sluice_canvas_keep_view:
 * @self: a canvas
 *
 * Keeps how the flow that is shown is seen.
 */
void
sluice_canvas_keep_view (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  KeptView *kept;

  if (self->document == NULL || self->wants_fit || view->width <= 0)
    return;
  kept = g_new0 (KeptView, 1);
  kept->middle = sluice_viewport_to_world (view, view->width / 2, view->height / 2);
  kept->percent = sluice_canvas_get_percent (self);
  kept->selected = sluice_selection_dup (get_selection (self));
  g_hash_table_replace (self->kept_views, g_strdup (self->flow), kept);
}

static void
found_cb (SluiceSceneNode *node,
          gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/**
 * sluice_canvas_restore_view:
 * @self: a canvas
 *
 * Shows the flow as it was seen before.
 *
 * Returns: FALSE where it was not, or nothing of it would be in view
 */
gboolean
sluice_canvas_restore_view (SluiceCanvas *self)
{
  const KeptView *kept = g_hash_table_lookup (self->kept_views, self->flow);
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluicePoint middle;
  SluiceRect area;
  gboolean is_any = FALSE;

  if (kept == NULL || view->width <= 0)
    return FALSE;
  sluice_stage_zoom_to (self->stage, kept->percent / 100 * sluice_viewport_get_unit (view), 0, 0);
  middle = sluice_viewport_to_widget (view, kept->middle.x, kept->middle.y);
  sluice_stage_pan (self->stage, view->width / 2 - middle.x, view->height / 2 - middle.y);
  sluice_canvas_select (self, (const char * const *) kept->selected);
  area = sluice_viewport_get_area (view);
  sluice_scene_foreach_node (sluice_stage_get_scene (self->stage), &area, found_cb, &is_any);
  return is_any;
}
