/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sluice_test_move    (GtkWidget       *widget,
                          double           x,
                          double           y);
void sluice_test_press   (guint            button);
void sluice_test_release (guint            button);
void sluice_test_click   (GtkWidget       *widget,
                          double           x,
                          double           y,
                          guint            button);
void sluice_test_drag    (GtkWidget       *widget,
                          double           from_x,
                          double           from_y,
                          double           to_x,
                          double           to_y);
void sluice_test_scroll  (GtkWidget       *widget,
                          double           x,
                          double           y,
                          int              n_clicks,
                          GdkModifierType  modifiers);
void sluice_test_key     (guint            keyval,
                          GdkModifierType  modifiers);
void sluice_test_type    (const char      *text);

G_END_DECLS
