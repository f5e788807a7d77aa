/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice judge: an edited flow, judged by the runs of the past. */

#include "cli.h"

#include "compile/compile.h"
#include "record-runs.h"
#include "record/history.h"
#include "record/judge.h"
#include "terminal.h"

static gboolean as_json;
static int last = 50;

static const GOptionEntry entries[] = {
  { "last", 0, 0, G_OPTION_ARG_INT, &last, "Judge by the newest N runs of the file (50 at first)", "N" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON Lines", NULL },
  G_OPTION_ENTRY_NULL
};

static SluiceNode *
find_cb (const char *address,
         gpointer    user_data)
{
  return sluice_program_find_node (user_data, address);
}

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  sluice_value_set_member (object, key, text != NULL ? sluice_value_string (text) : sluice_value_null ());
}

static const char *
name_action (const char *action)
{
  return action != NULL ? action : "default";
}

static const char *
name_target (const char *target)
{
  return target != NULL ? target : "the end";
}

static void
print_judgement (const char            *run,
                 const SluiceJudgement *judgement)
{
  g_autofree char *line = NULL;
  g_autofree char *safe = NULL;

  if (as_json)
    {
      SluiceValue object = sluice_value_object ();

      set_text (&object, "run", run);
      sluice_value_set_member (&object, "visit", sluice_value_integer ((gint64) judgement->visit));
      set_text (&object, "node", judgement->node);
      set_text (&object, "old_action", judgement->old_action);
      set_text (&object, "old_target", judgement->old_target);
      set_text (&object, "new_action", judgement->new_action);
      set_text (&object, "new_target", judgement->new_target);
      if (judgement->problem != NULL)
        set_text (&object, "problem", judgement->problem);
      sluice_terminal_json_line (stdout, object);
      return;
    }
  if (judgement->problem != NULL)
    line = g_strdup_printf ("%s  visit %" G_GUINT64_FORMAT "  %s: %s to %s; now: %s", run, judgement->visit,
                            judgement->node, name_action (judgement->old_action),
                            name_target (judgement->old_target), judgement->problem);
  else
    line = g_strdup_printf ("%s  visit %" G_GUINT64_FORMAT "  %s: %s to %s; now: %s to %s", run, judgement->visit,
                            judgement->node, name_action (judgement->old_action),
                            name_target (judgement->old_target), name_action (judgement->new_action),
                            name_target (judgement->new_target));
  safe = sluice_terminal_dup_safe (stdout, line);
  g_print ("%s\n", safe);
}

/* FALSE: it could not be read to its end, which has been said. */
static gboolean
judge_run (SluiceProgram     *program,
           const char        *path,
           SluiceJudgeCounts *sum)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (SluiceHistoryRun) run = sluice_history_read (path);
  SluiceJudgeCounts counts = { 0 };

  if (record != NULL)
    found = sluice_record_judge (record, find_cb, program, &counts, NULL, &error);
  if (found == NULL)
    {
      sluice_terminal_warning ("%s", error->message);
      return FALSE;
    }
  for (guint i = 0; i < found->len; i++)
    print_judgement (run->id, g_ptr_array_index (found, i));
  sum->n_judged += counts.n_judged;
  sum->n_skipped += counts.n_skipped;
  sum->n_unfinished += counts.n_unfinished;
  sum->n_too_old += counts.n_too_old;
  sum->n_changed += counts.n_changed;
  return TRUE;
}

/* The newest runs of that file. @n_older: how many there are besides. @n_unknown: records of nobody knows what */
static GPtrArray *
find_runs (const char *file,
           guint      *n_older,
           guint      *n_unknown)
{
  g_autofree char *path = g_canonicalize_filename (file, NULL);
  g_autoptr (GPtrArray) runs = sluice_history_list (NULL, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < runs->len; i++)
    {
      SluiceHistoryRun *run = g_ptr_array_index (runs, i);

      if (!run->readable)
        (*n_unknown)++;
      else if (g_strcmp0 (run->file, path) != 0)
        continue;
      else if (paths->len < (guint) last)
        g_ptr_array_add (paths, g_strdup (run->path));
      else
        (*n_older)++;
    }
  return paths;
}

static GPtrArray *
find_named (int     argc,
            char  **argv,
            int    *status)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (int i = 2; i < argc; i++)
    {
      char *path = sluice_cli_find_record (argv[i], status);

      if (path == NULL)
        return NULL;
      g_ptr_array_add (paths, path);
    }
  return g_steal_pointer (&paths);
}

static SluiceProgram *
load_program (const char *file,
              int        *status)
{
  g_autoptr (SluiceDocument) document = sluice_cli_load (file, status);
  g_autoptr (GError) error = NULL;
  SluiceProgram *program;

  if (document == NULL)
    return NULL;
  program = sluice_compile (document, NULL, &error);
  if (program != NULL)
    return program;
  *status = SLUICE_EXIT_BAD_FILE;
  sluice_terminal_error ("%s: %s", file, error->message);
  return NULL;
}

int
sluice_cli_judge (const char *name,
                  int         argc,
                  char      **argv)
{
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  SluiceJudgeCounts counts = { 0 };
  int status = SLUICE_EXIT_USAGE;
  guint n_runs = 0, n_older = 0, n_unknown = 0;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc < 2 || last < 1)
    return sluice_cli_usage (name, argc < 2 ? "judge needs a FILE" : "--last %d: give a whole number from 1 on", last);
  program = load_program (argv[1], &status);
  if (program == NULL)
    return status;
  paths = argc > 2 ? find_named (argc, argv, &status) : find_runs (argv[1], &n_older, &n_unknown);
  if (paths == NULL)
    return status;
  for (guint i = 0; i < paths->len; i++)
    n_runs += judge_run (program, g_ptr_array_index (paths, i), &counts);
  if (!as_json)
    g_print ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " visits in %u runs would go elsewhere; %" G_GUINT64_FORMAT
             " could not be judged\n", counts.n_changed, counts.n_judged, n_runs, counts.n_skipped);
  if (!as_json && counts.n_unfinished > 0)
    g_print ("%" G_GUINT64_FORMAT " of those were not finished: their runs were stopped or killed, or go on still\n",
             counts.n_unfinished);
  if (!as_json && counts.n_too_old > 0)
    g_print ("%" G_GUINT64_FORMAT " of those are in batches of flows recorded before params were kept\n",
             counts.n_too_old);
  if (!as_json && n_older > 0)
    g_print ("%u older %s not looked at: --last %u looks at all\n", n_older, n_older == 1 ? "run was" : "runs were",
             paths->len + n_older);
  if (!as_json && n_unknown > 0)
    g_print ("%u %s be opened, and may be of this file: sluice runs lists them\n", n_unknown,
             n_unknown == 1 ? "record cannot" : "records cannot");
  return counts.n_changed > 0 || n_runs < paths->len ? SLUICE_EXIT_FAILED : SLUICE_EXIT_DONE;
}
