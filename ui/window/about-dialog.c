/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows AdwAboutWindow. */
#include "window/about-dialog.h"

#include "rows/tiny-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * sluice_about_dialog_show:
 * @parent: (nullable): the window it belongs to
 */
void
sluice_about_dialog_show (GtkWindow *parent)
{
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window,
                "transient-for", parent,
                "application-name", _("Sluice"),
                "application-icon", SLUICE_APP_ID,
                "developer-name", _("The Sluice developers"),
                "version", SLUICE_VERSION,
                "comments", _("Draw flows, run them, and stop the water anywhere."),
                "copyright", _("© The Sluice developers"),
                "license-type", GTK_LICENSE_LGPL_2_1,
                NULL);
  sluice_tiny_dialog_fit (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
