/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Making a run, anew or from the record of another, and recording it. A disk that takes no more holds
 * the run back until somebody decides; a folder that takes no record at all costs a line in the log. */

#include "debugger/session/run-fold-private.h"

#include "compile/compile.h"
#include "record/history.h"

#include <glib/gi18n.h>

static void
tell (SluiceRunFold *self,
      const char    *level,
      char          *take_text)
{
  sluice_run_fold_add_line (self, level, NULL, g_get_monotonic_time () - self->start, take_text);
}

static gboolean
is_over (SluiceRunFold *self)
{
  SluiceRunState state = sluice_run_get_state (self->run);

  return state == SLUICE_RUN_FINISHED || state == SLUICE_RUN_FAILED || state == SLUICE_RUN_CANCELLED;
}

/* The recorder */

static void
stalled_cb (SluiceRecorder *recorder,
            const GError   *error,
            SluiceRunFold  *self)
{
  g_free (self->stall);
  self->stall = g_strdup (error->message);
  sluice_run_fold_touch (self);
}

static void
resumed_cb (SluiceRecorder *recorder,
            SluiceRunFold  *self)
{
  g_clear_pointer (&self->stall, g_free);
  if (is_over (self))
    sluice_run_fold_close_record (self);
  sluice_run_fold_touch (self);
}

static void
flushed_cb (SluiceRecorder *recorder,
            SluiceRunFold  *self)
{
  self->n_flushed++;
  sluice_run_fold_touch (self);
}

static void
ended_cb (SluiceRun     *run,
          SluiceRunFold *self)
{
  if (self->stall == NULL)
    sluice_run_fold_close_record (self);
}

static void
take_recorder (SluiceRunFold  *self,
               SluiceRecorder *recorder)
{
  self->recorder = g_object_ref (recorder);
  self->record = g_strdup (sluice_recorder_get_path (recorder));
  g_signal_connect (recorder, "stalled", G_CALLBACK (stalled_cb), self);
  g_signal_connect (recorder, "resumed", G_CALLBACK (resumed_cb), self);
  g_signal_connect (recorder, "flushed", G_CALLBACK (flushed_cb), self);
  g_signal_connect (self->run, "ended", G_CALLBACK (ended_cb), self);
}

/* All of it is on disk, and the file is let go. */
void
sluice_run_fold_close_record (SluiceRunFold *self)
{
  g_autoptr (SluiceRecorder) recorder = g_steal_pointer (&self->recorder);
  g_autoptr (GError) error = NULL;

  if (recorder == NULL)
    return;
  g_signal_handlers_disconnect_by_data (recorder, self);
  if (!sluice_recorder_close (recorder, &error))
    tell (self, "warning", g_strdup_printf (_("The record is incomplete: %s"), error->message));
  self->n_flushed++;
  sluice_run_fold_touch (self);
}

/* A run that nobody looks at any more is cancelled, and its record has that end too. */
static void
left_run_ended_cb (SluiceRun      *run,
                   SluiceRecorder *recorder)
{
  sluice_recorder_close (recorder, NULL);
  g_signal_handlers_disconnect_by_func (run, left_run_ended_cb, recorder);
}

static void
unref_recorder (gpointer  recorder,
                GClosure *closure)
{
  g_object_unref (recorder);
}

/* The fold goes. */
void
sluice_run_fold_leave_record (SluiceRunFold *self)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  if (self->replay != NULL)
    g_signal_handlers_disconnect_by_data (self->replay, self);
  if (self->recorder != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->recorder, self);
      if (self->stall != NULL)
        sluice_recorder_give_up (self->recorder);
      if (!is_over (self))
        g_signal_connect_data (self->run, "ended", G_CALLBACK (left_run_ended_cb), g_object_ref (self->recorder),
                               unref_recorder, 0);
    }
  g_clear_object (&self->replay);
  g_clear_object (&self->recorder);
  g_clear_pointer (&self->stall, g_free);
  g_clear_pointer (&self->record_fault, g_free);
  g_clear_pointer (&self->record, g_free);
  g_clear_pointer (&self->replayed, g_free);
  sluice_run_fold_clear_earlier (self);
}

