/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The spatial index. A grid has cells of 128 · 2ⁿ px in width and 128 · 2ᵐ px in height: a long flat item lies in a
 * grid of such cells, else all long edges would lie in a few large ones. An item reaches at most half its
 * size out of its cell, so a search looks into the cells of its area and half a cell around, per grid in use.
 */
#include "graph/spatial-index.h"

#include <math.h>

#define BASE_CELL 128.0
#define N_LEVELS 24

typedef struct
{
  int x;
  int y;
  guint grid; /* its index */
  SluiceSpatialItem *items; /* the first, borrowed; most cells hold one or two */
} Cell;

/* The cells of one size. */
typedef struct
{
  double width;
  double height;
  GHashTable *cells; /* set of Cell, owned */
} Grid;

struct _SluiceSpatialIndex
{
  GArray *grids; /* Grid, in the order they came into use */
  guint grid_of[N_LEVELS][N_LEVELS]; /* by level in width and height: its index and 1, or 0 */
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
  g_hash_table_unref (((Grid *) grid)->cells);
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
      grid = (Grid) { ldexp (BASE_CELL, across), ldexp (BASE_CELL, down),
                      g_hash_table_new_full (cell_hash, cell_equal, g_free, NULL) };
      g_array_append_val (self->grids, grid);
      *place = self->grids->len;
    }
  return *place - 1;
}

static Cell
cell_for (SluiceSpatialIndex *self,
          const SluiceRect   *bounds)
{
  guint index = index_ensure_grid (self, bounds);
  const Grid *grid = get_grid (self, index);

  return (Cell) { (int) floor ((bounds->x + bounds->width / 2) / grid->width),
                  (int) floor ((bounds->y + bounds->height / 2) / grid->height), index, NULL };
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

static Cell *
index_ensure_cell (SluiceSpatialIndex *self,
                   const Cell         *wanted)
{
  GHashTable *cells = get_grid (self, wanted->grid)->cells;
  Cell *cell = g_hash_table_lookup (cells, wanted);

  if (cell == NULL)
    {
      cell = g_memdup2 (wanted, sizeof *wanted);
      g_hash_table_add (cells, cell);
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
  Cell wanted = cell_for (self, bounds);
  Cell *cell;

  if (item->cell != NULL && ((Cell *) item->cell)->grid == wanted.grid
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
    g_hash_table_remove (get_grid (self, cell->grid)->cells, cell);
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
search_grid (Search     *search,
             const Grid *grid)
{
  GHashTable *cells = grid->cells;
  const SluiceRect *area = &search->area;
  double left = floor (area->x / grid->width - 0.5), top = floor (area->y / grid->height - 0.5);
  double right = floor (sluice_rect_right (area) / grid->width + 0.5);
  double bottom = floor (sluice_rect_bottom (area) / grid->height + 0.5);

  if ((right - left + 1) * (bottom - top + 1) > g_hash_table_size (cells))
    return search_all_cells (search, cells);

  for (int y = (int) top; y <= (int) bottom; y++)
    for (int x = (int) left; x <= (int) right; x++)
      {
        Cell wanted = { x, y, 0, NULL };
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

  for (guint i = 0; i < self->grids->len; i++)
    if (!search_grid (&search, get_grid (self, i)))
      return;
}
