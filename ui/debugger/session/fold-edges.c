/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folding of edges: how often each was taken, which one each lane took last, and where that led. */

#include "debugger/session/run-fold-private.h"

static void
fold_edge_free (FoldEdge *edge)
{
  g_free (edge->action);
  g_free (edge);
}

void
sluice_run_fold_init_edges (FoldNode *node)
{
  node->edges = g_ptr_array_new_with_free_func ((GDestroyNotify) fold_edge_free);
}

void
sluice_run_fold_touch_edge (SluiceRunFold *self,
                            FoldEdge      *edge)
{
  edge->is_dirty = TRUE;
  self->edges_dirty = TRUE;
  sluice_run_fold_touch_node (self, edge->node);
}

void
sluice_run_fold_set_last_edge (SluiceRunFold *self,
                               FoldLane      *lane,
                               FoldEdge      *edge)
{
  FoldEdge *before = lane->last_edge;

  if (before == edge)
    return;
  if (before != NULL)
    {
      before->n_last--;
      before->mark.is_last = before->n_last > 0;
      sluice_run_fold_touch_edge (self, before);
    }
  lane->last_edge = edge;
  if (edge != NULL)
    {
      edge->n_last++;
      edge->mark.is_last = TRUE;
      sluice_run_fold_touch_edge (self, edge);
    }
}

/* The node that the lane was on its way to is not visited by it. */
void
sluice_run_fold_leave_way (SluiceRunFold *self,
                           FoldLane      *lane)
{
  FoldNode *node = g_steal_pointer (&lane->next);

  if (node == NULL || node->mark.state != SLUICE_MARK_QUEUED)
    return;
  node->mark.state = SLUICE_MARK_CANCELLED;
  sluice_run_fold_touch_node (self, node);
}

FoldEdge *
sluice_run_fold_get_edge (FoldNode   *node,
                          const char *action)
{
  FoldEdge *edge;

  for (guint i = 0; i < node->edges->len; i++)
    {
      edge = g_ptr_array_index (node->edges, i);
      if (strcmp (edge->action, action) == 0)
        return edge;
    }
  edge = g_new0 (FoldEdge, 1);
  edge->node = node;
  edge->action = g_strdup (action);
  g_ptr_array_add (node->edges, edge);
  return edge;
}

/* Somebody skipped the node before its visit began: it has none. */
static void
skip_visit (FoldNode   *node,
            const char *action)
{
  node->mark.state = SLUICE_MARK_SKIPPED;
  sluice_run_fold_set_text (node, action);
}

/* An edge led to it: it waits for its turn. */
static void
begin_way (SluiceRunFold *self,
           FoldLane      *lane,
           FoldNode      *node)
{
  if (node == NULL || node->mark.n_lanes > 0)
    return;
  lane->next = node;
  node->mark.state = SLUICE_MARK_QUEUED;
  sluice_run_fold_set_text (node, NULL);
  sluice_run_fold_touch_node (self, node);
}

void
sluice_run_fold_edge (SluiceRunFold     *self,
                      FoldLane          *lane,
                      const SluiceEvent *event)
{
  const char *action = event->action != NULL && *event->action != '\0' ? event->action : "default";
  FoldNode *node = sluice_run_fold_get_node (self, event->node);
  FoldEdge *edge;

  /* An action without an edge ends a flow too, and is no edge of the drawing. */
  if (node == NULL ||
      (event->target == NULL && !sluice_node_get_successor (event->node, action, NULL)))
    return;

  edge = sluice_run_fold_get_edge (node, action);
  edge->mark.n_taken++;
  edge->mark.last = ++self->edge_rank;
  sluice_run_fold_touch_edge (self, edge);
  if (lane != NULL && lane->next == node)
    skip_visit (node, event->action);
  if (lane != NULL)
    sluice_run_fold_set_last_edge (self, lane, edge);
  if (lane != NULL && event->target != NULL)
    begin_way (self, lane, sluice_run_fold_get_node (self, event->target));
}
