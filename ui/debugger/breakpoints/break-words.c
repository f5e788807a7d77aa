/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the list, the canvas and the editors of scripts say of a breakpoint. */
#include "debugger/breakpoints/break-words.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/json.h"
#include "base/pointer.h"

static const struct
{
  const char *name;
  const char *title;
} phases[] = {
  { "prep", N_("Prep") },
  { "exec", N_("Exec") },
  { "wait", N_("Wait") },
  { "fallback", N_("Fallback") },
  { "post", N_("Post") },
};

/**
 * sluice_break_get_phase_title:
 * @phase: (nullable): "exec"
 *
 * Returns: what it is called
 */
const char *
sluice_break_get_phase_title (const char *phase)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_strcmp0 (phases[i].name, phase) == 0)
      return _(phases[i].title);
  return phase != NULL ? phase : _("any phase");
}

static char *
dup_node (const SluiceBreakpoint *breakpoint,
          SluiceDocument         *document)
{
  if (breakpoint->address == NULL)
    return g_strdup (_("any node"));
  if (document == NULL || !sluice_document_has_node (document, breakpoint->address))
    return g_strdup (breakpoint->address);
  return sluice_document_dup_node_title (document, breakpoint->address);
}

static char *
dup_what (const SluiceBreakpoint *breakpoint)
{
  g_autofree char *value = NULL;

  switch (breakpoint->kind)
    {
    case SLUICE_BREAK_BECOMES:
      value = sluice_json_write (breakpoint->value, SLUICE_JSON_WRITE_COMPACT, NULL);
      return g_strdup_printf ("%s = %s", breakpoint->what, value);
    case SLUICE_BREAK_WRITTEN:
    case SLUICE_BREAK_CHANGED:
      return g_strdup (*breakpoint->what != '\0' ? breakpoint->what : _("the whole store"));
    case SLUICE_BREAK_QUEUE_EMPTY:
    case SLUICE_BREAK_QUEUE_FULL:
      return g_strdup (breakpoint->what != NULL ? breakpoint->what : _("any queue"));
    case SLUICE_BREAK_DEADLOCK:
      return g_strdup (_("any lane"));
    case SLUICE_BREAK_TIME:
      /* Translators: seconds. */
      return g_strdup_printf (_("%g s"), breakpoint->amount);
    case SLUICE_BREAK_VISITS:
      return g_strdup_printf (_("visit %g"), breakpoint->amount);
    case SLUICE_BREAK_TOKENS:
      return g_strdup_printf (_("%.15g tokens"), breakpoint->amount);
    case SLUICE_BREAK_COST:
      /* Translators: money, in whatever a model is paid with. */
      return g_strdup_printf (_("a cost of %g"), breakpoint->amount);
    default:
      return NULL;
    }
}

/**
 * sluice_break_dup_kind:
 * @breakpoint: a breakpoint
 * @document: (nullable): that it is of
 *
 * Returns: (transfer full): what kind it is, and in a document of several flows in which of them
 */
char *
sluice_break_dup_kind (const SluiceBreakpoint *breakpoint,
                       SluiceDocument         *document)
{
  const char *title = _(sluice_break_kind_get_info (breakpoint->kind)->title);
  g_auto (GStrv) parts = NULL;

  if (breakpoint->address == NULL || document == NULL || sluice_document_get_n_flows (document) < 2)
    return g_strdup (title);
  parts = g_strsplit (breakpoint->address, "/", 2);
  /* Translators: the kind of a breakpoint and the flow that it is in: "Before a node, in payment". */
  return g_strdup_printf (_("%s, in %s"), title, parts[0]);
}

/**
 * sluice_break_dup_place:
 * @breakpoint: a breakpoint
 * @document: (nullable): that it is of
 *
 * Returns: (transfer full): where it stops
 */
