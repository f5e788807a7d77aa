/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What people type, read as what a prompt wants. The engine has the last word on an answer
 * (sluice_run_answer()); here a text becomes one. */

#include "debug/prompt.h"

#include <string.h>

#include "base/json.h"

static char *
text_of_value (SluiceValue value)
{
  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_dup_string (value);
  return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
}

/* A choice is any value; an object {value, label} stands for its value. */
static SluiceValue
get_choice (SluiceEffect *prompt,
            guint         index)
{
  SluiceValue choices = sluice_value_get_member (sluice_effect_get_request (prompt), "choices");
  SluiceValue choice = sluice_value_get_element (choices, index);

  if (SLUICE_VALUE_IS_OBJECT (choice) && sluice_value_has_member (choice, "value"))
    return sluice_value_get_member (choice, "value");
  return choice;
}

/**
 * sluice_prompt_dup_text: (skip)
 * @prompt: an effect of type "ask" or "choose"
 *
 * Returns: (transfer full): what is asked
 */
char *
sluice_prompt_dup_text (SluiceEffect *prompt)
{
  SluiceValue text = sluice_value_get_member (sluice_effect_get_request (prompt), "prompt");

  return SLUICE_VALUE_IS_NULL (text) ? g_strdup ("") : text_of_value (text);
}

/* Returns: the sort of answer that is wanted; "text" where nothing is said */
const char *
sluice_prompt_get_input (SluiceEffect *prompt)
{
  const char *type = sluice_value_get_member_string (sluice_effect_get_request (prompt), "type");

  return type != NULL ? type : "text";
}

/* Returns: (transfer full) (nullable): what an empty answer stands for */
char *
sluice_prompt_dup_fallback (SluiceEffect *prompt)
{
  SluiceValue fallback = sluice_value_get_member (sluice_effect_get_request (prompt), "default");

  if (SLUICE_VALUE_IS_NULL (fallback) || g_strcmp0 (sluice_value_get_string (fallback), "") == 0)
    return NULL;
  return text_of_value (fallback);
}

/* A question that says nothing of what it wants takes anything. */
gboolean
sluice_prompt_allows_empty (SluiceEffect *prompt)
{
  SluiceValue request = sluice_effect_get_request (prompt);

  return !sluice_value_has_member (request, "type") ||
         sluice_value_get_boolean (sluice_value_get_member (request, "allow-empty"));
}

/* Returns: (transfer full) (nullable): the choices as text, in order; NULL for an ask */
char **
sluice_prompt_dup_choices (SluiceEffect *prompt)
{
  SluiceValue choices = sluice_value_get_member (sluice_effect_get_request (prompt), "choices");
  GPtrArray *texts;

  if (!g_str_equal (sluice_effect_get_effect_type (prompt), "choose"))
    return NULL;
  texts = g_ptr_array_new ();
  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    g_ptr_array_add (texts, text_of_value (get_choice (prompt, i)));
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

static int
find_number (const char * const *choices,
             const char         *text)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, g_strv_length ((char **) choices), &number, NULL))
    return -1;
  return (int) number - 1;
}

/* -1: none begins with @text; -2: several do. */
static int
find_prefix (const char * const *choices,
             const char         *text)
{
  g_autofree char *wanted = g_utf8_casefold (text, -1);
  int found = -1;

  for (int i = 0; *text != '\0' && choices[i] != NULL; i++)
    {
      g_autofree char *choice = g_utf8_casefold (choices[i], -1);

      if (!g_str_has_prefix (choice, wanted))
        continue;
      /* Written out in full it is the one, whatever else begins with it. */
      if (g_str_equal (choice, wanted))
        return i;
      found = found == -1 ? i : -2;
    }
  return found;
}

/**
 * sluice_prompt_match: (skip)
 * @choices: what there is to choose from
 * @text: a choice, its number from 1, or the beginning of one choice only
 * @error: return location for %SLUICE_ENGINE_ERROR_BAD_ANSWER, which lists the choices
 *
 * Returns: the place of the choice, or -1
 */
int
sluice_prompt_match (const char * const  *choices,
                     const char          *text,
                     GError             **error)
{
  g_autoptr (GString) list = NULL;
  int found;

  for (int i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], text))
      return i;
  found = find_number (choices, text);
  if (found < 0)
    found = find_prefix (choices, text);
  if (found >= 0)
    return found;

  list = g_string_new (NULL);
  for (guint i = 0; choices[i] != NULL; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", choices[i]);
  g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER,
               found == -2 ? "“%s” could be several of the choices: %s."
                           : "“%s” is none of the choices: %s.",
               text, list->str);
  return -1;
}

static gboolean
is_number (const char *text)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && !g_ascii_isspace (*text) && number - number == 0;
}

/**
 * sluice_prompt_takes_text: (skip)
 * @input: as sluice_prompt_get_input()
 * @allows_empty: as sluice_prompt_allows_empty()
 * @text: what was typed
 * @error: return location for %SLUICE_ENGINE_ERROR_BAD_ANSWER
 *
 * Returns: whether an ask takes @text
 */
gboolean
sluice_prompt_takes_text (const char  *input,
                          gboolean     allows_empty,
                          const char  *text,
                          GError     **error)
{
  if (g_str_equal (input, "number") && !is_number (text))
    g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER,
                 "“%s” is no number; write it like 12 or 0.5.", text);
  else if (*text == '\0' && !allows_empty)
    g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER,
                         "An answer that is not empty is wanted.");
  else
    return TRUE;
  return FALSE;
}

/**
 * sluice_prompt_read: (skip)
 * @prompt: an open prompt
 * @text: what was typed
 * @answer: (out): what sluice_run_answer() takes
 * @error: return location for %SLUICE_ENGINE_ERROR_BAD_ANSWER, which says what is accepted
 *
 * Returns: whether @prompt takes @text
 */
gboolean
sluice_prompt_read (SluiceEffect  *prompt,
                    const char    *text,
                    SluiceValue   *answer,
                    GError       **error)
{
  g_auto (GStrv) choices = sluice_prompt_dup_choices (prompt);
  g_autofree char *fallback = NULL;

  if (choices != NULL)
    {
      int index = sluice_prompt_match ((const char * const *) choices, text, error);

      if (index < 0)
        return FALSE;
      *answer = sluice_value_ref (get_choice (prompt, (guint) index));
      return TRUE;
    }

  fallback = *text == '\0' ? sluice_prompt_dup_fallback (prompt) : NULL;
  if (fallback != NULL)
    text = fallback;
  if (!sluice_prompt_takes_text (sluice_prompt_get_input (prompt),
                                 sluice_prompt_allows_empty (prompt), text, error))
    return FALSE;
  *answer = sluice_value_string (text);
  return TRUE;
}
