/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/lua-tree.h"
#include "exchange/python-body.h"

G_BEGIN_DECLS

/* Between the files that translate bodies: statements, expressions, and calls of the library. */

typedef struct
{
  SluicePythonUse *use;
  const SluiceLuaTree *tree;
  GString         *out;
  guint            indent;
  GPtrArray       *scopes;   /* GHashTable: name in Lua → name in Python, the innermost last */
  GArray          *borders;  /* guint: how many scopes there were where each function began */
  guint            n_temporaries;
  char            *problem;  /* the first */
} SluicePythonWriter;

void        sluice_python_fail      (SluicePythonWriter *self,
                                     const SluiceLua    *at,
                                     const char         *format,
                                     ...) G_GNUC_PRINTF (3, 4);
void        sluice_python_need      (GHashTable         *set,
                                     const char         *name);
/* The Python name of a local, or NULL. */
const char *sluice_python_look_up   (SluicePythonWriter *self,
                                     const char         *name);
char       *sluice_python_write     (SluicePythonWriter *self,
                                     const SluiceLua    *value);
char       *sluice_python_operand   (SluicePythonWriter *self,
                                     const SluiceLua    *value); /* in parentheses where it needs them */
char       *sluice_python_condition (SluicePythonWriter *self,
                                     const SluiceLua    *value);
char       *sluice_python_call      (SluicePythonWriter *self,
                                     const SluiceLua    *call);
char       *sluice_python_method    (SluicePythonWriter *self,
                                     const SluiceLua    *call);
/* "table.insert" of a call of the library, or NULL. */
char       *sluice_python_get_dotted (SluicePythonWriter *self,
                                      const SluiceLua    *value);
/* A pattern of Lua as a regular expression in quotes, or NULL. */
char       *sluice_python_pattern   (const SluiceLua    *value);
/* A function, as lines of its own. */
void        sluice_python_define    (SluicePythonWriter *self,
                                     const char         *name,
                                     const SluiceLua    *function);

G_END_DECLS
