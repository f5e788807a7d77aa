/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of words.h for GtkSourceView's completion: while typing, after a dot, and on Ctrl+Space. */

#include "inspector/completion.h"

#include <glib/gi18n.h>

#include "inspector/words.h"

/* One word */

#define SLUICE_TYPE_PROPOSAL (sluice_proposal_get_type ())
G_DECLARE_FINAL_TYPE (SluiceProposal, sluice_proposal, SLUICE, PROPOSAL, GObject)

struct _SluiceProposal
{
  GObject     parent_instance;

  SluiceWord *word; /* owned */
};

static char *
sluice_proposal_get_typed_text (GtkSourceCompletionProposal *proposal)
{
  return g_strdup (SLUICE_PROPOSAL (proposal)->word->name);
}

static void
proposal_iface_init (GtkSourceCompletionProposalInterface *iface)
{
  iface->get_typed_text = sluice_proposal_get_typed_text;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SluiceProposal, sluice_proposal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROPOSAL,
                                                      proposal_iface_init))

static void
sluice_proposal_finalize (GObject *object)
{
  sluice_word_free (SLUICE_PROPOSAL (object)->word);
  G_OBJECT_CLASS (sluice_proposal_parent_class)->finalize (object);
}

static void
sluice_proposal_class_init (SluiceProposalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_proposal_finalize;
}

static void
sluice_proposal_init (SluiceProposal *self)
{
}

/* The provider */

#define SLUICE_TYPE_COMPLETION (sluice_completion_get_type ())
G_DECLARE_FINAL_TYPE (SluiceCompletion, sluice_completion, SLUICE, COMPLETION, GObject)

struct _SluiceCompletion
{
  GObject         parent_instance;

  SluiceDocument *document; /* owned */
  char           *address;  /* owned, or NULL */
  gboolean        in_braces;
};

static char *
sluice_completion_get_title (GtkSourceCompletionProvider *provider)
{
  return g_strdup (_("Lua"));
}

/* From the start of the line, or of a template's text: braces may have been opened lines before. */
static char *
dup_before (SluiceCompletion  *self,
            const GtkTextIter *at)
{
  GtkTextIter start = *at;

  if (self->in_braces)
    gtk_text_buffer_get_start_iter (gtk_text_iter_get_buffer (at), &start);
  else
    gtk_text_iter_set_line_offset (&start, 0);
  return gtk_text_iter_get_slice (&start, at);
}

static gboolean
sluice_completion_is_trigger (GtkSourceCompletionProvider *provider,
                              const GtkTextIter           *iter,
                              gunichar                     ch)
{
  return ch == '.';
}

typedef struct
{
  char     *word;
  gboolean  is_typing; /* it came by itself, it was not asked for */
  gboolean  is_member; /* of what is before a dot */
  gboolean  is_seen;   /* it is in the window */
} Match;

static void
match_free (gpointer data)
{
  Match *match = data;

  g_free (match->word);
  g_free (match);
}

/* Return takes what is selected, so there must be nothing to take where a line ends as it should: not
 * for a word that is whole, nor for a single letter that is a name of its own. */
static gboolean
matches (gpointer item,
         gpointer data)
{
  const char *name = SLUICE_PROPOSAL (item)->word->name;
  const Match *match = data;

  if (!match->is_seen)
    return FALSE;
  if (match->is_typing && (g_str_equal (name, match->word) ||
                           (!match->is_member && g_utf8_strlen (match->word, 2) == 1)))
    return FALSE;
  return g_str_has_prefix (name, match->word);
}

/* What is offered is placed by its word. Who types, or pastes, faster than the text is laid out may be where the view
 * has yet to scroll to, and nothing can be placed beside the screen. */
static gboolean
is_in_window (GtkTextView       *view,
              const GtkTextIter *word)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_native (GTK_WIDGET (view)));
  GdkRectangle place;
  double x, y;

  gtk_text_view_get_iter_location (view, word, &place);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  if (window == NULL || !gtk_widget_translate_coordinates (GTK_WIDGET (view), window, place.x,
                                                           place.y + place.height / 2, &x, &y))
    return FALSE;
  return x >= 0 && x < gtk_widget_get_width (window) && y >= 0 && y < gtk_widget_get_height (window);
}

/* What was not offered for a word that was not yet in the window */

