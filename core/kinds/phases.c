/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The phases as a person wrote them. */

#include "kinds/phases.h"

#include "graph/document.h"
#include "kinds/settings.h"

typedef struct
{
  SluicePhases    *phases; /* the node's, which lives as long as the run */
  SluicePhaseFunc  func;
  gpointer         user_data;
} Step;

static gboolean
load_script (SluiceScript    **script,
             SluiceValue       node,
             const char       *key,
             SluiceScriptType  type,
             const char       *address,
             GError          **error)
{
  SluiceValue value = sluice_value_get_member (node, key);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (SLUICE_VALUE_IS_NULL (value))
    return TRUE;
  text = sluice_text_from_value (value);
  if (text == NULL)
    {
      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_KEY,
                   "“%s” of %s is a text, or a list of its lines", key, address);
      return FALSE;
    }
  if (*text == '\0')
    return TRUE;
  name = g_strconcat (address, " ", key, NULL);
  *script = sluice_script_new (type, name, text, error);
  return *script != NULL;
}

static gboolean
load_action (SluicePhases *self,
             SluiceValue   node,
             const char   *address,
             GError      **error)
{
  SluiceValue action = sluice_value_get_member (node, "action");
  const char *expression = sluice_value_get_member_string (action, "expr");
  g_autofree char *name = NULL;

  if (SLUICE_VALUE_IS_NULL (action))
    return TRUE;
  if (SLUICE_VALUE_IS_STRING (action))
    {
      self->action = sluice_value_dup_string (action);
      return TRUE;
    }
  if (expression == NULL)
    {
      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_KEY,
                   "“action” of %s is a string, or { \"expr\": \"…\" }", address);
      return FALSE;
    }
  name = g_strconcat (address, " action", NULL);
  self->action_expression = sluice_script_new (SLUICE_SCRIPT_EXPRESSION, name, expression, error);
  return self->action_expression != NULL;
}

/* Reads the phases of a node or flow object. On an error they are as far as they were read. */
gboolean
sluice_phases_load (SluicePhases  *self,
                    SluiceValue    node,
                    const char    *address,
                    GError       **error)
{
  SluiceValue output = sluice_value_get_member (node, "output");

  if (!SLUICE_VALUE_IS_NULL (output) && !SLUICE_VALUE_IS_STRING (output))
    {
      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_KEY,
                   "“output” of %s is the name of a store key", address);
      return FALSE;
    }
  self->output = sluice_value_dup_string (output);
  return load_script (&self->prep, node, "prep", SLUICE_SCRIPT_BODY, address, error)
         && load_script (&self->input, node, "input", SLUICE_SCRIPT_EXPRESSION, address, error)
         && load_script (&self->exec, node, "exec", SLUICE_SCRIPT_BODY, address, error)
         && load_script (&self->fallback, node, "fallback", SLUICE_SCRIPT_BODY, address, error)
         && load_script (&self->post, node, "post", SLUICE_SCRIPT_BODY, address, error)
         && load_action (self, node, address, error);
}

void
sluice_phases_clear (SluicePhases *self)
{
  g_clear_pointer (&self->prep, sluice_script_unref);
  g_clear_pointer (&self->input, sluice_script_unref);
  g_clear_pointer (&self->exec, sluice_script_unref);
  g_clear_pointer (&self->fallback, sluice_script_unref);
  g_clear_pointer (&self->post, sluice_script_unref);
  g_clear_pointer (&self->action_expression, sluice_script_unref);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->spare, g_free);
}

static void
script_done_cb (SluiceCall   *call,
                SluiceValue   result,
                const GError *error,
                gpointer      user_data)
{
  Step *step = user_data;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    step->func (call, result, step->user_data);
}

static Step *
step_new (SluicePhases    *phases,
          SluicePhaseFunc  func,
          gpointer         user_data)
{
  Step *step = g_steal_pointer (&phases->spare);

  if (step == NULL)
    step = g_new (Step, 1);
  *step = (Step) { phases, func, user_data };
  return step;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->phases->spare == NULL)
    step->phases->spare = step;
  else
    g_free (step);
}

static void
return_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_phases_return (call, result, NULL);
}

void
sluice_phases_run (SluiceScript *script,
                   SluiceCall   *call)
{
  sluice_script_run (script, call, SLUICE_SCRIPT_SHARED_STORE, sluice_value_null (), return_cb, NULL, NULL);
}

void
sluice_phases_return (SluiceCall  *call,
                      SluiceValue  result,
                      gpointer     user_data)
{
  sluice_call_return_value (call, sluice_value_ref (result));
}

void
sluice_phases_prep (SluicePhases    *self,
                    SluiceCall      *call,
                    SluicePhaseFunc  func,
                    gpointer         user_data)
{
  SluiceScript *script = self->prep != NULL ? self->prep : self->input;

  if (script != NULL)
    sluice_script_run (script, call, SLUICE_SCRIPT_SHARED_STORE, sluice_value_null (),
                       script_done_cb, step_new (self, func, user_data), step_free);
  else
    func (call, sluice_value_null (), user_data);
}

/* What post itself does not say. */
static void
decide_action (SluicePhases    *self,
               SluiceCall      *call,
               SluicePhaseFunc  func,
               gpointer         user_data)
{
  if (self->action != NULL)
    sluice_call_return_action (call, self->action);
  else if (self->action_expression != NULL)
    sluice_phases_run (self->action_expression, call);
  else
    func (call, sluice_value_null (), user_data);
}

static void
post_done_cb (SluiceCall   *call,
              SluiceValue   result,
              const GError *error,
              gpointer      user_data)
{
  Step *step = user_data;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (SLUICE_VALUE_IS_NULL (result))
    decide_action (step->phases, call, step->func, step->user_data);
  else
    sluice_phases_return (call, result, NULL);
}

void
sluice_phases_post (SluicePhases    *self,
                    SluiceCall      *call,
                    SluicePhaseFunc  func,
                    gpointer         user_data)
{
  if (self->output != NULL)
    sluice_store_set (sluice_call_get_store (call, NULL), self->output,
                      sluice_value_ref (sluice_call_get_exec_result (call)));
  if (self->post == NULL)
    {
      decide_action (self, call, func, user_data);
      return;
    }
  sluice_script_run (self->post, call, SLUICE_SCRIPT_SHARED_STORE, sluice_value_null (),
                     post_done_cb, step_new (self, func, user_data), step_free);
}
