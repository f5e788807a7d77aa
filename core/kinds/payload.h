/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What the content of a file or the output of a program is: a text, lines, JSON or a table. */

typedef enum
{
  SLUICE_PAYLOAD_TEXT,
  SLUICE_PAYLOAD_LINES,
  SLUICE_PAYLOAD_JSON,
  SLUICE_PAYLOAD_CSV,
} SluicePayloadType;

#define SLUICE_TYPE_PAYLOAD_TYPE (sluice_payload_type_get_type ())
GType             sluice_payload_type_get_type (void) G_GNUC_CONST;

/* By its nick; NULL and what is none are text. */
SluicePayloadType sluice_payload_type_find     (const char         *nick);
/* @what: what it is the content of, for messages. Bytes that are no UTF-8 are an error. */
gboolean          sluice_payload_read          (SluicePayloadType   type,
                                                gboolean            header, /* of a table */
                                                const char         *what,
                                                const char         *text,
                                                gsize               length,
                                                SluiceValue        *value,
                                                GError            **error);
GString          *sluice_payload_write         (SluicePayloadType   type,
                                                SluiceValue         value,
                                                GError            **error);

G_END_DECLS
