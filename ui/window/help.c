/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The help pages, in whatever the desktop shows help with. */
#include "window/help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The page that tells of a part of the window; a part within it comes first. */
static const struct
{
  const char *type_name;
  const char *page;
} pages[] = {
  { "SluiceCodeRow", "scripts" },
  { "SluiceInspector", "kinds" },
  { "SluicePalette", "kinds" },
  { "SluiceCanvas", "canvas" },
  { "SluiceRunPanel", "debug" },
  { "SluiceConsole", "debug" },
  { "SluiceTimeline", "debug" },
  { "SluiceStartPage", "first-flow" },
};

static const char *
find_page (GtkWindow *window)
{
  for (GtkWidget *widget = gtk_window_get_focus (window); widget != NULL; widget = gtk_widget_get_parent (widget))
    for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
      if (g_str_equal (G_OBJECT_TYPE_NAME (widget), pages[i].type_name))
        return pages[i].page;

  return "index";
}

/* Installed pages have a name of their own; those of a build folder are shown from where they are. */
static char *
dup_uri (const char *page)
{
  const char *folder = g_getenv ("SLUICE_HELP_DIR");

  if (folder == NULL || folder[0] == '\0')
    return g_strdup_printf ("help:sluice/%s", page);
  return g_strdup_printf ("ghelp://%s?%s", folder, page);
}

static void
say_why_not (GtkWindow  *parent,
             const char *reason)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("The help cannot be shown"), reason);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * sluice_help_show:
 * @parent: the window that asks
 * @page: (nullable): a page, with a section after "#", or %NULL or "" for the page that tells of what has
 *   the focus
 *
 * Shows a help page, or says what is missing to show it.
 */
void
sluice_help_show (GtkWindow  *parent,
                  const char *page)
{
  g_autofree char *uri = dup_uri (page != NULL && page[0] != '\0' ? page : find_page (parent));
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_uri_scheme (scheme);
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GError) error = NULL;
  GList uris = { .data = uri };

  if (viewer == NULL)
    {
      say_why_not (parent, _("No program on this computer shows help pages. Install Yelp, the help viewer "
                             "of GNOME, with the software center or “sudo apt install yelp”."));
      return;
    }
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (parent)));
  if (!g_app_info_launch_uris (viewer, &uris, G_APP_LAUNCH_CONTEXT (context), &error))
    {
      g_autofree char *reason = g_strdup_printf (_("%s could not be started: %s"), g_app_info_get_name (viewer),
                                                 error->message);

      say_why_not (parent, reason);
    }
}
