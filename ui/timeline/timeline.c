/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The timeline with what is around its rows: scroll bars, buttons, a word where there is nothing yet, and one where
 * there is more than can be shown. */
#include "timeline/timeline.h"

#include "timeline/timeline-area.h"

#include <glib/gi18n.h>

#define ZOOM_STEP 1.5

struct _SluiceTimeline
{
  GtkWidget           parent_instance;

  /* Template. */
  GtkStack           *stack;
  SluiceTimelineArea *area;
  GtkScrollbar       *across;
  GtkScrollbar       *down;
  GtkToggleButton    *fold;
  GtkWidget          *left_out;
  GtkLabel           *left_out_label;
  GtkWidget          *runs_button;
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceTimeline, sluice_timeline, GTK_TYPE_WIDGET)

static void
update_stack (SluiceTimeline *self)
{
  gtk_stack_set_visible_child_name (self->stack, sluice_timeline_area_is_empty (self->area) ? "empty" : "rows");
}

static char *
dup_left_out (guint   n_lanes,
              guint64 n_stretches)
{
  g_autofree char *lanes = g_strdup_printf (ngettext ("%u more lane is not shown", "%u more lanes are not shown",
                                                      n_lanes), n_lanes);
  g_autofree char *stretches = g_strdup_printf (ngettext ("The earliest %lu stretch is not shown",
                                                          "The earliest %lu stretches are not shown",
                                                          (gulong) n_stretches),
                                                (gulong) n_stretches);

  if (n_lanes > 0 && n_stretches > 0)
    return g_strconcat (lanes, " · ", stretches, NULL);
  return n_lanes > 0 ? g_steal_pointer (&lanes) : g_steal_pointer (&stretches);
}

/* What is recorded has all of it, and can be exported. */
static void
update_left_out (SluiceTimeline   *self,
                 SluiceRunSession *session)
{
  g_autofree char *text = NULL;
  gboolean is_recorded;
  guint64 n_stretches;
  guint n_lanes;

  sluice_timeline_area_get_left_out (self->area, &n_lanes, &n_stretches);
  gtk_widget_set_visible (self->left_out, n_lanes > 0 || n_stretches > 0);
  if (n_lanes == 0 && n_stretches == 0)
    return;
  text = dup_left_out (n_lanes, n_stretches);
  gtk_label_set_label (self->left_out_label, text);
  is_recorded = sluice_run_session_get_record (session) != NULL || sluice_run_session_get_past (session) != NULL;
  gtk_widget_set_visible (self->runs_button, is_recorded);
}

static void
updated_cb (SluiceTimeline        *self,
            const SluiceRunUpdate *update,
            SluiceRunSession      *session)
{
  update_stack (self);
  update_left_out (self, session);
}

static void
activated_cb (SluiceTimeline *self,
              const char     *address)
{
  g_signal_emit (self, signals[ACTIVATED], 0, address);
}

static void
zoom_in_cb (SluiceTimeline *self)
{
  sluice_timeline_area_zoom (self->area, ZOOM_STEP);
}

static void
zoom_out_cb (SluiceTimeline *self)
{
  sluice_timeline_area_zoom (self->area, 1 / ZOOM_STEP);
}

static void
fit_cb (SluiceTimeline *self)
{
  sluice_timeline_area_fit (self->area);
}

static void
fold_cb (SluiceTimeline *self)
{
  sluice_timeline_area_set_folds (self->area, gtk_toggle_button_get_active (self->fold));
}

/* A bar that could scroll nothing is not seen; its room stays, for this is told while room is given. */
static void
show_bar (GtkScrollbar  *bar,
          GtkAdjustment *adjustment)
{
  gboolean is_of_use = gtk_adjustment_get_page_size (adjustment) < gtk_adjustment_get_upper (adjustment);

  gtk_widget_set_opacity (GTK_WIDGET (bar), is_of_use ? 1 : 0);
  gtk_widget_set_can_target (GTK_WIDGET (bar), is_of_use);
}

static void
adjusted_cb (SluiceTimeline *self)
{
  show_bar (self->across, sluice_timeline_area_get_across (self->area));
  show_bar (self->down, sluice_timeline_area_get_down (self->area));
}

static void
sluice_timeline_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SLUICE_TYPE_TIMELINE);

  G_OBJECT_CLASS (sluice_timeline_parent_class)->dispose (object);
}

static void
sluice_timeline_class_init (SluiceTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_timeline_dispose;

  /**
   * SluiceTimeline::activated:
   * @address: a node
   *
   * The person wants to see that node.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SLUICE_TYPE_TIMELINE_AREA);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/timeline/timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, area);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, across);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, down);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, fold);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, left_out);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, left_out_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceTimeline, runs_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, fit_cb);
  gtk_widget_class_bind_template_callback (widget_class, fold_cb);
}

static void
sluice_timeline_init (SluiceTimeline *self)
{
  GtkAdjustment *across, *down;

  gtk_widget_init_template (GTK_WIDGET (self));
  across = sluice_timeline_area_get_across (self->area);
  down = sluice_timeline_area_get_down (self->area);
  gtk_scrollbar_set_adjustment (self->across, across);
  gtk_scrollbar_set_adjustment (self->down, down);
  g_signal_connect_object (across, "changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (down, "changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  update_stack (self);
}

/**
 * sluice_timeline_new:
 *
 * Returns: (transfer floating): a timeline of nothing
 */
GtkWidget *
sluice_timeline_new (void)
{
  return g_object_new (SLUICE_TYPE_TIMELINE, NULL);
}

/**
 * sluice_timeline_set_session:
 * @session: whose run it shows
 */
void
sluice_timeline_set_session (SluiceTimeline   *self,
                             SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_TIMELINE (self));

  sluice_timeline_area_set_session (self->area, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update_stack (self);
}

/**
 * sluice_timeline_set_document:
 * @document: (nullable): whose titles it shows
 */
void
sluice_timeline_set_document (SluiceTimeline *self,
                              SluiceDocument *document)
{
  g_return_if_fail (SLUICE_IS_TIMELINE (self));

  sluice_timeline_area_set_document (self->area, document);
}

/**
 * sluice_timeline_focus:
 *
 * Gives the keyboard to the rows, or where there are none to what comes first.
 */
void
sluice_timeline_focus (SluiceTimeline *self)
{
  g_return_if_fail (SLUICE_IS_TIMELINE (self));

  if (!gtk_widget_grab_focus (GTK_WIDGET (self->area)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
