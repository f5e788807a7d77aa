/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Tells which moment of which run is shown, and leads to others; hidden while the run itself is. */

#define SLUICE_TYPE_TRAVEL_BAR (sluice_travel_bar_get_type ())
G_DECLARE_FINAL_TYPE (SluiceTravelBar, sluice_travel_bar, SLUICE, TRAVEL_BAR, GtkWidget)

GtkWidget  *sluice_travel_bar_new         (void);
void        sluice_travel_bar_set_session (SluiceTravelBar  *self,
                                           SluiceRunSession *session);
char       *sluice_travel_bar_dup_words   (SluiceTravelBar  *self);
/* Whether the document is no longer what the run was of. */
void        sluice_travel_bar_set_edited  (SluiceTravelBar  *self,
                                           gboolean          is_edited);

G_END_DECLS
