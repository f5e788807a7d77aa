/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts give the same results in every locale. One with a decimal comma and an order of its own is
 * built into a folder of the test's. */

#include <locale.h>
#include <string.h>

#include "base/json.h"
#include "folder.h"
#include "runner.h"

static TestFolder *folder; /* none without localedef */

/* Whether there is a German locale, whose name is de_DE.UTF-8. */
static gboolean
build_locale (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found;
  int status;

  folder = test_folder_new ();
  path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  char *argv[] = { (char *) "localedef", (char *) "-i", (char *) "de_DE", (char *) "-f", (char *) "UTF-8", path, NULL };

  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, &error))
    return FALSE;
  g_setenv ("LOCPATH", folder, TRUE);
  found = setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
  g_unsetenv ("LOCPATH"); /* with it, glibc's newlocale() leaks */
  return found;
}

static const struct { const char *body, *json; } values[] = {
  { "return tostring (1.5)", "\"1.5\"" },
  { "return 1.5 .. ''", "\"1.5\"" },
  { "return ('%.2f %g'):format (1.5, 0.25)", "\"1.50 0.25\"" },
  { "return tonumber ('1.5')", "1.5" },
  { "return tonumber ('1,5') == nil", "true" },
  { "return 0.1 + 0.2", "0.30000000000000004" },
  { "return json.encode ({ 1.5 })", "\"[1.5]\"" },
  { "return json.decode ('[1.5]')", "[1.5]" },
  { "return { 'B' < 'a', 'z' < 'ä' }", "[true,true]" },
  { "local t = { 'b', 'A', 'a', 'B' } table.sort (t) return table.concat (t)", "\"ABab\"" },
  { "return ('ä'):upper ()", "\"ä\"" },
  { "sleep (0.5) return tostring (2.5)", "\"2.5\"" },
  { "return template ('{{ 1.5 }} and {{ 3 / 2 .. \"\" }}')", "\"1.5 and 1.5\"" },
};

static void
test_values (void)
{
  if (folder == NULL)
    {
      g_test_skip ("localedef can't build a locale here");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    expect_value (values[i].body, values[i].json);
}

/* The thread has its own locale again afterwards, also where the script waited. */
static void
test_outside (void)
{
  Setup setup = { .prep = "sleep (1) return 1.5" };
  g_autofree char *text = NULL;

  if (folder == NULL)
    {
      g_test_skip ("localedef can't build a locale here");
      return;
    }
  run_expect (&setup, "{}");
  text = g_strdup_printf ("%.1f", 1.5);
  g_assert_cmpstr (text, ==, "1,5");
}

static void
test_json (void)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      g_test_skip ("localedef can't build a locale here");
      return;
    }
  sluice_json_read ("[0.5,1e-7]", -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (text, ==, "[0.5,1e-7]");
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!build_locale ())
    g_clear_pointer (&folder, test_folder_free);
  g_test_add_func ("/script/locale/values", test_values);
  g_test_add_func ("/script/locale/outside", test_outside);
  g_test_add_func ("/script/locale/json", test_json);
  result = g_test_run ();
  test_folder_free (folder);
  return result;
}
