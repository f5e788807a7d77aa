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

typedef struct
{
  SluiceAnswer           answer;
  const char            *id;
  const char            *label;
  AdwResponseAppearance  appearance;
} Response;

static const Response save_responses[] = {
  { SLUICE_ANSWER_CANCEL, "cancel", N_("_Cancel"), ADW_RESPONSE_DEFAULT },
  { SLUICE_ANSWER_DISCARD, "discard", N_("_Discard"), ADW_RESPONSE_DESTRUCTIVE },
  { SLUICE_ANSWER_SAVE, "save", N_("_Save"), ADW_RESPONSE_SUGGESTED },
};

static const Response allow_responses[] = {
  { SLUICE_ANSWER_DENY, "deny", N_("_Deny"), ADW_RESPONSE_DEFAULT },
  { SLUICE_ANSWER_ALLOW_ONCE, "once", N_("Allow _Once"), ADW_RESPONSE_DEFAULT },
  { SLUICE_ANSWER_ALLOW_ALWAYS, "always", N_("_Always Allow"), ADW_RESPONSE_DEFAULT },
};

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

static SluiceAnswer
find_answer (const char *response)
{
  for (gsize i = 0; i < G_N_ELEMENTS (save_responses); i++)
    if (g_str_equal (save_responses[i].id, response))
      return save_responses[i].answer;
  for (gsize i = 0; i < G_N_ELEMENTS (allow_responses); i++)
    if (g_str_equal (allow_responses[i].id, response))
      return allow_responses[i].answer;
  return SLUICE_ANSWER_CANCEL;
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
  told->answer = find_answer (response);
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, told, request_free);
}

/* Escape and closing the dialog cancel, whether or not there is a button for that. */
static void
ask (AdwMessageDialog        *dialog,
     const Response          *responses,
     gsize                    n_responses,
     const char              *by_default,
     SluiceMessageDialogFunc  func,
     gpointer                 user_data)
{
  Request *request = g_new0 (Request, 1);

  request->func = func;
  request->user_data = user_data;
  for (gsize i = 0; i < n_responses; i++)
    {
      adw_message_dialog_add_response (dialog, responses[i].id, _(responses[i].label));
      adw_message_dialog_set_response_appearance (dialog, responses[i].id, responses[i].appearance);
    }
  adw_message_dialog_set_default_response (dialog, by_default);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request,
                         (GClosureNotify) (void (*) (void)) request_free, 0);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * sluice_message_dialog_ask_save:
 * @parent: the window that is about to close
 * @title: what its document is called
 * @func: called with the answer, while @parent is there
 *
 * Asks what becomes of changes that are not saved.
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

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _("“%s” has changes that are not saved. Without saving they are lost."),
                                  title);
  ask (ADW_MESSAGE_DIALOG (dialog), save_responses, G_N_ELEMENTS (save_responses), "save", func, user_data);

  return GTK_WINDOW (dialog);
}

/**
 * sluice_message_dialog_ask_allow:
 * @parent: the window of the flow
 * @heading: the question
 * @body: what the answers mean
 * @list: what is asked for
 * @func: called with the answer, while @parent is there
 *
 * Asks whether a flow may touch what it names. No answer is suggested.
 *
 * Returns: (transfer none): the dialog, which goes when it is answered
 */
GtkWindow *
sluice_message_dialog_ask_allow (GtkWindow               *parent,
                                 const char              *heading,
                                 const char              *body,
                                 GtkWidget               *list,
                                 SluiceMessageDialogFunc  func,
                                 gpointer                 user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);
  ask (ADW_MESSAGE_DIALOG (dialog), allow_responses, G_N_ELEMENTS (allow_responses), NULL, func, user_data);

  return GTK_WINDOW (dialog);
}
