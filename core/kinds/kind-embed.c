/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* embed: the meaning of texts as vectors. One text gives a vector, a list of texts a list of vectors. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"
#include "kinds/providers.h"

#define SLUICE_TYPE_EMBED_NODE (sluice_embed_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceEmbedNode, sluice_embed_node, SLUICE, EMBED_NODE, SluiceKindNode)

struct _SluiceEmbedNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceEmbedNode, sluice_embed_node, SLUICE_TYPE_KIND_NODE)

static void
replied_cb (SluiceCall   *call,
            SluiceValue   reply,
            const GError *error,
            gpointer      is_one)
{
  SluiceValue vectors = sluice_value_get_member (reply, "vectors");

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (is_one != NULL ? sluice_value_get_element (vectors, 0)
                                                                     : vectors));
}

static void
sluice_embed_node_perform (SluiceKindNode *node,
                           SluiceCall     *call,
                           SluiceValue     settings)
{
  SluiceValue request = sluice_value_ref (settings);
  SluiceValue text = sluice_value_get_member (settings, "text");
  gboolean is_one;
  SluiceValue input;

  if (!SLUICE_VALUE_IS_STRING (text) || sluice_value_get_string_length (text) == 0)
    text = sluice_call_get_item (call);
  is_one = !SLUICE_VALUE_IS_ARRAY (text);
  input = is_one ? sluice_value_array () : sluice_value_ref (text);
  if (is_one)
    sluice_value_append (&input, sluice_value_ref (text));
  sluice_value_remove_member (&request, "text");
  sluice_value_set_member (&request, "input", input);
  sluice_call_begin_effect (call, "embed", request, replied_cb, GINT_TO_POINTER (is_one), NULL);
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
sluice_embed_node_class_init (SluiceEmbedNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_embed_node_perform;
  install (object_class, 1, g_param_spec_string ("text", N_("Text"),
                                                 N_("What is made a vector; empty: the text or texts that prep gives"),
                                                 "", flags), SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (object_class, 2,
    g_param_spec_enum ("provider", N_("Provider"), N_("Who serves the model; default: as the preferences say"),
                       sluice_provider_get_enum_type (), 0, flags));
  install (object_class, 3, g_param_spec_string ("model", N_("Model"),
                                                 N_("The name of a model for embeddings, like text-embedding-3-small"),
                                                 "", flags),
           SLUICE_SETTING_MODEL, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED);
  g_object_class_install_property (object_class, 4,
    g_param_spec_string ("url", N_("Base Address"), N_("Of another server that speaks OpenAI's protocol"), NULL,
                         flags));
  install (object_class, 5, g_param_spec_boxed ("key", N_("Key"),
                                                N_("Where the key is kept; empty: where the preferences say"),
                                                SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_SECRET, 0);
  g_object_class_install_property (object_class, 6,
    g_param_spec_int ("batch", N_("Batch"), N_("How many texts go out at once"), 1, 2048, 64, flags));
  g_object_class_install_property (object_class, 7,
    g_param_spec_int ("dimensions", N_("Dimensions"), N_("How many numbers a vector has; 0: as the model gives it"), 0,
                      65536, 0, flags));
  install (object_class, 8, g_param_spec_double ("timeout", N_("Time Limit"), N_("How long one batch may take"), 0.1,
                                                 3600, 60, flags), SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (object_class, 9,
    g_param_spec_int ("again", N_("Send Again"),
                      N_("How often it is sent again when the server is busy or fails (429, 5xx) or goes away"),
                      0, 20, 2, flags));
  sluice_setting_mark_unit (g_object_class_find_property (object_class, "again"), N_("times"));
  g_object_class_install_property (object_class, 10,
    g_param_spec_int ("concurrent", N_("At a Time"),
                      N_("Requests to this server, from all lanes; 0: as many as there are"), 0, 256, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (object_class, "concurrent"), N_("requests"));
  g_object_class_install_property (object_class, 11,
    g_param_spec_int ("per-minute", N_("Per Minute"), N_("Requests to this server, from all lanes; 0: no limit"),
                      0, 100000, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (object_class, "per-minute"), N_("requests"));
}

static void
sluice_embed_node_init (SluiceEmbedNode *self)
{
}

const SluiceKind sluice_embed_kind = {
  .info = {
    .id = "embed",
    .title = N_("Embedding"),
    .blurb = N_("Makes vectors of texts, which are near where meanings are."),
    .keywords = N_("embed;embedding;vector;meaning;rag;similar"),
    .category = "services",
    .icon_name = "sluice-kind-embed-symbolic",
    .summary_setting = "text",
  },
  .get_type = sluice_embed_node_get_type,
};
