/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints of what is selected, and running to it: nodes stop before their visits, an edge where it was taken. */
#include "canvas/canvas-private.h"
#include "canvas/scene/shapes.h"

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
}

static const SluiceBreakpoint *
find_at (SluiceCanvas *self,
         const char   *address,
         const char   *action) /* NULL: the node's */
{
  const SluiceBreakSpot *spot = NULL;

  if (self->breaks != NULL)
    spot = action != NULL ? sluice_break_index_get_edge (self->breaks, address, action)
                          : sluice_break_index_get_node (self->breaks, address);
  return spot != NULL && spot->id != 0 ? sluice_breakpoints_find (self->breakpoints, spot->id) : NULL;
}

static SluiceBreakpoint *
create_at (const char *address,
           const char *action)
{
  SluiceBreakpoint *breakpoint = sluice_breakpoint_new (action != NULL ? SLUICE_BREAK_TAKEN : SLUICE_BREAK_NODE,
                                                        address);

  breakpoint->what = g_strdup (action);
  return breakpoint;
}

/**
 * sluice_canvas_toggle_breakpoint:
 * @self: a canvas
 * @address: of a node
 *
 * Sets the breakpoint of a node, or clears it.
 */
void
sluice_canvas_toggle_breakpoint (SluiceCanvas *self,
                                 const char   *address)
{
  if (self->breakpoints != NULL)
    sluice_breakpoints_toggle (self->breakpoints, address);
}

/**
 * sluice_canvas_toggle_edge_breakpoint:
 * @self: a canvas
 * @address: of the node that the edge leaves
 * @action: its action
 *
 * Sets the breakpoint of an edge, or clears it.
 */
void
sluice_canvas_toggle_edge_breakpoint (SluiceCanvas *self,
                                      const char   *address,
                                      const char   *action)
{
  const SluiceBreakpoint *found = find_at (self, address, action);
  g_autoptr (SluiceBreakpoint) breakpoint = NULL;

  if (found != NULL)
    {
      sluice_breakpoints_remove (self->breakpoints, found->id);
      return;
    }
  breakpoint = create_at (address, action);
  sluice_breakpoints_add (self->breakpoints, breakpoint, NULL);
}

static void
toggle_breakpoint_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) nodes = sluice_scene_dup_selected_nodes (sluice_stage_get_scene (self->stage));
  const char *address, *action;

  for (guint i = 0; nodes[i] != NULL; i++)
    sluice_canvas_toggle_breakpoint (self, nodes[i]);
  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    sluice_canvas_toggle_edge_breakpoint (self, address, action);
}

/* One that is set goes on and off; where none is set there is nothing to disable. */
static void
enable_at (SluiceCanvas *self,
           const char   *address,
           const char   *action)
{
  const SluiceBreakpoint *found = find_at (self, address, action);
  g_autoptr (SluiceBreakpoint) changed = found != NULL ? sluice_breakpoint_copy (found) : NULL;

  if (changed == NULL)
    return;
  changed->enabled = !changed->enabled;
  sluice_breakpoints_change (self->breakpoints, changed->id, changed, NULL);
}

static void
enable_breakpoint_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  const char *address, *action;

  for (guint i = 0; items[i] != NULL; i++)
    enable_at (self, items[i], NULL);
  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    enable_at (self, address, action);
}

/* The edge or the node that is selected; returns: (transfer full) (nullable): a breakpoint of it */
static SluiceBreakpoint *
create_at_selection (SluiceCanvas *self)
{
  const char *last = sluice_selection_get_last (get_selection (self));
  const char *address, *action;

  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    return create_at (address, action);
  if (last != NULL && sluice_scene_get_node (sluice_stage_get_scene (self->stage), last) != NULL)
    return create_at (last, NULL);
  return NULL;
}

static void
edit_breakpoint_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_autoptr (SluiceBreakpoint) there = create_at_selection (self);

  if (there != NULL)
    g_signal_emit_by_name (self, "edit-breakpoint", there);
}

static void
run_to_here_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_autoptr (SluiceBreakpoint) there = create_at_selection (self);

  if (there != NULL)
    g_signal_emit_by_name (self, "run-to", there);
}

static const SluiceCanvasAction actions[] = {
  { "canvas.toggle-breakpoint", NULL, toggle_breakpoint_action },
  { "canvas.edit-breakpoint", NULL, edit_breakpoint_action },
  { "canvas.enable-breakpoint", NULL, enable_breakpoint_action },
  { "canvas.run-to-here", NULL, run_to_here_action },
};

static const SluiceCanvasKey keys[] = {
  { GDK_KEY_F9, 0, "canvas.toggle-breakpoint" },
  { GDK_KEY_F9, GDK_SHIFT_MASK, "canvas.edit-breakpoint" },
  { GDK_KEY_F9, GDK_CONTROL_MASK, "canvas.enable-breakpoint" },
  { GDK_KEY_F10, GDK_CONTROL_MASK, "canvas.run-to-here" },
};

/**
 * sluice_canvas_class_add_debug_actions:
 * @klass: the canvas's class
 *
 * Installs the commands about breakpoints, and their keys.
 */
void
sluice_canvas_class_add_debug_actions (GtkWidgetClass *klass)
{
  sluice_canvas_class_install (klass, actions, G_N_ELEMENTS (actions), keys, G_N_ELEMENTS (keys));
}

static gboolean
has_breakpoint (SluiceCanvas *self)
{
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  const char *address, *action;

  for (guint i = 0; items[i] != NULL; i++)
    if (find_at (self, items[i], NULL) != NULL)
      return TRUE;
  return sluice_selection_get_edge (get_selection (self), &address, &action) && find_at (self, address, action) != NULL;
}

/**
 * sluice_canvas_update_debug_actions:
 * @self: a canvas
 *
 * Enables what can be done now.
 */
void
sluice_canvas_update_debug_actions (SluiceCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n_nodes = sluice_scene_get_n_selected_nodes (sluice_stage_get_scene (self->stage));
  gboolean has_edge = sluice_selection_get_edge (get_selection (self), NULL, NULL);
  gboolean has_place = self->breakpoints != NULL && (n_nodes > 0 || has_edge);
  gboolean has_one = self->breakpoints != NULL && (n_nodes == 1 || has_edge);

  gtk_widget_action_set_enabled (widget, "canvas.toggle-breakpoint", has_place);
  gtk_widget_action_set_enabled (widget, "canvas.edit-breakpoint", has_one);
  gtk_widget_action_set_enabled (widget, "canvas.enable-breakpoint", has_place && has_breakpoint (self));
  gtk_widget_action_set_enabled (widget, "canvas.run-to-here", has_one);
}
