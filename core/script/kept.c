/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What scripts leave in the store and in the queues is none of Lua's memory, and has a limit of its own
 * (sluice_run_set_store_limit). What is written is only added up, by what it takes at most; the store
 * and the queues are measured when that could have brought them to the limit. */

#include "script/script-private.h"

#define MIB (1024 * 1024)

/* What a value takes that is used once; what is used often counts as often. Stops beyond @most. */
static gsize
measure (SluiceValue value,
         gsize       most)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (SluiceValue));
  gsize bytes = 0;

  g_array_append_val (waiting, value);
  while (waiting->len > 0 && bytes <= most)
    {
      SluiceValue next = g_array_index (waiting, SluiceValue, waiting->len - 1);
      SluiceValueIter iter;
      SluiceValue child;
      const char *key;

      g_array_set_size (waiting, waiting->len - 1);
      sluice_value_iter_init (&iter, next);
      while (bytes <= most && sluice_value_iter_next (&iter, &key, &child))
        {
          bytes += sizeof (SluiceValue);
          if (SLUICE_VALUE_IS_STRING (child))
            bytes += sluice_value_get_string_length (child) + sizeof (SluiceValue);
          else if (SLUICE_VALUE_IS_ARRAY (child) || SLUICE_VALUE_IS_OBJECT (child))
            {
              bytes += 2 * sizeof (SluiceValue);
              g_array_append_val (waiting, child);
            }
        }
    }
  return bytes;
}

static gsize
measure_run (SluiceRun *run,
             gsize      most)
{
  gsize bytes = measure (sluice_store_get_root (sluice_run_get_store (run)), most);

  for (guint i = 0; i < sluice_run_get_n_queues (run) && bytes <= most; i++)
    {
      g_auto (SluiceValue) items = sluice_queue_dup_items (sluice_run_get_queue (run, i));

      bytes += measure (items, most - bytes);
    }
  return bytes;
}

static void
refuse (lua_State  *L,
        gsize       limit,
        const char *place)
{
  char *what = g_strdup_printf ("the store and the queues of this run hold more than %" G_GSIZE_FORMAT " %s; "
                                "%s can't be written",
                                limit >= MIB ? limit / MIB : limit, limit >= MIB ? "MiB" : "bytes", place);
  GError *error = g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY, what);

  g_free (what);
  sluice_fault_raise_final (L, error);
}

/* Raises when there is no room for what is about to be written to @place. */
static void
measure_again (lua_State  *L,
               SluiceEnv  *env,
               const char *place)
{
  SluiceRun *run = sluice_call_get_run (sluice_fiber_get (L)->task->call);
  gsize limit = sluice_run_get_store_limit (run);
  gsize used;

  if (limit == 0)
    {
      env->room = G_MAXSIZE;
      return;
    }
  used = measure_run (run, limit);
  if (used > limit)
    refuse (L, limit, place);
  env->written = 0;
  env->room = MAX ((limit - used) / 2, limit / 8);
}

/* The value at @index, owned, to be written to @part below @pointer of the store, or into the queue that
 * @pointer names; raises. */
SluiceValue
sluice_lua_check_kept (lua_State  *L,
                       int         index,
                       const char *pointer,
                       const char *part)
{
  SluiceEnv *env = sluice_fiber_get (L)->task->env;
  SluiceValue value;
  GError *error = NULL;
  gsize bytes = 0;

  if (!sluice_lua_to_value_measured (L, index, &value, &bytes, &error))
    sluice_fault_raise (L, error);
  env->written += bytes;
  if (G_UNLIKELY (env->written > env->room))
    {
      char *place = part != NULL ? g_strconcat (pointer, "/", part, NULL) : g_strdup (pointer);
      char *words = g_strndup (place, 200);

      /* Lua may leave here, and takes with it what it owns. */
      lua_pushstring (L, words);
      g_free (place);
      g_free (words);
      sluice_value_unref (value);
      measure_again (L, env, lua_tostring (L, -1));
      lua_pop (L, 1);
      return sluice_lua_check_value (L, index);
    }
  return value;
}
