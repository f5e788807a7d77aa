/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The canvas widget: it holds the stage, tells it what a person does and shows what it says. It
 * edits nothing itself; every change comes back as a change set of the document.
 */
#include "canvas/canvas-private.h"
#include "canvas/node-proxy.h"

#include "graph/edit.h"
#include "graph/metrics.h"

#include <glib/gi18n.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (SluiceCanvas, sluice_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_FLOW,
  PROP_SESSION,
  PROP_BREAKPOINTS,
  PROP_ZOOM,
  PROP_WHEEL_PRESET,
  N_PROPS,
};

enum
{
  SELECTION_CHANGED,
  ADD_NODE_REQUESTED,
  NODE_ACTIVATED,
  EDIT_BREAKPOINT,
  RUN_TO,
  MESSAGE,
  OVERVIEW_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static SluiceScene *
get_scene (SluiceCanvas *self)
{
  return sluice_stage_get_scene (self->stage);
}

void
sluice_canvas_tell (SluiceCanvas *self,
                    const char   *message)
{
  g_signal_emit (self, signals[MESSAGE], 0, message);
}

void
sluice_canvas_request_node (SluiceCanvas *self,
                            double        x,
                            double        y,
                            const char   *from,
                            const char   *action)
{
  if (self->document != NULL && !sluice_document_is_read_only (self->document))
    g_signal_emit (self, signals[ADD_NODE_REQUESTED], 0, x, y, from, action);
}

void
sluice_canvas_activate_node (SluiceCanvas *self,
                             const char   *address)
{
  g_autofree char *kept = g_strdup (address);

  g_signal_emit (self, signals[NODE_ACTIVATED], 0, kept);
}

/* What a map of it shows: where the view, the selection or the run is, or the flow itself. */
void
sluice_canvas_tell_overview (SluiceCanvas *self,
                             gboolean      is_flow)
{
  g_signal_emit (self, signals[OVERVIEW_CHANGED], 0, is_flow);
}

static void
selection_changed_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;

  sluice_canvas_follow_selection (self);
  sluice_canvas_update_actions (self);
  sluice_canvas_queue_proxies (self, TRUE);
  sluice_canvas_draw_anew (self);
  sluice_canvas_tell_overview (self, FALSE);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
scene_changed_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;
  gboolean is_drag = sluice_scene_has_lifted (get_scene (self));

  sluice_canvas_draw_warm_anew (self);
  sluice_canvas_draw_way_anew (self);
  sluice_canvas_draw_anew (self);
  sluice_canvas_tell_overview (self, !is_drag);
  if (is_drag)
    return; /* the rest follows when it is over */
  sluice_canvas_update_first_hint (self);
  sluice_canvas_update_actions (self);
  sluice_canvas_queue_proxies (self, !sluice_stage_is_busy (self->stage));
}

static void
viewport_changed_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;

  if (self->shown_zoom != sluice_canvas_get_zoom (self))
    {
      self->shown_zoom = sluice_canvas_get_zoom (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
    }
  sluice_canvas_stop_rename (self);
  sluice_canvas_queue_proxies (self, FALSE);
  sluice_canvas_draw_anew (self);
  sluice_canvas_tell_overview (self, FALSE);
}

static void
feedback_changed_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;
  const char *cursor = sluice_stage_get_feedback (self->stage)->cursor;

  if (cursor != self->shown_cursor)
    {
      self->shown_cursor = cursor;
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
    }
  sluice_canvas_update_keys_hint (self);
  sluice_canvas_follow_link (self);
  sluice_canvas_draw_anew (self);
}

static void
add_node_cb (double      x,
             double      y,
             const char *from,
             const char *action,
             gpointer    user_data)
{
  sluice_canvas_request_node (user_data, x, y, from, action);
}

static void
activate_node_cb (const char *address,
                  gpointer    user_data)
{
  sluice_canvas_activate_node (user_data, address);
}

static void
edit_action_cb (const char *address,
                const char *action,
                gpointer    user_data)
{
  sluice_canvas_start_rename (user_data, address, action);
}

