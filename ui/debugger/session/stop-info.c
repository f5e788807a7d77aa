/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Freeing what crosses from the engine's thread to the UI's about a stop. */

#include "debugger/session/stop-info.h"

void
sluice_short_text_clear (SluiceShortText *self)
{
  g_clear_pointer (&self->text, g_free);
}

static void
attempt_info_free (gpointer data)
{
  SluiceAttemptInfo *self = data;

  g_free (self->error);
  g_free (self);
}

gboolean
sluice_visit_shows_request (const char *effect_type)
{
  static const char * const types[] = { "llm", "http", "embed", "run", "sql", NULL };

  return effect_type != NULL && g_strv_contains (types, effect_type);
}

SluiceVisitInfo *
sluice_visit_info_new (void)
{
  SluiceVisitInfo *self = g_new0 (SluiceVisitInfo, 1);

  self->attempts = g_ptr_array_new_with_free_func (attempt_info_free);
  return self;
}

void
sluice_visit_info_free (SluiceVisitInfo *self)
{
  g_free (self->address);
  sluice_short_text_clear (&self->prep);
  sluice_short_text_clear (&self->exec);
  sluice_short_text_clear (&self->request);
  g_ptr_array_unref (self->attempts);
  g_free (self->fallback_error);
  g_free (self->error);
  g_free (self->action);
  g_free (self->target_address);
  g_free (self->target_title);
  g_free (self);
}

void
sluice_frame_info_free (SluiceFrameInfo *self)
{
  g_free (self->address);
  g_free (self->title);
  sluice_short_text_clear (&self->params);
  sluice_short_text_clear (&self->value);
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

SluiceStopMark *
sluice_stop_mark_copy (const SluiceStopMark *self)
{
  SluiceStopMark *copy = g_memdup2 (self, sizeof *self);

  copy->address = g_strdup (self->address);
  copy->text = g_strdup (self->text);
  return copy;
}

void
sluice_stop_mark_free (SluiceStopMark *self)
{
  g_free (self->address);
  g_free (self->text);
  g_free (self);
}
