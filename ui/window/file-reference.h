/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/check.h"

G_BEGIN_DECLS

/* What of a node names a file: a text that is kept in one, or a flow of another document. */

typedef struct
{
  char      *address;
  char      *setting; /* NULL: a key of the node itself names it */
  char      *key;     /* that, else "settings" */
  char      *file;    /* as it is written, without the flow behind a '#' */
} SluiceFileReference;

void     sluice_file_reference_clear (SluiceFileReference *self);
gboolean sluice_file_reference_find  (SluiceFileReference *self,
                                      SluiceDocument      *document,
                                      const char          *pointer);
/* Whether the problem is that such a file is not there. */
gboolean sluice_problem_lacks_file   (const SluiceProblem *problem,
                                      SluiceDocument      *document);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceFileReference, sluice_file_reference_clear)

G_END_DECLS
