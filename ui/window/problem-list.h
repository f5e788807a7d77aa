/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "window/problem-rows.h"

G_BEGIN_DECLS

/* Signal "locate" (const char *address). */

#define SLUICE_TYPE_PROBLEM_LIST (sluice_problem_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceProblemList, sluice_problem_list, SLUICE, PROBLEM_LIST, GtkWidget)

GtkWidget  *sluice_problem_list_new          (void);
void        sluice_problem_list_take_rows    (SluiceProblemList *self,
                                              SluiceProblemRows *take_rows);
GListModel *sluice_problem_list_get_model    (SluiceProblemList *self);

G_END_DECLS
