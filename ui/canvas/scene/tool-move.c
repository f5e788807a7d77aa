/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Moves the selection, and what lies within its frames; with Control, copies of it. Positions are
 * whole grid units; on top of that what is under the pointer is drawn to the left side and the top of
 * the nodes in view, unless Alt is held. The drag is one transaction, seen live; leaving it cancelled
 * rolls it back. A node without edges that is dropped on an edge is put into it.
 */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

#include "graph/drawing.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define GUIDE_REACH 11.0   /* px at 100 %: a little more than half a grid unit */
#define INSERT_INSET 8.0   /* px of a card at its sides that may cross an edge */
#define INSERT_SEARCH 64.0 /* how far off an edge may be led around it */

typedef struct
{
  SluiceTool tool;
  char *lead;
  gboolean was_selected; /* so a click without a drag is about this item alone */
  gboolean is_copy;
  char **before;         /* what was selected when the drag began */
  char **addresses;      /* what moves; NULL until the drag begins */
  GHashTable *moving;    /* the same */
  GArray *lines[2];      /* left sides and tops of what stays in view, as double, from low to high */
  SluiceRect lines_view; /* the view they were taken from */
  SluicePoint origin;    /* of the lead, at the press */
  int dx;                /* moved so far, in grid units */
  int dy;
} MoveTool;

static char *
dup_name (MoveTool *self,
          gboolean  is_copy)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  guint n = g_strv_length (self->before);
  guint n_nodes = sluice_scene_get_n_selected_nodes (scene);
  SluiceSceneShape *shape = sluice_scene_get_shape (scene, self->lead);

  if (is_copy)
    return g_strdup (_("Copy by Dragging"));
  if (n == 1 && shape != NULL)
    return g_strdup (shape->type == SLUICE_ITEM_FRAME ? _("Move Frame") : _("Move Note"));
  if (n == 1)
    return g_strdup (_("Move Node"));
  if (n_nodes == n)
    return g_strdup_printf (ngettext ("Move %u Node", "Move %u Nodes", n), n);
  return g_strdup_printf (ngettext ("Move %u Item", "Move %u Items", n), n);
}

/* The copies lie on what they are copies of, and the one of the lead leads now. */
static gboolean
move_take_copies (MoveTool  *self,
                  GError   **error)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  g_auto (GStrv) copies = sluice_edit_duplicate (document, (const char * const *) self->addresses,
                                                 0, 0, SLUICE_KEEP_NONE, error);
  SluiceRect box;

  if (copies == NULL)
    return FALSE;
  sluice_document_flush (document);
  for (guint i = 0; copies[i] != NULL; i++)
    if (sluice_scene_get_item_box (scene, copies[i], &box) && box.x == self->origin.x
        && box.y == self->origin.y)
      {
        g_free (self->lead);
        self->lead = g_strdup (copies[i]);
      }
  g_strfreev (self->addresses);
  self->addresses = g_steal_pointer (&copies);
  sluice_selection_set (sluice_scene_get_selection (scene),
                        (const char * const *) self->addresses);
  return TRUE;
}

static gboolean
move_begin (MoveTool *self,
            gboolean  is_copy)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  g_autofree char *name = NULL;
  GError *error = NULL;
  SluiceRect box;

  if (!sluice_scene_get_item_box (scene, self->lead, &box))
    return FALSE;
  self->before = sluice_selection_dup (sluice_scene_get_selection (scene));
  self->addresses = sluice_document_dup_with_contents (document,
                                                       (const char * const *) self->before);
  self->origin = (SluicePoint) { box.x, box.y };
  self->is_copy = is_copy;
  name = dup_name (self, is_copy);
  sluice_document_begin (document, name, NULL);
  if (is_copy && !move_take_copies (self, &error))
    {
      sluice_stage_tell_error (self->tool.stage, error);
      sluice_stage_pop (self->tool.stage, TRUE);
      return FALSE;
    }
  for (guint i = 0; self->addresses[i] != NULL; i++)
    g_hash_table_add (self->moving, self->addresses[i]);
  sluice_scene_lift (scene, self->addresses);
  return TRUE;
}

static void
add_lines_cb (SluiceSceneNode *node,
              gpointer         user_data)
{
  MoveTool *self = user_data;

  if (g_hash_table_contains (self->moving, node->address))
    return;
  g_array_append_val (self->lines[0], node->item.bounds.x);
  g_array_append_val (self->lines[1], node->item.bounds.y);
}

static int
compare_double (gconstpointer a,
                gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* What stays doesn't move meanwhile: it is looked at once for each view. */
static void
move_find_lines (MoveTool *self)
{
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->tool.stage));

  if (memcmp (&view, &self->lines_view, sizeof view) == 0)
    return;
  self->lines_view = view;
  for (guint i = 0; i < 2; i++)
    g_array_set_size (self->lines[i], 0);
  sluice_scene_foreach_node (sluice_tool_get_scene (&self->tool), &view, add_lines_cb, self);
  for (guint i = 0; i < 2; i++)
    g_array_sort (self->lines[i], compare_double);
}

