/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows activate win.open-path with a path. */

#define SLUICE_TYPE_START_PAGE (sluice_start_page_get_type ())
G_DECLARE_FINAL_TYPE (SluiceStartPage, sluice_start_page, SLUICE, START_PAGE, GtkWidget)

GtkWidget *sluice_start_page_new     (void);
void       sluice_start_page_refresh (SluiceStartPage *self);

G_END_DECLS
