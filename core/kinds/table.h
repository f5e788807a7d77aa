/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* A list of objects, or of lists, as lines of text: columns stand below each other, numbers to the right. What is no
 * such list is NULL. Only so many rows are shown, and so much of a cell. */
char *sluice_table_to_text (SluiceValue rows,
                            guint       max_rows);

G_END_DECLS
