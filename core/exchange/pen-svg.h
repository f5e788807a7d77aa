/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/pen.h"

G_BEGIN_DECLS

typedef struct
{
  SluicePen  pen;
  GString   *text;  /* borrowed */
  guint      level;
} SluiceSvgPen;

void sluice_svg_pen_init      (SluiceSvgPen *self,
                               GString      *text);
void sluice_svg_append_number (GString      *text,
                               double        number); /* to hundredths, in no locale */

G_END_DECLS
