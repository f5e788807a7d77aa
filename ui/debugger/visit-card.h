/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signal "locate" (address): a node is to be brought into view. */

#define SLUICE_TYPE_VISIT_CARD (sluice_visit_card_get_type ())
G_DECLARE_FINAL_TYPE (SluiceVisitCard, sluice_visit_card, SLUICE, VISIT_CARD, GtkWidget)

GtkWidget *sluice_visit_card_new         (void);
void       sluice_visit_card_set_session (SluiceVisitCard  *self,
                                          SluiceRunSession *session);
void       sluice_visit_card_set_node    (SluiceVisitCard  *self,
                                          const char       *address,
                                          const char       *title);
void       sluice_visit_card_show_visit  (SluiceVisitCard  *self,
                                          guint64           number); /* 0: the last one */
guint64    sluice_visit_card_get_serial  (SluiceVisitCard  *self);

G_END_DECLS
