/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks for drafts of a program that ended without being asked to, and opens what they are of. */
#include "window/window-private.h"

/* A file that cannot be opened any more leaves what was recovered as a new flow. */
static SluicePage *
open_page_of (SluiceWindow *self,
              SluiceDraft  *draft)
{
  const char *path = sluice_draft_get_path (draft);
  g_autoptr (SluiceDocument) document = NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) && sluice_window_open (self, path))
    return self->page;
  if (self->page != NULL && sluice_page_is_untouched (self->page) && g_queue_is_empty (&self->page->recovered))
    return self->page;

  document = sluice_document_new ();
  return sluice_window_add_page (self, document);
}

/**
 * sluice_window_recover:
 *
 * Offers what was recovered, each with the flow that it is of. Of drafts that another program's
 * instance has, it hears nothing.
 */
void
sluice_window_recover (SluiceWindow *self)
{
  g_autoptr (GPtrArray) drafts = sluice_draft_claim_orphans ();

  for (guint i = 0; i < drafts->len; i++)
    {
      SluiceDraft *draft = g_ptr_array_index (drafts, i);

      sluice_page_offer_draft (open_page_of (self, draft), g_object_ref (draft));
    }
}
