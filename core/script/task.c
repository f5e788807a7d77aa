/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A phase that runs a script: its coroutines, their waits and its result. The main coroutine runs in
 * one go to its first real wait (rule S1); a wait that is over before it has begun is none. When the
 * slice of the budget is over the task asks for the next turn of the loop. A task whose call is no
 * longer wanted is dropped where it stands: it is never resumed, so no pcall can catch a stop. */

#include "script/script-private.h"

struct _SluiceWait
{
  SluiceTask  *task;  /* owned */
  SluiceFiber *fiber; /* borrowed; NULL once it is over or the fiber is gone */
};

SluiceTask *
sluice_task_ref (SluiceTask *self)
{
  self->count++;
  return self;
}

static void
drop_fiber (SluiceTask  *self,
            SluiceFiber *fiber)
{
  if (fiber->wait != NULL)
    ((SluiceWait *) fiber->wait)->fiber = NULL;
  if (G_UNLIKELY (fiber->line != 0))
    sluice_lines_forget (fiber);
  g_queue_unlink (&self->fibers, &fiber->link);
  if (fiber->is_ready)
    g_queue_unlink (&self->ready, &fiber->ready_link);
  sluice_env_give_fiber (self->env, fiber);
}

void
sluice_task_unref (SluiceTask *self)
{
  SluiceEnv *env;

  if (--self->count > 0)
    return;
  if (self->shared == SLUICE_SCRIPT_SHARED_SNAPSHOT)
    sluice_value_clear (&self->snapshot);
  env = self->env;
  if (env->spare == NULL)
    env->spare = self;
  else
    {
      if (self->main != NULL)
        drop_fiber (self, self->main);
      g_assert (self->fibers.length == 0);
      g_free (self);
    }
  sluice_env_unref (env);
}

static SluiceTask *
task_new (SluiceEnv *env)
{
  SluiceTask *self = env->spare;

  if (self != NULL)
    {
      /* Nothing is left in it but these, its main fiber, and what a run of a script sets. */
      env->spare = NULL;
      self->store = NULL;
      self->driving = self->ended = self->asked = self->held = FALSE;
    }
  else
    self = g_new0 (SluiceTask, 1);
  self->count = 1;
  self->env = sluice_env_ref (env);
  self->id = ++env->last_task;
  return self;
}

void
sluice_fiber_make_ready (SluiceFiber *fiber)
{
  fiber->is_ready = TRUE;
  g_queue_push_tail_link (&fiber->task->ready, &fiber->ready_link);
}

void
sluice_fiber_make_next (SluiceFiber *fiber)
{
  fiber->is_ready = TRUE;
  g_queue_push_head_link (&fiber->task->ready, &fiber->ready_link);
}

static SluiceFiber *
pop_ready (SluiceTask *self)
{
  SluiceFiber *fiber = g_queue_pop_head_link (&self->ready)->data;

  fiber->is_ready = FALSE;
  return fiber;
}

SluiceFiber *
sluice_task_add_fiber (SluiceTask  *self,
                       SluiceFiber *parent,
                       guint        index)
{
  SluiceFiber *fiber = sluice_env_take_fiber (self->env);

  fiber->task = self;
  fiber->parent = parent;
  fiber->index = index;
  g_queue_push_tail_link (&self->fibers, &fiber->link);
  return fiber;
}

static void
drop_fibers (SluiceTask *self)
{
  self->main = NULL;
  while (self->fibers.length > 0)
    {
      SluiceFiber *fiber = g_queue_peek_tail (&self->fibers);

      fiber->broken |= fiber->wait != NULL || fiber->n_children > 0 || lua_status (fiber->L) != LUA_OK;
      drop_fiber (self, fiber);
    }
}

/* Nothing of it is left but what others hold of it. */
static void
clean_up (SluiceTask *self)
{
  if (G_LIKELY (self->fibers.length == 1 && self->main->over))
    lua_settop (self->main->L, 0); /* the next phase runs in it */
  else
    drop_fibers (self);
  if (self->call != NULL)
    {
      if (self->destroy != NULL)
        g_steal_pointer (&self->destroy) (self->user_data);
      g_clear_pointer (&self->call, sluice_call_unref);
    }
}

