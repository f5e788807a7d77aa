/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts a menu of @model in the place of @menu, the one shown last, or NULL. */
void sluice_row_menu_renew (GtkWidget  **menu,
                            GtkWidget   *parent,
                            GMenuModel  *model,
                            const char  *name);

G_END_DECLS
