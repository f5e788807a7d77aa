/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The results that lanes are held at, to be looked at, edited and let through one by one. Hidden while there is
 * none. Signal "locate" (address). */

#define SLUICE_TYPE_HELD_LIST (sluice_held_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceHeldList, sluice_held_list, SLUICE, HELD_LIST, GtkWidget)

GtkWidget *sluice_held_list_new         (void);
void       sluice_held_list_set_session (SluiceHeldList   *self,
                                         SluiceRunSession *session);

G_END_DECLS
