/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <locale.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "engine/run.h"
#include "script/script.h"

G_BEGIN_DECLS

#define SLUICE_SCRIPT_MAX_STRING (8 * 1024 * 1024) /* bytes that one library call may make */
#define SLUICE_SCRIPT_MAX_DEPTH  128               /* levels of a table */
#define SLUICE_SCRIPT_MAX_VALUES 250000            /* values of one table that leaves Lua or comes in a text */
#define SLUICE_SCRIPT_MAX_NAMES  65536             /* names of one table */
#define SLUICE_SCRIPT_FEW        512               /* values that go in or out at once */
#define SLUICE_SCRIPT_FIRST_ROOM (1024 * 1024)     /* bytes written before the store is measured first */
#define SLUICE_SCRIPT_DEEP       20000             /* calls in calls: a recursion that has no end */
#define SLUICE_SCRIPT_TEXTS      32                /* strings that are kept to be given out again */
#define SLUICE_SCRIPT_NEAR       32                /* functions that are found without a look-up */

typedef struct _SluiceEnv   SluiceEnv;
typedef struct _SluiceTask  SluiceTask;
typedef struct _SluiceFiber SluiceFiber;
typedef struct _SluiceBudget SluiceBudget;

/* The names a script may mention; only those that it does are given to it. */
typedef enum
{
  SLUICE_NAME_SHARED,
  SLUICE_NAME_PARAMS,
  SLUICE_NAME_PREP_RES,
  SLUICE_NAME_EXEC_RES,
  SLUICE_NAME_ITEM,
  SLUICE_NAME_ATTEMPT,
  SLUICE_NAME_ERROR,
  SLUICE_NAME_ACTION, /* in conditions and watches only */
  SLUICE_N_NAMES,
} SluiceName;

struct _SluiceScript
{
  gint             count;
  SluiceScriptType type;
  char            *name;
  char            *chunk_name;  /* "=…", short enough for Lua not to cut it */
  char            *text;        /* as written */
  char            *chunk;       /* what Lua loads; NULL for a constant template */
  guint            names;       /* 1 << SluiceName: what it mentions */
  char           **locals;      /* of the function that it looks into: what it mentions; NULL: it looks into none */
  guint            uses_env : 1; /* mentions _ENV: its environment is restored before each run */
};

/* Where a script's function is. */
typedef struct
{
  SluiceScript *script; /* borrowed from the environment, or NULL */
  int           ref;    /* of the registry */
} SluiceFunction;

/* One environment for each run: a Lua state with a limit on its memory. */
struct _SluiceEnv
{
  gint         count;
  lua_State   *L;
  gsize        memory;    /* bytes in use */
  gboolean     limited;   /* only while a script runs; what the host does must not fail */
  gboolean     full;      /* a script has come over the limit: its hook collects, or ends it */
  gboolean     crowded;   /* a table of it has more names than it may: its hook ends it */
  gboolean     tall;      /* a stack of it has grown large: its hook looks at how deep it is */
  guint        n_cycles;  /* full: of the collector, since then */
  char        *failed_at; /* owned, or NULL: where Lua last asked in vain, "chunk:line: " */
  gboolean     failed_deep; /* in a recursion without end */
  SluiceLineFunc line_func; /* asked before each line, or NULL */
  gpointer     line_data;
  SluiceFiber *asking;    /* while that is asked about its line; else NULL */
  GQueue       held;      /* of SluiceFiber, borrowed: at a line */
  gsize        written;   /* bytes into the store and queues since they were measured */
  gsize        room;      /* how many there may be before they are measured again */
  gboolean     measured;  /* for what is written next */
  gboolean     over;      /* measured: there was more than there may be */
  guint64      last_task;
  GPtrArray   *scripts;   /* owned SluiceScript: the registry has their functions by their address */
  SluiceFunction near[SLUICE_SCRIPT_NEAR]; /* those that ran last, by the place of the script */
  SluiceFiber *idle;      /* owned, linked by next_idle: to be used again */
  SluiceTask  *spare;     /* owned, or NULL: to be used again */
  SluiceBudget *budget;   /* of the thread */
  locale_t     locale;    /* of the thread; NULL: scripts can do with the process's */
  SluiceValue  texts[SLUICE_SCRIPT_TEXTS]; /* owned: strings that left Lua last, by their place there */
};

