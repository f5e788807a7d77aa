/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What two texts have in common, line by line. */

typedef enum
{
  SLUICE_LINE_BOTH,
  SLUICE_LINE_FIRST,  /* only in the first */
  SLUICE_LINE_SECOND,
} SluiceLineSide;

typedef struct
{
  SluiceLineSide  side;
  char           *text; /* without its newline */
} SluiceLine;

/* An array of SluiceLine: all lines of both, those of the first before those of the second. */
GPtrArray *sluice_lines_compare (const char *first,
                                 const char *second);

G_END_DECLS
