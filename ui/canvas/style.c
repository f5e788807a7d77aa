/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Colours, fonts and icons: what is drawn with others is drawn anew. */
#include "canvas/canvas-private.h"

#define USUAL_DPI (96.0 * 1024) /* as GTK has it */
#define LARGEST_TEXT 3

static GtkWidgetClass *
get_parent_class (GtkWidget *widget)
{
  return g_type_class_peek_parent (GTK_WIDGET_GET_CLASS (widget));
}

/* Only the fonts say how wide the pills of the edges are, and so where there is room for them. */
static gboolean
measure_labels_anew (SluiceCanvas *self)
{
  g_autoptr (GHashTable) known = g_steal_pointer (&self->label_widths);
  GHashTableIter iter;
  gpointer text, width;
  gboolean is_other = FALSE;

  self->label_widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &text, &width) && !is_other)
    is_other = sluice_canvas_measure_label (text, self) != GPOINTER_TO_INT (width);

  return is_other;
}

static void
restyle (SluiceCanvas *self)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);

  sluice_canvas_draw_warm_anew (self);
  sluice_canvas_draw_way_anew (self);
  g_hash_table_remove_all (self->pills);
  if (measure_labels_anew (self))
    sluice_scene_restyle (scene);
  else
    sluice_scene_drop_drawings (scene);
  sluice_canvas_damage_all (self);
  sluice_canvas_tell_overview (self, TRUE);
  sluice_canvas_draw_anew (self);
}

/**
 * sluice_canvas_set_grid_visible:
 * @self: a canvas
 * @is_visible: whether the grid is drawn as dots
 */
void
sluice_canvas_set_grid_visible (SluiceCanvas *self,
                                gboolean      is_visible)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (self->hides_grid == !is_visible)
    return;
  self->hides_grid = !is_visible;
  sluice_canvas_damage_all (self);
}

/**
 * sluice_canvas_set_snaps:
 * @self: a canvas
 * @snaps: whether what is dragged snaps to its neighbours
 */
void
sluice_canvas_set_snaps (SluiceCanvas *self,
                         gboolean      snaps)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));

  sluice_stage_set_snaps (self->stage, snaps);
}

static void
css_changed (GtkWidget         *widget,
             GtkCssStyleChange *change)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  get_parent_class (widget)->css_changed (widget, change);
  if (sluice_palette_load (&self->palette, widget) || change == NULL)
    restyle (self);
}

/* A theme is also read again, as it was, after the program has started: nothing changes by that. */
static gboolean
has_other_icons (SluiceCanvas *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autofree char *name = gtk_icon_theme_get_theme_name (theme);

  if (g_strcmp0 (name, self->icon_theme) == 0)
    return FALSE;
  g_free (self->icon_theme);
  self->icon_theme = g_steal_pointer (&name);
  return TRUE;
}

/* Cards have their size in grid units, and so has what is written on them: where the desktop's text is larger, 100 % is
 * larger. */
static void
follow_text_size (SluiceCanvas *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  sluice_stage_set_unit (self->stage, CLAMP (dpi / USUAL_DPI, 1, LARGEST_TEXT));
}

static void
system_setting_changed (GtkWidget        *widget,
                        GtkSystemSetting  setting)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  get_parent_class (widget)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI)
    follow_text_size (self);
  if (setting != GTK_SYSTEM_SETTING_ICON_THEME || has_other_icons (self))
    restyle (self);
}

static void
realize (GtkWidget *widget)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  get_parent_class (widget)->realize (widget);
  has_other_icons (self);
  follow_text_size (self);
}

/**
 * sluice_canvas_class_follow_style:
 * @klass: the class of the canvas
 *
 * Has the canvas drawn anew when it is to look otherwise.
 */
void
sluice_canvas_class_follow_style (GtkWidgetClass *klass)
{
  klass->css_changed = css_changed;
  klass->system_setting_changed = system_setting_changed;
  klass->realize = realize;
}
