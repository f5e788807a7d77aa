/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Judging takes as long as the records are: it is done in a thread, which compiles the flow from its text and shares
 * nothing with who asked. */
#include "debugger/history/run-judge.h"

#include "compile/compile.h"

typedef struct
{
  char  *text;
  char  *file;   /* or NULL */
  char  *record; /* or NULL */
  guint  last;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->text);
  g_free (request->file);
  g_free (request->record);
  g_free (request);
}

static void
judged_run_free (gpointer data)
{
  SluiceJudgedRun *judged = data;

  sluice_history_run_free (judged->run);
  g_ptr_array_unref (judged->changes);
  g_free (judged);
}

/**
 * sluice_run_verdict_free:
 * @self: (transfer full): what was found
 */
void
sluice_run_verdict_free (SluiceRunVerdict *self)
{
  g_ptr_array_unref (self->runs);
  g_free (self->why);
  g_free (self);
}

static SluiceNode *
find_cb (const char *address,
         gpointer    user_data)
{
  return sluice_program_find_node (user_data, address);
}

/* Their paths, the newest first; what is not among them is counted. */
static GPtrArray *
find_records (const Request    *request,
              SluiceRunVerdict *verdict)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) runs = NULL;

  if (request->record != NULL)
    g_ptr_array_add (paths, g_strdup (request->record));
  if (request->file == NULL)
    return paths;
  runs = sluice_history_list (NULL, NULL);
  for (guint i = 0; i < runs->len; i++)
    {
      const SluiceHistoryRun *run = g_ptr_array_index (runs, i);

      if (!run->readable)
        verdict->n_unknown++;
      else if (g_strcmp0 (run->file, request->file) != 0 || g_strcmp0 (run->path, request->record) == 0)
        continue;
      else if (paths->len < request->last)
        g_ptr_array_add (paths, g_strdup (run->path));
      else
        verdict->n_older++;
    }
  return paths;
}

static void
add_counts (SluiceJudgeCounts       *sum,
            const SluiceJudgeCounts *counts)
{
  sum->n_judged += counts->n_judged;
  sum->n_skipped += counts->n_skipped;
  sum->n_failed += counts->n_failed;
  sum->n_too_old += counts->n_too_old;
  sum->n_unfinished += counts->n_unfinished;
  sum->n_asking += counts->n_asking;
  sum->n_changed += counts->n_changed;
}

static void
judge_record (SluiceRunVerdict *verdict,
              SluiceProgram    *program,
              const char       *path,
              GCancellable     *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  g_autoptr (GPtrArray) changes = NULL;
  SluiceJudgeCounts counts = { 0 };
  SluiceJudgedRun *judged;

  if (record != NULL)
    changes = sluice_record_judge (record, find_cb, program, &counts, cancellable, &error);
  if (changes == NULL)
    {
      verdict->n_unreadable++;
      if (verdict->why == NULL)
        verdict->why = g_strdup (error->message);
      return;
    }
  verdict->n_runs++;
  add_counts (&verdict->counts, &counts);
  if (changes->len == 0)
    return;
  judged = g_new (SluiceJudgedRun, 1);
  *judged = (SluiceJudgedRun) { sluice_history_read (path), g_steal_pointer (&changes) };
  g_ptr_array_add (verdict->runs, judged);
}

static SluiceRunVerdict *
judge (const Request  *request,
       GCancellable   *cancellable,
       GError        **error)
{
  g_autoptr (SluiceDocument) document = sluice_document_new_for_path (request->text, -1, request->file, error);
  g_autoptr (SluiceProgram) program = document != NULL ? sluice_compile (document, NULL, error) : NULL;
  g_autoptr (SluiceRunVerdict) verdict = NULL;
  g_autoptr (GPtrArray) paths = NULL;

  if (program == NULL)
    return NULL;
  verdict = g_new0 (SluiceRunVerdict, 1);
  verdict->runs = g_ptr_array_new_with_free_func (judged_run_free);
  paths = find_records (request, verdict);
  for (guint i = 0; i < paths->len && !g_cancellable_is_cancelled (cancellable); i++)
    judge_record (verdict, program, g_ptr_array_index (paths, i), cancellable);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&verdict);
}

static void
judge_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  SluiceRunVerdict *verdict;
  GError *error = NULL;

  g_main_context_push_thread_default (context);
  verdict = judge (data, cancellable, &error);
  g_main_context_pop_thread_default (context);
  if (verdict != NULL)
    g_task_return_pointer (task, verdict, (GDestroyNotify) sluice_run_verdict_free);
  else
    g_task_return_error (task, error);
}

/**
 * sluice_run_judge_async:
 * @text: the text of a flow file, as it is edited
 * @file: (nullable): where it is saved; %NULL: nowhere yet
 * @record: (nullable): a record to judge by besides those of @file: of a run there was before it was saved
 * @last: at most so many runs, the newest
 * @cancellable: (nullable): to give up
 * @callback: called when it is done, or given up
 * @user_data: for @callback
 *
 * Finds the visits of past runs that would now take another edge, as sluice_record_judge() has them. Nothing is
 * called.
 */
void
sluice_run_judge_async (const char          *text,
                        const char          *file,
                        const char          *record,
                        guint                last,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new (Request, 1);

  *request = (Request) { g_strdup (text), g_strdup (file), g_strdup (record), last };
  g_task_set_source_tag (task, sluice_run_judge_async);
  g_task_set_task_data (task, request, request_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, judge_thread);
}

/**
 * sluice_run_judge_finish:
 * @result: what the callback was given
 * @error: return location for an error: of %SLUICE_COMPILE_ERROR where the flow cannot run as it is, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
SluiceRunVerdict *
sluice_run_judge_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
