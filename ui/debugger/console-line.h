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
guint64            sluice_console_line_get_visit    (SluiceConsoleLine   *self); /* 0: of none */
/* As it is copied: time, level unless it is a plain one, node, text. */
char              *sluice_console_line_to_string    (SluiceConsoleLine   *self);
/* @words: casefolded; whether each is in its level, its node or its text */
gboolean           sluice_console_line_has_words    (SluiceConsoleLine   *self,
                                                     const char * const  *words);

G_END_DECLS
