/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The engine's thread. All that crosses into it is a source attached to its context, above the
 * priority of the engine's own source, so that a run at full speed does not hold a command up. The
 * engine is made, used and dropped in the thread and nowhere else. */

#include "debugger/session/engine-thread.h"

#include "base/tidy.h"

struct _SluiceEngineThread
{
  /* owned */
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  SluiceEngine *engine;

  guint         n_users;
};

/* Turns that are granted to cancelled runs for their leave when the thread ends. */
#define LAST_TURNS 10000

/* What crosses. GLib's locks order the sender's writes before the receiver's reads; the flag says
 * so once more, for tools that cannot see into GLib. */
typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify destroy;
  gint           is_sent; /* atomic */
} Parcel;

static GMutex lock;
static SluiceEngineThread *running; /* guarded by lock */

static gpointer
engine_thread_main (gpointer data)
{
  SluiceEngineThread *self = data;

  g_main_context_push_thread_default (self->context);
  sluice_tidy_attach (self->context);
  self->engine = sluice_engine_new (self->context);
  g_main_loop_run (self->loop);

  for (guint turn = 0; turn < LAST_TURNS && g_main_context_iteration (self->context, FALSE); turn++)
    continue;

  g_clear_object (&self->engine);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static SluiceEngineThread *
engine_thread_new (void)
{
  SluiceEngineThread *self = g_new0 (SluiceEngineThread, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("sluice-engine", engine_thread_main, self);
  return self;
}

static gboolean
quit_cb (gpointer data)
{
  SluiceEngineThread *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
engine_thread_free (SluiceEngineThread *self)
{
  sluice_engine_thread_send (self, quit_cb, self, NULL);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * sluice_engine_thread_acquire:
 *
 * Starts the engine's thread if it does not run yet.
 *
 * Returns: (transfer full): the thread; give it back with sluice_engine_thread_release()
 */
SluiceEngineThread *
sluice_engine_thread_acquire (void)
{
  SluiceEngineThread *self;

  g_mutex_lock (&lock);
  if (running == NULL)
    running = engine_thread_new ();
  self = running;
  self->n_users++;
  g_mutex_unlock (&lock);
  return self;
}

/**
 * sluice_engine_thread_release:
 * @self: (transfer full): the thread
 *
 * Drops a reference. The last one waits until what was sent is done and the thread has ended;
 * runs must have been cancelled before.
 */
void
sluice_engine_thread_release (SluiceEngineThread *self)
{
  gboolean is_last;

  g_return_if_fail (self != NULL && self == running);

  g_mutex_lock (&lock);
  is_last = --self->n_users == 0;
  if (is_last)
    running = NULL;
  g_mutex_unlock (&lock);

  if (is_last)
    engine_thread_free (self);
}

static gboolean
parcel_cb (gpointer data)
{
  Parcel *parcel = data;

  g_return_val_if_fail (g_atomic_int_get (&parcel->is_sent), G_SOURCE_REMOVE);

  return parcel->func (parcel->data);
}

static void
parcel_free (gpointer data)
{
  Parcel *parcel = data;

  if (g_atomic_int_get (&parcel->is_sent) && parcel->destroy != NULL)
    parcel->destroy (parcel->data);
  g_free (parcel);
}

/**
 * sluice_engine_thread_send:
 * @self: the thread
 * @func: what to call there; its return value says whether to call it again
 * @data: for @func
 * @destroy: (nullable): for @data, called in the engine's thread
 */
void
sluice_engine_thread_send (SluiceEngineThread *self,
                           GSourceFunc         func,
                           gpointer            data,
                           GDestroyNotify      destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Parcel *parcel = g_new0 (Parcel, 1);

  parcel->func = func;
  parcel->data = data;
  parcel->destroy = destroy;
  g_atomic_int_set (&parcel->is_sent, TRUE);

  /* g_main_context_invoke() would call it here while the thread is still starting. */
  g_source_set_static_name (source, "sluice-command");
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, parcel_cb, parcel, parcel_free);
  g_source_attach (source, self->context);
}

/**
 * sluice_engine_thread_get_engine:
 * @self: the thread
 *
 * Returns: (transfer none): its engine; only for code that runs in the thread
 */
SluiceEngine *
sluice_engine_thread_get_engine (SluiceEngineThread *self)
{
  return self->engine;
}
