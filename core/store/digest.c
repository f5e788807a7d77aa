/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A digest: what has changed at some places of a store since it was last asked.
 *
 * Each place is subscribed once. Its first change after a take keeps the value that was there; the
 * later ones only count. So what is kept is bounded by the places, and a place that changes a
 * million times between two takes is told once. */

#include "store/digest.h"

#include "base/json.h"

typedef struct
{
  SluiceStoreDigest *digest; /* borrowed */
  char              *pointer;
  guint              id; /* of the subscription */
  gboolean           changed;
  gboolean           had;
  SluiceValue        old_value; /* owned: what was there when it was first changed */
  SluiceAuthor       author;
  guint64            version;
} Place;

struct _SluiceStoreDigest
{
  guint                 ref_count;
  SluiceStore          *store;  /* owned */
  GHashTable           *places; /* pointer → Place, owned */
  GPtrArray            *changed; /* of Place, borrowed, in the order of their first changes */
  SluiceStoreDigestFunc wake;
  gpointer              user_data;
  GDestroyNotify        destroy;
};

/**
 * SluiceStoreDigest:
 *
 * What has changed at some places of a store since it was last taken.
 */

/**
 * SluiceStoreDigestFunc:
 * @digest: the digest
 * @user_data: what was given with it
 *
 * Is told that there is something to take. It must not change the store.
 */

/**
 * SluiceStoreEntry: (skip)
 * @pointer: the place
 * @had: whether there was anything at the last take
 * @has: whether there is something now
 * @old_value: what was there at the last take, null if nothing was
 * @value: what is there now, null if nothing is
 * @author: who made the last change
 * @version: the number of the last change
 *
 * What has changed at a place.
 */
G_DEFINE_BOXED_TYPE (SluiceStoreDigest, sluice_store_digest, sluice_store_digest_ref, sluice_store_digest_unref)

static void
place_free (gpointer data)
{
  Place *place = data;

  sluice_store_unsubscribe (place->digest->store, place->id);
  sluice_value_clear (&place->old_value);
  g_free (place->pointer);
  g_free (place);
}

static void
entry_free (gpointer data)
{
  SluiceStoreEntry *entry = data;

  sluice_value_clear (&entry->old_value);
  sluice_value_clear (&entry->value);
  g_free (entry->pointer);
  g_free (entry);
}

static void
notice_cb (SluiceStore             *store,
           const SluiceStoreNotice *notice,
           gpointer                 user_data)
{
  Place *place = user_data;
  SluiceStoreDigest *self = place->digest;

  place->author = *notice->author;
  place->version = notice->version;
  if (place->changed)
    return;

  place->changed = TRUE;
  place->had = notice->had;
  sluice_value_replace (&place->old_value, sluice_value_ref (notice->old_value));
  g_ptr_array_add (self->changed, place);
  if (self->changed->len == 1 && self->wake != NULL)
    self->wake (self, self->user_data);
}

/**
 * sluice_store_digest_new:
 * @store: a store
 * @wake: (nullable) (scope notified) (closure user_data) (destroy destroy): called when there is
 *   something to take: once, until it is taken
 * @user_data: for @wake
 * @destroy: (nullable): frees @user_data
 *
 * Makes a digest that looks at no place yet.
 *
 * Returns: (transfer full): the digest
 */
SluiceStoreDigest *
sluice_store_digest_new (SluiceStore           *store,
                         SluiceStoreDigestFunc  wake,
                         gpointer               user_data,
                         GDestroyNotify         destroy)
{
  SluiceStoreDigest *self;

  g_return_val_if_fail (SLUICE_IS_STORE (store), NULL);

  self = g_new0 (SluiceStoreDigest, 1);
  self->ref_count = 1;
  self->store = g_object_ref (store);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, place_free);
  self->changed = g_ptr_array_new ();
  self->wake = wake;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/**
 * sluice_store_digest_ref:
 * @self: a digest
 *
 * Returns: (transfer full): the digest
 */
SluiceStoreDigest *
sluice_store_digest_ref (SluiceStoreDigest *self)
{
  self->ref_count++;
  return self;
}

/**
 * sluice_store_digest_unref:
 * @self: a digest
 *
 * Drops a reference. With the last one it looks no more, and what was not taken is gone.
 */
void
sluice_store_digest_unref (SluiceStoreDigest *self)
{
  if (--self->ref_count > 0)
    return;

  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->changed);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_object_unref (self->store);
  g_free (self);
}

