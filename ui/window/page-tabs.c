/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words above the panels. Where there is no room for them each page has an icon instead, whose tooltip and spoken
 * name say the word.
 */
#include "window/page-private.h"

#include "window/shorten.h"

static const struct
{
  const char *page;
  const char *icon_name;
} icons[] = {
  { "nodes", "list-add-symbolic" },
  { "outline", "view-list-bullet-symbolic" },
  { "console", "utilities-terminal-symbolic" },
  { "timeline", "preferences-system-time-symbolic" },
  { "problems", "dialog-warning-symbolic" },
  { "runs", "document-open-recent-symbolic" },
  { "inspector", "document-properties-symbolic" },
  { "run", "media-playback-start-symbolic" },
  { "visit", "find-location-symbolic" },
  { "watches", "view-reveal-symbolic" },
  { "breakpoints", "media-record-symbolic" },
  { "pins", "sluice-pin-symbolic" },
};

static void
fit (GtkStackSwitcher *switcher,
     gboolean          is_tiny)
{
  GtkStack *stack = gtk_stack_switcher_get_stack (switcher);

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      GtkWidget *child = gtk_stack_get_child_by_name (stack, icons[i].page);

      if (child != NULL)
        gtk_stack_page_set_icon_name (gtk_stack_get_page (stack, child), is_tiny ? icons[i].icon_name : NULL);
    }
  sluice_shorten_buttons (GTK_WIDGET (switcher));
}

/**
 * sluice_page_fit_tabs:
 *
 * Has words above the panels, or icons where the window is too narrow for them.
 */
void
sluice_page_fit_tabs (SluicePage *self)
{
  fit (self->left_switcher, self->is_tiny);
  fit (self->right_switcher, self->is_tiny);
  fit (self->bottom_switcher, self->is_tiny);
}
