/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Prompts as people see them: what an "ask" or "choose" effect asks, and what a typed text means to
 * it. One for UI, CLI and later DAP. */

char       *sluice_prompt_dup_text     (SluiceEffect  *prompt); /* what is asked */
const char *sluice_prompt_get_input    (SluiceEffect  *prompt); /* "text", "multiline", "number", "secret", "file" */
char       *sluice_prompt_dup_fallback (SluiceEffect  *prompt); /* what an empty answer stands for, or NULL */
gboolean    sluice_prompt_allows_empty (SluiceEffect  *prompt);
char      **sluice_prompt_dup_choices  (SluiceEffect  *prompt); /* of a choose; else NULL */
/* FALSE with SLUICE_ENGINE_ERROR_BAD_ANSWER, which says what is accepted. */
gboolean    sluice_prompt_read         (SluiceEffect  *prompt,
                                        const char    *text,
                                        SluiceValue   *answer,
                                        GError       **error);
/* The same for what was copied out of a prompt. @choices NULL: an ask. The place among @choices, or -1. */
int         sluice_prompt_match        (const char * const *choices,
                                        const char    *text,
                                        GError       **error);
gboolean    sluice_prompt_takes_text   (const char    *input,
                                        gboolean       allows_empty,
                                        const char    *text,
                                        GError       **error);

G_END_DECLS
