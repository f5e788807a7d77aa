/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What became of each visit, attempt by attempt: those that go on and the last ones of each node are kept, so many in
 * all, and the one that somebody looks at goes to the UI. A card that has to make room is used again: a run at full
 * speed allocates nothing here. */

#include "debugger/session/run-fold-private.h"

#include <string.h>

#include "base/ids.h"

/* Of visits that are over. */
#define MAX_CARDS_OF_NODE 100
#define MAX_CARDS 10000
/* µs that a look may take while the run goes on. */
#define CHEAP 500
/* Of a batch there may be any number. */
#define MAX_ATTEMPTS 60

typedef struct
{
  gint64  start;
  gint64  end;   /* -1: it goes on */
  gint64  wait;
  int     attempt;
  int     item;
  char   *error; /* owned */
} FoldAttempt;

struct _FoldCard
{
  FoldNode    *node;     /* borrowed: it owns the card */
  GList        of_node;  /* its place in the node's cards */
  GList        ended_of_node; /* and once it is over in those that are, of the node */
  GList        ended_of_run;  /* and of the run */

  guint64      serial;
  guint64      number;
  guint32      lane;
  SluicePhase  phase;
  gint64       start;
  gint64       end;      /* -1: it goes on */
  SluiceValue  prep;     /* owned, as the next */
  SluiceValue  exec;
  SluiceValue  request;  /* the last */
  GArray      *attempts; /* of FoldAttempt */
  guint        n_more_attempts;
  guint        n_requests;
  int          n_attempts;
  int          n_items;
  char        *error;    /* owned, as the next */
  char        *fallback_error;
  char        *action;
  const char  *target_address; /* interned */
  char        *target_title;   /* owned */
  guint        has_prep : 1;
  guint        has_exec : 1;
  guint        is_mocked : 1;
  guint        had_fallback : 1;
  guint        is_cancelled : 1;
  guint        has_edge : 1;
};

static void
attempt_clear (gpointer data)
{
  FoldAttempt *attempt = data;

  g_free (attempt->error);
}

static void
card_empty (FoldCard *card)
{
  sluice_value_clear (&card->prep);
  sluice_value_clear (&card->exec);
  sluice_value_clear (&card->request);
  g_array_set_size (card->attempts, 0);
  g_clear_pointer (&card->error, g_free);
  g_clear_pointer (&card->fallback_error, g_free);
  g_clear_pointer (&card->action, g_free);
  g_clear_pointer (&card->target_title, g_free);
}

static FoldCard *
card_new (void)
{
  FoldCard *card = g_new0 (FoldCard, 1);

  card->attempts = g_array_new (FALSE, TRUE, sizeof (FoldAttempt));
  g_array_set_clear_func (card->attempts, attempt_clear);
  return card;
}

static void
card_free (FoldCard *card)
{
  card_empty (card);
  g_array_unref (card->attempts);
  g_free (card);
}

void
sluice_run_fold_init_visits (SluiceRunFold *self)
{
  self->open_cards = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->ended_cards);
}

void
sluice_run_fold_clear_visits (SluiceRunFold *self)
{
  g_clear_pointer (&self->open_cards, g_hash_table_unref);
}

/* With its node; the run's table goes too. */
void
sluice_run_fold_clear_cards (FoldNode *node)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&node->cards)) != NULL)
    card_free (link->data);
}

static void
take_out (SluiceRunFold *self,
          FoldCard      *card)
{
  g_queue_unlink (&card->node->cards, &card->of_node);
  g_queue_unlink (&card->node->ended, &card->ended_of_node);
  g_queue_unlink (&self->ended_cards, &card->ended_of_run);
  card_empty (card);
}

/* The one that has been over for longest, of the node or of the run, where there are too many. */
static FoldCard *
find_oldest (SluiceRunFold *self,
             FoldNode      *node,
             guint          n_more)
{
  if (node->ended.length + n_more > MAX_CARDS_OF_NODE)
    return g_queue_peek_head (&node->ended);
  return self->ended_cards.length + n_more > MAX_CARDS ? g_queue_peek_head (&self->ended_cards) : NULL;
}

