/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Draws an edge by keyboard: Tab goes through the actions of the node, the arrows walk to the
 * target, Enter connects. A press of the pointer ends it.
 */
#include "canvas/scene/tool.h"

#include "graph/edit.h"

typedef struct
{
  SluiceTool tool;
  char *source;
  char *target; /* or NULL: none chosen yet */
  guint port;
} LinkTool;

static void
link_show (LinkTool *self)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceSceneNode *source = sluice_scene_get_node (scene, self->source);
  SluiceSceneNode *target = self->target != NULL ? sluice_scene_get_node (scene,
                                                                          self->target) : NULL;
  SluicePoint end = sluice_scene_node_place_port (source, (int) self->port);

  end.x += SLUICE_PORT_MAGNET * 1.5;
  if (target != NULL)
    {
      end = sluice_scene_node_place_port (target, -1);
      sluice_stage_reveal (self->tool.stage, &target->item.bounds);
    }
  sluice_stage_edit_feedback (self->tool.stage)->links_by_key = TRUE;
  sluice_stage_set_link (self->tool.stage, self->source, source->ports[self->port].action,
                         self->target, end);
}

/* An open port is the likeliest one. */
static void
link_enter (SluiceTool *tool)
{
  LinkTool *self = (LinkTool *) tool;
  SluiceSceneNode *source = sluice_scene_get_node (sluice_tool_get_scene (tool), self->source);

  for (guint i = source->n_ports; i > 0; i--)
    if (!source->ports[i - 1].has_edge)
      self->port = i - 1;
  link_show (self);
}

static void
link_leave (SluiceTool *tool,
            gboolean    is_cancelled)
{
  sluice_stage_edit_feedback (tool->stage)->links_by_key = FALSE;
  sluice_stage_set_link (tool->stage, NULL, NULL, NULL, (SluicePoint) { 0, 0 });
}

static void
link_walk (LinkTool        *self,
           SluiceDirection  direction)
{
  const char *from = self->target != NULL ? self->target : self->source;
  SluiceSceneNode *next = sluice_scene_find_neighbour (sluice_tool_get_scene (&self->tool), from,
                                                       direction);

  if (next == NULL)
    return;
  g_free (self->target);
  self->target = g_strdup (next->address);
  link_show (self);
}

static void
link_connect (LinkTool *self)
{
  SluiceScene *scene = sluice_tool_get_scene (&self->tool);
  SluiceSceneNode *source = sluice_scene_get_node (scene, self->source);
  SluiceSceneNode *target = self->target != NULL ? sluice_scene_get_node (scene,
                                                                          self->target) : NULL;
  GError *error = NULL;

  if (target != NULL)
    {
      g_autofree char *action = g_strdup (source->ports[self->port].action);
      g_autofree char *id = g_strdup (target->id);

      sluice_edit_connect (sluice_tool_get_document (&self->tool), self->source, action, id,
                           &error);
      sluice_stage_tell_error (self->tool.stage, error);
    }
  sluice_stage_pop (self->tool.stage, FALSE);
}

static gboolean
link_key (SluiceTool        *tool,
          const SluiceInput *input)
{
  static const char * const arrows[] = { "Left", "Right", "Up", "Down", NULL };
  LinkTool *self = (LinkTool *) tool;
  SluiceSceneNode *source = sluice_scene_get_node (sluice_tool_get_scene (tool), self->source);

  if (input->type != SLUICE_INPUT_KEY || source == NULL || source->n_ports == 0)
    return FALSE;
  for (guint i = 0; arrows[i] != NULL; i++)
    if (g_str_equal (input->key, arrows[i]))
      {
        link_walk (self, (SluiceDirection) i);
        return TRUE;
      }
  if (g_str_equal (input->key, "Tab") || g_str_equal (input->key, "e"))
    {
      self->port = (self->port + 1) % source->n_ports;
      link_show (self);
      return TRUE;
    }
  if (g_str_equal (input->key, "Return") || g_str_equal (input->key, "KP_Enter"))
    {
      link_connect (self);
      return TRUE;
    }
  return FALSE;
}

static gboolean
link_press (SluiceTool        *tool,
            const SluiceInput *input)
{
  SluiceStage *stage = tool->stage;

  sluice_stage_pop (stage, TRUE);
  return sluice_stage_handle (stage, input);
}

static void
link_free (SluiceTool *tool)
{
  LinkTool *self = (LinkTool *) tool;

  g_free (self->source);
  g_free (self->target);
}

/**
 * sluice_tool_link_new:
 * @source: address of a node with a port
 *
 * Returns: (transfer full): a tool that draws an edge by keyboard
 */
SluiceTool *
sluice_tool_link_new (const char *source)
{
  static const SluiceToolClass klass = {
    .enter = link_enter,
    .leave = link_leave,
    .press = link_press,
    .key = link_key,
    .free = link_free,
  };
  LinkTool *self = g_new0 (LinkTool, 1);

  self->tool.klass = &klass;
  self->source = g_strdup (source);
  return &self->tool;
}
