/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What has to be painted again in the tiles, and where the run is now. Everything painted reaches no
 * further out of the box of its node than sluice_canvas_get_node_reach () says.
 */
#include "canvas/canvas-private.h"

#define REACH 14.0        /* px at 100 %: shadow, rings, ports */
#define RING_REACH 8.0    /* px of the widget: rings do not get thinner from afar */
#define WORDS_WIDTH 410.0 /* of what the run says below a card */
#define WORDS_REACH 24.0
#define COUNT_WIDTH 80.0  /* of how often an edge was taken */
#define COUNT_HEIGHT 26.0
#define MANY 2000         /* changes at once after which all is painted again */

static double
get_reach (SluiceCanvas *self)
{
  return REACH + RING_REACH / sluice_canvas_get_zoom (self);
}

/* The reach of a node's box. */
static SluiceRect
get_box_reach (SluiceCanvas     *self,
               const SluiceRect *box)
{
  SluiceRect reach = sluice_rect_inflate (*box, get_reach (self));

  if (self->session == NULL)
    return reach;
  reach.width = MAX (reach.width, WORDS_WIDTH);
  reach.height += WORDS_REACH;
  return reach;
}

/**
 * sluice_canvas_get_node_reach:
 * @self: a canvas
 * @node: a node
 *
 * Returns: all that may be drawn of it
 */
SluiceRect
sluice_canvas_get_node_reach (SluiceCanvas    *self,
                              SluiceSceneNode *node)
{
  return get_box_reach (self, &node->item.bounds);
}

/**
 * sluice_canvas_get_reach_into:
 * @self: a canvas
 * @area: of the world
 *
 * Returns: where the boxes lie of all nodes of which something may be drawn within @area
 */
SluiceRect
sluice_canvas_get_reach_into (SluiceCanvas     *self,
                              const SluiceRect *area)
{
  SluiceRect near = sluice_rect_inflate (*area, get_reach (self));

  if (self->session == NULL)
    return near;
  near.x -= WORDS_WIDTH;
  near.width += WORDS_WIDTH;
  near.y -= WORDS_REACH;
  near.height += WORDS_REACH;
  return near;
}

void
sluice_canvas_damage_all (SluiceCanvas *self)
{
  sluice_tiles_damage (self->tiles, NULL);
  sluice_canvas_draw_anew (self);
}

void
sluice_canvas_damage_area (SluiceCanvas     *self,
                           const SluiceRect *area)
{
  SluiceRect reach = get_box_reach (self, area);

  sluice_tiles_damage (self->tiles, &reach);
}

void
sluice_canvas_damage_node (SluiceCanvas *self,
                           const char   *address)
{
  SluiceSceneNode *node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);

  if (node != NULL)
    sluice_canvas_damage_area (self, &node->item.bounds);
}

/* Its line, and how often it was taken, beside its label. */
void
sluice_canvas_damage_edge (SluiceCanvas    *self,
                           SluiceSceneEdge *edge)
{
  SluiceRect area;

  if (edge == NULL || edge->route == NULL)
    return;
  area = sluice_rect_inflate (edge->route->bounds, get_reach (self));
  area.width += COUNT_WIDTH;
  sluice_tiles_damage (self->tiles, &area);
}

/**
 * sluice_canvas_damage_words:
 * @self: a canvas
 * @node: a node
 *
 * Has painted again what the run says below a card, and on the edges that leave it.
 */
void
sluice_canvas_damage_words (SluiceCanvas    *self,
                            SluiceSceneNode *node)
{
  const SluiceRect *box = &node->item.bounds;
  SluiceRect words = { box->x, sluice_rect_bottom (box) - 8, WORDS_WIDTH, WORDS_REACH + 8 };

  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return; /* nothing is said from there */
  sluice_tiles_damage (self->tiles, &words);
  for (guint i = 0; i < node->n_ports; i++)
    {
      const SluiceSceneEdge *edge = node->ports[i].edge;
      SluicePoint at;
      SluiceRect count;

      if (edge == NULL || edge->route == NULL)
        continue;
      at = sluice_curve_get_point (&edge->route->curve, 0.5);
      count = SLUICE_RECT_INIT (at.x - COUNT_HEIGHT, at.y - COUNT_HEIGHT / 2, COUNT_WIDTH, COUNT_HEIGHT);
      if (edge->route->label.width > 0)
        count = SLUICE_RECT_INIT (sluice_rect_right (&edge->route->label), edge->route->label.y - 3,
                                  COUNT_WIDTH, COUNT_HEIGHT);
      sluice_tiles_damage (self->tiles, &count);
    }
}

