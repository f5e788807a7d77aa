/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file: reads, writes, adds to, lists or watches what lies below granted folders. A file that is not there
 * is an error, or where the node has such an edge the action "missing"; a watch in which nothing happened is
 * "timeout". */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"
#include "kinds/payload.h"
#include "kinds/perform-file.h"

typedef enum
{
  SLUICE_FILE_DOES_READ,
  SLUICE_FILE_DOES_WRITE,
  SLUICE_FILE_DOES_APPEND,
  SLUICE_FILE_DOES_LIST,
  SLUICE_FILE_DOES_WATCH,
} SluiceFileDoes;

#define SLUICE_TYPE_FILE_DOES (sluice_file_does_get_type ())
GType sluice_file_does_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceFileDoes, sluice_file_does,
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_DOES_READ, "read", N_("Read")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_DOES_WRITE, "write", N_("Write")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_DOES_APPEND, "append", N_("Append")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_DOES_LIST, "list", N_("List")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_DOES_WATCH, "watch", N_("Watch")))

typedef enum
{
  SLUICE_FILE_ENTRIES_FILES,
  SLUICE_FILE_ENTRIES_FOLDERS,
  SLUICE_FILE_ENTRIES_ALL,
} SluiceFileEntries;

#define SLUICE_TYPE_FILE_ENTRIES (sluice_file_entries_get_type ())
GType sluice_file_entries_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceFileEntries, sluice_file_entries,
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_ENTRIES_FILES, "files", N_("Files")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_ENTRIES_FOLDERS, "folders", N_("Folders")),
                    SLUICE_SETTING_CHOICE (SLUICE_FILE_ENTRIES_ALL, "all", N_("Files and Folders")))

#define SLUICE_TYPE_FILE_NODE (sluice_file_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFileNode, sluice_file_node, SLUICE, FILE_NODE, SluiceKindNode)

struct _SluiceFileNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceFileNode, sluice_file_node, SLUICE_TYPE_KIND_NODE)

static const char * const effects[] = { "read", "write", "write", "list", "watch" };

static SluiceFileDoes
get_does (gpointer node)
{
  SluiceFileDoes does;

  g_object_get (node, "does", &does, NULL);
  return does;
}

static void
done_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      user_data)
{
  SluiceNode *node = sluice_call_get_node (call);

  if (error == NULL)
    sluice_call_return_value (call, sluice_value_ref (result));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && sluice_kind_has_edge (node, "missing"))
    sluice_call_return_value (call, sluice_value_null ());
  else
    sluice_call_return_error (call, g_error_copy (error));
}

static void
sluice_file_node_perform (SluiceKindNode *node,
                          SluiceCall     *call,
                          SluiceValue     settings)
{
  SluiceFileDoes does = get_does (node);
  SluiceValue request = sluice_value_ref (settings);

  sluice_value_remove_member (&request, "does");
  sluice_value_set_member (&request, "append", sluice_value_boolean (does == SLUICE_FILE_DOES_APPEND));
  if (effects[does][0] == 'w' && effects[does][1] == 'r'
      && SLUICE_VALUE_IS_NULL (sluice_value_get_member (settings, "content")))
    sluice_value_set_member (&request, "content", sluice_value_ref (sluice_call_get_item (call)));
  sluice_call_begin_effect (call, effects[does], request, done_cb, NULL, NULL);
}

static gboolean
nothing_changed (SluiceValue result)
{
  return sluice_value_get_length (sluice_value_get_member (result, "changed")) == 0
         && sluice_value_get_length (sluice_value_get_member (result, "removed")) == 0;
}

