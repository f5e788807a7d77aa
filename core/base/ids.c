/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Ids and addresses. */

#include "base/ids.h"

#include <string.h>

#define MAX_BYTES    64
#define FALLBACK     "node"
#define SUFFIX_BYTES 24 /* "-" and the digits of any number */

static inline gboolean
is_first (char c)
{
  return g_ascii_islower (c) || g_ascii_isdigit (c);
}

static inline gboolean
is_other (char c)
{
  return is_first (c) || c == '-' || c == '_';
}

/**
 * sluice_id_is_valid:
 * @id: (nullable): a text
 *
 * Whether a text is an id: a lower-case ASCII letter or digit, then those, '-' and '_', at most
 * 64 bytes.
 *
 * Returns: %TRUE if it is
 */
gboolean
sluice_id_is_valid (const char *id)
{
  gsize length;

  if (id == NULL || !is_first (*id))
    return FALSE;
  for (length = 1; id[length] != '\0'; length++)
    if (length >= MAX_BYTES || !is_other (id[length]))
      return FALSE;
  return TRUE;
}

/**
 * sluice_id_from_title:
 * @title: a text for people, in any language
 *
 * Makes an id of a title: "Fetch recipes" gives "fetch-recipes". Accents are dropped, everything
 * else outside ASCII letters and digits becomes a '-'.
 *
 * Returns: (transfer full): the id, "node" if nothing is left of the title
 */
char *
sluice_id_from_title (const char *title)
{
  g_autofree char *ascii = NULL;
  GString *id = g_string_new (NULL);

  g_return_val_if_fail (title != NULL, g_string_free (id, FALSE));

  ascii = g_str_to_ascii (title, "C");
  for (const char *at = ascii; *at != '\0' && id->len < MAX_BYTES; at++)
    {
      if (g_ascii_isalnum (*at))
        g_string_append_c (id, g_ascii_tolower (*at));
      else if (*at == '_' && id->len > 0)
        g_string_append_c (id, '_');
      else if (*at != '\'' && *at != '?' && id->len > 0 && id->str[id->len - 1] != '-')
        g_string_append_c (id, '-');
    }
  while (id->len > 0 && !is_first (id->str[id->len - 1]))
    g_string_truncate (id, id->len - 1);
  if (id->len == 0)
    g_string_assign (id, FALLBACK);
  return g_string_free (id, FALSE);
}

/* The number at the end of "suggest-2", and the length of what is before; 1 if there is none. */
static guint64
split_number (const char *id,
              gsize      *stem)
{
  gsize length = strlen (id);
  gsize digits = length;

  while (digits > 0 && g_ascii_isdigit (id[digits - 1]))
    digits--;
  *stem = length;
  if (digits == length || digits < 2 || id[digits - 1] != '-' || id[digits] == '0' ||
      length - digits > 9)
    return 1;
  *stem = digits - 1;
  return g_ascii_strtoull (id + digits, NULL, 10);
}

/**
 * sluice_id_make_unique:
 * @wanted: a valid id
 * @is_taken: (scope call): whether an id is in use
 * @user_data: for @is_taken
 *
 * Finds an id that is free: @wanted itself, or with the next free number behind it.
 *
 * Returns: (transfer full): the id
 */
char *
sluice_id_make_unique (const char        *wanted,
                       SluiceIdTakenFunc  is_taken,
                       gpointer           user_data)
{
  gsize stem;
  guint64 number;

  g_return_val_if_fail (sluice_id_is_valid (wanted), NULL);
  g_return_val_if_fail (is_taken != NULL, NULL);

  if (!is_taken (wanted, user_data))
    return g_strdup (wanted);

  number = split_number (wanted, &stem);
  for (;;)
    {
      char suffix[SUFFIX_BYTES];
      gsize kept;
      g_autofree char *id = NULL;

      g_snprintf (suffix, sizeof suffix, "-%" G_GUINT64_FORMAT, ++number);
      kept = MIN (stem, MAX_BYTES - strlen (suffix));
      id = g_strdup_printf ("%.*s%s", (int) kept, wanted, suffix);
      if (!is_taken (id, user_data))
        return g_steal_pointer (&id);
    }
}

