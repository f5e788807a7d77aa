/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An exact search: every vector is looked at once, and the k best so far are kept in order. */

#include "kinds/nearest.h"

#include <math.h>

#include "kinds/settings.h"

typedef struct
{
  guint  index;
  double score;
  double rank; /* less is nearer */
} Found;

static SluiceValue
get_vector (SluiceValue item)
{
  return SLUICE_VALUE_IS_ARRAY (item) ? item : sluice_value_get_member (item, "vector");
}

static gboolean
measure (SluiceValue   vector,
         const double *query,
         guint         n,
         SluiceMetric  metric,
         Found        *found)
{
  double dot = 0, own = 0, other = 0, distance = 0;

  if (!SLUICE_VALUE_IS_ARRAY (vector) || sluice_value_get_length (vector) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double x = sluice_value_get_real (sluice_value_get_element (vector, i));

      dot += x * query[i];
      own += x * x;
      other += query[i] * query[i];
      distance += (x - query[i]) * (x - query[i]);
    }
  if (metric == SLUICE_METRIC_EUCLID)
    found->score = found->rank = sqrt (distance);
  else
    {
      found->score = metric == SLUICE_METRIC_DOT ? dot : own > 0 && other > 0 ? dot / sqrt (own * other) : 0;
      found->rank = -found->score;
    }
  return TRUE;
}

/* Of two that are equally near the first stays the first. */
static void
keep (GArray      *best,
      guint        k,
      const Found *found)
{
  guint at = best->len;

  while (at > 0 && g_array_index (best, Found, at - 1).rank > found->rank)
    at--;
  if (at >= k)
    return;
  g_array_insert_val (best, at, *found);
  if (best->len > k)
    g_array_set_size (best, k);
}

static SluiceValue
make_result (SluiceValue  items,
             GArray      *best)
{
  SluiceValue result = sluice_value_array ();

  for (guint i = 0; i < best->len; i++)
    {
      const Found *found = &g_array_index (best, Found, i);
      SluiceValue item = sluice_value_ref (sluice_value_get_element (items, found->index));
      SluiceValue entry = sluice_value_object ();

      sluice_value_set_member (&entry, "index", sluice_value_integer (found->index + 1));
      sluice_value_set_member (&entry, "score", sluice_value_real (found->score));
      if (SLUICE_VALUE_IS_OBJECT (item))
        {
          sluice_value_remove_member (&item, "vector");
          sluice_value_set_member (&entry, "item", item);
        }
      else
        sluice_value_unref (item);
      sluice_value_append (&result, entry);
    }
  return result;
}

gboolean
sluice_nearest_find (SluiceValue    items,
                     SluiceValue    query,
                     guint          k,
                     SluiceMetric   metric,
                     SluiceValue   *result,
                     GError       **error)
{
  guint n = SLUICE_VALUE_IS_ARRAY (query) ? sluice_value_get_length (query) : 0;
  g_autofree double *numbers = g_new0 (double, n + 1);
  g_autoptr (GArray) best = g_array_new (FALSE, FALSE, sizeof (Found));

  for (guint i = 0; i < n; i++)
    numbers[i] = sluice_value_get_real (sluice_value_get_element (query, i));
  for (guint i = 0; n > 0 && SLUICE_VALUE_IS_ARRAY (items) && i < sluice_value_get_length (items); i++)
    {
      Found found = { .index = i };

      if (!measure (get_vector (sluice_value_get_element (items, i)), numbers, n, metric, &found))
        {
          g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                       "Item %u has no vector of %u numbers, as what is looked for has.", i + 1, n);
          return FALSE;
        }
      keep (best, k, &found);
    }
  if (n == 0 || !SLUICE_VALUE_IS_ARRAY (items))
    {
      g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                           n == 0 ? "What is looked for is no vector: prep is to give one."
                                  : "There is no list of vectors to look in.");
      return FALSE;
    }
  *result = make_result (items, best);
  return TRUE;
}
