/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One document with some of what another has instead, difference by difference. */

#include "exchange/compare.h"

/* Behind what it stands behind in @other. */
static guint
find_place (SluiceValue  object,
            SluiceValue  other,
            const char  *key)
{
  for (gint i = sluice_value_find_member (other, key) - 1; i >= 0; i--)
    {
      gint place = sluice_value_find_member (object, sluice_value_get_key (other, (guint) i));

      if (place >= 0)
        return (guint) place + 1;
    }
  return 0;
}

static void
put (SluiceValue *object,
     SluiceValue  other,
     const char  *key,
     SluiceValue  take)
{
  if (sluice_value_has_member (*object, key))
    sluice_value_set_member (object, key, take);
  else
    sluice_value_insert_member (object, find_place (*object, other, key), key, take);
}

/* Makes what is at @path as it is in @other. An object that is only there for what went goes with it. */
static void
pick (SluiceValue        *object,
      SluiceValue         other,
      const char * const *path)
{
  SluiceValue there = sluice_value_get_member (other, path[0]);
  SluiceValue inner = sluice_value_get_member (*object, path[0]);

  if (path[1] == NULL)
    {
      if (sluice_value_has_member (other, path[0]))
        put (object, other, path[0], sluice_value_ref (there));
      else
        sluice_value_remove_member (object, path[0]);
      return;
    }

  inner = SLUICE_VALUE_IS_OBJECT (inner) ? sluice_value_ref (inner) : sluice_value_object ();
  pick (&inner, there, path + 1);
  if (sluice_value_get_length (inner) > 0 || sluice_value_has_member (other, path[0]))
    {
      put (object, other, path[0], inner);
      return;
    }
  sluice_value_unref (inner);
  sluice_value_remove_member (object, path[0]);
}

/* What a flow's layout says of nodes that the flow has not is left out. */
static SluiceValue
prune_layout (SluiceValue layout,
              SluiceValue nodes)
{
  SluiceValue pruned = sluice_value_object ();
  SluiceValueIter iter;
  SluiceValue entry;
  const char *key;

  for (sluice_value_iter_init (&iter, layout); sluice_value_iter_next (&iter, &key, &entry);)
    if (key[0] == '$' || sluice_value_has_member (nodes, key))
      sluice_value_set_member (&pruned, key, sluice_value_ref (entry));
  return pruned;
}

/* The members of both; where both have one that is no object, that of @object stays. */
static void
join (SluiceValue *object,
      SluiceValue  other)
{
  for (guint i = 0; i < sluice_value_get_length (other); i++)
    {
      const char *key = sluice_value_get_key (other, i);
      SluiceValue there = sluice_value_get_member_at (other, i);
      SluiceValue here = sluice_value_get_member (*object, key);

      if (!sluice_value_has_member (*object, key))
        {
          put (object, other, key, sluice_value_ref (there));
        }
      else if (SLUICE_VALUE_IS_OBJECT (here) && SLUICE_VALUE_IS_OBJECT (there))
        {
          SluiceValue joined = sluice_value_ref (here);

          join (&joined, there);
          sluice_value_set_member (object, key, joined);
        }
    }
}

/* The places of both, for what there is. */
static void
join_layout (SluiceValue *root,
             SluiceValue  other)
{
  SluiceValue there = sluice_value_get_member (other, "layout");
  SluiceValue here = sluice_value_get_member (*root, "layout");
  SluiceValue flows = sluice_value_get_member (*root, "flows");
  SluiceValue joined;
  SluiceValue pruned = sluice_value_object ();

  if (!SLUICE_VALUE_IS_OBJECT (there) && !SLUICE_VALUE_IS_OBJECT (here))
    return;
  joined = SLUICE_VALUE_IS_OBJECT (here) ? sluice_value_ref (here) : sluice_value_object ();
  if (SLUICE_VALUE_IS_OBJECT (there))
    join (&joined, there);
  for (guint i = 0; i < sluice_value_get_length (joined); i++)
    {
      const char *flow = sluice_value_get_key (joined, i);
      SluiceValue layout = sluice_value_get_member_at (joined, i);
      SluiceValue nodes = sluice_value_get_member (sluice_value_get_member (flows, flow), "nodes");

      if (SLUICE_VALUE_IS_OBJECT (layout) && SLUICE_VALUE_IS_OBJECT (nodes))
        sluice_value_set_member (&pruned, flow, prune_layout (layout, nodes));
    }
  sluice_value_unref (joined);
  sluice_value_set_member (root, "layout", pruned);
}

/**
 * sluice_documents_pick:
 * @before: a document
 * @after: another version of it
 * @picked: (element-type SluiceDifference): which of sluice_documents_compare() (without the layout) to take
 *
 * Returns: (transfer full): the root of @before with what was picked of @after
 */
SluiceValue
sluice_documents_pick (SluiceDocument *before,
                       SluiceDocument *after,
                       GPtrArray      *picked)
{
  SluiceValue root = sluice_value_ref (sluice_document_get_root (before));
  SluiceValue other = sluice_document_get_root (after);

  for (guint i = 0; i < picked->len; i++)
    {
      g_auto (GStrv) path = sluice_difference_dup_path (g_ptr_array_index (picked, i));

      pick (&root, other, (const char * const *) path);
    }
  join_layout (&root, other);
  return root;
}