/* Moves a place to the nearest line within reach of where it is wanted; FALSE: there is none. */
static gboolean
snap_to_line (const GArray *lines,
              double        wanted,
              double       *snapped)
{
  guint low = 0, high = lines->len;
  double nearest = GUIDE_REACH;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (lines, double, middle) < wanted)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint i = low > 0 ? low - 1 : 0; i <= low && i < lines->len; i++)
    {
      double off = fabs (g_array_index (lines, double, i) - wanted);

      if (off < nearest)
        {
          nearest = off;
          *snapped = g_array_index (lines, double, i);
        }
    }
  return nearest < GUIDE_REACH;
}

static double
to_grid (double value)
{
  return round (value / SLUICE_GRID) * SLUICE_GRID;
}

/* Where the lead goes, and which guides say why. */
static SluicePoint
move_snap (MoveTool    *self,
           SluicePoint  wanted,
           gboolean     to_neighbours)
{
  SluiceFeedback *feedback = sluice_stage_edit_feedback (self->tool.stage);
  SluicePoint snapped = { to_grid (wanted.x), to_grid (wanted.y) };

  feedback->has_guide_x = feedback->has_guide_y = FALSE;
  if (to_neighbours)
    {
      move_find_lines (self);
      feedback->has_guide_x = snap_to_line (self->lines[0], wanted.x, &snapped.x);
      feedback->has_guide_y = snap_to_line (self->lines[1], wanted.y, &snapped.y);
    }
  feedback->guide = snapped;
  return snapped;
}

/* Whether the drag goes on. */
static gboolean
move_to (MoveTool    *self,
         SluicePoint  at)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  int dx = (int) round ((at.x - self->origin.x) / SLUICE_GRID);
  int dy = (int) round ((at.y - self->origin.y) / SLUICE_GRID);
  GError *error = NULL;

  if (dx == self->dx && dy == self->dy)
    return TRUE;
  if (sluice_edit_move_items (document, (const char * const *) self->addresses,
                              dx - self->dx, dy - self->dy, NULL, &error))
    {
      self->dx = dx;
      self->dy = dy;
      sluice_document_flush (document);
      return TRUE;
    }
  sluice_stage_tell_error (self->tool.stage, error);
  sluice_stage_pop (self->tool.stage, TRUE);
  return FALSE;
}

/* Its edges would be in the way of what an insertion makes. */
static gboolean
can_be_inserted (const SluiceSceneNode *node)
{
  gboolean is_free = node->incoming == NULL && node->n_ports > 0;

  for (guint i = 0; i < node->n_ports; i++)
    is_free = is_free && !node->ports[i].has_edge;
  return is_free;
}

typedef struct
{
  SluiceSceneNode *node;
  SluiceRect core;       /* of its card, which the edge has to cross */
  SluicePoint middle;
  SluiceSceneEdge *edge; /* the nearest so far */
  double distance;
} Insertion;

/* An edge makes way for a card, so it is asked where it would run without. */
static void
find_edge_cb (SluiceSceneEdge *edge,
              gpointer         user_data)
{
  Insertion *insertion = user_data;
  SluiceCurve curve;
  double distance;

  sluice_scene_edge_get_plain_curve (edge, &curve);
  if (!sluice_curve_crosses (&curve, &insertion->core))
    return;
  distance = sluice_curve_get_distance (&curve, insertion->middle.x, insertion->middle.y);
  if (distance < insertion->distance)
    {
      insertion->distance = distance;
      insertion->edge = edge;
    }
}

/* The edge that the node under the pointer would be put into. */
static SluiceSceneEdge *
move_find_edge (MoveTool *self)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceSceneNode *node = sluice_scene_get_node (scene, self->lead);
  Insertion insertion = { .node = node, .distance = G_MAXDOUBLE };
  SluiceRect area;

  if (node == NULL || self->is_copy || g_strv_length (self->addresses) != 1
      || !can_be_inserted (node))
    return NULL;
  insertion.core = sluice_rect_inflate (node->item.bounds, -INSERT_INSET);
  insertion.middle = (SluicePoint) { node->item.bounds.x + node->item.bounds.width / 2,
                                     node->item.bounds.y + node->item.bounds.height / 2 };
  area = sluice_rect_inflate (node->item.bounds, INSERT_SEARCH);
  sluice_scene_foreach_edge (scene, &area, find_edge_cb, &insertion);
  return insertion.edge;
}

