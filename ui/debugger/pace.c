/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* While a run goes on, what tells about it in words changes a few times a second, however fast the run is. */
#include "debugger/pace.h"

#define INTERVAL 200 /* ms */

/**
 * sluice_pace_update_now:
 *
 * Brings the part up to date, which takes the place of an update that was to come.
 */
void
sluice_pace_update_now (SluicePace *self)
{
  sluice_pace_clear (self);
  self->update (self->user_data);
}

static gboolean
update_cb (gpointer user_data)
{
  SluicePace *self = user_data;

  self->id = 0;
  self->update (self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_pace_update_later:
 *
 * Sees that the part is brought up to date within a fifth of a second.
 */
void
sluice_pace_update_later (SluicePace *self)
{
  if (self->id == 0)
    self->id = g_timeout_add (INTERVAL, update_cb, self);
}

/**
 * sluice_pace_clear:
 *
 * Drops an update that is to come.
 */
void
sluice_pace_clear (SluicePace *self)
{
  g_clear_handle_id (&self->id, g_source_remove);
}
