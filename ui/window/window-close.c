/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Closing: nothing that is not saved goes without being asked for. */
#include "window/window-private.h"

#include "window/message-dialog.h"

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/* The dialog that was answered is still on its way out, and GTK keeps no reference to the parent it
 * points to: the window goes after it. */
static void
close_soon (SluiceWindow *self)
{
  self->is_closing = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

static void
answered_cb (SluiceAnswer answer,
             gpointer     user_data)
{
  SluiceWindow *self = user_data;

  self->is_asking = FALSE;
  switch (answer)
    {
    case SLUICE_ANSWER_SAVE:
      sluice_window_save_then (self, FALSE, close_soon);
      break;
    case SLUICE_ANSWER_DISCARD:
      close_soon (self);
      break;
    case SLUICE_ANSWER_CANCEL:
    default:
      break;
    }
}

/**
 * sluice_window_close_request:
 *
 * Returns: whether the window stays, for now
 */
gboolean
sluice_window_close_request (GtkWindow *window)
{
  SluiceWindow *self = SLUICE_WINDOW (window);
  g_autofree char *title = NULL;

  if (self->is_closing || !sluice_document_is_dirty (self->document))
    {
      sluice_window_save_sizes (self);
      return GTK_WINDOW_CLASS (g_type_class_peek (ADW_TYPE_APPLICATION_WINDOW))->close_request (window);
    }

  if (!self->is_asking)
    {
      self->is_asking = TRUE;
      title = sluice_window_dup_title (self);
      sluice_message_dialog_ask_save (window, title, answered_cb, self);
    }

  return GDK_EVENT_STOP;
}
