/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A node's card. It is drawn once in coordinates of its own (its box at 0,0, at 100 %) and kept as
 * a render node until its content, the colours or the sharpness that its icons need change, or too
 * many are kept. From afar a node is a box in the colour of its kind.
 */
#include "canvas/badges.h"
#include "canvas/canvas-private.h"

#include "graph/catalog.h"
#include "graph/drawing.h"
#include "graph/metrics.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>
#include <math.h>

#define CARD_RADIUS 10.0
#define PADDING 14.0
#define CHIP 28.0       /* the square behind the icon */
#define ICON 16.0
#define BADGE 14.0
#define SMALL 0.82      /* of the usual text */
#define BAND 20.0       /* on the box from afar */
#define SHEET_INSET 6.0 /* of each sheet below the card of a batch */
#define SHEET_STEP 3.5

/* What is asked while drawing one card. */
typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
  SluiceSceneNode *node;
  const SluiceKindInfo *kind; /* NULL: unknown */
  const GdkRGBA *tint;
  double width;
  double height;
  SluiceDisabled disabled;
  SluiceBadges badges;    /* read only where the card is drawn */
  gboolean has_colour;
  GdkRGBA colour; /* that somebody gave it */
} Card;

void
sluice_canvas_drop_drawing (gpointer drawing,
                            gpointer user_data)
{
  SluiceDrawing *self = drawing;

  ((SluiceCanvas *) user_data)->n_drawings--;
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_free (self);
}

static GskRoundedRect
rounded (double x,
         double y,
         double width,
         double height,
         double radius)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (x, y, width, height), radius);
  return rect;
}

static void
fill_rounded (GtkSnapshot          *snapshot,
              const GskRoundedRect *rect,
              const GdkRGBA        *colour)
{
  gtk_snapshot_push_rounded_clip (snapshot, rect);
  gtk_snapshot_append_color (snapshot, colour, &rect->bounds);
  gtk_snapshot_pop (snapshot);
}

