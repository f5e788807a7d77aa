/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "exchange/conflict.h"

G_BEGIN_DECLS

/* One thing that differs, and which side's is taken. Property: side, -1 while that is open. */

#define SLUICE_TYPE_SIDE_ROW (sluice_side_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSideRow, sluice_side_row, SLUICE, SIDE_ROW, AdwPreferencesRow)

GtkWidget *sluice_side_row_new      (const char         *name,
                                       const char * const  sides[SLUICE_N_SIDES],
                                       const char * const  values[SLUICE_N_SIDES]);
int        sluice_side_row_get_side (SluiceSideRow    *self);
void       sluice_side_row_set_side (SluiceSideRow    *self,
                                       int                 side);

G_END_DECLS
