/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

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
  SLUICE_SCRIPT_ERROR_MISSING, /* names what a moment that is over does not have */
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

/* Conditions, watches and log messages of a debugger: they see what a lane has, change nothing and can't wait. */
SluiceScript *sluice_script_new_watch   (SluiceScriptType   type,
                                         const char        *name,
                                         const char        *text,
                                         GError           **error);
gboolean      sluice_script_evaluate    (SluiceScript      *self,
                                         SluiceRun         *run,
                                         SluiceLane        *lane,   /* NULL: the store only */
                                         const GError      *fault,  /* `error`; NULL: the lane's */
                                         SluiceValue       *result, /* owned */
                                         GError           **error);

/* The same at the line of a script that is held, with the names that are visible there. */
SluiceScript *sluice_script_new_watch_in (const char         *name,
                                         const char         *text,
                                         const char * const *locals,
                                         GError            **error);
gboolean      sluice_script_evaluate_in (SluiceScript      *self,
                                         SluiceRun         *run,
                                         SluiceLane        *lane,
                                         SluiceValue        locals, /* an object of their values */
                                         SluiceValue       *result, /* owned */
                                         GError           **error);

/* The same where nothing runs any more. A name that is in no place is asked for: why it is not at hand, or NULL: it is
 * null. */
typedef char *(*SluiceMissingFunc) (const char *name,
                                    gpointer    user_data);
SluiceScript *sluice_script_new_past    (const char         *name,
                                         const char         *text,
                                         const char * const *names,
                                         gboolean            has_error,
                                         GError            **error);
gboolean      sluice_script_evaluate_past (SluiceScript    *self,
                                         SluiceRun         *run,
                                         SluiceValue        names,  /* an object of their values */
                                         const GError      *fault,  /* `error`, or NULL */
                                         SluiceMissingFunc  missing,
                                         gpointer           user_data,
                                         SluiceValue       *result, /* owned */
                                         GError           **error);

/* Lines. @func is asked before each line that a script of @run comes to; TRUE holds the script there. Nobody is
 * asked, and nothing is spent, with no @func. */
typedef gboolean (*SluiceLineFunc) (SluiceCall *call,
                                    guint       line,  /* from 1 */
                                    guint       depth, /* calls around it: 0 in the body itself */
                                    gpointer    user_data);
void          sluice_script_watch_lines (SluiceRun         *run,
                                         SluiceLineFunc     func,
                                         gpointer           user_data);
/* Where a lane's script is held. */
gboolean      sluice_script_is_held     (SluiceRun         *run,
                                         guint32            lane);
guint         sluice_script_get_line    (SluiceRun         *run,
                                         guint32            lane); /* 0: it is not */
void          sluice_script_go_on       (SluiceRun         *run,
                                         guint32            lane);
/* An array of {"function", "line", "locals": {…}, "upvalues": […]}, the innermost first: all names that are visible
 * there, and those of them that belong to a function around it. */
SluiceValue   sluice_script_dup_frames  (SluiceRun         *run,
                                         guint32            lane);
/* As it runs; NULL: none is held there. */
const char   *sluice_script_get_held_text (SluiceRun       *run,
                                         guint32            lane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceScript, sluice_script_unref)

G_END_DECLS