void
sluice_task_abandon (SluiceTask *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  if (self->driving)
    return;
  clean_up (self);
  sluice_task_unref (self);
}

/* Hands the result out. @result is consumed. */
static void
finish (SluiceTask *self,
        SluiceValue take_result,
        GError     *take_error)
{
  g_auto (SluiceValue) result = take_result;
  g_autoptr (GError) error = take_error;
  g_autoptr (SluiceCall) call = NULL;

  self->ended = TRUE;
  self->main->over = !self->main->broken;
  self->env->crowded = FALSE;
  call = sluice_call_ref (self->call);
  sluice_budget_end (self->env->budget);
  self->done (call, result, error, self->user_data);
}

static GError *
make_error (SluiceTask *self,
            lua_State  *L,
            int         status)
{
  g_autofree char *what = NULL;
  g_autofree char *message = NULL;

  if (status != LUA_ERRMEM)
    return sluice_fault_to_error (L, -1, self->script);
  what = g_strdup_printf ("the scripts of this run need more than %d MiB of memory",
                          SLUICE_SCRIPT_MEMORY_LIMIT / (1024 * 1024));
  message = sluice_fault_format (self->script, self->env->failed_at,
                                 self->env->failed_deep ? "stack overflow" : what);
  return g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY, message);
}

/* What the main coroutine runs next. */
static void
set_stage (SluiceTask *self,
           SluiceStage stage,
           int         n_args)
{
  self->stage = stage;
  self->main->n_args = n_args;
}

static void
push_error_name (SluiceTask *self,
                 lua_State  *L)
{
  const GError *error = sluice_call_get_error (self->call);

  if (error != NULL && sluice_call_get_phase (self->call) == SLUICE_PHASE_FALLBACK)
    sluice_fault_push (L, error, 0);
  else
    lua_getfield (L, LUA_REGISTRYINDEX, "sluice.error");
}

/* What a name stands for, borrowed; null also where it is no value. */
static SluiceValue
get_named (SluiceTask *self,
           SluiceName  name)
{
  SluicePhase phase = sluice_call_get_phase (self->call);

  if (name == SLUICE_NAME_PARAMS)
    return sluice_call_get_params (self->call);
  if (name == SLUICE_NAME_PREP_RES)
    return sluice_call_get_prep_result (self->call);
  if (name == SLUICE_NAME_EXEC_RES)
    return sluice_call_get_exec_result (self->call);
  if (name == SLUICE_NAME_ITEM && (phase == SLUICE_PHASE_EXEC || phase == SLUICE_PHASE_FALLBACK))
    return sluice_call_get_item (self->call);
  return sluice_value_null ();
}

static void
push_name (SluiceTask *self,
           lua_State  *L,
           SluiceName  name)
{
  switch (name)
    {
    case SLUICE_NAME_SHARED:
      sluice_shared_push (L, self);
      break;

    case SLUICE_NAME_PARAMS:
      if (SLUICE_VALUE_IS_NULL (sluice_call_get_params (self->call)))
        lua_newtable (L);
      else
        sluice_lua_push (L, sluice_call_get_params (self->call));
      break;

    case SLUICE_NAME_PREP_RES:
    case SLUICE_NAME_EXEC_RES:
    case SLUICE_NAME_ITEM:
      sluice_lua_push (L, get_named (self, name));
      break;

    case SLUICE_NAME_ATTEMPT:
      lua_pushinteger (L, sluice_call_get_attempt (self->call));
      break;

    case SLUICE_NAME_ERROR:
      push_error_name (self, L);
      break;

    case SLUICE_NAME_ACTION:
    case SLUICE_N_NAMES:
    default:
      g_assert_not_reached ();
    }
}

/* Runs in the main coroutine, for a name whose value has many parts. */
static int
give_name (lua_State *L)
{
  SluiceTask *task = sluice_fiber_get (L)->task;

  return sluice_lua_give (L, sluice_value_ref (get_named (task, (SluiceName) lua_tointeger (L, 1))));
}

