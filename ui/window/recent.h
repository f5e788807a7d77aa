/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The flow files that were open lately, which the desktop keeps for all programs. */

void       sluice_recent_add       (const char *path);
void       sluice_recent_remove    (const char *path);
GPtrArray *sluice_recent_dup_paths (guint       max);

G_END_DECLS
