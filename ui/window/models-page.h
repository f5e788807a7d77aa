/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The page of the preferences about models: which answers by default, and the providers. */

#define SLUICE_TYPE_MODELS_PAGE (sluice_models_page_get_type ())
G_DECLARE_FINAL_TYPE (SluiceModelsPage, sluice_models_page, SLUICE, MODELS_PAGE, AdwPreferencesPage)

G_END_DECLS
