/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char      *sluice_data_folder_dup   (void);
GPtrArray *sluice_data_dup_examples (void);

G_END_DECLS
