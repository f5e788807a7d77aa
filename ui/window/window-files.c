/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening: each file comes into a tab of its own, and one that is open already is gone to. */
#include "window/window-private.h"

#include "record/record.h"

#include "rows/late-menu.h"
#include "window/file-dialog.h"
#include "window/recent.h"

#include <glib/gi18n.h>

#define MAX_RECENT 8
#define MAX_FAILURES 5

/* What is no flow file, but can be read as a flow; else NULL. */
static const SluiceExchangeFormat *
get_import (const char *path)
{
  const SluiceExchangeFormat *format = sluice_exchange_guess_import (path);

  return format != NULL && format->read != NULL ? format : NULL;
}

static void
show_failure (SluiceWindow *self,
              const char   *name,
              const char   *reason)
{
  g_autofree char *title = g_strdup_printf (_("“%s” could not be opened"), name);

  sluice_message_bar_show (self->error_bar, SLUICE_MESSAGE_ERROR, title, reason, NULL);
}

/* Of several files that are opened at once each failure is kept, for what opens later would hide it. */
static void
tell_failure (SluiceWindow *self,
              const char   *name,
              const GError *error)
{
  const char *parts[] = { name, error->message, NULL };

  if (self->failures == NULL)
    show_failure (self, name, error->message);
  else
    g_ptr_array_add (self->failures, g_strdupv ((char **) parts));
}

static void
begin_opening (SluiceWindow *self)
{
  if (self->failures == NULL)
    self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

static void
show_failures (SluiceWindow *self,
               GPtrArray    *failures)
{
  g_autoptr (GString) text = g_string_new (NULL);
  /* Translators: of several that were opened at once. */
  g_autofree char *title = g_strdup_printf (ngettext ("%u file could not be opened", "%u files could not be opened",
                                                      failures->len), failures->len);

  for (guint i = 0; i < failures->len && i < MAX_FAILURES; i++)
    {
      char **parts = failures->pdata[i];

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", parts[0], parts[1]);
    }
  if (failures->len > MAX_FAILURES)
    {
      guint rest = failures->len - MAX_FAILURES;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", rest), rest);
    }
  sluice_message_bar_show (self->error_bar, SLUICE_MESSAGE_ERROR, title, text->str, NULL);
}

/* One bar tells of all that could not be opened. */
static void
end_opening (SluiceWindow *self)
{
  g_autoptr (GPtrArray) failures = g_steal_pointer (&self->failures);

  if (failures != NULL && failures->len == 1)
    show_failure (self, ((char **) failures->pdata[0])[0], ((char **) failures->pdata[0])[1]);
  else if (failures != NULL && failures->len > 1)
    show_failures (self, failures);
}

/**
 * sluice_window_show_unopened:
 * @path: of a file that cannot be opened; everything is as it was
 * @error: why
 *
 * Says so.
 */
void
sluice_window_show_unopened (SluiceWindow *self,
                             const char   *path,
                             const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);

  tell_failure (self, name, error);
  if (g_error_matches (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND))
    sluice_recent_remove (path);
}

/* One that git could not merge is asked about. */
static SluiceDocument *
load (SluiceWindow               *self,
      const char                 *path,
      const SluiceExchangeFormat *format,
      GPtrArray                  *notes)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = format != NULL ? sluice_exchange_import (format, path, notes, &error)
                                            : sluice_document_load (path, &error);

  if (g_error_matches (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT)
      && sluice_window_show_merge (self, path, NULL))
    return NULL;
  if (document == NULL)
    sluice_window_show_unopened (self, path, error);

  return document;
}

/* Where @path is open, in whichever window. */
static SluicePage *
find_page (SluiceWindow  *self,
           const char    *path,
           SluiceWindow **window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    for (int i = 0; SLUICE_IS_WINDOW (l->data) && i < adw_tab_view_get_n_pages (SLUICE_WINDOW (l->data)->tabs); i++)
      {
        SluicePage *page = sluice_window_get_nth_page (l->data, i);

        if (!sluice_page_has_file (page, path))
          continue;
        *window = l->data;
        return page;
      }

  return NULL;
}

/**
 * sluice_window_show_document:
 *
 * Shows the document in place of an untouched flow, else in a new tab.
 */
void
sluice_window_show_document (SluiceWindow   *self,
                             SluiceDocument *document)
{
  sluice_message_bar_hide (self->error_bar);
  if (self->page != NULL && sluice_page_is_untouched (self->page))
    sluice_page_set_document (self->page, document);
  else
    sluice_window_add_page (self, document);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

/**
 * sluice_window_show_imported:
 * @path: what it was read from
 * @notes: (element-type utf8): what could not be taken over
 *
 * Shows a document that is called as the file was, and saved as another.
 */
void
sluice_window_show_imported (SluiceWindow   *self,
                             const char     *path,
                             SluiceDocument *document,
                             GPtrArray      *notes)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = g_strdup_printf (_("Opened a copy of the flow in “%s”"), name);

  sluice_window_show_document (self, document);
  sluice_page_set_origin (self->page, path);
  sluice_window_show_notes (self, title, notes);
}

/**
 * sluice_window_open:
 * @path: a flow file, a picture or diagram that holds a flow, or a project
 *
 * Opens the file: where it is open already, in place of an untouched flow, else in a new tab. What takes a while comes
 * later.
 *
 * Returns: whether it is open
 */
