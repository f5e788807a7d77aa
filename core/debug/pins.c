/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A person's pinned results on one document: in its file, and between threads, a list of objects with "node",
 * "result", "run" and "visit" where it comes from a record, and "off" where it is not to be used. They are sorted by
 * address. */

#include "debug/pins.h"

#include <string.h>

#include "debug/person-file.h"

struct _SluicePins
{
  GObject    parent_instance;

  GPtrArray  *all;   /* of SluicePin, owned, by address */
  GHashTable *kept_off; /* addresses whose pins in the file are off, also while the file has none */
  gboolean    muted;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePins, sluice_pins, G_TYPE_OBJECT)

/* Under which they are kept. */
#define SORT "pins"
/* Of the file's own those that the person does not use. */
#define OFF "off"

/**
 * sluice_pin_free: (skip)
 */
void
sluice_pin_free (SluicePin *pin)
{
  g_free (pin->address);
  sluice_value_unref (pin->result);
  sluice_value_unref (pin->kept);
  g_free (pin->run);
  g_free (pin);
}

/**
 * sluice_pin_copy: (skip)
 * @pin: a pin
 *
 * Returns: (transfer full): one that shares its result
 */
SluicePin *
sluice_pin_copy (const SluicePin *pin)
{
  SluicePin *copy = g_new0 (SluicePin, 1);

  copy->address = g_strdup (pin->address);
  copy->result = sluice_value_ref (pin->result);
  copy->run = g_strdup (pin->run);
  copy->visit = pin->visit;
  copy->is_off = pin->is_off;
  copy->is_own = pin->is_own;
  copy->is_kept = pin->is_kept;
  copy->has_kept = pin->has_kept;
  copy->kept = sluice_value_ref (pin->kept);
  return copy;
}

static void
sluice_pins_finalize (GObject *object)
{
  SluicePins *self = SLUICE_PINS (object);

  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->kept_off);

  G_OBJECT_CLASS (sluice_pins_parent_class)->finalize (object);
}

static void
sluice_pins_class_init (SluicePinsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_pins_finalize;

  /**
   * SluicePins::changed:
   * @self: the pins
   * @address: (nullable): the one that changed; NULL: many
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sluice_pins_init (SluicePins *self)
{
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_pin_free);
  self->kept_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
emit_changed (SluicePins *self,
              const char *address)
{
  g_signal_emit (self, signals[CHANGED], 0, address);
}

/* Where the pin of an address is, or would be. */
static guint
find_place (SluicePins *self,
            const char *address)
{
  guint first = 0, last = self->all->len;

  while (first < last)
    {
      guint middle = (first + last) / 2;

      if (strcmp (((SluicePin *) g_ptr_array_index (self->all, middle))->address, address) < 0)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

static void
compare_with_file (SluicePin *pin)
{
  pin->is_kept = pin->has_kept && sluice_value_equal (pin->result, pin->kept);
}

/* Takes the place of the one with the same address; the file keeps what it keeps. */
static void
put (SluicePins *self,
     SluicePin  *take)
{
  guint at = find_place (self, take->address);

  if (at < self->all->len && g_str_equal (sluice_pins_get (self, at)->address, take->address))
    {
      const SluicePin *old = sluice_pins_get (self, at);

      if (old->has_kept && !take->has_kept)
        {
          take->has_kept = TRUE;
          sluice_value_replace (&take->kept, sluice_value_ref (old->kept));
        }
      g_ptr_array_remove_index (self->all, at);
    }
  compare_with_file (take);
  g_ptr_array_insert (self->all, (int) at, take);
}

static void
fill (SluicePins  *self,
      SluiceValue  value)
{
  SluiceValue pins = sluice_value_get_member (value, SORT);
  SluiceValue muted = sluice_value_get_member (value, "muted");
  SluiceValue off = sluice_value_get_member (value, OFF);

  g_ptr_array_set_size (self->all, 0);
  g_hash_table_remove_all (self->kept_off);
  self->muted = SLUICE_VALUE_IS_BOOLEAN (muted) && sluice_value_get_boolean (muted);
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (off) && i < sluice_value_get_length (off); i++)
    if (SLUICE_VALUE_IS_STRING (sluice_value_get_element (off, i)))
      g_hash_table_add (self->kept_off, sluice_value_dup_string (sluice_value_get_element (off, i)));
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (pins) && i < sluice_value_get_length (pins); i++)
    {
      SluiceValue entry = sluice_value_get_element (pins, i);
      SluiceValue visit = sluice_value_get_member (entry, "visit");
      const char *address = sluice_value_get_string (sluice_value_get_member (entry, "node"));
      SluicePin *pin;

      if (address == NULL)
        continue;
      pin = g_new0 (SluicePin, 1);
      pin->address = g_strdup (address);
      pin->result = sluice_value_deep_copy (sluice_value_get_member (entry, "result"));
      pin->run = g_strdup (sluice_value_get_string (sluice_value_get_member (entry, "run")));
      if (SLUICE_VALUE_IS_INTEGER (visit))
        pin->visit = (guint64) MAX (sluice_value_get_integer (visit), 0);
      pin->is_off = sluice_value_get_boolean (sluice_value_get_member (entry, "off"));
      pin->has_kept = sluice_value_get_boolean (sluice_value_get_member (entry, "kept"));
      pin->is_own = !pin->has_kept;
      if (pin->has_kept)
        pin->kept = sluice_value_ref (pin->result);
      put (self, pin);
    }
}

/**
 * sluice_pins_new:
 *
 * Returns: (transfer full): no pins yet
 */
SluicePins *
sluice_pins_new (void)
{
  return g_object_new (SLUICE_TYPE_PINS, NULL);
}

/**
 * sluice_pins_new_from_value: (skip)
 * @value: as sluice_pins_to_value() gives it; anything else is no pins
 *
 * Returns: (transfer full): the pins
 */
SluicePins *
sluice_pins_new_from_value (SluiceValue value)
{
  SluicePins *self = sluice_pins_new ();

  fill (self, value);
  return self;
}

/**
 * sluice_pins_assign: (skip)
 * @self: pins
 * @value: as sluice_pins_to_value() gives it
 *
 * Forgets all there are and takes those of @value.
 */
void
sluice_pins_assign (SluicePins  *self,
                    SluiceValue  value)
{
  g_return_if_fail (SLUICE_IS_PINS (self));

  fill (self, value);
  emit_changed (self, NULL);
}

static SluiceValue
list_off (SluicePins *self)
{
  SluiceValue off = sluice_value_array ();
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, self->kept_off);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    sluice_value_append (&off, sluice_value_string (address));
  return off;
}

