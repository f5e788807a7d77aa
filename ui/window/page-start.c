/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a command to a run: the flow is checked, prepared, allowed what it touches, and launched. Of a large one the
 * first two take a while: the window goes on meanwhile, says what it waits for, and it can be given up.
 */
#include "window/page-private.h"

#include "compile/compile.h"
#include "window/problem-words.h"

#include <glib/gi18n.h>

#define TELL_DELAY 300 /* ms: what is quicker is not worth a word */

/**
 * sluice_page_start_new:
 * @begin: as what it begins
 *
 * Returns: (transfer full): a start, for sluice_page_start()
 */
SluicePageStart *
sluice_page_start_new (SluiceRunBeginning begin)
{
  SluicePageStart *start = g_new0 (SluicePageStart, 1);

  start->begin = begin;
  return start;
}

/**
 * sluice_page_start_free:
 * @start: (transfer full): a start, which is given up
 */
void
sluice_page_start_free (SluicePageStart *start)
{
  if (start->cancellable != NULL)
    g_cancellable_cancel (start->cancellable);
  g_clear_object (&start->cancellable);
  g_clear_handle_id (&start->tell_source, g_source_remove);
  g_clear_pointer (&start->there, sluice_breakpoint_free);
  g_free (start->record);
  g_free (start);
}

/**
 * sluice_page_is_starting:
 *
 * Returns: whether a run is about to start that the session does not know of yet
 */
gboolean
sluice_page_is_starting (SluicePage *self)
{
  return self->start != NULL;
}

/**
 * sluice_page_get_start_words:
 *
 * Returns: (transfer none) (nullable): what that waits for, once it is worth a word
 */
const char *
sluice_page_get_start_words (SluicePage *self)
{
  if (self->start == NULL || self->start->tell_source != 0)
    return NULL;
  return self->start->cancellable != NULL ? _("Preparing…") : _("Checking the flow…");
}

/**
 * sluice_page_give_up_start:
 *
 * What is about to start does not.
 */
void
sluice_page_give_up_start (SluicePage *self)
{
  if (self->start == NULL)
    return;
  g_clear_pointer (&self->start, sluice_page_start_free);
  sluice_page_update_run (self);
}

/* Says that the document cannot run, and why. */
static void
refuse (SluicePage   *self,
        const GError *error)
{
  g_autofree char *reason = NULL;

  if (!sluice_page_is_checked (self))
    sluice_page_check_now (self);
  if (g_error_matches (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS) && self->last_problems != NULL)
    reason = sluice_problems_dup_reason (self->last_problems, self->document);
  sluice_message_bar_show (sluice_page_get_error_bar (self), SLUICE_MESSAGE_ERROR, _("The flow cannot run yet"),
                           reason != NULL ? reason : error->message, _("Show Problems"), "win.show-problems", NULL);
}

/* Launching */

/* Nothing at all may differ where the document is what was run. */
static gboolean
is_strict (SluicePage            *self,
           const SluicePageStart *start,
           SluicePrepared        *prepared)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);

  return info != NULL && g_strcmp0 (info->path, start->record) == 0
         && g_strcmp0 (sluice_prepared_get_text (prepared), info->document) == 0;
}

static gboolean
start_session (SluicePage             *self,
               const SluicePageStart  *start,
               gboolean                is_replay_strict,
               GError                **error)
{
  switch (start->begin)
    {
    case SLUICE_BEGIN_REPLAY:
      return sluice_run_session_replay (self->session, self->document, start->record, is_replay_strict, error);
    case SLUICE_BEGIN_FORK:
      return sluice_run_session_fork (self->session, self->document, start->record, start->moment, error);
    case SLUICE_BEGIN_RESUME:
      sluice_run_session_resume (self->session, self->document, start->record);
      return TRUE;
    case SLUICE_BEGIN_NEW:
    default:
      if (start->there != NULL)
        return sluice_run_session_start_to (self->session, self->document, start->there, error);
      return sluice_run_session_start (self->session, self->document, start->stops_at_start, error);
    }
}

/**
 * sluice_page_launch:
 * @start: what starts
 * @take_prepared: (transfer full): the document, prepared for it
 * @grants: (nullable): what it may touch; %NULL: it touches nothing itself
 *
 * Gives it to the session.
 */
