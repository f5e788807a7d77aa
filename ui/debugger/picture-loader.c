/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the bytes of a logged picture, then unfolds them to the size in which they are shown. */
#include "debugger/picture-loader.h"

#include <glib/gi18n.h>

typedef struct
{
  int     width; /* 0: as it is */
  int     height;
  GBytes *bytes; /* owned; NULL: not read yet */
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  g_clear_pointer (&drawing->bytes, g_bytes_unref);
  g_free (drawing);
}

void
sluice_picture_fit (int *width,
                    int *height,
                    int  box_width,
                    int  box_height)
{
  double scale = MIN (1.0, MIN ((double) box_width / *width, (double) box_height / *height));

  *width = MAX (1, (int) (*width * scale + 0.5));
  *height = MAX (1, (int) (*height * scale + 0.5));
}

/* Before anything is unfolded: the size that it will be shown in. */
static void
size_cb (GdkPixbufLoader *loader,
         int              width,
         int              height,
         gpointer         user_data)
{
  const Drawing *drawing = user_data;

  if (drawing->width == 0)
    return;
  sluice_picture_fit (&width, &height, drawing->width, drawing->height);
  gdk_pixbuf_loader_set_size (loader, width, height);
}

static void
draw_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Drawing *drawing = task_data;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GError *error = NULL;
  GdkPixbuf *pixbuf;
  gboolean ok;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), drawing);
  ok = gdk_pixbuf_loader_write_bytes (loader, drawing->bytes, &error);
  ok = gdk_pixbuf_loader_close (loader, ok ? &error : NULL) && ok;
  pixbuf = ok ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf != NULL)
    g_task_return_pointer (task, g_object_ref (pixbuf), g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("There is no picture in it"));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Drawing *drawing = g_task_get_task_data (task);
  GError *error = NULL;

  drawing->bytes = sluice_logged_picture_load_finish (result, &error);
  if (drawing->bytes != NULL)
    g_task_run_in_thread (task, draw_thread);
  else
    g_task_return_error (task, error);
}

void
sluice_picture_draw_async (SluiceLoggedPicture *picture,
                           int                  width,
                           int                  height,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Drawing *drawing = g_new0 (Drawing, 1);
  guint pixels_wide;
  guint pixels_high;

  drawing->width = width;
  drawing->height = height;
  g_task_set_source_tag (task, sluice_picture_draw_async);
  g_task_set_task_data (task, drawing, drawing_free);
  if (sluice_logged_picture_get_size (picture, &pixels_wide, &pixels_high))
    {
      sluice_logged_picture_load_async (picture, cancellable, loaded_cb, task);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("It is too large to be shown"));
  g_object_unref (task);
}

GdkTexture *
sluice_picture_draw_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_autoptr (GdkPixbuf) pixbuf = g_task_propagate_pointer (G_TASK (result), error);

  return pixbuf != NULL ? gdk_texture_new_for_pixbuf (pixbuf) : NULL;
}