/* Pushes what the script mentions, for it to run; or what gives the next of its names that has many parts, and
 * comes back here. The script's function is at the bottom. */
static void
push_names (SluiceTask *self)
{
  lua_State *L = self->main->L;

  while (self->names != 0)
    {
      SluiceName name = (SluiceName) g_bit_nth_lsf (self->names, -1);

      self->names &= self->names - 1;
      if (G_UNLIKELY (sluice_lua_is_much (get_named (self, name))))
        {
          lua_pushcfunction (L, give_name);
          lua_pushinteger (L, name);
          set_stage (self, SLUICE_STAGE_NAMES, 1);
          return;
        }
      push_name (self, L, name);
    }
  set_stage (self, SLUICE_STAGE_SCRIPT, lua_gettop (L) - 1);
}

/* Runs in the main coroutine, for a result of many parts. */
static int
take_result (lua_State *L)
{
  sluice_fiber_get (L)->result = sluice_lua_check_value (L, 1);
  return 0;
}

/* The script has come to its end. */
static void
end_script (SluiceTask *self)
{
  lua_State *L = self->main->L;
  int type = lua_type (L, 1);
  SluiceValue result = SLUICE_VALUE_INIT;
  GError *error = NULL;

  if (type == LUA_TTABLE && !sluice_lua_take_few (L, 1, &result))
    {
      lua_settop (L, 1);
      lua_pushcfunction (L, take_result);
      lua_insert (L, 1);
      set_stage (self, SLUICE_STAGE_RESULT, 1);
      sluice_fiber_make_next (self->main);
      return;
    }
  if (type != LUA_TTABLE && type > LUA_TNIL && !sluice_lua_to_value (L, 1, &result, &error))
    g_prefix_error (&error, "%s returns ", self->script->name);
  finish (self, result, error);
}

static void
finish_main (SluiceTask *self,
             int         status)
{
  SluiceFiber *main = self->main;
  GError *error = NULL;

  main->broken = status != LUA_OK;
  if (status != LUA_OK && self->stage == SLUICE_STAGE_RESULT)
    {
      error = sluice_fault_dup_error (main->L, -1);
      g_prefix_error (&error, "%s returns ", self->script->name);
    }
  if (status != LUA_OK && error == NULL)
    error = make_error (self, main->L, status);

  if (error != NULL)
    finish (self, sluice_value_null (), error);
  else if (self->stage == SLUICE_STAGE_NAMES)
    {
      push_names (self);
      sluice_fiber_make_next (main);
    }
  else if (self->stage == SLUICE_STAGE_RESULT)
    finish (self, sluice_value_steal (&main->result), NULL);
  else
    end_script (self);
}

/* What @parent waits for, and what that waits for. Those who came later are further on in the list. */
static void
drop_children (SluiceTask  *self,
               SluiceFiber *parent)
{
  GList *next;

  for (GList *l = self->fibers.head; l != NULL; l = l->next)
    {
      SluiceFiber *fiber = l->data;

      fiber->doomed = fiber->parent == parent || (fiber->parent != NULL && fiber->parent->doomed);
    }
  for (GList *l = self->fibers.head; l != NULL; l = next)
    {
      SluiceFiber *fiber = l->data;

      next = l->next;
      if (fiber->doomed)
        drop_fiber (self, fiber);
    }
  parent->n_children = 0;
}

/* One function of all{} has come to its end: its result goes into the table at the bottom of
 * the parent's stack; its error to the top, and the others are dropped. */
static void
finish_child (SluiceTask  *self,
              SluiceFiber *fiber,
              int          status)
{
  SluiceFiber *parent = fiber->parent;

  fiber->broken = status != LUA_OK;
  if (status == LUA_OK)
    {
      lua_settop (fiber->L, 1);
      if (lua_isnil (fiber->L, 1))
        sluice_lua_push_null (fiber->L); /* the list has no gaps */
      lua_xmove (fiber->L, parent->L, 1);
      lua_rawseti (parent->L, 2, fiber->index);
      parent->n_children--;
    }
  else
    {
      lua_xmove (fiber->L, parent->L, 1);
      parent->failed = TRUE;
      parent->n_args = 1;
      drop_children (self, parent);
    }
  if (status == LUA_OK)
    drop_fiber (self, fiber);
  if (parent->n_children == 0)
    sluice_fiber_make_ready (parent);
}

