/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cairo.h>

#include "exchange/pen.h"

G_BEGIN_DECLS

typedef struct
{
  SluicePen  pen;
  cairo_t   *cr; /* borrowed */
} SluiceCairoPen;

void sluice_cairo_pen_init (SluiceCairoPen *self,
                            cairo_t        *cr);

G_END_DECLS
