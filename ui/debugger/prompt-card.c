/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One question of a waiting node: who asks, what is asked, and the place for the answer. An answer
 * the node does not take is told in the card, which stays.
 */
#include "debugger/prompt-card.h"

#include "rows/text-view.h"

#include <glib/gi18n.h>

struct _SluicePromptCard
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  char             *address;
  guint64           effect;
  GtkWidget        *field; /* what is typed into; borrowed from the template, NULL for choices */

  /* Template. */
  GtkWidget   *content;
  GtkButton   *node_button;
  GtkLabel    *text;
  GtkStack    *stack;
  GtkWidget   *entry;
  GtkWidget   *secret;
  GtkTextView *lines;
  GtkFlowBox  *choices;
  GtkWidget   *answer_button;
  GtkLabel    *error;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePromptCard, sluice_prompt_card, GTK_TYPE_WIDGET)

static char *
dup_typed (SluicePromptCard *self)
{
  if (self->field == GTK_WIDGET (self->lines))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->lines);
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }

  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->field)));
}

static void
send_cb (SluicePromptCard *self)
{
  g_autofree char *typed = NULL;

  if (self->field == NULL)
    return;

  typed = dup_typed (self);
  sluice_prompt_card_answer (self, typed);
}

static void
choice_clicked_cb (GtkButton        *button,
                   SluicePromptCard *self)
{
  sluice_prompt_card_answer (self, g_object_get_data (G_OBJECT (button), "choice"));
}

static void
edited_cb (SluicePromptCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  if (self->field != NULL)
    gtk_widget_remove_css_class (self->field, "error");
}

static gboolean
lines_key_cb (SluicePromptCard *self,
              guint             keyval,
              guint             keycode,
              GdkModifierType   state)
{
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK) != 0)
    {
      send_cb (self);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
node_clicked_cb (SluicePromptCard *self)
{
  g_signal_emit (self, signals[LOCATE], 0);
}

static void
fill_choices (SluicePromptCard *self,
              char            **choices)
{
  for (guint i = 0; choices != NULL && choices[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (choices[i]);

      g_object_set_data_full (G_OBJECT (button), "choice", g_strdup (choices[i]), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (choice_clicked_cb), self);
      gtk_widget_set_name (button, "prompt-choice");
      gtk_flow_box_append (self->choices, button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }

  gtk_stack_set_visible_child_name (self->stack, "choices");
  gtk_widget_set_visible (self->answer_button, FALSE);
}

static void
fill_field (SluicePromptCard   *self,
            const SluicePrompt *prompt)
{
  const char *page = "entry";

  self->field = self->entry;
  if (g_strcmp0 (prompt->input, "secret") == 0)
    {
      page = "secret";
      self->field = self->secret;
    }
  else if (g_strcmp0 (prompt->input, "multiline") == 0)
    {
      page = "lines";
      self->field = GTK_WIDGET (self->lines);
    }
  else if (g_strcmp0 (prompt->input, "number") == 0)
    {
      gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
    }

  gtk_stack_set_visible_child_name (self->stack, page);
  if (prompt->fallback == NULL)
    return;

  if (self->field == GTK_WIDGET (self->lines))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->lines), prompt->fallback, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->field), prompt->fallback);
}

static gboolean
sluice_prompt_card_grab_focus (GtkWidget *widget)
{
  SluicePromptCard *self = SLUICE_PROMPT_CARD (widget);

  if (self->field != NULL)
    return gtk_widget_grab_focus (self->field);

  return gtk_widget_child_focus (GTK_WIDGET (self->choices), GTK_DIR_TAB_FORWARD);
}

static void
sluice_prompt_card_dispose (GObject *object)
{
  SluicePromptCard *self = SLUICE_PROMPT_CARD (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_prompt_card_parent_class)->dispose (object);
}

static void
sluice_prompt_card_finalize (GObject *object)
{
  g_free (SLUICE_PROMPT_CARD (object)->address);

  G_OBJECT_CLASS (sluice_prompt_card_parent_class)->finalize (object);
}

static void
sluice_prompt_card_class_init (SluicePromptCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_prompt_card_dispose;
  object_class->finalize = sluice_prompt_card_finalize;
  widget_class->grab_focus = sluice_prompt_card_grab_focus;

  /**
   * SluicePromptCard::locate:
   *
   * The node that asks is to be brought into view.
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/prompt-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, content);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, node_button);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, text);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, entry);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, secret);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, lines);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, choices);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, answer_button);
  gtk_widget_class_bind_template_child (widget_class, SluicePromptCard, error);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, lines_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, node_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_prompt_card_init (SluicePromptCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sluice_text_view_follow (self->lines);
}

/**
 * sluice_prompt_card_new:
 * @session: the session that gets the answer
 * @prompt: what is asked; copied
 *
 * Returns: (transfer floating): a card for it
 */
GtkWidget *
sluice_prompt_card_new (SluiceRunSession   *session,
                        const SluicePrompt *prompt)
{
  SluicePromptCard *self = g_object_new (SLUICE_TYPE_PROMPT_CARD, NULL);
  const char *text = prompt->text != NULL && prompt->text[0] != '\0' ? prompt->text : _("What now?");

  self->session = g_object_ref (session);
  self->effect = prompt->effect;
  self->address = g_strdup (prompt->address);

  gtk_button_set_label (self->node_button, prompt->node_title != NULL ? prompt->node_title : _("A node"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->node_button), prompt->address != NULL);
  gtk_label_set_label (self->text, text);

  if (g_strcmp0 (prompt->type, "choose") == 0)
    fill_choices (self, prompt->choices);
  else
    {
      fill_field (self, prompt);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->field),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
    }

  return GTK_WIDGET (self);
}

/**
 * sluice_prompt_card_get_effect:
 *
 * Returns: the effect of the run that waits for the answer
 */
guint64
sluice_prompt_card_get_effect (SluicePromptCard *self)
{
  g_return_val_if_fail (SLUICE_IS_PROMPT_CARD (self), 0);

  return self->effect;
}

/**
 * sluice_prompt_card_get_address:
 *
 * Returns: (transfer none) (nullable): the address of the node that asks
 */
const char *
sluice_prompt_card_get_address (SluicePromptCard *self)
{
  g_return_val_if_fail (SLUICE_IS_PROMPT_CARD (self), NULL);

  return self->address;
}

/**
 * sluice_prompt_card_answer:
 * @text: the answer
 *
 * Gives the answer to the run. What it refuses is told in the card.
 *
 * Returns: whether it was taken
 */
gboolean
sluice_prompt_card_answer (SluicePromptCard *self,
                           const char       *text)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (SLUICE_IS_PROMPT_CARD (self), FALSE);

  if (sluice_run_session_answer (self->session, self->effect, text, &error))
    {
      gtk_widget_set_sensitive (self->content, FALSE);
      return TRUE;
    }

  gtk_label_set_label (self->error, error != NULL ? error->message : _("That is no answer here"));
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
  if (self->field != NULL)
    {
      gtk_widget_add_css_class (self->field, "error");
      gtk_widget_grab_focus (self->field);
    }

  return FALSE;
}
