/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file that git could not merge: both sides are shown, and what is decided comes as a flow to be saved. */
#include "window/window-private.h"

#include "exchange/conflict.h"
#include "merge/merge-dialog.h"
#include "window/recent.h"

#include <glib/gi18n.h>

static void
settled_cb (SluiceWindow      *self,
            SluiceDocument    *document,
            SluiceMergeDialog *dialog)
{
  SluicePage *page = g_object_get_data (G_OBJECT (dialog), "page");

  if (page != NULL)
    {
      sluice_page_set_document (page, document);
      sluice_window_select_page (self, page);
    }
  else
    {
      sluice_window_show_document (self, document);
    }
  sluice_recent_add (sluice_document_get_path (document));
  sluice_window_toast (self, _("Save to replace the file with the merged flow"));
}

static gboolean
present_cb (gpointer dialog)
{
  gtk_window_present (GTK_WINDOW (dialog));

  return G_SOURCE_REMOVE;
}

/**
 * sluice_window_show_merge:
 * @path: a flow file with git's conflict markers
 * @page: (nullable): the page that has the file open, and gets what is decided
 *
 * Shows both sides of the merge, and then what was decided about it.
 *
 * Returns: whether both sides could be told apart
 */
gboolean
sluice_window_show_merge (SluiceWindow *self,
                          const char   *path,
                          SluicePage   *page)
{
  SluiceConflict *conflict = sluice_conflict_load (path, NULL);
  SluiceMergeDialog *dialog;

  if (conflict == NULL)
    return FALSE;

  dialog = sluice_merge_dialog_new (GTK_WINDOW (self), conflict);
  if (page != NULL)
    g_object_set_data_full (G_OBJECT (dialog), "page", g_object_ref (page), g_object_unref);
  g_signal_connect_object (dialog, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  /* A window that is just being opened is shown first, or it would come above its dialog. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (dialog));
  else
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, present_cb, g_object_ref (dialog), g_object_unref);

  return TRUE;
}
