/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The widget: where in time it looks, what is selected, pointer and keys. The adjustments are in µs of
 * the line across and in px down, so that scroll bars beside it need no more than these.
 */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_SCALE    0.5  /* px a µs */
#define ZOOM_STEP    1.25
#define CLOCK        200  /* ms between two looks at a run in which nothing happens */
#define END_SPACE    12   /* px after the end */

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceTimelineArea, sluice_timeline_area, GTK_TYPE_WIDGET)

/* Time and place */

static double
get_room (SluiceTimelineArea *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - SLUICE_TIMELINE_NAMES - END_SPACE, 1);
}

static gint64
get_length (SluiceTimelineArea *self)
{
  return MAX (sluice_timescale_to_line (&self->rows.scale, self->rows.scale.end), 1);
}

double
sluice_timeline_area_to_x (SluiceTimelineArea *self,
                           gint64              time)
{
  double line = (double) sluice_timescale_to_line (&self->rows.scale, time);

  return SLUICE_TIMELINE_NAMES + (line - gtk_adjustment_get_value (self->across)) * self->scale;
}

gint64
sluice_timeline_area_to_time (SluiceTimelineArea *self,
                              double              x)
{
  double line = (x - SLUICE_TIMELINE_NAMES) / self->scale + gtk_adjustment_get_value (self->across);

  return sluice_timescale_to_time (&self->rows.scale, (gint64) MAX (line, 0));
}

/* The adjustments follow what there is; @keep: this moment of the line stays at its left. */
static void
update_view (SluiceTimelineArea *self,
             double              left)
{
  double length = (double) get_length (self);
  double page, height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - SLUICE_TIMELINE_AXIS, 1);

  if (self->is_fit)
    self->scale = get_room (self) / length;
  self->scale = CLAMP (self->scale, get_room (self) / length, MAX_SCALE);
  page = MIN (get_room (self) / self->scale, length);
  gtk_adjustment_configure (self->across, CLAMP (left, 0, length - page), 0, length, page / 10, page * 0.9, page);
  gtk_adjustment_configure (self->down, gtk_adjustment_get_value (self->down), 0,
                            MAX (self->rows.rows->len * SLUICE_TIMELINE_ROW, height), SLUICE_TIMELINE_ROW,
                            height * 0.9, height);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Words */

char *
sluice_timeline_area_dup_title (SluiceTimelineArea *self,
                                const char         *address)
{
  if (address == NULL)
    return g_strdup ("");
  if (self->document != NULL && sluice_document_has_node (self->document, address))
    return sluice_document_dup_node_title (self->document, address);
  return g_strdup (address);
}

/* "Suggest a recipe: exec, attempt 2, failed, 340 ms from 1.2 s". */
static char *
dup_words (SluiceTimelineArea *self,
           const SluiceSpan   *span)
{
  g_autofree char *title = sluice_timeline_area_dup_title (self, span->address);
  g_autofree char *length = sluice_timeline_format_time (span->end - span->start, 100);
  g_autofree char *start = sluice_timeline_format_time (span->start, 1000);
  g_autoptr (GString) words = g_string_new (title);

  g_string_append_printf (words, ": %s", sluice_timeline_state_name (span->state));
  if (span->attempt > 0)
    g_string_append_printf (words, _(", attempt %d"), span->attempt + 1);
  if (span->failed)
    g_string_append (words, _(", failed"));
  if (span->has_result)
    g_string_append (words, _(", with a held result"));
  /* Translators: how long something took, and when it began, counted from the start of the run. */
  g_string_append_printf (words, _(", %s from %s"), length, start);
  return g_strdup (words->str);
}

