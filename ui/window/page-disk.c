/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The file on disk beside the document: when somebody else writes it, an unedited document follows,
 * and an edited one asks. What counts is the content: our own saves and mere touches do not.
 */
#include "window/page-private.h"

#include "window/compare-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SluicePage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *known;
  gsize length, known_length = 0;

  /* A file that is gone, or half written, is not news yet: saving tells of it. */
  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_clear_object (&self->disk_check);
      return;
    }

  g_clear_object (&self->disk_check);
  known = sluice_document_get_source (self->document, &known_length);
  if (known != NULL && known_length == length && memcmp (known, text, length) == 0)
    return;

  if (sluice_document_is_dirty (self->document) || sluice_document_is_changing (self->document))
    sluice_page_show_changed_on_disk (self);
  else
    sluice_page_reload (self);
}

static void
cancel_check (SluicePage *self)
{
  if (self->disk_check != NULL)
    g_cancellable_cancel (self->disk_check);
  g_clear_object (&self->disk_check);
}

static void
disk_changed_cb (SluicePage      *self,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event)
{
  g_autoptr (GFile) ours = NULL;

  if (event == G_FILE_MONITOR_EVENT_DELETED || event == G_FILE_MONITOR_EVENT_UNMOUNTED ||
      event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;

  cancel_check (self);
  self->disk_check = g_cancellable_new ();
  ours = g_file_new_for_path (sluice_document_get_path (self->document));
  g_file_load_contents_async (ours, self->disk_check, checked_cb, self);
}

/**
 * sluice_page_watch_disk:
 *
 * Watches the document's file, if it has one.
 */
void
sluice_page_watch_disk (SluicePage *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autoptr (GFile) file = NULL;

  sluice_page_unwatch_disk (self);
  if (path == NULL)
    return;

  file = g_file_new_for_path (path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (disk_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_page_unwatch_disk:
 */
void
sluice_page_unwatch_disk (SluicePage *self)
{
  cancel_check (self);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
}

/* What is shown stays as it is until somebody has decided. */
static void
show_conflict (SluicePage *self)
{
  sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_WARNING,
                           _("The file holds both sides of a merge"),
                           _("The flow is shown as it was before. Decide what becomes of it."),
                           _("Show Both Sides…"), "win.show-merge",
                           _("Save As…"), "win.save-as", NULL);
}

/**
 * sluice_page_reload:
 *
 * Takes what the file holds now, whatever is lost by that. View and selection stay as far as they can.
 */
void
sluice_page_reload (SluicePage *self)
{
  g_auto (GStrv) selection = sluice_canvas_dup_selection (self->canvas);
  g_autoptr (GError) error = NULL;

  sluice_canvas_cancel_gesture (self->canvas);
  if (!sluice_document_reload (self->document, &error))
    {
      if (g_error_matches (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT))
        {
          show_conflict (self);
          return;
        }
      sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_ERROR,
                               _("The file changed on disk and could not be read again"), error->message,
                               _("Overwrite"), "win.overwrite",
                               _("Save As…"), "win.save-as", NULL);
      return;
    }

  sluice_message_bar_hide (self->file_bar);
  sluice_canvas_select (self->canvas, (const char * const *) selection);
  sluice_page_toast (self, _("Read again, for the file changed on disk"));
}

/**
 * sluice_page_ask_reload:
 *
 * Takes what the file holds now, and asks first where changes would be lost.
 */
void
sluice_page_ask_reload (SluicePage *self)
{
  if (!sluice_document_is_dirty (self->document))
    sluice_page_reload (self);
  else
    sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_WARNING,
                             _("Read the file again?"),
                             _("What you changed since it was saved would be lost."),
                             _("Compare"), "win.compare-disk",
                             _("Reload"), "win.drop-changes", NULL);
}

/**
 * sluice_page_show_changed_on_disk:
 *
 * Asks what becomes of an edited document whose file somebody else has written.
 */
void
sluice_page_show_changed_on_disk (SluicePage *self)
{
  sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_WARNING,
                           _("The file changed on disk"),
                           _("Your changes are not in it. Reloading drops them, overwriting drops the other ones."),
                           _("Compare"), "win.compare-disk",
                           _("Reload"), "win.drop-changes",
                           _("Overwrite"), "win.overwrite",
                           _("Save As…"), "win.save-as", NULL);
}

/**
 * sluice_page_compare_disk:
 *
 * Shows what differs between the file as it is now and the document.
 */
void
sluice_page_compare_disk (SluicePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) theirs = sluice_document_load (sluice_document_get_path (self->document), &error);

  if (theirs == NULL)
    {
      sluice_page_show_error (self, _("The file cannot be compared"), error);
      return;
    }

  sluice_compare_dialog_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              _("Changed on Disk"), _("What overwriting would do to the file as it is now"),
                              theirs, self->document);
}
