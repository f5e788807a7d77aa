/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vector: which of stored vectors are nearest to the one that prep gives. They are under a key of the store, or in a
 * file of JSON. */

#include <glib/gi18n-lib.h>

#include "base/pointer.h"
#include "kinds/kind.h"
#include "kinds/nearest.h"

#define SLUICE_TYPE_METRIC (sluice_metric_get_type ())
GType sluice_metric_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceMetric, sluice_metric,
                    SLUICE_SETTING_CHOICE (SLUICE_METRIC_COSINE, "cosine", N_("Angle (Cosine)")),
                    SLUICE_SETTING_CHOICE (SLUICE_METRIC_DOT, "dot", N_("Product (Dot)")),
                    SLUICE_SETTING_CHOICE (SLUICE_METRIC_EUCLID, "euclid", N_("Distance (Euclidean)")))

#define SLUICE_TYPE_VECTOR_NODE (sluice_vector_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceVectorNode, sluice_vector_node, SLUICE, VECTOR_NODE, SluiceKindNode)

struct _SluiceVectorNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceVectorNode, sluice_vector_node, SLUICE_TYPE_KIND_NODE)

static void
look (SluiceCall  *call,
      SluiceValue  items)
{
  g_autoptr (SluiceNode) node = g_object_ref (sluice_call_get_node (call));
  SluiceMetric metric = SLUICE_METRIC_COSINE;
  SluiceValue result;
  GError *error = NULL;
  int k = 0;

  g_object_get (node, "count", &k, "metric", &metric, NULL);
  if (sluice_nearest_find (items, sluice_call_get_item (call), (guint) k, metric, &result, &error))
    sluice_call_return_value (call, result);
  else
    sluice_call_return_error (call, error);
}

static void
read_cb (SluiceCall   *call,
         SluiceValue   reply,
         const GError *error,
         gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    look (call, reply);
}

static void
sluice_vector_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  const SluiceValue *store = sluice_call_get_data (call);
  const char *file = sluice_value_get_member_string (settings, "file");
  const char *key = sluice_value_get_member_string (settings, "key");
  SluiceValue request;

  if (file == NULL || *file == '\0')
    {
      look (call, store != NULL && key != NULL ? sluice_value_get_member (*store, key) : sluice_value_null ());
      return;
    }
  request = sluice_value_object ();
  sluice_value_set_member (&request, "path", sluice_value_string (file));
  sluice_value_set_member (&request, "format", sluice_value_string ("json"));
  sluice_call_begin_effect (call, "read", request, read_cb, NULL, NULL);
}

static void
install (GObjectClass       *klass,
         guint               id,
         GParamSpec         *pspec,
         SluiceSettingType   type,
         SluiceSettingFlags  flags)
{
  g_object_class_install_property (klass, id, sluice_setting_mark (pspec, type, flags));
}

static void
sluice_vector_node_class_init (SluiceVectorNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_vector_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->wants_store = TRUE;
  install (object_class, 1, g_param_spec_string ("key", N_("Vectors"),
                                                 N_("A key of the store with the list: vectors, or objects with one "
                                                    "each under “vector”"), "", flags), SLUICE_SETTING_STRING, 0);
  install (object_class, 2, g_param_spec_string ("file", N_("File"),
                                                 N_("A file of JSON with the list, in place of the store"), "", flags),
           SLUICE_SETTING_FILE, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (object_class, 3,
    g_param_spec_int ("count", N_("Count"), N_("How many of the nearest are wanted"), 1, 100000, 5, flags));
  g_object_class_install_property (object_class, 4,
    g_param_spec_enum ("metric", N_("Metric"), N_("What near means: by the angle, the product or the distance"),
                       SLUICE_TYPE_METRIC, SLUICE_METRIC_COSINE, flags));
}

static void
sluice_vector_node_init (SluiceVectorNode *self)
{
}

const SluiceKind sluice_vector_kind = {
  .info = {
    .id = "vector",
    .title = N_("Vector search"),
    .blurb = N_("Finds the nearest of stored vectors."),
    .keywords = N_("vector;nearest;neighbour;similar;rag;index;cosine"),
    .category = "services",
    .icon_name = "sluice-kind-vector-symbolic",
    .summary_setting = "key",
  },
  .get_type = sluice_vector_node_get_type,
};
