/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* Damage to JSON that knows what flow files look like. Everything comes from @rand. */

/* One change at a random place: dropped, replaced, swapped, renamed, doubled, wrapped. */
void        damage_value      (GRand       *rand,
                               SluiceValue *value);
/* One change of the bytes: cut, overwritten, doubled, a key twice. */
void        damage_text       (GRand       *rand,
                               GString     *text);
SluiceValue damage_make_value (GRand       *rand); /* of any type */
const char *damage_pick_text  (GRand       *rand); /* odd ones among them */
const char *damage_pick_key   (GRand       *rand); /* words that flow files use */

G_END_DECLS
