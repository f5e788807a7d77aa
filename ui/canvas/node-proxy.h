/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a screen reader and the focus see of a node on the canvas: a widget that paints nothing. */

#define SLUICE_TYPE_NODE_PROXY (sluice_node_proxy_get_type ())
G_DECLARE_FINAL_TYPE (SluiceNodeProxy, sluice_node_proxy, SLUICE, NODE_PROXY, GtkWidget)

GtkWidget  *sluice_node_proxy_new         (void);
const char *sluice_node_proxy_get_address (SluiceNodeProxy *self); /* NULL: not in use */
void        sluice_node_proxy_set         (SluiceNodeProxy *self,
                                           const char      *address,
                                           const char      *label,
                                           const char      *description,
                                           gboolean         is_selected);
void        sluice_node_proxy_set_label   (SluiceNodeProxy *self,
                                           const char      *label);

G_END_DECLS
