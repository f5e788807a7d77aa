/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The colours of the drawing, all taken from the theme. */
typedef struct
{
  GdkRGBA background;
  GdkRGBA dots;
  GdkRGBA card;     /* opaque */
  GdkRGBA border;
  GdkRGBA line;     /* between parts of a card */
  GdkRGBA text;
  GdkRGBA dim_text;
  GdkRGBA edge;
  GdkRGBA shadow;
  GdkRGBA accent;    /* for lines and text */
  GdkRGBA accent_bg;
  GdkRGBA accent_fg;
  GdkRGBA error;
  GdkRGBA warning;
  GdkRGBA success;
  GdkRGBA breakpoint;
  GdkRGBA tints[5];  /* per category of kinds */
} SluicePalette;

gboolean       sluice_palette_load     (SluicePalette       *self,
                                        GtkWidget           *widget); /* whether it changed */
const GdkRGBA *sluice_palette_get_tint (const SluicePalette *self,
                                        const char          *category); /* NULL: of an unknown kind */
GdkRGBA        sluice_rgba_fade        (const GdkRGBA       *colour,
                                        double               alpha);

G_END_DECLS
