/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* set: writes values into the store, and takes keys out of it. All values are worked out before the first
 * is written; a key that begins with a slash is a JSON Pointer. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_SET_NODE (sluice_set_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSetNode, sluice_set_node, SLUICE, SET_NODE, SluiceKindNode)

struct _SluiceSetNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceSetNode, sluice_set_node, SLUICE_TYPE_KIND_NODE)

static void
sluice_set_node_perform (SluiceKindNode *node,
                         SluiceCall     *call,
                         SluiceValue     settings)
{
  sluice_call_return_value (call, sluice_value_ref (sluice_value_get_member (settings, "values")));
}

static gboolean
set_key (SluiceStore  *store,
         const char   *key,
         SluiceValue   value,
         GError      **error)
{
  SluiceValue before;

  if (*key == '/')
    return sluice_store_change (store,
                                sluice_store_lookup (store, key, &before, NULL) ? SLUICE_CHANGE_REPLACE
                                                                                : SLUICE_CHANGE_ADD,
                                key, sluice_value_ref (value), error);
  sluice_store_set (store, key, sluice_value_ref (value));
  return TRUE;
}

static gboolean
set_all (SluiceStore  *store,
         SluiceValue   values,
         GError      **error)
{
  SluiceValueIter iter;
  SluiceValue value;
  const char *key;

  if (!SLUICE_VALUE_IS_OBJECT (values) && !SLUICE_VALUE_IS_ARRAY (values))
    return TRUE;
  sluice_value_iter_init (&iter, values);
  while (sluice_value_iter_next (&iter, &key, &value))
    if (!(key != NULL ? set_key (store, key, value, error) : set_all (store, value, error)))
      return FALSE;
  return TRUE;
}

static void
remove_all (SluiceStore        *store,
            const char * const *keys)
{
  for (; keys != NULL && *keys != NULL; keys++)
    {
      if (**keys == '/')
        sluice_store_change (store, SLUICE_CHANGE_REMOVE, *keys, sluice_value_null (), NULL);
      else
        sluice_store_remove (store, *keys);
    }
}

/* Before the person's own post, which finds them written. A batch has an object for each of its items. */
static void
sluice_set_node_post (SluiceNode *node,
                      SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  g_auto (GStrv) removed = NULL;
  GError *error = NULL;

  if (!set_all (store, sluice_call_get_exec_result (call), &error))
    {
      sluice_call_return_error (call, error);
      return;
    }
  g_object_get (node, "remove", &removed, NULL);
  remove_all (store, (const char * const *) removed);
  SLUICE_NODE_CLASS (sluice_set_node_parent_class)->post (node, call);
}

static void
sluice_set_node_class_init (SluiceSetNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_NODE_CLASS (klass)->post = sluice_set_node_post;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_set_node_perform;

  g_object_class_install_property (object_class, 1,
    sluice_setting_mark (g_param_spec_boxed ("values", N_("Values"),
                                             N_("Store keys and what they become: a text, or one {{ expression }} for "
                                                "its value"),
                                             SLUICE_TYPE_VALUE, flags),
                         SLUICE_SETTING_MAP, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_VALUES));
  g_object_class_install_property (object_class, 2,
    sluice_setting_mark (g_param_spec_boxed ("remove", N_("Remove"), N_("Store keys that are taken out"), G_TYPE_STRV,
                                             flags),
                         SLUICE_SETTING_LIST, 0));
}

static void
sluice_set_node_init (SluiceSetNode *self)
{
}

const SluiceKind sluice_set_kind = {
  .info = {
    .id = "set",
    .title = N_("Set"),
    .blurb = N_("Writes values into the store."),
    .keywords = N_("assign;variable;store;value;edit fields;key;remove;compute;memory;remember;collect;append;counter"),
    .category = "logic",
    .icon_name = "sluice-kind-set-symbolic",
    .summary_setting = "values",
  },
  .get_type = sluice_set_node_get_type,
};
