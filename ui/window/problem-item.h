/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/check.h"

G_BEGIN_DECLS

/* Properties, all read-only: message, place, fix-title, has-fix,
 * fix (code and pointer), code, all-title, has-all, lacks-file, pointer, icon-name, css-classes. */

#define SLUICE_TYPE_PROBLEM_ITEM (sluice_problem_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceProblemItem, sluice_problem_item, SLUICE, PROBLEM_ITEM, GObject)

SluiceProblemItem *sluice_problem_item_new         (const SluiceProblem *problem,
                                                    SluiceDocument      *document,
                                                    const char          *fix_title,
                                                    guint                n_alike,
                                                    gboolean             lacks_file);
const char        *sluice_problem_item_get_address (SluiceProblemItem   *self);
gboolean           sluice_problem_item_equal       (SluiceProblemItem   *self,
                                                    SluiceProblemItem   *other);

G_END_DECLS
