/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs that change what a node is as a whole: whether it takes part, and its kind. */

#include "graph/restructure.h"

#include <glib/gi18n-lib.h>

#include "graph/catalog.h"
#include "graph/drawing-private.h"

/* Disabled */

/**
 * sluice_document_get_disabled:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: whether and how the node is out of use
 */
SluiceDisabled
sluice_document_get_disabled (SluiceDocument *self,
                              const char     *address)
{
  SluiceValue value =
    sluice_value_get_member (sluice_document_get_node (self, address), "disabled");

  if (g_strcmp0 (sluice_value_get_string (value), "pass-through") == 0)
    return SLUICE_DISABLED_PASS_THROUGH;
  return sluice_value_get_boolean (value) ? SLUICE_DISABLED_OFF : SLUICE_DISABLED_NO;
}

static SluiceValue
mode_to_value (SluiceDisabled mode)
{
  switch (mode)
    {
    case SLUICE_DISABLED_OFF: return sluice_value_boolean (TRUE);
    case SLUICE_DISABLED_PASS_THROUGH: return sluice_value_string ("pass-through");
    default: return sluice_value_null ();
    }
}

static char *
name_mode (SluiceDocument     *document,
           const char * const *addresses,
           SluiceDisabled      mode)
{
  switch (mode)
    {
    case SLUICE_DISABLED_OFF:
      return sluice_edit_name_nodes (document, addresses, _("Switch %s Off"), _("Switch %u Nodes Off"));

    case SLUICE_DISABLED_PASS_THROUGH:
      return sluice_edit_name_nodes (document, addresses, _("Pass %s By"), _("Pass %u Nodes By"));

    default:
      return sluice_edit_name_nodes (document, addresses, _("Switch %s On"), _("Switch %u Nodes On"));
    }
}

/**
 * sluice_edit_set_disabled:
 * @document: a document
 * @addresses: (array zero-terminated=1): nodes
 * @mode: whether and how they are out of use
 * @error: return location for an error
 *
 * Takes nodes out of use, or back into it. A node that is off ends the flow where an edge leads to it;
 * one that is passed by does nothing and goes on with "default", or by its only edge.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_disabled (SluiceDocument      *document,
                          const char * const  *addresses,
                          SluiceDisabled       mode,
                          GError             **error)
{
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (!sluice_edit_needs_nodes (document, addresses, error))
    return FALSE;

  name = name_mode (document, addresses, mode);
  sluice_document_begin (document, name, NULL);
  for (const char * const *address = addresses; succeeded && *address != NULL; address++)
    {
      g_autofree char *base = sluice_edit_node_pointer (*address, NULL);

      succeeded = mode == SLUICE_DISABLED_NO
                    ? sluice_edit_drop (document, base, "disabled", FALSE, error)
                    : sluice_edit_put (document, base, "disabled", mode_to_value (mode), error);
    }
  return sluice_edit_end (document, succeeded);
}

/**
 * sluice_edit_toggle_disabled:
 * @document: a document
 * @addresses: (array zero-terminated=1): nodes
 * @mode: %SLUICE_DISABLED_OFF or %SLUICE_DISABLED_PASS_THROUGH
 * @error: return location for an error
 *
 * Sets a mode, or takes it away where all nodes have it.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_toggle_disabled (SluiceDocument      *document,
                             const char * const  *addresses,
                             SluiceDisabled       mode,
                             GError             **error)
{
  gboolean have_all = TRUE;

  for (const char * const *address = addresses; have_all && *address != NULL; address++)
    have_all = sluice_document_get_disabled (document, *address) == mode;
  return sluice_edit_set_disabled (document, addresses, have_all ? SLUICE_DISABLED_NO : mode, error);
}

/* Pins */

/**
 * sluice_document_get_pin: (skip)
 * @self: a document
 * @address: the address of a node
 * @result: (out) (optional) (transfer none): what is pinned, until the next change
 *
 * Returns: whether the file keeps a pinned result of the node
 */
