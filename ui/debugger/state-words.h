/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

const char *sluice_session_state_title (SluiceSessionState state);
const char *sluice_lane_state_title    (SluiceLaneState    state);
const char *sluice_lane_state_icon     (SluiceLaneState    state);

G_END_DECLS
