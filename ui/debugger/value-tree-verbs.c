/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is done to a place of the store: it is looked at in full, edited, added to, removed and copied.
 * Only a stopped run is changed: what is sent to it is an intervention, and its answer closes the editor
 * or is what the editor says is wrong.
 */
#include "debugger/value-tree-private.h"

#include "debugger/value-words.h"
#include "rows/row-menu.h"

#include "base/json.h"
#include "base/pointer.h"

#include <glib/gi18n.h>
#include <string.h>

/* A longer text is not edited in a popover. */
#define MAX_EDITED (1024 * 1024)

/* What is shown of the past is not changed any more, and the run that is stopped is not what is shown then. */
static gboolean
is_store_stopped (SluiceValueTree *self)
{
  return self->session != NULL && self->source == SLUICE_VALUE_TREE_STORE
         && sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED
         && sluice_run_session_get_past_state (self->session) == SLUICE_PAST_NONE;
}

/* An expression says where it is. */
static gboolean
can_watch (SluiceValueTree *self)
{
  return self->source == SLUICE_VALUE_TREE_STORE || self->source == SLUICE_VALUE_TREE_LOCALS;
}

static GtkSingleSelection *
get_selection (SluiceValueTree *self)
{
  return GTK_SINGLE_SELECTION (gtk_column_view_get_model (self->view));
}

