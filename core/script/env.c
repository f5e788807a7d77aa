/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The environment of a run: one Lua state, made when the first script runs and gone with the run
 * and the last task in it. The limit on memory holds while a script runs; what the host does
 * in between (a new coroutine, arguments) is small and must not fail. Where an allocation fails, Lua
 * collects all at once, which takes long; so a script gets what it asks for beyond the limit, too,
 * and is interrupted: then the collector goes on step by step, and the script after it, or not at all. */

#include <malloc.h>
#include <string.h>

#include "script/script-private.h"

#define MEMORY_SLACK    (32 * 1024 * 1024) /* bytes: what one instruction may ask for beyond the limit */
#define MAX_CLOSED_HERE (1024 * 1024)      /* bytes: what is closed at once */
#define TALL_STACK      (1024 * 1024)      /* bytes: what grows beyond may be the stack of a recursion without end */
#define NAME_BYTES      24                 /* what Lua 5.4 takes for a place of a name in a table */

/* Lua's own error has neither line nor stack, and comes when both are gone. */
static void
note_failure (SluiceEnv *self)
{
  lua_State *L = sluice_budget_get_running (self->budget);
  lua_Debug ar;

  g_clear_pointer (&self->failed_at, g_free);
  self->failed_deep = L != NULL && lua_getstack (L, SLUICE_SCRIPT_DEEP, &ar);
  if (L != NULL)
    self->failed_at = sluice_fault_dup_where (L);
}

/* Whether a script may have as many bytes more. */
static gboolean
may_grow (SluiceEnv *self,
          gsize      by)
{
  if (self->memory + by <= SLUICE_SCRIPT_MEMORY_LIMIT)
    return TRUE;
  if (self->memory + by > SLUICE_SCRIPT_MEMORY_LIMIT + MEMORY_SLACK)
    {
      note_failure (self);
      return FALSE;
    }
  if (!self->full)
    {
      self->full = TRUE;
      self->n_cycles = 0;
    }
  sluice_budget_interrupt (self->budget);
  return TRUE;
}

/* Whether it is room for the names of a table, more than a script may have in one: when they outgrow their room
 * all are put into another, twice as large, at once. Lua says the type of an object, and none for these. */
static gboolean
is_room_for_too_many (const void *block,
                      size_t      type,
                      size_t      size)
{
  size_t n = size / NAME_BYTES;

  return block == NULL && type == 0 && n > SLUICE_SCRIPT_MAX_NAMES && size % NAME_BYTES == 0 && (n & (n - 1)) == 0;
}

static void *
allocate (void  *user_data,
          void  *block,
          size_t old_size,
          size_t new_size)
{
  SluiceEnv *self = user_data;
  void *moved;

  if (G_UNLIKELY (new_size > TALL_STACK) && self->limited && (block == NULL ? old_size == 0 : new_size > old_size))
    {
      self->tall = TRUE;
      sluice_budget_interrupt (self->budget);
    }
  if (G_UNLIKELY (new_size > SLUICE_SCRIPT_MAX_NAMES * NAME_BYTES) && self->limited
      && is_room_for_too_many (block, old_size, new_size))
    {
      self->crowded = TRUE;
      sluice_budget_interrupt (self->budget);
    }
  if (block == NULL)
    old_size = 0; /* it tells the type then */
  if (new_size == 0)
    {
      self->memory -= old_size;
      g_free (block);
      return NULL;
    }
  if (self->limited && new_size > old_size && !may_grow (self, new_size - old_size))
    return NULL;
  moved = g_try_realloc (block, new_size);
  if (moved != NULL)
    self->memory += new_size - old_size;
  return moved;
}

static void
script_unref (gpointer data)
{
  sluice_script_unref (data);
}

