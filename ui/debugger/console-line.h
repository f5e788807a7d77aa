/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Properties, all read-only: time, title, has-title, text, level, icon-name, css-classes. */

#define SLUICE_TYPE_CONSOLE_LINE (sluice_console_line_get_type ())
G_DECLARE_FINAL_TYPE (SluiceConsoleLine, sluice_console_line, SLUICE, CONSOLE_LINE, GObject)

SluiceConsoleLine *sluice_console_line_new          (const SluiceLogLine *line);
const char        *sluice_console_line_get_address  (SluiceConsoleLine   *self);
const char        *sluice_console_line_get_text     (SluiceConsoleLine   *self);
char              *sluice_log_line_to_string        (const SluiceLogLine *line);

G_END_DECLS