/**
 * sluice_store_digest_add:
 * @self: a digest
 * @pointer: a place (RFC 6901); nothing need be there
 * @error: return location for %SLUICE_POINTER_ERROR_SYNTAX
 *
 * Looks at a place from now on. A place that it looks at already stays as it is.
 *
 * Returns: %FALSE with an error if @pointer is none
 */
gboolean
sluice_store_digest_add (SluiceStoreDigest  *self,
                         const char         *pointer,
                         GError            **error)
{
  Place *place;

  g_return_val_if_fail (self != NULL && pointer != NULL, FALSE);

  if (g_hash_table_contains (self->places, pointer))
    return TRUE;
  place = g_new0 (Place, 1);
  place->digest = self;
  place->id = sluice_store_subscribe (self->store, pointer, notice_cb, place, NULL, error);
  if (place->id == 0)
    {
      g_free (place);
      return FALSE;
    }
  place->pointer = g_strdup (pointer);
  g_hash_table_insert (self->places, place->pointer, place);
  return TRUE;
}

/**
 * sluice_store_digest_remove:
 * @self: a digest
 * @pointer: a place
 *
 * Looks at a place no more; what has changed there since the last take is forgotten.
 *
 * Returns: whether it looked there
 */
gboolean
sluice_store_digest_remove (SluiceStoreDigest *self,
                            const char        *pointer)
{
  Place *place;

  g_return_val_if_fail (self != NULL && pointer != NULL, FALSE);

  place = g_hash_table_lookup (self->places, pointer);
  if (place == NULL)
    return FALSE;
  g_ptr_array_remove (self->changed, place);
  g_hash_table_remove (self->places, pointer);
  return TRUE;
}

/* NULL: the place is again what it was. */
static SluiceStoreEntry *
take_place (SluiceStoreDigest *self,
            Place             *place)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  gboolean has = sluice_store_lookup (self->store, place->pointer, &value, NULL);
  SluiceStoreEntry *entry;

  place->changed = FALSE;
  if (has == place->had && sluice_value_equal (value, place->old_value))
    {
      sluice_value_clear (&place->old_value);
      return NULL;
    }
  entry = g_new (SluiceStoreEntry, 1);
  *entry = (SluiceStoreEntry) { g_strdup (place->pointer), place->had, has, sluice_value_steal (&place->old_value),
                                sluice_value_ref (value), place->author, place->version };
  return entry;
}

/**
 * sluice_store_digest_take: (skip)
 * @self: a digest
 *
 * Takes what has changed since the last take: an entry for each place that is not again what it was,
 * in the order of their first changes.
 *
 * Returns: (transfer full) (element-type SluiceStoreEntry): the entries, which may be none
 */
GPtrArray *
sluice_store_digest_take (SluiceStoreDigest *self)
{
  GPtrArray *entries;

  g_return_val_if_fail (self != NULL, NULL);

  entries = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < self->changed->len; i++)
    {
      SluiceStoreEntry *entry = take_place (self, g_ptr_array_index (self->changed, i));

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_set_size (self->changed, 0);
  return entries;
}

static SluiceValue
entry_to_value (const SluiceStoreEntry *entry)
{
  SluiceValue object = sluice_value_object ();

  sluice_value_set_member (&object, "pointer", sluice_value_string (entry->pointer));
  if (entry->had)
    sluice_value_set_member (&object, "old", sluice_value_ref (entry->old_value));
  if (entry->has)
    sluice_value_set_member (&object, "value", sluice_value_ref (entry->value));
  sluice_value_set_member (&object, "version", sluice_value_integer ((gint64) entry->version));
  sluice_value_set_member (&object, "lane", sluice_value_integer (entry->author.lane));
  sluice_value_set_member (&object, "visit", sluice_value_integer ((gint64) entry->author.visit));
  return object;
}

/**
 * sluice_store_digest_take_json: (rename-to sluice_store_digest_take)
 * @self: a digest
 *
 * Takes what has changed since the last take: an object for each place that is not again what it
 * was, with "pointer", "old" if there was something, "value" if there is something, and of the last
 * change its "version", "lane" and "visit".
 *
 * Returns: (transfer full): an array, in the order of the places' first changes
 */
JsonNode *
sluice_store_digest_take_json (SluiceStoreDigest *self)
{
  g_autoptr (GPtrArray) entries = sluice_store_digest_take (self);
  g_auto (SluiceValue) array = sluice_value_array ();

  g_return_val_if_fail (entries != NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    sluice_value_append (&array, entry_to_value (g_ptr_array_index (entries, i)));
  return sluice_value_to_json_node (array);
}
