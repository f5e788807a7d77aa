/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Blocks of one size that are used again and again: what a step needs is not asked of malloc
 * twice. New ones are cut from chunks, side by side. Under a sanitizer every block is malloc's own,
 * so that it sees what is used too late. */

#define SLUICE_POOL_CHUNK 32u /* blocks */

typedef struct
{
  gpointer first;  /* free blocks, linked by their first word */
  gsize    size;   /* of a block: a multiple of 8 */
  gpointer chunks; /* owned, linked by their first word */
  char    *fresh;  /* blocks of the last chunk that were never used */
  guint    n_fresh;
} SluicePool;

#if defined(__SANITIZE_ADDRESS__)
#define SLUICE_POOL_IS_BARE 1
#else
#define SLUICE_POOL_IS_BARE 0
#endif

static inline gpointer
sluice_pool_cut (SluicePool *pool)
{
  char *block = pool->fresh;

  if (pool->n_fresh == 0)
    {
      gpointer *chunk = g_malloc0 (sizeof (guint64) + SLUICE_POOL_CHUNK * pool->size);

      *chunk = pool->chunks;
      pool->chunks = chunk;
      pool->n_fresh = SLUICE_POOL_CHUNK;
      block = (char *) chunk + sizeof (guint64);
    }
  pool->fresh = block + pool->size;
  pool->n_fresh--;
  return block;
}

/* A zeroed block. */
static inline gpointer
sluice_pool_take (SluicePool *pool)
{
  gpointer block = pool->first;

  if (SLUICE_POOL_IS_BARE)
    return g_malloc0 (pool->size);
  if (G_UNLIKELY (block == NULL))
    return sluice_pool_cut (pool);
  pool->first = *(gpointer *) block;
  return memset (block, 0, pool->size);
}

static inline void
sluice_pool_give (SluicePool *pool,
                  gpointer    block)
{
  if (SLUICE_POOL_IS_BARE)
    {
      g_free (block);
      return;
    }
  *(gpointer *) block = pool->first;
  pool->first = block;
}

static inline void
sluice_pool_clear (SluicePool *pool)
{
  while (pool->chunks != NULL)
    {
      gpointer chunk = pool->chunks;

      pool->chunks = *(gpointer *) chunk;
      g_free (chunk);
    }
  pool->first = NULL;
  pool->n_fresh = 0;
}

G_END_DECLS
