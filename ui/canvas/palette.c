/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The palette. Nothing here is a colour of our own: all are the theme's named ones, so that light,
 * dark and high contrast follow. What the theme gives translucent is laid over the background, for
 * edges must not shine through a card.
 */
#include "canvas/palette.h"

#include <adwaita.h>
#include <string.h>

enum
{
  TINT_LOGIC,
  TINT_PEOPLE,
  TINT_OUTPUT,
  TINT_FLOW,
  TINT_OTHER,
};

static GdkRGBA
look_up (GtkWidget  *widget,
         const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  return colour;
}

/**
 * sluice_rgba_fade:
 * @colour: a colour
 * @alpha: from 0 to 1
 *
 * Returns: the colour with its opacity multiplied
 */
GdkRGBA
sluice_rgba_fade (const GdkRGBA *colour,
                  double         alpha)
{
  return (GdkRGBA) { colour->red, colour->green, colour->blue, colour->alpha * alpha };
}

static GdkRGBA
lay_over (const GdkRGBA *below,
          const GdkRGBA *above)
{
  float a = above->alpha;

  return (GdkRGBA) { below->red * (1 - a) + above->red * a,
                     below->green * (1 - a) + above->green * a,
                     below->blue * (1 - a) + above->blue * a, 1 };
}

static void
load_tints (SluicePalette *self,
            GtkWidget     *widget,
            gboolean       is_dark)
{
  self->tints[TINT_LOGIC] = look_up (widget, is_dark ? "blue_2" : "blue_4");
  self->tints[TINT_PEOPLE] = look_up (widget, is_dark ? "purple_1" : "purple_3");
  self->tints[TINT_OUTPUT] = look_up (widget, is_dark ? "green_3" : "green_5");
  self->tints[TINT_FLOW] = look_up (widget, is_dark ? "orange_2" : "orange_5");
  self->tints[TINT_OTHER] = self->dim_text;
}

/**
 * sluice_palette_load:
 * @self: a palette
 * @widget: whose style counts
 *
 * Reads the colours of the theme.
 *
 * Returns: whether one of them is another than before
 */
gboolean
sluice_palette_load (SluicePalette *self,
                     GtkWidget     *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  gboolean is_dark = adw_style_manager_get_dark (manager);
  gboolean is_strong = adw_style_manager_get_high_contrast (manager);
  SluicePalette new;
  GdkRGBA card;
  gboolean changed;

  memset (&new, 0, sizeof new);
  new.background = look_up (widget, "window_bg_color");
  new.text = look_up (widget, "window_fg_color");
  card = look_up (widget, "card_bg_color");
  new.card = lay_over (&new.background, &card);
  new.dots = sluice_rgba_fade (&new.text, is_strong ? 0.3 : is_dark ? 0.11 : 0.14);
  new.border = sluice_rgba_fade (&new.text, is_strong ? 0.8 : is_dark ? 0.16 : 0.18);
  new.line = sluice_rgba_fade (&new.text, is_strong ? 0.5 : 0.08);
  new.dim_text = sluice_rgba_fade (&new.text, is_strong ? 0.9 : 0.62);
  new.edge = sluice_rgba_fade (&new.text, is_strong ? 0.9 : is_dark ? 0.45 : 0.53);
  new.edge = lay_over (&new.background, &new.edge);
  new.shadow = (GdkRGBA) { 0, 0, 0, is_dark ? 0.35 : 0.13 };
  new.accent = look_up (widget, "accent_color");
  new.accent_bg = look_up (widget, "accent_bg_color");
  new.accent_fg = look_up (widget, "accent_fg_color");
  new.error = look_up (widget, "error_color");
  new.warning = look_up (widget, "warning_color");
  new.success = look_up (widget, "success_color");
  new.breakpoint = look_up (widget, "destructive_bg_color");
  load_tints (&new, widget, is_dark);

  changed = memcmp (self, &new, sizeof new) != 0;
  *self = new;
  return changed;
}

/**
 * sluice_palette_get_tint:
 * @self: a palette
 * @category: (nullable): of the kind
 *
 * Returns: (transfer none): the colour of a kind's icon
 */
const GdkRGBA *
sluice_palette_get_tint (const SluicePalette *self,
                         const char          *category)
{
  static const struct
  {
    const char *category;
    guint tint;
  } tints[] = {
    { "logic", TINT_LOGIC },
    { "people", TINT_PEOPLE },
    { "output", TINT_OUTPUT },
    { "flow", TINT_FLOW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tints); i++)
    if (g_strcmp0 (category, tints[i].category) == 0)
      return &self->tints[tints[i].tint];
  return &self->tints[TINT_OTHER];
}
