/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs that are recorded: where the record can't be written the run waits, and somebody decides; where none can be made
 * it goes on without, and that is said. Once one has ended, old ones go that are more than the person wants to keep. */
#include "window/page-private.h"

#include "record/history.h"

#include <glib/gi18n.h>

static void
update_record_bar (SluicePage *self)
{
  const char *stall = sluice_run_session_get_stall (self->session);
  const char *fault = sluice_run_session_get_record_fault (self->session);
  g_autofree char *text = NULL;

  if (stall != NULL)
    {
      sluice_message_bar_show (self->record_bar, SLUICE_MESSAGE_WARNING,
                               _("The run waits: its record cannot be written"), stall,
                               _("Retry"), "win.retry-record",
                               _("Go On Unrecorded"), "win.give-up-record", NULL);
    }
  else if (fault != NULL)
    {
      text = g_strdup_printf (_("%s Nothing of this run can be looked at, replayed or resumed once it is over."),
                              fault);
      sluice_message_bar_show (self->record_bar, SLUICE_MESSAGE_WARNING, _("This run is not recorded"), text, NULL);
    }
  else
    {
      sluice_message_bar_hide (self->record_bar);
    }
}

/* Old runs */

typedef struct
{
  SluiceHistoryLimits limits;
  char              **spared;
} Prune;

static void
prune_free (gpointer data)
{
  Prune *prune = data;

  g_strfreev (prune->spared);
  g_free (prune);
}

static void
prune_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Prune *prune = data;

  g_task_return_int (task, sluice_history_prune (NULL, &prune->limits, (const char * const *) prune->spared));
}

/* What somebody looks at stays, and what was recorded last. */
static char **
dup_spared (SluicePage *self)
{
  const SluicePastInfo *past = sluice_run_session_get_past (self->session);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  if (sluice_run_session_get_record (self->session) != NULL)
    g_strv_builder_add (paths, sluice_run_session_get_record (self->session));
  if (past != NULL && past->path != NULL)
    g_strv_builder_add (paths, past->path);
  if (past != NULL && past->other != NULL)
    g_strv_builder_add (paths, past->other);
  return g_strv_builder_end (paths);
}

static void
pruned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  SluicePage *self = SLUICE_PAGE (source);

  if (g_task_propagate_int (G_TASK (result), NULL) > 0 && self->run_list != NULL)
    sluice_run_list_refresh (self->run_list);
}

static void
recorded_cb (SluicePage *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, pruned_cb, NULL);
  Prune *prune = g_new0 (Prune, 1);

  prune->limits.max_runs = g_settings_get_uint (self->settings, "keep-runs");
  prune->limits.max_bytes = (guint64) g_settings_get_uint (self->settings, "keep-megabytes") * 1000 * 1000;
  prune->limits.max_days = g_settings_get_uint (self->settings, "keep-days");
  prune->spared = dup_spared (self);
  g_task_set_source_tag (task, recorded_cb);
  g_task_set_task_data (task, prune, prune_free);
  g_task_run_in_thread (task, prune_in_thread);
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
  g_signal_connect_object (self->session, "recorded", G_CALLBACK (recorded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::stall", G_CALLBACK (update_record_bar), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::record-fault", G_CALLBACK (update_record_bar), self,
                           G_CONNECT_SWAPPED);
}
