/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/pen.h"
#include "exchange/picture.h"

G_BEGIN_DECLS

/* The ground of a picture; alpha 0: it has none. */
SluiceInk sluice_paint_get_ground (SluiceTheme              theme);
void      sluice_paint_flow       (SluicePen               *pen,
                                   const SluicePictureFlow *flow,
                                   SluiceTheme              theme);
/* For a picture so small that nobody could read it: boxes in the colours of their kinds. */
void      sluice_paint_from_afar  (SluicePen               *pen,
                                   const SluicePictureFlow *flow,
                                   SluiceTheme              theme);

G_END_DECLS
