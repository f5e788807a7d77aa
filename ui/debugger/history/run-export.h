/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes what happened in a recorded run as text, an event a line in JSON, as `sluice show --events` prints it. */

void     sluice_run_export_async  (const char           *record,
                                   const char           *target, /* written anew, at once or not at all */
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean sluice_run_export_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
