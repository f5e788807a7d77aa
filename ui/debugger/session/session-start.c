/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a session runs: a copy of a document as it is, from its beginning or as a recorded run began. */

#include "debugger/session/run-session-private.h"

#include "compile/compile.h"
#include "graph/check.h"

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

/* As text: values of the document belong to the UI's thread. */
static SluiceRunOrder *
make_order (SluiceRunSession *self,
            SluiceDocument   *document)
{
  SluiceRunOrder *order = sluice_run_order_new ();

  order->text = sluice_document_to_text (document, NULL);
  order->file = g_strdup (sluice_document_get_path (document));
  order->folder = sluice_document_dup_folder (document);
  order->grants = self->grants != NULL ? sluice_grants_copy (self->grants) : NULL;
  order->breakpoints = sluice_run_session_dup_breakpoints (self);
  order->is_recorded = self->is_recording;
  return order;
}

static gboolean
start (SluiceRunSession        *self,
       SluiceDocument          *document,
       gboolean                 stop_at_start,
       const SluiceBreakpoint  *there,
       GError                 **error)
{
  SluiceRunOrder *order;

  if (!sluice_run_session_check (document, error) || (there != NULL && !sluice_breakpoint_check (there, error)))
    return FALSE;
  order = make_order (self, document);
  order->stops_at_start = stop_at_start;
  sluice_run_session_follow_document (self, document);
  sluice_run_session_begin (self, order, there);
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
