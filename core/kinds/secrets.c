/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Secrets of one request, and their redaction. What is shorter than four bytes is no secret worth hiding,
 * and would blacken half a reply. */

#include "kinds/secrets.h"

#include <string.h>

#include "base/json.h"

#define MIN_LENGTH 4
#define MARK       "•••"

struct _SluiceSecrets
{
  GPtrArray *forms; /* of char *, owned, zeroed when freed: each secret, and how it looks when coded */
};

static void
zero_free (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

SluiceSecrets *
sluice_secrets_new (void)
{
  SluiceSecrets *self = g_new (SluiceSecrets, 1);

  self->forms = g_ptr_array_new_with_free_func (zero_free);
  return self;
}

void
sluice_secrets_free (SluiceSecrets *self)
{
  g_ptr_array_unref (self->forms);
  g_free (self);
}

static void
add_form (SluiceSecrets *self,
          char          *take_form)
{
  if (strlen (take_form) < MIN_LENGTH || g_ptr_array_find_with_equal_func (self->forms, take_form, g_str_equal, NULL))
    zero_free (take_form);
  else
    g_ptr_array_add (self->forms, take_form);
}

/* Base64 of a secret within other text depends on where it begins: the middle of each of the three ways,
 * which is the same whatever stands around. */
static void
add_base64 (SluiceSecrets *self,
            const char    *secret)
{
  const gsize length = strlen (secret);

  for (gsize shift = 0; shift < 3; shift++)
    {
      g_autofree char *padded = g_strconcat (shift == 0 ? "" : shift == 1 ? "x" : "xx", secret, NULL);
      g_autofree char *coded = g_base64_encode ((const guchar *) padded, length + shift);
      gsize first = shift == 0 ? 0 : shift + 1;
      gsize end = (length + shift) / 3 * 4;

      if (end > first)
        add_form (self, g_strndup (coded + first, end - first));
      explicit_bzero (padded, length + shift);
      explicit_bzero (coded, strlen (coded));
    }
}

static void
add_secret (SluiceSecrets *self,
            const char    *secret)
{
  GString *json = g_string_new (NULL);

  if (strlen (secret) >= MIN_LENGTH)
    {
      sluice_json_write_string (secret, strlen (secret), json);
      add_form (self, g_strndup (json->str + 1, json->len - 2));
      add_form (self, g_uri_escape_string (secret, NULL, FALSE));
      add_base64 (self, secret);
      add_form (self, g_strdup (secret));
    }
  explicit_bzero (json->str, json->len);
  g_string_free (json, TRUE);
}

char *
sluice_secrets_resolve (SluiceSecrets  *self,
                        SluiceValue     value,
                        SluiceGrants   *grants,
                        GError        **error)
{
  const char *variable = sluice_value_get_member_string (value, "$env");
  const char *secret;

  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_dup_string (value);
  if (variable == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "A text or { \"$env\": \"NAME\" } is wanted for a header or a key.");
      return NULL;
    }
  if (!sluice_grants_has (grants, SLUICE_GRANT_ENVIRONMENT, variable))
    {
      g_set_error (error, SLUICE_GRANT_ERROR, SLUICE_GRANT_ENVIRONMENT,
                   "The variable %s of the environment was not granted to this flow.", variable);
      return NULL;
    }
  secret = g_getenv (variable);
  if (secret == NULL || *secret == '\0' || !g_utf8_validate (secret, -1, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The variable %s of the environment is not set.", variable);
      return NULL;
    }
  add_secret (self, secret);
  return g_strdup (secret);
}

static const char *
find_at (SluiceSecrets *self,
         const char    *text,
         gsize          length)
{
  const char *longest = NULL;

  for (guint i = 0; i < self->forms->len; i++)
    {
      const char *form = g_ptr_array_index (self->forms, i);
      gsize size = strlen (form);

      if (size <= length && memcmp (text, form, size) == 0 && (longest == NULL || size > strlen (longest)))
        longest = form;
    }
  return longest;
}

char *
sluice_secrets_redact (SluiceSecrets *self,
                       const char    *text,
                       gssize         length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  GString *clean;

  if (self->forms->len == 0)
    return g_strndup (text, n);
  clean = g_string_sized_new (n);
  for (gsize at = 0; at < n;)
    {
      const char *form = find_at (self, text + at, n - at);

      if (form != NULL)
        {
          g_string_append (clean, MARK);
          at += strlen (form);
        }
      else
        g_string_append_c (clean, text[at++]);
    }
  return g_string_free (clean, FALSE);
}

void
sluice_secrets_redact_error (SluiceSecrets *self,
                             GError        *error)
{
  char *clean = sluice_secrets_redact (self, error->message, -1);

  g_free (error->message);
  error->message = clean;
}
