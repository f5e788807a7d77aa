/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells which widgets there are, what they say and where a pointer has to be aimed to meet them.
 * It only looks: nothing here changes a widget.
 */
#include "widget-tree.h"

#include <gdk/x11/gdkx.h>
#include <json-glib/json-glib.h>

typedef gboolean (*WidgetMatchFunc) (GtkWidget  *widget,
                                     const char *wanted);

/* The name given in code, else the id in the .ui file, else NULL. */
static const char *
get_name (GtkWidget *widget)
{
  const char *name = gtk_widget_get_name (widget);
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  if (name != NULL && !g_str_equal (name, G_OBJECT_TYPE_NAME (widget)))
    return name;
  return id != NULL && !g_str_has_prefix (id, "___") ? id : NULL;
}

static gboolean
has_name (GtkWidget  *widget,
          const char *name)
{
  return g_strcmp0 (get_name (widget), name) == 0;
}

static gboolean
has_type (GtkWidget  *widget,
          const char *type_name)
{
  GType type = g_type_from_name (type_name);

  return type != G_TYPE_INVALID && g_type_is_a (G_OBJECT_TYPE (widget), type);
}

static GtkWidget *
find_below (GtkWidget       *widget,
            WidgetMatchFunc  match,
            const char      *wanted,
            gboolean         is_mapped)
{
  if (gtk_widget_get_mapped (widget) == is_mapped && match (widget, wanted))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_below (child, match, wanted, is_mapped);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_in_windows (WidgetMatchFunc  match,
                 const char      *wanted,
                 gboolean         is_mapped)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && found == NULL; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found = find_below (window, match, wanted, is_mapped);
    }
  return found;
}

/* What is on screen comes before what another tab hides. */
static GtkWidget *
find_anywhere (WidgetMatchFunc  match,
               const char      *wanted)
{
  GtkWidget *found = find_in_windows (match, wanted, TRUE);

  return found != NULL ? found : find_in_windows (match, wanted, FALSE);
}

/**
 * sluice_test_find_widget:
 * @name: a widget's name, or its id in a .ui file
 *
 * Returns: (transfer none) (nullable): the first widget of that name in any window
 */
GtkWidget *
sluice_test_find_widget (const char *name)
{
  return find_anywhere (has_name, name);
}

/**
 * sluice_test_find_type:
 * @type_name: the name of a widget class
 *
 * Returns: (transfer none) (nullable): the first widget of that class in any window
 */
GtkWidget *
sluice_test_find_type (const char *type_name)
{
  return find_anywhere (has_type, type_name);
}

static guint32
get_xid (GtkNative *native)
{
  GdkSurface *surface = gtk_native_get_surface (native);

  return GDK_IS_X11_SURFACE (surface) ? gdk_x11_surface_get_xid (surface) : 0;
}

/**
 * sluice_test_place:
 * @widget: a widget
 * @area: (nullable): a part of @widget in its own coordinates, %NULL for all of it
 * @place: (out): where that is
 *
 * Returns: whether @widget is on screen
 */
gboolean
sluice_test_place (GtkWidget             *widget,
                   const graphene_rect_t *area,
                   SluiceTestPlace       *place)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double shadow_x, shadow_y;

  if (native == NULL || !gtk_widget_get_mapped (widget))
    return FALSE;
  if (area != NULL)
    {
      double x, y;

      gtk_widget_translate_coordinates (widget, GTK_WIDGET (native),
                                        area->origin.x, area->origin.y, &x, &y);
      graphene_rect_init (&place->bounds, x, y, area->size.width, area->size.height);
    }
  else if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &place->bounds))
    return FALSE;

  gtk_native_get_surface_transform (native, &shadow_x, &shadow_y);
  graphene_rect_offset (&place->bounds, shadow_x, shadow_y);
  place->xid = get_xid (native);
  return TRUE;
}

static char *
dup_text_view_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* What a person reads on the widget, without the underscores of mnemonics. */
static char *
dup_text (GtkWidget *widget)
{
  static const char *const properties[] = { "text", "label", "title" };

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    return dup_text_view_text (GTK_TEXT_VIEW (widget));
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      GParamSpec *pspec =
        g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]);
      g_autofree char *text = NULL;

      if (pspec == NULL || pspec->value_type != G_TYPE_STRING
          || (pspec->flags & G_PARAM_READABLE) == 0)
        continue;
      g_object_get (widget, properties[i], &text, NULL);
      if (text != NULL)
        {
          g_auto (GStrv) parts = g_strsplit (text, "_", -1);

          return g_str_equal (properties[i], "text") ? g_steal_pointer (&text)
                                                     : g_strjoinv ("", parts);
        }
    }
  return NULL;
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_flag (JsonBuilder *builder,
          const char  *name,
          gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_place (JsonBuilder *builder,
           GtkWidget   *widget)
{
  SluiceTestPlace place;

  if (!sluice_test_place (widget, NULL, &place))
    return;
  json_builder_set_member_name (builder, "xid");
  json_builder_add_int_value (builder, place.xid);
  json_builder_set_member_name (builder, "rect");
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, place.bounds.origin.x);
  json_builder_add_double_value (builder, place.bounds.origin.y);
  json_builder_add_double_value (builder, place.bounds.size.width);
  json_builder_add_double_value (builder, place.bounds.size.height);
  json_builder_end_array (builder);
}

static void
add_classes (JsonBuilder *builder,
             GtkWidget   *widget)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);

  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; classes[i] != NULL; i++)
    json_builder_add_string_value (builder, classes[i]);
  json_builder_end_array (builder);
}

/* Whether a person reads only a part of what the label says. */
static gboolean
is_cut (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget)
         && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
}

static void
add_widget (JsonBuilder *builder,
            GtkWidget   *widget)
{
  g_autofree char *text = dup_text (widget);

  json_builder_begin_object (builder);
  add_string (builder, "type", G_OBJECT_TYPE_NAME (widget));
  add_string (builder, "name", get_name (widget));
  add_string (builder, "text", text);
  add_string (builder, "tooltip", gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_ACTIONABLE (widget))
    add_string (builder, "action", gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)));
  if (GTK_IS_IMAGE (widget))
    add_string (builder, "icon", gtk_image_get_icon_name (GTK_IMAGE (widget)));
  add_flag (builder, "mapped", gtk_widget_get_mapped (widget));
  add_flag (builder, "sensitive", gtk_widget_is_sensitive (widget));
  add_flag (builder, "focus", gtk_widget_has_focus (widget));
  if (GTK_IS_LABEL (widget))
    add_flag (builder, "cut", is_cut (widget));
  add_classes (builder, widget);
  add_place (builder, widget);
  json_builder_set_member_name (builder, "children");
  json_builder_begin_array (builder);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_widget (builder, child);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * sluice_test_dump:
 *
 * Returns: (transfer full): all windows and what is in them, as JSON
 */
char *
sluice_test_dump (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      add_widget (builder, window);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
