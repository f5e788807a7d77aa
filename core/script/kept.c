/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What scripts leave in the store and in the queues is none of Lua's memory, and has a limit of its own
 * (sluice_run_set_store_limit). What is written is only added up, by what it takes at most; the store
 * and the queues are measured when that could have brought them to the limit: in steps, between which
 * the main loop has its turns. */

#include "script/script-private.h"

#define METER_TYPE "sluice.meter"
#define MIB        (1024 * 1024)
#define LOOK_EVERY 512 /* values between two looks at the budget */
#define MAX_ROOM   (4 * MIB) /* of what comes from the store and is to be written, so much is measured at once */

/* What values take that are used once; what is used often counts as often. First what is to be written,
 * then what there is. */
typedef struct
{
  GPtrArray *roots;   /* owned SluiceValue: what is measured, as it was */
  guint      n_begun; /* of them */
  GArray    *waiting; /* SluiceValueIter: in containers that are begun */
  gsize      bytes;
  gsize      most;
} Meter;

static void
root_free (gpointer data)
{
  sluice_value_unref (*(SluiceValue *) data);
  g_free (data);
}

static void
meter_init (Meter *self,
            gsize  most)
{
  self->roots = g_ptr_array_new_with_free_func (root_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (SluiceValueIter));
  self->n_begun = 0;
  self->bytes = 0;
  self->most = most;
}

static void
meter_clear (Meter *self)
{
  g_clear_pointer (&self->waiting, g_array_unref);
  g_clear_pointer (&self->roots, g_ptr_array_unref);
}

