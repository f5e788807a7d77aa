/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a window shows before it has a flow: a new one, a file, the examples, and what was open
 * lately.
 */
#include "window/start-page.h"

#include "rows/list-rows.h"
#include "rows/wrap-box.h"
#include "window/examples.h"
#include "window/recent.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_RECENT 6

struct _SluiceStartPage
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget  *content;
  GtkWidget  *recent_group;
  GtkListBox *recent;
  GtkWidget  *example_group;
  GtkListBox *examples;

  gboolean    is_stale; /* the lists are filled when it is shown: most windows open with a flow */
};

G_DEFINE_FINAL_TYPE (SluiceStartPage, sluice_start_page, GTK_TYPE_WIDGET)

static char *
dup_short_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (folder, home))
    return g_strconcat ("~", folder + strlen (home), NULL);

  return g_steal_pointer (&folder);
}

static void
add_row (GtkListBox *list,
         const char *path,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  gtk_list_box_append (list, row);
}

static void
fill_examples (SluiceStartPage *self)
{
  g_autoptr (GPtrArray) paths = sluice_examples_dup_paths ();

  sluice_list_rows_clear (self->examples, 0);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *title = sluice_examples_dup_title (path);

      add_row (self->examples, path, title, sluice_examples_get_words (path));
    }
  gtk_widget_set_visible (self->example_group, paths->len > 0);
}

static void
fill_recent (SluiceStartPage *self)
{
  g_autoptr (GPtrArray) paths = sluice_recent_dup_paths (MAX_RECENT);

  sluice_list_rows_clear (self->recent, 0);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *folder = dup_short_folder (path);

      add_row (self->recent, path, name, folder);
    }
  gtk_widget_set_visible (self->recent_group, paths->len > 0);
}

static void
fill (SluiceStartPage *self)
{
  self->is_stale = FALSE;
  fill_recent (self);
  fill_examples (self);
}

static void
sluice_start_page_map (GtkWidget *widget)
{
  SluiceStartPage *self = SLUICE_START_PAGE (widget);

  if (self->is_stale)
    fill (self);
  GTK_WIDGET_CLASS (sluice_start_page_parent_class)->map (widget);
}

static void
sluice_start_page_dispose (GObject *object)
{
  SluiceStartPage *self = SLUICE_START_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_start_page_parent_class)->dispose (object);
}

static void
sluice_start_page_class_init (SluiceStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_start_page_dispose;
  widget_class->map = sluice_start_page_map;

  g_type_ensure (SLUICE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceStartPage, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, SluiceStartPage, recent);
  gtk_widget_class_bind_template_child (widget_class, SluiceStartPage, example_group);
  gtk_widget_class_bind_template_child (widget_class, SluiceStartPage, examples);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_start_page_init (SluiceStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_start_page_new:
 *
 * Returns: (transfer floating): the page, not yet filled
 */
GtkWidget *
sluice_start_page_new (void)
{
  return g_object_new (SLUICE_TYPE_START_PAGE, NULL);
}

/**
 * sluice_start_page_refresh:
 *
 * Looks for examples and recent files anew.
 */
void
sluice_start_page_refresh (SluiceStartPage *self)
{
  g_return_if_fail (SLUICE_IS_START_PAGE (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill (self);
  else
    self->is_stale = TRUE;
}
