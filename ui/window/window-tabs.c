/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tabs. A page is dragged within its window, to another, or out to a window of its own. A window
 * whose last page has gone goes too.
 */
#include "window/window-private.h"

#include <glib/gi18n.h>

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

static void
page_detached_cb (SluiceWindow *self)
{
  if (adw_tab_view_get_n_pages (self->tabs) == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

/* AdwTabBar gives its close buttons a tooltip, but no name. */
static void
name_close_buttons (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "tab-close-button"))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close the tab"), -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_close_buttons (child);
}

static void
page_attached_cb (SluiceWindow *self,
                  AdwTabPage   *tab)
{
  sluice_window_page_updated (self, SLUICE_PAGE (adw_tab_page_get_child (tab)));
  name_close_buttons (GTK_WIDGET (self->tab_bar));
}

static AdwTabView *
create_window_cb (SluiceWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  SluiceWindow *window = sluice_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  return window->tabs;
}

/**
 * sluice_window_get_nth_page:
 * @index: from 0
 *
 * Returns: (transfer none): the page in that tab
 */
SluicePage *
sluice_window_get_nth_page (SluiceWindow *self,
                            int           index)
{
  return SLUICE_PAGE (adw_tab_page_get_child (adw_tab_view_get_nth_page (self->tabs, index)));
}

/**
 * sluice_window_add_page:
 * @document: what is to be shown
 *
 * Shows the document in a new tab, right of the one that is shown.
 *
 * Returns: (transfer none): its page
 */
SluicePage *
sluice_window_add_page (SluiceWindow   *self,
                        SluiceDocument *document)
{
  SluicePage *page = SLUICE_PAGE (sluice_page_new ());
  AdwTabPage *current = adw_tab_view_get_selected_page (self->tabs);
  int at = current != NULL ? adw_tab_view_get_page_position (self->tabs, current) + 1 : 0;

  sluice_page_set_document (page, document);
  adw_tab_view_insert (self->tabs, GTK_WIDGET (page), at);
  sluice_window_select_page (self, page);

  return page;
}

/**
 * sluice_window_select_page:
 * @page: a page of the window
 *
 * Shows it.
 */
void
sluice_window_select_page (SluiceWindow *self,
                           SluicePage   *page)
{
  adw_tab_view_set_selected_page (self->tabs, adw_tab_view_get_page (self->tabs, GTK_WIDGET (page)));
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

/**
 * sluice_window_close_page:
 *
 * Closes the tab that is shown, or the window where it has none.
 */
void
sluice_window_close_page (SluiceWindow *self)
{
  AdwTabPage *tab = adw_tab_view_get_selected_page (self->tabs);

  if (tab != NULL)
    adw_tab_view_close_page (self->tabs, tab);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/**
 * sluice_window_init_tabs:
 *
 * Connects the tabs. Their own keys are those that no text entry has another use for.
 */
void
sluice_window_init_tabs (SluiceWindow *self)
{
  adw_tab_view_set_shortcuts (self->tabs,
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_TAB |
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_SHIFT_TAB |
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_PAGE_UP |
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_PAGE_DOWN |
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_SHIFT_PAGE_UP |
                              ADW_TAB_VIEW_SHORTCUT_CONTROL_SHIFT_PAGE_DOWN |
                              ADW_TAB_VIEW_SHORTCUT_ALT_DIGITS |
                              ADW_TAB_VIEW_SHORTCUT_ALT_ZERO);
  g_signal_connect_object (self->tabs, "close-page",
                           G_CALLBACK (sluice_window_close_page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "page-attached",
                           G_CALLBACK (page_attached_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "page-detached",
                           G_CALLBACK (page_detached_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tabs, "create-window",
                           G_CALLBACK (create_window_cb), self, G_CONNECT_SWAPPED);
}
