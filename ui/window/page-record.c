/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs that are recorded: where the record can't be written the run waits, and somebody decides. */
#include "window/page-private.h"

#include <glib/gi18n.h>

static void
stall_cb (SluicePage *self)
{
  const char *stall = sluice_run_session_get_stall (self->session);

  if (stall == NULL)
    {
      sluice_message_bar_hide (self->record_bar);
      return;
    }
  sluice_message_bar_show (self->record_bar, SLUICE_MESSAGE_WARNING,
                           _("The run waits: its record cannot be written"), stall,
                           _("Retry"), "win.retry-record",
                           _("Go On Unrecorded"), "win.give-up-record", NULL);
}

/**
 * sluice_page_init_record:
 *
 * Records the runs of the page, unless somebody does not want that.
 */
void
sluice_page_init_record (SluicePage *self)
{
  g_settings_bind (self->settings, "record-runs", self->session, "recording", G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->session, "notify::stall", G_CALLBACK (stall_cb), self, G_CONNECT_SWAPPED);
}
