/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bar over the canvas while a moment of a record is shown. Its scale asks the session for moments
 * as it is dragged; what comes back late does not pull it back.
 */
#include "debugger/history/travel-bar.h"

#include "rows/wrap-box.h"

#include <glib/gi18n.h>

struct _SluiceTravelBar
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  /* Template. */
  GtkRevealer   *revealer;
  GtkLabel      *title;
  GtkLabel      *details;
  GtkWidget     *resume;
  GtkWidget     *moments;
  GtkScale      *scale;
  GtkAdjustment *adjustment;
  GtkLabel      *time;

  guint64  asked;     /* a moment that was asked for, and has not come; 0: none */
  gboolean is_told;   /* the scale is told a moment: it asks for none */
  gboolean is_edited;
};

G_DEFINE_FINAL_TYPE (SluiceTravelBar, sluice_travel_bar, GTK_TYPE_WIDGET)

static char *
dup_date (gint64 started)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (started / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%x %X") : g_strdup ("");
}

/* "Visit 5 of 21: Fetch", or the end. */
static char *
dup_moment_words (SluiceTravelBar      *self,
                  const SluicePastInfo *info)
{
  guint64 moment = sluice_run_session_get_moment (self->session);
  const char *title = sluice_run_session_get_moment_title (self->session);
  const SluiceStopMark *stop = sluice_run_session_get_moment_stop (self->session);

  if (stop != NULL && moment <= info->n_visits)
    /* Translators: where a run was stopped: "Visit 5 of 21: Breakpoint on Fetch recipes". */
    return g_strdup_printf (_("Visit %lu of %lu: %s"), (gulong) moment, (gulong) info->n_visits, stop->text);
  if (stop != NULL)
    /* Translators: where a run was stopped: "The end, after 20 visits: Breakpoint on Fetch recipes". */
    return g_strdup_printf (_("The end, after %lu visits: %s"), (gulong) info->n_visits, stop->text);
  if (moment > info->n_visits)
    return g_strdup_printf (_("The end, after %lu visits"), (gulong) info->n_visits);
  /* Translators: a moment of a run: "Visit 5 of 21: Fetch recipes". */
  return g_strdup_printf (_("Visit %lu of %lu: %s"), (gulong) moment, (gulong) info->n_visits,
                          title != NULL ? title : "");
}

/* What is to be known about the record, the most surprising first. */
static char *
dup_details (SluiceTravelBar      *self,
             const SluicePastInfo *info)
{
  g_autofree char *date = dup_date (info->started);

  if (info->damage != NULL)
    return g_strdup (info->damage);
  if (info->other != NULL && info->parting == 0)
    return g_strdup (_("The two runs do the same"));
  if (info->other != NULL)
    /* Translators: where two runs that are compared part, and how. */
    return g_strdup_printf (_("The two runs part at visit %lu: %s"), (gulong) info->parting,
                            info->parting_words);
  if (sluice_run_session_is_past_own (self->session) && sluice_run_session_is_active (self->session))
    return g_strdup (_("Earlier in the run, which has not ended"));
  if (self->is_edited)
    return g_strdup_printf (_("Run of %s, when the flow was another"), date);
  if (!info->has_ended)
    return g_strdup_printf (_("Run of %s, which was interrupted"), date);
  return g_strdup_printf (_("Run of %s"), date);
}

