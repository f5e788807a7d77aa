/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Blocks of one size that are used again and again: what a step needs is not asked of malloc
 * twice. Under a sanitizer every block is malloc's own, so that it sees what is used too late. */

typedef struct
{
  gpointer first; /* free blocks, linked by their first word */
  gsize    size;
} SluicePool;

#if defined(__SANITIZE_ADDRESS__)
#define SLUICE_POOL_IS_BARE 1
#else
#define SLUICE_POOL_IS_BARE 0
#endif

/* A zeroed block. */
static inline gpointer
sluice_pool_take (SluicePool *pool)
{
  gpointer block = pool->first;

  if (SLUICE_POOL_IS_BARE || block == NULL)
    return g_malloc0 (pool->size);
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
  while (pool->first != NULL)
    {
      gpointer block = pool->first;

      pool->first = *(gpointer *) block;
      g_free (block);
    }
}

G_END_DECLS