/* Returns: (transfer none) (nullable): what is selected, if it is a place */
static SluiceValueItem *
get_selected (SluiceValueTree *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (get_selection (self));
  g_autoptr (SluiceValueItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return item != NULL && sluice_value_item_get_pointer (item) != NULL ? item : NULL;
}

/* Where things are */

static GtkWidget *
find_expander (GtkWidget *widget)
{
  if (GTK_IS_TREE_EXPANDER (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_expander (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_row (GtkWidget *widget)
{
  return gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_ROW;
}

/* Returns: (nullable): the row's place in the tree */
static GtkTreeListRow *
get_row_at (GtkWidget *row)
{
  GtkWidget *expander = find_expander (row);

  return expander != NULL ? gtk_tree_expander_get_list_row (GTK_TREE_EXPANDER (expander)) : NULL;
}

static GtkWidget *
find_row (GtkWidget *widget,
          guint      position)
{
  GtkTreeListRow *row = is_row (widget) && gtk_widget_get_child_visible (widget) ? get_row_at (widget) : NULL;

  if (row != NULL && gtk_tree_list_row_get_position (row) == position)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, position);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The selected row, or all of the tree. */
static GdkRectangle
get_place (SluiceValueTree *self)
{
  guint position = gtk_single_selection_get_selected (get_selection (self));
  GtkWidget *row = position != GTK_INVALID_LIST_POSITION ? find_row (GTK_WIDGET (self->view), position) : NULL;
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return (GdkRectangle) { 0, 0, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1), 1 };
  return (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                          (int) bounds.size.width, (int) bounds.size.height };
}

/* Editing */

static char *
dup_json_at (SluiceValueTree *self,
             const char      *pointer)
{
  SluiceValue value;

  if (!sluice_pointer_get (sluice_value_tree_get_value (self), pointer, &value, NULL))
    return NULL;
  return sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL);
}

static void
open_editor (SluiceValueTree        *self,
             SluiceInterventionType  type,
             const char             *pointer,
             const SluiceValueEdit  *edit);

static const char *
words_for_refusal (SluiceValueTree *self)
{
  if (self->source == SLUICE_VALUE_TREE_QUEUES)
    return _("Queues are shown as they are.");
  if (self->source == SLUICE_VALUE_TREE_LOCALS)
    return _("Locals are shown as they are.");
  if (self->source == SLUICE_VALUE_TREE_WATCH)
    return _("What is watched is shown as it is.");
  if (self->session != NULL && sluice_run_session_get_past_state (self->session) != SLUICE_PAST_NONE)
    return _("This is the past, which stays as it was: what continues from here can be edited.");
  if (self->session != NULL && sluice_run_session_is_active (self->session))
    return _("The store can be edited while the run is stopped: pause it first (F6).");
  return _("The run is over: its store stays as it is.");
}

static void
edit_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  SluiceValueItem *item = get_selected (self);
  g_autofree char *text = item != NULL ? dup_json_at (self, sluice_value_item_get_pointer (item)) : NULL;
  SluiceValueEdit edit = { 0, };

  if (text == NULL)
    return;
  edit.title = sluice_value_item_get_pointer (item);
  edit.text = text;
  edit.is_read_only = !is_store_stopped (self);
  if (edit.is_read_only)
    edit.note = words_for_refusal (self);
  if (strlen (text) > MAX_EDITED)
    {
      edit.is_read_only = TRUE;
      edit.note = _("This is only the beginning: the value is too large to be edited here.");
      text[g_utf8_find_prev_char (text, text + MAX_EDITED) - text] = '\0';
    }
  open_editor (self, SLUICE_INTERVENTION_STORE_REPLACE, sluice_value_item_get_pointer (item), &edit);
}

/* What is added to: the selected container, or what the selected value is in; with nothing selected the
 * store itself. */
static char *
dup_container (SluiceValueTree *self,
               gboolean        *is_list)
{
  SluiceValueItem *item = get_selected (self);
  SluiceValue value = sluice_value_null ();
  char *pointer = g_strdup (item != NULL ? sluice_value_item_get_pointer (item) : "");

  if (item != NULL && !sluice_value_item_is_container (item))
    *strrchr (pointer, '/') = '\0';
  sluice_pointer_get (sluice_value_tree_get_value (self), pointer, &value, NULL);
  *is_list = SLUICE_VALUE_IS_ARRAY (value);
  return pointer;
}

static void
add_cb (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  gboolean is_list;
  g_autofree char *pointer = dup_container (self, &is_list);
  g_autofree char *title = NULL;
  SluiceValueEdit edit = { .apply = _("_Add"), .has_key = !is_list };

  if (!is_store_stopped (self))
    return;
  /* Translators: %s is a place in the store, as “/order/items”. */
  title = *pointer == '\0' ? g_strdup (_("Add to the store"))
                           : g_strdup_printf (is_list ? _("Add at the end of %s") : _("Add to %s"), pointer);
  edit.title = title;
  open_editor (self, SLUICE_INTERVENTION_STORE_ADD, pointer, &edit);
}

/* Taking back */

static void
edit_free (gpointer data)
{
  SluiceValueTreeEdit *edit = data;

  g_free (edit->place);
  g_free (edit->had);
  g_free (edit);
}

static guint
count_stops (SluiceValueTree *self)
{
  return sluice_run_session_get_stops (self->session)->len;
}

/* Behind the last item of a list is where one that is added at "-" comes to be. */
static char *
dup_true_place (SluiceValueTree *self,
                const char      *place)
{
  g_autofree char *container = NULL;
  SluiceValue list;

  if (!g_str_has_suffix (place, "/-"))
    return g_strdup (place);
  container = g_strndup (place, strlen (place) - 2);
  if (!sluice_pointer_get (sluice_value_tree_get_value (self), container, &list, NULL)
      || !SLUICE_VALUE_IS_ARRAY (list))
    return g_strdup (place);
  return g_strdup_printf ("%s/%u", container, sluice_value_get_length (list));
}

static SluiceInterventionType
get_inverse (SluiceInterventionType type)
{
  if (type == SLUICE_INTERVENTION_STORE_ADD)
    return SLUICE_INTERVENTION_STORE_REMOVE;
  return type == SLUICE_INTERVENTION_STORE_REMOVE ? SLUICE_INTERVENTION_STORE_ADD : SLUICE_INTERVENTION_STORE_REPLACE;
}

static SluiceValueTreeEdit *
edit_new (SluiceValueTree        *self,
          SluiceInterventionType  type,
          const char             *place)
{
  SluiceValueTreeEdit *edit = g_new0 (SluiceValueTreeEdit, 1);

  edit->type = get_inverse (type);
  edit->place = dup_true_place (self, place);
  edit->had = type != SLUICE_INTERVENTION_STORE_ADD ? dup_json_at (self, place) : NULL;
  edit->n_stops = count_stops (self);
  return edit;
}

/* NULL: nothing was edited since the run stopped here. */
static SluiceValueTreeEdit *
get_last_edit (SluiceValueTree *self)
{
  SluiceValueTreeEdit *edit = self->edits->len > 0 ? g_ptr_array_index (self->edits, self->edits->len - 1) : NULL;

  return edit != NULL && is_store_stopped (self) && edit->n_stops == count_stops (self) ? edit : NULL;
}

static void
undo_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  const SluiceValueTreeEdit *edit = get_last_edit (self);

  if (edit == NULL)
    return;
  sluice_run_session_intervene (self->session, &(SluiceIntervention) { .type = edit->type, .place = edit->place,
                                                                       .value = edit->had });
  g_ptr_array_set_size (self->edits, (int) self->edits->len - 1);
  sluice_value_tree_update_verbs (self);
}

static void
keep_edit (SluiceValueTree *self)
{
  if (self->asked == NULL)
    return;
  if (get_last_edit (self) == NULL)
    g_ptr_array_set_size (self->edits, 0);
  g_ptr_array_add (self->edits, g_steal_pointer (&self->asked));
  sluice_value_tree_update_verbs (self);
}

void
sluice_value_tree_clear_verbs (SluiceValueTree *self)
{
  g_clear_pointer (&self->asked, edit_free);
  g_clear_pointer (&self->edits, g_ptr_array_unref);
}

static void
send (SluiceValueTree        *self,
      SluiceInterventionType  type,
      const char             *place,
      const char             *value)
{
  g_clear_pointer (&self->asked, edit_free);
  self->asked = edit_new (self, type, place);
  self->request = sluice_run_session_intervene (self->session,
                                                &(SluiceIntervention) { .type = type, .place = place,
                                                                        .value = value });
  if (self->request == 0 && self->editor != NULL)
    sluice_value_editor_set_error (self->editor, words_for_refusal (self));
}

static void
remove_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  SluiceValueItem *item = get_selected (self);

  if (item != NULL && is_store_stopped (self) && sluice_value_item_get_change (item) != SLUICE_VALUE_CHANGE_REMOVED)
    send (self, SLUICE_INTERVENTION_STORE_REMOVE, sluice_value_item_get_pointer (item), NULL);
}

