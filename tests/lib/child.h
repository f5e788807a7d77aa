/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls @func in a process of its own, which ends with it. Returns: how it ended, as waitpid() says it; 0: well */
int test_child_run (void     (*func) (gpointer data),
                    gpointer   data);

G_END_DECLS
