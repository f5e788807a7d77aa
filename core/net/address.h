/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether an address belongs to this machine or a network that is not the internet. */
gboolean sluice_address_is_private (GInetAddress *address);

G_END_DECLS
