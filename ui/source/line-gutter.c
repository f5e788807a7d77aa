/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gutter of a script. Its breakpoints move with their lines while the person writes; what the document changes,
 * as an undo does, leaves them where they are. */
#include "source/line-gutter.h"

#include <string.h>

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-shape.h"
#include "debugger/breakpoints/break-words.h"

#define GUTTER_WIDTH 20
#define MARK_RADIUS 5.5
#define LIGHT 0.22 /* of the line that is lit */

static const char STOP_TAG[] = "sluice-stop-line";
static const char WRITER_KEY[] = "sluice-line-gutter";

struct _SluiceLineGutter
{
  GtkSourceGutterRenderer parent_instance;

  /* Owned. */
  SluiceLineMarks *marks;
  char            *address;
  char            *phase;

  GtkTextBuffer   *buffer;   /* weak: whose edits it follows, or NULL */
  guint            n_actions; /* of the person, under way */
  guint            shown_stop;
};

G_DEFINE_FINAL_TYPE (SluiceLineGutter, sluice_line_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static SluiceScriptPlace
get_place (SluiceLineGutter *self)
{
  return (SluiceScriptPlace) { self->address, self->phase };
}

static GtkTextView *
get_view (SluiceLineGutter *self)
{
  return GTK_TEXT_VIEW (gtk_source_gutter_renderer_get_view (GTK_SOURCE_GUTTER_RENDERER (self)));
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

static void
sluice_line_gutter_snapshot_line (GtkSourceGutterRenderer *renderer,
                                  GtkSnapshot             *snapshot,
                                  GtkSourceGutterLines    *lines,
                                  guint                    line)
{
  SluiceLineGutter *self = SLUICE_LINE_GUTTER (renderer);
  SluiceScriptPlace place = get_place (self);
  const SluiceBreakpoint *breakpoint = sluice_line_marks_find (self->marks, &place, line + 1);
  gboolean is_stop = sluice_line_marks_get_stop (self->marks, &place) == line + 1;
  GdkRGBA mark = look_up (GTK_WIDGET (self), "destructive_bg_color");
  GdkRGBA arrow = look_up (GTK_WIDGET (self), "accent_bg_color");
  GdkRGBA background = look_up (GTK_WIDGET (self), "view_bg_color");
  int y, height;
  cairo_t *cr;

  if (breakpoint == NULL && !is_stop)
    return;
  gtk_source_gutter_lines_get_line_yrange (lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, &y, &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) y, GUTTER_WIDTH, (float) height));
  if (breakpoint != NULL)
    sluice_break_shape_paint (sluice_break_shape_get (breakpoint), cr,
                              breakpoint->enabled && !sluice_line_marks_is_muted (self->marks),
                              GUTTER_WIDTH / 2.0, y + height / 2.0, MARK_RADIUS, &mark, &background);
  if (is_stop)
    paint_arrow (cr, y + height / 2.0, &arrow, &background);
  cairo_destroy (cr);
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
  GtkTextView *view = get_view (self);
  SluiceScriptPlace place = get_place (self);
  guint stop = sluice_line_marks_get_stop (self->marks, &place);
  g_autofree char *words = sluice_line_marks_dup_words (self->marks, &place);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (view == NULL)
    return;
  light_line (self, gtk_text_view_get_buffer (view), stop);
  if (stop != self->shown_stop && !gtk_widget_has_focus (GTK_WIDGET (view)))
    reveal_line (view, stop);
  self->shown_stop = stop;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

/* Pointer */

static gboolean
sluice_line_gutter_query_activatable (GtkSourceGutterRenderer *renderer,
                                      GtkTextIter             *iter,
                                      GdkRectangle            *area)
{
  return TRUE;
}

/* A click sets and clears; with Shift, or the other button, it is about the terms. */
static void
sluice_line_gutter_activate (GtkSourceGutterRenderer *renderer,
                             GtkTextIter             *iter,
                             GdkRectangle            *area,
                             guint                    button,
                             GdkModifierType          state,
                             int                      n_presses)
{
  SluiceLineGutter *self = SLUICE_LINE_GUTTER (renderer);
  SluiceScriptPlace place = get_place (self);
  guint line = (guint) gtk_text_iter_get_line (iter) + 1;

  if (n_presses > 1)
    return;
  if (button == GDK_BUTTON_SECONDARY || (state & GDK_SHIFT_MASK) != 0)
    sluice_line_marks_edit (self->marks, &place, line);
  else if (button == GDK_BUTTON_PRIMARY)
    sluice_line_marks_toggle (self->marks, &place, line);
}

static gboolean
query_tooltip_cb (SluiceLineGutter *self,
                  int               x,
                  int               y,
                  gboolean          is_by_key,
                  GtkTooltip       *tooltip)
{
  SluiceScriptPlace place = get_place (self);
  GtkTextView *view = get_view (self);
  const SluiceBreakpoint *breakpoint;
  g_autofree char *text = NULL;
  GtkTextIter iter;
  int at;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_LEFT, x, y, NULL, &at);
  gtk_text_view_get_line_at_y (view, &iter, at, NULL);
  breakpoint = sluice_line_marks_find (self->marks, &place, (guint) gtk_text_iter_get_line (&iter) + 1);
  text = breakpoint != NULL ? sluice_break_dup_words (breakpoint, NULL)
                            : g_strdup (_("Click to set a breakpoint at this line (F9)"));
  gtk_tooltip_set_text (tooltip, text);
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
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_view (self));
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

