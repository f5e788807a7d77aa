/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the texts of other languages are. */

#include "base/translations.h"

#include <libintl.h>

/**
 * sluice_translations_bind: (skip)
 *
 * Tells gettext where Sluice's texts are: where it was installed, or in the folder that the environment
 * variable SLUICE_LOCALE_DIR names. The library does it for itself with its first look at the kinds of
 * nodes, a program before its first text. More calls do nothing.
 */
void
sluice_translations_bind (void)
{
  static gsize bound = 0;
  const char *folder;

  if (!g_once_init_enter (&bound))
    return;
  folder = g_getenv ("SLUICE_LOCALE_DIR");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL && folder[0] != '\0' ? folder : SLUICE_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_once_init_leave (&bound, 1);
}
