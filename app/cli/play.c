/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Plays a run to its end: with signals, the terminal, people and the record. */

#include "cli.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "record-runs.h"
#include "run-private.h"
#include "terminal.h"

#define RETRY_INTERVAL 2 /* s, on a disk that is full */
#define RETRY          "sluice-record-retry" /* of a recorder: its timer */

typedef struct
{
  SluiceRun              *run;
  const SluiceRunOptions *options;
  SluiceRecorder         *recorder; /* NULL: it is not recorded */
  SluiceReplay           *replay;   /* NULL: it begins at its beginning */
  SluiceRunOutput        *output;   /* NULL: not yet, as are the people */
  SluiceRunPeople        *people;
  GError                 *error;    /* the output can't be written */
  int                     signal;   /* that cancelled it; 0: none */
} Play;

/* Signals */

static gboolean
interrupted (Play *self,
             int   signal_number)
{
  /* Who asks twice does not want to wait. */
  if (self->signal != 0)
    _exit (128 + signal_number);
  self->signal = signal_number;
  /* What is recorded so far stays as it is, to be resumed. */
  if (self->recorder != NULL)
    sluice_recorder_close (self->recorder, NULL);
  sluice_run_cancel (self->run);
  return G_SOURCE_CONTINUE;
}

static gboolean
sigint_cb (gpointer data)
{
  return interrupted (data, SIGINT);
}

static gboolean
sigterm_cb (gpointer data)
{
  return interrupted (data, SIGTERM);
}

static gboolean
sighup_cb (gpointer data)
{
  return interrupted (data, SIGHUP);
}

