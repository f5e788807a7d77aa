/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice merge: a merge driver for git, per node and action. */

#include "cli.h"

#include <string.h>

#include "base/save.h"
#include "exchange/compare.h"
#include "terminal.h"

static char *output;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to; - or nothing is stdout", "OUT" },
  G_OPTION_ENTRY_NULL
};

/* Both sides may be right, and what comes of them wrong: one deletes the node that the other leads to. */
static gboolean
check (const char     *text,
       gsize           length,
       SluiceDocument *ours,
       SluiceDocument *theirs)
{
  g_autoptr (SluiceDocument) merged = sluice_document_new_from_text (text, (gssize) length, NULL);
  g_autoptr (GPtrArray) before = sluice_check_document (ours);
  g_autoptr (GPtrArray) others = sluice_check_document (theirs);
  g_autoptr (GPtrArray) problems = merged != NULL ? sluice_check_document (merged) : NULL;

  if (merged == NULL)
    return FALSE;
  if (!sluice_problems_have_errors (problems) || sluice_problems_have_errors (before)
      || sluice_problems_have_errors (others))
    return TRUE;
  for (guint i = 0; i < problems->len; i++)
    sluice_cli_print_problem (g_ptr_array_index (problems, i), output != NULL ? output : "merged", stderr);
  return FALSE;
}

static int
write_text (const char *text,
            gsize       length)
{
  g_autoptr (GError) error = NULL;

  if (output == NULL || g_str_equal (output, "-"))
    {
      if (fwrite (text, 1, length, stdout) == length)
        return SLUICE_EXIT_DONE;
      sluice_terminal_error ("stdout could not be written");
      return SLUICE_EXIT_CANT_WRITE;
    }
  if (sluice_file_save (output, text, length, NULL, NULL, &error))
    return SLUICE_EXIT_DONE;
  sluice_terminal_error ("%s", error->message);
  return SLUICE_EXIT_CANT_WRITE;
}

int
sluice_cli_merge (const char *name,
                  int         argc,
                  char      **argv)
{
  g_autoptr (SluiceDocument) base = NULL;
  g_autoptr (SluiceDocument) ours = NULL;
  g_autoptr (SluiceDocument) theirs = NULL;
  g_autoptr (SluiceMerge) merge = NULL;
  g_autofree char *text = NULL;
  int status = SLUICE_EXIT_DONE;
  gsize length;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 4)
    return sluice_cli_usage (name, "merge needs BASE, OURS and THEIRS");
  base = sluice_cli_load (argv[1], &status);
  ours = base != NULL ? sluice_cli_load (argv[2], &status) : NULL;
  theirs = ours != NULL ? sluice_cli_load (argv[3], &status) : NULL;
  if (theirs == NULL)
    return status;

  merge = sluice_documents_merge (base, ours, theirs);
  text = sluice_merge_to_text (merge, &length);
  status = write_text (text, length);
  if (status != SLUICE_EXIT_DONE)
    return status;
  for (guint i = 0; i < merge->conflicts->len; i++)
    sluice_terminal_warning ("both sides changed %s", (const char *) g_ptr_array_index (merge->conflicts, i));
  if (merge->conflicts->len > 0)
    return SLUICE_EXIT_FAILED;
  return check (text, length, ours, theirs) ? SLUICE_EXIT_DONE : SLUICE_EXIT_FAILED;
}
