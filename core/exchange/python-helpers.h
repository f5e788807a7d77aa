/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of utils/lua.py with the functions that are wanted (a set of names, from sluice_python_body()); NULL when
 * there are none. */
char *sluice_python_lua_module (GHashTable *wanted);

G_END_DECLS
