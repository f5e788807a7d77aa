/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call as other languages see it: with JsonNode trees in place of values, and an object in place
 * of a pointer for what a visit keeps for itself. */

#include "base/json.h"
#include "engine/call-private.h"

/**
 * SluiceResultFunc:
 * @call: the call that waited
 * @result: (nullable): the result; %NULL with an error
 * @error: (nullable): what went wrong
 * @user_data: what was given with it
 *
 * Gets the result of an effect or of a queue. It is never called when the call is no longer wanted.
 */

typedef struct
{
  SluiceResultFunc func;
  gpointer         user_data;
  GDestroyNotify   destroy;
} Result;

static Result *
result_new (SluiceResultFunc func,
            gpointer         user_data,
            GDestroyNotify   destroy)
{
  Result *self = g_new (Result, 1);

  *self = (Result) { func, user_data, destroy };
  return self;
}

static void
result_free (gpointer data)
{
  Result *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

static void
result_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  Result *self = user_data;
  g_autoptr (JsonNode) node = error == NULL ? sluice_value_to_json_node (result) : NULL;

  if (self->func != NULL)
    self->func (call, node, error, self->user_data);
}

/* FALSE: it has no JSON form, which is the phase's error. */
static gboolean
take_json (SluiceCall  *self,
           JsonNode    *node,
           SluiceValue *value)
{
  GError *error = NULL;

  *value = sluice_value_null ();
  if (node == NULL || sluice_value_from_json_node (node, value, &error))
    return TRUE;
  g_prefix_error (&error, "“%s” gave what JSON can't hold: ", sluice_node_get_title (sluice_call_get_node (self)));
  sluice_call_return_error (self, error);
  return FALSE;
}

/**
 * sluice_call_return_json: (rename-to sluice_call_return_value)
 * @self: a call
 * @value: (nullable): the result; %NULL: null. In post a string is the action, and null none (rule N1)
 *
 * Returns a value. One that has no JSON form, such as NaN, is returned as a #SluiceJsonError.
 */
void
sluice_call_return_json (SluiceCall *self,
                         JsonNode   *value)
{
  SluiceValue taken;

  if (take_json (self, value, &taken))
    sluice_call_return_value (self, taken);
}

/**
 * sluice_call_dup_prep_result_json: (rename-to sluice_call_get_prep_result)
 * @self: a call
 *
 * Copies what prep returned.
 *
 * Returns: (transfer full): the prep result; null in prep itself
 */
JsonNode *
sluice_call_dup_prep_result_json (SluiceCall *self)
{
  return sluice_value_to_json_node (sluice_call_get_prep_result (self));
}

/**
 * sluice_call_dup_exec_result_json: (rename-to sluice_call_get_exec_result)
 * @self: a call of post
 *
 * Copies what exec returned.
 *
 * Returns: (transfer full): the exec result; of a flow its last action (rule F1)
 */
JsonNode *
sluice_call_dup_exec_result_json (SluiceCall *self)
{
  return sluice_value_to_json_node (sluice_call_get_exec_result (self));
}

/**
 * sluice_call_dup_item_json: (rename-to sluice_call_get_item)
 * @self: a call
 *
 * Copies what an attempt is about: the item of a batch, else the prep result.
 *
 * Returns: (transfer full): the item
 */
JsonNode *
sluice_call_dup_item_json (SluiceCall *self)
{
  return sluice_value_to_json_node (sluice_call_get_item (self));
}

/**
 * sluice_call_dup_params_json: (rename-to sluice_call_get_params)
 * @self: a call
 *
 * Copies the params of the visit (rules P1–P4).
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sluice_call_dup_params_json (SluiceCall *self)
{
  return sluice_value_to_json_node (sluice_call_get_params (self));
}

/**
 * sluice_call_dup_lane: (rename-to sluice_call_get_lane)
 * @self: a call
 *
 * Gets the lane the call belongs to.
 *
 * Returns: (transfer full) (nullable): the lane; %NULL once it has gone on without this call
 */
SluiceLane *
sluice_call_dup_lane (SluiceCall *self)
{
  SluiceLane *lane = sluice_call_get_lane (self);

  return lane != NULL ? sluice_lane_ref (lane) : NULL;
}

static void
object_unref (gpointer data)
{
  g_object_unref (data);
}

/**
 * sluice_call_set_object: (rename-to sluice_call_set_data)
 * @self: a call
 * @object: (nullable): what the visit keeps for itself (rule C1)
 *
 * Keeps an object with the visit. All its phases and attempts see it; the items of a parallel
 * batch see what prep set. It is let go when the visit ends.
 *
 * A node object holds settings: it is visited again and again, by several lanes at once, so an
 * attribute that a phase sets on the node itself would be seen by other visits.
 */
