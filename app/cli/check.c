/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice check: every problem of every file. */

#include "cli.h"

#include "compile/compile.h"
#include "kinds/link.h"
#include "terminal.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print one JSON object for each problem", NULL },
  G_OPTION_ENTRY_NULL
};

/* What a file names in its turn, and what is wrong in there, would stop a run as well. */
static int
check_others (SluiceDocument *document,
              const char     *path,
              guint          *n_problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) linked = sluice_link_document (document, &error);
  g_autoptr (SluiceProgram) program = NULL;
  SluiceProblem problem = { SLUICE_PROBLEM_ERROR, "other-file" };

  if (linked != NULL && linked != document)
    program = sluice_compile (linked, NULL, &error);
  if (error == NULL)
    return SLUICE_EXIT_DONE;
  problem.path = problem.pointer = (char *) "";
  problem.message = error->message;
  if (as_json)
    sluice_terminal_json_line (stdout, sluice_cli_problem_to_value (&problem, path));
  else
    sluice_cli_print_problem (&problem, path, stdout);
  (*n_problems)++;
  return SLUICE_EXIT_BAD_FILE;
}

static int
check_file (const char *path,
            guint      *n_problems)
{
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  int status = SLUICE_EXIT_DONE;

  document = sluice_cli_load (path, &status);
  if (document == NULL)
    return status;

  problems = sluice_check_document (document);
  for (guint i = 0; i < problems->len; i++)
    {
      SluiceProblem *problem = g_ptr_array_index (problems, i);

      if (as_json)
        sluice_terminal_json_line (stdout, sluice_cli_problem_to_value (problem, path));
      else
        sluice_cli_print_problem (problem, path, stdout);
    }
  *n_problems += problems->len;
  if (sluice_problems_have_errors (problems))
    return SLUICE_EXIT_BAD_FILE;
  return check_others (document, path, n_problems);
}

int
sluice_cli_check (const char *name,
                  int         argc,
                  char      **argv)
{
  guint n_problems = 0;
  int worst = SLUICE_EXIT_DONE;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc < 2)
    return sluice_cli_usage (name, "check needs a FILE");

  for (int i = 1; i < argc; i++)
    {
      int status = check_file (argv[i], &n_problems);

      worst = MAX (worst, status);
    }
  if (worst == SLUICE_EXIT_DONE && n_problems == 0 && !as_json && sluice_terminal_is (stderr))
    sluice_terminal_line (stderr, SLUICE_COLOUR_GREEN, "No problems");
  return worst;
}
