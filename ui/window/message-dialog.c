/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows AdwMessageDialog. A dialog goes with its parent. */
#include "window/message-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  GtkWindow               *parent; /* a reference while the answer is on its way, else NULL */
  SluiceMessageDialogFunc  func;
  gpointer                 user_data;
  SluiceAnswer             answer;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->parent);
  g_free (request);
}

static gboolean
answer_cb (gpointer user_data)
{
  Request *request = user_data;

  request->func (request->answer, request->user_data);

  return G_SOURCE_REMOVE;
}

/* The answer may be that the parent closes, which a dialog in the middle of its own closing does
 * not survive: it is told once the dialog has gone. */
static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Request          *request)
{
  Request *told = g_new (Request, 1);

  *told = *request;
  told->parent = g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  told->answer = SLUICE_ANSWER_CANCEL;
  if (g_str_equal (response, "save"))
    told->answer = SLUICE_ANSWER_SAVE;
  else if (g_str_equal (response, "discard"))
    told->answer = SLUICE_ANSWER_DISCARD;

  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, told, request_free);
}

/**
 * sluice_message_dialog_ask_save:
 * @parent: the window that is about to close
 * @title: what its document is called
 * @func: called with the answer, while @parent is there
 *
 * Asks what becomes of changes that are not saved. Escape and closing the dialog cancel.
 *
 * Returns: (transfer none): the dialog, which goes when it is answered
 */
GtkWindow *
sluice_message_dialog_ask_save (GtkWindow               *parent,
                                const char              *title,
                                SluiceMessageDialogFunc  func,
                                gpointer                 user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Save the changes?"), NULL);
  Request *request = g_new0 (Request, 1);

  request->func = func;
  request->user_data = user_data;
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _("“%s” has changes that are not saved. Without saving they are lost."),
                                  title);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Discard"),
                                    "save", _("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request,
                         (GClosureNotify) (void (*) (void)) request_free, 0);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}
