/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "kinds/providers.h"

G_BEGIN_DECLS

/* A provider of models: its address, where its key is kept, and a test that lists its models.
 * Signal "chosen" (const char *model): one of these is to answer by default. */

#define SLUICE_TYPE_PROVIDER_ROW (sluice_provider_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceProviderRow, sluice_provider_row, SLUICE, PROVIDER_ROW, AdwExpanderRow)

GtkWidget            *sluice_provider_row_new          (const SluiceProvider *provider);
const SluiceProvider *sluice_provider_row_get_provider (SluiceProviderRow    *self);

G_END_DECLS
