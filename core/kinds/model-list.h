/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "kinds/providers.h"

G_BEGIN_DECLS

/* Which models a provider's server has, as it says itself: asked by a person, in no run. */

void    sluice_model_list_async  (const SluiceProvider *provider,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
/* (transfer full): names, sorted; NULL with an error. */
char  **sluice_model_list_finish (GAsyncResult         *result,
                                  GError              **error);

G_END_DECLS
