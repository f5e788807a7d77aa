/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* A random flow file: keys in any order, unknown ones among them, all types of values, some wrong. */
SluiceValue generate_file  (GRand          *rand);
/* One random edit through the verbs, whether it is possible or not. */
void        generate_edit  (GRand          *rand,
                            SluiceDocument *document);

G_END_DECLS
