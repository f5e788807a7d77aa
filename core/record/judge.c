/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The visits of a record, judged by the nodes of an edited flow.
 *
 * One pass over the facts: a visit is opened with the store as it begins, gathers what exec returned, and is
 * judged when it has ended and it is known which node came next. A node is judged in a run of its own, in which
 * its result is pinned; what asks for anything outside is called off. */

#include "record/judge.h"

#include "engine/flow.h"
#include "engine/keeper.h"
#include "engine/node-private.h"

typedef struct
{
  guint64      visit;
  guint32      lane;
  guint32      depth;
  int          entry;   /* of the batch of flows around it, or -1 */
  char        *node;    /* owned */
  SluiceValue  store;   /* owned: as it began */
  SluiceValue  params;  /* owned: an object */
  SluiceValue  exec;    /* owned: the result, or the list of those of its items */
  GHashTable  *items;   /* owned: item → SluiceValue, owned: its result; NULL: it is no batch */
  char        *inner;   /* owned: the action of the last visit in it, for a flow */
  char        *action;  /* owned */
  gboolean     whole;   /* all it was given is known */
  gboolean     is_old;  /* its params are not: the record is older than they */
  gboolean     has_ended;
  gboolean     failed;
  gboolean     is_cut; /* the run was left before it was known where the visit leads */
} Open;

typedef struct
{
  SluiceRecord        *record;
  SluiceEngine        *engine; /* owned, virtual */
  SluiceJudgeFindFunc  find;
  gpointer             user_data;
  GPtrArray           *open;   /* of Open, owned: the visits under way, and those whose next is not known yet */
  GHashTable          *lists;  /* visit → the list its prep gave, as SluiceValue; owned */
  GPtrArray           *found;  /* of SluiceJudgement, owned */
  SluiceJudgeCounts   *counts;
} Judge;

/* What a visit did when it was had again. */
typedef struct
{
  char     *action;
  gboolean  asked; /* for something outside, or for the time */
} Outcome;

void
sluice_judgement_free (SluiceJudgement *self)
{
  g_free (self->node);
  g_free (self->old_action);
  g_free (self->old_target);
  g_free (self->new_action);
  g_free (self->new_target);
  g_free (self->problem);
  g_free (self);
}

static void
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->node);
  g_free (open->inner);
  g_free (open->action);
  sluice_value_unref (open->store);
  sluice_value_unref (open->params);
  sluice_value_unref (open->exec);
  g_clear_pointer (&open->items, g_hash_table_unref);
  g_free (open);
}

/* A node, again */

static gboolean
begins_cb (SluiceRun    *run,
           SluiceEffect *effect,
           gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->asked = TRUE;
  sluice_run_cancel (run);
  return FALSE;
}

static void
came_cb (SluiceRun   *run,
         SluiceInput *take_input,
         gpointer     user_data)
{
  sluice_input_free (take_input);
}

static void
turn_cb (SluiceRun       *run,
         SluiceTurnPlace  place,
         gpointer         user_data)
{
}

/* It is not what it was then: a flow that goes by the clock can't be judged. */
static void
clock_cb (SluiceRun *run,
          double    *now,
          gpointer   user_data)
{
  Outcome *outcome = user_data;

  outcome->asked = TRUE;
}

static const SluiceKeeper keeper = { .begins = begins_cb, .came = came_cb, .turn = turn_cb, .clock = clock_cb };

static void
ended_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  Outcome *outcome = user_data;

  g_free (outcome->action);
  outcome->action = g_strdup (event->action);
}

/* FALSE: it can't be had again without asking anybody. @problem says why there is no action, if there is none. */
static gboolean
have_again (Judge      *self,
            const Open *open,
            SluiceNode *node,
            char      **action,
            char      **problem)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (sluice_value_ref (open->store));
  g_autoptr (SluiceRun) run = sluice_run_new (self->engine, store);
  Outcome outcome = { NULL, };
  const GError *error;
  gboolean asked;

  sluice_node_set_params (node, sluice_value_ref (open->params)); /* as if it stood alone */
  sluice_run_add (run, node);
  sluice_run_pin (run, open->node, sluice_value_ref (open->exec));
  sluice_run_set_keeper (run, &keeper, &outcome);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED), ended_cb, &outcome, NULL);
  sluice_run_join (run, NULL);
  error = sluice_run_get_error (run);
  asked = outcome.asked || g_error_matches (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK);
  if (!asked && sluice_run_get_state (run) == SLUICE_RUN_FAILED)
    *problem = g_strdup (error != NULL ? error->message : "it fails");
  *action = g_steal_pointer (&outcome.action);
  return !asked;
}

/* Judging */

