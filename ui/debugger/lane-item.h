/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Properties, all read-only: path, title, place, state-title, icon-name, is-selected, has-ended. */

#define SLUICE_TYPE_LANE_ITEM (sluice_lane_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLaneItem, sluice_lane_item, SLUICE, LANE_ITEM, GObject)

SluiceLaneItem *sluice_lane_item_new         (const SluiceLaneInfo *info);
void            sluice_lane_item_update      (SluiceLaneItem       *self,
                                              const SluiceLaneInfo *info);
guint32         sluice_lane_item_get_id      (SluiceLaneItem       *self);
const char     *sluice_lane_item_get_address (SluiceLaneItem       *self);

G_END_DECLS
