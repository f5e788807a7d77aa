/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Kept permissions: one small file, { "flows": [ { "path", "hash", "title", "allowed": { … } } ] }, the latest first.
 * A file that can't be read grants nothing. */

#include "kinds/trust.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/json.h"
#include "base/save.h"
#include "graph/format.h"

#define MAX_ENTRIES 1000

void
sluice_trust_entry_free (SluiceTrustEntry *entry)
{
  g_free (entry->path);
  g_free (entry->hash);
  g_free (entry->title);
  sluice_grants_unref (entry->allowed);
  g_free (entry);
}

static void
entry_free (gpointer data)
{
  sluice_trust_entry_free (data);
}

/**
 * sluice_trust_dup_hash:
 * @document: a document
 *
 * Returns: (transfer full): 64 hexadecimal digits for what it does
 */
char *
sluice_trust_dup_hash (SluiceDocument *document)
{
  /* As it is saved: a node that was drawn has its keys in the order in which they came. */
  g_auto (SluiceValue) root = sluice_format_order (sluice_document_get_root (document));
  g_autofree char *text = NULL;
  gsize length;

  sluice_value_remove_member (&root, "layout");
  text = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, &length);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
}

static char *
dup_file (void)
{
  return g_build_filename (g_get_user_state_dir (), "sluice", "permissions.json", NULL);
}

/* Reading */

static SluiceTrustEntry *
read_entry (SluiceValue value)
{
  const char *hash = sluice_value_get_member_string (value, "hash");
  SluiceTrustEntry *entry;

  if (hash == NULL)
    return NULL;
  entry = g_new0 (SluiceTrustEntry, 1);
  entry->path = g_strdup (sluice_value_get_member_string (value, "path"));
  entry->hash = g_strdup (hash);
  entry->title = g_strdup (sluice_value_get_member_string (value, "title"));
  entry->allowed = sluice_grants_new_from_value (sluice_value_get_member (value, "allowed"));
  return entry;
}

/**
 * sluice_trust_list: (skip)
 *
 * Returns: (transfer full): the flows that were allowed something for good
 */
GPtrArray *
sluice_trust_list (void)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autofree char *file = dup_file ();
  g_autofree char *text = NULL;
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  SluiceValue flows;
  gsize length;

  if (!sluice_file_load (file, 0, &text, &length, NULL, NULL)
      || !sluice_json_read (text, (gssize) length, NULL, &root, NULL, NULL))
    return entries;
  flows = sluice_value_get_member (root, "flows");
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (flows) && i < sluice_value_get_length (flows); i++)
    {
      SluiceTrustEntry *entry = read_entry (sluice_value_get_element (flows, i));

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return entries;
}

/* Writing */

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  if (text != NULL)
    sluice_value_set_member (object, key, sluice_value_string (text));
}

static gboolean
save (GPtrArray  *entries,
      GError    **error)
{
  g_autofree char *file = dup_file ();
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *text = NULL;
  g_auto (SluiceValue) root = sluice_value_object ();
  SluiceValue flows = sluice_value_array ();
  gsize length;

  for (guint i = 0; i < MIN (entries->len, MAX_ENTRIES); i++)
    {
      const SluiceTrustEntry *entry = g_ptr_array_index (entries, i);
      SluiceValue value = sluice_value_object ();

      set_text (&value, "path", entry->path);
      set_text (&value, "hash", entry->hash);
      set_text (&value, "title", entry->title);
      sluice_value_set_member (&value, "allowed", sluice_grants_to_value (entry->allowed));
      sluice_value_append (&flows, value);
    }
  sluice_value_set_member (&root, "flows", flows);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "The folder %s could not be made: %s", folder,
                   g_strerror (code));
      return FALSE;
    }
  text = sluice_json_write (root, SLUICE_JSON_WRITE_PRETTY, &length);
  return sluice_file_save (file, text, length, NULL, NULL, error);
}

/* Finding */

static gboolean
is_of (const SluiceTrustEntry *entry,
       const char             *path,
       const char             *hash)
{
  return g_strcmp0 (entry->hash, hash) == 0 || (path != NULL && g_strcmp0 (entry->path, path) == 0);
}

