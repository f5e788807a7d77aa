/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"
#include "debug/watches.h"

G_BEGIN_DECLS

/* The page of watches: each expression with its value at the last stop. */

#define SLUICE_TYPE_WATCH_LIST (sluice_watch_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceWatchList, sluice_watch_list, SLUICE, WATCH_LIST, GtkWidget)

GtkWidget *sluice_watch_list_new (void);
/* Hands what is watched to the session, and shows what comes back. */
void       sluice_watch_list_set (SluiceWatchList  *self,
                                  SluiceWatches    *watches,
                                  SluiceRunSession *session);
void       sluice_watch_list_focus (SluiceWatchList *self);

G_END_DECLS
