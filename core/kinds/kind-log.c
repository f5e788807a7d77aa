/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log: a line into the console, and below it a table and a picture. Its result is the table's rows, else what is
 * known of the picture, else the message. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"
#include "kinds/table.h"

#define MAX_ROWS 100

typedef enum
{
  SLUICE_LOG_INFO,
  SLUICE_LOG_WARNING,
  SLUICE_LOG_ERROR,
} SluiceLogLevel;

#define SLUICE_TYPE_LOG_LEVEL (sluice_log_level_get_type ())
GType sluice_log_level_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceLogLevel, sluice_log_level,
                    SLUICE_SETTING_CHOICE (SLUICE_LOG_INFO, "info", N_("Information")),
                    SLUICE_SETTING_CHOICE (SLUICE_LOG_WARNING, "warning", N_("Warning")),
                    SLUICE_SETTING_CHOICE (SLUICE_LOG_ERROR, "error", N_("Error")))

#define SLUICE_TYPE_LOG_NODE (sluice_log_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLogNode, sluice_log_node, SLUICE, LOG_NODE, SluiceKindNode)

struct _SluiceLogNode
{
  SluiceKindNode parent_instance;

  char          *message;
  SluiceLogLevel level;
  SluiceValue    table;
  char          *picture;
};

G_DEFINE_FINAL_TYPE (SluiceLogNode, sluice_log_node, SLUICE_TYPE_KIND_NODE)

enum
{
  PROP_0,
  PROP_MESSAGE,
  PROP_LEVEL,
  PROP_TABLE,
  PROP_PICTURE,
  N_PROPS,
};

static void
read_cb (SluiceCall   *call,
         SluiceValue   picture,
         const GError *error,
         gpointer      user_data)
{
  const SluiceValue *settings = user_data;
  SluiceValue rows = sluice_value_get_member (*settings, "table");

  if (error != NULL)
    {
      sluice_call_return_error (call, g_error_copy (error));
      return;
    }
  sluice_call_log (call, sluice_value_get_member_string (*settings, "level"), sluice_value_ref (picture));
  sluice_call_return_value (call, sluice_value_ref (SLUICE_VALUE_IS_NULL (rows) ? picture : rows));
}

static void
settings_free (gpointer data)
{
  SluiceValue *settings = data;

  sluice_value_unref (*settings);
  g_free (settings);
}

static void
show_picture (SluiceCall  *call,
              SluiceValue  settings,
              const char  *path)
{
  SluiceValue request = sluice_value_object ();
  SluiceValue *kept = g_new (SluiceValue, 1);

  *kept = sluice_value_ref (settings);
  sluice_value_set_member (&request, "path", sluice_value_string (path));
  sluice_call_begin_effect (call, "picture", request, read_cb, kept, settings_free);
}

static void
sluice_log_node_perform (SluiceKindNode *node,
                         SluiceCall     *call,
                         SluiceValue     settings)
{
  SluiceValue message = sluice_value_get_member (settings, "message");
  SluiceValue rows = sluice_value_get_member (settings, "table");
  const char *level = sluice_value_get_member_string (settings, "level");
  const char *picture = sluice_value_get_member_string (settings, "picture");
  gboolean has_picture = picture != NULL && *picture != '\0';
  g_autofree char *table = sluice_table_to_text (rows, MAX_ROWS);

  if ((table == NULL && !has_picture) || sluice_value_get_string_length (message) > 0)
    sluice_call_log (call, level, sluice_value_ref (message));
  if (table != NULL)
    sluice_call_log (call, level, sluice_value_string (table));
  if (has_picture)
    show_picture (call, settings, picture);
  else
    sluice_call_return_value (call, sluice_value_ref (table != NULL ? rows : message));
}

static void
sluice_log_node_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SluiceLogNode *self = SLUICE_LOG_NODE (object);

  switch (id)
    {
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case PROP_LEVEL: g_value_set_enum (value, self->level); break;
    case PROP_TABLE: g_value_set_boxed (value, &self->table); break;
    case PROP_PICTURE: g_value_set_string (value, self->picture); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_log_node_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SluiceLogNode *self = SLUICE_LOG_NODE (object);

  switch (id)
    {
    case PROP_MESSAGE:
      g_free (self->message);
      self->message = g_value_dup_string (value);
      break;

    case PROP_LEVEL: self->level = g_value_get_enum (value); break;

    case PROP_TABLE:
      sluice_value_replace (&self->table, g_value_get_boxed (value) != NULL
                                            ? sluice_value_ref (*(SluiceValue *) g_value_get_boxed (value))
                                            : sluice_value_null ());
      break;

    case PROP_PICTURE:
      g_free (self->picture);
      self->picture = g_value_dup_string (value);
      break;

    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_log_node_finalize (GObject *object)
{
  g_free (SLUICE_LOG_NODE (object)->message);
  sluice_value_clear (&SLUICE_LOG_NODE (object)->table);
  g_free (SLUICE_LOG_NODE (object)->picture);
  G_OBJECT_CLASS (sluice_log_node_parent_class)->finalize (object);
}

static void
sluice_log_node_class_init (SluiceLogNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_log_node_get_property;
  object_class->set_property = sluice_log_node_set_property;
  object_class->finalize = sluice_log_node_finalize;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_log_node_perform;

  g_object_class_install_property (object_class, PROP_MESSAGE,
    sluice_setting_mark (g_param_spec_string ("message", N_("Message"),
                                              N_("What is shown in the console"), "", flags),
                         SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, PROP_LEVEL,
    g_param_spec_enum ("level", N_("Level"), N_("How much it matters"),
                       SLUICE_TYPE_LOG_LEVEL, SLUICE_LOG_INFO, flags));
  g_object_class_install_property (object_class, PROP_TABLE,
    sluice_setting_mark (g_param_spec_boxed ("table", N_("Table"),
                                             N_("Rows that are shown below it: a list of objects, or of lists"),
                                             SLUICE_TYPE_VALUE, flags),
                         SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, PROP_PICTURE,
    sluice_setting_mark (g_param_spec_string ("picture", N_("Picture"),
                                              N_("A file that is shown below it: PNG, JPEG, GIF or WebP up to 8 MiB, "
                                                 "or a data address"), "", flags),
                         SLUICE_SETTING_FILE, SLUICE_SETTING_TEMPLATE));
}

static void
sluice_log_node_init (SluiceLogNode *self)
{
  self->message = g_strdup ("");
  self->picture = g_strdup ("");
}

const SluiceKind sluice_log_kind = {
  .info = {
    .id = "log",
    .title = N_("Log"),
    .blurb = N_("Writes a line, a table or a picture into the console."),
    .keywords = N_("print;show;message;console;output;debug;table;rows;picture;image;plot"),
    .category = "output",
    .icon_name = "sluice-kind-log-symbolic",
    .summary_setting = "message",
  },
  .get_type = sluice_log_node_get_type,
};
