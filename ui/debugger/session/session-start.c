/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a session runs: a copy of a document as it is, from its beginning or as a recorded run began. */

#include "debugger/session/run-session-private.h"

#include "compile/compile.h"
#include "graph/check.h"

/**
 * sluice_run_session_judge:
 * @problems: (element-type SluiceProblem): what the checks found in a document
 * @error: return location for the first thing that they refuse
 *
 * Returns: whether it can be run
 */
gboolean
sluice_run_session_judge (GPtrArray  *problems,
                          GError    **error)
{
  const SluiceProblem *first = NULL;
  guint n_errors = 0;

  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);

      if (problem->severity != SLUICE_PROBLEM_ERROR)
        continue;
      if (n_errors++ == 0)
        first = problem;
    }
  if (n_errors == 0)
    return TRUE;

  if (n_errors == 1)
    g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS, "%s: %s",
                 first->address != NULL ? first->address : first->path, first->message);
  else
    g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS,
                 "%s: %s (and %u more problems)",
                 first->address != NULL ? first->address : first->path, first->message,
                 n_errors - 1);
  return FALSE;
}

/**
 * sluice_run_session_check:
 * @document: a document
 * @error: return location for the first thing that the checks refuse
 *
 * Returns: whether it can be run
 */
gboolean
sluice_run_session_check (SluiceDocument  *document,
                          GError         **error)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);

  return sluice_run_session_judge (problems, error);
}

/**
 * sluice_run_session_take_prepared:
 * @self: a session
 * @take_prepared: (transfer full): a document that was found sound and prepared
 *
 * The next run of the document is made of that, whatever the document has become meanwhile.
 */
void
sluice_run_session_take_prepared (SluiceRunSession *self,
                                  SluicePrepared   *take_prepared)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));
  g_return_if_fail (take_prepared != NULL);

  g_clear_pointer (&self->prepared, sluice_prepared_free);
  self->prepared = take_prepared;
}

/* What was prepared is of use for one run, and of no use for another document. */
static SluicePrepared *
prepare (SluiceRunSession  *self,
         SluiceDocument    *document,
         GError           **error)
{
  g_autoptr (SluicePrepared) prepared = g_steal_pointer (&self->prepared);

  if (prepared != NULL && sluice_prepared_is_of (prepared, document))
    return g_steal_pointer (&prepared);
  return sluice_run_session_check (document, error) ? sluice_prepared_new (document, error) : NULL;
}

/**
 * sluice_run_session_set_grants:
 * @self: a session
 * @grants: what a person allowed; a copy is kept
 *
 * Runs that start from now on may touch this and nothing else.
 */
void
sluice_run_session_set_grants (SluiceRunSession *self,
                               SluiceGrants     *grants)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  g_clear_pointer (&self->grants, sluice_grants_unref);
  self->grants = sluice_grants_copy (grants);
}

static SluiceRunOrder *
make_order (SluiceRunSession *self,
            SluiceDocument   *document)
{
  SluiceRunOrder *order = sluice_run_order_new ();

  order->file = g_strdup (sluice_document_get_path (document));
  order->folder = sluice_document_dup_folder (document);
  order->grants = self->grants != NULL ? sluice_grants_copy (self->grants) : NULL;
  order->breakpoints = sluice_run_session_dup_breakpoints (self);
  order->is_recorded = self->is_recording;
  return order;
}

/* The run's document may have been edited between being prepared and now. */
static void
begin (SluiceRunSession        *self,
       SluiceDocument          *document,
       SluicePrepared          *take_prepared,
       SluiceRunOrder          *take_order,
       const SluiceBreakpoint  *there)
{
  gboolean is_stale = sluice_prepared_is_outdated (take_prepared);

  take_order->prepared = sluice_prepared_release (take_prepared);
  sluice_run_session_follow_document (self, document);
  sluice_run_session_begin (self, take_order, there);
  if (is_stale)
    sluice_run_session_set_stale (self);
}

static gboolean
start (SluiceRunSession        *self,
       SluiceDocument          *document,
       gboolean                 stop_at_start,
       const SluiceBreakpoint  *there,
       GError                 **error)
{
  g_autoptr (SluicePrepared) prepared = prepare (self, document, error);
  SluiceRunOrder *order;

  if (prepared == NULL || (there != NULL && !sluice_breakpoint_check (there, error)))
    return FALSE;
  order = make_order (self, document);
  order->stops_at_start = stop_at_start;
  begin (self, document, g_steal_pointer (&prepared), order, there);
  return TRUE;
}

