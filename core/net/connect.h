/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Connections to the host of a URL, encrypted and verified for https. The addresses are checked after
 * the name was resolved, and it is one of them that is connected to. */

void       sluice_http_connect_async  (GUri                *uri,
                                       gboolean             allow_private,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
/* @socket: borrowed from the stream; @is_private: where it leads. */
GIOStream *sluice_http_connect_finish (GAsyncResult        *result,
                                       GSocket            **socket,
                                       gboolean            *is_private,
                                       GError             **error);
guint      sluice_http_get_port       (GUri                *uri);

G_END_DECLS