char *
sluice_break_dup_place (const SluiceBreakpoint *breakpoint,
                        SluiceDocument         *document)
{
  char *what = dup_what (breakpoint);
  g_autofree char *node = NULL;

  if (what != NULL)
    return what;
  node = dup_node (breakpoint, document);
  switch (breakpoint->kind)
    {
    case SLUICE_BREAK_LINE:
      return g_strdup_printf (_("%s, %s, line %g"), node, sluice_break_get_phase_title (breakpoint->what),
                              breakpoint->amount);
    case SLUICE_BREAK_PHASE:
      return g_strdup_printf ("%s, %s", node, sluice_break_get_phase_title (breakpoint->what));
    case SLUICE_BREAK_CONSIDERED:
    case SLUICE_BREAK_TAKEN:
      return breakpoint->what != NULL ? g_strdup_printf ("%s → %s", node, breakpoint->what)
                                      : g_strdup_printf (_("%s, any action"), node);
    default:
      return g_steal_pointer (&node);
    }
}

static void
append (GString *text)
{
  if (text->len > 0)
    g_string_append (text, ", ");
}

/**
 * sluice_break_dup_name:
 * @breakpoint: a breakpoint
 * @document: (nullable): that it is of
 *
 * Returns: (transfer full): what it is called where it is one of several
 */
char *
sluice_break_dup_name (const SluiceBreakpoint *breakpoint,
                       SluiceDocument         *document)
{
  g_autofree char *place = sluice_break_dup_place (breakpoint, document);

  if (breakpoint->kind == SLUICE_BREAK_NODE)
    return g_steal_pointer (&place);
  /* Translators: where a breakpoint is and of what kind it is: "Fetch (After a node)". */
  return g_strdup_printf (_("%s (%s)"), place, _(sluice_break_kind_get_info (breakpoint->kind)->title));
}

/* A chain is as long as there are breakpoints, or it is a circle. */
static const SluiceBreakpoint *
find_awaited (const SluiceBreakpoint *breakpoint,
              SluiceBreakpoints      *others)
{
  return breakpoint->after > 0 ? sluice_breakpoints_find (others, breakpoint->after) : NULL;
}

gboolean
sluice_break_can_come (const SluiceBreakpoint *breakpoint,
                       SluiceBreakpoints      *others)
{
  guint n = sluice_breakpoints_get_n (others);

  for (guint i = 0; i <= n; i++)
    {
      if (breakpoint->after == 0)
        return TRUE;
      breakpoint = find_awaited (breakpoint, others);
      if (breakpoint == NULL || !breakpoint->enabled)
        return FALSE;
    }
  return FALSE;
}

gboolean
sluice_break_waits_for (const SluiceBreakpoint *breakpoint,
                        SluiceBreakpoints      *others,
                        guint                   id)
{
  guint n = sluice_breakpoints_get_n (others);

  for (guint i = 0; breakpoint != NULL && i <= n; i++)
    {
      if (breakpoint->after == id && id > 0)
        return TRUE;
      breakpoint = find_awaited (breakpoint, others);
    }
  return FALSE;
}

static char *
dup_awaited (const SluiceBreakpoint *breakpoint,
             SluiceBreakpoints      *others,
             SluiceDocument         *document)
{
  const SluiceBreakpoint *awaited;
  g_autofree char *name = NULL;

  if (others == NULL)
    return g_strdup_printf (_("breakpoint %u"), breakpoint->after);
  awaited = find_awaited (breakpoint, others);
  if (awaited == NULL)
    return g_strdup (_("a breakpoint that is gone"));
  name = sluice_break_dup_name (awaited, document);
  return awaited->enabled ? g_steal_pointer (&name) : g_strdup_printf (_("%s, which is disabled"), name);
}

/**
 * sluice_break_dup_terms:
 * @breakpoint: a breakpoint
 * @others: (nullable): that it may wait for
 * @document: (nullable): that it is of
 * @is_waiting: whether what it waits for was not yet met
 *
 * Returns: (transfer full) (nullable): on what terms it stops, and what it does instead
 */
char *
sluice_break_dup_terms (const SluiceBreakpoint *breakpoint,
                        SluiceBreakpoints      *others,
                        SluiceDocument         *document,
                        gboolean                is_waiting)
{
  g_autofree char *awaited = breakpoint->after > 0 ? dup_awaited (breakpoint, others, document) : NULL;
  GString *text = g_string_new (NULL);

  if (breakpoint->condition != NULL)
    g_string_append_printf (text, _("if %s"), breakpoint->condition);
  if (breakpoint->hits > 1)
    {
      append (text);
      g_string_append_printf (text, _("from hit %u on"), breakpoint->hits);
    }
  if (awaited != NULL)
    {
      append (text);
      /* Translators: a breakpoint stops only once another one, which is named, was met. */
      g_string_append_printf (text, is_waiting ? _("waits for %s") : _("after %s"), awaited);
    }
  if (breakpoint->once)
    {
      append (text);
      g_string_append (text, _("once in a run"));
    }
  if (breakpoint->log != NULL)
    {
      append (text);
      g_string_append_printf (text, _("logs “%s”"), breakpoint->log);
    }
  return g_string_free (text, text->len == 0);
}

