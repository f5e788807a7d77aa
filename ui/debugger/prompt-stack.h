/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signals: "asked" and "locate" (const char *address); "emptied": the last card with the focus has gone. */

#define SLUICE_TYPE_PROMPT_STACK (sluice_prompt_stack_get_type ())
G_DECLARE_FINAL_TYPE (SluicePromptStack, sluice_prompt_stack, SLUICE, PROMPT_STACK, GtkWidget)

GtkWidget *sluice_prompt_stack_new         (void);
void       sluice_prompt_stack_set_session (SluicePromptStack *self,
                                            SluiceRunSession  *session);
guint      sluice_prompt_stack_get_n_cards (SluicePromptStack *self);

G_END_DECLS
