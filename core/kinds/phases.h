/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "script/script.h"

G_BEGIN_DECLS

/* What a person wrote for a node's phases (flow-file.md, rule 6): Lua bodies, or the simple form of
 * input, output and action. */

typedef struct
{
  SluiceScript *prep;     /* owned, like all of these; each may be NULL */
  SluiceScript *input;
  SluiceScript *exec;
  SluiceScript *fallback;
  SluiceScript *post;
  SluiceScript *action_expression;
  char         *output;
  char         *action;
  gpointer      spare; /* a step that was done, to be used again */
} SluicePhases;

/* Called with the phase's result when the script has run without an error. */
typedef void (*SluicePhaseFunc) (SluiceCall  *call,
                                 SluiceValue  result, /* borrowed */
                                 gpointer     user_data);

gboolean sluice_phases_load  (SluicePhases    *self,
                              SluiceValue      node,
                              const char      *address,
                              GError         **error);
void     sluice_phases_clear (SluicePhases    *self);
/* Runs @script for @call; its result and its error are the call's. */
void     sluice_phases_run   (SluiceScript    *script,
                              SluiceCall      *call);
/* prep or input; calls @func with null when there is neither. */
void     sluice_phases_prep  (SluicePhases    *self,
                              SluiceCall      *call,
                              SluicePhaseFunc  func,
                              gpointer         user_data);
/* Writes output, then: what post returns, else action, else @func is asked. */
void     sluice_phases_post  (SluicePhases    *self,
                              SluiceCall      *call,
                              SluicePhaseFunc  func,
                              gpointer         user_data);
/* @func: the result is returned. */
void     sluice_phases_return (SluiceCall     *call,
                               SluiceValue     result,
                               gpointer        user_data);

G_END_DECLS
