/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sluice-editor. */
#include "application.h"

#include <glib/gi18n.h>
#include <glob.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>

#include "base/tidy.h"
#include "base/translations.h"

/* Without a GPU GL is drawn by the processor, slower than cairo draws and with four times the memory. */
static void
choose_renderer (void)
{
  glob_t found;
  gboolean has_gpu = glob ("/dev/dri/renderD*", GLOB_NOSORT, NULL, &found) == 0;

  globfree (&found);
  if (has_gpu)
    return;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SluiceApplication) application = NULL;

  sluice_tidy_init ();
  setlocale (LC_ALL, "");
  sluice_translations_bind ();
  textdomain (GETTEXT_PACKAGE); /* of the .ui files */
  choose_renderer ();
  signal (SIGXFSZ, SIG_IGN); /* where a file may not grow, a write fails: that is told, and ends nothing */
  g_set_application_name (_("Sluice"));

  application = sluice_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
