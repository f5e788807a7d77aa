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

  GPtrArray *all;   /* of SluicePin, owned, by address */
  gboolean   muted;
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

/**
 * sluice_pin_free: (skip)
 */
void
sluice_pin_free (SluicePin *pin)
{
  g_free (pin->address);
  sluice_value_unref (pin->result);
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
  return copy;
}

static void
sluice_pins_finalize (GObject *object)
{
  SluicePins *self = SLUICE_PINS (object);

  g_ptr_array_unref (self->all);

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

/* Takes the place of the one with the same address. */
static void
put (SluicePins *self,
     SluicePin  *take)
{
  guint at = find_place (self, take->address);

  if (at < self->all->len && g_str_equal (sluice_pins_get (self, at)->address, take->address))
    g_ptr_array_remove_index (self->all, at);
  g_ptr_array_insert (self->all, (int) at, take);
}

static void
fill (SluicePins  *self,
      SluiceValue  value)
{
  SluiceValue pins = sluice_value_get_member (value, SORT);
  SluiceValue muted = sluice_value_get_member (value, "muted");

  g_ptr_array_set_size (self->all, 0);
  self->muted = SLUICE_VALUE_IS_BOOLEAN (muted) && sluice_value_get_boolean (muted);
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
  SluiceValue value = sluice_value_object ();
  SluiceValue pins = sluice_value_array ();

  g_return_val_if_fail (SLUICE_IS_PINS (self), value);

  for (guint i = 0; i < self->all->len; i++)
    {
      const SluicePin *pin = sluice_pins_get (self, i);
      SluiceValue entry = sluice_value_object ();

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
  return value;
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
  g_return_if_fail (SLUICE_IS_PINS (self));
  g_return_if_fail (pin != NULL);

  if (sluice_pins_find (self, pin->address) != NULL)
    return;
  put (self, sluice_pin_copy (pin));
  emit_changed (self, pin->address);
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
 * Returns: whether it had a pin
 */
gboolean
sluice_pins_remove (SluicePins *self,
                    const char *address)
{
  g_autofree char *copy = g_strdup (address);

  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (sluice_pins_find (self, copy) == NULL)
    return FALSE;
  g_ptr_array_remove_index (self->all, find_place (self, copy));
  emit_changed (self, copy);
  return TRUE;
}

/**
 * sluice_pins_remove_all:
 * @self: pins
 *
 * Forgets all of them.
 */
void
sluice_pins_remove_all (SluicePins *self)
{
  g_return_if_fail (SLUICE_IS_PINS (self));

  g_ptr_array_set_size (self->all, 0);
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

/**
 * sluice_pins_load:
 * @self: pins
 * @document_path: (nullable): the flow file they are on; NULL: nothing is kept of it
 * @error: return location
 *
 * Forgets all there are and takes those kept for the document: none where nothing was kept. A file
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
  gboolean ok;

  g_return_val_if_fail (SLUICE_IS_PINS (self), FALSE);

  ok = document_path == NULL || sluice_person_file_load (SORT, document_path, &value, error);
  sluice_pins_assign (self, value);
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
  if (self->all->len > 0)
    value = sluice_pins_to_value (self);
  return sluice_person_file_save (SORT, document_path, value, error);
}
