/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done to what is selected in the outline: the actions, their keys, the menu, and the
 * entry in which a name is edited. */
#include "outline/outline-private.h"

#include "outline/outline-row.h"
#include "rows/row-menu.h"

#include "base/ids.h"
#include "graph/edit.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>

#define COPY_OFFSET 2 /* grid units */

/* Takes @error. */
static void
tell (SluiceOutline *self,
      GError        *error)
{
  if (error != NULL)
    g_signal_emit_by_name (self, "message", error->message);
  g_clear_error (&error);
}

static void
go_to (SluiceOutline *self,
       const char    *address,
       gboolean       is_flow)
{
  sluice_outline_select (self, address);
  g_signal_emit_by_name (self, is_flow ? "show-flow" : "locate", address);
}

static void
open_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  g_autofree char *address = g_strdup (sluice_outline_get_selected (self));

  if (address != NULL)
    g_signal_emit_by_name (self, "activate", address);
}

static char *
dup_flow (SluiceOutlineItem *item)
{
  char *flow = NULL;

  if (!sluice_outline_item_is_flow (item))
    sluice_address_split (sluice_outline_item_get_address (item), &flow, NULL);

  return flow;
}

/* The item of a row, if it may be selected in place of @gone: a flow gives way to a flow, a node to
 * one of the same flow. */
static SluiceOutlineItem *
ref_successor (SluiceOutline     *self,
               SluiceOutlineItem *gone,
               guint              position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (SluiceOutlineItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  g_autofree char *flow = item != NULL ? dup_flow (item) : NULL;
  g_autofree char *of_gone = dup_flow (gone);

  return item != NULL && g_strcmp0 (flow, of_gone) == 0 ? g_steal_pointer (&item) : NULL;
}

/* What is selected once the item is gone: what comes after it, else what is before it. */
static SluiceOutlineItem *
ref_neighbour (SluiceOutline     *self,
               SluiceOutlineItem *gone)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  SluiceOutlineItem *found = NULL;

  for (guint i = position + 1; i < n_rows && found == NULL; i++)
    found = ref_successor (self, gone, i);
  for (guint i = position; i > 0 && found == NULL; i--)
    found = ref_successor (self, gone, i - 1);

  return found;
}

static void
delete_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  const char * const addresses[] = { item != NULL ? sluice_outline_item_get_address (item) : NULL, NULL };
  g_autoptr (SluiceOutlineItem) next = NULL;
  GError *error = NULL;
  gboolean done;

  if (item == NULL)
    return;
  next = ref_neighbour (self, item);
  if (sluice_outline_item_is_flow (item))
    done = sluice_edit_delete_flow (self->document, addresses[0], &error);
  else
    done = sluice_edit_delete_nodes (self->document, addresses, &error);
  if (done && next != NULL)
    go_to (self, sluice_outline_item_get_address (next), sluice_outline_item_is_flow (next));
  tell (self, error);
}

static void
duplicate_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  const char * const addresses[] = { item != NULL ? sluice_outline_item_get_address (item) : NULL, NULL };
  g_autofree char *flow = NULL;
  g_auto (GStrv) copies = NULL;
  GError *error = NULL;

  if (item == NULL)
    return;
  if (sluice_outline_item_is_flow (item))
    {
      flow = sluice_edit_duplicate_flow (self->document, addresses[0], &error);
      if (flow != NULL)
        go_to (self, flow, TRUE);
    }
  else
    {
      copies = sluice_edit_duplicate (self->document, addresses, COPY_OFFSET, COPY_OFFSET,
                                      SLUICE_KEEP_NONE, &error);
      if (copies != NULL && copies[0] != NULL)
        go_to (self, copies[0], FALSE);
    }
  tell (self, error);
}

static void
set_start_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  GError *error = NULL;

  if (sluice_outline_get_selected (self) == NULL)
    return;
  sluice_edit_set_start (self->document, sluice_outline_get_selected (self), &error);
  tell (self, error);
}

static void
set_run_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  const char * const flows[] = { sluice_outline_get_selected (self), NULL };
  GError *error = NULL;

  if (flows[0] == NULL)
    return;
  sluice_edit_set_run (self->document, flows, &error);
  tell (self, error);
}

static void
rename_taken_cb (SluiceOutline *self)
{
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->rename_entry))));
  GError *error = NULL;

  gtk_popover_popdown (GTK_POPOVER (self->rename));
  if (item == NULL || text[0] == '\0')
    return;

  sluice_document_break_merge (self->document);
  if (sluice_outline_item_is_flow (item))
    sluice_edit_set_flow_title (self->document, sluice_outline_item_get_address (item), text, &error);
  else
    sluice_edit_set_title (self->document, sluice_outline_item_get_address (item), text, &error);
  sluice_document_break_merge (self->document);
  tell (self, error);
}

static void
closed_cb (SluiceOutline *self)
{
  sluice_outline_focus (self);
}