/* What lies elsewhere has other files beside it: only what does not depend on the place goes with the content. */
static void
add_allowed (SluiceGrants           *granted,
             const SluiceTrustEntry *entry,
             const char             *path)
{
  static const SluiceGrantType anywhere[] = { SLUICE_GRANT_HOST, SLUICE_GRANT_ENVIRONMENT, SLUICE_GRANT_KEYRING };

  if (g_strcmp0 (entry->path, path) == 0)
    {
      sluice_grants_add_all (granted, entry->allowed);
      return;
    }
  for (guint k = 0; k < G_N_ELEMENTS (anywhere); k++)
    for (guint i = 0; i < sluice_grants_get_n (entry->allowed, anywhere[k]); i++)
      sluice_grants_add (granted, anywhere[k], sluice_grants_get_name (entry->allowed, anywhere[k], i));
}

/**
 * sluice_trust_lookup:
 * @document: a document
 *
 * Returns: (transfer full): what a person allowed it for good; often nothing
 */
SluiceGrants *
sluice_trust_lookup (SluiceDocument *document)
{
  const char *path = sluice_document_get_path (document);
  g_autofree char *hash = sluice_trust_dup_hash (document);
  g_autoptr (GPtrArray) entries = sluice_trust_list ();
  SluiceGrants *granted = sluice_grants_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const SluiceTrustEntry *entry = g_ptr_array_index (entries, i);

      if (is_of (entry, path, hash))
        add_allowed (granted, entry, path);
    }
  return granted;
}

/* The entry of this very file, or of the same content that was never saved; taken out of the list. */
static SluiceTrustEntry *
steal_entry (GPtrArray  *entries,
             const char *path,
             const char *hash)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const SluiceTrustEntry *entry = g_ptr_array_index (entries, i);

      if (path != NULL ? g_strcmp0 (entry->path, path) == 0
                       : entry->path == NULL && g_str_equal (entry->hash, hash))
        return g_ptr_array_steal_index (entries, i);
    }
  return NULL;
}

static char *
dup_title (SluiceDocument *document)
{
  const char *name = sluice_document_get_name (document);
  const char *path = sluice_document_get_path (document);

  if (name != NULL && *name != '\0')
    return g_strdup (name);
  return path != NULL ? g_path_get_basename (path) : NULL;
}

/**
 * sluice_trust_keep:
 * @document: a document
 * @grants: what a person allows it
 * @error: return location
 *
 * Keeps that it may touch this from now on, beside what it may touch already.
 *
 * Returns: whether it is kept
 */
gboolean
sluice_trust_keep (SluiceDocument  *document,
                   SluiceGrants    *grants,
                   GError         **error)
{
  const char *path = sluice_document_get_path (document);
  g_autofree char *hash = sluice_trust_dup_hash (document);
  g_autoptr (GPtrArray) entries = sluice_trust_list ();
  SluiceTrustEntry *entry = steal_entry (entries, path, hash);

  if (entry == NULL)
    {
      entry = g_new0 (SluiceTrustEntry, 1);
      entry->path = g_strdup (path);
      entry->allowed = sluice_grants_new ();
    }
  g_free (entry->hash);
  g_free (entry->title);
  entry->hash = g_steal_pointer (&hash);
  entry->title = dup_title (document);
  sluice_grants_add_all (entry->allowed, grants);
  g_ptr_array_insert (entries, 0, entry);
  return save (entries, error);
}

/**
 * sluice_trust_revoke: (skip)
 * @entry: one of sluice_trust_list()
 * @error: return location
 *
 * Forgets it: the flow has to ask again.
 *
 * Returns: whether it is forgotten
 */
gboolean
sluice_trust_revoke (const SluiceTrustEntry  *entry,
                     GError                 **error)
{
  g_autoptr (GPtrArray) entries = sluice_trust_list ();
  SluiceTrustEntry *stolen = steal_entry (entries, entry->path, entry->hash);

  if (stolen == NULL)
    return TRUE;
  sluice_trust_entry_free (stolen);
  return save (entries, error);
}
