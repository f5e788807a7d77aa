/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches (rules B1–B4, BF1, BF2, P4, G1–G6): one visit whose exec, or whose nodes, run once for
 * each item. In turn they run in the visit's own lane; in parallel each item has a lane of its
 * own, whose first visit stands for the parent's. */

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

void
sluice_batch_work_unref (SluiceBatchWork *work)
{
  if (--work->ref_count > 0)
    return;
  for (guint i = 0; work->slots != NULL && i < work->n_items; i++)
    sluice_value_unref (work->slots[i]);
  g_free (work->slots);
  sluice_value_unref (work->items);
  sluice_value_unref (work->results);
  g_clear_pointer (&work->failure, sluice_failure_free);
  g_free (work);
}

static SluiceValue
split_characters (SluiceValue string)
{
  SluiceValue items = sluice_value_array ();
  const char *text = sluice_value_get_string (string);
  const char *end = text + sluice_value_get_string_length (string);

  while (text < end)
    {
      const char *next = g_utf8_next_char (text);

      sluice_value_append (&items, sluice_value_string_len (text, next - text));
      text = next;
    }
  return items;
}

static SluiceValue
list_keys (SluiceValue object)
{
  SluiceValue items = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (object); i++)
    sluice_value_append (&items, sluice_value_string (sluice_value_get_key (object, i)));
  return items;
}

/* Rules B2, B3, G1. */
static gboolean
dup_items (SluiceLane  *self,
           SluiceValue *items)
{
  SluiceValue prep = self->visit->prep;

  switch (sluice_value_get_value_type (prep))
    {
    case SLUICE_VALUE_ARRAY: *items = sluice_value_ref (prep); return TRUE;
    case SLUICE_VALUE_OBJECT: *items = list_keys (prep); return TRUE;
    case SLUICE_VALUE_STRING: *items = split_characters (prep); return TRUE;
    case SLUICE_VALUE_NULL: *items = sluice_value_array (); return TRUE;
    case SLUICE_VALUE_BOOLEAN:
    case SLUICE_VALUE_INTEGER:
    case SLUICE_VALUE_REAL:
    default:
      sluice_lane_fail (self, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BATCH_ITEMS,
                                           "prep of the batch “%s” returned a value of type %s: a list is wanted.",
                                           sluice_node_get_title (self->visit->node),
                                           sluice_value_type_name (sluice_value_get_value_type (prep))));
      return FALSE;
    }
}

/* Rule P4: the flow's params, then the entry's. FALSE with an error: the entry is no object. */
static gboolean
merge_params (SluiceVisit  *visit,
              guint         index,
              SluiceValue  *params,
              GError      **error)
{
  SluiceValue entry = sluice_value_get_element (visit->batch->items, index);

  if (!SLUICE_VALUE_IS_OBJECT (entry))
    {
      *params = sluice_value_null ();
      g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BATCH_ITEMS,
                   "Entry %u of the batch flow “%s” is a value of type %s: an object of params is wanted.", index,
                   sluice_node_get_title (visit->node),
                   sluice_value_type_name (sluice_value_get_value_type (entry)));
      return FALSE;
    }

  if (sluice_value_get_length (visit->params) == 0)
    {
      *params = sluice_value_ref (entry);
      return TRUE;
    }
  *params = sluice_value_ref (visit->params);
  for (guint i = 0; i < sluice_value_get_length (entry); i++)
    sluice_value_set_member (params, sluice_value_get_key (entry, i),
                             sluice_value_ref (sluice_value_get_member_at (entry, i)));
  return TRUE;
}

static gboolean
collects (SluiceVisit *visit)
{
  return sluice_visit_get_settings (visit)->is_flow && sluice_flow_peek_collects (SLUICE_FLOW (visit->node));
}

/* All items are done: @take are their results. A batch flow has none, unless it collects. */
static void
finish (SluiceLane  *self,
        SluiceValue  take)
{
  SluiceVisit *visit = self->visit;

  if (sluice_visit_get_settings (visit)->is_flow && !collects (visit))
    sluice_value_unref (take);
  else
    visit->exec = take;
  g_clear_pointer (&visit->batch, sluice_batch_work_unref);
  visit->index = -1;
  sluice_lane_clear_action (self);
  self->step = sluice_visit_get_settings (visit)->is_flow ? SLUICE_STEP_FRAME : SLUICE_STEP_POST;
}

static void
start_item (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;

  visit->index = visit->batch->next++;
  visit->attempt = 0; /* rule B1 */
  self->step = SLUICE_STEP_EXEC;
}

static void
start_entry (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  SluiceValue params;
  GError *error = NULL;

  visit->index = visit->batch->next++;
  if (merge_params (visit, visit->index, &params, &error))
    sluice_lane_enter (self, params);
  else
    sluice_lane_fail (self, error);
}

void
sluice_lane_next_item (SluiceLane *self)
{
  SluiceBatchWork *work = self->visit->batch;

  sluice_value_append (&work->results, sluice_value_steal (&self->visit->exec));
  if (work->next < work->n_items)
    start_item (self);
  else
    finish (self, sluice_value_steal (&work->results));
}

