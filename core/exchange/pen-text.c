/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Text for pens, measured with Pango's fonts of cairo: that needs no display. Layouts are made over and
 * over, so one is kept for each thread.
 */
#include "exchange/pen.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "exchange/pen-text.h"

static void
free_layout (gpointer layout)
{
  g_object_unref (layout);
}

static GPrivate kept = G_PRIVATE_INIT (free_layout);

/* Returns: (transfer none): a layout with the text, of one line unless it is told otherwise */
PangoLayout *
sluice_pen_prepare (const char *text,
                    double      size,
                    gboolean    is_bold)
{
  PangoLayout *layout = g_private_get (&kept);
  PangoFontDescription *font = pango_font_description_from_string (SLUICE_PEN_FAMILY);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (layout == NULL)
    {
      PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      cairo_font_options_t *options = cairo_font_options_create ();

      /* The same widths at every scale. */
      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      pango_cairo_context_set_font_options (context, options);
      cairo_font_options_destroy (options);
      pango_context_set_round_glyph_positions (context, FALSE);
      layout = pango_layout_new (context);
      g_object_unref (context);
      g_private_set (&kept, layout);
    }
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, is_bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, -1);
  pango_layout_set_height (layout, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
sluice_pen_measure (const char *text,
                    double      size,
                    gboolean    is_bold)
{
  return get_width (sluice_pen_prepare (text, size, is_bold));
}

/* Of all fonts alike, so that a viewer without ours has its lines where they belong. */
double
sluice_pen_baseline (double size)
{
  return size * 0.36;
}

char *
sluice_pen_shorten (const char *text,
                    double      size,
                    gboolean    is_bold,
                    double      width)
{
  g_autofree char *line = g_strdelimit (g_utf8_make_valid (text, -1), "\r\n\t", ' ');
  double ellipsis;
  int index;

  if (width <= 0 || sluice_pen_measure (line, size, is_bold) <= width)
    return g_steal_pointer (&line);
  ellipsis = sluice_pen_measure ("…", size, is_bold);
  pango_layout_xy_to_index (sluice_pen_prepare (line, size, is_bold), (int) (MAX (width - ellipsis, 0) * PANGO_SCALE),
                            0, &index, NULL);
  line[index] = '\0';
  g_strchomp (line);
  return g_strconcat (line, "…", NULL);
}

char **
sluice_pen_wrap (const char *text,
                 double      size,
                 double      width,
                 guint       max_lines)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  PangoLayout *layout = sluice_pen_prepare (text, size, FALSE);
  const char *all = pango_layout_get_text (layout);
  guint n;

  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  n = MIN ((guint) pango_layout_get_line_count (layout), max_lines);
  for (guint i = 0; i < n; i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);
      g_autofree char *piece = g_strchomp (g_strndup (all + line->start_index, (gsize) line->length));

      g_strv_builder_add (lines, piece);
    }
  return g_strv_builder_end (lines);
}
