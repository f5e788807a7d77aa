/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The spatial index. A grid has cells of 128 · 2ⁿ px in width and 128 · 2ᵐ px in height: a long flat item lies in a
 * grid of such cells, else all long edges would lie in a few large ones. An item reaches at most half its
 * size out of its cell, so a search looks into the cells of its area and half a cell around, per grid in use.
 *
 * A cell is not kept: where an item is says in which cell it lies, and all that lie in cells of one hash are
 * chained in a bucket. So an item costs nothing beside itself but its part of the buckets.
 */
#include "graph/spatial-index.h"

#include <math.h>

#define BASE_CELL 128.0
#define N_LEVELS 24
#define MIN_BUCKETS 16u

typedef struct
{
  int x;
  int y;
} Cell;

/* The cells of one size. */
typedef struct
{
  double width;
  double height;
  SluiceSpatialItem **buckets; /* owned, the items borrowed; NULL while there is none */
  guint n_buckets; /* a power of two, or 0 */
  guint n_items;
} Grid;

struct _SluiceSpatialIndex
{
  GArray *grids; /* Grid, in the order they came into use */
  guint grid_of[N_LEVELS][N_LEVELS]; /* by level in width and height: its index and 1, or 0 */
  guint n_items;
};

/* Cells side by side are side by side in the buckets: a row of them is read in one go. */
static inline guint
grid_hash (const Grid *grid,
           Cell        cell)
{
  return ((guint) cell.x + (guint) cell.y * 2654435761u) & (grid->n_buckets - 1);
}

static inline Cell
grid_find_cell (const Grid       *grid,
                const SluiceRect *bounds)
{
  return (Cell) { (int) floor ((bounds->x + bounds->width / 2) / grid->width),
                  (int) floor ((bounds->y + bounds->height / 2) / grid->height) };
}

static inline gboolean
grid_has_in_cell (const Grid              *grid,
                  const SluiceSpatialItem *item,
                  Cell                     wanted)
{
  Cell cell = grid_find_cell (grid, &item->bounds);

  return cell.x == wanted.x && cell.y == wanted.y;
}

static int
find_level (double extent)
{
  int level;

  if (!(extent > BASE_CELL))
    return 0;
  frexp (extent / BASE_CELL, &level);
  if (ldexp (BASE_CELL, level - 1) >= extent)
    level--;
  return MIN (level, N_LEVELS - 1);
}

static Grid *
get_grid (SluiceSpatialIndex *self,
          guint               index)
{
  return &g_array_index (self->grids, Grid, index);
}

static void
grid_clear (gpointer grid)
{
  g_free (((Grid *) grid)->buckets);
}

static void
grid_chain (Grid              *grid,
            SluiceSpatialItem *item)
{
  SluiceSpatialItem **first = &grid->buckets[grid_hash (grid, grid_find_cell (grid, &item->bounds))];

  item->previous = NULL;
  item->next = *first;
  if (*first != NULL)
    (*first)->previous = item;
  *first = item;
}

static void
grid_grow (Grid *grid)
{
  g_autofree SluiceSpatialItem **old = g_steal_pointer (&grid->buckets);
  guint n_old = grid->n_buckets;

  grid->n_buckets = MAX (2 * n_old, MIN_BUCKETS);
  grid->buckets = g_new0 (SluiceSpatialItem *, grid->n_buckets);
  for (guint i = 0; i < n_old; i++)
    for (SluiceSpatialItem *item = old[i], *next; item != NULL; item = next)
      {
        next = item->next;
        grid_chain (grid, item);
      }
}

static guint
index_ensure_grid (SluiceSpatialIndex *self,
                   const SluiceRect   *bounds)
{
  int across = find_level (bounds->width), down = find_level (bounds->height);
  guint *place = &self->grid_of[across][down];
  Grid grid;

  if (*place == 0)
    {
      grid = (Grid) { .width = ldexp (BASE_CELL, across), .height = ldexp (BASE_CELL, down) };
      g_array_append_val (self->grids, grid);
      *place = self->grids->len;
    }
  return *place - 1;
}

SluiceSpatialIndex *
sluice_spatial_index_new (void)
{
  SluiceSpatialIndex *self = g_new0 (SluiceSpatialIndex, 1);

  self->grids = g_array_new (FALSE, FALSE, sizeof (Grid));
  g_array_set_clear_func (self->grids, grid_clear);
  return self;
}

void
sluice_spatial_index_free (SluiceSpatialIndex *self)
{
  g_array_unref (self->grids);
  g_free (self);
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
  guint index = index_ensure_grid (self, bounds);
  Grid *grid = get_grid (self, index);

  if (item->grid == index + 1 && grid_has_in_cell (grid, item, grid_find_cell (grid, bounds)))
    {
      item->bounds = *bounds;
      return;
    }
  sluice_spatial_index_remove (self, item);
  item->bounds = *bounds;
  item->grid = index + 1;
  if (grid->n_items == grid->n_buckets)
    grid_grow (grid);
  grid_chain (grid, item);
  grid->n_items++;
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
  Grid *grid;

  if (item->grid == 0)
    return;
  grid = get_grid (self, item->grid - 1);
  if (item->previous != NULL)
    item->previous->next = item->next;
  else
    grid->buckets[grid_hash (grid, grid_find_cell (grid, &item->bounds))] = item->next;
  if (item->next != NULL)
    item->next->previous = item->previous;
  item->grid = 0;
  grid->n_items--;
  self->n_items--;
  if (grid->n_items == 0)
    {
      g_clear_pointer (&grid->buckets, g_free);
      grid->n_buckets = 0;
    }
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
             const Grid *grid,
             Cell        cell)
{
  for (SluiceSpatialItem *item = grid->buckets[grid_hash (grid, cell)]; item != NULL; item = item->next)
    if (sluice_rect_intersects (&item->bounds, &search->area) && grid_has_in_cell (grid, item, cell)
        && !search->func (item, search->user_data))
      return FALSE;
  return TRUE;
}

/* An area of more cells than there are buckets is searched through all of them. */
static gboolean
search_all_buckets (Search     *search,
                    const Grid *grid)
{
  for (guint i = 0; i < grid->n_buckets; i++)
    for (SluiceSpatialItem *item = grid->buckets[i]; item != NULL; item = item->next)
      if (sluice_rect_intersects (&item->bounds, &search->area)
          && !search->func (item, search->user_data))
        return FALSE;
  return TRUE;
}

static gboolean
search_grid (Search     *search,
             const Grid *grid)
{
  const SluiceRect *area = &search->area;
  double left = floor (area->x / grid->width - 0.5), top = floor (area->y / grid->height - 0.5);
  double right = floor (sluice_rect_right (area) / grid->width + 0.5);
  double bottom = floor (sluice_rect_bottom (area) / grid->height + 0.5);

  if ((right - left + 1) * (bottom - top + 1) > grid->n_buckets)
    return search_all_buckets (search, grid);

  for (int y = (int) top; y <= (int) bottom; y++)
    for (int x = (int) left; x <= (int) right; x++)
      if (!search_cell (search, grid, (Cell) { x, y }))
        return FALSE;
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

  for (guint i = 0; i < self->grids->len; i++)
    if (!search_grid (&search, get_grid (self, i)))
      return;
}
