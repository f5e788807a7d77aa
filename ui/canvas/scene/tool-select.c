/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lowest tool: it shows what is under the pointer, selects, and pushes the tool of the gesture
 * that a press begins.
 */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

#include "graph/drawing.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  SluiceTool tool;
  gboolean space_is_down;
} SelectTool;

static const char *
cursor_for (SelectTool      *self,
            const SluiceHit *hit)
{
  if (self->space_is_down)
    return "grab";
  if (hit->type == SLUICE_HIT_PORT || hit->type == SLUICE_HIT_INPUT)
    return "crosshair";
  if (hit->type == SLUICE_HIT_GUTTER || hit->type == SLUICE_HIT_LABEL
      || hit->type == SLUICE_HIT_EDGE)
    return "pointer";
  if (hit->type == SLUICE_HIT_BEND)
    return "grab";
  if (hit->shape != NULL && hit->sides != 0)
    return sluice_tool_cursor_for_sides (hit->sides);
  return NULL;
}

static void
select_motion (SluiceTool        *tool,
               const SluiceInput *input)
{
  SluiceHit hit = sluice_tool_hit (tool, input);

  sluice_stage_set_hover (tool->stage, &hit);
  sluice_stage_set_cursor (tool->stage, cursor_for ((SelectTool *) tool, &hit));
}

/* Returns whether it was selected before. */
static gboolean
select_item (SluiceTool        *tool,
             const SluiceInput *input,
             const char        *address)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (tool));
  gboolean was_selected = sluice_selection_has (selection, address);

  if (!was_selected && input->modifiers & (SLUICE_MODIFIER_SHIFT | SLUICE_MODIFIER_CONTROL))
    sluice_selection_add (selection, address);
  else if (!was_selected)
    sluice_selection_set_one (selection, address);
  return was_selected;
}

static void
press_item (SluiceTool        *tool,
            const SluiceInput *input,
            const char        *address)
{
  gboolean was_selected = select_item (tool, input, address);

  sluice_stage_push (tool->stage, sluice_tool_move_new (address, was_selected), input);
}

/* A frame or a note: its sides resize it, the rest moves it. */
static void
press_shape (SluiceTool        *tool,
             const SluiceInput *input,
             const SluiceHit   *hit)
{
  if (hit->sides == 0)
    {
      press_item (tool, input, hit->shape->address);
      return;
    }
  select_item (tool, input, hit->shape->address);
  sluice_stage_push (tool->stage, sluice_tool_resize_new (hit->shape->address, hit->sides), input);
}

/* Of several edges that end at one port the selected one is taken, else the one drawn last. */
static SluiceSceneEdge *
choose_incoming (SluiceTool      *tool,
                 SluiceSceneNode *node)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (tool));

  for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
    if (sluice_selection_has_edge (selection, edge->source->address,
                                   sluice_scene_edge_get_action (edge)))
      return edge;
  return node->incoming->previous_incoming;
}

static void
press_edge (SluiceTool      *tool,
            SluiceSceneEdge *edge)
{
  sluice_selection_set_edge (sluice_scene_get_selection (sluice_tool_get_scene (tool)),
                             edge->source->address, sluice_scene_edge_get_action (edge));
}

static void
press_bend (SluiceTool        *tool,
            const SluiceInput *input,
            const SluiceHit   *hit)
{
  press_edge (tool, hit->edge);
  sluice_stage_push (tool->stage,
                     sluice_tool_bend_new (hit->node->address,
                                           sluice_scene_edge_get_action (hit->edge), hit->bend),
                     input);
}

/* Where an edge is pressed twice it gets a bend, which follows the pointer from then on. */
static void
add_bend (SluiceTool        *tool,
          const SluiceInput *input,
          const SluiceHit   *hit)
{
  g_autofree char *address = g_strdup (hit->node->address);
  g_autofree char *action = g_strdup (sluice_scene_edge_get_action (hit->edge));
  SluicePoint at = sluice_tool_to_world (tool, input);
  guint place = sluice_scene_edge_find_bend_place (hit->edge, at.x, at.y);
  GError *error = NULL;

  if (hit->edge->n_bends >= SLUICE_BENDS_MAX)
    g_set_error (&error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                 _("An edge has at most %d bends"), SLUICE_BENDS_MAX);
  else if (sluice_edit_add_bend (sluice_tool_get_document (tool), address, action, place,
                                 (int) round (at.x / SLUICE_GRID),
                                 (int) round (at.y / SLUICE_GRID), &error))
    sluice_stage_push (tool->stage, sluice_tool_bend_new (address, action, place), input);
  sluice_stage_tell_error (tool->stage, error);
}

static void
remove_bend (SluiceTool      *tool,
             const SluiceHit *hit)
{
  g_autofree char *address = g_strdup (hit->node->address);
  g_autofree char *action = g_strdup (sluice_scene_edge_get_action (hit->edge));
  GError *error = NULL;

  sluice_edit_remove_bend (sluice_tool_get_document (tool), address, action, hit->bend, &error);
  sluice_stage_tell_error (tool->stage, error);
}

/* Whether a double press means anything there; where it does not, it is two presses. */
static gboolean
press_twice (SluiceTool        *tool,
             const SluiceInput *input,
             const SluiceHit   *hit)
{
  if (hit->type == SLUICE_HIT_EDGE)
    add_bend (tool, input, hit);
  else if (hit->type == SLUICE_HIT_BEND)
    remove_bend (tool, hit);
  else if (hit->type == SLUICE_HIT_NOTHING || hit->type == SLUICE_HIT_NODE || hit->type == SLUICE_HIT_LABEL
           || (hit->shape != NULL && hit->sides == 0))
    sluice_stage_push (tool->stage, sluice_tool_twice_new (input, hit), input);
  else
    return FALSE;
  return TRUE;
}

