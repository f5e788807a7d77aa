/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nodes whose phases are commands (probe.h tells which). A command that waits goes on from its
 * effect's callback; the call's own reference keeps the script of the phase alive. */

#include "probe-node.h"

#include "probe-values.h"

typedef SluiceNode      ProbeNode;
typedef SluiceNodeClass ProbeNodeClass;
typedef SluiceNode      ProbeAsyncNode;
typedef SluiceNodeClass ProbeAsyncNodeClass;
typedef SluiceFlow      ProbeFlow;
typedef SluiceFlowClass ProbeFlowClass;

typedef struct
{
  Probe *probe; /* borrowed */
  char  *phases[SLUICE_PHASE_POST + 1];
} Spec;

/* One phase under way. */
typedef struct
{
  const Spec  *spec;
  char       **commands;
  guint        next;
  SluiceValue  last;
} Script;

GType probe_node_get_type       (void);
GType probe_async_node_get_type (void);
GType probe_flow_get_type       (void);

static void go_on (SluiceCall *call,
                   Script     *script);

static Spec *
get_spec (SluiceNode *node)
{
  return g_object_get_data (G_OBJECT (node), "probe");
}

static void
script_free (gpointer data)
{
  Script *script = data;

  g_strfreev (script->commands);
  sluice_value_clear (&script->last);
  g_free (script);
}

static void
note (SluiceCall *call,
      const Spec *spec)
{
  GString *word = g_string_new (sluice_node_get_id (sluice_call_get_node (call)));
  SluicePhase phase = sluice_call_get_phase (call);

  g_string_append_printf (word, ".%s", sluice_phase_name (phase));
  if (phase == SLUICE_PHASE_EXEC || phase == SLUICE_PHASE_FALLBACK)
    {
      if (sluice_call_get_item_index (call) >= 0)
        g_string_append_printf (word, "[%d]", sluice_call_get_item_index (call));
      if (sluice_call_get_attempt (call) > 0)
        g_string_append_printf (word, "@%d", sluice_call_get_attempt (call));
    }
  if (!spec->probe->quiet)
    probe_say (spec->probe, "%s", word->str);
  g_string_free (word, TRUE);
}

/* The script goes with an effect, and comes back from it. */
typedef struct
{
  Script *script;
} Waiting;

static SluiceValue
object_with (const char  *key,
             SluiceValue  take)
{
  SluiceValue object = sluice_value_object ();

  sluice_value_set_member (&object, key, take);
  return object;
}

static void
waited_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  Waiting *waiting = user_data;
  Script *script = g_steal_pointer (&waiting->script);

  if (error != NULL)
    {
      sluice_call_return_error (call, g_error_copy (error));
      script_free (script);
      return;
    }
  sluice_value_replace (&script->last, sluice_value_ref (result));
  go_on (call, script);
}

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  if (waiting->script != NULL)
    script_free (waiting->script);
  g_free (waiting);
}

static Waiting *
wait_for (Script *script)
{
  Waiting *waiting = g_new (Waiting, 1);

  waiting->script = script;
  return waiting;
}

/* Commands that wait. FALSE: it is none of them. */
static gboolean
do_waiting (SluiceCall *call,
            Script     *script,
            const char *verb,
            const char *rest)
{
  SluiceValue request;

  if (strcmp (verb, "sleep") == 0)
    request = object_with ("seconds", *rest != '\0' ? sluice_value_real (g_ascii_strtod (rest, NULL))
                                                    : sluice_value_ref (script->last));
  else if (strcmp (verb, "ask") == 0)
    request = object_with ("prompt", sluice_value_string (rest));
  else if (strcmp (verb, "read") == 0 || strcmp (verb, "list") == 0)
    request = object_with ("path", sluice_value_string (rest));
  else if (strcmp (verb, "effect") == 0)
    request = sluice_value_object ();
  else if (strcmp (verb, "choose") == 0)
    {
      g_auto (GStrv) choices = g_strsplit (rest, ",", -1);
      SluiceValue list = sluice_value_array ();

      for (guint i = 0; choices[i] != NULL; i++)
        sluice_value_append (&list, sluice_value_string (choices[i]));
      request = object_with ("choices", list);
    }
  else if (strcmp (verb, "turn") == 0)
    {
      sluice_call_yield (call, waited_cb, wait_for (script), waiting_free);
      return TRUE;
    }
  else if (strcmp (verb, "get") == 0)
    {
      sluice_call_queue_get (call, rest, waited_cb, wait_for (script), waiting_free);
      return TRUE;
    }
  else if (strcmp (verb, "put") == 0)
    {
      g_auto (GStrv) words = g_strsplit (rest, " ", 2);

      sluice_call_queue_put (call, words[0], probe_json (words[1]), waited_cb, wait_for (script), waiting_free);
      return TRUE;
    }
  else
    return FALSE;

  sluice_call_begin_effect (call, strcmp (verb, "effect") == 0 ? g_intern_string (rest) : g_intern_string (verb),
                            request, waited_cb, wait_for (script), waiting_free);
  return TRUE;
}