/* @is_whole: with those that are the file's alone */
static SluiceValue
make_value (SluicePins *self,
            gboolean    is_whole)
{
  SluiceValue value = sluice_value_object ();
  SluiceValue pins = sluice_value_array ();

  for (guint i = 0; i < self->all->len; i++)
    {
      const SluicePin *pin = sluice_pins_get (self, i);
      SluiceValue entry;

      if (!pin->is_own && !is_whole)
        continue;
      entry = sluice_value_object ();
      if (!pin->is_own)
        sluice_value_set_member (&entry, "kept", sluice_value_boolean (TRUE));
      sluice_value_set_member (&entry, "node", sluice_value_string (pin->address));
      sluice_value_set_member (&entry, "result", sluice_value_deep_copy (pin->result));
      if (pin->run != NULL)
        sluice_value_set_member (&entry, "run", sluice_value_string (pin->run));
      if (pin->visit != 0)
        sluice_value_set_member (&entry, "visit", sluice_value_integer ((gint64) pin->visit));
      if (pin->is_off)
        sluice_value_set_member (&entry, "off", sluice_value_boolean (TRUE));
      sluice_value_append (&pins, entry);
    }
  sluice_value_set_member (&value, SORT, pins);
  if (self->muted)
    sluice_value_set_member (&value, "muted", sluice_value_boolean (TRUE));
  if (g_hash_table_size (self->kept_off) > 0)
    sluice_value_set_member (&value, OFF, list_off (self));
  return value;
}

/**
 * sluice_pins_to_value: (skip)
 * @self: pins
 *
 * Returns: (transfer full): an object with the list "pins", and "muted" if they are; it shares nothing with @self, so
 *   that it can be handed to another thread
 */
SluiceValue
sluice_pins_to_value (SluicePins *self)
{
  g_return_val_if_fail (SLUICE_IS_PINS (self), sluice_value_object ());

  return make_value (self, TRUE);
}

guint
sluice_pins_get_n (SluicePins *self)
{
  g_return_val_if_fail (SLUICE_IS_PINS (self), 0);

  return self->all->len;
}

