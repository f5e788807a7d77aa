/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What scripts call that may wait: people, clocks, files, queues, and all{} for several at once.
 * Each looks as if it blocked and suspends its coroutine only. */

#include <math.h>
#include <string.h>

#include "engine/call-private.h"
#include "script/script-private.h"

#define QUEUE_TYPE    "sluice.queue"
#define MAX_TEMPLATE  (256 * 1024) /* bytes of one that is made while a script runs */
#define TEMPLATE_DEEP 2000         /* calls in calls: each has a chunk of its own, which the collector marks at once */

/* The line that calls. */
static guint
get_line (lua_State *L)
{
  lua_Debug info;

  if (lua_getstack (L, 1, &info) == 0 || lua_getinfo (L, "l", &info) == 0 || info.currentline <= 0)
    return 0;
  return (guint) info.currentline;
}

/* Begins an effect and gives its result to the script. @request is consumed. */
static int
perform (lua_State   *L,
         const char  *type,
         SluiceValue  take_request)
{
  SluiceCall *call = sluice_fiber_get (L)->task->call;
  SluiceWait *wait;

  if (!lua_isyieldable (L))
    sluice_value_clear (&take_request);
  wait = sluice_wait_begin (L);
  call->line = get_line (L);
  sluice_call_begin_effect (call, type, take_request, sluice_wait_done_cb, wait, sluice_wait_free);
  return sluice_wait_finish (L);
}

/* The options table at @index as an object, to which the caller adds. */
static SluiceValue
check_options (lua_State *L,
               int        index)
{
  SluiceValue options;

  if (lua_isnoneornil (L, index))
    return sluice_value_object ();
  luaL_argcheck (L, lua_istable (L, index) || sluice_shared_is_proxy (L, index), index,
                 "a table of options is wanted");
  options = sluice_lua_check_value (L, index);
  if (!SLUICE_VALUE_IS_OBJECT (options))
    {
      sluice_value_unref (options);
      luaL_argerror (L, index, "a table of options is wanted");
    }
  return options;
}

/* ask (prompt [, { type =, default =, … }]) */
static int
wait_ask (lua_State *L)
{
  SluiceValue prompt;
  SluiceValue request;

  luaL_checkstring (L, 1);
  prompt = sluice_lua_check_value (L, 1);
  request = check_options (L, 2);
  sluice_value_set_member (&request, "prompt", prompt);
  return perform (L, "ask", request);
}

/* choose (prompt, { "accept", "retry" }) */
static int
wait_choose (lua_State *L)
{
  SluiceValue request;
  SluiceValue choices;

  luaL_checkstring (L, 1);
  choices = sluice_lua_check_value (L, 2);
  if (!SLUICE_VALUE_IS_ARRAY (choices))
    {
      sluice_value_unref (choices);
      return luaL_argerror (L, 2, "a list of choices is wanted");
    }
  request = sluice_value_object ();
  sluice_value_set_member (&request, "prompt", sluice_lua_check_value (L, 1));
  sluice_value_set_member (&request, "choices", choices);
  return perform (L, "choose", request);
}

/* sleep (seconds) */
static int
wait_sleep (lua_State *L)
{
  double seconds = luaL_checknumber (L, 1);
  SluiceValue request;

  luaL_argcheck (L, isfinite (seconds), 1, "a number of seconds is wanted");
  request = sluice_value_object ();
  sluice_value_set_member (&request, "seconds", sluice_value_real (seconds));
  return perform (L, "sleep", request);
}

/* http { url =, method =, headers =, query =, body =, … }: { status, headers, body, url } */
static int
wait_http (lua_State *L)
{
  luaL_checkany (L, 1);
  return perform (L, "http", check_options (L, 1));
}

static void
append_message (SluiceValue *messages,
                SluiceValue  options,
                const char  *key,
                const char  *role)
{
  SluiceValue message = sluice_value_object ();

  sluice_value_set_member (&message, "role", sluice_value_string (role));
  sluice_value_set_member (&message, "content", sluice_value_ref (sluice_value_get_member (options, key)));
  sluice_value_append (messages, message);
}

/* embed { model =, input = texts, … }: { vectors, usage } */
static int
wait_embed (lua_State *L)
{
  return perform (L, "embed", check_options (L, 1));
}

/* llm { model =, prompt =, system =, messages =, … }: { text, value, tool_calls, usage } */
static int
wait_llm (lua_State *L)
{
  SluiceValue options;
  SluiceValue messages;

  luaL_checkany (L, 1);
  options = check_options (L, 1);
  if (!sluice_value_has_member (options, "messages"))
    {
      messages = sluice_value_array ();
      if (sluice_value_has_member (options, "system"))
        append_message (&messages, options, "system", "system");
      if (sluice_value_has_member (options, "prompt"))
        append_message (&messages, options, "prompt", "user");
      sluice_value_set_member (&options, "messages", messages);
    }
  return perform (L, "llm", options);
}

