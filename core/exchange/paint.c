/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Paints a flow with any pen, in the order and with the looks of the canvas: frames and notes, edges,
 * the words on edges, nodes. The colours are those that the canvas has in GNOME's light and dark style.
 */
#include "exchange/paint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/pen-svg.h"
#include "graph/metrics.h"

#define CARD_RADIUS 10.0
#define PADDING 14.0
#define CHIP 28.0
#define PORT_RADIUS 5.0
#define EDGE_WIDTH 2.0
#define LABEL_PADDING 8.0
#define NOTE_PADDING 10.0
#define NOTE_LINE (SLUICE_PEN_TEXT * 0.9 * 1.35)

#define RGB(hex) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1 }
#define FADED(hex, alpha) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, alpha }

typedef struct
{
  SluiceInk ground;
  SluiceInk card;
  SluiceInk text;
  SluiceInk dim;
  SluiceInk border;
  SluiceInk line;
  SluiceInk edge;
  SluiceInk summary; /* the ground of a summary */
  SluiceInk start;
  SluiceInk warning;
  SluiceInk other;   /* the tint of kinds without one */
} Palette;

static const Palette palettes[] = {
  { .ground = RGB (0xfafafa), .card = RGB (0xffffff), .text = FADED (0x000000, 0.8), .dim = FADED (0x000000, 0.55),
    .border = FADED (0x000000, 0.16), .line = FADED (0x000000, 0.07), .edge = RGB (0xa6a6a6),
    .summary = FADED (0x000000, 0.04), .start = RGB (0x1b8553), .warning = RGB (0x9c6e03),
    .other = FADED (0x000000, 0.55) },
  { .ground = RGB (0x242424), .card = RGB (0x363636), .text = RGB (0xffffff), .dim = FADED (0xffffff, 0.62),
    .border = FADED (0xffffff, 0.16), .line = FADED (0xffffff, 0.08), .edge = RGB (0x878787),
    .summary = FADED (0xffffff, 0.05), .start = RGB (0x8ff0a4), .warning = RGB (0xf8e45c),
    .other = FADED (0xffffff, 0.62) },
};

/* The tints of kinds, light and dark. */
static const struct
{
  const char *category;
  SluiceInk tints[2];
} tints[] = {
  { "logic", { RGB (0x1c71d8), RGB (0x62a0ea) } },
  { "people", { RGB (0x9141ac), RGB (0xdc8add) } },
  { "output", { RGB (0x26a269), RGB (0x33d17a) } },
  { "flow", { RGB (0xc64600), RGB (0xffbe6f) } },
};

/* What a document calls its colours, light and dark. */
static const struct
{
  const char *name;
  SluiceInk inks[2];
} colours[] = {
  { "blue", { RGB (0x3584e4), RGB (0x62a0ea) } },   { "green", { RGB (0x26a269), RGB (0x33d17a) } },
  { "yellow", { RGB (0xf5c211), RGB (0xf6d32d) } }, { "orange", { RGB (0xe66100), RGB (0xff7800) } },
  { "red", { RGB (0xe01b24), RGB (0xf66151) } },    { "purple", { RGB (0x9141ac), RGB (0xc061cb) } },
  { "brown", { RGB (0x986a44), RGB (0xcdab8f) } },  { "grey", { RGB (0x77767b), RGB (0x9a9996) } },
};

