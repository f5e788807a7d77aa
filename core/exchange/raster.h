/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cairo.h>

#include "exchange/exchange.h"

G_BEGIN_DECLS

/* A PNG of what is drawn on @surface, with @flow in a text chunk of it unless it is NULL. */
GBytes *sluice_png_new       (cairo_surface_t  *surface,
                              const char       *flow,
                              GError          **error);

G_END_DECLS
