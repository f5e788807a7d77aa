/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CSV by RFC 4180. A line may end in LF, CRLF or CR; a byte order mark is skipped; text behind a closing quote
 * and a quote that never closes are errors with their line, as is a row longer than the header. Empty lines are
 * no rows. */

#include "kinds/csv.h"

#include <gio/gio.h>
#include <string.h>

#include "base/json.h"

typedef struct
{
  const char *at;
  const char *end;
  guint       line; /* from 1 */
  GString    *field;
} Reader;

static gboolean
fail (Reader      *self,
      const char  *what,
      GError     **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Line %u of the table: %s.", self->line, what);
  return FALSE;
}

static gboolean
read_quoted (Reader  *self,
             GError **error)
{
  self->at++;
  for (;;)
    {
      const char *quote = memchr (self->at, '"', (gsize) (self->end - self->at));
      const char *stop = quote != NULL ? quote : self->end;

      g_string_append_len (self->field, self->at, stop - self->at);
      for (const char *c = self->at; c < stop; c++)
        self->line += *c == '\n';
      if (quote == NULL)
        return fail (self, "a quote is not closed", error);
      self->at = quote + 1;
      if (self->at == self->end || *self->at != '"')
        break;
      g_string_append_c (self->field, '"');
      self->at++;
    }
  if (self->at < self->end && strchr (",\r\n", *self->at) == NULL)
    return fail (self, "there is text behind a closing quote", error);
  return TRUE;
}

static gboolean
read_field (Reader  *self,
            GError **error)
{
  const char *begin = self->at;

  g_string_truncate (self->field, 0);
  if (self->at < self->end && *self->at == '"')
    return read_quoted (self, error);
  while (self->at < self->end && *self->at != ',' && *self->at != '\r' && *self->at != '\n')
    self->at++;
  g_string_append_len (self->field, begin, self->at - begin);
  return TRUE;
}

static void
skip_line_end (Reader *self)
{
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at < self->end && *self->at == '\n')
    self->at++;
  self->line++;
}

/* A row as a list of texts. */
static gboolean
read_row (Reader       *self,
          SluiceValue  *row,
          GError      **error)
{
  *row = sluice_value_array ();
  for (;;)
    {
      if (!read_field (self, error))
        {
          sluice_value_clear (row);
          return FALSE;
        }
      sluice_value_append (row, sluice_value_string_len (self->field->str, self->field->len));
      if (self->at == self->end || *self->at != ',')
        break;
      self->at++;
    }
  skip_line_end (self);
  return TRUE;
}

/* Columns that a row lacks are empty texts. */
static gboolean
make_object (Reader       *self,
             SluiceValue   names,
             SluiceValue   row,
             SluiceValue  *object,
             GError      **error)
{
  guint n = sluice_value_get_length (names);

  if (sluice_value_get_length (row) > n)
    {
      self->line--;
      return fail (self, "it has more fields than the header", error);
    }
  *object = sluice_value_object ();
  for (guint i = 0; i < n; i++)
    {
      const char *name = sluice_value_get_string (sluice_value_get_element (names, i));
      SluiceValue field = i < sluice_value_get_length (row) ? sluice_value_ref (sluice_value_get_element (row, i))
                                                            : sluice_value_string ("");

      sluice_value_set_member (object, name, field);
    }
  return TRUE;
}

static gboolean
read_rows (Reader       *self,
           gboolean      header,
           SluiceValue  *rows,
           GError      **error)
{
  g_auto (SluiceValue) names = SLUICE_VALUE_INIT;

  if (header && self->at < self->end && !read_row (self, &names, error))
    return FALSE;
  while (self->at < self->end)
    {
      g_auto (SluiceValue) row = SLUICE_VALUE_INIT;
      SluiceValue object;

      if (*self->at == '\r' || *self->at == '\n')
        {
          skip_line_end (self);
          continue;
        }
      if (!read_row (self, &row, error))
        return FALSE;
      if (!header)
        sluice_value_append (rows, sluice_value_steal (&row));
      else if (make_object (self, names, row, &object, error))
        sluice_value_append (rows, object);
      else
        return FALSE;
    }
  return TRUE;
}