static char *
dup_target (SluiceNode *node,
            const char *action)
{
  const SluiceEdge *edge = sluice_node_find_edge (sluice_node_get_private (node), action);

  return edge != NULL && edge->target != NULL ? g_strdup (sluice_node_get_address (edge->target)) : NULL;
}

static gboolean
is_elsewhere (const SluiceJudgement *judgement)
{
  return judgement->problem != NULL
         || g_strcmp0 (judgement->old_target, judgement->new_target) != 0
         || g_strcmp0 (judgement->old_action != NULL ? judgement->old_action : "default",
                       judgement->new_action != NULL ? judgement->new_action : "default") != 0;
}

static void
judge (Judge      *self,
       const Open *open,
       const char *next)
{
  g_autoptr (SluiceJudgement) judgement = NULL;
  SluiceNode *node = self->find (open->node, self->user_data);

  if (open->is_cut)
    {
      self->counts->n_skipped++;
      self->counts->n_unfinished++;
      return;
    }
  if (!open->whole || open->is_old || open->failed)
    {
      self->counts->n_skipped++;
      self->counts->n_failed += open->failed;
      self->counts->n_too_old += open->is_old && open->whole && !open->failed;
      return;
    }
  judgement = g_new0 (SluiceJudgement, 1);
  judgement->visit = open->visit;
  judgement->node = g_strdup (open->node);
  judgement->old_action = g_strdup (open->action);
  judgement->old_target = g_strdup (next);
  if (node == NULL)
    judgement->problem = g_strdup ("There is no such node any more.");
  else if (!have_again (self, open, node, &judgement->new_action, &judgement->problem))
    {
      self->counts->n_skipped++;
      self->counts->n_asking++;
      return;
    }
  self->counts->n_judged++;
  if (judgement->problem == NULL)
    judgement->new_target = dup_target (node, judgement->new_action);
  if (!is_elsewhere (judgement))
    return;
  self->counts->n_changed++;
  g_ptr_array_add (self->found, g_steal_pointer (&judgement));
}

/* The one that ended last in that lane at that depth has led to @next, or out of its flow: what is of another entry
 * begins there anew. @is_cut: it has led nowhere yet. */
static void
settle (Judge      *self,
        guint32     lane,
        guint32     depth,
        const char *next,
        int         entry,
        gboolean    is_cut)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      Open *open = g_ptr_array_index (self->open, i - 1);

      if (!open->has_ended || open->lane != lane || open->depth < depth)
        continue;
      open->is_cut |= is_cut && !open->failed;
      judge (self, open, open->depth == depth && open->entry == entry ? next : NULL);
      g_ptr_array_remove_index (self->open, i - 1);
    }
}

static Open *
find_open (Judge   *self,
           guint64  visit)
{
  for (guint i = self->open->len; i > 0; i--)
    if (((Open *) g_ptr_array_index (self->open, i - 1))->visit == visit)
      return g_ptr_array_index (self->open, i - 1);
  return NULL;
}

static SluiceRecordLane *
find_lane (Judge   *self,
           guint32  id)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);

  for (guint i = 0; i < lanes->len; i++)
    if (((SluiceRecordLane *) g_ptr_array_index (lanes, i))->id == id)
      return g_ptr_array_index (lanes, i);
  return NULL;
}

static gboolean
is_flow_batch (Judge      *self,
               const char *address)
{
  SluiceNode *node = address != NULL ? self->find (address, self->user_data) : NULL;

  return node != NULL && SLUICE_IS_FLOW (node) && sluice_node_get_batch (node) != SLUICE_BATCH_NONE;
}

/* The params of one entry are put over those of its flow. FALSE: what the entry was is not kept. */
static gboolean
add_entry (Judge       *self,
           guint64      visit,
           int          index,
           SluiceValue *params)
{
  const SluiceValue *list = g_hash_table_lookup (self->lists, &visit);
  SluiceValue entry = list != NULL ? sluice_value_get_element (*list, (guint) index) : sluice_value_null ();

  if (!SLUICE_VALUE_IS_OBJECT (entry))
    return FALSE;
  for (guint i = 0; i < sluice_value_get_length (entry); i++)
    sluice_value_set_member (params, sluice_value_get_key (entry, i),
                             sluice_value_ref (sluice_value_get_member_at (entry, i)));
  return TRUE;
}

/* Those of a flow that is started are the edited one's. */
static SluiceValue
dup_root_params (Judge      *self,
                 const char *address)
{
  SluiceNode *root = address != NULL ? self->find (address, self->user_data) : NULL;
  SluiceValue params = root != NULL ? sluice_node_get_params (root) : sluice_value_null ();

  return SLUICE_VALUE_IS_OBJECT (params) ? sluice_value_ref (params) : sluice_value_object ();
}

