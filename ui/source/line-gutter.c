/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gutter of a script. */
#include "source/line-gutter.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-shape.h"
#include "debugger/breakpoints/break-words.h"

#define MARK_WIDTH   20
#define MARK_RADIUS  5.5
#define NUMBER_SPACE 8    /* after the numbers */
#define LIGHT        0.22 /* of the line that is lit */

static const char STOP_TAG[] = "sluice-stop-line";

struct _SluiceLineGutter
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceLineMarks *marks;
  char            *address;
  char            *phase;
  GtkSourceGutter *unused;        /* what the view would show in its place; NULL: nothing */

  GtkTextView     *view;          /* borrowed: it owns this */
  GtkAdjustment   *adjustment;    /* weak: that it scrolls by, or NULL */
  gboolean         shows_numbers;
  guint            shown_stop;
};

G_DEFINE_FINAL_TYPE (SluiceLineGutter, sluice_line_gutter, GTK_TYPE_WIDGET)

static SluiceScriptPlace
get_place (SluiceLineGutter *self)
{
  return (SluiceScriptPlace) { self->address, self->phase };
}

/* Drawing */

static GdkRGBA
look_up (GtkWidget  *widget,
         const char *name)
{
  GdkRGBA colour = { 0, 0, 0, 0 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour);
  return colour;
}

static void
paint_arrow (cairo_t       *cr,
             double         y,
             const GdkRGBA *colour,
             const GdkRGBA *rim)
{
  cairo_move_to (cr, 4, y - 2.5);
  cairo_line_to (cr, 10, y - 2.5);
  cairo_line_to (cr, 10, y - 6);
  cairo_line_to (cr, 17, y);
  cairo_line_to (cr, 10, y + 6);
  cairo_line_to (cr, 10, y + 2.5);
  cairo_line_to (cr, 4, y + 2.5);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, rim);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* The width of as many digits as the last line has. */
static int
measure_numbers (SluiceLineGutter *self)
{
  int n_lines = gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (self->view));
  g_autofree char *last = g_strdup_printf ("%d", n_lines);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), last);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + NUMBER_SPACE;
}

static void
draw_number (SluiceLineGutter *self,
             GtkSnapshot      *snapshot,
             guint             line,
             int               y)
{
  g_autofree char *text = g_strdup_printf ("%u", line);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), text);
  GdkRGBA colour;
  int width;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (gtk_widget_get_width (GTK_WIDGET (self)) - width -
                                                                   NUMBER_SPACE), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_marks (SluiceLineGutter *self,
            GtkSnapshot      *snapshot,
            guint             line,
            int               y,
            int               height)
{
  SluiceScriptPlace place = get_place (self);
  const SluiceBreakpoint *breakpoint = sluice_line_marks_find (self->marks, &place, line);
  gboolean is_stop = sluice_line_marks_get_stop (self->marks, &place) == line;
  GdkRGBA mark = look_up (GTK_WIDGET (self), "destructive_bg_color");
  GdkRGBA arrow = look_up (GTK_WIDGET (self), "accent_bg_color");
  GdkRGBA background = look_up (GTK_WIDGET (self), "view_bg_color");
  cairo_t *cr;

  if (breakpoint == NULL && !is_stop)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) y, MARK_WIDTH, (float) height));
  if (breakpoint != NULL)
    sluice_break_shape_paint (sluice_break_shape_get (breakpoint), cr,
                              breakpoint->enabled && !sluice_line_marks_is_muted (self->marks),
                              MARK_WIDTH / 2.0, y + height / 2.0, MARK_RADIUS, &mark, &background);
  if (is_stop)
    paint_arrow (cr, y + height / 2.0, &arrow, &background);
  cairo_destroy (cr);
}

static void
sluice_line_gutter_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SluiceLineGutter *self = SLUICE_LINE_GUTTER (widget);
  GdkRectangle seen, row;
  GtkTextIter iter;
  int y;

  gtk_text_view_get_visible_rect (self->view, &seen);
  gtk_text_view_get_line_at_y (self->view, &iter, seen.y, NULL);
  do
    {
      guint line = (guint) gtk_text_iter_get_line (&iter) + 1;

      gtk_text_view_get_iter_location (self->view, &iter, &row);
      if (row.y > seen.y + seen.height)
        break;
      gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_LEFT, 0, row.y, NULL, &y);
      draw_marks (self, snapshot, line, y, row.height);
      if (self->shows_numbers)
        draw_number (self, snapshot, line, y);
    }
  while (gtk_text_iter_forward_line (&iter));
}