/* A new one, or the oldest. */
static FoldCard *
make_room (SluiceRunFold *self,
           FoldNode      *node)
{
  FoldCard *card = find_oldest (self, node, 1);
  GArray *attempts;

  if (card == NULL)
    return card_new ();
  take_out (self, card);
  attempts = card->attempts;
  *card = (FoldCard) { .attempts = attempts };
  return card;
}

static void
touch (SluiceRunFold *self,
       FoldNode      *node)
{
  if (self->look_address == node->address)
    self->look_dirty = TRUE;
}

static void
see_visit_started (SluiceRunFold     *self,
                   const SluiceEvent *event)
{
  FoldNode *node = sluice_run_fold_get_node (self, event->node);
  FoldCard *card;

  if (node == NULL)
    return;
  card = make_room (self, node);
  card->node = node;
  card->of_node.data = card;
  card->ended_of_node.data = card;
  card->ended_of_run.data = card;
  card->serial = event->visit;
  card->number = node->mark.n_visits + 1;
  card->lane = event->lane;
  card->start = event->time;
  card->end = -1;
  card->phase = SLUICE_PHASE_PREP;
  g_queue_push_tail_link (&node->cards, &card->of_node);
  g_hash_table_insert (self->open_cards, GSIZE_TO_POINTER (card->serial), card);
  touch (self, node);
}

static FoldAttempt *
get_last_attempt (FoldCard *card,
                  int       item)
{
  for (guint i = card->attempts->len; i-- > 0;)
    {
      FoldAttempt *attempt = &g_array_index (card->attempts, FoldAttempt, i);

      if (attempt->item == item)
        return attempt;
    }
  return NULL;
}

static void
begin_attempt (FoldCard          *card,
               const SluiceEvent *event)
{
  FoldAttempt attempt = { .start = event->time, .end = -1, .attempt = event->attempt, .item = event->item };

  if (card->attempts->len < MAX_ATTEMPTS)
    g_array_append_val (card->attempts, attempt);
  else
    card->n_more_attempts++;
}

static void
see_phase_started (SluiceRunFold     *self,
                   FoldCard          *card,
                   const SluiceEvent *event)
{
  FoldAttempt *attempt;

  card->phase = event->phase;
  card->n_attempts = event->attempts;
  card->n_items = MAX (event->n_items, 0);
  switch (event->phase)
    {
    case SLUICE_PHASE_EXEC:
      begin_attempt (card, event);
      break;
    case SLUICE_PHASE_WAIT:
      attempt = get_last_attempt (card, event->item);
      if (attempt != NULL)
        attempt->wait = (gint64) (sluice_node_get_wait (event->node) * G_USEC_PER_SEC);
      break;
    case SLUICE_PHASE_FALLBACK:
      card->had_fallback = TRUE;
      break;
    case SLUICE_PHASE_POST:
      /* Of a batch the results of all items, by now. */
      if (event->lane_object != NULL)
        {
          sluice_value_replace (&card->exec, sluice_value_ref (sluice_lane_get_exec_result (event->lane_object)));
          card->has_exec = TRUE;
        }
      break;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_PREP:
    default:
      break;
    }
  touch (self, card->node);
}

static void
end_exec (FoldCard          *card,
          const SluiceEvent *event)
{
  FoldAttempt *attempt = get_last_attempt (card, event->item);

  if (attempt != NULL && attempt->end < 0)
    {
      attempt->end = event->time;
      attempt->error = event->error != NULL ? g_strdup (event->error->message) : NULL;
    }
  if (event->error == NULL && event->item < 0)
    {
      sluice_value_replace (&card->exec, sluice_value_ref (event->value));
      card->has_exec = TRUE;
    }
  if (!event->mocked)
    return;
  card->is_mocked = TRUE;
  card->node->mark.is_mocked = TRUE;
}

