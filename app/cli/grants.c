/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Grants by options, and the options that were missing. */

#include <string.h>

#include "run-private.h"
#include "terminal.h"

static void
add_names (SluiceGrants     *grants,
           SluiceGrantType   type,
           char            **names)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    sluice_grants_add (grants, type, names[i]);
}

/* What the flow of the command line needs is remembered, to say what is missing: one process, one file. */
static SluiceGrants *
get_needed (SluiceGrants *take_needed)
{
  static SluiceGrants *needed;

  if (take_needed != NULL)
    {
      g_clear_pointer (&needed, sluice_grants_unref);
      needed = take_needed;
    }
  return needed;
}

SluiceGrants *
sluice_cli_make_grants (SluiceDocument         *document,
                        const SluiceRunOptions *options)
{
  SluiceGrants *needed = get_needed (sluice_grants_new_of_document (document));
  SluiceGrants *granted = sluice_grants_new ();

  add_names (granted, SLUICE_GRANT_HOST, options->hosts);
  add_names (granted, SLUICE_GRANT_ENVIRONMENT, options->environment);
  add_names (granted, SLUICE_GRANT_READ, options->reads);
  add_names (granted, SLUICE_GRANT_WRITE, options->writes);
  add_names (granted, SLUICE_GRANT_COMMAND, options->commands);
  add_names (granted, SLUICE_GRANT_KEYRING, options->keys);
  if (options->trust)
    sluice_grants_add_all (granted, needed);
  return granted;
}

/* As it can be typed: quoted where a shell needs it. */
static void
append_option (GString    *list,
               const char *option,
               const char *name)
{
  g_autofree char *quoted = g_shell_quote (name);
  gboolean is_plain = *name != '\0';

  for (const char *c = name; *c != '\0'; c++)
    is_plain &= g_ascii_isalnum (*c) || strchr ("_-./:+@%,", *c) != NULL;
  g_string_append_printf (list, " %s %s", option, is_plain ? name : quoted);
}

void
sluice_cli_say_missing_grants (SluiceRun    *run,
                               const GError *error)
{
  static const char * const names[] = { "--allow-host", "--allow-env", "--allow-read", "--allow-write",
                                        "--allow-command", "--allow-key" };
  SluiceGrants *granted = sluice_run_get_grants (run);
  SluiceGrants *needed = get_needed (NULL);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint type = 0; needed != NULL && type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < sluice_grants_get_n (needed, type); i++)
      if (!sluice_grants_cover (granted, type, sluice_grants_get_name (needed, type, i)))
        append_option (list, names[type], sluice_grants_get_name (needed, type, i));
  if (list->len > 0)
    g_printerr ("Allow it with:%s; or all that the file names with --trust\n", list->str);
  else
    g_printerr ("Allow it with %s\n", names[error->code]);
}
