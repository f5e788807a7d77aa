/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which names a script has made its own at a place of its text: as locals, in a loop, as parameters or as functions.
 * It is told the tokens one after the other. Where it is not sure, a name is not its own. */

typedef struct _SluiceLuaScopes SluiceLuaScopes;

SluiceLuaScopes *sluice_lua_scopes_new  (void);
void             sluice_lua_scopes_free (SluiceLuaScopes *self);
/* A word, a number or one character; a text is '"', as is a field, and "..." is one token. */
void             sluice_lua_scopes_pass (SluiceLuaScopes *self,
                                         const char      *token);
/* Also where it becomes one, as the name of a function. */
gboolean         sluice_lua_scopes_have (SluiceLuaScopes *self,
                                         const char      *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceLuaScopes, sluice_lua_scopes_free)

G_END_DECLS
