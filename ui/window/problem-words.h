/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/check.h"

G_BEGIN_DECLS

char *sluice_problem_dup_words   (const SluiceProblem *problem,
                                  SluiceDocument      *document);
char *sluice_problems_dup_reason (GPtrArray           *problems,
                                  SluiceDocument      *document);

G_END_DECLS