static void
toggle_breakpoint_cb (const char *address,
                      gpointer    user_data)
{
  sluice_canvas_toggle_breakpoint (user_data, address);
}

static void
message_cb (const char *text,
            gpointer    user_data)
{
  sluice_canvas_tell (user_data, text);
}

static void
perform_cb (const char *action,
            gpointer    user_data)
{
  gtk_widget_activate_action (user_data, action, NULL);
}

static void
edit_shape_cb (const char *address,
               gpointer    user_data)
{
  sluice_canvas_start_rename (user_data, address, NULL);
}

/* The end of a drag makes it an undo step without changing the document any more. */
static void
history_changed_cb (SluiceDocument *document,
                    GParamSpec     *pspec,
                    SluiceCanvas   *self)
{
  sluice_canvas_update_actions (self);
}

static void
damage_cb (const SluiceRect *area,
           gpointer          user_data)
{
  SluiceCanvas *self = user_data;

  if (area != NULL)
    sluice_canvas_damage_area (self, area);
  else
    sluice_canvas_damage_all (self);
}

/* Whether something happens or something is waited for may change many times a second; that is
 * told by the nodes. */
static gboolean
is_going (SluiceSessionState state)
{
  return state == SLUICE_SESSION_RUNNING || state == SLUICE_SESSION_WAITING;
}

static void
run_state_cb (SluiceRunSession *session,
              GParamSpec       *pspec,
              SluiceCanvas     *self)
{
  const SluiceRunUpdate nothing = { 0 };
  SluiceSessionState state = sluice_run_session_get_state (session);
  gboolean was_going = is_going (self->shown_state);

  self->shown_state = state;
  if (was_going && is_going (state))
    return;
  sluice_canvas_follow_run (self, &nothing);
  sluice_canvas_queue_proxies (self, TRUE);
  sluice_canvas_draw_anew (self);
}

static void
run_updated_cb (SluiceRunSession      *session,
                const SluiceRunUpdate *update,
                SluiceCanvas          *self)
{
  sluice_canvas_follow_run (self, update);
  if (sluice_canvas_follow_queues (self))
    {
      sluice_canvas_drop_layer (self, SLUICE_LAYER_QUEUES);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (!update->restarted && !update->edges && !update->lanes
      && (update->nodes == NULL || update->nodes[0] == NULL))
    return;
  if (update->restarted)
    sluice_canvas_queue_proxies (self, TRUE);
  sluice_canvas_tell_run (self, update->nodes);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  int hint_minimum, hint_natural;

  gtk_widget_measure (SLUICE_CANVAS (widget)->hint, orientation, -1, &hint_minimum, &hint_natural,
                      NULL, NULL);
  *minimum = MAX (160, hint_minimum);
  *natural = MAX (480, hint_natural);
}

/* A flow that is opened is not shown from farther than a hand can go, where what is on it cannot be told apart. */
static void
fit_opened (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  double least;

  sluice_canvas_fit (self);
  least = SLUICE_ZOOM_MIN * sluice_viewport_get_unit (view);
  if (view->zoom < least)
    sluice_stage_zoom_to (self->stage, least, view->width / 2, view->height / 2);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  gboolean changed = view->width != width || view->height != height;

  sluice_stage_set_size (self->stage, width, height);
  if (self->wants_fit && width > 0 && height > 0)
    fit_opened (self);
  if (changed)
    {
      sluice_canvas_draw_anew (self);
      sluice_canvas_queue_proxies (self, FALSE);
      sluice_canvas_tell_overview (self, TRUE);
    }
  sluice_canvas_allocate_first_hint (self, width, height);
  sluice_canvas_allocate_keys_hint (self, width, height);
  sluice_canvas_allocate_proxies (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->rename != NULL)
    gtk_popover_present (GTK_POPOVER (self->rename));
}

static void
map (GtkWidget *widget)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  GTK_WIDGET_CLASS (sluice_canvas_parent_class)->map (widget);
  sluice_canvas_queue_proxies (self, TRUE);
}

