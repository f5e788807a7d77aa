/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Freeing what crosses from the engine's thread to the UI's about a stop. */

#include "debugger/session/stop-info.h"

void
sluice_short_text_clear (SluiceShortText *self)
{
  g_clear_pointer (&self->text, g_free);
}

void
sluice_frame_info_free (SluiceFrameInfo *self)
{
  g_free (self->address);
  g_free (self->title);
  g_free (self);
}

void
sluice_held_info_free (SluiceHeldInfo *self)
{
  g_free (self->address);
  g_free (self->title);
  sluice_short_text_clear (&self->value);
  g_free (self);
}

void
sluice_intervention_info_free (SluiceInterventionInfo *self)
{
  g_free (self->address);
  g_free (self->title);
  g_free (self->place);
  g_free (self->had);
  g_free (self->value);
  g_free (self);
}
