/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds to @actions (of owned strings) the actions that a Lua body returns as constants, those that
 * are not in it yet: return 'x', return ok and "x" or "y". */
void sluice_actions_scan (const char *lua,
                          GPtrArray  *actions);
void sluice_actions_add  (GPtrArray  *actions,
                          const char *action);
/* Whether these are all it can return. @falls_through: it may also return nothing. */
gboolean sluice_actions_are_constant (const char *lua,
                                      gboolean   *falls_through);

G_END_DECLS
