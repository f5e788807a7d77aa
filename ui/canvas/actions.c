/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The commands of the canvas: class actions with their keys. Each calls an edit verb or the stage;
 * what can be done at the moment is said by update_actions alone.
 */
#include "canvas/canvas-private.h"

#include "canvas/scene/shapes.h"
#include "graph/edit.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>

#define ZOOM_STEP 1.25

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
}

/* An edit may not come between the beginning and the end of a drag. */
gboolean
sluice_canvas_can_edit (SluiceCanvas *self)
{
  return self->document != NULL && !sluice_stage_is_busy (self->stage);
}

void
sluice_canvas_take_error (SluiceCanvas *self,
                          GError       *take)
{
  if (take != NULL)
    sluice_canvas_tell (self, take->message);
  g_clear_error (&take);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  if (sluice_canvas_can_edit (self))
    sluice_document_undo (self->document);
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  if (sluice_canvas_can_edit (self))
    sluice_document_redo (self->document);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  const char *address, *action;
  GError *error = NULL;

  if (!sluice_canvas_can_edit (self))
    return;
  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    {
      g_autofree char *from = g_strdup (address), *leaves = g_strdup (action);

      sluice_edit_disconnect (self->document, from, leaves, &error);
    }
  else if (items[0] != NULL)
    sluice_edit_delete_items (self->document, (const char * const *) items, &error);
  sluice_canvas_take_error (self, error);
}

/* What led into the nodes goes on to what comes after them. */
static void
delete_and_heal_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) nodes = sluice_scene_dup_selected_nodes (sluice_stage_get_scene (self->stage));
  GError *error = NULL;

  if (nodes[0] != NULL && sluice_canvas_can_edit (self))
    sluice_edit_delete_and_heal (self->document, (const char * const *) nodes, &error);
  sluice_canvas_take_error (self, error);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  sluice_canvas_copy (SLUICE_CANVAS (widget));
}

static void
cut_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  sluice_canvas_copy (SLUICE_CANVAS (widget));
  delete_action (widget, name, parameter);
}

static void
paste_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  if (sluice_canvas_can_edit (SLUICE_CANVAS (widget)))
    sluice_canvas_paste (SLUICE_CANVAS (widget), FALSE);
}

static void
paste_keeping_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  if (sluice_canvas_can_edit (SLUICE_CANVAS (widget)))
    sluice_canvas_paste (SLUICE_CANVAS (widget), TRUE);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  if (sluice_canvas_can_edit (SLUICE_CANVAS (widget)))
    sluice_canvas_duplicate (SLUICE_CANVAS (widget));
}

/* By keyboard the zoom keeps the middle, or what is under the pointer. */
static void
zoom_by (SluiceCanvas *self,
         double        zoom)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  gboolean is_over = self->pointer_x >= 0;

  sluice_stage_zoom_to (self->stage, zoom, is_over ? self->pointer_x : view->width / 2,
                        is_over ? self->pointer_y : view->height / 2);
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  zoom_by (self, sluice_canvas_get_zoom (self) * ZOOM_STEP);
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  zoom_by (self, sluice_canvas_get_zoom (self) / ZOOM_STEP);
}

static void
zoom_reset_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  zoom_by (self, sluice_viewport_get_unit (sluice_stage_get_viewport (self->stage)));
}

static void
zoom_fit_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  sluice_canvas_fit (SLUICE_CANVAS (widget));
}

static void
zoom_selection_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) nodes = sluice_selection_dup (get_selection (self));
  SluiceRect extent;

  if (sluice_scene_get_extent_of (sluice_stage_get_scene (self->stage), nodes, &extent))
    sluice_stage_fit (self->stage, &extent);
}

static void
add_node_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  SluicePoint at = sluice_canvas_get_pointed (self);

  sluice_canvas_request_node (self, at.x, at.y, NULL, NULL);
}

static void
rename_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const char *address, *action;

  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    sluice_canvas_start_rename (self, address, action);
  else if (sluice_selection_get_last (get_selection (self)) != NULL)
    sluice_canvas_start_rename (self, sluice_selection_get_last (get_selection (self)), NULL);
}

static void
set_start_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const char *last = sluice_selection_get_last (get_selection (self));
  g_autofree char *address = g_strdup (last);
  GError *error = NULL;

  if (address != NULL && sluice_canvas_can_edit (self))
    sluice_edit_set_start (self->document, address, &error);
  sluice_canvas_take_error (self, error);
}

