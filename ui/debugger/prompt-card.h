/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signal "locate": the node that asks is to be shown. */

#define SLUICE_TYPE_PROMPT_CARD (sluice_prompt_card_get_type ())
G_DECLARE_FINAL_TYPE (SluicePromptCard, sluice_prompt_card, SLUICE, PROMPT_CARD, GtkWidget)

GtkWidget  *sluice_prompt_card_new         (SluiceRunSession   *session,
                                            const SluicePrompt *prompt);
guint64     sluice_prompt_card_get_effect  (SluicePromptCard   *self);
const char *sluice_prompt_card_get_address (SluicePromptCard   *self);
gboolean    sluice_prompt_card_answer      (SluicePromptCard   *self,
                                            const char         *text);

G_END_DECLS
