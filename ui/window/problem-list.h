/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* Signal "locate" (const char *address). */

#define SLUICE_TYPE_PROBLEM_LIST (sluice_problem_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceProblemList, sluice_problem_list, SLUICE, PROBLEM_LIST, GtkWidget)

GtkWidget  *sluice_problem_list_new          (void);
void        sluice_problem_list_set_problems (SluiceProblemList *self,
                                              SluiceDocument    *document,
                                              GPtrArray         *problems);
GListModel *sluice_problem_list_get_model    (SluiceProblemList *self);

G_END_DECLS