/* Another of the edges that are shown in a way of their own. */
static void
follow_edge (SluiceCanvas *self,
             char         *shown[2],
             const char   *address,
             const char   *action)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);

  if (g_strcmp0 (shown[0], address) == 0 && g_strcmp0 (shown[1], action) == 0)
    return;
  if (shown[0] != NULL)
    sluice_canvas_damage_edge (self, sluice_scene_get_edge (scene, shown[0], shown[1]));
  g_free (shown[0]);
  g_free (shown[1]);
  shown[0] = g_strdup (address);
  shown[1] = g_strdup (action);
  if (address != NULL)
    sluice_canvas_damage_edge (self, sluice_scene_get_edge (scene, address, action));
}

/**
 * sluice_canvas_follow_selection:
 * @self: a canvas
 *
 * Has what was selected and what is selected now painted again.
 */
void
sluice_canvas_follow_selection (SluiceCanvas *self)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  g_auto (GStrv) selected = sluice_selection_dup (selection);
  const char *address = NULL, *action = NULL;
  guint n_changes = 0;
  GHashTableIter iter;
  gpointer shown;

  g_hash_table_iter_init (&iter, self->shown_selection);
  while (g_hash_table_iter_next (&iter, &shown, NULL))
    if (!sluice_selection_has (selection, shown))
      {
        if (n_changes++ < MANY)
          sluice_canvas_damage_node (self, shown);
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; selected[i] != NULL; i++)
    if (g_hash_table_add (self->shown_selection, g_strdup (selected[i])) && n_changes++ < MANY)
      sluice_canvas_damage_node (self, selected[i]);
  if (n_changes >= MANY)
    sluice_canvas_damage_all (self);
  sluice_selection_get_edge (selection, &address, &action);
  follow_edge (self, self->shown_edge, address, action);
}

/**
 * sluice_canvas_follow_link:
 * @self: a canvas
 *
 * Has the edge painted again that the link being drawn would replace, or would no more.
 */
void
sluice_canvas_follow_link (SluiceCanvas *self)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);

  follow_edge (self, self->shown_link, feedback->has_link ? feedback->link_source : NULL,
               feedback->has_link ? feedback->link_action : NULL);
}

/* What is painted of its edges is brought in line. */
static void
follow_edges (SluiceCanvas    *self,
              SluiceSceneNode *node)
{
  for (guint i = 0; i < node->n_ports; i++)
    {
      SluiceSceneEdge *edge = node->ports[i].edge;
      const SluiceEdgeMark *mark;

      if (edge == NULL)
        continue;
      mark = sluice_run_session_get_edge_mark (self->session, node->address, node->ports[i].action);
      sluice_canvas_follow_way (self, edge, mark);
      if (mark == NULL || mark->n_taken == 0)
        {
          /* Before it was taken: a moment of the past is shown. */
          if (edge->is_lit)
            sluice_canvas_damage_edge (self, edge);
          edge->is_lit = FALSE;
          continue;
        }
      if (!edge->is_lit)
        sluice_canvas_damage_edge (self, edge);
    }
}

