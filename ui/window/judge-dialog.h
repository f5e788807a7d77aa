/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "window/page.h"

G_BEGIN_DECLS

/* Which visits of the runs there were would now take another edge. */

#define SLUICE_TYPE_JUDGE_DIALOG (sluice_judge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SluiceJudgeDialog, sluice_judge_dialog, SLUICE, JUDGE_DIALOG, AdwWindow)

void sluice_judge_dialog_show (GtkWindow  *parent,
                               SluicePage *page);

G_END_DECLS
