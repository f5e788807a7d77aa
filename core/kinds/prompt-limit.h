/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"

G_BEGIN_DECLS

/* What "ask" and "choice" share: how long they wait for a person. A setting "timeout" of more than 0 limits it: then
 * the setting "default" is the answer; without one the action is "timeout", where such an edge is there, or it is an
 * error. */

/* Before the question is put. */
void        sluice_prompt_limit_time      (SluiceCall  *call,
                                           SluiceValue  settings);
/* In post: "timeout" or NULL. */
const char *sluice_prompt_get_late_action (SluiceCall  *call);
/* @others: what else the node may return. */
char      **sluice_prompt_dup_actions     (SluiceValue  node,
                                           const char * const *others);

G_END_DECLS
