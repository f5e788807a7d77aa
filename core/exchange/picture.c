/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Places what a picture shows. Boxes and ports come from graph/metrics.h and edges from
 * graph/route.h, as those of the canvas do.
 */
#include "exchange/picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/ids.h"
#include "exchange/pen.h"
#include "graph/metrics.h"
#include "graph/returns.h"

#define MARGIN 32.0
#define TITLE_ROOM 44.0
#define FLOW_GAP 32.0
#define LABEL_PADDING 8.0

static void
node_free (gpointer data)
{
  SluicePictureNode *node = data;

  g_free (node->address);
  g_free (node->title);
  g_free (node->summary);
  g_free (node->description);
  g_ptr_array_unref (node->ports);
  g_free (node);
}

static void
shape_free (gpointer data)
{
  SluicePictureShape *shape = data;

  g_free (shape->text);
  g_free (shape->colour);
  g_free (shape);
}

static void
flow_free (gpointer data)
{
  SluicePictureFlow *self = data;

  g_free (self->flow);
  g_free (self->title);
  sluice_spatial_index_free (self->index);
  g_ptr_array_unref (self->shapes);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->edges);
  g_free (self);
}

void
sluice_picture_free (SluicePicture *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_ptr_array_unref (self->flows);
  g_free (self);
}

static void
flow_grow (SluicePictureFlow *self,
           const SluiceRect  *by)
{
  if (self->bounds.width <= 0)
    self->bounds = *by;
  else
    sluice_rect_union (&self->bounds, by);
}

/* "Choice: Accept {{ shared.suggestion }}? Leads by “accept” to End, by “retry” to Suggest." */
static char *
describe (SluiceDocument          *document,
          const char              *flow,
          const SluicePictureNode *node)
{
  GString *text = g_string_new (node->kind != NULL ? _(node->kind->title) : _("Unknown kind"));
  g_autofree char *note =
    sluice_text_from_value (sluice_value_get_member (sluice_document_get_node (document, node->address), "note"));
  const char *separator = _(" Leads");

  if (note != NULL && *note != '\0')
    g_string_append_printf (text, ": %s", note);
  else if (*node->summary != '\0')
    g_string_append_printf (text, ": %s", node->summary);
  if (!g_str_has_suffix (text->str, ".") && !g_str_has_suffix (text->str, "?"))
    g_string_append_c (text, '.');
  for (guint i = 0; i < node->ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (node->ports, i);
      g_autofree char *target = NULL;

      if (!port->has_edge)
        continue;
      if (port->target != NULL)
        {
          g_autofree char *address = sluice_address_join (flow, port->target);

          target = sluice_document_dup_node_title (document, address);
        }
      g_string_append_printf (text, _("%s by “%s” to %s"), separator, port->action,
                              target != NULL ? target : _("the end"));
      separator = ",";
    }
  if (*separator == ',')
    g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static SluicePictureNode *
add_node (SluicePictureFlow *self,
          SluiceDocument    *document,
          const char        *id)
{
  SluicePictureNode *node = g_new0 (SluicePictureNode, 1);
  SluiceRect box;
  int x, y, width, height;

  node->address = sluice_address_join (self->flow, id);
  node->title = sluice_document_dup_node_title (document, node->address);
  node->summary = sluice_document_dup_node_summary (document, node->address);
  node->kind = sluice_catalog_lookup (sluice_document_get_node_kind (document, node->address));
  node->ports = sluice_document_dup_ports (document, node->address);
  node->ports_top = sluice_document_get_ports_top (document, node->address);
  node->is_start = g_strcmp0 (sluice_document_get_start (document, self->flow), id) == 0;
  node->is_off = sluice_node_is_off (sluice_document_get_node (document, node->address));
  node->description = describe (document, self->flow, node);
  sluice_document_get_position (document, node->address, &x, &y);
  sluice_document_get_size (document, node->address, &width, &height);
  box = SLUICE_RECT_INIT (x * SLUICE_GRID, y * SLUICE_GRID, width * SLUICE_GRID, height * SLUICE_GRID);
  node->input = (SluicePoint) { box.x, box.y + sluice_document_get_input_offset (document, node->address) };
  sluice_spatial_index_put (self->index, &node->item, &box);
  flow_grow (self, &box);
  g_ptr_array_add (self->nodes, node);
  return node;
}

static void
add_edge (SluicePictureFlow *self,
          SluiceDocument    *document,
          SluicePictureNode *source,
          guint              index,
          SluicePictureNode *target,
          GArray            *labels)
{
  const SluicePort *port = g_ptr_array_index (source->ports, index);
  SluicePictureEdge *edge = g_new0 (SluicePictureEdge, 1);
  SluicePoint bends[SLUICE_BENDS_MAX];
  guint n_bends;
  g_autofree SluiceGridPoint *points = sluice_document_dup_bends (document, source->address, port->action, &n_bends);
  gboolean is_named = !g_str_equal (port->action, "default");
  SluiceRouteRequest request = {
    .from = { sluice_rect_right (&source->item.bounds),
              source->item.bounds.y + source->ports_top + (index + 0.5) * SLUICE_NODE_PORT * SLUICE_GRID },
    .to = { target->input.x - SLUICE_ARROW_LENGTH, target->input.y },
    .source = &source->item.bounds,
    .target = &target->item.bounds,
    .port = index,
    .n_ports = source->ports->len,
    .label_width = is_named ? sluice_pen_measure (port->action, SLUICE_PEN_SMALL, FALSE) + 2 * LABEL_PADDING : 0,
    .avoid = (const SluiceRect *) (gpointer) labels->data,
    .n_avoid = labels->len,
    .nodes = self->index,
    .bends = bends,
  };

  request.n_bends = MIN (n_bends, SLUICE_BENDS_MAX);
  for (guint i = 0; i < request.n_bends; i++)
    bends[i] = (SluicePoint) { points[i].x * SLUICE_GRID, points[i].y * SLUICE_GRID };
  edge->action = port->action;
  edge->from = source;
  sluice_route_compute (&edge->route, &request);
  if (edge->route.label.width > 0)
    g_array_append_val (labels, edge->route.label);
  flow_grow (self, &edge->route.bounds);
  target->is_entered = TRUE;
  g_ptr_array_add (self->edges, edge);
}

static void
add_edges (SluicePictureFlow *self,
           SluiceDocument    *document,
           GHashTable        *by_id)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      SluicePictureNode *node = g_ptr_array_index (self->nodes, i);
      g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (SluiceRect));

      for (guint k = 0; k < node->ports->len; k++)
        {
          const SluicePort *port = g_ptr_array_index (node->ports, k);
          SluicePictureNode *target = port->target != NULL ? g_hash_table_lookup (by_id, port->target) : NULL;

          if (target != NULL)
            add_edge (self, document, node, k, target, labels);
        }
    }
}

