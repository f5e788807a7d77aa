/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much larger than usual text is, from 1 to 3: what has room in a window, in px, grows with it. */
double   sluice_text_scale_get (GtkWidget *widget);
/* Whether one of the two has changed. */
gboolean sluice_text_scale_fit (GtkWidget *widget,
                                int        width,
                                int        narrow_width, /* where text is of the usual size */
                                gboolean  *is_narrow,
                                gboolean  *is_tiny);

G_END_DECLS
