/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names of the engine's enumerations. */

#include "engine/types.h"

G_DEFINE_QUARK (sluice-engine-error-quark, sluice_engine_error)

GType
sluice_engine_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_ENGINE_ERROR_FAILED, "SLUICE_ENGINE_ERROR_FAILED", "failed" },
    { SLUICE_ENGINE_ERROR_NOT_RETURNED, "SLUICE_ENGINE_ERROR_NOT_RETURNED", "not-returned" },
    { SLUICE_ENGINE_ERROR_TWICE, "SLUICE_ENGINE_ERROR_TWICE", "twice" },
    { SLUICE_ENGINE_ERROR_PHASE, "SLUICE_ENGINE_ERROR_PHASE", "phase" },
    { SLUICE_ENGINE_ERROR_BATCH_ITEMS, "SLUICE_ENGINE_ERROR_BATCH_ITEMS", "batch-items" },
    { SLUICE_ENGINE_ERROR_USE_ASYNC, "SLUICE_ENGINE_ERROR_USE_ASYNC", "use-async" },
    { SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN, "SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN", "async-in-plain" },
    { SLUICE_ENGINE_ERROR_TOO_DEEP, "SLUICE_ENGINE_ERROR_TOO_DEEP", "too-deep" },
    { SLUICE_ENGINE_ERROR_DEADLOCK, "SLUICE_ENGINE_ERROR_DEADLOCK", "deadlock" },
    { SLUICE_ENGINE_ERROR_TIMEOUT, "SLUICE_ENGINE_ERROR_TIMEOUT", "timeout" },
    { SLUICE_ENGINE_ERROR_VISITS, "SLUICE_ENGINE_ERROR_VISITS", "visits" },
    { SLUICE_ENGINE_ERROR_CANCELLED, "SLUICE_ENGINE_ERROR_CANCELLED", "cancelled" },
    { SLUICE_ENGINE_ERROR_NO_PERFORMER, "SLUICE_ENGINE_ERROR_NO_PERFORMER", "no-performer" },
    { SLUICE_ENGINE_ERROR_NO_ANSWER, "SLUICE_ENGINE_ERROR_NO_ANSWER", "no-answer" },
    { SLUICE_ENGINE_ERROR_BAD_ANSWER, "SLUICE_ENGINE_ERROR_BAD_ANSWER", "bad-answer" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluiceEngineError", values));
  return type;
}

GType
sluice_batch_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_BATCH_NONE, "SLUICE_BATCH_NONE", "none" },
    { SLUICE_BATCH_EACH, "SLUICE_BATCH_EACH", "each" },
    { SLUICE_BATCH_PARALLEL, "SLUICE_BATCH_PARALLEL", "parallel" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluiceBatch", values));
  return type;
}

GType
sluice_on_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_ON_ERROR_LET_RUN, "SLUICE_ON_ERROR_LET_RUN", "let-run" },
    { SLUICE_ON_ERROR_CANCEL_SIBLINGS, "SLUICE_ON_ERROR_CANCEL_SIBLINGS", "cancel-siblings" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluiceOnError", values));
  return type;
}

/**
 * sluice_phase_name:
 * @phase: a phase
 *
 * Returns: (transfer none): its name: "prep"
 */
const char *
sluice_phase_name (SluicePhase phase)
{
  static const char * const names[] = { "none", "prep", "exec", "wait", "fallback", "post" };

  g_return_val_if_fail (phase < G_N_ELEMENTS (names), NULL);

  return names[phase];
}

/**
 * sluice_run_state_name:
 * @state: a state
 *
 * Returns: (transfer none): its name in traces: "running"
 */
const char *
sluice_run_state_name (SluiceRunState state)
{
  static const char * const names[] = { "ready", "running", "stopped", "finished", "failed", "cancelled" };

  g_return_val_if_fail (state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

/**
 * sluice_lane_state_name:
 * @state: a state
 *
 * Returns: (transfer none): its name in traces: "in-flight"
 */
const char *
sluice_lane_state_name (SluiceLaneState state)
{
  static const char * const names[] = {
    "runnable", "computing", "in-flight", "held", "sleeping", "person", "queue", "joined", "ended",
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (names), NULL);

  return names[state];
}
