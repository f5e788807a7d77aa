/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A drag that Escape gives up. On Wayland the compositor sees to that. On X11, GDK has the key sent to the root window
 * as long as a drag goes on, and then finds no surface that it would be for: here it is seen before GDK loses it.
 */
#include "rows/drag-source.h"

#ifdef SLUICE_HAVE_X11
#include <X11/extensions/XInput2.h>
#include <gdk/x11/gdkx.h>

static gboolean
is_key_press (GdkDisplay   *display,
              const XEvent *event)
{
  int opcode, first_event, first_error;

  return event->type == GenericEvent && event->xcookie.evtype == XI_KeyPress
         && XQueryExtension (gdk_x11_display_get_xdisplay (display), "XInputExtension", &opcode, &first_event,
                             &first_error)
         && event->xcookie.extension == opcode;
}

static gboolean
is_escape (GdkDisplay                *display,
           const XGenericEventCookie *event)
{
  const XIDeviceEvent *key = event->data;
  guint keyval;

  return key != NULL
         && gdk_display_translate_key (display, (guint) key->detail, 0, key->group.effective, &keyval, NULL, NULL, NULL)
         && keyval == GDK_KEY_Escape;
}

static gboolean
xevent_cb (GdkDisplay   *display,
           const XEvent *event,
           GdkDrag      *drag)
{
  if (!is_key_press (display, event) || !is_escape (display, &event->xcookie))
    return GDK_EVENT_PROPAGATE;

  g_signal_emit_by_name (drag, "cancel", GDK_DRAG_CANCEL_USER_CANCELLED);
  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag)
{
  GdkDisplay *display = gdk_drag_get_display (drag);

  if (GDK_IS_X11_DISPLAY (display))
    g_signal_connect_object (display, "xevent", G_CALLBACK (xevent_cb), drag, 0);
}

static void
drag_end_cb (GtkDragSource *source,
             GdkDrag       *drag)
{
  g_signal_handlers_disconnect_by_func (gdk_drag_get_display (drag), xevent_cb, drag);
}
#endif

GtkDragSource *
sluice_drag_source_new (GdkDragAction actions)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, actions);
#ifdef SLUICE_HAVE_X11
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), NULL);
#endif
  return source;
}
