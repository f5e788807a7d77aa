/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The spatial index. Level n has cells of 128 · 2ⁿ px. An item reaches at most half its size out of
 * its cell, so a search looks into the cells of its area and half a cell around, per level in use.
 */
#include "graph/spatial-index.h"

#include <math.h>

#define BASE_CELL 128.0
#define N_LEVELS 24

typedef struct
{
  int level;
  int x;
  int y;
  SluiceSpatialItem *items; /* the first, borrowed; most cells hold one or two */
} Cell;

struct _SluiceSpatialIndex
{
  GHashTable *levels[N_LEVELS]; /* each a set of Cell, owned; NULL before its first */
  guint n_items;
};

static guint
cell_hash (gconstpointer key)
{
  const Cell *cell = key;

  return (guint) cell->x * 73856093u ^ (guint) cell->y * 19349663u;
}

static gboolean
cell_equal (gconstpointer a,
            gconstpointer b)
{
  const Cell *one = a, *other = b;

  return one->x == other->x && one->y == other->y;
}

static double
level_size (int level)
{
  return ldexp (BASE_CELL, level);
}

static Cell
cell_for (const SluiceRect *bounds)
{
  double extent = MAX (bounds->width, bounds->height);
  int level = extent <= BASE_CELL ? 0 : (int) ceil (log2 (extent / BASE_CELL));
  double size;

  level = CLAMP (level, 0, N_LEVELS - 1);
  size = level_size (level);
  return (Cell) { level, (int) floor ((bounds->x + bounds->width / 2) / size),
                  (int) floor ((bounds->y + bounds->height / 2) / size), NULL };
}

SluiceSpatialIndex *
sluice_spatial_index_new (void)
{
  return g_new0 (SluiceSpatialIndex, 1);
}

void
sluice_spatial_index_free (SluiceSpatialIndex *self)
{
  for (int level = 0; level < N_LEVELS; level++)
    g_clear_pointer (&self->levels[level], g_hash_table_unref);
  g_free (self);
}

static Cell *
index_ensure_cell (SluiceSpatialIndex *self,
                   const Cell         *wanted)
{
  GHashTable **cells = &self->levels[wanted->level];
  Cell *cell;

  if (*cells == NULL)
    *cells = g_hash_table_new_full (cell_hash, cell_equal, g_free, NULL);
  cell = g_hash_table_lookup (*cells, wanted);
  if (cell == NULL)
    {
      cell = g_memdup2 (wanted, sizeof *wanted);
      g_hash_table_add (*cells, cell);
    }
  return cell;
}

/**
 * sluice_spatial_index_put:
 * @self: an index
 * @item: added, or moved when it is there already
 * @bounds: where it is now, finite
 */
void
sluice_spatial_index_put (SluiceSpatialIndex *self,
                          SluiceSpatialItem  *item,
                          const SluiceRect   *bounds)
{
  Cell wanted = cell_for (bounds);
  Cell *cell;

  if (item->cell != NULL && ((Cell *) item->cell)->level == wanted.level
      && cell_equal (item->cell, &wanted))
    {
      item->bounds = *bounds;
      return;
    }
  sluice_spatial_index_remove (self, item);
  item->bounds = *bounds;
  item->cell = cell = index_ensure_cell (self, &wanted);
  item->previous = NULL;
  item->next = cell->items;
  if (cell->items != NULL)
    cell->items->previous = item;
  cell->items = item;
  self->n_items++;
}

/**
 * sluice_spatial_index_remove:
 * @self: an index
 * @item: nothing happens when it is not there
 */
void
sluice_spatial_index_remove (SluiceSpatialIndex *self,
                             SluiceSpatialItem  *item)
{
  Cell *cell = item->cell;

  if (cell == NULL)
    return;
  if (item->previous != NULL)
    item->previous->next = item->next;
  else
    cell->items = item->next;
  if (item->next != NULL)
    item->next->previous = item->previous;
  item->cell = NULL;
  self->n_items--;
  if (cell->items == NULL)
    g_hash_table_remove (self->levels[cell->level], cell);
}

guint
sluice_spatial_index_get_n (SluiceSpatialIndex *self)
{
  return self->n_items;
}

typedef struct
{
  SluiceRect area;
  SluiceSpatialFunc func;
  gpointer user_data;
} Search;

static gboolean
search_cell (Search     *search,
             const Cell *cell)
{
  for (SluiceSpatialItem *item = cell->items; item != NULL; item = item->next)
    if (sluice_rect_intersects (&item->bounds, &search->area)
        && !search->func (item, search->user_data))
      return FALSE;
  return TRUE;
}

/* An area of more cells than there are is searched through all of them. */
static gboolean
search_all_cells (Search     *search,
                  GHashTable *cells)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!search_cell (search, key))
      return FALSE;
  return TRUE;
}

static gboolean
search_level (Search     *search,
              GHashTable *cells,
              int         level)
{
  double size = level_size (level);
  const SluiceRect *area = &search->area;
  double left = floor ((area->x - size / 2) / size), top = floor ((area->y - size / 2) / size);
  double right = floor ((sluice_rect_right (area) + size / 2) / size);
  double bottom = floor ((sluice_rect_bottom (area) + size / 2) / size);

  if ((right - left + 1) * (bottom - top + 1) > g_hash_table_size (cells))
    return search_all_cells (search, cells);

  for (int y = (int) top; y <= (int) bottom; y++)
    for (int x = (int) left; x <= (int) right; x++)
      {
        Cell wanted = { level, x, y, NULL };
        const Cell *cell = g_hash_table_lookup (cells, &wanted);

        if (cell != NULL && !search_cell (search, cell))
          return FALSE;
      }
  return TRUE;
}

/**
 * sluice_spatial_index_search:
 * @self: an index
 * @area: where to look
 * @func: called for each item whose bounds overlap @area, in no order; it must not change the index
 * @user_data: for @func
 */
void
sluice_spatial_index_search (SluiceSpatialIndex *self,
                             const SluiceRect   *area,
                             SluiceSpatialFunc   func,
                             gpointer            user_data)
{
  Search search = { *area, func, user_data };

  for (int level = 0; level < N_LEVELS; level++)
    if (self->levels[level] != NULL && !search_level (&search, self->levels[level], level))
      return;
}
