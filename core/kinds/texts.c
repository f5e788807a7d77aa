/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts in files. Only below the document's folder, and only text. */

#include "kinds/texts.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "base/save.h"
#include "kinds/settings.h"

#define MAX_BYTES (16 * 1024 * 1024)

static char *
find_below (const char  *folder,
            const char  *path,
            GError     **error)
{
  g_autofree char *joined = g_build_filename (folder, path, NULL);
  g_autofree char *base = realpath (folder, NULL);
  char *real = realpath (joined, NULL);
  gsize length = base != NULL ? strlen (base) : 0;

  if (real == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no file “%s” beside the document", path);
  else if (g_path_is_absolute (path) || base == NULL || strncmp (real, base, length) != 0
           || (real[length] != '/' && length > 1))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 "“%s” is not below the document's folder", path);
  else
    return real;
  free (real);
  return NULL;
}

static gboolean
read_text (const char   *folder,
           const char   *path,
           SluiceValue  *text,
           GError      **error)
{
  g_autofree char *real = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  if (folder == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "“%s” is kept beside the document; save the document first", path);
      return FALSE;
    }
  real = find_below (folder, path, error);
  if (real == NULL || !sluice_file_load (real, MAX_BYTES, &content, &length, NULL, error))
    return FALSE;
  if (!g_utf8_validate (content, (gssize) length, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "“%s” is no UTF-8 text; convert it to UTF-8", path);
      return FALSE;
    }
  *text = sluice_value_string_len (content, length);
  return TRUE;
}

static gboolean
resolve_children (SluiceValue   value,
                  const char   *folder,
                  SluiceValue  *resolved,
                  GError      **error)
{
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;
  guint index = 0;

  *resolved = sluice_value_ref (value);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      SluiceValue made;

      if (!sluice_texts_resolve (child, folder, &made, error))
        {
          sluice_value_clear (resolved);
          return FALSE;
        }
      if (sluice_value_is_same (made, child))
        sluice_value_unref (made);
      else if (key != NULL)
        sluice_value_set_member (resolved, key, made);
      else
        sluice_value_set_element (resolved, index, made);
      index++;
    }
  return TRUE;
}

gboolean
sluice_texts_resolve (SluiceValue   value,
                      const char   *folder,
                      SluiceValue  *resolved,
                      GError      **error)
{
  const char *path = sluice_value_get_member_string (value, "$file");

  if (path != NULL)
    return read_text (folder, path, resolved, error);
  if (SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value))
    return resolve_children (value, folder, resolved, error);
  *resolved = sluice_value_ref (value);
  return TRUE;
}

gboolean
sluice_texts_resolve_node (SluiceValue   object,
                           const char   *folder,
                           SluiceValue  *resolved,
                           GError      **error)
{
  static const char * const keys[] = { "settings", "input", "prep", "exec", "fallback", "post", "action" };

  *resolved = sluice_value_ref (object);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      SluiceValue member = sluice_value_get_member (object, keys[i]);
      SluiceValue made;

      if (SLUICE_VALUE_IS_NULL (member))
        continue;
      if (!sluice_texts_resolve (member, folder, &made, error))
        {
          sluice_value_clear (resolved);
          return FALSE;
        }
      sluice_value_set_member (resolved, keys[i], made);
    }
  return TRUE;
}