static void
apply_cb (SluiceValueTree *self,
          const char      *key,
          const char      *text)
{
  g_autofree char *place = NULL;
  SluiceValue there;

  if (self->edited == NULL)
    return;
  if (self->edit != SLUICE_INTERVENTION_STORE_ADD)
    {
      send (self, self->edit, self->edited, text);
      return;
    }
  place = key != NULL ? sluice_pointer_join (self->edited, key) : sluice_pointer_join (self->edited, "-");
  if (key != NULL && sluice_pointer_get (sluice_value_tree_get_value (self), place, &there, NULL))
    sluice_value_editor_set_error (self->editor, _("There is this key already."));
  else
    send (self, self->edit, place, text);
}

/* Who edits by keyboard goes on from the row. */
static void
editor_closed_cb (SluiceValueTree *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
open_editor (SluiceValueTree        *self,
             SluiceInterventionType  type,
             const char             *pointer,
             const SluiceValueEdit  *edit)
{
  GdkRectangle place = get_place (self);

  if (self->editor == NULL)
    {
      self->editor = g_object_ref_sink (SLUICE_VALUE_EDITOR (sluice_value_editor_new ()));
      g_signal_connect_object (self->editor, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->editor, "closed", G_CALLBACK (editor_closed_cb), self, G_CONNECT_SWAPPED);
    }
  self->edit = type;
  self->request = 0;
  g_free (self->edited);
  self->edited = g_strdup (pointer);
  sluice_value_editor_open (self->editor, GTK_WIDGET (self), &place, edit);
}

void
sluice_value_tree_close_editor (SluiceValueTree *self)
{
  self->request = 0;
  if (self->editor != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->editor));
}

static void
replied_cb (SluiceValueTree *self,
            guint            request,
            const char      *error)
{
  if (request != self->request || self->request == 0)
    return;
  self->request = 0;
  if (error != NULL && self->editor != NULL)
    sluice_value_editor_set_error (self->editor, error);
  else
    sluice_value_tree_close_editor (self);
  if (error == NULL)
    keep_edit (self);
}

void
sluice_value_tree_follow_replies (SluiceValueTree *self)
{
  g_signal_connect_object (self->session, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (sluice_value_tree_update_verbs), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::past", G_CALLBACK (sluice_value_tree_update_verbs), self,
                           G_CONNECT_SWAPPED);
}

/* Copying */

static void
copy_value_cb (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  SluiceValueItem *item = get_selected (self);
  g_autofree char *text = item != NULL ? dup_json_at (self, sluice_value_item_get_pointer (item)) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_path_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SluiceValueItem *item = get_selected (SLUICE_VALUE_TREE (widget));

  if (item != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), sluice_value_item_get_pointer (item));
}

/* Watching */

static void
watch_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  SluiceValueItem *item = get_selected (self);
  g_autofree char *expression = NULL;

  if (item == NULL)
    return;
  expression = sluice_value_words_dup_expression (sluice_value_tree_get_value (self),
                                                  self->source == SLUICE_VALUE_TREE_STORE ? "shared" : NULL,
                                                  sluice_value_item_get_pointer (item));
  gtk_widget_activate_action (widget, "win.watch", "s", expression);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceValueItem *item = get_selected (SLUICE_VALUE_TREE (widget));

  if (item != NULL)
    gtk_widget_activate_action (widget, "win.stop-at-change", "s", sluice_value_item_get_pointer (item));
}

/* Menu */