static void
see_phase_ended (SluiceRunFold     *self,
                 FoldCard          *card,
                 const SluiceEvent *event)
{
  switch (event->phase)
    {
    case SLUICE_PHASE_PREP:
      if (event->error == NULL)
        {
          sluice_value_replace (&card->prep, sluice_value_ref (event->value));
          card->has_prep = TRUE;
        }
      break;
    case SLUICE_PHASE_EXEC:
      end_exec (card, event);
      break;
    case SLUICE_PHASE_FALLBACK:
      if (event->error != NULL)
        {
          g_free (card->fallback_error);
          card->fallback_error = g_strdup (event->error->message);
        }
      else if (event->item < 0)
        {
          sluice_value_replace (&card->exec, sluice_value_ref (event->value));
          card->has_exec = TRUE;
        }
      break;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_WAIT:
    case SLUICE_PHASE_POST:
    default:
      break;
    }
  touch (self, card->node);
}

/* Where many went on at once, many end. */
static void
keep_ended (SluiceRunFold *self,
            FoldCard      *card)
{
  FoldNode *node = card->node;

  g_queue_push_tail_link (&node->ended, &card->ended_of_node);
  g_queue_push_tail_link (&self->ended_cards, &card->ended_of_run);
  while ((card = find_oldest (self, node, 0)) != NULL)
    {
      take_out (self, card);
      card_free (card);
    }
}

