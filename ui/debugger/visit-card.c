/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One visit of the selected node: what prep gave, every attempt with its error and how long it took, the
 * waits between them, the fallback, what exec gave, and where the action of post led. It turns over all
 * visits of the node that are kept. The parts of the page are made in visit-parts.c.
 */
#include "debugger/visit-card.h"

#include "debugger/pace.h"
#include "debugger/value-editor.h"
#include "debugger/value-words.h"
#include "debugger/visit-parts.h"

#include <glib/gi18n.h>

/* While the run goes on it is not written anew for every frame. */

struct _SluiceVisitCard
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession  *session;
  SluiceValueEditor *viewer;  /* NULL: not used yet */
  char              *address; /* of the node, or NULL */
  char              *wanted_title; /* of the result that is asked for, or NULL */

  guint64            number;  /* that is looked at; 0: the last one */
  guint              request; /* the result that is asked for, or 0 */
  gboolean           copies;  /* it is for the clipboard */
  SluicePace         pace;

  /* Template. */
  GtkStack          *stack;
  GtkLabel          *empty;
  GtkLabel          *title;
  GtkLabel          *place;
  GtkWidget         *previous_button;
  GtkWidget         *next_button;
  GtkLabel          *lost;
  GtkBox            *parts;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceVisitCard, sluice_visit_card, GTK_TYPE_WIDGET)

/* Results in full */

static void
ask_for (SluiceVisitCard *self,
         SluiceVisitPart  part,
         gboolean         copies)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (self->session);

  if (visit == NULL)
    return;
  self->copies = copies;
  self->request = sluice_run_session_request_value (self->session, self->address, visit->number, part);
  g_free (self->wanted_title);
  self->wanted_title = g_strdup_printf ("%s: %s", gtk_label_get_label (self->title),
                                        sluice_visit_parts_get_title (part));
}

static void
open_cb (SluiceVisitCard *self,
         SluiceVisitPart  part)
{
  ask_for (self, part, FALSE);
}

static void
copy_cb (SluiceVisitCard *self,
         SluiceVisitPart  part)
{
  ask_for (self, part, TRUE);
}

static void
show_text (SluiceVisitCard *self,
           const char      *text,
           const char      *note)
{
  SluiceValueEdit edit = { .title = self->wanted_title, .text = text, .note = note, .is_read_only = TRUE };

  if (self->viewer == NULL)
    self->viewer = g_object_ref_sink (SLUICE_VALUE_EDITOR (sluice_value_editor_new ()));
  sluice_value_editor_open (self->viewer, GTK_WIDGET (self), NULL, &edit);
}

static void
replied_cb (SluiceVisitCard *self,
            guint            request,
            const char      *error,
            const char      *text)
{
  if (self->request == 0 || request != self->request)
    return;
  self->request = 0;
  if (text != NULL && self->copies)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  else
    show_text (self, text != NULL ? text : "", error);
}

/* The page */

static void
locate_cb (SluiceVisitCard *self,
           const char      *address)
{
  g_signal_emit (self, signals[LOCATE], 0, address);
}

static const SluiceVisitPartsFuncs funcs = {
  (SluiceVisitPartFunc) open_cb,
  (SluiceVisitPartFunc) copy_cb,
  (SluiceVisitLocateFunc) locate_cb,
};

/* Visits right before the one that is shown. */
static void
show_lost (SluiceVisitCard *self,
           guint64          n)
{
  gboolean has_record = sluice_run_session_get_record (self->session) != NULL;
  g_autofree char *words = g_strdup_printf (ngettext ("%lu visit before it is not kept",
                                                      "%lu visits before it are not kept", (gulong) n), (gulong) n);
  g_autofree char *told = has_record ? g_strdup_printf (_("%s: step back to see all in the record"), words)
                                     : g_strdup (words);

  gtk_label_set_label (self->lost, told);
  gtk_widget_set_visible (GTK_WIDGET (self->lost), n > 0);
}

static void
show_place (SluiceVisitCard       *self,
            const SluiceVisitInfo *visit)
{
  g_autofree char *place = NULL;

  /* Translators: which of a node's visits is shown: "3 of 7". */
  place = g_strdup_printf (_("%lu of %lu"), (gulong) visit->number, (gulong) visit->n_visits);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_sensitive (self->previous_button, visit->previous > 0);
  gtk_widget_set_sensitive (self->next_button, visit->next > 0);
  show_lost (self, visit->number - visit->previous - 1);
}

static const char *
get_empty_words (SluiceVisitCard *self)
{
  if (self->address == NULL)
    return _("Select a node to see what its visits did.");
  if (self->session != NULL && sluice_run_session_get_n_lost_visits (self->session) > 0)
    return _("The visits of this node are not kept any more: so many of others came behind them.");
  return _("This node has not been visited in this run.");
}

