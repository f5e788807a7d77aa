/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* python: a class of a PocketFlow project, kept as it is written. It is drawn, edited and exported again; it is not
 * run here, and checks say so before anything starts. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_PYTHON_NODE (sluice_python_node_get_type ())
G_DECLARE_FINAL_TYPE (SluicePythonNode, sluice_python_node, SLUICE, PYTHON_NODE, SluiceKindNode)

struct _SluicePythonNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluicePythonNode, sluice_python_node, SLUICE_TYPE_KIND_NODE)

static void
sluice_python_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  sluice_call_return_error (call, g_error_new (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, SLUICE_PYTHON_NOT_RUN,
                                               sluice_node_get_title (SLUICE_NODE (node))));
}

static void
install (GObjectClass     *klass,
         guint             id,
         GParamSpec       *pspec,
         SluiceSettingType type)
{
  g_object_class_install_property (klass, id, sluice_setting_mark (pspec, type, 0));
}

static void
sluice_python_node_class_init (SluicePythonNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_python_node_perform;

  install (object_class, 1, g_param_spec_string ("class", N_("Class"), N_("The name of its class in Python"), NULL,
                                                 flags), SLUICE_SETTING_STRING);
  install (object_class, 2, g_param_spec_string ("base", N_("Base"), N_("Which of PocketFlow's classes it is"), "Node",
                                                 flags), SLUICE_SETTING_STRING);
  install (object_class, 3, g_param_spec_string ("file", N_("Module"), N_("The module of the project that it is in"),
                                                 "nodes.py", flags), SLUICE_SETTING_STRING);
  install (object_class, 4, g_param_spec_string ("arguments", N_("Arguments"),
                                                 N_("What the class is made with, beside attempts and waits"), "",
                                                 flags), SLUICE_SETTING_STRING);
  install (object_class, 5, g_param_spec_string ("source", N_("Source"), N_("The class as it is written"), "", flags),
           SLUICE_SETTING_CODE);
  sluice_setting_mark_language (g_object_class_find_property (object_class, "source"), "python");
  install (object_class, 6, g_param_spec_boxed ("reads", N_("Reads"), N_("Keys of the store that it reads"),
                                                G_TYPE_STRV, flags), SLUICE_SETTING_LIST);
  install (object_class, 7, g_param_spec_boxed ("writes", N_("Writes"), N_("Keys of the store that it writes"),
                                                G_TYPE_STRV, flags), SLUICE_SETTING_LIST);
}

static void
sluice_python_node_init (SluicePythonNode *self)
{
}

const SluiceKind sluice_python_kind = {
  .info = {
    .id = "python",
    .title = N_("Python"),
    .blurb = N_("A class of a PocketFlow project; it is kept, and not run here."),
    .keywords = N_("pocketflow;class;import;code;program"),
    .category = "logic",
    .icon_name = "sluice-kind-python-symbolic",
    .summary_setting = "class",
  },
  .get_type = sluice_python_node_get_type,
};
