/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* See notation.h. What is parsed becomes a flow file and is read as one. */

#include "notation.h"

#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "graph/edit.h"

/* Documents */

typedef struct
{
  SluiceValue nodes;
  SluiceValue layout;
  char       *start;
} Parser;

static void
parse_edge (Parser     *parser,
            const char *word,
            const char *arrow)
{
  const char *dash = strchr (word, '-');
  g_autofree char *from = g_strndup (word, (gsize) (dash - word));
  g_autofree char *action = g_strndup (dash + 1, (gsize) (arrow - dash - 1));
  const char *to = arrow + 2;
  SluiceValue node = sluice_value_ref (sluice_value_get_member (parser->nodes, from));
  SluiceValue next = sluice_value_has_member (node, "next")
                       ? sluice_value_ref (sluice_value_get_member (node, "next"))
                       : sluice_value_object ();

  sluice_value_set_member (&next, action,
                           g_str_equal (to, ".") ? sluice_value_null () : sluice_value_string (to));
  sluice_value_set_member (&node, "next", next);
  sluice_value_set_member (&parser->nodes, from, node);
}

static void
parse_place (Parser     *parser,
             const char *id,
             const char *text)
{
  SluiceValue at = sluice_value_array ();
  const char *comma = strchr (text, ',');

  sluice_value_append (&at, sluice_value_integer (atoi (text)));
  sluice_value_append (&at, sluice_value_integer (atoi (comma + 1)));
  sluice_value_set_member (&parser->layout, id, at);
}

/* [*]id[:kind]['title'][@x,y] */
static void
parse_node (Parser     *parser,
            const char *word)
{
  gboolean is_start = *word == '*';
  const char *text = is_start ? word + 1 : word;
  gsize n = strcspn (text, ":'@");
  g_autofree char *id = g_strndup (text, n);
  SluiceValue node = sluice_value_object ();

  text += n;
  if (is_start)
    parser->start = g_strdup (id);
  n = *text == ':' ? strcspn (text, "'@") : 0;
  sluice_value_set_member (&node, "kind", n > 0 ? sluice_value_string_len (text + 1, n - 1)
                                                : sluice_value_string ("script"));
  text += n;
  if (*text == '\'')
    {
      n = strcspn (text + 1, "'");
      sluice_value_set_member (&node, "title", sluice_value_string_len (text + 1, n));
      text += n + 2;
    }
  sluice_value_set_member (&parser->nodes, id, node);
  if (*text == '@')
    parse_place (parser, id, text + 1);
}

/* Words are separated by spaces, but for those within quotes. */
static GStrv
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *start = text;
  gboolean in_quotes = FALSE;

  for (const char *at = text;; at++)
    {
      if (*at == '\'')
        in_quotes = !in_quotes;
      if (*at != '\0' && (*at != ' ' || in_quotes))
        continue;
      if (at > start)
        {
          g_autofree char *word = g_strndup (start, (gsize) (at - start));

          g_strv_builder_add (words, word);
        }
      if (*at == '\0')
        break;
      start = at + 1;
    }
  return g_strv_builder_end (words);
}

static SluiceValue
make_root (Parser *parser)
{
  SluiceValue root = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();
  SluiceValue flow = sluice_value_object ();
  SluiceValue layout = sluice_value_object ();

  if (parser->start != NULL)
    sluice_value_set_member (&flow, "start", sluice_value_string (parser->start));
  sluice_value_set_member (&flow, "nodes", parser->nodes);
  sluice_value_set_member (&flows, "main", flow);
  sluice_value_set_member (&root, "format", sluice_value_integer (1));
  sluice_value_set_member (&root, "flows", flows);
  if (sluice_value_get_length (parser->layout) > 0)
    sluice_value_set_member (&layout, "main", sluice_value_ref (parser->layout));
  if (sluice_value_get_length (layout) > 0)
    sluice_value_set_member (&root, "layout", sluice_value_ref (layout));
  sluice_value_unref (layout);
  sluice_value_unref (parser->layout);
  return root;
}

SluiceDocument *
notation_parse (const char *text)
{
  g_auto (GStrv) words = split_words (text);
  Parser parser = { sluice_value_object (), sluice_value_object (), NULL };
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  for (char **word = words; *word != NULL; word++)
    {
      const char *arrow = strstr (*word, "->");

      if (arrow != NULL)
        parse_edge (&parser, *word, arrow);
      else
        parse_node (&parser, *word);
    }
  root = make_root (&parser);
  g_free (parser.start);
  file = sluice_json_write (root, SLUICE_JSON_WRITE_PRETTY, NULL);
  document = sluice_document_new_from_text (file, -1, &error);
  g_assert_no_error (error);
  return document;
}

