/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"
#include "kinds/providers.h"

G_BEGIN_DECLS

/* Which server and model a node's settings, or a script's options, mean: those they name, or the person's default. */

typedef struct
{
  const SluiceProvider *provider; /* NULL: another server, of which nothing is known */
  char                 *url;
  char                 *model;    /* NULL: it is not said */
  SluiceValue           key;      /* a reference, or null */
} SluiceLlmTarget;

/* FALSE with an error: there is none. */
gboolean sluice_llm_target_find  (SluiceLlmTarget *self,
                                  SluiceValue      settings,
                                  GError         **error);
void     sluice_llm_target_clear (SluiceLlmTarget *self);
/* What another server is taken to call its limit on tokens. */
const char *sluice_llm_target_get_limit (const SluiceLlmTarget *self);

G_END_DECLS
