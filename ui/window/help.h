/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sluice_help_show (GtkWindow  *parent,
                       const char *page); /* "kinds#ask"; NULL or "": what has the focus */

G_END_DECLS
