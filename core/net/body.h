/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "net/http.h"

G_BEGIN_DECLS

/* Where a body ends, and what of the bytes is body (RFC 9112, 6 and 7). */

typedef enum
{
  SLUICE_HTTP_BODY_NONE,
  SLUICE_HTTP_BODY_LENGTH,
  SLUICE_HTTP_BODY_CHUNKED,
  SLUICE_HTTP_BODY_CLOSE, /* only the end of the connection ends it */
} SluiceHttpBodyType;

typedef struct
{
  SluiceHttpBodyType type;
  guint              state;  /* of the chunks */
  guint              digits; /* of the chunk's size that came */
  guint              line;   /* bytes of lines that are skipped */
  guint64            left;   /* bytes, of the body or the chunk */
  gboolean           is_done;
} SluiceHttpBody;

/* @bytes points into @input. FALSE: @error says what is wrong. */
typedef gboolean (*SluiceHttpBodyFunc) (const char *bytes,
                                        gsize       length,
                                        gpointer    user_data,
                                        GError    **error);

void     sluice_http_body_init (SluiceHttpBody      *self,
                                SluiceHttpBodyType   type,
                                guint64              length);
/* Takes bytes up to the end of the body. */
gboolean sluice_http_body_feed (SluiceHttpBody      *self,
                                const char          *input,
                                gsize                length,
                                gsize               *used,
                                SluiceHttpBodyFunc   func,
                                gpointer             user_data,
                                GError             **error);
/* The connection ended. Whether the body is whole. */
gboolean sluice_http_body_end  (SluiceHttpBody      *self,
                                gboolean             until_close,
                                GError             **error);

G_END_DECLS
