/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows AdwMessageDialog. */
#include "message-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  SluiceMessageDialogFunc func;
  gpointer                user_data;
} Request;

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Request          *request)
{
  SluiceAnswer answer = SLUICE_ANSWER_CANCEL;

  if (g_str_equal (response, "save"))
    answer = SLUICE_ANSWER_SAVE;
  else if (g_str_equal (response, "discard"))
    answer = SLUICE_ANSWER_DISCARD;

  request->func (answer, request->user_data);
}

/**
 * sluice_message_dialog_ask_save:
 * @parent: the window that is about to close
 * @title: what its document is called
 * @func: called once with the answer
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
  Request *request = g_new (Request, 1);

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
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}
