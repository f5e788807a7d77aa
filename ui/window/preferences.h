/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The window of preferences. Each is a key of the settings, and whoever it is about follows that key. */

#define SLUICE_TYPE_PREFERENCES (sluice_preferences_get_type ())
G_DECLARE_FINAL_TYPE (SluicePreferences, sluice_preferences, SLUICE, PREFERENCES, AdwPreferencesWindow)

void sluice_preferences_show  (GtkWindow  *parent);
void sluice_preferences_tell  (GtkWidget  *widget,
                               const char *text);
/* Has the whole program look as the preferences say, from now on. */
void sluice_preferences_apply (void);

G_END_DECLS
