/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Who is told of which places of a store: a prefix tree of subscriptions. */

typedef struct _SluicePlaces SluicePlaces;

SluicePlaces *sluice_places_new       (void);
void          sluice_places_free      (SluicePlaces           *self);
guint         sluice_places_add       (SluicePlaces           *self,
                                       const char             *pointer,
                                       SluiceStoreNoticeFunc   func,
                                       gpointer                user_data,
                                       GDestroyNotify          destroy,
                                       GError                **error);
gboolean      sluice_places_remove    (SluicePlaces           *self,
                                       guint                   id);
gboolean      sluice_places_is_empty  (SluicePlaces           *self);
/* Nodes of the tree looked at so far: what a change has cost. */
guint64       sluice_places_get_steps (SluicePlaces           *self);

/* FALSE: a change there is told to nobody. */
gboolean      sluice_places_concern     (SluicePlaces         *self,
                                         SluiceChangeType      type,
                                         const char           *pointer);
gboolean      sluice_places_concern_key (SluicePlaces         *self,
                                         const char           *key);

/* Who is told of a change that was applied: an array for sluice_places_tell(), which takes it. */
GArray       *sluice_places_match     (SluicePlaces           *self,
                                       const SluiceChange     *change,
                                       SluiceValue             before,
                                       SluiceValue             after);
void          sluice_places_tell      (GArray                 *take_matches,
                                       SluiceStore            *store,
                                       const SluiceChange     *change,
                                       const SluiceAuthor     *author,
                                       guint64                 version);

G_END_DECLS
