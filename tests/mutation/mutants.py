# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is broken on purpose, one mistake at a time: a name, the rule it breaks, and where.

Each change is a file below core/, a text that is there exactly once, and what stands there instead.
"""
from typing import NamedTuple


class Mutant(NamedTuple):
    name: str
    rule: str
    changes: tuple  # of (file, search, replace)


def mutant(name, rule, file, *changes):
    """Changes of one file, as search, replace, search, replace…"""
    pairs = zip(changes[::2], changes[1::2])
    return Mutant(name, rule, tuple((file, search, replace) for search, replace in pairs))


LANE = 'engine/lane.c'
LIFE = 'engine/lane-life.c'
WAIT = 'engine/lane-wait.c'
BATCH = 'engine/batch.c'
EDGES = 'engine/node-edges.c'
RUN = 'engine/run.c'
CALL = 'engine/call.c'
EFFECT = 'engine/effect.c'
QUEUE = 'store/queue.c'
STORE = 'store/store.c'

ONE_NODE = [
    mutant('post-skipped', 'N1', LANE,
           'if (G_LIKELY (self->visit->index < 0))\n    self->step = SLUICE_STEP_POST;',
           'if (G_LIKELY (self->visit->index < 0))\n    end_visit (self);'),
    mutant('exec-result-lost', 'N1', LANE,
           'self->visit->exec = take_value (self);\n  sluice_call_recycle (self);\n'
           '  self->step = SLUICE_STEP_ITEM_DONE;',
           'sluice_value_unref (take_value (self));\n  sluice_call_recycle (self);\n'
           '  self->step = SLUICE_STEP_ITEM_DONE;'),
    mutant('no-warning-for-a-node-alone', 'N2', RUN,
           'if (sluice_node_get_n_edges (root) > 0)', 'if (FALSE)'),
    mutant('one-attempt-more', 'N4', LANE,
           'visit->attempt >= sluice_visit_get_settings (visit)->retries - 1', 'visit->attempt >= sluice_visit_get_settings (visit)->retries'),
    mutant('one-attempt-less', 'N4', LANE,
           'visit->attempt >= sluice_visit_get_settings (visit)->retries - 1', 'visit->attempt >= sluice_visit_get_settings (visit)->retries - 2'),
    mutant('wait-after-the-last-attempt', 'N5', LANE,
           'if (visit->attempt >= sluice_visit_get_settings (visit)->retries - 1)\n    self->step = SLUICE_STEP_FALLBACK;\n'
           '  else if (sluice_visit_get_settings (visit)->wait > 0)\n    self->step = SLUICE_STEP_WAIT;',
           'if (sluice_visit_get_settings (visit)->wait > 0)\n    self->step = SLUICE_STEP_WAIT;\n'
           '  else if (visit->attempt >= sluice_visit_get_settings (visit)->retries - 1)\n    self->step = SLUICE_STEP_FALLBACK;',
           'self->visit->attempt++;\n  self->step = SLUICE_STEP_EXEC;\n  return TRUE;',
           'if (self->visit->attempt >= sluice_visit_get_settings (self->visit)->retries - 1)\n'
           '    self->step = SLUICE_STEP_FALLBACK;\n  else\n'
           '    {\n      self->visit->attempt++;\n      self->step = SLUICE_STEP_EXEC;\n    }\n  return TRUE;'),
    mutant('no-wait-between-attempts', 'N5', LANE,
           'else if (sluice_visit_get_settings (visit)->wait > 0)', 'else if (FALSE)'),
    mutant('negative-waits-wait', 'N5', LANE,
           'else if (sluice_visit_get_settings (visit)->wait > 0)', 'else if (sluice_visit_get_settings (visit)->wait != 0)'),
    mutant('fractions-of-a-second-lost', 'N5', LANE,
           '(gint64) (wait * G_USEC_PER_SEC), SLUICE_TIMER_ATTEMPT', '((gint64) wait) * G_USEC_PER_SEC, SLUICE_TIMER_ATTEMPT'),
    mutant('no-attempts-are-one', 'N6', LANE,
           'settings->retries <= 0', 'settings->retries < 0'),
    mutant('fallback-result-lost', 'N7', LANE,
           'self->visit->exec = take_value (self);\n  sluice_call_recycle (self);\n  if (error != NULL)',
           'sluice_value_unref (take_value (self));\n  sluice_call_recycle (self);\n  if (error != NULL)'),
    mutant('cause-of-a-failed-fallback-lost', 'N7', LANE,
           'self->failure->cause = cause;', 'g_error_free (cause);'),
    mutant('first-error-kept-for-the-fallback', 'N7', LANE,
           'g_clear_error (&visit->error);\n  visit->error = take_error;',
           'if (visit->error != NULL)\n    g_error_free (take_error);\n  else\n    visit->error = take_error;'),
    mutant('cancellation-retried', 'N8', LANE,
           'if (is_cancellation (take_error))', 'if (FALSE)'),
    mutant('fallback-on-cancellation', 'N8', LANE,
           'sluice_lane_fail (self, take_error);\n      return;\n    }\n  g_clear_error (&visit->error);',
           'visit->error = take_error;\n      self->step = SLUICE_STEP_FALLBACK;\n      return;\n    }\n'
           '  g_clear_error (&visit->error);'),
    mutant('a-time-out-is-a-cancellation', 'N8', WAIT,
           'SLUICE_ENGINE_ERROR_TIMEOUT,', 'SLUICE_ENGINE_ERROR_CANCELLED,'),
    mutant('time-limit-spans-the-attempts', 'N8', CALL,
           'sluice_timers_unset (&lane->run->engine->timers, &lane->timer);\n      lane->paused', 'lane->paused'),
    mutant('error-of-prep-forgotten', 'N9', LANE,
           'sluice_lane_fail (self, error);\n      return TRUE;\n    }\n  return after_prep (self);',
           'g_error_free (error);\n    }\n  return after_prep (self);'),
    mutant('error-of-post-forgotten', 'N9', LANE,
           'if (G_UNLIKELY (error != NULL))\n    sluice_lane_fail (self, error);\n  else\n    end_visit (self);',
           'g_clear_error (&error);\n  end_visit (self);'),
    mutant('prep-result-lost-after-an-attempt', 'N10', LANE,
           'g_clear_error (&visit->error);\n  visit->error = take_error;',
           'g_clear_error (&visit->error);\n  sluice_value_clear (&visit->prep);\n  visit->error = take_error;'),
]

BATCHES = [
    mutant('attempts-go-on-with-the-next-item', 'B1', BATCH,
           'visit->attempt = 0; /* rule B1 */', ''),
    mutant('nothing-for-no-items', 'B2', BATCH,
           'finish (self, sluice_value_array ());', 'finish (self, sluice_value_null ());'),
    mutant('an-object-gives-its-values', 'B3', BATCH,
           'sluice_value_append (&items, sluice_value_string (sluice_value_get_key (object, i)));',
           'sluice_value_append (&items, sluice_value_ref (sluice_value_get_member_at (object, i)));'),
    mutant('a-string-gives-its-bytes', 'B3', BATCH,
           'g_utf8_next_char (text)', 'text + 1'),
    mutant('a-failed-item-is-null', 'B4', LANE,
           'sluice_lane_fail (self, g_steal_pointer (&self->visit->error));',
           'if (self->visit->index >= 0)\n        self->step = SLUICE_STEP_ITEM_DONE;\n      else\n'
           '        sluice_lane_fail (self, g_steal_pointer (&self->visit->error));'),
    mutant('null-is-no-batch', 'G1', BATCH,
           '    case SLUICE_VALUE_NULL: *items = sluice_value_array (); return TRUE;\n', '    case SLUICE_VALUE_NULL:\n'),
    mutant('results-in-finishing-order', 'G2', BATCH,
           'work->slots[self->index] = sluice_value_steal (&self->visit->exec);',
           'work->slots[work->next - work->n_running - 1] = sluice_value_steal (&self->visit->exec);'),
    mutant('limit-ignored', 'G2', BATCH,
           'if (limit == 0 || limit > work->n_items)', 'if (TRUE)'),
    mutant('limit-off-by-one', 'G2', BATCH,
           'guint limit = sluice_visit_get_settings (self->visit)->limit;',
           'guint limit = sluice_visit_get_settings (self->visit)->limit > 0 ? sluice_visit_get_settings (self->visit)->limit + 1 : 0;'),
    mutant('next-item-never-starts', 'G2', BATCH,
           'if (work->next < work->n_items)\n    spawn (parent);\n  else if', 'if'),
    mutant('siblings-cancelled', 'G3', BATCH,
           'if (sluice_visit_get_settings (parent->visit)->on_error == SLUICE_ON_ERROR_CANCEL_SIBLINGS)', 'if (TRUE)'),
    mutant('siblings-never-cancelled', 'G3', BATCH,
           'if (sluice_visit_get_settings (parent->visit)->on_error == SLUICE_ON_ERROR_CANCEL_SIBLINGS)', 'if (FALSE)'),
    mutant('an-error-waits-for-the-siblings', 'G3', BATCH,
           'if (self->failure != NULL)\n    {\n      report_error',
           'work = parent->visit->batch;\n'
           '  if (self->failure != NULL && (work->n_running > 1 || work->failure != NULL))\n'
           '    {\n      if (work->failure == NULL)\n'
           '        work->failure = g_steal_pointer (&self->failure);\n'
           '      if (--work->n_running == 0)\n        sluice_lane_make_ready (parent);\n      return;\n    }\n'
           '  if (self->failure != NULL)\n    {\n      report_error'),
    mutant('calls-not-told-that-they-are-cancelled', 'G4', CALL,
           'if (cancellable != NULL)\n    g_cancellable_cancel (cancellable);', ''),
    mutant('attempt-number-shared', 'G5', BATCH,
           'first->index = index;', 'first->index = index;\n  first->attempt = visit->attempt++;'),
    mutant('entries-not-seen-in-parallel', 'G6', BATCH,
           'sluice_value_clear (&first->params);\n      if (!merge_params (visit, index, &first->params, &error))',
           'SluiceValue params = sluice_value_null ();\n\n'
           '      if (!merge_params (visit, index, &params, &error))'),
]

WIRING = [
    mutant('overwriting-keeps-the-first', 'T2', EDGES,
           'edge->target = target;', 'edge->target = before;\n      before = target;'),
    mutant('overwriting-is-silent', 'T2', EDGES,
           'g_ptr_array_add (priv->overwritten, (gpointer) action);', ''),
    mutant('an-empty-action-is-not-default', 'T4', EDGES,
           "const char *key = action != NULL && *action != '\\0' ? action", 'const char *key = action != NULL ? action'),
    mutant('an-unknown-action-takes-default', 'T5', LANE,
           'edge = sluice_node_find_edge (sluice_visit_get_settings (visit), self->action);\n',
           'edge = sluice_node_find_edge (sluice_visit_get_settings (visit), self->action);\n'
           '  if (edge == NULL)\n    edge = sluice_node_find_edge (sluice_visit_get_settings (visit), NULL);\n'),
    mutant('no-edge-at-all-warns', 'T5', LANE,
           'edge == NULL && sluice_visit_get_settings (visit)->n_edges > 0', 'edge == NULL'),
    mutant('a-missing-edge-is-silent', 'T5', LANE,
           'edge == NULL && sluice_visit_get_settings (visit)->n_edges > 0', 'FALSE'),
    mutant('an-explicit-end-warns', 'T6', LANE,
           'edge == NULL && sluice_visit_get_settings (visit)->n_edges > 0',
           '(edge == NULL || edge->target == NULL) && sluice_visit_get_settings (visit)->n_edges > 0'),
    mutant('any-value-is-an-action', 'T8', LANE,
           'if (!SLUICE_VALUE_IS_NULL (take))\n        error', 'if (FALSE)\n        error'),
]

FLOWS = [
    mutant('a-flow-has-no-action', 'F2', LANE,
           'post != sluice_flow_default_post || settings->batch != SLUICE_BATCH_NONE', 'TRUE'),
    Mutant('a-batch-flow-gives-its-last-action', 'BF1', (
        (LANE, 'post != sluice_flow_default_post || settings->batch != SLUICE_BATCH_NONE',
         'post != sluice_flow_default_post'),
        (BATCH, 'sluice_lane_clear_action (self);\n  self->step = sluice_visit_get_settings (visit)->is_flow',
         'self->step = sluice_visit_get_settings (visit)->is_flow'))),
    mutant('nesting-counted-in-a-lane-only', 'F3', LANE,
           'sluice_lane_get_whole_depth (self) >= SLUICE_MAX_DEPTH', 'self->n_frames >= SLUICE_MAX_DEPTH'),
    mutant('a-flow-without-a-start-gives-the-action-before', 'F4', LANE,
           'sluice_lane_clear_action (self);\n  if (start == NULL)', 'if (start == NULL)'),
    mutant('an-error-ends-one-visit-only', 'F6', LANE,
           'sluice_lane_pop (self);\n    }\n  self->step = SLUICE_STEP_END;',
           'sluice_lane_pop (self);\n'
           '      if (self->visit != NULL && self->visit->batch == NULL)\n'
           '        {\n          g_clear_pointer (&self->failure, sluice_failure_free);\n'
           '          self->step = SLUICE_STEP_FRAME;\n'
           '          return TRUE;\n        }\n    }\n  self->step = SLUICE_STEP_END;'),
    mutant('a-node-keeps-its-own-params', 'P1', LIFE,
           'visit->serial = 0;',
           'if (!SLUICE_VALUE_IS_NULL (sluice_visit_get_settings (visit)->params))\n'
           '    sluice_value_replace (&visit->params, sluice_value_ref (sluice_visit_get_settings (visit)->params));\n'
           '  visit->serial = 0;'),
    mutant('params-of-an-entry-leak-into-the-next', 'P2', BATCH,
           'sluice_value_ref (sluice_value_get_member_at (entry, i)));\n  return TRUE;',
           'sluice_value_ref (sluice_value_get_member_at (entry, i)));\n'
           '  sluice_value_replace (&visit->params, sluice_value_ref (*params));\n  return TRUE;'),
    mutant('an-inner-flow-has-its-own-params', 'P3', LANE,
           'sluice_lane_enter (self, sluice_value_ref (self->visit->params));',
           'sluice_lane_enter (self, SLUICE_VALUE_IS_NULL (sluice_visit_get_settings (self->visit)->params)'
           ' ? sluice_value_object () : sluice_value_ref (sluice_visit_get_settings (self->visit)->params));'),
    mutant('the-flows-params-win', 'P4', BATCH,
           '    sluice_value_set_member (params,',
           '    if (!sluice_value_has_member (*params, sluice_value_get_key (entry, i)))\n'
           '      sluice_value_set_member (params,'),
    mutant('a-visit-sees-the-data-of-the-last', 'C1', LIFE,
           'if (G_UNLIKELY (visit->data != NULL))', 'if (FALSE)'),
    mutant('collected-actions-are-null', 'BF1', BATCH,
           'sluice_value_append (&work->results, sluice_lane_dup_action (self));',
           'sluice_value_append (&work->results, sluice_value_null ());'),
    mutant('an-entry-need-be-no-object', 'BF2', BATCH,
           'if (!SLUICE_VALUE_IS_OBJECT (entry))', 'if (FALSE)'),
    mutant('a-disabled-node-runs', 'disabled', LANE,
           'if (G_UNLIKELY (sluice_visit_get_settings (visit)->disabled))', 'if (FALSE)'),
    mutant('the-visit-limit-is-one-less', 'limits', LANE,
           'visit->serial > run->max_visits', 'visit->serial >= run->max_visits'),
    mutant('the-runs-action-is-the-first-roots', 'F2', RUN,
           'root->id == self->last_root', 'root->id == 1'),
]

ASYNC = [
    mutant('sync-runs-async-nodes', 'A7', RUN,
           'if (self->sync && sluice_node_is_async (root))', 'if (FALSE)'),
    mutant('async-in-plain-is-not-seen', 'A5', 'engine/flow.c',
           'if (!async && sluice_node_is_async (node))', 'if (FALSE)'),
    mutant('getters-served-last-come-first', 'Q1', QUEUE,
           'SluiceQueueWaiter *waiter = self->getters.first;', 'SluiceQueueWaiter *waiter = self->getters.last;'),
    mutant('putters-served-last-come-first', 'Q1', QUEUE,
           'SluiceQueueWaiter *waiter = self->putters.first;', 'SluiceQueueWaiter *waiter = self->putters.last;'),
    mutant('items-last-in-first-out', 'Q1', QUEUE,
           'Item item = self->ring[self->head];\n\n'
           '  self->head = (self->head + 1) & (self->capacity - 1);\n  self->length--;',
           'Item item = *ring_at (self, --self->length);\n'),
    mutant('a-queue-has-no-limit', 'Q1', QUEUE,
           'return self->limit != 0 && self->length >= self->limit;', 'return FALSE;'),
    mutant('room-lets-nobody-in', 'Q1', QUEUE,
           'if (self->putters.first != NULL)\n    admit_putters (self);\n  return TRUE;', 'return TRUE;'),
    mutant('a-cancelled-getter-loses-the-item', 'Q1', EFFECT,
           'sluice_queue_put_back (self->queue, sluice_value_steal (&self->result), self->order);',
           'sluice_value_clear (&self->result);'),
    mutant('an-item-given-back-is-the-last', 'Q1', QUEUE,
           '    ring_put_back (self, item);', '    ring_push (self, item.value);'),
    mutant('items-given-back-in-reverse', 'Q1', QUEUE,
           'ring_at (self, at + 1)->order < item.order', 'FALSE'),
    mutant('a-cancelled-waiter-stays', 'Q1', EFFECT,
           'sluice_queue_cancel (g_steal_pointer (&self->waiter));', 'self->waiter = NULL;'),
    mutant('a-deadlock-is-not-seen', 'Q2', RUN,
           'self->n_queued > 0 && self->n_blocked == self->n_lanes', 'FALSE'),
    mutant('a-time-limit-is-a-deadlock', 'Q2', WAIT,
           'return self->state == SLUICE_LANE_QUEUE && !sluice_timer_is_set (&self->timer);',
           'return self->state == SLUICE_LANE_QUEUE;'),
    mutant('one-queue-is-a-deadlock', 'Q2', RUN,
           'self->n_queued > 0 && self->n_blocked == self->n_lanes', 'self->n_queued > 0'),
]

ORDER = [
    mutant('a-lane-yields-between-nodes', 'S1', LANE,
           'sluice_visit_reset (visit, edge->target);\n      self->step = SLUICE_STEP_VISIT;',
           'sluice_visit_reset (visit, edge->target);\n      self->step = SLUICE_STEP_VISIT;\n'
           '      self->computing = FALSE;\n      sluice_lane_make_ready (self);\n      return FALSE;'),
    mutant('a-turn-lets-another-lane-in', 'S1', 'engine/engine.c',
           'push_lane_first (run, lane);', '{\n          sluice_lane_make_ready (lane);\n'
           '          if (FALSE)\n            push_lane_first (run, lane);\n        }'),
    mutant('what-wakes-last-goes-first', 'S2', WAIT,
           'self->ready_next = NULL;\n  self->ready_prev = run->ready_last;\n'
           '  if (run->ready_last != NULL)\n    run->ready_last->ready_next = self;\n'
           '  else\n    run->ready_first = self;\n  run->ready_last = self;',
           'self->ready_prev = NULL;\n  self->ready_next = run->ready_first;\n'
           '  if (run->ready_first != NULL)\n    run->ready_first->ready_prev = self;\n'
           '  else\n    run->ready_last = self;\n  run->ready_first = self;'),
    mutant('same-time-wakes-in-reverse', 'S2', 'engine/timers.c',
           'a->order < b->order', 'a->order > b->order'),
    mutant('the-gate-is-not-asked-at-edges', 'S3', LANE,
           'if (!passes (self, SLUICE_BOUNDARY_EDGE, SLUICE_PHASE_NONE))', 'if (FALSE)'),
    mutant('held-results-are-used', 'S3', WAIT,
           'if (sluice_lane_ask_gate (self, &boundary))\n    return TRUE;\n  if (!self->run->doomed)',
           'sluice_lane_ask_gate (self, &boundary);\n  return TRUE;\n  if (!self->run->doomed)'),
    mutant('a-limit-runs-on-while-held', 'S3', WAIT,
           '  sluice_lane_pause_limit (self);\n  sluice_lane_set_state', '  sluice_lane_set_state'),
    mutant('the-end-of-a-visit-is-told-twice', 'events', LANE,
           'self->visit->begun = FALSE;', ''),
    mutant('the-end-of-an-aborted-lane-is-not-told', 'events', LIFE,
           'sluice_lane_set_state (self, SLUICE_LANE_ENDED);\n'
           '  if (sluice_run_is_watched (run, SLUICE_EVENT_LANE_ENDED))',
           'sluice_lane_set_state (self, SLUICE_LANE_ENDED);\n  if (FALSE)'),
    mutant('a-failed-root-leaves-the-others', 'errors', RUN,
           'sluice_lane_abort (lane, reason);\n      lane = self->first;', 'lane = lane->next;'),
    mutant('a-second-return-is-not-seen', 'errors', CALL,
           '      returned_twice (self);\n', ''),
    mutant('a-lost-call-is-not-seen', 'errors', WAIT,
           'if (call->ref_count == 1 && !call->has_come)', 'if (FALSE)'),
    mutant('exec-has-the-store', 'errors', CALL,
           'if (G_UNLIKELY (self->phase != SLUICE_PHASE_PREP && self->phase != SLUICE_PHASE_POST))', 'if (FALSE)'),
    mutant('cancelling-goes-on', 'cancel', 'engine/engine.c',
           'G_LIKELY (run->ready_first != NULL && !run->doomed && !run->held_back)',
           'G_LIKELY (run->ready_first != NULL && !run->held_back)'),
]

OUTSIDE = [
    mutant('next-returns-its-source', 'T1', EDGES,
           '  return target;\n}', '  return self;\n}'),
    mutant('no-time-limit-of-a-run', 'limits', RUN,
           'if (self->time_limit > 0)', 'if (FALSE)'),
    mutant('the-time-limit-goes-on-while-stopped', 'S3', 'engine/gate.c',
           'sluice_timers_unset (timers, &self->limit_timer);', ''),
    mutant('a-released-lane-is-held-again', 'S3', 'engine/gate.c',
           'lane->passes = self->gate != NULL;', 'lane->passes = FALSE;'),
    mutant('leave-to-pass-is-kept', 'S3', 'engine/run-private.h',
           '(mask & SLUICE_BOUNDARY_MASK (type)) != 0 || lane->passes', '(mask & SLUICE_BOUNDARY_MASK (type)) != 0'),
    mutant('a-gate-that-went-holds', 'S3', 'engine/lane-wait.c',
           ' || run->gate == NULL /* meanwhile */', ''),
    mutant('the-loop-has-no-turn-behind-quick-steps', 'S1', 'engine/engine.c',
           'if (self->last_look < self->slice_end)\n    sluice_engine_is_slice_over (self);\n'
           '  return self->last_look >= self->slice_end;',
           'return sluice_engine_is_slice_over (self) && self->last_look >= self->slice_end;'),
    mutant('a-main-loop-within-moves-the-run', 'S1', 'engine/engine.c',
           'if (self->running > 0)\n    return G_SOURCE_CONTINUE;', ''),
    mutant('a-run-called-off-as-it-starts-goes-on', 'G4', RUN,
           'if (!sluice_run_is_live (self)) /*', 'if (FALSE) /*'),
    mutant('siblings-outlive-a-cancelled-parent', 'G4', LIFE,
           'if (self->step == SLUICE_STEP_JOINED)\n    sluice_lane_abort_children (self, NULL, error);\n', ''),
    mutant('an-orphan-reports-to-a-parent-that-is-gone', 'G3', BATCH,
           'work->parent = NULL;\n', ''),
    mutant('a-made-up-action-is-lost', 'T4', LANE,
           'self->action = self->own_action = g_strdup (self->action);', 'self->action = NULL;'),
    mutant('sleeps-are-whole-seconds', 'A1', 'engine/call-effects.c',
           'sluice_engine_get_time (engine) + (gint64) (wait * G_USEC_PER_SEC)',
           'sluice_engine_get_time (engine) + ((gint64) wait) * G_USEC_PER_SEC'),
    mutant('a-bad-answer-is-taken', 'effects', 'engine/run-prompts.c',
           'if (!sluice_prompt_takes (prompt, &answer, error))', 'if (FALSE)'),
    mutant('a-seed-is-ignored', 'effects', RUN,
           '  sluice_run_seed_random (self, seed);\n', ''),
    mutant('a-lost-effect-is-not-seen', 'effects', EFFECT,
           'else if (is_lost (self))', 'else if (FALSE)'),
    mutant('effects-not-told-that-they-are-cancelled', 'G4', EFFECT,
           'tell_end (lane, self);\n\n  if (may_be_cancelled (self) && self->cancellable != NULL)', 'tell_end (lane, self);\n\n  if (FALSE)'),
    mutant('time-jumps-over-work-outside', 'clock', 'engine/engine.c',
           'self->is_virtual && self->clock_holds == 0', 'self->is_virtual'),
    mutant('timers-out-of-order', 'clock', 'engine/timers.c',
           'if (at > 0 && is_before (&last, &self->entries[(at - 1) / 2]))', 'if (FALSE)'),
    mutant('the-line-of-timers-is-not-sorted', 'clock', 'engine/timers.c',
           'if (self->line_length > 0 && line_at (self, self->line_length - 1)->timer->due > timer->due)',
           'if (FALSE)'),
    mutant('the-line-of-timers-goes-first', 'clock', 'engine/timers.c',
           '      if (is_before (&in_line, &first))\n        first = in_line;', '      first = in_line;'),
    mutant('a-sleep-of-no-time-waits', 'A1', 'engine/call-effects.c',
           'return engine->last_look;', 'return engine->last_look + G_USEC_PER_SEC;'),
    mutant('a-performer-that-left-performs', 'effects', 'engine/engine.c',
           '  self->found_type = NULL;\n', ''),
    mutant('an-effect-ends-twice', 'effects', EFFECT,
           'if (self->state == SLUICE_EFFECT_OPEN && !self->has_come)\n    return TRUE;', 'return TRUE;'),
]

STORES = [
    mutant('a-change-has-no-author', 'store', CALL,
           '  sluice_store_set_author_visit (lane->run->store,', '  if (FALSE)\n    sluice_store_set_author_visit (lane->run->store,'),
    mutant('the-old-value-is-not-kept', 'store', STORE,
           '    change.type = SLUICE_CHANGE_REPLACE;\n  tell',
           '    {\n      change.type = SLUICE_CHANGE_REPLACE;\n      sluice_value_clear (&change.old_value);\n    }\n  tell'),
    mutant('a-member-comes-back-at-the-end', 'store', STORE,
           'change.place = sluice_value_find_member (self->root, key);', 'change.place = -1;'),
    mutant('a-change-of-a-member-adds', 'store', STORE,
           'change.type = SLUICE_CHANGE_REPLACE;', ''),
    mutant('the-root-may-go', 'store', STORE,
           "if (*pointer == '\\0' && ", 'if (FALSE && '),
    mutant('unwatching-is-late', 'store', STORE,
           'watch->id = 0;', ''),
]

# What a record keeps of a run, and what a replay gives back.
KEEPER = 'engine/keeper.c'
KEPT = [
    mutant('a-result-goes-past-the-keeper', 'D2', EFFECT,
           'if (run->keeper == NULL || self->id == 0)', 'if (TRUE)'),
    mutant('the-keeper-is-not-asked-to-begin', 'D1', 'engine/call-effects.c',
           'if (G_UNLIKELY (run->keeper != NULL) && !run->keeper->begins (run, effect, run->keeper_data))\n    return;',
           'if (FALSE)\n    return;'),
    mutant('the-clock-is-not-kept', 'D6', 'engine/call-effects.c',
           '  if (run->keeper != NULL)\n    run->keeper->clock (run, &now, run->keeper_data);\n', ''),
    mutant('a-waking-goes-past-the-keeper', 'D1', 'engine/engine.c',
           'if (lane->run->keeper != NULL)\n    sluice_lane_tell_timer (lane, SLUICE_INPUT_WAKE);', 'if (FALSE)\n    ;'),
    mutant('a-timeout-goes-past-the-keeper', 'D1', 'engine/engine.c',
           'if (lane->run->keeper != NULL)\n    sluice_lane_tell_timer (lane, SLUICE_INPUT_TIMEOUT);', 'if (FALSE)\n    ;'),
    mutant('the-end-of-a-turn-is-not-told', 'D2', 'engine/engine.c',
           'run->keeper->turn (run, turn == SLUICE_TURN_YIELDS ? SLUICE_TURN_PLACE_MIDST : place, run->keeper_data);',
           '(void) place;'),
    mutant('a-run-held-back-goes-on', 'D4', 'engine/engine.c',
           '(run->ready_first != NULL && !run->held_back)', 'run->ready_first != NULL',
           '!run->doomed && !run->held_back))', '!run->doomed))'),
    mutant('a-late-input-is-used', 'D1', KEEPER,
           'if (!is_still_there (self))\n        break;\n      unset_timer (self->lane);\n      sluice_lane_make_ready (self->lane);',
           'unset_timer (self->lane);\n      sluice_lane_make_ready (self->lane);'),
    mutant('a-result-is-used-twice', 'D1', KEEPER,
           'if (self->effect->state == SLUICE_EFFECT_OPEN)\n        sluice_effect_arrive', 'sluice_effect_arrive'),
    mutant('a-cancel-is-not-kept', 'D1', RUN,
           'if (self->keeper != NULL && sluice_run_is_live (self) && !self->doomed)', 'if (FALSE)'),
]

REPLAY = 'record/replay.c'
INPUTS = 'record/replay-inputs.c'
JUDGE = 'record/judge.c'
AGAIN = [
    mutant('a-person-is-not-waited-for', 'D2', 'record/recorder.c',
           '  self->act = number;\n  sluice_recorder_hold_back (self, TRUE);', '  self->act = number;'),
    mutant('a-fork-cut-short-is-resumed', 'D1', INPUTS,
           'else if (!self->is_own)', 'else if (FALSE)'),
    mutant('an-ended-run-is-resumed', 'D1', INPUTS,
           'else if (self->has_ended)', 'else if (FALSE)'),
    mutant('a-damaged-run-is-resumed', 'D3', INPUTS,
           '  if (self->damage != NULL)\n    g_set_error', '  if (FALSE)\n    g_set_error'),
    mutant('the-time-of-a-stop-is-forgotten', 'D6', INPUTS,
           'if (self->stops->len > 0)', 'if (FALSE)'),
    mutant('a-fork-leaves-a-visit-late', 'D1', REPLAY,
           'sluice_run_get_n_visits (self->run) + 1 == self->fork_visit',
           'sluice_run_get_n_visits (self->run) == self->fork_visit'),
    mutant('what-was-under-way-is-not-begun-again', 'D1', REPLAY,
           '      sluice_effect_perform (g_ptr_array_index (effects, i));', '      continue;'),
    mutant('another-answer-fits', 'D1', 'record/replay-difference.c',
           'if (!exactly || sluice_request_digest (effect) == kept->digest)', 'if (!exactly || TRUE)'),
    mutant('an-edit-before-the-fork-is-lost', 'D1', REPLAY,
           '      do_edits_at_fork (self);\n', '      if (FALSE)\n        do_edits_at_fork (self);\n'),
    mutant('stops-of-a-fork-come-late', 'stops', 'record/replay-stops.c',
           '  keep_stops (self);\n  self->n_facts++;', '  self->n_facts++;\n  keep_stops (self);'),
    mutant('a-stop-has-no-words', 'stops', 'record/stop.c',
           '  sluice_pack_text (out, event->text, -1);\n', '  sluice_pack_text (out, "", -1);\n'),
    mutant('entries-do-not-count-for-a-judge', 'judge', JUDGE,
           '    sluice_value_set_member (params, sluice_value_get_key (entry, i),',
           '    if (FALSE)\n      sluice_value_set_member (params, sluice_value_get_key (entry, i),'),
]

TRAPS = 'debug/traps.c'
SIGHT = 'debug/sight.c'
STOPS = [
    mutant('the-same-value-is-a-change', 'breakpoints', TRAPS,
           '      is_it = changed;', '      is_it = TRUE;'),
    mutant('what-it-is-already-it-becomes', 'breakpoints', TRAPS,
           'is_it = changed && notice->has &&', 'is_it = notice->has &&'),
    mutant('a-dependent-one-does-not-wait', 'breakpoints', TRAPS,
           'return count != NULL && count->was_hit;', 'return count == NULL || count->n_hits < G_MAXUINT;'),
    mutant('one-waits-for-what-was-only-counted', 'breakpoints', TRAPS,
           'return count != NULL && count->was_hit;', 'return count != NULL && count->n_hits > 0;'),
    mutant('it-stops-a-hit-late', 'breakpoints', TRAPS,
           'if (++count->n_hits < trap->breakpoint->hits)', 'if (++count->n_hits <= trap->breakpoint->hits)'),
    mutant('once-is-always', 'breakpoints', TRAPS,
           '(trap->breakpoint->once && count->was_hit) || ', ''),
    mutant('muted-ones-stop', 'breakpoints', TRAPS,
           'if (breakpoint->enabled && !sluice_breakpoints_is_muted (breakpoints))', 'if (breakpoint->enabled)'),
    mutant('only-the-first-counts-its-hit', 'breakpoints', TRAPS,
           '      stops = TRUE;\n      if (*message == NULL)\n        *message = g_steal_pointer (&own);\n',
           '      *message = g_steal_pointer (&own);\n      return TRUE;\n'),
    mutant('names-of-the-node-hide-the-scripts', 'sight', SIGHT,
           '    sluice_value_set_member (&names, name, sluice_value_ref (value));\n',
           '    if (!sluice_value_has_member (names, name))\n'
           '      sluice_value_set_member (&names, name, sluice_value_ref (value));\n'),
    mutant('what-was-not-kept-is-null', 'sight', SIGHT,
           '  if (lists (sluice_value_get_member (self->kept, NOT_KEPT), name)\n'
           '      || lists (sluice_value_get_member (self->frame, NOT_KEPT), name))', '  if (FALSE)'),
]

LINK = 'kinds/link.c'
FILES = [
    mutant('files-may-name-each-other', 'link', LINK,
           'if (!find_way (self, used, file, way))', 'if (!find_way (self, used, file, way) || TRUE)'),
    mutant('there-is-no-file-too-many', 'link', LINK,
           'if (self->files->len > MAX_FILES)', 'if (FALSE)'),
    mutant('the-other-files-store-counts', 'link', LINK,
           '    if (!sluice_value_has_member (made, name))\n', ''),
    mutant('texts-are-sought-beside-the-document', 'link', LINK,
           '  if (is_outermost (self, file))\n    return TRUE;\n  if (!sluice_texts_resolve_node',
           '  if (folder != NULL)\n    return TRUE;\n  if (!sluice_texts_resolve_node'),
    mutant('two-flows-get-one-id', 'link', LINK,
           'return g_hash_table_contains (taken, id);', 'return FALSE;'),
    mutant('folders-are-as-the-other-file-has-them', 'link', LINK,
           'is_elsewhere && g_str_equal (name, "folders") ? folder : NULL', 'is_elsewhere && FALSE ? folder : NULL'),
]

MUTANTS = [*ONE_NODE, *BATCHES, *WIRING, *FLOWS, *ASYNC, *ORDER, *OUTSIDE, *STORES, *KEPT, *AGAIN, *STOPS, *FILES]
