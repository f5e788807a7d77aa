/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs of the past on a page: the list of them, the moment of one that is shown, and what begins from
 * there: a replay, a fork, a run that is resumed.
 */
#include "window/page-private.h"

#include "debugger/history/run-export.h"
#include "kinds/link.h"
#include "window/file-dialog.h"
#include "window/window-private.h"

#include <glib/gi18n.h>

/* What is shown */

/* A record has the text of the file where the command line ran it: what differs is not how it is written. */
static gboolean
is_edited (SluicePage *self)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);
  g_autoptr (SluiceDocument) linked = info != NULL ? sluice_link_document (self->document, NULL) : NULL;
  g_autofree char *text = linked != NULL ? sluice_document_to_text (linked, NULL) : NULL;
  g_autoptr (SluiceDocument) recorded = NULL;
  g_autofree char *recorded_text = NULL;

  if (info == NULL || g_strcmp0 (text, info->document) == 0)
    return FALSE;
  recorded = info->document != NULL ? sluice_document_new_from_text (info->document, -1, NULL) : NULL;
  recorded_text = recorded != NULL ? sluice_document_to_text (recorded, NULL) : NULL;
  return g_strcmp0 (text, recorded_text) != 0;
}

static void
past_cb (SluicePage *self)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);

  if (self->run_list != NULL)
    sluice_run_list_set_shown (self->run_list, info != NULL ? info->path : NULL);
  if (info != NULL)
    gtk_stack_set_visible_child_name (self->right_stack, "run");
  sluice_travel_bar_set_edited (self->travel_bar, is_edited (self));
  sluice_page_update_run (self);
}

static void
moment_cb (SluicePage *self)
{
  const char *address = sluice_run_session_get_stop_address (self->session);

  if (sluice_run_session_get_moment (self->session) != 0 && address != NULL)
    sluice_page_reveal (self, address);
  sluice_page_update_run (self);
}

static void
past_failed_cb (SluicePage   *self,
                const GError *error)
{
  sluice_run_list_refresh (self->run_list);
  sluice_page_show_error (self, _("The run cannot be shown"), error);
}

/* A record begins and ends with the run. */
static void
active_cb (SluicePage *self)
{
  sluice_run_list_refresh (self->run_list);
}

static void
path_cb (SluicePage *self)
{
  sluice_run_list_set_file (self->run_list, sluice_document_get_path (self->document));
}

/**
 * sluice_page_show_past:
 * @path: a record
 * @other: (nullable): one that it is compared with
 *
 * Shows the end of the run, or where the two part, on the canvas.
 */
void
sluice_page_show_past (SluicePage *self,
                       const char *path,
                       const char *other)
{
  sluice_run_session_open_past (self->session, path, other, 0);
}

/**
 * sluice_page_show_moment:
 * @path: a record
 * @moment: a visit of it, which is shown as it begins
 */
void
sluice_page_show_moment (SluicePage *self,
                         const char *path,
                         guint64     moment)
{
  sluice_run_session_open_past (self->session, path, NULL, moment);
}

static void
opened_cb (SluicePage *self,
           const char *path,
           const char *other)
{
  g_autoptr (SluiceHistoryRun) run = sluice_history_read (path);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) gone = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      gone = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("Its record is not there any more."));
      past_failed_cb (self, gone);
      return;
    }
  if (g_strcmp0 (run->file, sluice_document_get_path (self->document)) == 0 && run->file != NULL)
    sluice_page_show_past (self, path, other);
  else if (g_strcmp0 (path, sluice_run_session_get_record (self->session)) == 0)
    sluice_page_show_past (self, path, other);
  else
    sluice_window_open_run (SLUICE_WINDOW (root), path, other);
}

static void
list_failed_cb (SluicePage   *self,
                const char   *text,
                const GError *error)
{
  sluice_page_show_error (self, text, error);
}

/**
 * sluice_page_show_runs:
 *
 * Shows the list of runs.
 */
void
sluice_page_show_runs (SluicePage *self)
{
  sluice_page_show_panel (self, SLUICE_PANEL_BOTTOM);
  gtk_stack_set_visible_child_name (self->bottom_stack, "runs");
  sluice_run_list_refresh (self->run_list);
  sluice_run_list_focus (self->run_list);
}

/* What begins from there */

static void
begin_record_at (SluicePage         *self,
                 SluiceRunBeginning  begin,
                 const char         *record,
                 guint64             moment)
{
  SluicePageStart *start = sluice_page_start_new (begin);

  start->record = g_strdup (record);
  start->moment = moment;
  sluice_page_start (self, start);
}

static void
begin_at (SluicePage         *self,
          SluiceRunBeginning  begin,
          guint64             moment)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);

  if (info != NULL)
    begin_record_at (self, begin, info->path, moment);
}

/**
 * sluice_page_replay:
 *
 * Runs the document as it is now with the results of the record that is shown. Where the document is what
 * was run nothing at all may differ.
 */
void
sluice_page_replay (SluicePage *self)
{
  begin_at (self, SLUICE_BEGIN_REPLAY, 0);
}

static void
forked_cb (SluicePage *self,
           const char *path)
{
  g_autoptr (SluiceHistoryRun) run = sluice_history_read (path);

  /* The first visit is that of the flow that was started: the next is the first of a node. */
  begin_record_at (self, run->visits > 0 ? SLUICE_BEGIN_FORK : SLUICE_BEGIN_RESUME, path, MIN (run->visits, 2));
}

/* Exporting */

