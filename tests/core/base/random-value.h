/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

/* A random JSON document, the same for the same state of @rand. */
SluiceValue  random_value  (GRand *rand,
                            guint  depth);
/* A text with escapes, long characters and now and then a NUL. */
char        *random_text   (GRand *rand,
                            gsize *length);