static void
update_cb (gpointer user_data)
{
  SluiceVisitCard *self = user_data;
  const SluiceVisitInfo *visit = self->session != NULL ? sluice_run_session_get_visit (self->session) : NULL;

  gtk_stack_set_visible_child_name (self->stack, visit != NULL ? "visit" : "empty");
  if (visit == NULL)
    {
      gtk_label_set_label (self->empty, get_empty_words (self));
      return;
    }
  show_place (self, visit);
  sluice_visit_parts_fill (self->parts, visit, &funcs, self);
}

static void
updated_cb (SluiceVisitCard       *self,
            const SluiceRunUpdate *change)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (!change->visit && !change->restarted)
    return;
  if (change->restarted)
    {
      self->request = 0;
      if (self->number != 0)
        {
          self->number = 0;
          sluice_run_session_show_visit (self->session, self->address, 0);
        }
    }
  if (state != SLUICE_SESSION_RUNNING && state != SLUICE_SESSION_STARTING)
    sluice_pace_update_now (&self->pace);
  else
    sluice_pace_update_later (&self->pace);
}

static void
turn_to (SluiceVisitCard *self,
         guint64          number)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (self->session);

  if (visit == NULL)
    return;
  /* At the last one it goes on to follow. */
  self->number = number < visit->n_visits ? number : 0;
  sluice_run_session_show_visit (self->session, self->address, self->number);
}

static void
previous_cb (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  SluiceVisitCard *self = SLUICE_VISIT_CARD (widget);
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (self->session);

  if (visit != NULL && visit->previous > 0)
    turn_to (self, visit->previous);
}

static void
next_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceVisitCard *self = SLUICE_VISIT_CARD (widget);
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (self->session);

  if (visit != NULL && visit->next > 0)
    turn_to (self, visit->next);
}

static void
sluice_visit_card_dispose (GObject *object)
{
  SluiceVisitCard *self = SLUICE_VISIT_CARD (object);
  GtkWidget *child;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  sluice_pace_clear (&self->pace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->viewer);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->wanted_title, g_free);

  G_OBJECT_CLASS (sluice_visit_card_parent_class)->dispose (object);
}

static void
sluice_visit_card_class_init (SluiceVisitCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_visit_card_dispose;

  /**
   * SluiceVisitCard::locate:
   * @address: a node to bring into view
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/visit-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, empty);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, place);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, previous_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, next_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, lost);
  gtk_widget_class_bind_template_child (widget_class, SluiceVisitCard, parts);
  gtk_widget_class_install_action (widget_class, "visit.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "visit.next", NULL, next_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_ALT_MASK, "visit.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_ALT_MASK, "visit.next", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_visit_card_init (SluiceVisitCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pace = (SluicePace) { .update = update_cb, .user_data = self };
  sluice_pace_update_now (&self->pace);
}

/**
 * sluice_visit_card_new:
 *
 * Returns: (transfer floating): a card that shows no visit
 */
GtkWidget *
sluice_visit_card_new (void)
{
  return g_object_new (SLUICE_TYPE_VISIT_CARD, NULL);
}

/**
 * sluice_visit_card_set_session:
 * @session: whose visits it shows
 */
void
sluice_visit_card_set_session (SluiceVisitCard  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_VISIT_CARD (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  sluice_pace_update_now (&self->pace);
}

/**
 * sluice_visit_card_set_node:
 * @address: (nullable): a node; %NULL: none
 * @title: (nullable): what it is called
 *
 * Shows the last visit of the node.
 */
void
sluice_visit_card_set_node (SluiceVisitCard *self,
                            const char      *address,
                            const char      *title)
{
  g_return_if_fail (SLUICE_IS_VISIT_CARD (self));

  gtk_label_set_label (self->title, title != NULL ? title : "");
  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
  self->number = 0;
  if (self->session != NULL)
    sluice_run_session_show_visit (self->session, address, 0);
  sluice_pace_update_now (&self->pace);
}

/**
 * sluice_visit_card_show_visit:
 * @number: which visit of the node, from 1; 0: the last one
 *
 * Shows that visit.
 */
void
sluice_visit_card_show_visit (SluiceVisitCard *self,
                              guint64          number)
{
  g_return_if_fail (SLUICE_IS_VISIT_CARD (self));

  if (self->session == NULL || self->address == NULL || number == self->number)
    return;
  self->number = number;
  sluice_run_session_show_visit (self->session, self->address, number);
}

/**
 * sluice_visit_card_get_serial:
 *
 * Returns: the visit that is shown, as it is numbered in the run; 0: none is
 */
guint64
sluice_visit_card_get_serial (SluiceVisitCard *self)
{
  const SluiceVisitInfo *visit;

  g_return_val_if_fail (SLUICE_IS_VISIT_CARD (self), 0);

  visit = self->session != NULL ? sluice_run_session_get_visit (self->session) : NULL;
  return visit != NULL && g_strcmp0 (visit->address, self->address) == 0 ? visit->serial : 0;
}
