/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bars fit into the width that there is, in any language and size of text: a word that is cut has a tooltip. */
#include "window/shorten.h"

static gboolean
query_tooltip_cb (GtkWidget  *label,
                  int         x,
                  int         y,
                  gboolean    by_keyboard,
                  GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (label)));
  return TRUE;
}

/* The page that is shown says all of its name. */
static void
active_cb (GtkToggleButton *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  if (GTK_IS_LABEL (label))
    gtk_label_set_ellipsize (GTK_LABEL (label),
                             gtk_toggle_button_get_active (button) ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
}

static void
shorten (GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  if (!GTK_IS_LABEL (label))
    return;
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (GTK_IS_TOGGLE_BUTTON (button))
    {
      g_signal_handlers_disconnect_by_func (button, active_cb, NULL);
      g_signal_connect (button, "notify::active", G_CALLBACK (active_cb), NULL);
      active_cb (GTK_TOGGLE_BUTTON (button));
    }
  if (gtk_widget_get_tooltip_text (button) != NULL)
    return;
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/**
 * sluice_shorten_buttons:
 * @within: a widget that has all its buttons
 */
void
sluice_shorten_buttons (GtkWidget *within)
{
  if (GTK_IS_BUTTON (within))
    {
      shorten (within);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    sluice_shorten_buttons (child);
}