typedef struct
{
  GWeakRef  page;
  char     *record;
} RunExport;

static void
run_export_free (RunExport *export)
{
  g_weak_ref_clear (&export->page);
  g_free (export->record);
  g_free (export);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  RunExport *export = user_data;
  g_autoptr (SluicePage) self = g_weak_ref_get (&export->page);
  g_autoptr (GError) error = NULL;

  if (!sluice_run_export_finish (result, &error) && self != NULL)
    sluice_page_show_error (self, _("The run could not be exported"), error);
  else if (self != NULL)
    sluice_page_toast (self, _("The run was exported"));
  run_export_free (export);
}

/* Called for the file, and then with NULL. */
static void
target_cb (const char *path,
           gpointer    user_data)
{
  RunExport *asked = user_data;
  g_autoptr (SluicePage) self = NULL;
  RunExport *export;

  if (path == NULL)
    {
      run_export_free (asked);
      return;
    }
  self = g_weak_ref_get (&asked->page);
  export = g_new (RunExport, 1);
  g_weak_ref_init (&export->page, self);
  export->record = g_strdup (asked->record);
  sluice_run_export_async (export->record, path, NULL, exported_cb, export);
}

static void
export_cb (SluicePage *self,
           const char *path)
{
  g_autofree char *folder = sluice_document_dup_folder (self->document);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf ("%.*s.jsonl", (int) strcspn (base, "."), base);
  RunExport *export = g_new (RunExport, 1);

  g_weak_ref_init (&export->page, self);
  export->record = g_strdup (path);
  sluice_file_dialog_export_run (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), folder, name, target_cb, export);
}

/* The record that is shown, or that of the run. */
static const char *
get_record (SluicePage *self)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);

  return info != NULL ? info->path : sluice_run_session_get_record (self->session);
}

/**
 * sluice_page_fork_node:
 *
 * Begins a new run at the visit of the node that is shown, as sluice_page_fork() does.
 */
void
sluice_page_fork_node (SluicePage *self)
{
  guint64 visit = sluice_visit_card_get_serial (self->visit_card);

  if (get_record (self) == NULL)
    sluice_page_toast (self, _("The run is not recorded, so that nothing can continue from its visits"));
  else if (visit == 0)
    sluice_page_toast (self, _("Select a node that the run has visited first"));
  else
    begin_record_at (self, SLUICE_BEGIN_FORK, get_record (self), visit);
}

/**
 * sluice_page_fork:
 *
 * Begins a new run at the moment that is shown, or in the present at the visit of the node that is, with the
 * document as it is now; it is stopped there first.
 */
void
sluice_page_fork (SluicePage *self)
{
  if (sluice_run_session_get_past (self->session) != NULL)
    begin_at (self, SLUICE_BEGIN_FORK, sluice_run_session_get_moment (self->session));
  else
    sluice_page_fork_node (self);
}

/**
 * sluice_page_resume:
 *
 * Goes on with the run whose record is shown, where it was interrupted.
 */
void
sluice_page_resume (SluicePage *self)
{
  begin_at (self, SLUICE_BEGIN_RESUME, 0);
}

/* A run that goes on is not ended by the way. */
static gboolean
can_fork_node (SluicePage *self)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  return sluice_run_session_get_past (self->session) != NULL
         || (state != SLUICE_SESSION_IDLE
             && (state == SLUICE_SESSION_STOPPED || !sluice_run_session_is_active (self->session)));
}

/**
 * sluice_page_can_travel:
 * @command: a command about moments
 *
 * Returns: whether it makes sense now
 */
gboolean
sluice_page_can_travel (SluicePage *self,
                        const char *command)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);

  if (g_str_equal (command, "step-back"))
    return sluice_run_session_can_step_back (self->session);
  if (g_str_equal (command, "step-forward"))
    return sluice_run_session_can_step_forward (self->session);
  if (g_str_equal (command, "back-to-stop"))
    return sluice_run_session_has_earlier_stop (self->session);
  if (g_str_equal (command, "next-stop"))
    return sluice_run_session_has_later_stop (self->session);
  if (g_str_equal (command, "close-past"))
    return sluice_run_session_get_past_state (self->session) != SLUICE_PAST_NONE;
  if (g_str_equal (command, "fork-node") || (g_str_equal (command, "fork") && info == NULL))
    return can_fork_node (self);
  if (g_str_equal (command, "fork"))
    return sluice_run_session_get_moment (self->session) <= info->n_visits;
  if (g_str_equal (command, "resume"))
    return info != NULL && !info->has_ended && !sluice_run_session_is_past_own (self->session);
  return info != NULL;
}

/**
 * sluice_page_init_history:
 *
 * Gives the session to what shows its past.
 */
void
sluice_page_init_history (SluicePage *self)
{
  sluice_travel_bar_set_session (self->travel_bar, self->session);
  g_signal_connect_object (self->session, "notify::past", G_CALLBACK (past_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::moment", G_CALLBACK (moment_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "past-failed", G_CALLBACK (past_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::active", G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "recorded", G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_list, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_list, "forked", G_CALLBACK (forked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_list, "exported", G_CALLBACK (export_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_list, "failed", G_CALLBACK (list_failed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_page_follow_file:
 *
 * Shows the runs of the document, also when it gets another file.
 */
void
sluice_page_follow_file (SluicePage *self)
{
  g_signal_connect_object (self->document, "notify::path", G_CALLBACK (path_cb), self, G_CONNECT_SWAPPED);
  path_cb (self);
}
