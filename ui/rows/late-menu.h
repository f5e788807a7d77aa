/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sluice_late_menu_set (GtkMenuButton *button,
                           GMenuModel    *menu);

G_END_DECLS
