/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says above the canvas why the run is stopped, or how it failed, with the commands that make
 * sense there. Nothing is shown while it runs.
 */
#include "debugger/stop-banner.h"

#include "rows/wrap-box.h"

#include <glib/gi18n.h>

struct _SluiceStopBanner
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  /* Template. */
  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkImage    *icon;
  GtkLabel    *reason;
  GtkWidget   *continue_button;
  GtkWidget   *step_button;
  GtkWidget   *menu_button;
  GtkWidget   *restart_button;
  GtkWidget   *close_button;
};

G_DEFINE_FINAL_TYPE (SluiceStopBanner, sluice_stop_banner, GTK_TYPE_WIDGET)

static void
update (SluiceStopBanner *self)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);
  const char *message = sluice_run_session_get_message (self->session);
  gboolean is_stopped = state == SLUICE_SESSION_STOPPED;
  gboolean has_failed = state == SLUICE_SESSION_FAILED;
  gboolean is_past = sluice_run_session_get_past_state (self->session) != SLUICE_PAST_NONE;

  gtk_revealer_set_reveal_child (self->revealer, (is_stopped || has_failed) && !is_past);
  if ((!is_stopped && !has_failed) || is_past)
    return;

  if (message == NULL)
    message = is_stopped ? _("The run is stopped") : _("The run failed");
  gtk_label_set_label (self->reason, message);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reason), message);
  gtk_image_set_from_icon_name (self->icon, is_stopped ? "media-playback-pause-symbolic"
                                                       : "dialog-error-symbolic");
  gtk_widget_set_visible (self->continue_button, is_stopped);
  gtk_widget_set_visible (self->step_button, is_stopped);
  gtk_widget_set_visible (self->menu_button, is_stopped);
  gtk_widget_set_visible (self->restart_button, has_failed);
  gtk_widget_set_visible (self->close_button, has_failed);
  if (has_failed)
    gtk_widget_add_css_class (self->box, "error");
  else
    gtk_widget_remove_css_class (self->box, "error");
}

static void
close_cb (SluiceStopBanner *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
sluice_stop_banner_dispose (GObject *object)
{
  SluiceStopBanner *self = SLUICE_STOP_BANNER (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  sluice_stop_banner_set_session (self, NULL);
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_stop_banner_parent_class)->dispose (object);
}

static void
sluice_stop_banner_class_init (SluiceStopBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_stop_banner_dispose;

  g_type_ensure (SLUICE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/stop-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, box);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, reason);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, continue_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, step_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, restart_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceStopBanner, close_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_stop_banner_init (SluiceStopBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_stop_banner_new:
 *
 * Returns: (transfer floating): a banner that shows nothing yet
 */
GtkWidget *
sluice_stop_banner_new (void)
{
  return g_object_new (SLUICE_TYPE_STOP_BANNER, NULL);
}

/**
 * sluice_stop_banner_set_session:
 * @session: (nullable): the session it speaks of
 */
void
sluice_stop_banner_set_session (SluiceStopBanner *self,
                                SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_STOP_BANNER (self));

  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;

  g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::past", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::message",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_stop_banner_get_text:
 *
 * Returns: (transfer none) (nullable): the reason it shows, %NULL while it shows nothing
 */
const char *
sluice_stop_banner_get_text (SluiceStopBanner *self)
{
  g_return_val_if_fail (SLUICE_IS_STOP_BANNER (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->reason) : NULL;
}
