/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An edited flow, judged by its runs: a row for each visit that would go elsewhere leads to that moment. It stays open
 * beside the canvas, so that one can go through them; closing it, or the page, gives up what is under way. */
#include "window/judge-dialog.h"

#include <glib/gi18n.h>

#include "debugger/history/judged-visit.h"
#include "debugger/history/run-item.h"
#include "spoken/spoken-box.h"
#include "window/page-private.h"

#define LAST 50

struct _SluiceJudgeDialog
{
  AdwWindow parent_instance;

  /* Owned. */
  GWeakRef        page;
  SluiceDocument *document;    /* of the page, when it was asked */
  char           *text;        /* what it said then */
  char           *record;      /* of the last run of the page, or NULL */
  GCancellable   *cancellable;

  /* Template. */
  GtkStack       *stack;
  GtkLabel       *found;
  GtkLabel       *left_out;
  GtkWidget      *all_button;
  AdwStatusPage  *nothing;
  GtkWidget      *problems_button;
  GListStore     *visits;
};

G_DEFINE_FINAL_TYPE (SluiceJudgeDialog, sluice_judge_dialog, ADW_TYPE_WINDOW)

/* Words */

static void
add_count (GPtrArray  *parts,
           guint64     count,
           const char *format)
{
  if (count > 0)
    g_ptr_array_add (parts, g_strdup_printf (format, (gulong) count));
}

static char *
join (GPtrArray *parts)
{
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static char *
dup_found (const SluiceRunVerdict *verdict)
{
  const SluiceJudgeCounts *counts = &verdict->counts;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  add_count (parts, counts->n_changed, ngettext ("%lu visit would go another way", "%lu visits would go another way",
                                                 (gulong) counts->n_changed));
  add_count (parts, counts->n_judged, ngettext ("%lu visit judged", "%lu visits judged", (gulong) counts->n_judged));
  add_count (parts, verdict->n_runs, ngettext ("%lu run", "%lu runs", (gulong) verdict->n_runs));
  return join (parts);
}

/* Why some could not be judged; empty: all were. */
static char *
dup_left_out (const SluiceRunVerdict *verdict)
{
  const SluiceJudgeCounts *counts = &verdict->counts;
  guint64 n_unkept = counts->n_skipped - counts->n_failed - counts->n_too_old - counts->n_asking - counts->n_unfinished;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  add_count (parts, counts->n_failed, ngettext ("%lu failed visit is left out", "%lu failed visits are left out",
                                                (gulong) counts->n_failed));
  add_count (parts, counts->n_unfinished, ngettext ("%lu visit was not finished", "%lu visits were not finished",
                                                    (gulong) counts->n_unfinished));
  add_count (parts, counts->n_asking, ngettext ("%lu would ask for something outside, or for the time",
                                                "%lu would ask for something outside, or for the time",
                                                (gulong) counts->n_asking));
  add_count (parts, n_unkept, ngettext ("of %lu the record does not keep every value",
                                        "of %lu the record does not keep every value", (gulong) n_unkept));
  add_count (parts, counts->n_too_old, ngettext ("%lu is of a batch recorded before its entries were kept",
                                                 "%lu are of batches recorded before their entries were kept",
                                                 (gulong) counts->n_too_old));
  add_count (parts, verdict->n_unreadable, ngettext ("%lu run cannot be read", "%lu runs cannot be read",
                                                     (gulong) verdict->n_unreadable));
  add_count (parts, verdict->n_unknown, ngettext ("%lu record cannot be opened, and may be of this file",
                                                  "%lu records cannot be opened, and may be of this file",
                                                  (gulong) verdict->n_unknown));
  add_count (parts, verdict->n_older, ngettext ("%lu older run is not looked at", "%lu older runs are not looked at",
                                                (gulong) verdict->n_older));
  if (verdict->why != NULL)
    g_ptr_array_add (parts, g_strdup (verdict->why));
  return join (parts);
}

/* What is shown */

static void
show_nothing (SluiceJudgeDialog *self,
              const char        *icon_name,
              const char        *title,
              const char        *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->nothing, icon_name);
  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, safe);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
add_run (SluiceJudgeDialog     *self,
         GPtrArray             *items,
         const SluiceJudgedRun *judged)
{
  g_autoptr (SluiceRunItem) item = sluice_run_item_new (sluice_history_read (judged->run->path));
  g_autofree char *title = NULL;

  g_object_get (item, "title", &title, NULL);
  for (guint i = 0; i < judged->changes->len; i++)
    g_ptr_array_add (items, sluice_judged_visit_new (self->document, judged->run->path, title,
                                                     g_ptr_array_index (judged->changes, i)));
}

