/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The page of the preferences that lists what flows may do for good, and takes it back. */

#define SLUICE_TYPE_PERMISSIONS_PAGE (sluice_permissions_page_get_type ())
G_DECLARE_FINAL_TYPE (SluicePermissionsPage, sluice_permissions_page, SLUICE, PERMISSIONS_PAGE, AdwPreferencesPage)

G_END_DECLS
