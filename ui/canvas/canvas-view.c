/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The canvas from outside: zoom, places, selection, and adding a node where it was asked for. */
#include "canvas/canvas-private.h"

#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"
#include "graph/catalog.h"
#include "graph/edit.h"
#include "graph/metrics.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>
#include <math.h>

#define STEP_ASIDE 2 /* grid units, from a place that is taken */

static SluiceScene *
get_scene (SluiceCanvas *self)
{
  return sluice_stage_get_scene (self->stage);
}

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (get_scene (self));
}

double
sluice_canvas_get_zoom (SluiceCanvas *self)
{
  return sluice_stage_get_viewport (self->stage)->zoom;
}

/**
 * sluice_canvas_get_percent:
 * @self: a canvas
 *
 * Returns: its zoom as people are told it: 100 is where text is as large as elsewhere on the desktop
 */
double
sluice_canvas_get_percent (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);

  return 100 * view->zoom / sluice_viewport_get_unit (view);
}

/**
 * sluice_canvas_zoom_to:
 * @self: a canvas
 * @zoom: px for one of the drawing
 * @x: the widget's point under which the drawing stays
 * @y: the widget's point under which the drawing stays
 */
void
sluice_canvas_zoom_to (SluiceCanvas *self,
                       double        zoom,
                       double        x,
                       double        y)
{
  sluice_stage_zoom_to (self->stage, zoom, x, y);
}

/**
 * sluice_canvas_fit:
 * @self: a canvas
 *
 * Shows all nodes, at 100 % at most; as soon as the canvas has a size.
 */
void
sluice_canvas_fit (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluiceRect extent = { 0, 0, SLUICE_NODE_WIDTH * SLUICE_GRID,
                        2 * SLUICE_NODE_HEADER * SLUICE_GRID };

  self->wants_fit = view->width <= 0;
  if (self->wants_fit)
    return;
  sluice_scene_get_all_extent (get_scene (self), &extent);
  sluice_stage_fit (self->stage, &extent);
}

/**
 * sluice_canvas_scroll_to_node:
 * @self: a canvas
 * @address: of a node, a frame or a note
 *
 * Pans until it is in view, if it is not.
 */
void
sluice_canvas_scroll_to_node (SluiceCanvas *self,
                              const char   *address)
{
  SluiceRect box;

  if (sluice_scene_get_item_box (get_scene (self), address, &box))
    sluice_stage_reveal (self->stage, &box);
}

/**
 * sluice_canvas_go_to_node:
 * @self: a canvas
 * @address: of a node, a frame or a note
 *
 * Brings it into view; where the flow is seen from too far to be read, in the middle at 100 %.
 */
void
sluice_canvas_go_to_node (SluiceCanvas *self,
                          const char   *address)
{
  SluiceRect box;

  if (!sluice_scene_get_item_box (get_scene (self), address, &box))
    return;
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    sluice_stage_reveal (self->stage, &box);
  else
    sluice_stage_fit (self->stage, &box);
}

/* What a command that adds something is about: where its menu was opened, else the pointer, else the
 * middle of the view; in widget px. */
SluicePoint
sluice_canvas_get_pointed (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);

  if (self->has_menu_place)
    return self->menu_place;
  if (self->pointer_x >= 0)
    return (SluicePoint) { self->pointer_x, self->pointer_y };
  return (SluicePoint) { view->width / 2, view->height / 2 };
}

/**
 * sluice_canvas_dup_selection:
 * @self: a canvas
 *
 * Returns: (transfer full): addresses of the selected nodes; the last one is where keys act
 */
char **
sluice_canvas_dup_selection (SluiceCanvas *self)
{
  return sluice_scene_dup_selected_nodes (get_scene (self));
}

/**
 * sluice_canvas_dup_selected_items:
 * @self: a canvas
 *
 * Returns: (transfer full): addresses of the selected nodes, frames and notes, in the order in which
 *   they were selected
 */