/**
 * sluice_break_dup_words:
 * @breakpoint: a breakpoint
 * @others: (nullable): that it may wait for
 * @document: (nullable): that it is of
 * @is_waiting: whether what it waits for was not yet met
 *
 * Returns: (transfer full): its kind, place, terms and whether it is on
 */
char *
sluice_break_dup_words (const SluiceBreakpoint *breakpoint,
                        SluiceBreakpoints      *others,
                        SluiceDocument         *document,
                        gboolean                is_waiting)
{
  g_autofree char *place = sluice_break_dup_place (breakpoint, document);
  g_autofree char *terms = sluice_break_dup_terms (breakpoint, others, document, is_waiting);
  g_autofree char *kind = sluice_break_dup_kind (breakpoint, document);
  GString *text = g_string_new (kind);

  g_string_append_printf (text, ": %s", place);
  if (terms != NULL)
    g_string_append_printf (text, ", %s", terms);
  if (!breakpoint->enabled)
    g_string_append_printf (text, ", %s", _("disabled"));
  return g_string_free (text, FALSE);
}

/**
 * sluice_break_is_missing:
 * @breakpoint: a breakpoint
 * @document: (nullable): that it is of
 *
 * Returns: whether it is of a node or an edge that the document does not have
 */
gboolean
sluice_break_is_missing (const SluiceBreakpoint *breakpoint,
                         SluiceDocument         *document)
{
  if (document == NULL || breakpoint->address == NULL)
    return FALSE;
  if (!sluice_document_has_node (document, breakpoint->address))
    return TRUE;
  if (breakpoint->kind != SLUICE_BREAK_TAKEN || breakpoint->what == NULL)
    return FALSE;
  return !sluice_value_has_member (sluice_value_get_member (sluice_document_get_node (document, breakpoint->address),
                                                            "next"),
                                   breakpoint->what);
}

/* Each takes one step of an expression off the text and gives the part of the pointer that it is; NULL: it is none. */

/* ".name" */
static char *
take_name (const char **text)
{
  const char *start = *text + 1;
  gsize length = strcspn (start, ".[");

  *text = start + length;
  return length > 0 ? g_strndup (start, length) : NULL;
}

/* "[3]", counted from 1 as scripts do, or "['a text']" */
static char *
take_index (const char **text)
{
  const char *start = *text + 1, *end;
  char quote = *start == '"' || *start == '\'' ? *start : '\0';
  g_autofree char *digits = NULL;
  guint64 index;

  end = strchr (start + (quote != '\0' ? 1 : 0), quote != '\0' ? quote : ']');
  if (end == NULL || (quote != '\0' && end[1] != ']'))
    return NULL;
  *text = end + (quote != '\0' ? 2 : 1);
  if (quote != '\0')
    return g_strndup (start + 1, (gsize) (end - start - 1));
  digits = g_strndup (start, (gsize) (end - start));
  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT32, &index, NULL))
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT, index - 1);
}

/**
 * sluice_break_dup_pointer:
 * @text: "shared.a[1].b" as a script writes it, "/a/0/b" or "" for the whole store
 *
 * Returns: (transfer full): the JSON Pointer of that place; what is neither comes back as it is
 */
char *
sluice_break_dup_pointer (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *pointer = g_strdup ("");
  const char *rest = trimmed;

  if (!g_str_has_prefix (rest, "shared"))
    return g_steal_pointer (&trimmed);
  rest += strlen ("shared");
  while (*rest != '\0')
    {
      g_autofree char *part = *rest == '.' ? take_name (&rest) : *rest == '[' ? take_index (&rest) : NULL;
      g_autofree char *base = g_steal_pointer (&pointer);

      if (part == NULL)
        return g_steal_pointer (&trimmed);
      pointer = sluice_pointer_join (base, part);
    }
  return g_steal_pointer (&pointer);
}
