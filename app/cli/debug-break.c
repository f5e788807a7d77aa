/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A breakpoint as it is typed: [KIND] [NODE] [WHAT] [VALUE] [AMOUNT] [hits N] [after N] [once] [if EXPRESSION]
 * [log TEXT]. */

#include "debug-private.h"

#include <string.h>

#include "base/json.h"

typedef struct
{
  const char *rest;
  char       *word; /* owned: the next one, or NULL at the end */
} Words;

static void
advance (Words *self)
{
  gsize length;

  g_clear_pointer (&self->word, g_free);
  self->rest += strspn (self->rest, " \t");
  length = strcspn (self->rest, " \t");
  if (length == 0)
    return;
  self->word = g_strndup (self->rest, length);
  self->rest += length;
}

static gboolean
is_option (const char *word)
{
  static const char * const options[] = { "if", "log", "hits", "after", "once", NULL };

  return g_strv_contains (options, word);
}

static char *
take (Words *self)
{
  char *word = g_steal_pointer (&self->word);

  advance (self);
  return word;
}

static char *
take_place (Words *self)
{
  return self->word != NULL && !is_option (self->word) ? take (self) : NULL;
}

/* JSON may have spaces: it goes on to an option or the end. */
static gboolean
take_value (Words        *self,
            SluiceValue  *value,
            GError      **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (self->word != NULL && !is_option (self->word))
    {
      g_autofree char *word = take (self);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);
    }
  return sluice_json_read (text->str, (gssize) text->len, NULL, value, NULL, error);
}

static gboolean
fill_place (SluiceBreakpoint  *breakpoint,
            Words             *words,
            GError           **error)
{
  guint takes = sluice_break_kind_get_info (breakpoint->kind)->takes;
  const guint whats = SLUICE_BREAK_NEEDS_PHASE | SLUICE_BREAK_TAKES_PHASE | SLUICE_BREAK_TAKES_ACTION |
                      SLUICE_BREAK_NEEDS_PLACE | SLUICE_BREAK_TAKES_QUEUE;

  if ((takes & SLUICE_BREAK_NEEDS_NODE) != 0 ||
      ((takes & SLUICE_BREAK_TAKES_NODE) != 0 && words->word != NULL && strchr (words->word, '/') != NULL))
    breakpoint->address = take_place (words);
  if ((takes & whats) != 0)
    breakpoint->what = take_place (words);
  if ((takes & SLUICE_BREAK_NEEDS_VALUE) != 0 && !take_value (words, &breakpoint->value, error))
    return FALSE;
  if ((takes & SLUICE_BREAK_NEEDS_AMOUNT) != 0)
    {
      g_autofree char *amount = take_place (words);

      breakpoint->amount = amount != NULL ? g_ascii_strtod (amount, NULL) : 0;
    }
  return TRUE;
}

static guint
take_count (Words *words)
{
  g_autofree char *word = words->word != NULL ? take (words) : NULL;

  return word != NULL ? (guint) g_ascii_strtoull (word, NULL, 10) : 0;
}

/* The last two go to the end of the line. */
static void
fill_texts (SluiceBreakpoint *breakpoint,
            const char       *text,
            gboolean          is_condition)
{
  const char *log = is_condition ? strstr (text, " log ") : NULL;

  if (!is_condition)
    breakpoint->log = g_strstrip (g_strdup (text));
  else if (log == NULL)
    breakpoint->condition = g_strstrip (g_strdup (text));
  else
    {
      breakpoint->condition = g_strstrip (g_strndup (text, (gsize) (log - text)));
      breakpoint->log = g_strstrip (g_strdup (log + strlen (" log ")));
    }
}