static void
stroke_rounded (GtkSnapshot          *snapshot,
                const GskRoundedRect *rect,
                float                 width,
                const GdkRGBA        *colour)
{
  gtk_snapshot_append_border (snapshot, rect, (float[4]) { width, width, width, width },
                              (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
}

/* A kind that nobody knows has a dashed outline: it is held in place, and stops a run. */
static void
stroke_dashed (GtkSnapshot   *snapshot,
               double         width,
               double         height,
               const GdkRGBA *colour)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  double r = CARD_RADIUS - 1, right = width - 1, bottom = height - 1;

  cairo_arc (cr, right - r, 1 + r, r, -G_PI / 2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI / 2);
  cairo_arc (cr, 1 + r, bottom - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, 1 + r, 1 + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, (double[]) { 6, 4 }, 2, 0);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* A batch is a stack of sheets. */
static void
draw_sheets (const Card *card)
{
  const SluicePalette *palette = &card->canvas->palette;

  for (int i = 2; i > 0; i--)
    {
      GskRoundedRect sheet = rounded (i * SHEET_INSET, card->height - 2 * CARD_RADIUS + i * SHEET_STEP,
                                      card->width - 2 * i * SHEET_INSET, 2 * CARD_RADIUS, CARD_RADIUS);

      fill_rounded (card->snapshot, &sheet, &palette->card);
      stroke_rounded (card->snapshot, &sheet, 1, &palette->edge);
    }
}

/* A blurred shadow, by three sheets that lie below the card: to blur each card costs more than all else of it. */
static void
draw_shadow (const Card *card)
{
  static const struct { double reach; float share; } sheets[] = { { 3.5, 0.07 }, { 2, 0.14 }, { 1, 0.19 } };
  const SluicePalette *palette = &card->canvas->palette;

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      double reach = sheets[i].reach;
      GskRoundedRect sheet = rounded (-reach, 1 - reach, card->width + 2 * reach, card->height + 2 * reach,
                                      CARD_RADIUS + reach);
      GdkRGBA colour = sluice_rgba_fade (&palette->shadow, sheets[i].share);

      fill_rounded (card->snapshot, &sheet, &colour);
    }
}

static void
draw_ground (const Card *card)
{
  const SluicePalette *palette = &card->canvas->palette;
  GskRoundedRect outline = rounded (0, 0, card->width, card->height, CARD_RADIUS);

  draw_shadow (card);
  if (card->badges.batch != SLUICE_BATCH_NONE)
    draw_sheets (card);
  fill_rounded (card->snapshot, &outline, &palette->card);
  if (card->has_colour)
    {
      GdkRGBA tint = sluice_rgba_fade (&card->colour, 0.16);

      fill_rounded (card->snapshot, &outline, &tint);
    }
  if (card->kind == NULL)
    stroke_dashed (card->snapshot, card->width, card->height, &palette->warning);
  else if (card->disabled != SLUICE_DISABLED_NO)
    stroke_dashed (card->snapshot, card->width, card->height, &palette->dim_text);
  else if (card->has_colour)
    stroke_rounded (card->snapshot, &outline, 1, &card->colour);
  else
    stroke_rounded (card->snapshot, &outline, 1, &palette->border);
}

static void
draw_icon (const Card *card)
{
  GskRoundedRect chip = rounded (PADDING - 2, 10, CHIP, CHIP, 8);
  GdkRGBA ground = sluice_rgba_fade (card->tint, 0.15);
  SluiceRect place = { PADDING - 2 + (CHIP - ICON) / 2, 10 + (CHIP - ICON) / 2, ICON, ICON };

  fill_rounded (card->snapshot, &chip, &ground);
  sluice_canvas_append_icon (card->canvas, card->snapshot,
                             card->kind != NULL ? card->kind->icon_name : "dialog-question-symbolic",
                             &place, card->tint);
}

static gboolean
node_is_start (const Card *card)
{
  const char *start = sluice_document_get_start (card->canvas->document, card->canvas->flow);

  return g_strcmp0 (start, card->node->id) == 0;
}

/* The start's glyph ends the title's line. Returns how much of the line is left. */
static double
draw_start (const Card *card,
            double      right)
{
  SluiceRect place = { right - BADGE, 18 - BADGE / 2, BADGE, BADGE };

  if (!node_is_start (card))
    return right;
  sluice_canvas_append_icon (card->canvas, card->snapshot, "media-playback-start-symbolic", &place,
                             &card->canvas->palette.success);
  return right - BADGE - 4;
}

/* A glyph at the end of the kind's line. Returns how much of the line is left. */
static double
draw_badge (const Card *card,
            const char *icon_name,
            double      right)
{
  SluiceRect place = { right - 12, 29, 12, 12 };

  sluice_canvas_append_icon (card->canvas, card->snapshot, icon_name, &place, &card->canvas->palette.dim_text);
  return right - 16;
}

/* Note, waiting, batch and retries end the kind's line. */
static double
draw_badges (const Card *card,
             double      right)
{
  const SluiceBadges *badges = &card->badges;
  const GdkRGBA *colour = &card->canvas->palette.dim_text;

  if (badges->has_note)
    right = draw_badge (card, "document-edit-symbolic", right);
  if (badges->waits)
    right = draw_badge (card, "sluice-sleep-symbolic", right);
  if (badges->batch != SLUICE_BATCH_NONE)
    right = draw_badge (card, badges->batch == SLUICE_BATCH_PARALLEL ? "sluice-flight-symbolic"
                                                                     : "sluice-batch-symbolic", right);
  if (badges->retries > 1)
    {
      g_autofree char *text = g_strdup_printf ("↻%" G_GINT64_FORMAT, badges->retries);
      g_autoptr (PangoLayout) layout = sluice_canvas_create_text (card->canvas, text, SMALL,
                                                                  PANGO_WEIGHT_NORMAL, -1);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      right -= width;
      sluice_canvas_append_text (card->snapshot, layout, right, 35, colour);
      right -= 4;
    }
  return right;
}

static void
draw_text (const Card    *card,
           const char    *text,
           double         scale,
           PangoWeight    weight,
           double         x,
           double         right,
           double         middle,
           const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = sluice_canvas_create_text (card->canvas, text, scale, weight,
                                                              MAX (right - x, 1));

  sluice_canvas_append_text (card->snapshot, layout, x, middle, colour);
}

/* What the node is, and whether it takes part. */
static char *
dup_kind_line (const Card *card)
{
  const char *kind = card->kind != NULL ? _(card->kind->title) : NULL;

  if (kind == NULL)
    return g_strdup_printf (_("Unknown kind “%s”"),
                            sluice_document_get_node_kind (card->canvas->document,
                                                           card->node->address));
  if (card->disabled == SLUICE_DISABLED_NO)
    return g_strdup (kind);
  return g_strdup_printf ("%s · %s", kind, card->disabled == SLUICE_DISABLED_OFF
                                           ? _("disabled") : _("passed through"));
}

static void
draw_header (const Card *card)
{
  const SluicePalette *palette = &card->canvas->palette;
  SluiceDocument *document = card->canvas->document;
  g_autofree char *title = sluice_document_dup_node_title (document, card->node->address);
  g_autofree char *kind = dup_kind_line (card);
  double left = PADDING - 2 + CHIP + 9, right = card->width - PADDING + 2;

  draw_icon (card);
  draw_text (card, title, 1, PANGO_WEIGHT_SEMIBOLD, left, draw_start (card, right), 17,
             &palette->text);
  draw_text (card, kind, SMALL, PANGO_WEIGHT_NORMAL, left, draw_badges (card, right), 34,
             &palette->dim_text);
}

static void
draw_summary (const Card *card,
              double      ports_top)
{
  double top = SLUICE_NODE_HEADER * SLUICE_GRID;
  g_autofree char *summary = NULL;
  GskRoundedRect ground;
  GdkRGBA colour = sluice_rgba_fade (&card->canvas->palette.text, 0.05);

  if (ports_top <= top)
    return;
  summary = sluice_document_dup_node_summary (card->canvas->document, card->node->address);
  ground = rounded (8, top + 1, card->width - 16, ports_top - top - 6, 6);
  fill_rounded (card->snapshot, &ground, &colour);
  draw_text (card, summary, SMALL, PANGO_WEIGHT_NORMAL, 16, card->width - 16,
             top + 1 + (ports_top - top - 6) / 2, &card->canvas->palette.dim_text);
}

static void
draw_circle (GtkSnapshot   *snapshot,
             double         x,
             double         y,
             double         radius,
             const GdkRGBA *fill,
             float          width,
             const GdkRGBA *line)
{
  GskRoundedRect circle = rounded (x - radius, y - radius, 2 * radius, 2 * radius, radius);

  fill_rounded (snapshot, &circle, fill);
  if (width > 0)
    stroke_rounded (snapshot, &circle, width, line);
}

/* A port with an edge is filled, an open one hollow; a bar is where the flow ends on purpose. */
static void
draw_port (const Card            *card,
           const SluiceScenePort *port,
           SluicePoint            at)
{
  const SluicePalette *palette = &card->canvas->palette;

  if (port != NULL && port->is_end)
    {
      GskRoundedRect bar = rounded (at.x - 2.5, at.y - 7, 5, 14, 2.5);

      fill_rounded (card->snapshot, &bar, &palette->edge);
    }
  else if (port == NULL ? card->node->incoming != NULL : port->has_edge)
    draw_circle (card->snapshot, at.x, at.y, SLUICE_PORT_RADIUS - 1, &palette->edge, 1.5, &palette->card);
  else
    draw_circle (card->snapshot, at.x, at.y, SLUICE_PORT_RADIUS - 1, &palette->card, 1.5, &palette->edge);
}

static void
draw_port_row (const Card *card,
               guint       index,
               double      middle)
{
  const SluicePalette *palette = &card->canvas->palette;
  const SluiceScenePort *port = &card->node->ports[index];
  g_autoptr (PangoLayout) layout = sluice_canvas_create_text (card->canvas, port->action,
                                                              SMALL + 0.04,
                                                              PANGO_WEIGHT_NORMAL, card->width - 2 * PADDING);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  sluice_canvas_append_text (card->snapshot, layout, card->width - PADDING - width, middle,
                             port->has_edge ? &palette->text : &palette->dim_text);
  draw_port (card, port, (SluicePoint) { card->width, middle });
}

static GskRenderNode *
make_full (Card *card)
{
  double ports_top = sluice_document_get_ports_top (card->canvas->document, card->node->address);
  const GdkRGBA *line = &card->canvas->palette.line;

  card->snapshot = gtk_snapshot_new ();
  draw_ground (card);
  gtk_snapshot_push_opacity (card->snapshot, card->disabled != SLUICE_DISABLED_NO ? 0.5 : 1);
  draw_header (card);
  draw_summary (card, ports_top);
  gtk_snapshot_pop (card->snapshot);
  draw_port (card, NULL, (SluicePoint) { 0, card->node->input_top });
  for (guint i = 0; i < card->node->n_ports; i++)
    {
      double top = ports_top + i * SLUICE_NODE_PORT * SLUICE_GRID;

      if (i > 0 || ports_top <= SLUICE_NODE_HEADER * SLUICE_GRID)
        gtk_snapshot_append_color (card->snapshot, line,
                                   &GRAPHENE_RECT_INIT (1, top, card->width - 2, 1));
      draw_port_row (card, i, top + SLUICE_NODE_PORT * SLUICE_GRID / 2.0);
    }
  return gtk_snapshot_free_to_node (card->snapshot);
}

static const SluiceKindInfo *
get_kind (SluiceCanvas    *self,
          SluiceSceneNode *node)
{
  return sluice_catalog_lookup (sluice_document_get_node_kind (self->document, node->address));
}

static const GdkRGBA *
get_tint (SluiceCanvas         *self,
          const SluiceKindInfo *kind)
{
  return kind != NULL ? sluice_palette_get_tint (&self->palette, kind->category)
                      : &self->palette.warning;
}

static Card
get_card (SluiceCanvas    *self,
          GtkSnapshot     *snapshot,
          SluiceSceneNode *node)
{
  const SluiceKindInfo *kind = get_kind (self, node);
  Card card = { .canvas = self, .snapshot = snapshot, .node = node, .kind = kind,
                .tint = get_tint (self, kind), .width = node->item.bounds.width,
                .height = node->item.bounds.height };

  card.disabled = sluice_document_get_disabled (self->document, node->address);
  card.has_colour =
    sluice_canvas_find_colour (self, sluice_document_get_colour (self->document, node->address),
                               &card.colour);
  return card;
}

static GskRenderNode *
get_drawing (SluiceCanvas    *self,
             SluiceSceneNode *node)
{
  SluiceDrawing *drawing = node->drawing;
  int sharpness = sluice_canvas_get_sharpness (self);
  Card card;

  if (drawing == NULL)
    {
      node->drawing = drawing = g_new0 (SluiceDrawing, 1);
      self->n_drawings++;
    }
  if (drawing->node != NULL && drawing->sharpness == sharpness)
    return drawing->node;
  g_clear_pointer (&drawing->node, gsk_render_node_unref);
  drawing->sharpness = sharpness;
  card = get_card (self, NULL, node);
  sluice_badges_read (&card.badges, self->document, node->address);
  return drawing->node = make_full (&card);
}

/* Around the ring of the run, so that both are seen. */
static void
draw_selection (SluiceCanvas     *self,
                GtkSnapshot      *snapshot,
                const SluiceRect *box,
                gboolean          has_run_ring)
{
  double zoom = sluice_canvas_get_zoom (self);
  double thick = MAX (2, 1.5 / zoom), out = has_run_ring ? MAX (3, 2 / zoom) + 1.5 : 0;
  GdkRGBA halo = sluice_rgba_fade (&self->palette.accent_bg, 0.25);

  sluice_canvas_append_ring (snapshot, box, out + thick + 2, CARD_RADIUS, 3, &halo);
  sluice_canvas_append_ring (snapshot, box, out + thick - 1, CARD_RADIUS, thick,
                             &self->palette.accent_bg);
}

static gboolean
is_selected (SluiceCanvas    *self,
             SluiceSceneNode *node)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));

  return sluice_selection_has (selection, node->address);
}

