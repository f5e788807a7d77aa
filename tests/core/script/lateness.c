/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lateness.h"

#include <string.h>
#include <time.h>

#define PERIOD (G_USEC_PER_SEC / 60)

/* A moment by the clock, and the work done when it was still to come. */
typedef struct
{
  gint64 when;
  gint64 work;
} Due;

struct _Lateness
{
  GSource *source; /* owned */
  Due      tick;
  Due      other;
  gint64   most; /* µs */
  guint    n;
};

typedef struct
{
  GSource   source;
  Lateness *lateness; /* borrowed */
} LatenessSource;

static gint64
get_work (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static void
due_set (Due   *self,
         gint64 when)
{
  self->when = when;
  self->work = get_work ();
}

static void
due_note (Due   *self,
          gint64 now)
{
  if (now < self->when)
    self->work = get_work ();
}

static gint64
due_get_lateness (const Due *self)
{
  return MIN (g_get_monotonic_time () - self->when, get_work () - self->work);
}

static gboolean
source_prepare (GSource *source,
                int     *timeout)
{
  Lateness *self = ((LatenessSource *) source)->lateness;
  gint64 now = g_get_monotonic_time ();

  due_note (&self->tick, now);
  due_note (&self->other, now);
  *timeout = -1; /* the ready time says when */
  return FALSE;
}

static gboolean
source_dispatch (GSource    *source,
                 GSourceFunc callback,
                 gpointer    user_data)
{
  Lateness *self = ((LatenessSource *) source)->lateness;

  self->most = MAX (self->most, due_get_lateness (&self->tick));
  self->n++;
  due_set (&self->tick, g_get_monotonic_time () + PERIOD);
  g_source_set_ready_time (source, self->tick.when);
  return G_SOURCE_CONTINUE;
}

Lateness *
lateness_start (void)
{
  static GSourceFuncs functions = { .prepare = source_prepare, .dispatch = source_dispatch };
  Lateness *self = g_new0 (Lateness, 1);

  self->source = g_source_new (&functions, sizeof (LatenessSource));
  ((LatenessSource *) self->source)->lateness = self;
  due_set (&self->tick, g_get_monotonic_time () + PERIOD);
  g_source_set_ready_time (self->source, self->tick.when);
  g_source_attach (self->source, NULL);
  return self;
}

void
lateness_free (Lateness *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

guint
lateness_get_n (Lateness *self)
{
  return self->n;
}

gint64
lateness_get_most (Lateness *self)
{
  return self->most;
}

void
lateness_set_due (Lateness *self,
                  gint64    when)
{
  due_set (&self->other, when);
}

gint64
lateness_get_due (Lateness *self)
{
  return due_get_lateness (&self->other);
}

gint64
lateness_measure_copy (gsize size)
{
  g_autofree char *from = g_malloc (size);
  gint64 begin;
  g_autofree char *to = NULL;

  memset (from, 'x', size);
  begin = get_work ();
  to = g_malloc (size);
  memcpy (to, from, size);
  if (to[size - 1] != 'x') /* so that it is really copied */
    g_error ("A copy is no copy.");
  return get_work () - begin;
}