static void
print_node (SluiceDocument *document,
            const char     *id,
            GString        *text)
{
  g_autofree char *address = sluice_address_join ("main", id);
  SluiceValue layout = sluice_value_get_member (sluice_document_get_root (document), "layout");
  const char *kind = sluice_document_get_node_kind (document, address);
  const char *title =
    sluice_value_get_member_string (sluice_document_get_node (document, address), "title");

  if (text->len > 0)
    g_string_append_c (text, ' ');
  if (g_strcmp0 (sluice_document_get_start (document, "main"), id) == 0)
    g_string_append_c (text, '*');
  g_string_append (text, id);
  if (g_strcmp0 (kind, "script") != 0)
    g_string_append_printf (text, ":%s", kind);
  if (title != NULL)
    g_string_append_printf (text, "'%s'", title);
  if (sluice_value_has_member (sluice_value_get_member (layout, "main"), id))
    {
      int x;
      int y;

      sluice_document_get_position (document, address, &x, &y);
      g_string_append_printf (text, "@%d,%d", x, y);
    }
}

static void
print_edges (SluiceDocument *document,
             const char     *id,
             GString        *text)
{
  g_autofree char *address = sluice_address_join ("main", id);
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, address);

  for (guint i = 0; i < ports->len; i++)
    {
      SluicePort *port = g_ptr_array_index (ports, i);

      if (port->has_edge)
        g_string_append_printf (text, " %s-%s->%s", id, port->action,
                                port->is_end ? "." : port->target);
    }
}

char *
notation_print (SluiceDocument *document)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = sluice_document_get_n_nodes (document, "main");

  for (guint i = 0; i < n; i++)
    print_node (document, sluice_document_get_node_id (document, "main", i), text);
  for (guint i = 0; i < n; i++)
    print_edges (document, sluice_document_get_node_id (document, "main", i), text);
  return g_strdup (text->str);
}

/* Edits */

typedef struct
{
  SluiceDocument *document;
  char           *clipboard;
  char          **words; /* of the edit; the first is the verb */
  GError         *error;
} Editor;

static const char *
word (Editor *editor,
      guint   index)
{
  return index < g_strv_length (editor->words) ? editor->words[index] : "";
}

static char *
address_of (Editor *editor,
            guint   index)
{
  return sluice_address_join ("main", word (editor, index));
}

static GStrv
addresses_from (Editor *editor,
                guint   first)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  for (guint i = first; i < g_strv_length (editor->words); i++)
    {
      g_autofree char *address = address_of (editor, i);

      g_strv_builder_add (addresses, address);
    }
  return g_strv_builder_end (addresses);
}

static void
point_of (Editor *editor,
          guint   index,
          int    *x,
          int    *y)
{
  const char *comma = strchr (word (editor, index), ',');

  g_assert_nonnull (comma);
  *x = atoi (word (editor, index));
  *y = atoi (comma + 1);
}

