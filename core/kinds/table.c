/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables for the console and the terminal, in characters of one width; those of East Asia count twice. */

#include "kinds/table.h"

#include <string.h>

#include "base/json.h"
#include "kinds/csv.h"

#define MAX_WIDTH 60 /* of a column */

typedef struct
{
  char     *text;
  guint     width;
  gboolean  is_number;
} Cell;

static void
cell_clear (gpointer data)
{
  g_free (((Cell *) data)->text);
}

/* As far as it fits; on one line. */
static Cell
make_cell (SluiceValue value)
{
  g_autofree char *whole = SLUICE_VALUE_IS_STRING (value) ? sluice_value_dup_string (value)
                           : SLUICE_VALUE_IS_NULL (value) ? g_strdup ("")
                                                          : sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  GString *text = g_string_new (NULL);
  Cell cell = { NULL, 0, SLUICE_VALUE_IS_NUMBER (value) };

  for (const char *at = whole; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (cell.width >= MAX_WIDTH - 1 && at[1] != '\0')
        {
          g_string_append (text, "…");
          cell.width++;
          break;
        }
      g_string_append_unichar (text, g_unichar_iscntrl (character) ? ' ' : character);
      cell.width += g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
    }
  cell.text = g_string_free (text, FALSE);
  return cell;
}

static void
append_cell (GString    *line,
             const Cell *cell,
             guint       width)
{
  g_autofree char *blank = g_strnfill (width - cell->width, ' ');

  g_string_append_printf (line, "%s%s  ", cell->is_number ? blank : cell->text, cell->is_number ? cell->text : blank);
}

static void
end_line (GString *text)
{
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

/* All cells, row by row; the first row is the header, if there are names. */
static GArray *
make_cells (SluiceValue  rows,
            guint        n_rows,
            GPtrArray   *columns,
            guint        n_columns)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  g_array_set_clear_func (cells, cell_clear);
  for (guint i = 0; i < columns->len; i++)
    {
      g_auto (SluiceValue) name = sluice_value_string (g_ptr_array_index (columns, i));
      Cell cell = make_cell (name);

      g_array_append_val (cells, cell);
    }
  for (guint i = 0; i < n_rows; i++)
    for (guint k = 0; k < n_columns; k++)
      {
        SluiceValue row = sluice_value_get_element (rows, i);
        SluiceValue value = sluice_value_null ();
        Cell cell;

        if (columns->len > 0)
          value = sluice_value_get_member (row, g_ptr_array_index (columns, k));
        else if (SLUICE_VALUE_IS_ARRAY (row) && k < sluice_value_get_length (row))
          value = sluice_value_get_element (row, k);
        cell = make_cell (value);
        g_array_append_val (cells, cell);
      }
  return cells;
}

static void
append_rule (GString     *text,
             const guint *widths,
             guint        n_columns)
{
  for (guint k = 0; k < n_columns; k++)
    {
      for (guint i = 0; i < widths[k]; i++)
        g_string_append (text, "─");
      g_string_append (text, "  ");
    }
  end_line (text);
}

static GString *
write_cells (GArray   *cells,
             guint     n_columns,
             gboolean  has_header)
{
  g_autofree guint *widths = g_new0 (guint, n_columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], g_array_index (cells, Cell, i).width);
  for (guint i = 0; i < cells->len; i++)
    {
      append_cell (text, &g_array_index (cells, Cell, i), widths[i % n_columns]);
      if (i % n_columns < n_columns - 1)
        continue;
      end_line (text);
      if (has_header && i == n_columns - 1)
        append_rule (text, widths, n_columns);
    }
  return text;
}

static guint
count_columns (SluiceValue rows)
{
  guint n = 0;

  for (guint i = 0; i < sluice_value_get_length (rows); i++)
    if (SLUICE_VALUE_IS_ARRAY (sluice_value_get_element (rows, i)))
      n = MAX (n, sluice_value_get_length (sluice_value_get_element (rows, i)));
  return n;
}

char *
sluice_table_to_text (SluiceValue rows,
                      guint       max_rows)
{
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (GArray) cells = NULL;
  GString *text;
  guint n_rows;
  guint n_columns;

  if (!SLUICE_VALUE_IS_ARRAY (rows))
    return NULL;
  columns = sluice_csv_dup_columns (rows);
  n_columns = columns->len > 0 ? columns->len : count_columns (rows);
  if (n_columns == 0)
    return NULL;
  n_rows = MIN (sluice_value_get_length (rows), max_rows);
  cells = make_cells (rows, n_rows, columns, n_columns);
  text = write_cells (cells, n_columns, columns->len > 0);
  if (n_rows < sluice_value_get_length (rows))
    g_string_append_printf (text, "… and %u more\n", sluice_value_get_length (rows) - n_rows);
  g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}