static void
return_error (SluiceCall *call,
              const char *text)
{
  sluice_call_return_error (call, g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED, text));
}

/* Commands that return. FALSE: it is none of them. */
static gboolean
do_return (SluiceCall *call,
           Script     *script,
           const char *verb,
           const char *rest)
{
  if (strcmp (verb, "return") == 0)
    sluice_call_return_value (call, *rest != '\0' ? probe_json (rest) : sluice_value_null ());
  else if (strcmp (verb, "return-last") == 0)
    sluice_call_return_value (call, sluice_value_ref (script->last));
  else if (strcmp (verb, "return-item") == 0)
    sluice_call_return_value (call, sluice_value_ref (sluice_call_get_item (call)));
  else if (strcmp (verb, "return-prep") == 0)
    sluice_call_return_value (call, sluice_value_ref (sluice_call_get_prep_result (call)));
  else if (strcmp (verb, "return-exec") == 0)
    sluice_call_return_value (call, sluice_value_ref (sluice_call_get_exec_result (call)));
  else if (strcmp (verb, "return-params") == 0)
    sluice_call_return_value (call, sluice_value_ref (sluice_call_get_params (call)));
  else if (strcmp (verb, "return-attempt") == 0)
    sluice_call_return_value (call, sluice_value_integer (sluice_call_get_attempt (call)));
  else if (strcmp (verb, "action") == 0)
    sluice_call_return_action (call, rest);
  else if (strcmp (verb, "error") == 0)
    return_error (call, rest);
  else if (strcmp (verb, "cancelled") == 0)
    sluice_call_return_error (call, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  else if (strcmp (verb, "fail-until") == 0)
    {
      if (sluice_call_get_attempt (call) >= atoi (rest))
        return FALSE;
      return_error (call, "not yet");
    }
  else if (strcmp (verb, "action-if-negative") == 0)
    {
      if (sluice_value_get_real (script->last) >= 0)
        return FALSE;
      sluice_call_return_action (call, rest);
    }
  else if (strcmp (verb, "error-if") == 0)
    {
      g_auto (GStrv) words = g_strsplit (rest, " ", 2);
      g_auto (SluiceValue) wanted = probe_json (words[0]);

      if (!sluice_value_equal (script->last, wanted))
        return FALSE;
      return_error (call, words[1]);
    }
  else if (strcmp (verb, "drop") == 0)
    ;
  else if (strcmp (verb, "twice") == 0)
    {
      sluice_call_return (call);
      sluice_call_return (call);
    }
  else if (strcmp (verb, "hold") == 0)
    g_ptr_array_add (script->spec->probe->held, sluice_call_ref (call));
  else
    return FALSE;
  return TRUE;
}

static SluiceStore *
get_store (SluiceCall *call)
{
  g_autoptr (GError) error = NULL;
  SluiceStore *store = sluice_call_get_store (call, &error);

  if (store == NULL)
    sluice_call_return_error (call, g_steal_pointer (&error));
  return store;
}

/* Commands on the store. FALSE: it is none of them. */
static gboolean
do_store (SluiceCall *call,
          Script     *script,
          const char *verb,
          const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  gboolean is_one = strcmp (verb, "set") == 0 || strcmp (verb, "copy") == 0 || strcmp (verb, "count") == 0
                    || strcmp (verb, "load") == 0;
  SluiceStore *store = is_one ? get_store (call) : NULL;

  if (store == NULL)
    return is_one;
  if (strcmp (verb, "set") == 0)
    sluice_store_set (store, words[0], probe_json (words[1]));
  else if (strcmp (verb, "copy") == 0)
    sluice_store_set (store, rest, sluice_value_ref (script->last));
  else if (strcmp (verb, "load") == 0)
    sluice_value_replace (&script->last, sluice_value_ref (sluice_store_get (store, rest)));
  else
    {
      sluice_value_replace (&script->last,
                            sluice_value_integer (sluice_value_get_integer (sluice_store_get (store, rest)) + 1));
      sluice_store_set (store, rest, sluice_value_ref (script->last));
    }
  return TRUE;
}

static void
take_last (Script      *script,
           SluiceValue  take)
{
  sluice_value_replace (&script->last, take);
}

static void
do_look (SluiceCall *call,
         Script     *script,
         const char *verb,
         const char *rest)
{
  if (strcmp (verb, "item") == 0)
    take_last (script, sluice_value_ref (sluice_call_get_item (call)));
  else if (strcmp (verb, "prep") == 0)
    take_last (script, sluice_value_ref (sluice_call_get_prep_result (call)));
  else if (strcmp (verb, "exec") == 0)
    take_last (script, sluice_value_ref (sluice_call_get_exec_result (call)));
  else if (strcmp (verb, "params") == 0)
    take_last (script, sluice_value_ref (sluice_call_get_params (call)));
  else if (strcmp (verb, "attempt") == 0)
    take_last (script, sluice_value_integer (sluice_call_get_attempt (call)));
  else if (strcmp (verb, "why") == 0)
    take_last (script, sluice_value_string (sluice_call_get_error (call)->message));
  else if (strcmp (verb, "remember") == 0)
    sluice_call_set_data (call, g_strdup (rest), g_free);
  else if (strcmp (verb, "recall") == 0)
    take_last (script, sluice_call_get_data (call) != NULL ? sluice_value_string (sluice_call_get_data (call))
                                                           : sluice_value_null ());
  else if (strcmp (verb, "say") == 0)
    probe_say (script->spec->probe, "%s", rest);
  else if (strcmp (verb, "cancel") == 0)
    sluice_run_cancel (sluice_call_get_run (call));
  else if (strcmp (verb, "show") == 0)
    {
      g_autofree char *json = sluice_json_write (script->last, SLUICE_JSON_WRITE_COMPACT, NULL);

      probe_say (script->spec->probe, "%s", json);
    }
  else if (strcmp (verb, "fail-until") != 0 && strcmp (verb, "error-if") != 0
           && strcmp (verb, "action-if-negative") != 0)
    g_error ("“%s”?", verb);
}

/* Takes the script; hands it on, or frees it at the end. */
static void
go_on (SluiceCall *call,
       Script     *script)
{
  const char *command;

  while ((command = script->commands[script->next]) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (command + strspn (command, " "), " ", 2);
      const char *rest = words[1] != NULL ? words[1] : "";

      script->next++;
      if (do_waiting (call, script, words[0], rest))
        return;
      if (do_return (call, script, words[0], rest))
        {
          script_free (script);
          return;
        }
      if (!do_store (call, script, words[0], rest)
          && !probe_do_values (call, &script->last, words[0], rest))
        do_look (call, script, words[0], rest);
      if (sluice_call_is_returned (call))
        {
          script_free (script);
          return;
        }
    }
  sluice_call_return (call);
  script_free (script);
}

/* FALSE: the phase is the class's own. */
static gboolean
run_phase (SluiceNode *node,
           SluiceCall *call)
{
  const Spec *spec = get_spec (node);
  const char *commands = spec->phases[sluice_call_get_phase (call)];
  Script *script;

  if (commands == NULL)
    return FALSE;
  note (call, spec);
  script = g_new0 (Script, 1);
  script->spec = spec;
  script->commands = g_strsplit (commands, ";", -1);
  go_on (call, script);
  return TRUE;
}

G_DEFINE_TYPE (ProbeNode, probe_node, SLUICE_TYPE_NODE)
G_DEFINE_TYPE (ProbeAsyncNode, probe_async_node, probe_node_get_type ())
G_DEFINE_TYPE (ProbeFlow, probe_flow, SLUICE_TYPE_FLOW)

#define PHASE(type, phase)                                                            \
  static void type##_##phase (SluiceNode *node, SluiceCall *call)                     \
  {                                                                                   \
    if (!run_phase (node, call))                                                      \
      SLUICE_NODE_CLASS (type##_parent_class)->phase (node, call);                    \
  }

PHASE (probe_node, prep)
PHASE (probe_node, exec)
PHASE (probe_node, fallback)
PHASE (probe_node, post)
PHASE (probe_flow, prep)
PHASE (probe_flow, post)

static void
probe_node_class_init (ProbeNodeClass *klass)
{
  klass->prep = probe_node_prep;
  klass->exec = probe_node_exec;
  klass->fallback = probe_node_fallback;
  klass->post = probe_node_post;
}

static void
probe_node_init (ProbeNode *self)
{
}

static void
probe_async_node_class_init (ProbeAsyncNodeClass *klass)
{
  klass->async = TRUE;
}

static void
probe_async_node_init (ProbeAsyncNode *self)
{
}

static void
probe_flow_class_init (ProbeFlowClass *klass)
{
  SLUICE_NODE_CLASS (klass)->prep = probe_flow_prep;
  SLUICE_NODE_CLASS (klass)->post = probe_flow_post;
}

static void
probe_flow_init (ProbeFlow *self)
{
}

static void
spec_free (gpointer data)
{
  Spec *spec = data;

  for (guint i = 0; i < G_N_ELEMENTS (spec->phases); i++)
    g_free (spec->phases[i]);
  g_free (spec);
}

SluiceNode *
probe_node_new (Probe    *probe,
                gboolean  is_flow,
                gboolean  async)
{
  GType type = is_flow ? probe_flow_get_type () : async ? probe_async_node_get_type () : probe_node_get_type ();
  SluiceNode *node = g_object_new (type, NULL);
  Spec *spec = g_new0 (Spec, 1);

  spec->probe = probe;
  g_object_set_data_full (G_OBJECT (node), "probe", spec, spec_free);
  return node;
}

void
probe_node_set_phase (SluiceNode *node,
                      const char *phase,
                      const char *commands)
{
  Spec *spec = get_spec (node);

  for (SluicePhase i = SLUICE_PHASE_PREP; i <= SLUICE_PHASE_POST; i++)
    if (strcmp (sluice_phase_name (i), phase) == 0)
      {
        g_free (spec->phases[i]);
        spec->phases[i] = g_strdup (commands);
        return;
      }
  g_error ("no phase “%s”", phase);
}
