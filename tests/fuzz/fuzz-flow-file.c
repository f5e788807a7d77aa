/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Feeds damaged flow files to everything that looks at one. The damage knows the structure: values
 * of wrong types, keys and ids that are odd, references to nothing, and also broken text. What holds
 * for any text is held here: it is refused with a message, or it can be looked at, checked, written,
 * edited, undone and compiled, and looking at it again says the same.
 *
 *   fuzz-flow-file ROUNDS [FIRST-SEED [verbose]] */

#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "compile/compile.h"
#include "damage.h"
#include "graph/check.h"
#include "graph/edit.h"
#include "graph/metrics.h"

#include "../core/graph/generate.h"

/* Looking */

/* All that can be asked of a node, as a line of text, so that two documents can be compared. */
static void
describe_node (SluiceDocument *document,
               const char     *address,
               GString        *into)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, address);
  g_autofree char *title = sluice_document_dup_node_title (document, address);
  g_autofree char *summary = sluice_document_dup_node_summary (document, address);
  g_autofree char *body = sluice_document_dup_text (document, address, "exec");
  int x, y, width, height;
  double offset;

  sluice_document_get_position (document, address, &x, &y);
  sluice_document_get_size (document, address, &width, &height);
  g_assert_true (g_utf8_validate (title, -1, NULL));
  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_null (strchr (summary, '\n'));
  g_string_append_printf (into, "%s %s %d,%d %dx%d", address, title, x, y, width, height);
  for (guint i = 0; i < ports->len; i++)
    {
      SluicePort *port = g_ptr_array_index (ports, i);

      g_assert_true (sluice_document_get_port_offset (document, address, i, &offset));
      g_assert_cmpfloat (offset, <, height * SLUICE_GRID);
      g_string_append_printf (into, " %s:%s", port->action, port->target);
    }
  g_assert_false (sluice_document_get_port_offset (document, address, ports->len, &offset));
  g_string_append_printf (into, " | %s | %s\n", summary, body);
}

static char *
describe (SluiceDocument *document)
{
  GString *text = g_string_new (sluice_document_get_name (document));
  g_auto (GStrv) run = sluice_document_dup_run (document);
  g_autofree char *first = g_strjoinv (",", run);

  g_string_append_printf (text, " runs %s\n", first);
  for (guint f = 0; f < sluice_document_get_n_flows (document); f++)
    {
      const char *flow = sluice_document_get_flow_id (document, f);

      g_string_append_printf (text, "%s starts %s, %d\n", flow,
                              sluice_document_get_start (document, flow),
                              sluice_document_has_layout (document, flow));
      for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
        {
          const char *node = sluice_document_get_node_id (document, flow, i);
          g_autofree char *address = g_strconcat (flow, "/", node, NULL);

          describe_node (document, address, text);
        }
      g_assert_null (sluice_document_get_node_id (
        document, flow, sluice_document_get_n_nodes (document, flow)));
    }
  g_assert_null (sluice_document_get_flow_id (document, sluice_document_get_n_flows (document)));
  return g_string_free (text, FALSE);
}

static SluiceDocument *
reload (SluiceDocument *document)
{
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autoptr (GError) error = NULL;
  SluiceDocument *again = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return again;
}

/* What is kept of a document that is edited is what would be found in its file. */
static void
check_same_when_read_again (SluiceDocument *document)
{
  g_autoptr (SluiceDocument) again = reload (document);
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autofree char *text_again = sluice_document_to_text (again, NULL);
  g_autofree char *seen = describe (document);
  g_autofree char *seen_again = describe (again);

  g_assert_cmpstr (text, ==, text_again);
  g_assert_cmpstr (seen, ==, seen_again);
}

static gboolean
check_problems (SluiceDocument *document)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      SluiceProblem *problem = g_ptr_array_index (problems, i);
      char *line = sluice_problem_to_string (problem, "f");

      g_assert_true (g_utf8_validate (line, -1, NULL));
      g_assert_null (strchr (line, '\n'));
      g_assert_cmpuint (problem->line, >, 0);
      g_assert_cmpuint (problem->column, >, 0);
      if (!g_hash_table_add (said, line))
        g_error ("said twice: %s", line);
    }
  return sluice_problems_have_errors (problems);
}

