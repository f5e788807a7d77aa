/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debug/pins.h"
#include "graph/document.h"
#include "rows/switch-row.h"

G_BEGIN_DECLS

/* A pin: used or not, of which node, what it is and where it comes from. It tells by the signals of SluiceSwitchRow. */

#define SLUICE_TYPE_PIN_ROW (sluice_pin_row_get_type ())
G_DECLARE_FINAL_TYPE (SluicePinRow, sluice_pin_row, SLUICE, PIN_ROW, SluiceSwitchRow)

GtkWidget  *sluice_pin_row_new         (const char      *address);
const char *sluice_pin_row_get_address (SluicePinRow    *self);
void        sluice_pin_row_show        (SluicePinRow    *self,
                                        const SluicePin *pin,
                                        SluiceDocument  *document, /* or NULL */
                                        gboolean         is_muted);

G_END_DECLS
