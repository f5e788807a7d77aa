/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/past-marks.h"
#include "debugger/session/past-reader.h"

G_BEGIN_DECLS

/* Finds where two records part, and says so in @info. The places of both move. */
void sluice_past_parting_find (SluiceRecord    *record,
                               SluiceRecord    *other,
                               SluicePastTable *table,
                               SluicePastInfo  *info);

G_END_DECLS