static int
perform_on_path (lua_State  *L,
                 const char *type)
{
  SluiceValue path;
  SluiceValue request;

  luaL_checkstring (L, 1);
  path = sluice_lua_check_value (L, 1);
  request = sluice_value_object ();
  sluice_value_set_member (&request, "path", path);
  return perform (L, type, request);
}

/* read (path): the text of a file, relative to the document's folder */
static int
wait_read (lua_State *L)
{
  return perform_on_path (L, "read");
}

/* list (path): the names in a folder, sorted */
static int
wait_list (lua_State *L)
{
  return perform_on_path (L, "list");
}

/* Performs what the table on top asks for: made in Lua, nothing is lost where a value has no JSON form. */
static int
perform_table (lua_State  *L,
               const char *type)
{
  return perform (L, type, sluice_lua_check_value (L, -1));
}

static int
perform_write (lua_State *L,
               gboolean   appends)
{
  luaL_checkstring (L, 1);
  luaL_checkstring (L, 2);
  lua_createtable (L, 0, 3);
  lua_pushvalue (L, 1);
  lua_setfield (L, -2, "path");
  lua_pushvalue (L, 2);
  lua_setfield (L, -2, "content");
  lua_pushboolean (L, appends);
  lua_setfield (L, -2, "append");
  return perform_table (L, "write");
}

/* write (path, text): the file is that text, whole or not at all */
static int
wait_write (lua_State *L)
{
  return perform_write (L, FALSE);
}

/* append (path, text) */
static int
wait_append (lua_State *L)
{
  return perform_write (L, TRUE);
}

/* run { program, argument, …, input =, folder =, environment =, pass =, timeout =, format = }: { status, output,
 * errors } */
static int
wait_run (lua_State *L)
{
  static const char * const options[] = { "folder", "environment", "pass", "timeout", "format", "header" };
  lua_Unsigned n;

  luaL_checktype (L, 1, LUA_TTABLE);
  n = lua_rawlen (L, 1);
  luaL_argcheck (L, n >= 1 && n <= 10000, 1, "a program and its arguments are wanted");
  lua_createtable (L, 0, 8);
  lua_createtable (L, (int) n - 1, 0);
  for (lua_Unsigned i = 1; i <= n; i++)
    {
      int type = lua_rawgeti (L, 1, (lua_Integer) i);

      luaL_argcheck (L, type == LUA_TSTRING || type == LUA_TNUMBER, 1, "a program and its arguments are texts");
      if (i == 1)
        lua_setfield (L, -3, "program");
      else
        lua_rawseti (L, -2, (lua_Integer) i - 1);
    }
  lua_setfield (L, -2, "args");
  lua_getfield (L, 1, "input");
  lua_setfield (L, -2, "stdin");
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      lua_getfield (L, 1, options[i]);
      lua_setfield (L, -2, options[i]);
    }
  return perform_table (L, "run");
}

/* sql (database, query [, params]): the rows, or { changes, last-id } */
static int
wait_sql (lua_State *L)
{
  static const char * const names[] = { "database", "query", "params" };

  luaL_checkstring (L, 1);
  luaL_checkstring (L, 2);
  lua_settop (L, 3);
  lua_createtable (L, 0, 3);
  for (int i = 0; i < 3; i++)
    {
      lua_pushvalue (L, i + 1);
      lua_setfield (L, -2, names[i]);
    }
  return perform_table (L, "sql");
}

/* queue (name) */
static int
make_queue (lua_State *L)
{
  gsize length;
  const char *name = luaL_checklstring (L, 1, &length);
  char *queue;

  luaL_argcheck (L, length > 0 && strlen (name) == length && g_utf8_validate (name, length, NULL), 1,
                 "a queue's name is wanted");
  queue = lua_newuserdatauv (L, length + 1, 0);
  memcpy (queue, name, length + 1);
  luaL_setmetatable (L, QUEUE_TYPE);
  return 1;
}

/* queue:put (value): waits only if the queue has a limit */
static int
queue_put (lua_State *L)
{
  const char *name = luaL_checkudata (L, 1, QUEUE_TYPE);
  SluiceCall *call = sluice_fiber_get (L)->task->call;
  SluiceValue value = sluice_lua_check_kept (L, 2, name, NULL);
  SluiceWait *wait;

  if (!lua_isyieldable (L))
    sluice_value_clear (&value);
  wait = sluice_wait_begin (L);
  sluice_call_queue_put (call, name, value, sluice_wait_done_cb, wait, sluice_wait_free);
  return sluice_wait_finish (L);
}

/* queue:get (): waits for an item */
static int
queue_get (lua_State *L)
{
  const char *name = luaL_checkudata (L, 1, QUEUE_TYPE);
  SluiceWait *wait = sluice_wait_begin (L);

  sluice_call_queue_get (sluice_fiber_get (L)->task->call, name,
                         sluice_wait_done_cb, wait, sluice_wait_free);
  return sluice_wait_finish (L);
}