/* In a square of 16. */
static const struct
{
  const char *kind;
  const char *path;
} glyphs[] = {
  { "script", "M 5 4 L 1 8 L 5 12 M 11 4 L 15 8 L 11 12 M 9.5 2.5 L 6.5 13.5" },
  { "ask", "M 5 6 C 5 1.5 11 1.5 11 5.5 C 11 8 8 7.8 8 10.5 M 8 13.6 L 8 13.7" },
  { "choice", "M 1.5 8 L 5 8 C 8.5 8 7.5 3.5 11 3.5 L 14.5 3.5 M 12 1 L 14.5 3.5 L 12 6 "
              "M 5 8 C 8.5 8 7.5 12.5 11 12.5 L 14.5 12.5 M 12 10 L 14.5 12.5 L 12 15" },
  { "log", "M 2 3.5 L 14 3.5 M 2 8 L 14 8 M 2 12.5 L 9 12.5" },
  { "end", "M 3.5 3.5 L 12.5 3.5 L 12.5 12.5 L 3.5 12.5 Z" },
  { "flow", "M 1.5 2 L 6.5 2 L 6.5 7 L 1.5 7 Z M 9.5 9 L 14.5 9 L 14.5 14 L 9.5 14 Z "
            "M 6.5 4.5 L 12 4.5 L 12 9" },
};

#define GLYPH_OTHER "M 3 3 L 13 3 L 13 13 L 3 13 Z M 6 8 L 10 8"
#define GLYPH_START "M 4 2.5 L 13 8 L 4 13.5 Z"

typedef struct
{
  SluicePen               *pen;
  const SluicePictureFlow *flow;
  const Palette           *palette;
  gboolean                 is_dark;
} Painter;

static SluiceInk
fade (SluiceInk ink,
      double    alpha)
{
  ink.alpha *= alpha;
  return ink;
}

static const Palette *
get_palette (SluiceTheme theme)
{
  return &palettes[theme == SLUICE_THEME_DARK];
}

SluiceInk
sluice_paint_get_ground (SluiceTheme theme)
{
  return fade (get_palette (theme)->ground, theme == SLUICE_THEME_TRANSPARENT ? 0 : 1);
}

static SluiceInk
get_tint (const Painter        *self,
          const SluiceKindInfo *kind)
{
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (tints); i++)
    if (g_strcmp0 (tints[i].category, kind->category) == 0)
      return tints[i].tints[self->is_dark];
  return kind != NULL ? self->palette->other : self->palette->warning;
}

static SluiceInk
get_colour (const Painter            *self,
            const SluicePictureShape *shape)
{
  const char *name = shape->colour;

  if (name == NULL && shape->type == SLUICE_ITEM_NOTE)
    name = "yellow";
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (colours); i++)
    if (g_str_equal (colours[i].name, name))
      return colours[i].inks[self->is_dark];
  return self->palette->dim;
}

static void
write_text (const Painter *self,
            const char    *text,
            double         size,
            gboolean       is_bold,
            double         x,
            double         middle,
            double         width,
            SluiceInk      ink)
{
  SluicePenText it = { .text = text, .size = size, .is_bold = is_bold, .x = x, .middle = middle, .width = width,
                       .ink = ink };

  self->pen->text (self->pen, &it);
}

static void
draw_box (const Painter *self,
          SluiceRect     rect,
          double         radius,
          SluiceInk      fill,
          SluiceInk      line,
          double         width)
{
  SluicePenBox box = { .rect = rect, .radius = radius, .fill = fill, .line = line, .width = width };

  self->pen->box (self->pen, &box);
}

static void
paint_shape (const Painter            *self,
             const SluicePictureShape *shape)
{
  SluiceInk colour = get_colour (self, shape);
  const SluiceRect *box = &shape->box;
  g_auto (GStrv) lines = NULL;

  self->pen->begin (self->pen, shape->type == SLUICE_ITEM_FRAME ? _("Frame") : _("Note"), shape->text,
                    (SluicePoint) { 0, 0 }, 1);
  if (shape->type == SLUICE_ITEM_FRAME)
    {
      draw_box (self, *box, CARD_RADIUS, fade (colour, 0.10), fade (colour, 0.45), 1);
      write_text (self, shape->text, SLUICE_PEN_TEXT, TRUE, box->x + 12, box->y + SLUICE_GRID, box->width - 24,
                  self->palette->text);
    }
  else
    {
      draw_box (self, *box, 6, self->palette->card, self->palette->border, 1);
      draw_box (self, *box, 6, fade (colour, 0.22), fade (colour, 0.55), 1);
      lines = sluice_pen_wrap (shape->text, SLUICE_PEN_TEXT * 0.9, box->width - 2 * NOTE_PADDING,
                               (guint) MAX ((box->height - 2 * NOTE_PADDING) / NOTE_LINE + 0.35, 1));
      for (guint i = 0; lines[i] != NULL; i++)
        write_text (self, lines[i], SLUICE_PEN_TEXT * 0.9, FALSE, box->x + NOTE_PADDING,
                    box->y + NOTE_PADDING + (i + 0.5) * NOTE_LINE, 0, self->palette->text);
    }
  self->pen->end (self->pen);
}