static void
move_light_edge (MoveTool          *self,
                 const SluiceInput *input)
{
  SluiceSceneEdge *edge = input->modifiers & SLUICE_MODIFIER_ALT ? NULL : move_find_edge (self);

  sluice_stage_light_edge (self->tool.stage, NULL);
  if (edge != NULL)
    sluice_stage_light_edge (self->tool.stage, edge);
  sluice_stage_tell_feedback (self->tool.stage);
}

/* The move so far is taken back and done again as part of a step of that name. */
static void
move_insert (MoveTool             *self,
             const SluiceEdgeName *edge)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  GError *error = NULL;

  sluice_document_rollback (document);
  sluice_document_begin (document, _("Insert Node into Edge"), NULL);
  if ((self->dx == 0 && self->dy == 0)
      || sluice_edit_move_items (document, (const char * const *) self->addresses, self->dx,
                                 self->dy, NULL, &error))
    sluice_edit_splice (document, self->lead, edge->address, edge->action, &error);
  sluice_stage_tell_error (self->tool.stage, error);
}

static void
move_motion (SluiceTool        *tool,
             const SluiceInput *input)
{
  MoveTool *self = (MoveTool *) tool;
  SluicePoint at = sluice_tool_to_world (tool, input), wanted;

  if (!sluice_tool_check_drag (tool, input))
    return;
  if (self->addresses == NULL
      && !move_begin (self, (input->modifiers & SLUICE_MODIFIER_CONTROL) != 0))
    return;
  sluice_stage_set_cursor (tool->stage, self->is_copy ? "copy" : "grabbing");
  wanted.x = self->origin.x + at.x - tool->press_world.x;
  wanted.y = self->origin.y + at.y - tool->press_world.y;
  wanted = move_snap (self, wanted,
                      sluice_stage_get_snaps (tool->stage) != ((input->modifiers & SLUICE_MODIFIER_ALT) != 0));
  sluice_stage_tell_feedback (tool->stage);
  if (move_to (self, wanted))
    move_light_edge (self, input);
}

/* A click: Control takes a selected node out, without a modifier it stays alone. */
static void
move_click (MoveTool          *self,
            const SluiceInput *input)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (&self->tool));

  if (!self->was_selected)
    return;
  if (input->modifiers & SLUICE_MODIFIER_CONTROL)
    sluice_selection_remove (selection, self->lead);
  else if (!(input->modifiers & SLUICE_MODIFIER_SHIFT))
    sluice_selection_set_one (selection, self->lead);
}

static gboolean
move_release (SluiceTool        *tool,
              const SluiceInput *input)
{
  const GPtrArray *lit = sluice_stage_get_feedback (tool->stage)->lit;

  if (!tool->is_dragging)
    move_click ((MoveTool *) tool, input);
  else if (lit->len > 0)
    move_insert ((MoveTool *) tool, g_ptr_array_index (lit, 0));
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

static void
move_leave (SluiceTool *tool,
            gboolean    is_cancelled)
{
  MoveTool *self = (MoveTool *) tool;
  SluiceFeedback *feedback = sluice_stage_edit_feedback (tool->stage);

  feedback->has_guide_x = feedback->has_guide_y = FALSE;
  sluice_stage_light_edge (tool->stage, NULL);
  sluice_stage_set_cursor (tool->stage, NULL);
  if (self->addresses != NULL && is_cancelled)
    {
      sluice_document_rollback (sluice_tool_get_document (tool));
      sluice_selection_set (sluice_scene_get_selection (sluice_tool_get_scene (tool)),
                            (const char * const *) self->before);
    }
  else if (self->addresses != NULL)
    sluice_document_commit (sluice_tool_get_document (tool));
  sluice_scene_settle (sluice_tool_get_scene (tool));
}

static void
move_free (SluiceTool *tool)
{
  MoveTool *self = (MoveTool *) tool;

  g_free (self->lead);
  g_hash_table_unref (self->moving);
  for (guint i = 0; i < 2; i++)
    g_array_unref (self->lines[i]);
  g_strfreev (self->before);
  g_strfreev (self->addresses);
}

/**
 * sluice_tool_move_new:
 * @lead: the node, frame or note under the pointer; it is selected
 * @was_selected: whether it was before the press
 *
 * Returns: (transfer full): a tool that moves the selection
 */
SluiceTool *
sluice_tool_move_new (const char *lead,
                      gboolean    was_selected)
{
  static const SluiceToolClass klass = {
    .leave = move_leave,
    .motion = move_motion,
    .release = move_release,
    .free = move_free,
    .scrolls = TRUE,
  };
  MoveTool *self = g_new0 (MoveTool, 1);

  self->tool.klass = &klass;
  self->moving = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < 2; i++)
    self->lines[i] = g_array_new (FALSE, FALSE, sizeof (double));
  self->lead = g_strdup (lead);
  self->was_selected = was_selected;
  return &self->tool;
}
