/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The run under sluice debug: made from the file, made anew, and made to begin in the middle of the one before. A new
 * one takes the place of the old when it is sure to begin; the old one is cancelled then, and its record closed. */

#include "debug-private.h"

#include <string.h>

#include "record-runs.h"
#include "record/history.h"
#include "terminal.h"

static void
close_record (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  if (self->recorder == NULL)
    return;
  if (sluice_recorder_close (self->recorder, &error))
    {
      sluice_cli_prune_runs (sluice_recorder_get_path (self->recorder));
      return;
    }
  sluice_terminal_error ("%s", error->message);
  self->status = SLUICE_EXIT_CANT_WRITE;
}

void
sluice_debug_session_drop (SluiceDebugSession *self)
{
  sluice_debug_session_leave_past (self);
  if (self->debugger != NULL && sluice_run_get_state (self->run) != SLUICE_RUN_READY &&
      !sluice_debug_session_has_ended (self))
    {
      sluice_debugger_stop (self->debugger);
      sluice_run_join (self->run, NULL);
    }
  close_record (self);
  if (self->replay != NULL)
    g_signal_handlers_disconnect_by_data (self->replay, self);
  g_clear_object (&self->before);
  g_clear_object (&self->debugger);
  g_clear_pointer (&self->output, sluice_run_output_free);
  g_clear_object (&self->replay);
  g_clear_object (&self->recorder);
  g_clear_object (&self->run);
  g_clear_pointer (&self->program, sluice_program_unref);
  g_clear_pointer (&self->record, g_free);
}

/* With --record the first run has that FILE, and those after it FILE-2, FILE-3 and so on. */
static char *
dup_record_path (SluiceDebugSession *self)
{
  const char *first = self->options->record;
  const char *name = first != NULL ? strrchr (first, G_DIR_SEPARATOR) : NULL;
  const char *end;

  if (first == NULL || self->n_records == 0)
    return g_strdup (first);
  name = name != NULL ? name + 1 : first;
  end = strrchr (name, '.');
  if (end == NULL || end == name)
    end = name + strlen (name);
  return g_strdup_printf ("%.*s-%u%s", (int) (end - first), first, self->n_records + 1, end);
}

static gboolean
show (SluiceDebugSession  *self,
      GError             **error)
{
  self->output = sluice_run_output_new (self->run, self->options, error);
  if (self->output != NULL)
    sluice_run_output_set_quiet (self->output, TRUE);
  return self->output != NULL;
}

static void
apply_settings (SluiceDebugSession *self)
{
  sluice_debugger_set_stop_errors (self->debugger, self->stop_errors);
  sluice_debugger_set_steps_all (self->debugger, self->steps_all);
  sluice_debugger_set_steps_lines (self->debugger, self->steps_lines);
}

/* Takes over all but @self. */
static void
adopt (SluiceDebugSession *self,
       SluiceProgram      *program,
       SluiceRun          *run,
       SluiceRecorder     *recorder,
       SluiceReplay       *replay)
{
  g_autoptr (SluiceDebugger) before = self->debugger != NULL ? g_object_ref (self->debugger) : NULL;

  sluice_debug_session_drop (self);
  self->program = program;
  self->run = run;
  self->recorder = recorder;
  self->replay = replay;
  if (recorder != NULL)
    {
      self->record = g_strdup (sluice_recorder_get_path (recorder));
      self->n_records++;
      sluice_run_watch_record (recorder);
    }
  self->debugger = sluice_debugger_new (run, self->breakpoints);
  self->before = g_steal_pointer (&before);
}

/* What was done by hand stays listed; a fork has had some of it again by now. */
static void
inherit (SluiceDebugSession *self)
{
  if (self->before != NULL)
    sluice_debugger_inherit_interventions (self->debugger, self->before,
                                           self->replay != NULL ? sluice_replay_get_n_acts (self->replay) : 0);
  g_clear_object (&self->before);
}

/* From the file as it is now, to begin at its beginning. What is wrong is said on stderr. */
gboolean
sluice_debug_session_load (SluiceDebugSession *self,
                           int                *status)
{
  g_autofree char *path = dup_record_path (self);
  SluiceRunOptions options = *self->options;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  options.is_debugged = TRUE;
  options.record = path;
  run = sluice_run_prepare (self->name, self->path, &options, &program, status);
  if (run == NULL)
    return FALSE;
  *status = SLUICE_EXIT_CANT_WRITE;
  if (!sluice_run_begin_record (run, self->path, &options, &recorder))
    return FALSE;
  adopt (self, g_steal_pointer (&program), g_steal_pointer (&run), g_steal_pointer (&recorder), NULL);
  inherit (self);
  if (self->options->pins)
    sluice_run_take_kept_pins (self->pins, self->path);
  sluice_pins_attach (self->pins, self->run);
  apply_settings (self);
  if (show (self, &error))
    return TRUE;
  sluice_terminal_error ("%s", error->message);
  return FALSE;
}

