/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debugger/session/watched.h"

#include <string.h>

/* "watch, line 1: no such thing", with the line below, is told beside the watch: what is wrong is enough. */
static char *
dup_told (const GError *error)
{
  const char *text = error->message;

  if (g_str_has_prefix (text, SLUICE_WATCHED_NAME ", line 1: "))
    text += strlen (SLUICE_WATCHED_NAME ", line 1: ");
  else if (g_str_has_prefix (text, SLUICE_WATCHED_NAME ": "))
    text += strlen (SLUICE_WATCHED_NAME ": ");
  return g_strndup (text, strcspn (text, "\n"));
}

/**
 * sluice_watched_new: (skip)
 * @expression: what is watched
 * @take_value: (transfer full): its value
 * @error: (nullable): why it has none
 *
 * Returns: (transfer full): an object that tells it
 */
SluiceValue
sluice_watched_new (const char   *expression,
                    SluiceValue   take_value,
                    const GError *error)
{
  SluiceValue entry = sluice_value_object ();
  g_autofree char *told = error != NULL ? dup_told (error) : NULL;

  sluice_value_set_member (&entry, "expression", sluice_value_string (expression));
  if (told == NULL)
    {
      sluice_value_set_member (&entry, "value", take_value);
      return entry;
    }
  sluice_value_set_member (&entry, "error", sluice_value_string (told));
  sluice_value_unref (take_value);
  return entry;
}
