/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The selection. Either nodes are selected or one edge is, never both; the listener hears of a
 * change only when there was one.
 */
#include "canvas/scene/selection.h"

struct _SluiceSelection
{
  GPtrArray *order;    /* addresses, owned */
  GHashTable *places;  /* address, borrowed from order → its place + 1 */
  char *edge_address;  /* NULL: no edge */
  char *edge_action;
  SluiceSelectionFunc func;
  gpointer user_data;
};

SluiceSelection *
sluice_selection_new (void)
{
  SluiceSelection *self = g_new0 (SluiceSelection, 1);

  self->order = g_ptr_array_new_with_free_func (g_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sluice_selection_free (SluiceSelection *self)
{
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->order);
  g_free (self->edge_address);
  g_free (self->edge_action);
  g_free (self);
}

void
sluice_selection_set_func (SluiceSelection     *self,
                           SluiceSelectionFunc  func,
                           gpointer             user_data)
{
  self->func = func;
  self->user_data = user_data;
}

static void
selection_notify (SluiceSelection *self)
{
  if (self->func != NULL)
    self->func (self->user_data);
}

gboolean
sluice_selection_has (SluiceSelection *self,
                      const char      *address)
{
  return g_hash_table_contains (self->places, address);
}

guint
sluice_selection_get_n (SluiceSelection *self)
{
  return self->order->len;
}

char **
sluice_selection_dup (SluiceSelection *self)
{
  char **addresses = g_new0 (char *, self->order->len + 1);

  for (guint i = 0; i < self->order->len; i++)
    addresses[i] = g_strdup (g_ptr_array_index (self->order, i));
  return addresses;
}

const char *
sluice_selection_get_last (SluiceSelection *self)
{
  return self->order->len > 0 ? g_ptr_array_index (self->order, self->order->len - 1) : NULL;
}

/**
 * sluice_selection_get_edge:
 * @self: a selection
 * @address: (out) (transfer none) (optional): the node it leaves
 * @action: (out) (transfer none) (optional): under which action
 *
 * Returns: whether an edge is selected
 */
gboolean
sluice_selection_get_edge (SluiceSelection  *self,
                           const char      **address,
                           const char      **action)
{
  if (address != NULL)
    *address = self->edge_address;
  if (action != NULL)
    *action = self->edge_action;
  return self->edge_address != NULL;
}

gboolean
sluice_selection_has_edge (SluiceSelection *self,
                           const char      *address,
                           const char      *action)
{
  return self->edge_address != NULL && g_str_equal (self->edge_address, address)
         && g_str_equal (self->edge_action, action);
}

static gboolean
selection_drop_edge (SluiceSelection *self)
{
  gboolean had_one = self->edge_address != NULL;

  g_clear_pointer (&self->edge_address, g_free);
  g_clear_pointer (&self->edge_action, g_free);
  return had_one;
}

static gboolean
selection_drop_nodes (SluiceSelection *self)
{
  gboolean had_some = self->order->len > 0;

  g_hash_table_remove_all (self->places);
  g_ptr_array_set_size (self->order, 0);
  return had_some;
}

static gboolean
selection_append (SluiceSelection *self,
                  const char      *address)
{
  char *copy;

  if (sluice_selection_has (self, address))
    return FALSE;
  copy = g_strdup (address);
  g_ptr_array_add (self->order, copy);
  g_hash_table_insert (self->places, copy, GUINT_TO_POINTER (self->order->len));
  return TRUE;
}

void
sluice_selection_clear (SluiceSelection *self)
{
  gboolean had_edge = selection_drop_edge (self);

  if (selection_drop_nodes (self) || had_edge)
    selection_notify (self);
}

static gboolean
selection_is (SluiceSelection    *self,
              const char * const *addresses)
{
  if (self->edge_address != NULL || g_strv_length ((char **) addresses) != self->order->len)
    return FALSE;
  for (guint i = 0; addresses[i] != NULL; i++)
    if (!g_str_equal (addresses[i], g_ptr_array_index (self->order, i)))
      return FALSE;
  return TRUE;
}

/**
 * sluice_selection_set:
 * @self: a selection
 * @addresses: NULL-terminated; the last one is where keys act
 *
 * Selects these nodes and nothing else.
 */
void
sluice_selection_set (SluiceSelection    *self,
                      const char * const *addresses)
{
  g_auto (GStrv) kept = NULL; /* they may be ours */

  if (selection_is (self, addresses))
    return;
  kept = g_strdupv ((char **) addresses);
  selection_drop_edge (self);
  selection_drop_nodes (self);
  for (guint i = 0; kept[i] != NULL; i++)
    selection_append (self, kept[i]);
  selection_notify (self);
}

void
sluice_selection_set_one (SluiceSelection *self,
                          const char      *address)
{
  sluice_selection_set (self, (const char *[]) { address, NULL });
}

void
sluice_selection_set_edge (SluiceSelection *self,
                           const char      *address,
                           const char      *action)
{
  char *new_address, *new_action;

  if (sluice_selection_has_edge (self, address, action))
    return;
  new_address = g_strdup (address);
  new_action = g_strdup (action);
  selection_drop_nodes (self);
  selection_drop_edge (self);
  self->edge_address = new_address;
  self->edge_action = new_action;
  selection_notify (self);
}

void
sluice_selection_add (SluiceSelection *self,
                      const char      *address)
{
  gboolean had_edge = selection_drop_edge (self);

  if (selection_append (self, address) || had_edge)
    selection_notify (self);
}

void
sluice_selection_remove (SluiceSelection *self,
                         const char      *address)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, address));

  if (place == 0)
    return;
  g_hash_table_remove (self->places, address);
  g_ptr_array_remove_index (self->order, place - 1);
  for (guint i = place - 1; i < self->order->len; i++)
    g_hash_table_insert (self->places, g_ptr_array_index (self->order, i),
                         GUINT_TO_POINTER (i + 1));
  selection_notify (self);
}