static void
build_rename (SluiceOutline *self)
{
  self->rename = gtk_popover_new ();
  self->rename_entry = gtk_entry_new ();
  gtk_widget_set_name (self->rename_entry, "outline-rename");
  gtk_editable_set_width_chars (GTK_EDITABLE (self->rename_entry), 20);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rename_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Title"), -1);
  gtk_popover_set_child (GTK_POPOVER (self->rename), self->rename_entry);
  gtk_widget_set_parent (self->rename, GTK_WIDGET (self));
  g_signal_connect_object (self->rename_entry, "activate", G_CALLBACK (rename_taken_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rename, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

/* At the row of what is selected, or the middle of the list where that is out of view. */
static void
point_at_row (SluiceOutline *self,
              GtkWidget     *popover)
{
  GtkWidget *row = sluice_outline_find_row_widget (self);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    graphene_rect_init (&bounds, 0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                        (float) gtk_widget_get_height (GTK_WIDGET (self)) / 2);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                 (int) bounds.size.width, (int) bounds.size.height });
}

static void
rename_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);

  if (item == NULL)
    return;
  if (self->rename == NULL)
    build_rename (self);
  gtk_editable_set_text (GTK_EDITABLE (self->rename_entry), sluice_outline_item_get_title (item));
  point_at_row (self, self->rename);
  gtk_popover_popup (GTK_POPOVER (self->rename));
  gtk_widget_grab_focus (self->rename_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->rename_entry), 0, -1);
}

static GMenuModel *
new_menu (gboolean is_flow)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();

  g_menu_append (first, _("_Open"), "outline.open");
  g_menu_append (first, _("_Rename…"), "outline.rename");
  if (is_flow)
    g_menu_append (first, _("_Start Runs with This Flow"), "outline.set-run");
  else
    g_menu_append (first, _("_Start Here"), "outline.set-start");
  g_menu_append (copies, _("D_uplicate"), "outline.duplicate");
  if (is_flow)
    g_menu_append (copies, _("_New Flow in This File"), "win.add-flow");
  g_menu_append (last, _("_Delete"), "outline.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* What was chosen may have put the keyboard somewhere else already. */
static void
menu_closed_cb (SluiceOutline *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->menu) || !gtk_widget_get_mapped (focus))
    sluice_outline_focus (self);
}

static void
show_menu_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  g_autoptr (GMenuModel) model = item != NULL ? new_menu (sluice_outline_item_is_flow (item)) : NULL;

  if (model == NULL)
    return;

  sluice_row_menu_renew (&self->menu, widget, model, "outline-menu");
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  sluice_outline_focus (self);
  point_at_row (self, self->menu);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The row under the pointer is selected first: the menu is about what is selected. */
static void
pressed_cb (SluiceOutline   *self,
            int              n_press,
            double           x,
            double           y,
            GtkGesture      *gesture)
{
  GtkWidget *row = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  SluiceOutlineItem *item;

  /* The list's own item around the row can be hit as well. */
  if (row != NULL && SLUICE_IS_OUTLINE_ROW (gtk_widget_get_first_child (row)))
    row = gtk_widget_get_first_child (row);
  else if (row != NULL)
    row = gtk_widget_get_ancestor (row, SLUICE_TYPE_OUTLINE_ROW);
  if (row == NULL)
    return;

  item = sluice_outline_row_get_item (SLUICE_OUTLINE_ROW (row));
  if (item == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (g_strcmp0 (sluice_outline_get_selected (self), sluice_outline_item_get_address (item)) != 0)
    {
      g_autofree char *address = g_strdup (sluice_outline_item_get_address (item));

      go_to (self, address, sluice_outline_item_is_flow (item));
    }
  show_menu_cb (GTK_WIDGET (self), NULL, NULL);
}

/**
 * sluice_outline_connect_menu:
 *
 * Shows the menu for the right button.
 */
void
sluice_outline_connect_menu (SluiceOutline *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
}

/**
 * sluice_outline_update_verbs:
 *
 * Enables what can be done to what is selected.
 */
void
sluice_outline_update_verbs (SluiceOutline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  gboolean can_edit = item != NULL && !sluice_document_is_read_only (self->document);
  gboolean is_flow = item != NULL && sluice_outline_item_is_flow (item);

  gtk_widget_action_set_enabled (widget, "outline.open", item != NULL);
  gtk_widget_action_set_enabled (widget, "outline.rename", can_edit);
  gtk_widget_action_set_enabled (widget, "outline.delete", can_edit);
  gtk_widget_action_set_enabled (widget, "outline.duplicate", can_edit);
  gtk_widget_action_set_enabled (widget, "outline.set-start", can_edit && !is_flow);
  gtk_widget_action_set_enabled (widget, "outline.set-run", can_edit && is_flow);
  gtk_widget_action_set_enabled (widget, "outline.show-menu", item != NULL);
}

/**
 * sluice_outline_install_verbs:
 * @widget_class: the outline's
 */
void
sluice_outline_install_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "outline.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "outline.rename", NULL, rename_cb);
  gtk_widget_class_install_action (widget_class, "outline.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "outline.duplicate", NULL, duplicate_cb);
  gtk_widget_class_install_action (widget_class, "outline.set-start", NULL, set_start_cb);
  gtk_widget_class_install_action (widget_class, "outline.set-run", NULL, set_run_cb);
  gtk_widget_class_install_action (widget_class, "outline.show-menu", NULL, show_menu_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "outline.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "outline.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "outline.duplicate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "outline.show-menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "outline.show-menu", NULL);
}
