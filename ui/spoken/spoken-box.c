/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Before GTK 4.12 nobody but the row itself can name the row of a list view, and nothing does: a
 * screen reader would call it nothing at all. This box gives the row, and its cell in a column view,
 * the texts of the labels within and the tooltips of the pictures, in order, whenever one changes.
 */
#include "spoken/spoken-box.h"

struct _SluiceSpokenBox
{
  GtkBox parent_instance;

  guint speak_id; /* the row is to be named anew, or 0 */
};

G_DEFINE_FINAL_TYPE (SluiceSpokenBox, sluice_spoken_box, GTK_TYPE_BOX)

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_IMAGE (widget) && gtk_image_get_storage_type (GTK_IMAGE (widget)) != GTK_IMAGE_EMPTY)
    return gtk_widget_get_tooltip_text (widget);
  return NULL;
}

/* A button says itself what it does. */
static void
collect (GtkWidget *widget,
         GString   *text)
{
  const char *part = get_text (widget);

  if (!gtk_widget_get_visible (widget) || GTK_IS_BUTTON (widget))
    return;
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

static gboolean
is_row_or_cell (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_LIST_ITEM:
    case GTK_ACCESSIBLE_ROLE_ROW:
    case GTK_ACCESSIBLE_ROLE_GRID_CELL:
    case GTK_ACCESSIBLE_ROLE_TREE_ITEM:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * sluice_speak_row:
 * @content: what a row of a list view shows, or a cell of it
 *
 * Has the row and the cell that @content is in read out as what is written in them.
 */
void
sluice_speak_row (GtkWidget *content)
{
  GtkWidget *widget = gtk_widget_get_parent (content);

  for (; widget != NULL && !GTK_IS_LIST_VIEW (widget) && !GTK_IS_COLUMN_VIEW (widget);
       widget = gtk_widget_get_parent (widget))
    if (is_row_or_cell (widget))
      {
        g_autoptr (GString) text = g_string_new (NULL);

        collect (widget, text);
        gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        text->str, -1);
      }
}

static gboolean
speak_cb (gpointer user_data)
{
  SluiceSpokenBox *self = user_data;

  self->speak_id = 0;
  sluice_speak_row (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Once for all that changes together, and before the frame that shows it. */
static void
queue_speak (SluiceSpokenBox *self)
{
  if (self->speak_id == 0)
    self->speak_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, speak_cb, self, NULL);
}

static void
watch (GtkWidget       *widget,
       SluiceSpokenBox *self)
{
  if (GTK_IS_BUTTON (widget))
    return;
  if (GTK_IS_LABEL (widget) || GTK_IS_IMAGE (widget))
    g_signal_connect_object (widget, "notify", G_CALLBACK (queue_speak), self, G_CONNECT_SWAPPED);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (child, self);
}

static void
unwatch (GtkWidget       *widget,
         SluiceSpokenBox *self)
{
  g_signal_handlers_disconnect_by_func (widget, queue_speak, self);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unwatch (child, self);
}

static void
sluice_spoken_box_root (GtkWidget *widget)
{
  SluiceSpokenBox *self = SLUICE_SPOKEN_BOX (widget);

  GTK_WIDGET_CLASS (sluice_spoken_box_parent_class)->root (widget);
  watch (widget, self);
  queue_speak (self);
}

static void
sluice_spoken_box_unroot (GtkWidget *widget)
{
  SluiceSpokenBox *self = SLUICE_SPOKEN_BOX (widget);

  unwatch (widget, self);
  g_clear_handle_id (&self->speak_id, g_source_remove);
  GTK_WIDGET_CLASS (sluice_spoken_box_parent_class)->unroot (widget);
}

static void
sluice_spoken_box_class_init (SluiceSpokenBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = sluice_spoken_box_root;
  widget_class->unroot = sluice_spoken_box_unroot;
}

static void
sluice_spoken_box_init (SluiceSpokenBox *self)
{
}
