/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A person's breakpoints on one document: a table from address to whether it is enabled. They are
 * kept in a file of their own under the XDG state folder, named by the document's canonical path,
 * and go nowhere near the flow file. */

#include "debug/breakpoints.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <glib/gstdio.h>

#include "base/json.h"
#include "base/save.h"

struct _SluiceBreakpoints
{
  GObject     parent_instance;

  GHashTable *by_address; /* address → GINT_TO_POINTER (enabled) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceBreakpoints, sluice_breakpoints, G_TYPE_OBJECT)

/* More than this is no file of ours. */
#define MAX_FILE_BYTES (16 * 1024 * 1024)

static void
sluice_breakpoints_finalize (GObject *object)
{
  SluiceBreakpoints *self = SLUICE_BREAKPOINTS (object);

  g_hash_table_unref (self->by_address);

  G_OBJECT_CLASS (sluice_breakpoints_parent_class)->finalize (object);
}

static void
sluice_breakpoints_class_init (SluiceBreakpointsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_breakpoints_finalize;

  /**
   * SluiceBreakpoints::changed:
   * @self: the breakpoints
   * @address: (nullable): the one that changed; NULL: many
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sluice_breakpoints_init (SluiceBreakpoints *self)
{
  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * sluice_breakpoints_new:
 *
 * Returns: (transfer full): no breakpoints yet
 */
SluiceBreakpoints *
sluice_breakpoints_new (void)
{
  return g_object_new (SLUICE_TYPE_BREAKPOINTS, NULL);
}

static void
emit_changed (SluiceBreakpoints *self,
              const char        *address)
{
  g_signal_emit (self, signals[CHANGED], 0, address);
}

static void
fill (SluiceBreakpoints *self,
      SluiceValue        value)
{
  SluiceValueIter iter;
  const char *address;
  SluiceValue enabled;

  g_hash_table_remove_all (self->by_address);
  if (!SLUICE_VALUE_IS_OBJECT (value))
    return;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &address, &enabled))
    g_hash_table_insert (self->by_address, g_strdup (address),
                         GINT_TO_POINTER (sluice_value_get_boolean (enabled)));
}

/**
 * sluice_breakpoints_new_from_value:
 * @value: as sluice_breakpoints_to_value() gives it; anything but an object is no breakpoints
 *
 * Returns: (transfer full): the breakpoints
 */
SluiceBreakpoints *
sluice_breakpoints_new_from_value (SluiceValue value)
{
  SluiceBreakpoints *self = sluice_breakpoints_new ();

  fill (self, value);
  return self;
}

/**
 * sluice_breakpoints_assign:
 * @self: breakpoints
 * @value: as sluice_breakpoints_to_value() gives it
 *
 * Forgets all there are and takes those of @value.
 */
void
sluice_breakpoints_assign (SluiceBreakpoints *self,
                           SluiceValue        value)
{
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));

  fill (self, value);
  emit_changed (self, NULL);
}

/**
 * sluice_breakpoints_to_value:
 * @self: breakpoints
 *
 * Returns: (transfer full): an object from address to whether it is enabled, sorted; it shares
 *   nothing with @self, so that it can be handed to another thread
 */
SluiceValue
sluice_breakpoints_to_value (SluiceBreakpoints *self)
{
  SluiceValue value = sluice_value_object ();
  g_auto (GStrv) addresses = NULL;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), value);

  addresses = sluice_breakpoints_dup_addresses (self);
  for (guint i = 0; addresses[i] != NULL; i++)
    sluice_value_set_member (&value, addresses[i],
                             sluice_value_boolean (sluice_breakpoints_is_enabled (self, addresses[i])));
  return value;
}

/**
 * sluice_breakpoints_has:
 * @self: breakpoints
 * @address: a node
 *
 * Returns: whether one is set there, enabled or not
 */
gboolean
sluice_breakpoints_has (SluiceBreakpoints *self,
                        const char        *address)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  return g_hash_table_contains (self->by_address, address);
}

gboolean
sluice_breakpoints_is_enabled (SluiceBreakpoints *self,
                               const char        *address)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->by_address, address));
}

/**
 * sluice_breakpoints_set:
 * @self: breakpoints
 * @address: a node, "flow/node"; it need not exist
 * @enabled: whether runs stop there
 */
void
sluice_breakpoints_set (SluiceBreakpoints *self,
                        const char        *address,
                        gboolean           enabled)
{
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));
  g_return_if_fail (address != NULL);

  enabled = !!enabled;
  if (sluice_breakpoints_has (self, address) &&
      sluice_breakpoints_is_enabled (self, address) == enabled)
    return;
  g_hash_table_replace (self->by_address, g_strdup (address), GINT_TO_POINTER (enabled));
  emit_changed (self, address);
}

