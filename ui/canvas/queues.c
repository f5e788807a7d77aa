/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How much waits in the queues that a node takes from, as a pill on its upper edge while there is a run.
 * Which nodes those are is read from their scripts once, when a run has queues.
 */
#include "canvas/canvas-private.h"

#include "graph/waits.h"

#include <glib/gi18n.h>

typedef struct
{
  char  *address; /* of a node of the flow on show */
  char **queues;  /* names */
  int    depth;   /* items in them; -1: the run has none of them */
} Taker;

static void
taker_free (gpointer data)
{
  Taker *taker = data;

  g_free (taker->address);
  g_strfreev (taker->queues);
  g_free (taker);
}

/**
 * sluice_canvas_forget_queues:
 * @self: a canvas
 *
 * Has the scripts read again: they changed, or it is another flow or run.
 */
void
sluice_canvas_forget_queues (SluiceCanvas *self)
{
  g_clear_pointer (&self->takers, g_ptr_array_unref);
}

static SluiceValue
get_queues (SluiceCanvas *self)
{
  return self->session != NULL ? sluice_run_session_get_queues (self->session) : sluice_value_null ();
}

static GPtrArray *
find_takers (SluiceCanvas *self)
{
  GPtrArray *takers = g_ptr_array_new_with_free_func (taker_free);
  guint n_nodes = sluice_document_get_n_nodes (self->document, self->flow);

  for (guint i = 0; i < n_nodes; i++)
    {
      const char *id = sluice_document_get_node_id (self->document, self->flow, i);
      g_autofree char *address = g_strconcat (self->flow, "/", id, NULL);
      g_auto (GStrv) queues = sluice_document_dup_node_queues (self->document, address);
      Taker *taker;

      if (queues[0] == NULL)
        continue;
      taker = g_new (Taker, 1);
      taker->address = g_steal_pointer (&address);
      taker->queues = g_steal_pointer (&queues);
      taker->depth = -1;
      g_ptr_array_add (takers, taker);
    }
  return takers;
}

static int
count (SluiceValue   queues,
       char * const *names)
{
  int depth = -1;

  for (; *names != NULL; names++)
    if (sluice_value_has_member (queues, *names))
      depth = MAX (depth, 0) + (int) sluice_value_get_length (sluice_value_get_member (queues, *names));
  return depth;
}

/**
 * sluice_canvas_follow_queues:
 * @self: a canvas
 *
 * Counts again; what is read out of the nodes follows.
 *
 * Returns: whether something is to be drawn anew
 */
gboolean
sluice_canvas_follow_queues (SluiceCanvas *self)
{
  SluiceValue queues = get_queues (self);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  if (self->document == NULL || self->flow == NULL
      || (self->takers == NULL && (!SLUICE_VALUE_IS_OBJECT (queues) || sluice_value_get_length (queues) == 0)))
    return FALSE;
  if (self->takers == NULL)
    self->takers = find_takers (self);
  for (guint i = 0; i < self->takers->len; i++)
    {
      Taker *taker = g_ptr_array_index (self->takers, i);
      int depth = SLUICE_VALUE_IS_OBJECT (queues) ? count (queues, taker->queues) : -1;

      if (depth != taker->depth)
        g_ptr_array_add (changed, taker->address);
      taker->depth = depth;
    }
  if (changed->len == 0)
    return FALSE;
  g_ptr_array_add (changed, NULL);
  sluice_canvas_tell_run (self, (char **) changed->pdata);
  return TRUE;
}

static char *
dup_words (const Taker *taker)
{
  /* Translators: how many items are in a queue. */
  return g_strdup_printf (ngettext ("%d item queued", "%d items queued", (gulong) taker->depth), taker->depth);
}

/**
 * sluice_canvas_dup_queue_words:
 * @self: a canvas
 * @address: of a node
 *
 * Returns: (transfer full) (nullable): how much waits for the node, %NULL where it takes from no queue
 */
char *
sluice_canvas_dup_queue_words (SluiceCanvas *self,
                               const char   *address)
{
  for (guint i = 0; self->takers != NULL && i < self->takers->len; i++)
    {
      const Taker *taker = g_ptr_array_index (self->takers, i);

      if (taker->depth >= 0 && g_str_equal (taker->address, address))
        return dup_words (taker);
    }
  return NULL;
}

/**
 * sluice_canvas_draw_queues:
 * @self: a canvas
 * @snapshot: scaled to the world
 */
void
sluice_canvas_draw_queues (SluiceCanvas *self,
                           GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));

  if (self->takers == NULL || sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return;
  for (guint i = 0; i < self->takers->len; i++)
    {
      const Taker *taker = g_ptr_array_index (self->takers, i);
      SluiceSceneNode *node = taker->depth >= 0 ? sluice_scene_get_node (scene, taker->address) : NULL;
      SluiceRect reach;
      g_autofree char *words = NULL;

      if (node == NULL)
        continue;
      reach = sluice_canvas_get_node_reach (self, node);
      words = dup_words (taker);
      if (sluice_rect_intersects (&reach, &view))
        sluice_canvas_draw_pill (self, snapshot, node->item.bounds.x + 10, node->item.bounds.y - 13,
                                 "sluice-type-list-symbolic", words,
                                 taker->depth > 0 ? &self->palette.accent : &self->palette.dim_text, FALSE);
    }
}
