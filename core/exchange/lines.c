/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The longest common subsequence of lines, by the usual table; what is the same at both ends needs none. */

#include "exchange/lines.h"

#include <string.h>

#define MAX_CELLS 16000000u /* beyond it everything in between counts as changed */

static void
line_free (gpointer data)
{
  SluiceLine *line = data;

  g_free (line->text);
  g_free (line);
}

static void
add (GPtrArray      *lines,
     SluiceLineSide  side,
     const char     *text)
{
  SluiceLine *line = g_new0 (SluiceLine, 1);

  line->side = side;
  line->text = g_strdup (text);
  g_ptr_array_add (lines, line);
}

/* The lines a[0 … n) and b[0 … m), which differ at both ends. */
static void
compare_middle (char      **a,
                gsize       n,
                char      **b,
                gsize       m,
                GPtrArray  *into)
{
  gsize width = m + 1, i = 0, k = 0;
  g_autofree guint32 *lengths = NULL;

  if ((n + 1) * width <= MAX_CELLS)
    {
      lengths = g_new0 (guint32, (n + 1) * width);
      for (i = n; i-- > 0;)
        for (k = m; k-- > 0;)
          lengths[i * width + k] = g_str_equal (a[i], b[k])
                                   ? lengths[(i + 1) * width + k + 1] + 1
                                   : MAX (lengths[(i + 1) * width + k], lengths[i * width + k + 1]);
    }
  i = k = 0;
  while (i < n && k < m && lengths != NULL)
    {
      if (g_str_equal (a[i], b[k]))
        {
          add (into, SLUICE_LINE_BOTH, a[i++]);
          k++;
        }
      else if (lengths[(i + 1) * width + k] >= lengths[i * width + k + 1])
        add (into, SLUICE_LINE_FIRST, a[i++]);
      else
        add (into, SLUICE_LINE_SECOND, b[k++]);
    }
  while (i < n)
    add (into, SLUICE_LINE_FIRST, a[i++]);
  while (k < m)
    add (into, SLUICE_LINE_SECOND, b[k++]);
}

/**
 * sluice_lines_compare:
 * @first: a text
 * @second: another
 *
 * Returns: (transfer full): the lines of both, in order
 */
GPtrArray *
sluice_lines_compare (const char *first,
                      const char *second)
{
  g_auto (GStrv) a = g_strsplit (first, "\n", -1);
  g_auto (GStrv) b = g_strsplit (second, "\n", -1);
  gsize n = g_strv_length (a), m = g_strv_length (b), begin = 0, end = 0;
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  while (begin < MIN (n, m) && g_str_equal (a[begin], b[begin]))
    add (lines, SLUICE_LINE_BOTH, a[begin++]);
  while (end < MIN (n, m) - begin && g_str_equal (a[n - 1 - end], b[m - 1 - end]))
    end++;
  compare_middle (a + begin, n - begin - end, b + begin, m - begin - end, lines);
  for (gsize i = n - end; i < n; i++)
    add (lines, SLUICE_LINE_BOTH, a[i]);
  return lines;
}
