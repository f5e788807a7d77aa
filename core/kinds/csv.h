/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* Tables as text (RFC 4180): rows of fields parted by commas, quoted where they have to be. */

/* With @header the first row names the columns and the rest are objects; else rows are lists. Fields are texts. */
gboolean sluice_csv_read  (const char   *text,
                           gsize         length,
                           gboolean      header,
                           SluiceValue  *rows,
                           GError      **error);
/* A list of objects, whose keys become the header, or of lists. */
char    *sluice_csv_write (SluiceValue   rows,
                           GError      **error);
/* The names of the columns of a list of objects: all keys, in the order in which they come up. */
GPtrArray *sluice_csv_dup_columns (SluiceValue rows);

G_END_DECLS
