/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts line by line. While somebody asks for lines, each coroutine that runs has a hook for them; a script
 * that is held yields in the hook, and its call waits for a debugger. After a yield Lua tells the line before,
 * so the one it stands at is kept. */

#include <string.h>

#include "script/script-private.h"

#define MAX_FRAMES 100
#define MAX_LOCALS 200

/* A function of the script, and none of the library's or of a template made while it runs. */
static gboolean
is_own (SluiceFiber *fiber,
        lua_Debug   *ar)
{
  return strcmp (ar->source, fiber->task->script->chunk_name) == 0;
}

static guint
get_depth (lua_State *L)
{
  lua_Debug ar;
  guint depth = 0;

  while (lua_getstack (L, (int) depth + 1, &ar))
    depth++;
  return depth;
}

/* A local as a value; what has none is told by its type. */
static SluiceValue
read_local (lua_State *L)
{
  SluiceValue value;
  g_autofree char *text = NULL;

  if (sluice_lua_to_value (L, -1, &value, NULL))
    return value;
  text = g_strdup_printf ("(%s)", luaL_typename (L, -1));
  return sluice_value_string (text);
}

/* What the function has of those around it; the names are listed in @upvalues. */
static SluiceValue
dup_upvalues (lua_State   *L,
              lua_Debug   *ar,
              SluiceValue *upvalues)
{
  SluiceValue found = sluice_value_object ();
  const char *name;

  lua_getinfo (L, "f", ar);
  for (int i = 1; i <= MAX_LOCALS && (name = lua_getupvalue (L, -1, i)) != NULL; i++)
    {
      if (*name != '(' && *name != '\0' && !g_str_equal (name, "_ENV"))
        {
          sluice_value_set_member (&found, name, read_local (L));
          sluice_value_append (upvalues, sluice_value_string (name));
        }
      lua_pop (L, 1);
    }
  lua_pop (L, 1);
  return found;
}

/* Later locals hide earlier ones of their name, and all hide what is around. */
static SluiceValue
dup_locals (lua_State   *L,
            lua_Debug   *ar,
            SluiceValue  take_upvalues)
{
  SluiceValue locals = sluice_value_object ();
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  for (int i = 1; i <= MAX_LOCALS && (name = lua_getlocal (L, ar, i)) != NULL; i++)
    {
      /* "(temporary)" and the like are Lua's own. */
      if (*name != '(')
        sluice_value_set_member (&locals, name, read_local (L));
      lua_pop (L, 1);
    }
  sluice_value_iter_init (&iter, take_upvalues);
  while (sluice_value_iter_next (&iter, &name, &value))
    if (!sluice_value_has_member (locals, name))
      sluice_value_set_member (&locals, name, sluice_value_ref (value));
  sluice_value_unref (take_upvalues);
  return locals;
}

/* The functions around the line, while their locals can be told: after the yield Lua is an instruction before it. */
static SluiceValue
read_frames (SluiceFiber *fiber)
{
  SluiceValue frames = sluice_value_array ();
  lua_Debug ar;

  for (int level = 0; level < MAX_FRAMES && lua_getstack (fiber->L, level, &ar); level++)
    {
      SluiceValue upvalues;
      SluiceValue frame;

      lua_getinfo (fiber->L, "nSl", &ar);
      if (!is_own (fiber, &ar))
        continue;
      frame = sluice_value_object ();
      upvalues = sluice_value_array ();
      sluice_value_set_member (&frame, "function", ar.name != NULL ? sluice_value_string (ar.name)
                                                                   : sluice_value_null ());
      sluice_value_set_member (&frame, "line", sluice_value_integer (ar.currentline));
      sluice_value_set_member (&frame, "locals",
                               dup_locals (fiber->L, &ar, dup_upvalues (fiber->L, &ar, &upvalues)));
      if (sluice_value_get_length (upvalues) > 0)
        sluice_value_set_member (&frame, "upvalues", sluice_value_ref (upvalues));
      sluice_value_unref (upvalues);
      sluice_value_append (&frames, frame);
    }
  return frames;
}

/* Runs in the script, before a line of it. */
void
sluice_lines_hook (lua_State *L,
                   lua_Debug *ar)
{
  SluiceFiber *fiber = sluice_fiber_get (L);
  SluiceEnv *env = sluice_env_of (L);
  gboolean is_held;

  lua_getinfo (L, "Sl", ar);
  if (fiber == NULL || env->line_func == NULL || fiber->task->ended || !lua_isyieldable (L) || !is_own (fiber, ar))
    return;
  env->asking = fiber;
  is_held = env->line_func (fiber->task->call, (guint) ar->currentline, get_depth (L), env->line_data);
  env->asking = NULL;
  if (!is_held)
    return;
  fiber->line = (guint) ar->currentline;
  fiber->frames = read_frames (fiber);
  lua_yield (L, 0);
}

typedef struct
{
  SluiceTask  *task;  /* owned */
  SluiceFiber *fiber; /* borrowed; NULL once it went on */
} Hold;

