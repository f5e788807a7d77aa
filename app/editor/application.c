/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The application: command line, windows, and the actions that belong to no window. */
#include "application.h"

#include "window/about-dialog.h"
#include "window/preferences.h"
#include "window/help.h"
#include "window/window.h"

#include "base/tidy.h"
#include "compile/compile.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

struct _SluiceApplication
{
  AdwApplication parent_instance;

  gboolean       has_recovered; /* what another start left has been looked for */
};

G_DEFINE_FINAL_TYPE (SluiceApplication, sluice_application, ADW_TYPE_APPLICATION)

static void
open_window (SluiceApplication *self)
{
  gtk_window_present (GTK_WINDOW (sluice_window_new (ADW_APPLICATION (self))));
}

/* The window that somebody used last, if it is one of ours. */
static SluiceWindow *
find_window (SluiceApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (SLUICE_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* A new window is shown once it has what it is for: nothing is laid out that nobody will see. */
static void
open_files (SluiceApplication  *self,
            GFile             **files,
            int                 n_files,
            gboolean            in_new_window)
{
  SluiceWindow *window = in_new_window ? NULL : find_window (self);
  gboolean is_new = window == NULL;

  if (is_new)
    window = sluice_window_new (ADW_APPLICATION (self));

  sluice_window_open_files (window, files, (guint) n_files);
  if (is_new)
    gtk_window_present (GTK_WINDOW (window));
}

static void
sluice_application_activate (GApplication *application)
{
  SluiceApplication *self = SLUICE_APPLICATION (application);
  SluiceWindow *window = find_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    open_window (self);
}

static void
sluice_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  open_files (SLUICE_APPLICATION (application), files, n_files, FALSE);
}

/* Once, after what was asked for is open: what is recovered of an open file is offered there. */
static void
recover (SluiceApplication *self)
{
  SluiceWindow *window = find_window (self);

  if (!self->has_recovered && window != NULL)
    sluice_window_recover (window);
  self->has_recovered = TRUE;
}

static int
sluice_application_command_line (GApplication            *application,
                                 GApplicationCommandLine *command_line)
{
  SluiceApplication *self = SLUICE_APPLICATION (application);
  gboolean in_new_window = g_variant_dict_contains (g_application_command_line_get_options_dict (command_line),
                                                    "new-window");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) arguments = NULL;
  int n_arguments;

  arguments = g_application_command_line_get_arguments (command_line, &n_arguments);
  for (int i = 1; i < n_arguments; i++)
    g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line, arguments[i]));

  if (files->len > 0)
    open_files (self, (GFile **) files->pdata, (int) files->len, in_new_window);
  else if (in_new_window)
    open_window (self);
  else
    g_application_activate (application);
  recover (self);

  return 0;
}

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  open_window (SLUICE_APPLICATION (user_data));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  sluice_preferences_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  sluice_about_dialog_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
help_cb (GSimpleAction *action,
         GVariant      *page,
         gpointer       user_data)
{
  sluice_help_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                    page != NULL ? g_variant_get_string (page, NULL) : NULL);
}

/* Windows are asked one by one; one that stays keeps the program. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
}

static const GActionEntry entries[] = {
  { "new-window", new_window_cb },
  { "preferences", preferences_cb },
  { "about", about_cb },
  { "help", help_cb },
  { "help-page", help_cb, "s" },
  { "quit", quit_cb },
};

static void
sluice_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (sluice_application_parent_class)->startup (application);

  sluice_init ();
  sluice_tidy_attach (NULL);
  gtk_source_init (); /* It adds to where icons are looked for; later, all that is drawn would be drawn anew. */
  gtk_window_set_default_icon_name ("org.sluiceflow.Sluice");
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  sluice_preferences_apply ();
  sluice_window_install_keys (GTK_APPLICATION (application));
}

/* What needs no window is done by the process that was started, and not by the one that runs already. */
static int
sluice_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1; /* go on */
  g_print ("sluice-editor %s\n", SLUICE_VERSION);
  return 0;
}

static void
sluice_application_class_init (SluiceApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = sluice_application_startup;
  application_class->activate = sluice_application_activate;
  application_class->open = sluice_application_open;
  application_class->handle_local_options = sluice_application_handle_local_options;
  application_class->command_line = sluice_application_command_line;
}

static void
sluice_application_init (SluiceApplication *self)
{
  static const GOptionEntry options[] = {
    { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
}

/**
 * sluice_application_new:
 *
 * Returns: (transfer full): the application
 */
SluiceApplication *
sluice_application_new (void)
{
  return g_object_new (SLUICE_TYPE_APPLICATION,
                       "application-id", "org.sluiceflow.Sluice",
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/org/sluiceflow/Sluice",
                       NULL);
}
