/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The way of the keyboard between the panes of the window, for Tab adds a node where it is pressed
 * on the canvas. A pane in which nothing can have the focus now is passed over.
 */
#include "window/window-private.h"

#define MAX_PANES 16

static gboolean
holds_focus (GtkWidget *pane)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (pane));

  return focus != NULL && (focus == pane || gtk_widget_is_ancestor (focus, pane));
}

/* In the order in which they are seen: down each column, the columns from start to end. */
static guint
collect_panes (SluiceWindow *self,
               GtkWidget   **panes)
{
  SluicePage *page = self->page;
  guint n = 0;

  panes[n++] = self->header_bar;
  panes[n++] = GTK_WIDGET (self->error_bar);
  if (page == NULL)
    {
      panes[n++] = GTK_WIDGET (self->start_page);
      return n;
    }
  panes[n++] = GTK_WIDGET (self->tab_bar);
  panes[n++] = page->panels[SLUICE_PANEL_LEFT];
  panes[n++] = GTK_WIDGET (page->trail);
  panes[n++] = GTK_WIDGET (page->find_bar);
  panes[n++] = GTK_WIDGET (page->recovery_bar);
  panes[n++] = GTK_WIDGET (page->file_bar);
  panes[n++] = GTK_WIDGET (page->stop_banner);
  panes[n++] = GTK_WIDGET (page->travel_bar);
  panes[n++] = GTK_WIDGET (page->canvas);
  panes[n++] = GTK_WIDGET (page->prompts);
  panes[n++] = page->panels[SLUICE_PANEL_BOTTOM];
  panes[n++] = page->panels[SLUICE_PANEL_RIGHT];
  panes[n++] = page->status_bar;
  g_assert (n <= MAX_PANES);
  return n;
}

/* A panel gives the focus to the page that its switcher shows. */
static gboolean
enter_pane (SluiceWindow *self,
            GtkWidget    *pane)
{
  SluicePage *page = self->page;

  if (!gtk_widget_get_mapped (pane))
    return FALSE;
  if (page == NULL)
    return gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
  if (pane == page->panels[SLUICE_PANEL_RIGHT]
      && gtk_widget_child_focus (GTK_WIDGET (page->right_stack), GTK_DIR_TAB_FORWARD))
    return TRUE;
  if (pane == page->panels[SLUICE_PANEL_BOTTOM]
      && gtk_widget_child_focus (GTK_WIDGET (page->bottom_stack), GTK_DIR_TAB_FORWARD))
    return TRUE;
  return gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

/**
 * sluice_window_focus_pane:
 * @step: 1 for the next pane, -1 for the one before
 *
 * Moves the keyboard to another pane, around the window.
 */
void
sluice_window_focus_pane (SluiceWindow *self,
                          int           step)
{
  GtkWidget *panes[MAX_PANES];
  guint n = collect_panes (self, panes);
  guint at = step > 0 ? n - 1 : 0;

  for (guint i = 0; i < n; i++)
    if (holds_focus (panes[i]))
      at = i;
  for (guint i = 1; i < n; i++)
    if (enter_pane (self, panes[(at + n + i * (guint) step) % n]))
      break;
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

/**
 * sluice_window_focus_canvas:
 *
 * Gives the keyboard back to the canvas, from wherever nothing else wants the key. A panel that floats
 * above it goes; on the canvas it leads back from the past.
 */
void
sluice_window_focus_canvas (SluiceWindow *self)
{
  if (self->page != NULL && sluice_page_close_floating (self->page))
    return;
  if (self->page == NULL)
    return;
  if (holds_focus (GTK_WIDGET (self->page->canvas)))
    sluice_run_session_close_past (self->page->session);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->page->canvas), GTK_DIR_TAB_FORWARD);
}
