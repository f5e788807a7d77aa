/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person sees and does at a stop, on the UI's side. */

#include "debugger/session/run-session-private.h"

/**
 * sluice_run_session_intervene:
 * @self: a session
 * @what: what to do; copied
 *
 * Sends it to the run, which must be stopped. "replied" says whether it could be done.
 *
 * Returns: what the reply will carry; 0 if the run is not stopped
 */
guint
sluice_run_session_intervene (SluiceRunSession         *self,
                              const SluiceIntervention *what)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  if (self->fold == NULL || self->state != SLUICE_SESSION_STOPPED)
    return 0;
  sluice_run_fold_intervene (self->fold, ++self->last_request, what);
  return self->last_request;
}

/**
 * sluice_run_session_set_steps_all:
 * @self: a session
 * @steps_all: whether the other lanes run while one steps; at first they are held
 *
 * For this run and later ones.
 */
void
sluice_run_session_set_steps_all (SluiceRunSession *self,
                                  gboolean          steps_all)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  self->steps_all = !!steps_all;
  if (self->fold != NULL)
    sluice_run_fold_set_steps_all (self->fold, self->steps_all);
}

gboolean
sluice_run_session_get_steps_all (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->steps_all;
}

/**
 * sluice_run_session_get_held:
 * @self: a session
 *
 * Returns: (element-type gpointer) (transfer none): the results that lanes are held at as SluiceHeldInfo, the
 *   oldest first. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_held (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->view.held;
}

/**
 * sluice_run_session_get_interventions:
 * @self: a session
 *
 * Returns: (element-type gpointer) (transfer none): what a person did to the run as SluiceInterventionInfo, in
 *   that order. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_interventions (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->view.interventions;
}

/**
 * sluice_run_session_forget_interventions:
 * @self: a session
 *
 * Empties the list. What was done to the run stays done.
 */
void
sluice_run_session_forget_interventions (SluiceRunSession *self)
{
  SluiceRunUpdate update = { .interventions = TRUE };
  char *no_nodes[] = { NULL };

  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->view.interventions->len == 0)
    return;
  g_ptr_array_set_size (self->view.interventions, 0);
  update.nodes = no_nodes;
  g_signal_emit_by_name (self, "updated", &update);
}

/**
 * sluice_run_session_get_base_store:
 * @self: a session
 *
 * Returns: (transfer none): the store's root as it was when the run last went on from a stop, or at its start.
 *   Lent as sluice_run_session_get_store() is
 */
SluiceValue
sluice_run_session_get_base_store (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->view.base;
}

/**
 * sluice_run_session_get_write_time:
 * @self: a session
 * @pointer: a JSON Pointer into the store
 *
 * Returns: when it was written last, µs since the start of the run; -1 where that is not known
 */
gint64
sluice_run_session_get_write_time (SluiceRunSession *self,
                                   const char       *pointer)
{
  const SluiceWriterDelta *found;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), -1);
  g_return_val_if_fail (pointer != NULL, -1);

  found = g_hash_table_lookup (self->view.writers, pointer);
  return found != NULL ? found->time : -1;
}