char **
sluice_canvas_dup_selected_items (SluiceCanvas *self)
{
  return sluice_selection_dup (get_selection (self));
}

/**
 * sluice_canvas_get_selected_edge:
 * @self: a canvas
 * @address: (out) (transfer none) (optional): the node it leaves
 * @action: (out) (transfer none) (optional): under which action
 *
 * Returns: whether an edge is selected
 */
gboolean
sluice_canvas_get_selected_edge (SluiceCanvas  *self,
                                 const char   **address,
                                 const char   **action)
{
  return sluice_selection_get_edge (get_selection (self), address, action);
}

/**
 * sluice_canvas_select:
 * @self: a canvas
 * @addresses: NULL-terminated; those that are not shown are left out
 */
void
sluice_canvas_select (SluiceCanvas       *self,
                      const char * const *addresses)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  for (guint i = 0; addresses[i] != NULL; i++)
    if (sluice_scene_get_node (get_scene (self), addresses[i]) != NULL)
      g_ptr_array_add (shown, (gpointer) addresses[i]);
  g_ptr_array_add (shown, NULL);
  sluice_selection_set (get_selection (self), (const char * const *) shown->pdata);
}

static void
found_cb (SluiceSceneNode *node,
          gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* A new node covers none that is there. */
static void
find_free_place (SluiceCanvas *self,
                 int          *x,
                 int          *y)
{
  gboolean is_taken = TRUE;

  while (is_taken)
    {
      SluiceRect box = { *x * SLUICE_GRID, *y * SLUICE_GRID, SLUICE_NODE_WIDTH * SLUICE_GRID,
                         2 * SLUICE_NODE_HEADER * SLUICE_GRID };

      is_taken = FALSE;
      sluice_scene_foreach_node (get_scene (self), &box, found_cb, &is_taken);
      *y += is_taken ? STEP_ASIDE : 0;
    }
}

/* Its top left: a port that asks points at the input, an input at a port, else the header is at the point. */
static void
get_new_place (SluiceCanvas *self,
               double        x,
               double        y,
               const char   *from,
               const char   *action,
               int          *grid_x,
               int          *grid_y)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluicePoint at;

  if (x < 0)
    {
      x = view->width / 2;
      y = view->height / 2;
    }
  at = sluice_viewport_to_world (view, x, y);
  at.y -= SLUICE_NODE_HEADER * SLUICE_GRID / 2.0;
  if (from == NULL || action == NULL)
    at.x -= SLUICE_NODE_WIDTH * SLUICE_GRID / (from == NULL ? 2.0 : 1.0);
  *grid_x = (int) round (at.x / SLUICE_GRID);
  *grid_y = (int) round (at.y / SLUICE_GRID);
  find_free_place (self, grid_x, grid_y);
}

static gboolean
has_node_called (SluiceCanvas *self,
                 const char   *title)
{
  guint n_nodes = sluice_document_get_n_nodes (self->document, self->flow);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *address =
        g_strconcat (self->flow, "/", sluice_document_get_node_id (self->document, self->flow, i), NULL);
      g_autofree char *other = sluice_document_dup_node_title (self->document, address);

      if (g_str_equal (other, title))
        return TRUE;
    }
  return FALSE;
}

/* A new node is called what it is: Ask, then Ask 2. */
static char *
dup_new_title (SluiceCanvas *self,
               const char   *kind)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (kind);
  const char *name = info != NULL ? _(info->title) : kind;
  g_autofree char *title = g_strdup (name);

  for (guint n = 2; has_node_called (self, title); n++)
    {
      g_free (title);
      title = g_strdup_printf ("%s %u", name, n);
    }
  return g_steal_pointer (&title);
}

