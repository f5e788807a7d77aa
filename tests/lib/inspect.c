/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the end-to-end tests see of the editor: a D-Bus object beside the application's own, which
 * tells where things are on screen and when all input has been dealt with. It tells, it never
 * changes anything: whatever a test does, it does with the pointer, the keyboard or an action.
 *
 * The file is linked into sluice-editor-inspect, which is the editor but for this; the editor that
 * is installed has none of it.
 */
#include "live-objects.h"
#include "picture.h"
#include "run-state.h"
#include "settle.h"
#include "widget-tree.h"

#include "canvas/canvas.h"

#include <gtk/gtk.h>
#include <time.h>

#define INTERFACE "org.sluiceflow.Sluice.Inspect"
#define N_FRAMES 4096

/* When the last frames were painted with a flow in view, in µs of the monotonic clock. */
static struct
{
  guint64 times[N_FRAMES];
  guint n;
  guint64 first_cost; /* processor time of the program till the first of all, with a flow or the start page, in µs;
                       * 0: none yet */
} frames;

static const char introspection[] =
  "<node>"
  "  <interface name='" INTERFACE "'>"
  "    <method name='Settle'>"
  "      <arg name='frames' type='u' direction='out'/>"
  "    </method>"
  "    <method name='Widgets'>"
  "      <arg name='json' type='s' direction='out'/>"
  "    </method>"
  "    <method name='Find'>"
  "      <arg name='name' type='s' direction='in'/>"
  "      <arg name='place' type='(udddd)' direction='out'/>"
  "    </method>"
  "    <method name='Property'>"
  "      <arg name='name' type='s' direction='in'/>"
  "      <arg name='property' type='s' direction='in'/>"
  "      <arg name='value' type='s' direction='out'/>"
  "    </method>"
  "    <method name='Node'>"
  "      <arg name='address' type='s' direction='in'/>"
  "      <arg name='place' type='(udddd)' direction='out'/>"
  "    </method>"
  "    <method name='Input'>"
  "      <arg name='address' type='s' direction='in'/>"
  "      <arg name='place' type='(udddd)' direction='out'/>"
  "    </method>"
  "    <method name='Port'>"
  "      <arg name='address' type='s' direction='in'/>"
  "      <arg name='action' type='s' direction='in'/>"
  "      <arg name='place' type='(udddd)' direction='out'/>"
  "    </method>"
  "    <method name='Edge'>"
  "      <arg name='address' type='s' direction='in'/>"
  "      <arg name='action' type='s' direction='in'/>"
  "      <arg name='place' type='(udddd)' direction='out'/>"
  "    </method>"
  "    <method name='Document'>"
  "      <arg name='text' type='s' direction='out'/>"
  "    </method>"
  "    <method name='State'>"
  "      <arg name='json' type='s' direction='out'/>"
  "    </method>"
  "    <method name='Objects'>"
  "      <arg name='n' type='a{si}' direction='out'/>"
  "    </method>"
  "    <method name='Frames'>"
  "      <arg name='times' type='at' direction='out'/>"
  "    </method>"
  "    <method name='FirstFrame'>"
  "      <arg name='cost' type='t' direction='out'/>"
  "    </method>"
  "    <method name='Screenshot'>"
  "      <arg name='path' type='s' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

static void
return_not_found (GDBusMethodInvocation *invocation,
                  const char            *what)
{
  g_dbus_method_invocation_return_error (invocation, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                         "%s is not on screen", what);
}

/* Answers where @area of @widget is; where there is no such thing, that @what is not there. */
static void
return_place (GDBusMethodInvocation *invocation,
              GtkWidget             *widget,
              const graphene_rect_t *area,
              const char            *what)
{
  SluiceTestPlace place;

  if (widget == NULL || !sluice_test_place (widget, area, &place))
    {
      return_not_found (invocation, what);
      return;
    }
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("((udddd))", place.xid,
                                                        place.bounds.origin.x,
                                                        place.bounds.origin.y,
                                                        place.bounds.size.width,
                                                        place.bounds.size.height));
}

static void
return_point (GDBusMethodInvocation  *invocation,
              GtkWidget              *widget,
              const graphene_point_t *point,
              const char             *what)
{
  return_place (invocation, widget, &GRAPHENE_RECT_INIT (point->x, point->y, 0, 0), what);
}

