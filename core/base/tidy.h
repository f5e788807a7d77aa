/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void sluice_tidy_init      (void);
void sluice_tidy_keep      (gsize         size);    /* bytes */
void sluice_tidy_attach    (GMainContext *context); /* of the calling thread; NULL: the default one */
void sluice_tidy_trim_soon (void);

G_END_DECLS
