/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a lane is, from the innermost visit outwards, through the lanes above it. */

#include "engine/lane-private.h"

/**
 * SluiceFrame: (skip)
 *
 * One level of where a lane is: a visit, and which item of a batch it works on there.
 */

/**
 * SluiceFrameFunc: (skip)
 * @frame: valid during the call only
 * @user_data: what was given
 *
 * Returns: whether to go on outwards
 */

/* A batch that a visit works through by itself, or of which its lane does one item. */
static const SluiceBatchWork *
get_work (const SluiceLane  *lane,
          const SluiceVisit *visit)
{
  if (visit->index < 0)
    return NULL;
  return visit->batch != NULL ? visit->batch : visit->up == NULL ? lane->work : NULL;
}

static void
fill_frame (SluiceFrame *frame,
            SluiceLane  *lane,
            SluiceVisit *visit)
{
  const SluiceBatchWork *work = get_work (lane, visit);

  *frame = (SluiceFrame) { .lane = lane, .node = visit->node, .visit = visit->serial, .params = visit->params,
                           .item = -1 };
  if (work == NULL)
    return;
  frame->item = visit->index;
  frame->n_items = (int) work->n_items;
  frame->is_parallel = work == lane->work;
  frame->value = sluice_value_get_element (work->items, (guint) visit->index);
}

/**
 * sluice_lane_foreach_frame: (skip)
 * @lane: a lane
 * @func: called for each level, the innermost first
 * @user_data: for @func
 *
 * Looks at the visits that the lane is in: its node, the flows around that, and those around the batch whose item it
 * works on.
 */
void
sluice_lane_foreach_frame (SluiceLane      *lane,
                           SluiceFrameFunc  func,
                           gpointer         user_data)
{
  gboolean stood_for = FALSE;
  SluiceFrame frame;

  g_return_if_fail (lane != NULL);
  g_return_if_fail (func != NULL);

  for (; lane != NULL; lane = sluice_lane_get_parent (lane))
    {
      /* A child's first visit stands for its parent's innermost one, which is passed over. */
      SluiceVisit *visit = stood_for && lane->visit != NULL ? lane->visit->up : lane->visit;

      for (; visit != NULL; visit = visit->up)
        {
          fill_frame (&frame, lane, visit);
          if (!func (&frame, user_data))
            return;
        }
      stood_for = TRUE;
    }
}

/**
 * sluice_lane_get_item_place:
 * @lane: a lane
 * @n_items: (out) (optional): how many items the batch has
 *
 * Returns: which item of a parallel batch the lane is there for, from 0; -1: it is there for none
 */
int
sluice_lane_get_item_place (SluiceLane *lane,
                            int        *n_items)
{
  g_return_val_if_fail (lane != NULL, -1);

  if (lane->work == NULL)
    return -1;
  if (n_items != NULL)
    *n_items = (int) lane->work->n_items;
  return lane->index;
}
