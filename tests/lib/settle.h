/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*SluiceTestSettledFunc) (guint    n_frames,
                                       gpointer user_data);

void sluice_test_settle_async (SluiceTestSettledFunc callback,
                               gpointer              user_data);
void sluice_test_settle       (void);

G_END_DECLS
