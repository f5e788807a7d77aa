/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where in the document one is: the flow on the canvas, and the flows one came through to it. A
 * menu leads to any flow. It is invisible while there is one flow only.
 */
#include "window/flow-trail.h"

#include "rows/late-menu.h"

#include <glib/gi18n.h>

struct _SluiceFlowTrail
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceDocument *document;
  GPtrArray      *flows;     /* ids, from the outermost to the one shown; never empty with a document */
  guint           scroll_id; /* it will show its end; 0: it will not */

  /* Template. */
  GtkWidget         *content;
  GtkMenuButton     *menu_button;
  GtkScrolledWindow *scroller;
  GtkWidget         *crumbs;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceFlowTrail, sluice_flow_trail, GTK_TYPE_WIDGET)

static char *
dup_title (SluiceFlowTrail *self,
           const char      *flow)
{
  const char *title = sluice_value_get_member_string (sluice_document_get_flow (self->document, flow), "title");

  return g_strdup (title != NULL && title[0] != '\0' ? title : flow);
}

static void
crumb_clicked_cb (GtkWidget       *crumb,
                  SluiceFlowTrail *self)
{
  guint depth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (crumb), "depth"));

  if (depth == self->flows->len)
    return;

  g_ptr_array_set_size (self->flows, (int) depth);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_crumb (SluiceFlowTrail *self,
           guint            depth)
{
  g_autofree char *title = dup_title (self, g_ptr_array_index (self->flows, depth - 1));
  GtkWidget *crumb = gtk_button_new_with_label (title);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (crumb));

  if (depth > 1)
    {
      GtkWidget *chevron = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_widget_add_css_class (chevron, "dim-label");
      gtk_box_append (GTK_BOX (self->crumbs), chevron);
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (crumb, "flat");
  if (depth == self->flows->len)
    gtk_widget_add_css_class (crumb, "current");
  g_object_set_data (G_OBJECT (crumb), "depth", GUINT_TO_POINTER (depth));
  g_signal_connect (crumb, "clicked", G_CALLBACK (crumb_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->crumbs), crumb);
}

static void
update_menu (SluiceFlowTrail *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) flows = g_menu_new ();
  g_autoptr (GMenu) verbs = g_menu_new ();
  guint n_flows = sluice_document_get_n_flows (self->document);

  for (guint i = 0; i < n_flows; i++)
    {
      const char *flow = sluice_document_get_flow_id (self->document, i);
      g_autofree char *title = dup_title (self, flow);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "win.show-flow", "s", flow);
      g_menu_append_item (flows, item);
    }
  g_menu_append (verbs, _("New _Flow in This File"), "win.add-flow");
  g_menu_append_section (menu, _("Flows"), G_MENU_MODEL (flows));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (verbs));
  sluice_late_menu_set (self->menu_button, G_MENU_MODEL (menu));
}

static void
update (SluiceFlowTrail *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->crumbs)) != NULL)
    gtk_box_remove (GTK_BOX (self->crumbs), child);
  for (guint depth = 1; depth <= self->flows->len; depth++)
    add_crumb (self, depth);

  update_menu (self);
  gtk_widget_set_visible (GTK_WIDGET (self), sluice_document_get_n_flows (self->document) > 1);
}

/* Where the way is longer than the window is wide, its end is in view: the flow that is shown. */
static gboolean
show_end (gpointer user_data)
{
  SluiceFlowTrail *self = user_data;
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scroller);

  self->scroll_id = 0;
  gtk_adjustment_set_value (across, gtk_adjustment_get_upper (across) - gtk_adjustment_get_page_size (across));
  return G_SOURCE_REMOVE;
}

/* How wide it is is known while it is being laid out: what is moved then stays where it was. */
static void
width_cb (SluiceFlowTrail *self)
{
  if (self->scroll_id == 0)
    self->scroll_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_end, self, NULL);
}

static const char *
find_first_flow (SluiceFlowTrail *self)
{
  g_auto (GStrv) run = sluice_document_dup_run (self->document);

  if (run != NULL && run[0] != NULL && sluice_document_has_flow (self->document, run[0]))
    for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
      if (g_str_equal (sluice_document_get_flow_id (self->document, i), run[0]))
        return sluice_document_get_flow_id (self->document, i);

  return sluice_document_get_n_flows (self->document) > 0 ? sluice_document_get_flow_id (self->document, 0)
                                                          : NULL;
}

