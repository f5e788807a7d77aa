/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the flow may touch: before a run the person is asked for what was not allowed before, and only then. What is
 * allowed for good is kept by core; what is denied is denied to this run, whose nodes fail or take their fallback.
 */
#include "window/page-private.h"

#include "window/allow-dialog.h"
#include "window/data-folder.h"
#include "window/needs-list.h"

#include "kinds/trust.h"

#include <glib/gi18n.h>

typedef struct
{
  SluicePage      *page;     /* owned */
  SluicePageStart *start;    /* owned: what is to start */
  SluicePrepared  *prepared; /* owned: the document, with the flows of other files */
  SluiceGrants    *asked;    /* owned: what the person has seen */
  SluiceGrants    *allowed;  /* owned: before */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->page);
  sluice_page_start_free (question->start);
  g_clear_pointer (&question->prepared, sluice_prepared_free);
  sluice_grants_unref (question->asked);
  sluice_grants_unref (question->allowed);
  g_free (question);
}

static void
keep (Question *question)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_trust_keep (sluice_prepared_get_document (question->prepared), question->asked, &error))
    sluice_page_show_error (question->page, _("What the flow may do could not be kept"), error);
}

static void
answered_cb (SluiceAnswer answer,
             gpointer     user_data)
{
  Question *question = user_data;

  if (answer == SLUICE_ANSWER_ALLOW_ALWAYS)
    keep (question);
  if (answer == SLUICE_ANSWER_ALLOW_ALWAYS || answer == SLUICE_ANSWER_ALLOW_ONCE)
    sluice_grants_add_all (question->allowed, question->asked);
  if (answer != SLUICE_ANSWER_CANCEL)
    sluice_page_launch (question->page, question->start, g_steal_pointer (&question->prepared), question->allowed);
  question_free (question);
}

static void
ask (SluicePage      *self,
     SluicePageStart *take_start,
     SluicePrepared  *take_prepared,
     SluiceGrants    *asked,
     SluiceGrants    *allowed)
{
  Question *question = g_new0 (Question, 1);
  g_autofree char *title = sluice_page_dup_title (self);
  g_autofree char *heading = NULL;
  GtkWindow *dialog;

  question->page = g_object_ref (self);
  question->start = take_start;
  question->prepared = take_prepared;
  question->asked = sluice_grants_ref (asked);
  question->allowed = sluice_grants_ref (allowed);
  heading = sluice_grants_is_empty (allowed)
              /* Translators: the name of a flow. */
              ? g_strdup_printf (_("What may “%s” do?"), title)
              : g_strdup_printf (_("What else may “%s” do?"), title);
  dialog = sluice_allow_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                                    _("A flow reaches nothing outside of the program unless you let it. What is denied "
                                      "fails, or its node takes the fallback. Escape runs nothing."),
                                    sluice_needs_list_new (sluice_prepared_get_document (take_prepared), asked),
                                    answered_cb, question);
  gtk_widget_set_name (GTK_WIDGET (dialog), "grants");
}

/* An example may read what lies beside it: that came with the program, and is nothing of the person's. */
static void
allow_example (SluiceDocument *document,
               SluiceGrants   *allowed)
{
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autofree char *data = sluice_data_folder_dup ();
  g_autofree char *examples = g_build_filename (data, "examples", NULL);
  g_autofree char *whole = g_canonicalize_filename (examples, NULL);
  g_autofree char *whole_folder = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;

  if (g_strcmp0 (whole_folder, whole) == 0)
    sluice_grants_add (allowed, SLUICE_GRANT_READ, whole);
}

/**
 * sluice_page_allow_then:
 * @take_start: (transfer full): what is to start
 * @take_prepared: (transfer full): the document, prepared for it
 *
 * Launches it, once the person has been asked for what it touches and was not allowed before.
 */
void
sluice_page_allow_then (SluicePage      *self,
                        SluicePageStart *take_start,
                        SluicePrepared  *take_prepared)
{
  g_autoptr (SluicePageStart) start = take_start;
  g_autoptr (SluiceGrants) allowed = sluice_grants_copy (sluice_prepared_get_allowed (take_prepared));
  g_autoptr (SluiceGrants) asked = NULL;

  allow_example (self->document, allowed);
  asked = sluice_grants_new_missing (sluice_prepared_get_needed (take_prepared), allowed);
  if (sluice_grants_is_empty (asked))
    sluice_page_launch (self, start, take_prepared, allowed);
  else
    ask (self, g_steal_pointer (&start), take_prepared, asked, allowed);
}
