/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the selected lane is: its node, and the flows, batches and parallel items around that. Choosing a frame shows
 * it on the canvas, and what it was given below the list. While the run goes on the list keeps up at a pace that eyes
 * can follow.
 */
#include "debugger/stack-list.h"

#include "debugger/pace.h"
#include "debugger/state-words.h"
#include "rows/list-rows.h"

#include <glib/gi18n.h>

struct _SluiceStackList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  char            **shown; /* title and place of each in turn */

  SluicePace        pace;
  gboolean          is_filling;
  gboolean          is_stale; /* nobody sees it, and it is to be brought up to date before somebody does */

  /* Template. */
  GtkWidget  *content;
  GtkListBox *list;
  GtkLabel   *unlisted;
  GtkWidget  *params_box;
  GtkLabel   *params;
  GtkWidget  *value_box;
  GtkLabel   *value;
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceStackList, sluice_stack_list, GTK_TYPE_WIDGET)

static const SluiceFrameInfo *
get_frame (SluiceStackList *self,
           int              index)
{
  GPtrArray *stack = self->session != NULL ? sluice_run_session_get_stack (self->session) : NULL;

  return stack != NULL && index >= 0 && (guint) index < stack->len ? g_ptr_array_index (stack, (guint) index) : NULL;
}

/* The flow that it is in, and the item that is worked on: “deep · item 2 of 3, in a lane of its own”. */
static char *
dup_place (const SluiceFrameInfo *frame)
{
  const char *slash = frame->address != NULL ? strrchr (frame->address, '/') : NULL;
  g_autofree char *item = sluice_dup_item_words (frame->item, frame->n_items);
  GString *words = g_string_new (NULL);

  if (slash != NULL)
    g_string_append_len (words, frame->address, slash - frame->address);
  else
    g_string_append (words, _("flow"));
  if (item != NULL)
    g_string_append_printf (words, " · %s", item);
  if (item != NULL && frame->is_parallel)
    /* Translators: a parallel lane works on that item of a batch. */
    g_string_append_printf (words, _(" in lane %u"), frame->lane);
  if (frame->number > 1)
    g_string_append_printf (words, _(" · visit %lu"), (gulong) frame->number);
  return g_string_free (words, FALSE);
}

/* Title and place of each in turn. */
static char **
list_rows (GPtrArray *stack)
{
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();

  for (guint i = 0; stack != NULL && i < stack->len; i++)
    {
      const SluiceFrameInfo *frame = g_ptr_array_index (stack, i);
      g_autofree char *place = dup_place (frame);

      g_strv_builder_add (rows, frame->title);
      g_strv_builder_add (rows, place);
    }
  return g_strv_builder_end (rows);
}

static void
fill (SluiceStackList *self)
{
  self->is_filling = TRUE;
  sluice_list_rows_clear (self->list, 0);
  for (char **row = self->shown; row[0] != NULL; row += 2)
    sluice_list_rows_append (self->list, &(SluiceRowLabel) { "frame-title", row[0] },
                             &(SluiceRowLabel) { "frame-place", row[1] }, FALSE);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  self->is_filling = FALSE;
}

static void
show_text (GtkWidget             *box,
           GtkLabel              *label,
           const SluiceShortText *text)
{
  gtk_widget_set_visible (box, text != NULL && text->text != NULL);
  gtk_label_set_label (label, text != NULL && text->text != NULL ? text->text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text != NULL ? text->text : NULL);
}

static void
update_values (SluiceStackList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const SluiceFrameInfo *frame = row != NULL ? get_frame (self, gtk_list_box_row_get_index (row)) : NULL;

  show_text (self->params_box, self->params, frame != NULL ? &frame->params : NULL);
  show_text (self->value_box, self->value, frame != NULL ? &frame->value : NULL);
}

/* How many there are around those in the list. */
static void
show_unlisted (SluiceStackList *self)
{
  guint n = self->session != NULL ? sluice_run_session_get_n_unlisted_frames (self->session) : 0;
  g_autofree char *words = g_strdup_printf (ngettext ("… and %u more around these", "… and %u more around these", n),
                                            n);

  gtk_label_set_label (self->unlisted, words);
  gtk_widget_set_visible (GTK_WIDGET (self->unlisted), n > 0);
}

static void
update_cb (gpointer user_data)
{
  SluiceStackList *self = user_data;
  GPtrArray *stack = self->session != NULL ? sluice_run_session_get_stack (self->session) : NULL;
  g_auto (GStrv) rows = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), stack != NULL && stack->len > 0);
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  rows = list_rows (stack);
  if (self->shown == NULL || !g_strv_equal ((const char * const *) rows, (const char * const *) self->shown))
    {
      g_strfreev (self->shown);
      self->shown = g_steal_pointer (&rows);
      fill (self);
    }
  show_unlisted (self);
  update_values (self);
}

static void
sluice_stack_list_map (GtkWidget *widget)
{
  SluiceStackList *self = SLUICE_STACK_LIST (widget);

  GTK_WIDGET_CLASS (sluice_stack_list_parent_class)->map (widget);
  if (self->is_stale)
    sluice_pace_update_now (&self->pace);
}

static void
updated_cb (SluiceStackList       *self,
            const SluiceRunUpdate *change)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (!change->stack && !change->restarted)
    return;
  if (change->restarted || (state != SLUICE_SESSION_RUNNING && state != SLUICE_SESSION_WAITING))
    sluice_pace_update_now (&self->pace);
  else
    sluice_pace_update_later (&self->pace);
}

static void
row_activated_cb (SluiceStackList *self,
                  GtkListBoxRow   *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, (guint) gtk_list_box_row_get_index (row));
}

static void
row_selected_cb (SluiceStackList *self)
{
  if (!self->is_filling)
    update_values (self);
}

static void
sluice_stack_list_dispose (GObject *object)
{
  SluiceStackList *self = SLUICE_STACK_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  self->is_filling = TRUE;
  sluice_pace_clear (&self->pace);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_strfreev);

  G_OBJECT_CLASS (sluice_stack_list_parent_class)->dispose (object);
}

static void
sluice_stack_list_class_init (SluiceStackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_stack_list_dispose;
  widget_class->map = sluice_stack_list_map;

  /**
   * SluiceStackList::activated:
   * @index: which frame of the session's stack is to be shown
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/stack-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, unlisted);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, params_box);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, params);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, value_box);
  gtk_widget_class_bind_template_child (widget_class, SluiceStackList, value);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_stack_list_init (SluiceStackList *self)
{
  self->pace = (SluicePace) { .update = update_cb, .user_data = self };
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sluice_stack_list_new:
 *
 * Returns: (transfer floating): a list with no frame
 */
GtkWidget *
sluice_stack_list_new (void)
{
  return g_object_new (SLUICE_TYPE_STACK_LIST, NULL);
}

/**
 * sluice_stack_list_set_session:
 * @session: whose selected lane it shows
 */
void
sluice_stack_list_set_session (SluiceStackList  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_STACK_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  sluice_pace_update_now (&self->pace);
}
