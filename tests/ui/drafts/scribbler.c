/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Edits a document again and again, with a draft kept of it as in the editor, until it is killed.
 *
 *   scribbler FILE       edits FILE, saving now and then; without a name, a new document
 *   scribbler --recover  prints what the drafts hold
 *
 * Each edit is told as "edit N TIME" before it is made, each save as "save N" and "saved N".
 */
#include "drafts/draft-keeper.h"
#include "drafts/draft.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/edit.h"

#define EDIT_EVERY 20 /* ms */
#define SAVE_EVERY 90 /* edits */
#define N_NODES    200

static SluiceDocument *document;
static char *first; /* the address of the node whose title counts */
static guint n_edits;

static void
add_nodes (void)
{
  for (guint i = 0; i < N_NODES; i++)
    {
      char *address = sluice_edit_add_node (document, "main", "log", NULL, (int) i, 0, NULL);

      if (first == NULL)
        first = address;
      else
        g_free (address);
    }
}

static void
save (void)
{
  printf ("save %u\n", n_edits);
  if (!sluice_document_save (document, NULL, FALSE, NULL))
    exit (1);
  printf ("saved %u\n", n_edits);
}

static gboolean
edit_cb (gpointer user_data)
{
  g_autofree char *title = g_strdup_printf ("%u", ++n_edits);

  printf ("edit %u %" G_GINT64_FORMAT "\n", n_edits, g_get_monotonic_time ());
  if (!sluice_edit_set_title (document, first, title, NULL))
    exit (1);
  if (sluice_document_get_path (document) != NULL && n_edits % SAVE_EVERY == 0)
    save ();

  return G_SOURCE_CONTINUE;
}

static void
recover (void)
{
  g_autoptr (GPtrArray) drafts = sluice_draft_claim_orphans ();

  for (guint i = 0; i < drafts->len; i++)
    printf ("%s", sluice_draft_get_text (g_ptr_array_index (drafts, i)));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SluiceDraftKeeper) keeper = NULL;

  setvbuf (stdout, NULL, _IOLBF, 0);
  if (argc > 1 && g_str_equal (argv[1], "--recover"))
    {
      recover ();
      return 0;
    }

  document = sluice_document_new ();
  add_nodes ();
  if (argc > 1 && !sluice_document_save (document, argv[1], TRUE, NULL))
    return 1;
  keeper = sluice_draft_keeper_new (document);
  g_timeout_add (EDIT_EVERY, edit_cb, NULL);
  g_main_loop_run (loop);

  return 0;
}