/**
 * sluice_canvas_draw_node:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @node: a node in view
 *
 * Draws the card of a node as it is for longer: selected, with a breakpoint.
 */
void
sluice_canvas_draw_node (SluiceCanvas    *self,
                         GtkSnapshot     *snapshot,
                         SluiceSceneNode *node)
{
  SluiceRect box = SLUICE_RECT_INIT (0, 0, node->item.bounds.width, node->item.bounds.height);
  GskRenderNode *card = get_drawing (self, node);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (node->item.bounds.x, node->item.bounds.y));
  if (is_selected (self, node))
    draw_selection (self, snapshot, &box, sluice_canvas_is_node_lively (self, node->address));
  if (card != NULL)
    gtk_snapshot_append_node (snapshot, card);
  sluice_canvas_draw_node_break (self, snapshot, node);
  gtk_snapshot_restore (snapshot);
  sluice_canvas_draw_problem (self, snapshot, node);
}

/**
 * sluice_canvas_draw_ports:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @node: a node in view
 *
 * Draws the ports of a node over what was drawn above its card.
 */
void
sluice_canvas_draw_ports (SluiceCanvas    *self,
                          GtkSnapshot     *snapshot,
                          SluiceSceneNode *node)
{
  Card card = get_card (self, snapshot, node);

  draw_port (&card, NULL, sluice_scene_node_place_port (node, -1));
  for (guint i = 0; i < node->n_ports; i++)
    draw_port (&card, &node->ports[i], sluice_scene_node_place_port (node, (int) i));
}

