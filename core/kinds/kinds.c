/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of kinds. */

#include "kinds/kinds.h"

#include <string.h>

#include "base/translations.h"
#include "kinds/kind-flow.h"
#include "kinds/node-keys.h"

/* In the order of the palette. */
static const SluiceKind * const kinds[] = {
  &sluice_script_kind,
  &sluice_ask_kind,
  &sluice_choice_kind,
  &sluice_llm_kind,
  &sluice_embed_kind,
  &sluice_vector_kind,
  &sluice_search_kind,
  &sluice_http_kind,
  &sluice_file_kind,
  &sluice_command_kind,
  &sluice_sql_kind,
  &sluice_set_kind,
  &sluice_switch_kind,
  &sluice_delay_kind,
  &sluice_queue_kind,
  &sluice_log_kind,
  &sluice_python_kind,
  &sluice_flow_kind,
  &sluice_end_kind,
};

/**
 * sluice_kinds_register: (skip)
 *
 * Registers the built-in kinds in the catalog, and the checks of scripts and settings. More calls
 * do nothing.
 */
void
sluice_kinds_register (void)
{
  static gsize registered = 0;

  if (!g_once_init_enter (&registered))
    return;
  sluice_translations_bind ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      SluiceKindInfo *info = g_memdup2 (&kinds[i]->info, sizeof (SluiceKindInfo)); /* kept by the catalog */
      GArray *settings = sluice_settings_of_type (kinds[i]->get_type ());

      info->n_settings = settings->len;
      info->settings = (SluiceSettingInfo *) g_array_free (settings, FALSE);
      sluice_catalog_register (info);
    }
  sluice_check_register (sluice_kinds_check);
  g_once_init_leave (&registered, 1);
}

const SluiceKind *
sluice_kinds_lookup (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i]->info.id, id) == 0)
        return kinds[i];
    }
  return NULL;
}

/**
 * sluice_kinds_load_node: (skip)
 * @node: a node, new from sluice_kinds_new_node()
 * @address: its address, "main/approve"
 * @object: its object in a document, with all texts in it
 * @error: return location for %SLUICE_KIND_ERROR or %SLUICE_SCRIPT_ERROR
 *
 * Makes the node what the object says.
 *
 * Returns: whether it could be read
 */
gboolean
sluice_kinds_load_node (SluiceNode   *node,
                        const char   *address,
                        SluiceValue   object,
                        GError      **error)
{
  g_autofree char *id = NULL;

  if (!sluice_address_split (address, NULL, &id))
    id = g_strdup (address);
  sluice_node_set_id (node, id);
  sluice_node_set_address (node, address);
  if (!sluice_node_keys_load (node, object, error))
    return FALSE;
  if (SLUICE_IS_FLOW_NODE (node))
    return sluice_flow_node_load (SLUICE_FLOW_NODE (node), object, error);
  return sluice_kind_node_load (SLUICE_KIND_NODE (node), object, error);
}

/**
 * sluice_kinds_new_node: (skip)
 * @address: its address, "main/approve": for the error
 * @object: its object in a document
 * @error: return location for %SLUICE_KIND_ERROR
 *
 * Makes a node of the kind that the object names; nothing else of the object is looked at.
 *
 * Returns: (transfer full) (nullable): the node, for sluice_kinds_load_node()
 */
SluiceNode *
sluice_kinds_new_node (const char   *address,
                       SluiceValue   object,
                       GError      **error)
{
  const char *id = sluice_value_get_member_string (object, "kind");
  const SluiceKind *kind = sluice_kinds_lookup (id);

  if (kind != NULL)
    return g_object_new (kind->get_type (), NULL);
  g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_UNKNOWN,
               "%s is of the kind “%s”, which this version does not know", address, id != NULL ? id : "");
  return NULL;
}

/**
 * sluice_kinds_create_node: (skip)
 * @address: its address, "main/approve"
 * @object: its object in a document, with all texts in it
 * @error: return location for %SLUICE_KIND_ERROR or %SLUICE_SCRIPT_ERROR
 *
 * Makes a node of the kind that the object names.
 *
 * Returns: (transfer full) (nullable): the node, without edges
 */
SluiceNode *
sluice_kinds_create_node (const char   *address,
                          SluiceValue   object,
                          GError      **error)
{
  g_autoptr (SluiceNode) node = sluice_kinds_new_node (address, object, error);

  return node != NULL && sluice_kinds_load_node (node, address, object, error) ? g_steal_pointer (&node) : NULL;
}

/* What is of a flow itself; it has no settings, attempts or phases beside these. */
static SluiceValue
pick_flow_keys (SluiceValue flow)
{
  static const char * const keys[] = { "title", "params", "batch", "prep", "post" };
  SluiceValue picked = sluice_value_object ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (sluice_value_has_member (flow, keys[i]))
        sluice_value_set_member (&picked, keys[i],
                                 sluice_value_ref (sluice_value_get_member (flow, keys[i])));
    }
  return picked;
}

/**
 * sluice_kinds_create_flow: (skip)
 * @id: the flow's id
 * @flow: its object in a document, with all texts in it
 * @error: return location for %SLUICE_KIND_ERROR or %SLUICE_SCRIPT_ERROR
 *
 * Makes a flow. Keys that only nodes have mean nothing on it.
 *
 * Returns: (transfer full) (nullable): the flow, without its nodes
 */
SluiceFlow *
sluice_kinds_create_flow (const char   *id,
                          SluiceValue   flow,
                          GError      **error)
{
  g_auto (SluiceValue) picked = pick_flow_keys (flow);
  g_autoptr (SluiceNode) node = g_object_new (SLUICE_TYPE_FLOW_NODE, NULL);

  return sluice_kinds_load_node (node, id, picked, error) ? (SluiceFlow *) g_steal_pointer (&node) : NULL;
}