/* Says what is selected, and how long what is measured took. */
void
sluice_timeline_area_tell (SluiceTimelineArea *self)
{
  const SluiceSpan *span = sluice_timeline_area_get_selected (self);
  const SluiceStopMark *stop = self->session != NULL ? sluice_run_session_get_moment_stop (self->session) : NULL;
  g_autofree char *stopped = stop != NULL ? sluice_timeline_dup_stop_words (stop) : NULL;
  g_autofree char *words = span != NULL ? dup_words (self, span) : NULL;
  g_autofree char *lane = span != NULL ? g_strdup_printf (_("Lane %u, %s"), span->lane, words)
                                       : g_strdup (stopped != NULL ? stopped : _("Nothing is selected"));
  g_autofree char *measured = sluice_timeline_area_dup_measured (self);
  /* Translators: what is selected, and how long a span of time is. */
  g_autofree char *all = measured != NULL ? g_strdup_printf (_("%s. Measured: %s"), lane, measured)
                                          : g_steal_pointer (&lane);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
}

/* Selection */

static guint
find_row (SluiceTimelineArea *self,
          guint32             lane)
{
  guint i;

  for (i = 0; i < self->rows.rows->len; i++)
    if (((SluiceTimelineRow *) self->rows.rows->pdata[i])->lane == lane)
      break;
  return i;
}

/* Returns: (nullable): the selected stretch, as it is now */
const SluiceSpan *
sluice_timeline_area_get_selected (SluiceTimelineArea *self)
{
  SluiceTimelineRow *row = g_hash_table_lookup (self->rows.by_lane, GUINT_TO_POINTER (self->lane));
  guint i = row != NULL ? sluice_timeline_row_find (row, self->moment) : 0;

  if (row == NULL || i >= row->spans->len)
    return NULL;
  return &g_array_index (row->spans, SluiceSpan, i);
}

static void
reveal (SluiceTimelineArea *self,
        const SluiceSpan   *span)
{
  double start = (double) sluice_timescale_to_line (&self->rows.scale, span->start);
  double end = (double) sluice_timescale_to_line (&self->rows.scale, span->end);
  double top = find_row (self, span->lane) * SLUICE_TIMELINE_ROW;

  gtk_adjustment_clamp_page (self->across, start,
                             MIN (end, start + gtk_adjustment_get_page_size (self->across)));
  gtk_adjustment_clamp_page (self->down, top, top + SLUICE_TIMELINE_ROW);
}

static void
select_span (SluiceTimelineArea *self,
             const SluiceSpan   *span)
{
  self->lane = span != NULL ? span->lane : 0;
  self->moment = span != NULL ? span->start : 0;
  if (span != NULL)
    reveal (self, span);
  sluice_timeline_area_tell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const SluiceSpan *
pick (SluiceTimelineArea *self,
      double              x,
      double              y)
{
  double down = y - SLUICE_TIMELINE_AXIS + gtk_adjustment_get_value (self->down);
  guint place = (guint) MAX (down, 0) / SLUICE_TIMELINE_ROW;
  const SluiceSpan *span;
  SluiceTimelineRow *row;
  guint i;

  if (x < SLUICE_TIMELINE_NAMES || y < SLUICE_TIMELINE_AXIS || place >= self->rows.rows->len)
    return NULL;
  row = self->rows.rows->pdata[place];
  i = sluice_timeline_row_find (row, sluice_timeline_area_to_time (self, x - 2));
  if (i >= row->spans->len)
    return NULL;
  span = &g_array_index (row->spans, SluiceSpan, i);
  return span->start <= sluice_timeline_area_to_time (self, x + 2) ? span : NULL;
}

static void
activate (SluiceTimelineArea *self,
          const SluiceSpan   *span)
{
  if (span != NULL && span->address != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, span->address);
}

/* The stretch before or after the selected one in its row, or the one at the same time in another row. */
void
sluice_timeline_area_walk (SluiceTimelineArea *self,
                           int                 along,
                           int                 rows)
{
  guint place = find_row (self, self->lane);
  const SluiceTimelineRow *row;
  guint i;

  if (self->rows.rows->len == 0)
    return;
  if (place == self->rows.rows->len)
    place = 0;
  else
    place = (guint) CLAMP ((int) place + rows, 0, (int) self->rows.rows->len - 1);
  row = self->rows.rows->pdata[place];
  if (row->spans->len == 0)
    return;
  i = sluice_timeline_row_find (row, self->moment);
  if (self->lane != 0)
    i = (guint) CLAMP ((int) i + along, 0, (int) row->spans->len - 1);
  select_span (self, &g_array_index (row->spans, SluiceSpan, MIN (i, row->spans->len - 1)));
}

/* Pointer and keys */

static void
zoom_at (SluiceTimelineArea *self,
         double              factor,
         double              x)
{
  double room = get_room (self);
  double place = CLAMP (x - SLUICE_TIMELINE_NAMES, 0, room);
  double line = gtk_adjustment_get_value (self->across) + place / self->scale;

  self->is_fit = FALSE;
  self->scale = CLAMP (self->scale * factor, room / (double) get_length (self), MAX_SCALE);
  if (self->scale <= room / (double) get_length (self))
    self->is_fit = TRUE;
  update_view (self, line - place / self->scale);
}

/* A turn of the wheel does not say where the pointer is. */
static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SluiceTimelineArea       *self)
{
  self->pointer = x;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           SluiceTimelineArea       *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) != 0)
    {
      zoom_at (self, pow (ZOOM_STEP, -dy), self->pointer);
      return TRUE;
    }
  if ((state & GDK_SHIFT_MASK) != 0)
    dx = dx != 0 ? dx : dy, dy = 0;
  gtk_adjustment_set_value (self->across, gtk_adjustment_get_value (self->across)
                                            + dx * gtk_adjustment_get_step_increment (self->across));
  gtk_adjustment_set_value (self->down, gtk_adjustment_get_value (self->down) + dy * SLUICE_TIMELINE_ROW);
  return TRUE;
}