/**
 * sluice_canvas_draw_end_ports:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @edge: an edge of a node that is dragged
 *
 * Draws the port of a card that stays over the line that lies on it, and no other one: there is one in each frame for
 * each of the edges.
 */
void
sluice_canvas_draw_end_ports (SluiceCanvas    *self,
                              GtkSnapshot     *snapshot,
                              SluiceSceneEdge *edge)
{
  if (!edge->source->is_lifted)
    {
      Card card = get_card (self, snapshot, edge->source);
      const SluiceScenePort *port = &edge->source->ports[edge->port];

      draw_port (&card, port, sluice_scene_node_place_port (edge->source, (int) edge->port));
    }
  if (!edge->target->is_lifted)
    {
      Card card = get_card (self, snapshot, edge->target);

      draw_port (&card, NULL, sluice_scene_node_place_port (edge->target, -1));
    }
}

/* A port on its own, lit. */
static void
draw_lit_port (SluiceCanvas *self,
               GtkSnapshot  *snapshot,
               SluicePoint   at)
{
  GdkRGBA halo = sluice_rgba_fade (&self->palette.accent_bg, 0.3);

  draw_circle (snapshot, at.x, at.y, SLUICE_PORT_RADIUS + 5, &halo, 0, NULL);
  draw_circle (snapshot, at.x, at.y, SLUICE_PORT_RADIUS, &self->palette.accent_bg, 1.5,
               &self->palette.card);
}

