/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the question to its end, which comes once: by an answer, or with the window that asked. */
#include "rows/native-dialog.h"

typedef struct
{
  GtkNativeDialog        *dialog; /* owned */
  GtkWindow              *parent; /* a reference */
  SluiceNativeDialogFunc  func;
  gpointer                user_data;
} Question;

/* GTK's chooser is in the middle of a click or a key when it answers: it is let go of after that. */
static void
free_cb (gpointer user_data)
{
  Question *question = user_data;

  gtk_native_dialog_destroy (question->dialog);
  g_object_unref (question->dialog);
  g_object_unref (question->parent);
  g_free (question);
}

static void
end (Question *question,
     int       response)
{
  g_signal_handlers_disconnect_by_data (question->dialog, question);
  g_signal_handlers_disconnect_by_data (question->parent, question);
  gtk_native_dialog_hide (question->dialog);
  question->func (question->dialog, response, question->user_data);
  g_idle_add_once (free_cb, question);
}

static void
response_cb (Question *question,
             int       response)
{
  end (question, response);
}

static void
parent_gone_cb (Question *question)
{
  end (question, GTK_RESPONSE_NONE);
}

/**
 * sluice_native_dialog_ask:
 * @take_dialog: (transfer full): a dialog that is not shown yet
 * @parent: the window that asks
 * @func: called once, when the dialog is hidden already
 * @user_data: for @func
 *
 * Shows a dialog that nothing else of @parent can be used beside.
 */
void
sluice_native_dialog_ask (GtkNativeDialog        *take_dialog,
                          GtkWindow              *parent,
                          SluiceNativeDialogFunc  func,
                          gpointer                user_data)
{
  Question *question = g_new (Question, 1);

  question->dialog = take_dialog;
  question->parent = g_object_ref (parent);
  question->func = func;
  question->user_data = user_data;
  gtk_native_dialog_set_modal (take_dialog, TRUE);
  g_signal_connect_swapped (take_dialog, "response", G_CALLBACK (response_cb), question);
  g_signal_connect_swapped (parent, "destroy", G_CALLBACK (parent_gone_cb), question);
  gtk_native_dialog_show (take_dialog);
}
