/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The outline beside the palette: it leads to what is selected in it, and follows the canvas. */
#include "window/page-private.h"

static void
activate_cb (SluicePage *self,
             const char *address)
{
  if (sluice_document_has_flow (self->document, address))
    sluice_flow_trail_go (self->trail, address);
  else
    sluice_page_locate (self, address);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
show_flow_cb (SluicePage *self,
              const char *flow)
{
  static const char * const none[] = { NULL };

  sluice_flow_trail_go (self->trail, flow);
  sluice_canvas_select (self->canvas, none);
}

/**
 * sluice_page_update_outline:
 *
 * Selects in the outline what is selected on the canvas; the flow, where that is not one node.
 */
void
sluice_page_update_outline (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);
  const char *address = sluice_flow_trail_get_flow (self->trail);

  if (g_strv_length (addresses) == 1 && sluice_document_has_node (self->document, addresses[0]))
    address = addresses[0];
  sluice_outline_select (self->outline, address);
}

/**
 * sluice_page_show_outline:
 *
 * Shows the outline and gives it the keyboard.
 */
void
sluice_page_show_outline (SluicePage *self)
{
  gtk_stack_set_visible_child_name (self->left_stack, "outline");
  sluice_page_show_panel (self, SLUICE_PANEL_LEFT);
  sluice_outline_focus (self->outline);
}

/**
 * sluice_page_init_outline:
 *
 * Connects the outline.
 */
void
sluice_page_init_outline (SluicePage *self)
{
  SluiceOutlineModel *model = sluice_outline_get_model (self->outline);

  sluice_outline_model_set_session (model, self->session);
  sluice_outline_model_set_breakpoints (model, self->breakpoints);
  g_settings_bind (self->settings, "left-panel-page", self->left_stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->outline, "show-flow", G_CALLBACK (show_flow_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "locate", G_CALLBACK (sluice_page_locate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "message", G_CALLBACK (sluice_page_toast), self, G_CONNECT_SWAPPED);
}
