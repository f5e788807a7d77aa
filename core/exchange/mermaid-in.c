/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a Mermaid flowchart: nodes of all shapes, chains, edges of all strokes with labels, "a & b",
 * subgraphs. Looks (styles, classes, directions, clicks) are passed over. A Markdown document is
 * read by its first diagram.
 */
#include "exchange/formats-private.h"

#include <string.h>

#include "base/save.h"
#include "exchange/mermaid-private.h"

#define MAX_ITEMS 20000

typedef struct
{
  const char      *at;
  guint            line;
  SluiceChart     *chart;
  SluiceChartItem *group; /* the subgraph that is open, or NULL */
  GError         **error;
} Reader;

/* The longest that opens first. */
static const struct
{
  const char *open;
  const char *close;
  const char *kind;
} shapes[] = {
  { "(((", ")))", "end" },
  { "((", "))", "end" },
  { "([", "])", "end" },
  { "[[", "]]", "flow" },
  { "[(", ")]", "script" },
  { "[/", "/]", "ask" },
  { "[/", "\\]", "script" },
  { "[\\", "\\]", "log" },
  { "[\\", "/]", "script" },
  { "{{", "}}", "script" },
  { "{", "}", "choice" },
  { "(", ")", "script" },
  { "[", "]", "script" },
  { ">", "]", "log" },
};

static gboolean
fail (Reader     *self,
      const char *what)
{
  if (*self->error == NULL)
    g_set_error (self->error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX, "line %u: %s", self->line, what);
  return FALSE;
}

static void
skip_blanks (Reader *self)
{
  while (*self->at == ' ' || *self->at == '\t' || *self->at == '\r')
    self->at++;
}

static void
skip_line (Reader *self)
{
  self->at += strcspn (self->at, "\n");
}

static gboolean
is_at_end_of_statement (Reader *self)
{
  skip_blanks (self);
  return *self->at == '\0' || *self->at == '\n' || *self->at == ';'
         || g_str_has_prefix (self->at, "%%");
}

/* A name goes on over a hyphen or dot that another letter follows: "a-b" is one, "a-->b" is not. */
static char *
read_name (Reader *self)
{
  const char *start = self->at;

  for (;;)
    {
      gunichar c = g_utf8_get_char (self->at);

      if (c == '_' || (c != 0 && g_unichar_isalnum (c)))
        self->at = g_utf8_next_char (self->at);
      else if ((c == '-' || c == '.') && self->at > start && g_ascii_isalnum (self->at[1]))
        self->at++;
      else
        break;
    }
  return self->at > start ? g_strndup (start, (gsize) (self->at - start)) : NULL;
}

/* The character of "#35;" or "&amp;", or 0; @end is behind it. */
static gunichar
read_entity (const char  *at,
             const char **end)
{
  static const struct
  {
    const char *name;
    gunichar character;
  } entities[] = { { "quot", '"' }, { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "nbsp", ' ' }, { "apos", '\'' } };
  const char *close = strchr (at, ';');
  gsize length;

  if (close == NULL || close - at > 10)
    return 0;
  *end = close + 1;
  at += g_str_has_prefix (at, "&#") ? 2 : 1;
  length = (gsize) (close - at);
  if (length > 0 && strspn (at, "0123456789") == length)
    {
      guint64 code = g_ascii_strtoull (at, NULL, 10);

      return code < 0x110000 && code != 0 && g_unichar_validate ((gunichar) code) ? (gunichar) code : 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && memcmp (entities[i].name, at, length) == 0)
      return entities[i].character;
  return 0;
}

static char *
decode (const char *text,
        gsize       length)
{
  g_autofree char *raw = g_strndup (text, length);
  GString *plain = g_string_new (NULL);

  g_strstrip (raw);
  for (const char *c = raw; *c != '\0';)
    {
      const char *end = NULL;
      gunichar entity = *c == '#' || *c == '&' ? read_entity (c, &end) : 0;

      if (entity != 0)
        {
          g_string_append_unichar (plain, entity);
          c = end;
        }
      else if (g_ascii_strncasecmp (c, "<br>", 4) == 0 || g_ascii_strncasecmp (c, "<br/>", 5) == 0
               || g_ascii_strncasecmp (c, "<br />", 6) == 0)
        {
          g_string_append_c (plain, '\n');
          c = strchr (c, '>') + 1;
        }
      else
        g_string_append_c (plain, *c++);
    }
  return g_string_free (plain, FALSE);
}

