/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "net/http.h"

G_BEGIN_DECLS

/* Whether and when a failed exchange is worth another try, as the clients of model providers do it. */

/* @error or @reply: what came of it. A request that may have been carried out is repeated all the same: who
 * allows retries says that it may be. */
gboolean sluice_http_retry_is_worth  (const SluiceHttpReply *reply,
                                      const GError          *error);
/* Seconds to wait before attempt @attempt (from 1) after @reply, or NULL. @now: s since 1970; @random: [0, 1). */
double   sluice_http_retry_delay     (const SluiceHttpReply *reply,
                                      guint                  attempt,
                                      double                 now,
                                      double                 random);
/* What a server asks for: "Retry-After: 3", a date, "retry-after-ms: 250". Negative: nothing. */
double   sluice_http_retry_after     (const SluiceHttpReply *reply,
                                      double                 now);

G_END_DECLS