SLUICE_DEBUG_COMMAND (restart)
{
  int status = 0;

  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    return sluice_debug_refuse (error, "The run has not begun: run, or start");
  if (!sluice_debug_session_load (self, &status))
    return sluice_debug_refuse (error, "The run stays as it is: %s can't be run as it is now", self->path);
  if (self->stops_at_start)
    sluice_debugger_stop_at_start (self->debugger);
  self->goes_on = TRUE;
  return sluice_run_start (self->run, error);
}

/* Forks */

static void
caught_up_cb (SluiceReplay       *replay,
              SluiceDebugSession *self)
{
  show (self, NULL);
  sluice_pins_attach (self->pins, self->run);
  apply_settings (self);
  sluice_debugger_stop_at_fork (self->debugger);
}

/* What is had again is stopped nowhere. */
static void
catch_up (SluiceDebugSession *self)
{
  gboolean was_muted = sluice_breakpoints_is_muted (self->breakpoints);

  g_signal_handlers_block_matched (self->breakpoints, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  sluice_breakpoints_set_muted (self->breakpoints, TRUE);
  while (!sluice_replay_has_caught_up (self->replay) && !sluice_debug_session_has_ended (self))
    g_main_context_iteration (NULL, TRUE);
  sluice_breakpoints_set_muted (self->breakpoints, was_muted);
  g_signal_handlers_unblock_matched (self->breakpoints, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
}

/* What the new run is, for its record: the file as it is now. */
static SluiceRecordInfo *
make_info (SluiceDebugSession  *self,
           GError             **error)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_copy (sluice_record_get_info (self->past));

  g_clear_pointer (&info->parent, g_free);
  g_clear_pointer (&info->name, g_free);
  g_clear_pointer (&info->document, g_free);
  info->document = sluice_run_dup_text (self->path, error);
  if (info->document == NULL)
    return NULL;
  return g_steal_pointer (&info);
}

static SluiceReplay *
make_replay (SluiceDebugSession  *self,
             SluiceRun           *run,
             GError             **error)
{
  g_autoptr (SluiceRecordInfo) info = make_info (self, error);
  g_autofree char *path = dup_record_path (self);
  SluiceReplay *replay;

  if (info == NULL || (path == NULL && (path = sluice_history_new_path (self->path, error)) == NULL))
    return NULL;
  replay = sluice_replay_new_fork (run, self->record, self->moment, path, info, error);
  if (replay != NULL && self->options->record_size > 0)
    sluice_recorder_set_max_size (sluice_replay_get_recorder (replay), (guint64) (self->options->record_size * 1e6));
  return replay;
}

/* A new run begins as this one did and goes on from the moment that is shown, where it stops first. */
gboolean
sluice_debug_session_fork (SluiceDebugSession  *self,
                           GError             **error)
{
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  guint64 moment = self->moment;
  int status;

  run = sluice_run_prepare_again (self->name, self->path, self->options, sluice_record_get_info (self->past), &program,
                                  &status);
  if (run == NULL)
    return sluice_debug_refuse (error, "The run stays as it is: %s can't be run as it is now", self->path);
  replay = make_replay (self, run, error);
  if (replay == NULL)
    return FALSE;
  adopt (self, g_steal_pointer (&program), g_steal_pointer (&run),
         g_object_ref (sluice_replay_get_recorder (replay)), g_object_ref (replay));
  g_signal_connect (replay, "caught-up", G_CALLBACK (caught_up_cb), self);
  if (!sluice_run_start (self->run, error))
    return FALSE;
  catch_up (self);
  inherit (self);
  self->goes_on = TRUE;
  if (sluice_replay_get_error (replay) == NULL)
    {
      g_autoptr (SluiceHistoryRun) about = sluice_history_read (self->record);

      sluice_debug_print_line ("The run %s goes on from visit %" G_GUINT64_FORMAT " of the one before", about->id,
                               moment);
      return TRUE;
    }
  g_propagate_error (error, g_error_copy (sluice_replay_get_error (replay)));
  return FALSE;
}
