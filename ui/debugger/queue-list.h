/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The queues of a run: how full each is and who waits for it, and why nobody goes on if all wait. Invisible where
 * there are none. Signal "locate" (address): a node whose lane waits is to be brought into view. */

#define SLUICE_TYPE_QUEUE_LIST (sluice_queue_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceQueueList, sluice_queue_list, SLUICE, QUEUE_LIST, GtkWidget)

GtkWidget *sluice_queue_list_new          (void);
void       sluice_queue_list_set_session  (SluiceQueueList  *self,
                                           SluiceRunSession *session);
void       sluice_queue_list_set_document (SluiceQueueList  *self,
                                           SluiceDocument   *document);

G_END_DECLS
