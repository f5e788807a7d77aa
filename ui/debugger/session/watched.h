/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What comes of a watch: an object of "expression", and "value" or "error". */

#define SLUICE_WATCHED_NAME "watch" /* of scripts: what their errors begin with */

SluiceValue sluice_watched_new (const char   *expression,
                                SluiceValue   take_value,
                                const GError *error); /* NULL: it has a value */

G_END_DECLS
