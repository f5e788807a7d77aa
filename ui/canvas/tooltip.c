/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a glyph on a card means is told where the pointer rests on it. */
#include "canvas/canvas-private.h"

#include "canvas/badges.h"

#include <glib/gi18n.h>

#define REACH 12.0        /* px of the world around the pointer where a mark can be */
#define BADGES_WIDTH 72.0 /* at the right of the card */
#define TITLE_BOTTOM 26.0 /* the line with the start's glyph */
#define BADGES_BOTTOM 46.0

static void
find_cb (SluiceSceneNode *node,
         gpointer         user_data)
{
  *(SluiceSceneNode **) user_data = node;
}

static char *
dup_start_words (SluiceCanvas    *self,
                 SluiceSceneNode *node)
{
  const char *start = sluice_document_get_start (self->document, self->flow);

  return g_strcmp0 (start, node->id) == 0 ? g_strdup (_("The flow starts here")) : NULL;
}

/* A line for each badge. */
static char *
dup_badges (SluiceCanvas    *self,
            SluiceSceneNode *node)
{
  SluiceBadges badges;

  sluice_badges_read (&badges, self->document, node->address);
  return sluice_badges_dup_words (&badges, "\n");
}

/* Returns: (nullable) (transfer full): what is at @x and @y of the card */
static char *
dup_card_words (SluiceCanvas    *self,
                SluiceSceneNode *node,
                double           x,
                double           y)
{
  double right = node->item.bounds.width - BADGES_WIDTH;

  if (x < right || y < 0)
    return NULL;
  if (y < TITLE_BOTTOM)
    return dup_start_words (self, node);
  return y < BADGES_BOTTOM ? dup_badges (self, node) : NULL;
}

/* Returns: (nullable) (transfer full): what the glyph at a place of the world stands for */
static char *
dup_words (SluiceCanvas *self,
           SluicePoint   at)
{
  SluiceRect around = sluice_rect_inflate (SLUICE_RECT_INIT (at.x, at.y, 0, 0), REACH);
  SluiceSceneNode *node = NULL;
  char *words;

  sluice_scene_foreach_node (sluice_stage_get_scene (self->stage), &around, find_cb, &node);
  if (node != NULL && sluice_canvas_is_at_problem (self, node, at))
    return sluice_canvas_dup_problem (self, node->address);
  words = sluice_canvas_dup_break_words (self, at.x, at.y);
  if (words == NULL && node != NULL && sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    words = dup_card_words (self, node, at.x - node->item.bounds.x, at.y - node->item.bounds.y);
  return words;
}

gboolean
sluice_canvas_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    is_by_key,
                             GtkTooltip *tooltip)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  SluicePoint at = sluice_viewport_to_world (sluice_stage_get_viewport (self->stage), x, y);
  g_autofree char *text = NULL;

  if (is_by_key || self->document == NULL)
    return FALSE;
  text = dup_words (self, at);
  if (text == NULL || *text == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}
