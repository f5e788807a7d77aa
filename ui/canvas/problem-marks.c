/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The problems of a document as marks on its nodes: a glyph of its own for each severity, the text in
 * a tooltip, and said with the node. */
#include "canvas/canvas-private.h"

#include <glib/gi18n.h>

#define MARK_RADIUS 9.0
#define MARK_GLYPH 14.0
#define MARK_REACH 3.0     /* px of the world around a mark where it still tells */
#define FAR_RADIUS 3.5     /* px of the widget */

/* Of one node; the worst of its problems is told. */
typedef struct
{
  SluiceSeverity severity;
  char *text;
  guint n;
} Mark;

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  g_free (mark->text);
  g_free (mark);
}

GHashTable *
sluice_canvas_new_problems (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mark_free);
}

static void
add_problem (GHashTable          *marks,
             const SluiceProblem *problem)
{
  Mark *mark;

  if (problem->address == NULL || problem->severity == SLUICE_PROBLEM_INFO)
    return;
  mark = g_hash_table_lookup (marks, problem->address);
  if (mark == NULL)
    {
      mark = g_new0 (Mark, 1);
      mark->severity = SLUICE_PROBLEM_INFO;
      g_hash_table_insert (marks, g_strdup (problem->address), mark);
    }
  mark->n++;
  if (problem->severity >= mark->severity)
    return;
  mark->severity = problem->severity;
  g_free (mark->text);
  mark->text = g_strdup (problem->message);
}

static gboolean
mark_equal (const Mark *a,
            const Mark *b)
{
  return a == b || (a != NULL && b != NULL && a->severity == b->severity && a->n == b->n
                    && g_str_equal (a->text, b->text));
}

/* Paints the nodes again whose mark in @marks is another than in @others. Returns whether there are any. */
static gboolean
follow_marks (SluiceCanvas *self,
              GHashTable   *marks,
              GHashTable   *others)
{
  GHashTableIter iter;
  gpointer address, mark;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, marks);
  while (g_hash_table_iter_next (&iter, &address, &mark))
    if (!mark_equal (mark, g_hash_table_lookup (others, address)))
      {
        sluice_canvas_damage_node (self, address);
        any = TRUE;
      }
  return any;
}

/**
 * sluice_canvas_set_problems:
 * @self: a canvas
 * @problems: (element-type SluiceProblem): all of the document
 *
 * Marks the nodes that have problems; those that had and have none lose their mark.
 */
void
sluice_canvas_set_problems (SluiceCanvas *self,
                            GPtrArray    *problems)
{
  g_autoptr (GHashTable) marks = sluice_canvas_new_problems ();
  gboolean is_new, is_gone;

  g_return_if_fail (SLUICE_IS_CANVAS (self));

  for (guint i = 0; i < problems->len; i++)
    add_problem (marks, g_ptr_array_index (problems, i));
  is_new = follow_marks (self, marks, self->problems);
  is_gone = follow_marks (self, self->problems, marks);
  if (!is_new && !is_gone)
    return;
  g_hash_table_unref (self->problems);
  self->problems = g_steal_pointer (&marks);
  sluice_canvas_queue_proxies (self, TRUE);
  sluice_canvas_draw_anew (self);
}

static const Mark *
get_mark (SluiceCanvas *self,
          const char   *address)
{
  return g_hash_table_lookup (self->problems, address);
}

/**
 * sluice_canvas_dup_problem:
 * @self: a canvas
 * @address: of a node
 *
 * Returns: (transfer full) (nullable): what is wrong with the node, %NULL when nothing is
 */
char *
sluice_canvas_dup_problem (SluiceCanvas *self,
                           const char   *address)
{
  const Mark *mark = get_mark (self, address);
  const char *word;

  if (mark == NULL)
    return NULL;
  word = mark->severity == SLUICE_PROBLEM_ERROR ? _("Error") : _("Warning");
  if (mark->n == 1)
    return g_strdup_printf ("%s: %s", word, mark->text);
  return g_strdup_printf (ngettext ("%s: %s (and %u more)", "%s: %s (and %u more)", mark->n - 1),
                          word, mark->text, mark->n - 1);
}

static SluicePoint
get_place (const SluiceRect *box)
{
  return (SluicePoint) { sluice_rect_right (box) - 4, box->y + 2 };
}

static const GdkRGBA *
get_colour (SluiceCanvas *self,
            const Mark   *mark)
{
  return mark->severity == SLUICE_PROBLEM_ERROR ? &self->palette.error : &self->palette.warning;
}

/**
 * sluice_canvas_draw_problem:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @node: a node in view
 *
 * Draws the mark of a node that has problems, on the upper right of its card.
 */
void
sluice_canvas_draw_problem (SluiceCanvas    *self,
                            GtkSnapshot     *snapshot,
                            SluiceSceneNode *node)
{
  const Mark *mark = get_mark (self, node->address);
  SluicePoint at = get_place (&node->item.bounds);
  SluiceRect place = { at.x - MARK_GLYPH / 2, at.y - MARK_GLYPH / 2, MARK_GLYPH, MARK_GLYPH };
  GskRoundedRect disc;

  if (mark == NULL)
    return;
  gsk_rounded_rect_init_from_rect (&disc,
                                   &GRAPHENE_RECT_INIT (at.x - MARK_RADIUS, at.y - MARK_RADIUS,
                                                        2 * MARK_RADIUS, 2 * MARK_RADIUS),
                                   MARK_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &self->palette.card, &disc.bounds);
  gtk_snapshot_pop (snapshot);
  sluice_canvas_append_icon (self, snapshot,
                             mark->severity == SLUICE_PROBLEM_ERROR ? "dialog-error-symbolic"
                                                                    : "dialog-warning-symbolic",
                             &place, get_colour (self, mark));
}

/**
 * sluice_canvas_paint_problem:
 * @self: a canvas
 * @cr: scaled to the world
 * @node: a node in view
 *
 * Paints the mark as it is seen from afar: a disc for an error, a triangle for a warning.
 */
void
sluice_canvas_paint_problem (SluiceCanvas    *self,
                             cairo_t         *cr,
                             SluiceSceneNode *node)
{
  const Mark *mark = get_mark (self, node->address);
  SluicePoint at = get_place (&node->item.bounds);
  double radius = FAR_RADIUS / sluice_canvas_get_zoom (self);

  if (mark == NULL)
    return;
  cairo_new_path (cr);
  if (mark->severity == SLUICE_PROBLEM_ERROR)
    cairo_arc (cr, at.x, at.y, radius, 0, 2 * G_PI);
  else
    {
      cairo_move_to (cr, at.x, at.y - radius);
      cairo_line_to (cr, at.x + radius, at.y + radius);
      cairo_line_to (cr, at.x - radius, at.y + radius);
    }
  gdk_cairo_set_source_rgba (cr, get_colour (self, mark));
  cairo_fill (cr);
}

/**
 * sluice_canvas_is_at_problem:
 * @self: a canvas
 * @node: a node in view
 * @at: in the world
 *
 * Returns: whether the mark of the node's problems would be there
 */
gboolean
sluice_canvas_is_at_problem (SluiceCanvas    *self,
                             SluiceSceneNode *node,
                             SluicePoint      at)
{
  SluicePoint mark = get_place (&node->item.bounds);

  return get_mark (self, node->address) != NULL && ABS (mark.x - at.x) <= MARK_RADIUS + MARK_REACH
         && ABS (mark.y - at.y) <= MARK_RADIUS + MARK_REACH;
}
