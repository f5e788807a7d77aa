/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines with a handle before and a button behind. The order of the widgets is the order of the values. */

#include "inspector/lines-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/row.h"
#include "rows/drag-source.h"

static const char CLASS_KEY[] = "sluice-lines-class";
static const char BOX_KEY[] = "sluice-lines-box";
static const char EMPTY_KEY[] = "sluice-lines-empty";
static const char CONTENT_KEY[] = "sluice-line-content";

static const SluiceLinesClass *
get_class (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), CLASS_KEY);
}

static GtkWidget *
get_box (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), BOX_KEY);
}

GtkWidget *
sluice_lines_row_of (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
}

static GtkWidget *
line_of (GtkWidget *row,
         GtkWidget *widget)
{
  while (widget != NULL && gtk_widget_get_parent (widget) != get_box (row))
    widget = gtk_widget_get_parent (widget);

  return widget;
}

static void
update_empty (GtkWidget *row)
{
  GtkWidget *empty = g_object_get_data (G_OBJECT (row), EMPTY_KEY);

  gtk_widget_set_visible (empty, gtk_widget_get_first_child (get_box (row)) == NULL);
}

guint
sluice_lines_get_n (GtkWidget *row)
{
  guint n = 0;

  for (GtkWidget *line = gtk_widget_get_first_child (get_box (row)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    n++;

  return n;
}

GtkWidget *
sluice_lines_get (GtkWidget *row,
                  guint      index)
{
  GtkWidget *line = gtk_widget_get_first_child (get_box (row));

  while (line != NULL && index-- > 0)
    line = gtk_widget_get_next_sibling (line);

  return line != NULL ? g_object_get_data (G_OBJECT (line), CONTENT_KEY) : NULL;
}

/* The focus goes to the line that takes the place of the one that goes. */
static void
remove_clicked_cb (GtkWidget *line)
{
  GtkWidget *row = sluice_lines_row_of (line);
  GtkWidget *near = gtk_widget_get_next_sibling (line);

  if (near == NULL)
    near = gtk_widget_get_prev_sibling (line);
  gtk_box_remove (GTK_BOX (get_box (row)), line);
  update_empty (row);
  get_class (row)->commit (row);
  if (near != NULL && gtk_widget_get_parent (near) == get_box (row))
    gtk_widget_child_focus (near, GTK_DIR_TAB_FORWARD);
}

/* Puts @line behind @sibling, NULL for the first place. */
static void
move_line (GtkWidget *row,
           GtkWidget *line,
           GtkWidget *sibling)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (row)));

  if (sibling == line || gtk_widget_get_prev_sibling (line) == sibling)
    return;
  gtk_box_reorder_child_after (GTK_BOX (get_box (row)), line, sibling);
  get_class (row)->commit (row);
  if (focus != NULL && gtk_widget_is_ancestor (focus, line))
    gtk_widget_grab_focus (focus);
}

static gboolean
move_up_cb (GtkWidget *line,
            GVariant  *args,
            gpointer   user_data)
{
  GtkWidget *before = gtk_widget_get_prev_sibling (line);

  if (before != NULL)
    move_line (sluice_lines_row_of (line), line, gtk_widget_get_prev_sibling (before));
  return GDK_EVENT_STOP;
}

static gboolean
move_down_cb (GtkWidget *line,
              GVariant  *args,
              gpointer   user_data)
{
  GtkWidget *after = gtk_widget_get_next_sibling (line);

  if (after != NULL)
    move_line (sluice_lines_row_of (line), line, after);
  return GDK_EVENT_STOP;
}

static void
add_shortcuts (GtkWidget *line)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Alt>Up"),
                      gtk_callback_action_new (move_up_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Alt>Down"),
                      gtk_callback_action_new (move_down_cb, NULL, NULL)));
  gtk_widget_add_controller (line, controller);
}

