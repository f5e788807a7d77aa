/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The menu of a row, or of what else there is one for: which entries it has depends on that, so it is made anew each
 * time. */
#include "rows/row-menu.h"

/**
 * sluice_row_menu_renew:
 * @menu: (inout): what was shown last, a child of @parent; %NULL: nothing
 * @parent: what has it, such as a list; it unparents it in the end
 * @model: the entries
 * @name: the menu's widget name
 *
 * Makes a menu, not yet shown. A popover that gets another model keeps the height that it had, and hides what is too
 * much for it.
 */
void
sluice_row_menu_renew (GtkWidget  **menu,
                       GtkWidget   *parent,
                       GMenuModel  *model,
                       const char  *name)
{
  g_return_if_fail (menu != NULL);
  g_return_if_fail (GTK_IS_WIDGET (parent));

  if (*menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (*menu));
  g_clear_pointer (menu, gtk_widget_unparent);
  *menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_name (*menu, name);
  gtk_widget_set_parent (*menu, parent);
}
