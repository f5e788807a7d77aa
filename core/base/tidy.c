/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is not needed any more goes back: large values that a thread gave up are freed while its loop has
 * nothing else to do, and the system gets the memory some time after much of it became free. */

#include "base/tidy.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/value-private.h"

#define TRIM_DELAY 1 /* s */
#define HOARD_DELAY 17 /* s: what GSlice holds is old for it after 15 */
#define MUCH       8 /* turns of freeing */
#define LARGE      (4 << 20)  /* bytes: as large a block goes back at once, and not only the first time */
#define SPARE      (16 << 20) /* bytes: what glibc may keep at the end of a heap */

typedef struct
{
  GMainContext *context; /* borrowed: it lasts as long as the thread; NULL: the default one */
  gboolean      is_freeing;
  guint         n_turns;
} Tidy;

static _Thread_local Tidy tidy;
static gint is_trim_due; /* atomic */
static guint hoard_source; /* of the default context; or 0 */
static gint64 hoard_due; /* monotonic µs: when to look again, for more was freed while that waited; or 0 */

static void
trim (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

/* Blocks of one size are taken and given back: then GSlice looks which others of that size nobody has wanted for
 * long, and gives those up. So few of them are no hoard themselves. */
static void
stir (gsize size)
{
  gpointer blocks[128];
  guint n = size < 128 ? G_N_ELEMENTS (blocks) : G_N_ELEMENTS (blocks) / 2;

  for (guint i = 0; i < n; i++)
    blocks[i] = g_slice_alloc (size);
  for (guint i = 0; i < n; i++)
    g_slice_free1 (size, blocks[i]);
}

static void queue_hoard (guint delay);

/* Objects are made of slices, and GSlice (until GLib 2.76) keeps all there ever were: of a large flow that ran,
 * its nodes. */
static gboolean
give_up_hoard_cb (gpointer unused)
{
  gint64 left = hoard_due - g_get_monotonic_time ();
  gboolean is_due_again = hoard_due != 0;

  hoard_source = 0;
  hoard_due = 0;
  stir (16); /* which has it look at the clock */
  for (gsize size = 16; size <= 512; size += 16)
    stir (size);
  trim ();
  if (is_due_again)
    queue_hoard ((guint) CLAMP (left / G_USEC_PER_SEC + 1, 1, HOARD_DELAY));
  return G_SOURCE_REMOVE;
}

/* What goes on being freed does not put off what was. */
static void
queue_hoard (guint delay) /* s */
{
  if (hoard_source != 0)
    hoard_due = g_get_monotonic_time () + delay * G_USEC_PER_SEC;
  else if (glib_check_version (2, 76, 0) != NULL)
    hoard_source = g_timeout_add_seconds_full (G_PRIORITY_LOW, delay, give_up_hoard_cb, NULL, NULL);
}

static gboolean
trim_cb (gpointer unused)
{
  g_atomic_int_set (&is_trim_due, FALSE);
  trim ();
  queue_hoard (HOARD_DELAY);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_tidy_trim_soon:
 *
 * Gives what is free of the heap back to the system, a moment later, in the default main context; and some time
 * after that what objects were made of. To be called from any thread after much was freed, or while it goes on
 * being freed.
 */
void
sluice_tidy_trim_soon (void)
{
  if (g_atomic_int_compare_and_exchange (&is_trim_due, FALSE, TRUE))
    g_timeout_add_seconds_full (G_PRIORITY_LOW, TRIM_DELAY, trim_cb, NULL, NULL);
}

static gboolean
free_cb (gpointer unused)
{
  tidy.n_turns++;
  if (sluice_value_free_some ())
    return G_SOURCE_CONTINUE;
  tidy.is_freeing = FALSE;
  if (tidy.n_turns >= MUCH)
    sluice_tidy_trim_soon ();
  return G_SOURCE_REMOVE;
}

static void
left_cb (void)
{
  g_autoptr (GSource) source = NULL;

  if (tidy.is_freeing)
    return;
  tidy.is_freeing = TRUE;
  tidy.n_turns = 0;
  source = g_idle_source_new ();
  g_source_set_static_name (source, "sluice-tidy");
  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, free_cb, NULL, NULL);
  g_source_attach (source, tidy.context);
}

/**
 * sluice_tidy_keep:
 * @size: bytes; 0: no more than at first
 *
 * Lets blocks of up to that size stay in the process when they are freed, for they are soon wanted again: the
 * kernel hands out fresh ones page by page. Undone by another call, with 0 followed by sluice_tidy_trim_soon().
 */
void
sluice_tidy_keep (gsize size)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, (int) CLAMP (size, LARGE, G_MAXINT));
  mallopt (M_TRIM_THRESHOLD, (int) CLAMP (2 * size, SPARE, G_MAXINT));
#endif
}

/**
 * sluice_tidy_init:
 *
 * For a program that lives long and now and then has something large. Call it before there are threads.
 */
void
sluice_tidy_init (void)
{
  sluice_tidy_keep (0);
}

/**
 * sluice_tidy_attach:
 * @context: (nullable): the main context that the calling thread iterates; %NULL: the default one
 *
 * Has large values that the calling thread gives up freed in parts whenever its loop has nothing else to do.
 */
void
sluice_tidy_attach (GMainContext *context)
{
  tidy.context = context;
  sluice_value_set_left_func (left_cb);
}
