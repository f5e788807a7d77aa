/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The panels around the canvas: which are shown, and how large. In a narrow window the side panels
 * float above it, one at a time when asked for, and go again with Escape or a click beside them; what
 * the person wants in a wide one is kept.
 */
#include "window/page-private.h"

#include "window/shorten.h"
#include "window/text-scale.h"

#define NARROW_WIDTH 860
#define MAX_SIZE     4096 /* that the settings take */
#define BESIDE       48   /* px that a floating panel leaves free, to click on */

static const struct
{
  const char     *visible_key;
  const char     *size_key;
  int             min_size; /* that the settings take */
  GtkOrientation  orientation;
} infos[SLUICE_N_PANELS] = {
  [SLUICE_PANEL_LEFT] = { "left-panel-visible", "left-panel-width", 120, GTK_ORIENTATION_HORIZONTAL },
  [SLUICE_PANEL_RIGHT] = { "right-panel-visible", "right-panel-width", 200, GTK_ORIENTATION_HORIZONTAL },
  [SLUICE_PANEL_BOTTOM] = { "bottom-panel-visible", "bottom-panel-height", 80, GTK_ORIENTATION_VERTICAL },
};

static GtkPaned *
get_paned (SluicePage *self,
           SluicePanel   panel)
{
  switch (panel)
    {
    case SLUICE_PANEL_LEFT:
      return self->left_paned;
    case SLUICE_PANEL_RIGHT:
      return self->right_paned;
    case SLUICE_PANEL_BOTTOM:
    case SLUICE_N_PANELS:
    default:
      return self->bottom_paned;
    }
}

static void
request_size (SluicePage *self,
              SluicePanel   panel,
              int           size)
{
  if (infos[panel].orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_widget_set_size_request (self->panels[panel], size, -1);
  else
    gtk_widget_set_size_request (self->panels[panel], -1, size);
}

static gboolean
is_floating (SluicePage  *self,
             SluicePanel  panel)
{
  return gtk_widget_get_parent (self->panels[panel]) == GTK_WIDGET (self->overlay);
}

static void
put (SluicePage  *self,
     SluicePanel  panel,
     GtkWidget   *child)
{
  if (panel == SLUICE_PANEL_LEFT)
    gtk_paned_set_start_child (self->left_paned, child);
  else
    gtk_paned_set_end_child (self->right_paned, child);
}

/* Takes a side panel out of its place beside the canvas and puts it above, or back. */
static void
set_floating (SluicePage  *self,
              SluicePanel  panel,
              gboolean     floats)
{
  g_autoptr (GtkWidget) widget = g_object_ref (self->panels[panel]);

  if (is_floating (self, panel) == floats)
    return;
  if (floats)
    {
      put (self, panel, NULL);
      gtk_widget_set_halign (widget, panel == SLUICE_PANEL_LEFT ? GTK_ALIGN_START : GTK_ALIGN_END);
      gtk_widget_add_css_class (widget, "floating");
      gtk_overlay_add_overlay (self->overlay, widget);
    }
  else
    {
      gtk_overlay_remove_overlay (self->overlay, widget);
      gtk_widget_remove_css_class (widget, "floating");
      gtk_widget_set_halign (widget, GTK_ALIGN_FILL);
      request_size (self, panel, -1);
      put (self, panel, widget);
    }
}

/* A paned counts from its start, but the size to keep is often its end's. So a panel that appears
 * asks for its size, the paned divides by that once, and then keeps the place it found. */
static gboolean
pinned_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  SluicePage *self = SLUICE_PAGE (widget);

  if (gtk_widget_get_width (GTK_WIDGET (self->left_paned)) == 0)
    return G_SOURCE_CONTINUE;

  for (SluicePanel panel = 0; panel < SLUICE_N_PANELS; panel++)
    {
      GtkPaned *paned = get_paned (self, panel);

      if (is_floating (self, panel))
        continue;
      if (gtk_widget_get_visible (self->panels[panel]))
        gtk_paned_set_position (paned, gtk_paned_get_position (paned));
      request_size (self, panel, -1);
    }
  self->pin_tick = 0;

  return G_SOURCE_REMOVE;
}

