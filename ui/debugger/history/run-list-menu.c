/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The context menu of a run: by the second button, a long press, or the menu key. It is about what is selected. */
#include "debugger/history/run-list-private.h"

#include "rows/row-menu.h"

#include <glib/gi18n.h>

/* The rows are named after their runs. */
static gboolean
find_run (SluiceRunList *self,
          const char    *id,
          guint         *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SluiceRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (!g_str_equal (sluice_run_item_get_run (item)->id, id))
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_run_at (SluiceRunList *self,
             double         x,
             double         y,
             guint         *position)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *list = GTK_WIDGET (self->list);

  for (; widget != NULL && widget != list; widget = gtk_widget_get_parent (widget))
    {
      /* Between two labels it is the row itself, around the box that has the name. */
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (find_run (self, gtk_widget_get_name (widget), position)
          || (child != NULL && gtk_widget_get_parent (widget) == list
              && find_run (self, gtk_widget_get_name (child), position)))
        return TRUE;
    }
  return FALSE;
}

static GMenuModel *
new_menu (SluiceRunList *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) looks = g_menu_new ();
  g_autoptr (GMenu) keeps = g_menu_new ();
  g_autoptr (GMenu) ends = g_menu_new ();

  g_menu_append (looks, _("_Open"), "runs.open");
  g_menu_append (looks, _("_Compare"), "runs.compare");
  g_menu_append (looks, _("_Fork from the Beginning"), "runs.fork");
  g_menu_append (keeps, _("_Name…"), "runs.rename");
  g_menu_append (keeps, gtk_toggle_button_get_active (self->pin) ? _("Un_pin") : _("_Pin"), "runs.pin");
  g_menu_append (keeps, _("_Export…"), "runs.export");
  g_menu_append (ends, _("_Delete…"), "runs.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (looks));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keeps));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
open_menu (SluiceRunList *self,
           GdkRectangle  *place)
{
  g_autoptr (GMenuModel) model = new_menu (self);

  sluice_row_menu_renew (&self->menu, GTK_WIDGET (self), model, "run-menu");
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

gboolean
sluice_run_list_find_focus (SluiceRunList *self,
                            guint         *position)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  GtkWidget *child = row != NULL ? gtk_widget_get_first_child (row) : NULL;

  return child != NULL && find_run (self, gtk_widget_get_name (child), position);
}

/* By key it is about the row with the focus. */
static void
menu_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceRunList *self = SLUICE_RUN_LIST (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autoptr (GPtrArray) items = NULL;
  graphene_rect_t box;
  guint position;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list))
      || !gtk_widget_compute_bounds (focus, widget, &box))
    return;
  items = sluice_run_list_dup_selected (self);
  if (items->len == 0 && sluice_run_list_find_focus (self, &position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  open_menu (self, &(GdkRectangle) { (int) box.origin.x + 24, (int) box.origin.y, 1, (int) box.size.height });
}

/* What is not selected is selected first. */
static void
open_at (SluiceRunList *self,
         GtkGesture    *gesture,
         double         x,
         double         y)
{
  graphene_point_t at;
  guint position;

  if (!find_run_at (self, x, y, &position)
      || !gtk_widget_compute_point (GTK_WIDGET (self->list), GTK_WIDGET (self),
                                    &GRAPHENE_POINT_INIT ((float) x, (float) y), &at))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  open_menu (self, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

static void
clicked_cb (SluiceRunList *self,
            int            n_press,
            double         x,
            double         y,
            GtkGesture    *gesture)
{
  open_at (self, gesture, x, y);
}

static void
long_pressed_cb (SluiceRunList *self,
                 double         x,
                 double         y,
                 GtkGesture    *gesture)
{
  open_at (self, gesture, x, y);
}

void
sluice_run_list_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "runs.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "runs.menu", NULL);
}

void
sluice_run_list_init_menu (SluiceRunList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  /* At the release: a menu that opens under a button that is held would take it for a choice. */
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (press));
}

void
sluice_run_list_clear_menu (SluiceRunList *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}
