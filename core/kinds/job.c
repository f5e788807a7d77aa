/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Jobs: a GTask in a thread whose end comes to the engine's own context. */

#include "kinds/job.h"

#include "engine/engine-private.h"
#include "engine/run.h"

typedef struct
{
  SluiceJobFunc   work;
  gpointer        data; /* owned */
  GDestroyNotify  destroy;
  SluiceJobDone   done;
  gpointer        user_data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  job->destroy (job->data);
  g_free (job);
}

static void
result_free (gpointer data)
{
  SluiceValue *result = data;

  sluice_value_unref (*result);
  g_free (result);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  SluiceValue *result = g_new0 (SluiceValue, 1);
  GError *error = NULL;

  *result = sluice_value_null ();
  if (job->work (job->data, cancellable, result, &error))
    g_task_return_pointer (task, result, result_free);
  else
    {
      g_free (result);
      g_task_return_error (task, error);
    }
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SluiceEffect) effect = user_data;
  const Job *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  SluiceValue *value = g_task_propagate_pointer (G_TASK (result), &error);

  sluice_engine_free_clock (sluice_run_get_engine (sluice_effect_get_run (effect)));
  job->done (effect, value != NULL ? *value : sluice_value_null (), error, job->user_data);
  g_free (value);
}

void
sluice_job_begin_with (SluiceEffect   *effect,
                       SluiceJobFunc   work,
                       gpointer        take_data,
                       GDestroyNotify  destroy,
                       SluiceJobDone   done,
                       gpointer        user_data)
{
  SluiceEngine *engine = sluice_run_get_engine (sluice_effect_get_run (effect));
  g_autoptr (GTask) task = NULL;
  Job *job = g_new (Job, 1);

  *job = (Job) { work, take_data, destroy, done, user_data };
  g_main_context_push_thread_default (sluice_engine_get_context (engine));
  task = g_task_new (NULL, sluice_effect_get_cancellable (effect), done_cb, sluice_effect_ref (effect));
  g_main_context_pop_thread_default (sluice_engine_get_context (engine));
  g_task_set_source_tag (task, sluice_job_begin_with);
  g_task_set_task_data (task, job, job_free);
  sluice_engine_hold_clock (engine);
  g_task_run_in_thread (task, work_thread);
}

static void
end_effect (SluiceEffect *effect,
            SluiceValue   take_result,
            GError       *take_error,
            gpointer      user_data)
{
  if (take_error != NULL)
    sluice_effect_return_error (effect, take_error);
  else
    sluice_effect_return_value (effect, take_result);
}

void
sluice_job_begin (SluiceEffect   *effect,
                  SluiceJobFunc   work,
                  gpointer        take_data,
                  GDestroyNotify  destroy)
{
  sluice_job_begin_with (effect, work, take_data, destroy, end_effect, NULL);
}
