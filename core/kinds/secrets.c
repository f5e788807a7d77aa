/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Secrets of one request, and their redaction. What is shorter than four bytes is no secret worth hiding,
 * and would blacken half a reply. */

#include "kinds/secrets.h"

#include <string.h>

#include "base/json.h"

#define MIN_LENGTH 4
#define MAX_NESTED 4 /* texts of JSON in each other */
#define MARK       "•••"

struct _SluiceSecrets
{
  SluiceRun  *run;   /* borrowed */
  GPtrArray  *forms; /* of char *, owned, zeroed when freed: each secret, and how it looks when coded */
  GHashTable *keys;  /* name → char *, owned, zeroed when freed: what the keyring holds; NULL: nothing was asked */
};

static void
zero_free (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

SluiceSecrets *
sluice_secrets_new (SluiceRun *run)
{
  SluiceSecrets *self = g_new0 (SluiceSecrets, 1);

  self->run = run;
  self->forms = g_ptr_array_new_with_free_func (zero_free);
  return self;
}

void
sluice_secrets_free (SluiceSecrets *self)
{
  g_ptr_array_unref (self->forms);
  g_clear_pointer (&self->keys, g_hash_table_unref);
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

/* With the other letters of RFC 4648 for URLs. */
static char *
dup_for_url (const char *base64)
{
  char *text = g_strdup (base64);

  return g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
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
        {
          coded[end] = '\0';
          add_form (self, dup_for_url (coded + first));
          add_form (self, g_strdup (coded + first));
        }
      explicit_bzero (padded, length + shift);
      explicit_bzero (coded, end);
    }
}

static void
append_utf16 (GString  *json,
              gunichar  c)
{
  if (c < 0x80)
    g_string_append_c (json, (char) c);
  else if (c < 0x10000)
    g_string_append_printf (json, "\\u%04x", c);
  else
    g_string_append_printf (json, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
}

static void
drop_string (GString *text)
{
  explicit_bzero (text->str, text->len);
  g_string_free (text, TRUE);
}

/* As writers of JSON do it: shortest, with ASCII alone, with slashes escaped. */
static void
add_escaped (GPtrArray  *texts,
             const char *text)
{
  GString *json = g_string_new (NULL);
  GString *ascii = g_string_new (NULL);

  sluice_json_write_string (text, strlen (text), json);
  g_string_truncate (json, json->len - 1);
  g_string_erase (json, 0, 1);
  for (const char *at = json->str; *at != '\0'; at = g_utf8_next_char (at))
    append_utf16 (ascii, g_utf8_get_char (at));
  for (guint i = 0; i < 2; i++)
    {
      GString *form = i == 0 ? json : ascii;

      g_ptr_array_add (texts, g_strdup (form->str));
      g_string_replace (form, "/", "\\/", 0);
      g_ptr_array_add (texts, g_strdup (form->str));
    }
  drop_string (json);
  drop_string (ascii);
}

/* And as it stands in JSON that is a text of JSON, and so on. Most secrets look the same in all of them. */
static void
add_json (SluiceSecrets *self,
          const char    *secret)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (zero_free);

  g_ptr_array_add (texts, g_strdup (secret));
  for (guint depth = 0; depth < MAX_NESTED; depth++)
    {
      GPtrArray *next = g_ptr_array_new_with_free_func (zero_free);

      for (guint i = 0; i < texts->len; i++)
        add_escaped (next, g_ptr_array_index (texts, i));
      g_ptr_array_unref (texts);
      texts = g_ptr_array_new_with_free_func (zero_free);
      for (guint i = 0; i < next->len; i++)
        if (!g_ptr_array_find_with_equal_func (texts, g_ptr_array_index (next, i), g_str_equal, NULL))
          g_ptr_array_add (texts, g_strdup (g_ptr_array_index (next, i)));
      g_ptr_array_unref (next);
      for (guint i = 0; i < texts->len; i++)
        add_form (self, g_strdup (g_ptr_array_index (texts, i)));
    }
  g_ptr_array_unref (texts);
}

/* Digits of percent codes in either case, and a form's plus for a space. */
static void
add_percent (SluiceSecrets *self,
             const char    *secret)
{
  char *upper = g_uri_escape_string (secret, NULL, FALSE);
  char *lower = g_strdup (upper);
  GString *form = g_string_new (upper);

  for (char *at = lower; *at != '\0'; at++)
    if (*at == '%' && at[1] != '\0' && at[2] != '\0')
      {
        at[1] = g_ascii_tolower (at[1]);
        at[2] = g_ascii_tolower (at[2]);
        at += 2;
      }
  g_string_replace (form, "%20", "+", 0);
  add_form (self, g_strdup (form->str));
  drop_string (form);
  add_form (self, lower);
  add_form (self, upper);
}

/* Two digits for each byte, in either case. */
static void
add_hex (SluiceSecrets *self,
         const char    *secret)
{
  static const char * const digits[] = { "0123456789abcdef", "0123456789ABCDEF" };
  const gsize length = strlen (secret);

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      char *form = g_malloc0 (2 * length + 1);

      for (gsize k = 0; k < length; k++)
        {
          form[2 * k] = digits[i][(guchar) secret[k] >> 4];
          form[2 * k + 1] = digits[i][(guchar) secret[k] & 15];
        }
      add_form (self, form);
    }
}

static void
add_secret (SluiceSecrets *self,
            const char    *secret)
{
  if (strlen (secret) < MIN_LENGTH)
    return;
  add_json (self, secret);
  add_percent (self, secret);
  add_base64 (self, secret);
  add_hex (self, secret);
  add_form (self, g_strdup (secret));
}