/* What the main coroutine of a task runs. */
typedef enum
{
  SLUICE_STAGE_NAMES,  /* what makes the table of a name */
  SLUICE_STAGE_SCRIPT,
  SLUICE_STAGE_RESULT, /* what takes the result */
} SluiceStage;

/* One phase that runs a script. */
struct _SluiceTask
{
  gint               count;
  SluiceEnv         *env;       /* owned */
  SluiceCall        *call;      /* owned until it has ended */
  SluiceScript      *script;    /* borrowed from the environment */
  guint64            id;        /* in the environment: proxies name it */
  SluiceScriptShared shared;
  SluiceStore       *store;     /* borrowed from the run, or NULL */
  SluiceValue        snapshot;  /* owned */
  GQueue             fibers;    /* owned: all that have not ended; by SluiceFiber.link */
  GQueue             ready;     /* borrowed from fibers; by SluiceFiber.ready_link */
  SluiceFiber       *main;      /* borrowed from fibers; it outlives the phase if it came to its end */
  SluiceStage        stage;
  guint              names;     /* 1 << SluiceName: not yet given to it */
  gboolean           driving;
  gboolean           ended;
  gboolean           asked;     /* for a turn of the loop */
  gboolean           held;      /* one of its fibers, at a line: none runs */
  SluiceScriptFunc   done;
  gpointer           user_data;
  GDestroyNotify     destroy;
};

/* One coroutine of a task: its main one, or one function of all{}. */
struct _SluiceFiber
{
  SluiceTask  *task;      /* borrowed */
  GList        link;
  GList        ready_link;
  gboolean     is_ready;
  lua_State   *L;
  int          thread;    /* registry reference that keeps L */
  int          root;      /* registry reference that keeps the proxy of the store, or LUA_NOREF */
  gpointer     proxy;     /* that proxy */
  SluiceFiber *next_idle;
  int          n_args;    /* on its stack for the next resume */
  SluiceEffect *hold;     /* borrowed: it is held at a line */
  guint        line;      /* that it is held at */
  SluiceValue  frames;    /* owned: the functions around it */
  gboolean     over;      /* came to its end with its phase: the next one may run in it */
  gboolean     broken;    /* did not come to its end: not to be used again */
  gboolean     beginning; /* a wait that may be over before it has begun */
  gpointer     wait;      /* the SluiceWait it waits for, borrowed */
  SluiceValue  result;    /* owned: of its last wait */
  GError      *error;     /* owned: of its last wait */
  SluiceFiber *parent;    /* all{}: who waits for it */
  guint        index;     /* all{}: its place, from 1 */
  guint        n_children;
  gboolean     failed;    /* all{}: a child's error is on top of its stack */
  gboolean     doomed;    /* all{}: while its siblings are dropped with it */
};

/* env.c */
SluiceEnv   *sluice_env_get          (SluiceRun     *run); /* borrowed; made on first use */
SluiceEnv   *sluice_env_get_watch    (SluiceRun     *run); /* where conditions run */
SluiceEnv   *sluice_env_peek         (SluiceRun     *run); /* or NULL */
SluiceEnv   *sluice_env_ref          (SluiceEnv     *self);
void         sluice_env_unref        (SluiceEnv     *self);
/* Pushes the script's function on @L. FALSE with an error when it does not load. */
gboolean     sluice_env_push_script  (SluiceEnv     *self,
                                      lua_State     *L,
                                      SluiceScript  *script,
                                      GError       **error);
SluiceFiber *sluice_env_take_fiber   (SluiceEnv     *self);
void         sluice_env_give_fiber   (SluiceEnv     *self,
                                      SluiceFiber   *fiber);
/* Whether the limit on memory holds for what follows. Returns what was before. */
gboolean     sluice_env_set_limited  (lua_State     *L,
                                      gboolean       limited);
/* full: collects until the monotonic clock shows @until, in ns. Whether it knows what to do then: there is
 * room, or (@enough is FALSE) there will be none. */
gboolean     sluice_env_make_room    (SluiceEnv     *self,
                                      gint64         until,
                                      gboolean      *enough);
void         sluice_env_add_memory   (lua_State     *L,
                                      gssize         bytes);
