/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Replies of models: what comes of one is gathered here, and at most once in a frame what is new of it crosses. Only
 * the end of a long one is on its node. */

#include "debugger/session/run-fold-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define TAIL_BYTES 160 /* at least so many are kept of the end, and at most twice as many */

typedef struct
{
  SluiceModelReplyDelta *next;   /* owned: what is not published yet */
  FoldNode         *node;   /* NULL: none of the document */
  gsize             length; /* of the text that came, without what was left out */
  gboolean          is_dirty;
} FoldReply;

static SluiceModelReplyDelta *
delta_new (const SluiceModelReply *before)
{
  SluiceModelReplyDelta *delta = g_new0 (SluiceModelReplyDelta, 1);

  delta->reply = *before;
  delta->reply.text = g_string_new (NULL);
  delta->reply.title = g_strdup (before->title);
  delta->reply.model = g_strdup (before->model);
  delta->reply.error = g_strdup (before->error);
  return delta;
}

static void
fold_reply_free (gpointer data)
{
  FoldReply *reply = data;

  sluice_model_reply_delta_free (reply->next);
  g_free (reply);
}

void
sluice_run_fold_init_model_replies (SluiceRunFold *self)
{
  self->model_replies = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, fold_reply_free);
}

void
sluice_run_fold_clear_model_replies (SluiceRunFold *self)
{
  g_hash_table_unref (self->model_replies);
}

static void
touch (SluiceRunFold *self,
       FoldReply     *reply)
{
  reply->is_dirty = TRUE;
  if (reply->node != NULL)
    sluice_run_fold_touch_node (self, reply->node);
  else
    sluice_run_fold_touch (self);
}

static void
begin (SluiceRunFold     *self,
       const SluiceEvent *event)
{
  FoldReply *reply = g_new0 (FoldReply, 1);
  SluiceModelReply first = { .effect = event->effect, .is_open = TRUE, .cost = -1, .first_text = -1, .seconds = -1 };

  reply->node = sluice_run_fold_get_node (self, event->node);
  if (reply->node != NULL)
    {
      first.address = reply->node->address;
      first.title = reply->node->title;
    }
  reply->next = delta_new (&first);
  g_hash_table_insert (self->model_replies, g_memdup2 (&event->effect, sizeof event->effect), reply);
  touch (self, reply);
}

static FoldReply *
find (SluiceRunFold     *self,
      const SluiceEvent *event)
{
  return g_hash_table_lookup (self->model_replies, &event->effect);
}

/* As much of a text as there is room for behind what came before; of the rest it is told how much it is. */
static void
append_text (FoldReply  *reply,
             const char *text)
{
  SluiceModelReply *next = &reply->next->reply;
  gsize length = strlen (text), taken = length;

  if (next->n_left_out > 0)
    taken = 0;
  else if (reply->length + length > SLUICE_RUN_MAX_REPLY)
    taken = (gsize) (g_utf8_find_prev_char (text, text + SLUICE_RUN_MAX_REPLY - reply->length + 1) - text);
  g_string_append_len (next->text, text, (gssize) taken);
  reply->length += taken;
  next->n_left_out += length - taken;
}

static void
start_anew (FoldReply *reply)
{
  g_string_truncate (reply->next->reply.text, 0);
  reply->next->is_anew = TRUE;
  reply->next->reply.n_left_out = 0;
  reply->length = 0;
}

/* One line: the end of what came. */
static void
set_tail (FoldNode   *node,
          const char *piece)
{
  if (node->tail == NULL)
    node->tail = g_string_new (NULL);
  if (piece == NULL)
    g_string_truncate (node->tail, 0);
  for (const char *at = piece; at != NULL && *at != '\0'; at++)
    g_string_append_c (node->tail, *at == '\n' || *at == '\t' || *at == '\r' ? ' ' : *at);
  if (node->tail->len > 2 * TAIL_BYTES)
    {
      const char *from = g_utf8_find_next_char (node->tail->str + node->tail->len - TAIL_BYTES - 1, NULL);

      g_string_erase (node->tail, 0, from - node->tail->str);
    }
  node->mark.tail = node->tail->len > 0 ? node->tail->str : NULL;
}

void
sluice_run_fold_progress (SluiceRunFold     *self,
                          const SluiceEvent *event)
{
  FoldReply *reply = find (self, event);
  const char *piece = sluice_value_get_string (event->value);

  if (reply == NULL)
    return;
  if (piece == NULL)
    start_anew (reply);
  else
    append_text (reply, piece);
  reply->next->reply.can_stop = piece != NULL;
  if (reply->node != NULL)
    set_tail (reply->node, piece);
  touch (self, reply);
}

static double
get_number (SluiceValue  object,
            const char  *name,
            double       otherwise)
{
  SluiceValue value = sluice_value_get_member (object, name);

  return SLUICE_VALUE_IS_NUMBER (value) ? sluice_value_get_real (value) : otherwise;
}