/* Above the rows the playhead is moved. */
static gboolean
is_on_axis (SluiceTimelineArea *self,
            double              x,
            double              y)
{
  return self->session != NULL && x >= SLUICE_TIMELINE_NAMES && y < SLUICE_TIMELINE_AXIS
         && (sluice_run_session_get_record (self->session) != NULL
             || sluice_run_session_get_past (self->session) != NULL);
}

static void
scrub (SluiceTimelineArea *self,
       double              x)
{
  sluice_run_session_go_to_time (self->session, sluice_timeline_area_to_time (self, MAX (x, SLUICE_TIMELINE_NAMES)));
}

/* What is live may have been stopped again before its record is read: it is counted from the end. */
static void
go_to_stop (SluiceTimelineArea *self,
            guint               number)
{
  guint n_stops = sluice_run_session_get_stops (self->session)->len;
  gboolean is_live = sluice_run_session_get_moment (self->session) == 0;

  sluice_run_session_go_to_stop (self->session, is_live ? (int) number - (int) n_stops - 1 : (int) number);
}

static void
pressed_cb (GtkGestureClick    *gesture,
            int                 n_press,
            double              x,
            double              y,
            SluiceTimelineArea *self)
{
  const SluiceSpan *span = pick (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (is_on_axis (self, x, y))
    return;
  self->from = -1;
  select_span (self, span);
  if (n_press == 2)
    activate (self, span);
}

/* On the axis a drag moves the playhead; with Shift it measures, else it pans. */
static void
drag_cb (GtkGestureDrag     *gesture,
         double              dx,
         double              dy,
         SluiceTimelineArea *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->is_scrubbing)
    {
      if (fabs (dx) >= 4 || sluice_timeline_area_pick_stop (self, x, y) == 0)
        scrub (self, x + dx);
      return;
    }
  if (fabs (dx) < 4 && fabs (dy) < 4 && self->from < 0)
    return;
  if ((state & GDK_SHIFT_MASK) != 0 || self->from >= 0)
    {
      if (self->from < 0)
        sluice_timeline_area_measure_from (self, x, y);
      sluice_timeline_area_measure_to (self, x + dx, y + dy);
      return;
    }
  gtk_adjustment_set_value (self->across, self->held_left - dx / self->scale);
  gtk_adjustment_set_value (self->down, self->held_top - dy);
}