/* Text up to @close, quoted or not; NULL, and nothing is read, when it is not closed on its line. */
static char *
read_text (Reader     *self,
           const char *close)
{
  const char *start = self->at, *end;
  char *text;

  skip_blanks (self);
  if (*self->at == '"')
    {
      const char *quote = strchr (self->at + 1, '"');
      const char *after = quote;

      if (quote == NULL)
        {
          self->at = start;
          return NULL;
        }
      after += 1 + strspn (quote + 1, " \t");
      if (!g_str_has_prefix (after, close))
        {
          self->at = start;
          return NULL;
        }
      text = decode (self->at + 1, (gsize) (quote - self->at - 1));
      for (const char *c = self->at; c < after; c++)
        self->line += *c == '\n';
      self->at = after + strlen (close);
      return text;
    }
  end = strstr (self->at, close);
  if (end == NULL || memchr (self->at, '\n', (gsize) (end - self->at)) != NULL)
    {
      self->at = start;
      return NULL;
    }
  text = decode (self->at, (gsize) (end - self->at));
  self->at = end + strlen (close);
  return text;
}

static SluiceChartItem *
ensure_item (Reader     *self,
             const char *name)
{
  SluiceChartItem *item = g_hash_table_lookup (self->chart->by_name, name);

  if (item != NULL)
    return item;
  item = g_new0 (SluiceChartItem, 1);
  item->name = g_strdup (name);
  item->kind = "script";
  item->parent = self->group;
  item->edges = g_ptr_array_new ();
  g_ptr_array_add (self->chart->items, item);
  g_hash_table_insert (self->chart->by_name, item->name, item);
  return item;
}

static void
set_class (SluiceChartItem *item,
           const char      *name)
{
  if (g_str_equal (name, "first") || g_str_equal (name, "start"))
    item->is_start = TRUE;
}

static void
read_shape (Reader          *self,
            SluiceChartItem *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const char *start = self->at;
      char *text;

      if (!g_str_has_prefix (self->at, shapes[i].open))
        continue;
      self->at += strlen (shapes[i].open);
      text = read_text (self, shapes[i].close);
      if (text == NULL)
        {
          self->at = start;
          continue;
        }
      g_free (item->text);
      item->text = text;
      item->kind = *text == '\0' && g_str_equal (shapes[i].kind, "end") ? "point" : shapes[i].kind;
      return;
    }
}

static SluiceChartItem *
read_node (Reader *self)
{
  g_autofree char *name = NULL;
  SluiceChartItem *item;

  skip_blanks (self);
  name = read_name (self);
  if (name == NULL)
    {
      fail (self, "a node is expected here");
      return NULL;
    }
  if (self->chart->items->len >= MAX_ITEMS)
    {
      fail (self, "there are too many nodes");
      return NULL;
    }
  item = ensure_item (self, name);
  if (!item->is_group)
    read_shape (self, item);
  if (g_str_has_prefix (self->at, ":::"))
    {
      g_autofree char *class = NULL;

      self->at += 3;
      class = read_name (self);
      if (class != NULL)
        set_class (item, class);
    }
  return item;
}

/* a & b & c */
static GPtrArray *
read_nodes (Reader *self)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  for (;;)
    {
      SluiceChartItem *node = read_node (self);

      if (node == NULL)
        return NULL;
      g_ptr_array_add (nodes, node);
      skip_blanks (self);
      if (*self->at != '&')
        return g_steal_pointer (&nodes);
      self->at++;
    }
}

/* -->, ---, -.->, ==>, --o, --x, <-->, ~~~; with "-- text -->" the text is in between. @is_link: FALSE
 * for what only keeps two nodes apart. */