/* What the visits in a lane are given, up to @open, the last: by the flow that was started, and by the entries of the
 * batches of flows around. */
static void
find_params (Judge                  *self,
             const SluiceRecordLane *lane,
             Open                   *open)
{
  SluiceRecordLane *parent = lane->parent != 0 ? find_lane (self, lane->parent) : NULL;

  if (lane->parent == 0)
    open->params = dup_root_params (self, lane->frames->len > 0
                                            ? g_array_index (lane->frames, SluiceRecordFrame, 0).node : NULL);
  else if (parent != NULL && parent->frames->len > 0)
    {
      find_params (self, parent, open);
      open->whole &= add_entry (self, g_array_index (parent->frames, SluiceRecordFrame, parent->frames->len - 1).visit,
                                lane->item, &open->params);
    }
  else
    open->whole = FALSE;
  for (guint i = 0; i < lane->frames->len; i++)
    {
      const SluiceRecordFrame *frame = &g_array_index (lane->frames, SluiceRecordFrame, i);

      if (frame->visit == open->visit)
        return;
      if (frame->entry >= 0)
        open->whole &= add_entry (self, frame->visit, frame->entry, &open->params);
      else if (i + 1 < lane->frames->len)
        open->is_old |= is_flow_batch (self, frame->node);
    }
}

static void
begin_visit (Judge            *self,
             const SluiceFact *fact)
{
  SluiceRecordLane *lane = find_lane (self, fact->lane);
  Open *open;

  settle (self, fact->lane, fact->depth, fact->node, fact->item, FALSE);
  if (fact->depth == 0 || fact->node == NULL)
    return;
  open = g_new0 (Open, 1);
  open->visit = fact->visit;
  open->lane = fact->lane;
  open->depth = fact->depth;
  open->entry = fact->item;
  open->node = g_strdup (fact->node);
  open->store = sluice_value_ref (sluice_record_get_store (self->record));
  open->whole = sluice_record_is_store_whole (self->record) && lane != NULL;
  if (lane != NULL)
    find_params (self, lane, open);
  g_ptr_array_add (self->open, open);
}

static void
value_free (gpointer value)
{
  sluice_value_unref (*(SluiceValue *) value);
  g_free (value);
}

/* A batch of flows takes its entries from there. */
static void
keep_list (Judge            *self,
           const SluiceFact *fact)
{
  SluiceValue list;

  if (fact->error != NULL || !fact->is_kept || !SLUICE_VALUE_IS_ARRAY (fact->value))
    return;
  list = sluice_value_ref (fact->value);
  g_hash_table_replace (self->lists, g_memdup2 (&fact->visit, sizeof fact->visit), g_memdup2 (&list, sizeof list));
}

/* Of an item the result is one of a list, which is complete when the visit ends. */
static void
keep_item (Open             *open,
           const SluiceFact *fact)
{
  SluiceValue *value = g_new (SluiceValue, 1);

  *value = sluice_value_ref (fact->value);
  if (open->items == NULL)
    open->items = g_hash_table_new_full (NULL, NULL, NULL, value_free);
  g_hash_table_replace (open->items, GINT_TO_POINTER (fact->item), value);
}

static void
gather_items (Open *open)
{
  guint n = open->items != NULL ? g_hash_table_size (open->items) : 0;

  if (n == 0)
    return;
  sluice_value_replace (&open->exec, sluice_value_array ());
  for (guint i = 0; i < n; i++)
    {
      const SluiceValue *value = g_hash_table_lookup (open->items, GUINT_TO_POINTER (i));

      open->whole &= value != NULL;
      sluice_value_append (&open->exec, value != NULL ? sluice_value_ref (*value) : sluice_value_null ());
    }
}

static void
end_phase (Judge            *self,
           const SluiceFact *fact)
{
  Open *open = find_open (self, fact->visit);

  if (fact->phase == SLUICE_PHASE_PREP)
    keep_list (self, fact);
  /* Where a flow comes to its post, what is in it has come to its end. The one that is started is not opened. */
  if (fact->phase == SLUICE_PHASE_POST)
    settle (self, fact->lane, open != NULL ? open->depth + 1 : 1, NULL, -1, FALSE);
  if (open == NULL || (fact->phase != SLUICE_PHASE_EXEC && fact->phase != SLUICE_PHASE_FALLBACK)
      || fact->error != NULL)
    return;
  open->whole = open->whole && fact->is_kept;
  if (fact->item < 0)
    sluice_value_replace (&open->exec, sluice_value_ref (fact->value));
  else
    keep_item (open, fact);
}

static gboolean
is_cancelled (const SluiceFact *fact)
{
  return fact->error != NULL && fact->error_code == SLUICE_ENGINE_ERROR_CANCELLED
         && g_strcmp0 (fact->error_domain, g_quark_to_string (SLUICE_ENGINE_ERROR)) == 0;
}

