/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Expressions of a debugger: conditions, watches, log messages. They run at once, in an environment of their
 * own that has nothing to wait for and nothing to change, on a snapshot of the store and what a lane has. */

#include "script/script-private.h"

typedef struct
{
  SluiceLane   *lane;
  const GError *fault;
  SluiceValue   locals; /* of a function that is looked into */

  /* Of a moment that is over; else NULL. */
  SluiceMissingFunc missing;
  gpointer          user_data;
  char            **why;  /* what the expression failed for: owned */
} Scene;

static void
push_lane_value (lua_State  *L,
                 SluiceLane *lane,
                 SluiceValue (*get) (SluiceLane *lane))
{
  sluice_lua_push (L, lane != NULL ? get (lane) : sluice_value_null ());
}

static void
push_name (lua_State   *L,
           SluiceTask  *task,
           const Scene *scene,
           SluiceName   name)
{
  SluiceLane *lane = scene->lane;

  switch (name)
    {
    case SLUICE_NAME_SHARED:
      sluice_shared_push (L, task);
      break;
    case SLUICE_NAME_PARAMS:
      push_lane_value (L, lane, sluice_lane_get_params);
      break;
    case SLUICE_NAME_PREP_RES:
      push_lane_value (L, lane, sluice_lane_get_prep_result);
      break;
    case SLUICE_NAME_EXEC_RES:
      push_lane_value (L, lane, sluice_lane_get_exec_result);
      break;
    case SLUICE_NAME_ITEM:
      push_lane_value (L, lane, sluice_lane_get_current_item);
      break;
    case SLUICE_NAME_ATTEMPT:
      lua_pushinteger (L, lane != NULL ? sluice_lane_get_attempt (lane) : 0);
      break;
    case SLUICE_NAME_ERROR:
      if (scene->fault != NULL)
        sluice_fault_push (L, scene->fault, 0);
      else
        lua_pushnil (L);
      break;
    case SLUICE_NAME_ACTION:
      lua_pushstring (L, lane != NULL ? sluice_lane_get_action (lane) : NULL);
      break;
    case SLUICE_N_NAMES:
    default:
      g_assert_not_reached ();
    }
}

/* Under the limits of a script that can't be suspended. What runs around it, if anything does, has a new slice
 * afterwards. */
static int
call_limited (SluiceEnv *env,
              lua_State *L,
              int        n_args)
{
  lua_State *around = sluice_budget_get_running (env->budget);
  locale_t locale;
  int status;

  sluice_budget_set_lines (env->budget, FALSE);
  sluice_budget_reset (env->budget);
  env->limited = TRUE;
  sluice_budget_enter (env->budget, L);
  locale = sluice_locale_enter (env->locale);
  status = lua_pcall (L, n_args, 1, 0);
  sluice_locale_leave (locale);
  sluice_budget_leave (env->budget);
  env->limited = FALSE;
  if (around == NULL)
    sluice_budget_end (env->budget);
  else
    {
      sluice_budget_set_lines (env->budget, sluice_env_of (around)->line_func != NULL);
      sluice_budget_reset (env->budget);
      sluice_budget_enter (env->budget, around);
    }
  return status;
}

/* A name that the expression was not given, and that no library has. */
static int
find_missing (lua_State *L)
{
  const Scene *scene = lua_touserdata (L, lua_upvalueindex (1));
  const char *name = lua_tostring (L, 2);
  char *why = name != NULL ? scene->missing (name, scene->user_data) : NULL;

  if (why == NULL)
    return 0;
  g_free (*scene->why);
  *scene->why = why;
  return luaL_error (L, "%s is not at hand", name);
}

