/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Text that changes within a frame, as by a key that comes with the pointer's motion. GtkTextView lays it out in an
 * idle, and where the frame is quicker, while it is drawn: then what is around it, such as its scroll bars, hears of
 * the new size too late to be given a place, which GTK warns of.
 */
#include "rows/text-view.h"

/**
 * sluice_text_view_follow:
 * @view: a text view that keeps its buffer
 *
 * Has what changes laid out in the frame that shows it, before anything is drawn.
 */
void
sluice_text_view_follow (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed", G_CALLBACK (gtk_widget_queue_resize), view,
                           G_CONNECT_SWAPPED);
}
