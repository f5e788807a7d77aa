/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Expressions at a stop that is over: what could be named there is at hand as values, and is told to the script as the
 * names of a function that it looks into. What is not at hand is refused, for it is no null. */

#include "debug/sight.h"

#include "script/script.h"

#define NOT_KEPT "not-kept"

struct _SluiceSight
{
  /* Owned. */
  SluiceValue kept;
  SluiceValue names; /* an object: what is at hand */
  GError     *fault; /* what `error` is, or NULL */
  SluiceRun  *run;   /* it never begins; its store is that of the moment */

  SluiceValue frame; /* that is looked into; borrowed from @kept */
};

static const char * const own_names[] = { "params", "prep_res", "exec_res", "item", "attempt", "action" };

/* Reading */

static void
add (SluiceValue *sight,
     const char  *name,
     SluiceValue  value)
{
  if (!SLUICE_VALUE_IS_NULL (value))
    sluice_value_set_member (sight, name, sluice_value_ref (value));
}

static SluiceValue
error_to_value (const GError *error)
{
  SluiceValue value = sluice_value_object ();

  sluice_value_set_member (&value, "message", sluice_value_string (error->message));
  sluice_value_set_member (&value, "domain", sluice_value_string (g_quark_to_string (error->domain)));
  sluice_value_set_member (&value, "code", sluice_value_integer (error->code));
  return value;
}

/**
 * sluice_sight_read: (skip)
 * @run: a run
 * @lane: (nullable): one of its lanes
 *
 * Returns: (transfer full): an object of what can be named where @lane is
 */
SluiceValue
sluice_sight_read (SluiceRun  *run,
                   SluiceLane *lane)
{
  SluiceValue sight = sluice_value_object ();
  g_auto (SluiceValue) frames = SLUICE_VALUE_INIT;

  if (lane == NULL)
    return sight;
  add (&sight, "params", sluice_lane_get_params (lane));
  add (&sight, "prep_res", sluice_lane_get_prep_result (lane));
  add (&sight, "exec_res", sluice_lane_get_exec_result (lane));
  add (&sight, "item", sluice_lane_get_current_item (lane));
  sluice_value_set_member (&sight, "attempt", sluice_value_integer (sluice_lane_get_attempt (lane)));
  if (sluice_lane_get_error (lane) != NULL)
    sluice_value_set_member (&sight, "error", error_to_value (sluice_lane_get_error (lane)));
  if (sluice_lane_get_action (lane) != NULL)
    sluice_value_set_member (&sight, "action", sluice_value_string (sluice_lane_get_action (lane)));
  frames = sluice_script_dup_frames (run, sluice_lane_get_id (lane));
  if (sluice_value_get_length (frames) > 0)
    add (&sight, "frames", frames);
  return sight;
}

/* Expressions */

static SluiceValue
get_frame (SluiceValue kept,
           guint       frame)
{
  SluiceValue frames = sluice_value_get_member (kept, "frames");
  guint n = sluice_value_get_length (frames);

  return n > 0 ? sluice_value_get_element (frames, MIN (frame, n - 1)) : sluice_value_null ();
}

static gboolean
lists (SluiceValue  list,
       const char  *name)
{
  for (guint i = 0; i < sluice_value_get_length (list); i++)
    if (g_strcmp0 (sluice_value_get_string (sluice_value_get_element (list, i)), name) == 0)
      return TRUE;
  return FALSE;
}

/* Those of the script hide the others, also where their values are not at hand. */
static SluiceValue
dup_names (SluiceValue kept,
           SluiceValue frame)
{
  SluiceValue names = sluice_value_object ();
  SluiceValue locals = sluice_value_get_member (frame, "locals");
  SluiceValueIter iter;
  const char *name;
  SluiceValue value;

  for (guint i = 0; i < G_N_ELEMENTS (own_names); i++)
    if (!lists (sluice_value_get_member (frame, NOT_KEPT), own_names[i]))
      add (&names, own_names[i], sluice_value_get_member (kept, own_names[i]));
  sluice_value_iter_init (&iter, locals);
  while (sluice_value_iter_next (&iter, &name, &value))
    sluice_value_set_member (&names, name, sluice_value_ref (value));
  return names;
}

