/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* A model's reply while it comes, with a button that stops it, and what it took: that of the node that is looked at,
 * else the latest. It hides while there is none. */

#define SLUICE_TYPE_REPLY_VIEW (sluice_reply_view_get_type ())
G_DECLARE_FINAL_TYPE (SluiceReplyView, sluice_reply_view, SLUICE, REPLY_VIEW, GtkWidget)

void sluice_reply_view_set_session (SluiceReplyView  *self,
                                    SluiceRunSession *session);
void sluice_reply_view_set_address (SluiceReplyView  *self,
                                    const char       *address);

G_END_DECLS