#define MAX_FRAMES 3 /* a frame begins with this, is laid out, and the next one scrolls */

typedef struct
{
  GtkSourceCompletionProvider *provider;
  GtkSourceCompletionContext  *context;
  GListModel                  *model;
  guint                        n_frames;
} Later;

static void
later_free (gpointer data)
{
  Later *later = data;

  g_object_unref (later->provider);
  g_object_unref (later->context);
  g_object_unref (later->model);
  g_free (later);
}

static gboolean
offer_later_cb (GtkWidget     *view,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  Later *later = user_data;
  GtkTextIter begin;

  if (!gtk_source_completion_context_get_bounds (later->context, &begin, NULL))
    return G_SOURCE_REMOVE;
  if (!is_in_window (GTK_TEXT_VIEW (view), &begin))
    return ++later->n_frames < MAX_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  gtk_source_completion_provider_refilter (later->provider, later->context, later->model);
  return G_SOURCE_REMOVE;
}

static void
offer_later (GtkSourceCompletionProvider *provider,
             GtkSourceCompletionContext  *context,
             GListModel                  *model)
{
  Later *later = g_new0 (Later, 1);

  later->provider = g_object_ref (provider);
  later->context = g_object_ref (context);
  later->model = g_object_ref (model);
  gtk_widget_add_tick_callback (GTK_WIDGET (gtk_source_completion_context_get_view (context)), offer_later_cb, later,
                                later_free);
}

static void
sluice_completion_refilter (GtkSourceCompletionProvider *provider,
                            GtkSourceCompletionContext  *context,
                            GListModel                  *model)
{
  Match *match = g_new0 (Match, 1);
  g_autoptr (GtkFilter) filter = GTK_FILTER (gtk_custom_filter_new (matches, match, match_free));
  GtkTextIter begin;

  gtk_source_completion_context_get_bounds (context, &begin, NULL);
  match->is_seen = is_in_window (GTK_TEXT_VIEW (gtk_source_completion_context_get_view (context)), &begin);
  if (!match->is_seen)
    offer_later (provider, context, model);
  match->is_member = gtk_text_iter_backward_char (&begin) && gtk_text_iter_get_char (&begin) == '.';
  match->word = gtk_source_completion_context_get_word (context);
  match->is_typing = gtk_source_completion_context_get_activation (context) ==
                     GTK_SOURCE_COMPLETION_ACTIVATION_INTERACTIVE;
  gtk_filter_list_model_set_filter (GTK_FILTER_LIST_MODEL (model), filter);
}

static GListModel *
sluice_completion_populate (GtkSourceCompletionProvider  *provider,
                            GtkSourceCompletionContext   *context,
                            GError                      **error)
{
  SluiceCompletion *self = SLUICE_COMPLETION (provider);
  GListStore *store = g_list_store_new (SLUICE_TYPE_PROPOSAL);
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *before = NULL;
  GtkFilterListModel *filtered;
  GtkTextIter begin, end;

  gtk_source_completion_context_get_bounds (context, &begin, &end);
  before = dup_before (self, &begin);
  if (!self->in_braces || sluice_words_in_braces (before))
    words = sluice_words_at (self->document, self->address, before);
  for (guint i = 0; words != NULL && i < words->len; i++)
    {
      g_autoptr (SluiceProposal) proposal = g_object_new (SLUICE_TYPE_PROPOSAL, NULL);

      proposal->word = words->pdata[i];
      g_list_store_append (store, proposal);
    }

  if (words != NULL)
    g_ptr_array_set_free_func (words, NULL); /* each has a proposal that owns it */

  filtered = gtk_filter_list_model_new (G_LIST_MODEL (store), NULL);
  sluice_completion_refilter (provider, context, G_LIST_MODEL (filtered));

  return G_LIST_MODEL (filtered);
}

static void
sluice_completion_display (GtkSourceCompletionProvider *provider,
                           GtkSourceCompletionContext  *context,
                           GtkSourceCompletionProposal *proposal,
                           GtkSourceCompletionCell     *cell)
{
  const SluiceWord *word = SLUICE_PROPOSAL (proposal)->word;

  switch (gtk_source_completion_cell_get_column (cell))
    {
    case GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT:
      gtk_source_completion_cell_set_text (cell, word->name);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_AFTER:
      gtk_source_completion_cell_set_text (cell, word->arguments);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_COMMENT:
    case GTK_SOURCE_COMPLETION_COLUMN_DETAILS:
      gtk_source_completion_cell_set_text (cell, *word->blurb != '\0' ? word->blurb : NULL);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_ICON:
    case GTK_SOURCE_COMPLETION_COLUMN_BEFORE:
    default:
      gtk_source_completion_cell_set_text (cell, NULL);
      break;
    }
}