static GError *
dup_fault (SluiceValue error)
{
  const char *message = sluice_value_get_member_string (error, "message");
  const char *domain = sluice_value_get_member_string (error, "domain");
  GQuark quark = domain != NULL ? g_quark_try_string (domain) : 0;

  if (message == NULL)
    return NULL;
  return g_error_new_literal (quark != 0 ? quark : SLUICE_SCRIPT_ERROR,
                              (int) sluice_value_get_integer (sluice_value_get_member (error, "code")), message);
}

/**
 * sluice_sight_new: (skip)
 * @kept: what could be named at a stop, as sluice_record_dup_sight() has it; null: the moment was none
 * @store: the store there
 * @frame: which function of the script it looks into, 0 the innermost
 *
 * Returns: (transfer full): what evaluates expressions there
 */
SluiceSight *
sluice_sight_new (SluiceValue kept,
                  SluiceValue store,
                  guint       frame)
{
  SluiceSight *self = g_new0 (SluiceSight, 1);
  g_autoptr (GMainContext) context = g_main_context_new (); /* nobody runs it */
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (context);
  g_autoptr (SluiceStore) there = sluice_store_new_take (sluice_value_ref (store));

  self->kept = sluice_value_ref (kept);
  self->frame = get_frame (kept, frame);
  self->names = dup_names (kept, self->frame);
  self->run = sluice_run_new (engine, there);
  if (!lists (sluice_value_get_member (self->frame, NOT_KEPT), "error"))
    self->fault = dup_fault (sluice_value_get_member (kept, "error"));
  return self;
}

void
sluice_sight_free (SluiceSight *self)
{
  sluice_value_unref (self->kept);
  sluice_value_unref (self->names);
  g_clear_error (&self->fault);
  g_object_unref (self->run);
  g_free (self);
}

static char *
explain_cb (const char *name,
            gpointer    user_data)
{
  SluiceSight *self = user_data;

  if (SLUICE_VALUE_IS_NULL (self->kept))
    return g_strdup_printf ("The record does not have “%s” of this moment: what a node and its script have is kept at "
                            "stops alone", name);
  if (lists (sluice_value_get_member (self->kept, NOT_KEPT), name)
      || lists (sluice_value_get_member (self->frame, NOT_KEPT), name))
    return g_strdup_printf ("The record does not have “%s” of that stop: it was too large to be kept", name);
  return NULL;
}

static SluiceScript *
compile (SluiceSight  *self,
         const char   *expression,
         GError      **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < sluice_value_get_length (self->names); i++)
    g_ptr_array_add (names, (gpointer) sluice_value_get_key (self->names, i));
  g_ptr_array_add (names, NULL);
  return sluice_script_new_past ("watch", expression, (const char * const *) names->pdata, self->fault != NULL, error);
}

/**
 * sluice_sight_evaluate: (skip)
 * @self: a moment that is over
 * @expression: an expression
 * @result: (out): its value, owned
 * @error: return location for an error
 *
 * Evaluates an expression as sluice_debugger_evaluate() did there.
 *
 * Returns: %FALSE with %SLUICE_SCRIPT_ERROR, %SLUICE_SCRIPT_ERROR_MISSING where what it names is not at hand
 */
gboolean
sluice_sight_evaluate (SluiceSight  *self,
                       const char   *expression,
                       SluiceValue  *result,
                       GError      **error)
{
  g_autoptr (SluiceScript) script = NULL;

  g_return_val_if_fail (self != NULL && expression != NULL && result != NULL, FALSE);

  *result = sluice_value_null ();
  script = compile (self, expression, error);
  return script != NULL
         && sluice_script_evaluate_past (script, self->run, self->names, self->fault, explain_cb, self, result, error);
}
