/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Running the document: which commands make sense in which state, what the status line says, and
 * following the run where it stops.
 */
#include "window/page-private.h"

#include "compile/compile.h"
#include "debugger/state-words.h"
#include "window/problem-words.h"

#include <glib/gi18n.h>

/* When a command is enabled is data: a bit for each state of the session. */
#define IN(state) (1u << SLUICE_SESSION_##state)
#define WHEN_OVER (IN (IDLE) | IN (FINISHED) | IN (FAILED) | IN (CANCELLED))
#define WHEN_GOING (IN (RUNNING) | IN (WAITING))
#define WHEN_ACTIVE (IN (STARTING) | WHEN_GOING | IN (STOPPED))

static const struct
{
  const char *action;
  guint       states;
} commands[] = {
  { "run", WHEN_OVER | IN (STOPPED) },
  { "pause", WHEN_GOING },
  { "stop", WHEN_ACTIVE },
  { "restart", WHEN_ACTIVE | IN (FINISHED) | IN (FAILED) | IN (CANCELLED) },
  { "step-over", IN (STOPPED) },
  { "step-into", WHEN_OVER | IN (STOPPED) },
  { "step-out", IN (STOPPED) },
  { "step-phase", IN (STOPPED) },
  { "retry-node", IN (STOPPED) },
  { "skip-node", IN (STOPPED) },
  { "use-result", IN (STOPPED) },
  { "fail-node", IN (STOPPED) },
  { "set-next-node", IN (STOPPED) },
};

static const char *
get_state_icon (SluiceSessionState state)
{
  switch (state)
    {
    case SLUICE_SESSION_STARTING:
    case SLUICE_SESSION_RUNNING:
      return "media-playback-start-symbolic";
    case SLUICE_SESSION_WAITING:
      return "sluice-sleep-symbolic";
    case SLUICE_SESSION_STOPPED:
      return "media-playback-pause-symbolic";
    case SLUICE_SESSION_FINISHED:
      return "object-select-symbolic";
    case SLUICE_SESSION_FAILED:
      return "dialog-error-symbolic";
    case SLUICE_SESSION_CANCELLED:
      return "media-playback-stop-symbolic";
    case SLUICE_SESSION_IDLE:
    default:
      return NULL;
    }
}

static char *
dup_status (SluicePage         *self,
            SluiceSessionState  state)
{
  const char *title = sluice_session_state_title (state);
  const char *message = sluice_run_session_get_message (self->session);
  GPtrArray *prompts = sluice_run_session_get_prompts (self->session);
  guint n_prompts = prompts != NULL ? prompts->len : 0;

  if (message != NULL && state == SLUICE_SESSION_FAILED)
    /* Translators: the state of a run and more about it: "Failed: Fetch recipes: no such file". */
    return g_strdup_printf (_("%s: %s"), title, message);
  if (message != NULL && state != SLUICE_SESSION_CANCELLED)
    return g_strdup (message);
  if (n_prompts > 0 && (state == SLUICE_SESSION_WAITING || state == SLUICE_SESSION_RUNNING))
    return g_strdup_printf (ngettext ("Waiting for an answer", "Waiting for %u answers", n_prompts), n_prompts);
  return g_strdup (title);
}

/* What is shown is told: while one looks back that is the moment, not where the run is now. */
static void
update_status (SluicePage *self)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);
  g_autofree char *moment = sluice_travel_bar_dup_words (self->travel_bar);
  const char *icon_name = moment != NULL ? "document-open-recent-symbolic" : get_state_icon (state);
  g_autofree char *text = moment != NULL ? g_steal_pointer (&moment) : dup_status (self, state);

  gtk_image_set_from_icon_name (self->state_icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), icon_name != NULL);
  sluice_page_set_status (self, text);
}

static gboolean
is_stale (SluicePage *self)
{
  gboolean stale = FALSE;

  g_object_get (self->session, "stale", &stale, NULL);

  return stale && sluice_run_session_is_active (self->session);
}

static void
stale_cb (SluicePage *self)
{
  gtk_widget_set_visible (self->stale_button, is_stale (self));
}

/* A stop or a failure is where one wants to look: its flow and its node. */
static void
reveal_stop (SluicePage *self)
{
  const char *address = sluice_run_session_get_stop_address (self->session);

  g_free (self->revealed);
  self->revealed = g_strdup (address);
  if (address != NULL)
    sluice_page_reveal (self, address);
}

