/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What could be written in a text view, as long as nothing is; an entry has that of its own. */
#include "inspector/placeholder.h"

static void
show_while_empty (GtkWidget     *label,
                  GtkTextBuffer *buffer)
{
  gtk_widget_set_visible (label, gtk_text_buffer_get_char_count (buffer) == 0);
}

/**
 * sluice_placeholder_new:
 * @frame: what the view is in
 * @view: a text view that keeps its buffer
 * @text: a few words
 *
 * Shows the text, dimmed, while the view is empty. It takes no room, and is no part of what is read there.
 *
 * Returns: (transfer floating): @frame with the text above it
 */
GtkWidget *
sluice_placeholder_new (GtkWidget   *frame,
                        GtkTextView *view,
                        const char  *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "can-target", FALSE, "halign", GTK_ALIGN_START,
                                   "valign", GTK_ALIGN_START, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (label, "sluice-placeholder");
  if (gtk_text_view_get_monospace (view))
    gtk_widget_add_css_class (label, "monospace");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), frame);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), label);
  show_while_empty (label, buffer);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (show_while_empty), label, G_CONNECT_SWAPPED);
  return overlay;
}