static void
follow_node (SluiceCanvas *self,
             const char   *address)
{
  SluiceSceneNode *node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);
  gboolean was_lively = g_hash_table_contains (self->lively, address), is_lively;

  if (node == NULL)
    {
      g_hash_table_remove (self->lively, address);
      return;
    }
  if (!g_hash_table_contains (self->marked, address))
    g_hash_table_add (self->marked, g_strdup (address));
  follow_edges (self, node);
  is_lively = sluice_canvas_is_node_lively (self, address);
  if (is_lively)
    g_hash_table_add (self->lively, g_strdup (address));
  else if (was_lively)
    g_hash_table_remove (self->lively, address);
  if (is_lively != was_lively && g_hash_table_contains (self->shown_selection, address))
    sluice_canvas_damage_area (self, &node->item.bounds); /* its ring makes room */
  sluice_canvas_warm (self, node);
}

static void
follow_stop (SluiceCanvas *self)
{
  const char *stop = NULL;

  if (sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED
      || sluice_run_session_get_moment (self->session) != 0)
    stop = sluice_run_session_get_stop_address (self->session);
  if (g_strcmp0 (stop, self->shown_stop) == 0)
    return;
  if (self->shown_stop != NULL)
    follow_node (self, self->shown_stop);
  g_free (self->shown_stop);
  self->shown_stop = g_strdup (stop);
  if (stop != NULL)
    follow_node (self, stop);
}

/* What the run on show has said of a node, in the tiles, is gone. */
static void
unmark_node (SluiceCanvas *self,
             const char   *address)
{
  SluiceSceneNode *node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);

  if (node == NULL)
    return;
  sluice_canvas_damage_area (self, &node->item.bounds);
  for (guint i = 0; i < node->n_ports; i++)
    {
      SluiceSceneEdge *edge = node->ports[i].edge;

      if (edge != NULL && edge->is_lit)
        sluice_canvas_damage_edge (self, edge);
      if (edge != NULL)
        edge->is_lit = FALSE;
    }
}

static void
unmark (SluiceCanvas *self)
{
  GHashTableIter iter;
  gpointer address;

  if (g_hash_table_size (self->marked) > MANY)
    sluice_tiles_damage (self->tiles, NULL);
  g_hash_table_iter_init (&iter, self->marked);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    unmark_node (self, address);
  g_hash_table_remove_all (self->marked);
}

static void
follow_afresh_cb (SluiceSceneNode *node,
                  gpointer         user_data)
{
  SluiceCanvas *self = user_data;

  if (sluice_run_session_get_node_mark (self->session, node->address) != NULL ||
      sluice_run_session_is_pinned (self->session, node->address))
    {
      follow_node (self, node->address);
      sluice_canvas_damage_area (self, &node->item.bounds);
    }
}

/* Another run: only what it and the one before came to is painted again, for of a large flow all would take long.
 * Another flow: all of it is. */
static void
follow_afresh (SluiceCanvas *self,
               gboolean      is_other_flow)
{
  guint n_marks = self->session != NULL ? sluice_run_session_get_n_node_marks (self->session) : 0;

  g_hash_table_remove_all (self->lively);
  sluice_canvas_forget_warm (self);
  sluice_canvas_forget_way (self);
  sluice_canvas_forget_queues (self);
  g_clear_pointer (&self->shown_stop, g_free);
  unmark (self);
  if (is_other_flow || n_marks > MANY)
    sluice_tiles_damage (self->tiles, NULL);
  if (self->session != NULL && (is_other_flow || n_marks > 0))
    sluice_scene_foreach_any_node (sluice_stage_get_scene (self->stage), follow_afresh_cb, self);
  sluice_canvas_draw_anew (self);
}

/**
 * sluice_canvas_follow_run:
 * @self: a canvas
 * @update: (nullable): what changed in the run on show; %NULL: it is another
 *
 * Keeps up with the run: where it is, and what it leaves behind.
 */
void
sluice_canvas_follow_run (SluiceCanvas          *self,
                          const SluiceRunUpdate *update)
{
  if (update == NULL || update->restarted)
    follow_afresh (self, update == NULL);
  if (self->session == NULL)
    return;
  for (guint i = 0; update != NULL && update->nodes != NULL && update->nodes[i] != NULL; i++)
    follow_node (self, update->nodes[i]);
  follow_stop (self);
  sluice_canvas_settle_way (self);
}
