/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Old runs go. To know which, all of them are read: who ends soon does that only now and then. */

#include "record/history.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK     ".pruned" /* in the folder: how many runs were left */
#define DAY      (24 * 3600)
#define MAX_MORE 20        /* runs that may come before they are read again */

/**
 * sluice_history_choose: (skip)
 * @runs: the runs there are, newest first
 * @max_runs: how many may stay; 0: any number
 * @max_bytes: how large they may be together; 0: as large as they like
 * @max_days: how old; 0: any age
 *
 * Pinned runs, and those that are being recorded, stay, but count.
 *
 * Returns: (transfer container): the runs that are too many
 */
GPtrArray *
sluice_history_choose (GPtrArray *runs,
                       guint      max_runs,
                       guint64    max_bytes,
                       double     max_days)
{
  GPtrArray *chosen = g_ptr_array_new ();
  gint64 now = g_get_real_time ();
  guint64 bytes = 0;
  guint n = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < runs->len; i++)
      {
        SluiceHistoryRun *run = g_ptr_array_index (runs, i);
        gboolean stays = run->pinned || run->held;
        double days = (now - run->started) / (24 * 3600 * 1e6);

        if (stays != (pass == 0))
          continue;
        if (!stays && ((max_runs > 0 && n >= max_runs) || (max_bytes > 0 && bytes + run->size > max_bytes)
                       || (max_days > 0 && days > max_days)))
          {
            g_ptr_array_add (chosen, run);
            continue;
          }
        n++;
        bytes += run->size;
      }
  return chosen;
}

/**
 * sluice_history_prune: (skip)
 * @folder: (nullable): where the records are; %NULL: the usual folder
 * @limits: how much may stay
 * @spared: (nullable) (array zero-terminated=1): paths of records that stay in any case: somebody looks at them
 *
 * Removes what sluice_history_choose() finds too much, but no run that a person has named or pinned. What can't be
 * removed stays. Reads the folder; may be called from any thread.
 *
 * Returns: how many runs went
 */
guint
sluice_history_prune (const char                *folder,
                      const SluiceHistoryLimits *limits,
                      const char * const        *spared)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  guint n = 0;

  g_return_val_if_fail (limits != NULL, 0);

  if (limits->max_runs == 0 && limits->max_bytes == 0 && limits->max_days <= 0)
    return 0;
  runs = sluice_history_list (folder, NULL);
  chosen = sluice_history_choose (runs, limits->max_runs, limits->max_bytes, limits->max_days);
  for (guint i = 0; i < chosen->len; i++)
    {
      SluiceHistoryRun *run = g_ptr_array_index (chosen, i);

      if (run->name == NULL && (spared == NULL || !g_strv_contains (spared, run->path)))
        n += sluice_history_remove (run->path, NULL);
    }
  return n;
}

static guint
count_runs (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, SLUICE_HISTORY_ENDING);
  return n;
}

/* A mark from the future was made by another clock. */
static gboolean
is_mark_fresh (const char *mark)
{
  GStatBuf info;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return g_stat (mark, &info) == 0 && now - (gint64) info.st_mtime < DAY && (gint64) info.st_mtime <= now + 1;
}

static gboolean
is_due (const char *mark,
        guint       n_runs,
        guint       max_runs)
{
  g_autofree char *text = NULL;
  guint more = max_runs == 0 ? MAX_MORE : CLAMP (max_runs / 10, 1, MAX_MORE);

  if (!is_mark_fresh (mark) || !g_file_get_contents (mark, &text, NULL, NULL))
    return TRUE;
  return n_runs >= (guint) strtoul (text, NULL, 10) + more;
}

/**
 * sluice_history_prune_if_due: (skip)
 * @folder: (nullable): where the records are; %NULL: the usual folder
 * @limits: how much may stay
 * @spared: (nullable) (array zero-terminated=1): paths of records that stay in any case
 *
 * As sluice_history_prune(), but at most once a day, or when a tenth of what may stay, 20 at most, has come since; else
 * it only counts the files.
 *
 * Returns: how many runs went
 */
guint
sluice_history_prune_if_due (const char                *folder,
                             const SluiceHistoryLimits *limits,
                             const char * const        *spared)
{
  g_autofree char *place = folder != NULL ? g_strdup (folder) : sluice_history_dup_folder ();
  g_autofree char *mark = g_build_filename (place, MARK, NULL);
  g_autofree char *text = NULL;
  guint n_gone;

  g_return_val_if_fail (limits != NULL, 0);

  if (!is_due (mark, count_runs (place), limits->max_runs))
    return 0;
  n_gone = sluice_history_prune (folder, limits, spared);
  text = g_strdup_printf ("%u\n", count_runs (place));
  g_file_set_contents (mark, text, -1, NULL);
  return n_gone;
}
