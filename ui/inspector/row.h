/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "inspector/binding.h"

G_BEGIN_DECLS

/* What all rows share: a name and an explanation, a button back to the default, and beneath it
 * what is wrong with the value. */

/* A row with its title above @body, over the whole width. */
GtkWidget *sluice_tall_row_new    (const char    *title,
                                   GtkWidget     *body);
/* A small control at the end of the row, of a tall one in its head. */
void       sluice_row_add_suffix  (GtkWidget     *row,
                                   GtkWidget     *widget);
/* A flat button with a picture, for the end of a row. */
GtkWidget *sluice_row_button_new  (const char    *icon_name,
                                   const char    *label);
/* Once the row has its binding. @has_default: there is something to go back to. */
void       sluice_row_dress       (GtkWidget     *row,
                                   const char    *blurb,
                                   gboolean       has_default);
/* Called too when there is something else to say of the field. */
void       sluice_row_set_marker  (GtkWidget     *row,
                                   SluiceNoticeFunc func);
/* Adds the row to an AdwPreferencesGroup, with the place for what is wrong with it. */
void       sluice_group_add_row   (GtkWidget     *group,
                                   GtkWidget     *row);
void       sluice_row_set_visible (GtkWidget     *row,
                                   gboolean       visible);

G_END_DECLS