/* Edit distance with swaps of neighbours, over bytes, of texts of at most MAX_BYTES. */
static guint
get_distance (const char *a,
              const char *b)
{
  guint rows[3][MAX_BYTES + 1];
  guint length = (guint) strlen (b);

  for (guint j = 0; j <= length; j++)
    rows[0][j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i - 1) % 3];
      const guint *above2 = rows[(i + 1) % 3];

      row[0] = i;
      for (guint j = 1; j <= length; j++)
        {
          guint change = above[j - 1] + (a[i - 1] != b[j - 1]);

          row[j] = MIN (change, MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], above2[j - 2] + 1);
        }
    }
  return rows[strlen (a) % 3][length];
}

/**
 * sluice_id_closest:
 * @wanted: what was written
 * @candidates: (array zero-terminated=1): what could have been meant
 *
 * Finds what was probably meant: the candidate that takes the fewest edits, and at most a third
 * of its length. Case does not count.
 *
 * Returns: (transfer none) (nullable): one of @candidates, or %NULL if none is close
 */
const char *
sluice_id_closest (const char         *wanted,
                   const char * const *candidates)
{
  g_autofree char *folded = NULL;
  const char *closest = NULL;
  guint best = G_MAXUINT;

  g_return_val_if_fail (wanted != NULL && candidates != NULL, NULL);

  if (strlen (wanted) > MAX_BYTES)
    return NULL;
  folded = g_ascii_strdown (wanted, -1);
  for (guint i = 0; candidates[i] != NULL; i++)
    {
      g_autofree char *other = NULL;
      guint distance;

      if (strlen (candidates[i]) > MAX_BYTES)
        continue;
      other = g_ascii_strdown (candidates[i], -1);
      distance = get_distance (folded, other);
      if (distance < best && distance * 3 <= MAX (strlen (other), strlen (folded)))
        {
          best = distance;
          closest = candidates[i];
        }
    }
  return closest;
}

/**
 * sluice_address_join:
 * @flow: an address, or "" for none
 * @node: an id
 *
 * Joins an address and an id: "main" and "approve" give "main/approve".
 *
 * Returns: (transfer full): the address
 */
char *
sluice_address_join (const char *flow,
                     const char *node)
{
  g_return_val_if_fail (flow != NULL && node != NULL, NULL);

  return *flow != '\0' ? g_strconcat (flow, "/", node, NULL) : g_strdup (node);
}

/**
 * sluice_address_intern:
 * @address: (nullable): an address
 *
 * Two addresses are the same if their interned pointers are. GLib's own table of interned strings would do but for
 * its cost with very many of them: each time it has grown by two thousand it keeps what it had before as well.
 *
 * Returns: (transfer none) (nullable): the one copy of it, from any thread; %NULL of %NULL
 */
const char *
sluice_address_intern (const char *address)
{
  static GMutex lock;
  static GHashTable *known;  /* set of addresses, in texts */
  static GStringChunk *texts;
  char *found;

  if (address == NULL)
    return NULL;

  g_mutex_lock (&lock);
  if (known == NULL)
    {
      known = g_hash_table_new (g_str_hash, g_str_equal);
      texts = g_string_chunk_new (4096);
    }
  found = g_hash_table_lookup (known, address);
  if (found == NULL)
    {
      found = g_string_chunk_insert (texts, address);
      g_hash_table_add (known, found);
    }
  g_mutex_unlock (&lock);
  return found;
}

/**
 * sluice_address_split:
 * @address: an address
 * @parent: (out) (optional): all but the last id; "" if there is one only
 * @last: (out) (optional): the last id
 *
 * Splits an address before its last id.
 *
 * Returns: %FALSE if @address is not ids joined by '/'; nothing is set then
 */
gboolean
sluice_address_split (const char  *address,
                      char       **parent,
                      char       **last)
{
  g_auto (GStrv) ids = NULL;
  const char *slash;

  g_return_val_if_fail (address != NULL, FALSE);

  ids = g_strsplit (address, "/", -1);
  if (ids[0] == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!sluice_id_is_valid (ids[i]))
      return FALSE;

  slash = strrchr (address, '/');
  if (parent != NULL)
    *parent = slash != NULL ? g_strndup (address, slash - address) : g_strdup ("");
  if (last != NULL)
    *last = g_strdup (slash != NULL ? slash + 1 : address);
  return TRUE;
}
