/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Menus of buttons, each made when it is opened. A popover of a menu is a hundred widgets and more, which a window
 * that has just come does not need yet, and which follow every change of the menu from when they are there.
 */
#include "rows/late-menu.h"

static void
create_cb (GtkMenuButton *button,
           gpointer       user_data)
{
  GMenuModel *menu = user_data;

  if (gtk_menu_button_get_menu_model (button) != menu)
    gtk_menu_button_set_menu_model (button, menu);
}

/**
 * sluice_late_menu_set:
 * @button: a button
 * @menu: what it opens
 *
 * Gives the button a menu that is there from when it is opened first.
 */
void
sluice_late_menu_set (GtkMenuButton *button,
                      GMenuModel    *menu)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));
  g_return_if_fail (G_IS_MENU_MODEL (menu));

  gtk_menu_button_set_create_popup_func (button, create_cb, g_object_ref (menu), g_object_unref);
}
