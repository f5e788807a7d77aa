/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The desktop's keyring: a key under a name of ours. It may have to be unlocked by a person, so that nothing here
 * waits. */

void     sluice_keyring_lookup_async  (const char           *name,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* (transfer full): zero it before it is freed. NULL without an error: there is no such key. */
char    *sluice_keyring_lookup_finish (GAsyncResult         *result,
                                       GError              **error);
/* @secret NULL or empty: the key is removed. */
void     sluice_keyring_store_async   (const char           *name,
                                       const char           *secret,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean sluice_keyring_store_finish  (GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
