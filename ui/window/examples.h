/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray  *sluice_examples_dup_paths (void);
char       *sluice_examples_dup_title (const char *path);
const char *sluice_examples_get_words (const char *path);

G_END_DECLS
