/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What differs between two versions of a flow file, in the words of the drawing. */

typedef enum
{
  SLUICE_DIFFERENCE_ADDED,
  SLUICE_DIFFERENCE_REMOVED,
  SLUICE_DIFFERENCE_CHANGED,
} SluiceDifferenceType;

typedef struct
{
  SluiceDifferenceType  type;
  char                 *address; /* of a node or flow; NULL: the document itself */
  char                 *title;   /* what it is called */
  char                 *text;    /* what of it, a line for each; "" for what came or went */
} SluiceDifference;

void       sluice_difference_free (SluiceDifference *difference);
GPtrArray *sluice_flow_diff       (SluiceValue       before,
                                   SluiceValue       after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceDifference, sluice_difference_free)

G_END_DECLS
