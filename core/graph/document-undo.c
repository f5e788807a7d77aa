/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Transactions and undo. Every change of a document is applied here. A transaction collects
 * changes; the outermost becomes an undo step, which keeps them with what they replaced. Undo
 * applies the inverses in reverse order, so undoing every step gives back the bytes there were at
 * the start.
 *
 * Each step has a serial of its own; the document is as saved when the topmost step has the serial
 * that it had at the save. */

#include "graph/document.h"

#include <glib/gi18n-lib.h>

#include "base/json.h"
#include "graph/document-private.h"

static void
step_free (gpointer data)
{
  SluiceStep *step = data;

  g_free (step->name);
  g_free (step->merge_key);
  g_ptr_array_unref (step->changes);
  g_free (step);
}

static void
change_free (gpointer data)
{
  sluice_change_free (data);
}

static GPtrArray *
change_list_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

static SluiceStep *
step_new (const char *name,
          const char *merge_key)
{
  SluiceStep *step = g_new0 (SluiceStep, 1);

  step->name = g_strdup (name);
  step->merge_key = g_strdup (merge_key);
  step->changes = change_list_new ();
  return step;
}

static SluiceStep *
last_step (GPtrArray *steps)
{
  return steps->len > 0 ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

static SluiceStep *
take_last_step (GPtrArray *steps)
{
  return g_ptr_array_steal_index (steps, steps->len - 1);
}

void
sluice_document_init_undo (SluiceDocument *self)
{
  self->undo_steps = g_ptr_array_new_with_free_func (step_free);
  self->redo_steps = g_ptr_array_new_with_free_func (step_free);
  self->savepoints = g_array_new (FALSE, FALSE, sizeof (guint));
  self->pending = change_list_new ();
}

void
sluice_document_finish_undo (SluiceDocument *self)
{
  g_clear_pointer (&self->open, step_free);
  g_ptr_array_unref (self->undo_steps);
  g_ptr_array_unref (self->redo_steps);
  g_array_unref (self->savepoints);
  g_ptr_array_unref (self->pending);
  g_free (self->told_undo);
  g_free (self->told_redo);
}

/* After loading anew: there is nothing to go back to. */
void
sluice_document_forget_steps (SluiceDocument *self)
{
  g_ptr_array_set_size (self->undo_steps, 0);
  g_ptr_array_set_size (self->redo_steps, 0);
  self->saved_serial = 0;
  self->may_merge = FALSE;
}

void
sluice_document_mark_saved (SluiceDocument *self)
{
  SluiceStep *top = last_step (self->undo_steps);

  self->saved_serial = top != NULL ? top->serial : 0;
  self->may_merge = FALSE;
}

/* Telling */

static void
tell_pending (SluiceDocument *self)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (SluiceChangeSet) set = NULL;

  if (self->pending->len == 0)
    return;
  changes = g_steal_pointer (&self->pending);
  self->pending = change_list_new ();
  self->n_fresh = 0;
  set = sluice_change_set_new (self, changes);
  sluice_document_emit_changed (self, set);
}

/* Applies a change that nothing can refuse, because it brings back a state there has been. */
static void
apply_known (SluiceDocument *self,
             SluiceChange   *change)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_change_apply (change, &self->root, &error))
    g_critical ("A change could not be undone or redone at %s: %s", change->pointer, error->message);
  sluice_document_forget_derived (self, change);
}

/* Transactions */

/**
 * sluice_document_begin:
 * @self: a document
 * @name: the name of the undo step, translated: "Move 3 nodes"
 * @merge_key: (nullable): a step with the same key as the one before it joins it, until
 *   sluice_document_break_merge()
 *
 * Begins a transaction. Transactions nest: an inner one belongs to the undo step of the outermost,
 * whose name and key count. Ends with sluice_document_commit() or sluice_document_rollback().
 */
void
sluice_document_begin (SluiceDocument *self,
                       const char     *name,
                       const char     *merge_key)
{
  g_return_if_fail (SLUICE_IS_DOCUMENT (self));
  g_return_if_fail (name != NULL);

  if (self->open == NULL)
    self->open = step_new (name, merge_key);
  g_array_append_val (self->savepoints, self->open->changes->len);
}

