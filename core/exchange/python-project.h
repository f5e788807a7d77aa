/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/exchange.h"
#include "exchange/python-body.h"

G_BEGIN_DECLS

/* A PocketFlow project while it is written. */
typedef struct
{
  SluiceDocument *document;
  SluiceExport   *into;
  GHashTable     *kept;       /* name of a mark → what was between, owned */
  GHashTable     *modules;    /* sets that nodes.py imports, of owned strings */
  GHashTable     *helpers;
  GHashTable     *people;
  GHashTable     *utils;      /* "from utils.llm import call_llm" */
  GHashTable     *bases;      /* of PocketFlow's classes */
  GHashTable     *files;
  GHashTable     *waiting;    /* set of addresses of nodes that wait */
  GHashTable     *async_flows; /* set of flow ids */
  GHashTable     *classes;    /* address → class name, owned */
  gboolean        is_parallel; /* several flows run at once */
} SluicePythonProject;

/* Which of PocketFlow's classes a node is of. */
char     *sluice_python_get_base   (SluicePythonProject *self,
                                    const char          *address);
/* Whether a node waits for something by itself. */
gboolean  sluice_python_node_waits (SluicePythonProject *self,
                                    const char          *address);
/* Whether a node or flow takes all items of its batch at once, which only waits can. */
gboolean  sluice_python_is_parallel (SluiceValue         object);
/* Whether a flow node is more than the flow it runs, and so has a class. */
gboolean  sluice_python_is_plain_flow (SluiceValue       node);
/* nodes.py; sets classes. */
char     *sluice_python_nodes      (SluicePythonProject *self);
/* flow.py */
char     *sluice_python_identifier   (const char          *id); /* of a variable, of an id */
char     *sluice_python_factory      (const char          *flow); /* "create_main_flow" */
char     *sluice_python_join_sorted  (GHashTable          *names,
                                      const char          *separator);
/* JSON as Python. */
void      sluice_python_value        (GString             *into,
                                      SluiceValue          value,
                                      guint                indent);
char     *sluice_python_tries        (SluiceValue          node); /* "max_retries=3, wait=0.5" */
gboolean  sluice_python_is_passed_by (SluiceValue          node);
gboolean  sluice_python_flow_has_phases (SluiceValue       flow);
void      sluice_python_edges        (SluicePythonProject *self,
                                      GString             *into,
                                      const char          *indent,
                                      const char          *address);
GString  *sluice_python_flow_module  (SluicePythonProject *self,
                                      GPtrArray           *flows, /* char *, borrowed */
                                      const char          *nodes);
/* What translated nodes call; @has_package: there is an utils already. */
void      sluice_python_write_utils  (SluicePythonProject *self,
                                      gboolean             has_package);
/* Lines between marks: those that were kept, else @text. */
void      sluice_python_mark       (SluicePythonProject *self,
                                    GString             *into,
                                    const char          *indent,
                                    const char          *name,
                                    const char          *text);

G_END_DECLS
