/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkTexture *sluice_test_render         (GtkWidget  *widget);
void        sluice_test_assert_picture (GtkWidget  *widget,
                                        const char *name);

G_END_DECLS
