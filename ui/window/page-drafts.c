/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is kept of changes that are not saved, and what was kept when the program ended without being
 * asked to. A recovered draft is offered above the canvas, and stays on disk until somebody decides;
 * restoring it is an edit like any other, so that it can be undone, and the file is as it was.
 */
#include "window/page-private.h"

#include "window/compare-dialog.h"

#include <glib/gi18n.h>

static void
failed_cb (SluicePage   *self,
           const GError *error)
{
  sluice_page_show_error (self, _("Changes that are not saved cannot be kept safe"), error);
}

/**
 * sluice_page_keep_draft:
 *
 * Keeps a draft of the document from now on, and of none that was there before.
 */
void
sluice_page_keep_draft (SluicePage *self)
{
  sluice_page_drop_draft (self);
  self->keeper = sluice_draft_keeper_new (self->document);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_page_drop_draft:
 *
 * The document goes: it is saved, or its changes are given up.
 */
void
sluice_page_drop_draft (SluicePage *self)
{
  if (self->keeper == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->keeper, self);
  sluice_draft_keeper_stop (self->keeper);
  g_clear_object (&self->keeper);
}

static char *
dup_offer (SluicePage  *self,
           SluiceDraft *draft)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (sluice_draft_get_time (draft) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *when = g_date_time_format (local, "%c");
  const char *base = sluice_document_get_source_digest (self->document);

  if (base == NULL && sluice_draft_get_path (draft) != NULL)
    return g_strdup_printf (_("They were kept %s. The file “%s” is gone."), when, sluice_draft_get_path (draft));
  if (!sluice_draft_is_based_on (draft, base))
    return g_strdup_printf (_("They were kept %s. The file has changed since: compare before you restore them."),
                            when);
  if (base == NULL)
    return g_strdup_printf (_("They were kept %s, and were never saved."), when);

  return g_strdup_printf (_("They were kept %s, and are not in the file."), when);
}

static void
show_offer (SluicePage *self)
{
  SluiceDraft *draft = g_queue_peek_head (&self->recovered);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (draft == NULL)
    {
      sluice_message_bar_hide (self->recovery_bar);
      return;
    }

  text = dup_offer (self, draft);
  if (sluice_draft_get_title (draft)[0] != '\0')
    title = g_strdup_printf (_("Changes to “%s” were recovered"), sluice_draft_get_title (draft));
  else
    title = g_strdup (_("Changes to a new flow were recovered"));
  sluice_message_bar_show (self->recovery_bar, SLUICE_MESSAGE_WARNING, title, text,
                           _("Restore"), "win.restore-draft",
                           _("Compare"), "win.compare-draft",
                           _("Discard"), "win.discard-draft", NULL);
}

/**
 * sluice_page_offer_draft:
 * @draft: (transfer full): a recovered draft of the document
 */
void
sluice_page_offer_draft (SluicePage  *self,
                         SluiceDraft *draft)
{
  g_queue_push_tail (&self->recovered, draft);
  show_offer (self);
}

static SluiceDocument *
read_draft (SluicePage  *self,
            SluiceDraft *draft)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_new_from_text (sluice_draft_get_text (draft), -1, &error);

  if (document == NULL)
    sluice_page_show_error (self, _("The recovered changes cannot be read"), error);

  return document;
}

static gboolean
replace_content (SluicePage      *self,
                 SluiceDocument  *with,
                 GError         **error)
{
  sluice_document_begin (self->document, _("Restore Changes"), NULL);
  if (!sluice_document_apply (self->document, SLUICE_CHANGE_REPLACE, "",
                              sluice_value_ref (sluice_document_get_root (with)), -1, error))
    {
      sluice_document_rollback (self->document);
      return FALSE;
    }
  sluice_document_commit (self->document);

  return TRUE;
}

/**
 * sluice_page_restore_draft:
 *
 * Takes the recovered changes into the document, as one step that can be undone.
 */
void
sluice_page_restore_draft (SluicePage *self)
{
  SluiceDraft *draft = g_queue_peek_head (&self->recovered);
  g_autoptr (SluiceDocument) document = draft != NULL ? read_draft (self, draft) : NULL;
  g_autoptr (GError) error = NULL;

  if (document == NULL)
    return;

  if (!replace_content (self, document, &error))
    {
      sluice_page_show_error (self, _("The recovered changes could not be restored"), error);
      return;
    }

  /* Until the keeper has written it anew, the recovered one is the only copy. */
  sluice_draft_keeper_write_now (self->keeper);
  sluice_page_discard_draft (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * sluice_page_discard_draft:
 *
 * Gives the recovered changes up.
 */
void
sluice_page_discard_draft (SluicePage *self)
{
  g_autoptr (SluiceDraft) draft = g_queue_pop_head (&self->recovered);

  if (draft != NULL)
    sluice_draft_remove (draft);
  show_offer (self);
}

/**
 * sluice_page_compare_draft:
 *
 * Shows what the recovered changes are.
 */
void
sluice_page_compare_draft (SluicePage *self)
{
  SluiceDraft *draft = g_queue_peek_head (&self->recovered);
  g_autoptr (SluiceDocument) document = draft != NULL ? read_draft (self, draft) : NULL;

  if (document != NULL)
    sluice_compare_dialog_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                _("Recovered Changes"), _("What restoring would do to the flow as it is now"),
                                self->document, document);
}

/**
 * sluice_page_release_drafts:
 *
 * Leaves what nobody decided about to the next start.
 */
void
sluice_page_release_drafts (SluicePage *self)
{
  g_queue_clear_full (&self->recovered, g_object_unref);
}
