/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the checks ask of single values. */

#include "graph/check-private.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "base/pointer.h"

gboolean
sluice_is_object (SluiceValue value)
{
  return SLUICE_VALUE_IS_OBJECT (value);
}

gboolean
sluice_is_array (SluiceValue value)
{
  return SLUICE_VALUE_IS_ARRAY (value);
}

gboolean
sluice_is_boolean (SluiceValue value)
{
  return SLUICE_VALUE_IS_BOOLEAN (value);
}

gboolean
sluice_is_number (SluiceValue value)
{
  return SLUICE_VALUE_IS_INTEGER (value) || SLUICE_VALUE_IS_REAL (value);
}

gboolean
sluice_is_count (SluiceValue value)
{
  gint64 number = sluice_value_get_integer (value);

  return SLUICE_VALUE_IS_INTEGER (value) && number >= 0 && number <= G_MAXINT;
}

gboolean
sluice_is_reference (SluiceValue value)
{
  static const char * const keys[] = { "$env", "$secret", "$file" };

  if (!SLUICE_VALUE_IS_OBJECT (value) || sluice_value_get_length (value) != 1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (sluice_value_get_member_string (value, keys[i]) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
sluice_is_line (SluiceValue value)
{
  return SLUICE_VALUE_IS_STRING (value) || sluice_is_reference (value);
}

gboolean
sluice_is_strings (SluiceValue value)
{
  if (!SLUICE_VALUE_IS_ARRAY (value))
    return FALSE;
  for (guint i = 0; i < sluice_value_get_length (value); i++)
    if (!SLUICE_VALUE_IS_STRING (sluice_value_get_element (value, i)))
      return FALSE;
  return TRUE;
}

gboolean
sluice_is_text (SluiceValue value)
{
  return sluice_is_line (value) || sluice_is_strings (value);
}

char *
sluice_check_did_you_mean (const char         *wanted,
                           const char * const *candidates)
{
  const char *closest = sluice_id_closest (wanted, candidates);

  return closest != NULL ? g_strdup_printf (_("did you mean '%s'?"), closest) : NULL;
}

gboolean
sluice_check_member (SluiceCheck     *check,
                     const char      *base,
                     SluiceValue      object,
                     const char      *key,
                     SluiceValueTest  test,
                     const char      *expected)
{
  g_autofree char *pointer = NULL;
  SluiceValue value;

  if (!sluice_value_has_member (object, key))
    return TRUE;
  value = sluice_value_get_member (object, key);
  if (test (value))
    return TRUE;
  pointer = sluice_pointer_join (base, key);
  sluice_check_error (check, "wrong-type", pointer, NULL, _("'%s' is %s here, not %s"), key,
                      sluice_value_type_name (sluice_value_get_value_type (value)), _(expected));
  return FALSE;
}

static char *
guess_flow (SluiceCheck *check,
            const char  *wanted)
{
  guint n = sluice_document_get_n_flows (check->document);
  g_autofree const char **ids = NULL;

  if (check->n_guesses == 0)
    return NULL;
  check->n_guesses--;
  ids = g_new0 (const char *, n + 1);
  for (guint i = 0; i < n; i++)
    ids[i] = sluice_document_get_flow_id (check->document, i);
  return sluice_check_did_you_mean (wanted, ids);
}

char *
sluice_check_guess_node (SluiceCheck *check,
                         const char  *flow,
                         const char  *wanted)
{
  guint n = sluice_document_get_n_nodes (check->document, flow);
  g_autofree const char **ids = NULL;

  if (check->n_guesses == 0)
    return NULL;
  check->n_guesses--;
  ids = g_new0 (const char *, n + 1);
  for (guint i = 0; i < n; i++)
    ids[i] = sluice_document_get_node_id (check->document, flow, i);
  return sluice_check_did_you_mean (wanted, ids);
}

void
sluice_check_flow_name (SluiceCheck *check,
                        const char  *pointer,
                        const char  *flow)
{
  if (!sluice_document_has_flow (check->document, flow))
    sluice_check_error (check, "no-flow", pointer, guess_flow (check, flow), _("no flow '%s'"),
                        flow);
}

/* Batches: "each", "parallel", or { "mode": …, "limit": …, "on_error": … } */

static void
check_choice (SluiceCheck        *check,
              const char         *pointer,
              SluiceValue         value,
              const char * const *choices)
{
  const char *choice = sluice_value_get_string (value);
  g_autofree char *list = g_strjoinv (", ", (char **) choices);

  if (choice != NULL && g_strv_contains (choices, choice))
    return;
  sluice_check_error (check, "bad-batch", pointer,
                      choice != NULL ? sluice_check_did_you_mean (choice, choices) : NULL,
                      _("one of these is expected: %s"), list);
}

static void
check_batch_object (SluiceCheck *check,
                    const char  *base,
                    SluiceValue  batch)
{
  static const char * const modes[] = { "each", "parallel", NULL };
  static const char * const reactions[] = { "let-run", "cancel-siblings", NULL };
  g_autofree char *mode = sluice_pointer_join (base, "mode");
  g_autofree char *limit = sluice_pointer_join (base, "limit");
  g_autofree char *on_error = sluice_pointer_join (base, "on_error");
  SluiceValue number = sluice_value_get_member (batch, "limit");

  check_choice (check, mode, sluice_value_get_member (batch, "mode"), modes);
  if (sluice_value_has_member (batch, "limit") &&
      (!SLUICE_VALUE_IS_INTEGER (number) || sluice_value_get_integer (number) < 1))
    sluice_check_error (check, "bad-batch", limit, NULL,
                        _("'limit' is a whole number of at least 1"));
  if (sluice_value_has_member (batch, "on_error"))
    check_choice (check, on_error, sluice_value_get_member (batch, "on_error"), reactions);
}

void
sluice_check_batch (SluiceCheck *check,
                    const char  *base,
                    SluiceValue  owner)
{
  static const char * const modes[] = { "each", "parallel", NULL };
  g_autofree char *pointer = NULL;
  SluiceValue batch = sluice_value_get_member (owner, "batch");

  if (!sluice_value_has_member (owner, "batch"))
    return;
  pointer = sluice_pointer_join (base, "batch");
  if (SLUICE_VALUE_IS_OBJECT (batch))
    check_batch_object (check, pointer, batch);
  else
    check_choice (check, pointer, batch, modes);
}
