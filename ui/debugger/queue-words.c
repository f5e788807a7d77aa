/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Why nobody goes on: each lane waits for a queue, and the lanes that could fill or empty it are told from the texts
 * of the nodes they can come to.
 */
#include "debugger/queue-words.h"

#include "graph/waits.h"

#include <glib/gi18n.h>

static gboolean
waits (const SluiceLaneInfo *lane)
{
  return lane->queue != NULL && (lane->state == SLUICE_LANE_QUEUE || lane->is_deadlocked);
}

/* "Guess (lane 2)" */
static char *
dup_name (const SluiceLaneInfo *lane)
{
  /* Translators: a node's title, and a lane that is in it. */
  return g_strdup_printf (_("%s (lane %u)"), lane->title != NULL ? lane->title : lane->path, lane->id);
}

/**
 * sluice_dup_queue_waiters:
 * @lanes: (element-type SluiceLaneInfo): of a run
 * @queue: the name of a queue
 * @is_put: whether those are meant that wait for room; else those that wait for an item
 *
 * Returns: (transfer full) (nullable): who waits for that, %NULL if nobody does
 */
char *
sluice_dup_queue_waiters (GPtrArray  *lanes,
                          const char *queue,
                          gboolean    is_put)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; lanes != NULL && i < lanes->len; i++)
    {
      const SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);
      g_autofree char *name = NULL;

      if (!waits (lane) || lane->is_put != is_put || !g_str_equal (lane->queue, queue))
        continue;
      name = dup_name (lane);
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", name);
    }
  return g_string_free (words, words->len == 0);
}

/* All that a lane can come to */

static void
reach (SluiceDocument *document,
       const char     *flow,
       GHashTable     *reached)
{
  if (flow == NULL || !sluice_document_has_flow (document, flow) || !g_hash_table_add (reached, g_strdup (flow)))
    return;
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      g_autofree char *address = g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);

      if (g_strcmp0 (sluice_document_get_node_kind (document, address), "flow") == 0)
        reach (document, sluice_value_get_string (sluice_document_get_setting (document, address, "flow")), reached);
    }
}

static gboolean
does (SluiceDocument *document,
      const char     *address,
      const char     *queue,
      gboolean        is_put)
{
  g_auto (GStrv) queues = is_put ? sluice_document_dup_filled_queues (document, address)
                                 : sluice_document_dup_node_queues (document, address);

  return g_strv_contains ((const char * const *) queues, queue);
}

static gboolean
can_do (SluiceDocument       *document,
        const SluiceLaneInfo *lane,
        const char           *queue,
        gboolean              is_put)
{
  g_autoptr (GHashTable) reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *root = g_strndup (lane->path, strcspn (lane->path, "/"));
  g_autofree char *here = lane->address != NULL ? g_strndup (lane->address, strcspn (lane->address, "/")) : NULL;
  GHashTableIter iter;
  gpointer flow;

  reach (document, root, reached);
  reach (document, here, reached);
  g_hash_table_iter_init (&iter, reached);
  while (g_hash_table_iter_next (&iter, &flow, NULL))
    for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
      {
        g_autofree char *address = g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);

        if (does (document, address, queue, is_put))
          return TRUE;
      }
  return FALSE;
}

/* Who could let it go on. */
static GPtrArray *
find_helpers (SluiceDocument       *document,
              GPtrArray            *waiting,
              const SluiceLaneInfo *lane)
{
  GPtrArray *helpers = g_ptr_array_new ();

  for (guint i = 0; i < waiting->len; i++)
    if (g_ptr_array_index (waiting, i) != lane
        && can_do (document, g_ptr_array_index (waiting, i), lane->queue, !lane->is_put))
      g_ptr_array_add (helpers, g_ptr_array_index (waiting, i));
  return helpers;
}

static char *
dup_names (GPtrArray *lanes)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < lanes->len; i++)
    {
      g_autofree char *name = dup_name (g_ptr_array_index (lanes, i));

      /* Translators: between two names of which either will do. */
      g_string_append_printf (names, "%s%s", i > 0 ? _(" or ") : "", name);
    }
  return g_string_free (names, FALSE);
}

static void
append_lane (GString              *words,
             const SluiceLaneInfo *lane,
             GPtrArray            *helpers)
{
  g_autofree char *name = dup_name (lane);
  g_autofree char *others = dup_names (helpers);

  if (words->len > 0)
    g_string_append (words, "; ");
  if (lane->is_put && helpers->len > 0)
    g_string_append_printf (words, _("%s waits for room in “%s”, which only %s empties"), name, lane->queue, others);
  else if (lane->is_put)
    g_string_append_printf (words, _("%s waits for room in “%s”, which nobody empties any more"), name, lane->queue);
  else if (helpers->len > 0)
    g_string_append_printf (words, _("%s waits for an item of “%s”, which only %s fills"), name, lane->queue, others);
  else
    g_string_append_printf (words, _("%s waits for an item of “%s”, which nobody fills any more"), name, lane->queue);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const SluiceLaneInfo *first = *(const SluiceLaneInfo * const *) a;
  const SluiceLaneInfo *second = *(const SluiceLaneInfo * const *) b;

  return first->id < second->id ? -1 : first->id > second->id;
}

/* The lanes that wait for a queue, NULL if one does anything else but wait for those. */
static GPtrArray *
find_waiting (GPtrArray *lanes)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; lanes != NULL && i < lanes->len; i++)
    {
      SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);

      if (waits (lane))
        g_ptr_array_add (waiting, lane);
      else if (lane->state != SLUICE_LANE_ENDED && lane->state != SLUICE_LANE_JOINED)
        return NULL;
    }
  g_ptr_array_sort (waiting, compare_ids);
  return waiting->len > 0 ? g_steal_pointer (&waiting) : NULL;
}

/* Along the circle, from one lane to the one it needs. */
static void
follow (SluiceDocument *document,
        GPtrArray      *waiting,
        SluiceLaneInfo *lane,
        GHashTable     *told,
        GString        *words)
{
  while (lane != NULL && g_hash_table_add (told, lane))
    {
      g_autoptr (GPtrArray) helpers = find_helpers (document, waiting, lane);

      append_lane (words, lane, helpers);
      lane = helpers->len > 0 ? g_ptr_array_index (helpers, 0) : NULL;
    }
}

/**
 * sluice_dup_deadlock_words:
 * @document: what is run
 * @lanes: (element-type SluiceLaneInfo): its lanes
 *
 * Returns: (transfer full) (nullable): who waits for what and who for them, %NULL where not every lane waits for a
 *   queue
 */
char *
sluice_dup_deadlock_words (SluiceDocument *document,
                           GPtrArray      *lanes)
{
  g_autoptr (GPtrArray) waiting = find_waiting (lanes);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  GString *words;

  if (waiting == NULL)
    return NULL;
  words = g_string_new (NULL);
  for (guint i = 0; i < waiting->len; i++)
    follow (document, waiting, g_ptr_array_index (waiting, i), told, words);
  g_string_append_c (words, '.');
  return g_string_free (words, FALSE);
}
