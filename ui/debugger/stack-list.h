/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The call stack of the selected lane, the innermost node first, with the params and the item of the chosen frame.
 * Signal "activated" (guint): which frame is to be shown. */

#define SLUICE_TYPE_STACK_LIST (sluice_stack_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceStackList, sluice_stack_list, SLUICE, STACK_LIST, GtkWidget)

GtkWidget *sluice_stack_list_new         (void);
void       sluice_stack_list_set_session (SluiceStackList  *self,
                                          SluiceRunSession *session);

G_END_DECLS
