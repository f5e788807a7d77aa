/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A Lua body as a tree, for translation. It is parsed, never run. */

typedef enum
{
  /* Expressions */
  SLUICE_LUA_NIL,
  SLUICE_LUA_TRUE,
  SLUICE_LUA_FALSE,
  SLUICE_LUA_NUMBER,   /* text: as it is written */
  SLUICE_LUA_STRING,   /* text: what it is */
  SLUICE_LUA_NAME,     /* text */
  SLUICE_LUA_INDEX,    /* of [0] at [1] */
  SLUICE_LUA_CALL,     /* [0] with the others */
  SLUICE_LUA_METHOD,   /* text of [0] with the others */
  SLUICE_LUA_FUNCTION, /* names, then a block */
  SLUICE_LUA_TABLE,    /* of ITEM */
  SLUICE_LUA_ITEM,     /* a value, or a key and a value */
  SLUICE_LUA_UNARY,    /* text: "not", "-", "#" */
  SLUICE_LUA_BINARY,   /* text */
  /* Statements */
  SLUICE_LUA_BLOCK,
  SLUICE_LUA_LOCAL,    /* n names, then values */
  SLUICE_LUA_ASSIGN,   /* n places, then values */
  SLUICE_LUA_RUN,      /* a call alone */
  SLUICE_LUA_IF,       /* condition, block, condition, block …; a last block alone is else */
  SLUICE_LUA_WHILE,    /* condition, block */
  SLUICE_LUA_REPEAT,   /* block, condition */
  SLUICE_LUA_COUNT,    /* name, from, to, step or nothing, block: for i = from, to */
  SLUICE_LUA_EACH,     /* n names, an expression, block: for k, v in … */
  SLUICE_LUA_RETURN,   /* values */
  SLUICE_LUA_BREAK,
  SLUICE_LUA_DO,       /* block */
  SLUICE_LUA_DEFINE,   /* text: local function; [0] the function */
} SluiceLuaType;

typedef struct
{
  SluiceLuaType  type;
  char          *text;  /* or NULL */
  guint          n;     /* names or places, where it says so */
  guint          line;  /* from 1 */
  GPtrArray     *parts; /* SluiceLua, borrowed from the tree */
} SluiceLua;

typedef struct
{
  GPtrArray *all;   /* owned */
  SluiceLua *block;
} SluiceLuaTree;

/* @is_expression: it is an expression alone. NULL: it is no Lua, or has what is not read here (goto,
 * attributes, …); @problem says what, with its line. */
SluiceLuaTree *sluice_lua_parse     (const char     *text,
                                     gboolean        is_expression,
                                     char          **problem);
void           sluice_lua_tree_free (SluiceLuaTree  *self);

static inline SluiceLua *
sluice_lua_get (const SluiceLua *self,
                guint            index)
{
  return g_ptr_array_index (self->parts, index);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceLuaTree, sluice_lua_tree_free)

G_END_DECLS