static void
drag_begin_cb (GtkGestureDrag     *gesture,
               double              x,
               double              y,
               SluiceTimelineArea *self)
{
  guint stop = is_on_axis (self, x, y) ? sluice_timeline_area_pick_stop (self, x, y) : 0;

  self->held_left = gtk_adjustment_get_value (self->across);
  self->held_top = gtk_adjustment_get_value (self->down);
  self->is_scrubbing = is_on_axis (self, x, y);
  if (stop != 0)
    go_to_stop (self, stop);
  else if (self->is_scrubbing)
    scrub (self, x);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        SluiceTimelineArea    *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  if ((state & GDK_SHIFT_MASK) != 0 && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    {
      sluice_timeline_area_measure_step (self, key == GDK_KEY_Left ? -1 : 1);
      return TRUE;
    }
  switch (key)
    {
    case GDK_KEY_Escape:
      return sluice_timeline_area_clear_measure (self);
    case GDK_KEY_Left:
      sluice_timeline_area_walk (self, -1, 0);
      break;
    case GDK_KEY_Right:
      sluice_timeline_area_walk (self, 1, 0);
      break;
    case GDK_KEY_Up:
      sluice_timeline_area_walk (self, 0, -1);
      break;
    case GDK_KEY_Down:
      sluice_timeline_area_walk (self, 0, 1);
      break;
    case GDK_KEY_Home:
      sluice_timeline_area_walk (self, -G_MAXINT / 2, 0);
      break;
    case GDK_KEY_End:
      sluice_timeline_area_walk (self, G_MAXINT / 2, 0);
      break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      sluice_timeline_area_zoom (self, ZOOM_STEP);
      break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      sluice_timeline_area_zoom (self, 1 / ZOOM_STEP);
      break;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      sluice_timeline_area_fit (self);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      activate (self, sluice_timeline_area_get_selected (self));
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

static gboolean
sluice_timeline_area_query_tooltip (GtkWidget  *widget,
                                    int         x,
                                    int         y,
                                    gboolean    by_keyboard,
                                    GtkTooltip *tooltip)
{
  SluiceTimelineArea *self = SLUICE_TIMELINE_AREA (widget);
  const SluiceSpan *span = by_keyboard ? sluice_timeline_area_get_selected (self) : pick (self, x, y);
  guint stop = by_keyboard ? 0 : sluice_timeline_area_pick_stop (self, x, y);
  g_autofree char *words = NULL;

  if (stop != 0)
    words = sluice_timeline_dup_stop_words (g_ptr_array_index (sluice_run_session_get_stops (self->session), stop - 1));
  else if (span != NULL)
    words = dup_words (self, span);
  gtk_tooltip_set_text (tooltip, words);
  return words != NULL;
}

/* The run */

static void
take_new (SluiceTimelineArea *self)
{
  sluice_timeline_rows_update (&self->rows, self->session);
  self->updated = g_get_monotonic_time ();
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_view (self, gtk_adjustment_get_value (self->across));
}

static void
updated_cb (SluiceRunSession      *session,
            const SluiceRunUpdate *update,
            SluiceTimelineArea    *self)
{
  if (update->restarted)
    {
      sluice_timeline_rows_reset (&self->rows);
      self->is_fit = TRUE;
      self->from = -1;
      select_span (self, NULL);
    }
  if (update->spans || update->restarted)
    take_new (self);
}

static void
moment_cb (SluiceTimelineArea *self)
{
  sluice_timeline_area_tell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What goes on grows while nothing else is told. */
static gboolean
clock_cb (gpointer data)
{
  SluiceTimelineArea *self = data;
  gint64 end;

  if (self->session == NULL || !sluice_run_session_is_active (self->session)
      || sluice_run_session_get_moment (self->session) != 0
      || sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED || self->rows.rows->len == 0)
    return G_SOURCE_CONTINUE;
  end = sluice_run_session_get_time (self->session) + g_get_monotonic_time () - self->updated;
  for (guint i = 0; i < self->rows.rows->len; i++)
    {
      SluiceTimelineRow *row = self->rows.rows->pdata[i];

      if (row->is_open)
        g_array_index (row->spans, SluiceSpan, row->spans->len - 1).end = end;
    }
  sluice_timescale_set_end (&self->rows.scale, end);
  update_view (self, gtk_adjustment_get_value (self->across));
  return G_SOURCE_CONTINUE;
}

/* Life */

static void
sluice_timeline_area_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  sluice_timeline_area_draw (SLUICE_TIMELINE_AREA (widget), snapshot);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, gtk_widget_get_width (widget),
                               gtk_widget_get_height (widget));
}

static void
sluice_timeline_area_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  SluiceTimelineArea *self = SLUICE_TIMELINE_AREA (widget);

  update_view (self, gtk_adjustment_get_value (self->across));
}

static void
sluice_timeline_area_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? SLUICE_TIMELINE_NAMES + 60
                                                       : SLUICE_TIMELINE_AXIS + SLUICE_TIMELINE_ROW;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : SLUICE_TIMELINE_AXIS + 4 * SLUICE_TIMELINE_ROW;
}