/* `error` is what went wrong, and no function where nothing did. */
static void
ask_for_missing (lua_State   *L,
                 const Scene *scene)
{
  lua_rawgeti (L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_getmetatable (L, -1);
  lua_getfield (L, -1, "__index");
  lua_pushnil (L);
  lua_setfield (L, -2, "error");
  lua_createtable (L, 0, 1);
  lua_pushlightuserdata (L, (gpointer) scene);
  lua_pushcclosure (L, find_missing, 1);
  lua_setfield (L, -2, "__index");
  lua_setmetatable (L, -2);
  lua_pop (L, 3);
}

/* What went wrong is told by its message. */
static gboolean
take_result (lua_State    *L,
             SluiceValue  *result,
             GError      **error)
{
  g_autoptr (GError) fault = sluice_fault_dup_error (L, -1);

  if (fault == NULL)
    return sluice_lua_to_value (L, -1, result, error);
  *result = sluice_value_string (fault->message);
  return TRUE;
}

static gboolean
run_task (SluiceTask   *task,
          const Scene  *scene,
          SluiceValue  *result,
          GError      **error)
{
  lua_State *L = task->main->L;
  int n_args = 0;

  if (scene->missing != NULL)
    ask_for_missing (L, scene);
  if (!sluice_env_push_script (task->env, L, task->script, error))
    return FALSE;
  for (guint names = task->script->names; names != 0; names &= names - 1, n_args++)
    push_name (L, task, scene, (SluiceName) g_bit_nth_lsf (names, -1));
  for (guint i = 0; task->script->locals != NULL && task->script->locals[i] != NULL; i++, n_args++)
    sluice_lua_push (L, sluice_value_get_member (scene->locals, task->script->locals[i]));
  if (call_limited (task->env, L, n_args) != LUA_OK)
    {
      g_propagate_error (error, sluice_fault_to_error (L, -1, task->script));
      return FALSE;
    }
  if (take_result (L, result, error))
    return TRUE;
  g_prefix_error (error, "%s: ", task->script->name);
  return FALSE;
}

static gboolean
evaluate (SluiceScript  *self,
          SluiceRun     *run,
          const Scene   *scene,
          SluiceValue   *result,
          GError       **error)
{
  SluiceTask task = { .count = 1 };
  gboolean done;

  *result = sluice_value_null ();
  if (sluice_script_is_constant (self))
    {
      *result = sluice_value_string (self->text);
      return TRUE;
    }
  task.env = sluice_env_ref (sluice_env_get_watch (run));
  task.id = ++task.env->last_task;
  task.script = self;
  task.shared = SLUICE_SCRIPT_SHARED_SNAPSHOT;
  task.snapshot = sluice_value_ref (sluice_store_get_root (sluice_run_get_store (run)));
  task.main = sluice_task_add_fiber (&task, NULL, 0);
  done = run_task (&task, scene, result, error);

  task.main->broken = !done;
  g_queue_unlink (&task.fibers, &task.main->link);
  sluice_env_give_fiber (task.env, task.main);
  sluice_value_unref (task.snapshot);
  sluice_env_unref (task.env);
  return done;
}

/**
 * sluice_script_evaluate: (skip)
 * @self: a script of sluice_script_new_watch()
 * @run: a run
 * @lane: (nullable): where it looks: at its current visit; %NULL: at the store only
 * @fault: (nullable): what the script sees as `error`; %NULL: the lane's
 * @result: (out): the result, owned
 * @error: return location for an error
 *
 * Evaluates an expression or template as it is now. It ends within some 10 ms.
 *
 * Returns: %FALSE with %SLUICE_SCRIPT_ERROR, whose message begins with the script's name
 */
gboolean
sluice_script_evaluate (SluiceScript  *self,
                        SluiceRun     *run,
                        SluiceLane    *lane,
                        const GError  *fault,
                        SluiceValue   *result,
                        GError       **error)
{
  Scene scene = {
    .lane = lane,
    .fault = fault != NULL || lane == NULL ? fault : sluice_lane_get_error (lane),
  };

  return evaluate (self, run, &scene, result, error);
}

/**
 * sluice_script_evaluate_in: (skip)
 * @self: a script of sluice_script_new_watch_in()
 * @run: a run
 * @lane: the lane whose script is held at a line
 * @locals: an object of what is visible there, as a frame of sluice_script_dup_frames() has it
 * @result: (out): the result, owned
 * @error: return location for an error
 *
 * Evaluates an expression as sluice_script_evaluate() does, where it also sees what the script sees. Tables are
 * copies: what the expression does to them stays its own.
 *
 * Returns: %FALSE with %SLUICE_SCRIPT_ERROR
 */
gboolean
sluice_script_evaluate_in (SluiceScript  *self,
                           SluiceRun     *run,
                           SluiceLane    *lane,
                           SluiceValue    locals,
                           SluiceValue   *result,
                           GError       **error)
{
  Scene scene = { .lane = lane, .fault = sluice_lane_get_error (lane), .locals = locals };

  return evaluate (self, run, &scene, result, error);
}

/**
 * sluice_script_evaluate_past: (skip)
 * @self: a script of sluice_script_new_past()
 * @run: a run that has not begun, with the store of that moment
 * @names: an object of the values that are at hand beside it
 * @fault: (nullable): what the script sees as `error`
 * @missing: (scope call): says of a name that is not among @names why, or %NULL: it is null
 * @user_data: for @missing
 * @result: (out): the result, owned
 * @error: return location for an error
 *
 * Evaluates an expression at a moment that is over.
 *
 * Returns: %FALSE with %SLUICE_SCRIPT_ERROR, or with %SLUICE_SCRIPT_ERROR_MISSING and what @missing said
 */
gboolean
sluice_script_evaluate_past (SluiceScript       *self,
                             SluiceRun          *run,
                             SluiceValue         names,
                             const GError       *fault,
                             SluiceMissingFunc   missing,
                             gpointer            user_data,
                             SluiceValue        *result,
                             GError            **error)
{
  g_autofree char *why = NULL;
  Scene scene = { NULL, fault, names, missing, user_data, &why };

  if (evaluate (self, run, &scene, result, error))
    return TRUE;
  if (why != NULL)
    {
      g_clear_error (error);
      g_set_error_literal (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MISSING, why);
    }
  return FALSE;
}