static void
append_point (GString     *path,
              char         command,
              SluicePoint  point)
{
  if (command != '\0')
    g_string_append_printf (path, "%s%c", path->len > 0 ? " " : "", command);
  g_string_append_c (path, ' ');
  sluice_svg_append_number (path, point.x);
  g_string_append_c (path, ' ');
  sluice_svg_append_number (path, point.y);
}

/* The states of a run, light and dark. */
static SluiceInk
get_state_ink (const Painter      *self,
               SluiceRunMarkState  state)
{
  static const SluiceInk inks[][2] = {
    [SLUICE_RUN_MARK_DONE] = { RGB (0x1b8553), RGB (0x57e389) },
    [SLUICE_RUN_MARK_RUNNING] = { RGB (0x1c71d8), RGB (0x62a0ea) },
    [SLUICE_RUN_MARK_FAILED] = { RGB (0xc01c28), RGB (0xff7b63) },
  };

  return state == SLUICE_RUN_MARK_NONE ? self->palette->edge : inks[state][self->is_dark];
}

static void
paint_edge (const Painter           *self,
            const SluicePictureEdge *edge)
{
  SluiceInk ink = get_state_ink (self, edge->is_taken ? SLUICE_RUN_MARK_DONE : SLUICE_RUN_MARK_NONE);
  g_autoptr (GString) path = g_string_new (NULL);
  const SluicePoint *p = edge->route.curve.points;
  SluicePoint end = sluice_curve_get_end (&edge->route.curve);

  append_point (path, 'M', p[0]);
  for (guint i = 0; i < edge->route.curve.n_segments; i++, p += 3)
    {
      append_point (path, 'C', p[1]);
      append_point (path, '\0', p[2]);
      append_point (path, '\0', p[3]);
    }
  append_point (path, 'M', (SluicePoint) { end.x - 6, end.y - 4.5 });
  append_point (path, 'L', (SluicePoint) { end.x + 2, end.y });
  append_point (path, 'L', (SluicePoint) { end.x - 6, end.y + 4.5 });
  self->pen->path (self->pen, path->str, (SluicePoint) { 0, 0 }, 1, &ink,
                   edge->is_taken ? EDGE_WIDTH * 1.5 : EDGE_WIDTH);
}

static void
paint_label (const Painter           *self,
             const SluicePictureEdge *edge)
{
  const SluiceRect *label = &edge->route.label;
  SluiceInk ground = self->palette->ground;

  if (label->width <= 0)
    return;
  draw_box (self, *label, label->height / 2, ground, fade (self->palette->dim, 0.5), 1);
  write_text (self, edge->action, SLUICE_PEN_SMALL, FALSE, label->x + LABEL_PADDING, label->y + label->height / 2,
              label->width - LABEL_PADDING, self->palette->dim);
}

static void
paint_circle (const Painter *self,
              SluicePoint    at,
              SluiceInk      fill,
              SluiceInk      line)
{
  draw_box (self, SLUICE_RECT_INIT (at.x - PORT_RADIUS, at.y - PORT_RADIUS, 2 * PORT_RADIUS, 2 * PORT_RADIUS),
            PORT_RADIUS, fill, line, 1.5);
}

