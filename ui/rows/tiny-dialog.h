/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean sluice_tiny_dialog_fit (GtkWindow *dialog,
                                 GtkWindow *parent); /* may be NULL */

G_END_DECLS