static void
draw_target (SluiceCanvas    *self,
             GtkSnapshot     *snapshot,
             SluiceSceneNode *node)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  int port = feedback->link_is_back ? sluice_scene_node_find_port (node, feedback->link_action) : -1;

  draw_selection (self, snapshot, &node->item.bounds, FALSE);
  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return;
  sluice_canvas_draw_ports (self, snapshot, node);
  draw_lit_port (self, snapshot, sluice_scene_node_place_port (node, port));
}

static void
draw_hovered_part (SluiceCanvas    *self,
                   GtkSnapshot     *snapshot,
                   SluiceSceneNode *node)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  int port = -1;

  if (feedback->hover == SLUICE_HIT_PORT)
    port = sluice_scene_node_find_port (node, feedback->hover_action);
  if (feedback->hover == SLUICE_HIT_INPUT || port >= 0)
    draw_lit_port (self, snapshot, sluice_scene_node_place_port (node, port));
  if (feedback->hover == SLUICE_HIT_GUTTER)
    sluice_canvas_draw_break_hint (self, snapshot, node);
}

static void
draw_hovered (SluiceCanvas    *self,
              GtkSnapshot     *snapshot,
              SluiceSceneNode *node)
{
  GdkRGBA colour = sluice_rgba_fade (&self->palette.text, 0.3);
  gboolean is_near = sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL;

  if (!is_selected (self, node))
    {
      sluice_canvas_append_ring (snapshot, &node->item.bounds, 0, CARD_RADIUS,
                                 MAX (1, 1 / sluice_canvas_get_zoom (self)), &colour);
      if (is_near)
        sluice_canvas_draw_ports (self, snapshot, node);
    }
  if (is_near)
    draw_hovered_part (self, snapshot, node);
}