static gboolean
read_arrow (Reader   *self,
            char    **label,
            gboolean *is_link)
{
  const char *start;
  gsize length;

  *label = NULL;
  skip_blanks (self);
  if (*self->at == '<' || ((*self->at == 'o' || *self->at == 'x') && strchr ("-=", self->at[1]) != NULL
                           && self->at[1] != '\0'))
    self->at++;
  start = self->at;
  length = strspn (start, "-=.~");
  if (length < 2)
    return fail (self, "an arrow such as --> is expected here");
  *is_link = *start != '~';
  self->at += length;
  if (*self->at == '>' || ((*self->at == 'x' || *self->at == 'o') && strchr (" \t|", self->at[1]) != NULL))
    self->at++;
  else if (length == 2 && *is_link)
    {
      /* The text stands between the two halves of the arrow. */
      const char *end;

      skip_blanks (self);
      end = self->at;
      while (*end != '\0' && *end != '\n'
             && !(strspn (end, "-=.") >= 2 && strchr ("> xo-=\t", end[strspn (end, "-=.")]) != NULL))
        end++;
      if (*end == '\0' || *end == '\n')
        return fail (self, "the text of an arrow has no end");
      if (*self->at == '"' && end > self->at + 1)
        {
          g_autofree char *quoted = g_strndup (self->at, (gsize) (end - self->at));

          g_strchomp (quoted);
          *label = decode (quoted + 1, strlen (quoted + 1) - g_str_has_suffix (quoted + 1, "\""));
        }
      else
        *label = decode (self->at, (gsize) (end - self->at));
      self->at = end + strspn (end, "-=.");
      self->at += strchr (">xo", *self->at) != NULL && *self->at != '\0';
    }
  skip_blanks (self);
  if (*self->at == '|' && *label == NULL)
    {
      self->at++;
      *label = read_text (self, "|");
      if (*label == NULL)
        return fail (self, "the text of an arrow has no end");
    }
  return TRUE;
}

static void
add_edges (Reader     *self,
           GPtrArray  *from,
           GPtrArray  *to,
           const char *label)
{
  for (guint i = 0; i < from->len; i++)
    for (guint k = 0; k < to->len; k++)
      {
        SluiceChartEdge *edge = g_new0 (SluiceChartEdge, 1);

        edge->from = g_ptr_array_index (from, i);
        edge->to = g_ptr_array_index (to, k);
        edge->label = label != NULL && *label != '\0' ? g_strdup (label) : NULL;
        g_ptr_array_add (self->chart->edges, edge);
      }
}

static gboolean
read_chain (Reader *self)
{
  g_autoptr (GPtrArray) from = read_nodes (self);

  while (from != NULL && !is_at_end_of_statement (self))
    {
      g_autofree char *label = NULL;
      g_autoptr (GPtrArray) to = NULL;
      gboolean is_link;

      if (!read_arrow (self, &label, &is_link))
        return FALSE;
      to = read_nodes (self);
      if (to == NULL)
        return FALSE;
      if (is_link)
        add_edges (self, from, to, label);
      g_ptr_array_unref (from);
      from = g_steal_pointer (&to);
    }
  return from != NULL;
}

static gboolean
read_subgraph (Reader *self)
{
  g_autofree char *name = NULL;
  SluiceChartItem *group;
  char *text = NULL;

  skip_blanks (self);
  if (*self->at == '"')
    {
      self->at++;
      text = read_text (self, "\"");
    }
  else
    {
      const char *start = self->at;

      name = read_name (self);
      skip_blanks (self);
      if (*self->at == '[')
        {
          self->at++;
          text = read_text (self, "]");
        }
      else if (!is_at_end_of_statement (self))
        {
          /* A title of several words, and no name. */
          self->at = start;
          text = decode (start, strcspn (start, "\n;"));
          self->at += strcspn (start, "\n;");
          g_clear_pointer (&name, g_free);
        }
    }
  if (name == NULL)
    name = g_strdup_printf ("group %u", self->chart->items->len + 1);
  group = ensure_item (self, name);
  group->is_group = TRUE;
  group->parent = self->group != group ? self->group : NULL;
  if (text != NULL)
    {
      g_free (group->text);
      group->text = text;
    }
  self->group = group;
  return TRUE;
}

/* "class a,b first" */
static void
read_class (Reader *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autofree char *class = NULL;

  do
    {
      g_autofree char *name = NULL;
      SluiceChartItem *item;

      skip_blanks (self);
      name = read_name (self);
      item = name != NULL ? g_hash_table_lookup (self->chart->by_name, name) : NULL;
      if (item != NULL)
        g_ptr_array_add (items, item);
      skip_blanks (self);
    }
  while (*self->at == ',' && *self->at++ != '\0');
  class = read_name (self);
  for (guint i = 0; class != NULL && i < items->len; i++)
    set_class (g_ptr_array_index (items, i), class);
  skip_line (self);
}