static void
done_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  Hold *hold = user_data;
  SluiceFiber *fiber = g_steal_pointer (&hold->fiber);

  sluice_lines_forget (fiber);
  sluice_fiber_make_next (fiber);
  sluice_task_drive (hold->task);
}

/* Without going on the call is no longer wanted. */
static void
hold_free (gpointer data)
{
  Hold *hold = data;

  if (hold->fiber != NULL)
    {
      sluice_lines_forget (hold->fiber);
      sluice_task_abandon (hold->task);
    }
  sluice_task_unref (hold->task);
  g_free (hold);
}

gboolean
sluice_lines_hold (SluiceFiber *fiber)
{
  Hold *hold = g_new (Hold, 1);
  SluiceTask *task = fiber->task;

  hold->task = sluice_task_ref (task);
  hold->fiber = fiber;
  g_queue_push_tail (&task->env->held, fiber);
  fiber->hold = sluice_call_hold (task->call, done_cb, hold, hold_free);
  return !task->ended;
}

void
sluice_lines_forget (SluiceFiber *fiber)
{
  g_queue_remove (&fiber->task->env->held, fiber);
  fiber->line = 0;
  fiber->hold = NULL;
  sluice_value_clear (&fiber->frames);
  fiber->task->held = FALSE;
}

/**
 * sluice_script_watch_lines: (skip)
 * @run: a run
 * @func: (nullable): asked before each line; %NULL: nobody is
 * @user_data: for @func
 *
 * Has @func asked before each line that a script of @run comes to from its next turn on, but for those in a
 * function that Lua's own library calls, where a script can't be suspended.
 */
void
sluice_script_watch_lines (SluiceRun      *run,
                           SluiceLineFunc  func,
                           gpointer        user_data)
{
  SluiceEnv *env = func != NULL ? sluice_env_get (run) : sluice_env_peek (run);

  if (env == NULL)
    return;
  env->line_func = func;
  env->line_data = user_data;
}

static SluiceFiber *
find_held (SluiceRun *run,
           guint32    lane)
{
  SluiceEnv *env = sluice_env_peek (run);

  for (GList *l = env != NULL ? env->held.head : NULL; l != NULL; l = l->next)
    {
      SluiceFiber *fiber = l->data;
      SluiceLane *own = sluice_call_get_lane (fiber->task->call);

      if (own != NULL && sluice_lane_get_id (own) == lane)
        return fiber;
    }
  return NULL;
}

static SluiceFiber *
find_asking (SluiceRun *run,
             guint32    lane)
{
  SluiceEnv *env = sluice_env_peek (run);
  SluiceLane *own = env != NULL && env->asking != NULL ? sluice_call_get_lane (env->asking->task->call) : NULL;

  return own != NULL && sluice_lane_get_id (own) == lane ? env->asking : NULL;
}

gboolean
sluice_script_is_held (SluiceRun *run,
                       guint32    lane)
{
  return find_held (run, lane) != NULL;
}

/**
 * sluice_script_get_line: (skip)
 * @run: a run
 * @lane: a lane's number
 *
 * Returns: the line that the lane's script is held at, from 1; 0 if it is not
 */
guint
sluice_script_get_line (SluiceRun *run,
                        guint32    lane)
{
  SluiceFiber *fiber = find_held (run, lane);

  return fiber != NULL ? fiber->line : 0;
}

/**
 * sluice_script_go_on: (skip)
 * @run: a run
 * @lane: a lane's number
 *
 * Lets the lane's script, which is held at a line, go on.
 */
void
sluice_script_go_on (SluiceRun *run,
                     guint32    lane)
{
  SluiceFiber *fiber = find_held (run, lane);

  if (fiber != NULL)
    sluice_effect_go_on (fiber->hold);
}

/**
 * sluice_script_dup_frames: (skip)
 * @run: a run
 * @lane: a lane's number
 *
 * Where the lane's script is held: the functions around the line, the innermost first, each an object with
 * "function" (a name, or null for the body), "line", "locals" (all that is visible, by name), and, if there are any,
 * "upvalues": the names of those that belong to a function around it. While the function of
 * sluice_script_watch_lines() is asked, those around the line that it is asked about.
 *
 * Returns: (transfer full): an array; an empty one if it is not held
 */
SluiceValue
sluice_script_dup_frames (SluiceRun *run,
                          guint32    lane)
{
  SluiceFiber *fiber = find_held (run, lane);

  if (fiber != NULL)
    return sluice_value_ref (fiber->frames);
  fiber = find_asking (run, lane);
  return fiber != NULL ? read_frames (fiber) : sluice_value_array ();
}

/**
 * sluice_script_get_held_text: (skip)
 * @run: a run
 * @lane: a lane's number
 *
 * Returns: (transfer none) (nullable): the text of the script that the lane is held in, as it was compiled
 */
const char *
sluice_script_get_held_text (SluiceRun *run,
                             guint32    lane)
{
  SluiceFiber *fiber = find_held (run, lane);

  return fiber != NULL ? sluice_script_get_text (fiber->task->script) : NULL;
}
