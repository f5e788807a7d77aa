/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The first change that is in no draft starts a clock; when it rings, the document as it then is is made a text, a
 * little at a time, for there are frames to be painted in between, and the text is written in another thread. Further
 * changes do not set the clock back, so somebody who never pauses is kept safe too. What is saved, or undone to what
 * was saved, needs no draft. A disk that is full is tried again from time to time.
 */
#include "drafts/draft-keeper.h"

#include "drafts/draft.h"

#include "base/json.h"

#define SLICE 4000       /* µs */
#define STEP_VALUES 500
#define RETRY_DELAY (2 * SLUICE_DRAFT_DELAY)

struct _SluiceDraftKeeper
{
  GObject         parent_instance;

  /* Owned. */
  SluiceDocument *document;   /* NULL once it is stopped */
  SluiceDraft    *draft;      /* NULL while nothing has to be kept */
  guint           source;     /* the clock, or 0 */
  SluiceJsonWriter *writing;  /* of the document as it was when this began; NULL: no text is made or written */
  guint           step;       /* to go on with it; 0: the other thread has it */
  gboolean        is_due;     /* the clock rang while a slow disk was still at the last one */
  gboolean        has_failed;
};

typedef struct
{
  char       *path;
  char       *title;
  char       *digest;
  const char *text; /* of the document, borrowed from the keeper */
} Job;

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceDraftKeeper, sluice_draft_keeper, G_TYPE_OBJECT)

static void     write_draft (SluiceDraftKeeper *self);
static gboolean due_cb      (gpointer           user_data);

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->title);
  g_free (job->digest);
  g_free (job);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gsize length;
  g_autofree char *text = sluice_draft_format (job->path, job->title, job->digest, job->text, &length);

  if (sluice_draft_write (source, text, length, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SluiceDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean success = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_pointer (&self->writing, sluice_json_writer_free);
  if (!success && !self->has_failed)
    g_signal_emit (self, signals[FAILED], 0, error);
  self->has_failed = !success;
  if (self->is_due)
    write_draft (self);
  else if (!success && self->draft != NULL && self->source == 0)
    self->source = g_timeout_add (RETRY_DELAY, due_cb, self);
}

static char *
dup_title (SluiceDocument *document)
{
  const char *name = sluice_document_get_name (document);
  const char *path = sluice_document_get_path (document);

  if ((name != NULL && name[0] != '\0') || path == NULL)
    return g_strdup (name);

  return g_path_get_basename (path);
}

/* What the draft is to hold now. */
static char *
dup_content (SluiceDraftKeeper *self,
             gsize             *length)
{
  g_autofree char *text = sluice_document_to_text (self->document, NULL);
  g_autofree char *title = dup_title (self->document);

  return sluice_draft_format (sluice_document_get_path (self->document), title,
                              sluice_document_get_source_digest (self->document), text, length);
}

static void
ensure_draft (SluiceDraftKeeper *self)
{
  if (self->draft == NULL)
    self->draft = sluice_draft_new ();
}

/* What the other thread has is written to its end. */
static void
stop_writing (SluiceDraftKeeper *self)
{
  if (self->step == 0)
    return;
  g_clear_handle_id (&self->step, g_source_remove);
  g_clear_pointer (&self->writing, sluice_json_writer_free);
}

static void
hand_over (SluiceDraftKeeper *self)
{
  g_autoptr (GTask) task = g_task_new (self->draft, NULL, written_cb, g_object_ref (self));
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (sluice_document_get_path (self->document));
  job->title = dup_title (self->document);
  job->digest = g_strdup (sluice_document_get_source_digest (self->document));
  job->text = sluice_json_writer_get_text (self->writing)->str;
  g_task_set_source_tag (task, write_draft);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
step_cb (gpointer user_data)
{
  SluiceDraftKeeper *self = user_data;
  gint64 end = g_get_monotonic_time () + SLICE;

  do
    {
      if (sluice_json_writer_step (self->writing, STEP_VALUES))
        {
          self->step = 0;
          hand_over (self);
          return G_SOURCE_REMOVE;
        }
    }
  while (g_get_monotonic_time () < end);
  return G_SOURCE_CONTINUE;
}

/* The values are of this moment: a change of the document after it makes others. */
static void
write_draft (SluiceDraftKeeper *self)
{
  ensure_draft (self);
  self->writing = sluice_json_writer_new (sluice_value_ref (sluice_document_get_root (self->document)),
                                          SLUICE_JSON_WRITE_PRETTY);
  self->is_due = FALSE;
  self->step = g_idle_add (step_cb, self);
}

static gboolean
due_cb (gpointer user_data)
{
  SluiceDraftKeeper *self = user_data;

  self->source = 0;
  if (self->writing != NULL)
    self->is_due = TRUE;
  else
    write_draft (self);

  return G_SOURCE_REMOVE;
}

static void
drop (SluiceDraftKeeper *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  stop_writing (self);
  self->is_due = FALSE;
  if (self->draft != NULL)
    sluice_draft_remove (self->draft);
  g_clear_object (&self->draft);
}

static void
update (SluiceDraftKeeper *self)
{
  if (!sluice_document_is_dirty (self->document))
    drop (self);
  else if (self->source == 0)
    self->source = g_timeout_add (SLUICE_DRAFT_DELAY, due_cb, self);
}

static void
sluice_draft_keeper_dispose (GObject *object)
{
  SluiceDraftKeeper *self = SLUICE_DRAFT_KEEPER (object);

  sluice_draft_keeper_stop (self);

  G_OBJECT_CLASS (sluice_draft_keeper_parent_class)->dispose (object);
}

static void
sluice_draft_keeper_class_init (SluiceDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_draft_keeper_dispose;

  /**
   * SluiceDraftKeeper::failed:
   * @self: the keeper
   * @error: (type GError): why the draft could not be written
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sluice_draft_keeper_init (SluiceDraftKeeper *self)
{
}

/**
 * sluice_draft_keeper_new:
 * @document: a document
 *
 * Returns: (transfer full): who keeps a draft of it from now on
 */
SluiceDraftKeeper *
sluice_draft_keeper_new (SluiceDocument *document)
{
  SluiceDraftKeeper *self = g_object_new (SLUICE_TYPE_DRAFT_KEEPER, NULL);

  self->document = g_object_ref (document);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (document, "notify::dirty", G_CALLBACK (update), self);
  update (self);

  return self;
}

/**
 * sluice_draft_keeper_write_now:
 *
 * Writes the draft at once, where there is something to keep. Blocks.
 */
void
sluice_draft_keeper_write_now (SluiceDraftKeeper *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_return_if_fail (SLUICE_IS_DRAFT_KEEPER (self));

  if (!sluice_document_is_dirty (self->document))
    return;

  stop_writing (self);
  ensure_draft (self);
  text = dup_content (self, &length);
  if (!sluice_draft_write (self->draft, text, length, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * sluice_draft_keeper_stop:
 *
 * Removes the draft and keeps none from now on: the document goes.
 */
void
sluice_draft_keeper_stop (SluiceDraftKeeper *self)
{
  g_return_if_fail (SLUICE_IS_DRAFT_KEEPER (self));

  drop (self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}
