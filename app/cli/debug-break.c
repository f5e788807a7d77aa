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
