/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Running the document: which commands make sense in which state, what the status line says, and
 * following the run where it stops.
 */
#include "window/page-private.h"

#include "debugger/state-words.h"

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

/**
 * sluice_page_get_run_icon:
 *
 * Returns: (nullable): the name of an icon that says how the run is; %NULL: none is under way
 */
const char *
sluice_page_get_run_icon (SluicePage *self)
{
  return sluice_run_session_is_active (self->session) ? get_state_icon (sluice_run_session_get_state (self->session))
                                                      : NULL;
}

static char *
dup_status (SluicePage         *self,
            SluiceSessionState  state)
{
  const char *title = sluice_session_state_title (state);
  const char *message = sluice_run_session_get_message (self->session);
  GPtrArray *prompts = sluice_run_session_get_prompts (self->session);
  guint n_prompts = prompts != NULL ? prompts->len : 0;
  const char *start = sluice_page_get_start_words (self);

  if (start != NULL)
    return g_strdup (start);
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
    sluice_page_start (self, sluice_page_start_new (SLUICE_BEGIN_NEW));
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
  SluicePageStart *start = sluice_page_start_new (SLUICE_BEGIN_NEW);

  start->there = sluice_breakpoint_copy (there);
  sluice_page_start (self, start);
}

/**
 * sluice_page_restart:
 *
 * Stops the run and starts the document as it is now.
 */
void
sluice_page_restart (SluicePage *self)
{
  sluice_page_start (self, sluice_page_start_new (SLUICE_BEGIN_NEW));
}

/**
 * sluice_page_step_into:
 *
 * Steps into what comes next; on an idle flow starts it, stopped before its first node.
 */
void
sluice_page_step_into (SluicePage *self)
{
  SluicePageStart *start;

  if (sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED)
    {
      sluice_run_session_step_into (self->session);
      return;
    }
  start = sluice_page_start_new (SLUICE_BEGIN_NEW);
  start->stops_at_start = TRUE;
  sluice_page_start (self, start);
}

/**
 * sluice_page_stop:
 *
 * Stops the run, and gives up what is about to start.
 */
void
sluice_page_stop (SluicePage *self)
{
  sluice_page_give_up_start (self);
  sluice_run_session_stop (self->session);
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
  static const char * const starting[] = { "stop", "run", "restart", "step-into", NULL };
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (g_str_equal (command, "pin-result"))
    return TRUE;
  if (sluice_page_is_starting (self) && g_strv_contains (starting, command))
    return g_str_equal (command, "stop");
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
