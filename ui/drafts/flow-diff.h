/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/compare.h"

G_BEGIN_DECLS

/* What differs between two versions of a flow file, in the words of the drawing: all differences of a node in one. */
typedef struct
{
  SluiceDifferenceType  type;
  char                 *address; /* of a node or flow; NULL: the document itself */
  char                 *title;   /* what it is called */
  char                 *text;    /* what of it, a line for each; "" for what came or went */
} SluiceFlowChange;

void       sluice_flow_change_free (SluiceFlowChange *change);
GPtrArray *sluice_flow_diff        (SluiceDocument   *before,
                                    SluiceDocument   *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceFlowChange, sluice_flow_change_free)

G_END_DECLS
