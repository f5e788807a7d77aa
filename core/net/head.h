/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "net/body.h"

G_BEGIN_DECLS

#define SLUICE_HTTP_MAX_HEAD (64 * 1024) /* bytes */

/* The heads of requests and replies. */

/* The length of the head at the beginning of @text, with its empty line; 0: it is not whole yet. */
gsize            sluice_http_head_find  (const char         *text,
                                         gsize               length);
/* Also where the body ends, and whether the connection can be used again after it. */
SluiceHttpReply *sluice_http_head_read  (const char         *text,
                                         gsize               length,
                                         const char         *method,
                                         SluiceHttpBody     *body,
                                         gboolean           *keep,
                                         GError            **error);
GString         *sluice_http_head_write (SluiceHttpRequest  *request);
void             sluice_http_reply_free (SluiceHttpReply    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceHttpReply, sluice_http_reply_free)

G_END_DECLS
