/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pen that writes SVG. Text stays text, and each group says what it is. */

#include "exchange/pen-svg.h"

#include <math.h>
#include <string.h>

void
sluice_svg_append_number (GString *text,
                          double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double hundredths = round (number * 100) / 100;
  gsize length;

  g_ascii_formatd (buffer, sizeof buffer, "%.2f", hundredths == 0 ? 0.0 : hundredths);
  length = strlen (buffer);
  while (buffer[length - 1] == '0')
    length--;
  if (buffer[length - 1] == '.')
    length--;
  g_string_append_len (text, buffer, (gssize) length);
}

static void
append_escaped (GString    *text,
                const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autofree char *escaped = NULL;

  /* XML has no form for most control characters. */
  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c) && *c != '\n' && *c != '\t')
      *c = ' ';
  escaped = g_markup_escape_text (valid, -1);
  g_string_append (text, escaped);
}

static void
append_attribute (GString    *text,
                  const char *name,
                  double      number)
{
  g_string_append_printf (text, " %s=\"", name);
  sluice_svg_append_number (text, number);
  g_string_append_c (text, '"');
}

static void
append_ink (GString         *text,
            const char      *name,
            const SluiceInk *ink)
{
  if (ink->alpha <= 0)
    {
      g_string_append_printf (text, " %s=\"none\"", name);
      return;
    }
  g_string_append_printf (text, " %s=\"#%02x%02x%02x\"", name, (guint) round (ink->red * 255),
                          (guint) round (ink->green * 255), (guint) round (ink->blue * 255));
  if (ink->alpha < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      append_attribute (text, opacity, ink->alpha);
    }
}

static void
begin_line (SluiceSvgPen *self)
{
  for (guint i = 0; i < self->level; i++)
    g_string_append (self->text, "  ");
}

static void
pen_begin (SluicePen   *pen,
           const char  *title,
           const char  *description,
           SluicePoint  offset,
           double       opacity)
{
  SluiceSvgPen *self = (SluiceSvgPen *) pen;

  begin_line (self);
  g_string_append (self->text, "<g");
  if (description != NULL)
    g_string_append (self->text, " role=\"img\"");
  if (offset.x != 0 || offset.y != 0)
    {
      g_string_append (self->text, " transform=\"translate(");
      sluice_svg_append_number (self->text, offset.x);
      g_string_append_c (self->text, ' ');
      sluice_svg_append_number (self->text, offset.y);
      g_string_append (self->text, ")\"");
    }
  if (opacity < 1)
    append_attribute (self->text, "opacity", opacity);
  g_string_append (self->text, ">\n");
  self->level++;
  begin_line (self);
  g_string_append (self->text, "<title>");
  append_escaped (self->text, title);
  g_string_append (self->text, "</title>\n");
  if (description != NULL)
    {
      begin_line (self);
      g_string_append (self->text, "<desc>");
      append_escaped (self->text, description);
      g_string_append (self->text, "</desc>\n");
    }
}

static void
pen_end (SluicePen *pen)
{
  SluiceSvgPen *self = (SluiceSvgPen *) pen;

  self->level--;
  begin_line (self);
  g_string_append (self->text, "</g>\n");
}

static void
append_rect (SluiceSvgPen     *self,
             const SluiceRect *rect,
             double            radius)
{
  begin_line (self);
  g_string_append (self->text, "<rect");
  append_attribute (self->text, "x", rect->x);
  append_attribute (self->text, "y", rect->y);
  append_attribute (self->text, "width", MAX (rect->width, 0));
  append_attribute (self->text, "height", MAX (rect->height, 0));
  if (radius > 0)
    append_attribute (self->text, "rx", MIN (radius, MIN (rect->width, rect->height) / 2));
}

static void
pen_box (SluicePen          *pen,
         const SluicePenBox *box)
{
  SluiceSvgPen *self = (SluiceSvgPen *) pen;

  if (box->fill.alpha > 0)
    {
      append_rect (self, &box->rect, box->radius);
      append_ink (self->text, "fill", &box->fill);
      g_string_append (self->text, "/>\n");
    }
  if (box->line.alpha > 0)
    {
      SluiceRect inner = sluice_rect_inflate (box->rect, -box->width / 2);

      append_rect (self, &inner, box->radius - box->width / 2);
      g_string_append (self->text, " fill=\"none\"");
      append_ink (self->text, "stroke", &box->line);
      append_attribute (self->text, "stroke-width", box->width);
      if (box->is_dashed)
        g_string_append (self->text, " stroke-dasharray=\"6 4\"");
      g_string_append (self->text, "/>\n");
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
  SluiceSvgPen *self = (SluiceSvgPen *) pen;

  begin_line (self);
  g_string_append_printf (self->text, "<path d=\"%s\"", path);
  if (at.x != 0 || at.y != 0 || scale != 1)
    {
      g_string_append (self->text, " transform=\"translate(");
      sluice_svg_append_number (self->text, at.x);
      g_string_append_c (self->text, ' ');
      sluice_svg_append_number (self->text, at.y);
      g_string_append_c (self->text, ')');
      if (scale != 1)
        {
          g_string_append (self->text, " scale(");
          sluice_svg_append_number (self->text, scale);
          g_string_append_c (self->text, ')');
        }
      g_string_append_c (self->text, '"');
    }
  g_string_append (self->text, " fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
  append_ink (self->text, "stroke", ink);
  append_attribute (self->text, "stroke-width", width / scale);
  g_string_append (self->text, "/>\n");
}

static void
pen_text (SluicePen           *pen,
          const SluicePenText *text)
{
  SluiceSvgPen *self = (SluiceSvgPen *) pen;
  g_autofree char *shown = sluice_pen_shorten (text->text, text->size, text->is_bold, text->width);

  if (*shown == '\0')
    return;
  begin_line (self);
  g_string_append (self->text, "<text");
  append_attribute (self->text, "x", text->x);
  append_attribute (self->text, "y", text->middle + sluice_pen_baseline (text->size));
  append_attribute (self->text, "font-size", text->size);
  if (text->is_bold)
    g_string_append (self->text, " font-weight=\"600\"");
  if (text->at_end)
    g_string_append (self->text, " text-anchor=\"end\"");
  append_ink (self->text, "fill", &text->ink);
  g_string_append_c (self->text, '>');
  append_escaped (self->text, shown);
  g_string_append (self->text, "</text>\n");
}

void
sluice_svg_pen_init (SluiceSvgPen *self,
                     GString      *text)
{
  self->pen = (SluicePen) { pen_begin, pen_end, pen_box, pen_path, pen_text };
  self->text = text;
  self->level = 1;
}