static GMenuModel *
new_menu (SluiceValueTree *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) edits = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();

  g_menu_append (edits, is_store_stopped (self) ? _("_Edit…") : _("_Show"), "store.edit");
  if (self->source == SLUICE_VALUE_TREE_STORE)
    {
      g_menu_append (edits, _("_Add…"), "store.add");
      g_menu_append (edits, _("_Remove"), "store.remove");
      g_menu_append (edits, _("_Undo the Last Edit"), "store.undo");
    }
  if (self->source == SLUICE_VALUE_TREE_STORE)
    g_menu_append (edits, _("_Stop When It Changes"), "store.stop");
  if (can_watch (self))
    g_menu_append (edits, _("_Watch"), "store.watch");
  g_menu_append (copies, _("_Copy Value"), "store.copy-value");
  g_menu_append (copies, _("Copy _Path"), "store.copy-path");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (edits));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
menu_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);
  g_autoptr (GMenuModel) model = new_menu (self);
  GdkRectangle place = get_place (self);

  sluice_row_menu_renew (&self->menu, widget, model, "store-menu");
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The row under the pointer is selected first: the menu is about what is selected. */
static void
pressed_cb (SluiceValueTree *self,
            int              n_press,
            double           x,
            double           y,
            GtkGesture      *gesture)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkTreeListRow *row;

  while (widget != NULL && widget != GTK_WIDGET (self->view) && !is_row (widget))
    widget = gtk_widget_get_parent (widget);
  row = widget != NULL && is_row (widget) ? get_row_at (widget) : NULL;
  if (row == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_single_selection_set_selected (get_selection (self), gtk_tree_list_row_get_position (row));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  menu_cb (GTK_WIDGET (self), NULL, NULL);
}

static gboolean
edit_later_cb (gpointer data)
{
  SluiceValueTree *self = data;

  self->edit_id = 0;
  gtk_widget_activate_action (GTK_WIDGET (self), "store.edit", NULL);

  return G_SOURCE_REMOVE;
}

static void
edit_later (SluiceValueTree *self)
{
  if (self->edit_id == 0)
    self->edit_id = g_idle_add (edit_later_cb, self);
}

static void
hold_end_cb (SluiceValueTree *self)
{
  if (self->edits_at_end)
    edit_later (self);
  self->edits_at_end = FALSE;
}

/* A value is edited; what holds others is opened or closed. The row takes the focus after it was activated:
 * the editor is to have it. A row is activated by a press, whose release may be on its way already: the
 * editor's grab of the pointer in between would leave GTK with a release for nobody. */
static void
activate_cb (SluiceValueTree *self,
             guint            position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (row == NULL)
    return;
  if (gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  else if (gtk_gesture_is_active (self->hold))
    self->edits_at_end = TRUE;
  else
    edit_later (self);
}

/**
 * sluice_value_tree_update_verbs:
 *
 * Enables what can be done now.
 */
void
sluice_value_tree_update_verbs (SluiceValueTree *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SluiceValueItem *item = get_selected (self);
  gboolean is_there = item != NULL && sluice_value_item_get_change (item) != SLUICE_VALUE_CHANGE_REMOVED;

  gtk_widget_action_set_enabled (widget, "store.edit", is_there);
  gtk_widget_action_set_enabled (widget, "store.add", is_store_stopped (self));
  gtk_widget_action_set_enabled (widget, "store.remove", is_there && is_store_stopped (self));
  gtk_widget_action_set_enabled (widget, "store.undo", self->session != NULL && get_last_edit (self) != NULL);
  gtk_widget_action_set_enabled (widget, "store.stop", item != NULL && self->source == SLUICE_VALUE_TREE_STORE);
  gtk_widget_action_set_enabled (widget, "store.watch", item != NULL && can_watch (self));
  gtk_widget_action_set_enabled (widget, "store.copy-value", is_there);
  gtk_widget_action_set_enabled (widget, "store.copy-path", item != NULL);
}

void
sluice_value_tree_install_verbs (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  g_type_ensure (SLUICE_TYPE_VALUE_EDITOR);
  gtk_widget_class_install_action (widget_class, "store.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "store.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "store.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "store.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "store.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "store.watch", NULL, watch_cb);
  gtk_widget_class_install_action (widget_class, "store.copy-value", NULL, copy_value_cb);
  gtk_widget_class_install_action (widget_class, "store.copy-path", NULL, copy_path_cb);
  gtk_widget_class_install_action (widget_class, "store.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "store.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, 0, "store.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "store.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control, "store.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, control, "store.copy-value", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, control | GDK_SHIFT_MASK, "store.copy-path", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "store.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "store.menu", NULL);
}

void
sluice_value_tree_init_verbs (SluiceValueTree *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->edits = g_ptr_array_new_with_free_func (edit_free);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));

  self->hold = gtk_gesture_click_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (self->hold), GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->hold, "end", G_CALLBACK (hold_end_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (self->hold));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_selection (self), "notify::selected", G_CALLBACK (sluice_value_tree_update_verbs), self,
                           G_CONNECT_SWAPPED);
}
