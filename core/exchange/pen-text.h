/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* The layout that texts are measured with, for a pen that draws with Pango. Borrowed, until the next. */
PangoLayout *sluice_pen_prepare (const char *text,
                                 double      size,
                                 gboolean    is_bold);

G_END_DECLS