static void
connect_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const char *address = sluice_selection_get_last (get_selection (self));

  if (address != NULL && !sluice_stage_start_link (self->stage, address))
    sluice_canvas_tell (self, _("This node has no action to connect"));
}

static void
activate_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const char *last = sluice_selection_get_last (get_selection (self));
  const char *address, *action;

  if (sluice_selection_get_edge (get_selection (self), &address, &action))
    sluice_canvas_start_rename (self, address, action);
  else if (last != NULL && sluice_scene_get_node (sluice_stage_get_scene (self->stage), last) != NULL)
    sluice_canvas_activate_node (self, last);
  else if (last != NULL)
    sluice_canvas_start_rename (self, last, NULL);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  sluice_canvas_show_menu (SLUICE_CANVAS (widget), 0, 0, TRUE);
}

static const SluiceCanvasAction edit_actions[] = {
  { "canvas.undo", NULL, undo_action },
  { "canvas.redo", NULL, redo_action },
  { "canvas.delete", NULL, delete_action },
  { "canvas.delete-and-heal", NULL, delete_and_heal_action },
  { "canvas.copy", NULL, copy_action },
  { "canvas.cut", NULL, cut_action },
  { "canvas.paste", NULL, paste_action },
  { "canvas.paste-keeping", NULL, paste_keeping_action },
  { "canvas.duplicate", NULL, duplicate_action },
  { "canvas.zoom-in", NULL, zoom_in_action },
  { "canvas.zoom-out", NULL, zoom_out_action },
  { "canvas.zoom-reset", NULL, zoom_reset_action },
  { "canvas.zoom-fit", NULL, zoom_fit_action },
  { "canvas.zoom-selection", NULL, zoom_selection_action },
  { "canvas.add-node", NULL, add_node_action },
  { "canvas.rename-node", NULL, rename_action },
  { "canvas.set-start", NULL, set_start_action },
  { "canvas.connect", NULL, connect_action },
  { "canvas.activate", NULL, activate_action },
  { "canvas.show-menu", NULL, menu_action },
};

/* Where an action has several keys, the menu names the last. */
static const SluiceCanvasKey edit_keys[] = {
  { GDK_KEY_KP_Delete, 0, "canvas.delete" },
  { GDK_KEY_KP_Delete, GDK_CONTROL_MASK, "canvas.delete-and-heal" },
  { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "canvas.zoom-in" },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "canvas.zoom-out" },
  { GDK_KEY_KP_0, GDK_CONTROL_MASK, "canvas.zoom-reset" },
  { GDK_KEY_KP_1, GDK_CONTROL_MASK, "canvas.zoom-fit" },
  { GDK_KEY_KP_2, GDK_CONTROL_MASK, "canvas.zoom-selection" },
  { GDK_KEY_KP_Enter, 0, "canvas.activate" },
  { GDK_KEY_z, GDK_CONTROL_MASK, "canvas.undo" },
  { GDK_KEY_y, GDK_CONTROL_MASK, "canvas.redo" },
  { GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "canvas.redo" },
  { GDK_KEY_Delete, 0, "canvas.delete" },
  { GDK_KEY_Delete, GDK_CONTROL_MASK, "canvas.delete-and-heal" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "canvas.copy" },
  { GDK_KEY_x, GDK_CONTROL_MASK, "canvas.cut" },
  { GDK_KEY_v, GDK_CONTROL_MASK, "canvas.paste" },
  { GDK_KEY_v, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "canvas.paste-keeping" },
  { GDK_KEY_d, GDK_CONTROL_MASK, "canvas.duplicate" },
  { GDK_KEY_equal, GDK_CONTROL_MASK, "canvas.zoom-in" },
  { GDK_KEY_plus, GDK_CONTROL_MASK, "canvas.zoom-in" },
  { GDK_KEY_minus, GDK_CONTROL_MASK, "canvas.zoom-out" },
  { GDK_KEY_0, GDK_CONTROL_MASK, "canvas.zoom-reset" },
  { GDK_KEY_1, GDK_CONTROL_MASK, "canvas.zoom-fit" },
  { GDK_KEY_2, GDK_CONTROL_MASK, "canvas.zoom-selection" },
  { GDK_KEY_a, GDK_SHIFT_MASK, "canvas.add-node" },
  { GDK_KEY_Tab, 0, "canvas.add-node" },
  { GDK_KEY_F2, 0, "canvas.rename-node" },
  { GDK_KEY_e, 0, "canvas.connect" },
  { GDK_KEY_Return, 0, "canvas.activate" },
  { GDK_KEY_Menu, 0, "canvas.show-menu" },
  { GDK_KEY_F10, GDK_SHIFT_MASK, "canvas.show-menu" },
};

