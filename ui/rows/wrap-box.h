/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SLUICE_TYPE_WRAP_BOX (sluice_wrap_box_get_type ())

G_DECLARE_FINAL_TYPE (SluiceWrapBox, sluice_wrap_box, SLUICE, WRAP_BOX, GtkWidget)

/* A row whose children go on in a further line where it is too narrow for them, as words do. One that expands has the
 * room that is left in its line, and becomes narrower before another one gives way, though never too narrow to be read.
 * Properties: "spacing" in px; "line-align", where lines stand in which nothing expands; and "readable", the px that
 * what expands is to have before a button that can do with an icon shows its word: the first buttons give way first. */
GtkWidget *sluice_wrap_box_new (void);

G_END_DECLS
