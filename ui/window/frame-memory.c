/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The memory that frames are drawn into.
 *
 * Where cairo draws, GTK makes an image of what is to be painted for every frame, and cairo another one in memory that
 * it shares with the display. Both are large; given back to the kernel after each frame and taken anew page by page
 * they cost more than the drawing. While frames follow each other the memory stays with us; it goes when nothing has
 * been drawn for a while.
 */
#include "window/frame-memory.h"

#include "base/tidy.h"

#ifdef HAVE_X11
#include <cairo-xlib.h>
#include <gdk/x11/gdkx.h>
#endif

#define REST        1000 /* ms without a frame */
#define FEW         3    /* frames: as a window that opens has */
#define PIXEL_SIZE  4    /* bytes */
#define HEADER      4096 /* bytes: what malloc needs beside a block, and more */
#define SHARED_SIDE 32   /* px: cairo does not share smaller images */

/* One for all windows. */
static struct
{
  gsize            size;     /* bytes of the largest frame; 0: at rest */
  gint64           last;     /* us: when the last frame was begun */
  guint            n_frames; /* that followed each other */
  GSource         *rest;     /* owned */
  gboolean         is_due;   /* it looks whether that was the last frame */
  cairo_surface_t *shared;   /* owned; NULL: nothing is shared with the display */
} memory;

#ifdef HAVE_X11
static cairo_surface_t *
make_shared_image (GdkDisplay *display,
                   int         width,
                   int         height)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  Visual *visual = DefaultVisualOfScreen (gdk_x11_display_get_xscreen (display));
  cairo_surface_t *root = cairo_xlib_surface_create (xdisplay, gdk_x11_display_get_xrootwindow (display), visual, 1, 1);
  cairo_surface_t *image = cairo_surface_create_similar_image (root, CAIRO_FORMAT_ARGB32, width, height);

  cairo_surface_destroy (root);
  return image;
}
#endif

/* Cairo asks the display for a block that fits the first image, and lets it go with the last one: a small one is left
 * in a block that was made for a whole frame. */
static void
keep_shared (GdkDisplay *display,
             int         width,
             int         height)
{
#ifdef HAVE_X11
  cairo_surface_t *frame;

  g_clear_pointer (&memory.shared, cairo_surface_destroy);
  if (!GDK_IS_X11_DISPLAY (display))
    return;
  frame = make_shared_image (display, width, height);
  memory.shared = make_shared_image (display, SHARED_SIDE, SHARED_SIDE);
  cairo_surface_destroy (frame);
#endif
}

/* A frame that the display may still have been reading when it was done with is forgotten by cairo until the next one
 * comes: so another image is made, once the display has read all of them. */
static void
release_shared (void)
{
#ifdef HAVE_X11
  GdkDisplay *display = gdk_display_get_default ();

  g_clear_pointer (&memory.shared, cairo_surface_destroy);
  if (!GDK_IS_X11_DISPLAY (display))
    return;
  gdk_display_sync (display);
  cairo_surface_destroy (make_shared_image (display, SHARED_SIDE, SHARED_SIDE));
#endif
}

static gboolean
rest_cb (gpointer unused)
{
  gint64 due = memory.last + REST * G_TIME_SPAN_MILLISECOND;

  memory.is_due = due > g_get_monotonic_time ();
  g_source_set_ready_time (memory.rest, memory.is_due ? due : -1);
  if (memory.is_due)
    return G_SOURCE_CONTINUE;
  release_shared ();
  if (memory.size > 0)
    sluice_tidy_keep (0);
  memory.size = 0;
  sluice_tidy_trim_soon (); /* a single frame, too, was drawn into what is free of the heap if there is enough of it */
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSource *
create_rest (void)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_static_name (source, "[sluice] rest between frames");
  g_source_set_callback (source, rest_cb, NULL, NULL);
  g_source_attach (source, NULL);
  return source;
}

static void
before_paint_cb (GdkSurface    *surface,
                 GdkFrameClock *clock)
{
  int scale = gdk_surface_get_scale_factor (surface);
  int width = gdk_surface_get_width (surface) * scale, height = gdk_surface_get_height (surface) * scale;
  gsize size = (gsize) MAX (width, 0) * (gsize) MAX (height, 0) * PIXEL_SIZE;
  gint64 now = g_get_monotonic_time ();

  memory.n_frames = now - memory.last <= REST * G_TIME_SPAN_MILLISECOND ? memory.n_frames + 1 : 1;
  memory.last = now;
  if (memory.rest == NULL)
    memory.rest = create_rest ();
  /* Not put off by each frame: GLib wakes the loop for a time that changes. */
  if (!memory.is_due)
    g_source_set_ready_time (memory.rest, now + REST * G_TIME_SPAN_MILLISECOND);
  memory.is_due = TRUE;
  if (memory.n_frames <= FEW || size <= memory.size)
    return;
  memory.size = size;
  sluice_tidy_keep (size + HEADER);
  keep_shared (gdk_surface_get_display (surface), width, height);
}

/**
 * sluice_frame_memory_keep:
 * @native: a window; it is realized
 *
 * Lets the window's frames share memory while they follow each other closely: after the first few, until none has come
 * for a second. Does nothing where GTK draws with a GPU.
 */
void
sluice_frame_memory_keep (GtkNative *native)
{
  GdkSurface *surface = gtk_native_get_surface (native);

  if (!GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    return;
  g_signal_connect_object (gdk_surface_get_frame_clock (surface), "before-paint", G_CALLBACK (before_paint_cb),
                           surface, G_CONNECT_SWAPPED);
}