static void
show_list (SluiceJudgeDialog      *self,
           const SluiceRunVerdict *verdict,
           const char             *left_out)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *found = dup_found (verdict);

  for (guint i = 0; i < verdict->runs->len; i++)
    add_run (self, items, g_ptr_array_index (verdict->runs, i));
  g_list_store_splice (self->visits, 0, g_list_model_get_n_items (G_LIST_MODEL (self->visits)), items->pdata,
                       items->len);
  gtk_label_set_label (self->found, found);
  gtk_label_set_label (self->left_out, left_out);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), *left_out != '\0');
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
show_verdict (SluiceJudgeDialog      *self,
              const SluiceRunVerdict *verdict)
{
  g_autofree char *left_out = dup_left_out (verdict);
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->all_button, verdict->n_older > 0);
  if (verdict->counts.n_changed > 0)
    show_list (self, verdict, left_out);
  else if (verdict->n_runs + verdict->n_unreadable == 0)
    show_nothing (self, "document-open-recent-symbolic", _("No Runs Yet"),
                  _("A flow is judged by the runs that are recorded of it. Run it, edit it, and ask again."));
  else if (verdict->counts.n_judged == 0)
    show_nothing (self, "dialog-warning-symbolic", _("Nothing Could Be Judged"),
                  *left_out != '\0' ? left_out : _("The runs there are have no visits."));
  else
    {
      words = g_strdup_printf (ngettext ("The last run would go the same way.",
                                         "Every one of the last %u runs would go the same way.", verdict->n_runs),
                               verdict->n_runs);
      text = *left_out != '\0' ? g_strdup_printf ("%s\n%s", words, left_out) : g_strdup (words);
      show_nothing (self, "object-select-symbolic", _("Nothing Changes"), text);
    }
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SluiceJudgeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRunVerdict) verdict = sluice_run_judge_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (verdict != NULL)
    {
      show_verdict (self, verdict);
      return;
    }
  show_nothing (self, "dialog-error-symbolic", _("The Flow Cannot Be Judged"), error->message);
  gtk_widget_show (self->problems_button);
}

/* @last: by at most so many runs */
static void
judge (SluiceJudgeDialog *self,
       guint              last)
{
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gtk_widget_hide (self->all_button);
  sluice_run_judge_async (self->text, sluice_document_get_path (self->document), self->record, last,
                          self->cancellable, judged_cb, g_object_ref (self));
}

/* What is chosen */

static void
judge_all_cb (SluiceJudgeDialog *self)
{
  judge (self, G_MAXUINT);
}

static void
activate_cb (SluiceJudgeDialog *self,
             guint              position)
{
  g_autoptr (SluiceJudgedVisit) visit = g_list_model_get_item (G_LIST_MODEL (self->visits), position);
  g_autoptr (SluicePage) page = g_weak_ref_get (&self->page);

  if (visit != NULL && page != NULL && gtk_widget_get_root (GTK_WIDGET (page)) != NULL)
    sluice_page_show_moment (page, sluice_judged_visit_get_path (visit), sluice_judged_visit_get_number (visit));
}

/* Its tab was closed, or has gone to another window. */
static void
page_gone_cb (SluiceJudgeDialog *self,
              GParamSpec        *pspec,
              GtkWidget         *page)
{
  if (gtk_widget_get_root (page) == NULL)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
problems_cb (SluiceJudgeDialog *self)
{
  g_autoptr (SluicePage) page = g_weak_ref_get (&self->page);

  gtk_window_close (GTK_WINDOW (self));
  if (page != NULL)
    sluice_page_show_problems (page);
}

/* Life */

static void
sluice_judge_dialog_dispose (GObject *object)
{
  SluiceJudgeDialog *self = SLUICE_JUDGE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_weak_ref_set (&self->page, NULL);

  G_OBJECT_CLASS (sluice_judge_dialog_parent_class)->dispose (object);
}

static void
sluice_judge_dialog_finalize (GObject *object)
{
  SluiceJudgeDialog *self = SLUICE_JUDGE_DIALOG (object);

  g_weak_ref_clear (&self->page);
  g_clear_object (&self->document);
  g_free (self->text);
  g_free (self->record);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sluice_judge_dialog_parent_class)->finalize (object);
}

static void
sluice_judge_dialog_class_init (SluiceJudgeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_judge_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sluice_judge_dialog_finalize;

  g_type_ensure (SLUICE_TYPE_JUDGED_VISIT);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/judge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, found);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, left_out);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, all_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, problems_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceJudgeDialog, visits);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, judge_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, problems_cb);
}

static void
sluice_judge_dialog_init (SluiceJudgeDialog *self)
{
  g_weak_ref_init (&self->page, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The one that shows what was found of the page's flow before; %NULL: there is none. */
static GtkWindow *
find_dialog_of (SluicePage *page)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      g_autoptr (SluicePage) its = SLUICE_IS_JUDGE_DIALOG (window)
                                     ? g_weak_ref_get (&SLUICE_JUDGE_DIALOG (window)->page) : NULL;

      if (its == page)
        return window;
    }
  return NULL;
}

/**
 * sluice_judge_dialog_show:
 * @parent: the window that asks
 * @page: whose flow is judged, as it is edited now; by its last run and by those of its file
 *
 * Shows which visits of the last runs would now take another edge, in place of what was found before.
 */
void
sluice_judge_dialog_show (GtkWindow  *parent,
                          SluicePage *page)
{
  SluiceJudgeDialog *self = g_object_new (SLUICE_TYPE_JUDGE_DIALOG, "transient-for", parent, NULL);
  GtkWindow *before = find_dialog_of (page);

  if (before != NULL)
    gtk_window_destroy (before);
  g_weak_ref_set (&self->page, page);
  self->document = g_object_ref (page->document);
  g_signal_connect_object (page, "notify::root", G_CALLBACK (page_gone_cb), self, G_CONNECT_SWAPPED);
  self->text = sluice_document_to_text (page->document, NULL);
  self->record = g_strdup (sluice_run_session_get_record (page->session));
  judge (self, LAST);
  gtk_window_present (GTK_WINDOW (self));
}
