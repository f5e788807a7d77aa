/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows AdwMessageDialog. A dialog goes with its parent. */
#include "window/message-dialog.h"

#include "window/text-scale.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define LEAST_BODY 48    /* px, of what scrolls */
#define MOST_BODY  420
#define BODY_CHARS 40    /* a line of it as wide as the dialog gets; it is as high as these need, not wider ones */
#define DIALOG_SHARE 0.9 /* of its parent's height: what libadwaita lets a dialog have */
#define FRAME 110        /* px for what is around heading and buttons */
#define WORDS 125        /* px for a heading of two lines and three buttons, one below the other, as large as text is */

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

/* How high the text may be: the dialog would rather cut its buttons than what scrolls. */
static int
get_room (GtkWidget *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  double height = parent != NULL ? gtk_widget_get_height (GTK_WIDGET (parent)) : G_MAXINT;
  double room = DIALOG_SHARE * height - FRAME - WORDS * sluice_text_scale_get (dialog);

  return (int) CLAMP (room, LEAST_BODY, MOST_BODY);
}

/* Where a window is low or text is large the text scrolls, and the buttons stay in view. */
static void
set_body (AdwMessageDialog *dialog,
          const char       *text)
{
  GtkWidget *body = gtk_label_new (text), *scrolled = gtk_scrolled_window_new ();
  int chars = (int) (BODY_CHARS / sluice_text_scale_get (GTK_WIDGET (dialog)));

  gtk_label_set_wrap (GTK_LABEL (body), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (body), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (body), chars);
  gtk_label_set_justify (GTK_LABEL (body), GTK_JUSTIFY_CENTER);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), get_room (GTK_WIDGET (dialog)));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), body);
  adw_message_dialog_set_extra_child (dialog, scrolled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
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
  g_autofree char *body = g_strdup_printf (_("“%s” has changes that are not saved. Without saving they are lost."),
                                           title);

  set_body (ADW_MESSAGE_DIALOG (dialog), body);
  ask (ADW_MESSAGE_DIALOG (dialog), save_responses, G_N_ELEMENTS (save_responses), "save", func, user_data);

  return GTK_WINDOW (dialog);
}