static void
pin (SluicePage *self,
     SluicePanel   panel)
{
  int size = g_settings_get_int (self->settings, infos[panel].size_key);
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (is_floating (self, panel))
    {
      int wanted = (int) (size * sluice_text_scale_get (GTK_WIDGET (self)));

      request_size (self, panel, width > 0 ? MIN (wanted, width - BESIDE) : wanted);
      return;
    }
  request_size (self, panel, size);
  g_object_set (get_paned (self, panel), "position-set", FALSE, NULL);
  if (self->pin_tick == 0)
    self->pin_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), pinned_cb, NULL, NULL);
}

static void
save_size (SluicePage *self,
           SluicePanel   panel)
{
  GtkWidget *widget = self->panels[panel];
  int size = infos[panel].orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (widget)
                                                                    : gtk_widget_get_height (widget);

  /* One that is just being squeezed into a narrow window has no size to keep, nor one that floats. */
  if (!is_floating (self, panel) && size >= infos[panel].min_size && size <= MAX_SIZE
      && gtk_widget_get_mapped (widget) && self->pin_tick == 0)
    g_settings_set_int (self->settings, infos[panel].size_key, size);
}

static void
set_shown (SluicePage *self,
           SluicePanel   panel,
           gboolean      is_shown)
{
  if (gtk_widget_get_visible (self->panels[panel]) == is_shown)
    return;

  if (!is_shown)
    save_size (self, panel);
  gtk_widget_set_visible (self->panels[panel], is_shown);
  if (is_shown)
    pin (self, panel);
  sluice_page_update (self);
}

static void
set_wanted (SluicePage *self,
            SluicePanel   panel,
            gboolean      is_wanted)
{
  set_shown (self, panel, is_wanted);

  if (self->is_narrow && panel != SLUICE_PANEL_BOTTOM)
    {
      if (is_wanted)
        set_shown (self, panel == SLUICE_PANEL_LEFT ? SLUICE_PANEL_RIGHT : SLUICE_PANEL_LEFT, FALSE);
      return;
    }

  self->wanted[panel] = is_wanted;
  g_settings_set_boolean (self->settings, infos[panel].visible_key, is_wanted);
}

/**
 * sluice_page_toggle_panel:
 * @panel: which
 */
void
sluice_page_toggle_panel (SluicePage *self,
                            SluicePanel   panel)
{
  set_wanted (self, panel, !gtk_widget_get_visible (self->panels[panel]));
}

/**
 * sluice_page_show_panel:
 * @panel: which
 */
void
sluice_page_show_panel (SluicePage *self,
                          SluicePanel   panel)
{
  if (!gtk_widget_get_visible (self->panels[panel]))
    set_wanted (self, panel, TRUE);
}

/**
 * sluice_page_close_floating:
 *
 * Closes the panel that floats above the canvas.
 *
 * Returns: whether there was one
 */
gboolean
sluice_page_close_floating (SluicePage *self)
{
  gboolean any = FALSE;

  for (SluicePanel panel = SLUICE_PANEL_LEFT; panel <= SLUICE_PANEL_RIGHT; panel++)
    if (is_floating (self, panel) && gtk_widget_get_visible (self->panels[panel]))
      {
        set_shown (self, panel, FALSE);
        any = TRUE;
      }
  if (any)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));

  return any;
}

static void
pressed_beside_cb (SluicePage *self)
{
  sluice_page_close_floating (self);
}

static void
float_panels (SluicePage *self)
{
  set_floating (self, SLUICE_PANEL_LEFT, self->is_narrow);
  set_floating (self, SLUICE_PANEL_RIGHT, self->is_narrow);
}

/* What copies and clears lines is about the console alone, and gives way to the words of the pages. */
static void
bottom_page_cb (SluicePage *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->bottom_stack);

  gtk_widget_set_visible (self->console_buttons, !self->is_tiny && g_strcmp0 (page, "console") == 0);
}

/**
 * sluice_page_filter_console:
 *
 * Shows the console, and asks for the words that its lines are to have.
 */
void
sluice_page_filter_console (SluicePage *self)
{
  sluice_page_show_panel (self, SLUICE_PANEL_BOTTOM);
  gtk_stack_set_visible_child_name (self->bottom_stack, "console");
  sluice_console_open_search (self->console);
}

