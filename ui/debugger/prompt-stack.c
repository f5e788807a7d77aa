/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The open prompts of a run, oldest on top, over the canvas and never in its way: one card each,
 * there as long as the run waits. A new card takes the focus unless somebody is typing.
 */
#include "debugger/prompt-stack.h"

#include "debugger/prompt-card.h"

#include <adwaita.h>

struct _SluicePromptStack
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  /* Children. */
  GtkWidget *scroller;
  GtkWidget *box; /* of SluicePromptCard */
};

enum
{
  ASKED,
  LOCATE,
  EMPTIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePromptStack, sluice_prompt_stack, GTK_TYPE_WIDGET)

static void
locate_cb (SluicePromptCard  *card,
           SluicePromptStack *self)
{
  const char *address = sluice_prompt_card_get_address (card);

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static GtkWidget *
find_card (SluicePromptStack *self,
           guint64            effect)
{
  for (GtkWidget *card = gtk_widget_get_first_child (self->box);
       card != NULL;
       card = gtk_widget_get_next_sibling (card))
    if (sluice_prompt_card_get_effect (SLUICE_PROMPT_CARD (card)) == effect)
      return card;

  return NULL;
}

static gboolean
is_open (GPtrArray *prompts,
         guint64    effect)
{
  for (guint i = 0; prompts != NULL && i < prompts->len; i++)
    {
      const SluicePrompt *prompt = g_ptr_array_index (prompts, i);

      if (prompt->effect == effect)
        return TRUE;
    }

  return FALSE;
}

static gboolean
holds_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* In another text than one of ours. */
static gboolean
is_somebody_typing (SluicePromptStack *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

static gboolean
remove_closed (SluicePromptStack *self,
               GPtrArray         *prompts)
{
  GtkWidget *card = gtk_widget_get_first_child (self->box);
  gboolean had_focus = FALSE;

  while (card != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (card);

      if (!is_open (prompts, sluice_prompt_card_get_effect (SLUICE_PROMPT_CARD (card))))
        {
          had_focus |= holds_focus (card) || !gtk_widget_get_sensitive (gtk_widget_get_first_child (card));
          gtk_box_remove (GTK_BOX (self->box), card);
        }
      card = next;
    }

  return had_focus;
}

static GtkWidget *
add_opened (SluicePromptStack *self,
            GPtrArray         *prompts)
{
  GtkWidget *first_new = NULL;

  for (guint i = 0; prompts != NULL && i < prompts->len; i++)
    {
      const SluicePrompt *prompt = g_ptr_array_index (prompts, i);
      GtkWidget *card;

      if (find_card (self, prompt->effect) != NULL)
        continue;

      card = sluice_prompt_card_new (self->session, prompt);
      g_signal_connect (card, "locate", G_CALLBACK (locate_cb), self);
      gtk_box_append (GTK_BOX (self->box), card);
      if (first_new == NULL)
        first_new = card;
    }

  return first_new;
}

static void
tell_asked (SluicePromptStack *self,
            GtkWidget         *card)
{
  const char *address = sluice_prompt_card_get_address (SLUICE_PROMPT_CARD (card));

  if (address != NULL)
    g_signal_emit (self, signals[ASKED], 0, address);
}

static void
update (SluicePromptStack *self)
{
  GPtrArray *prompts = sluice_run_session_get_prompts (self->session);
  gboolean had_focus = remove_closed (self, prompts);
  GtkWidget *card = add_opened (self, prompts);

  if (card == NULL && had_focus)
    card = gtk_widget_get_first_child (self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
  if (card != NULL && card == gtk_widget_get_first_child (self->box))
    tell_asked (self, card);

  if (card != NULL && (had_focus || !is_somebody_typing (self)))
    gtk_widget_grab_focus (card);
  else if (card == NULL && had_focus)
    g_signal_emit (self, signals[EMPTIED], 0);
}

static void
updated_cb (SluicePromptStack     *self,
            const SluiceRunUpdate *change)
{
  if (change->prompts || change->restarted)
    update (self);
}

static void
sluice_prompt_stack_dispose (GObject *object)
{
  SluicePromptStack *self = SLUICE_PROMPT_STACK (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_prompt_stack_parent_class)->dispose (object);
}

static void
sluice_prompt_stack_class_init (SluicePromptStackClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_prompt_stack_dispose;

  /**
   * SluicePromptStack::asked:
   * @address: the node whose card is the topmost now
   */
  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluicePromptStack::locate:
   * @address: the node to bring into view
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluicePromptStack::emptied:
   *
   * The last card went while it had the keyboard focus, which now needs a new place.
   */
  signals[EMPTIED] = g_signal_new ("emptied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "prompts");
}

static void
sluice_prompt_stack_init (SluicePromptStack *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->scroller = gtk_scrolled_window_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 340);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sluice_prompt_stack_new:
 *
 * Returns: (transfer floating): a stack that is invisible while nothing is asked
 */
GtkWidget *
sluice_prompt_stack_new (void)
{
  return g_object_new (SLUICE_TYPE_PROMPT_STACK, NULL);
}

/**
 * sluice_prompt_stack_set_session:
 * @session: the session whose prompts are shown
 */
void
sluice_prompt_stack_set_session (SluicePromptStack *self,
                                 SluiceRunSession  *session)
{
  g_return_if_fail (SLUICE_IS_PROMPT_STACK (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_prompt_stack_get_n_cards:
 *
 * Returns: how many prompts are open
 */
guint
sluice_prompt_stack_get_n_cards (SluicePromptStack *self)
{
  guint n_cards = 0;

  g_return_val_if_fail (SLUICE_IS_PROMPT_STACK (self), 0);

  for (GtkWidget *card = gtk_widget_get_first_child (self->box);
       card != NULL;
       card = gtk_widget_get_next_sibling (card))
    n_cards++;

  return n_cards;
}
