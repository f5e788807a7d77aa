/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values out of Lua. A table with the positions 1 to n is an array, one with names an object; an empty one is
 * what it is marked as (json.array, json.object, or what it was when it came), else an object. Null is nil at
 * the top and json.null inside. Names leave Lua sorted, so that a run does not depend on the order in
 * which Lua keeps them.
 *
 * A table of many parts is taken in steps, between which the main loop has its turns: the function that
 * wants it is suspended, and begins again with the value in the table's place. */

#include <math.h>
#include <string.h>

#include "script/names.h"
#include "script/script-private.h"

#define TAKER_TYPE  "sluice.taker"
#define TAKEN_TYPE  "sluice.taken"
#define MAX_KEPT    40 /* bytes of a string that is kept; Lua shares those */
#define VALUE_BYTES 64 /* what a value takes at most, with a short text or its part of a container */
#define LOOK_EVERY  64 /* parts between two looks at the budget */

/* A table that is being taken. It stands on Lua's stack, one for each level. */
typedef struct
{
  const void *table;
  SluiceValue value; /* owned: so far */
  SluiceNames *names; /* owned; NULL for an array */
  guint       n;     /* elements of an array */
  guint       i;     /* taken so far */
  const char *name;  /* of what is taken, borrowed from Lua, or NULL */
} Frame;

typedef struct
{
  lua_State *L;
  GError    *error;    /* owned */
  int        base;     /* what stands below the outermost table */
  guint      depth;
  guint      n_values;
  gsize      bytes;    /* that texts take, and what came from the store */
  gsize      room;     /* bytes of what came from the store that are counted, at most */
  guint      most;     /* values to take */
  gboolean   much;     /* there are more: it has failed, without an error */
  SluiceValue result;  /* owned */
  Frame      frames[SLUICE_SCRIPT_MAX_DEPTH];
} Taker;

typedef enum
{
  STEP_DONE,
  STEP_FAILED,
  STEP_MORE,
} Step;

/* The taker */

static void
taker_init (Taker     *self,
            lua_State *L,
            guint      most,
            gsize      room)
{
  self->L = L;
  self->error = NULL;
  self->base = lua_gettop (L);
  self->depth = 0;
  self->n_values = 0;
  self->bytes = 0;
  self->room = room;
  self->most = most;
  self->much = FALSE;
  self->result = sluice_value_null ();
}

static void
taker_clear (Taker *self)
{
  while (self->depth > 0)
    {
      Frame *frame = &self->frames[--self->depth];

      sluice_value_clear (&frame->value);
      g_clear_pointer (&frame->names, sluice_names_free);
    }
  sluice_value_clear (&self->result);
  g_clear_error (&self->error);
}

static gboolean
refuse (Taker      *self,
        const char *what)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < self->depth; i++)
    {
      const Frame *frame = &self->frames[i];

      if (frame->name != NULL)
        g_string_append_printf (path, ".%s", frame->name);
      else if (frame->names == NULL && frame->i > 0)
        g_string_append_printf (path, "[%u]", frame->i);
    }
  g_set_error (&self->error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_VALUE,
               "%s%s%s", what, path->len > 0 ? " at " : "", path->str);
  return FALSE;
}

/* There are more than @most values. */
static gboolean
refuse_many (Taker *self)
{
  if (self->most == SLUICE_SCRIPT_MAX_VALUES)
    return refuse (self, "a table of more than " G_STRINGIFY (SLUICE_SCRIPT_MAX_VALUES) " values");
  self->much = TRUE;
  return FALSE;
}

/* Leaves */

/* Valid UTF-8, in which NULs may stand. */
static gboolean
is_text (const char *text,
         gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      gsize part = strnlen (text, end - text);

      if (!g_utf8_validate (text, part, NULL))
        return FALSE;
      text += part + 1;
    }
  return TRUE;
}

