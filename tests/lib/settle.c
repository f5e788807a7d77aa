/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The point in time a test waits for instead of sleeping: the display server has handled the input
 * sent so far, every window on screen has painted a frame since, and the main loop has nothing left
 * to do but what is of low priority.
 */
#include "settle.h"

#define SETTLE_DEADLINE_S 20

typedef struct
{
  SluiceTestSettledFunc callback;
  gpointer user_data;
  guint waiting; /* clocks that have not painted yet, and one for the start itself */
  guint n_frames;
} Settle;

/* One window that is waited for; it may go, or be hidden, before it paints. */
typedef struct
{
  Settle        *settle;
  GtkWidget     *window; /* a reference */
  GdkFrameClock *clock;  /* a reference */
} Wait;

static gboolean
settled_cb (gpointer user_data)
{
  Settle *settle = user_data;

  settle->callback (settle->n_frames, settle->user_data);
  g_free (settle);
  return G_SOURCE_REMOVE;
}

static void
settle_countdown (Settle *settle)
{
  if (--settle->waiting == 0)
    g_idle_add_full (G_PRIORITY_LOW, settled_cb, settle, NULL);
}

static void
wait_end (Wait *wait)
{
  g_signal_handlers_disconnect_by_data (wait->clock, wait);
  g_signal_handlers_disconnect_by_data (wait->window, wait);
  settle_countdown (wait->settle);
  g_object_unref (wait->clock);
  g_object_unref (wait->window);
  g_free (wait);
}

static void
painted_cb (GdkFrameClock *clock,
            Wait          *wait)
{
  wait->settle->n_frames++;
  wait_end (wait);
}

static void
unmapped_cb (GtkWidget *window,
             Wait      *wait)
{
  wait_end (wait);
}

static void
settle_wait_for_window (Settle    *settle,
                        GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Wait *wait;

  if (!gtk_widget_get_mapped (window) || clock == NULL)
    return;

  wait = g_new0 (Wait, 1);
  wait->settle = settle;
  wait->window = g_object_ref (window);
  wait->clock = g_object_ref (clock);
  settle->waiting++;
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), wait);
  g_signal_connect (window, "unmap", G_CALLBACK (unmapped_cb), wait);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
}

/**
 * sluice_test_settle_async:
 * @callback: called once everything has settled, with the number of frames painted for it
 * @user_data: for @callback
 *
 * Waits without blocking until all windows have painted what happened so far.
 */
void
sluice_test_settle_async (SluiceTestSettledFunc callback,
                          gpointer              user_data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  Settle *settle = g_new0 (Settle, 1);

  settle->callback = callback;
  settle->user_data = user_data;
  settle->waiting = 1;
  gdk_display_sync (gdk_display_get_default ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      settle_wait_for_window (settle, window);
    }
  settle_countdown (settle);
}

static void
set_true_cb (guint    n_frames,
             gpointer user_data)
{
  gboolean *settled = user_data;

  *settled = TRUE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("The windows did not settle within %d s", SETTLE_DEADLINE_S);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_test_settle:
 *
 * Runs the main loop until everything has settled; for tests in the process of the widgets.
 * Fails the test after 20 s.
 */
void
sluice_test_settle (void)
{
  gboolean settled = FALSE;
  guint deadline = g_timeout_add_seconds (SETTLE_DEADLINE_S, deadline_cb, NULL);

  sluice_test_settle_async (set_true_cb, &settled);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}
