/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/catalog.h"
#include "graph/drawing.h"

G_BEGIN_DECLS

/* What the inspector shows for each kind of selection: a box of groups. Each page keeps itself up to
 * date; the inspector makes a new one when another thing is selected or the node's kind changes. */

GtkWidget *sluice_node_page_new    (SluiceDocument      *document,
                                    const char          *address,
                                    GtkWidget          **title_row); /* out: to give it the focus */
/* What several nodes have in common. */
GtkWidget *sluice_nodes_page_new   (SluiceDocument      *document,
                                    const char * const  *addresses);
GtkWidget *sluice_edge_page_new    (SluiceDocument      *document,
                                    const char          *address,
                                    const char          *action);
GtkWidget *sluice_frame_page_new   (SluiceDocument      *document,
                                    const char          *address,
                                    GtkWidget          **title_row);
GtkWidget *sluice_note_page_new    (SluiceDocument      *document,
                                    const char          *address);
/* What nodes, frames and notes have in common. */
GtkWidget *sluice_items_page_new   (SluiceDocument      *document,
                                    const char * const  *addresses);
GtkWidget *sluice_flow_page_new    (SluiceDocument      *document,
                                    const char          *flow);

/* Parts of pages. @others: more nodes that are edited with it, or NULL. */

/* The actions of a node with their targets; @only: just this action, or NULL for all and a row
 * to add one. */
GtkWidget *sluice_edges_group_new    (SluiceDocument       *document,
                                      const char           *address,
                                      const char           *only);
/* NULL when the kind has no settings. */
GtkWidget *sluice_settings_group_new (SluiceDocument       *document,
                                      const char           *address,
                                      const char * const   *others,
                                      const SluiceKindInfo *info);
/* Input, output and action, or the scripts in their places. */
GtkWidget *sluice_phases_group_new   (SluiceDocument       *document,
                                      const char           *address,
                                      const SluiceKindInfo *info);
/* Attempts, time limit, batch. */
GtkWidget *sluice_attempts_group_new (SluiceDocument       *document,
                                      const char           *address,
                                      const char * const   *others);
/* The colour of an item. */
void       sluice_page_add_colour    (GtkWidget            *group,
                                      SluiceDocument       *document,
                                      const char           *address,
                                      const char * const   *others);
/* A group with a title, or NULL, at the end of a page. */
GtkWidget *sluice_page_add_group     (GtkWidget            *page,
                                      const char           *title);
/* A picture, a title and a line below, at the top of each page. */
GtkWidget *sluice_page_head_new      (const char           *icon_name,
                                      const char           *title,
                                      const char           *subtitle);
/* A button at its end that opens a page of the help, "kinds#ask". */
void       sluice_page_head_add_help (GtkWidget            *head,
                                      const char           *page);
GtkWidget *sluice_inspector_page_new (void);

/* A page is made in steps, a group or so each, so that the canvas never waits for all of them: its head
 * at once, the rest as sluice_page_step() is called. */

typedef void (*SluicePageStep) (GtkWidget          *page,
                                SluiceDocument     *document,
                                const char         *address,
                                const char * const *others); /* NULL: none */

/* @steps: static, ends with NULL. */
void       sluice_page_set_steps     (GtkWidget            *page,
                                      SluiceDocument       *document,
                                      const char * const   *addresses,
                                      const SluicePageStep *steps);
/* Does the next step; FALSE when there was none. */
gboolean   sluice_page_step          (GtkWidget            *page);

G_END_DECLS
