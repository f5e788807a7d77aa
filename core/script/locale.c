/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts mean the same everywhere. Lua writes numbers with the decimal point, compares texts in the
 * order and tells letters by the alphabet of the process's locale; a program that calls
 * setlocale (LC_ALL, "") would so give each machine other results. While a script runs its thread has
 * a locale in which these three are the plain ones and messages are still the person's. */

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "script/script-private.h"

static gboolean
is_plain (int category)
{
  const char *name = setlocale (category, NULL);

  return name == NULL || g_str_equal (name, "C") || g_str_equal (name, "POSIX")
         || g_ascii_strncasecmp (name, "C.UTF", 5) == 0;
}

static locale_t
make_locale (void)
{
  locale_t locale = duplocale (LC_GLOBAL_LOCALE);
  locale_t made = newlocale (LC_NUMERIC_MASK | LC_COLLATE_MASK, "C", locale);

  locale = made != (locale_t) 0 ? made : locale;
  /* In UTF-8, single bytes are letters in ASCII only. */
  if (MB_CUR_MAX == 1 && (made = newlocale (LC_CTYPE_MASK, "C.UTF-8", locale)) != (locale_t) 0)
    locale = made;
  return locale;
}

static void
locale_free (gpointer data)
{
  freelocale (data);
}

/* The locale for this thread's scripts; NULL: the process's serves, as it has no words of its own. */
locale_t
sluice_locale_get (void)
{
  static GPrivate kept = G_PRIVATE_INIT (locale_free);
  locale_t locale = g_private_get (&kept);

  if (is_plain (LC_NUMERIC) && is_plain (LC_COLLATE) && is_plain (LC_CTYPE))
    return (locale_t) 0;
  if (locale == (locale_t) 0)
    {
      locale = make_locale ();
      g_private_set (&kept, locale);
    }
  return locale;
}
