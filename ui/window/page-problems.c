/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The document's problems, checked a moment after it changed, in the list and in the status bar. */
#include "window/page-private.h"

#include "graph/check-fixes.h"
#include "graph/check-job.h"

#include <glib/gi18n.h>

#define CHECKED_AT_ONCE 500 /* nodes; more are checked when the drawing is there */
#define CHECK_DELAY 250 /* ms without another change */
#define CHECK_SLICE 4000 /* µs at once, while there may be something to paint */

static guint
count (GPtrArray      *problems,
       SluiceSeverity  severity)
{
  guint n = 0;

  for (guint i = 0; i < problems->len; i++)
    n += ((SluiceProblem *) g_ptr_array_index (problems, i))->severity == severity;

  return n;
}

/**
 * sluice_page_is_blank:
 *
 * Returns: whether nobody has drawn anything yet: that is where one begins, no mistake
 */
gboolean
sluice_page_is_blank (SluicePage *self)
{
  guint n_flows = sluice_document_get_n_flows (self->document);

  for (guint i = 0; i < n_flows; i++)
    if (sluice_document_get_n_nodes (self->document,
                                     sluice_document_get_flow_id (self->document, i)) > 0)
      return FALSE;

  return TRUE;
}

static void
update_button (SluicePage *self,
               GPtrArray    *problems)
{
  guint n_errors = count (problems, SLUICE_PROBLEM_ERROR);
  guint n_warnings = count (problems, SLUICE_PROBLEM_WARNING);
  g_autofree char *label = NULL;

  if (n_errors > 0)
    label = g_strdup_printf (ngettext ("%u error", "%u errors", n_errors), n_errors);
  else
    label = g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings), n_warnings);

  gtk_label_set_label (self->problems_label, label);
  gtk_image_set_from_icon_name (self->problems_icon, n_errors > 0 ? "dialog-error-symbolic"
                                                                  : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->problems_button,
                          n_errors + n_warnings > 0 && !sluice_page_is_blank (self));
  gtk_widget_remove_css_class (self->problems_button, "error");
  gtk_widget_remove_css_class (self->problems_button, "warning");
  gtk_widget_add_css_class (self->problems_button, n_errors > 0 ? "error" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problems_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
has_bad_layout (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    if (g_str_has_prefix (((SluiceProblem *) g_ptr_array_index (problems, i))->pointer, "/layout"))
      return TRUE;

  return FALSE;
}

/* The check is at its end: what it found is made rows of. */
static void
take_found (SluicePage *self)
{
  self->found_problems = sluice_check_job_finish (g_steal_pointer (&self->check_job));
  self->problem_rows = sluice_problem_rows_new (self->document, self->found_problems);
}

/* What the check ended with is shown everywhere. */
static void
show_found (SluicePage *self)
{
  g_autoptr (GPtrArray) problems = g_steal_pointer (&self->found_problems);

  self->has_bad_layout |= has_bad_layout (problems);
  g_clear_pointer (&self->last_problems, g_ptr_array_unref);
  self->last_problems = g_ptr_array_ref (problems);
  sluice_problem_list_take_rows (self->problems, g_steal_pointer (&self->problem_rows));
  sluice_inspector_set_problems (self->inspector, problems);
  sluice_canvas_set_problems (self->canvas, problems);
  sluice_page_find_again (self);
  sluice_outline_model_set_problems (sluice_outline_get_model (self->outline), problems);
  update_button (self, problems);
  sluice_document_pack_source (self->document); /* where problems are in it is known now */
}

/**
 * sluice_page_stop_check:
 *
 * Gives up a check that is due or going on.
 */
void
sluice_page_stop_check (SluicePage *self)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_pointer (&self->check_job, sluice_check_job_free);
  g_clear_pointer (&self->problem_rows, sluice_problem_rows_free);
  g_clear_pointer (&self->found_problems, g_ptr_array_unref);
}

/**
 * sluice_page_check_now:
 *
 * Checks the document and shows what was found.
 */