static gboolean
focus (GtkWidget        *widget,
       GtkDirectionType  direction)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const char *last = sluice_selection_get_last (sluice_scene_get_selection (get_scene (self)));
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child != NULL && !SLUICE_IS_NODE_PROXY (child))
    return gtk_widget_child_focus (child, direction); /* a menu, or a text being written */
  if (child != NULL || gtk_widget_has_focus (widget))
    return FALSE; /* the arrows walk within; the next Tab leaves */
  if (last != NULL)
    sluice_canvas_focus_node (self, last);
  return gtk_widget_get_focus_child (widget) != NULL || gtk_widget_grab_focus (widget);
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  SluiceCanvas *self = SLUICE_CANVAS (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_FLOW:
      g_value_set_string (value, self->flow);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_BREAKPOINTS:
      g_value_set_object (value, self->breakpoints);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, sluice_canvas_get_zoom (self));
      break;
    case PROP_WHEEL_PRESET:
      g_value_set_string (value, sluice_stage_get_drag_pans (self->stage) ? "scroll" : "zoom");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* "scroll": the wheel scrolls and a drag pans; else the wheel zooms and a drag selects. */
static void
set_wheel_preset (SluiceCanvas *self,
                  const char   *preset)
{
  gboolean scrolls = g_strcmp0 (preset, "scroll") == 0;

  if (sluice_stage_get_drag_pans (self->stage) == scrolls)
    return;
  sluice_stage_set_drag_pans (self->stage, scrolls);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHEEL_PRESET]);
}