static gboolean
fill_terms (SluiceBreakpoint  *breakpoint,
            Words             *words,
            GError           **error)
{
  while (words->word != NULL)
    {
      if (g_str_equal (words->word, "if") || g_str_equal (words->word, "log"))
        {
          fill_texts (breakpoint, words->rest, g_str_equal (words->word, "if"));
          return TRUE;
        }
      if (!is_option (words->word))
        {
          g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT,
                       "“%s” says nothing here: hits N, after N, once, if EXPRESSION or log TEXT", words->word);
          return FALSE;
        }
      if (g_str_equal (words->word, "once"))
        {
          breakpoint->once = TRUE;
          advance (words);
        }
      else
        {
          gboolean is_hits = g_str_equal (words->word, "hits");

          advance (words);
          *(is_hits ? &breakpoint->hits : &breakpoint->after) = take_count (words);
        }
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): the breakpoint, checked; NULL with an error */
SluiceBreakpoint *
sluice_debug_parse_break (const char  *text,
                          GError     **error)
{
  g_autoptr (SluiceBreakpoint) breakpoint = NULL;
  Words words = { text, NULL };
  SluiceBreakKind kind = SLUICE_BREAK_NODE;
  gboolean good;

  advance (&words);
  if (words.word != NULL && sluice_break_kind_find (words.word, &kind))
    advance (&words);
  breakpoint = sluice_breakpoint_new (kind, NULL);
  good = fill_place (breakpoint, &words, error) && fill_terms (breakpoint, &words, error) &&
         sluice_breakpoint_check (breakpoint, error);
  g_free (words.word);
  return good ? g_steal_pointer (&breakpoint) : NULL;
}

/* The commands */

SLUICE_DEBUG_COMMAND (break)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_debug_parse_break (argument, error);
  g_autofree char *words = NULL;
  guint id = breakpoint != NULL ? sluice_breakpoints_add (self->breakpoints, breakpoint, error) : 0;

  if (id == 0)
    return FALSE;
  words = sluice_breakpoint_describe (breakpoint);
  sluice_debug_print_line ("Breakpoint %u: %s", id, words);
  if (breakpoint->address != NULL && sluice_program_find_node (self->program, breakpoint->address) == NULL)
    sluice_debug_print_line ("The file itself has no node %s; a file that it uses may have one", breakpoint->address);
  return TRUE;
}

SLUICE_DEBUG_COMMAND (breakpoints)
{
  guint n = sluice_breakpoints_get_n (self->breakpoints);

  for (guint i = 0; i < n; i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);
      guint n_hits = sluice_debugger_get_hits (self->debugger, breakpoint->id);
      g_autofree char *words = sluice_breakpoint_describe (breakpoint);
      g_autofree char *hits = n_hits > 0 ? g_strdup_printf (" (met %u×)", n_hits) : g_strdup ("");

      sluice_debug_print_line ("%u: %s%s", breakpoint->id, words, hits);
    }
  if (n == 0)
    g_print ("No breakpoint is set\n");
  else if (sluice_breakpoints_is_muted (self->breakpoints))
    g_print ("all are muted\n");
  return TRUE;
}

static const SluiceBreakpoint *
find_breakpoint (SluiceDebugSession  *self,
                 const char          *argument,
                 GError             **error)
{
  const SluiceBreakpoint *breakpoint;
  guint64 id;

  if (!sluice_debug_read_number (argument, &id, error))
    return NULL;
  breakpoint = id <= G_MAXUINT ? sluice_breakpoints_find (self->breakpoints, (guint) id) : NULL;
  if (breakpoint == NULL)
    sluice_debug_refuse (error, "There is no breakpoint %" G_GUINT64_FORMAT ": breakpoints lists them", id);
  return breakpoint;
}

SLUICE_DEBUG_COMMAND (delete)
{
  const SluiceBreakpoint *breakpoint;

  if (*argument == '\0')
    {
      sluice_breakpoints_remove_all (self->breakpoints);
      return TRUE;
    }
  breakpoint = find_breakpoint (self, argument, error);
  return breakpoint != NULL && sluice_breakpoints_remove (self->breakpoints, breakpoint->id);
}

static gboolean
enable (SluiceDebugSession  *self,
        const char          *argument,
        gboolean             enabled,
        GError             **error)
{
  const SluiceBreakpoint *old = find_breakpoint (self, argument, error);
  g_autoptr (SluiceBreakpoint) breakpoint = NULL;

  if (old == NULL)
    return FALSE;
  breakpoint = sluice_breakpoint_copy (old);
  breakpoint->enabled = enabled;
  return sluice_breakpoints_change (self->breakpoints, breakpoint->id, breakpoint, error);
}

SLUICE_DEBUG_COMMAND (enable)
{
  return enable (self, argument, TRUE, error);
}

SLUICE_DEBUG_COMMAND (disable)
{
  return enable (self, argument, FALSE, error);
}

SLUICE_DEBUG_COMMAND (mute)
{
  gboolean is_on;

  if (!sluice_debug_read_switch (argument, &is_on, error))
    return FALSE;
  sluice_breakpoints_set_muted (self->breakpoints, is_on);
  return TRUE;
}
