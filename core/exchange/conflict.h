/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* A flow file that git could not merge, as the two documents that are in it. */

typedef enum
{
  SLUICE_SIDE_OURS,
  SLUICE_SIDE_THEIRS,
  SLUICE_N_SIDES,
} SluiceSide;

typedef struct
{
  char            *path;
  char            *text;                    /* with the markers */
  gsize            length;
  SluiceFileStamp  stamp;
  char            *names[SLUICE_N_SIDES];   /* as the markers have them: "HEAD", "feature"; "" for none */
  SluiceDocument  *sides[SLUICE_N_SIDES];   /* NULL: that side is no flow; at most one of them is */
  GError          *errors[SLUICE_N_SIDES];  /* why not */
  SluiceDocument  *base;                    /* what both began with, where git has written that; or NULL */
} SluiceConflict;

SluiceConflict *sluice_conflict_load     (const char      *path,
                                          GError         **error);
void            sluice_conflict_free     (SluiceConflict  *self);
/* The conflict as it is settled: not saved yet, to replace the file. */
SluiceDocument *sluice_conflict_settle   (SluiceConflict  *self,
                                          SluiceDocument  *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceConflict, sluice_conflict_free)

G_END_DECLS
