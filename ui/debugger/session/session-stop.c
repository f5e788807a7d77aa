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

/**
 * sluice_run_session_set_stop_errors:
 * @self: a session
 * @errors: which errors are stops
 *
 * For this run and later ones.
 */
void
sluice_run_session_set_stop_errors (SluiceRunSession *self,
                                    SluiceStopErrors  errors)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  self->stop_errors = errors;
  if (self->fold != NULL)
    sluice_run_fold_set_stop_errors (self->fold, errors);
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
  if (self->fold != NULL)
    sluice_run_fold_forget_interventions (self->fold);
  update.nodes = no_nodes;
  g_signal_emit_by_name (self, "updated", &update);
}

/**
 * sluice_run_session_get_base_store:
 * @self: a session
 *
 * Returns: (transfer none): the store's root as it was when the run last went on from a stop, or at its start; at
 *   a moment of a record, as the visit before began, or in the run that it is compared with. Lent as
 *   sluice_run_session_get_store() is
 */
SluiceValue
sluice_run_session_get_base_store (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->shown->base;
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

  found = g_hash_table_lookup (self->shown->writers, pointer);
  return found != NULL ? found->time : -1;
}

/* Visits */

/**
 * sluice_run_session_show_visit:
 * @self: a session
 * @address: (nullable): a node; %NULL: no visit is of interest
 * @number: which of its visits, from 1; 0: the last one, whichever that is
 *
 * Has the visit looked up and followed, in this run and later ones.
 */
void
sluice_run_session_show_visit (SluiceRunSession *self,
                               const char       *address,
                               guint64           number)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (g_strcmp0 (self->look_address, address) == 0 && self->look_number == number)
    return;
  g_free (self->look_address);
  self->look_address = g_strdup (address);
  self->look_number = number;
  if (self->fold != NULL)
    sluice_run_fold_show_visit (self->fold, address, number);
  if (self->reader != NULL)
    sluice_past_reader_show_visit (self->reader, address, number);
}

/**
 * sluice_run_session_get_visit:
 * @self: a session
 *
 * Returns: (nullable): the visit that is shown as it was at the last update; %NULL where the node has not been
 *   visited, or its visit is not known yet. Valid until the next update
 */
const SluiceVisitInfo *
sluice_run_session_get_visit (SluiceRunSession *self)
{
  const SluiceVisitInfo *visit;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  visit = self->shown->visit;
  if (visit == NULL || visit->number == 0 || g_strcmp0 (visit->address, self->look_address) != 0)
    return NULL;
  return visit;
}

/**
 * sluice_run_session_get_n_lost_visits:
 * @self: a session
 *
 * Returns: how many visits of the node that is shown there were, where none of them is kept; 0 where there is one to
 *   show, or there was none
 */
guint64
sluice_run_session_get_n_lost_visits (SluiceRunSession *self)
{
  const SluiceVisitInfo *visit;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  visit = self->shown->visit;
  if (visit == NULL || visit->number != 0 || g_strcmp0 (visit->address, self->look_address) != 0)
    return 0;
  return visit->n_visits;
}

/**
 * sluice_run_session_request_value:
 * @self: a session
 * @address: a node
 * @number: which of its visits, from 1; 0: the last one
 * @part: which of its results
 *
 * Asks for a result in full; "replied" brings it as JSON, or says why not.
 *
 * Returns: what the reply will carry; 0 if there is no run
 */
guint
sluice_run_session_request_value (SluiceRunSession *self,
                                  const char       *address,
                                  guint64           number,
                                  SluiceVisitPart   part)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);
  g_return_val_if_fail (address != NULL, 0);

  if (self->shown != &self->view)
    {
      sluice_past_reader_request_value (self->reader, ++self->last_request, address, number, part);
      return self->last_request;
    }
  if (self->fold == NULL)
    return 0;
  sluice_run_fold_request_value (self->fold, ++self->last_request, address, number, part);
  return self->last_request;
}

/* Pins */

static char **
dup_pinned (SluiceRunSession *self)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  for (guint i = 0; self->pins != NULL && i < sluice_pins_get_n (self->pins); i++)
    g_strv_builder_add (addresses, sluice_pins_get (self->pins, i)->address);
  return g_strv_builder_end (addresses);
}

/* Those that had a pin and those that have one. */
static void
tell_pins (SluiceRunSession *self)
{
  g_autoptr (GStrvBuilder) changed = g_strv_builder_new ();
  SluiceRunUpdate update = { 0, };
  char **pinned = dup_pinned (self);

  if (self->pinned != NULL)
    g_strv_builder_addv (changed, (const char **) self->pinned);
  g_strv_builder_addv (changed, (const char **) pinned);
  g_strfreev (self->pinned);
  self->pinned = pinned;
  update.nodes = g_strv_builder_end (changed);
  g_signal_emit_by_name (self, "updated", &update);
  g_strfreev (update.nodes);
}

static void
pins_changed_cb (SluiceRunSession *self)
{
  if (self->fold != NULL && self->pins != NULL)
    sluice_run_fold_set_pins (self->fold, sluice_pins_to_value (self->pins));
  tell_pins (self);
}

/**
 * sluice_run_session_set_pins:
 * @self: a session
 * @pins: (nullable): the results that are used in place of exec, in this run and later ones
 */
void
sluice_run_session_set_pins (SluiceRunSession *self,
                             SluicePins       *pins)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->pins == pins)
    return;
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_func (self->pins, pins_changed_cb, self);
  g_set_object (&self->pins, pins);
  if (pins == NULL)
    {
      g_clear_pointer (&self->pinned, g_strfreev);
      return;
    }
  g_signal_connect_object (pins, "changed", G_CALLBACK (pins_changed_cb), self, G_CONNECT_SWAPPED);
  pins_changed_cb (self);
}

/* Returns: (transfer none) (nullable): what sluice_run_session_set_pins() was given */
SluicePins *
sluice_run_session_get_pins (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->pins;
}

/* Returns: whether the node has a pin that is used */
gboolean
sluice_run_session_is_pinned (SluiceRunSession *self,
                              const char       *address)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->pins != NULL && sluice_pins_is_used (self->pins, address);
}
