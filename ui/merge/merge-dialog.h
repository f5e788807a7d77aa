/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "exchange/conflict.h"

G_BEGIN_DECLS

/* Both sides of a merge that git could not finish. Signal "settled" (SluiceDocument *): what was decided, as a
 * document that is not saved yet. */

#define SLUICE_TYPE_MERGE_DIALOG (sluice_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SluiceMergeDialog, sluice_merge_dialog, SLUICE, MERGE_DIALOG, AdwWindow)

SluiceMergeDialog *sluice_merge_dialog_new (GtkWindow      *parent,
                                            SluiceConflict *conflict);

G_END_DECLS
