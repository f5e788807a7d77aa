/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal "kind-activated" (const char *kind): click or Enter. */

#define SLUICE_TYPE_PALETTE (sluice_palette_get_type ())
G_DECLARE_FINAL_TYPE (SluicePalette, sluice_palette, SLUICE, PALETTE, GtkWidget)

GtkWidget *sluice_palette_new          (void);
guint      sluice_palette_get_n_shown  (SluicePalette *self);
void       sluice_palette_focus_search (SluicePalette *self);

G_END_DECLS