/* Writing */

static int
count_breaks (const char *text,
              int         length)
{
  int n = 0;

  for (const char *at = text; at < text + length; at++)
    n += *at == '\n';
  return n;
}

/* What is written at the beginning of a line pushes that line on. */
static void
insert_cb (SluiceLineGutter *self,
           GtkTextIter      *iter,
           const char       *text,
           int               length)
{
  SluiceScriptPlace place = get_place (self);
  guint line = (guint) gtk_text_iter_get_line (iter) + (gtk_text_iter_starts_line (iter) ? 0 : 1);

  if (self->n_actions > 0)
    sluice_line_marks_move (self->marks, &place, line, count_breaks (text, length));
}

static void
delete_cb (SluiceLineGutter *self,
           GtkTextIter      *start,
           GtkTextIter      *end)
{
  SluiceScriptPlace place = get_place (self);
  int n = gtk_text_iter_get_line (end) - gtk_text_iter_get_line (start);
  guint line = (guint) gtk_text_iter_get_line (start) + (gtk_text_iter_starts_line (start) ? 0 : 1);

  if (self->n_actions > 0)
    sluice_line_marks_move (self->marks, &place, line, -n);
}

static void
begin_cb (SluiceLineGutter *self)
{
  self->n_actions++;
}

static void
end_cb (SluiceLineGutter *self)
{
  self->n_actions--;
}

/* Of several views of a buffer one follows what is written. */
static void
follow_buffer (SluiceLineGutter *self,
               GtkTextBuffer    *buffer)
{
  if (g_object_get_data (G_OBJECT (buffer), WRITER_KEY) != NULL)
    return;
  g_object_set_data (G_OBJECT (buffer), WRITER_KEY, self);
  g_set_weak_pointer (&self->buffer, buffer);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (insert_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "begin-user-action", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "end-user-action", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
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
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? GUTTER_WIDTH : 0;
}

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

  if (self->buffer != NULL)
    g_object_set_data (G_OBJECT (self->buffer), WRITER_KEY, NULL);
  g_clear_weak_pointer (&self->buffer);
  drop_marks (self);

  G_OBJECT_CLASS (sluice_line_gutter_parent_class)->dispose (object);
}

static void
sluice_line_gutter_class_init (SluiceLineGutterClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_line_gutter_dispose;
  GTK_WIDGET_CLASS (klass)->measure = sluice_line_gutter_measure;
  renderer_class->snapshot_line = sluice_line_gutter_snapshot_line;
  renderer_class->query_activatable = sluice_line_gutter_query_activatable;
  renderer_class->activate = sluice_line_gutter_activate;
}

static void
sluice_line_gutter_init (SluiceLineGutter *self)
{
  gtk_widget_set_name (GTK_WIDGET (self), "line-gutter");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
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
 * @view: a view of a script
 * @marks: what is marked in it
 * @place: which script it is
 *
 * Adds a gutter that shows and sets breakpoints, with the keys for it.
 *
 * Returns: (transfer none): the gutter, which is the view's
 */
SluiceLineGutter *
sluice_line_gutter_add (GtkSourceView           *view,
                        SluiceLineMarks         *marks,
                        const SluiceScriptPlace *place)
{
  SluiceLineGutter *self = g_object_new (SLUICE_TYPE_LINE_GUTTER, NULL);

  self->marks = g_object_ref (marks);
  gtk_source_gutter_insert (gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self), -100);
  follow_buffer (self, gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  add_keys (self, GTK_WIDGET (view));
  sluice_line_gutter_set_place (self, marks, place);
  return self;
}