static void
run_fiber (SluiceTask  *self,
           SluiceFiber *fiber)
{
  SluiceEnv *env = self->env;
  int n_args = fiber->n_args;
  locale_t locale;
  int n_results;
  int status;

  fiber->n_args = 0;
  fiber->over = FALSE;
  env->limited = TRUE;
  sluice_budget_set_lines (env->budget, env->line_func != NULL);
  sluice_budget_enter (env->budget, fiber->L);
  if (G_UNLIKELY (env->full || env->crowded))
    sluice_budget_interrupt (env->budget);
  locale = sluice_locale_enter (env->locale);
  status = lua_resume (fiber->L, NULL, n_args, &n_results);
  sluice_locale_leave (locale);
  sluice_budget_leave (env->budget);
  env->limited = FALSE;

  if (self->ended)
    fiber->broken = TRUE;
  else if (status == LUA_YIELD)
    {
      lua_pop (fiber->L, n_results);
      if (G_UNLIKELY (fiber->line != 0))
        self->held = sluice_lines_hold (fiber);
      else if (fiber->wait == NULL && fiber->n_children == 0)
        sluice_fiber_make_next (fiber); /* its slice is over */
    }
  else if (fiber == self->main)
    finish_main (self, status);
  else
    finish_child (self, fiber, status);
}

typedef struct
{
  SluiceTask *task; /* owned; NULL once the turn was had */
} Turn;

static void
turn_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  SluiceTask *self = g_steal_pointer (&((Turn *) user_data)->task);

  self->asked = FALSE;
  sluice_task_drive (self);
  sluice_task_unref (self);
}

/* Without its turn the call is no longer wanted. */
static void
turn_free (gpointer data)
{
  Turn *turn = data;

  if (turn->task != NULL)
    {
      sluice_task_abandon (turn->task);
      sluice_task_unref (turn->task);
    }
  g_free (turn);
}

static void
ask_for_turn (SluiceTask *self)
{
  Turn *turn;

  if (self->asked)
    return;
  self->asked = TRUE;
  turn = g_new (Turn, 1);
  turn->task = sluice_task_ref (self);
  sluice_call_yield (self->call, turn_cb, turn, turn_free);
}

/* Runs @first, if it is given, and what is ready, until all wait, the task has ended, or its slice is
 * over. */
static void
drive (SluiceTask  *self,
       SluiceFiber *first)
{
  SluiceBudget *budget = self->env->budget;

  sluice_task_ref (self);
  self->driving = TRUE;
  sluice_budget_reset (budget);
  if (first != NULL)
    run_fiber (self, first);
  while (!self->ended && !self->held && self->ready.length > 0 && !sluice_budget_is_over (budget))
    run_fiber (self, pop_ready (self));
  sluice_budget_end (budget);
  self->driving = FALSE;
  if (self->ended)
    {
      clean_up (self);
      sluice_task_unref (self);
    }
  else if (self->ready.length > 0 && !self->held)
    ask_for_turn (self);
  sluice_task_unref (self);
}

void
sluice_task_drive (SluiceTask *self)
{
  if (!self->driving && !self->ended && !self->held)
    drive (self, NULL);
}

/* Pushes what the script mentions of the names it is given. */
void
sluice_task_push_names (SluiceTask   *self,
                        lua_State    *L,
                        SluiceScript *script,
                        int          *n_args)
{
  *n_args = 0;
  for (guint names = script->names; names != 0; names &= names - 1)
    {
      push_name (self, L, (SluiceName) g_bit_nth_lsf (names, -1));
      (*n_args)++;
    }
}

static void
run_constant (SluiceScript    *self,
              SluiceCall      *call,
              SluiceScriptFunc done,
              gpointer         user_data,
              GDestroyNotify   destroy)
{
  g_auto (SluiceValue) text = sluice_value_string (self->text);

  done (call, text, NULL, user_data);
  if (destroy != NULL)
    destroy (user_data);
}

