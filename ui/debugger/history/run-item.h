/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "record/history.h"

G_BEGIN_DECLS

/* A recorded run as a list item. Properties, for binding: icon-name, end, title, details, flow, pin-icon, pin-words. */

#define SLUICE_TYPE_RUN_ITEM (sluice_run_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunItem, sluice_run_item, SLUICE, RUN_ITEM, GObject)

SluiceRunItem          *sluice_run_item_new      (SluiceHistoryRun *take_run);
void                    sluice_run_item_update   (SluiceRunItem    *self,
                                                  SluiceHistoryRun *take_run);
const SluiceHistoryRun *sluice_run_item_get_run  (SluiceRunItem    *self);
/* Of the run with that file; @file NULL: of none that has a file. */
gboolean                sluice_run_item_is_of    (SluiceRunItem    *self,
                                                  const char       *file);
/* Whether what is shown of it, or its path, has @folded in it (g_utf8_casefold()). */
gboolean                sluice_run_item_matches  (SluiceRunItem    *self,
                                                  const char       *folded);

G_END_DECLS