/**
 * sluice_run_session_start:
 * @self: a session
 * @document: what to run
 * @stop_at_start: whether to stop before the first node
 * @error: return location for what the checks refuse
 *
 * Runs a copy of @document as it is now. A run that is going on is stopped and forgotten first, unless
 * the checks refuse. What goes wrong later becomes the state and the message.
 *
 * Returns: whether it is starting
 */
gboolean
sluice_run_session_start (SluiceRunSession  *self,
                          SluiceDocument    *document,
                          gboolean           stop_at_start,
                          GError           **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), FALSE);

  return start (self, document, stop_at_start, NULL, error);
}

/**
 * sluice_run_session_start_to:
 * @self: a session
 * @document: what to run
 * @there: where to stop first, once
 * @error: return location for what the checks refuse, of the flow or of @there
 *
 * Runs @document as sluice_run_session_start() does, on to @there.
 *
 * Returns: whether it is starting
 */
gboolean
sluice_run_session_start_to (SluiceRunSession        *self,
                             SluiceDocument          *document,
                             const SluiceBreakpoint  *there,
                             GError                 **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (there != NULL, FALSE);

  return start (self, document, FALSE, there, error);
}

/**
 * sluice_run_session_run_to:
 * @self: a session
 * @there: where to stop next, once
 *
 * Lets a run that has not ended go on to there.
 */
void
sluice_run_session_run_to (SluiceRunSession       *self,
                           const SluiceBreakpoint *there)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));
  g_return_if_fail (there != NULL);

  if (self->fold != NULL && sluice_run_session_is_active (self))
    sluice_run_fold_run_to (self->fold, there);
}

static gboolean
begin_as (SluiceRunSession   *self,
          SluiceDocument     *document,
          SluiceRunBeginning  beginning,
          const char         *record,
          guint64             moment,
          gboolean            is_strict,
          GError            **error)
{
  SluicePrepared *prepared = prepare (self, document, error);
  SluiceRunOrder *order;

  if (prepared == NULL)
    return FALSE;
  order = make_order (self, document);
  order->begin = beginning;
  order->record = g_strdup (record);
  order->visit = moment;
  order->is_strict = is_strict;
  begin (self, document, prepared, order, NULL);
  return TRUE;
}

/**
 * sluice_run_session_replay:
 * @self: a session
 * @document: what is run
 * @record: the path of a record, whose results it gets
 * @is_strict: whether nothing at all may be different
 * @error: return location for what the checks refuse
 *
 * Has a recorded run again, without a call and without waiting. Where @document asks for something that the
 * record does not have the state becomes failed, and the stop's address is the node that asks.
 *
 * Returns: whether it is starting
 */
gboolean
sluice_run_session_replay (SluiceRunSession  *self,
                           SluiceDocument    *document,
                           const char        *record,
                           gboolean           is_strict,
                           GError           **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  return begin_as (self, document, SLUICE_BEGIN_REPLAY, record, 0, is_strict, error);
}

/**
 * sluice_run_session_fork:
 * @self: a session
 * @document: what is run
 * @record: the path of the record of the run that it begins as
 * @moment: the first visit that is had anew
 * @error: return location for what the checks refuse
 *
 * Begins as a recorded run and goes on live from @moment, where it is stopped first.
 *
 * Returns: whether it is starting
 */
gboolean
sluice_run_session_fork (SluiceRunSession  *self,
                         SluiceDocument    *document,
                         const char        *record,
                         guint64            moment,
                         GError           **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (record != NULL && moment > 0, FALSE);

  return begin_as (self, document, SLUICE_BEGIN_FORK, record, moment, FALSE, error);
}

/**
 * sluice_run_session_resume:
 * @self: a session
 * @document: the document in which the run is shown
 * @record: the path of the record of a run that was interrupted
 *
 * Goes on with a run where it was interrupted: no result that it had is asked for again. It runs the flow
 * that its record has, whatever @document has become.
 */
void
sluice_run_session_resume (SluiceRunSession *self,
                           SluiceDocument   *document,
                           const char       *record)
{
  SluiceRunOrder *order;

  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));
  g_return_if_fail (SLUICE_IS_DOCUMENT (document));
  g_return_if_fail (record != NULL);

  order = make_order (self, document);
  order->begin = SLUICE_BEGIN_RESUME;
  order->record = g_strdup (record);
  sluice_run_session_follow_document (self, document);
  sluice_run_session_begin (self, order, NULL);
}
