/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Blocks in each other, each with the names that are declared in it so far. A local is there from the end of its
 * statement on: where a token that begins one stands behind a whole expression. One whose value mentions its own name,
 * as in "local read = read", is what it was before. */
#include "kinds/lua-scopes.h"

#include <string.h>

typedef enum
{
  IN_BLOCK,
  IN_NAMES,    /* behind "local" */
  IN_ATTRIBUTE,
  IN_VALUES,   /* behind "local a =" */
  IN_LOOP,     /* behind "for" */
  IN_RANGE,    /* behind "for a in", up to "do" */
  IN_FUNCTION, /* behind "function" */
  IN_PARAMETERS,
} State;

typedef struct
{
  GPtrArray *names;   /* owned strings */
  GPtrArray *pending; /* of a statement that goes on, owned strings */
  char      *own;     /* of a function: its name, or NULL */
  State      state;
  guint      depth;   /* of brackets, where the statement began */
  gboolean   wants_name; /* one comes next */
} Scope;

struct _SluiceLuaScopes
{
  GPtrArray *scopes;      /* of Scope, the innermost last; at least one */
  guint      depth;       /* of brackets */
  gboolean   is_operand;  /* the token before can end an expression */
};

static void
scope_free (gpointer data)
{
  Scope *scope = data;

  g_ptr_array_unref (scope->names);
  g_ptr_array_unref (scope->pending);
  g_free (scope->own);
  g_free (scope);
}

static Scope *
push (SluiceLuaScopes *self,
      State            state)
{
  Scope *scope = g_new0 (Scope, 1);

  scope->names = g_ptr_array_new_with_free_func (g_free);
  scope->pending = g_ptr_array_new_with_free_func (g_free);
  scope->state = state;
  g_ptr_array_add (self->scopes, scope);
  return scope;
}

static Scope *
get_top (SluiceLuaScopes *self)
{
  return g_ptr_array_index (self->scopes, self->scopes->len - 1);
}

static void
pop (SluiceLuaScopes *self)
{
  if (self->scopes->len > 1)
    g_ptr_array_set_size (self->scopes, (gint) self->scopes->len - 1);
}

SluiceLuaScopes *
sluice_lua_scopes_new (void)
{
  SluiceLuaScopes *self = g_new0 (SluiceLuaScopes, 1);

  self->scopes = g_ptr_array_new_with_free_func (scope_free);
  push (self, IN_BLOCK);
  return self;
}

void
sluice_lua_scopes_free (SluiceLuaScopes *self)
{
  g_ptr_array_unref (self->scopes);
  g_free (self);
}

static gboolean
is_word (const char *token)
{
  return g_ascii_isalpha (*token) || *token == '_';
}

/* The names of the statement are there from here on. */
static void
declare (Scope *scope)
{
  for (guint i = 0; i < scope->pending->len; i++)
    g_ptr_array_add (scope->names, g_strdup (g_ptr_array_index (scope->pending, i)));
  g_ptr_array_set_size (scope->pending, 0);
  scope->state = IN_BLOCK;
}

/* A value that names it may be what it was. */
static void
forget_pending (Scope      *scope,
                const char *name)
{
  guint at;

  while (g_ptr_array_find_with_equal_func (scope->pending, name, g_str_equal, &at))
    g_ptr_array_remove_index (scope->pending, at);
}

/* Returns: whether the token is one of the list of names, and not of another statement */
static gboolean
pass_names (Scope      *scope,
            const char *token)
{
  gboolean is_name = is_word (token) && scope->wants_name && !g_str_equal (token, "function");

  scope->wants_name = *token == ',';
  if (is_name)
    g_ptr_array_add (scope->pending, g_strdup (token));
  else if (*token == '=')
    scope->state = IN_VALUES;
  else if (*token == '<')
    scope->state = IN_ATTRIBUTE;
  else if (*token != ',')
    declare (scope);
  return scope->state != IN_BLOCK;
}

static void
pass_loop (Scope      *scope,
           const char *token)
{
  if (*token == '=' || g_str_equal (token, "in"))
    scope->state = IN_RANGE;
  else if (is_word (token))
    g_ptr_array_add (scope->pending, g_strdup (token));
}

