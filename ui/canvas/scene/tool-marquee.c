/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Selects what a rectangle touches, while it is drawn; a frame has to be within it. Shift adds to
 * what was selected before, Control toggles it.
 */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

typedef struct
{
  SluiceTool tool;
  char **before; /* what was selected at the press */
} MarqueeTool;

typedef struct
{
  GPtrArray *addresses; /* borrowed */
  GHashTable *touched;  /* address, borrowed */
  const SluiceRect *area;
} Touched;

static void
marquee_enter (SluiceTool *tool)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (tool));

  ((MarqueeTool *) tool)->before = sluice_selection_dup (selection);
}

static void
add_touched_cb (SluiceSceneNode *node,
                gpointer         user_data)
{
  Touched *touched = user_data;

  g_ptr_array_add (touched->addresses, node->address);
  g_hash_table_add (touched->touched, node->address);
}

/* A frame is often the ground that the rectangle is drawn on. */
static void
add_shape_cb (SluiceSceneShape *shape,
              gpointer          user_data)
{
  Touched *touched = user_data;

  if (shape->type == SLUICE_ITEM_FRAME && !sluice_rect_holds (touched->area, &shape->bounds))
    return;
  g_ptr_array_add (touched->addresses, shape->address);
  g_hash_table_add (touched->touched, shape->address);
}

/* What was selected before, without what was toggled off, then what is new. */
static GPtrArray *
combine (char            **before,
         const Touched    *touched,
         SluiceModifiers   modifiers)
{
  GPtrArray *result = g_ptr_array_new ();
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean adds = (modifiers & SLUICE_MODIFIER_SHIFT) != 0;
  gboolean toggles = !adds && (modifiers & SLUICE_MODIFIER_CONTROL) != 0;

  for (guint i = 0; (adds || toggles) && before[i] != NULL; i++)
    {
      g_hash_table_add (kept, before[i]);
      if (adds || !g_hash_table_contains (touched->touched, before[i]))
        g_ptr_array_add (result, before[i]);
    }
  for (guint i = 0; i < touched->addresses->len; i++)
    if (!g_hash_table_contains (kept, g_ptr_array_index (touched->addresses, i)))
      g_ptr_array_add (result, g_ptr_array_index (touched->addresses, i));
  g_ptr_array_add (result, NULL);
  return result;
}

static void
marquee_select (SluiceTool       *tool,
                const SluiceRect *area,
                SluiceModifiers   modifiers)
{
  SluiceScene *scene = sluice_tool_get_scene (tool);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);
  Touched touched = { addresses, set, area };
  g_autoptr (GPtrArray) selected = NULL;

  sluice_scene_foreach_shape (scene, area, add_shape_cb, &touched);
  sluice_scene_foreach_node (scene, area, add_touched_cb, &touched);
  selected = combine (((MarqueeTool *) tool)->before, &touched, modifiers);
  sluice_selection_set (sluice_scene_get_selection (scene), (const char * const *) selected->pdata);
}

static void
marquee_motion (SluiceTool        *tool,
                const SluiceInput *input)
{
  SluiceFeedback *feedback = sluice_stage_edit_feedback (tool->stage);
  SluicePoint at = sluice_tool_to_world (tool, input);

  if (!sluice_tool_check_drag (tool, input))
    return;
  feedback->has_marquee = TRUE;
  feedback->marquee = sluice_rect_from_corners (tool->press_world.x, tool->press_world.y, at.x,
                                                at.y);
  marquee_select (tool, &feedback->marquee, input->modifiers);
  sluice_stage_tell_feedback (tool->stage);
}

static gboolean
marquee_release (SluiceTool        *tool,
                 const SluiceInput *input)
{
  if (!tool->is_dragging
      && !(input->modifiers & (SLUICE_MODIFIER_SHIFT | SLUICE_MODIFIER_CONTROL)))
    sluice_selection_clear (sluice_scene_get_selection (sluice_tool_get_scene (tool)));
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

static void
marquee_leave (SluiceTool *tool,
               gboolean    is_cancelled)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_tool_get_scene (tool));

  sluice_stage_edit_feedback (tool->stage)->has_marquee = FALSE;
  if (is_cancelled)
    sluice_selection_set (selection, (const char * const *) ((MarqueeTool *) tool)->before);
}

static void
marquee_free (SluiceTool *tool)
{
  g_strfreev (((MarqueeTool *) tool)->before);
}

/**
 * sluice_tool_marquee_new:
 *
 * Returns: (transfer full): a tool that selects by a rectangle
 */
SluiceTool *
sluice_tool_marquee_new (void)
{
  static const SluiceToolClass klass = {
    .enter = marquee_enter,
    .leave = marquee_leave,
    .motion = marquee_motion,
    .release = marquee_release,
    .free = marquee_free,
    .scrolls = TRUE,
  };
  MarqueeTool *self = g_new0 (MarqueeTool, 1);

  self->tool.klass = &klass;
  return &self->tool;
}
