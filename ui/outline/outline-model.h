/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"
#include "graph/check.h"
#include "graph/document.h"
#include "outline/outline-item.h"

G_BEGIN_DECLS

/* The flows of a document, as a list model of SluiceOutlineItem that follows it. Signal "followed":
 * items came, went or are called otherwise. */

#define SLUICE_TYPE_OUTLINE_MODEL (sluice_outline_model_get_type ())
G_DECLARE_FINAL_TYPE (SluiceOutlineModel, sluice_outline_model, SLUICE, OUTLINE_MODEL, GObject)

SluiceOutlineModel *sluice_outline_model_new             (void);
void                sluice_outline_model_set_document    (SluiceOutlineModel *self,
                                                          SluiceDocument     *document);
void                sluice_outline_model_set_session     (SluiceOutlineModel *self,
                                                          SluiceRunSession   *session);
void                sluice_outline_model_set_breakpoints (SluiceOutlineModel *self,
                                                          SluiceBreakpoints  *breakpoints);
void                sluice_outline_model_set_problems    (SluiceOutlineModel *self,
                                                          GPtrArray          *problems);
GListModel         *sluice_outline_model_get_flows       (SluiceOutlineModel *self);
/* borrowed, or NULL */
SluiceOutlineItem  *sluice_outline_model_find            (SluiceOutlineModel *self,
                                                          const char         *address);

G_END_DECLS
