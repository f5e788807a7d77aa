/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *sluice_placeholder_new (GtkWidget   *frame,
                                   GtkTextView *view,
                                   const char  *text);

G_END_DECLS
