/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Looking at a document: flows, texts, ports, summaries, sizes; and that no shape of a file trips
 * it. */

#include "graph/document.h"

#include <string.h>

#include "base/json.h"
#include "graph/actions.h"
#include "graph/catalog.h"
#include "graph/check.h"
#include "graph/edit.h"
#include "graph/metrics.h"

static SluiceDocument *
read_document (const char *text)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return document;
}

/* A document whose node main/a has these members. */
static SluiceDocument *
read_node (const char *members)
{
  g_autofree char *text =
    g_strdup_printf ("{\"format\": 1, \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": "
                     "{\"a\": {%s}, \"b\": {\"kind\": \"end\"}}}}}",
                     members);

  return read_document (text);
}

static char *
print_ports (SluiceDocument *document,
             const char     *address)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, address);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", port->action,
                              port->has_edge ? "->" : "",
                              port->is_end           ? "."
                              : port->target != NULL ? port->target
                                                     : "");
    }
  return g_strdup (text->str);
}

static void
test_ports (void)
{
  static const struct
  {
    const char *members;
    const char *ports;
  } cases[] = {
    { "\"kind\": \"script\"", "default" },
    { "\"kind\": \"script\", \"next\": {\"ok\": \"b\", \"no\": null}", "ok->b no->." },
    { "\"kind\": \"script\", \"post\": \"return 'yes'\"", "yes" },
    { "\"kind\": \"script\", \"post\": \"return 'yes'\", \"next\": {\"no\": \"b\", \"yes\": \"b\"}",
      "no->b yes->b" },
    { "\"kind\": \"script\", \"post\": [\"if x then return 'p' end\", \"return \\\"q\\\"\"], "
      "\"next\": {\"q\": \"b\"}",
      "q->b p" },
    { "\"kind\": \"script\", \"action\": \"go\"", "go" },
    { "\"kind\": \"script\", \"action\": {\"expr\": \"x\"}", "default" },
    { "\"kind\": \"choice\"", "accept retry" },
    { "\"kind\": \"choice\", \"next\": {\"retry\": \"b\"}", "retry->b accept" },
    { "\"kind\": \"choice\", \"action\": \"go\"", "go" },
    { "\"kind\": \"end\"", "" },
    { "\"kind\": \"nobody-knows\"", "default" },
    { "\"kind\": \"script\", \"next\": [1]", "default" },
    { "\"kind\": 3", "default" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = read_node (cases[i].members);
      g_autofree char *ports = print_ports (document, "main/a");

      g_assert_cmpstr (ports, ==, cases[i].ports);
    }
}

static void
test_actions (void)
{
  static const struct
  {
    const char *lua;
    const char *actions;
  } cases[] = {
    { "return 'a'", "a" },
    { "if x then return \"a\" else return 'b' end", "a b" },
    { "return ok and 'a' or 'b'", "a b" },
    { "return 'a' -- return 'b'", "a" },
    { "--[[ return 'x'\nreturn 'y' ]] return 'a'", "a" },
    { "--[==[ ]] return 'x' ]==] return 'a'", "a" },
    { "local s = \"return 'x'\" return 'a'", "a" },
    { "local s = [[return 'x']] return 'a'", "a" },
    { "return 'a' .. n", "" },
    { "return f('a')", "" },
    { "return { 'a' }", "" },
    { "return x == 'a'", "" },
    { "return x == 1 and 'a'", "a" },
    { "return 'it\\'s'", "" },
    { "return 'a'; ", "a" },
    { "return", "" },
    { "return 'a' return 'a'", "a" },
    { "returns 'a'", "" },
    { "return 'open", "open" },
    { "local x = y or 'a'", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *list = NULL;

      sluice_actions_scan (cases[i].lua, actions);
      g_ptr_array_add (actions, NULL);
      list = g_strjoinv (" ", (char **) actions->pdata);
      g_assert_cmpstr (list, ==, cases[i].actions);
    }
}

static void
test_summary (void)
{
  static const struct
  {
    const char *members;
    const char *summary;
  } cases[] = {
    { "\"kind\": \"script\"", "" },
    { "\"kind\": \"script\", \"exec\": [\"\", \"  local x = 1\", \"return x\"]", "local x = 1" },
    { "\"kind\": \"script\", \"post\": \"return 'x'\"", "return 'x'" },
    { "\"kind\": \"choice\", \"settings\": {\"prompt\": [\"Well?\", \"Or not?\"]}", "Well?" },
    { "\"kind\": \"choice\", \"settings\": {\"prompt\": 3}", "" },
    { "\"kind\": \"choice\", \"settings\": []", "" },
    { "\"kind\": \"list\", \"settings\": {\"items\": [\"a\", \"b\"]}", "a, b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = read_node (cases[i].members);
      g_autofree char *summary = sluice_document_dup_node_summary (document, "main/a");

      g_assert_cmpstr (summary, ==, cases[i].summary);
    }
}

/* Ports lie within the box, in the middle of their rows. */
static void
test_measures (void)
{
  g_autoptr (SluiceDocument) document =
    read_node ("\"kind\": \"choice\", \"settings\": {\"prompt\": \"Well?\"}");
  int width;
  int height;
  double y;

  sluice_document_get_size (document, "main/a", &width, &height);
  g_assert_cmpint (width, ==, SLUICE_NODE_WIDTH);
  g_assert_cmpint (height, ==, SLUICE_NODE_HEADER + SLUICE_NODE_SUMMARY + 2 * SLUICE_NODE_PORT);
  g_assert_true (sluice_document_get_port_offset (document, "main/a", 0, &y));
  g_assert_cmpfloat (y, ==, SLUICE_GRID * (SLUICE_NODE_HEADER + SLUICE_NODE_SUMMARY + 1));
  g_assert_true (sluice_document_get_port_offset (document, "main/a", 1, &y));
  g_assert_cmpfloat (y, ==, SLUICE_GRID * (height - 1));
  g_assert_false (sluice_document_get_port_offset (document, "main/a", 2, &y));
  g_assert_cmpfloat (sluice_document_get_input_offset (document, "main/a"), ==, 24);

  sluice_document_get_size (document, "main/b", &width, &height);
  g_assert_cmpint (height, ==, SLUICE_NODE_HEADER);
}

static void
test_texts (void)
{
  static const char * const texts[] = { "", "one", "one\ntwo", "one\n", "\n\n" };
  g_auto (SluiceValue) mixed = sluice_value_array ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (SluiceValue) value = sluice_text_to_value (texts[i]);
      g_autofree char *text = sluice_text_from_value (value);

      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpint (SLUICE_VALUE_IS_ARRAY (value), ==, strchr (texts[i], '\n') != NULL);
    }
  sluice_value_append (&mixed, sluice_value_integer (1));
  g_assert_null (sluice_text_from_value (mixed));
  g_assert_null (sluice_text_from_value (sluice_value_null ()));
}

static void
test_run (void)
{
  static const struct
  {
    const char *run;
    const char *flows;
  } cases[] = {
    { "", "one" },
    { "\"run\": [\"two\", \"one\"],", "two one" },
    { "\"run\": [\"two\", \"none\", 3],", "two" },
    { "\"run\": [],", "" },
    { "\"run\": {},", "one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"format\": 1, %s \"flows\": {\"one\": {}, \"two\": {}}}", cases[i].run);
      g_autoptr (SluiceDocument) document = read_document (text);
      g_auto (GStrv) run = sluice_document_dup_run (document);
      g_autofree char *list = g_strjoinv (" ", run);

      g_assert_cmpstr (list, ==, cases[i].flows);
    }
}

/* Wrong shapes */

/* Does everything that can be done to a document, with no regard for the answers. */
static void
poke (SluiceDocument *document)
{
  static const char * const addresses[] = { "main/a", "main/b", "main/", "/", "", "none/a", NULL };
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autofree char *added = sluice_edit_add_node (document, "main", "script", "New", 1, 1, NULL);
  g_autofree char *copy = NULL;
  g_auto (GStrv) pasted = NULL;
  g_auto (GStrv) run = sluice_document_dup_run (document);

  for (guint i = 0; i < sluice_document_get_n_nodes (document, "main"); i++)
    g_assert_nonnull (sluice_document_get_node_id (document, "main", i));
  for (const char * const *address = addresses; *address != NULL; address++)
    {
      const char * const one[] = { *address, NULL };
      g_autofree char *title = sluice_document_dup_node_title (document, *address);
      g_autofree char *summary = sluice_document_dup_node_summary (document, *address);
      g_autofree char *ports = print_ports (document, *address);
      int x;
      int y;

      sluice_document_get_position (document, *address, &x, &y);
      sluice_document_get_size (document, *address, &x, &y);
      sluice_edit_move_nodes (document, one, 1, 1, NULL, NULL);
      sluice_edit_connect (document, *address, "x", "a", NULL);
      sluice_edit_rename_action (document, *address, "x", "y", NULL);
      sluice_edit_disconnect (document, *address, "y", NULL);
      sluice_edit_set_title (document, *address, "T", NULL);
      sluice_edit_set_setting (document, *address, "prompt", sluice_value_string ("?"), NULL);
      sluice_edit_set_setting (document, *address, "prompt", sluice_value_null (), NULL);
      sluice_edit_set_key (document, *address, "retries", sluice_value_integer (2), NULL);
      sluice_edit_set_start (document, *address, NULL);
    }
  copy = sluice_edit_copy (document, addresses);
  pasted = sluice_edit_paste (document, "main", copy, 0, 0, NULL);
  sluice_edit_lay_out (document, "main", NULL, NULL);
  g_free (sluice_edit_add_flow (document, "More", NULL));
  sluice_edit_set_name (document, "Name", NULL);
  {
    const char * const both[] = { "main/a", "main/b", NULL };

    sluice_edit_delete_nodes (document, both, NULL);
  }
}

/* A file with one piece after the other replaced by each wrong shape is looked at, checked, edited,
 * and undone to where it was. */
static void
test_wrong_shapes (void)
{
  static const char *const pieces[] = {
    "/name",
    "/run",
    "/shared",
    "/flows",
    "/flows/main",
    "/flows/main/start",
    "/flows/main/nodes",
    "/flows/main/nodes/a",
    "/flows/main/nodes/a/kind",
    "/flows/main/nodes/a/title",
    "/flows/main/nodes/a/next",
    "/flows/main/nodes/a/next/ok",
    "/flows/main/nodes/a/settings",
    "/flows/main/nodes/a/post",
    "/layout",
    "/layout/main",
    "/layout/main/a",
    "/layout/main/b",
    "/layout/main/b/at",
    "/layout/main/b/bends",
    "/uses",
    "/uses/hosts",
  };
  static const char * const shapes[] = {
    "null", "true", "3", "-1.5e300", "\"text\"", "[]", "[1]", "[[1], {}]", "{}", "{\"x\": [1, 2]}",
  };
  static const char text[] = "{\"format\": 1, \"name\": \"N\", \"uses\": {\"hosts\": []}, \"run\": "
                             "[\"main\"], \"shared\": {},"
                             "\"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {\"a\": "
                             "{\"kind\": \"choice\", \"title\": \"A\","
                             "\"settings\": {}, \"post\": \"return 'x'\", \"next\": {\"ok\": "
                             "\"b\"}}, \"b\": {\"kind\": \"end\"}}}},"
                             "\"layout\": {\"main\": {\"a\": [0, 0], \"b\": {\"at\": [20, 0], "
                             "\"bends\": {\"ok\": [[1, 2]]}}}}}";

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint j = 0; j < G_N_ELEMENTS (shapes); j++)
      {
        g_autoptr (SluiceDocument) document = read_document (text);
        g_autofree char *before = NULL;
        g_autofree char *after = NULL;
        SluiceValue shape;

        g_assert_true (sluice_json_read (shapes[j], -1, NULL, &shape, NULL, NULL));
        sluice_document_begin (document, "Break", NULL);
        g_assert_true (
          sluice_document_apply (document, SLUICE_CHANGE_REPLACE, pieces[i], shape, -1, NULL));
        sluice_document_commit (document);
        before = sluice_document_to_text (document, NULL);
        poke (document);
        while (g_strcmp0 (sluice_document_get_undo_name (document), "Break") != 0 &&
               sluice_document_undo (document))
          continue;
        after = sluice_document_to_text (document, NULL);
        g_assert_cmpstr (after, ==, before);
      }
}

static char **
dup_choices (SluiceValue node)
{
  static const char * const choices[] = { "accept", "retry", NULL };

  return g_strdupv ((char **) choices);
}

static const SluiceSettingInfo choice_settings[] = { { .name = "prompt",
                                                       .type = SLUICE_SETTING_TEXT } };
static const SluiceSettingInfo list_settings[] = { { .name = "items",
                                                     .type = SLUICE_SETTING_LIST } };

static const SluiceKindInfo kinds[] = {
  { .id = "script", .title = "Script", .has_exec = TRUE },
  { .id = "choice",
    .title = "Choice",
    .settings = choice_settings,
    .n_settings = 1,
    .summary_setting = "prompt",
    .dup_actions = dup_choices },
  { .id = "list",
    .title = "List",
    .settings = list_settings,
    .n_settings = 1,
    .summary_setting = "items" },
  { .id = "end", .title = "End", .is_final = TRUE },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    sluice_catalog_register (&kinds[i]);
  g_test_add_func ("/graph/look/ports", test_ports);
  g_test_add_func ("/graph/look/actions", test_actions);
  g_test_add_func ("/graph/look/summary", test_summary);
  g_test_add_func ("/graph/look/measures", test_measures);
  g_test_add_func ("/graph/look/texts", test_texts);
  g_test_add_func ("/graph/look/run", test_run);
  g_test_add_func ("/graph/look/wrong-shapes", test_wrong_shapes);
  return g_test_run ();
}
