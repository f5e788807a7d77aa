/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debugger/session/past-parting.h"

#include "base/json.h"
#include "record/compare.h"

#include <glib/gi18n.h>

#define MAX_VALUE 80 /* characters of a value in a sentence */

static const char *
get_text (SluiceValue  fact,
          const char  *key)
{
  return sluice_value_get_member_string (fact, key);
}

static gboolean
is_event (SluiceValue      fact,
          SluiceEventType  type)
{
  return g_strcmp0 (get_text (fact, "event"), sluice_event_type_name (type)) == 0;
}

static char *
dup_value (SluiceValue fact)
{
  g_autofree char *text = sluice_json_write (sluice_value_get_member (fact, "value"), 0, NULL);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_VALUE)
    return g_steal_pointer (&text);
  start = g_utf8_substring (text, 0, MAX_VALUE);
  return g_strconcat (start, "…", NULL);
}

/* What a fact says, where it differs from another. */
static char *
describe (SluiceValue      fact,
          SluicePastTable *table)
{
  const char *node = get_text (fact, "node");
  const char *action = get_text (fact, "action");
  SluiceValue error = sluice_value_get_member (fact, "error");
  g_autofree char *value = NULL;

  if (SLUICE_VALUE_IS_NULL (fact))
    return g_strdup (_("it had ended"));
  if (sluice_value_has_member (fact, "error"))
    return g_strdup_printf ("“%s”", get_text (error, "message"));
  if (is_event (fact, SLUICE_EVENT_VISIT_STARTED))
    return g_strdup_printf (_("it went to “%s”"),
                            sluice_past_table_get_title (table, sluice_past_table_find_node (table, node)));
  if (is_event (fact, SLUICE_EVENT_VISIT_ENDED))
    return g_strdup_printf (_("it took “%s”"), action != NULL ? action : "default");
  value = dup_value (fact);
  if (is_event (fact, SLUICE_EVENT_PATCH))
    return g_strdup_printf (_("%s became %s"), get_text (fact, "path"),
                            g_strcmp0 (get_text (fact, "op"), "remove") == 0 ? _("nothing") : value);
  if (is_event (fact, SLUICE_EVENT_PHASE_ENDED))
    return g_strdup_printf (_("%s gave %s"), get_text (fact, "phase"), value);
  if (is_event (fact, SLUICE_EVENT_EFFECT_BEGAN))
    return g_strdup_printf (_("%s asked for %s"), get_text (fact, "text"), value);
  if (is_event (fact, SLUICE_EVENT_EFFECT_ENDED))
    return g_strdup_printf (_("%s gave %s"), get_text (fact, "text"), value);
  if (is_event (fact, SLUICE_EVENT_LOG))
    return g_strdup_printf (_("it logged %s"), value);
  if (is_event (fact, SLUICE_EVENT_WARNING))
    return g_strdup_printf ("“%s”", get_text (fact, "text"));
  return g_strdup (get_text (fact, "event"));
}

/* In the titles of the flow that the other one was recorded with. */
static char *
describe_other (SluiceValue   fact,
                SluiceRecord *other)
{
  const char *text = sluice_record_get_info (other)->document;
  g_autoptr (SluiceDocument) document = text != NULL ? sluice_document_new_from_text (text, -1, NULL) : NULL;
  SluicePastTable *table = sluice_past_table_new (document);
  char *words = describe (fact, table);

  sluice_past_table_free (table);
  return words;
}

void
sluice_past_parting_find (SluiceRecord    *record,
                          SluiceRecord    *other,
                          SluicePastTable *table,
                          SluicePastInfo  *info)
{
  g_auto (SluiceValue) difference = SLUICE_VALUE_INIT;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  SluiceValue first, second;

  info->other = g_strdup (sluice_record_get_path (other));
  if (!sluice_record_compare (record, other, &difference))
    return;
  first = sluice_value_get_member (difference, "first");
  second = sluice_value_get_member (difference, "second");
  info->parting = MAX (1, sluice_record_get_visit (record));
  if (SLUICE_VALUE_IS_NULL (first) && SLUICE_VALUE_IS_NULL (second))
    {
      info->parting_words = g_strdup (_("They begin with different stores"));
      return;
    }
  here = describe (first, table);
  there = describe_other (second, other);
  info->parting_words = g_strdup_printf (g_strcmp0 (sluice_record_get_info (record)->document,
                                                    sluice_record_get_info (other)->document) == 0
                                           ? _("%s; in the other run %s")
                                           : _("%s; in the other run, of another flow, %s"), here, there);
}