static gboolean
take_string (Taker       *self,
             int          index,
             SluiceValue *value)
{
  gsize length;
  const char *text = lua_tolstring (self->L, index, &length);

  if (!is_text (text, length))
    return refuse (self, "a string that is not UTF-8 text");
  *value = sluice_value_string_len (text, length);
  self->bytes += length;
  return TRUE;
}

static gboolean
take_number (Taker       *self,
             int          index,
             SluiceValue *value)
{
  if (!isfinite (lua_tonumber (self->L, index)))
    return refuse (self, "a number that is not finite");
  *value = sluice_value_real (lua_tonumber (self->L, index));
  return TRUE;
}

/* A part of the store. It may hold another part of it many times, and that one a third: what it would take
 * as a text is what counts. */
static gboolean
take_proxy (Taker       *self,
            int          index,
            SluiceValue *value)
{
  if (!sluice_shared_get_value (self->L, index, value, &self->error))
    return FALSE;
  sluice_value_ref (*value);
  if (self->bytes <= self->room)
    self->bytes += sluice_lua_measure (*value, self->room - self->bytes);
  return TRUE;
}

/* Short strings in ASCII, as actions and keys are. Lua has one of each, so the place of the text finds
 * the one that was made of it before; the text itself is compared, for Lua may have moved on. */
static gboolean
take_text (lua_State   *L,
           int          index,
           SluiceValue *value)
{
  gsize length;
  const char *text = lua_tolstring (L, index, &length);
  SluiceEnv *env = sluice_env_of (L);
  SluiceValue *kept;

  if (length > MAX_KEPT || env == NULL)
    return FALSE;
  kept = &env->texts[(GPOINTER_TO_SIZE (text) >> 4) % SLUICE_SCRIPT_TEXTS];
  if (SLUICE_VALUE_IS_NULL (*kept) || sluice_value_get_string_length (*kept) != length
      || memcmp (sluice_value_get_string (*kept), text, length) != 0)
    {
      for (gsize i = 0; i < length; i++)
        {
          if ((guchar) text[i] >= 0x80)
            return FALSE;
        }
      sluice_value_replace (kept, sluice_value_string_len (text, length));
    }
  *value = sluice_value_ref (*kept);
  return TRUE;
}

/* What needs no place in a message: most of what scripts return. */
static gboolean
take_simple (lua_State   *L,
             int          index,
             SluiceValue *value)
{
  switch (lua_type (L, index))
    {
    case LUA_TNIL:
    case LUA_TNONE:
      *value = sluice_value_null ();
      return TRUE;

    case LUA_TBOOLEAN:
      *value = sluice_value_boolean (lua_toboolean (L, index));
      return TRUE;

    case LUA_TNUMBER:
      if (!lua_isinteger (L, index))
        return FALSE;
      *value = sluice_value_integer (lua_tointeger (L, index));
      return TRUE;

    case LUA_TSTRING:
      return take_text (L, index, value);

    default:
      return FALSE;
    }
}

static gboolean
take_leaf (Taker       *self,
           int          index,
           SluiceValue *value)
{
  lua_State *L = self->L;

  if (take_simple (L, index, value))
    return TRUE;
  if (lua_type (L, index) == LUA_TNUMBER)
    return take_number (self, index, value);
  if (lua_type (L, index) == LUA_TSTRING)
    return take_string (self, index, value);
  if (sluice_lua_is_null (L, index))
    {
      *value = sluice_value_null ();
      return TRUE;
    }
  if (sluice_shared_is_proxy (L, index))
    return take_proxy (self, index, value);
  return refuse (self, lua_type (L, index) == LUA_TFUNCTION ? "a function, which is no value to keep,"
                                                            : "something that is no value to keep");
}

/* Tables */

/* Whether the table on top has the positions 1 to @n and nothing else. */
static gboolean
is_sequence (lua_State *L,
             guint      n)
{
  guint count = 0;

  lua_pushnil (L);
  while (lua_next (L, -2))
    {
      gboolean outside = !lua_isinteger (L, -2) || ++count > n;

      lua_pop (L, 1);
      if (outside)
        {
          lua_pop (L, 1);
          return FALSE;
        }
    }
  return count == n;
}

