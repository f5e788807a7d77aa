/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/python-project.h"

G_BEGIN_DECLS

/* A class while it is written: by python-nodes.c its phases, by python-kinds.c what its kind does. */
typedef struct
{
  SluicePythonProject *project;
  const char          *address;
  SluiceValue          node;
  GString             *out;
  gboolean             is_async;
  gboolean             is_batch;
  gboolean             reports;  /* FALSE while it is only looked at */
  gboolean             waits;
} SluicePythonClass;

const char     *sluice_python_get_kind (SluicePythonClass *self);
SluicePythonUse sluice_python_make_use (SluicePythonClass *self,
                                        SluicePythonPhase  phase);
void            sluice_python_indent   (GString           *into,
                                        const char        *indent,
                                        const char        *lines);
/* The lines of a phase, translated or for a person to write. */
char           *sluice_python_lines    (SluicePythonClass *self,
                                        const char        *key,
                                        const char        *lua,
                                        gboolean           is_expression,
                                        SluicePythonPhase  phase);
/* A place for a person to write. */
void            sluice_python_missing  (SluicePythonClass *self,
                                        GString           *into,
                                        const char        *phase,
                                        const char        *source,
                                        const char        *why);

SluiceValue     sluice_python_get_setting (SluicePythonClass *self,
                                           const char        *name);
/* The setting, or what it is where it is not set. */
const char     *sluice_python_get_choice  (SluicePythonClass *self,
                                           const char        *name);
/* The expression that gives a setting where exec runs, or NULL where it is not set; @preparation gets what only
 * prep can work out. */
char           *sluice_python_make_setting (SluicePythonClass *self,
                                            const char        *name,
                                            GString           *preparation);
/* What stands in a template that is one expression and nothing beside it, or NULL. */
char           *sluice_python_dup_only_expression (const char *text);

/* What a kind does in exec, or NULL; @preparation gets what only prep can work out. */
char           *sluice_python_kind_exec   (SluicePythonClass *self,
                                           GString           *preparation);
/* What it does in post, before the person's own. */
void            sluice_python_kind_post   (SluicePythonClass *self,
                                           GString           *lines);
/* The action where nothing else names one: an expression, or NULL; @methods gets what it calls. */
char           *sluice_python_kind_action (SluicePythonClass *self,
                                           GString           *methods);

/* The modules of utils that are wanted (a set of "from utils.llm import call_llm"), and what they need. */
void            sluice_python_add_utils   (SluiceExport      *into,
                                           GHashTable        *wanted);

G_END_DECLS
