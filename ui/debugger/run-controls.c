/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The run buttons. They only name actions of the window; whether a button can be pressed is the
 * action's state, and why not is told in its tooltip. The first one starts an idle flow and continues
 * a stopped one.
 */
#include "debugger/run-controls.h"

#include <glib/gi18n.h>

struct _SluiceRunControls
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  gboolean continues; /* what the first button says */

  /* Template. */
  GtkWidget *content;
  GtkButton *run_button;
  GtkWidget *pause_button;
  GtkWidget *stop_button;
  GtkWidget *step_over_button;
  GtkWidget *step_into_button;
  GtkWidget *step_out_button;
};

G_DEFINE_FINAL_TYPE (SluiceRunControls, sluice_run_controls, GTK_TYPE_WIDGET)

static void
show (SluiceRunControls *self,
      gboolean           continues)
{
  const char *label = continues ? _("Continue") : _("Run");

  self->continues = continues;
  gtk_button_set_icon_name (self->run_button,
                            continues ? "sluice-continue-symbolic" : "media-playback-start-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* Why what goes on from a stop can't be done; NULL: it can, as far as the run is concerned. */
static const char *
get_step_obstacle (SluiceRunControls  *self,
                   SluiceSessionState  state)
{
  switch (state)
    {
    case SLUICE_SESSION_STARTING:
    case SLUICE_SESSION_RUNNING:
    case SLUICE_SESSION_WAITING:
      return _("The run goes on: pause it first (F6)");
    case SLUICE_SESSION_STOPPED:
      return sluice_run_session_get_past_state (self->session) != SLUICE_PAST_NONE
             ? _("This is the past: go back to the present first (Escape)") : NULL;
    case SLUICE_SESSION_IDLE:
    case SLUICE_SESSION_FINISHED:
    case SLUICE_SESSION_FAILED:
    case SLUICE_SESSION_CANCELLED:
    default:
      return _("No run is stopped");
    }
}

static const char *
get_pause_obstacle (SluiceSessionState state)
{
  if (state == SLUICE_SESSION_STOPPED)
    return _("The run is stopped already");
  return _("Nothing runs");
}

/* A button that can't be pressed says why. */
static void
tell (GtkWidget  *button,
      const char *words,
      const char *obstacle)
{
  g_autofree char *both = NULL;

  if (obstacle != NULL && !gtk_widget_get_sensitive (button))
    both = g_strdup_printf ("%s\n%s", words, obstacle);
  if (both != NULL)
    words = both;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), words) != 0)
    gtk_widget_set_tooltip_text (button, words);
}

static void
tell_all (SluiceRunControls *self)
{
  SluiceSessionState state = self->session != NULL ? sluice_run_session_get_state (self->session)
                                                   : SLUICE_SESSION_IDLE;
  const char *obstacle = get_step_obstacle (self, state);

  if (self->content == NULL) /* it goes */
    return;
  tell (GTK_WIDGET (self->run_button), self->continues ? _("Continue (F5)") : _("Run (F5)"),
        state != SLUICE_SESSION_STOPPED ? _("It runs already") : obstacle);
  tell (self->pause_button, _("Pause (F6)"), get_pause_obstacle (state));
  tell (self->stop_button, _("Stop (Shift+F5)"), _("Nothing runs"));
  tell (self->step_over_button, _("Step over (F10)"), obstacle);
  tell (self->step_into_button, _("Step into (F11)"), obstacle);
  tell (self->step_out_button, _("Step out (Shift+F11)"), obstacle);
}

/* A run may go from state to state many times a second. */
static void
update (SluiceRunControls *self)
{
  gboolean continues = self->session != NULL && sluice_run_session_can_continue (self->session);

  if (continues != self->continues)
    show (self, continues);
  tell_all (self);
}

static void
sluice_run_controls_dispose (GObject *object)
{
  SluiceRunControls *self = SLUICE_RUN_CONTROLS (object);

  sluice_run_controls_set_session (self, NULL);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_run_controls_parent_class)->dispose (object);
}

static void
sluice_run_controls_class_init (SluiceRunControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_run_controls_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/run-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, run_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, pause_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, step_over_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, step_into_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunControls, step_out_button);
  gtk_widget_class_bind_template_callback (widget_class, tell_all);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_run_controls_init (SluiceRunControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self, FALSE);
  tell_all (self);
}

/**
 * sluice_run_controls_new:
 *
 * Returns: (transfer floating): the run buttons
 */
GtkWidget *
sluice_run_controls_new (void)
{
  return g_object_new (SLUICE_TYPE_RUN_CONTROLS, NULL);
}

/**
 * sluice_run_controls_set_session:
 * @session: (nullable): whose state the first button follows
 */
void
sluice_run_controls_set_session (SluiceRunControls *self,
                                 SluiceRunSession  *session)
{
  g_return_if_fail (SLUICE_IS_RUN_CONTROLS (self));

  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;

  g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::past", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::message", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