gboolean
sluice_document_get_pin (SluiceDocument *self,
                         const char     *address,
                         SluiceValue    *result)
{
  SluiceValue pin = sluice_value_get_member (sluice_document_get_node (self, address), "pin");

  if (!SLUICE_VALUE_IS_OBJECT (pin) || !sluice_value_has_member (pin, "result"))
    return FALSE;
  if (result != NULL)
    *result = sluice_value_get_member (pin, "result");
  return TRUE;
}

/**
 * sluice_edit_set_pin: (skip)
 * @document: a document
 * @address: the address of a node
 * @take_result: (transfer full): what its exec is to return; any value
 * @error: return location for an error
 *
 * Keeps a pinned result in the file, for whoever opens it.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_pin (SluiceDocument  *document,
                     const char      *address,
                     SluiceValue      take_result,
                     GError         **error)
{
  g_auto (SluiceValue) result = take_result;
  g_autofree char *base = sluice_edit_node_pointer (address, NULL);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  SluiceValue pin = SLUICE_VALUE_INIT;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;
  title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Keep the Pin of %s"), title);
  pin = sluice_value_object ();
  sluice_value_set_member (&pin, "result", sluice_value_steal (&result));
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_put (document, base, "pin", pin, error));
}

/**
 * sluice_edit_drop_pin:
 * @document: a document
 * @address: the address of a node
 * @error: return location for an error
 *
 * Takes a pinned result out of the file.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_drop_pin (SluiceDocument  *document,
                      const char      *address,
                      GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, NULL);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;
  title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Take the Pin of %s out of the File"), title);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_drop (document, base, "pin", FALSE, error));
}

/* Kind */

/* Settings that the kind does not know go; those of a kind that is not known all stay. */
static gboolean
drop_settings (SluiceDocument        *document,
               const char            *address,
               const SluiceKindInfo  *info,
               GError               **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, "settings");
  g_auto (SluiceValue) settings = sluice_value_ref (
    sluice_value_get_member (sluice_document_get_node (document, address), "settings"));
  SluiceValueIter iter;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (settings))
    return TRUE;
  sluice_value_iter_init (&iter, settings);
  while (sluice_value_iter_next (&iter, &name, NULL))
    if (sluice_kind_info_find_setting (info, name) == NULL &&
        !sluice_edit_drop (document, base, name, TRUE, error))
      return FALSE;
  return TRUE;
}

static gboolean
drop_edges (SluiceDocument  *document,
            const char      *address,
            GError         **error)
{
  g_auto (SluiceValue) next =
    sluice_value_ref (sluice_value_get_member (sluice_document_get_node (document, address), "next"));
  SluiceValueIter iter;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return TRUE;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, NULL))
    if (!sluice_edit_cut (document, address, action, error))
      return FALSE;
  return TRUE;
}

static gboolean
set_kind (SluiceDocument  *document,
          const char      *address,
          const char      *kind,
          GError         **error)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (kind);
  g_autofree char *base = sluice_edit_node_pointer (address, NULL);

  if (!sluice_edit_put (document, base, "kind", sluice_value_string (kind), error))
    return FALSE;
  return info == NULL ||
         (drop_settings (document, address, info, error) &&
          (info->has_exec || sluice_edit_drop (document, base, "exec", FALSE, error)) &&
          (!info->is_final || drop_edges (document, address, error)));
}

/**
 * sluice_edit_set_kind:
 * @document: a document
 * @address: the address of a node
 * @kind: the id of a kind, which need not be known
 * @error: return location for an error
 *
 * Gives a node another kind. What fits it stays: its place, its phases, the settings of the same names,
 * and its edges unless nothing can follow the new kind. The rest goes.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_kind (SluiceDocument  *document,
                      const char      *address,
                      const char      *kind,
                      GError         **error)
{
  const SluiceKindInfo *info = kind != NULL ? sluice_catalog_lookup (kind) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;
  if (kind == NULL || *kind == '\0')
    return sluice_edit_refuse (error, _("A node needs a kind."));
  if (g_strcmp0 (sluice_document_get_node_kind (document, address), kind) == 0)
    return TRUE;

  title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Change %s to %s"), title,
                          info != NULL && info->title != NULL ? _(info->title) : kind);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, set_kind (document, address, kind, error));
}
