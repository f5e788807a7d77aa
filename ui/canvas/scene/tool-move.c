/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Moves the selection. Positions are whole grid units; on top of that the node under the pointer is
 * drawn to the left side and the top of the nodes in view, unless Alt is held. The drag is one
 * transaction, seen live; leaving it cancelled rolls it back.
 */
#include "canvas/scene/tool.h"

#include "graph/edit.h"

#include <glib/gi18n.h>
#include <math.h>

#define GUIDE_REACH 11.0 /* px at 100 %: a little more than half a grid unit */

typedef struct
{
  SluiceTool tool;
  char *lead;
  gboolean was_selected; /* so a click without a drag is about this node alone */
  char **addresses;      /* NULL until the drag begins */
  SluicePoint origin;    /* of the lead, at the press */
  int dx;                /* moved so far, in grid units */
  int dy;
} MoveTool;

static gboolean
move_begin (MoveTool *self)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceSceneNode *lead = sluice_scene_get_node (scene, self->lead);
  guint n = sluice_selection_get_n (sluice_scene_get_selection (scene));
  g_autofree char *name = n == 1 ? g_strdup (_("Move Node"))
                                 : g_strdup_printf (ngettext ("Move %u Node", "Move %u Nodes", n),
                                                    n);

  if (lead == NULL)
    return FALSE;
  self->addresses = sluice_selection_dup (sluice_scene_get_selection (scene));
  self->origin = (SluicePoint) { lead->item.bounds.x, lead->item.bounds.y };
  sluice_document_begin (sluice_tool_get_document (&self->tool), name, NULL);
  return TRUE;
}

typedef struct
{
  SluiceSelection *selection;
  SluicePoint wanted;
  SluicePoint snapped;
  double off_x; /* to the nearest line so far */
  double off_y;
} Snap;

static void
snap_cb (SluiceSceneNode *node,
         gpointer         user_data)
{
  Snap *snap = user_data;
  double off_x = fabs (node->item.bounds.x - snap->wanted.x);
  double off_y = fabs (node->item.bounds.y - snap->wanted.y);

  if (sluice_selection_has (snap->selection, node->address))
    return;
  if (off_x < snap->off_x)
    {
      snap->off_x = off_x;
      snap->snapped.x = node->item.bounds.x;
    }
  if (off_y < snap->off_y)
    {
      snap->off_y = off_y;
      snap->snapped.y = node->item.bounds.y;
    }
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
  SluiceStage *stage = self->tool.stage;
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceFeedback *feedback = sluice_stage_edit_feedback (stage);
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (stage));
  Snap snap = { sluice_scene_get_selection (scene), wanted,
                { to_grid (wanted.x), to_grid (wanted.y) }, GUIDE_REACH, GUIDE_REACH };

  if (to_neighbours)
    sluice_scene_foreach_node (scene, &view, snap_cb, &snap);
  feedback->has_guide_x = snap.off_x < GUIDE_REACH;
  feedback->has_guide_y = snap.off_y < GUIDE_REACH;
  feedback->guide = snap.snapped;
  return snap.snapped;
}

static void
move_to (MoveTool    *self,
         SluicePoint  at)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  int dx = (int) round ((at.x - self->origin.x) / SLUICE_GRID);
  int dy = (int) round ((at.y - self->origin.y) / SLUICE_GRID);
  GError *error = NULL;

  if (dx == self->dx && dy == self->dy)
    return;
  if (sluice_edit_move_nodes (document, (const char * const *) self->addresses,
                              dx - self->dx, dy - self->dy, NULL, &error))
    {
      self->dx = dx;
      self->dy = dy;
      sluice_document_flush (document);
      return;
    }
  sluice_stage_tell_error (self->tool.stage, error);
  sluice_stage_pop (self->tool.stage, TRUE);
}

static void
move_motion (SluiceTool        *tool,
             const SluiceInput *input)
{
  MoveTool *self = (MoveTool *) tool;
  SluicePoint at = sluice_tool_to_world (tool, input), wanted;

  if (!sluice_tool_check_drag (tool, input))
    return;
  if (self->addresses == NULL && !move_begin (self))
    return;
  sluice_stage_set_cursor (tool->stage, "grabbing");
  wanted.x = self->origin.x + at.x - tool->press_world.x;
  wanted.y = self->origin.y + at.y - tool->press_world.y;
  wanted = move_snap (self, wanted, !(input->modifiers & SLUICE_MODIFIER_ALT));
  sluice_stage_tell_feedback (tool->stage);
  move_to (self, wanted);
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
  if (!tool->is_dragging)
    move_click ((MoveTool *) tool, input);
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
  sluice_stage_set_cursor (tool->stage, NULL);
  if (self->addresses != NULL && is_cancelled)
    sluice_document_rollback (sluice_tool_get_document (tool));
  else if (self->addresses != NULL)
    sluice_document_commit (sluice_tool_get_document (tool));
}

static void
move_free (SluiceTool *tool)
{
  MoveTool *self = (MoveTool *) tool;

  g_free (self->lead);
  g_strfreev (self->addresses);
}

/**
 * sluice_tool_move_new:
 * @lead: the node under the pointer; it is selected
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
  self->lead = g_strdup (lead);
  self->was_selected = was_selected;
  return &self->tool;
}