static SluiceCanvas *
get_canvas (void)
{
  return (SluiceCanvas *) sluice_test_find_type ("SluiceCanvas");
}

static void
settled_cb (guint    n_frames,
            gpointer user_data)
{
  g_dbus_method_invocation_return_value (user_data, g_variant_new ("(u)", n_frames));
}

static void
handle_settle (GVariant              *parameters,
               GDBusMethodInvocation *invocation)
{
  sluice_test_settle_async (settled_cb, invocation);
}

static void
handle_widgets (GVariant              *parameters,
                GDBusMethodInvocation *invocation)
{
  g_autofree char *json = sluice_test_dump ();

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", json));
}

static void
handle_find (GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  return_place (invocation, sluice_test_find_widget (name), NULL, name);
}

static void
handle_property (GVariant              *parameters,
                 GDBusMethodInvocation *invocation)
{
  const char *name, *property;
  GtkWidget *widget;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *text = NULL;

  g_variant_get (parameters, "(&s&s)", &name, &property);
  widget = sluice_test_find_widget (name);
  if (widget == NULL)
    widget = sluice_test_find_type (name);
  if (widget == NULL
      || g_object_class_find_property (G_OBJECT_GET_CLASS (widget), property) == NULL)
    {
      return_not_found (invocation, widget == NULL ? name : property);
      return;
    }
  g_object_get_property (G_OBJECT (widget), property, &value);
  text = G_VALUE_HOLDS_STRING (&value) ? g_value_dup_string (&value)
                                       : g_strdup_value_contents (&value);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", text ? text : ""));
}

static void
handle_node (GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  const char *address;
  graphene_rect_t rect;

  g_variant_get (parameters, "(&s)", &address);
  if (canvas != NULL && sluice_canvas_get_node_rect (canvas, address, &rect))
    return_place (invocation, GTK_WIDGET (canvas), &rect, address);
  else
    return_not_found (invocation, address);
}

static void
handle_input (GVariant              *parameters,
              GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  const char *address;
  graphene_point_t point;

  g_variant_get (parameters, "(&s)", &address);
  if (canvas != NULL && sluice_canvas_get_port_point (canvas, address, NULL, &point))
    return_point (invocation, GTK_WIDGET (canvas), &point, address);
  else
    return_not_found (invocation, address);
}

static void
handle_port (GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  const char *address, *action;
  graphene_point_t point;

  g_variant_get (parameters, "(&s&s)", &address, &action);
  if (canvas != NULL && sluice_canvas_get_port_point (canvas, address, action, &point))
    return_point (invocation, GTK_WIDGET (canvas), &point, action);
  else
    return_not_found (invocation, action);
}

static void
handle_edge (GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  const char *address, *action;
  graphene_point_t point;

  g_variant_get (parameters, "(&s&s)", &address, &action);
  if (canvas != NULL && sluice_canvas_get_edge_point (canvas, address, action, &point))
    return_point (invocation, GTK_WIDGET (canvas), &point, action);
  else
    return_not_found (invocation, action);
}

static void
handle_document (GVariant              *parameters,
                 GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  g_autofree char *text = NULL;

  if (canvas == NULL || sluice_canvas_get_document (canvas) == NULL)
    {
      return_not_found (invocation, "A document");
      return;
    }
  text = sluice_document_to_text (sluice_canvas_get_document (canvas), NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", text));
}

static void
handle_state (GVariant              *parameters,
              GDBusMethodInvocation *invocation)
{
  SluiceCanvas *canvas = get_canvas ();
  g_autofree char *json = NULL;

  if (canvas == NULL || sluice_canvas_get_document (canvas) == NULL)
    {
      return_not_found (invocation, "A document");
      return;
    }
  json = sluice_test_dump_state (canvas);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", json));
}

static void
handle_objects (GVariant              *parameters,
                GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{si})", sluice_test_get_objects ()));
}

/* When the frames since the last call were painted, the latest N_FRAMES of them. */
static void
handle_frames (GVariant              *parameters,
               GDBusMethodInvocation *invocation)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("at"));
  for (guint i = frames.n > N_FRAMES ? frames.n - N_FRAMES : 0; i < frames.n; i++)
    g_variant_builder_add (&builder, "t", frames.times[i % N_FRAMES]);
  frames.n = 0;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(at)", &builder));
}

