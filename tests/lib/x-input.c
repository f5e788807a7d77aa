/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Real pointer and keyboard input from within a test, through the X server. It has a connection of
 * its own to the display, so that nothing is shared with GDK; after each call the input has been
 * handled and painted.
 */
#include "x-input.h"

#include "settle.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

#define DRAG_STEPS 6

static Display *
get_display (void)
{
  static Display *display;

  if (display == NULL)
    display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  return display;
}

static void
finish (void)
{
  XSync (get_display (), False);
  sluice_test_settle ();
}

static void
get_root_position (GtkWidget *widget,
                   double     x,
                   double     y,
                   int       *root_x,
                   int       *root_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  Display *display = get_display ();
  double shadow_x, shadow_y;
  Window child;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &x, &y);
  gtk_native_get_surface_transform (native, &shadow_x, &shadow_y);
  XTranslateCoordinates (display, gdk_x11_surface_get_xid (gtk_native_get_surface (native)),
                         DefaultRootWindow (display), (int) (x + shadow_x), (int) (y + shadow_y),
                         root_x, root_y, &child);
}

/**
 * sluice_test_move:
 * @widget: a widget on screen
 * @x: in pixels of @widget
 * @y: in pixels of @widget
 *
 * Moves the pointer there.
 */
void
sluice_test_move (GtkWidget *widget,
                  double     x,
                  double     y)
{
  int root_x, root_y;

  get_root_position (widget, x, y, &root_x, &root_y);
  XTestFakeMotionEvent (get_display (), -1, root_x, root_y, 0);
  finish ();
}

void
sluice_test_press (guint button)
{
  XTestFakeButtonEvent (get_display (), button, True, 0);
  finish ();
}

void
sluice_test_release (guint button)
{
  XTestFakeButtonEvent (get_display (), button, False, 0);
  finish ();
}

void
sluice_test_click (GtkWidget *widget,
                   double     x,
                   double     y,
                   guint      button)
{
  sluice_test_move (widget, x, y);
  sluice_test_press (button);
  sluice_test_release (button);
}

/**
 * sluice_test_drag:
 * @widget: a widget on screen
 * @from_x: in pixels of @widget, as all the others
 * @from_y: where the first button is pressed
 * @to_x: where it is released
 * @to_y: where it is released
 *
 * Drags with the first button, in steps as a hand does.
 */
void
sluice_test_drag (GtkWidget *widget,
                  double     from_x,
                  double     from_y,
                  double     to_x,
                  double     to_y)
{
  sluice_test_move (widget, from_x, from_y);
  sluice_test_press (GDK_BUTTON_PRIMARY);
  for (guint i = 1; i <= DRAG_STEPS; i++)
    sluice_test_move (widget,
                      from_x + (to_x - from_x) * i / DRAG_STEPS,
                      from_y + (to_y - from_y) * i / DRAG_STEPS);
  sluice_test_release (GDK_BUTTON_PRIMARY);
}

static void
fake_modifiers (GdkModifierType modifiers,
                gboolean        down)
{
  static const struct
  {
    GdkModifierType modifier;
    guint keyval;
  } keys[] = {
    { GDK_CONTROL_MASK, GDK_KEY_Control_L },
    { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
    { GDK_ALT_MASK, GDK_KEY_Alt_L },
  };
  Display *display = get_display ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (modifiers & keys[i].modifier)
      XTestFakeKeyEvent (display, XKeysymToKeycode (display, keys[i].keyval), down, 0);
}

/**
 * sluice_test_scroll:
 * @widget: a widget on screen
 * @x: where, in pixels of @widget
 * @y: where, in pixels of @widget
 * @n_clicks: wheel clicks, down where positive
 * @modifiers: held meanwhile
 *
 * Turns the wheel.
 */
void
sluice_test_scroll (GtkWidget       *widget,
                    double           x,
                    double           y,
                    int              n_clicks,
                    GdkModifierType  modifiers)
{
  guint button = n_clicks > 0 ? 5 : 4;

  sluice_test_move (widget, x, y);
  fake_modifiers (modifiers, TRUE);
  for (int i = 0; i < ABS (n_clicks); i++)
    {
      XTestFakeButtonEvent (get_display (), button, True, 0);
      XTestFakeButtonEvent (get_display (), button, False, 0);
    }
  fake_modifiers (modifiers, FALSE);
  finish ();
}

/**
 * sluice_test_key:
 * @keyval: a GDK_KEY_ value that is on a US keyboard without Shift
 * @modifiers: held meanwhile
 *
 * Presses and releases a key.
 */
void
sluice_test_key (guint           keyval,
                 GdkModifierType modifiers)
{
  Display *display = get_display ();
  KeyCode code = XKeysymToKeycode (display, keyval);

  fake_modifiers (modifiers, TRUE);
  XTestFakeKeyEvent (display, code, True, 0);
  XTestFakeKeyEvent (display, code, False, 0);
  fake_modifiers (modifiers, FALSE);
  finish ();
}

/**
 * sluice_test_type:
 * @text: characters of a US keyboard
 *
 * Types @text.
 */
void
sluice_test_type (const char *text)
{
  Display *display = get_display ();

  for (; *text != '\0'; text++)
    {
      KeyCode code = XKeysymToKeycode (display, (guchar) *text);
      gboolean shifted = XkbKeycodeToKeysym (display, code, 0, 0) != (KeySym) (guchar) *text;

      sluice_test_key ((guchar) *text, shifted ? GDK_SHIFT_MASK : 0);
    }
}
