/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* Where two runs part. FALSE: they do the same; @difference is then null. Otherwise an object: the visit
 * where they part, the facts that differ as "first" and "second" (null: that run has ended), and "store",
 * an array of the places of the store that differ there, each with "first" and "second". */
gboolean sluice_record_compare (SluiceRecord *first,
                                SluiceRecord *second,
                                SluiceValue  *difference);

G_END_DECLS