/* The environment of a state; NULL for one that only parses. */
SluiceEnv   *sluice_env_of           (lua_State     *L);

static inline SluiceFiber *
sluice_fiber_get (lua_State *L)
{
  return *(SluiceFiber **) lua_getextraspace (L);
}

/* convert.c: none of these raises a Lua error. */
void         sluice_lua_push_null    (lua_State     *L);
gboolean     sluice_lua_is_null      (lua_State     *L,
                                      int            index);
void         sluice_lua_mark         (lua_State     *L,
                                      gboolean       is_array); /* the table on top */
gboolean     sluice_lua_is_marked_array (lua_State  *L,
                                      int            index);
/* What a template shows: "" for null, strings as they are, else JSON. */
void         sluice_lua_push_shown   (lua_State     *L,
                                      SluiceValue    value);
void         sluice_lua_make_type    (lua_State     *L,
                                      const char    *type,
                                      lua_CFunction  gc); /* of userdata that own something */
void         sluice_convert_open     (lua_State     *L);

/* give.c */
void         sluice_lua_push         (lua_State     *L,
                                      SluiceValue    value); /* a fresh table for an array or object; null: nil */
gboolean     sluice_lua_is_much      (SluiceValue    value); /* too much to be pushed at once */
int          sluice_lua_give         (lua_State     *L,
                                      SluiceValue    take_value); /* return it: may go on in steps */
void         sluice_give_open        (lua_State     *L);

/* take.c */
gboolean     sluice_lua_to_value     (lua_State     *L,
                                      int            index,
                                      SluiceValue   *value,
                                      GError       **error); /* does not raise */
gboolean     sluice_lua_take_few     (lua_State     *L,
                                      int            index,
                                      SluiceValue   *value);
/* These raise, and may leave the function that calls them to begin it again later. */
SluiceValue  sluice_lua_check_measured (lua_State   *L,
                                      int            index,
                                      gsize          room,
                                      gsize         *bytes);
SluiceValue  sluice_lua_check_value  (lua_State     *L,
                                      int            index); /* owned */
int          sluice_lua_begin_again  (lua_State     *L); /* in a continuation: return it */
void         sluice_take_open        (lua_State     *L);

/* kept.c */
gsize        sluice_lua_measure      (SluiceValue    value,
                                      gsize          most); /* bytes */
void         sluice_kept_open        (lua_State     *L);
SluiceValue  sluice_lua_check_kept   (lua_State     *L,
                                      int            index,
                                      const char    *pointer,
                                      const char    *part); /* or NULL */

/* shared.c */
void         sluice_shared_push      (lua_State     *L,
                                      SluiceTask    *task); /* L is a fiber of it */
gboolean     sluice_shared_is_proxy  (lua_State     *L,
                                      int            index);
/* Borrowed from the store. */
gboolean     sluice_shared_get_value (lua_State     *L,
                                      int            index,
                                      SluiceValue   *value,
                                      GError       **error);
/* One step of next(): pops nothing, pushes key and value or nil. */
int          sluice_shared_next      (lua_State     *L);
int          sluice_shared_insert    (lua_State     *L); /* table.insert on a proxy */
int          sluice_shared_remove    (lua_State     *L); /* table.remove on a proxy */
void         sluice_shared_open      (lua_State     *L);

/* fault.c: errors as Lua values. */
void         sluice_fault_push       (lua_State     *L,
                                      const GError  *error,
                                      int            level); /* level of the position; 0: none */
int          sluice_fault_raise      (lua_State     *L,
                                      GError        *take_error);
GError      *sluice_fault_to_error   (lua_State     *L,
                                      int            index,
                                      SluiceScript  *script);
GError      *sluice_fault_dup_error  (lua_State     *L,
                                      int            index); /* NULL: not raised by us */
/* "main/suggest post, line 3: what", and that line; @where is NULL or "chunk:line: ". */
char        *sluice_fault_format    (SluiceScript  *script,
                                      const char    *where,
                                      const char    *message);
/* Not to be caught by pcall. */
int          sluice_fault_raise_final (lua_State    *L,
                                       GError       *take_error);
/* As luaL_error(), with the author's line also where the library called. */
int          sluice_fault_raise_text (lua_State     *L,
                                      const char    *format,
                                      ...) G_GNUC_PRINTF (2, 3);
