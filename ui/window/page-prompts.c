/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What waiting nodes ask, over the canvas: at its bottom, or at its top where the node that asks would be covered
 * there. The place is chosen once for each question, so that it does not jump while somebody answers, and again where
 * the canvas becomes higher or lower.
 */
#include "window/page-private.h"

#define TOP_GAP 12 /* px, beside the margin that cards have */

/* How much of a node is covered, in px of its height, by so much of the canvas at its top or bottom. */
static double
get_covered (const graphene_rect_t *node,
             double                 top,
             double                 bottom)
{
  double begin = (double) node->origin.y, end = begin + (double) node->size.height;

  return MAX (0, MIN (end, bottom) - MAX (begin, top));
}

static gboolean
belongs_on_top (SluicePage *self,
                int         height,
                int         needed)
{
  graphene_rect_t node;

  return self->asking != NULL && sluice_canvas_get_node_rect (self->canvas, self->asking, &node)
         && get_covered (&node, 0, needed) < get_covered (&node, height - needed, height);
}

/* Called when the canvas below has its size already. */
static gboolean
get_position_cb (GtkOverlay   *overlay,
                 GtkWidget    *child,
                 GdkRectangle *place,
                 SluicePage   *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay)), height = gtk_widget_get_height (GTK_WIDGET (overlay));
  int least, needed;

  if (child != GTK_WIDGET (self->prompts))
    return FALSE;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, &needed, NULL, NULL);
  needed = MAX (least, MIN (needed, height));
  if (self->asked_height != height)
    self->asks_on_top = belongs_on_top (self, height, needed);
  self->asked_height = height;
  *place = (GdkRectangle) { 0, height - needed, width, needed };
  /* Where a run is stopped, a banner says so at the top. */
  if (self->asks_on_top && sluice_run_session_get_state (self->session) != SLUICE_SESSION_STOPPED)
    place->y = MIN (TOP_GAP, height - needed);
  return TRUE;
}

static void
asked_cb (SluicePage *self,
          const char *address)
{
  g_free (self->asking);
  self->asking = g_strdup (address);
  self->asked_height = 0;
  gtk_widget_queue_allocate (gtk_widget_get_parent (GTK_WIDGET (self->prompts)));
}

static void
locate_cb (SluicePage *self,
           const char *address)
{
  sluice_page_locate (self, address);
  asked_cb (self, address);
}

static void
emptied_cb (SluicePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/**
 * sluice_page_init_prompts:
 *
 * Shows what the session's run asks.
 */
void
sluice_page_init_prompts (SluicePage *self)
{
  g_signal_connect_object (self->prompts, "asked", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompts, "locate", G_CALLBACK (locate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompts, "emptied", G_CALLBACK (emptied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_parent (GTK_WIDGET (self->prompts)), "get-child-position",
                           G_CALLBACK (get_position_cb), self, 0);
  sluice_prompt_stack_set_session (self->prompts, self->session);
}
