/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From events to the stage: buttons, motion, wheel, touchpad, touch and keys. */
#include "canvas/canvas-private.h"

#include <math.h>

static SluiceModifiers
to_modifiers (GdkModifierType state)
{
  return (state & GDK_SHIFT_MASK ? SLUICE_MODIFIER_SHIFT : 0)
         | (state & GDK_CONTROL_MASK ? SLUICE_MODIFIER_CONTROL : 0)
         | (state & GDK_ALT_MASK ? SLUICE_MODIFIER_ALT : 0);
}

static gboolean
handle_at (SluiceCanvas       *self,
           GtkEventController *controller,
           SluiceInputType     type,
           double              x,
           double              y,
           guint               n_press)
{
  SluiceInput input = { .type = type, .x = x, .y = y, .n_press = n_press };
  gboolean taken;

  if (GTK_IS_GESTURE_SINGLE (controller))
    input.button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (controller));
  input.modifiers = to_modifiers (gtk_event_controller_get_current_event_state (controller));
  input.time = gtk_event_controller_get_current_event_time (controller);
  taken = sluice_stage_handle (self->stage, &input);
  sluice_canvas_update_tick (self);
  return taken;
}

/* Two presses are a double click by the desktop's settings. */
static guint
count_press (SluiceCanvas *self,
             guint         button,
             guint32       time,
             double        x,
             double        y)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int within, distance;
  gboolean again;

  g_object_get (settings, "gtk-double-click-time", &within, "gtk-double-click-distance", &distance,
                NULL);
  again = button == self->press_button && time - self->press_time <= (guint32) within
          && hypot (x - self->press_x, y - self->press_y) <= distance && self->n_press == 1;
  self->press_button = button;
  self->press_time = time;
  self->press_x = x;
  self->press_y = y;
  self->n_press = again ? 2 : 1;
  return self->n_press;
}

/* A press that became a drag is no half of a double click. */
static void
forget_press (SluiceCanvas *self,
              double        dx,
              double        dy)
{
  if (gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    self->n_press = 0;
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               SluiceCanvas   *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  guint n_press = count_press (self, button,
                               gtk_event_controller_get_current_event_time (controller), x, y);

  sluice_canvas_finish_animation (self);
  self->has_menu_place = FALSE;
  self->is_pressed = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (handle_at (self, controller, SLUICE_INPUT_PRESS, x, y, n_press))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                SluiceCanvas   *self)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  self->pointer_x = x + dx;
  self->pointer_y = y + dy;
  forget_press (self, dx, dy);
  handle_at (self, GTK_EVENT_CONTROLLER (gesture), SLUICE_INPUT_MOTION, x + dx, y + dy, 0);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             SluiceCanvas   *self)
{
  double x, y;

  self->is_pressed = FALSE;
  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  handle_at (self, GTK_EVENT_CONTROLLER (gesture), SLUICE_INPUT_RELEASE, x + dx, y + dy, 0);
  handle_at (self, GTK_EVENT_CONTROLLER (gesture), SLUICE_INPUT_MOTION, x + dx, y + dy, 0);
}

static void
drag_cancel_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                SluiceCanvas     *self)
{
  self->is_pressed = FALSE;
  sluice_canvas_cancel_gesture (self);
}

