/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The session's log as a list of SluiceConsoleLine, made when asked for. */

#define SLUICE_TYPE_CONSOLE_MODEL (sluice_console_model_get_type ())
G_DECLARE_FINAL_TYPE (SluiceConsoleModel, sluice_console_model, SLUICE, CONSOLE_MODEL, GObject)

SluiceConsoleModel *sluice_console_model_new         (void);
void                sluice_console_model_set_session (SluiceConsoleModel *self,
                                                      SluiceRunSession   *session);
void                sluice_console_model_clear       (SluiceConsoleModel *self);

G_END_DECLS
