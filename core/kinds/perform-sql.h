/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"

G_BEGIN_DECLS

/* The effect "sql": { database, query, params, read-only, timeout, max-rows } gives the rows of the last statement, a
 * list of objects; where that has none, { changes, last-id }. */
void sluice_sql_perform (SluiceEffect *effect,
                         gpointer      user_data);

G_END_DECLS