/* The names of the table on top. */
static gboolean
collect_names (Taker *self,
               Frame *frame)
{
  lua_State *L = self->L;
  gboolean valid = TRUE;

  frame->names = sluice_names_new ();
  lua_pushnil (L);
  while (valid && lua_next (L, -2))
    {
      gsize length = 0;
      const char *name = NULL;

      if (lua_type (L, -2) == LUA_TSTRING)
        name = lua_tolstring (L, -2, &length);
      if (name == NULL)
        valid = refuse (self, "a table with both names and positions, or with gaps,");
      else if (strlen (name) != length || !g_utf8_validate (name, length, NULL))
        valid = refuse (self, "a name that is not UTF-8 text");
      else if (frame->names->n == self->most)
        valid = refuse_many (self);
      else
        sluice_names_add (frame->names, name);
      lua_pop (L, 1);
    }
  if (!valid)
    lua_pop (L, 1);
  else
    sluice_names_end (frame->names);
  return valid;
}

/* The table on top becomes a level of its own, and stays there until it is taken. */
static gboolean
open_table (Taker *self)
{
  lua_State *L = self->L;
  const void *table = lua_topointer (L, -1);
  Frame *frame;
  lua_Unsigned n;

  for (guint i = 0; i < self->depth; i++)
    {
      if (self->frames[i].table == table)
        return refuse (self, "a table that contains itself");
    }
  if (self->depth == SLUICE_SCRIPT_MAX_DEPTH || !lua_checkstack (L, 8))
    return refuse (self, "tables nested too deeply");
  frame = &self->frames[self->depth++];
  *frame = (Frame) { .table = table };

  lua_pushnil (L);
  if (!lua_next (L, -2))
    {
      frame->value = sluice_lua_is_marked_array (L, -1) ? sluice_value_array () : sluice_value_object ();
      return TRUE;
    }
  lua_pop (L, 2);
  n = lua_rawlen (L, -1);
  if (n > self->most)
    return refuse_many (self);
  if (n > 0 && is_sequence (L, (guint) n))
    {
      frame->n = (guint) n;
      frame->value = sluice_value_array ();
      return TRUE;
    }
  frame->value = sluice_value_object ();
  return collect_names (self, frame);
}

/* The part that was last begun. */
static void
put (Taker       *self,
     SluiceValue  take)
{
  Frame *frame = &self->frames[self->depth - 1];

  if (frame->name != NULL)
    sluice_value_set_member (&frame->value, frame->name, take);
  else
    sluice_value_append (&frame->value, take);
  lua_pop (self->L, 1);
}

static gboolean
is_whole (const Frame *frame)
{
  return frame->i == (frame->names != NULL ? frame->names->n : frame->n);
}

/* The innermost table is taken: its value goes into the one around it. Whether it was the outermost. */
static gboolean
close_table (Taker *self)
{
  Frame *frame = &self->frames[--self->depth];
  SluiceValue value = sluice_value_steal (&frame->value);

  g_clear_pointer (&frame->names, sluice_names_free);
  if (self->depth > 0)
    {
      put (self, value);
      return FALSE;
    }
  lua_pop (self->L, 1);
  self->result = value;
  return TRUE;
}

/* The next part of the innermost table. */
static gboolean
take_part (Taker *self)
{
  Frame *frame = &self->frames[self->depth - 1];
  SluiceValue value = SLUICE_VALUE_INIT;
  lua_State *L = self->L;

  if (frame->names != NULL)
    {
      frame->name = sluice_names_take (frame->names);
      lua_pushstring (L, frame->name);
      lua_rawget (L, -2);
      frame->i++;
    }
  else
    lua_rawgeti (L, -1, ++frame->i);

  if (++self->n_values > self->most)
    return refuse_many (self);
  if (lua_istable (L, -1))
    return open_table (self);
  if (!take_leaf (self, lua_gettop (L), &value))
    return FALSE;
  put (self, value);
  return TRUE;
}