static void
see_visit_ended (SluiceRunFold     *self,
                 FoldCard          *card,
                 const SluiceEvent *event)
{
  card->end = event->time;
  card->phase = SLUICE_PHASE_NONE;
  card->is_cancelled = g_error_matches (event->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
  if (event->error != NULL)
    card->error = g_strdup (event->error->message);
  else
    card->action = g_strdup (event->action != NULL && *event->action != '\0' ? event->action : "default");
  g_hash_table_remove (self->open_cards, GSIZE_TO_POINTER (card->serial));
  keep_ended (self, card);
  touch (self, card->node);
}

static void
see_request (SluiceRunFold     *self,
             FoldCard          *card,
             const SluiceEvent *event)
{
  if (!sluice_visit_shows_request (event->text))
    return;
  sluice_value_replace (&card->request, sluice_value_ref (event->value));
  card->n_requests++;
  touch (self, card->node);
}

/* The visit has ended by then: it is among the last ones. */
static FoldCard *
find_ended (SluiceRunFold     *self,
            const SluiceEvent *event)
{
  FoldNode *node = sluice_run_fold_get_node (self, event->node);

  for (GList *link = node != NULL ? node->ended.tail : NULL; link != NULL; link = link->prev)
    if (((FoldCard *) link->data)->serial == event->visit)
      return link->data;
  return NULL;
}

static void
see_edge (SluiceRunFold     *self,
          const SluiceEvent *event)
{
  FoldCard *card = find_ended (self, event);

  if (card == NULL)
    return;
  card->has_edge = TRUE;
  if (event->target != NULL)
    {
      card->target_address = sluice_address_intern (sluice_node_get_address (event->target));
      g_free (card->target_title);
      card->target_title = g_strdup (sluice_node_get_title (event->target));
    }
  if (card->action == NULL)
    card->action = g_strdup (event->action != NULL && *event->action != '\0' ? event->action : "default");
  touch (self, card->node);
}

/**
 * sluice_run_fold_see_event:
 * @self: a fold
 * @event: what happened, before the marks of the node say so
 */
void
sluice_run_fold_see_event (SluiceRunFold     *self,
                           const SluiceEvent *event)
{
  FoldCard *card;

  if (event->type == SLUICE_EVENT_VISIT_STARTED)
    {
      see_visit_started (self, event);
      return;
    }
  if (event->type == SLUICE_EVENT_EDGE)
    {
      see_edge (self, event);
      return;
    }
  if (event->type != SLUICE_EVENT_PHASE_STARTED && event->type != SLUICE_EVENT_PHASE_ENDED &&
      event->type != SLUICE_EVENT_VISIT_ENDED && event->type != SLUICE_EVENT_EFFECT_BEGAN)
    return;
  card = g_hash_table_lookup (self->open_cards, GSIZE_TO_POINTER (event->visit));
  if (card == NULL)
    return;
  if (event->type == SLUICE_EVENT_PHASE_STARTED)
    see_phase_started (self, card, event);
  else if (event->type == SLUICE_EVENT_PHASE_ENDED)
    see_phase_ended (self, card, event);
  else if (event->type == SLUICE_EVENT_EFFECT_BEGAN)
    see_request (self, card, event);
  else
    see_visit_ended (self, card, event);
  sluice_run_fold_touch (self);
}

/* Showing one */

guint64
sluice_run_fold_find_number (SluiceRunFold *self,
                             guint64        serial)
{
  const FoldCard *card = g_hash_table_lookup (self->open_cards, GSIZE_TO_POINTER (serial));

  return card != NULL ? card->number : 0;
}

/* @number 0: the last one. */
static FoldCard *
find_card (SluiceRunFold *self,
           const char    *address,
           guint64        number)
{
  FoldNode *node = g_hash_table_lookup (self->nodes, address);

  for (GList *link = node != NULL ? node->cards.tail : NULL; link != NULL; link = link->prev)
    if (number == 0 || ((FoldCard *) link->data)->number == number)
      return link->data;
  return NULL;
}

/* The same; where that one is not kept any more the next that is. */
static FoldCard *
find_card_from (SluiceRunFold *self,
                const char    *address,
                guint64        number)
{
  FoldNode *node = g_hash_table_lookup (self->nodes, address);
  FoldCard *card = find_card (self, address, number);

  for (GList *link = node != NULL ? node->cards.head : NULL; link != NULL && card == NULL; link = link->next)
    if (((FoldCard *) link->data)->number > number)
      card = link->data;
  return card;
}

static guint64
get_number (const GList *link)
{
  return link != NULL ? ((FoldCard *) link->data)->number : 0;
}

/* There are no visits of the node, or none is kept. */
static SluiceVisitInfo *
no_visit_info_new (SluiceRunFold *self)
{
  const FoldNode *node = g_hash_table_lookup (self->nodes, self->look_address);
  SluiceVisitInfo *info = sluice_visit_info_new ();

  info->address = g_strdup (self->look_address);
  info->n_visits = node != NULL ? node->mark.n_visits : 0;
  return info;
}

static void
add_attempts (SluiceVisitInfo *info,
              const FoldCard  *card)
{
  for (guint i = 0; i < card->attempts->len; i++)
    {
      const FoldAttempt *attempt = &g_array_index (card->attempts, FoldAttempt, i);
      SluiceAttemptInfo *entry = g_new0 (SluiceAttemptInfo, 1);

      entry->attempt = attempt->attempt;
      entry->item = attempt->item;
      entry->start = attempt->start;
      entry->duration = attempt->end >= 0 ? attempt->end - attempt->start : -1;
      entry->wait = attempt->wait;
      entry->error = g_strdup (attempt->error);
      g_ptr_array_add (info->attempts, entry);
    }
  info->n_more_attempts = card->n_more_attempts;
}

static SluiceVisitInfo *
visit_info_new (const FoldCard *card)
{
  SluiceVisitInfo *info = sluice_visit_info_new ();

  info->address = g_strdup (card->node->address);
  info->number = card->number;
  info->n_visits = card->node->mark.n_visits;
  info->previous = get_number (card->of_node.prev);
  info->next = get_number (card->of_node.next);
  info->serial = card->serial;
  info->lane = card->lane;
  info->start = card->start;
  info->duration = card->end >= 0 ? card->end - card->start : -1;
  info->phase = card->phase;
  if (card->has_prep)
    sluice_fold_shorten (sluice_fold_dup_json (card->prep), &info->prep);
  if (card->has_exec)
    sluice_fold_shorten (sluice_fold_dup_json (card->exec), &info->exec);
  info->n_requests = card->n_requests;
  if (card->n_requests > 0)
    sluice_fold_shorten (sluice_fold_dup_request (card->request), &info->request);
  info->n_attempts = card->n_attempts;
  info->n_items = card->n_items;
  info->is_mocked = card->is_mocked;
  info->had_fallback = card->had_fallback;
  info->is_cancelled = card->is_cancelled;
  info->has_edge = card->has_edge;
  info->fallback_error = g_strdup (card->fallback_error);
  info->error = g_strdup (card->error);
  info->action = g_strdup (card->action);
  info->target_address = g_strdup (card->target_address);
  info->target_title = g_strdup (card->target_title);
  add_attempts (info, card);
  return info;
}

void
sluice_run_fold_publish_visit (SluiceRunFold  *self,
                               SluiceRunDelta *delta)
{
  gint64 began = g_get_monotonic_time ();
  FoldCard *card;

  /* Large values take long to write: not for every frame of a run that goes on. */
  if (!self->look_dirty || self->look_address == NULL ||
      (delta->state == SLUICE_SESSION_RUNNING && self->look_cost > CHEAP))
    return;
  card = find_card_from (self, self->look_address, self->look_number);
  delta->visit = card != NULL ? visit_info_new (card) : no_visit_info_new (self);
  self->look_dirty = FALSE;
  self->look_cost = g_get_monotonic_time () - began;
}

typedef struct
{
  SluiceRunFold   *fold;
  guint            id;
  char            *address;
  guint64          number;
  SluiceVisitPart  part;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->address);
  g_free (look);
}