/* The line that is lit */

static GtkTextTag *
ensure_tag (SluiceLineGutter *self,
            GtkTextBuffer    *buffer)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), STOP_TAG);
  GdkRGBA colour = look_up (GTK_WIDGET (self), "accent_bg_color");

  colour.alpha = LIGHT;
  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, STOP_TAG, NULL);
  g_object_set (tag, "paragraph-background-rgba", &colour, NULL);
  return tag;
}

static void
light_line (SluiceLineGutter *self,
            GtkTextBuffer    *buffer,
            guint             line)
{
  GtkTextTag *tag = ensure_tag (self, buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
  if (line == 0 || !gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line - 1))
    return;
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

/* What a new stop is at comes into view. */
static void
reveal_line (GtkTextView *view,
             guint        line)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  if (line == 0 || !gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) line - 1))
    return;
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (view, gtk_text_buffer_get_insert (buffer), 0.2, FALSE, 0, 0);
}

static void
update (SluiceLineGutter *self)
{
  GtkTextView *view = self->view;
  SluiceScriptPlace place = get_place (self);
  guint stop = sluice_line_marks_get_stop (self->marks, &place);
  g_autofree char *words = sluice_line_marks_dup_words (self->marks, &place);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  light_line (self, gtk_text_view_get_buffer (view), stop);
  if (stop != self->shown_stop && !gtk_widget_has_focus (GTK_WIDGET (view)))
    reveal_line (view, stop);
  self->shown_stop = stop;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

/* Pointer */

static guint
get_line_at (SluiceLineGutter *self,
             double            y)
{
  GtkTextIter iter;
  int at;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_LEFT, 0, (int) y, NULL, &at);
  gtk_text_view_get_line_at_y (self->view, &iter, at, NULL);
  return (guint) gtk_text_iter_get_line (&iter) + 1;
}

/* A click sets and clears; with Shift, or the other button, it is about the terms. */
static void
pressed_cb (SluiceLineGutter *self,
            int               n_press,
            double            x,
            double            y,
            GtkGesture       *gesture)
{
  SluiceScriptPlace place = get_place (self);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (self->marks == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (button == GDK_BUTTON_SECONDARY || (state & GDK_SHIFT_MASK) != 0)
    sluice_line_marks_edit (self->marks, &place, get_line_at (self, y));
  else if (button == GDK_BUTTON_PRIMARY)
    sluice_line_marks_toggle (self->marks, &place, get_line_at (self, y));
}

static gboolean
query_tooltip_cb (SluiceLineGutter *self,
                  int               x,
                  int               y,
                  gboolean          is_by_key,
                  GtkTooltip       *tooltip)
{
  SluiceScriptPlace place = get_place (self);
  g_autofree char *text = sluice_line_marks_dup_break_words (self->marks, &place, get_line_at (self, y));

  gtk_tooltip_set_text (tooltip, text != NULL ? text : _("Click to set a breakpoint at this line (F9)"));
  return TRUE;
}

/* Keys */

typedef void (*LineFunc) (SluiceLineMarks         *marks,
                          const SluiceScriptPlace *place,
                          guint                    line);

static gboolean
do_at_cursor (SluiceLineGutter *self,
              LineFunc          func)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  SluiceScriptPlace place = get_place (self);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  func (self->marks, &place, (guint) gtk_text_iter_get_line (&iter) + 1);
  return GDK_EVENT_STOP;
}

static gboolean
toggle_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   self)
{
  return do_at_cursor (self, sluice_line_marks_toggle);
}

static gboolean
enable_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   self)
{
  return do_at_cursor (self, sluice_line_marks_enable);
}

static gboolean
edit_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   self)
{
  return do_at_cursor (self, sluice_line_marks_edit);
}

static gboolean
run_to_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   self)
{
  return do_at_cursor (self, sluice_line_marks_run_to);
}