/* A port with an edge is filled, an open one hollow; a bar is where the flow ends on purpose. */
static void
paint_port (const Painter    *self,
            const SluicePort *port,
            SluicePoint       at)
{
  const Palette *palette = self->palette;

  if (port->is_end)
    draw_box (self, SLUICE_RECT_INIT (at.x - 2.5, at.y - 7, 5, 14), 2.5, palette->edge, fade (palette->edge, 0), 0);
  else if (port->has_edge)
    paint_circle (self, at, palette->edge, palette->card);
  else
    paint_circle (self, at, palette->card, palette->edge);
}

static void
paint_ports (const Painter           *self,
             const SluicePictureNode *node)
{
  const SluiceRect *box = &node->item.bounds;
  const Palette *palette = self->palette;

  for (guint i = 0; i < node->ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (node->ports, i);
      double top = node->ports_top + i * SLUICE_NODE_PORT * SLUICE_GRID;
      double middle = top + SLUICE_NODE_PORT * SLUICE_GRID / 2.0;
      SluicePenText text = {
        .text = port->action, .size = SLUICE_PEN_SMALL * 1.05, .at_end = TRUE, .x = box->width - PADDING,
        .middle = middle, .width = box->width - 2 * PADDING, .ink = port->has_edge ? palette->text : palette->dim,
      };

      if (i > 0 || node->ports_top <= SLUICE_NODE_HEADER * SLUICE_GRID)
        draw_box (self, SLUICE_RECT_INIT (1, top, box->width - 2, 1), 0, palette->line, fade (palette->line, 0), 0);
      self->pen->text (self->pen, &text);
      paint_port (self, port, (SluicePoint) { box->width, middle });
    }
  paint_circle (self, (SluicePoint) { 0, node->input.y - box->y },
                node->is_entered ? palette->edge : palette->card, node->is_entered ? palette->card : palette->edge);
}

static const char *
get_glyph (const SluiceKindInfo *kind)
{
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (glyphs); i++)
    if (g_str_equal (glyphs[i].kind, kind->id))
      return glyphs[i].path;
  return GLYPH_OTHER;
}

static void
paint_header (const Painter           *self,
              const SluicePictureNode *node)
{
  SluiceInk tint = get_tint (self, node->kind);
  double left = PADDING - 2 + CHIP + 9, right = node->item.bounds.width - PADDING + 2;

  draw_box (self, SLUICE_RECT_INIT (PADDING - 2, 10, CHIP, CHIP), 8, fade (tint, 0.15), fade (tint, 0), 0);
  self->pen->path (self->pen, get_glyph (node->kind), (SluicePoint) { PADDING + 4, 16 }, 1, &tint, 1.8);
  if (node->is_start)
    self->pen->path (self->pen, GLYPH_START, (SluicePoint) { right - 13, 11.5 }, 0.75, &self->palette->start, 2);
  write_text (self, node->title, SLUICE_PEN_TEXT, TRUE, left, 17.5, right - left - (node->is_start ? 18 : 0),
              self->palette->text);
  write_text (self, node->kind != NULL ? _(node->kind->title) : _("Unknown kind"), SLUICE_PEN_SMALL, FALSE, left, 34.5,
              right - left, self->palette->dim);
}

static void
paint_summary (const Painter           *self,
               const SluicePictureNode *node)
{
  double top = SLUICE_NODE_HEADER * SLUICE_GRID, height = node->ports_top - top - 6;
  double width = node->item.bounds.width;

  if (node->ports_top <= top)
    return;
  draw_box (self, SLUICE_RECT_INIT (8, top + 1, width - 16, height), 6, self->palette->summary,
            fade (self->palette->summary, 0), 0);
  write_text (self, node->summary, SLUICE_PEN_SMALL, FALSE, 16, top + 1 + height / 2, width - 32, self->palette->dim);
}