static Look *
look_new (SluiceRunFold *fold,
          const char    *address,
          guint64        number)
{
  Look *look = g_new0 (Look, 1);

  look->fold = fold;
  look->address = g_strdup (address);
  look->number = number;
  return look;
}

static gboolean
show_visit_cb (gpointer data)
{
  Look *look = data;
  SluiceRunFold *self = look->fold;

  self->look_address = look->address != NULL ? sluice_address_intern (look->address) : NULL;
  self->look_number = look->number;
  self->look_cost = 0;
  self->look_dirty = TRUE;
  if (self->flush != NULL)
    sluice_run_fold_touch (self);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_show_visit (SluiceRunFold *self,
                            const char    *address,
                            guint64        number)
{
  sluice_engine_thread_send (self->thread, show_visit_cb, look_new (self, address, number), look_free);
}

/* NULL: there is none. */
static const SluiceValue *
get_part (const FoldCard  *card,
          SluiceVisitPart  part)
{
  switch (part)
    {
    case SLUICE_VISIT_PREP:
      return card->has_prep ? &card->prep : NULL;
    case SLUICE_VISIT_REQUEST:
      return card->n_requests > 0 ? &card->request : NULL;
    case SLUICE_VISIT_EXEC:
    default:
      return card->has_exec ? &card->exec : NULL;
    }
}

static gboolean
request_value_cb (gpointer data)
{
  Look *look = data;
  SluiceRunFold *self = look->fold;
  FoldCard *card = self->nodes != NULL ? find_card (self, sluice_address_intern (look->address), look->number) : NULL;

  if (card == NULL)
    sluice_run_fold_reply (self, look->id, "This visit is not kept.", NULL);
  else if (get_part (card, look->part) != NULL)
    sluice_run_fold_reply (self, look->id, NULL, sluice_fold_dup_json (*get_part (card, look->part)));
  else
    sluice_run_fold_reply (self, look->id, "There is no result.", NULL);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_request_value (SluiceRunFold   *self,
                               guint            id,
                               const char      *address,
                               guint64          number,
                               SluiceVisitPart  part)
{
  Look *look = look_new (self, address, number);

  look->id = id;
  look->part = part;
  sluice_engine_thread_send (self->thread, request_value_cb, look, look_free);
}
