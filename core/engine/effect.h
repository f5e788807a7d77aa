/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/types.h"

G_BEGIN_DECLS

/* An effect: one request to the outside and its result, which a record can keep and a replay can
 * feed. Performers are registered on the engine by type; "sleep", "ask" and "choose" are
 * the engine's own: the last two stay open until sluice_run_answer(). */

/* Performs @effect and ends it once with sluice_effect_return_*(), now or later. Watch
 * sluice_effect_get_cancellable(). */
typedef void (*SluicePerformFunc) (SluiceEffect *effect,
                                   gpointer      user_data);

#define SLUICE_TYPE_EFFECT (sluice_effect_get_type ())
GType         sluice_effect_get_type        (void) G_GNUC_CONST;
SluiceEffect *sluice_effect_ref             (SluiceEffect *self);
void          sluice_effect_unref           (SluiceEffect *self);
guint64       sluice_effect_get_id          (SluiceEffect *self); /* from 1, in a run */
const char   *sluice_effect_get_effect_type (SluiceEffect *self);
SluiceValue   sluice_effect_get_request     (SluiceEffect *self); /* borrowed */
SluiceRun    *sluice_effect_get_run         (SluiceEffect *self);
SluiceNode   *sluice_effect_get_node        (SluiceEffect *self);
SluiceLane   *sluice_effect_get_lane        (SluiceEffect *self);
GCancellable *sluice_effect_get_cancellable (SluiceEffect *self);
void          sluice_effect_return_value    (SluiceEffect *self,
                                             SluiceValue   take);
void          sluice_effect_return_error    (SluiceEffect *self,
                                             GError       *take_error);
/* Something of the result that has come already, to be seen while the rest is on its way. It is told to who watches,
 * and kept by nobody. */
void          sluice_effect_report          (SluiceEffect *self,
                                             SluiceValue   take);
/* What a performer waits for before its work begins: "its turn with example.org"; NULL: it has begun. The lane is said
 * to wait for it. */
void          sluice_effect_set_waits_for   (SluiceEffect *self,
                                             const char   *text);
typedef void (*SluiceEffectStopFunc) (SluiceEffect *effect,
                                      gpointer      user_data);
/* What a performer does then; NULL: nothing any more. It is taken back before the effect is let go. */
void          sluice_effect_set_stop_func   (SluiceEffect *self,
                                             SluiceEffectStopFunc func,
                                             gpointer      user_data);

/* With JsonNode trees and references, for other languages. */
JsonNode     *sluice_effect_dup_request_json (SluiceEffect *self);
void          sluice_effect_return_json     (SluiceEffect *self,
                                             JsonNode     *value);
SluiceLane   *sluice_effect_dup_lane        (SluiceEffect *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceEffect, sluice_effect_unref)

G_END_DECLS