/* A function gets its parentheses, and the cursor goes between them when it takes something. */
static void
sluice_completion_activate (GtkSourceCompletionProvider *provider,
                            GtkSourceCompletionContext  *context,
                            GtkSourceCompletionProposal *proposal)
{
  const SluiceWord *word = SLUICE_PROPOSAL (proposal)->word;
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context));
  gboolean is_call = word->type == SLUICE_WORD_FUNCTION;
  GtkTextIter begin, end;

  gtk_source_completion_context_get_bounds (context, &begin, &end);
  is_call = is_call && gtk_text_iter_get_char (&end) != '(';
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &begin, &end);
  gtk_text_buffer_insert (buffer, &begin, word->name, -1);
  if (is_call)
    {
      gtk_text_buffer_insert (buffer, &begin, "()", -1);
      if (!g_str_equal (word->arguments, "()"))
        gtk_text_iter_backward_char (&begin);
      gtk_text_buffer_place_cursor (buffer, &begin);
    }
  gtk_text_buffer_end_user_action (buffer);
}

static void
provider_iface_init (GtkSourceCompletionProviderInterface *iface)
{
  iface->get_title = sluice_completion_get_title;
  iface->is_trigger = sluice_completion_is_trigger;
  iface->populate = sluice_completion_populate;
  iface->refilter = sluice_completion_refilter;
  iface->display = sluice_completion_display;
  iface->activate = sluice_completion_activate;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SluiceCompletion, sluice_completion, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROVIDER,
                                                      provider_iface_init))

static void
sluice_completion_finalize (GObject *object)
{
  SluiceCompletion *self = SLUICE_COMPLETION (object);

  g_object_unref (self->document);
  g_free (self->address);
  G_OBJECT_CLASS (sluice_completion_parent_class)->finalize (object);
}

static void
sluice_completion_class_init (SluiceCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_completion_finalize;
}

static void
sluice_completion_init (SluiceCompletion *self)
{
}

static gboolean
is_offering (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (G_OBJECT_TYPE_NAME (child), "GtkSourceCompletionList") && gtk_widget_get_visible (child))
      return TRUE;

  return FALSE;
}

/* Escape closes what is offered and no more: the view would pass it on, and the person be out of the
 * text. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkSourceView         *view)
{
  if (keyval != GDK_KEY_Escape || !is_offering (GTK_WIDGET (view)))
    return GDK_EVENT_PROPAGATE;

  gtk_source_completion_hide (gtk_source_view_get_completion (view));
  return GDK_EVENT_STOP;
}

/* Before the view: its own controllers come first there. */
static void
watch_escape (GtkSourceView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), view, 0);
  gtk_widget_add_controller (gtk_widget_get_parent (GTK_WIDGET (view)), keys);
}

/* The completion's windows are made when somebody is about to type, not for every row of a page. */
static void
focus_entered_cb (GtkEventController *controller,
                  SluiceCompletion   *self)
{
  GtkSourceView *view = GTK_SOURCE_VIEW (gtk_event_controller_get_widget (controller));
  GtkSourceCompletion *completion = gtk_source_view_get_completion (view);

  g_signal_handlers_disconnect_by_func (controller, focus_entered_cb, self);
  watch_escape (view);
  g_object_set (completion, "select-on-show", TRUE, NULL);
  gtk_source_completion_add_provider (completion, GTK_SOURCE_COMPLETION_PROVIDER (self));
}

void
sluice_completion_add_to (GtkSourceView *view,
                          SluiceBinding *binding,
                          gboolean       in_braces)
{
  SluiceCompletion *self = g_object_new (SLUICE_TYPE_COMPLETION, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->document = g_object_ref (sluice_binding_get_document (binding));
  self->address = g_strdup (sluice_binding_get_address (binding));
  self->in_braces = in_braces;
  g_object_set_data_full (G_OBJECT (view), "sluice-completion", self, g_object_unref);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_entered_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
}
