/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A person's breakpoints on one document. They are kept in a file of their own under the XDG state folder, named by
 * the document's canonical path, and go nowhere near the flow file: there and between threads, those of nodes on no
 * terms are members of an object by their address, the others a list under "stops". */

#include "debug/breakpoints.h"

#include <string.h>

#include "debug/person-file.h"

struct _SluiceBreakpoints
{
  GObject     parent_instance;

  GPtrArray  *all;        /* of SluiceBreakpoint, owned */
  GHashTable *by_address; /* address → SluiceBreakpoint of a node, borrowed */
  GHashTable *by_id;      /* id → SluiceBreakpoint, borrowed */
  guint       last_id;
  gboolean    muted;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceBreakpoints, sluice_breakpoints, G_TYPE_OBJECT)

/* Under which they are kept. */
#define SORT "breakpoints"

/* No node has such an address. */
#define STOPS "stops"
#define MUTED "muted"

static void
sluice_breakpoints_finalize (GObject *object)
{
  SluiceBreakpoints *self = SLUICE_BREAKPOINTS (object);

  g_hash_table_unref (self->by_address);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->all);

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
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_breakpoint_free);
  self->by_address = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_id = g_hash_table_new (NULL, NULL);
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

static SluiceBreakpoint *
find_on_node (SluiceBreakpoints *self,
              const char        *address)
{
  return g_hash_table_lookup (self->by_address, address);
}

static void
take_away (SluiceBreakpoints *self,
           SluiceBreakpoint  *breakpoint)
{
  if (breakpoint->kind == SLUICE_BREAK_NODE)
    g_hash_table_remove (self->by_address, breakpoint->address);
  g_hash_table_remove (self->by_id, GUINT_TO_POINTER (breakpoint->id));
  g_ptr_array_remove (self->all, breakpoint);
}

/* An id that is taken, or none, is replaced by a new one. */
static SluiceBreakpoint *
put (SluiceBreakpoints *self,
     SluiceBreakpoint  *take)
{
  SluiceBreakpoint *old = take->kind == SLUICE_BREAK_NODE ? find_on_node (self, take->address) : NULL;

  if (old != NULL)
    {
      take->id = old->id;
      take_away (self, old);
    }
  if (take->id == 0 || g_hash_table_contains (self->by_id, GUINT_TO_POINTER (take->id)))
    take->id = self->last_id + 1;
  /* What one waits for may be gone: no other one takes its id. */
  self->last_id = MAX (self->last_id, MAX (take->id, take->after));
  g_ptr_array_add (self->all, take);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (take->id), take);
  if (take->kind == SLUICE_BREAK_NODE)
    g_hash_table_insert (self->by_address, take->address, take);
  return take;
}

static void
clear (SluiceBreakpoints *self)
{
  g_hash_table_remove_all (self->by_address);
  g_hash_table_remove_all (self->by_id);
  g_ptr_array_set_size (self->all, 0);
  self->last_id = 0;
  self->muted = FALSE;
}

static void
fill_list (SluiceBreakpoints *self,
           SluiceValue        stops)
{
  for (guint i = 0; i < sluice_value_get_length (stops); i++)
    {
      SluiceBreakpoint *breakpoint = sluice_breakpoint_new_from_value (sluice_value_get_element (stops, i));

      if (breakpoint != NULL)
        put (self, breakpoint);
    }
}

/* The ids of those in the list are kept, for others are named by them; so they come first. */
static void
fill (SluiceBreakpoints *self,
      SluiceValue        value)
{
  SluiceValueIter iter;
  const char *address;
  SluiceValue member;

  clear (self);
  if (!SLUICE_VALUE_IS_OBJECT (value))
    return;
  member = sluice_value_get_member (value, STOPS);
  if (SLUICE_VALUE_IS_ARRAY (member))
    fill_list (self, member);
  self->muted = sluice_value_get_boolean (sluice_value_get_member (value, MUTED));
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &address, &member))
    if (SLUICE_VALUE_IS_BOOLEAN (member) && !g_str_equal (address, MUTED))
      {
        SluiceBreakpoint *breakpoint = sluice_breakpoint_new (SLUICE_BREAK_NODE, address);

        breakpoint->enabled = sluice_value_get_boolean (member);
        put (self, breakpoint);
      }
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

static gboolean
is_named_by_another (SluiceBreakpoints      *self,
                     const SluiceBreakpoint *breakpoint)
{
  for (guint i = 0; i < self->all->len; i++)
    if (((const SluiceBreakpoint *) g_ptr_array_index (self->all, i))->after == breakpoint->id)
      return TRUE;
  return FALSE;
}

/* Those in the list keep their ids. */
static gboolean
is_kept_by_address (SluiceBreakpoints      *self,
                    const SluiceBreakpoint *breakpoint)
{
  return sluice_breakpoint_is_plain (breakpoint) && !g_str_equal (breakpoint->address, STOPS) &&
         !g_str_equal (breakpoint->address, MUTED) && !is_named_by_another (self, breakpoint);
}

