/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Draws an edge from its end: from an input to the port of an action. A port within the magnet catches it, else
 * the node under the pointer does with a port that has no edge yet. Dropped on empty canvas it asks for a node that
 * shall lead there.
 */
#include "canvas/scene/tool.h"

#include "graph/edit.h"

typedef struct
{
  SluiceTool tool;
  char *target;
} ConnectBackTool;

static const SluiceScenePort *
find_port (ConnectBackTool   *self,
           const SluiceInput *input,
           SluiceSceneNode  **source)
{
  SluicePoint at = sluice_tool_to_world (&self->tool, input);
  int port;

  *source = sluice_scene_find_source (sluice_tool_get_scene (&self->tool), at.x, at.y,
                                      sluice_stage_get_viewport (self->tool.stage)->zoom, self->target, &port);
  return *source != NULL ? &(*source)->ports[port] : NULL;
}

static void
back_motion (SluiceTool        *tool,
             const SluiceInput *input)
{
  ConnectBackTool *self = (ConnectBackTool *) tool;
  const SluiceScenePort *port;
  SluiceSceneNode *source;

  if (!sluice_tool_check_drag (tool, input))
    return;
  port = find_port (self, input, &source);
  sluice_stage_set_cursor (tool->stage, "crosshair");
  sluice_stage_set_link_back (tool->stage, source != NULL ? source->address : NULL,
                              port != NULL ? port->action : NULL, self->target, sluice_tool_to_world (tool, input));
}

static gboolean
back_release (SluiceTool        *tool,
              const SluiceInput *input)
{
  ConnectBackTool *self = (ConnectBackTool *) tool;
  SluiceStage *stage = tool->stage;
  gboolean was_dragging = tool->is_dragging;
  SluiceSceneNode *source = NULL;
  const SluiceScenePort *port = was_dragging ? find_port (self, input, &source) : NULL;
  SluiceHit hit = sluice_tool_hit (tool, input);
  g_autofree char *target = g_strdup (self->target);
  GError *error = NULL;

  if (!was_dragging)
    sluice_selection_set_one (sluice_scene_get_selection (sluice_tool_get_scene (tool)), target);
  if (port != NULL)
    {
      g_autofree char *address = g_strdup (source->address), *action = g_strdup (port->action);

      sluice_edit_connect (sluice_tool_get_document (tool), address, action, strrchr (target, '/') + 1, &error);
      sluice_stage_tell_error (stage, error);
    }
  sluice_stage_pop (stage, FALSE);
  /* What is asked may take the pointer away and cancel the gesture: it has to be over by then. */
  if (was_dragging && port == NULL && hit.type != SLUICE_HIT_NODE && hit.type != SLUICE_HIT_INPUT)
    sluice_stage_ask_add_node (stage, input->x, input->y, target, NULL);
  return TRUE;
}

static void
back_leave (SluiceTool *tool,
            gboolean    is_cancelled)
{
  sluice_stage_set_cursor (tool->stage, NULL);
  sluice_stage_set_link (tool->stage, NULL, NULL, NULL, (SluicePoint) { 0, 0 });
}

static void
back_free (SluiceTool *tool)
{
  g_free (((ConnectBackTool *) tool)->target);
}

/**
 * sluice_tool_connect_back_new:
 * @target: address of the node that the edge shall lead to
 *
 * Returns: (transfer full): a tool that draws an edge from its end
 */
SluiceTool *
sluice_tool_connect_back_new (const char *target)
{
  static const SluiceToolClass klass = {
    .leave = back_leave,
    .motion = back_motion,
    .release = back_release,
    .free = back_free,
    .scrolls = TRUE,
  };
  ConnectBackTool *self = g_new0 (ConnectBackTool, 1);

  self->tool.klass = &klass;
  self->target = g_strdup (target);
  return &self->tool;
}