/* How often the run came here, beside the kind. */
static void
paint_visits (const Painter           *self,
              const SluicePictureNode *node)
{
  g_autofree char *visits = g_strdup_printf ("%" G_GUINT64_FORMAT " ×", node->n_visits);
  SluicePenText text = {
    .text = visits, .size = SLUICE_PEN_SMALL, .at_end = TRUE, .x = node->item.bounds.width - PADDING + 2,
    .middle = 34.5, .width = node->item.bounds.width, .ink = get_state_ink (self, node->mark),
  };

  if (node->n_visits > 0)
    self->pen->text (self->pen, &text);
}

static void
paint_node (const Painter           *self,
            const SluicePictureNode *node)
{
  const SluiceRect *box = &node->item.bounds;
  SluicePenBox card = {
    .rect = { 0, 0, box->width, box->height }, .radius = CARD_RADIUS, .fill = self->palette->card,
    .line = node->kind != NULL ? self->palette->border : self->palette->warning,
    .width = node->kind != NULL ? 1 : 2, .is_dashed = node->kind == NULL,
  };

  self->pen->begin (self->pen, node->title, node->description, (SluicePoint) { box->x, box->y },
                    node->is_off || (self->flow->has_run && node->mark == SLUICE_RUN_MARK_NONE) ? 0.5 : 1);
  if (node->mark != SLUICE_RUN_MARK_NONE)
    {
      card.line = get_state_ink (self, node->mark);
      card.width = 2.5;
    }
  self->pen->box (self->pen, &card);
  paint_visits (self, node);
  paint_header (self, node);
  paint_summary (self, node);
  paint_ports (self, node);
  self->pen->end (self->pen);
}

void
sluice_paint_flow (SluicePen               *pen,
                   const SluicePictureFlow *flow,
                   SluiceTheme              theme)
{
  Painter self = { pen, flow, get_palette (theme), theme == SLUICE_THEME_DARK };

  pen->begin (pen, flow->title, NULL, flow->offset, 1);
  if (flow->has_title)
    write_text (&self, flow->title, SLUICE_PEN_TITLE, TRUE, flow->bounds.x, flow->bounds.y - 28, 0, self.palette->text);
  for (guint i = 0; i < flow->shapes->len; i++)
    paint_shape (&self, g_ptr_array_index (flow->shapes, i));
  for (guint i = 0; i < flow->edges->len; i++)
    paint_edge (&self, g_ptr_array_index (flow->edges, i));
  for (guint i = 0; i < flow->edges->len; i++)
    paint_label (&self, g_ptr_array_index (flow->edges, i));
  for (guint i = 0; i < flow->nodes->len; i++)
    paint_node (&self, g_ptr_array_index (flow->nodes, i));
  pen->end (pen);
}

void
sluice_paint_from_afar (SluicePen               *pen,
                        const SluicePictureFlow *flow,
                        SluiceTheme              theme)
{
  Painter self = { pen, flow, get_palette (theme), theme == SLUICE_THEME_DARK };

  pen->begin (pen, flow->title, NULL, flow->offset, 1);
  for (guint i = 0; i < flow->shapes->len; i++)
    {
      const SluicePictureShape *shape = g_ptr_array_index (flow->shapes, i);

      draw_box (&self, shape->box, CARD_RADIUS, fade (get_colour (&self, shape), 0.25), self.palette->border, 0);
    }
  for (guint i = 0; i < flow->edges->len; i++)
    paint_edge (&self, g_ptr_array_index (flow->edges, i));
  for (guint i = 0; i < flow->nodes->len; i++)
    {
      const SluicePictureNode *node = g_ptr_array_index (flow->nodes, i);
      SluiceRect band = { node->item.bounds.x, node->item.bounds.y, node->item.bounds.width,
                          SLUICE_NODE_HEADER * SLUICE_GRID };

      draw_box (&self, node->item.bounds, CARD_RADIUS, self.palette->card, self.palette->dim, 3);
      draw_box (&self, band, CARD_RADIUS, get_tint (&self, node->kind), self.palette->border, 0);
    }
  pen->end (pen);
}