static int
queue_size (lua_State *L)
{
  const char *name = luaL_checkudata (L, 1, QUEUE_TYPE);
  SluiceRun *run = sluice_call_get_run (sluice_fiber_get (L)->task->call);

  lua_pushinteger (L, sluice_queue_get_size (sluice_run_ensure_queue (run, name)));
  return 1;
}

static int
finish_all (lua_State   *L,
            int          status,
            lua_KContext context)
{
  SluiceFiber *fiber = sluice_fiber_get (L);

  if (fiber->failed)
    {
      fiber->failed = FALSE;
      return lua_error (L);
    }
  lua_settop (L, 2);
  return 1;
}

/* all { function, … }: runs them together; the list of what each returns. The first error is
 * raised at once, and the others are dropped. */
static int
wait_all (lua_State *L)
{
  SluiceFiber *fiber = sluice_fiber_get (L);
  lua_Unsigned n;
  gboolean limited;

  luaL_checktype (L, 1, LUA_TTABLE);
  lua_settop (L, 1);
  n = lua_rawlen (L, 1);
  luaL_argcheck (L, n <= 10000, 1, "at most 10000 functions can run together");
  for (lua_Unsigned i = 1; i <= n; i++)
    {
      if (lua_rawgeti (L, 1, (lua_Integer) i) != LUA_TFUNCTION)
        return luaL_error (L, "bad argument #1 to 'all' (element %d is no function)", (int) i);
      lua_pop (L, 1);
    }
  if (!lua_isyieldable (L))
    return luaL_error (L, "a script can't wait here, in a function that Lua's library calls");
  lua_createtable (L, (int) n, 0);
  if (n == 0)
    return 1;
  limited = sluice_env_set_limited (L, FALSE);
  for (guint i = 1; i <= n; i++)
    {
      SluiceFiber *child = sluice_task_add_fiber (fiber->task, fiber, i);

      lua_rawgeti (L, 1, i);
      lua_xmove (L, child->L, 1);
      sluice_fiber_make_ready (child);
    }
  sluice_env_set_limited (L, limited);
  fiber->n_children = (guint) n;
  return lua_yieldk (L, 0, 0, finish_all);
}

static int
return_text (lua_State   *L,
             int          status,
             lua_KContext context)
{
  return 1;
}

/* template (text): the text with its {{ expressions }}, which see the phase's names */
static int
make_text (lua_State *L)
{
  SluiceTask *task = sluice_fiber_get (L)->task;
  gsize length;
  const char *text = luaL_checklstring (L, 1, &length);
  GError *error = NULL;
  SluiceScript *script;
  gboolean limited;
  gboolean loaded;
  lua_Debug ar;
  int n_args = 0;

  if (lua_getstack (L, TEMPLATE_DEEP, &ar))
    return sluice_fault_raise_text (L, "stack overflow");
  if (length > MAX_TEMPLATE && strstr (text, "{{") != NULL)
    return luaL_error (L, "the template is too long: it may have %d KiB", MAX_TEMPLATE / 1024);
  script = sluice_script_new (SLUICE_SCRIPT_TEMPLATE, "template", text, &error);
  if (script == NULL)
    return sluice_fault_raise (L, error);
  if (sluice_script_is_constant (script))
    {
      sluice_script_unref (script);
      lua_settop (L, 1);
      return 1;
    }
  limited = sluice_env_set_limited (L, FALSE);
  loaded = luaL_loadbufferx (L, script->chunk, strlen (script->chunk), script->chunk_name, "t") == LUA_OK;
  if (loaded)
    sluice_task_push_names (task, L, script, &n_args);
  sluice_env_set_limited (L, limited);
  sluice_script_unref (script);
  if (!loaded)
    return lua_error (L);
  lua_callk (L, n_args, 1, 0, return_text);
  return return_text (L, LUA_OK, 0);
}

void
sluice_waits_open (lua_State *L)
{
  static const luaL_Reg functions[] = {
    { "ask", wait_ask },
    { "choose", wait_choose },
    { "sleep", wait_sleep },
    { "http", wait_http },
    { "llm", wait_llm },
    { "embed", wait_embed },
    { "read", wait_read },
    { "list", wait_list },
    { "write", wait_write },
    { "append", wait_append },
    { "run", wait_run },
    { "sql", wait_sql },
    { "queue", make_queue },
    { "all", wait_all },
    { "template", make_text },
    { NULL, NULL },
  };
  static const luaL_Reg queue_methods[] = {
    { "put", queue_put },
    { "get", queue_get },
    { "size", queue_size },
    { NULL, NULL },
  };

  luaL_setfuncs (L, functions, 0);
  luaL_newmetatable (L, QUEUE_TYPE);
  luaL_newlib (L, queue_methods);
  lua_setfield (L, -2, "__index");
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_pop (L, 1);
}