static void
sluice_file_node_finish (SluiceKindNode *node,
                         SluiceCall     *call)
{
  SluiceFileDoes does = get_does (node);
  SluiceValue result = sluice_call_get_exec_result (call);
  const char *action = NULL;

  if (SLUICE_VALUE_IS_NULL (result) && sluice_kind_has_edge (SLUICE_NODE (node), "missing"))
    action = "missing";
  else if (does == SLUICE_FILE_DOES_WATCH && SLUICE_VALUE_IS_OBJECT (result) && nothing_changed (result))
    action = "timeout";
  sluice_call_return_action (call, action);
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
install_content (GObjectClass *klass,
                 GParamFlags   flags)
{
  g_object_class_install_property (klass, 1,
    g_param_spec_enum ("does", N_("Does"), N_("What is done with the file or folder"), SLUICE_TYPE_FILE_DOES,
                       SLUICE_FILE_DOES_READ, flags));
  install (klass, 2, g_param_spec_string ("path", N_("Path"),
                                          N_("The file or folder, relative to the document"), "", flags),
           SLUICE_SETTING_FILE, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED);
  g_object_class_install_property (klass, 3,
    g_param_spec_enum ("format", N_("Content Is"), N_("How the content is read or written"),
                       SLUICE_TYPE_PAYLOAD_TYPE, SLUICE_PAYLOAD_TEXT, flags));
  install (klass, 4, g_param_spec_boxed ("content", N_("Content"),
                                         N_("What is written; without it, what prep gives"), SLUICE_TYPE_VALUE, flags),
           SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (klass, 5,
    g_param_spec_boolean ("header", N_("Header"), N_("Whether the first row of a table that is read names its columns"),
                          TRUE, flags));
  g_object_class_install_property (klass, 6,
    g_param_spec_boolean ("make-folders", N_("Make Folders"), N_("Whether folders that are missing are made"), FALSE,
                          flags));
  g_object_class_install_property (klass, 7,
    sluice_setting_mark_unit (g_param_spec_int ("max-size", N_("Largest File"),
                                                N_("Reading a larger file is an error"), 1,
                                                SLUICE_FILE_MAX_SIZE, 16, flags), N_("MiB")));
}

static void
install_folder (GObjectClass *klass,
                GParamFlags   flags)
{
  install (klass, 8, g_param_spec_string ("pattern", N_("Pattern"),
                                          N_("Which names are listed or watched: *.txt; with a slash, which paths"), "",
                                          flags),
           SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (klass, 9,
    g_param_spec_enum ("entries", N_("Entries"), N_("What is listed or watched in a folder"),
                       SLUICE_TYPE_FILE_ENTRIES, SLUICE_FILE_ENTRIES_FILES, flags));
  g_object_class_install_property (klass, 10,
    g_param_spec_boolean ("recursive", N_("In Folders, Too"), N_("Whether the folders in the folder count, too"), FALSE,
                          flags));
  install (klass, 11, g_param_spec_boxed ("since", N_("Since"),
                                          N_("The state that an earlier watch gave: what changed since counts, too"),
                                          SLUICE_TYPE_VALUE, flags),
           SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE);
  install (klass, 12, g_param_spec_double ("interval", N_("Looks Every"), N_("How often a watch looks"), 0.01, 3600, 1,
                                           flags), SLUICE_SETTING_DURATION, 0);
  install (klass, 13, g_param_spec_double ("within", N_("Watches For"),
                                           N_("After that the action is timeout; 0: as long as it takes"), 0, 1e6, 0,
                                           flags), SLUICE_SETTING_DURATION, 0);
}

static void
sluice_file_node_class_init (SluiceFileNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_file_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_file_node_finish;
  install_content (object_class, flags);
  install_folder (object_class, flags);
}

static void
sluice_file_node_init (SluiceFileNode *self)
{
}

static char **
dup_actions (SluiceValue node)
{
  const char *does = sluice_value_get_member_string (sluice_value_get_member (node, "settings"), "does");

  return sluice_kind_dup_actions (node, g_strcmp0 (does, "watch") == 0 ? "timeout" : "missing", FALSE);
}

const SluiceKind sluice_file_kind = {
  .info = {
    .id = "file",
    .title = N_("File"),
    .blurb = N_("Reads, writes, lists or watches files in the folders that were granted."),
    .keywords = N_("read;write;save;load;append;folder;directory;csv;json;lines;watch;list"),
    .category = "services",
    .icon_name = "sluice-kind-file-symbolic",
    .summary_setting = "path",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_file_node_get_type,
};
