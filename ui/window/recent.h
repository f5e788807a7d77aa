/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The flow files that were open lately, which the desktop keeps for all programs. */

void sluice_recent_add (const char *path);

G_END_DECLS