/* Where an input asked, the new node leads to it. */
static gboolean
connect_back (SluiceCanvas  *self,
              const char    *address,
              const char    *to,
              GError       **error)
{
  SluiceSceneNode *node;

  sluice_document_flush (self->document);
  node = sluice_scene_get_node (get_scene (self), address);
  return node == NULL || node->n_ports == 0
         || sluice_edit_connect (self->document, address, node->ports[0].action, strrchr (to, '/') + 1, error);
}

static gboolean
connect_new (SluiceCanvas  *self,
             const char    *from,
             const char    *action,
             const char    *address,
             GError       **error)
{
  if (from == NULL || !sluice_document_has_node (self->document, from))
    return TRUE;
  if (action == NULL)
    return connect_back (self, address, from, error);
  return sluice_edit_connect (self->document, from, action, strrchr (address, '/') + 1, error);
}

/* Adds it and has it connected: to the port or input that asked, or as part of an edge. */
static gboolean
add_new (SluiceCanvas *self,
         const char   *kind,
         double        x,
         double        y,
         const char   *from,
         const char   *action,
         gboolean      inserts)
{
  g_autofree char *address = NULL;
  g_autofree char *title = dup_new_title (self, kind);
  GError *error = NULL;
  gboolean is_done = FALSE;
  int grid_x, grid_y;

  sluice_stage_cancel (self->stage);
  get_new_place (self, x, y, inserts ? NULL : from, action, &grid_x, &grid_y);
  sluice_document_begin (self->document, inserts ? _("Insert Node into Edge") : _("Add Node"), NULL);
  address = sluice_edit_add_node (self->document, self->flow, kind, title, grid_x, grid_y, &error);
  if (address != NULL && inserts)
    {
      is_done = TRUE; /* without an action to go on by it just lies there */
      sluice_edit_splice (self->document, address, from, action, NULL);
    }
  else if (address != NULL)
    is_done = connect_new (self, from, action, address, &error);
  if (!is_done)
    {
      sluice_document_rollback (self->document);
      sluice_canvas_take_error (self, error);
      return FALSE;
    }
  sluice_document_commit (self->document);
  sluice_selection_set_one (get_selection (self), address);
  sluice_canvas_scroll_to_node (self, address);
  return TRUE;
}

/**
 * sluice_canvas_add_node:
 * @self: a canvas
 * @kind: what kind of node
 * @x: widget px; negative: the middle of the view
 * @y: widget px
 * @from: (nullable): address of a node to connect with
 * @action: (nullable): under which action of it; NULL: the new node leads to it
 *
 * Adds a node that is called as its kind, connects it and selects it, as one undo step.
 *
 * Returns: FALSE when it was refused; "message" said why
 */
gboolean
sluice_canvas_add_node (SluiceCanvas *self,
                        const char   *kind,
                        double        x,
                        double        y,
                        const char   *from,
                        const char   *action)
{
  g_return_val_if_fail (SLUICE_IS_CANVAS (self) && kind != NULL, FALSE);

  return self->document != NULL && add_new (self, kind, x, y, from, action, FALSE);
}

/**
 * sluice_canvas_insert_node:
 * @self: a canvas that shows a document
 * @kind: what kind of node
 * @x: widget px
 * @y: widget px
 * @from: address of the node that an edge leaves
 * @action: under which action
 *
 * Adds a node as sluice_canvas_add_node() does, and puts it into the edge.
 *
 * Returns: FALSE when it was refused; "message" said why
 */
gboolean
sluice_canvas_insert_node (SluiceCanvas *self,
                           const char   *kind,
                           double        x,
                           double        y,
                           const char   *from,
                           const char   *action)
{
  return add_new (self, kind, x, y, from, action, TRUE);
}

/**
 * sluice_canvas_show_link:
 * @self: a canvas
 * @from: (nullable): address of the node it leaves; NULL: there is none any more
 * @action: (nullable): under which action; NULL: it leads to that node
 * @x: widget px, where its free end is
 * @y: widget px
 *
 * Shows an edge that was dropped on empty canvas, while it is asked what it shall lead to.
 */