gboolean
sluice_window_open (SluiceWindow *self,
                    const char   *path)
{
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const SluiceExchangeFormat *format;
  SluiceWindow *window = NULL;
  SluicePage *page;

  g_return_val_if_fail (SLUICE_IS_WINDOW (self), FALSE);

  page = find_page (self, path, &window);
  if (page != NULL)
    {
      sluice_window_select_page (window, page);
      gtk_window_present (GTK_WINDOW (window));
      return TRUE;
    }

  format = get_import (path);
  if (format != NULL && format->read_async != NULL)
    {
      sluice_window_import (self, format, path);
      return FALSE;
    }
  document = load (self, path, format, notes);
  if (document == NULL)
    return FALSE;

  if (sluice_document_get_path (document) == NULL)
    {
      sluice_window_show_imported (self, path, document, notes);
      return TRUE;
    }
  sluice_window_show_document (self, document);
  sluice_recent_add (sluice_document_get_path (document));
  return TRUE;
}

/* An address of the web is told that it must be saved first. */
static void
open_file (SluiceWindow *self,
           GFile        *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    {
      sluice_window_open (self, path);
      return;
    }
  g_set_error_literal (&error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR,
                       _("It is not on this machine. Save it as a file, and open that."));
  tell_failure (self, name, error);
}

/**
 * sluice_window_open_files:
 * @files: what was asked for
 * @n_files: how many
 *
 * As sluice_window_open() for each. What cannot be opened is told once all are.
 */
void
sluice_window_open_files (SluiceWindow  *self,
                          GFile        **files,
                          guint          n_files)
{
  g_return_if_fail (SLUICE_IS_WINDOW (self));

  begin_opening (self);
  for (guint i = 0; i < n_files; i++)
    open_file (self, files[i]);
  end_opening (self);
}

/* The flow of a record, where its file is gone or it had none. */
static void
show_recorded_flow (SluiceWindow *self,
                    SluiceRecord *record)
{
  const SluiceRecordInfo *info = sluice_record_get_info (record);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  document = sluice_document_new_from_text (info->document != NULL ? info->document : "", -1, &error);
  if (document != NULL)
    sluice_window_show_document (self, document);
  else
    sluice_window_show_error (self, _("The flow of the run cannot be shown"), error);
}

/**
 * sluice_window_open_run:
 * @path: a record
 * @other: (nullable): one that it is compared with
 *
 * Shows the run over its flow, which is opened from its file, or else from the record.
 */
void
sluice_window_open_run (SluiceWindow *self,
                        const char   *path,
                        const char   *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  g_autofree char *file = NULL;
  SluiceWindow *window = NULL;
  SluicePage *page = NULL;

  if (record == NULL)
    {
      sluice_window_show_error (self, _("The run cannot be shown"), error);
      return;
    }
  file = g_strdup (sluice_record_get_info (record)->file);
  if (file != NULL && g_file_test (file, G_FILE_TEST_IS_REGULAR) && sluice_window_open (self, file))
    page = find_page (self, file, &window);
  if (page == NULL)
    {
      show_recorded_flow (self, record);
      page = self->page;
    }
  if (page != NULL)
    sluice_page_show_past (page, path, other);
}

static void
open_chosen_cb (const char *path,
                gpointer    user_data)
{
  SluiceWindow *self = user_data;

  if (path != NULL)
    {
      begin_opening (self);
      sluice_window_open (self, path);
      return;
    }
  end_opening (self);
  g_object_unref (self);
}

static gboolean
dropped_cb (SluiceWindow *self,
            const GValue *value)
{
  begin_opening (self);
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    open_file (self, l->data);
  end_opening (self);

  return TRUE;
}

static void
fill_recent_menu (SluiceWindow *self)
{
  g_autoptr (GPtrArray) paths = sluice_recent_dup_paths (MAX_RECENT);

  g_menu_remove_all (self->recent_menu);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *name = g_filename_display_basename (path);
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open-path", "s", path);
      g_menu_append_item (self->recent_menu, item);
    }
}

static void
recent_changed_cb (SluiceWindow *self)
{
  fill_recent_menu (self);
  sluice_start_page_refresh (self->start_page);
}

/**
 * sluice_window_show_folder:
 *
 * Shows the folder of the document's file, in the program that the person has for that.
 */
void
sluice_window_show_folder (SluiceWindow *self)
{
  g_autofree char *folder = sluice_document_dup_folder (self->page->document);
  g_autofree char *uri = folder != NULL ? g_filename_to_uri (folder, NULL, NULL) : NULL;

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/**
 * sluice_window_init_files:
 *
 * Lists what was open lately, and takes files that are dropped anywhere on the window. They are taken
 * on their way down, before the canvas sees their names as a text.
 */
void
sluice_window_init_files (SluiceWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));

  self->recent_menu = g_menu_new ();
  g_menu_append_section (self->open_menu, _("Recent"), G_MENU_MODEL (self->recent_menu));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (recent_changed_cb), self, G_CONNECT_SWAPPED);
  recent_changed_cb (self);
  sluice_late_menu_set (self->open_menu_button, G_MENU_MODEL (self->open_menu));
}

/**
 * sluice_window_ask_open:
 *
 * Asks for a file and opens it.
 */
void
sluice_window_ask_open (SluiceWindow *self)
{
  g_autofree char *folder = self->page != NULL ? sluice_document_dup_folder (self->page->document) : NULL;

  sluice_file_dialog_open (GTK_WINDOW (self), folder, open_chosen_cb, g_object_ref (self));
}
