/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drag source as GTK has it, whose drags end with nothing dropped when Escape is pressed. */
GtkDragSource *sluice_drag_source_new (GdkDragAction actions);

G_END_DECLS
