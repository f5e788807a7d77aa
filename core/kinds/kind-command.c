/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command: a program with its arguments, never a shell. What it exits with is decided by the node's edges: its
 * number, then "error"; where neither leads on, anything but 0 is an error of exec. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"
#include "kinds/payload.h"

#define SLUICE_TYPE_COMMAND_NODE (sluice_command_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceCommandNode, sluice_command_node, SLUICE, COMMAND_NODE, SluiceKindNode)

struct _SluiceCommandNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceCommandNode, sluice_command_node, SLUICE_TYPE_KIND_NODE)

/* The edge that a status leads to, or NULL. */
static char *
dup_edge (SluiceNode *node,
          gint64      status)
{
  g_autofree char *exact = g_strdup_printf ("%d", (int) status);

  if (sluice_kind_has_edge (node, exact))
    return g_steal_pointer (&exact);
  return status != 0 && sluice_kind_has_edge (node, "error") ? g_strdup ("error") : NULL;
}

static gint64
get_status (SluiceValue result)
{
  return sluice_value_get_integer (sluice_value_get_member (result, "status"));
}

/* With the first line that it wrote about it. */
static GError *
new_failure (SluiceNode  *node,
             SluiceValue  result)
{
  const char *errors = sluice_value_get_member_string (result, "errors");
  g_autofree char *program = NULL;
  g_auto (GStrv) lines = g_strsplit (errors != NULL ? errors : "", "\n", 2);

  g_object_get (node, "program", &program, NULL);
  if (lines[0] == NULL || *lines[0] == '\0')
    return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "“%s” ended with %d.", program, (int) get_status (result));
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "“%s” ended with %d: %s", program, (int) get_status (result),
                      lines[0]);
}

static void
ended_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  SluiceNode *node = sluice_call_get_node (call);
  g_autofree char *edge = dup_edge (node, get_status (result));

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (get_status (result) != 0 && edge == NULL)
    sluice_call_return_error (call, new_failure (node, result));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

static void
sluice_command_node_perform (SluiceKindNode *node,
                             SluiceCall     *call,
                             SluiceValue     settings)
{
  sluice_call_begin_effect (call, "run", sluice_value_ref (settings), ended_cb, NULL, NULL);
}

static void
sluice_command_node_finish (SluiceKindNode *node,
                            SluiceCall     *call)
{
  SluiceValue result = sluice_call_get_exec_result (call);
  g_autofree char *edge = NULL;

  if (SLUICE_VALUE_IS_INTEGER (sluice_value_get_member (result, "status")))
    edge = dup_edge (SLUICE_NODE (node), get_status (result));
  sluice_call_return_action (call, edge);
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
install_start (GObjectClass *klass,
               GParamFlags   flags)
{
  install (klass, 1, g_param_spec_string ("program", N_("Program"),
                                          N_("Its name, looked for where programs are, or its path; no shell line"),
                                          "", flags),
           SLUICE_SETTING_STRING, SLUICE_SETTING_REQUIRED);
  install (klass, 2, g_param_spec_boxed ("args", N_("Arguments"),
                                         N_("One in each line, given as it is: no shell reads it"),
                                         G_TYPE_STRV, flags), SLUICE_SETTING_LIST, SLUICE_SETTING_TEMPLATE);
  install (klass, 3, g_param_spec_string ("stdin", N_("Input"), N_("What the program reads"), "", flags),
           SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE);
  install (klass, 4, g_param_spec_boxed ("environment", N_("Environment"),
                                         N_("Variables it gets beside PATH, HOME and the language"), SLUICE_TYPE_VALUE,
                                         flags), SLUICE_SETTING_MAP, SLUICE_SETTING_TEMPLATE);
  install (klass, 5, g_param_spec_boxed ("pass", N_("Passed On"), N_("Variables it gets as they are here"), G_TYPE_STRV,
                                         flags), SLUICE_SETTING_LIST, 0);
  install (klass, 6, g_param_spec_string ("folder", N_("Folder"), N_("Where it runs; without it, beside the document"),
                                          "", flags), SLUICE_SETTING_FOLDER, SLUICE_SETTING_TEMPLATE);
}

static void
install_end (GObjectClass *klass,
             GParamFlags   flags)
{
  install (klass, 7, g_param_spec_double ("timeout", N_("Time Limit"),
                                          N_("After that it is ended, with all that it started"), 0.01, 86400, 60,
                                          flags), SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (klass, 8,
    g_param_spec_enum ("format", N_("Output Is"), N_("How what it writes is read"), SLUICE_TYPE_PAYLOAD_TYPE,
                       SLUICE_PAYLOAD_TEXT, flags));
  g_object_class_install_property (klass, 9,
    g_param_spec_boolean ("header", N_("Header"), N_("Whether the first row of a table names its columns"), TRUE,
                          flags));
  g_object_class_install_property (klass, 10,
    sluice_setting_mark_unit (g_param_spec_int ("max-size", N_("Largest Output"), N_("More than that is an error"), 1,
                                                64, 16, flags), N_("MiB")));
}

static void
sluice_command_node_class_init (SluiceCommandNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_command_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_command_node_finish;
  install_start (object_class, flags);
  install_end (object_class, flags);
}

static void
sluice_command_node_init (SluiceCommandNode *self)
{
}

static char **
dup_actions (SluiceValue node)
{
  return sluice_kind_dup_actions (node, "error", TRUE);
}

const SluiceKind sluice_command_kind = {
  .info = {
    .id = "command",
    .title = N_("Command"),
    .blurb = N_("Starts a program and returns what it wrote and how it ended."),
    .keywords = N_("program;process;exec;run;terminal;shell;tool;script"),
    .category = "services",
    .icon_name = "sluice-kind-command-symbolic",
    .summary_setting = "program",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_command_node_get_type,
};