/**
 * sluice_breakpoints_to_value:
 * @self: breakpoints
 *
 * Returns: (transfer full): an object from address to whether it is enabled, sorted, with the others as a list under
 *   "stops", and "muted" if they are; it shares nothing with @self, so that it can be handed to another thread
 */
SluiceValue
sluice_breakpoints_to_value (SluiceBreakpoints *self)
{
  SluiceValue value = sluice_value_object ();
  SluiceValue stops = sluice_value_array ();
  g_auto (GStrv) addresses = NULL;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), value);

  addresses = sluice_breakpoints_dup_addresses (self);
  for (guint i = 0; addresses[i] != NULL; i++)
    if (is_kept_by_address (self, find_on_node (self, addresses[i])))
      sluice_value_set_member (&value, addresses[i],
                               sluice_value_boolean (sluice_breakpoints_is_enabled (self, addresses[i])));
  for (guint i = 0; i < self->all->len; i++)
    if (!is_kept_by_address (self, g_ptr_array_index (self->all, i)))
      sluice_value_append (&stops, sluice_breakpoint_to_value (g_ptr_array_index (self->all, i)));
  if (sluice_value_get_length (stops) > 0)
    sluice_value_set_member (&value, STOPS, stops);
  else
    sluice_value_unref (stops);
  if (self->muted)
    sluice_value_set_member (&value, MUTED, sluice_value_boolean (TRUE));
  return value;
}

/**
 * sluice_breakpoints_to_list_value: (skip)
 * @self: breakpoints
 *
 * As sluice_breakpoints_to_value(), with every one in the list, so that all keep their ids and their order.
 *
 * Returns: (transfer full): an object that shares nothing with @self
 */
SluiceValue
sluice_breakpoints_to_list_value (SluiceBreakpoints *self)
{
  SluiceValue value = sluice_value_object ();
  SluiceValue stops = sluice_value_array ();

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), value);

  for (guint i = 0; i < self->all->len; i++)
    sluice_value_append (&stops, sluice_breakpoint_to_value (g_ptr_array_index (self->all, i)));
  sluice_value_set_member (&value, STOPS, stops);
  if (self->muted)
    sluice_value_set_member (&value, MUTED, sluice_value_boolean (TRUE));
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

  return sluice_breakpoints_has (self, address) && find_on_node (self, address)->enabled;
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
  if (!sluice_breakpoints_has (self, address))
    put (self, sluice_breakpoint_new (SLUICE_BREAK_NODE, address));
  find_on_node (self, address)->enabled = enabled;
  emit_changed (self, address);
}

void
sluice_breakpoints_clear (SluiceBreakpoints *self,
                          const char        *address)
{
  g_autofree char *copy = g_strdup (address);

  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));
  g_return_if_fail (address != NULL);

  /* @address may be the breakpoint's own. */
  if (!sluice_breakpoints_has (self, copy))
    return;
  take_away (self, find_on_node (self, copy));
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

/* Returns: how many there are, of every kind */
guint
sluice_breakpoints_get_n (SluiceBreakpoints *self)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), 0);

  return self->all->len;
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
 * Returns: (transfer full): the nodes that have one, sorted
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
  return address != NULL && !self->muted && g_hash_table_size (self->by_address) > 0 &&
         sluice_breakpoints_is_enabled (self, address);
}

/* Every kind */

/**
 * sluice_breakpoints_get: (skip)
 * @self: breakpoints
 * @index: below sluice_breakpoints_get_n()
 *
 * Returns: (transfer none): that one; valid until the next change
 */
const SluiceBreakpoint *
sluice_breakpoints_get (SluiceBreakpoints *self,
                        guint              index)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), NULL);
  g_return_val_if_fail (index < self->all->len, NULL);

  return g_ptr_array_index (self->all, index);
}

/**
 * sluice_breakpoints_find: (skip)
 * @self: breakpoints
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the one with that id; valid until the next change
 */
const SluiceBreakpoint *
sluice_breakpoints_find (SluiceBreakpoints *self,
                         guint              id)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), NULL);

  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
}

/**
 * sluice_breakpoints_add: (skip)
 * @self: breakpoints
 * @breakpoint: the breakpoint, which is copied; its id does not count
 * @error: return location for an error
 *
 * Adds a breakpoint. One of a node takes the place, and the id, of the one that the node has.
 *
 * Returns: its id; 0 with the error of sluice_breakpoint_check()
 */
guint
sluice_breakpoints_add (SluiceBreakpoints       *self,
                        const SluiceBreakpoint  *breakpoint,
                        GError                 **error)
{
  SluiceBreakpoint *copy;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), 0);
  g_return_val_if_fail (breakpoint != NULL, 0);

  if (!sluice_breakpoint_check (breakpoint, error))
    return 0;
  copy = sluice_breakpoint_copy (breakpoint);
  copy->id = 0;
  put (self, copy);
  emit_changed (self, copy->kind == SLUICE_BREAK_NODE ? copy->address : NULL);
  return copy->id;
}