void
sluice_canvas_cancel_gesture (SluiceCanvas *self)
{
  sluice_stage_cancel (self->stage);
  sluice_canvas_update_tick (self);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SluiceCanvas             *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (!self->is_pressed)
    handle_at (self, GTK_EVENT_CONTROLLER (controller), SLUICE_INPUT_MOTION, x, y, 0);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          SluiceCanvas             *self)
{
  self->pointer_x = self->pointer_y = -1;
  handle_at (self, GTK_EVENT_CONTROLLER (controller), SLUICE_INPUT_LEAVE, -1, -1, 0);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           SluiceCanvas             *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean is_wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;

  sluice_stage_scroll (self->stage, dx, dy, is_wheel, to_modifiers (state), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

/* What two fingers threw goes on, slower and slower. */
static void
decelerate_cb (GtkEventControllerScroll *controller,
               double                    speed_x,
               double                    speed_y,
               SluiceCanvas             *self)
{
  sluice_stage_glide (self->stage, -speed_x * 1000, -speed_y * 1000); /* per ms, in the signal */
  sluice_canvas_update_tick (self);
}

/* Between the fingers; those on a touchpad have no place of their own, and act at the pointer. */
static SluicePoint
find_pinch (SluiceCanvas *self,
            GtkGesture   *gesture)
{
  SluicePoint at = { self->pointer_x, self->pointer_y };

  if (gtk_gesture_is_active (gesture))
    gtk_gesture_get_bounding_box_center (gesture, &at.x, &at.y);
  return at;
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                SluiceCanvas     *self)
{
  SluicePoint at = find_pinch (self, gesture);

  sluice_stage_begin_pinch (self->stage, &self->pinch, at.x, at.y);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          scale,
          SluiceCanvas   *self)
{
  SluicePoint at = find_pinch (self, GTK_GESTURE (gesture));

  sluice_stage_pinch (self->stage, &self->pinch, at.x, at.y, scale);
}

/* While another button is held it gives up what that one has begun, and no more: the button would be let go in
 * the menu. */
static void
menu_press_cb (GtkGestureClick *gesture,
               int              n_press,
               double           x,
               double           y,
               SluiceCanvas    *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sluice_canvas_cancel_gesture (self);
  if (state & (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  sluice_canvas_show_menu (self, x, y, FALSE);
}

static void
long_press_cb (GtkGestureLongPress *gesture,
               double               x,
               double               y,
               SluiceCanvas        *self)
{
  sluice_stage_cancel (self->stage);
  sluice_canvas_show_menu (self, x, y, FALSE);
}

/* A gesture under way has the keys first; without one only Escape and Space are taken here. While a button is
 * held no key does anything else: a menu or an entry that opened under the pointer would get its release. A key
 * that was pressed here is let go wherever the focus is by then. */
static gboolean
handle_key (SluiceCanvas    *self,
            SluiceInputType  type,
            guint            keyval,
            GdkModifierType  state)
{
  SluiceInput input = { .type = type, .modifiers = to_modifiers (state) };
  gboolean is_ours = keyval == GDK_KEY_Escape || keyval == GDK_KEY_space;

  if (type == SLUICE_INPUT_KEY
      && ((self->rename != NULL && gtk_widget_get_visible (self->rename))
          || (self->menu != NULL && gtk_widget_get_visible (self->menu))))
    return FALSE;
  if (type == SLUICE_INPUT_KEY)
    self->has_menu_place = FALSE;
  if (!is_ours && !self->is_pressed && !sluice_stage_is_busy (self->stage))
    return FALSE;
  input.key = gdk_keyval_name (keyval == GDK_KEY_ISO_Left_Tab ? GDK_KEY_Tab : keyval);
  return (input.key != NULL && sluice_stage_handle (self->stage, &input)) || self->is_pressed;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SluiceCanvas          *self)
{
  return handle_key (self, SLUICE_INPUT_KEY, keyval, state);
}

static void
key_released_cb (GtkEventControllerKey *controller,
                 guint                  keyval,
                 guint                  keycode,
                 GdkModifierType        state,
                 SluiceCanvas          *self)
{
  handle_key (self, SLUICE_INPUT_KEY_RELEASE, keyval, state);
}

static void
focus_changed_cb (GtkEventControllerFocus *controller,
                  SluiceCanvas            *self)
{
  sluice_canvas_draw_anew (self);
}

/* Where the keyboard is taken away nobody tells that Space was let go. */
static void
focus_left_cb (GtkEventControllerFocus *controller,
               SluiceCanvas            *self)
{
  handle_key (self, SLUICE_INPUT_KEY_RELEASE, GDK_KEY_space, 0);
  focus_changed_cb (controller, self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->tick_time > 0 ? (now - self->tick_time) / 1e6 : 0;

  self->tick_time = now;
  seconds = MIN (seconds, 0.1);
  sluice_stage_tick (self->stage, seconds);
  sluice_canvas_advance_animation (self, seconds);
  if (sluice_stage_wants_tick (self->stage) || sluice_canvas_is_animating (self))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/* There is a tick while the view moves by itself, and none otherwise. */
void
sluice_canvas_update_tick (SluiceCanvas *self)
{
  if (self->tick_id != 0
      || !(sluice_stage_wants_tick (self->stage) || sluice_canvas_is_animating (self)))
    return;
  self->tick_time = 0;
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* One gesture per button: one for any button would hold on to the press that opens the menu. */
static void
add_drag (SluiceCanvas *self,
          guint         button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
add_pointer_input (SluiceCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES
                                     | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkGesture *click = gtk_gesture_click_new ();

  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (decelerate_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (menu_press_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
add_touch_input (SluiceCanvas *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (hold, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (hold));
}

/**
 * sluice_canvas_add_input:
 * @self: a canvas
 *
 * Adds the event controllers.
 */
void
sluice_canvas_add_input (SluiceCanvas *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  add_pointer_input (self);
  add_touch_input (self);

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (key, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);

  g_signal_connect (focus, "enter", G_CALLBACK (focus_changed_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);

  sluice_canvas_add_drop (self);
}
