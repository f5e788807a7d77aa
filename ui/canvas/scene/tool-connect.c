/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Draws an edge from an action's port, or takes the end of one that is there. The port of a target
 * within the magnet, or the node under the pointer, catches it. Dropped on empty canvas, a new edge
 * asks for a node to connect, and a taken end is let go: the edge is gone.
 */
#include "canvas/scene/tool.h"

#include "graph/edit.h"

typedef struct
{
  SluiceTool tool;
  char *source;
  char *action;
  gboolean takes_end;
} ConnectTool;

static void
connect_motion (SluiceTool        *tool,
                const SluiceInput *input)
{
  ConnectTool *self = (ConnectTool *) tool;
  double zoom = sluice_stage_get_viewport (tool->stage)->zoom;
  SluicePoint at = sluice_tool_to_world (tool, input);
  SluiceSceneNode *target;

  if (!sluice_tool_check_drag (tool, input))
    return;
  target = sluice_scene_find_target (sluice_tool_get_scene (tool), at.x, at.y, zoom);
  if (target != NULL)
    at = sluice_scene_node_place_port (target, -1);
  sluice_stage_set_cursor (tool->stage, "crosshair");
  sluice_stage_set_link (tool->stage, self->source, self->action,
                         target != NULL ? target->address : NULL, at);
}

/* A click on the end of an edge is about that edge. */
static void
connect_click (ConnectTool *self)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);

  if (sluice_scene_get_edge (scene, self->source, self->action) != NULL)
    sluice_selection_set_edge (sluice_scene_get_selection (scene), self->source, self->action);
  else
    sluice_selection_set_one (sluice_scene_get_selection (scene), self->source);
}

/* Whether that was all: a new edge dropped on empty canvas is still to ask for its target. */
static gboolean
connect_drop (ConnectTool       *self,
              const SluiceInput *input)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  SluiceStage *stage = self->tool.stage;
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluicePoint at = sluice_tool_to_world (&self->tool, input);
  SluiceSceneNode *target = sluice_scene_find_target (scene, at.x, at.y,
                                                      sluice_stage_get_viewport (stage)->zoom);
  GError *error = NULL;

  if (target != NULL)
    {
      g_autofree char *id = g_strdup (target->id);

      sluice_edit_connect (document, self->source, self->action, id, &error);
    }
  else if (self->takes_end)
    sluice_edit_disconnect (document, self->source, self->action, &error);
  else
    return FALSE;
  sluice_stage_tell_error (stage, error);
  return TRUE;
}

static gboolean
connect_release (SluiceTool        *tool,
                 const SluiceInput *input)
{
  ConnectTool *self = (ConnectTool *) tool;
  SluiceStage *stage = tool->stage;
  gboolean asks = tool->is_dragging && !connect_drop (self, input);
  g_autofree char *source = g_strdup (self->source);
  g_autofree char *action = g_strdup (self->action);

  if (!tool->is_dragging)
    connect_click (self);
  sluice_stage_pop (stage, FALSE);
  /* What is asked may take the pointer away and cancel the gesture: it has to be over by then. */
  if (asks)
    sluice_stage_ask_add_node (stage, input->x, input->y, source, action);
  return TRUE;
}

static void
connect_leave (SluiceTool *tool,
               gboolean    is_cancelled)
{
  sluice_stage_set_cursor (tool->stage, NULL);
  sluice_stage_set_link (tool->stage, NULL, NULL, NULL, (SluicePoint) { 0, 0 });
}

static void
connect_free (SluiceTool *tool)
{
  ConnectTool *self = (ConnectTool *) tool;

  g_free (self->source);
  g_free (self->action);
}

/**
 * sluice_tool_connect_new:
 * @source: address of the node the edge leaves
 * @action: under which action
 * @takes_end: whether the end of an edge was taken, so that empty canvas unlinks it
 *
 * Returns: (transfer full): a tool that draws an edge
 */
SluiceTool *
sluice_tool_connect_new (const char *source,
                         const char *action,
                         gboolean    takes_end)
{
  static const SluiceToolClass klass = {
    .leave = connect_leave,
    .motion = connect_motion,
    .release = connect_release,
    .free = connect_free,
    .scrolls = TRUE,
  };
  ConnectTool *self = g_new0 (ConnectTool, 1);

  self->tool.klass = &klass;
  self->source = g_strdup (source);
  self->action = g_strdup (action);
  self->takes_end = takes_end;
  return &self->tool;
}