/* At most @most parts, or runs of names to be sorted. */
static Step
take_some (Taker *self,
           guint  most)
{
  while (most-- > 0)
    {
      Frame *frame = &self->frames[self->depth - 1];

      if (is_whole (frame))
        {
          if (close_table (self))
            return STEP_DONE;
        }
      else if (frame->names != NULL && !sluice_names_are_sorted (frame->names))
        {
          if (!sluice_names_sort_some (frame->names))
            return STEP_MORE;
        }
      else if (!take_part (self))
        return STEP_FAILED;
    }
  return STEP_MORE;
}

/* Begins with the table at @index. */
static Step
begin (Taker *self,
       int    index)
{
  self->n_values++;
  lua_pushvalue (self->L, index);
  return open_table (self) ? STEP_MORE : STEP_FAILED;
}

/* Taking at once */

/* STEP_MORE: it has more than @most parts, and nothing was taken. */
static Step
take_at_once (lua_State    *L,
              int           index,
              guint         most,
              gsize         room,
              SluiceValue  *value,
              gsize        *bytes,
              GError      **error)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  Taker taker;
  Step step;

  index = lua_absindex (L, index);
  *value = sluice_value_null ();
  taker_init (&taker, L, most, room);
  if (lua_istable (L, index))
    {
      step = begin (&taker, index);
      while (step == STEP_MORE)
        step = take_some (&taker, G_MAXUINT);
      *value = sluice_value_steal (&taker.result);
    }
  else
    step = take_leaf (&taker, index, value) ? STEP_DONE : STEP_FAILED;
  if (step == STEP_FAILED && taker.much)
    step = STEP_MORE;
  else if (step == STEP_FAILED)
    g_propagate_error (error, g_steal_pointer (&taker.error));
  *bytes += taker.bytes + (gsize) taker.n_values * VALUE_BYTES;
  lua_settop (L, taker.base);
  taker_clear (&taker);
  sluice_env_set_limited (L, limited);
  return step;
}

/* A value that was taken in steps and stands on the stack in the place of its table. */
typedef struct
{
  SluiceValue value; /* owned */
  gsize       bytes;
} Taken;

static gboolean
take_taken (lua_State   *L,
            int          index,
            SluiceValue *value,
            gsize       *bytes)
{
  Taken *taken = lua_type (L, index) == LUA_TUSERDATA ? luaL_testudata (L, index, TAKEN_TYPE) : NULL;

  if (taken == NULL)
    return FALSE;
  *bytes += taken->bytes;
  *value = sluice_value_ref (taken->value);
  return TRUE;
}

/* The value at @index, owned. On an error @value is null and the message names the place. */
gboolean
sluice_lua_to_value (lua_State    *L,
                     int           index,
                     SluiceValue  *value,
                     GError      **error)
{
  gsize bytes = 0;

  return take_simple (L, index, value) || take_taken (L, index, value, &bytes)
         || take_at_once (L, index, SLUICE_SCRIPT_MAX_VALUES, 0, value, &bytes, error) == STEP_DONE;
}

/* Taking in steps */

static int
taker_gc (lua_State *L)
{
  taker_clear (lua_touserdata (L, 1));
  return 0;
}

static int
taken_gc (lua_State *L)
{
  sluice_value_clear (&((Taken *) lua_touserdata (L, 1))->value);
  return 0;
}

/* The function whose stack this is begins again, with the arguments that it had. */
int
sluice_lua_begin_again (lua_State *L)
{
  lua_CFunction function;
  lua_Debug ar;

  lua_getstack (L, 0, &ar);
  lua_getinfo (L, "f", &ar);
  function = lua_tocfunction (L, -1);
  lua_pop (L, 1);
  return function (L);
}

