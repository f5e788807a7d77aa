/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* A watch in the list. Signals "commit" (const char *expression), "remove", "move" (int by), "drop" (guint from). */

#define SLUICE_TYPE_WATCH_ROW (sluice_watch_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceWatchRow, sluice_watch_row, SLUICE, WATCH_ROW, GtkListBoxRow)

GtkWidget *sluice_watch_row_new            (SluiceRunSession *session);
void       sluice_watch_row_set_expression (SluiceWatchRow *self,
                                            const char     *expression);
/* @entry: that of sluice_run_session_get_watched() at @index; null: nothing is known */
void       sluice_watch_row_show           (SluiceWatchRow *self,
                                            guint           index,
                                            SluiceValue     entry);

G_END_DECLS