/**
 * sluice_pins_get: (skip)
 * @self: pins
 * @index: which, by their addresses in order
 *
 * Returns: (transfer none): the pin, until the next change
 */
const SluicePin *
sluice_pins_get (SluicePins *self,
                 guint       index)
{
  g_return_val_if_fail (SLUICE_IS_PINS (self), NULL);
  g_return_val_if_fail (index < self->all->len, NULL);

  return g_ptr_array_index (self->all, index);
}

/**
 * sluice_pins_find: (skip)
 * @self: pins
 * @address: (nullable): a node
 *
 * Returns: (transfer none) (nullable): its pin, until the next change
 */
const SluicePin *
sluice_pins_find (SluicePins *self,
                  const char *address)
{
  guint at;

  g_return_val_if_fail (SLUICE_IS_PINS (self), NULL);

  if (address == NULL)
    return NULL;
  at = find_place (self, address);
  if (at == self->all->len || !g_str_equal (sluice_pins_get (self, at)->address, address))
    return NULL;
  return sluice_pins_get (self, at);
}

/**
 * sluice_pins_set: (skip)
 * @self: pins
 * @address: the address of a node
 * @take_result: (transfer full): what its exec returns; of a batch the list of all results, of a flow its action
 * @run: (nullable): the record it comes from
 * @visit: the visit there, or 0
 *
 * Pins the result of a node, in place of the one it has.
 */
void
sluice_pins_set (SluicePins  *self,
                 const char  *address,
                 SluiceValue  take_result,
                 const char  *run,
                 guint64      visit)
{
  SluicePin *pin;

  g_return_if_fail (SLUICE_IS_PINS (self));
  g_return_if_fail (address != NULL);

  pin = g_new0 (SluicePin, 1);
  pin->address = g_strdup (address);
  pin->result = take_result;
  pin->run = g_strdup (run);
  pin->visit = visit;
  pin->is_own = TRUE;
  put (self, pin);
  emit_changed (self, pin->address);
}

/**
 * sluice_pins_restore: (skip)
 * @self: pins
 * @pin: one that was here; copied
 *
 * Brings back what was removed, unless the node has another one by now.
 */
void
sluice_pins_restore (SluicePins      *self,
                     const SluicePin *pin)
{
  const SluicePin *there;
  SluicePin *copy;

  g_return_if_fail (SLUICE_IS_PINS (self));
  g_return_if_fail (pin != NULL);

  there = sluice_pins_find (self, pin->address);
  if (!pin->is_own || (there != NULL && there->is_own))
    return;
  copy = sluice_pin_copy (pin);
  copy->has_kept = FALSE;
  put (self, copy);
  emit_changed (self, pin->address);
}

/* What the file keeps comes out from behind a person's, or goes. */
static void
uncover (SluicePins *self,
         guint       at)
{
  SluicePin *pin = g_ptr_array_index (self->all, at);

  if (!pin->has_kept)
    {
      g_ptr_array_remove_index (self->all, at);
      return;
    }
  pin->is_own = FALSE;
  pin->visit = 0;
  pin->is_off = g_hash_table_contains (self->kept_off, pin->address);
  g_clear_pointer (&pin->run, g_free);
  sluice_value_replace (&pin->result, sluice_value_ref (pin->kept));
  compare_with_file (pin);
}

static void
add_kept (SluicePins  *self,
          const char  *address,
          SluiceValue  kept)
{
  SluicePin *pin = g_new0 (SluicePin, 1);

  pin->address = g_strdup (address);
  pin->result = sluice_value_ref (kept);
  pin->kept = sluice_value_ref (kept);
  pin->has_kept = TRUE;
  pin->is_off = g_hash_table_contains (self->kept_off, address);
  put (self, pin);
}

/**
 * sluice_pins_set_kept: (skip)
 * @self: pins
 * @address: the address of a node
 * @kept: (nullable): the result that the flow file keeps of it; %NULL: none
 *
 * Tells what is pinned in the file. A person's own pin of the node stays, and counts.
 */
void
sluice_pins_set_kept (SluicePins        *self,
                      const char        *address,
                      const SluiceValue *kept)
{
  SluicePin *pin = (SluicePin *) sluice_pins_find (self, address);
  gboolean has = pin != NULL && pin->has_kept;

  g_return_if_fail (SLUICE_IS_PINS (self));

  if (has == (kept != NULL) && (!has || sluice_value_equal (pin->kept, *kept)))
    return;
  if (pin == NULL)
    add_kept (self, address, *kept);
  else
    {
      pin->has_kept = kept != NULL;
      sluice_value_replace (&pin->kept, kept != NULL ? sluice_value_ref (*kept) : sluice_value_null ());
      compare_with_file (pin);
      if (!pin->is_own)
        uncover (self, find_place (self, address));
    }
  emit_changed (self, address);
}