/**
 * sluice_breakpoints_change: (skip)
 * @self: breakpoints
 * @id: which one
 * @breakpoint: what it is from now on; it is copied, and its id does not count
 * @error: return location for an error
 *
 * Returns: %FALSE with the error of sluice_breakpoint_check(), or when there is none with that id
 */
gboolean
sluice_breakpoints_change (SluiceBreakpoints       *self,
                           guint                    id,
                           const SluiceBreakpoint  *breakpoint,
                           GError                 **error)
{
  SluiceBreakpoint *old;
  SluiceBreakpoint *copy;
  guint index = 0;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);
  g_return_val_if_fail (breakpoint != NULL, FALSE);

  old = g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
  if (old == NULL)
    {
      g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT, "There is no breakpoint %u.", id);
      return FALSE;
    }
  if (!sluice_breakpoint_check (breakpoint, error))
    return FALSE;
  copy = sluice_breakpoint_copy (breakpoint);
  copy->id = id;
  g_ptr_array_find (self->all, old, &index);
  take_away (self, old);
  put (self, copy);
  g_ptr_array_steal_index (self->all, self->all->len - 1);
  g_ptr_array_insert (self->all, (int) MIN (index, self->all->len), copy);
  emit_changed (self, NULL);
  return TRUE;
}

/**
 * sluice_breakpoints_restore: (skip)
 * @self: breakpoints
 * @breakpoint: one that was here and was good; copied
 *
 * Brings back what was removed. Others may name it by its id, which it has again unless another one took it.
 */
void
sluice_breakpoints_restore (SluiceBreakpoints      *self,
                            const SluiceBreakpoint *breakpoint)
{
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));
  g_return_if_fail (breakpoint != NULL);

  put (self, sluice_breakpoint_copy (breakpoint));
  emit_changed (self, NULL);
}

/**
 * sluice_breakpoints_remove: (skip)
 * @self: breakpoints
 * @id: which one
 *
 * Returns: whether there was one with that id
 */
gboolean
sluice_breakpoints_remove (SluiceBreakpoints *self,
                           guint              id)
{
  SluiceBreakpoint *breakpoint;
  g_autofree char *address = NULL;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  breakpoint = g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
  if (breakpoint == NULL)
    return FALSE;
  if (breakpoint->kind == SLUICE_BREAK_NODE)
    address = g_strdup (breakpoint->address);
  take_away (self, breakpoint);
  emit_changed (self, address);
  return TRUE;
}

/**
 * sluice_breakpoints_remove_all:
 * @self: breakpoints
 *
 * Forgets all of them.
 */
void
sluice_breakpoints_remove_all (SluiceBreakpoints *self)
{
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));

  clear (self);
  emit_changed (self, NULL);
}

gboolean
sluice_breakpoints_is_muted (SluiceBreakpoints *self)
{
  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  return self->muted;
}

/**
 * sluice_breakpoints_set_muted:
 * @self: breakpoints
 * @muted: whether none of them stops or logs
 *
 * Mutes all, and keeps them.
 */
void
sluice_breakpoints_set_muted (SluiceBreakpoints *self,
                              gboolean           muted)
{
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));

  if (self->muted == !!muted)
    return;
  self->muted = !!muted;
  emit_changed (self, NULL);
}

/**
 * sluice_breakpoints_rename:
 * @self: breakpoints
 * @from: the address of a node, or the name of a flow, as it was
 * @to: as it is
 *
 * Lets the breakpoints of a node, or of all nodes of a flow, follow it.
 */
void
sluice_breakpoints_rename (SluiceBreakpoints *self,
                           const char        *from,
                           const char        *to)
{
  gboolean any = FALSE;

  g_return_if_fail (SLUICE_IS_BREAKPOINTS (self));
  g_return_if_fail (from != NULL && to != NULL);

  g_hash_table_remove_all (self->by_address);
  for (guint i = 0; i < self->all->len; i++)
    {
      SluiceBreakpoint *breakpoint = g_ptr_array_index (self->all, i);
      char *renamed = sluice_address_dup_renamed (breakpoint->address, from, to);

      if (renamed != NULL)
        {
          g_free (breakpoint->address);
          breakpoint->address = renamed;
          any = TRUE;
        }
      if (breakpoint->kind == SLUICE_BREAK_NODE)
        g_hash_table_insert (self->by_address, breakpoint->address, breakpoint);
    }
  if (any)
    emit_changed (self, NULL);
}

/* Files */

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
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  gboolean ok;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  ok = document_path == NULL || sluice_person_file_load (SORT, document_path, &value, error);
  sluice_breakpoints_assign (self, value);
  return ok;
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
  SluiceValue value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_BREAKPOINTS (self), FALSE);

  if (document_path == NULL)
    return TRUE;
  if (sluice_breakpoints_get_n (self) > 0)
    value = sluice_breakpoints_to_value (self);
  return sluice_person_file_save (SORT, document_path, value, error);
}
