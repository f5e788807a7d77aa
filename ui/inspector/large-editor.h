/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "source/source-view.h"

G_BEGIN_DECLS

/* A window of its own for a text that is edited in a row: the same buffer, so that both show the
 * same text and nothing has to be applied. */

typedef void (*SluiceViewFunc) (GtkWidget *view, gpointer user_data);

GtkWidget *sluice_large_editor_new         (GtkWidget         *opener,
                                            const char        *title,
                                            GtkSourceBuffer   *buffer,
                                            SluiceSourceFlags  flags);
GtkWidget *sluice_large_editor_get_view    (GtkWidget         *window);
/* What is wrong with the text, or NULL. */
void       sluice_large_editor_set_message (GtkWidget         *window,
                                            const char        *message,
                                            gboolean           is_error);

G_END_DECLS
