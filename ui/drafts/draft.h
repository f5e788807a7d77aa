/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One draft on disk: the text of a document whose changes are not saved, and what it is the text of.
 * A draft belongs to the process that holds its lock, and to nobody once that process has ended. */

#define SLUICE_TYPE_DRAFT (sluice_draft_get_type ())
G_DECLARE_FINAL_TYPE (SluiceDraft, sluice_draft, SLUICE, DRAFT, GObject)

SluiceDraft *sluice_draft_new             (void);
GPtrArray   *sluice_draft_claim_orphans   (void);
char        *sluice_draft_dup_folder      (void);

gboolean     sluice_draft_write           (SluiceDraft  *self,
                                           const char   *text,
                                           gsize         length,
                                           GError      **error);
void         sluice_draft_remove          (SluiceDraft  *self);

/* Of a claimed one. */
const char  *sluice_draft_get_path        (SluiceDraft  *self);
const char  *sluice_draft_get_title       (SluiceDraft  *self);
const char  *sluice_draft_get_text        (SluiceDraft  *self);
gint64       sluice_draft_get_time        (SluiceDraft  *self);
gboolean     sluice_draft_is_based_on     (SluiceDraft  *self,
                                           const char   *base);

/* What a draft's file holds. */
char        *sluice_draft_format          (const char   *path,
                                           const char   *title,
                                           const char   *base,
                                           const char   *text,
                                           gsize        *length);

G_END_DECLS
