/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/message-dialog.h"

G_BEGIN_DECLS

GtkWindow *sluice_allow_dialog_ask (GtkWindow               *parent,
                                    const char              *heading,
                                    const char              *body,
                                    GtkWidget               *list,
                                    SluiceMessageDialogFunc  func,
                                    gpointer                 user_data);

G_END_DECLS