/* Whoever started it with nohup wants it to go on when the terminal goes. */
static gboolean
is_ignored (int signal_number)
{
  struct sigaction action;

  return sigaction (signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/* The end */

int
sluice_run_get_exit_status (SluiceRun *run)
{
  const GError *error = sluice_run_get_error (run);

  if (g_error_matches (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_VISITS))
    return SLUICE_EXIT_LIMIT;
  /* A node's own time limit fails the flow; the run's has no node. */
  if (g_error_matches (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT) &&
      sluice_run_get_error_node (run) == NULL)
    return SLUICE_EXIT_LIMIT;
  if (error != NULL && error->domain == SLUICE_GRANT_ERROR)
    return SLUICE_EXIT_NO_GRANT;
  return SLUICE_EXIT_FAILED;
}

static void
say_failure (SluiceRun *run)
{
  const GError *error = sluice_run_get_error (run);
  SluiceNode *node = sluice_run_get_error_node (run);
  const char *message = error != NULL ? error->message : "The flow failed";
  const char *address = node != NULL ? sluice_node_get_address (node) : NULL;

  if (address != NULL)
    sluice_terminal_error ("%s (%s): %s", sluice_node_get_title (node), address, message);
  else
    sluice_terminal_error ("%s", message);
  if (error != NULL && error->domain == SLUICE_GRANT_ERROR)
    sluice_cli_say_missing_grants (run, error);
}

/* The record */

static gboolean
retry_cb (gpointer data)
{
  sluice_recorder_retry (data);
  return G_SOURCE_CONTINUE;
}

static void
remove_source (gpointer id)
{
  g_source_remove (GPOINTER_TO_UINT (id));
}

static void
stalled_cb (SluiceRecorder *recorder,
            const GError   *error)
{
  guint id;

  if (g_object_get_data (G_OBJECT (recorder), RETRY) != NULL)
    return;
  sluice_terminal_error ("%s The run waits, and goes on by itself when it can be written", error->message);
  id = g_timeout_add_seconds (RETRY_INTERVAL, retry_cb, recorder);
  g_object_set_data_full (G_OBJECT (recorder), RETRY, GUINT_TO_POINTER (id), remove_source);
}

static void
resumed_cb (SluiceRecorder *recorder)
{
  g_object_set_data (G_OBJECT (recorder), RETRY, NULL);
  sluice_terminal_warning ("The record can be written again; the run goes on");
}

void
sluice_run_watch_record (SluiceRecorder *recorder)
{
  g_signal_connect (recorder, "stalled", G_CALLBACK (stalled_cb), NULL);
  g_signal_connect (recorder, "resumed", G_CALLBACK (resumed_cb), NULL);
}

static void
say_how_to_resume (Play *self)
{
  g_autoptr (SluiceHistoryRun) run = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *usual = NULL;

  if (self->recorder == NULL)
    {
      sluice_terminal_error ("Interrupted");
      return;
    }
  run = sluice_history_read (sluice_recorder_get_path (self->recorder));
  folder = g_path_get_dirname (run->path);
  usual = sluice_history_dup_folder ();
  sluice_terminal_error ("Interrupted; to go on: sluice resume %s",
                         g_str_equal (folder, usual) ? run->id : run->path);
}

/* Beginning and end */

/* A run that goes on shows nothing of what it has shown before. */
static void
show (Play *self)
{
  self->output = sluice_run_output_new (self->run, self->options, &self->error);
  if (self->output != NULL)
    self->people = sluice_run_people_new (self->run, self->options, self->output);
  else
    sluice_run_cancel (self->run);
}

static void
caught_up_cb (SluiceReplay *replay,
              Play         *self)
{
  if (self->output == NULL)
    show (self);
}

static int
conclude (Play *self)
{
  const GError *diverged = self->replay != NULL ? sluice_replay_get_error (self->replay) : NULL;
  g_auto (GStrv) unused = NULL;

  if (self->signal != 0)
    {
      say_how_to_resume (self);
      return 128 + self->signal;
    }
  if (diverged != NULL)
    {
      sluice_terminal_error ("%s", diverged->message);
      return SLUICE_EXIT_FAILED;
    }
  if (sluice_run_get_state (self->run) != SLUICE_RUN_FINISHED)
    {
      say_failure (self->run);
      return sluice_run_people_was_misled (self->people) ? SLUICE_EXIT_USAGE : sluice_run_get_exit_status (self->run);
    }
  unused = sluice_run_people_dup_unused (self->people);
  if (unused[0] != NULL)
    {
      g_autofree char *list = g_strjoinv ("”, “", unused);

      sluice_terminal_warning ("Nothing asked for --answer “%s”", list);
    }
  return SLUICE_EXIT_DONE;
}

static gboolean
close_record (Play    *self,
              GError **error)
{
  if (self->recorder == NULL || self->signal != 0)
    return TRUE;
  if (sluice_recorder_is_lean (self->recorder))
    sluice_terminal_warning ("The record has grown large: of long values only the size and a digest are kept");
  if (!sluice_recorder_close (self->recorder, error))
    return FALSE;
  sluice_cli_prune_runs (sluice_recorder_get_path (self->recorder));
  return TRUE;
}

static int
finish (Play *self)
{
  g_autoptr (GError) error = NULL;
  int status = self->error == NULL ? conclude (self) : SLUICE_EXIT_CANT_WRITE;

  if (self->error != NULL)
    error = g_steal_pointer (&self->error);
  else if (close_record (self, &error) && (self->output == NULL || sluice_run_output_finish (self->output, &error)))
    return status;
  sluice_terminal_error ("%s", error->message);
  return SLUICE_EXIT_CANT_WRITE;
}

static void
play_to_end (Play *self)
{
  guint sources[] = {
    g_unix_signal_add (SIGINT, sigint_cb, self),
    g_unix_signal_add (SIGTERM, sigterm_cb, self),
    is_ignored (SIGHUP) ? 0 : g_unix_signal_add (SIGHUP, sighup_cb, self),
  };

  sluice_run_join (self->run, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_clear_handle_id (&sources[i], g_source_remove);
  if (self->output == NULL && self->error == NULL && self->signal == 0)
    show (self);
}

/**
 * sluice_cli_play:
 * @run: a run that is not started
 * @options: how it is shown
 * @recorder: (nullable): what records it
 * @replay: (nullable): what has its beginning again; nothing is shown of that
 *
 * Returns: the exit status
 */
int
sluice_cli_play (SluiceRun              *run,
                 const SluiceRunOptions *options,
                 SluiceRecorder         *recorder,
                 SluiceReplay           *replay)
{
  Play self = { .run = run, .options = options, .recorder = recorder, .replay = replay };
  g_autoptr (GError) error = NULL;
  int status;

  if (replay == NULL)
    show (&self);
  else
    g_signal_connect (replay, "caught-up", G_CALLBACK (caught_up_cb), &self);
  if (recorder != NULL)
    sluice_run_watch_record (recorder);
  if (self.error == NULL && !sluice_run_start (run, &error))
    {
      sluice_terminal_error ("%s", error->message);
      status = SLUICE_EXIT_BAD_FILE;
    }
  else
    {
      if (self.error == NULL)
        play_to_end (&self);
      status = finish (&self);
    }
  if (replay != NULL)
    g_signal_handlers_disconnect_by_data (replay, &self);
  g_clear_pointer (&self.people, sluice_run_people_free);
  g_clear_pointer (&self.output, sluice_run_output_free);
  return status;
}
