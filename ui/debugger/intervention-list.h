/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* What a person did to the run. Hidden while that is nothing. Signals "locate" (address), and "keep" (index): that
 * one is to be kept for later runs. */

#define SLUICE_TYPE_INTERVENTION_LIST (sluice_intervention_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceInterventionList, sluice_intervention_list, SLUICE, INTERVENTION_LIST, GtkWidget)

GtkWidget *sluice_intervention_list_new         (void);
void       sluice_intervention_list_set_session (SluiceInterventionList *self,
                                                 SluiceRunSession       *session);

G_END_DECLS
