/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The floor under the editor's start: an empty window of libadwaita of the size given. Prints the
 * processor time that the program had used, all its threads, when that was painted, in ms. */
#include <adwaita.h>

#include <stdlib.h>
#include <time.h>

static void
painted_cb (GdkFrameClock *clock,
            GApplication  *application)
{
  struct timespec used;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
  g_print ("window\t%.3f\n", used.tv_sec * 1e3 + used.tv_nsec / 1e6);
  g_application_quit (application);
}

static void
activate_cb (GApplication *application,
             const int    *size)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), size[0], size[1]);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), application);
}

int
main (int    argc,
      char **argv)
{
  int size[2] = { argc > 1 ? atoi (argv[1]) : 1920, argc > 2 ? atoi (argv[2]) : 1080 };
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), size);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