/**
 * sluice_page_show_timeline:
 *
 * Shows the timeline and gives it the keyboard.
 */
void
sluice_page_show_timeline (SluicePage *self)
{
  sluice_page_show_panel (self, SLUICE_PANEL_BOTTOM);
  gtk_stack_set_visible_child_name (self->bottom_stack, "timeline");
  sluice_timeline_focus (self->timeline);
}

static gboolean
refit_cb (gpointer user_data)
{
  SluicePage *self = user_data;

  if (self->overlay == NULL)
    return G_SOURCE_REMOVE;
  bottom_page_cb (self);
  sluice_page_fit_tabs (self);
  if (is_floating (self, SLUICE_PANEL_LEFT) == self->is_narrow)
    return G_SOURCE_REMOVE;
  if (self->is_narrow)
    {
      set_shown (self, SLUICE_PANEL_LEFT, FALSE);
      set_shown (self, SLUICE_PANEL_RIGHT, FALSE);
    }
  float_panels (self);
  set_shown (self, SLUICE_PANEL_LEFT, !self->is_narrow && self->wanted[SLUICE_PANEL_LEFT]);
  set_shown (self, SLUICE_PANEL_RIGHT, !self->is_narrow && self->wanted[SLUICE_PANEL_RIGHT]);

  return G_SOURCE_REMOVE;
}

/**
 * sluice_page_fit_panels:
 * @width: the page's new width
 *
 * Folds or unfolds the side panels when the window becomes narrow or wide. This is asked while the
 * window is being allocated, where nothing may be shown or hidden, so that is done right after.
 */
void
sluice_page_fit_panels (SluicePage *self,
                          int           width)
{
  if (sluice_text_scale_fit (GTK_WIDGET (self), width, NARROW_WIDTH, &self->is_narrow, &self->is_tiny))
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, refit_cb, g_object_ref (self), g_object_unref);
}

/**
 * sluice_page_save_sizes:
 *
 * Keeps the sizes of the panels for the next page.
 */
void
sluice_page_save_sizes (SluicePage *self)
{
  for (SluicePanel panel = 0; panel < SLUICE_N_PANELS; panel++)
    save_size (self, panel);
}

/**
 * sluice_page_restore_panels:
 *
 * Takes what was done to the panels while another page was shown.
 */
void
sluice_page_restore_panels (SluicePage *self)
{
  for (SluicePanel panel = 0; panel < SLUICE_N_PANELS; panel++)
    {
      gboolean was_shown = gtk_widget_get_visible (self->panels[panel]);

      self->wanted[panel] = g_settings_get_boolean (self->settings, infos[panel].visible_key);
      if (!self->is_narrow || panel == SLUICE_PANEL_BOTTOM)
        set_shown (self, panel, self->wanted[panel]);
      if (was_shown && gtk_widget_get_visible (self->panels[panel]))
        pin (self, panel);
    }
}

/**
 * sluice_page_init_panels:
 *
 * Takes the sizes that are kept.
 */
void
sluice_page_init_panels (SluicePage *self)
{
  GtkGesture *press = gtk_gesture_click_new ();

  sluice_page_fit_tabs (self);
  sluice_shorten_buttons (GTK_WIDGET (self->travel_bar));
  sluice_shorten_buttons (GTK_WIDGET (self->stop_banner));
  sluice_shorten_buttons (GTK_WIDGET (self->run_list));
  self->is_narrow = g_settings_get_int (self->settings, "window-width")
                      < NARROW_WIDTH * sluice_text_scale_get (GTK_WIDGET (self)) &&
                    !g_settings_get_boolean (self->settings, "window-maximized");
  float_panels (self);
  for (SluicePanel panel = 0; panel < SLUICE_N_PANELS; panel++)
    {
      self->wanted[panel] = g_settings_get_boolean (self->settings, infos[panel].visible_key);
      gtk_widget_set_visible (self->panels[panel], FALSE);
      set_shown (self, panel, self->wanted[panel] && (panel == SLUICE_PANEL_BOTTOM || !self->is_narrow));
    }
  g_signal_connect_object (self->bottom_stack, "notify::visible-child-name",
                           G_CALLBACK (bottom_page_cb), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (pressed_beside_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->left_paned), GTK_EVENT_CONTROLLER (press));
}
