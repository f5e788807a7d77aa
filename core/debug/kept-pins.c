/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pins in the flow file: read from a document, and put into it and taken out of it together with a person's own. */

#include "debug/kept-pins.h"

#include <string.h>

#include "base/ids.h"
#include "graph/restructure.h"

static void
take_flow (SluicePins     *self,
           SluiceDocument *document,
           const char     *flow,
           SluiceValue     nodes)
{
  SluiceValueIter iter;
  SluiceValue node, result;
  const char *id;

  if (!SLUICE_VALUE_IS_OBJECT (nodes))
    return;
  sluice_value_iter_init (&iter, nodes);
  while (sluice_value_iter_next (&iter, &id, &node))
    {
      g_autofree char *address = NULL;

      if (!sluice_value_has_member (node, "pin"))
        continue;
      address = sluice_address_join (flow, id);
      if (sluice_document_get_pin (document, address, &result))
        sluice_pins_set_kept (self, address, &result);
    }
}

/**
 * sluice_pins_take_kept: (skip)
 * @self: pins
 * @document: what they are on
 *
 * Takes over what the document keeps, as it is now.
 */
void
sluice_pins_take_kept (SluicePins     *self,
                       SluiceDocument *document)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  SluiceValue flows = sluice_value_get_member (sluice_document_get_root (document), "flows");
  SluiceValueIter iter;
  SluiceValue flow;
  const char *id;

  for (guint i = 0; i < sluice_pins_get_n (self); i++)
    if (sluice_pins_get (self, i)->has_kept &&
        !sluice_document_get_pin (document, sluice_pins_get (self, i)->address, NULL))
      g_ptr_array_add (gone, g_strdup (sluice_pins_get (self, i)->address));
  for (guint i = 0; i < gone->len; i++)
    sluice_pins_set_kept (self, gone->pdata[i], NULL);
  if (!SLUICE_VALUE_IS_OBJECT (flows))
    return;
  sluice_value_iter_init (&iter, flows);
  while (sluice_value_iter_next (&iter, &id, &flow))
    take_flow (self, document, id, sluice_value_get_member (flow, "nodes"));
}

static gboolean
has_pin (SluiceValue value)
{
  return SLUICE_VALUE_IS_OBJECT (value) && sluice_value_has_member (value, "pin");
}

/**
 * sluice_pins_concern: (skip)
 * @changes: of a document
 *
 * Returns: whether they may have changed what it keeps pinned
 */
gboolean
sluice_pins_concern (const SluiceChangeSet *changes)
{
  for (guint i = 0; i < changes->changes->len; i++)
    {
      const SluiceChange *change = g_ptr_array_index (changes->changes, i);
      guint depth = 0;

      if (!g_str_has_prefix (change->pointer, "/flows"))
        continue;
      for (const char *at = change->pointer; *at != '\0'; at++)
        depth += *at == '/';
      /* Of several nodes at once, of one, or of its pin. */
      if (depth < 4 || (depth == 4 && (has_pin (change->value) || has_pin (change->old_value))) ||
          (depth > 4 && strstr (change->pointer, "/pin") != NULL))
        return TRUE;
    }
  return FALSE;
}

/**
 * sluice_pins_keep: (skip)
 * @self: pins
 * @document: what they are on
 * @address: the address of a node
 * @error: return location for an error
 *
 * Keeps the pin of a node in the document, as an edit of it.
 *
 * Returns: %FALSE where the node has no pin, or is not there
 */
gboolean
sluice_pins_keep (SluicePins      *self,
                  SluiceDocument  *document,
                  const char      *address,
                  GError         **error)
{
  const SluicePin *pin = sluice_pins_find (self, address);

  if (pin != NULL)
    return sluice_edit_set_pin (document, address, sluice_value_deep_copy (pin->result), error);
  g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "%s has no pin", address);
  return FALSE;
}

/**
 * sluice_pins_drop: (skip)
 * @self: pins
 * @document: what they are on
 * @address: the address of a node
 * @error: return location for an error
 *
 * Takes the pin of a node away: the person's, and what the document keeps, as an edit of it.
 *
 * Returns: %FALSE where there is none, or the document can't be edited
 */
gboolean
sluice_pins_drop (SluicePins      *self,
                  SluiceDocument  *document,
                  const char      *address,
                  GError         **error)
{
  g_autofree char *copy = g_strdup (address);
  gboolean was_own = sluice_pins_remove (self, copy);

  if (sluice_document_get_pin (document, copy, NULL))
    return sluice_edit_drop_pin (document, copy, error);
  if (!was_own)
    g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "%s has no pin", copy);
  return was_own;
}

/**
 * sluice_pins_leave_to_person: (skip)
 * @self: pins
 * @document: what they are on
 * @address: the address of a node
 * @error: return location for an error
 *
 * Takes a pin out of the document, as an edit of it. What it had is the person's own from now on.
 *
 * Returns: whether it was done
 */
gboolean
sluice_pins_leave_to_person (SluicePins      *self,
                             SluiceDocument  *document,
                             const char      *address,
                             GError         **error)
{
  const SluicePin *pin = sluice_pins_find (self, address);

  if (pin != NULL && !pin->is_own)
    {
      gboolean is_off = pin->is_off;

      sluice_pins_set (self, address, sluice_value_ref (pin->result), NULL, 0);
      sluice_pins_set_off (self, address, is_off);
    }
  return sluice_edit_drop_pin (document, address, error);
}

/* Interventions */

/**
 * sluice_keep_store_edit: (skip)
 * @document: a document
 * @removes: whether the place was removed; else it was written
 * @place: a JSON Pointer into the store
 * @take_value: (transfer full): what was written
 * @error: return location for an error
 *
 * Does to the document's initial store what a person did to that of a run, as an edit of the document.
 *
 * Returns: whether it was done
 */
gboolean
sluice_keep_store_edit (SluiceDocument  *document,
                        gboolean         removes,
                        const char      *place,
                        SluiceValue      take_value,
                        GError         **error)
{
  SluiceValue shared = sluice_value_get_member (sluice_document_get_root (document), "shared");
  g_autoptr (SluiceStore) store = sluice_store_new_take (SLUICE_VALUE_IS_OBJECT (shared)
                                                           ? sluice_value_deep_copy (shared) : sluice_value_object ());
  SluiceChangeType type = SLUICE_CHANGE_REMOVE;
  SluiceValue there;

  if (!removes)
    type = sluice_store_lookup (store, place, &there, NULL) ? SLUICE_CHANGE_REPLACE : SLUICE_CHANGE_ADD;
  return sluice_store_change (store, type, place, take_value, error) &&
         sluice_edit_set_shared (document, sluice_value_ref (sluice_store_get_root (store)), error);
}