void
sluice_call_set_object (SluiceCall *self,
                        GObject    *object)
{
  g_return_if_fail (object == NULL || G_IS_OBJECT (object));

  if (object != NULL)
    sluice_call_set_data (self, g_object_ref (object), object_unref);
  else
    sluice_call_set_data (self, NULL, NULL);
}

/**
 * sluice_call_get_object: (rename-to sluice_call_get_data)
 * @self: a call
 *
 * Gets what the visit keeps for itself.
 *
 * Returns: (transfer none) (nullable): what sluice_call_set_object() has set in this visit
 */
GObject *
sluice_call_get_object (SluiceCall *self)
{
  SluiceVisitData *data = self->lane != NULL ? self->lane->visit->data : NULL;

  return data != NULL && data->destroy == object_unref ? data->data : NULL;
}

/**
 * sluice_call_log_json: (rename-to sluice_call_log)
 * @self: a call
 * @level: "info", "warning" or "error"
 * @value: (nullable): what to show; %NULL: null
 * @error: return location for a #SluiceJsonError
 *
 * Tells whoever watches %SLUICE_EVENT_LOG.
 *
 * Returns: %FALSE with an error if @value has no JSON form
 */
gboolean
sluice_call_log_json (SluiceCall  *self,
                      const char  *level,
                      JsonNode    *value,
                      GError     **error)
{
  SluiceValue taken = SLUICE_VALUE_INIT;

  g_return_val_if_fail (level != NULL, FALSE);

  if (value != NULL && !sluice_value_from_json_node (value, &taken, error))
    return FALSE;
  sluice_call_log (self, level, taken);
  return TRUE;
}

/**
 * sluice_call_begin_effect_json: (rename-to sluice_call_begin_effect)
 * @self: a call that is not returned
 * @type: "sleep" {seconds}, "ask" {prompt}, "choose" {prompt, choices}, "read" {path}, "list"
 *   {path}, or what a performer was registered for
 * @request: what is asked for, an object
 * @func: (scope notified) (closure user_data) (destroy destroy): gets the result, or
 *   %SLUICE_ENGINE_ERROR_NO_PERFORMER and what the performer says
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, after @func or without it
 *
 * Begins an effect. The call is held until it has ended. A request that has no JSON form is
 * returned as the phase's error.
 */
void
sluice_call_begin_effect_json (SluiceCall       *self,
                               const char       *type,
                               JsonNode         *request,
                               SluiceResultFunc  func,
                               gpointer          user_data,
                               GDestroyNotify    destroy)
{
  Result *result = result_new (func, user_data, destroy);
  SluiceValue taken;

  if (take_json (self, request, &taken))
    sluice_call_begin_effect (self, g_intern_string (type), taken, result_cb, result, result_free);
  else
    result_free (result);
}

/**
 * sluice_call_yield_json: (rename-to sluice_call_yield)
 * @self: a call that is not returned
 * @func: (scope notified) (closure user_data) (destroy destroy): called with null after a turn of
 *   the main loop
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, after @func or without it
 *
 * Gives the main loop a turn in the midst of a phase that computes. The same lane goes on first (rule
 * S1), unless a gate holds it, its time is up or the run is cancelled.
 */
void
sluice_call_yield_json (SluiceCall       *self,
                        SluiceResultFunc  func,
                        gpointer          user_data,
                        GDestroyNotify    destroy)
{
  sluice_call_yield (self, result_cb, result_new (func, user_data, destroy), result_free);
}

/**
 * sluice_call_queue_put_json: (rename-to sluice_call_queue_put)
 * @self: a call that is not returned
 * @queue: the queue's name
 * @item: (nullable): the item; %NULL: null
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): called with null once
 *   it is in, which takes time only in a queue with a limit
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Puts an item into a queue of the run (rule Q1). One that has no JSON form is returned as the
 * phase's error.
 */
void
sluice_call_queue_put_json (SluiceCall       *self,
                            const char       *queue,
                            JsonNode         *item,
                            SluiceResultFunc  func,
                            gpointer          user_data,
                            GDestroyNotify    destroy)
{
  Result *result = result_new (func, user_data, destroy);
  SluiceValue taken;

  if (take_json (self, item, &taken))
    sluice_call_queue_put (self, queue, taken, result_cb, result, result_free);
  else
    result_free (result);
}

/**
 * sluice_call_queue_get_json: (rename-to sluice_call_queue_get)
 * @self: a call that is not returned
 * @queue: the queue's name
 * @func: (scope notified) (closure user_data) (destroy destroy): gets the item
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Gets the next item of a queue of the run, now or when there is one (rule Q1).
 */
void
sluice_call_queue_get_json (SluiceCall       *self,
                            const char       *queue,
                            SluiceResultFunc  func,
                            gpointer          user_data,
                            GDestroyNotify    destroy)
{
  sluice_call_queue_get (self, queue, result_cb, result_new (func, user_data, destroy), result_free);
}