static void
pass_function (Scope      *scope,
               const char *token)
{
  if (*token == '(')
    scope->state = IN_PARAMETERS;
  else if (!is_word (token)) /* a field of something */
    g_clear_pointer (&scope->own, g_free);
  else if (scope->wants_name)
    scope->own = g_strdup (token);
  scope->wants_name = FALSE;
}

/* The function itself belongs to the block around it. */
static void
pass_parameter (SluiceLuaScopes *self,
                Scope           *scope,
                const char      *token)
{
  Scope *around = g_ptr_array_index (self->scopes, self->scopes->len - 2);

  if (is_word (token))
    g_ptr_array_add (scope->names, g_strdup (token));
  if (*token != ')')
    return;
  scope->state = IN_BLOCK;
  if (scope->own != NULL)
    g_ptr_array_add (around->names, g_steal_pointer (&scope->own));
}

static gboolean
is_operand (const char *token)
{
  static const char * const others[] = {
    "and", "break", "do", "else", "elseif", "for", "function", "goto", "if", "in", "local", "not", "or", "repeat",
    "return", "then", "until", "while", NULL,
  };

  if (is_word (token))
    return !g_strv_contains (others, token);
  return g_ascii_isdigit (*token) || g_str_equal (token, "...") || strchr (")}]\"", *token) != NULL;
}

/* Behind an expression, what does not go on with it. */
static gboolean
begins_statement (const char *token)
{
  return *token == ';' || (is_word (token) && !g_str_equal (token, "and") && !g_str_equal (token, "or"));
}

/* Returns: whether the token is of the head of a statement that declares names, and of nothing else */
static gboolean
pass_head (SluiceLuaScopes *self,
           const char      *token)
{
  Scope *top = get_top (self);

  switch (top->state)
    {
    case IN_NAMES:
      return pass_names (top, token);
    case IN_ATTRIBUTE:
      top->state = *token == '>' ? IN_NAMES : IN_ATTRIBUTE;
      return TRUE;
    case IN_VALUES:
      if (self->depth == top->depth && self->is_operand && begins_statement (token))
        declare (top);
      else if (is_word (token))
        forget_pending (top, token);
      return FALSE;
    case IN_LOOP:
      pass_loop (top, token);
      return TRUE;
    case IN_RANGE:
      if (self->depth != top->depth || !g_str_equal (token, "do"))
        return FALSE;
      declare (top);
      return TRUE;
    case IN_FUNCTION:
      pass_function (top, token);
      return TRUE;
    case IN_PARAMETERS:
      pass_parameter (self, top, token);
      return TRUE;
    case IN_BLOCK:
    default:
      return FALSE;
    }
}

static void
pass_word (SluiceLuaScopes *self,
           const char      *token)
{
  static const char * const closing[] = { "else", "elseif", "end", "until", NULL };
  static const char * const opening[] = { "do", "else", "repeat", "then", NULL };
  Scope *scope = NULL;

  if (g_strv_contains (closing, token))
    pop (self);
  if (g_strv_contains (opening, token))
    push (self, IN_BLOCK);
  else if (g_str_equal (token, "function"))
    scope = push (self, IN_FUNCTION);
  else if (g_str_equal (token, "for"))
    scope = push (self, IN_LOOP);
  else if (g_str_equal (token, "local"))
    scope = get_top (self);
  if (scope == NULL)
    return;
  if (*token == 'l')
    scope->state = IN_NAMES;
  scope->wants_name = TRUE;
  scope->depth = self->depth;
}

void
sluice_lua_scopes_pass (SluiceLuaScopes *self,
                        const char      *token)
{
  if (!pass_head (self, token))
    {
      if (is_word (token))
        pass_word (self, token);
      else if (strchr ("({[", *token) != NULL)
        self->depth++;
      else if (strchr (")}]", *token) != NULL && self->depth > 0)
        self->depth--;
    }
  self->is_operand = is_operand (token);
}

gboolean
sluice_lua_scopes_have (SluiceLuaScopes *self,
                        const char      *name)
{
  if (get_top (self)->state == IN_FUNCTION)
    return TRUE;
  for (guint i = 0; i < self->scopes->len; i++)
    if (g_ptr_array_find_with_equal_func (((Scope *) g_ptr_array_index (self->scopes, i))->names, name, g_str_equal,
                                          NULL))
      return TRUE;
  return FALSE;
}
