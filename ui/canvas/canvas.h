/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debug/breakpoints.h"
#include "debugger/session/run-session.h"
#include "graph/check.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* The canvas: draws one flow of a document, turns pointer and keys into edit verbs through the
 * tools of canvas/scene, and lays the state of a run over it. */

#define SLUICE_TYPE_CANVAS (sluice_canvas_get_type ())
G_DECLARE_FINAL_TYPE (SluiceCanvas, sluice_canvas, SLUICE, CANVAS, GtkWidget)

/* Properties: document, flow (id shown), session, breakpoints, zoom (1.0 = 100 %).
 * Signals:
 *   "selection-changed"
 *   "add-node-requested" (double x, double y: where, in widget coordinates; const char *from: address
 *       of the node whose port was dragged onto empty canvas, or NULL; const char *action)
 *   "node-activated" (const char *address): double click or Enter
 *   "message" (const char *text): what a refused gesture says
 *   "edit-breakpoint", "run-to" (SluiceBreakpoint *): of the node or the edge that is selected
 *   "overview-changed" (gboolean is_flow): what a map of it shows; the flow itself, or where one is in it
 * Class actions (install_action), with keys and in the context menu: canvas.undo redo delete
 *   delete-and-heal cut copy paste paste-keeping duplicate select-all select-none select-upstream
 *   select-downstream select-connected select-by-key walk follow nudge zoom-in zoom-out zoom-reset
 *   zoom-fit zoom-selection add-node add-note rename-node lay-out arrange-by-key align-… distribute-…
 *   frame collapse colour disable pass-through remove-bends toggle-breakpoint edit-breakpoint
 *   enable-breakpoint run-to-here set-start connect activate show-menu. Property wheel-preset: "zoom" or "scroll". */

GtkWidget       *sluice_canvas_new               (void);
void             sluice_canvas_set_document      (SluiceCanvas      *self,
                                                  SluiceDocument    *document);
SluiceDocument  *sluice_canvas_get_document      (SluiceCanvas      *self);
void             sluice_canvas_set_flow          (SluiceCanvas      *self,
                                                  const char        *flow);
const char      *sluice_canvas_get_flow          (SluiceCanvas      *self);
void             sluice_canvas_set_session       (SluiceCanvas      *self,
                                                  SluiceRunSession  *session);
void             sluice_canvas_set_breakpoints   (SluiceCanvas      *self,
                                                  SluiceBreakpoints *breakpoints);

/* Marks nodes with problems: of SluiceProblem, as the list of problems has them. */
void             sluice_canvas_set_problems      (SluiceCanvas      *self,
                                                  GPtrArray         *problems);
/* What is wrong with a node, in words; or NULL. */
char            *sluice_canvas_dup_problem       (SluiceCanvas      *self,
                                                  const char        *address);

/* Rings what a search has found; NULL: nothing. */
void             sluice_canvas_set_found         (SluiceCanvas      *self,
                                                  const char * const *addresses);

/* Preferences: the grid as dots; snapping to the edges of neighbours, while dragging. */
void             sluice_canvas_set_grid_visible  (SluiceCanvas      *self,
                                                  gboolean           is_visible);
void             sluice_canvas_set_snaps         (SluiceCanvas      *self,
                                                  gboolean           snaps);

double           sluice_canvas_get_zoom          (SluiceCanvas      *self);
double           sluice_canvas_get_percent       (SluiceCanvas      *self);
void             sluice_canvas_zoom_to           (SluiceCanvas      *self,
                                                  double             zoom,
                                                  double             x, /* widget point that stays */
                                                  double             y);
void             sluice_canvas_fit               (SluiceCanvas      *self); /* all, at most 100 % */
void             sluice_canvas_scroll_to_node    (SluiceCanvas      *self,
                                                  const char        *address); /* into view, if it is not */
/* An edge that is still to get its target, from a port to a widget point; NULL: none. */
void             sluice_canvas_show_link         (SluiceCanvas      *self,
                                                  const char        *from,
                                                  const char        *action,
                                                  double             x,
                                                  double             y);
void             sluice_canvas_go_to_node        (SluiceCanvas      *self,
                                                  const char        *address); /* to read it */

char           **sluice_canvas_dup_selection     (SluiceCanvas      *self); /* node addresses */
char           **sluice_canvas_dup_selected_items (SluiceCanvas     *self); /* of frames and notes too */
gboolean         sluice_canvas_get_selected_edge (SluiceCanvas      *self,
                                                  const char       **address,
                                                  const char       **action); /* the one selected edge */
void             sluice_canvas_select            (SluiceCanvas      *self,
                                                  const char * const *addresses);
/* Adds a node where the request was made, connects it to the port that asked, and selects it. */
gboolean         sluice_canvas_add_node          (SluiceCanvas      *self,
                                                  const char        *kind,
                                                  double             x, /* widget; negative: the middle of the view */
                                                  double             y,
                                                  const char        *from,
                                                  const char        *action);

/* A gesture under way is given up, as Escape does it: what it has changed so far is taken back. */
void             sluice_canvas_cancel_gesture    (SluiceCanvas      *self);

/* Where things are, in widget coordinates; for tests and for popovers. */
gboolean         sluice_canvas_get_node_rect     (SluiceCanvas      *self,
                                                  const char        *address,
                                                  graphene_rect_t   *rect);
gboolean         sluice_canvas_get_port_point    (SluiceCanvas      *self,
                                                  const char        *address,
                                                  const char        *action, /* NULL: the input port */
                                                  graphene_point_t  *point);
gboolean         sluice_canvas_get_edge_point    (SluiceCanvas      *self,
                                                  const char        *address,
                                                  const char        *action,
                                                  graphene_point_t  *point);

G_END_DECLS