static void
check_compiles (SluiceDocument *document,
                gboolean        has_errors)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceProgram) program = sluice_compile (document, NULL, &error);

  g_assert_true ((program == NULL) == (error != NULL));
  if (has_errors)
    g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
  else if (error != NULL && !g_error_matches (error, SLUICE_COMPILE_ERROR,
                                              SLUICE_COMPILE_ERROR_NO_FLOW))
    g_error ("checked without errors, but: %s", error->message);
}

/* Editing */

static char *
pick_address (GRand          *rand,
              SluiceDocument *document)
{
  guint n_flows = sluice_document_get_n_flows (document);
  const char *flow;
  const char *node;
  guint n_nodes;

  if (n_flows == 0 || g_rand_int_range (rand, 0, 12) == 0)
    return g_strdup (damage_pick_text (rand));
  flow = sluice_document_get_flow_id (document,
                                      (guint) g_rand_int_range (rand, 0, (gint32) n_flows));
  n_nodes = sluice_document_get_n_nodes (document, flow);
  if (n_nodes == 0)
    return g_strconcat (flow, "/none", NULL);
  node = sluice_document_get_node_id (document, flow,
                                      (guint) g_rand_int_range (rand, 0, (gint32) n_nodes));
  return g_strconcat (flow, "/", node, NULL);
}

static void
copy_and_paste (GRand          *rand,
                SluiceDocument *document,
                const char     *address,
                const char     *flow)
{
  g_autofree char *other = pick_address (rand, document);
  const char *some[] = { address, other, address, NULL };
  g_autofree char *text = sluice_edit_copy (document, some);
  g_autoptr (SluiceDocument) copied = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) pasted = NULL;

  copied = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  check_same_when_read_again (copied);
  pasted = sluice_edit_paste (document, flow, text, g_rand_int_range (rand, -9, 9), 1, &error);
  g_assert_true ((pasted == NULL) == (error != NULL));
  for (char **new_node = pasted; new_node != NULL && *new_node != NULL; new_node++)
    g_assert_true (sluice_document_has_node (document, *new_node));
}

static void
edit_once (GRand          *rand,
           SluiceDocument *document)
{
  g_autofree char *address = pick_address (rand, document);
  g_autofree char *other = pick_address (rand, document);
  g_auto (GStrv) parts = g_strsplit (other, "/", 2);
  const char *flow = parts[0] != NULL ? parts[0] : "";
  const char *node = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  const char *text = damage_pick_text (rand);
  const char *word = damage_pick_key (rand);
  const char *some[] = { address, other, NULL };
  g_autoptr (GError) error = NULL;
  gboolean succeeded;

  switch (g_rand_int_range (rand, 0, 15))
    {
    case 0:
      {
        g_autofree char *added = sluice_edit_add_node (document, flow, word, text,
                                                       g_rand_int_range (rand, -9, 9), 5, &error);
        succeeded = added != NULL;
        break;
      }
    case 1:
      succeeded = sluice_edit_delete_nodes (document, some, &error);
      break;
    case 2:
      succeeded = sluice_edit_move_nodes (document, some, g_rand_int_range (rand, -9, 9), 3,
                                          g_rand_boolean (rand) ? "drag" : NULL, &error);
      break;
    case 3:
      succeeded = sluice_edit_connect (document, address, word, g_rand_boolean (rand) ? node : NULL,
                                       &error);
      break;
    case 4:
      succeeded = sluice_edit_disconnect (document, address, word, &error);
      break;
    case 5:
      succeeded = sluice_edit_rename_action (document, address, word, text, &error);
      break;
    case 6:
      succeeded = sluice_edit_set_title (document, address, text, &error);
      break;
    case 7:
      succeeded = sluice_edit_set_setting (document, address, word, damage_make_value (rand),
                                           &error);
      break;
    case 8:
      succeeded = sluice_edit_set_key (document, address, word, damage_make_value (rand), &error);
      break;
    case 9:
      succeeded = sluice_edit_set_start (document, address, &error);
      break;
    case 10:
      succeeded = sluice_edit_set_shared (document, damage_make_value (rand), &error);
      break;
    case 11:
      {
        g_autofree char *added = sluice_edit_add_flow (document, text, &error);

        succeeded = added != NULL;
        break;
      }
    case 12:
      succeeded = sluice_edit_lay_out (document, flow, g_rand_boolean (rand) ? some : NULL, &error);
      break;
    case 13:
      copy_and_paste (rand, document, address, flow);
      return;
    default:
      generate_edit (rand, document);
      return;
    }
  g_assert_true (succeeded == (error == NULL));
}