/* Who wants nothing to move by itself gets no glide. */
static void
animations_changed_cb (SluiceCanvas *self)
{
  gboolean is_animated;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &is_animated,
                NULL);
  sluice_stage_set_animated (self->stage, is_animated);
  if (!is_animated)
    sluice_canvas_finish_animation (self);
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  SluiceCanvas *self = SLUICE_CANVAS (object);
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);

  switch (id)
    {
    case PROP_DOCUMENT:
      sluice_canvas_set_document (self, g_value_get_object (value));
      break;
    case PROP_FLOW:
      sluice_canvas_set_flow (self, g_value_get_string (value));
      break;
    case PROP_SESSION:
      sluice_canvas_set_session (self, g_value_get_object (value));
      break;
    case PROP_BREAKPOINTS:
      sluice_canvas_set_breakpoints (self, g_value_get_object (value));
      break;
    case PROP_ZOOM:
      sluice_stage_zoom_to (self->stage, g_value_get_double (value), view->width / 2,
                            view->height / 2);
      break;
    case PROP_WHEEL_PRESET:
      set_wheel_preset (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_canvas_dispose (GObject *object)
{
  SluiceCanvas *self = SLUICE_CANVAS (object);

  g_cancellable_cancel (self->cancellable);
  sluice_canvas_set_session (self, NULL);
  sluice_canvas_set_breakpoints (self, NULL);
  if (self->document != NULL)
    sluice_canvas_set_document (self, NULL);
  sluice_canvas_clear_proxies (self);
  g_clear_pointer (&self->hint, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->keys_hint, gtk_widget_unparent);
  g_clear_pointer (&self->rename, gtk_widget_unparent);
  G_OBJECT_CLASS (sluice_canvas_parent_class)->dispose (object);
}

static void
sluice_canvas_finalize (GObject *object)
{
  SluiceCanvas *self = SLUICE_CANVAS (object);

  sluice_stage_free (self->stage);
  sluice_tiles_free (self->tiles);
  g_hash_table_unref (self->lively);
  g_hash_table_unref (self->marked);
  sluice_canvas_free_warm (self);
  g_hash_table_unref (self->pills);
  sluice_canvas_free_way (self);
  for (guint i = 0; i < SLUICE_N_LAYERS; i++)
    sluice_canvas_drop_layer (self, i);
  sluice_canvas_forget_queues (self);
  g_hash_table_unref (self->label_widths);
  g_free (self->icon_theme);
  g_hash_table_unref (self->problems);
  g_strfreev (self->found);
  g_hash_table_unref (self->shown_selection);
  g_free (self->shown_stop);
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->shown_edge[i]);
      g_free (self->shown_link[i]);
    }
  g_ptr_array_unref (self->proxies);
  g_ptr_array_unref (self->unmatched);
  g_hash_table_unref (self->kept_views);
  g_hash_table_unref (self->untold);
  g_object_unref (self->cancellable);
  g_free (self->flow);
  g_free (self->rename_address);
  g_free (self->rename_action);
  G_OBJECT_CLASS (sluice_canvas_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, SLUICE_TYPE_DOCUMENT,
                                                   flags);
  properties[PROP_FLOW] = g_param_spec_string ("flow", NULL, NULL, NULL, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SLUICE_TYPE_RUN_SESSION,
                                                  flags);
  properties[PROP_BREAKPOINTS] = g_param_spec_object ("breakpoints", NULL, NULL,
                                                      SLUICE_TYPE_BREAKPOINTS, flags);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, SLUICE_ZOOM_LEAST, SLUICE_ZOOM_MAX * 3,
                                               1, flags);
  properties[PROP_WHEEL_PRESET] = g_param_spec_string ("wheel-preset", NULL, NULL, "zoom", flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
install_signals (GObjectClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  const GSignalFlags flags = G_SIGNAL_RUN_LAST;

  signals[SELECTION_CHANGED] =
    g_signal_new ("selection-changed", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ADD_NODE_REQUESTED] =
    g_signal_new ("add-node-requested", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  4, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_STRING, G_TYPE_STRING);
  signals[NODE_ACTIVATED] =
    g_signal_new ("node-activated", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  1, G_TYPE_STRING);
  signals[OVERVIEW_CHANGED] =
    g_signal_new ("overview-changed", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  1, G_TYPE_BOOLEAN);
  signals[EDIT_BREAKPOINT] =
    g_signal_new ("edit-breakpoint", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SLUICE_TYPE_BREAKPOINT);
  signals[RUN_TO] =
    g_signal_new ("run-to", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SLUICE_TYPE_BREAKPOINT);
  signals[MESSAGE] =
    g_signal_new ("message", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sluice_canvas_class_init (SluiceCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = sluice_canvas_dispose;
  object_class->finalize = sluice_canvas_finalize;
  widget_class->snapshot = sluice_canvas_snapshot;
  widget_class->query_tooltip = sluice_canvas_query_tooltip;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  sluice_canvas_class_follow_style (widget_class);
  widget_class->map = map;
  widget_class->focus = focus;

  install_properties (object_class);
  install_signals (object_class);
  sluice_canvas_class_add_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
make_stage (SluiceCanvas *self)
{
  static const SluiceStageHost host = {
    feedback_changed_cb, viewport_changed_cb, add_node_cb, activate_node_cb,
    edit_action_cb, toggle_breakpoint_cb, message_cb, perform_cb, edit_shape_cb, sluice_canvas_press_edge,
  };
  static const SluiceSceneClient client = {
    scene_changed_cb, sluice_canvas_measure_label, sluice_canvas_drop_drawing, damage_cb,
  };

  self->stage = sluice_stage_new ();
  sluice_stage_set_host (self->stage, &host, self);
  sluice_scene_set_client (get_scene (self), &client, self);
  sluice_selection_set_func (sluice_scene_get_selection (get_scene (self)), selection_changed_cb,
                             self);
}

static void
sluice_canvas_init (SluiceCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->proxies = g_ptr_array_new ();
  self->unmatched = g_ptr_array_new ();
  self->untold = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->flow = g_strdup ("main");
  self->kept_views = sluice_canvas_new_kept_views ();
  self->pointer_x = self->pointer_y = -1;
  self->shown_zoom = 1;
  self->tiles = sluice_tiles_new (sluice_canvas_paint_tile, self);
  self->lively = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->marked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sluice_canvas_init_warm (self);
  self->pills = sluice_canvas_new_pills ();
  sluice_canvas_init_way (self);
  self->shown_selection = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->problems = sluice_canvas_new_problems ();
  self->label_widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  make_stage (self);
  sluice_canvas_make_first_hint (self);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Canvas"),
                                  -1);
  sluice_canvas_add_input (self);
  sluice_canvas_update_actions (self);
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-enable-animations",
                           G_CALLBACK (animations_changed_cb), self, G_CONNECT_SWAPPED);
  animations_changed_cb (self);
}

/**
 * sluice_canvas_new:
 *
 * Returns: (transfer floating): a canvas that shows nothing yet
 */
GtkWidget *
sluice_canvas_new (void)
{
  return g_object_new (SLUICE_TYPE_CANVAS, NULL);
}

static void
show_flow (SluiceCanvas *self)
{
  sluice_stage_cancel (self->stage);
  sluice_canvas_stop_rename (self);
  sluice_scene_set_flow (get_scene (self), self->document, self->flow);
  sluice_canvas_follow_run (self, NULL);
  self->wants_fit = !sluice_canvas_restore_view (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * sluice_canvas_set_document:
 * @self: a canvas
 * @document: (nullable): the document to show
 *
 * Shows a document, all of its flow in view.
 */
void
sluice_canvas_set_document (SluiceCanvas   *self,
                            SluiceDocument *document)
{
  static const char * const history[] = { "notify::can-undo", "notify::can-redo",
                                          "notify::read-only" };

  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (self->document == document)
    return;
  sluice_stage_cancel (self->stage);
  sluice_canvas_stop_rename (self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_func (self->document, history_changed_cb, self);
  g_set_object (&self->document, document);
  g_hash_table_remove_all (self->kept_views);
  for (guint i = 0; document != NULL && i < G_N_ELEMENTS (history); i++)
    g_signal_connect_object (document, history[i], G_CALLBACK (history_changed_cb), self, 0);
  show_flow (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

/**
 * sluice_canvas_set_flow:
 * @self: a canvas
 * @flow: id of a flow of the document
 *
 * Shows another flow of the same document.
 */
void
sluice_canvas_set_flow (SluiceCanvas *self,
                        const char   *flow)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));
  g_return_if_fail (flow != NULL);

  if (g_strcmp0 (self->flow, flow) == 0)
    return;
  sluice_canvas_keep_view (self);
  g_free (self->flow);
  self->flow = g_strdup (flow);
  show_flow (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLOW]);
}

/**
 * sluice_canvas_set_session:
 * @self: a canvas
 * @session: (nullable): the run to lay over the drawing
 */
void
sluice_canvas_set_session (SluiceCanvas     *self,
                           SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->session, run_updated_cb, self);
      g_signal_handlers_disconnect_by_func (self->session, run_state_cb, self);
    }
  g_set_object (&self->session, session);
  if (session != NULL)
    {
      g_signal_connect_object (session, "updated", G_CALLBACK (run_updated_cb), self, 0);
      g_signal_connect_object (session, "notify::state", G_CALLBACK (run_state_cb), self, 0);
    }
  self->shown_state = session != NULL ? sluice_run_session_get_state (session) : SLUICE_SESSION_IDLE;
  sluice_canvas_follow_run (self, NULL);
  sluice_canvas_draw_anew (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * sluice_canvas_set_breakpoints:
 * @self: a canvas
 * @breakpoints: (nullable): what to show and to toggle
 */
void
sluice_canvas_set_breakpoints (SluiceCanvas      *self,
                               SluiceBreakpoints *breakpoints)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (self->breakpoints == breakpoints)
    return;
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_func (self->breakpoints, sluice_canvas_breaks_changed, self);
  g_clear_pointer (&self->breaks, sluice_break_index_free);
  g_set_object (&self->breakpoints, breakpoints);
  if (breakpoints != NULL)
    self->breaks = sluice_break_index_new (breakpoints);
  if (breakpoints != NULL)
    g_signal_connect_object (breakpoints, "changed", G_CALLBACK (sluice_canvas_breaks_changed), self, 0);
  sluice_canvas_damage_all (self);
  sluice_canvas_update_actions (self);
  sluice_canvas_draw_anew (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BREAKPOINTS]);
}
