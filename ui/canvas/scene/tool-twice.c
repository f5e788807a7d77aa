/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A double press that asks for something: what is asked comes when the button is let go, for a window that opens
 * under a held button gets its release, and the canvas none. Where the pointer is dragged meanwhile it was a click
 * and a drag, and goes on as that.
 */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

typedef struct
{
  SluiceTool tool;
  SluiceInput press; /* what began it */
  SluiceHitType type;
  char *address; /* or NULL: nothing is there */
  char *action;  /* of an edge, or NULL */
} TwiceTool;

static void
twice_motion (SluiceTool        *tool,
              const SluiceInput *input)
{
  SluiceInput press = ((TwiceTool *) tool)->press;
  SluiceStage *stage = tool->stage;

  if (!sluice_tool_check_drag (tool, input))
    return;
  press.n_press = 1;
  sluice_stage_pop (stage, FALSE);
  sluice_stage_handle (stage, &press);
  sluice_stage_handle (stage, input);
}

static gboolean
twice_release (SluiceTool        *tool,
               const SluiceInput *input)
{
  TwiceTool *self = (TwiceTool *) tool;
  g_autofree char *address = g_steal_pointer (&self->address), *action = g_steal_pointer (&self->action);
  SluiceStage *stage = tool->stage;
  SluiceHitType type = self->type;
  SluiceInput press = self->press;

  /* What is asked may take the pointer away and cancel the gesture: it has to be over by then. */
  sluice_stage_pop (stage, FALSE);
  if (type == SLUICE_HIT_NODE)
    sluice_stage_ask_activate (stage, address);
  else if (type == SLUICE_HIT_LABEL)
    sluice_stage_ask_edit_action (stage, address, action);
  else if (address != NULL)
    sluice_stage_ask_edit_shape (stage, address);
  else
    sluice_stage_ask_add_node (stage, press.x, press.y, NULL, NULL);
  return TRUE;
}

static void
twice_free (SluiceTool *tool)
{
  TwiceTool *self = (TwiceTool *) tool;

  g_free (self->address);
  g_free (self->action);
}

/**
 * sluice_tool_twice_new:
 * @press: the second press
 * @hit: what it is on: nothing, a node, an edge's label, a frame or a note
 *
 * Returns: (transfer full): a tool that asks for what a double click there is for
 */
SluiceTool *
sluice_tool_twice_new (const SluiceInput *press,
                       const SluiceHit   *hit)
{
  static const SluiceToolClass klass = {
    .motion = twice_motion,
    .release = twice_release,
    .free = twice_free,
  };
  TwiceTool *self = g_new0 (TwiceTool, 1);

  self->tool.klass = &klass;
  self->press = *press;
  self->type = hit->type;
  if (hit->shape != NULL)
    self->address = g_strdup (hit->shape->address);
  else if (hit->node != NULL)
    self->address = g_strdup (hit->node->address);
  if (hit->edge != NULL)
    self->action = g_strdup (sluice_scene_edge_get_action (hit->edge));
  return &self->tool;
}
