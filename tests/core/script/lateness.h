/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How late a 60 Hz timer of the default main context is while other things run in it.
 *
 * What counts is the work that this thread did while the timer was due: the time by the clock is
 * no measure on a machine where other programs run, nor is the work between two ticks, most of
 * which the timer is not due for. So a source that is asked at the beginning of each turn of the loop notes
 * the thread's CPU time as long as the timer is not due; the turn in which it comes due is the last one
 * noted, and what was spent from there to the tick is the most that the timer had to wait for this thread.
 * The smaller of that and of the lateness by the clock is the lateness. */

typedef struct _Lateness Lateness;

Lateness *lateness_start  (void);
void      lateness_free   (Lateness *self);
guint     lateness_get_n  (Lateness *self); /* ticks so far */
/* µs: the most of all ticks. */
gint64    lateness_get_most (Lateness *self);
/* Measures in the same way how long it takes from a moment, in g_get_monotonic_time(), to now. */
void      lateness_set_due (Lateness *self,
                            gint64    when);
gint64    lateness_get_due (Lateness *self);

/* µs of this thread's work to copy so many bytes into fresh memory, as fast as the machine is now. */
gint64    lateness_measure_copy (gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lateness, lateness_free)

G_END_DECLS
