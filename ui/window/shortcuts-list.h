/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SLUICE_TYPE_SHORTCUTS_LIST (sluice_shortcuts_list_get_type ())

G_DECLARE_FINAL_TYPE (SluiceShortcutsList, sluice_shortcuts_list, SLUICE, SHORTCUTS_LIST, AdwWindow)

void sluice_shortcuts_show (GtkApplicationWindow *parent);

G_END_DECLS
