/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the outline: how deep it is, what it is, what it is called, and its marks in a fixed order. */
#include "outline/outline-row.h"

#include "spoken/spoken-box.h"

#include <glib/gi18n.h>

static const struct
{
  SluiceOutlineMarks  mark;
  const char         *icon_name;
  const char         *css_class; /* or NULL */
  const char         *tooltip;   /* of a node */
  const char         *of_flow;   /* or NULL: the same */
} looks[SLUICE_OUTLINE_N_MARKS] = {
  { SLUICE_OUTLINE_ERROR, "dialog-error-symbolic", "error", N_("Has an error"), NULL },
  { SLUICE_OUTLINE_WARNING, "dialog-warning-symbolic", "warning", N_("Has a warning"), NULL },
  { SLUICE_OUTLINE_CURRENT, "go-previous-symbolic", "accent", N_("The run is here"), NULL },
  { SLUICE_OUTLINE_OFF, "action-unavailable-symbolic", "dim-label", N_("Disabled"), NULL },
  { SLUICE_OUTLINE_PASS_THROUGH, "media-skip-forward-symbolic", "dim-label", N_("Passed through"), NULL },
  { SLUICE_OUTLINE_BREAKPOINT, "media-record-symbolic", "error", N_("Breakpoint"), NULL },
  { SLUICE_OUTLINE_BREAKPOINT_IDLE, "radio-symbolic", "dim-label", N_("Disabled breakpoint"), NULL },
  { SLUICE_OUTLINE_START, "media-playback-start-symbolic", NULL, N_("The flow starts here"),
    N_("A run starts this flow") },
};

struct _SluiceOutlineRow
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceOutlineItem *item;
  GtkWidget         *expander;
  GtkWidget         *icon;
  GtkWidget         *title;
  GtkWidget         *marks[SLUICE_OUTLINE_N_MARKS];
};

G_DEFINE_FINAL_TYPE (SluiceOutlineRow, sluice_outline_row, GTK_TYPE_WIDGET)

static void
update_look (SluiceOutlineRow *self)
{
  const char *icon_name;

  g_object_get (self->item, "icon-name", &icon_name, NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  g_free ((char *) icon_name);
  gtk_label_set_label (GTK_LABEL (self->title), sluice_outline_item_get_title (self->item));
  gtk_widget_set_tooltip_text (self->title, sluice_outline_item_get_address (self->item));
  sluice_speak_row (GTK_WIDGET (self));
}

/* To set the same once more has the whole window asked what is under the pointer. */
static void
set_tooltip (GtkWidget  *widget,
             const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

static void
say_marks (SluiceOutlineRow   *self,
           SluiceOutlineMarks  marks)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < SLUICE_OUTLINE_N_MARKS; i++)
    if ((marks & looks[i].mark) != 0)
      {
        const char *tooltip = looks[i].tooltip;

        if (looks[i].of_flow != NULL && sluice_outline_item_is_flow (self->item))
          tooltip = looks[i].of_flow;
        set_tooltip (self->marks[i], _(tooltip));
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", _(tooltip));
      }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words->str, -1);
  sluice_speak_row (GTK_WIDGET (self));
}

static void
update_marks (SluiceOutlineRow *self)
{
  SluiceOutlineMarks marks = sluice_outline_item_get_marks (self->item);
  gboolean is_off = (marks & (SLUICE_OUTLINE_OFF | SLUICE_OUTLINE_PASS_THROUGH)) != 0;

  for (guint i = 0; i < SLUICE_OUTLINE_N_MARKS; i++)
    gtk_widget_set_visible (self->marks[i], (marks & looks[i].mark) != 0);
  if (is_off)
    gtk_widget_add_css_class (self->title, "dim-label");
  else
    gtk_widget_remove_css_class (self->title, "dim-label");
  say_marks (self, marks);
}

static void
set_item (SluiceOutlineRow  *self,
          SluiceOutlineItem *item)
{
  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_object (item, "notify::title", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::icon-name", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::marks", G_CALLBACK (update_marks), self, G_CONNECT_SWAPPED);
  if (sluice_outline_item_is_flow (item))
    gtk_widget_add_css_class (self->title, "heading");
  else
    gtk_widget_remove_css_class (self->title, "heading");
  update_look (self);
  update_marks (self);
}

static void
sluice_outline_row_dispose (GObject *object)
{
  SluiceOutlineRow *self = SLUICE_OUTLINE_ROW (object);

  set_item (self, NULL);
  g_clear_pointer (&self->expander, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_outline_row_parent_class)->dispose (object);
}

static void
sluice_outline_row_class_init (SluiceOutlineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_outline_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outline-row");
}

static void
sluice_outline_row_init (SluiceOutlineRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->expander = gtk_tree_expander_new ();
  self->icon = gtk_image_new ();
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->title);
  for (guint i = 0; i < SLUICE_OUTLINE_N_MARKS; i++)
    {
      self->marks[i] = gtk_image_new_from_icon_name (looks[i].icon_name);
      gtk_image_set_pixel_size (GTK_IMAGE (self->marks[i]), 14);
      gtk_widget_set_visible (self->marks[i], FALSE);
      if (looks[i].css_class != NULL)
        gtk_widget_add_css_class (self->marks[i], looks[i].css_class);
      gtk_box_append (GTK_BOX (box), self->marks[i]);
    }
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (self->expander), box);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
}

/**
 * sluice_outline_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
sluice_outline_row_new (void)
{
  return g_object_new (SLUICE_TYPE_OUTLINE_ROW, NULL);
}

/**
 * sluice_outline_row_set_row:
 * @row: (nullable): what is shown, with its depth
 */
void
sluice_outline_row_set_row (SluiceOutlineRow *self,
                            GtkTreeListRow   *row)
{
  g_autoptr (SluiceOutlineItem) item = NULL;

  g_return_if_fail (SLUICE_IS_OUTLINE_ROW (self));

  if (row != NULL)
    item = gtk_tree_list_row_get_item (row);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (self->expander), row);
  set_item (self, item);
}

/**
 * sluice_outline_row_get_item:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
SluiceOutlineItem *
sluice_outline_row_get_item (SluiceOutlineRow *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ROW (self), NULL);

  return self->item;
}
