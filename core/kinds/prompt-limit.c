/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A question and a clock run together; what ends first returns the call, and the other is dropped. */

#include "kinds/prompt-limit.h"

#include "kinds/kind.h"

static void
value_free (gpointer data)
{
  SluiceValue *value = data;

  sluice_value_unref (*value);
  g_free (value);
}

static void
time_up_cb (SluiceCall   *call,
            SluiceValue   result,
            const GError *error,
            gpointer      user_data)
{
  const SluiceValue *settings = user_data;
  SluiceValue fallback = sluice_value_get_member (*settings, "default");
  SluiceNode *node = sluice_call_get_node (call);

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (!SLUICE_VALUE_IS_NULL (fallback))
    sluice_call_return_value (call, sluice_value_ref (fallback));
  else if (sluice_kind_has_edge (node, "timeout"))
    sluice_call_return (call);
  else
    sluice_call_return_error (call, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER,
                                                 "Nobody answered “%s” within %g s.", sluice_node_get_title (node),
                                                 sluice_value_get_real (sluice_value_get_member (*settings,
                                                                                                 "timeout"))));
}

void
sluice_prompt_limit_time (SluiceCall  *call,
                          SluiceValue  settings)
{
  double seconds = sluice_value_get_real (sluice_value_get_member (settings, "timeout"));
  SluiceValue request;

  if (seconds <= 0)
    return;
  request = sluice_value_object ();
  sluice_value_set_member (&request, "seconds", sluice_value_real (seconds));
  settings = sluice_value_ref (settings);
  sluice_call_begin_effect (call, "sleep", request, time_up_cb, g_memdup2 (&settings, sizeof settings), value_free);
}

/* An answer is never null. */
const char *
sluice_prompt_get_late_action (SluiceCall *call)
{
  return SLUICE_VALUE_IS_NULL (sluice_call_get_exec_result (call))
         && sluice_kind_has_edge (sluice_call_get_node (call), "timeout") ? "timeout" : NULL;
}

char **
sluice_prompt_dup_actions (SluiceValue         node,
                           const char * const *others)
{
  SluiceValue next = sluice_value_get_member (node, "next");
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();

  for (; *others != NULL; others++)
    g_strv_builder_add (actions, *others);
  if (sluice_value_has_member (next, "timeout"))
    g_strv_builder_add (actions, "timeout");
  return g_strv_builder_end (actions);
}
