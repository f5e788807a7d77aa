/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person looks at and does while the run is stopped: the visit of the node, and the commands that
 * change what happens next. */
#include "window/page-private.h"

#include <glib/gi18n.h>

/**
 * sluice_page_update_visit:
 *
 * Shows the visits of the selected node; with none selected, of the one where it is stopped.
 */
void
sluice_page_update_visit (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);
  const char *address = addresses[0] != NULL && addresses[1] == NULL
                          ? addresses[0] : sluice_run_session_get_stop_address (self->session);
  g_autofree char *title = address != NULL && sluice_document_has_node (self->document, address)
                             ? sluice_document_dup_node_title (self->document, address) : NULL;

  sluice_visit_card_set_node (self->visit_card, address, title);
}

static void
locate_cb (SluicePage *self,
           const char *address)
{
  sluice_page_locate (self, address);
}

/**
 * sluice_page_init_stops:
 *
 * Gives the session to what shows a stop.
 */
void
sluice_page_init_stops (SluicePage *self)
{
  sluice_visit_card_set_session (self->visit_card, self->session);
  g_signal_connect_object (self->visit_card, "locate", G_CALLBACK (locate_cb), self, G_CONNECT_SWAPPED);
}
