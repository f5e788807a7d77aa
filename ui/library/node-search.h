/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal "chosen" (const char *kind); the popover has closed by then. */

#define SLUICE_TYPE_NODE_SEARCH (sluice_node_search_get_type ())
G_DECLARE_FINAL_TYPE (SluiceNodeSearch, sluice_node_search, SLUICE, NODE_SEARCH, GtkPopover)

GtkWidget *sluice_node_search_new     (void);
void       sluice_node_search_open_at (SluiceNodeSearch *self,
                                       double            x,
                                       double            y);

G_END_DECLS
