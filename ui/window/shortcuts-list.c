/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The shortcuts where GTK's window of them is too wide: it puts them into columns, and becomes no narrower than these.
 * Here the same ones are a list that scrolls, with a search. They are taken from that window, and so told once.
 */
#include "window/shortcuts-list.h"

#include "rows/wrap-box.h"

#define GROUP_KEY "sluice-group" /* of a row: the title above it */
#define WORDS_KEY "sluice-words" /* … what the search looks at, its case folded */

struct _SluiceShortcutsList
{
  AdwWindow parent_instance;

  char    **wanted; /* owned; all of them are in what is shown; NULL: everything is */

  /* Template. */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SluiceShortcutsList, sluice_shortcuts_list, ADW_TYPE_WINDOW)

static char *
dup_key_words (const char *key)
{
  guint keyval;
  GdkModifierType modifiers;

  if (!gtk_accelerator_parse (key, &keyval, &modifiers))
    return g_strdup (key);
  return gtk_accelerator_get_label (keyval, modifiers);
}

static GtkWidget *
new_text (const char *text,
          const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* The keys, each of which does it, and in @words how they are called. */
static GtkWidget *
new_keys (const char *accelerator,
          GString    *words)
{
  g_auto (GStrv) keys = g_strsplit (accelerator, " ", -1);
  GtkWidget *box = sluice_wrap_box_new ();

  g_object_set (box, "spacing", 6, "valign", GTK_ALIGN_CENTER, NULL);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *key_words = dup_key_words (keys[i]);
      GtkWidget *label = gtk_shortcut_label_new (keys[i]);

      g_string_append_printf (words, ", %s", key_words);
      gtk_widget_set_parent (label, box);
    }
  return box;
}

static void
append_shortcut (SluiceShortcutsList *self,
                 const char          *group,
                 GtkWidget           *shortcut)
{
  GtkWidget *row = gtk_list_box_row_new (), *content = sluice_wrap_box_new (), *text;
  g_autofree char *title = NULL, *subtitle = NULL, *accelerator = NULL;
  g_autoptr (GString) words = NULL;

  g_object_get (shortcut, "title", &title, "subtitle", &subtitle, "accelerator", &accelerator, NULL);
  words = g_string_new (title);
  text = new_text (title, NULL);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_parent (text, content);
  if (accelerator != NULL)
    gtk_widget_set_parent (new_keys (accelerator, words), content);
  if (subtitle != NULL)
    {
      g_string_append_printf (words, ", %s", subtitle);
      gtk_widget_set_parent (new_text (subtitle, "dim-label"), content);
    }
  g_object_set (content, "spacing", 6, NULL);
  gtk_widget_add_css_class (content, "shortcut-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
  g_object_set_data_full (G_OBJECT (row), GROUP_KEY, g_strdup (group), g_free);
  g_object_set_data_full (G_OBJECT (row), WORDS_KEY, g_utf8_casefold (words->str, -1), g_free);
  gtk_list_box_append (self->list, row);
}

/* What GTK's window makes for a search of its own is in no group, and left out. */
static void
append_shortcuts (SluiceShortcutsList *self,
                  const char          *group,
                  GtkWidget           *widget)
{
  g_autofree char *title = NULL;

  if (group != NULL && GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      append_shortcut (self, group, widget);
      return;
    }
  if (GTK_IS_SHORTCUTS_GROUP (widget))
    g_object_get (widget, "title", &title, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_shortcuts (self, title != NULL ? title : group, child);
}

static gboolean
is_wanted (GtkListBoxRow *row,
           gpointer       user_data)
{
  SluiceShortcutsList *self = user_data;
  const char *words = g_object_get_data (G_OBJECT (row), WORDS_KEY);

  for (gsize i = 0; self->wanted != NULL && self->wanted[i] != NULL; i++)
    if (strstr (words, self->wanted[i]) == NULL)
      return FALSE;

  return TRUE;
}

/* The first row of a group has the group's title above it. */
static void
update_heading (GtkListBoxRow *row,
                GtkListBoxRow *before,
                gpointer       user_data)
{
  const char *group = g_object_get_data (G_OBJECT (row), GROUP_KEY);
  GtkWidget *heading = NULL;

  if (before == NULL || g_strcmp0 (g_object_get_data (G_OBJECT (before), GROUP_KEY), group) != 0)
    {
      heading = new_text (group, "heading");
      gtk_widget_add_css_class (heading, "shortcut-heading");
    }
  gtk_list_box_row_set_header (row, heading);
}

static void
search_cb (SluiceShortcutsList *self,
           GtkSearchEntry      *entry)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);

  g_clear_pointer (&self->wanted, g_strfreev);
  self->wanted = g_strsplit (text, " ", -1);
  gtk_list_box_invalidate_filter (self->list);
}

static void
sluice_shortcuts_list_finalize (GObject *object)
{
  SluiceShortcutsList *self = SLUICE_SHORTCUTS_LIST (object);

  g_strfreev (self->wanted);

  G_OBJECT_CLASS (sluice_shortcuts_list_parent_class)->finalize (object);
}

static void
sluice_shortcuts_list_class_init (SluiceShortcutsListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_shortcuts_list_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/shortcuts-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceShortcutsList, list);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sluice_shortcuts_list_init (SluiceShortcutsList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
  gtk_list_box_set_header_func (self->list, update_heading, NULL, NULL);
}

/* Large, and seldom asked for: made then, and kept with the window. */
static GtkWidget *
get_overlay (GtkApplicationWindow *parent)
{
  if (gtk_application_window_get_help_overlay (parent) == NULL)
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/sluiceflow/Sluice/window/help-overlay.ui");
      GObject *overlay = gtk_builder_get_object (builder, "help_overlay");

      gtk_application_window_set_help_overlay (parent, GTK_SHORTCUTS_WINDOW (overlay));
    }
  return GTK_WIDGET (gtk_application_window_get_help_overlay (parent));
}

/**
 * sluice_shortcuts_show:
 * @parent: the window that asks
 *
 * Shows the keyboard shortcuts: in GTK's window, or as a list over a window that is narrower than that.
 */
void
sluice_shortcuts_show (GtkApplicationWindow *parent)
{
  GtkWidget *overlay = get_overlay (parent);
  SluiceShortcutsList *self;
  int minimum;

  gtk_widget_measure (overlay, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= gtk_widget_get_width (GTK_WIDGET (parent)))
    {
      gtk_window_present (GTK_WINDOW (overlay));
      return;
    }
  self = g_object_new (SLUICE_TYPE_SHORTCUTS_LIST, "transient-for", parent, NULL);
  append_shortcuts (self, NULL, overlay);
  gtk_window_present (GTK_WINDOW (self));
}