static void
update_scale (SluiceTravelBar      *self,
              const SluicePastInfo *info,
              const char           *words)
{
  guint64 moment = sluice_run_session_get_moment (self->session);

  if (self->asked != 0 && self->asked != moment)
    return;
  self->asked = 0;
  self->is_told = TRUE;
  gtk_scale_clear_marks (self->scale);
  if (info->parting > 0)
    gtk_scale_add_mark (self->scale, (double) info->parting, GTK_POS_BOTTOM, NULL);
  gtk_adjustment_set_upper (self->adjustment, (double) info->n_visits + 1);
  gtk_adjustment_set_page_increment (self->adjustment, MAX (10, (double) info->n_visits / 20));
  gtk_adjustment_set_value (self->adjustment, (double) moment);
  self->is_told = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

static void
update (SluiceTravelBar *self)
{
  SluicePastState state = sluice_run_session_get_past_state (self->session);
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);
  g_autofree char *words = NULL;
  g_autofree char *details = NULL;
  g_autofree char *time = NULL;

  gtk_revealer_set_reveal_child (self->revealer, state != SLUICE_PAST_NONE);
  gtk_widget_set_visible (self->moments, state == SLUICE_PAST_SHOWN);
  if (state != SLUICE_PAST_SHOWN)
    {
      self->asked = 0;
      gtk_label_set_label (self->title, _("Reading the record…"));
      gtk_label_set_label (self->details, "");
      gtk_widget_set_visible (self->resume, FALSE);
      return;
    }
  words = dup_moment_words (self, info);
  details = dup_details (self, info);
  /* Translators: a time since the start of a run, in seconds. */
  time = g_strdup_printf (_("%.3f s"), sluice_run_session_get_moment_time (self->session) / 1e6);
  gtk_label_set_label (self->title, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), words);
  gtk_label_set_label (self->details, details);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->details), details);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->resume, !info->has_ended && !sluice_run_session_is_past_own (self->session));
  update_scale (self, info, words);
}

static void
moved_cb (SluiceTravelBar *self)
{
  guint64 moment;

  if (self->is_told || self->session == NULL)
    return;
  moment = (guint64) (gtk_adjustment_get_value (self->adjustment) + 0.5);
  if (moment == self->asked || (self->asked == 0 && moment == sluice_run_session_get_moment (self->session)))
    return;
  self->asked = moment;
  sluice_run_session_go_to_moment (self->session, moment);
}

static void
sluice_travel_bar_dispose (GObject *object)
{
  SluiceTravelBar *self = SLUICE_TRAVEL_BAR (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  sluice_travel_bar_set_session (self, NULL);
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_travel_bar_parent_class)->dispose (object);
}

static void
sluice_travel_bar_class_init (SluiceTravelBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_travel_bar_dispose;

  g_type_ensure (SLUICE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/history/travel-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, details);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, resume);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, moments);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, scale);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, adjustment);
  gtk_widget_class_bind_template_child (widget_class, SluiceTravelBar, time);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.close-past", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_travel_bar_init (SluiceTravelBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_travel_bar_new:
 *
 * Returns: (transfer floating): a bar that is hidden
 */
GtkWidget *
sluice_travel_bar_new (void)
{
  return g_object_new (SLUICE_TYPE_TRAVEL_BAR, NULL);
}

/**
 * sluice_travel_bar_dup_words:
 *
 * Returns: (transfer full) (nullable): which moment is shown, as one reads it out; %NULL where none is
 */
char *
sluice_travel_bar_dup_words (SluiceTravelBar *self)
{
  g_return_val_if_fail (SLUICE_IS_TRAVEL_BAR (self), NULL);

  if (self->session == NULL || sluice_run_session_get_past_state (self->session) != SLUICE_PAST_SHOWN)
    return NULL;
  return dup_moment_words (self, sluice_run_session_get_past (self->session));
}

/**
 * sluice_travel_bar_set_session:
 * @session: (nullable): whose moments it is about
 */
void
sluice_travel_bar_set_session (SluiceTravelBar  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_TRAVEL_BAR (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (session, "notify::past", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::moment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_travel_bar_set_edited:
 * @is_edited: whether the document is no longer what the run was of
 */
void
sluice_travel_bar_set_edited (SluiceTravelBar *self,
                              gboolean         is_edited)
{
  g_return_if_fail (SLUICE_IS_TRAVEL_BAR (self));

  if (self->is_edited == is_edited)
    return;
  self->is_edited = is_edited;
  update (self);
}
