/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes is put behind what is there, so that a long reply costs no more than what is new of it; the end stays in
 * view for who has not scrolled away from it. */
#include "debugger/reply-view.h"

#include "rows/text-view.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceReplyView
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  char             *address; /* of the node that is looked at, or NULL */

  guint64           effect;  /* whose text is in the view; 0: none */
  gsize             length;  /* of that text, bytes */

  /* Template. */
  GtkWidget         *content;
  GtkLabel          *title;
  GtkWidget         *stop_button;
  GtkScrolledWindow *scroller;
  GtkTextView       *view;
  GtkLabel          *usage;
};

G_DEFINE_FINAL_TYPE (SluiceReplyView, sluice_reply_view, GTK_TYPE_WIDGET)

static const SluiceModelReply *
find_reply (SluiceReplyView *self)
{
  GPtrArray *replies = self->session != NULL ? sluice_run_session_get_model_replies (self->session) : NULL;

  if (replies == NULL || replies->len == 0)
    return NULL;
  for (guint i = replies->len; self->address != NULL && i-- > 0;)
    {
      const SluiceModelReply *reply = g_ptr_array_index (replies, i);

      if (g_strcmp0 (reply->address, self->address) == 0)
        return reply;
    }
  return g_ptr_array_index (replies, replies->len - 1);
}

static gboolean
is_at_end (SluiceReplyView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment)
         >= gtk_adjustment_get_upper (adjustment) - 2;
}

static gboolean
begins_alike (GtkTextBuffer     *buffer,
              SluiceReplyView   *self,
              const SluiceModelReply *reply)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *shown = NULL;

  if (reply->effect != self->effect || reply->text->len < self->length)
    return FALSE;
  if (reply->is_open)
    return TRUE;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return strncmp (shown, reply->text->str, self->length) == 0;
}

static void
show_text (SluiceReplyView   *self,
           const SluiceModelReply *reply)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  gboolean follows = is_at_end (self);
  GtkTextIter end;

  if (!begins_alike (buffer, self, reply))
    {
      gtk_text_buffer_set_text (buffer, "", 0);
      self->length = 0;
      self->effect = reply->effect;
    }
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, reply->text->str + self->length, (int) (reply->text->len - self->length));
  self->length = reply->text->len;
  if (follows)
    gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (buffer));
}

static void
append (GString    *text,
        const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
describe (const SluiceModelReply *reply)
{
  g_autoptr (GString) text = g_string_new (reply->model);
  g_autofree char *tokens = g_strdup_printf (_("%lu + %lu tokens"), (gulong) reply->prompt_tokens,
                                             (gulong) reply->reply_tokens);
  g_autofree char *cost = g_strdup_printf (reply->cost < 0.01 ? "$%.5f" : "$%.3f", reply->cost);
  g_autofree char *first = g_strdup_printf (_("first after %.1f s"), reply->first_text);
  g_autofree char *seconds = g_strdup_printf (_("%.1f s in all"), reply->seconds);
  g_autofree char *size = g_format_size (reply->n_left_out);
  /* Translators: %s is a size, as “12 kB”: how much of the reply is not shown here. */
  g_autofree char *left_out = g_strdup_printf (_("%s more are in the exec result of the visit"), size);

  if (reply->error != NULL)
    return g_strdup (reply->error);
  if (reply->is_open)
    return g_strdup (reply->text->len > 0 ? _("Coming…") : _("Waiting for the first word…"));
  if (reply->prompt_tokens + reply->reply_tokens > 0)
    append (text, tokens);
  if (reply->cost > 0)
    append (text, cost);
  if (reply->first_text >= 0)
    append (text, first);
  if (reply->seconds >= 0)
    append (text, seconds);
  if (reply->n_left_out > 0)
    append (text, left_out);
  return g_strdup (text->str);
}

static void
update (SluiceReplyView *self)
{
  const SluiceModelReply *reply = find_reply (self);
  g_autofree char *title = NULL;
  g_autofree char *usage = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), reply != NULL);
  if (reply == NULL)
    {
      self->effect = 0;
      return;
    }
  /* Translators: the title of a node. */
  title = g_strdup_printf (_("Reply to “%s”"), reply->title != NULL ? reply->title : "");
  usage = describe (reply);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->usage, usage);
  gtk_widget_set_sensitive (self->stop_button, reply->can_stop);
  gtk_widget_set_visible (self->stop_button, reply->is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), reply->is_open || reply->text->len > 0);
  show_text (self, reply);
}

static void
updated_cb (SluiceReplyView       *self,
            const SluiceRunUpdate *change)
{
  if (change->model_replies || change->restarted)
    update (self);
}

static void
stop_cb (SluiceReplyView *self)
{
  const SluiceModelReply *reply = find_reply (self);

  if (reply != NULL)
    sluice_run_session_stop_model_reply (self->session, reply->effect);
}

static void
sluice_reply_view_dispose (GObject *object)
{
  SluiceReplyView *self = SLUICE_REPLY_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_reply_view_parent_class)->dispose (object);
}

static void
sluice_reply_view_class_init (SluiceReplyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_reply_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/reply-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, view);
  gtk_widget_class_bind_template_child (widget_class, SluiceReplyView, usage);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_reply_view_init (SluiceReplyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sluice_text_view_follow (self->view);
  update (self);
}

/**
 * sluice_reply_view_set_session:
 * @session: the session whose replies it shows
 */
void
sluice_reply_view_set_session (SluiceReplyView  *self,
                               SluiceRunSession *session)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_reply_view_set_address:
 * @address: (nullable): the node that is looked at
 *
 * Shows its last reply, if it had one.
 */
void
sluice_reply_view_set_address (SluiceReplyView *self,
                               const char      *address)
{
  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
  update (self);
}
