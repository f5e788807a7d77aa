/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* A random flow file: keys in any order, unknown ones among them, all types of values, some wrong. */
SluiceValue generate_file  (GRand          *rand);
guint       generate_pick  (GRand          *rand,
                            guint           n); /* below it */
const char *generate_text  (GRand          *rand);
SluiceValue generate_value (GRand          *rand,
                            guint           depth);
/* One random edit through any of the verbs, transactions and undo among them. */
void        generate_any_edit (GRand          *rand,
                               SluiceDocument *document);
/* One random edit through the verbs, whether it is possible or not. */
void        generate_edit  (GRand          *rand,
                            SluiceDocument *document);

G_END_DECLS