static void
add_shape (SluicePictureFlow *self,
           SluiceDocument    *document,
           SluiceItemType     type,
           const char        *address)
{
  SluicePictureShape *shape = g_new0 (SluicePictureShape, 1);
  SluiceBox box = { 0 };

  sluice_document_get_box (document, address, &box);
  shape->type = type;
  shape->box = SLUICE_RECT_INIT (box.x * SLUICE_GRID, box.y * SLUICE_GRID, box.width * SLUICE_GRID,
                                 box.height * SLUICE_GRID);
  shape->text = type == SLUICE_ITEM_FRAME ? sluice_document_dup_frame_title (document, address)
                                          : sluice_document_dup_note_text (document, address);
  shape->colour = g_strdup (sluice_document_get_colour (document, address));
  flow_grow (self, &shape->box);
  g_ptr_array_add (self->shapes, shape);
}

static void
add_shapes (SluicePictureFlow *self,
            SluiceDocument    *document)
{
  for (guint i = 0; i < sluice_document_get_n_frames (document, self->flow); i++)
    {
      const char *id = sluice_document_get_frame_id (document, self->flow, i);
      g_autofree char *address = sluice_frame_address (self->flow, id);

      add_shape (self, document, SLUICE_ITEM_FRAME, address);
    }
  for (guint i = 0; i < sluice_document_get_n_notes (document, self->flow); i++)
    {
      const char *id = sluice_document_get_note_id (document, self->flow, i);
      g_autofree char *address = sluice_note_address (self->flow, id);

      add_shape (self, document, SLUICE_ITEM_NOTE, address);
    }
}