/* Drag and drop, within the row */

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkWidget     *line)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (line);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (GTK_TYPE_WIDGET, line);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         GtkWidget     *line)
{
  GtkWidget *dragged = g_value_get_object (value);
  gboolean is_below = y > gtk_widget_get_height (line) / 2.0;

  if (dragged == NULL || gtk_widget_get_parent (dragged) != gtk_widget_get_parent (line))
    return FALSE;

  if (dragged != line)
    move_line (sluice_lines_row_of (line), dragged, is_below ? line : gtk_widget_get_prev_sibling (line));
  return TRUE;
}

static GtkWidget *
handle_new (GtkWidget *line)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  GtkDragSource *source = sluice_drag_source_new (GDK_ACTION_MOVE);
  GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_WIDGET, GDK_ACTION_MOVE);

  gtk_widget_add_css_class (handle, "sluice-line-handle");
  gtk_widget_set_tooltip_text (handle, _("Drag to Move (Alt+Up, Alt+Down)"));
  gtk_widget_set_cursor_from_name (handle, "grab");
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), line, 0);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), line, 0);
  gtk_widget_add_controller (line, GTK_EVENT_CONTROLLER (target));

  return handle;
}

static GtkWidget *
line_new (GtkWidget *row)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *content = get_class (row)->content_new (row);
  GtkWidget *button = sluice_row_button_new ("list-remove-symbolic", _("Remove"));

  gtk_widget_add_css_class (line, "sluice-line");
  gtk_widget_set_hexpand (content, TRUE);
  gtk_box_append (GTK_BOX (line), handle_new (line));
  gtk_box_append (GTK_BOX (line), content);
  gtk_box_append (GTK_BOX (line), button);
  g_object_set_data (G_OBJECT (line), CONTENT_KEY, content);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), line);
  add_shortcuts (line);

  return line;
}

void
sluice_lines_set_n (GtkWidget *row,
                    guint      n)
{
  guint have = sluice_lines_get_n (row);

  for (; have > n; have--)
    gtk_box_remove (GTK_BOX (get_box (row)), gtk_widget_get_last_child (get_box (row)));
  for (; have < n; have++)
    gtk_box_append (GTK_BOX (get_box (row)), line_new (row));
  update_empty (row);
}

void
sluice_lines_add_after (GtkWidget *row,
                        GtkWidget *widget)
{
  GtkWidget *sibling = widget != NULL ? line_of (row, widget) : gtk_widget_get_last_child (get_box (row));
  GtkWidget *line = line_new (row);

  gtk_box_insert_child_after (GTK_BOX (get_box (row)), line, sibling);
  update_empty (row);
  get_class (row)->commit (row);
  gtk_widget_child_focus (g_object_get_data (G_OBJECT (line), CONTENT_KEY), GTK_DIR_TAB_FORWARD);
}

static void
add_clicked_cb (GtkWidget *row)
{
  sluice_lines_add_after (row, NULL);
}

GtkWidget *
sluice_lines_row_new (const char             *title,
                      const SluiceLinesClass *klass)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *empty = gtk_label_new (_(klass->empty_label));
  GtkWidget *row = sluice_tall_row_new (title, outer);
  GtkWidget *button = sluice_row_button_new ("list-add-symbolic", _(klass->add_label));

  gtk_label_set_xalign (GTK_LABEL (empty), 0);
  gtk_label_set_wrap (GTK_LABEL (empty), TRUE);
  gtk_widget_add_css_class (empty, "caption");
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_box_append (GTK_BOX (outer), empty);
  gtk_box_append (GTK_BOX (outer), box);
  g_object_set_data (G_OBJECT (row), CLASS_KEY, (gpointer) klass);
  g_object_set_data (G_OBJECT (row), BOX_KEY, box);
  g_object_set_data (G_OBJECT (row), EMPTY_KEY, empty);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), row);
  sluice_row_add_suffix (row, button);

  return row;
}
