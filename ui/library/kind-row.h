/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/catalog.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_KIND_ROW (sluice_kind_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceKindRow, sluice_kind_row, SLUICE, KIND_ROW, GtkListBoxRow)

GtkWidget            *sluice_kind_row_new         (const SluiceKindInfo *info);
const SluiceKindInfo *sluice_kind_row_get_info    (SluiceKindRow        *self);
void                  sluice_kind_row_enable_drag (SluiceKindRow        *self);
void                  sluice_kind_row_wrap        (SluiceKindRow        *self);

G_END_DECLS
