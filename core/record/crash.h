/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Places where a test lets the program be killed, as a power cut would end it. */
void sluice_crash_point (const char *name);

G_END_DECLS
