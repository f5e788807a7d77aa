/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"

G_BEGIN_DECLS

/* Lua in a flow: phase bodies, expressions and templates. A script is the parsed text and belongs
 * to the program; each run that uses it has one environment of its own, made on first use. */

#define SLUICE_SCRIPT_ERROR (sluice_script_error_quark ())
GQuark sluice_script_error_quark (void);

typedef enum
{
  SLUICE_SCRIPT_ERROR_SYNTAX,  /* does not parse */
  SLUICE_SCRIPT_ERROR_RUNTIME, /* raised while it ran */
  SLUICE_SCRIPT_ERROR_VALUE,   /* a value that has no JSON form */
  SLUICE_SCRIPT_ERROR_MEMORY,  /* the environment's memory limit */
  SLUICE_SCRIPT_ERROR_TIME,    /* held the loop where a script can't be suspended */
} SluiceScriptError;

typedef enum
{
  SLUICE_SCRIPT_BODY,       /* statements; what it returns is its result */
  SLUICE_SCRIPT_EXPRESSION, /* one expression */
  SLUICE_SCRIPT_TEMPLATE,   /* text with {{ expressions }}; its result is a string */
} SluiceScriptType;

typedef struct _SluiceScript SluiceScript;

SluiceScript *sluice_script_new         (SluiceScriptType   type,
                                         const char        *name, /* "main/suggest post": what errors begin with */
                                         const char        *text,
                                         GError           **error);
SluiceScript *sluice_script_ref         (SluiceScript      *self);
void          sluice_script_unref       (SluiceScript      *self);
const char   *sluice_script_get_name    (SluiceScript      *self);
const char   *sluice_script_get_text    (SluiceScript      *self);
gboolean      sluice_script_is_constant (SluiceScript      *self); /* a template without expressions */
/* The line (from 1) a script error is about, 0 if it names none. */
guint         sluice_script_error_line  (const GError      *error);

/* @result is borrowed. Called at most once, on the engine's context; not when the call is no longer wanted. */
typedef void (*SluiceScriptFunc) (SluiceCall   *call,
                                  SluiceValue   result,
                                  const GError *error,
                                  gpointer      user_data);

/* What a script sees as `shared`. */
typedef enum
{
  SLUICE_SCRIPT_SHARED_STORE,    /* the store itself in prep and post, refused elsewhere */
  SLUICE_SCRIPT_SHARED_SNAPSHOT, /* a store as it was once, for reading */
} SluiceScriptShared;

/* Runs @self for the phase of @call. @done may be called before this returns; else the script
 * waits without blocking. @snapshot is borrowed and only for SLUICE_SCRIPT_SHARED_SNAPSHOT. */
void          sluice_script_run         (SluiceScript      *self,
                                         SluiceCall        *call,
                                         SluiceScriptShared shared,
                                         SluiceValue        snapshot,
                                         SluiceScriptFunc   done,
                                         gpointer           user_data,
                                         GDestroyNotify     destroy);

#define SLUICE_SCRIPT_MEMORY_LIMIT (64 * 1024 * 1024) /* bytes, for each run */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceScript, sluice_script_unref)

G_END_DECLS
