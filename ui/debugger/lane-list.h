/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signal "locate" (const char *address): the selected lane's node. */

#define SLUICE_TYPE_LANE_LIST (sluice_lane_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLaneList, sluice_lane_list, SLUICE, LANE_LIST, GtkWidget)

GtkWidget  *sluice_lane_list_new         (void);
void        sluice_lane_list_set_session (SluiceLaneList   *self,
                                          SluiceRunSession *session);
GListModel *sluice_lane_list_get_model   (SluiceLaneList   *self);

G_END_DECLS