/**
 * sluice_pins_set_off:
 * @self: pins
 * @address: the address of a node
 * @is_off: whether its pin, if it has one, is kept and not used
 */
void
sluice_pins_set_off (SluicePins *self,
                     const char *address,
                     gboolean    is_off)
{
  SluicePin *pin = (SluicePin *) sluice_pins_find (self, address);

  g_return_if_fail (SLUICE_IS_PINS (self));

  if (pin == NULL || pin->is_off == !!is_off)
    return;
  pin->is_off = !!is_off;
  if (pin->has_kept && is_off)
    g_hash_table_add (self->kept_off, g_strdup (address));
  else
    g_hash_table_remove (self->kept_off, address);
  emit_changed (self, pin->address);
}

static const SluicePin *
find_used (SluicePins *self,
           const char *address)
{
  const SluicePin *pin = self->muted ? NULL : sluice_pins_find (self, address);

  return pin != NULL && !pin->is_off ? pin : NULL;
}

/**
 * sluice_pins_is_used:
 * @self: pins
 * @address: (nullable): the address of a node
 *
 * Returns: whether runs take a pin of the node in place of calling its exec: it has one, which is neither off nor
 *   muted with all others
 */
gboolean
sluice_pins_is_used (SluicePins *self,
                     const char *address)
{
  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);

  return find_used (self, address) != NULL;
}

/**
 * sluice_pins_remove:
 * @self: pins
 * @address: the address of a node
 *
 * Takes a person's pin away. What the flow file keeps of the node stays.
 *
 * Returns: whether there was one
 */
gboolean
sluice_pins_remove (SluicePins *self,
                    const char *address)
{
  g_autofree char *copy = g_strdup (address);
  const SluicePin *pin;

  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  pin = sluice_pins_find (self, copy);
  if (pin == NULL || !pin->is_own)
    return FALSE;
  uncover (self, find_place (self, copy));
  emit_changed (self, copy);
  return TRUE;
}

/**
 * sluice_pins_remove_all:
 * @self: pins
 *
 * Forgets all that are a person's.
 */
void
sluice_pins_remove_all (SluicePins *self)
{
  g_return_if_fail (SLUICE_IS_PINS (self));

  for (guint i = self->all->len; i-- > 0;)
    uncover (self, i);
  emit_changed (self, NULL);
}

gboolean
sluice_pins_is_muted (SluicePins *self)
{
  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);

  return self->muted;
}

/**
 * sluice_pins_set_muted:
 * @self: pins
 * @muted: whether none of them is used
 *
 * Lets runs call what is pinned, and keeps the pins.
 */
void
sluice_pins_set_muted (SluicePins *self,
                       gboolean    muted)
{
  g_return_if_fail (SLUICE_IS_PINS (self));

  if (self->muted == !!muted)
    return;
  self->muted = !!muted;
  emit_changed (self, NULL);
}

static void
rename_off (SluicePins *self,
            const char *from,
            const char *to)
{
  g_autoptr (GList) addresses = g_hash_table_get_keys (self->kept_off);

  for (GList *at = addresses; at != NULL; at = at->next)
    {
      char *renamed = sluice_address_dup_renamed (at->data, from, to);

      if (renamed == NULL)
        continue;
      g_hash_table_remove (self->kept_off, at->data);
      g_hash_table_add (self->kept_off, renamed);
    }
}

/**
 * sluice_pins_rename:
 * @self: pins
 * @from: the address of a node, or the name of a flow, as it was
 * @to: as it is
 *
 * Lets the pins of a node, or of all nodes of a flow, follow it.
 */
void
sluice_pins_rename (SluicePins *self,
                    const char *from,
                    const char *to)
{
  g_autoptr (GPtrArray) all = NULL;
  gboolean any = FALSE;

  g_return_if_fail (SLUICE_IS_PINS (self));
  g_return_if_fail (from != NULL && to != NULL);

  all = g_steal_pointer (&self->all);
  g_ptr_array_set_free_func (all, NULL);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_pin_free);
  for (guint i = 0; i < all->len; i++)
    {
      SluicePin *pin = g_ptr_array_index (all, i);
      char *renamed = sluice_address_dup_renamed (pin->address, from, to);

      if (renamed != NULL)
        {
          g_free (pin->address);
          pin->address = renamed;
          any = TRUE;
        }
      put (self, pin);
    }
  rename_off (self, from, to);
  if (any)
    emit_changed (self, NULL);
}

