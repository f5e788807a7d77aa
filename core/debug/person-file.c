/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debug/person-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <glib/gstdio.h>

#include "base/json.h"
#include "base/save.h"

/* More than this is no file of ours. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)

static char *
dup_canonical_path (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy;

  /* A document that is not saved yet is known by where it will be. */
  if (real == NULL)
    return g_canonicalize_filename (path, NULL);
  copy = g_strdup (real);
  free (real);
  return copy;
}

static char *
dup_file (const char *sort,
          const char *document_path)
{
  g_autofree char *path = dup_canonical_path (document_path);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *name = g_strconcat (hash, ".json", NULL);

  return g_build_filename (g_get_user_state_dir (), "sluice", sort, name, NULL);
}

gboolean
sluice_person_file_load (const char   *sort,
                         const char   *document_path,
                         SluiceValue  *value,
                         GError      **error)
{
  g_autofree char *file = dup_file (sort, document_path);
  g_autofree char *text = NULL;
  g_auto (SluiceValue) whole = SLUICE_VALUE_INIT;
  g_autoptr (GError) local = NULL;
  gsize length = 0;

  if (sluice_file_load (file, MAX_FILE_BYTES, &text, &length, NULL, &local))
    sluice_json_read (text, (gssize) length, NULL, &whole, NULL, &local);
  else if (g_error_matches (local, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND))
    g_clear_error (&local);
  *value = sluice_value_ref (sluice_value_get_member (whole, sort));
  if (local == NULL)
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "The %s of %s could not be read: ", sort, document_path);
  return FALSE;
}

gboolean
sluice_person_file_save (const char   *sort,
                         const char   *document_path,
                         SluiceValue   take_value,
                         GError      **error)
{
  g_autofree char *file = dup_file (sort, document_path);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *text = NULL;
  g_auto (SluiceValue) value = take_value;
  g_auto (SluiceValue) whole = SLUICE_VALUE_INIT;
  gsize length;

  if (SLUICE_VALUE_IS_NULL (value))
    {
      g_unlink (file);
      return TRUE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "The folder %s could not be made: %s", folder, g_strerror (code));
      return FALSE;
    }
  whole = sluice_value_object ();
  sluice_value_set_member (&whole, "document", sluice_value_string (document_path));
  sluice_value_set_member (&whole, sort, sluice_value_ref (value));
  text = sluice_json_write (whole, SLUICE_JSON_WRITE_PRETTY, &length);
  return sluice_file_save (file, text, length, NULL, NULL, error);
}

char *
sluice_address_dup_renamed (const char *address,
                            const char *from,
                            const char *to)
{
  gsize length = strlen (from);

  if (address == NULL || !g_str_has_prefix (address, from) || (address[length] != '\0' && address[length] != '/'))
    return NULL;
  return g_strconcat (to, address + length, NULL);
}
