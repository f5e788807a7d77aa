/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sql: a query or a script on a database of SQLite. Its text is no template: what changes comes in as
 * parameters, by name or in turn. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_SQL_NODE (sluice_sql_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSqlNode, sluice_sql_node, SLUICE, SQL_NODE, SluiceKindNode)

struct _SluiceSqlNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceSqlNode, sluice_sql_node, SLUICE_TYPE_KIND_NODE)

static void
done_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

static void
sluice_sql_node_perform (SluiceKindNode *node,
                         SluiceCall     *call,
                         SluiceValue     settings)
{
  sluice_call_begin_effect (call, "sql", sluice_value_ref (settings), done_cb, NULL, NULL);
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
sluice_sql_node_class_init (SluiceSqlNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_sql_node_perform;

  install (object_class, 1, g_param_spec_string ("database", N_("Database"),
                                                 N_("A file of SQLite, relative to the document"), "", flags),
           SLUICE_SETTING_FILE, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED);
  install (object_class, 2, g_param_spec_string ("query", N_("Query"),
                                                 N_("Statements; values stand in them as ? or :name"), "", flags),
           SLUICE_SETTING_CODE, SLUICE_SETTING_REQUIRED);
  sluice_setting_mark_language (g_object_class_find_property (object_class, "query"), "sql");
  install (object_class, 3, g_param_spec_boxed ("params", N_("Parameters"),
                                                N_("The values: an object for :name, a list for ?"), SLUICE_TYPE_VALUE,
                                                flags), SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (object_class, 4,
    g_param_spec_boolean ("read-only", N_("Only Reads"), N_("Whether nothing may be written"), FALSE, flags));
  install (object_class, 5, g_param_spec_double ("timeout", N_("Time Limit"), N_("How long the whole query may take"),
                                                 0.01, 86400,
                                                 30, flags), SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (object_class, 6,
    g_param_spec_int ("max-rows", N_("Most Rows"), N_("More than that is an error"), 1, 1000000, 10000, flags));
}

static void
sluice_sql_node_init (SluiceSqlNode *self)
{
}

const SluiceKind sluice_sql_kind = {
  .info = {
    .id = "sql",
    .title = N_("SQL"),
    .blurb = N_("Asks or changes a database of SQLite."),
    .keywords = N_("database;sqlite;query;select;insert;table;rows"),
    .category = "services",
    .icon_name = "sluice-kind-sql-symbolic",
    .summary_setting = "query",
  },
  .get_type = sluice_sql_node_get_type,
};
