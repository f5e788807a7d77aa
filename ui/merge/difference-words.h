/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/compare.h"

G_BEGIN_DECLS

/* What differs, in the words that the inspector has for it. */

/* "Title", "Prompt", "Action “ok”"; what is there or not as a whole is "The node", "The flow". */
char *sluice_difference_dup_name  (const SluiceDifference *difference,
                                   SluiceDocument         *document);
/* What a side has, for reading: a text as it is, a target by its title. */
char *sluice_difference_dup_value (const SluiceDifference *difference,
                                   SluiceDocument         *document,
                                   gboolean                is_after);

G_END_DECLS
