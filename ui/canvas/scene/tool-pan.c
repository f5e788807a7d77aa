/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drags the view along with the pointer. */
#include "canvas/scene/tool.h"

typedef struct
{
  SluiceTool tool;
  double x;
  double y;
} PanTool;

static void
pan_enter (SluiceTool *tool)
{
  PanTool *self = (PanTool *) tool;

  self->x = tool->press_x;
  self->y = tool->press_y;
  sluice_stage_set_cursor (tool->stage, "grabbing");
}

static void
pan_leave (SluiceTool *tool,
           gboolean    is_cancelled)
{
  sluice_stage_set_cursor (tool->stage, NULL);
}

static void
pan_motion (SluiceTool        *tool,
            const SluiceInput *input)
{
  PanTool *self = (PanTool *) tool;

  sluice_stage_pan (tool->stage, input->x - self->x, input->y - self->y);
  self->x = input->x;
  self->y = input->y;
}

static gboolean
pan_release (SluiceTool        *tool,
             const SluiceInput *input)
{
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

/* The view stays where it was dragged to; the key that began it may be let go first. */
static gboolean
pan_key (SluiceTool        *tool,
         const SluiceInput *input)
{
  return g_str_equal (input->key, "space") && input->type == SLUICE_INPUT_KEY;
}

/**
 * sluice_tool_pan_new:
 *
 * Returns: (transfer full): a tool that pans until the button is let go
 */
SluiceTool *
sluice_tool_pan_new (void)
{
  static const SluiceToolClass klass = {
    .enter = pan_enter,
    .leave = pan_leave,
    .motion = pan_motion,
    .release = pan_release,
    .key = pan_key,
  };
  PanTool *self = g_new0 (PanTool, 1);

  self->tool.klass = &klass;
  return &self->tool;
}