/* The value comes into the place of the table. */
static void
put_taken (lua_State *L,
           Taker     *taker,
           int        index,
           int        n_args)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  Taken *taken = lua_newuserdatauv (L, sizeof (Taken), 0);

  taken->value = sluice_value_steal (&taker->result);
  taken->bytes = taker->bytes + (gsize) taker->n_values * VALUE_BYTES;
  luaL_setmetatable (L, TAKEN_TYPE);
  lua_replace (L, index);
  lua_settop (L, n_args);
  sluice_env_set_limited (L, limited);
}

/* The taker is at @place, above the arguments and below its tables; the table that it takes is one of them. */
#define CONTEXT(place, index) ((lua_KContext) (place) << 16 | (index))

static int
go_on (lua_State   *L,
       int          status,
       lua_KContext context)
{
  SluiceBudget *budget = sluice_budget_get ();
  int place = (int) (context >> 16);
  int index = (int) (context & 0xffff);
  Taker *taker = lua_touserdata (L, place);
  Step step = STEP_MORE;

  while (step == STEP_MORE)
    {
      gboolean limited = sluice_env_set_limited (L, FALSE);

      step = taker->depth == 0 ? begin (taker, index) : take_some (taker, LOOK_EVERY);
      sluice_env_set_limited (L, limited);
      if (step == STEP_MORE && sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, context, go_on);
    }
  if (step == STEP_FAILED)
    return sluice_fault_raise (L, g_steal_pointer (&taker->error));
  put_taken (L, taker, index, place - 1);
  return sluice_lua_begin_again (L);
}

/* Leaves the function that runs, by a jump: what it owns has to be Lua's. */
static void
take_in_steps (lua_State *L,
               int        index,
               gsize      room)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  int place = lua_gettop (L) + 1;
  Taker *taker = lua_newuserdatauv (L, sizeof (Taker), 0);

  taker_init (taker, L, SLUICE_SCRIPT_MAX_VALUES, room);
  luaL_setmetatable (L, TAKER_TYPE);
  sluice_env_set_limited (L, limited);
  lua_yieldk (L, 0, CONTEXT (place, index), go_on);
}

/* The same for a function that a script has called: it raises, or begins again later with the value in the
 * place of the table. The function must have left its arguments as they were, have done nothing yet that it may
 * not do again, and own nothing. @bytes: what the value takes at most is added; of what comes from the
 * store at most @room. */
SluiceValue
sluice_lua_check_measured (lua_State *L,
                           int        index,
                           gsize      room,
                           gsize     *bytes)
{
  SluiceValue value;
  GError *error = NULL;

  *bytes += VALUE_BYTES;
  if (take_simple (L, index, &value) || take_taken (L, index, &value, bytes))
    return value;
  index = lua_absindex (L, index);
  switch (take_at_once (L, index, lua_isyieldable (L) ? SLUICE_SCRIPT_FEW : SLUICE_SCRIPT_MAX_VALUES, room, &value,
                        bytes, &error))
    {
    case STEP_FAILED:
      sluice_fault_raise (L, error);
      break;
    case STEP_MORE:
      take_in_steps (L, index, room);
      break;
    case STEP_DONE:
    default:
      break;
    }
  return value;
}

SluiceValue
sluice_lua_check_value (lua_State *L,
                        int        index)
{
  gsize bytes = 0;

  return sluice_lua_check_measured (L, index, 0, &bytes);
}

/* Whether the value at @index has so few parts that it is taken at once; FALSE also for what can't be taken. */
gboolean
sluice_lua_take_few (lua_State   *L,
                     int          index,
                     SluiceValue *value)
{
  gsize bytes = 0;

  return take_simple (L, index, value)
         || take_at_once (L, index, SLUICE_SCRIPT_FEW, 0, value, &bytes, NULL) == STEP_DONE;
}

void
sluice_take_open (lua_State *L)
{
  sluice_lua_make_type (L, TAKER_TYPE, taker_gc);
  sluice_lua_make_type (L, TAKEN_TYPE, taken_gc);
}
