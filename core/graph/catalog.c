/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The catalog of node kinds: descriptions that the kinds themselves register, in the order in which
 * palette and search show them. Descriptions are static and live as long as the program. */

#include "graph/catalog.h"

static GPtrArray *infos; /* const SluiceKindInfo *, in order of registration */

/**
 * sluice_catalog_register:
 * @info: (transfer none): a static description
 *
 * Makes a kind known. A kind that is known already is described anew, in its old place.
 */
void
sluice_catalog_register (const SluiceKindInfo *info)
{
  g_return_if_fail (info != NULL && info->id != NULL);

  if (infos == NULL)
    infos = g_ptr_array_new ();
  for (guint i = 0; i < infos->len; i++)
    if (g_str_equal (sluice_catalog_get (i)->id, info->id))
      {
        infos->pdata[i] = (gpointer) info;
        return;
      }
  g_ptr_array_add (infos, (gpointer) info);
}

/**
 * sluice_catalog_lookup:
 * @kind: (nullable): the id of a kind
 *
 * Returns: (transfer none) (nullable): its description, %NULL if no such kind is known
 */
const SluiceKindInfo *
sluice_catalog_lookup (const char *kind)
{
  if (kind == NULL)
    return NULL;
  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    if (g_str_equal (sluice_catalog_get (i)->id, kind))
      return sluice_catalog_get (i);
  return NULL;
}

/**
 * sluice_catalog_get_n:
 *
 * Returns: how many kinds are known
 */
guint
sluice_catalog_get_n (void)
{
  return infos != NULL ? infos->len : 0;
}

/**
 * sluice_catalog_get:
 * @index: a number below sluice_catalog_get_n()
 *
 * Returns: (transfer none): the description of a kind, in order of registration
 */
const SluiceKindInfo *
sluice_catalog_get (guint index)
{
  g_return_val_if_fail (index < sluice_catalog_get_n (), NULL);

  return g_ptr_array_index (infos, index);
}

/**
 * sluice_kind_info_find_setting:
 * @info: a kind
 * @name: the key in a node's "settings"
 *
 * Returns: (transfer none) (nullable): the setting of that name, or %NULL
 */
const SluiceSettingInfo *
sluice_kind_info_find_setting (const SluiceKindInfo *info,
                               const char           *name)
{
  g_return_val_if_fail (info != NULL, NULL);

  for (guint i = 0; i < info->n_settings; i++)
    if (g_strcmp0 (info->settings[i].name, name) == 0)
      return &info->settings[i];
  return NULL;
}
