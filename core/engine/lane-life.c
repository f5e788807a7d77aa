/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How lanes and their visits come and go. Both lie in pools of the engine. */

#include "engine/call-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

/**
 * SluiceLane:
 *
 * One sequential line of execution in a run: each root, each parallel item or entry.
 */
G_DEFINE_BOXED_TYPE (SluiceLane, sluice_lane, sluice_lane_ref, sluice_lane_unref)

/* The lanes of its items, if there are any left, have no parent from now on. */
static void
leave_batch (SluiceVisit *visit)
{
  visit->batch->parent = NULL;
  g_clear_pointer (&visit->batch, sluice_batch_work_unref);
}

static void
clear_visit (SluiceVisit *visit)
{
  sluice_value_unref (visit->prep);
  sluice_value_unref (visit->exec);
  if (G_UNLIKELY (visit->error != NULL))
    g_clear_error (&visit->error);
  if (G_UNLIKELY (visit->batch != NULL))
    leave_batch (visit);
  if (G_UNLIKELY (visit->data != NULL))
    g_clear_pointer (&visit->data, sluice_visit_data_unref);
}

/* The next node of the same flow: the block and the params stay. */
void
sluice_visit_reset (SluiceVisit *visit,
                    SluiceNode  *node)
{
  clear_visit (visit);
  visit->node = node;
  visit->serial = 0;
  visit->prep = visit->exec = sluice_value_null ();
  visit->attempt = 0;
  visit->index = -1;
  visit->begun = FALSE;
}

SluiceVisit *
sluice_lane_push (SluiceLane  *self,
                  SluiceNode  *node,
                  SluiceValue  params)
{
  SluiceVisit *visit = sluice_pool_take (&self->run->engine->visits);

  visit->up = self->visit;
  visit->node = node;
  visit->params = params;
  visit->index = -1;
  self->visit = visit;
  return visit;
}

void
sluice_lane_pop (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;

  self->visit = visit->up;
  if (visit->up != NULL)
    self->n_frames--;
  clear_visit (visit);
  sluice_value_unref (visit->params);
  sluice_pool_give (&self->run->engine->visits, visit);
}

SluiceFailure *
sluice_failure_new (GError     *take_error,
                    SluiceNode *node)
{
  SluiceFailure *self = g_new (SluiceFailure, 1);

  *self = (SluiceFailure) { take_error, node, NULL };
  return self;
}

void
sluice_failure_free (SluiceFailure *self)
{
  g_error_free (self->error);
  g_clear_error (&self->cause);
  g_free (self);
}

/* Its first visit is still to be pushed. */
SluiceLane *
sluice_lane_new (SluiceRun       *run,
                 SluiceBatchWork *work,
                 SluiceRole       role,
                 int              index)
{
  SluiceLane *self = sluice_pool_take (&run->engine->lanes);

  self->ref_count = 1;
  self->run = run;
  self->id = ++run->last_lane;
  self->role = role;
  self->index = index;
  self->state = SLUICE_LANE_RUNNABLE;
  self->call = sluice_call_new (self);

  self->prev = run->last;
  if (run->last != NULL)
    run->last->next = self;
  else
    run->first = self;
  run->last = self;
  run->n_lanes++;
  self->work = work;
  if (work != NULL)
    work->ref_count++;
  return self;
}

static void
leave_ready (SluiceLane *self)
{
  SluiceRun *run = self->run;

  if (!self->is_ready)
    return;
  if (self->ready_prev != NULL)
    self->ready_prev->ready_next = self->ready_next;
  else
    run->ready_first = self->ready_next;
  if (self->ready_next != NULL)
    self->ready_next->ready_prev = self->ready_prev;
  else
    run->ready_last = self->ready_prev;
  self->is_ready = FALSE;
}

static void
leave_run (SluiceLane *self)
{
  SluiceRun *run = self->run;

  leave_ready (self);
  run->cursor = NULL;
  if (self->prev != NULL)
    self->prev->next = self->next;
  else
    run->first = self->next;
  if (self->next != NULL)
    self->next->prev = self->prev;
  else
    run->last = self->prev;
  run->n_lanes--;
}

void
sluice_lane_free (SluiceLane *self)
{
  SluiceEngine *engine = self->run->engine;

  sluice_timers_unset (&engine->timers, &self->timer);
  sluice_lane_drop_effects (self);
  if (self->call != NULL)
    sluice_call_drop (self->call);
  while (self->visit != NULL)
    sluice_lane_pop (self);
  sluice_lane_set_state (self, SLUICE_LANE_ENDED);
  leave_run (self);

  g_clear_pointer (&self->work, sluice_batch_work_unref);
  g_clear_pointer (&self->own_action, g_free);
  g_clear_pointer (&self->failure, sluice_failure_free);

  /* Whoever still looks at it finds it empty, and holds its run for that. */
  if (--self->ref_count > 0)
    g_object_ref (self->run);
  else
    sluice_pool_give (&engine->lanes, self);
}

/**
 * sluice_lane_ref:
 * @self: a lane
 *
 * References a lane, so that it can be looked at after it has ended. It is then in the state
 * %SLUICE_LANE_ENDED, with no node and no visit.
 *
 * Returns: (transfer full): the lane
 */
SluiceLane *
sluice_lane_ref (SluiceLane *self)
{
  self->ref_count++;
  return self;
}

/**
 * sluice_lane_unref:
 * @self: (transfer full): a lane
 *
 * Drops a reference.
 */
void
sluice_lane_unref (SluiceLane *self)
{
  SluiceRun *run = self->run;

  if (--self->ref_count > 0)
    return;
  sluice_pool_give (&run->engine->lanes, self);
  g_object_unref (run);
}

/* What is out is called off first, so that nothing comes back into what is being taken down. */
static void
abort_one (SluiceLane   *self,
           const GError *error)
{
  SluiceRun *run = self->run;

  sluice_timers_unset (&run->engine->timers, &self->timer);
  sluice_call_drop (self->call);
  sluice_lane_drop_effects (self);

  if (self->failure == NULL)
    self->failure = sluice_failure_new (g_error_copy (error), NULL);
  while (self->visit != NULL)
    {
      if (self->visit->begun)
        sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_ENDED);
      sluice_lane_pop (self);
    }
  sluice_lane_set_state (self, SLUICE_LANE_ENDED);
  if (sluice_run_is_watched (run, SLUICE_EVENT_LANE_ENDED))
    sluice_lane_tell (self, SLUICE_EVENT_LANE_ENDED);
  sluice_lane_free (self);
}

static gboolean
is_below (const SluiceLane *self,
          const SluiceLane *top)
{
  while (self != NULL && self != top)
    self = sluice_lane_get_parent (self);
  return self != NULL;
}

/* Rule G4: takes the lanes below @self down, but for @but, which has none. The newest go first: no
 * lane is newer than its children. */
void
sluice_lane_abort_children (SluiceLane   *self,
                            SluiceLane   *but,
                            const GError *error)
{
  SluiceLane *lane = self->run->last;

  while (lane != self)
    {
      SluiceLane *older = lane->prev;

      if (lane != but && is_below (lane, self))
        abort_one (lane, error);
      lane = older;
    }
}

void
sluice_lane_abort (SluiceLane   *self,
                   const GError *error)
{
  if (self->step == SLUICE_STEP_JOINED)
    sluice_lane_abort_children (self, NULL, error);
  abort_one (self, error);
}
