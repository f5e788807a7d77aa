/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exporting: what the format leaves open is asked, then the place, and then it is written at once. The
 * formats are those of core/exchange; a new one there is in the menu and among the commands by itself.
 */
#include "window/window-private.h"

#include "window/export-dialog.h"
#include "window/file-dialog.h"
#include "window/page-private.h"

#include "base/ids.h"
#include "exchange/run-marks.h"
#include "kinds/link.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceWindow               *window;   /* a reference */
  SluiceDocument             *document; /* a reference */
  const SluiceExchangeFormat *format;
  SluiceExportOptions         options;  /* owns its flow; selection and run are those below */
  char                      **selection; /* addresses, owned; NULL: nothing is selected */
  SluiceRunMarks             *run;       /* owned; NULL: there was none */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->window);
  g_object_unref (request->document);
  g_free ((char *) request->options.flow);
  g_strfreev (request->selection);
  sluice_run_marks_free (request->run);
  g_free (request);
}

static Request *
request_new (SluiceWindow               *self,
             SluiceDocument             *document,
             const SluiceExchangeFormat *format)
{
  Request *request = g_new0 (Request, 1);

  request->window = g_object_ref (self);
  request->document = g_object_ref (document);
  request->format = format;

  return request;
}

static char *
join_notes (GPtrArray *notes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (notes, i));

  return g_string_free (text, FALSE);
}

/**
 * sluice_window_show_notes:
 * @title: what was done
 * @notes: (element-type utf8): what could not be taken over, or is to be looked at
 *
 * Says what was done: in passing, or in a bar where there is more to it.
 */
void
sluice_window_show_notes (SluiceWindow *self,
                          const char   *title,
                          GPtrArray    *notes)
{
  g_autofree char *text = join_notes (notes);

  if (notes->len > 0)
    sluice_message_bar_show (self->error_bar, SLUICE_MESSAGE_WARNING, title, text, NULL);
  else
    sluice_window_toast (self, title);
}

static void
export_to (Request    *request,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) linked = NULL;
  g_autoptr (SluiceExport) made = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = g_strdup_printf (_("Exported “%s”"), name);

  request->options.target = path;
  sluice_message_bar_hide (request->window->error_bar);
  /* A project is to run without what lies beside the flow; a picture shows the flow as it is. */
  linked = request->format->is_folder ? sluice_link_document (request->document, &error)
                                      : g_object_ref (request->document);
  if (linked != NULL)
    made = sluice_exchange_export (linked, request->format, &request->options, &error);
  if (made == NULL || !sluice_export_save (made, path, &error))
    sluice_window_show_error (request->window, _("The flow could not be exported"), error);
  else
    sluice_window_show_notes (request->window, title, made->notes);
}

static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  if (path != NULL)
    export_to (user_data, path);
  else
    request_free (user_data);
}

/* Beside the file, and called as it is. */
static void
ask_where (Request *request)
{
  const SluiceExchangeFormat *format = request->format;
  const char *path = sluice_document_get_path (request->document);
  g_autofree char *folder = sluice_document_dup_folder (request->document);
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : g_strdup (_("flow"));
  g_autofree char *pattern = g_strconcat ("*", format->suffix, NULL);
  g_autofree char *name = NULL;

  if (g_str_has_suffix (base, ".flow.json"))
    base[strlen (base) - strlen (".flow.json")] = '\0';
  name = g_strconcat (base, format->suffix, NULL);
  sluice_file_dialog_export (GTK_WINDOW (request->window), folder, name,
                             format->is_folder ? NULL : _(format->title), pattern, chosen_cb, request);
}

static void
answered_cb (const SluiceExportOptions *options,
             gpointer                   user_data)
{
  Request *asked = user_data;
  Request *request = request_new (asked->window, asked->document, asked->format);

  request->options = *options;
  request->options.flow = g_strdup (options->flow);
  /* The dialog goes, and these with it. */
  request->selection = g_steal_pointer (&asked->selection);
  request->run = g_steal_pointer (&asked->run);
  ask_where (request);
}

static SluiceRunMarkState
get_run_state (const SluiceNodeMark *mark)
{
  if (mark == NULL || mark->n_visits == 0)
    return SLUICE_RUN_MARK_NONE;
  if (mark->state == SLUICE_MARK_FAILED)
    return SLUICE_RUN_MARK_FAILED;
  return mark->n_lanes > 0 ? SLUICE_RUN_MARK_RUNNING : SLUICE_RUN_MARK_DONE;
}

static void
mark_node (SluiceRunMarks   *marks,
           SluiceRunSession *session,
           SluiceDocument   *document,
           const char       *address)
{
  const SluiceNodeMark *mark = sluice_run_session_get_node_mark (session, address);
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");

  if (get_run_state (mark) != SLUICE_RUN_MARK_NONE)
    sluice_run_marks_set (marks, address, get_run_state (mark), mark->n_visits);
  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (next) && i < sluice_value_get_length (next); i++)
    {
      const char *action = sluice_value_get_key (next, i);
      const SluiceEdgeMark *edge = sluice_run_session_get_edge_mark (session, address, action);

      if (edge != NULL && edge->n_taken > 0)
        sluice_run_marks_take_edge (marks, address, action);
    }
}

/* Returns: (transfer full) (nullable): how far the run that is shown has come; NULL: there is none */
static SluiceRunMarks *
dup_run (SluicePage *page)
{
  g_autoptr (SluiceRunMarks) marks = sluice_run_marks_new ();
  gboolean has_visits = FALSE;

  for (guint i = 0; i < sluice_document_get_n_flows (page->document); i++)
    {
      const char *flow = sluice_document_get_flow_id (page->document, i);

      for (guint k = 0; k < sluice_document_get_n_nodes (page->document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow,
                                                          sluice_document_get_node_id (page->document, flow, k));

          mark_node (marks, page->session, page->document, address);
          has_visits |= sluice_run_marks_get_visits (marks, address) > 0;
        }
    }
  return has_visits ? g_steal_pointer (&marks) : NULL;
}

/**
 * sluice_window_export:
 * @id: of a format
 *
 * Exports the document that is shown.
 */
void
sluice_window_export (SluiceWindow *self,
                      const char   *id)
{
  const SluiceExchangeFormat *format = sluice_exchange_find (id);
  Request *request;

  if (self->page == NULL || format == NULL || format->write == NULL)
    return;

  request = request_new (self, self->page->document, format);
  request->run = dup_run (self->page);
  request->selection = sluice_canvas_dup_selection (self->page->canvas);
  if (request->selection != NULL && request->selection[0] == NULL)
    g_clear_pointer (&request->selection, g_strfreev);
  if (sluice_export_dialog_has_questions (format, self->page->document, (const char * const *) request->selection,
                                          request->run))
    sluice_export_dialog_show (GTK_WINDOW (self), format, self->page->document,
                               sluice_canvas_get_flow (self->page->canvas),
                               (const char * const *) request->selection, request->run, answered_cb, request,
                               request_free);
  else
    ask_where (request);
}

/**
 * sluice_window_fill_export_menu:
 * @menu: where the formats go
 */
void
sluice_window_fill_export_menu (GMenu *menu)
{
  guint n_formats = sluice_exchange_get_n ();

  for (guint i = 0; i < n_formats; i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);
      g_autofree char *label = g_strdup_printf ("%s…", _(format->title));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (format->write == NULL)
        continue;
      g_menu_item_set_action_and_target (item, "win.export", "s", format->id);
      g_menu_append_item (menu, item);
    }
}
