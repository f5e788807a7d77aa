/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One breakpoint and the table of their kinds. */

#include "debug/breakpoint.h"

#include <glib/gi18n-lib.h>

#include "base/json.h"
#include "engine/types.h"
#include "script/script.h"

static const SluiceBreakKindInfo kinds[SLUICE_N_BREAKS] = {
  [SLUICE_BREAK_NODE] = { "node", N_("Before a node"), SLUICE_BREAK_NEEDS_NODE },
  [SLUICE_BREAK_AFTER] = { "after", N_("After a node"), SLUICE_BREAK_NEEDS_NODE },
  [SLUICE_BREAK_PHASE] = { "phase", N_("Before a phase"), SLUICE_BREAK_TAKES_NODE | SLUICE_BREAK_NEEDS_PHASE },
  [SLUICE_BREAK_CONSIDERED] = { "considered", N_("An action is considered"),
                                SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_TAKES_ACTION },
  [SLUICE_BREAK_TAKEN] = { "taken", N_("An edge is taken"), SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_TAKES_ACTION },
  [SLUICE_BREAK_WRITTEN] = { "written", N_("A place of the store is written"), SLUICE_BREAK_NEEDS_PLACE },
  [SLUICE_BREAK_CHANGED] = { "changed", N_("A place of the store changes"), SLUICE_BREAK_NEEDS_PLACE },
  [SLUICE_BREAK_BECOMES] = { "becomes", N_("A place of the store becomes a value"),
                             SLUICE_BREAK_NEEDS_PLACE | SLUICE_BREAK_NEEDS_VALUE },
  [SLUICE_BREAK_ERROR] = { "error", N_("An error that nothing catches"), SLUICE_BREAK_TAKES_NODE },
  [SLUICE_BREAK_ATTEMPT] = { "attempt", N_("An attempt fails"), SLUICE_BREAK_TAKES_NODE },
  [SLUICE_BREAK_RETRY] = { "retry", N_("Before another attempt"), SLUICE_BREAK_TAKES_NODE },
  [SLUICE_BREAK_FALLBACK] = { "fallback", N_("Before a fallback"), SLUICE_BREAK_TAKES_NODE },
  [SLUICE_BREAK_NO_EDGE] = { "no-edge", N_("An action that has no edge"), SLUICE_BREAK_TAKES_NODE },
  [SLUICE_BREAK_QUEUE_EMPTY] = { "queue-empty", N_("A queue is empty and waited for"), SLUICE_BREAK_TAKES_QUEUE },
  [SLUICE_BREAK_QUEUE_FULL] = { "queue-full", N_("A queue is full and waited for"), SLUICE_BREAK_TAKES_QUEUE },
  [SLUICE_BREAK_DEADLOCK] = { "deadlock", N_("Every lane waits for another"), 0 },
  [SLUICE_BREAK_TIME] = { "time", N_("A run has taken so many seconds"), SLUICE_BREAK_NEEDS_AMOUNT },
  [SLUICE_BREAK_VISITS] = { "visits", N_("A run has made so many visits"), SLUICE_BREAK_NEEDS_AMOUNT },
  [SLUICE_BREAK_TOKENS] = { "tokens", N_("A run has used so many tokens"), SLUICE_BREAK_NEEDS_AMOUNT },
  [SLUICE_BREAK_COST] = { "cost", N_("A run has cost so much"), SLUICE_BREAK_NEEDS_AMOUNT },
  [SLUICE_BREAK_LINE] = { "line", N_("Before a line of a script"),
                          SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_NEEDS_PHASE | SLUICE_BREAK_NEEDS_AMOUNT },
};

G_DEFINE_BOXED_TYPE (SluiceBreakpoint, sluice_breakpoint, sluice_breakpoint_copy, sluice_breakpoint_free)
G_DEFINE_QUARK (sluice-debug-error-quark, sluice_debug_error)

/**
 * sluice_break_kind_get_info: (skip)
 * @kind: a kind
 *
 * Returns: (transfer none): its row of the table
 */
const SluiceBreakKindInfo *
sluice_break_kind_get_info (SluiceBreakKind kind)
{
  g_return_val_if_fail (kind < SLUICE_N_BREAKS, NULL);

  return &kinds[kind];
}

/**
 * sluice_break_kind_find: (skip)
 * @name: a name of the table, like "after"
 * @kind: (out): the kind
 *
 * Returns: whether there is one of that name
 */