static SluicePictureFlow *
flow_new (SluiceDocument *document,
          const char     *flow)
{
  SluicePictureFlow *self = g_new0 (SluicePictureFlow, 1);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  const char *title = sluice_value_get_member_string (sluice_document_get_flow (document, flow), "title");

  self->flow = g_strdup (flow);
  self->title = g_strdup (title != NULL ? title : flow);
  self->index = sluice_spatial_index_new ();
  self->shapes = g_ptr_array_new_with_free_func (shape_free);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->edges = g_ptr_array_new_with_free_func (g_free);
  add_shapes (self, document);
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      const char *id = sluice_document_get_node_id (document, flow, i);

      g_hash_table_insert (by_id, (gpointer) id, add_node (self, document, id));
    }
  add_edges (self, document, by_id);
  return self;
}

static void
place (SluicePicture     *self,
       SluicePictureFlow *flow,
       gboolean           apart)
{
  double top = apart || self->flows->len == 0 ? MARGIN : self->height - MARGIN + FLOW_GAP;

  if (flow->has_title)
    {
      top += TITLE_ROOM;
      flow->bounds.width = MAX (flow->bounds.width, sluice_pen_measure (flow->title, SLUICE_PEN_TITLE, TRUE));
    }
  /* Whole pixels keep lines sharp. */
  flow->offset = (SluicePoint) { round (MARGIN - flow->bounds.x), round (top - flow->bounds.y) };
  self->width = MAX (self->width, ceil (flow->bounds.width + 2 * MARGIN));
  self->height = ceil (top + flow->bounds.height + MARGIN);
  g_ptr_array_add (self->flows, flow);
}

/**
 * sluice_picture_new:
 * @document: a document
 * @flow: (nullable): the flow to show; %NULL for all
 * @apart: whether each flow has its place as on a page of its own
 *
 * Returns: (transfer full): what to draw; its size is that of all, or of the last page
 */
SluicePicture *
sluice_picture_new (SluiceDocument *document,
                    const char     *flow,
                    gboolean        apart)
{
  SluicePicture *self = g_new0 (SluicePicture, 1);
  const char *name = sluice_document_get_name (document);
  guint n = sluice_document_get_n_flows (document);

  self->title = g_strdup (name != NULL && *name != '\0' ? name : _("Flow"));
  self->flows = g_ptr_array_new_with_free_func (flow_free);
  for (guint i = 0; i < n; i++)
    {
      const char *id = sluice_document_get_flow_id (document, i);
      SluicePictureFlow *made;

      if (flow != NULL && !g_str_equal (flow, id))
        continue;
      made = flow_new (document, id);
      made->has_title = flow == NULL && n > 1;
      place (self, made, apart);
    }
  self->width = MAX (self->width, 2 * MARGIN);
  self->height = MAX (self->height, 2 * MARGIN);
  return self;
}

/* In words, as whoever hears the picture knows nothing of its colours. */
static void
mark_node (SluicePictureNode *node,
           SluiceRunMarks    *run)
{
  const char *words[] = { _("Not visited."), _("Done."), _("Running."), _("Failed.") };
  g_autofree char *before = g_steal_pointer (&node->description);

  node->mark = sluice_run_marks_get_state (run, node->address);
  node->n_visits = sluice_run_marks_get_visits (run, node->address);
  node->description = g_strdup_printf ("%s %s", before, words[node->mark]);
}

/**
 * sluice_picture_mark:
 * @self: a picture
 * @run: (nullable): how far a run came
 *
 * Shows how far a run came: the nodes by their states, and the edges that it took.
 */
void
sluice_picture_mark (SluicePicture  *self,
                     SluiceRunMarks *run)
{
  for (guint i = 0; run != NULL && i < self->flows->len; i++)
    {
      SluicePictureFlow *flow = g_ptr_array_index (self->flows, i);

      flow->has_run = TRUE;
      for (guint k = 0; k < flow->nodes->len; k++)
        mark_node (g_ptr_array_index (flow->nodes, k), run);
      for (guint k = 0; k < flow->edges->len; k++)
        {
          SluicePictureEdge *edge = g_ptr_array_index (flow->edges, k);

          edge->is_taken = sluice_run_marks_has_edge (run, edge->from->address, edge->action);
        }
    }
}
