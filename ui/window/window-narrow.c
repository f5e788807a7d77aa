/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a narrow window has no room for beside its title, the run controls and the buttons of the panels, is in a
 * bar below; in a tiny one the word for opening gives way to an icon.
 */
#include "window/window-private.h"

#include "window/text-scale.h"

#include <glib/gi18n.h>

#define NARROW_WIDTH 760

static void
move_panel_buttons (SluiceWindow *self)
{
  g_autoptr (GtkWidget) buttons = g_object_ref (self->panel_buttons);
  gboolean is_below = gtk_widget_get_parent (buttons) == self->run_bar;

  if (is_below == self->is_narrow)
    return;
  if (is_below)
    gtk_box_remove (GTK_BOX (self->run_bar), buttons);
  else
    adw_header_bar_remove (ADW_HEADER_BAR (self->header_bar), buttons);
  if (self->is_narrow)
    gtk_box_append (GTK_BOX (self->run_bar), buttons);
  else
    adw_header_bar_pack_end (ADW_HEADER_BAR (self->header_bar), buttons);
}

static void
fit_tiny (SluiceWindow *self)
{
  if (self->is_tiny)
    gtk_button_set_icon_name (self->open_button, "document-open-symbolic");
  else
    gtk_button_set_label (self->open_button, _("Open"));
  if (self->is_tiny)
    gtk_widget_add_css_class (GTK_WIDGET (self), "tiny");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "tiny");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Open"), -1);
}

/**
 * sluice_window_place_controls:
 *
 * Puts the controls where there is room for them now.
 */
void
sluice_window_place_controls (SluiceWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->run_controls), self->page != NULL && !self->is_narrow);
  gtk_widget_set_visible (self->run_bar, self->page != NULL && self->is_narrow);
  gtk_widget_set_visible (self->panel_buttons, self->page != NULL);
  move_panel_buttons (self);
  fit_tiny (self);
}

static gboolean
place_controls_cb (gpointer user_data)
{
  SluiceWindow *self = user_data;

  if (self->run_bar != NULL)
    sluice_window_place_controls (self);

  return G_SOURCE_REMOVE;
}

/**
 * sluice_window_fit_width:
 * @width: what the window has
 *
 * Asked while the window is being allocated, where nothing may be shown or hidden: that is done right after.
 */
void
sluice_window_fit_width (SluiceWindow *self,
                         int           width)
{
  if (sluice_text_scale_fit (GTK_WIDGET (self), width, NARROW_WIDTH, &self->is_narrow, &self->is_tiny))
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, place_controls_cb, g_object_ref (self), g_object_unref);
}