gboolean
sluice_break_kind_find (const char      *name,
                        SluiceBreakKind *kind)
{
  for (guint i = 0; i < SLUICE_N_BREAKS; i++)
    if (g_strcmp0 (kinds[i].name, name) == 0)
      {
        *kind = (SluiceBreakKind) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * sluice_breakpoint_new: (skip)
 * @kind: what it stops at
 * @address: (nullable): the node, "flow/node"
 *
 * Returns: (transfer full): an enabled breakpoint that stops at the first hit, on no condition
 */
SluiceBreakpoint *
sluice_breakpoint_new (SluiceBreakKind  kind,
                       const char      *address)
{
  SluiceBreakpoint *self = g_new0 (SluiceBreakpoint, 1);

  self->kind = kind;
  self->address = g_strdup (address);
  self->enabled = TRUE;
  return self;
}

SluiceBreakpoint *
sluice_breakpoint_copy (const SluiceBreakpoint *self)
{
  SluiceBreakpoint *copy = g_new (SluiceBreakpoint, 1);
  gsize length;

  *copy = *self;
  copy->address = g_strdup (self->address);
  copy->what = g_strdup (self->what);
  copy->condition = g_strdup (self->condition);
  copy->log = g_strdup (self->log);
  copy->value = sluice_value_null ();
  /* Not shared, so that a copy can go to another thread. */
  if (!SLUICE_VALUE_IS_NULL (self->value))
    {
      g_autofree char *text = sluice_json_write (self->value, SLUICE_JSON_WRITE_COMPACT, &length);

      sluice_json_read (text, (gssize) length, NULL, &copy->value, NULL, NULL);
    }
  return copy;
}

void
sluice_breakpoint_free (SluiceBreakpoint *self)
{
  g_free (self->address);
  g_free (self->what);
  g_free (self->condition);
  g_free (self->log);
  sluice_value_unref (self->value);
  g_free (self);
}

/**
 * sluice_breakpoint_is_plain: (skip)
 * @self: a breakpoint
 *
 * Returns: whether it is a node's, enabled or not, on no terms at all
 */
gboolean
sluice_breakpoint_is_plain (const SluiceBreakpoint *self)
{
  return self->kind == SLUICE_BREAK_NODE && self->condition == NULL && self->log == NULL && self->hits <= 1 &&
         self->after == 0 && !self->once;
}

/* Checks */

static gboolean
is_phase (const char *name)
{
  for (SluicePhase phase = SLUICE_PHASE_PREP; phase <= SLUICE_PHASE_POST; phase++)
    if (g_str_equal (sluice_phase_name (phase), name))
      return TRUE;
  return FALSE;
}

/* RFC 6901; "" is the whole store. */
static gboolean
is_place (const char *text)
{
  if (*text != '\0' && *text != '/')
    return FALSE;
  for (; *text != '\0'; text++)
    if (*text == '~' && text[1] != '0' && text[1] != '1')
      return FALSE;
  return TRUE;
}

static const char *
find_lack (const SluiceBreakpoint *self)
{
  guint takes = kinds[self->kind].takes;

  if ((takes & SLUICE_BREAK_NEEDS_NODE) != 0 && self->address == NULL)
    return "it needs a node, like main/ask";
  if ((takes & SLUICE_BREAK_NEEDS_PHASE) != 0 && (self->what == NULL || !is_phase (self->what)))
    return "it needs a phase: prep, exec, wait, fallback or post";
  if ((takes & SLUICE_BREAK_NEEDS_PLACE) != 0 &&
      (self->what == NULL || !is_place (self->what)))
    return "it needs a place in the store, like /count";
  if ((takes & SLUICE_BREAK_NEEDS_AMOUNT) != 0 && !(self->amount > 0))
    return self->kind == SLUICE_BREAK_LINE ? "it needs a line, from 1" : "it needs a number above 0";
  return NULL;
}

static gboolean
parses (SluiceScriptType   type,
        const char        *name,
        const char        *text,
        GError           **error)
{
  SluiceScript *script;

  if (text == NULL)
    return TRUE;
  script = sluice_script_new_watch (type, name, text, error);
  if (script == NULL)
    return FALSE;
  sluice_script_unref (script);
  return TRUE;
}

/**
 * sluice_breakpoint_check: (skip)
 * @self: a breakpoint
 * @error: return location for an error
 *
 * Returns: %FALSE with %SLUICE_DEBUG_ERROR_BREAKPOINT when it lacks something its kind needs, or with an error of
 *   %SLUICE_SCRIPT_ERROR when its condition or message does not parse
 */
gboolean
sluice_breakpoint_check (const SluiceBreakpoint  *self,
                         GError                 **error)
{
  const char *lack = find_lack (self);

  if (lack == NULL)
    return parses (SLUICE_SCRIPT_EXPRESSION, "condition", self->condition, error) &&
           parses (SLUICE_SCRIPT_TEMPLATE, "message", self->log, error);
  g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT, "A breakpoint “%s”: %s.",
               kinds[self->kind].name, lack);
  return FALSE;
}

/* Words */

static void
append_place (GString                *text,
              const SluiceBreakpoint *self)
{
  g_string_append (text, kinds[self->kind].name);
  if (self->address != NULL)
    g_string_append_printf (text, " %s", self->address);
  if (self->what != NULL)
    g_string_append_printf (text, " %s", self->what);
  if (self->kind == SLUICE_BREAK_BECOMES)
    {
      g_autofree char *value = sluice_json_write (self->value, SLUICE_JSON_WRITE_COMPACT, NULL);

      g_string_append_printf (text, " %s", value);
    }
  if (self->amount > 0)
    {
      char amount[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, " %s", g_ascii_formatd (amount, sizeof amount, "%g", self->amount));
    }
}

/**
 * sluice_breakpoint_describe: (skip)
 * @self: a breakpoint
 *
 * Returns: (transfer full): it in words, its kind by the name of the table
 */
char *
sluice_breakpoint_describe (const SluiceBreakpoint *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_place (text, self);
  if (self->condition != NULL)
    g_string_append_printf (text, ", if %s", self->condition);
  if (self->hits > 1)
    g_string_append_printf (text, ", from hit %u on", self->hits);
  if (self->after > 0)
    g_string_append_printf (text, ", after %u", self->after);
  if (self->once)
    g_string_append (text, ", once");
  if (self->log != NULL)
    g_string_append_printf (text, ", logs “%s”", self->log);
  if (!self->enabled)
    g_string_append (text, ", disabled");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Values */

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  if (text != NULL)
    sluice_value_set_member (object, key, sluice_value_string (text));
}

static void
set_count (SluiceValue *object,
           const char  *key,
           guint        count)
{
  if (count > 0)
    sluice_value_set_member (object, key, sluice_value_integer (count));
}

/**
 * sluice_breakpoint_to_value: (skip)
 * @self: a breakpoint
 *
 * Returns: (transfer full): an object that has what differs from a new breakpoint, and shares nothing with @self
 */
SluiceValue
sluice_breakpoint_to_value (const SluiceBreakpoint *self)
{
  g_autoptr (SluiceBreakpoint) own = sluice_breakpoint_copy (self);
  SluiceValue object = sluice_value_object ();

  set_count (&object, "id", self->id);
  set_text (&object, "kind", kinds[self->kind].name);
  set_text (&object, "address", self->address);
  set_text (&object, "what", self->what);
  if (self->kind == SLUICE_BREAK_BECOMES)
    sluice_value_set_member (&object, "value", sluice_value_ref (own->value));
  if (self->amount > 0)
    sluice_value_set_member (&object, "amount", sluice_value_real (self->amount));
  set_text (&object, "condition", self->condition);
  set_text (&object, "log", self->log);
  set_count (&object, "hits", self->hits);
  set_count (&object, "after", self->after);
  if (self->once)
    sluice_value_set_member (&object, "once", sluice_value_boolean (TRUE));
  if (!self->enabled)
    sluice_value_set_member (&object, "enabled", sluice_value_boolean (FALSE));
  return object;
}

static guint
get_count (SluiceValue  object,
           const char  *key)
{
  SluiceValue value = sluice_value_get_member (object, key);

  return SLUICE_VALUE_IS_INTEGER (value) ? (guint) CLAMP (sluice_value_get_integer (value), 0, G_MAXINT) : 0;
}

/**
 * sluice_breakpoint_new_from_value: (skip)
 * @value: as sluice_breakpoint_to_value() gives it
 *
 * Returns: (transfer full) (nullable): the breakpoint; %NULL if that is none
 */
SluiceBreakpoint *
sluice_breakpoint_new_from_value (SluiceValue value)
{
  SluiceBreakpoint given = { .enabled = TRUE };
  SluiceValue amount;
  SluiceValue enabled;

  if (!SLUICE_VALUE_IS_OBJECT (value) ||
      !sluice_break_kind_find (sluice_value_get_member_string (value, "kind"), &given.kind))
    return NULL;
  given.id = get_count (value, "id");
  given.address = (char *) sluice_value_get_member_string (value, "address");
  given.what = (char *) sluice_value_get_member_string (value, "what");
  given.value = sluice_value_get_member (value, "value");
  amount = sluice_value_get_member (value, "amount");
  if (SLUICE_VALUE_IS_NUMBER (amount))
    given.amount = sluice_value_get_real (amount);
  given.condition = (char *) sluice_value_get_member_string (value, "condition");
  given.log = (char *) sluice_value_get_member_string (value, "log");
  given.hits = get_count (value, "hits");
  given.after = get_count (value, "after");
  given.once = sluice_value_get_boolean (sluice_value_get_member (value, "once"));
  enabled = sluice_value_get_member (value, "enabled");
  given.enabled = SLUICE_VALUE_IS_NULL (enabled) || sluice_value_get_boolean (enabled);
  return find_lack (&given) == NULL ? sluice_breakpoint_copy (&given) : NULL;
}
