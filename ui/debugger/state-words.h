/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

const char *sluice_session_state_title (SluiceSessionState state);
/* All that is known of it: "Sleeping until 0:33.100, for attempt 2 of 3". */
char       *sluice_lane_info_dup_state (const SluiceLaneInfo *info);
/* "item 2 of 3"; NULL: of no batch. */
char       *sluice_dup_item_words      (int                   item,
                                        int                   n_items);
char       *sluice_dup_time_words      (gint64                time); /* µs; "1:02.345" */
/* Of a lane that has ended it tells how. */
const char *sluice_lane_info_get_icon  (const SluiceLaneInfo *info);

G_END_DECLS
