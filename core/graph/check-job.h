/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/check.h"

G_BEGIN_DECLS

/* The checks of a document a little at a time, for who has a picture to paint in between. */
typedef struct _SluiceCheckJob SluiceCheckJob;

SluiceCheckJob *sluice_check_job_new      (SluiceDocument *document);
void            sluice_check_job_free     (SluiceCheckJob *self);
gboolean        sluice_check_job_step     (SluiceCheckJob *self,
                                           gint64          budget); /* µs; negative: to the end */
GPtrArray      *sluice_check_job_finish   (SluiceCheckJob *take_self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceCheckJob, sluice_check_job_free)

G_END_DECLS
