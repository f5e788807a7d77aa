/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/types.h"
#include "graph/document.h"

G_BEGIN_DECLS

typedef struct
{
  SluiceBatch batch;
  gint64      retries;  /* attempts; 1: no second one */
  gboolean    waits;    /* for a person, a server, a timer or a queue */
  gboolean    has_note;
} SluiceBadges;

void  sluice_badges_read      (SluiceBadges       *self,
                               SluiceDocument     *document,
                               const char         *address);
char *sluice_badges_dup_words (const SluiceBadges *self,
                               const char         *separator);

G_END_DECLS