static gboolean
take_word (Reader     *self,
           const char *word)
{
  gsize length = strlen (word);

  if (!g_str_has_prefix (self->at, word) || g_ascii_isalnum (self->at[length]) || self->at[length] == '_')
    return FALSE;
  /* A node may be called so. */
  if (g_str_has_prefix (self->at + length + strspn (self->at + length, " \t"), "--"))
    return FALSE;
  self->at += length;
  return TRUE;
}

static gboolean
read_statement (Reader *self)
{
  static const char * const looks[] = {
    "classDef", "style", "linkStyle", "click", "direction", "accTitle", "accDescr",
  };

  if (take_word (self, "subgraph"))
    return read_subgraph (self);
  if (take_word (self, "end"))
    {
      if (self->group == NULL)
        return fail (self, "this end closes no subgraph");
      self->group = self->group->parent;
      return TRUE;
    }
  if (take_word (self, "class"))
    {
      read_class (self);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (take_word (self, looks[i]))
      {
        skip_line (self);
        return TRUE;
      }
  return read_chain (self);
}

/* "---\ntitle: Name\n---" before the diagram. */
static void
read_front_matter (Reader *self)
{
  if (!g_str_has_prefix (self->at, "---"))
    return;
  skip_line (self);
  while (*self->at == '\n')
    {
      self->at++;
      self->line++;
      if (g_str_has_prefix (self->at, "---"))
        {
          skip_line (self);
          return;
        }
      if (g_str_has_prefix (self->at, "title:"))
        {
          gsize length;

          self->at += strlen ("title:");
          skip_blanks (self);
          length = strcspn (self->at, "\r\n");
          g_free (self->chart->title);
          if (*self->at == '"' && length > 1 && self->at[length - 1] == '"')
            self->chart->title = decode (self->at + 1, length - 2);
          else
            self->chart->title = decode (self->at, length);
        }
      skip_line (self);
    }
}

static void
skip_space (Reader *self)
{
  for (;;)
    {
      if (*self->at == '\n')
        self->line++;
      if (*self->at != '\0' && strchr (" \t\r\n;", *self->at) != NULL)
        self->at++;
      else if (g_str_has_prefix (self->at, "%%"))
        skip_line (self);
      else
        return;
    }
}

static gboolean
read_chart (Reader *self)
{
  skip_space (self);
  read_front_matter (self);
  skip_space (self);
  if (!take_word (self, "flowchart") && !take_word (self, "graph") && !take_word (self, "flowchart-elk"))
    return fail (self, "a Mermaid flowchart begins with “flowchart” or “graph”");
  self->at += strcspn (self->at, "\n;");
  for (skip_space (self); *self->at != '\0' && !g_str_has_prefix (self->at, "```"); skip_space (self))
    {
      if (!read_statement (self))
        return FALSE;
      if (!is_at_end_of_statement (self))
        return fail (self, "this is not understood");
    }
  return self->group == NULL || fail (self, "a subgraph has no end");
}

static void
item_free (gpointer data)
{
  SluiceChartItem *item = data;

  g_free (item->name);
  g_free (item->text);
  g_free (item->id);
  g_free (item->flow);
  g_ptr_array_unref (item->edges);
  g_free (item);
}

static void
edge_free (gpointer data)
{
  SluiceChartEdge *edge = data;

  g_free (edge->label);
  g_free (edge);
}

SluiceDocument *
sluice_mermaid_read (const char  *path,
                     GPtrArray   *notes,
                     GError     **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (GPtrArray) edges = g_ptr_array_new_with_free_func (edge_free);
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) fault = NULL;
  g_autofree char *text = NULL;
  SluiceChart chart = { NULL, items, by_name, edges };
  SluiceDocument *document = NULL;
  const char *fence;
  Reader reader = { .line = 1, .chart = &chart, .error = &fault };

  if (!sluice_file_load (path, 0, &text, NULL, NULL, error))
    return NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX, "%s is not UTF-8 text", path);
      return NULL;
    }
  reader.at = text;
  fence = strstr (text, "```mermaid");
  if (fence != NULL)
    {
      for (const char *c = text; c < fence; c++)
        reader.line += *c == '\n';
      reader.at = fence + strlen ("```mermaid");
    }
  if (read_chart (&reader))
    document = sluice_chart_build (&chart, notes, error);
  else
    g_set_error (error, SLUICE_EXCHANGE_ERROR, fault->code, "%s: %s", path, fault->message);
  g_free (chart.title);
  return document;
}
