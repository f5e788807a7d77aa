/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debug/breakpoint.h"

G_BEGIN_DECLS

/* The marks of breakpoints: the same on the canvas, beside the lines of scripts and in the list. What one does
 * is told by its shape, whether it is on by its filling. */

typedef enum
{
  SLUICE_BREAK_SHAPE_PLAIN, /* a disc */
  SLUICE_BREAK_SHAPE_TERMS, /* a disc with an equals sign: it stops on terms */
  SLUICE_BREAK_SHAPE_LOG,   /* a diamond: it logs and goes on */
} SluiceBreakShape;

SluiceBreakShape  sluice_break_shape_get      (const SluiceBreakpoint *breakpoint);
/* @background: what the mark lies on; of it is what is cut out. */
void              sluice_break_shape_paint    (SluiceBreakShape        shape,
                                               cairo_t                *cr,
                                               gboolean                enabled,
                                               double                  x,
                                               double                  y,
                                               double                  radius,
                                               const GdkRGBA          *colour,
                                               const GdkRGBA          *background);
const char       *sluice_break_shape_get_word (SluiceBreakShape        shape,
                                               gboolean                enabled);

/* A picture of one, in the colour of its text. */
#define SLUICE_TYPE_BREAK_MARK (sluice_break_mark_get_type ())
G_DECLARE_FINAL_TYPE (SluiceBreakMark, sluice_break_mark, SLUICE, BREAK_MARK, GtkWidget)

GtkWidget *sluice_break_mark_new (void);
void       sluice_break_mark_set (SluiceBreakMark  *self,
                                  SluiceBreakShape  shape,
                                  gboolean          enabled);

G_END_DECLS