static void
state_cb (SluicePage *self)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  sluice_page_update_run (self);
  if (state == SLUICE_SESSION_STOPPED || state == SLUICE_SESSION_FAILED)
    reveal_stop (self);
  sluice_page_update_visit (self);
  /* Who looks at a page of the debugger goes on looking at it. */
  if (state == SLUICE_SESSION_STOPPED &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->right_stack), "inspector") == 0)
    gtk_stack_set_visible_child_name (self->right_stack, "run");
}

/* Each step stops anew, often with the same words and state but at another node. */
static void
updated_cb (SluicePage          *self,
            const SluiceRunUpdate *change)
{
  if (sluice_run_session_get_state (self->session) != SLUICE_SESSION_STOPPED)
    return;
  if (!change->lanes && change->nodes == NULL)
    return;
  /* Who looks elsewhere meanwhile is left there. */
  if (g_strcmp0 (sluice_run_session_get_stop_address (self->session), self->revealed) != 0)
    reveal_stop (self);
  sluice_page_update_visit (self);
}

/* Who starts a run is done with typing, and the run's first question may have the keyboard. */
static void
leave_text (SluicePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->inspector)))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/**
 * sluice_page_refuse_run:
 * @error: what is wrong
 *
 * Says that the document cannot run, and why.
 */
void
sluice_page_refuse_run (SluicePage   *self,
                        const GError *error)
{
  g_autofree char *reason = NULL;

  if (!sluice_page_is_checked (self))
    sluice_page_check_now (self);
  if (g_error_matches (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS) && self->last_problems != NULL)
    reason = sluice_problems_dup_reason (self->last_problems, self->document);
  sluice_message_bar_show (sluice_page_get_error_bar (self), SLUICE_MESSAGE_ERROR, _("The flow cannot run yet"),
                           reason != NULL ? reason : error->message, _("Show Problems"), "win.show-problems", NULL);
}

/* What was found is asked, where that is known. A file that was missing may be there meanwhile. */
static gboolean
is_sound (SluicePage  *self,
          GError     **error)
{
  if (!sluice_page_is_checked (self))
    return sluice_run_session_check (self->document, error);
  if (!sluice_page_is_large (self) && !sluice_run_session_judge (self->last_problems, NULL))
    sluice_page_check_now (self);
  return sluice_run_session_judge (self->last_problems, error);
}

static void
start_if_sound (SluicePage *self,
                gboolean    stops_at_start)
{
  g_autoptr (GError) error = NULL;

  if (!is_sound (self, &error))
    {
      sluice_page_refuse_run (self, error);
      return;
    }
  sluice_run_session_note_checked (self->session, self->document);
  sluice_page_allow_then (self, stops_at_start);
}

/**
 * sluice_page_checked:
 *
 * Starts what waited for the check.
 */
void
sluice_page_checked (SluicePage *self)
{
  if (!self->starts_when_checked)
    return;
  self->starts_when_checked = FALSE;
  sluice_page_update_run (self);
  start_if_sound (self, self->starts_stopped);
}

/* A large flow that has just been changed is checked a little at a time: the window goes on meanwhile. */
static void
start_when_checked (SluicePage *self,
                    gboolean    stops_at_start)
{
  self->starts_when_checked = TRUE;
  self->starts_stopped = stops_at_start;
  sluice_page_hurry_check (self);
  sluice_page_set_status (self, _("Checking the flow…"));
}

static void
start (SluicePage             *self,
       gboolean                stops_at_start,
       const SluiceBreakpoint *there)
{
  self->starts_when_checked = FALSE;
  leave_text (self);
  g_clear_pointer (&self->begin_record, g_free);
  g_clear_pointer (&self->start_to, sluice_breakpoint_free);
  self->start_to = there != NULL ? sluice_breakpoint_copy (there) : NULL;
  sluice_message_bar_hide (sluice_page_get_error_bar (self));
  if (sluice_page_is_blank (self))
    sluice_page_toast (self, _("There is nothing to run yet: add a node first"));
  else if (self->check_source != 0 && sluice_page_is_large (self))
    start_when_checked (self, stops_at_start);
  else
    start_if_sound (self, stops_at_start);
}