/**
 * sluice_script_run:
 * @self: a script
 * @call: the call of the phase that runs it
 * @shared: what the script sees as `shared`
 * @snapshot: the root of a store, for %SLUICE_SCRIPT_SHARED_SNAPSHOT
 * @done: called with the result or the error
 * @user_data: passed to @done
 * @destroy: frees @user_data, also when @done is never called
 *
 * Runs a script in the environment of the call's run, up to its first real wait. Errors are of
 * %SLUICE_SCRIPT_ERROR, or what an effect ended with; their messages name phase and line.
 */
void
sluice_script_run (SluiceScript      *self,
                   SluiceCall        *call,
                   SluiceScriptShared shared,
                   SluiceValue        snapshot,
                   SluiceScriptFunc   done,
                   gpointer           user_data,
                   GDestroyNotify     destroy)
{
  SluiceTask *task;
  GError *error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (call != NULL);
  g_return_if_fail (done != NULL);

  if (sluice_script_is_constant (self))
    {
      run_constant (self, call, done, user_data, destroy);
      return;
    }
  task = task_new (sluice_env_get (sluice_call_get_run (call)));
  task->call = sluice_call_ref (call);
  task->script = self;
  task->shared = shared;
  if (shared == SLUICE_SCRIPT_SHARED_SNAPSHOT)
    task->snapshot = sluice_value_ref (snapshot);
  else
    task->store = sluice_call_get_store (call, NULL);
  task->done = done;
  task->user_data = user_data;
  task->destroy = destroy;
  if (task->main == NULL)
    task->main = sluice_task_add_fiber (task, NULL, 0);
  if (!sluice_env_push_script (task->env, task->main->L, self, &error))
    {
      finish (task, sluice_value_null (), error);
      clean_up (task);
      sluice_task_unref (task);
      return;
    }
  task->names = self->names;
  push_names (task);
  drive (task, task->main);
}

SluiceWait *
sluice_wait_begin (lua_State *L)
{
  SluiceFiber *fiber = sluice_fiber_get (L);
  SluiceWait *wait;

  if (!lua_isyieldable (L))
    luaL_error (L, "a script can't wait here, in a function that Lua's library calls");
  wait = g_new0 (SluiceWait, 1);
  wait->task = sluice_task_ref (fiber->task);
  wait->fiber = fiber;
  fiber->wait = wait;
  fiber->beginning = TRUE;
  return wait;
}

void
sluice_wait_done_cb (SluiceCall   *call,
                     SluiceValue   result,
                     const GError *error,
                     gpointer      user_data)
{
  SluiceWait *wait = user_data;
  SluiceFiber *fiber = wait->fiber;

  if (fiber == NULL)
    return;
  wait->fiber = NULL;
  fiber->wait = NULL;
  fiber->result = sluice_value_ref (result);
  fiber->error = error != NULL ? g_error_copy (error) : NULL;
  if (fiber->beginning)
    return;
  sluice_fiber_make_ready (fiber);
  sluice_task_drive (wait->task);
}

/* Without a result the call is no longer wanted. */
void
sluice_wait_free (gpointer data)
{
  SluiceWait *wait = data;

  if (wait->fiber != NULL)
    {
      wait->fiber->wait = NULL;
      wait->fiber = NULL;
      sluice_task_abandon (wait->task);
    }
  sluice_task_unref (wait->task);
  g_free (wait);
}

static int
push_result (lua_State   *L,
             int          status,
             lua_KContext context)
{
  SluiceFiber *fiber = sluice_fiber_get (L);

  if (fiber->error != NULL)
    return sluice_fault_raise (L, g_steal_pointer (&fiber->error));
  return sluice_lua_give (L, sluice_value_steal (&fiber->result));
}

int
sluice_wait_finish (lua_State *L)
{
  SluiceFiber *fiber = sluice_fiber_get (L);

  fiber->beginning = FALSE;
  if (fiber->wait != NULL || fiber->task->ended)
    return lua_yieldk (L, 0, 0, push_result);
  return push_result (L, LUA_OK, 0);
}