void
sluice_page_check_now (SluicePage *self)
{
  sluice_page_stop_check (self);
  self->check_job = sluice_check_job_new (self->document);
  sluice_check_job_step (self->check_job, -1);
  take_found (self);
  sluice_problem_rows_step (self->problem_rows, -1);
  show_found (self);
  sluice_page_checked (self);
}

/**
 * sluice_page_is_large:
 *
 * Returns: whether the document takes so long to check that nobody should have to wait for it
 */
gboolean
sluice_page_is_large (SluicePage *self)
{
  guint n_nodes = 0;

  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    n_nodes += sluice_document_get_n_nodes (self->document, sluice_document_get_flow_id (self->document, i));
  return n_nodes > CHECKED_AT_ONCE;
}

/**
 * sluice_page_check_first:
 *
 * Checks a document of which nothing is known yet: at once, or a large one bit by bit.
 */
void
sluice_page_check_first (SluicePage *self)
{
  if (sluice_page_is_large (self))
    sluice_page_queue_check (self);
  else
    sluice_page_check_now (self);
}

static gboolean
go_on_cb (gpointer user_data)
{
  SluicePage *self = user_data;

  if (self->check_job != NULL && sluice_check_job_step (self->check_job, CHECK_SLICE))
    return G_SOURCE_CONTINUE;
  if (self->check_job != NULL)
    {
      take_found (self);
      return G_SOURCE_CONTINUE;
    }
  if (sluice_problem_rows_step (self->problem_rows, CHECK_SLICE))
    return G_SOURCE_CONTINUE;
  self->check_source = 0;
  show_found (self);
  sluice_page_checked (self);

  return G_SOURCE_REMOVE;
}

static gboolean
check_cb (gpointer user_data)
{
  SluicePage *self = user_data;

  self->check_job = sluice_check_job_new (self->document);
  self->check_source = g_idle_add_full (G_PRIORITY_LOW, go_on_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * sluice_page_queue_check:
 *
 * Checks the document once it has been left alone for a moment, a little at a time.
 */
void
sluice_page_queue_check (SluicePage *self)
{
  sluice_page_stop_check (self);
  /* Of low priority: what is to be seen comes first. */
  self->check_source = g_timeout_add_full (G_PRIORITY_LOW, CHECK_DELAY, check_cb, self, NULL);
}

/**
 * sluice_page_hurry_check:
 *
 * Has a check that is due begin now.
 */
void
sluice_page_hurry_check (SluicePage *self)
{
  if (self->check_source == 0 || self->check_job != NULL || self->problem_rows != NULL)
    return;
  g_clear_handle_id (&self->check_source, g_source_remove);
  check_cb (self);
}

/**
 * sluice_page_is_checked:
 *
 * Returns: whether the problems of the document as it is now are known
 */
gboolean
sluice_page_is_checked (SluicePage *self)
{
  return self->last_problems != NULL && self->check_source == 0;
}

/**
 * sluice_page_show_problems:
 *
 * Shows the list of problems.
 */
void
sluice_page_show_problems (SluicePage *self)
{
  sluice_page_show_panel (self, SLUICE_PANEL_BOTTOM);
  gtk_stack_set_visible_child_name (self->bottom_stack, "problems");
}

/**
 * sluice_page_fix_all:
 * @code: the code of some problems
 *
 * Does what was offered about all of them.
 */
void
sluice_page_fix_all (SluicePage *self,
                     const char *code)
{
  g_autoptr (GError) error = NULL;

  sluice_check_fix_all (self->document, code, &error);
  if (error != NULL)
    sluice_page_show_error (self, _("The problems could not be fixed"), error);
  sluice_page_check_first (self);
}

/**
 * sluice_page_fix_problem:
 * @code: the code of a problem
 * @pointer: where it is
 *
 * Does what was offered about it.
 */
void
sluice_page_fix_problem (SluicePage *self,
                         const char *code,
                         const char *pointer)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_check_fix (self->document, code, pointer, &error))
    sluice_page_show_error (self, _("The problem could not be fixed"), error);
  sluice_page_check_first (self);
}
