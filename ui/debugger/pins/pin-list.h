/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debug/pins.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* The page of the pins: results that runs take in place of calling exec. Signal "locate" (address). */

#define SLUICE_TYPE_PIN_LIST (sluice_pin_list_get_type ())
G_DECLARE_FINAL_TYPE (SluicePinList, sluice_pin_list, SLUICE, PIN_LIST, GtkWidget)

GtkWidget *sluice_pin_list_new          (void);
void       sluice_pin_list_set_pins     (SluicePinList  *self,
                                         SluicePins     *pins);
void       sluice_pin_list_set_document (SluicePinList  *self,
                                         SluiceDocument *document);
void       sluice_pin_list_focus        (SluicePinList  *self);

G_END_DECLS
