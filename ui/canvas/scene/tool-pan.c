/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Drags the view along with the pointer. Let go while it moves, the view goes on for a while, as
 * fast as the pointer was. A click of the primary button selects nothing.
 */
#include "canvas/scene/tool.h"

#define N_SAMPLES 8
#define SAMPLE_AGE 100 /* ms: what was before has nothing to do with the throw */
#define REST 50        /* ms without a motion: it was held, not thrown */

typedef struct
{
  double x;
  double y;
  guint32 time;
} Sample;

typedef struct
{
  SluiceTool tool;
  gboolean clears; /* a click does */
  double x;
  double y;
  Sample samples[N_SAMPLES]; /* a ring */
  guint n_samples;
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

  sluice_tool_check_drag (tool, input);
  sluice_stage_pan (tool->stage, input->x - self->x, input->y - self->y);
  self->x = input->x;
  self->y = input->y;
  self->samples[self->n_samples++ % N_SAMPLES] = (Sample) { input->x, input->y, input->time };
}

/* The speed is that of the last tenth of a second. */
static void
pan_throw (PanTool *self,
           guint32  now)
{
  guint n = MIN (self->n_samples, N_SAMPLES);
  const Sample *last = &self->samples[(self->n_samples - 1) % N_SAMPLES], *first = last;
  double seconds;

  if (n < 2 || now - last->time > REST)
    return;
  for (guint i = 2; i <= n; i++)
    {
      const Sample *sample = &self->samples[(self->n_samples - i) % N_SAMPLES];

      if (last->time - sample->time > SAMPLE_AGE)
        break;
      first = sample;
    }
  seconds = (last->time - first->time) / 1000.0;
  if (seconds > 0)
    sluice_stage_glide (self->tool.stage, (last->x - first->x) / seconds,
                        (last->y - first->y) / seconds);
}

static gboolean
pan_release (SluiceTool        *tool,
             const SluiceInput *input)
{
  PanTool *self = (PanTool *) tool;

  if (tool->is_dragging)
    pan_throw (self, input->time);
  else if (self->clears)
    sluice_selection_clear (sluice_scene_get_selection (sluice_tool_get_scene (tool)));
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
 * @clears: whether a click without a drag clears the selection
 *
 * Returns: (transfer full): a tool that pans until the button is let go
 */
SluiceTool *
sluice_tool_pan_new (gboolean clears)
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
  self->clears = clears;
  return &self->tool;
}
