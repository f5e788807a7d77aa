/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lua bodies and templates as Python. What Python would do otherwise than Lua goes by a few helpers of
 * utils/lua.py; what has no counterpart is not translated, and it is said why. */

typedef enum
{
  SLUICE_PYTHON_PREP,
  SLUICE_PYTHON_EXEC,
  SLUICE_PYTHON_FALLBACK,
  SLUICE_PYTHON_POST,
} SluicePythonPhase;

typedef struct
{
  /* in */
  SluicePythonPhase  phase;
  gboolean           is_batch;  /* exec gets an item */
  gboolean           is_async;  /* it may wait */
  gboolean           has_list;  /* the result may be a list, which has no members */
  /* out: sets of owned strings that grow, and whether it has to wait */
  GHashTable        *modules;   /* "json" */
  GHashTable        *helpers;   /* "truthy" */
  GHashTable        *people;    /* "ask" */
  GHashTable        *files;     /* that it reads */
  gboolean           waits;
} SluicePythonUse;

/* Lines without indentation, each with a newline; NULL with @problem set. */
char *sluice_python_body       (const char       *lua,
                                gboolean          is_expression,
                                SluicePythonUse  *use,
                                char            **problem);
/* An expression. */
char *sluice_python_expression (const char       *lua,
                                SluicePythonUse  *use,
                                char            **problem);
char *sluice_python_template   (const char       *text,
                                SluicePythonUse  *use,
                                char            **problem);
char *sluice_python_string     (const char       *text);
/* What ends in "_" where Python, or what is written here, needs it for itself. */
char *sluice_python_name       (const char       *name);

G_END_DECLS