static void
begin (Meter       *self,
       SluiceValue  value)
{
  SluiceValueIter iter;

  if (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return;
  sluice_value_iter_init (&iter, value);
  g_array_append_val (self->waiting, iter);
}

static void
meter_add (Meter       *self,
           SluiceValue  take)
{
  SluiceValue *root = g_new (SluiceValue, 1);

  *root = take;
  g_ptr_array_add (self->roots, root);
}

/* What is to be written need not be more than what is there. */
static gboolean
begin_next (Meter *self)
{
  if (self->n_begun == self->roots->len)
    return FALSE;
  if (self->n_begun == 1)
    self->bytes = 0;
  begin (self, *(SluiceValue *) g_ptr_array_index (self->roots, self->n_begun++));
  return TRUE;
}

/* Whether all is measured, or more than what is of interest. */
static gboolean
measure_some (Meter *self,
              gsize  n_values)
{
  while (self->bytes <= self->most)
    {
      SluiceValueIter *iter;
      SluiceValue child;
      const char *key;

      if (self->waiting->len == 0)
        {
          if (!begin_next (self))
            return TRUE;
          continue;
        }
      if (n_values-- == 0)
        return FALSE;
      iter = &g_array_index (self->waiting, SluiceValueIter, self->waiting->len - 1);
      if (!sluice_value_iter_next (iter, &key, &child))
        {
          g_array_set_size (self->waiting, self->waiting->len - 1);
          continue;
        }
      self->bytes += sizeof (SluiceValue);
      if (SLUICE_VALUE_IS_STRING (child))
        self->bytes += sluice_value_get_string_length (child) + sizeof (SluiceValue);
      else if (SLUICE_VALUE_IS_ARRAY (child) || SLUICE_VALUE_IS_OBJECT (child))
        {
          self->bytes += 2 * sizeof (SluiceValue);
          begin (self, child);
        }
    }
  return TRUE;
}

gsize
sluice_lua_measure (SluiceValue value,
                    gsize       most)
{
  Meter meter;

  if (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return 0;
  meter_init (&meter, most);
  begin (&meter, value);
  measure_some (&meter, G_MAXSIZE);
  meter_clear (&meter);
  return meter.bytes;
}

static int
meter_gc (lua_State *L)
{
  meter_clear (lua_touserdata (L, 1));
  return 0;
}

/* The whole run was measured: how much more may be written until the next time. */
static void
note_measured (SluiceEnv *env,
               Meter     *meter)
{
  gsize limit = meter->most;

  env->over = meter->bytes > limit;
  env->written = 0;
  env->room = env->over ? 0 : MAX ((limit - meter->bytes) / 2, limit / 8);
}

/* The meter is on top, above the arguments of the function that begins again. */
static int
measure_on (lua_State   *L,
            int          status,
            lua_KContext context)
{
  SluiceEnv *env = sluice_fiber_get (L)->task->env;
  SluiceBudget *budget = sluice_budget_get ();
  Meter *meter = lua_touserdata (L, -1);

  while (!measure_some (meter, LOOK_EVERY))
    {
      if (sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, 0, measure_on);
    }
  note_measured (env, meter);
  meter_clear (meter);
  lua_pop (L, 1);
  return sluice_lua_begin_again (L);
}

/* Measures @take_value, the store and the queues. Where the script can be suspended it leaves the function that
 * runs, which begins again. */
static void
measure_run (lua_State   *L,
             SluiceRun   *run,
             SluiceValue  take_value)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  Meter *meter = lua_newuserdatauv (L, sizeof (Meter), 0);

  meter_init (meter, sluice_run_get_store_limit (run));
  lua_pushvalue (L, -1);
  luaL_setmetatable (L, METER_TYPE);
  lua_pop (L, 1);
  sluice_env_set_limited (L, limited);
  meter_add (meter, take_value);
  meter_add (meter, sluice_value_ref (sluice_store_get_root (sluice_run_get_store (run))));
  for (guint i = 0; i < sluice_run_get_n_queues (run); i++)
    meter_add (meter, sluice_queue_dup_items (sluice_run_get_queue (run, i)));
  if (lua_isyieldable (L))
    lua_yieldk (L, 0, 0, measure_on);
  measure_some (meter, G_MAXSIZE);
  note_measured (sluice_fiber_get (L)->task->env, meter);
  meter_clear (meter);
  lua_pop (L, 1);
}

static void
refuse (lua_State  *L,
        gsize       limit,
        const char *pointer,
        const char *part)
{
  g_autofree char *place = part != NULL ? g_strconcat (pointer, "/", part, NULL) : g_strdup (pointer);
  GError *error = g_error_new (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY,
                               "the store and the queues of this run hold more than %" G_GSIZE_FORMAT " %s; "
                               "%.200s can't be written",
                               limit >= MIB ? limit / MIB : limit, limit >= MIB ? "MiB" : "bytes", place);

  g_clear_pointer (&place, g_free); /* Lua leaves here by a jump */
  sluice_fault_raise_final (L, error);
}

/* The value at @index, owned, to be written to @part below @pointer of the store, or into the queue that
 * @pointer names. As sluice_lua_check_measured(), it raises or leaves. */
SluiceValue
sluice_lua_check_kept (lua_State  *L,
                       int         index,
                       const char *pointer,
                       const char *part)
{
  SluiceFiber *fiber = sluice_fiber_get (L);
  SluiceEnv *env = fiber->task->env;
  SluiceRun *run = sluice_call_get_run (fiber->task->call);
  gsize limit = sluice_run_get_store_limit (run);
  gsize bytes = 0;
  SluiceValue value = sluice_lua_check_measured (L, index, limit > 0 ? MIN (env->room, MAX_ROOM) : 0, &bytes);

  if (limit == 0 || (env->written + bytes <= env->room && bytes <= MAX_ROOM))
    {
      env->written += bytes;
      return value;
    }
  if (!env->measured)
    {
      env->measured = TRUE;
      measure_run (L, run, value);
      return sluice_lua_check_kept (L, index, pointer, part);
    }
  env->measured = FALSE;
  env->written = bytes;
  if (env->over)
    {
      sluice_value_unref (value);
      refuse (L, limit, pointer, part);
    }
  return value;
}

void
sluice_kept_open (lua_State *L)
{
  sluice_lua_make_type (L, METER_TYPE, meter_gc);
}
