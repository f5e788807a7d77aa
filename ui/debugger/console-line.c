/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One line of the log as a list item: a copy, for the session's own line may go before it does. */
#include "debugger/console-line.h"

#include "debugger/state-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceConsoleLine
{
  GObject parent_instance;

  char *time;
  char *title;
  char *text;
  char *address;
  char *level;
  guint64 visit; /* 0: of none */
  SluiceLoggedPicture *picture; /* NULL: it is a text */
};

enum
{
  PROP_0,
  PROP_TIME,
  PROP_TITLE,
  PROP_HAS_TITLE,
  PROP_TEXT,
  PROP_PICTURE,
  PROP_LEVEL,
  PROP_LEVEL_TITLE,
  PROP_ICON_NAME,
  PROP_CSS_CLASSES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceConsoleLine, sluice_console_line, G_TYPE_OBJECT)

static const char *
get_icon_name (SluiceConsoleLine *self)
{
  if (g_str_equal (self->level, "error"))
    return "dialog-error-symbolic";
  if (g_str_equal (self->level, "warning"))
    return "dialog-warning-symbolic";

  return NULL;
}

static const char *
get_level_title (SluiceConsoleLine *self)
{
  if (g_str_equal (self->level, "error"))
    return _("Error");
  if (g_str_equal (self->level, "warning"))
    return _("Warning");

  return NULL;
}

static const char **
dup_css_classes (SluiceConsoleLine *self)
{
  const char *classes[] = { "console-text", NULL, NULL, NULL };
  guint n = 1;

  if (g_str_equal (self->level, "error") || g_str_equal (self->level, "warning"))
    classes[n++] = self->level;
  else if (g_str_equal (self->level, "run"))
    classes[n++] = "dim-label";
  /* The rule below a table's header: its columns are to stand below each other. */
  if (strstr (self->text, "\n─") != NULL)
    classes[n] = "monospace";

  return (const char **) g_strdupv ((char **) classes);
}

static void
sluice_console_line_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SluiceConsoleLine *self = SLUICE_CONSOLE_LINE (object);

  switch (prop_id)
    {
    case PROP_TIME:
      g_value_set_string (value, self->time);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_HAS_TITLE:
      g_value_set_boolean (value, self->title[0] != '\0');
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_PICTURE:
      g_value_set_boxed (value, self->picture);
      break;
    case PROP_LEVEL:
      g_value_set_string (value, self->level);
      break;
    case PROP_LEVEL_TITLE:
      g_value_set_string (value, get_level_title (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_CSS_CLASSES:
      g_value_take_boxed (value, dup_css_classes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_console_line_finalize (GObject *object)
{
  SluiceConsoleLine *self = SLUICE_CONSOLE_LINE (object);

  g_free (self->time);
  g_free (self->title);
  g_free (self->text);
  g_free (self->address);
  g_free (self->level);
  g_clear_pointer (&self->picture, sluice_logged_picture_unref);

  G_OBJECT_CLASS (sluice_console_line_parent_class)->finalize (object);
}

static void
sluice_console_line_class_init (SluiceConsoleLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_console_line_get_property;
  object_class->finalize = sluice_console_line_finalize;

  props[PROP_TIME] = g_param_spec_string ("time", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_HAS_TITLE] = g_param_spec_boolean ("has-title", NULL, NULL, FALSE, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_PICTURE] = g_param_spec_boxed ("picture", NULL, NULL, SLUICE_TYPE_LOGGED_PICTURE, flags);
  props[PROP_LEVEL] = g_param_spec_string ("level", NULL, NULL, NULL, flags);
  props[PROP_LEVEL_TITLE] = g_param_spec_string ("level-title", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_CSS_CLASSES] = g_param_spec_boxed ("css-classes", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_console_line_init (SluiceConsoleLine *self)
{
}

/**
 * sluice_console_line_new:
 * @line: a line of the session's log; copied
 *
 * Returns: (transfer full): the line as a list item
 */
SluiceConsoleLine *
sluice_console_line_new (const SluiceLogLine *line)
{
  SluiceConsoleLine *self = g_object_new (SLUICE_TYPE_CONSOLE_LINE, NULL);

  self->time = sluice_dup_time_words (line->time);
  self->title = g_strdup (line->title != NULL ? line->title : "");
  self->text = g_strdup (line->text != NULL ? line->text : "");
  self->address = g_strdup (line->address);
  self->picture = line->picture != NULL ? sluice_logged_picture_ref (line->picture) : NULL;
  self->visit = line->visit;
  self->level = g_strdup (line->level != NULL ? line->level : "info");

  return self;
}

/**
 * sluice_console_line_get_address:
 *
 * Returns: (transfer none) (nullable): the address of the node that wrote it
 */
const char *
sluice_console_line_get_address (SluiceConsoleLine *self)
{
  g_return_val_if_fail (SLUICE_IS_CONSOLE_LINE (self), NULL);

  return self->address;
}

/**
 * sluice_console_line_get_text:
 *
 * Returns: (transfer none): what it says
 */
const char *
sluice_console_line_get_text (SluiceConsoleLine *self)
{
  g_return_val_if_fail (SLUICE_IS_CONSOLE_LINE (self), NULL);

  return self->text;
}

guint64
sluice_console_line_get_visit (SluiceConsoleLine *self)
{
  g_return_val_if_fail (SLUICE_IS_CONSOLE_LINE (self), 0);

  return self->visit;
}

/**
 * sluice_console_line_to_string:
 * @self: a line
 *
 * Returns: (transfer full): the line as it is copied: time, level unless it is a plain one, node, text
 */
char *
sluice_console_line_to_string (SluiceConsoleLine *self)
{
  gboolean is_marked;

  g_return_val_if_fail (SLUICE_IS_CONSOLE_LINE (self), NULL);

  is_marked = get_level_title (self) != NULL;
  return g_strdup_printf ("%s  %s%s%s%s%s", self->time, is_marked ? self->level : "", is_marked ? ": " : "",
                          self->title, self->title[0] != '\0' ? ": " : "", self->text);
}

/**
 * sluice_console_line_has_words:
 * @self: a line
 * @words: (array zero-terminated=1): casefolded
 *
 * Returns: whether each of @words is in its level, in what its node is called or in what it says
 */
gboolean
sluice_console_line_has_words (SluiceConsoleLine  *self,
                               const char * const *words)
{
  const char *level = get_level_title (self);
  g_autofree char *all = g_strconcat (level != NULL ? level : "", "\n", self->title, "\n", self->text, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
