/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "probe.h"

G_BEGIN_DECLS

/* Does a command on the last value, or on the store by pointer. FALSE: it is none. */
gboolean probe_do_values (SluiceCall  *call,
                          SluiceValue *last,
                          const char  *verb,
                          const char  *rest);

G_END_DECLS
