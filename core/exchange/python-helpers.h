/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of utils/lua.py and utils/people.py with the functions that are wanted (sets of names); NULL
 * when there are none. Their names come from sluice_python_body(). */
char *sluice_python_lua_module    (GHashTable *wanted);
char *sluice_python_people_module (GHashTable *wanted);

G_END_DECLS