/* Edits, some of them in a transaction that is taken back. */
static void
edit (GRand          *rand,
      SluiceDocument *document)
{
  gboolean is_read_only = sluice_document_is_read_only (document);
  g_autofree char *before = sluice_document_to_text (document, NULL);
  g_autofree char *after = NULL;

  if (!is_read_only && g_rand_int_range (rand, 0, 6) == 0)
    {
      sluice_document_begin (document, "Try", NULL);
      for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        {
          edit_once (rand, document);
          if (g_rand_boolean (rand))
            sluice_document_flush (document);
        }
      sluice_document_rollback (document);
      after = sluice_document_to_text (document, NULL);
      g_assert_cmpstr (after, ==, before);
      return;
    }
  edit_once (rand, document);
  if (is_read_only)
    {
      after = sluice_document_to_text (document, NULL);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
check_editing (GRand          *rand,
               SluiceDocument *document)
{
  g_autofree char *before = sluice_document_to_text (document, NULL);
  g_autofree char *seen_before = describe (document);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *seen_undone = NULL;
  g_autofree char *redone = NULL;

  for (int i = g_rand_int_range (rand, 1, 12); i > 0; i--)
    {
      edit (rand, document);
      check_same_when_read_again (document);
    }
  after = sluice_document_to_text (document, NULL);

  while (sluice_document_undo (document))
    ;
  undone = sluice_document_to_text (document, NULL);
  seen_undone = describe (document);
  g_assert_cmpstr (undone, ==, before);
  g_assert_cmpstr (seen_undone, ==, seen_before);
  g_assert_false (sluice_document_is_dirty (document));

  while (sluice_document_redo (document))
    ;
  redone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (redone, ==, after);
  check_problems (document);
}

/* Rounds */

static void
try_text (GRand      *rand,
          const char *text,
          gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = NULL;

  document = sluice_document_new_from_text (text, (gssize) length, &error);
  g_assert_true ((document == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_true (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
      return;
    }
  check_same_when_read_again (document);
  check_compiles (document, check_problems (document));
  check_editing (rand, document);
}

static void
try_round (guint32    seed,
           GPtrArray *seeds)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  g_autoptr (GString) text = NULL;
  guint which = (guint) g_rand_int_range (rand, 0, (gint32) seeds->len + 1);

  if (which < seeds->len)
    sluice_json_read (g_ptr_array_index (seeds, which), -1, NULL, &root, NULL, NULL);
  else
    root = generate_file (rand);
  for (int i = g_rand_int_range (rand, 0, 6); i > 0; i--)
    damage_value (rand, &root);

  text = g_string_new (NULL);
  sluice_json_write_to (root, SLUICE_JSON_WRITE_PRETTY, 0, text);
  if (g_rand_int_range (rand, 0, 4) == 0)
    damage_text (rand, text);
  try_text (rand, text->str, text->len);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static GPtrArray *
load_seeds (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("SLUICE_DATA_DIR"), "examples", NULL);
  g_autoptr (GDir) examples = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *seeds = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *name;

  examples = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (examples)) != NULL)
    if (g_str_has_suffix (name, ".flow.json"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *text = NULL;

      g_file_get_contents (g_ptr_array_index (names, i), &text, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (seeds, text);
    }
  return seeds;
}

/* A round with a seed of its own for each number: one that failed is repeated by its number. */
int
main (int   argc,
      char *argv[])
{
  gint64 n_rounds = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 1000;
  gint64 first = argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : 1;
  gboolean is_verbose = argc > 3;
  g_autoptr (GPtrArray) seeds = NULL;

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  sluice_init ();
  seeds = load_seeds ();
  for (gint64 i = first; i < first + n_rounds; i++)
    {
      if (is_verbose)
        g_printerr ("seed %" G_GINT64_FORMAT "\n", i);
      try_round ((guint32) i, seeds);
    }
  return EXIT_SUCCESS;
}