void
sluice_page_launch (SluicePage      *self,
                    SluicePageStart *start,
                    SluicePrepared  *take_prepared,
                    SluiceGrants    *grants)
{
  g_autoptr (GError) error = NULL;
  gboolean is_replay_strict = start->begin == SLUICE_BEGIN_REPLAY && is_strict (self, start, take_prepared);

  if (grants != NULL)
    sluice_run_session_set_grants (self->session, grants);
  if (start->begin == SLUICE_BEGIN_RESUME)
    sluice_prepared_free (take_prepared); /* what the record has is run */
  else
    sluice_run_session_take_prepared (self->session, take_prepared);
  if (!start_session (self, start, is_replay_strict, &error))
    refuse (self, error);
}

/* Preparing */

static void
go_on_prepared (SluicePage     *self,
                SluicePrepared *take_prepared)
{
  g_autoptr (SluicePageStart) start = g_steal_pointer (&self->start);

  g_clear_handle_id (&start->tell_source, g_source_remove);
  if (start->begin == SLUICE_BEGIN_REPLAY)
    sluice_page_launch (self, start, take_prepared, NULL);
  else
    sluice_page_allow_then (self, g_steal_pointer (&start), take_prepared);
}

static void
refuse_start (SluicePage   *self,
              const GError *error)
{
  sluice_page_give_up_start (self);
  refuse (self, error);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SluicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  SluicePrepared *prepared = sluice_prepared_new_finish (result, &error);

  if (prepared != NULL)
    {
      go_on_prepared (self, prepared);
      sluice_page_update_run (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      refuse_start (self, error);
    }
}

static void
prepare (SluicePage *self)
{
  g_autoptr (GError) error = NULL;
  SluicePrepared *prepared;

  if (sluice_page_is_large (self))
    {
      self->start->cancellable = g_cancellable_new ();
      sluice_prepared_new_async (self->document, self->start->cancellable, prepared_cb, g_object_ref (self));
      return;
    }
  prepared = sluice_prepared_new (self->document, &error);
  if (prepared != NULL)
    go_on_prepared (self, prepared);
  else
    refuse_start (self, error);
}

/* Checking */

/* What was found is asked, where that is known. A file that was missing may be there meanwhile. */
static gboolean
is_sound (SluicePage  *self,
          GError     **error)
{
  if (!sluice_page_is_checked (self))
    return sluice_run_session_check (self->document, error);
  if (!sluice_page_is_large (self) && !sluice_run_session_judge (self->last_problems, NULL))
    sluice_page_check_now (self);
  return sluice_run_session_judge (self->last_problems, error);
}

static void
prepare_if_sound (SluicePage *self)
{
  g_autoptr (GError) error = NULL;

  self->start->waits_for_check = FALSE;
  if (is_sound (self, &error))
    prepare (self);
  else
    refuse_start (self, error);
}

/**
 * sluice_page_checked:
 *
 * Goes on with what waited for the check.
 */
void
sluice_page_checked (SluicePage *self)
{
  if (self->start != NULL && self->start->waits_for_check)
    prepare_if_sound (self);
}

/* Starting */

/* Who starts a run is done with typing, and the run's first question may have the keyboard. */
static void
leave_text (SluicePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->inspector)))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
tell_cb (gpointer user_data)
{
  SluicePage *self = user_data;

  self->start->tell_source = 0;
  sluice_page_update_run (self);
}

/**
 * sluice_page_start:
 * @take_start: (transfer full): what starts
 *
 * Starts it, of the document as it is now, in place of what else is about to. A large flow that has just been changed
 * is checked first, a little at a time.
 */
void
sluice_page_start (SluicePage      *self,
                   SluicePageStart *take_start)
{
  g_clear_pointer (&self->start, sluice_page_start_free);
  self->start = take_start;
  leave_text (self);
  sluice_message_bar_hide (sluice_page_get_error_bar (self));
  if (take_start->begin == SLUICE_BEGIN_NEW && sluice_page_is_blank (self))
    {
      sluice_page_give_up_start (self);
      sluice_page_toast (self, _("There is nothing to run yet: add a node first"));
      return;
    }
  take_start->tell_source = g_timeout_add_once (TELL_DELAY, tell_cb, self);
  take_start->waits_for_check = self->check_source != 0 && sluice_page_is_large (self);
  if (take_start->waits_for_check)
    sluice_page_hurry_check (self);
  else
    prepare_if_sound (self);
  if (self->start != NULL)
    sluice_page_update_run (self);
}
