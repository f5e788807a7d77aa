/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* People: "ask" and "choose" effects stay open until they are answered or refused. */

#include <string.h>

#include "base/json.h"
#include "engine/call-private.h"
#include "engine/run-private.h"

static SluiceEffect *
find_prompt (SluiceRun *self,
             guint64    id)
{
  for (guint i = 0; i < self->prompts->len; i++)
    {
      SluiceEffect *effect = g_ptr_array_index (self->prompts, i);

      if (effect->id == id)
        return effect;
    }
  return NULL;
}

/* A choice is any value; an object {value, label} stands for its value. */
static SluiceValue
get_choice (SluiceValue choices,
            guint       index)
{
  SluiceValue choice = sluice_value_get_element (choices, index);

  if (SLUICE_VALUE_IS_OBJECT (choice) && sluice_value_has_member (choice, "value"))
    return sluice_value_get_member (choice, "value");
  return choice;
}

static void
append_choice (GString     *text,
               SluiceValue  choice)
{
  if (SLUICE_VALUE_IS_STRING (choice))
    g_string_append (text, sluice_value_get_string (choice));
  else
    sluice_json_write_to (choice, SLUICE_JSON_WRITE_COMPACT, 0, text);
}

static gboolean
takes_choice (SluiceValue   request,
              SluiceValue   answer,
              GError      **error)
{
  SluiceValue choices = sluice_value_get_member (request, "choices");
  g_autoptr (GString) text = NULL;

  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    if (sluice_value_equal (get_choice (choices, i), answer))
      return TRUE;

  text = g_string_new ("“");
  append_choice (text, answer);
  g_string_append (text, "” is none of the choices: ");
  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_choice (text, get_choice (choices, i));
    }
  g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER, "%s.", text->str);
  return FALSE;
}

static gboolean
parse_number (SluiceValue *answer)
{
  const char *text = sluice_value_get_string (*answer);
  char *end = NULL;
  double number;

  if (text == NULL || *text == '\0' || g_ascii_isspace (*text))
    return FALSE;
  number = g_ascii_strtod (text, &end);
  if (*end != '\0' || number != number || number - number != 0)
    return FALSE;
  if (number == (gint64) CLAMP (number, -9e15, 9e15) && strpbrk (text, ".eE") == NULL)
    sluice_value_replace (answer, sluice_value_integer ((gint64) number));
  else
    sluice_value_replace (answer, sluice_value_real (number));
  return TRUE;
}

/* What people type is text: where a number or a yes is wanted, it is read as one. */
static gboolean
takes_text (SluiceValue   request,
            SluiceValue  *answer,
            GError      **error)
{
  const char *type = sluice_value_get_member_string (request, "type");

  if (g_strcmp0 (type, "number") == 0)
    {
      if (SLUICE_VALUE_IS_NUMBER (*answer) || parse_number (answer))
        return TRUE;
      g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER, "A number is wanted.");
      return FALSE;
    }
  if (type != NULL && !SLUICE_VALUE_IS_STRING (*answer))
    {
      g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER, "Text is wanted.");
      return FALSE;
    }
  return TRUE;
}

gboolean
sluice_prompt_takes (SluiceEffect  *effect,
                     SluiceValue   *answer,
                     GError       **error)
{
  if (strcmp (effect->type, "choose") == 0)
    return takes_choice (effect->request, *answer, error);
  return takes_text (effect->request, answer, error);
}

/* Secrets that people typed: kept here and nowhere else. What goes into the store, the record and everything that is
 * written is a reference: { "$answer": 1 }. */

static G_DEFINE_QUARK (sluice-typed-secrets, typed_secrets)

static void
zero_free (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
unref_secrets (gpointer data)
{
  g_ptr_array_unref (data);
}

static SluiceValue
keep_secret (SluiceRun   *self,
             SluiceValue  answer)
{
  GPtrArray *secrets = sluice_run_get_data (self, typed_secrets_quark ());
  SluiceValue reference = sluice_value_object ();

  if (secrets == NULL)
    {
      secrets = g_ptr_array_new_with_free_func (zero_free);
      sluice_run_set_data (self, typed_secrets_quark (), secrets, unref_secrets);
    }
  g_ptr_array_add (secrets, sluice_value_dup_string (answer));
  sluice_value_set_member (&reference, "$answer", sluice_value_integer (secrets->len));
  return reference;
}

/**
 * sluice_run_peek_secret:
 * @self: a run
 * @number: what "$answer" of a reference says
 *
 * Returns: (transfer none) (nullable): the secret that a person typed; %NULL where the run does not have it, as
 *   after it was resumed
 */
const char *
sluice_run_peek_secret (SluiceRun *self,
                        gint64     number)
{
  GPtrArray *secrets;

  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  secrets = sluice_run_get_data (self, typed_secrets_quark ());
  return secrets != NULL && number >= 1 && number <= secrets->len ? g_ptr_array_index (secrets, number - 1) : NULL;
}

/**
 * sluice_run_get_n_prompts:
 * @self: a run
 *
 * Returns: how many questions wait for an answer
 */
guint
sluice_run_get_n_prompts (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);

  return self->prompts->len;
}

/**
 * sluice_run_get_prompt: (skip)
 * @self: a run
 * @index: which open prompt, the oldest first
 *
 * Returns: (transfer none) (nullable): the effect that waits for an answer
 */
SluiceEffect *
sluice_run_get_prompt (SluiceRun *self,
                       guint      index)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return index < self->prompts->len ? g_ptr_array_index (self->prompts, index) : NULL;
}

/**
 * sluice_run_answer: (skip)
 * @self: a run
 * @effect: the id of an open prompt
 * @take: (transfer full): the answer
 * @error: return location for %SLUICE_ENGINE_ERROR_BAD_ANSWER
 *
 * Answers a prompt. An answer it does not take leaves it open. A secret is kept by the run, and what asked
 * for it is given a reference to it.
 *
 * Returns: whether it was answered
 */
gboolean
sluice_run_answer (SluiceRun    *self,
                   guint64       effect,
                   SluiceValue   take,
                   GError      **error)
{
  g_auto (SluiceValue) answer = take;
  SluiceEffect *prompt;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);

  prompt = find_prompt (self, effect);
  if (prompt == NULL)
    {
      g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER,
                   "No question is open under the number %" G_GUINT64_FORMAT ".", effect);
      return FALSE;
    }
  if (!sluice_prompt_takes (prompt, &answer, error))
    return FALSE;
  if (g_strcmp0 (sluice_value_get_member_string (prompt->request, "type"), "secret") == 0
      && SLUICE_VALUE_IS_STRING (answer) && sluice_value_get_string_length (answer) > 0)
    sluice_value_replace (&answer, keep_secret (self, answer));
  sluice_effect_return_value (prompt, sluice_value_steal (&answer));
  return TRUE;
}

/**
 * sluice_run_refuse_prompt:
 * @self: a run
 * @effect: the id of an open prompt
 * @take_error: (transfer full): why there will be no answer, say %SLUICE_ENGINE_ERROR_NO_ANSWER
 *
 * Ends a prompt with an error, which fails the phase that asked.
 */
void
sluice_run_refuse_prompt (SluiceRun *self,
                          guint64    effect,
                          GError    *take_error)
{
  SluiceEffect *prompt;

  g_return_if_fail (SLUICE_IS_RUN (self));

  prompt = find_prompt (self, effect);
  if (prompt != NULL)
    sluice_effect_return_error (prompt, take_error);
  else
    g_clear_error (&take_error);
}
