/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A row of something that can be switched on and off, edited and removed, by buttons and by keys. Signals "toggled"
 * (gboolean is_on), "edit", "remove".
 */
#define SLUICE_TYPE_SWITCH_ROW (sluice_switch_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (SluiceSwitchRow, sluice_switch_row, SLUICE, SWITCH_ROW, GtkListBoxRow)

struct _SluiceSwitchRowClass
{
  GtkListBoxRowClass parent_class;
};

/* For the class of a row that has a template: its check button calls check_cb, its other two edit_cb and remove_cb. */
void sluice_switch_row_class_bind     (GtkWidgetClass  *widget_class,
                                       guint            key, /* that switches, beside a click */
                                       GdkModifierType  modifiers);
void sluice_switch_row_show           (SluiceSwitchRow *self,
                                       gboolean         is_on,
                                       const char      *words); /* what is switched, as it is read out */

G_END_DECLS
