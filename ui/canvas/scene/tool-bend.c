/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drags a bend of an edge, on the grid. The drag is one transaction, seen live. */
#include "canvas/scene/tool.h"

#include "graph/drawing.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  SluiceTool tool;
  char *source;
  char *action;
  guint index;
  int x; /* where it is, in grid units */
  int y;
  gboolean is_open; /* its transaction */
} BendTool;

static void
bend_motion (SluiceTool        *tool,
             const SluiceInput *input)
{
  BendTool *self = (BendTool *) tool;
  SluiceDocument *document = sluice_tool_get_document (tool);
  SluicePoint at = sluice_tool_to_world (tool, input);
  int x = (int) round (at.x / SLUICE_GRID), y = (int) round (at.y / SLUICE_GRID);
  GError *error = NULL;

  if (!sluice_tool_check_drag (tool, input) || (self->is_open && x == self->x && y == self->y))
    return;
  if (!self->is_open)
    sluice_document_begin (document, _("Move Bend"), NULL);
  self->is_open = TRUE;
  self->x = x;
  self->y = y;
  sluice_stage_set_cursor (tool->stage, "grabbing");
  if (sluice_edit_move_bend (document, self->source, self->action, self->index, x, y, NULL, &error))
    {
      sluice_document_flush (document);
      return;
    }
  sluice_stage_tell_error (tool->stage, error);
  sluice_stage_pop (tool->stage, TRUE);
}

static gboolean
bend_release (SluiceTool        *tool,
              const SluiceInput *input)
{
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

static void
bend_leave (SluiceTool *tool,
            gboolean    is_cancelled)
{
  BendTool *self = (BendTool *) tool;

  sluice_stage_set_cursor (tool->stage, NULL);
  if (self->is_open && is_cancelled)
    sluice_document_rollback (sluice_tool_get_document (tool));
  else if (self->is_open)
    sluice_document_commit (sluice_tool_get_document (tool));
}

static void
bend_free (SluiceTool *tool)
{
  BendTool *self = (BendTool *) tool;

  g_free (self->source);
  g_free (self->action);
}

/**
 * sluice_tool_bend_new:
 * @source: address of the node the edge leaves
 * @action: under which action
 * @index: of the bend, from the source on
 *
 * Returns: (transfer full): a tool that moves a bend
 */
SluiceTool *
sluice_tool_bend_new (const char *source,
                      const char *action,
                      guint       index)
{
  static const SluiceToolClass klass = {
    .leave = bend_leave,
    .motion = bend_motion,
    .release = bend_release,
    .free = bend_free,
    .scrolls = TRUE,
  };
  BendTool *self = g_new0 (BendTool, 1);

  self->tool.klass = &klass;
  self->source = g_strdup (source);
  self->action = g_strdup (action);
  self->index = index;
  return &self->tool;
}