/**
 * sluice_canvas_draw_hovered_node:
 * @self: a canvas
 * @snapshot: scaled to the world
 *
 * Draws what the pointer does to the node under it, or to the one that a link would reach.
 */
void
sluice_canvas_draw_hovered_node (SluiceCanvas *self,
                                 GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  const char *linked = feedback->link_is_back ? feedback->link_source : feedback->link_target;
  const char *address = feedback->has_link ? linked : feedback->hover_address;
  SluiceSceneNode *node;

  if (address == NULL || (!feedback->has_link && (feedback->hover == SLUICE_HIT_EDGE
                                                  || feedback->hover == SLUICE_HIT_LABEL)))
    return;
  node = sluice_scene_get_node (scene, address);
  if (node == NULL)
    return;
  if (feedback->has_link)
    draw_target (self, snapshot, node);
  else
    draw_hovered (self, snapshot, node);
}

static void
add_rounded (cairo_t          *cr,
             const SluiceRect *box,
             double            inset)
{
  double r = CARD_RADIUS - inset, left = box->x + inset, top = box->y + inset;
  double right = sluice_rect_right (box) - inset, bottom = sluice_rect_bottom (box) - inset;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - r, top + r, r, -G_PI / 2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI / 2);
  cairo_arc (cr, left + r, bottom - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, left + r, top + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

/* The card, with a band in the colour of its kind. */
static void
paint_card (SluiceCanvas     *self,
            cairo_t          *cr,
            const SluiceRect *box,
            const GdkRGBA    *tint)
{
  GdkRGBA band = sluice_rgba_fade (tint, 0.55);

  add_rounded (cr, box, 0);
  gdk_cairo_set_source_rgba (cr, &self->palette.edge);
  cairo_fill (cr);
  add_rounded (cr, box, MIN (1 / sluice_canvas_get_zoom (self), CARD_RADIUS - 1));
  gdk_cairo_set_source_rgba (cr, &self->palette.card);
  cairo_fill_preserve (cr);
  cairo_save (cr);
  cairo_clip (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, BAND);
  gdk_cairo_set_source_rgba (cr, &band);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* An area in the colour of its kind, on whole pixels. */
static void
paint_speck (SluiceCanvas     *self,
             cairo_t          *cr,
             const SluiceRect *box,
             const GdkRGBA    *tint)
{
  double zoom = sluice_canvas_get_zoom (self);
  double left = round (box->x * zoom) / zoom, top = round (box->y * zoom) / zoom;
  double right = round (sluice_rect_right (box) * zoom) / zoom;
  double bottom = round (sluice_rect_bottom (box) * zoom) / zoom;
  double part = 0.5 * tint->alpha;
  const GdkRGBA *card = &self->palette.card;

  cairo_rectangle (cr, left, top, MAX (right - left, 1 / zoom), MAX (bottom - top, 1 / zoom));
  cairo_set_source_rgb (cr, card->red + (tint->red - card->red) * part,
                        card->green + (tint->green - card->green) * part,
                        card->blue + (tint->blue - card->blue) * part);
  cairo_fill (cr);
}

/**
 * sluice_canvas_paint_box:
 * @self: a canvas
 * @cr: scaled to the world
 * @node: a node in view
 *
 * Paints a node as it is seen from afar.
 */
void
sluice_canvas_paint_box (SluiceCanvas    *self,
                         cairo_t         *cr,
                         SluiceSceneNode *node)
{
  const SluiceRect *box = &node->item.bounds;
  const GdkRGBA *tint = get_tint (self, get_kind (self, node));
  double line = 2 / sluice_canvas_get_zoom (self);

  if (is_selected (self, node))
    {
      add_rounded (cr, box, -line);
      gdk_cairo_set_source_rgba (cr, &self->palette.accent_bg);
      cairo_fill (cr);
    }
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_BOXES)
    paint_card (self, cr, box, tint);
  else
    paint_speck (self, cr, box, tint);
  sluice_canvas_paint_node_break (self, cr, node);
  sluice_canvas_paint_problem (self, cr, node);
}
