/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Visits in sluice debug: the list of them, and what happened in one. */

#include "debug-private.h"

#include <string.h>

/* Where a moment is looked at, what came after it is not shown. */
static guint64
get_last (SluiceDebugSession *self,
          SluiceRecord       *record)
{
  return self->past != NULL ? self->moment : sluice_record_get_n_visits (record);
}

SLUICE_DEBUG_COMMAND (visits)
{
  g_autoptr (SluiceRecord) record = sluice_debug_session_open_record (self, error);
  guint64 last, n_shown = 0;
  SluiceFact fact;

  if (record == NULL)
    return FALSE;
  last = get_last (self, record);
  while (sluice_record_get_visit (record) < last && sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_VISIT_STARTED && fact.node != NULL &&
          (*argument == '\0' || g_str_equal (fact.node, argument)))
        {
          sluice_debug_print_line ("%6" G_GUINT64_FORMAT "  lane %u  %*s%s", fact.visit, fact.lane,
                                   (int) fact.depth * 2, "", fact.node);
          n_shown++;
        }
      sluice_fact_clear (&fact);
    }
  if (n_shown == 0)
    return sluice_debug_refuse (error, "There is no visit%s%s", *argument != '\0' ? " of " : " yet", argument);
  return TRUE;
}

/* The card */

/* A value that was too large for the record is told by its size. */
static char *
dup_part (SluiceValue  fact,
          const char  *member)
{
  g_autofree char *size = NULL;

  if (!sluice_value_get_boolean (sluice_value_get_member (fact, "cut")))
    return sluice_debug_dup_short (sluice_value_get_member (fact, member));
  if (!sluice_value_has_member (fact, "size"))
    return g_strdup ("(not kept)");
  size = g_format_size ((guint64) sluice_value_get_integer (sluice_value_get_member (fact, "size")));
  return g_strdup_printf ("(not kept: %s)", size);
}

static const char *
get_text (SluiceValue  fact,
          const char  *member)
{
  return sluice_value_get_string (sluice_value_get_member (fact, member));
}

static char *
dup_outcome (SluiceValue fact)
{
  SluiceValue error = sluice_value_get_member (fact, "error");
  const char *message = SLUICE_VALUE_IS_OBJECT (error) ? get_text (error, "message") : sluice_value_get_string (error);

  if (message != NULL) /* the lines of a script below the first one are left out */
    return g_strdup_printf ("failed: %.*s", (int) strcspn (message, "\n"), message);
  return dup_part (fact, "value");
}

static void
print_phase (SluiceValue fact)
{
  const char *phase = get_text (fact, "phase");
  gint64 attempts = sluice_value_get_integer (sluice_value_get_member (fact, "attempts"));
  SluiceValue item = sluice_value_get_member (fact, "item");
  g_autoptr (GString) words = g_string_new (phase);
  g_autofree char *outcome = dup_outcome (fact);

  if (attempts > 1 && g_strcmp0 (phase, "exec") == 0)
    g_string_append_printf (words, ", attempt %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
                            sluice_value_get_integer (sluice_value_get_member (fact, "attempt")) + 1, attempts);
  if (SLUICE_VALUE_IS_INTEGER (item))
    g_string_append_printf (words, ", item %" G_GINT64_FORMAT, sluice_value_get_integer (item) + 1);
  if (sluice_value_get_boolean (sluice_value_get_member (fact, "mocked")))
    g_string_append (words, ", not run");
  if (g_strcmp0 (phase, "wait") == 0)
    sluice_debug_print_line ("  %s", words->str);
  else
    sluice_debug_print_line ("  %s: %s", words->str, outcome);
}

static void
print_change (SluiceValue fact)
{
  const char *type = get_text (fact, "op");
  g_autofree char *value = dup_part (fact, "value");

  if (g_strcmp0 (type, "remove") == 0)
    sluice_debug_print_line ("  removed %s", get_text (fact, "path"));
  else
    sluice_debug_print_line ("  wrote %s: %s", get_text (fact, "path"), value);
}

static void
print_end (SluiceValue card)
{
  SluiceValue target = sluice_value_get_member (card, "target");
  const char *action = get_text (card, "action");

  if (sluice_value_has_member (card, "error"))
    {
      g_autofree char *outcome = dup_outcome (card);

      sluice_debug_print_line ("  %s", outcome);
    }
  else if (!sluice_value_has_member (card, "ended"))
    g_print ("  it is not over\n");
  else
    sluice_debug_print_line ("  action %s%s%s", action != NULL ? action : "default",
                             SLUICE_VALUE_IS_STRING (target) ? ", then " : "",
                             SLUICE_VALUE_IS_STRING (target) ? sluice_value_get_string (target) : "");
}

static void
print_list (SluiceValue  card,
            const char  *list,
            void       (*print) (SluiceValue fact))
{
  SluiceValue items = sluice_value_get_member (card, list);

  for (guint i = 0; i < sluice_value_get_length (items); i++)
    print (sluice_value_get_element (items, i));
}

SLUICE_DEBUG_COMMAND (card)
{
  g_autoptr (SluiceRecord) record = NULL;
  g_auto (SluiceValue) card = SLUICE_VALUE_INIT;
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  guint64 visit;

  if (*argument != '\0' && !sluice_debug_read_number (argument, &visit, error))
    return FALSE;
  record = sluice_debug_session_open_record (self, error);
  if (record == NULL)
    return FALSE;
  if (*argument == '\0')
    visit = self->past == NULL && lane != NULL && sluice_lane_get_visit (lane) != 0 ? sluice_lane_get_visit (lane)
                                                                                    : get_last (self, record);
  if (visit == 0 || visit > sluice_record_get_n_visits (record))
    return sluice_debug_refuse (error, *argument == '\0' ? "This visit has not begun: card NUMBER shows another"
                                                         : "The run has no such visit: visits lists them");
  if (!sluice_record_get_card (record, visit, &card, error))
    return FALSE;
  sluice_debug_print_line ("visit %" G_GUINT64_FORMAT ": %s, lane %" G_GINT64_FORMAT, visit, get_text (card, "node"),
                           sluice_value_get_integer (sluice_value_get_member (card, "lane")));
  print_list (card, "phases", print_phase);
  print_list (card, "changes", print_change);
  print_end (card);
  return TRUE;
}
