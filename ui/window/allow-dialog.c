/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks whether a flow may touch what it names. It looks as a message dialog does, but may have more to say than there
 * is room for: that scrolls, and the answers are always in view.
 */
#include "window/allow-dialog.h"

#include "window/text-scale.h"

#include <glib/gi18n.h>

#define USUAL_WIDTH 400  /* px where text is of the usual size */
#define STACKED_BELOW 340
#define SHARE 0.95       /* of its parent: what it may cover */
#define MARGINS 54       /* px above and below the words */
#define FRAME 12 /* px that the sides of the window take where it has no shadow */

typedef struct
{
  SluiceMessageDialogFunc  func;
  gpointer                 user_data;
  SluiceAnswer             answer;
  GtkWindow               *parent; /* a reference */
} Request;

static const struct
{
  SluiceAnswer answer;
  const char  *label;
} answers[] = {
  { SLUICE_ANSWER_DENY, N_("_Deny") },
  { SLUICE_ANSWER_ALLOW_ONCE, N_("Allow _Once") },
  { SLUICE_ANSWER_ALLOW_ALWAYS, N_("_Always Allow") },
};

/* It is told once the dialog has gone, while the parent is there. */
static gboolean
tell_cb (gpointer user_data)
{
  Request *request = user_data;

  request->func (request->answer, request->user_data);
  return G_SOURCE_REMOVE;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->parent);
  g_free (request);
}

static void
destroy_cb (GtkWindow *dialog,
            Request   *request)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, request, request_free);
}

static void
clicked_cb (GtkWidget *button,
            Request   *request)
{
  request->answer = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "answer"));
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (button)));
}

static gboolean
escape_cb (GtkWidget *dialog,
           GVariant  *arguments,
           gpointer   user_data)
{
  gtk_window_close (GTK_WINDOW (dialog));
  return TRUE;
}

static void
add_escape (GtkWidget *dialog)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (dialog, shortcuts);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_words (const char *heading,
           const char *body,
           GtkWidget  *list)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (words, "message-area");
  gtk_box_append (GTK_BOX (words), new_label (heading, "title-2"));
  gtk_box_append (GTK_BOX (words), new_label (body, NULL));
  gtk_box_append (GTK_BOX (words), list);
  return words;
}

/* Side by side, or the last on top where there is no room for that. */
static GtkWidget *
new_buttons (gboolean  is_stacked,
             Request  *request)
{
  GtkWidget *box = gtk_box_new (is_stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_set_hexpand (box, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_(answers[i].label));

      gtk_widget_add_css_class (button, "flat");
      g_object_set_data (G_OBJECT (button), "answer", GINT_TO_POINTER (answers[i].answer));
      g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), request);
      if (is_stacked)
        gtk_box_prepend (GTK_BOX (box), button);
      else
        gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static GtkWidget *
new_scrolled (GtkWidget *words)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), words);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* As high as its words in that width, where there is room: by itself a scrolled window takes them for lines that
 * are not wrapped, and would cut the last. */
static void
set_height (GtkWidget *scrolled,
            GtkWidget *words,
            int        width,
            int        room)
{
  int height;

  gtk_widget_measure (words, GTK_ORIENTATION_VERTICAL, width - FRAME, NULL, &height, NULL, NULL);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX (room, 1));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), CLAMP (height, 1, MAX (room, 1)));
}

static void
fill (GtkWindow  *dialog,
      const char *heading,
      const char *body,
      GtkWidget  *list,
      Request    *request)
{
  double scale = sluice_text_scale_get (GTK_WIDGET (dialog));
  int width = (int) MIN (USUAL_WIDTH * scale, SHARE * gtk_widget_get_width (GTK_WIDGET (request->parent))), height;
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *area = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = new_words (heading, body, list), *scrolled = new_scrolled (words);
  GtkWidget *handle = gtk_window_handle_new ();

  gtk_widget_add_css_class (area, "response-area");
  gtk_box_append (GTK_BOX (area), new_buttons (width < STACKED_BELOW * scale, request));
  gtk_box_append (GTK_BOX (content), scrolled);
  gtk_box_append (GTK_BOX (content), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (content), area);
  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (handle), content);
  gtk_window_set_child (dialog, handle);

  gtk_widget_measure (area, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  height = (int) (SHARE * gtk_widget_get_height (GTK_WIDGET (request->parent))) - height - MARGINS;
  set_height (scrolled, words, width, height);
  gtk_window_set_default_size (dialog, width, -1);
}

/**
 * sluice_allow_dialog_ask:
 * @parent: the window of the flow
 * @heading: the question
 * @body: what the answers mean
 * @list: what is asked for
 * @func: called with the answer, while @parent is there
 *
 * Asks whether a flow may touch what it names. No answer is suggested; Escape cancels.
 *
 * Returns: (transfer none): the dialog, which goes when it is answered
 */
GtkWindow *
sluice_allow_dialog_ask (GtkWindow               *parent,
                         const char              *heading,
                         const char              *body,
                         GtkWidget               *list,
                         SluiceMessageDialogFunc  func,
                         gpointer                 user_data)
{
  GtkWidget *dialog = gtk_window_new (), *titlebar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Request *request = g_new0 (Request, 1);

  request->func = func;
  request->user_data = user_data;
  request->answer = SLUICE_ANSWER_CANCEL;
  request->parent = g_object_ref (parent);
  gtk_widget_add_css_class (dialog, "messagedialog");
  gtk_widget_set_visible (titlebar, FALSE);
  gtk_window_set_titlebar (GTK_WINDOW (dialog), titlebar);
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  add_escape (dialog);
  fill (GTK_WINDOW (dialog), heading, body, list, request);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, body, -1);
  g_signal_connect (dialog, "destroy", G_CALLBACK (destroy_cb), request);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}