static void
handle_first_frame (GVariant              *parameters,
                    GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(t)", frames.first_cost));
}

static void
handle_screenshot (GVariant              *parameters,
                   GDBusMethodInvocation *invocation)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);
  g_autoptr (GdkTexture) picture = NULL;
  const char *path;

  g_variant_get (parameters, "(&s)", &path);
  picture = window != NULL ? sluice_test_render (window) : NULL;
  if (picture == NULL || !gdk_texture_save_to_png (picture, path))
    return_not_found (invocation, path);
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Of all threads, in µs. */
static guint64
measure_cost (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (guint64) time.tv_sec * G_USEC_PER_SEC + (guint64) time.tv_nsec / 1000;
}

static const struct
{
  const char *method;
  void (*handle) (GVariant              *parameters,
                  GDBusMethodInvocation *invocation);
} methods[] = {
  { "Settle", handle_settle },
  { "Widgets", handle_widgets },
  { "Find", handle_find },
  { "Property", handle_property },
  { "Node", handle_node },
  { "Input", handle_input },
  { "Port", handle_port },
  { "Edge", handle_edge },
  { "Document", handle_document },
  { "State", handle_state },
  { "Objects", handle_objects },
  { "Frames", handle_frames },
  { "FirstFrame", handle_first_frame },
  { "Screenshot", handle_screenshot },
};

static void
method_call_cb (GDBusConnection       *connection,
                const char            *sender,
                const char            *path,
                const char            *interface,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (method, methods[i].method))
      {
        methods[i].handle (parameters, invocation);
        return;
      }
}

static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };

/* Runs as the application starts, when it has its bus and before it has a window. */
static gboolean
application_startup_cb (GSignalInvocationHint *hint,
                        guint                  n_values,
                        const GValue          *values,
                        gpointer               user_data)
{
  GApplication *application = g_value_get_object (&values[0]);
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (bus == NULL)
    g_error ("The editor under test has no session bus");
  path = g_strconcat (g_application_get_dbus_object_path (application), "/Inspect", NULL);
  if (!g_dbus_connection_register_object (bus, path, info->interfaces[0], &vtable, NULL, NULL,
                                          &error))
    g_error ("The editor cannot be inspected: %s", error->message);
  return FALSE;
}

static gboolean
frame_painted_cb (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  static SluiceCanvas *canvas;
  gboolean has_flow;

  if (canvas == NULL)
    g_set_weak_pointer (&canvas, get_canvas ());
  has_flow = canvas != NULL && sluice_canvas_get_document (canvas) != NULL
             && gtk_widget_get_mapped (GTK_WIDGET (canvas));
  if (frames.first_cost == 0 && (canvas == NULL || has_flow))
    frames.first_cost = measure_cost ();
  if (has_flow)
    frames.times[frames.n++ % N_FRAMES] = (guint64) g_get_monotonic_time ();
  return TRUE;
}

/* A warning is a bug of the editor and ends it, but for these: settings and the list of recent files are written by GIO
 * and GTK, which have no other way to say that the disk is full. */
static gboolean
is_of_full_disk (const char *message)
{
  return g_str_has_prefix (message, "Failed to write keyfile")
         || g_str_has_prefix (message, "Attempting to store changes into")
         || g_str_has_prefix (message, "Attempting to set the permissions of");
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return !is_of_full_disk (message);
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && is_of_full_disk (fields[i].value))
      return g_log_writer_standard_streams (level, fields, n_fields, NULL);
  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* The editor's own main () knows nothing of this, so it is hooked before main () runs. */
__attribute__ ((constructor)) static void
watch_for_application (void)
{
  g_test_log_set_fatal_handler (is_fatal, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  sluice_test_count_objects ();
  g_type_class_unref (g_type_class_ref (G_TYPE_APPLICATION));
  g_signal_add_emission_hook (g_signal_lookup ("startup", G_TYPE_APPLICATION), 0,
                              application_startup_cb, NULL, NULL);
  g_type_class_unref (g_type_class_ref (GDK_TYPE_FRAME_CLOCK));
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0,
                              frame_painted_cb, NULL, NULL);
}
