/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @response: GTK_RESPONSE_NONE: the window that asked has gone */
typedef void (*SluiceNativeDialogFunc) (GtkNativeDialog *dialog,
                                        int              response,
                                        gpointer         user_data);

void sluice_native_dialog_ask (GtkNativeDialog        *take_dialog,
                               GtkWindow              *parent,
                               SluiceNativeDialogFunc  func,
                               gpointer                user_data);

G_END_DECLS