static SluiceEnv *
env_new (void)
{
  SluiceEnv *self = g_new0 (SluiceEnv, 1);

  self->count = 1;
  self->L = lua_newstate (allocate, self);
  g_assert (self->L != NULL);
  *(SluiceFiber **) lua_getextraspace (self->L) = NULL;
  self->scripts = g_ptr_array_new_with_free_func (script_unref);
  self->budget = sluice_budget_get ();
  self->locale = sluice_locale_get ();
  self->room = SLUICE_SCRIPT_FIRST_ROOM;
  sluice_convert_open (self->L);
  sluice_shared_open (self->L);
  sluice_fault_open (self->L);
  sluice_library_open (self->L);
  lua_rawseti (self->L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  return self;
}

SluiceEnv *
sluice_env_ref (SluiceEnv *self)
{
  self->count++;
  return self;
}

static void
close_here (SluiceEnv *self)
{
  lua_close (self->L);
  g_free (self);
}

/* What is freed in small parts would be put together when somebody asks for a large one next. */
static gpointer
close_thread (gpointer data)
{
  close_here (data);
  malloc_trim (0);
  return NULL;
}

/* A million objects take their time to be freed. Nothing in them belongs to this thread: what they hold of
 * the program are errors. */
static void
close_lua (SluiceEnv *self)
{
  GThread *thread = NULL;

  if (self->memory > MAX_CLOSED_HERE)
    thread = g_thread_try_new ("close-script", close_thread, self, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    close_here (self);
}

void
sluice_env_unref (SluiceEnv *self)
{
  if (--self->count > 0)
    return;
  g_ptr_array_unref (self->scripts);
  while (self->idle != NULL)
    {
      SluiceFiber *fiber = self->idle;

      self->idle = fiber->next_idle;
      g_free (fiber);
    }
  for (guint i = 0; i < SLUICE_SCRIPT_TEXTS; i++)
    sluice_value_unref (self->texts[i]);
  g_free (self->failed_at);
  if (self->spare != NULL)
    g_free (self->spare->main);
  g_free (self->spare);
  close_lua (self);
}

static void
env_unref (gpointer data)
{
  sluice_env_unref (data);
}

SluiceEnv *
sluice_env_get (SluiceRun *run)
{
  static GQuark key;
  SluiceEnv *self;

  if (G_UNLIKELY (key == 0))
    key = g_quark_from_static_string ("sluice-script-env");
  self = sluice_run_get_data (run, key);
  if (self == NULL)
    {
      self = env_new ();
      sluice_run_set_data (run, key, self, env_unref);
    }
  return self;
}

SluiceEnv *
sluice_env_peek (SluiceRun *run)
{
  return sluice_run_get_data (run, g_quark_from_static_string ("sluice-script-env"));
}

/* What needs the call of a phase, or changes anything, is not there. */
static void
take_calls_away (lua_State *L)
{
  static const char * const names[] = {
    "ask", "choose", "sleep", "http", "llm", "embed", "read", "list", "write", "append", "run", "sql", "queue", "all",
    "template", "log", "print", "now", "random",
  };

  lua_rawgeti (L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_getmetatable (L, -1);
  lua_getfield (L, -1, "__index");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      lua_pushnil (L);
      lua_setfield (L, -2, names[i]);
    }
  lua_getfield (L, -1, "math");
  lua_getmetatable (L, -1);
  lua_getfield (L, -1, "__index");
  lua_pushnil (L);
  lua_setfield (L, -2, "random");
  lua_settop (L, 0);
}

/* Conditions run in an environment of their own: what they do to it, no script of the run sees. */
SluiceEnv *
sluice_env_get_watch (SluiceRun *run)
{
  GQuark key = g_quark_from_static_string ("sluice-watch-env");
  SluiceEnv *self = sluice_run_get_data (run, key);

  if (self == NULL)
    {
      self = env_new ();
      take_calls_away (self->L);
      sluice_run_set_data (run, key, self, env_unref);
    }
  return self;
}

SluiceEnv *
sluice_env_of (lua_State *L)
{
  void *user_data;

  return lua_getallocf (L, &user_data) == allocate ? user_data : NULL;
}

gboolean
sluice_env_set_limited (lua_State *L,
                        gboolean   limited)
{
  SluiceEnv *self = sluice_env_of (L);
  gboolean was;

  if (self == NULL)
    return FALSE;
  was = self->limited;
  self->limited = limited;
  return was;
}

/* What an object of Lua holds outside of it is counted as its memory, or (@bytes is negative) no more. What
 * is allocated next finds the limit. */
void
sluice_env_add_memory (lua_State *L,
                       gssize     bytes)
{
  SluiceEnv *self = sluice_env_of (L);

  if (self != NULL)
    self->memory += (gsize) bytes;
}

/* What became garbage while the collector was under way is collected the next time round only. */
gboolean
sluice_env_make_room (SluiceEnv *self,
                      gint64     until,
                      gboolean  *enough)
{
  while (self->n_cycles < 2 && self->memory > SLUICE_SCRIPT_MEMORY_LIMIT)
    {
      if (sluice_budget_get_ns () >= until)
        return FALSE;
      self->n_cycles += (guint) lua_gc (self->L, LUA_GCSTEP, 0);
    }
  self->full = FALSE;
  *enough = self->memory <= SLUICE_SCRIPT_MEMORY_LIMIT;
  return TRUE;
}

/* A function may have put another table in the place of its globals. */
static void
restore_globals (lua_State *L)
{
  lua_rawgeti (L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  if (lua_setupvalue (L, -2, 1) == NULL)
    lua_pop (L, 1);
}

/* The script's function, on top of @L, takes the place of the one that was there. */
static void
keep_near (lua_State      *L,
           SluiceFunction *place,
           SluiceScript   *script)
{
  lua_pushvalue (L, -1);
  if (place->script == NULL)
    place->ref = luaL_ref (L, LUA_REGISTRYINDEX);
  else
    lua_rawseti (L, LUA_REGISTRYINDEX, place->ref);
  place->script = script;
}

static gboolean
load_script (SluiceEnv     *self,
             lua_State     *L,
             SluiceScript  *script,
             GError       **error)
{
  locale_t locale = sluice_locale_enter (self->locale);
  int status = luaL_loadbufferx (L, script->chunk, strlen (script->chunk), script->chunk_name, "t");

  sluice_locale_leave (locale);
  if (status != LUA_OK)
    {
      g_propagate_error (error, sluice_fault_to_error (L, -1, script));
      lua_pop (L, 1);
      return FALSE;
    }
  lua_pushvalue (L, -1);
  lua_rawsetp (L, LUA_REGISTRYINDEX, script);
  g_ptr_array_add (self->scripts, sluice_script_ref (script));
  return TRUE;
}

gboolean
sluice_env_push_script (SluiceEnv     *self,
                        lua_State     *L,
                        SluiceScript  *script,
                        GError       **error)
{
  SluiceFunction *place = &self->near[(GPOINTER_TO_SIZE (script) >> 4) % SLUICE_SCRIPT_NEAR];

  if (G_LIKELY (place->script == script))
    lua_rawgeti (L, LUA_REGISTRYINDEX, place->ref);
  else
    {
      if (lua_rawgetp (L, LUA_REGISTRYINDEX, script) == LUA_TNIL)
        {
          lua_pop (L, 1);
          if (!load_script (self, L, script, error))
            return FALSE;
        }
      keep_near (L, place, script);
    }
  if (G_UNLIKELY (script->uses_env))
    restore_globals (L);
  return TRUE;
}

/* A coroutine with nothing on its stack. */
SluiceFiber *
sluice_env_take_fiber (SluiceEnv *self)
{
  SluiceFiber *fiber = self->idle;

  if (G_LIKELY (fiber != NULL))
    {
      self->idle = fiber->next_idle;
      return fiber;
    }
  fiber = g_new0 (SluiceFiber, 1);
  fiber->root = LUA_NOREF;
  fiber->link.data = fiber->ready_link.data = fiber;
  fiber->L = lua_newthread (self->L);
  fiber->thread = luaL_ref (self->L, LUA_REGISTRYINDEX);
  *(SluiceFiber **) lua_getextraspace (fiber->L) = fiber;
  return fiber;
}

/* One that came to its end is used again. One that did not is left to the collector: closing
 * it could run code of the script. */
void
sluice_env_give_fiber (SluiceEnv   *self,
                       SluiceFiber *fiber)
{
  gboolean is_reusable = lua_status (fiber->L) == LUA_OK && !fiber->broken;

  if (!SLUICE_VALUE_IS_NULL (fiber->result))
    sluice_value_clear (&fiber->result);
  g_clear_error (&fiber->error);
  if (is_reusable)
    {
      lua_settop (fiber->L, 0);
      fiber->is_ready = fiber->beginning = fiber->failed = FALSE;
      fiber->wait = NULL;
      fiber->n_args = 0;
      fiber->n_children = 0;
      fiber->next_idle = self->idle;
      self->idle = fiber;
      return;
    }
  *(SluiceFiber **) lua_getextraspace (fiber->L) = NULL;
  luaL_unref (self->L, LUA_REGISTRYINDEX, fiber->root);
  luaL_unref (self->L, LUA_REGISTRYINDEX, fiber->thread);
  g_free (fiber);
}