/**
 * sluice_canvas_class_install:
 * @klass: the canvas's class
 * @actions: class actions
 * @n_actions: how many
 * @keys: their keys
 * @n_keys: how many
 */
void
sluice_canvas_class_install (GtkWidgetClass           *klass,
                             const SluiceCanvasAction *actions,
                             guint                     n_actions,
                             const SluiceCanvasKey    *keys,
                             guint                     n_keys)
{
  for (guint i = 0; i < n_actions; i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  for (guint i = 0; i < n_keys; i++)
    gtk_widget_class_add_binding_action (klass, keys[i].keyval, keys[i].modifiers, keys[i].action,
                                         NULL);
}

/* The arrows, in the order of SluiceDirection, each with its twin on the number pad. */
void
sluice_canvas_class_bind_arrows (GtkWidgetClass  *klass,
                                 GdkModifierType  modifiers,
                                 const char      *action)
{
  static const guint arrows[][2] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left },
    { GDK_KEY_Right, GDK_KEY_KP_Right },
    { GDK_KEY_Up, GDK_KEY_KP_Up },
    { GDK_KEY_Down, GDK_KEY_KP_Down },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    for (guint k = 0; k < 2; k++)
      gtk_widget_class_add_binding_action (klass, arrows[i][k], modifiers, action, "i", (int) i);
}

/**
 * sluice_canvas_class_add_actions:
 * @klass: the canvas's class
 *
 * Installs the actions and their keys.
 */
void
sluice_canvas_class_add_actions (GtkWidgetClass *klass)
{
  sluice_canvas_class_install (klass, edit_actions, G_N_ELEMENTS (edit_actions), edit_keys,
                               G_N_ELEMENTS (edit_keys));
  sluice_canvas_class_add_debug_actions (klass);
  sluice_canvas_class_add_select_actions (klass);
  sluice_canvas_class_add_arrange_actions (klass);
}

/**
 * sluice_canvas_update_actions:
 * @self: a canvas
 *
 * Enables what can be done now.
 */
void
sluice_canvas_update_actions (SluiceCanvas *self)
{
  guint n_selected = sluice_selection_get_n (get_selection (self));
  guint n_nodes = sluice_scene_get_n_selected_nodes (sluice_stage_get_scene (self->stage));
  gboolean is_node = n_selected == 1 && n_nodes == 1;
  gboolean has_edge = sluice_selection_get_edge (get_selection (self), NULL, NULL);
  gboolean can_write = self->document != NULL && !sluice_document_is_read_only (self->document);
  const struct
  {
    const char *name;
    gboolean enabled;
  } states[] = {
    { "canvas.undo", can_write && sluice_document_get_undo_name (self->document) != NULL },
    { "canvas.redo", can_write && sluice_document_get_redo_name (self->document) != NULL },
    { "canvas.delete", can_write && (n_selected > 0 || has_edge) },
    { "canvas.delete-and-heal", can_write && n_nodes > 0 },
    { "canvas.copy", n_selected > 0 },
    { "canvas.cut", can_write && n_selected > 0 },
    { "canvas.paste", can_write },
    { "canvas.paste-keeping", can_write },
    { "canvas.duplicate", can_write && n_selected > 0 },
    { "canvas.zoom-selection", n_selected > 0 },
    { "canvas.add-node", can_write },
    { "canvas.rename-node", can_write && (n_selected > 0 || has_edge) },
    { "canvas.set-start", can_write && is_node },
    { "canvas.connect", can_write && is_node },
    { "canvas.activate", n_selected > 0 || has_edge },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), states[i].name, states[i].enabled);
  sluice_canvas_update_debug_actions (self);
  sluice_canvas_update_select_actions (self);
  sluice_canvas_update_arrange_actions (self);
}