/* What the result says takes the place of what came in pieces: often there were none. */
static void
take_result (FoldReply   *from,
             SluiceValue  result)
{
  SluiceModelReply *reply = &from->next->reply;
  SluiceValue usage = sluice_value_get_member (result, "usage");
  const char *text = sluice_value_get_member_string (result, "text");

  if (text != NULL)
    {
      start_anew (from);
      append_text (from, text);
    }
  reply->model = g_strdup (sluice_value_get_member_string (result, "model"));
  reply->prompt_tokens = sluice_value_get_integer (sluice_value_get_member (usage, "prompt_tokens"));
  reply->reply_tokens = sluice_value_get_integer (sluice_value_get_member (usage, "completion_tokens"));
  reply->cost = get_number (usage, "cost", -1);
  reply->first_text = get_number (result, "first_text", get_number (result, "first_byte", -1));
  reply->seconds = get_number (result, "seconds", -1);
}

static void
add_usage (FoldNode          *node,
           const SluiceModelReply *reply)
{
  node->mark.n_tokens += reply->prompt_tokens + reply->reply_tokens;
  node->mark.cost += MAX (reply->cost, 0);
  if (node->mark.first_text == 0)
    node->mark.first_text = MAX (reply->first_text, 0);
}

/* What all calls of models took, for the end of the run. */
static void
count_usage (SluiceRunFold *self,
             SluiceValue    result)
{
  SluiceValue usage = sluice_value_get_member (result, "usage");

  self->n_tokens += sluice_value_get_integer (sluice_value_get_member (usage, "prompt_tokens"));
  self->n_tokens += sluice_value_get_integer (sluice_value_get_member (usage, "completion_tokens"));
  self->cost += MAX (get_number (usage, "cost", 0), 0);
}

static void
end (SluiceRunFold     *self,
     const SluiceEvent *event)
{
  FoldReply *reply = find (self, event);

  if (reply == NULL)
    return;
  reply->next->reply.is_open = reply->next->reply.can_stop = FALSE;
  if (event->error != NULL)
    reply->next->reply.error = g_strdup (event->error->message);
  else
    {
      take_result (reply, event->value);
      count_usage (self, event->value);
    }
  if (reply->node != NULL)
    {
      set_tail (reply->node, NULL);
      add_usage (reply->node, &reply->next->reply);
    }
  touch (self, reply);
}

void
sluice_run_fold_model_reply (SluiceRunFold     *self,
                       const SluiceEvent *event)
{
  if (event->type == SLUICE_EVENT_EFFECT_BEGAN)
    begin (self, event);
  else
    end (self, event);
}

/* Vectors have no text that comes; what they took is on their node all the same. */
void
sluice_run_fold_vectors (SluiceRunFold     *self,
                         const SluiceEvent *event)
{
  SluiceValue usage = sluice_value_get_member (event->value, "usage");
  FoldNode *node = sluice_run_fold_get_node (self, event->node);

  if (event->type == SLUICE_EVENT_EFFECT_BEGAN || event->error != NULL)
    return;
  count_usage (self, event->value);
  if (node == NULL)
    return;
  node->mark.n_tokens += sluice_value_get_integer (sluice_value_get_member (usage, "prompt_tokens"));
  node->mark.cost += MAX (get_number (usage, "cost", 0), 0);
  sluice_run_fold_touch_node (self, node);
}

/* What is added to the words of a run's end; empty: no model was called, or none said. */
char *
sluice_run_fold_dup_usage (SluiceRunFold *self)
{
  GString *words = g_string_new (NULL);

  if (self->n_tokens > 0)
    g_string_append_printf (words, ngettext (" · %lu token", " · %lu tokens", (gulong) self->n_tokens),
                            (gulong) self->n_tokens);
  if (self->cost > 0)
    g_string_append_printf (words, self->cost < 0.01 ? " · $%.4f" : " · $%.2f", self->cost);
  return g_string_free (words, FALSE);
}

/* A new visit counts anew. */
void
sluice_run_fold_forget_usage (FoldNode *node)
{
  node->mark.n_tokens = 0;
  node->mark.cost = node->mark.first_text = 0;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const SluiceModelReplyDelta *left = *(SluiceModelReplyDelta * const *) a;
  const SluiceModelReplyDelta *right = *(SluiceModelReplyDelta * const *) b;

  return left->reply.effect < right->reply.effect ? -1 : left->reply.effect > right->reply.effect;
}

void
sluice_run_fold_publish_model_replies (SluiceRunFold  *self,
                                 SluiceRunDelta *delta)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->model_replies);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FoldReply *reply = value;
      SluiceModelReplyDelta *now = reply->next;

      if (!reply->is_dirty)
        continue;
      if (delta->model_replies == NULL)
        delta->model_replies = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_model_reply_delta_free);
      g_ptr_array_add (delta->model_replies, now);
      reply->is_dirty = FALSE;
      reply->next = delta_new (&now->reply);
      if (!now->reply.is_open)
        g_hash_table_iter_remove (&iter);
    }
  if (delta->model_replies != NULL)
    g_ptr_array_sort (delta->model_replies, compare);
}

typedef struct
{
  SluiceRunFold *fold;
  guint64        effect;
} StopMessage;

static gboolean
stop_cb (gpointer data)
{
  StopMessage *message = data;

  if (message->fold->run != NULL)
    sluice_run_stop_effect (message->fold->run, message->effect);
  return G_SOURCE_REMOVE;
}

/* Takes what has come of a reply for all of it. */
void
sluice_run_fold_stop_model_reply (SluiceRunFold *self,
                            guint64        effect)
{
  StopMessage *message = g_new (StopMessage, 1);

  message->fold = self;
  message->effect = effect;
  sluice_engine_thread_send (self->thread, stop_cb, message, g_free);
}