static void
end_visit (Judge            *self,
           const SluiceFact *fact)
{
  Open *open = find_open (self, fact->visit);
  SluiceNode *node;

  g_hash_table_remove (self->lists, &fact->visit);
  if (open == NULL)
    return;
  settle (self, open->lane, open->depth + 1, NULL, -1, fact->error != NULL);
  open->has_ended = TRUE;
  open->is_cut = is_cancelled (fact);
  open->failed = fact->error != NULL;
  g_free (open->action);
  open->action = g_strdup (fact->action);
  gather_items (open);
  node = open->node != NULL ? self->find (open->node, self->user_data) : NULL;
  if (node != NULL && SLUICE_IS_FLOW (node) && sluice_node_get_batch (node) == SLUICE_BATCH_NONE)
    sluice_value_replace (&open->exec, open->inner != NULL ? sluice_value_string (open->inner) : sluice_value_null ());
  for (guint i = self->open->len; i > 0; i--)
    {
      Open *around = g_ptr_array_index (self->open, i - 1);

      if (around->has_ended || around->lane != open->lane || around->depth + 1 != open->depth)
        continue;
      g_free (around->inner);
      around->inner = g_strdup (fact->action);
      break;
    }
}

/* Those under way in that lane, or in all (0), go no further. */
static void
cut (Judge   *self,
     guint32  lane)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      Open *open = g_ptr_array_index (self->open, i - 1);

      if (lane != 0 && open->lane != lane)
        continue;
      open->is_cut = !open->failed;
      judge (self, open, NULL);
      g_ptr_array_remove_index (self->open, i - 1);
    }
}

static void
end_lane (Judge            *self,
          const SluiceFact *fact)
{
  settle (self, fact->lane, 0, NULL, -1, fact->error != NULL);
  cut (self, fact->lane);
}

static void
look_at (Judge            *self,
         const SluiceFact *fact)
{
  switch (fact->type)
    {
    case SLUICE_EVENT_VISIT_STARTED: begin_visit (self, fact); break;
    case SLUICE_EVENT_VISIT_ENDED: end_visit (self, fact); break;
    case SLUICE_EVENT_PHASE_ENDED: end_phase (self, fact); break;
    case SLUICE_EVENT_LANE_ENDED: end_lane (self, fact); break;
    default: break;
    }
}

/**
 * sluice_record_judge: (skip)
 * @record: a record; it stands at its end afterwards
 * @find: finds the nodes of the flow that is judged
 * @user_data: for @find
 * @counts: (out caller-allocates): how many visits were looked at
 * @cancellable: (nullable): gives up between two facts
 * @error: return location for an error, of %SLUICE_RECORD_ERROR or %G_IO_ERROR
 *
 * Tells which visits of a run would now take another edge: prep, post and edges are those of the flow that is
 * judged, as are the params of a flow that is started; the store, the result of exec and the entries of batches those
 * of the record. Flows are judged by the action that they ended with. Visits that failed, that a run was left in or
 * behind, or that values are not kept of, are left out and counted. The nodes are left with the params that they
 * were judged with.
 *
 * Returns: (transfer full) (nullable) (element-type SluiceJudgement): them, in the order in which they ended
 */
GPtrArray *
sluice_record_judge (SluiceRecord         *record,
                     SluiceJudgeFindFunc   find,
                     gpointer              user_data,
                     SluiceJudgeCounts    *counts,
                     GCancellable         *cancellable,
                     GError              **error)
{
  Judge self = { .record = record, .find = find, .user_data = user_data, .counts = counts };
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (open_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_judgement_free);
  g_autoptr (GHashTable) lists = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, value_free);
  g_autoptr (GError) local = NULL;
  SluiceFact fact;

  g_return_val_if_fail (SLUICE_IS_RECORD (record), NULL);
  g_return_val_if_fail (find != NULL && counts != NULL, NULL);

  *counts = (SluiceJudgeCounts) { 0 };
  self.engine = engine;
  self.open = open;
  self.found = found;
  self.lists = lists;
  if (!sluice_record_seek (record, 0, error))
    return NULL;
  while (!g_cancellable_set_error_if_cancelled (cancellable, &local) && sluice_record_step (record, &fact, &local))
    {
      look_at (&self, &fact);
      sluice_fact_clear (&fact);
    }
  /* What was found to be damaged when it was opened is not told again. */
  if (local == NULL && sluice_record_get_damage (record) != NULL)
    g_set_error_literal (&local, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DAMAGED, sluice_record_get_damage (record));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  cut (&self, 0);
  return g_steal_pointer (&found);
}