/* By habit the view is dragged there, or a rectangle that selects. */
static void
press_empty (SluiceTool        *tool,
             const SluiceInput *input)
{
  gboolean selects = (input->modifiers & (SLUICE_MODIFIER_SHIFT | SLUICE_MODIFIER_CONTROL)) != 0
                     || !sluice_stage_get_drag_pans (tool->stage);

  sluice_stage_push (tool->stage,
                     selects ? sluice_tool_marquee_new () : sluice_tool_pan_new (TRUE), input);
}

/* With Alt a drag across edges cuts them, wherever no node is. */
static gboolean
begins_cut (const SluiceInput *input,
            const SluiceHit   *hit)
{
  return (input->modifiers & SLUICE_MODIFIER_ALT) != 0
         && (hit->type == SLUICE_HIT_NOTHING || hit->type == SLUICE_HIT_EDGE
             || hit->type == SLUICE_HIT_LABEL);
}

static void
press_once (SluiceTool        *tool,
            const SluiceInput *input,
            const SluiceHit   *hit)
{
  SluiceSceneEdge *edge;

  switch (hit->type)
    {
    case SLUICE_HIT_PORT:
      sluice_stage_push (tool->stage,
                         sluice_tool_connect_new (hit->node->address,
                                                  hit->node->ports[hit->port].action, FALSE),
                         input);
      break;
    case SLUICE_HIT_INPUT:
      if (hit->node->incoming == NULL)
        {
          sluice_stage_push (tool->stage, sluice_tool_connect_back_new (hit->node->address), input);
          break;
        }
      edge = choose_incoming (tool, hit->node);
      sluice_stage_push (tool->stage,
                         sluice_tool_connect_new (edge->source->address,
                                                  sluice_scene_edge_get_action (edge), TRUE),
                         input);
      break;
    case SLUICE_HIT_GUTTER:
      sluice_stage_ask_toggle_breakpoint (tool->stage, hit->node->address);
      break;
    case SLUICE_HIT_NODE:
      press_item (tool, input, hit->node->address);
      break;
    case SLUICE_HIT_LABEL:
    case SLUICE_HIT_EDGE:
      press_edge (tool, hit->edge);
      break;
    case SLUICE_HIT_BEND:
      press_bend (tool, input, hit);
      break;
    case SLUICE_HIT_NOTE:
    case SLUICE_HIT_FRAME:
      press_shape (tool, input, hit);
      break;
    case SLUICE_HIT_NOTHING:
    default:
      press_empty (tool, input);
      break;
    }
}

/* A mark that lies on an edge comes before the edge. */
static gboolean
press_mark (SluiceTool        *tool,
            const SluiceInput *input,
            const SluiceHit   *hit)
{
  SluicePoint at = sluice_tool_to_world (tool, input);

  return (hit->type == SLUICE_HIT_EDGE || hit->type == SLUICE_HIT_LABEL)
         && sluice_stage_ask_press_edge (tool->stage, hit->edge->source->address,
                                         sluice_scene_edge_get_action (hit->edge), at.x, at.y);
}

static gboolean
select_press (SluiceTool        *tool,
              const SluiceInput *input)
{
  SelectTool *self = (SelectTool *) tool;
  SluiceHit hit;

  if (input->button == 2 || (input->button == 1 && self->space_is_down))
    {
      sluice_stage_push (tool->stage, sluice_tool_pan_new (FALSE), input);
      return TRUE;
    }
  if (input->button != 1 || sluice_tool_get_document (tool) == NULL)
    return FALSE;
  hit = sluice_tool_hit (tool, input);
  if (begins_cut (input, &hit))
    sluice_stage_push (tool->stage, sluice_tool_knife_new (), input);
  else if (input->modifiers == 0 && press_mark (tool, input, &hit))
    return TRUE;
  else if (input->n_press != 2 || !press_twice (tool, input, &hit))
    press_once (tool, input, &hit);
  return TRUE;
}

static gboolean
select_key (SluiceTool        *tool,
            const SluiceInput *input)
{
  SelectTool *self = (SelectTool *) tool;
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (tool));

  if (g_str_equal (input->key, "space") && input->modifiers == 0)
    {
      self->space_is_down = input->type == SLUICE_INPUT_KEY;
      if (!sluice_stage_is_busy (tool->stage))
        sluice_stage_set_cursor (tool->stage, self->space_is_down ? "grab" : NULL);
      return TRUE;
    }
  if (input->type != SLUICE_INPUT_KEY || !g_str_equal (input->key, "Escape"))
    return FALSE;
  if (sluice_selection_get_n (selection) == 0 && !sluice_selection_get_edge (selection, NULL, NULL))
    return FALSE;
  sluice_selection_clear (selection);
  return TRUE;
}

/**
 * sluice_tool_select_new:
 *
 * Returns: (transfer full): the tool at the bottom of the stack
 */
SluiceTool *
sluice_tool_select_new (void)
{
  static const SluiceToolClass klass = {
    .press = select_press,
    .motion = select_motion,
    .key = select_key,
  };
  SelectTool *self = g_new0 (SelectTool, 1);

  self->tool.klass = &klass;
  return &self->tool;
}
