/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A row for one node kind: its icon, its name and what it does. Dragged, it gives the text
 * "sluice-kind:ID", which the canvas takes for a new node of that kind.
 */
#include "library/kind-row.h"

#include "rows/drag-source.h"

#include <glib/gi18n.h>

struct _SluiceKindRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed from the catalog. */
  const SluiceKindInfo *info;

  /* Template. */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *blurb;
};

G_DEFINE_FINAL_TYPE (SluiceKindRow, sluice_kind_row, GTK_TYPE_LIST_BOX_ROW)

static GdkContentProvider *
drag_prepare_cb (SluiceKindRow *self,
                 double         x,
                 double         y,
                 GtkDragSource *source)
{
  g_autofree char *text = g_strconcat ("sluice-kind:", self->info->id, NULL);

  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

static void
drag_begin_cb (SluiceKindRow *self,
               GdkDrag       *drag,
               GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);

  gtk_drag_source_set_icon (source, still, 0, 0);
}

static void
sluice_kind_row_class_init (SluiceKindRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/library/kind-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceKindRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SluiceKindRow, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceKindRow, blurb);
}

static void
sluice_kind_row_init (SluiceKindRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_kind_row_new:
 * @info: a kind of the catalog
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
sluice_kind_row_new (const SluiceKindInfo *info)
{
  SluiceKindRow *self = g_object_new (SLUICE_TYPE_KIND_ROW, NULL);

  self->info = info;
  gtk_image_set_from_icon_name (self->icon, info->icon_name);
  gtk_label_set_label (self->title, _(info->title));
  gtk_label_set_label (self->blurb, _(info->blurb));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _(info->blurb));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(info->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(info->blurb),
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * sluice_kind_row_get_info:
 *
 * Returns: (transfer none): the kind it stands for
 */
const SluiceKindInfo *
sluice_kind_row_get_info (SluiceKindRow *self)
{
  g_return_val_if_fail (SLUICE_IS_KIND_ROW (self), NULL);

  return self->info;
}

/**
 * sluice_kind_row_enable_drag:
 *
 * Lets the row be dragged onto a canvas.
 */
void
sluice_kind_row_enable_drag (SluiceKindRow *self)
{
  GtkDragSource *source;

  g_return_if_fail (SLUICE_IS_KIND_ROW (self));

  source = sluice_drag_source_new (GDK_ACTION_COPY);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
}

/**
 * sluice_kind_row_wrap:
 *
 * Gives what the kind does up to three lines: for a list that is narrow and has room below.
 */
void
sluice_kind_row_wrap (SluiceKindRow *self)
{
  g_return_if_fail (SLUICE_IS_KIND_ROW (self));

  gtk_label_set_wrap (self->blurb, TRUE);
  gtk_label_set_lines (self->blurb, 3);
}
