/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/types.h"
#include "store/store.h"

G_BEGIN_DECLS

/* The handle a phase gets. It is returned exactly once, before the phase function leaves or
 * later: then hold a reference, return, and drop it. A call whose last reference goes unreturned is
 * an error that names the node. Returning after the run was cancelled is allowed and does nothing. */

#define SLUICE_TYPE_CALL (sluice_call_get_type ())
GType            sluice_call_get_type        (void) G_GNUC_CONST;
SluiceCall      *sluice_call_ref             (SluiceCall      *self);
void             sluice_call_unref           (SluiceCall      *self);

/* Returning. */
void             sluice_call_return          (SluiceCall      *self); /* null */
void             sluice_call_return_value    (SluiceCall      *self,
                                              SluiceValue      take); /* in post: a string or null is the action */
void             sluice_call_return_action   (SluiceCall      *self,
                                              const char      *action); /* post only; NULL: "default" */
void             sluice_call_return_error    (SluiceCall      *self,
                                              GError          *take_error);
gboolean         sluice_call_is_returned     (SluiceCall      *self); /* or no longer wanted */

/* What it is about. Values are borrowed and live as long as the call. */
SluicePhase      sluice_call_get_phase       (SluiceCall      *self);
SluiceNode      *sluice_call_get_node        (SluiceCall      *self);
SluiceRun       *sluice_call_get_run         (SluiceCall      *self);
SluiceLane      *sluice_call_get_lane        (SluiceCall      *self);
guint64          sluice_call_get_visit       (SluiceCall      *self);
SluiceValue      sluice_call_get_prep_result (SluiceCall      *self);
SluiceValue      sluice_call_get_exec_result (SluiceCall      *self); /* post */
/* In exec and fallback: the batch item, else the prep result. */
SluiceValue      sluice_call_get_item        (SluiceCall      *self);
int              sluice_call_get_item_index  (SluiceCall      *self); /* -1: no batch */
int              sluice_call_get_attempt     (SluiceCall      *self); /* from 0 (rule N4) */
const GError    *sluice_call_get_error       (SluiceCall      *self); /* fallback */
SluiceValue      sluice_call_get_params      (SluiceCall      *self);
/* The store in prep and post; NULL with SLUICE_ENGINE_ERROR_PHASE in exec and fallback. */
SluiceStore     *sluice_call_get_store       (SluiceCall      *self,
                                              GError         **error);
/* Cancelled when the result is no longer wanted; made on first use. */
GCancellable    *sluice_call_get_cancellable (SluiceCall      *self);
/* What this visit keeps for itself, freed when the visit ends (rule C1). */
gpointer         sluice_call_get_data        (SluiceCall      *self);
void             sluice_call_set_data        (SluiceCall      *self,
                                              gpointer         data,
                                              GDestroyNotify   destroy);

/* A line for the console, or any value to show. @level: "info", "warning", "error". */
void             sluice_call_log             (SluiceCall      *self,
                                              const char      *level,
                                              SluiceValue      take_value);

/* Effects: everything from outside goes through here (engine/effect.h). @done is called on the
 * engine's context when the result is let through, with a borrowed result or an error; never
 * when the call is no longer wanted (then only @destroy). It may be called before this returns. */
typedef void (*SluiceEffectFunc) (SluiceCall   *call,
                                  SluiceValue   result,
                                  const GError *error,
                                  gpointer      user_data);

void             sluice_call_begin_effect    (SluiceCall      *self,
                                              const char      *type, /* static: "ask", "choose", "read", "sleep" … */
                                              SluiceValue      take_request, /* an object */
                                              SluiceEffectFunc done,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
/* Gives the main loop a turn in the midst of a phase that computes; the same lane goes on first (S1). */
void             sluice_call_yield           (SluiceCall      *self,
                                              SluiceEffectFunc done,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
/* Effects that are there at once. */
double           sluice_call_get_now         (SluiceCall      *self); /* Unix time, s */
double           sluice_call_random          (SluiceCall      *self); /* [0, 1), from the run's seed */

/* Queues of the run (rules Q1, Q2); made on first use. The result of a get is the item. */
void             sluice_call_queue_put       (SluiceCall      *self,
                                              const char      *queue,
                                              SluiceValue      take,
                                              SluiceEffectFunc done,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
void             sluice_call_queue_get       (SluiceCall      *self,
                                              const char      *queue,
                                              SluiceEffectFunc done,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);

/* With JsonNode trees and references, for other languages. */
typedef void (*SluiceResultFunc) (SluiceCall   *call,
                                  JsonNode     *result,
                                  const GError *error,
                                  gpointer      user_data);

void             sluice_call_return_json     (SluiceCall      *self,
                                              JsonNode        *value);
JsonNode        *sluice_call_dup_prep_result_json (SluiceCall *self);
JsonNode        *sluice_call_dup_exec_result_json (SluiceCall *self);
JsonNode        *sluice_call_dup_item_json   (SluiceCall      *self);
JsonNode        *sluice_call_dup_params_json (SluiceCall      *self);
SluiceLane      *sluice_call_dup_lane        (SluiceCall      *self);
void             sluice_call_set_object      (SluiceCall      *self,
                                              GObject         *object);
GObject         *sluice_call_get_object      (SluiceCall      *self);
gboolean         sluice_call_log_json        (SluiceCall      *self,
                                              const char      *level,
                                              JsonNode        *value,
                                              GError         **error);
void             sluice_call_begin_effect_json (SluiceCall    *self,
                                              const char      *type,
                                              JsonNode        *request,
                                              SluiceResultFunc func,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
void             sluice_call_yield_json      (SluiceCall      *self,
                                              SluiceResultFunc func,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
void             sluice_call_queue_put_json  (SluiceCall      *self,
                                              const char      *queue,
                                              JsonNode        *item,
                                              SluiceResultFunc func,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);
void             sluice_call_queue_get_json  (SluiceCall      *self,
                                              const char      *queue,
                                              SluiceResultFunc func,
                                              gpointer         user_data,
                                              GDestroyNotify   destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceCall, sluice_call_unref)

G_END_DECLS