void
sluice_breakpoints_clear (SluiceBreakpoints *self,
                          const char        *address)
{
  g_autofree char *copy = g_strdup (address);

  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));
  g_return_if_fail (address != NULL);

  /* @address may be the key that is freed. */
  if (g_hash_table_remove (self->by_address, address))
    emit_changed (self, copy);
}

/**
 * sluice_breakpoints_toggle:
 * @self: breakpoints
 * @address: a node
 *
 * Clears what is set, enabled or not; else sets it.
 *
 * Returns: whether it is set now
 */
gboolean
sluice_breakpoints_toggle (SluiceBreakpoints *self,
                           const char        *address)
{
  gboolean was_set;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  was_set = sluice_breakpoints_has (self, address);
  if (was_set)
    sluice_breakpoints_clear (self, address);
  else
    sluice_breakpoints_set (self, address, TRUE);
  return !was_set;
}

guint
sluice_breakpoints_get_n (SluiceBreakpoints *self)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), 0);

  return g_hash_table_size (self->by_address);
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * sluice_breakpoints_dup_addresses:
 * @self: breakpoints
 *
 * Returns: (transfer full): where they are set, sorted
 */
char **
sluice_breakpoints_dup_addresses (SluiceBreakpoints *self)
{
  GPtrArray *addresses;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), NULL);

  addresses = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (addresses, g_strdup (key));
  g_ptr_array_sort (addresses, compare_addresses);
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (addresses, FALSE);
}

/**
 * sluice_breakpoints_hits:
 * @self: breakpoints
 * @address: (nullable): a node
 *
 * Returns: whether a run stops there
 */
gboolean
sluice_breakpoints_hits (SluiceBreakpoints *self,
                         const char        *address)
{
  return address != NULL && g_hash_table_size (self->by_address) > 0 &&
         GPOINTER_TO_INT (g_hash_table_lookup (self->by_address, address));
}

/* Files */

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
dup_file (const char *document_path)
{
  g_autofree char *path = dup_canonical_path (document_path);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *name = g_strconcat (hash, ".json", NULL);

  return g_build_filename (g_get_user_state_dir (), "sluice", "breakpoints", name, NULL);
}

/**
 * sluice_breakpoints_load:
 * @self: breakpoints
 * @document_path: (nullable): the flow file they are on; NULL: nothing is kept of it
 * @error: return location
 *
 * Forgets all there are and takes those kept for the document: none where nothing was kept. A file
 * that cannot be read leaves none.
 *
 * Returns: FALSE when there is a file that could not be read
 */
gboolean
sluice_breakpoints_load (SluiceBreakpoints  *self,
                         const char         *document_path,
                         GError            **error)
{
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) local = NULL;
  gsize length = 0;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  if (document_path != NULL)
    {
      file = dup_file (document_path);
      if (sluice_file_load (file, MAX_FILE_BYTES, &text, &length, NULL, &local))
        sluice_json_read (text, (gssize) length, NULL, &value, NULL, &local);
      else if (g_error_matches (local, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND))
        g_clear_error (&local);
    }

  sluice_breakpoints_assign (self, sluice_value_get_member (value, "breakpoints"));
  if (local == NULL)
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&local),
                              "The breakpoints of %s could not be read: ", document_path);
  return FALSE;
}

/**
 * sluice_breakpoints_save:
 * @self: breakpoints
 * @document_path: (nullable): the flow file they are on; NULL: nothing is kept
 * @error: return location
 *
 * Keeps them for the next time the document is opened. No breakpoints leave no file.
 *
 * Returns: whether they are kept
 */
gboolean
sluice_breakpoints_save (SluiceBreakpoints  *self,
                         const char         *document_path,
                         GError            **error)
{
  g_autofree char *file = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  gsize length;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  if (document_path == NULL)
    return TRUE;
  file = dup_file (document_path);
  if (sluice_breakpoints_get_n (self) == 0)
    {
      g_unlink (file);
      return TRUE;
    }

  folder = g_path_get_dirname (file);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "The folder %s could not be made: %s", folder, g_strerror (code));
      return FALSE;
    }
  value = sluice_value_object ();
  sluice_value_set_member (&value, "document", sluice_value_string (document_path));
  sluice_value_set_member (&value, "breakpoints", sluice_breakpoints_to_value (self));
  text = sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, &length);
  return sluice_file_save (file, text, length, NULL, NULL, error);
}
