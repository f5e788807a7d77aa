/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* Keeps a draft of a document for as long as it has changes that are not saved. Signal "failed"
 * (const GError *): the draft could not be written; told once, until one succeeds. */

#define SLUICE_DRAFT_DELAY 2000 /* ms from a change to its draft */

#define SLUICE_TYPE_DRAFT_KEEPER (sluice_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (SluiceDraftKeeper, sluice_draft_keeper, SLUICE, DRAFT_KEEPER, GObject)

SluiceDraftKeeper *sluice_draft_keeper_new  (SluiceDocument    *document);
void               sluice_draft_keeper_write_now (SluiceDraftKeeper *self);
void               sluice_draft_keeper_stop (SluiceDraftKeeper *self);

G_END_DECLS
