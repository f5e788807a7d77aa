/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Moves the sides of a frame or a note, on the grid. The drag is one transaction, seen live. */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

#include "graph/drawing.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  SluiceTool tool;
  char *address;
  guint sides;
  SluiceBox before;
  SluiceBox now;
  gboolean is_open; /* its transaction */
} ResizeTool;

static gboolean
resize_begin (ResizeTool *self)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  gboolean is_frame = sluice_document_get_item_type (document, self->address) == SLUICE_ITEM_FRAME;

  if (!sluice_document_get_box (document, self->address, &self->before))
    return FALSE;
  self->now = self->before;
  self->is_open = TRUE;
  sluice_document_begin (document, is_frame ? _("Resize Frame") : _("Resize Note"), NULL);
  return TRUE;
}

/* The opposite side stays, and a smallest size. */
static SluiceBox
resize_by (const ResizeTool *self,
           int               dx,
           int               dy)
{
  SluiceBox box = self->before;
  int room_x = box.width - SLUICE_FRAME_MINIMUM, room_y = box.height - SLUICE_FRAME_MINIMUM;

  if (self->sides & SLUICE_SIDE_LEFT)
    {
      box.x += MIN (dx, room_x);
      box.width -= MIN (dx, room_x);
    }
  else if (self->sides & SLUICE_SIDE_RIGHT)
    box.width += MAX (dx, -room_x);
  if (self->sides & SLUICE_SIDE_TOP)
    {
      box.y += MIN (dy, room_y);
      box.height -= MIN (dy, room_y);
    }
  else if (self->sides & SLUICE_SIDE_BOTTOM)
    box.height += MAX (dy, -room_y);
  return box;
}

static void
resize_to (ResizeTool *self,
           SluiceBox   box)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  GError *error = NULL;

  if (memcmp (&box, &self->now, sizeof box) == 0)
    return;
  if (sluice_edit_set_box (document, self->address, &box, NULL, &error))
    {
      self->now = box;
      sluice_document_flush (document);
      return;
    }
  sluice_stage_tell_error (self->tool.stage, error);
  sluice_stage_pop (self->tool.stage, TRUE);
}

static void
resize_motion (SluiceTool        *tool,
               const SluiceInput *input)
{
  ResizeTool *self = (ResizeTool *) tool;
  SluicePoint at = sluice_tool_to_world (tool, input);

  if (!sluice_tool_check_drag (tool, input) || (!self->is_open && !resize_begin (self)))
    return;
  sluice_stage_set_cursor (tool->stage, sluice_tool_cursor_for_sides (self->sides));
  resize_to (self, resize_by (self, (int) round ((at.x - tool->press_world.x) / SLUICE_GRID),
                              (int) round ((at.y - tool->press_world.y) / SLUICE_GRID)));
}

static gboolean
resize_release (SluiceTool        *tool,
                const SluiceInput *input)
{
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

static void
resize_leave (SluiceTool *tool,
              gboolean    is_cancelled)
{
  ResizeTool *self = (ResizeTool *) tool;

  sluice_stage_set_cursor (tool->stage, NULL);
  if (self->is_open && is_cancelled)
    sluice_document_rollback (sluice_tool_get_document (tool));
  else if (self->is_open)
    sluice_document_commit (sluice_tool_get_document (tool));
}

static void
resize_free (SluiceTool *tool)
{
  g_free (((ResizeTool *) tool)->address);
}

/* The cursor over a side or a corner. */
const char *
sluice_tool_cursor_for_sides (guint sides)
{
  gboolean is_left = (sides & SLUICE_SIDE_LEFT) != 0, is_right = (sides & SLUICE_SIDE_RIGHT) != 0;
  gboolean is_top = (sides & SLUICE_SIDE_TOP) != 0, is_bottom = (sides & SLUICE_SIDE_BOTTOM) != 0;

  if ((is_left && is_top) || (is_right && is_bottom))
    return "nwse-resize";
  if ((is_left && is_bottom) || (is_right && is_top))
    return "nesw-resize";
  return is_left || is_right ? "ew-resize" : "ns-resize";
}

/**
 * sluice_tool_resize_new:
 * @address: of a frame or a note
 * @sides: which of its sides follow the pointer, of SluiceSides
 *
 * Returns: (transfer full): a tool that resizes
 */
SluiceTool *
sluice_tool_resize_new (const char *address,
                        guint       sides)
{
  static const SluiceToolClass klass = {
    .leave = resize_leave,
    .motion = resize_motion,
    .release = resize_release,
    .free = resize_free,
    .scrolls = TRUE,
  };
  ResizeTool *self = g_new0 (ResizeTool, 1);

  self->tool.klass = &klass;
  self->address = g_strdup (address);
  self->sides = sides;
  return &self->tool;
}