void
sluice_run_fold_do_record (SluiceRunFold *self,
                           SluiceCommand  command)
{
  g_autoptr (SluiceRecorder) recorder = self->recorder != NULL ? g_object_ref (self->recorder) : NULL;

  if (recorder == NULL)
    {
      /* All of it is there already. */
      if (command == SLUICE_COMMAND_FLUSH)
        flushed_cb (NULL, self);
      return;
    }
  switch (command)
    {
    case SLUICE_COMMAND_FLUSH:
      sluice_recorder_flush (recorder);
      break;
    case SLUICE_COMMAND_RETRY_RECORD:
      sluice_recorder_retry (recorder);
      break;
    case SLUICE_COMMAND_GIVE_UP_RECORD:
      g_clear_pointer (&self->stall, g_free);
      sluice_recorder_give_up (recorder);
      tell (self, "warning", g_strdup (_("The run goes on without a record")));
      sluice_run_fold_close_record (self);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Runs */

static SluiceRecordInfo *
info_of_order (const SluiceRunOrder *order)
{
  SluiceRecordInfo *info = sluice_record_info_new ();

  info->file = g_strdup (order->file);
  info->folder = g_strdup (order->folder);
  info->document = g_strdup (sluice_prepared_get_text (order->prepared));
  info->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  return info;
}

/* A replay touches nothing: what its record has was granted then. */
static void
set_grants (SluiceRunFold        *self,
            const SluiceRunOrder *order)
{
  if (order->begin == SLUICE_BEGIN_REPLAY)
    sluice_run_set_grants (self->run, sluice_prepared_get_needed (order->prepared));
  else if (order->grants != NULL)
    sluice_run_set_grants (self->run, order->grants);
}

/* What was prepared, or what the record has. */
static SluiceProgram *
compile_order (const SluiceRunOrder    *order,
               const SluiceRecordInfo  *past,
               GError                 **error)
{
  const char *flow = past != NULL ? past->flow : NULL;
  g_autoptr (SluiceDocument) document = NULL;

  if (order->prepared != NULL && !sluice_prepared_is_linked (order->prepared))
    return sluice_compile_checked (sluice_prepared_get_document (order->prepared), flow, error);
  if (order->prepared != NULL)
    return sluice_compile (sluice_prepared_get_document (order->prepared), flow, error);
  document = sluice_document_new_for_path (past->document != NULL ? past->document : "", -1, past->file, error);
  return document != NULL ? sluice_compile (document, flow, error) : NULL;
}

/* @past, @store: of a record, or NULL */
static gboolean
compile (SluiceRunFold           *self,
         const SluiceRunOrder    *order,
         const SluiceRecordInfo  *past,
         SluiceStore             *store,
         GError                 **error)
{
  self->program = compile_order (order, past, error);
  if (self->program == NULL)
    return FALSE;
  self->run = sluice_program_create_run (self->program, sluice_engine_thread_get_engine (self->thread), store);
  if (order->folder != NULL)
    sluice_run_set_folder (self->run, order->folder);
  set_grants (self, order);
  return TRUE;
}

/* Nobody asked for the record, so a run goes without one where there can be none. */
static void
record_new (SluiceRunFold        *self,
            const SluiceRunOrder *order)
{
  g_autoptr (SluiceRecordInfo) info = info_of_order (order);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = sluice_history_new_path (order->file, &error);

  if (path != NULL)
    recorder = sluice_recorder_new (self->run, path, info, &error);
  if (recorder != NULL)
    {
      take_recorder (self, recorder);
      return;
    }
  tell (self, "warning", g_strdup_printf (_("The run is not recorded: %s"), error->message));
  self->record_fault = g_strdup (error->message);
}

static void
caught_up_cb (SluiceReplay  *replay,
              SluiceRunFold *self)
{
  sluice_breakpoints_assign (self->breakpoints, self->later_breakpoints);
  self->is_live = TRUE;
  sluice_run_fold_keep_base (self);
  sluice_run_fold_inherit (self);
  sluice_run_fold_pass_earlier (self, G_MAXUINT64, g_get_monotonic_time () - self->start);
  sluice_run_fold_clear_earlier (self);
  self->is_at_fork = self->stops_when_live;
  if (self->stops_when_live)
    sluice_debugger_stop_at_fork (self->debugger);
  sluice_run_fold_touch (self);
}

static SluiceReplay *
fork_replay (SluiceRunFold           *self,
             const SluiceRunOrder    *order,
             const SluiceRecordInfo  *past,
             GError                 **error)
{
  g_autoptr (SluiceRecordInfo) info = info_of_order (order);
  g_autofree char *path = sluice_history_new_path (order->file, error);

  if (path == NULL)
    return NULL;
  info->flow = g_strdup (past->flow);
  info->max_visits = past->max_visits;
  return sluice_replay_new_fork (self->run, order->record, order->visit, path, info, error);
}

static SluiceReplay *
replay_new (SluiceRunFold           *self,
            const SluiceRunOrder    *order,
            const SluiceRecordInfo  *past,
            GError                 **error)
{
  if (order->begin == SLUICE_BEGIN_FORK)
    return fork_replay (self, order, past, error);
  if (order->begin == SLUICE_BEGIN_RESUME)
    return sluice_replay_new_resume (self->run, order->record, error);
  return sluice_replay_new (self->run, order->record, error);
}

static gboolean
begin_again (SluiceRunFold         *self,
             const SluiceRunOrder  *order,
             GError               **error)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (order->record, error);
  g_autoptr (SluiceStore) store = NULL;
  const SluiceRecordInfo *past;

  if (record == NULL)
    return FALSE;
  past = sluice_record_get_info (record);
  store = sluice_store_new_take (sluice_value_ref (past->store));
  if (!compile (self, order, past, store, error))
    return FALSE;
  sluice_run_set_max_visits (self->run, past->max_visits);
  self->replay = replay_new (self, order, past, error);
  if (self->replay == NULL)
    return FALSE;
  self->replayed = g_strdup (order->record);
  self->is_replay = order->begin == SLUICE_BEGIN_REPLAY;
  if (self->is_replay)
    sluice_replay_set_strict (self->replay, order->is_strict);
  else
    take_recorder (self, sluice_replay_get_recorder (self->replay));
  self->stops_when_live = order->begin == SLUICE_BEGIN_FORK;
  if (!self->is_replay)
    sluice_run_fold_init_earlier (self, record, self->stops_when_live ? order->visit : 0);
  g_signal_connect (self->replay, "caught-up", G_CALLBACK (caught_up_cb), self);
  return TRUE;
}

/* The run that @order is for, not started. */
gboolean
sluice_run_fold_create_run (SluiceRunFold         *self,
                            const SluiceRunOrder  *order,
                            GError               **error)
{
  if (order->begin != SLUICE_BEGIN_NEW)
    return begin_again (self, order, error);
  self->is_live = TRUE;
  if (!compile (self, order, NULL, NULL, error))
    return FALSE;
  if (order->is_recorded)
    record_new (self, order);
  return TRUE;
}