/**
 * sluice_page_start_run:
 * @grants: what it may touch
 * @stops_at_start: whether it stops before its first node
 *
 * Starts the document as it is now.
 */
void
sluice_page_start_run (SluicePage   *self,
                       SluiceGrants *grants,
                       gboolean      stops_at_start)
{
  g_autoptr (SluiceBreakpoint) there = g_steal_pointer (&self->start_to);
  g_autoptr (GError) error = NULL;
  gboolean starts;

  sluice_run_session_set_grants (self->session, grants);
  if (sluice_page_begin_from_record (self))
    return;
  if (there != NULL)
    starts = sluice_run_session_start_to (self->session, self->document, there, &error);
  else
    starts = sluice_run_session_start (self->session, self->document, stops_at_start, &error);
  if (!starts)
    sluice_page_refuse_run (self, error);
}

/**
 * sluice_page_start_to:
 * @there: where it stops first, once
 *
 * Starts the document as it is now.
 */
void
sluice_page_start_to (SluicePage             *self,
                      const SluiceBreakpoint *there)
{
  start (self, FALSE, there);
}

/**
 * sluice_page_run:
 *
 * Starts the document as it is now, or continues a stopped run or a run whose step waits.
 */
void
sluice_page_run (SluicePage *self)
{
  if (sluice_run_session_can_continue (self->session))
    sluice_run_session_continue (self->session);
  else if (!sluice_run_session_is_active (self->session))
    start (self, FALSE, NULL);
}

/**
 * sluice_page_restart:
 *
 * Stops the run and starts the document as it is now.
 */
void
sluice_page_restart (SluicePage *self)
{
  start (self, FALSE, NULL);
}

/**
 * sluice_page_step_into:
 *
 * Steps into what comes next; on an idle flow starts it, stopped before its first node.
 */
void
sluice_page_step_into (SluicePage *self)
{
  if (sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED)
    sluice_run_session_step_into (self->session);
  else
    start (self, TRUE, NULL);
}

/**
 * sluice_page_set_status:
 * @text: what is to be known
 *
 * Says it in the status line, which screen readers follow.
 */
void
sluice_page_set_status (SluicePage *self,
                          const char   *text)
{
  if (g_strcmp0 (gtk_label_get_label (self->status), text) == 0)
    return;
  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * sluice_page_update_run:
 *
 * Says how the run is, and has the commands enabled that make sense now.
 */
void
sluice_page_update_run (SluicePage *self)
{
  update_status (self);
  stale_cb (self);
  sluice_page_update (self);
}

/* A run that is stopped does not go on behind the back of who looks at its past. */
static gboolean
waits_behind_past (SluicePage         *self,
                   SluiceSessionState  state)
{
  return state == SLUICE_SESSION_STOPPED
         && sluice_run_session_get_past_state (self->session) != SLUICE_PAST_NONE;
}

/**
 * sluice_page_can_do:
 * @command: a command about runs
 *
 * Returns: whether it makes sense in the state that the run is in
 */
gboolean
sluice_page_can_do (SluicePage *self,
                    const char *command)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (g_str_equal (command, "pin-result"))
    return TRUE;
  if (waits_behind_past (self, state))
    return g_str_equal (command, "stop") || g_str_equal (command, "restart");
  if (g_str_equal (command, "run") && sluice_run_session_can_continue (self->session))
    return TRUE;
  if (g_str_equal (command, "next-event"))
    return state == SLUICE_SESSION_STOPPED && sluice_run_session_get_held (self->session)->len > 0;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (command, commands[i].action))
      return (commands[i].states & (1u << state)) != 0;

  return FALSE;
}

/**
 * sluice_page_init_run:
 *
 * Gives the session to what shows it.
 */
void
sluice_page_init_run (SluicePage *self)
{
  sluice_stop_banner_set_session (self->stop_banner, self->session);
  sluice_page_init_prompts (self);
  sluice_run_picker_set_session (self->run_picker, self->session);
  sluice_run_panel_set_session (self->run_panel, self->session);
  sluice_console_set_session (self->console, self->session);
  sluice_timeline_set_session (self->timeline, self->session);

  g_signal_connect_object (self->session, "notify::state",
                           G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::message",
                           G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::n-prompts",
                           G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::stale",
                           G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "updated",
                           G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
}
