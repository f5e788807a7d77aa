/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* The rows of a list of problems, made a few at a time: a large flow that falls apart has very many. */

typedef struct _SluiceProblemRows SluiceProblemRows;

SluiceProblemRows *sluice_problem_rows_new    (SluiceDocument    *document,
                                               GPtrArray         *problems);
void               sluice_problem_rows_free   (SluiceProblemRows *self);
gboolean           sluice_problem_rows_step   (SluiceProblemRows *self,
                                               gint64             budget);
GPtrArray         *sluice_problem_rows_finish (SluiceProblemRows *take_self);

G_END_DECLS
