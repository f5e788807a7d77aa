/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sluice_frame_memory_keep (GtkNative *native);

G_END_DECLS