static void
add_keys (SluiceLineGutter *self,
          GtkWidget        *view)
{
  static const struct
  {
    guint            key;
    GdkModifierType  modifiers;
    GtkShortcutFunc  func;
  } keys[] = {
    { GDK_KEY_F9, 0, toggle_key_cb },
    { GDK_KEY_F9, GDK_SHIFT_MASK, edit_key_cb },
    { GDK_KEY_F9, GDK_CONTROL_MASK, enable_key_cb },
    { GDK_KEY_F10, GDK_CONTROL_MASK, run_to_key_cb },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                                            gtk_callback_action_new (keys[i].func, self, NULL)));
  gtk_widget_add_controller (view, controller);
}

/* The class */

static void
sluice_line_gutter_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  SluiceLineGutter *self = SLUICE_LINE_GUTTER (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? 0
                        : MARK_WIDTH + (self->shows_numbers ? measure_numbers (self) : 0);
}

/* Scrolling: what it is drawn beside moves under it. */

static void
follow_adjustment (SluiceLineGutter *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (self->adjustment == adjustment)
    return;
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_set_weak_pointer (&self->adjustment, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/* Also when the view goes: a gutter that is pressed outlives it. */
static void
drop_marks (SluiceLineGutter *self)
{
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->phase, g_free);
}

static void
sluice_line_gutter_dispose (GObject *object)
{
  SluiceLineGutter *self = SLUICE_LINE_GUTTER (object);

  g_clear_weak_pointer (&self->adjustment);
  g_clear_object (&self->unused);
  drop_marks (self);

  G_OBJECT_CLASS (sluice_line_gutter_parent_class)->dispose (object);
}

static void
sluice_line_gutter_class_init (SluiceLineGutterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_line_gutter_dispose;
  widget_class->measure = sluice_line_gutter_measure;
  widget_class->snapshot = sluice_line_gutter_snapshot;
  gtk_widget_class_set_css_name (widget_class, "linegutter");
}

static void
sluice_line_gutter_init (SluiceLineGutter *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_name (GTK_WIDGET (self), "line-gutter");
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "default");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * sluice_line_gutter_set_place:
 * @self: a gutter
 * @marks: what it shows
 * @place: of which script; copied
 */
void
sluice_line_gutter_set_place (SluiceLineGutter        *self,
                              SluiceLineMarks         *marks,
                              const SluiceScriptPlace *place)
{
  g_autofree char *address = g_strdup (place->address);
  g_autofree char *phase = g_strdup (place->phase);

  g_return_if_fail (SLUICE_IS_LINE_GUTTER (self));
  g_return_if_fail (SLUICE_IS_LINE_MARKS (marks));

  g_object_ref (marks);
  drop_marks (self);
  self->marks = marks;
  self->address = g_steal_pointer (&address);
  self->phase = g_steal_pointer (&phase);
  self->shown_stop = 0;
  g_signal_connect_object (marks, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_line_gutter_add:
 * @view: a view of a script, without numbers of its own
 * @marks: what is marked in it
 * @place: which script it is
 * @shows_numbers: whether it numbers the lines
 *
 * Adds a gutter that shows and sets breakpoints, with the keys for it. It is a widget of its own: the gutters of a
 * GtkSourceView 5.6 keep the view alive for ever. The view's own is made all the same, or its completion would make
 * it later, in the place of this one.
 *
 * Returns: (transfer none): the gutter, which is the view's
 */
SluiceLineGutter *
sluice_line_gutter_add (GtkTextView             *view,
                        SluiceLineMarks         *marks,
                        const SluiceScriptPlace *place,
                        gboolean                 shows_numbers)
{
  SluiceLineGutter *self = g_object_new (SLUICE_TYPE_LINE_GUTTER, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  self->view = view;
  self->shows_numbers = shows_numbers;
  if (GTK_SOURCE_IS_VIEW (view))
    self->unused = g_object_ref (gtk_source_view_get_gutter (GTK_SOURCE_VIEW (view), GTK_TEXT_WINDOW_LEFT));
  gtk_text_view_set_gutter (view, GTK_TEXT_WINDOW_LEFT, GTK_WIDGET (self));
  g_signal_connect_object (view, "destroy", G_CALLBACK (drop_marks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (follow_adjustment), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
  follow_adjustment (self);
  add_keys (self, GTK_WIDGET (view));
  sluice_line_gutter_set_place (self, marks, place);
  return self;
}
