/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What somebody who is new does first: how a node gets there, in the middle of an empty canvas, and how the next one
 * does, at the foot of a flow that was never saved and has one node.
 */
#include "canvas/canvas-private.h"

#include "graph/edit.h"

#include <glib/gi18n.h>

#define FOOT_MARGIN 24

/* The flow's one node, if that is all there is, and something can follow it. */
static gboolean
is_at_second_step (SluiceCanvas *self)
{
  g_autofree char *folder = sluice_document_dup_folder (self->document);
  g_autofree char *address = NULL;
  g_autoptr (GPtrArray) ports = NULL;

  if (folder != NULL || sluice_document_get_n_nodes (self->document, self->flow) != 1)
    return FALSE;
  address = g_strconcat (self->flow, "/", sluice_document_get_node_id (self->document, self->flow, 0), NULL);
  ports = sluice_document_dup_ports (self->document, address);
  return ports->len > 0;
}

/**
 * sluice_canvas_update_first_hint:
 * @self: a canvas
 *
 * The flow has changed: says what can be done next, or nothing more.
 */
void
sluice_canvas_update_first_hint (SluiceCanvas *self)
{
  const char *text = NULL;

  if (self->document != NULL && sluice_document_get_n_nodes (self->document, self->flow) == 0)
    text = _("Double-click or press Tab to add the first node,\nor drag one from the palette");
  else if (self->document != NULL && is_at_second_step (self))
    text = _("Drag from the circle on its right to add what comes next");
  if (text != NULL)
    gtk_label_set_label (GTK_LABEL (self->hint), text);
  gtk_widget_set_visible (self->hint, text != NULL);
}

/**
 * sluice_canvas_allocate_first_hint:
 * @self: a canvas
 * @width: of the canvas
 * @height: of the canvas
 *
 * In the middle, or at the foot where there is a node.
 */
void
sluice_canvas_allocate_first_hint (SluiceCanvas *self,
                                   int           width,
                                   int           height)
{
  gboolean is_empty = self->document == NULL || sluice_document_get_n_nodes (self->document, self->flow) == 0;
  graphene_point_t origin;
  int hint_width, hint_height;

  if (!gtk_widget_should_layout (self->hint))
    return;
  gtk_widget_measure (self->hint, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &hint_width, NULL, NULL);
  hint_width = MIN (hint_width, width);
  gtk_widget_measure (self->hint, GTK_ORIENTATION_VERTICAL, hint_width, NULL, &hint_height, NULL, NULL);
  origin.x = (float) ((width - hint_width) / 2);
  origin.y = (float) (is_empty ? (height - hint_height) / 2 : MAX (height - hint_height - FOOT_MARGIN, 0));
  gtk_widget_allocate (self->hint, hint_width, hint_height, -1, gsk_transform_translate (NULL, &origin));
}

/**
 * sluice_canvas_make_first_hint:
 * @self: a canvas
 *
 * Makes the label, not shown yet.
 */
void
sluice_canvas_make_first_hint (SluiceCanvas *self)
{
  self->hint = gtk_label_new (NULL);
  gtk_widget_set_name (self->hint, "canvas-hint");
  gtk_label_set_justify (GTK_LABEL (self->hint), GTK_JUSTIFY_CENTER);
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_widget_add_css_class (self->hint, "dim-label");
  gtk_widget_set_can_target (self->hint, FALSE);
  gtk_widget_set_visible (self->hint, FALSE);
  gtk_widget_set_parent (self->hint, GTK_WIDGET (self));
}
