/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Preparing a document for a run. Counts of values are not atomic: the thread that prepares looks at the document's
 * values and copies them, but never counts. The reference that keeps them there meanwhile, changed by nobody, is taken
 * and dropped in the thread of the document. What is made here shares nothing with the document. */

#include "debugger/session/prepared.h"

#include "kinds/link.h"
#include "kinds/trust.h"

struct _SluicePrepared
{
  /* owned, of whoever has this */
  SluiceDocument *document;
  char           *text;
  SluiceGrants   *needed;
  SluiceGrants   *allowed;
  gboolean        is_linked;

  /* owned, of the thread that asked for it */
  SluiceDocument *origin;
  SluiceValue     root; /* what @origin had then */
};

/* In another thread neither counted nor changed; @origin is only handed back there. */
static SluicePrepared *
prepared_new (SluiceDocument *origin)
{
  SluicePrepared *self = g_new0 (SluicePrepared, 1);

  self->origin = g_object_ref (origin);
  self->root = sluice_value_ref (sluice_document_get_root (origin));
  return self;
}

/**
 * sluice_prepared_release:
 * @self: what was prepared
 *
 * Gives up what belongs to the thread that asked for it: from then on another may have it.
 *
 * Returns: (transfer full): the same
 */
SluicePrepared *
sluice_prepared_release (SluicePrepared *self)
{
  sluice_value_clear (&self->root);
  g_clear_object (&self->origin);
  return self;
}

/**
 * sluice_prepared_free:
 * @self: (transfer full): what was prepared
 */
void
sluice_prepared_free (SluicePrepared *self)
{
  sluice_prepared_release (self);
  g_clear_object (&self->document);
  g_free (self->text);
  g_clear_pointer (&self->needed, sluice_grants_unref);
  g_clear_pointer (&self->allowed, sluice_grants_unref);
  g_free (self);
}

/* Reads @self->root and writes what is the copy's. */
static gboolean
prepare (SluicePrepared  *self,
         const char      *path,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr (SluiceDocument) copy = sluice_document_new_of_root (sluice_value_deep_copy (self->root), path);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->document = sluice_link_document (copy, error);
  if (self->document == NULL)
    return FALSE;
  self->is_linked = self->document != copy;
  self->needed = sluice_grants_new_of_document (self->document);
  self->allowed = sluice_grants_is_empty (self->needed) ? sluice_grants_new () : sluice_trust_lookup (self->document);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->text = sluice_document_to_text (self->document, NULL);
  return TRUE;
}

/**
 * sluice_prepared_new:
 * @document: a document
 * @error: return location for what is wrong with another file
 *
 * Returns: (transfer full) (nullable): what was prepared of it as it is now
 */
SluicePrepared *
sluice_prepared_new (SluiceDocument  *document,
                     GError         **error)
{
  g_autoptr (SluicePrepared) self = NULL;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);

  self = prepared_new (document);
  if (!prepare (self, sluice_document_get_path (document), NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* In a thread */

typedef struct
{
  SluicePrepared *prepared; /* owned */
  char           *path;     /* of the document */
  GTask          *task;     /* owned: who asked */
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->prepared, sluice_prepared_free);
  g_free (job->path);
  g_object_unref (job->task);
  g_free (job);
}

/* What was made of it goes in the thread that made it. */
static void
drop_copy (SluicePrepared *self)
{
  g_clear_object (&self->document);
  g_clear_pointer (&self->needed, sluice_grants_unref);
  g_clear_pointer (&self->allowed, sluice_grants_unref);
  while (sluice_value_free_some ())
    continue;
}

static void
prepare_in_thread (GTask        *work,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (prepare (job->prepared, job->path, cancellable, &error))
    {
      g_task_return_boolean (work, TRUE);
      return;
    }
  drop_copy (job->prepared);
  g_task_return_error (work, error);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Job *job = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (job->task, g_steal_pointer (&job->prepared), (GDestroyNotify) sluice_prepared_free);
  else
    g_task_return_error (job->task, error);
  job_free (job);
}

/**
 * sluice_prepared_new_async:
 * @document: a document
 * @cancellable: (nullable): to give up
 * @callback: called when it is done, in the thread-default main context of now
 * @user_data: for @callback
 *
 * Prepares the document as it is now, while it may be edited.
 */
void
sluice_prepared_new_async (SluiceDocument      *document,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) work = NULL;
  Job *job;

  g_return_if_fail (SLUICE_IS_DOCUMENT (document));

  job = g_new0 (Job, 1);
  job->prepared = prepared_new (document);
  job->path = g_strdup (sluice_document_get_path (document));
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, sluice_prepared_new_async);
  work = g_task_new (NULL, cancellable, prepared_cb, job);
  g_task_set_source_tag (work, sluice_prepared_new_async);
  g_task_set_task_data (work, job, NULL);
  g_task_run_in_thread (work, prepare_in_thread);
}

/**
 * sluice_prepared_new_finish:
 * @result: what the callback was given
 * @error: return location for what is wrong with another file, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was prepared
 */
SluicePrepared *
sluice_prepared_new_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sluice_prepared_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What is in it */

SluiceDocument *
sluice_prepared_get_document (SluicePrepared *self)
{
  return self->document;
}

const char *
sluice_prepared_get_text (SluicePrepared *self)
{
  return self->text;
}

SluiceGrants *
sluice_prepared_get_needed (SluicePrepared *self)
{
  return self->needed;
}

SluiceGrants *
sluice_prepared_get_allowed (SluicePrepared *self)
{
  return self->allowed;
}

gboolean
sluice_prepared_is_linked (SluicePrepared *self)
{
  return self->is_linked;
}

gboolean
sluice_prepared_is_of (SluicePrepared *self,
                       SluiceDocument *document)
{
  return self->origin == document;
}

/* Whether all members of @one but the layout are the same as in @other. */
static gboolean
has_same_members (SluiceValue one,
                  SluiceValue other)
{
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  sluice_value_iter_init (&iter, one);
  while (sluice_value_iter_next (&iter, &key, &member))
    if (!g_str_equal (key, "layout") && !sluice_value_is_same (member, sluice_value_get_member (other, key)))
      return FALSE;
  return TRUE;
}

/**
 * sluice_prepared_is_outdated:
 * @self: what was prepared, not yet released
 *
 * Returns: whether the document was edited since; moving things about is no edit
 */
gboolean
sluice_prepared_is_outdated (SluicePrepared *self)
{
  SluiceValue now = sluice_document_get_root (self->origin);

  return !has_same_members (self->root, now) || !has_same_members (now, self->root);
}
