/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* Which keys of the shared store a document's nodes read and write: its contract, as documents and
 * programs state it. Found by reading the texts, so a key that a script computes is not among them. */
typedef struct
{
  char      *key;
  GPtrArray *readers; /* addresses, owned, in order, each once */
  GPtrArray *writers;
} SluiceStoreUse;

/* An array of SluiceStoreUse, in the order in which the keys are met. */
GPtrArray *sluice_store_use_new (SluiceDocument *document);

G_END_DECLS
