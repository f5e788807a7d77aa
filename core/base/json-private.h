/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/json.h"

G_BEGIN_DECLS

/* A cursor over a JSON text: the tokens of RFC 8259, strictly, without the structure. */
typedef struct
{
  const char *start;   /* borrowed */
  const char *end;     /* borrowed */
  const char *at;      /* what comes next; after an error, where it is */
  GString    *scratch; /* text of the last string with escapes */
  GError     *error;   /* owned; without position */
} SluiceJsonScan;

void     sluice_json_scan_init            (SluiceJsonScan      *scan,
                                           const char          *text,
                                           gsize                length);
void     sluice_json_scan_clear           (SluiceJsonScan      *scan);
gboolean sluice_json_scan_fail            (SluiceJsonScan      *scan,
                                           const char          *at,
                                           SluiceJsonError      code,
                                           const char          *format,
                                           ...) G_GNUC_PRINTF (4, 5);
/* "expected %s", naming what is there instead. */
gboolean sluice_json_scan_fail_expected   (SluiceJsonScan      *scan,
                                           const char          *expected);
/* The next character after white space, or '\0' at the end. */
char     sluice_json_scan_peek            (SluiceJsonScan      *scan);
/* At a '"'. @text is borrowed from the text or the scratch until the next string. */
gboolean sluice_json_scan_string          (SluiceJsonScan      *scan,
                                           const char         **text,
                                           gsize               *length);
/* At a '-' or digit. */
gboolean sluice_json_scan_number          (SluiceJsonScan      *scan,
                                           SluiceValue         *value);
/* true, false or null. */
gboolean sluice_json_scan_word            (SluiceJsonScan      *scan,
                                           SluiceValue         *value);
void     sluice_json_scan_get_position    (const SluiceJsonScan *scan,
                                           SluiceJsonPosition  *position);

G_END_DECLS