/* The script's line that runs in @L, as "chunk:line: "; NULL when there is none. */
char        *sluice_fault_dup_where  (lua_State     *L);
gboolean     sluice_fault_is_final   (lua_State     *L,
                                      int            index);
void         sluice_fault_open       (lua_State     *L);

/* task.c */
SluiceTask  *sluice_task_ref         (SluiceTask    *self);
void         sluice_task_unref       (SluiceTask    *self);
void         sluice_fiber_make_next  (SluiceFiber   *fiber); /* as below, before the others */
void         sluice_task_drive       (SluiceTask    *self);
void         sluice_task_abandon     (SluiceTask    *self);
void         sluice_fiber_make_ready (SluiceFiber   *fiber); /* its task runs it in its turn */
SluiceFiber *sluice_task_add_fiber   (SluiceTask    *self,
                                      SluiceFiber   *parent,
                                      guint          index);
void         sluice_task_push_names  (SluiceTask    *self,
                                      lua_State     *L,
                                      SluiceScript  *script,
                                      int           *n_args);

/* A wait of the running fiber: begin, give the functions to an effect, then return what finish
 * returns from the Lua function. */
typedef struct _SluiceWait SluiceWait;
SluiceWait  *sluice_wait_begin       (lua_State     *L); /* raises where a script can't wait */
void         sluice_wait_done_cb     (SluiceCall    *call,
                                      SluiceValue    result,
                                      const GError  *error,
                                      gpointer       wait);
void         sluice_wait_free        (gpointer       wait);
int          sluice_wait_finish      (lua_State     *L);

/* lines.c */
void         sluice_lines_hook       (lua_State     *L,
                                      lua_Debug     *ar); /* may yield */
gboolean     sluice_lines_hold       (SluiceFiber   *fiber); /* it has yielded there; FALSE: it is not wanted */
void         sluice_lines_forget     (SluiceFiber   *fiber);

/* budget.c */
void         sluice_budget_set_lines (SluiceBudget  *self,
                                      gboolean       lines); /* of what is entered from now on */
SluiceBudget *sluice_budget_get      (void); /* of this thread */
void         sluice_budget_enter     (SluiceBudget  *self,
                                      lua_State     *L);
void         sluice_budget_leave     (SluiceBudget  *self);
void         sluice_budget_reset     (SluiceBudget  *self); /* a new slice begins */
gboolean     sluice_budget_is_over   (SluiceBudget  *self);
void         sluice_budget_interrupt (SluiceBudget  *self); /* the hook runs at the next instruction */
/* For what is written in C and takes long: whether to go on later, in lua_yieldk(). Where the script
 * can't be suspended, and has taken too long, it raises. */
gboolean     sluice_budget_must_yield (SluiceBudget *self,
                                       lua_State    *L);
gint64       sluice_budget_get_ns    (void);
lua_State   *sluice_budget_get_running (SluiceBudget *self); /* borrowed, or NULL */
void         sluice_budget_end       (SluiceBudget  *self); /* no slice is on */

/* locale.c */
locale_t     sluice_locale_get       (void);

static inline locale_t
sluice_locale_enter (locale_t locale)
{
  return G_UNLIKELY (locale != (locale_t) 0) ? uselocale (locale) : (locale_t) 0;
}

static inline void
sluice_locale_leave (locale_t before)
{
  if (G_UNLIKELY (before != (locale_t) 0))
    uselocale (before);
}

/* metatable.c */
gboolean     sluice_metatable_is_guarded (lua_State  *L,
                                          int         index);
void         sluice_metatable_open   (lua_State     *L); /* adds to the table on top */

/* pattern.c */
int          sluice_pattern_find     (lua_State     *L);
int          sluice_pattern_match    (lua_State     *L);
int          sluice_pattern_step     (lua_State     *L);

/* json.c, yaml.c, waits.c, library.c */
void         sluice_json_open        (lua_State     *L); /* adds to the table on top */
void         sluice_yaml_open        (lua_State     *L);
void         sluice_waits_open       (lua_State     *L); /* adds to the table on top */
void         sluice_library_open     (lua_State     *L); /* leaves the globals' table on top */

extern const char   sluice_library_lua[];
extern const size_t sluice_library_lua_length;

G_END_DECLS