/* A flow on the way may have been deleted or undone: the trail ends before it. */
static void
keep_existing (SluiceFlowTrail *self)
{
  guint n_kept = 0;

  while (n_kept < self->flows->len &&
         sluice_document_has_flow (self->document, g_ptr_array_index (self->flows, n_kept)))
    n_kept++;
  if (n_kept == self->flows->len && n_kept > 0)
    return;

  g_ptr_array_set_size (self->flows, (int) n_kept);
  if (n_kept == 0)
    {
      const char *first = find_first_flow (self);

      if (first != NULL)
        g_ptr_array_add (self->flows, g_strdup (first));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
document_changed_cb (SluiceFlowTrail       *self,
                     const SluiceChangeSet *change)
{
  if (!change->all && g_hash_table_size (change->flows) == 0)
    return;

  keep_existing (self);
  update (self);
}

static void
sluice_flow_trail_dispose (GObject *object)
{
  SluiceFlowTrail *self = SLUICE_FLOW_TRAIL (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_flow_trail_parent_class)->dispose (object);
}

static void
sluice_flow_trail_finalize (GObject *object)
{
  g_ptr_array_unref (SLUICE_FLOW_TRAIL (object)->flows);

  G_OBJECT_CLASS (sluice_flow_trail_parent_class)->finalize (object);
}

static void
sluice_flow_trail_class_init (SluiceFlowTrailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_flow_trail_dispose;
  object_class->finalize = sluice_flow_trail_finalize;

  /**
   * SluiceFlowTrail::changed:
   *
   * Another flow is to be shown; sluice_flow_trail_get_flow() says which.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/flow-trail.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceFlowTrail, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceFlowTrail, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceFlowTrail, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceFlowTrail, crumbs);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_flow_trail_init (SluiceFlowTrail *self)
{
  self->flows = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self, "changed", G_CALLBACK (update), self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "changed", G_CALLBACK (width_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * sluice_flow_trail_new:
 *
 * Returns: (transfer floating): a trail of no document
 */
GtkWidget *
sluice_flow_trail_new (void)
{
  return g_object_new (SLUICE_TYPE_FLOW_TRAIL, NULL);
}

/**
 * sluice_flow_trail_set_document:
 * @document: whose flows these are; the first flow of its run is shown
 */
void
sluice_flow_trail_set_document (SluiceFlowTrail *self,
                                SluiceDocument  *document)
{
  g_return_if_fail (SLUICE_IS_FLOW_TRAIL (self));
  g_return_if_fail (SLUICE_IS_DOCUMENT (document));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_set_size (self->flows, 0);
  keep_existing (self);
}

/**
 * sluice_flow_trail_get_flow:
 *
 * Returns: (transfer none) (nullable): the id of the flow that is shown
 */
const char *
sluice_flow_trail_get_flow (SluiceFlowTrail *self)
{
  g_return_val_if_fail (SLUICE_IS_FLOW_TRAIL (self), NULL);

  return self->flows->len > 0 ? g_ptr_array_index (self->flows, self->flows->len - 1) : NULL;
}

/**
 * sluice_flow_trail_get_depth:
 *
 * Returns: how many flows lead to the one shown, itself counted
 */
guint
sluice_flow_trail_get_depth (SluiceFlowTrail *self)
{
  g_return_val_if_fail (SLUICE_IS_FLOW_TRAIL (self), 0);

  return self->flows->len;
}

/**
 * sluice_flow_trail_go:
 * @flow: a flow of the document
 *
 * Shows a flow: back along the trail when it is on it, else as the only one.
 */
void
sluice_flow_trail_go (SluiceFlowTrail *self,
                      const char      *flow)
{
  guint index;

  g_return_if_fail (SLUICE_IS_FLOW_TRAIL (self));

  if (g_strcmp0 (sluice_flow_trail_get_flow (self), flow) == 0 ||
      !sluice_document_has_flow (self->document, flow))
    return;

  if (g_ptr_array_find_with_equal_func (self->flows, flow, g_str_equal, &index))
    g_ptr_array_set_size (self->flows, (int) index + 1);
  else
    {
      char *id = g_strdup (flow);

      g_ptr_array_set_size (self->flows, 0);
      g_ptr_array_add (self->flows, id);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * sluice_flow_trail_enter:
 * @flow: a flow that a node of the one shown runs
 */
void
sluice_flow_trail_enter (SluiceFlowTrail *self,
                         const char      *flow)
{
  g_return_if_fail (SLUICE_IS_FLOW_TRAIL (self));

  if (!sluice_document_has_flow (self->document, flow) ||
      g_strcmp0 (sluice_flow_trail_get_flow (self), flow) == 0)
    return;

  g_ptr_array_add (self->flows, g_strdup (flow));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * sluice_flow_trail_set_flows:
 * @flows: (array zero-terminated=1): ids of flows, from the outermost to the one to be shown
 *
 * Shows the last of them, with the others as the way there. What the document does not have is left out.
 */
void
sluice_flow_trail_set_flows (SluiceFlowTrail    *self,
                             const char * const *flows)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (SLUICE_IS_FLOW_TRAIL (self));

  for (guint i = 0; flows[i] != NULL; i++)
    if (sluice_document_has_flow (self->document, flows[i]))
      g_ptr_array_add (known, g_strdup (flows[i]));
  if (known->len == 0)
    return;
  g_ptr_array_unref (self->flows);
  self->flows = g_steal_pointer (&known);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * sluice_flow_trail_leave:
 *
 * Goes back to the flow one came from.
 *
 * Returns: whether there was one
 */
gboolean
sluice_flow_trail_leave (SluiceFlowTrail *self)
{
  g_return_val_if_fail (SLUICE_IS_FLOW_TRAIL (self), FALSE);

  if (self->flows->len < 2)
    return FALSE;

  g_ptr_array_set_size (self->flows, (int) self->flows->len - 1);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}
