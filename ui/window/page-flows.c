/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which flow is on the canvas: the trail, into nested flows and back, and to where a node is. */
#include "window/page-private.h"

#include "graph/edit.h"
#include "graph/format.h"

#include <glib/gi18n.h>

static void
trail_changed_cb (SluicePage *self)
{
  const char *flow = sluice_flow_trail_get_flow (self->trail);

  if (flow == NULL)
    return;

  sluice_canvas_set_flow (self->canvas, flow);
  sluice_inspector_set_flow (self->inspector, flow);
  sluice_page_update_selection (self);
  sluice_page_find_again (self);
  sluice_page_update (self);
}

/* Whether a node of the flow on the canvas runs @flow, so that going there is going deeper. */
static gboolean
is_run_from_here (SluicePage *self,
                  const char   *flow)
{
  const char *here = sluice_flow_trail_get_flow (self->trail);
  guint n_nodes = here != NULL ? sluice_document_get_n_nodes (self->document, here) : 0;

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *address =
        g_strconcat (here, "/", sluice_document_get_node_id (self->document, here, i), NULL);

      if (g_strcmp0 (sluice_document_get_node_kind (self->document, address), "flow") == 0 &&
          g_strcmp0 (sluice_value_get_string (sluice_document_get_setting (self->document, address, "flow")),
                     flow) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * sluice_page_reveal:
 * @address: a node
 *
 * Brings the node into view, with its flow.
 */
void
sluice_page_reveal (SluicePage *self,
                      const char   *address)
{
  const char *slash = strrchr (address, '/');
  g_autofree char *flow = slash != NULL ? g_strndup (address, (gsize) (slash - address)) : NULL;

  if (flow == NULL || !sluice_document_has_node (self->document, address))
    return;

  if (g_strcmp0 (sluice_flow_trail_get_flow (self->trail), flow) != 0)
    {
      if (is_run_from_here (self, flow))
        sluice_flow_trail_enter (self->trail, flow);
      else
        sluice_flow_trail_go (self->trail, flow);
    }
  sluice_canvas_scroll_to_node (self->canvas, address);
}

/**
 * sluice_page_locate:
 * @address: a node
 *
 * Brings the node into view and selects it: for somebody who asked to be led there.
 */
void
sluice_page_locate (SluicePage *self,
                      const char   *address)
{
  sluice_page_reveal (self, address);
  if (sluice_document_has_node (self->document, address))
    sluice_canvas_select (self->canvas, (const char * const []) { address, NULL });
}

/**
 * sluice_page_go_to:
 * @address: a node
 *
 * Selects the node where it can be read, on the canvas, which gets the keyboard.
 */
void
sluice_page_go_to (SluicePage *self,
                   const char *address)
{
  sluice_page_locate (self, address);
  sluice_canvas_go_to_node (self->canvas, address);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static char *
dup_flow (const SluiceFrameInfo *frame)
{
  const char *slash = frame->address != NULL ? strrchr (frame->address, '/') : NULL;

  return slash != NULL ? g_strndup (frame->address, (gsize) (slash - frame->address)) : NULL;
}

/* The flows around a frame, the outermost first. A flow that was started has no node: what is in it is shown. */
static char **
dup_flows (GPtrArray *stack,
           guint      index)
{
  g_autoptr (GStrvBuilder) flows = g_strv_builder_new ();

  for (guint i = stack->len; i-- > index;)
    {
      g_autofree char *flow = dup_flow (g_ptr_array_index (stack, i));

      if (flow == NULL && i == index && i > 0)
        flow = dup_flow (g_ptr_array_index (stack, i - 1));
      if (flow != NULL)
        g_strv_builder_add (flows, flow);
    }
  return g_strv_builder_end (flows);
}

/* The flow of a frame is shown with its node marked, and its visit in the pages. */
static void
show_frame (SluicePage *self,
            guint       index)
{
  GPtrArray *stack = sluice_run_session_get_stack (self->session);
  g_auto (GStrv) flows = NULL;
  g_autofree char *address = NULL;
  guint64 number;

  if (stack == NULL || index >= stack->len)
    return;
  address = g_strdup (((SluiceFrameInfo *) g_ptr_array_index (stack, index))->address);
  number = ((SluiceFrameInfo *) g_ptr_array_index (stack, index))->number;
  flows = dup_flows (stack, index);
  sluice_flow_trail_set_flows (self->trail, (const char * const *) flows);
  if (address == NULL || !sluice_document_has_node (self->document, address))
    return;
  sluice_page_locate (self, address);
  sluice_visit_card_show_visit (self->visit_card, number);
}

/* The file that a flow is in, as a node names it: beside the document, where its path is relative;
 * NULL, if it is a flow of the document, or the document is nowhere yet. */
static char *
dup_file (SluicePage *self,
          const char *flow)
{
  g_autofree char *file = g_strndup (flow, strcspn (flow, "#"));
  g_autofree char *folder = sluice_document_dup_folder (self->document);

  if (!sluice_format_names_file (flow) || (folder == NULL && !g_path_is_absolute (file)))
    return NULL;

  return g_canonicalize_filename (file, folder);
}

/**
 * sluice_page_enter_node:
 * @address: a node
 *
 * Goes into the flow that the node runs, which opens in a tab of its own where it is in another file;
 * a node of another kind shows its settings.
 */
void
sluice_page_enter_node (SluicePage *self,
                          const char   *address)
{
  const char *kind = sluice_document_get_node_kind (self->document, address);
  const char *flow = NULL;
  g_autofree char *file = NULL;

  if (g_strcmp0 (kind, "flow") == 0)
    flow = sluice_value_get_string (sluice_document_get_setting (self->document, address, "flow"));

  if (flow != NULL && sluice_document_has_flow (self->document, flow))
    {
      sluice_flow_trail_enter (self->trail, flow);
      return;
    }
  file = flow != NULL ? dup_file (self, flow) : NULL;
  if (file != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-path", "s", file);
      return;
    }

  sluice_page_show_panel (self, SLUICE_PANEL_RIGHT);
  gtk_stack_set_visible_child_name (self->right_stack, "inspector");
  sluice_inspector_focus_title (self->inspector);
}

/**
 * sluice_page_add_flow:
 *
 * Adds a flow to the document and shows it.
 */
void
sluice_page_add_flow (SluicePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *flow = sluice_edit_add_flow (self->document, _("New flow"), &error);

  if (flow == NULL)
    sluice_page_show_error (self, _("The flow could not be added"), error);
  else
    sluice_flow_trail_go (self->trail, flow);
}

/* Of the line that was opened in the console. */
static void
visit_cb (SluicePage *self,
          guint64     visit)
{
  if (!sluice_run_session_show_moment (self->session, visit))
    sluice_page_toast (self, _("The run is not recorded, so that its visits cannot be looked at again"));
}

/**
 * sluice_page_init_flows:
 *
 * Connects the trail.
 */
void
sluice_page_init_flows (SluicePage *self)
{
  g_signal_connect_object (self->trail, "changed",
                           G_CALLBACK (trail_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_panel, "locate",
                           G_CALLBACK (sluice_page_locate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_panel, "frame",
                           G_CALLBACK (show_frame), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->problems, "locate",
                           G_CALLBACK (sluice_page_locate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "locate",
                           G_CALLBACK (sluice_page_locate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "visit", G_CALLBACK (visit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->timeline, "activated",
                           G_CALLBACK (sluice_page_locate), self, G_CONNECT_SWAPPED);
}