/* No clock runs for what nobody sees. */
static void
sluice_timeline_area_map (GtkWidget *widget)
{
  SluiceTimelineArea *self = SLUICE_TIMELINE_AREA (widget);

  GTK_WIDGET_CLASS (sluice_timeline_area_parent_class)->map (widget);
  update_view (self, gtk_adjustment_get_value (self->across));
  self->clock = g_timeout_add (CLOCK, clock_cb, self);
}

static void
sluice_timeline_area_unmap (GtkWidget *widget)
{
  SluiceTimelineArea *self = SLUICE_TIMELINE_AREA (widget);

  g_clear_handle_id (&self->clock, g_source_remove);
  GTK_WIDGET_CLASS (sluice_timeline_area_parent_class)->unmap (widget);
}

static void
sluice_timeline_area_dispose (GObject *object)
{
  SluiceTimelineArea *self = SLUICE_TIMELINE_AREA (object);

  sluice_timeline_area_set_session (self, NULL);
  g_clear_object (&self->document);
  g_clear_object (&self->layout);
  g_clear_object (&self->across);
  g_clear_object (&self->down);

  G_OBJECT_CLASS (sluice_timeline_area_parent_class)->dispose (object);
}

static void
sluice_timeline_area_finalize (GObject *object)
{
  sluice_timeline_rows_clear (&SLUICE_TIMELINE_AREA (object)->rows);

  G_OBJECT_CLASS (sluice_timeline_area_parent_class)->finalize (object);
}

