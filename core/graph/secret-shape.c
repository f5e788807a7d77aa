/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What keys look like. A file is copied, mailed and committed: a key in it is soon everybody's. */

#include "graph/catalog.h"

#include <string.h>

/* What providers begin their keys with, and how long the rest is at least. */
static const struct
{
  const char *prefix;
  gsize       rest;
} shapes[] = {
  { "sk-", 20 },         { "sk_live_", 16 }, { "rk_live_", 16 },   { "pk-lf-", 16 },
  { "ghp_", 30 },        { "gho_", 30 },     { "ghs_", 30 },       { "github_pat_", 30 },
  { "glpat-", 16 },      { "xoxb-", 20 },    { "xoxp-", 20 },      { "xapp-", 20 },
  { "AKIA", 16 },        { "ASIA", 16 },     { "AIza", 30 },       { "ya29.", 20 },
  { "hf_", 20 },         { "gsk_", 20 },     { "r8_", 20 },        { "tvly-", 16 },
  { "SG.", 30 },         { "npm_", 30 },     { "pypi-", 30 },      { "eyJhbGciOi", 30 },
};

static const char WORD[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

/* A key has digits among its letters; "sk-something-that-people-say" has none. */
static gboolean
is_random (const char *text,
           gsize       length)
{
  gsize digits = 0;

  for (gsize i = 0; i < length; i++)
    digits += g_ascii_isdigit (text[i]);
  return digits >= 2;
}

static gboolean
is_key (const char *word,
        gsize       length)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      gsize start = strlen (shapes[i].prefix);

      if (length >= start + shapes[i].rest && strncmp (word, shapes[i].prefix, start) == 0)
        return is_random (word + start, length - start);
    }
  return FALSE;
}

/**
 * sluice_text_looks_secret:
 * @text: any text
 *
 * Looks for words with the shape of a key: a known beginning and enough digits and letters after it, or
 * the head of a private key. A guess, for warnings; it reads the text once.
 *
 * Returns: whether there is such a word
 */
gboolean
sluice_text_looks_secret (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (strstr (text, "-----BEGIN") != NULL && strstr (text, "PRIVATE KEY-----") != NULL)
    return TRUE;
  while (*text != '\0')
    {
      gsize length = strspn (text, WORD);

      if (length > 0 && is_key (text, length))
        return TRUE;
      text += length;
      text += strcspn (text, WORD);
    }
  return FALSE;
}