void
sluice_secrets_find_keys (SluiceValue  value,
                          GPtrArray   *names)
{
  const char *name = sluice_value_get_member_string (value, "$secret");
  SluiceValueIter iter;
  SluiceValue child;

  if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
  if (!SLUICE_VALUE_IS_OBJECT (value))
    return;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    sluice_secrets_find_keys (child, names);
}

void
sluice_secrets_add_key (SluiceSecrets *self,
                        const char    *name,
                        char          *take_secret)
{
  if (self->keys == NULL)
    self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, zero_free);
  g_hash_table_replace (self->keys, g_strdup (name), take_secret);
}

static const char *
find_variable (const char    *variable,
               SluiceGrants  *grants,
               GError       **error)
{
  const char *secret = NULL;

  if (!sluice_grants_has (grants, SLUICE_GRANT_ENVIRONMENT, variable))
    g_set_error (error, SLUICE_GRANT_ERROR, SLUICE_GRANT_ENVIRONMENT,
                 "The variable %s of the environment was not granted to this flow.", variable);
  else
    {
      secret = g_getenv (variable);
      if (secret == NULL || *secret == '\0' || !g_utf8_validate (secret, -1, NULL))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The variable %s of the environment is not set.",
                       variable);
          secret = NULL;
        }
    }
  return secret;
}

static const char *
find_key (SluiceSecrets  *self,
          const char     *name,
          SluiceGrants   *grants,
          GError        **error)
{
  const char *secret = NULL;

  if (!sluice_grants_has (grants, SLUICE_GRANT_KEYRING, name))
    g_set_error (error, SLUICE_GRANT_ERROR, SLUICE_GRANT_KEYRING,
                 "The key “%s” of the keyring was not granted to this flow.", name);
  else
    {
      secret = self->keys != NULL ? g_hash_table_lookup (self->keys, name) : NULL;
      if (secret == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                     "The keyring holds no key “%s”: store it in the preferences, under Models.", name);
    }
  return secret;
}

/* What a person typed in this run. */
static char *
resolve_answer (SluiceSecrets  *self,
                SluiceValue     number,
                GError        **error)
{
  const char *secret = self->run != NULL ? sluice_run_peek_secret (self->run, sluice_value_get_integer (number)) : NULL;

  if (secret == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "The secret that was typed is gone with the run that asked for it. Ask for it again.");
      return NULL;
    }
  add_secret (self, secret);
  return g_strdup (secret);
}

char *
sluice_secrets_resolve (SluiceSecrets  *self,
                        SluiceValue     value,
                        SluiceGrants   *grants,
                        GError        **error)
{
  const char *variable = sluice_value_get_member_string (value, "$env");
  const char *name = sluice_value_get_member_string (value, "$secret");
  const char *secret;

  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_dup_string (value);
  if (sluice_value_has_member (value, "$answer"))
    return resolve_answer (self, sluice_value_get_member (value, "$answer"), error);
  if (variable == NULL && name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "A text, { \"$env\": \"NAME\" } or { \"$secret\": \"NAME\" } is wanted for a header or "
                           "a key.");
      return NULL;
    }
  secret = variable != NULL ? find_variable (variable, grants, error) : find_key (self, name, grants, error);
  if (secret != NULL)
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
      gsize size;

      if (*form != *text)
        continue;
      size = strlen (form);
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

/* Whether the end of a text may be the beginning of a secret. */
static gboolean
may_begin (SluiceSecrets *self,
           const char    *text,
           gsize          length)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      const char *form = g_ptr_array_index (self->forms, i);

      if (*form == *text && strlen (form) > length && memcmp (text, form, length) == 0)
        return TRUE;
    }
  return FALSE;
}

char *
sluice_secrets_redact_piece (SluiceSecrets *self,
                             GString       *held,
                             const char    *piece)
{
  GString *clean = g_string_new (NULL);
  gsize at = 0;

  g_string_append (held, piece != NULL ? piece : "");
  while (at < held->len && (piece == NULL || !may_begin (self, held->str + at, held->len - at)))
    {
      const char *form = find_at (self, held->str + at, held->len - at);

      if (form != NULL)
        {
          g_string_append (clean, MARK);
          at += strlen (form);
        }
      else
        g_string_append_c (clean, held->str[at++]);
    }
  g_string_erase (held, 0, (gssize) at);
  return g_string_free (clean, FALSE);
}

static SluiceValue
make_clean (SluiceSecrets *self,
            SluiceValue    value)
{
  SluiceValueIter iter;
  SluiceValue child;
  SluiceValue copy;
  const char *key;

  if (SLUICE_VALUE_IS_STRING (value))
    {
      g_autofree char *text = sluice_secrets_redact (self, sluice_value_get_string (value), -1);

      return sluice_value_string (text);
    }
  if (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return sluice_value_ref (value);
  copy = SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_array () : sluice_value_object ();
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      g_autofree char *clean_key = key != NULL ? sluice_secrets_redact (self, key, -1) : NULL;

      if (clean_key != NULL)
        sluice_value_set_member (&copy, clean_key, make_clean (self, child));
      else
        sluice_value_append (&copy, make_clean (self, child));
    }
  return copy;
}

void
sluice_secrets_redact_value (SluiceSecrets *self,
                             SluiceValue   *value)
{
  if (self->forms->len > 0)
    sluice_value_replace (value, make_clean (self, *value));
}

void
sluice_secrets_redact_error (SluiceSecrets *self,
                             GError        *error)
{
  char *clean = sluice_secrets_redact (self, error->message, -1);

  g_free (error->message);
  error->message = clean;
}