static gboolean
fits_in (SluiceValue value,
         guint       levels)
{
  SluiceValueIter iter;
  SluiceValue child;

  if (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return TRUE;
  if (levels == 0)
    return FALSE;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    if (!fits_in (child, levels - 1))
      return FALSE;
  return TRUE;
}

/* A file that nests deeper than is read again would be lost when it is saved. */
static gboolean
can_be_read_again (const SluiceChange  *change,
                   GError             **error)
{
  guint levels = SLUICE_JSON_MAX_DEPTH;

  for (const char *at = change->pointer; *at != '\0' && levels > 0; at++)
    if (*at == '/')
      levels--;
  if (fits_in (change->value, levels))
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
               _("This nests deeper than the %d levels that a flow file may have. Make it flatter."),
               SLUICE_JSON_MAX_DEPTH);
  return FALSE;
}

/**
 * sluice_document_apply:
 * @self: a document with an open transaction
 * @type: what to do
 * @pointer: a JSON Pointer into the file
 * @take: (transfer full): the new value; null for a removal
 * @place: for a new member, where it stands in the order, or -1 for last
 * @error: return location for an error
 *
 * Applies one change. On an error, of SLUICE_POINTER_ERROR, %SLUICE_DOCUMENT_ERROR_READ_ONLY or
 * %SLUICE_DOCUMENT_ERROR_EDIT (nested too deep), the document is untouched, and it is for the caller
 * to roll the transaction back.
 *
 * Returns: whether it was applied
 */
gboolean
sluice_document_apply (SluiceDocument    *self,
                       SluiceChangeType   type,
                       const char        *pointer,
                       SluiceValue        take,
                       int                place,
                       GError           **error)
{
  g_autoptr (SluiceChange) change = sluice_change_new (type, pointer, take, place);

  g_return_val_if_fail (self->open != NULL, FALSE);

  if (self->read_only_reason != NULL)
    {
      g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_READ_ONLY,
                           self->read_only_reason);
      return FALSE;
    }
  if (!can_be_read_again (change, error) || !sluice_change_apply (change, &self->root, error))
    return FALSE;

  sluice_document_forget_derived (self, change);
  g_ptr_array_add (self->pending, sluice_change_copy (change));
  self->n_fresh++;
  g_ptr_array_add (self->open->changes, g_steal_pointer (&change));
  return TRUE;
}

/**
 * sluice_document_flush:
 * @self: a document
 *
 * Emits "changed" for what the open transaction did since it began or since the last flush, so that
 * a drag is seen while it goes on.
 */
void
sluice_document_flush (SluiceDocument *self)
{
  g_return_if_fail (SLUICE_IS_DOCUMENT (self));

  /* Savepoints of inner levels count changes, so these must stay as they are until they end. */
  if (self->open != NULL && self->savepoints->len == 1)
    sluice_changes_compact (self->open->changes);
  tell_pending (self);
}

/* Joins the step before, if the two have the same key and nothing came between. */
static gboolean
merge_step (SluiceDocument *self,
            SluiceStep     *step)
{
  SluiceStep *before = last_step (self->undo_steps);

  if (!self->may_merge || before == NULL || step->merge_key == NULL ||
      g_strcmp0 (before->merge_key, step->merge_key) != 0)
    return FALSE;

  g_ptr_array_extend_and_steal (before->changes, g_ptr_array_ref (step->changes));
  sluice_changes_compact (before->changes);
  return TRUE;
}

static void
push_step (SluiceDocument *self,
           SluiceStep     *take)
{
  SluiceStep *top;

  sluice_changes_compact (take->changes);
  if (take->changes->len == 0)
    {
      step_free (take);
      return;
    }

  g_ptr_array_set_size (self->redo_steps, 0);
  if (merge_step (self, take))
    {
      step_free (take);
      top = last_step (self->undo_steps);
      if (top->changes->len == 0)
        {
          g_ptr_array_set_size (self->undo_steps, (gint) self->undo_steps->len - 1);
          return;
        }
    }
  else
    {
      g_ptr_array_add (self->undo_steps, take);
      top = take;
    }
  top->serial = ++self->last_serial;
  self->may_merge = TRUE;
}

/**
 * sluice_document_commit:
 * @self: a document with an open transaction
 *
 * Ends a transaction. The outermost becomes an undo step, unless nothing changed, and "changed" is
 * emitted.
 */
void
sluice_document_commit (SluiceDocument *self)
{
  g_return_if_fail (SLUICE_IS_DOCUMENT (self));
  g_return_if_fail (self->open != NULL);

  g_array_set_size (self->savepoints, self->savepoints->len - 1);
  if (self->savepoints->len > 0)
    return;

  push_step (self, g_steal_pointer (&self->open));
  tell_pending (self);
  sluice_document_notify_state (self);
}