void
sluice_canvas_show_link (SluiceCanvas *self,
                         const char   *from,
                         const char   *action,
                         double        x,
                         double        y)
{
  SluicePoint at = sluice_viewport_to_world (sluice_stage_get_viewport (self->stage), x, y);

  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (sluice_stage_is_busy (self->stage))
    return;
  if (from != NULL && action == NULL)
    sluice_stage_set_link_back (self->stage, NULL, NULL, from, at);
  else
    sluice_stage_set_link (self->stage, from, action, NULL, at);
}

static graphene_point_t
to_widget (SluiceCanvas *self,
           SluicePoint   world)
{
  SluicePoint at = sluice_viewport_to_widget (sluice_stage_get_viewport (self->stage), world.x,
                                              world.y);

  return GRAPHENE_POINT_INIT ((float) at.x, (float) at.y);
}

/**
 * sluice_canvas_get_node_rect:
 * @self: a canvas
 * @address: of a node, a frame or a note
 * @rect: (out): its box, in widget coordinates
 *
 * Returns: FALSE when it is not shown
 */
gboolean
sluice_canvas_get_node_rect (SluiceCanvas    *self,
                             const char      *address,
                             graphene_rect_t *rect)
{
  SluiceRect box;

  if (!sluice_scene_get_item_box (get_scene (self), address, &box))
    return FALSE;
  box = sluice_viewport_rect_to_widget (sluice_stage_get_viewport (self->stage), &box);
  graphene_rect_init (rect, (float) box.x, (float) box.y, (float) box.width, (float) box.height);
  return TRUE;
}

/**
 * sluice_canvas_get_port_point:
 * @self: a canvas
 * @address: of a node
 * @action: (nullable): of the port; NULL: the input port
 * @point: (out): its middle, in widget coordinates
 *
 * Returns: FALSE when there is none
 */
gboolean
sluice_canvas_get_port_point (SluiceCanvas     *self,
                              const char       *address,
                              const char       *action,
                              graphene_point_t *point)
{
  SluiceSceneNode *node = sluice_scene_get_node (get_scene (self), address);
  int port = node != NULL && action != NULL ? sluice_scene_node_find_port (node, action) : -1;

  if (node == NULL || (action != NULL && port < 0))
    return FALSE;
  *point = to_widget (self, sluice_scene_node_place_port (node, port));
  return TRUE;
}

/**
 * sluice_canvas_get_edge_point:
 * @self: a canvas
 * @address: of the node it leaves
 * @action: under which action
 * @point: (out): the middle of its label, or of the edge, in widget coordinates
 *
 * Returns: FALSE when there is none
 */
gboolean
sluice_canvas_get_edge_point (SluiceCanvas     *self,
                              const char       *address,
                              const char       *action,
                              graphene_point_t *point)
{
  SluiceSceneEdge *edge = sluice_scene_get_edge (get_scene (self), address, action);
  const SluiceRect *label;

  if (edge == NULL)
    return FALSE;
  label = &edge->route->label;
  *point = to_widget (self, label->width > 0
                            ? (SluicePoint) { label->x + label->width / 2,
                                              label->y + label->height / 2 }
                            : sluice_curve_get_point (&edge->route->curve, 0.5));
  return TRUE;
}

/**
 * sluice_canvas_get_document:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): the document it shows a flow of
 */
SluiceDocument *
sluice_canvas_get_document (SluiceCanvas *self)
{
  g_return_val_if_fail (SLUICE_IS_CANVAS (self), NULL);

  return self->document;
}

/**
 * sluice_canvas_get_flow:
 * @self: a canvas
 *
 * Returns: (transfer none) (nullable): the id of the flow it shows
 */
const char *
sluice_canvas_get_flow (SluiceCanvas *self)
{
  g_return_val_if_fail (SLUICE_IS_CANVAS (self), NULL);

  return self->flow;
}