/* Runs */

static void
sync_pin (SluicePins *self,
          SluiceRun  *run,
          const char *address)
{
  const SluicePin *pin = find_used (self, address);

  if (pin != NULL)
    sluice_run_pin (run, address, sluice_value_ref (pin->result));
  else
    sluice_run_unpin (run, address);
}

/* A run has no other pins than these. */
static void
sync_run (SluiceRun  *run,
          const char *address,
          SluicePins *self)
{
  g_auto (SluiceValue) had = SLUICE_VALUE_INIT;

  if (address != NULL)
    {
      sync_pin (self, run, address);
      return;
    }
  had = sluice_run_dup_pins (run);
  for (guint i = 0; i < sluice_value_get_length (had); i++)
    if (find_used (self, sluice_value_get_key (had, i)) == NULL)
      sluice_run_unpin (run, sluice_value_get_key (had, i));
  for (guint i = 0; i < self->all->len && !self->muted; i++)
    {
      const SluicePin *pin = sluice_pins_get (self, i);

      if (pin->is_off)
        continue;
      if (!sluice_value_has_member (had, pin->address) ||
          !sluice_value_is_same (sluice_value_get_member (had, pin->address), pin->result))
        sluice_run_pin (run, pin->address, sluice_value_ref (pin->result));
    }
}

/**
 * sluice_pins_attach:
 * @self: pins, in the thread of the run's engine
 * @run: a run, started or not
 *
 * Gives the pins to a run, and their changes as they come. The run holds the pins.
 */
void
sluice_pins_attach (SluicePins *self,
                    SluiceRun  *run)
{
  g_return_if_fail (SLUICE_IS_PINS (self));
  g_return_if_fail (SLUICE_IS_RUN (run));

  g_object_set_data_full (G_OBJECT (run), "sluice-pins", g_object_ref (self), g_object_unref);
  g_signal_connect_object (self, "changed", G_CALLBACK (sync_run), run, G_CONNECT_SWAPPED);
  sync_run (run, NULL, self);
}

/* Files */

/* What the flow file has stays with it. */
static void
keep_on (SluicePins      *self,
         const SluicePin *old)
{
  SluicePin *pin = (SluicePin *) sluice_pins_find (self, old->address);

  if (!old->has_kept)
    return;
  if (pin == NULL)
    {
      add_kept (self, old->address, old->kept);
      return;
    }
  pin->has_kept = TRUE;
  sluice_value_replace (&pin->kept, sluice_value_ref (old->kept));
  compare_with_file (pin);
}

/**
 * sluice_pins_load:
 * @self: pins
 * @document_path: (nullable): the flow file they are on; NULL: nothing is kept of it
 * @error: return location
 *
 * Forgets all that are a person's and takes those kept for the document: none where nothing was kept. A file
 * that cannot be read leaves none.
 *
 * Returns: FALSE when there is a file that could not be read
 */
gboolean
sluice_pins_load (SluicePins  *self,
                  const char  *document_path,
                  GError     **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_pin_free);
  gboolean ok;

  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);

  ok = document_path == NULL || sluice_person_file_load (SORT, document_path, &value, error);
  for (guint i = 0; i < self->all->len; i++)
    g_ptr_array_add (old, sluice_pin_copy (sluice_pins_get (self, i)));
  fill (self, value);
  for (guint i = 0; i < old->len; i++)
    keep_on (self, old->pdata[i]);
  emit_changed (self, NULL);
  return ok;
}

/**
 * sluice_pins_save:
 * @self: pins
 * @document_path: (nullable): the flow file they are on; NULL: nothing is kept
 * @error: return location
 *
 * Keeps them for the next time the document is opened. No pins leave no file.
 *
 * Returns: whether they are kept
 */
gboolean
sluice_pins_save (SluicePins  *self,
                  const char  *document_path,
                  GError     **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);

  if (document_path == NULL)
    return TRUE;
  if (self->all->len > 0 || g_hash_table_size (self->kept_off) > 0)
    value = make_value (self, FALSE);
  return sluice_person_file_save (SORT, document_path, value, error);
}