static SluiceValue
json_of (Editor *editor,
         guint   index)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_json_read (word (editor, index), -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static void
do_add (Editor *editor)
{
  int x;
  int y;

  point_of (editor, 3, &x, &y);
  g_free (sluice_edit_add_node (editor->document, "main", word (editor, 1), word (editor, 2), x, y,
                                &editor->error));
}

static void
do_move (Editor     *editor,
         const char *merge_key)
{
  g_auto (GStrv) addresses = addresses_from (editor, 2);
  int dx;
  int dy;

  point_of (editor, 1, &dx, &dy);
  sluice_edit_move_nodes (editor->document, (const char *const *) addresses, dx, dy, merge_key,
                          &editor->error);
}

static void
do_copy (Editor *editor)
{
  g_auto (GStrv) addresses = addresses_from (editor, 1);

  g_free (editor->clipboard);
  editor->clipboard = sluice_edit_copy (editor->document, (const char * const *) addresses);
}

static void
do_paste (Editor *editor)
{
  int x;
  int y;

  point_of (editor, 1, &x, &y);
  g_strfreev (
    sluice_edit_paste (editor->document, "main", editor->clipboard, x, y, &editor->error));
}

/* Verbs on several nodes, and those on none. */
static gboolean
do_plain (Editor     *editor,
          const char *verb)
{
  g_auto (GStrv) addresses = addresses_from (editor, 1);
  SluiceDocument *document = editor->document;

  if (g_str_equal (verb, "delete"))
    sluice_edit_delete_nodes (document, (const char * const *) addresses, &editor->error);
  else if (g_str_equal (verb, "layout"))
    sluice_edit_lay_out (document, "main",
                         *addresses != NULL ? (const char *const *) addresses : NULL,
                         &editor->error);
  else if (g_str_equal (verb, "begin"))
    sluice_document_begin (document, word (editor, 1), NULL);
  else if (g_str_equal (verb, "commit"))
    sluice_document_commit (document);
  else if (g_str_equal (verb, "rollback"))
    sluice_document_rollback (document);
  else if (g_str_equal (verb, "flush"))
    sluice_document_flush (document);
  else if (g_str_equal (verb, "break"))
    sluice_document_break_merge (document);
  else if (g_str_equal (verb, "undo"))
    sluice_document_undo (document);
  else if (g_str_equal (verb, "redo"))
    sluice_document_redo (document);
  else
    return FALSE;
  return TRUE;
}

/* Verbs on one node. */
static gboolean
do_on_node (Editor     *editor,
            const char *verb)
{
  g_autofree char *address = address_of (editor, 1);
  SluiceDocument *document = editor->document;
  GError **error = &editor->error;

  if (g_str_equal (verb, "connect"))
    sluice_edit_connect (document, address, word (editor, 2), word (editor, 3), error);
  else if (g_str_equal (verb, "end"))
    sluice_edit_connect (document, address, word (editor, 2), NULL, error);
  else if (g_str_equal (verb, "disconnect"))
    sluice_edit_disconnect (document, address, word (editor, 2), error);
  else if (g_str_equal (verb, "rename"))
    sluice_edit_rename_action (document, address, word (editor, 2), word (editor, 3), error);
  else if (g_str_equal (verb, "title"))
    sluice_edit_set_title (document, address, word (editor, 2), error);
  else if (g_str_equal (verb, "set"))
    sluice_edit_set_setting (document, address, word (editor, 2), json_of (editor, 3), error);
  else if (g_str_equal (verb, "key"))
    sluice_edit_set_key (document, address, word (editor, 2), json_of (editor, 3), error);
  else if (g_str_equal (verb, "start"))
    sluice_edit_set_start (document, address, error);
  else
    return FALSE;
  return TRUE;
}

static void
do_edit (Editor *editor)
{
  const char *verb = word (editor, 0);

  if (g_str_equal (verb, "add"))
    do_add (editor);
  else if (g_str_equal (verb, "move"))
    do_move (editor, NULL);
  else if (g_str_equal (verb, "drag"))
    do_move (editor, "drag");
  else if (g_str_equal (verb, "copy"))
    do_copy (editor);
  else if (g_str_equal (verb, "paste"))
    do_paste (editor);
  else if (g_str_equal (verb, "name"))
    sluice_edit_set_name (editor->document, word (editor, 1), &editor->error);
  else if (!do_plain (editor, verb) && !do_on_node (editor, verb))
    g_error ("No such edit: %s", verb);
}

static char **
unquote (char **words)
{
  for (char **at = words; *at != NULL; at++)
    {
      gsize length = strlen (*at);

      if (length >= 2 && (*at)[0] == '\'' && (*at)[length - 1] == '\'')
        {
          (*at)[length - 1] = '\0';
          memmove (*at, *at + 1, length - 1);
        }
    }
  return words;
}

char *
notation_edit (SluiceDocument *document,
               const char     *edits)
{
  g_auto (GStrv) all = g_strsplit (edits, "; ", -1);
  g_autoptr (GString) refused = g_string_new (NULL);
  Editor editor = { document, NULL, NULL, NULL };

  for (char **edit = all; *edit != NULL; edit++)
    {
      if (**edit == '\0')
        continue;
      editor.words = unquote (split_words (*edit));
      do_edit (&editor);
      if (editor.error != NULL)
        g_string_append_printf (refused, "%s%s", refused->len > 0 ? "; " : "",
                                editor.error->message);
      g_clear_error (&editor.error);
      g_strfreev (editor.words);
    }
  g_free (editor.clipboard);
  return refused->len > 0 ? g_strdup (refused->str) : NULL;
}
