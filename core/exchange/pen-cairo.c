/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pen that draws with cairo: pictures of pixels, and pages. */

#include "exchange/pen-cairo.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "exchange/pen-text.h"

static void
set_ink (cairo_t         *cr,
         const SluiceInk *ink)
{
  cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, ink->alpha);
}

/* The opacity of what is begun is on a stack of its own in cairo: how much is kept with the group. */
static const cairo_user_data_key_t opacity_key;

static void
pen_begin (SluicePen   *pen,
           const char  *title,
           const char  *description,
           SluicePoint  offset,
           double       opacity)
{
  cairo_t *cr = ((SluiceCairoPen *) pen)->cr;

  cairo_save (cr);
  cairo_translate (cr, offset.x, offset.y);
  if (opacity >= 1)
    return;
  cairo_push_group (cr);
  cairo_surface_set_user_data (cairo_get_group_target (cr), &opacity_key, GINT_TO_POINTER ((int) (opacity * 1000)),
                               NULL);
}

static void
pen_end (SluicePen *pen)
{
  cairo_t *cr = ((SluiceCairoPen *) pen)->cr;
  int opacity = GPOINTER_TO_INT (cairo_surface_get_user_data (cairo_get_group_target (cr), &opacity_key));

  if (opacity != 0)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, opacity / 1000.0);
    }
  cairo_restore (cr);
}

static void
add_rounded (cairo_t          *cr,
             const SluiceRect *rect,
             double            radius)
{
  double right = sluice_rect_right (rect), bottom = sluice_rect_bottom (rect);
  double r = MAX (MIN (radius, MIN (rect->width, rect->height) / 2), 0);

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - r, rect->y + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, rect->x + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
pen_box (SluicePen          *pen,
         const SluicePenBox *box)
{
  cairo_t *cr = ((SluiceCairoPen *) pen)->cr;

  if (box->fill.alpha > 0)
    {
      add_rounded (cr, &box->rect, box->radius);
      set_ink (cr, &box->fill);
      cairo_fill (cr);
    }
  if (box->line.alpha > 0)
    {
      SluiceRect inner = sluice_rect_inflate (box->rect, -box->width / 2);

      add_rounded (cr, &inner, box->radius - box->width / 2);
      set_ink (cr, &box->line);
      cairo_set_line_width (cr, box->width);
      if (box->is_dashed)
        cairo_set_dash (cr, (double[]) { 6, 4 }, 2, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

/* Reads n numbers; the path is one of ours. */
static const char *
read_numbers (const char *at,
              double     *numbers,
              guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      char *end;

      while (*at == ' ' || *at == ',')
        at++;
      numbers[i] = g_ascii_strtod (at, &end);
      at = end;
    }
  return at;
}

static void
add_path (cairo_t    *cr,
          const char *path)
{
  double n[6];

  for (const char *at = path; *at != '\0';)
    switch (*at++)
      {
      case 'M':
        at = read_numbers (at, n, 2);
        cairo_move_to (cr, n[0], n[1]);
        break;

      case 'L':
        at = read_numbers (at, n, 2);
        cairo_line_to (cr, n[0], n[1]);
        break;

      case 'C':
        at = read_numbers (at, n, 6);
        cairo_curve_to (cr, n[0], n[1], n[2], n[3], n[4], n[5]);
        break;

      case 'Z':
        cairo_close_path (cr);
        break;

      default:
        break;
      }
}

static void
pen_path (SluicePen       *pen,
          const char      *path,
          SluicePoint      at,
          double           scale,
          const SluiceInk *ink,
          double           width)
{
  cairo_t *cr = ((SluiceCairoPen *) pen)->cr;

  cairo_save (cr);
  cairo_translate (cr, at.x, at.y);
  cairo_scale (cr, scale, scale);
  add_path (cr, path);
  set_ink (cr, ink);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, width / scale);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
pen_text (SluicePen           *pen,
          const SluicePenText *text)
{
  cairo_t *cr = ((SluiceCairoPen *) pen)->cr;
  g_autofree char *shown = sluice_pen_shorten (text->text, text->size, text->is_bold, text->width);
  double width = sluice_pen_measure (shown, text->size, text->is_bold);
  PangoLayout *layout = sluice_pen_prepare (shown, text->size, text->is_bold);

  set_ink (cr, &text->ink);
  cairo_move_to (cr, text->at_end ? text->x - width : text->x, text->middle + sluice_pen_baseline (text->size));
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
}

void
sluice_cairo_pen_init (SluiceCairoPen *self,
                       cairo_t        *cr)
{
  self->pen = (SluicePen) { pen_begin, pen_end, pen_box, pen_path, pen_text };
  self->cr = cr;
}
