/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the canvas asks for and tells, and what comes onto it from the palette and the search. */
#include "window/page-private.h"

#include <glib/gi18n.h>

/**
 * sluice_page_canvas_action:
 * @action: an action of the canvas
 *
 * Does it, wherever the focus is.
 */
void
sluice_page_canvas_action (SluicePage *self,
                             const char   *action)
{
  gtk_widget_activate_action (GTK_WIDGET (self->canvas), action, NULL);
}

/**
 * sluice_page_update_selection:
 *
 * Shows in the inspector what is selected on the canvas.
 */
void
sluice_page_update_selection (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selected_items (self->canvas);
  const char *edge_address = NULL;
  const char *edge_action = NULL;

  sluice_canvas_get_selected_edge (self->canvas, &edge_address, &edge_action);
  sluice_inspector_set_selection (self->inspector, (const char * const *) addresses,
                                  edge_address, edge_action);
  sluice_run_panel_set_address (self->run_panel, addresses != NULL ? addresses[0] : NULL);
  sluice_page_update_outline (self);
  sluice_page_update_visit (self);
}

static void
search_chosen_cb (SluicePage *self,
                  const char   *kind)
{
  sluice_canvas_add_node (self->canvas, kind, self->add_x, self->add_y, self->add_from, self->add_action);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* It goes altogether, and at once: GTK makes up a motion of the pointer over a popover whose size was about to change
 * when it was closed, and the next press would be lost in there. Who closes it is still at it. */
static void
search_closed_cb (SluicePage *self)
{
  sluice_canvas_show_link (self->canvas, NULL, NULL, 0, 0);
  if (self->node_search == NULL) /* it closes because the page goes */
    return;
  g_idle_add_once (g_object_unref, g_object_ref (self->node_search));
  g_clear_pointer (&self->node_search, gtk_widget_unparent);
}

static void
ensure_node_search (SluicePage *self)
{
  if (self->node_search != NULL)
    return;
  self->node_search = sluice_node_search_new ();
  gtk_widget_set_parent (self->node_search, self->canvas_frame);
  g_signal_connect_object (self->node_search, "closed", G_CALLBACK (search_closed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->node_search, "chosen",
                           G_CALLBACK (search_chosen_cb), self, G_CONNECT_SWAPPED);
}

static void
open_search_at (SluicePage *self,
                double        x,
                double        y,
                const char   *from,
                const char   *action)
{
  graphene_point_t point;

  g_free (self->add_from);
  g_free (self->add_action);
  self->add_from = g_strdup (from);
  self->add_action = g_strdup (action);
  self->add_x = x;
  self->add_y = y;

  if (!gtk_widget_compute_point (GTK_WIDGET (self->canvas), self->canvas_frame,
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    graphene_point_init (&point, (float) x, (float) y);
  ensure_node_search (self);
  sluice_node_search_open_at (SLUICE_NODE_SEARCH (self->node_search), point.x, point.y);
  sluice_canvas_show_link (self->canvas, from, action, x, y);
}

/**
 * sluice_page_open_node_search:
 *
 * Opens the add-node search in the middle of the canvas.
 */
void
sluice_page_open_node_search (SluicePage *self)
{
  open_search_at (self,
                  gtk_widget_get_width (GTK_WIDGET (self->canvas)) / 2.0,
                  gtk_widget_get_height (GTK_WIDGET (self->canvas)) / 3.0,
                  NULL, NULL);
}

static void
add_node_requested_cb (SluicePage *self,
                       double        x,
                       double        y,
                       const char   *from,
                       const char   *action)
{
  open_search_at (self, x, y, from, action);
}

static void
kind_activated_cb (SluicePage *self,
                   const char   *kind)
{
  sluice_canvas_add_node (self->canvas, kind, -1, -1, NULL, NULL);
}

static void
selection_changed_cb (SluicePage *self)
{
  sluice_page_update_selection (self);
}

/* Into a sub-flow; any other node shows its settings. */
static void
node_activated_cb (SluicePage *self,
                   const char   *address)
{
  sluice_page_enter_node (self, address);
}

static void
message_cb (SluicePage *self,
            const char   *text)
{
  sluice_page_toast (self, text);
}

static gboolean
show_zoom_cb (gpointer user_data)
{
  SluicePage *self = user_data;
  /* Translators: the zoom of the canvas in percent. */
  g_autofree char *label = g_strdup_printf (_("%d %%"),
                                            (int) (sluice_canvas_get_percent (self->canvas) + 0.5));

  self->zoom_source = 0;
  gtk_label_set_label (self->zoom_label, label);

  return G_SOURCE_REMOVE;
}

/* The canvas fits a flow into view while it is being allocated, when no label may change its size. */
static void
zoom_cb (SluicePage *self)
{
  if (self->zoom_source == 0)
    self->zoom_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_zoom_cb, self, NULL);
}

static void
show_preferences (SluicePage *self)
{
  sluice_canvas_set_grid_visible (self->canvas, g_settings_get_boolean (self->settings, "grid-visible"));
  sluice_canvas_set_snaps (self->canvas, g_settings_get_boolean (self->settings, "snap"));
}

/**
 * sluice_page_init_canvas:
 *
 * Connects the canvas and the palette.
 */
void
sluice_page_init_canvas (SluicePage *self)
{
  sluice_canvas_set_session (self->canvas, self->session);
  sluice_canvas_set_breakpoints (self->canvas, self->breakpoints);
  g_settings_bind (self->settings, "wheel-preset", self->canvas, "wheel-preset", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "minimap-visible", self->minimap, "wanted", G_SETTINGS_BIND_GET);

  g_signal_connect_object (self->settings, "changed::grid-visible",
                           G_CALLBACK (show_preferences), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::snap",
                           G_CALLBACK (show_preferences), self, G_CONNECT_SWAPPED);
  show_preferences (self);

  g_signal_connect_object (self->canvas, "selection-changed",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "add-node-requested",
                           G_CALLBACK (add_node_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "node-activated",
                           G_CALLBACK (node_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "message",
                           G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::zoom",
                           G_CALLBACK (zoom_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->palette, "kind-activated",
                           G_CALLBACK (kind_activated_cb), self, G_CONNECT_SWAPPED);
  zoom_cb (self);
}