static void
sluice_timeline_area_class_init (SluiceTimelineAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_timeline_area_dispose;
  object_class->finalize = sluice_timeline_area_finalize;
  widget_class->snapshot = sluice_timeline_area_snapshot;
  widget_class->size_allocate = sluice_timeline_area_size_allocate;
  widget_class->measure = sluice_timeline_area_measure;
  widget_class->map = sluice_timeline_area_map;
  widget_class->unmap = sluice_timeline_area_unmap;
  widget_class->query_tooltip = sluice_timeline_area_query_tooltip;

  /**
   * SluiceTimelineArea::activated:
   * @address: a node
   *
   * The person wants to see the node of a stretch.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controller (SluiceTimelineArea *self,
                GtkEventController *controller,
                const char         *signal,
                GCallback           func)
{
  g_signal_connect (controller, signal, func, self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
sluice_timeline_area_init (SluiceTimelineArea *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  PangoAttrList *small = pango_attr_list_new ();

  sluice_timeline_rows_init (&self->rows);
  self->is_fit = TRUE;
  self->scale = 1;
  self->from = -1;
  self->across = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 1, 1, 1));
  self->down = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 1, 1, 1));
  g_signal_connect_object (self->across, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->down, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_attr_list_insert (small, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (self->layout, small);
  pango_attr_list_unref (small);

  add_controller (self, gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES), "scroll",
                  G_CALLBACK (scroll_cb));
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  add_controller (self, motion, "motion", G_CALLBACK (motion_cb));
  add_controller (self, GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()), "pressed", G_CALLBACK (pressed_cb));
  add_controller (self, gtk_event_controller_key_new (), "key-pressed", G_CALLBACK (key_cb));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  add_controller (self, GTK_EVENT_CONTROLLER (drag), "drag-update", G_CALLBACK (drag_cb));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
  sluice_timeline_area_tell (self);
}

/**
 * sluice_timeline_area_set_session:
 * @session: (nullable): whose run it shows
 */
void
sluice_timeline_area_set_session (SluiceTimelineArea *self,
                                  SluiceRunSession   *session)
{
  g_return_if_fail (SLUICE_IS_TIMELINE_AREA (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (!g_set_object (&self->session, session))
    return;
  sluice_timeline_rows_reset (&self->rows);
  if (session == NULL)
    return;
  g_signal_connect (session, "updated", G_CALLBACK (updated_cb), self);
  g_signal_connect_swapped (session, "notify::moment", G_CALLBACK (moment_cb), self);
  take_new (self);
}

/**
 * sluice_timeline_area_set_document:
 * @document: (nullable): whose titles it shows
 */
void
sluice_timeline_area_set_document (SluiceTimelineArea *self,
                                   SluiceDocument     *document)
{
  g_return_if_fail (SLUICE_IS_TIMELINE_AREA (self));

  if (g_set_object (&self->document, document))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sluice_timeline_area_set_folds:
 * @folds: whether long times in which all lanes wait are folded
 */
void
sluice_timeline_area_set_folds (SluiceTimelineArea *self,
                                gboolean            folds)
{
  gint64 left;

  g_return_if_fail (SLUICE_IS_TIMELINE_AREA (self));

  left = sluice_timeline_area_to_time (self, SLUICE_TIMELINE_NAMES);
  sluice_timescale_set_folds (&self->rows.scale, folds);
  update_view (self, (double) sluice_timescale_to_line (&self->rows.scale, left));
}

/**
 * sluice_timeline_area_fit:
 *
 * Shows all of the run, also as it goes on.
 */
void
sluice_timeline_area_fit (SluiceTimelineArea *self)
{
  g_return_if_fail (SLUICE_IS_TIMELINE_AREA (self));

  self->is_fit = TRUE;
  update_view (self, 0);
}

void
sluice_timeline_area_zoom (SluiceTimelineArea *self,
                           double              factor)
{
  const SluiceSpan *span;

  g_return_if_fail (SLUICE_IS_TIMELINE_AREA (self));

  span = sluice_timeline_area_get_selected (self);
  zoom_at (self, factor, span != NULL ? sluice_timeline_area_to_x (self, span->start)
                                      : SLUICE_TIMELINE_NAMES + get_room (self) / 2);
}

GtkAdjustment *
sluice_timeline_area_get_across (SluiceTimelineArea *self)
{
  return self->across;
}

GtkAdjustment *
sluice_timeline_area_get_down (SluiceTimelineArea *self)
{
  return self->down;
}

/**
 * sluice_timeline_area_get_left_out:
 * @n_lanes: (out): lanes that have no row
 * @n_stretches: (out): the earliest stretches, which are kept no longer
 *
 * Tells what of the run is not shown, for there is too much of it.
 */
void
sluice_timeline_area_get_left_out (SluiceTimelineArea *self,
                                   guint              *n_lanes,
                                   guint64            *n_stretches)
{
  *n_lanes = self->rows.n_hidden;
  *n_stretches = self->rows.n_lost;
}

gboolean
sluice_timeline_area_is_empty (SluiceTimelineArea *self)
{
  return self->rows.rows->len == 0;
}