void
sluice_lane_next_entry (SluiceLane *self)
{
  SluiceBatchWork *work = self->visit->batch;

  if (collects (self->visit))
    sluice_value_append (&work->results, sluice_lane_dup_action (self));
  if (work->next < work->n_items)
    start_entry (self);
  else
    finish (self, sluice_value_steal (&work->results));
}

/* A lane for the next item: its first visit is the parent's in all it shows. */
static void
spawn (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  SluiceBatchWork *work = visit->batch;
  gboolean is_flow = sluice_visit_get_settings (visit)->is_flow;
  guint index = work->next++;
  SluiceRole role = is_flow ? SLUICE_ROLE_ENTRY : SLUICE_ROLE_ITEM;
  SluiceLane *child = sluice_lane_new (self->run, work, role, index);
  SluiceVisit *first;
  GError *error = NULL;

  work->n_running++;
  first = sluice_lane_push (child, visit->node, sluice_value_ref (visit->params));
  first->serial = visit->serial;
  first->prep = sluice_value_ref (visit->prep);
  first->index = index;
  first->data = visit->data;
  if (first->data != NULL)
    first->data->ref_count++;
  child->step = is_flow ? SLUICE_STEP_ENTRY : SLUICE_STEP_EXEC;
  if (is_flow)
    {
      sluice_value_clear (&first->params);
      if (!merge_params (visit, index, &first->params, &error))
        sluice_lane_fail (child, error);
    }

  if (sluice_run_is_watched (self->run, SLUICE_EVENT_LANE_STARTED))
    sluice_lane_tell (child, SLUICE_EVENT_LANE_STARTED);
  sluice_lane_make_ready (child);
}

static gboolean
begin_parallel (SluiceLane *self)
{
  SluiceBatchWork *work = self->visit->batch;
  guint limit = sluice_visit_get_settings (self->visit)->limit;

  if (limit == 0 || limit > work->n_items)
    limit = work->n_items;
  work->slots = g_new0 (SluiceValue, work->n_items);
  self->step = SLUICE_STEP_JOINED;
  while (work->next < limit)
    spawn (self);
  sluice_lane_set_state (self, SLUICE_LANE_JOINED);
  return FALSE;
}

/* The prep result is there. FALSE: the lane waits for its child lanes. */
gboolean
sluice_lane_begin_batch (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  SluiceValue items;

  if (!dup_items (self, &items))
    return TRUE;

  visit->batch = g_new0 (SluiceBatchWork, 1);
  visit->batch->ref_count = 1;
  visit->batch->parent = self;
  visit->batch->depth = sluice_lane_get_whole_depth (self);
  visit->batch->items = items;
  visit->batch->results = sluice_value_array ();
  visit->batch->n_items = sluice_value_get_length (items);
  if (visit->batch->n_items == 0)
    finish (self, sluice_value_array ());
  else if (sluice_visit_get_settings (visit)->batch == SLUICE_BATCH_PARALLEL)
    return begin_parallel (self);
  else if (sluice_visit_get_settings (visit)->is_flow)
    start_entry (self);
  else
    start_item (self);
  return TRUE;
}

void
sluice_lane_joined (SluiceLane *self)
{
  SluiceBatchWork *work = self->visit->batch;
  SluiceValue results;

  if (work->failure != NULL)
    {
      self->failure = g_steal_pointer (&work->failure);
      self->step = SLUICE_STEP_FAIL;
      return;
    }

  results = sluice_value_array ();
  for (guint i = 0; i < work->n_items; i++)
    sluice_value_append (&results, sluice_value_steal (&work->slots[i]));
  finish (self, results);
}

/* Rule G3: the first error goes to the node at once. Its siblings go on without a parent, or go. */
static void
report_error (SluiceLane *self,
              SluiceLane *parent)
{
  SluiceBatchWork *work = parent->visit->batch;

  work->failure = g_steal_pointer (&self->failure);
  if (sluice_visit_get_settings (parent->visit)->on_error == SLUICE_ON_ERROR_CANCEL_SIBLINGS)
    {
      g_autoptr (GError) reason = NULL;

      reason = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED,
                            "A sibling in “%s” has failed.", sluice_node_get_title (parent->visit->node));
      sluice_lane_abort_children (parent, self, reason);
    }
  work->parent = NULL;
  sluice_lane_make_ready (parent);
}

/* A child lane has ended. */
void
sluice_lane_report (SluiceLane *self)
{
  SluiceLane *parent = sluice_lane_get_parent (self);
  SluiceBatchWork *work;

  if (parent == NULL)
    return;
  if (self->failure != NULL)
    {
      report_error (self, parent);
      return;
    }

  work = parent->visit->batch;
  work->n_running--;
  if (self->role == SLUICE_ROLE_ITEM)
    work->slots[self->index] = sluice_value_steal (&self->visit->exec);
  else if (collects (parent->visit))
    work->slots[self->index] = sluice_lane_dup_action (self);
  if (work->next < work->n_items)
    spawn (parent);
  else if (work->n_running == 0)
    sluice_lane_make_ready (parent);
}