/**
 * sluice_document_is_changing:
 * @self: a document
 *
 * Returns: whether a transaction is open, so that it can be neither saved nor read again
 */
gboolean
sluice_document_is_changing (SluiceDocument *self)
{
  return self->open != NULL;
}

/* Takes the last change of the open transaction back. */
static void
take_back (SluiceDocument *self)
{
  GPtrArray *changes = self->open->changes;
  g_autoptr (SluiceChange) change = g_ptr_array_steal_index (changes, changes->len - 1);
  g_autoptr (SluiceChange) inverse = sluice_change_invert (change);

  apply_known (self, inverse);
  if (self->n_fresh > 0)
    {
      /* Nobody has heard of it yet. */
      g_ptr_array_set_size (self->pending, (gint) self->pending->len - 1);
      self->n_fresh--;
    }
  else
    {
      g_ptr_array_add (self->pending, g_steal_pointer (&inverse));
    }
}

/**
 * sluice_document_rollback:
 * @self: a document with an open transaction
 *
 * Ends a transaction as if it had not begun. What a flush had told is told back.
 */
void
sluice_document_rollback (SluiceDocument *self)
{
  guint n_before;

  g_return_if_fail (SLUICE_IS_DOCUMENT (self));
  g_return_if_fail (self->open != NULL);

  n_before = g_array_index (self->savepoints, guint, self->savepoints->len - 1);
  while (self->open->changes->len > n_before)
    take_back (self);

  g_array_set_size (self->savepoints, self->savepoints->len - 1);
  if (self->savepoints->len > 0)
    return;

  g_clear_pointer (&self->open, step_free);
  tell_pending (self);
}

/**
 * sluice_document_break_merge:
 * @self: a document
 *
 * Makes the next step one of its own: the key was released, another field has the focus.
 */
void
sluice_document_break_merge (SluiceDocument *self)
{
  g_return_if_fail (SLUICE_IS_DOCUMENT (self));

  self->may_merge = FALSE;
}

/* Undo and redo */

/**
 * sluice_document_undo:
 * @self: a document
 *
 * Takes the last step back.
 *
 * Returns: %FALSE if there is none, or a transaction is open
 */
gboolean
sluice_document_undo (SluiceDocument *self)
{
  SluiceStep *step;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (self), FALSE);

  if (self->open != NULL || self->undo_steps->len == 0)
    return FALSE;

  step = take_last_step (self->undo_steps);
  for (guint i = step->changes->len; i > 0; i--)
    {
      SluiceChange *inverse = sluice_change_invert (g_ptr_array_index (step->changes, i - 1));

      apply_known (self, inverse);
      g_ptr_array_add (self->pending, inverse);
    }
  g_ptr_array_add (self->redo_steps, step);
  self->may_merge = FALSE;
  tell_pending (self);
  sluice_document_notify_state (self);
  return TRUE;
}

/**
 * sluice_document_redo:
 * @self: a document
 *
 * Does again what was undone last.
 *
 * Returns: %FALSE if there is nothing, or a transaction is open
 */
gboolean
sluice_document_redo (SluiceDocument *self)
{
  SluiceStep *step;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (self), FALSE);

  if (self->open != NULL || self->redo_steps->len == 0)
    return FALSE;

  step = take_last_step (self->redo_steps);
  for (guint i = 0; i < step->changes->len; i++)
    {
      const SluiceChange *done = g_ptr_array_index (step->changes, i);
      SluiceChange *change =
        sluice_change_new (done->type, done->pointer, sluice_value_ref (done->value), done->place);

      apply_known (self, change);
      g_ptr_array_add (self->pending, change);
    }
  g_ptr_array_add (self->undo_steps, step);
  self->may_merge = FALSE;
  tell_pending (self);
  sluice_document_notify_state (self);
  return TRUE;
}

/**
 * sluice_document_get_undo_name:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): what undo would take back, or %NULL if there is nothing
 */
const char *
sluice_document_get_undo_name (SluiceDocument *self)
{
  SluiceStep *step = last_step (self->undo_steps);

  return step != NULL ? step->name : NULL;
}

/**
 * sluice_document_get_redo_name:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): what redo would do again, or %NULL if there is nothing
 */
const char *
sluice_document_get_redo_name (SluiceDocument *self)
{
  SluiceStep *step = last_step (self->redo_steps);

  return step != NULL ? step->name : NULL;
}
