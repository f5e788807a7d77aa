/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/geometry.h"

G_BEGIN_DECLS

/* What is where: a loose grid of several levels. An item lies in the one cell that holds its centre,
 * on the level whose cells are at least as large as the item; so adding, moving and removing
 * take constant time whatever the sizes, and a search meets each item once. */

typedef struct _SluiceSpatialIndex SluiceSpatialIndex;
typedef struct _SluiceSpatialItem  SluiceSpatialItem;

/* Kept within what is indexed; zero it before the first use. */
struct _SluiceSpatialItem
{
  SluiceRect         bounds;
  /*< private >*/
  SluiceSpatialItem *next;     /* in its bucket */
  SluiceSpatialItem *previous;
  guint              grid;     /* its index and 1; 0: it is in no index */
};

static inline gboolean
sluice_spatial_item_is_placed (const SluiceSpatialItem *item)
{
  return item->grid != 0;
}

/* Whether to go on. */
typedef gboolean (*SluiceSpatialFunc) (SluiceSpatialItem *item,
                                       gpointer           user_data);

SluiceSpatialIndex *sluice_spatial_index_new    (void);
void                sluice_spatial_index_free   (SluiceSpatialIndex *self);
/* Adds the item, or moves it when it is there already. */
void                sluice_spatial_index_put    (SluiceSpatialIndex *self,
                                                 SluiceSpatialItem  *item,
                                                 const SluiceRect   *bounds);
void                sluice_spatial_index_remove (SluiceSpatialIndex *self,
                                                 SluiceSpatialItem  *item);
guint               sluice_spatial_index_get_n  (SluiceSpatialIndex *self);
void                sluice_spatial_index_search (SluiceSpatialIndex *self,
                                                 const SluiceRect   *area,
                                                 SluiceSpatialFunc   func,
                                                 gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceSpatialIndex, sluice_spatial_index_free)

G_END_DECLS