gboolean
sluice_csv_read (const char   *text,
                 gsize         length,
                 gboolean      header,
                 SluiceValue  *rows,
                 GError      **error)
{
  Reader self = { text, text + length, 1, g_string_new (NULL) };
  gboolean ok;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    self.at += 3;
  *rows = sluice_value_array ();
  ok = read_rows (&self, header, rows, error);
  if (!ok)
    sluice_value_clear (rows);
  g_string_free (self.field, TRUE);
  return ok;
}

GPtrArray *
sluice_csv_dup_columns (SluiceValue rows)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* names, borrowed from columns */

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (rows) && i < sluice_value_get_length (rows); i++)
    {
      SluiceValue row = sluice_value_get_element (rows, i);
      SluiceValueIter iter;
      const char *name;

      if (!SLUICE_VALUE_IS_OBJECT (row))
        continue;
      sluice_value_iter_init (&iter, row);
      while (sluice_value_iter_next (&iter, &name, NULL))
        if (!g_hash_table_contains (seen, name))
          {
            g_ptr_array_add (columns, g_strdup (name));
            g_hash_table_add (seen, g_ptr_array_index (columns, columns->len - 1));
          }
    }
  return columns;
}

static void
append_field (GString    *text,
              const char *field)
{
  if (strpbrk (field, "\",\r\n") == NULL)
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = field; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

/* Null is an empty field; what is no text is written as JSON. */
static void
append_value (GString     *text,
              SluiceValue  value)
{
  g_autofree char *json = NULL;

  if (SLUICE_VALUE_IS_STRING (value))
    append_field (text, sluice_value_get_string (value));
  else if (!SLUICE_VALUE_IS_NULL (value))
    {
      json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
      append_field (text, json);
    }
}

/* A row of one empty field would be an empty line, which is none. */
static void
end_row (GString *text,
         gsize    begin)
{
  if (text->len == begin)
    g_string_append (text, "\"\"");
  g_string_append (text, "\r\n");
}

static void
append_list (GString     *text,
             SluiceValue  row)
{
  gsize begin = text->len;

  for (guint i = 0; i < sluice_value_get_length (row); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_value (text, sluice_value_get_element (row, i));
    }
  end_row (text, begin);
}

static void
append_object (GString     *text,
               GPtrArray   *columns,
               SluiceValue  row)
{
  gsize begin = text->len;

  for (guint i = 0; i < columns->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_value (text, sluice_value_get_member (row, g_ptr_array_index (columns, i)));
    }
  end_row (text, begin);
}

static void
append_header (GString   *text,
               GPtrArray *columns)
{
  gsize begin = text->len;

  for (guint i = 0; i < columns->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_field (text, g_ptr_array_index (columns, i));
    }
  end_row (text, begin);
}

char *
sluice_csv_write (SluiceValue   rows,
                  GError      **error)
{
  g_autoptr (GPtrArray) columns = sluice_csv_dup_columns (rows);
  g_autoptr (GString) text = g_string_new (NULL);

  if (columns->len > 0)
    append_header (text, columns);
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (rows) && i < sluice_value_get_length (rows); i++)
    {
      SluiceValue row = sluice_value_get_element (rows, i);

      if (columns->len > 0 && SLUICE_VALUE_IS_OBJECT (row))
        append_object (text, columns, row);
      else if (columns->len == 0 && SLUICE_VALUE_IS_ARRAY (row))
        append_list (text, row);
      else
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "Row %u of the table is %s: all are objects, or all are lists.", i + 1,
                       sluice_value_type_name (sluice_value_get_value_type (row)));
          return NULL;
        }
    }
  if (SLUICE_VALUE_IS_ARRAY (rows))
    return g_string_free (g_steal_pointer (&text), FALSE);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "A table is a list of objects, or of lists.");
  return NULL;
}
