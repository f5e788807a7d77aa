/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random documents go out as projects in Python and come in again: the graph is the same. One process reads them
 * all, as starting one for each would take longer than everything else. */

#include "exchange/exchange.h"
#include "exchange/formats-private.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "folder.h"
#include "generate.h"

#define N_DOCUMENTS 500

extern const char sluice_python_reader[];

/* Reads the folders with the reader's own modules, which it leaves behind, and prints a line of JSON for each. */
static const char driver[] =
  "import contextlib, io, json, os, signal, sys\n"
  "base, n = sys.argv[1], int(sys.argv[2])\n"
  "with open(os.path.join(base, 'reader.py'), encoding='utf-8') as file:\n"
  "    reader = file.read()\n"
  "sys.argv = ['-', os.path.join(base, '0')]\n"
  "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
  "    exec(reader, {})\n"
  "for number in range(n):\n"
  "    said = io.StringIO()\n"
  "    with contextlib.redirect_stdout(said):\n"
  "        sys.modules['pocketflow_document'].main(['-', os.path.join(base, str(number))])\n"
  "    signal.alarm(0)\n"
  "    print(json.dumps(said.getvalue()))\n";

/* A document */

static const char *
pick (GRand              *rand,
      const char * const *words)
{
  return words[generate_pick (rand, g_strv_length ((char **) words))];
}

static SluiceValue
make_next (GRand *rand,
           guint  n_nodes)
{
  static const char * const actions[] = { "default", "ok", "try again", "5xx", "a-b_c", "\"quoted\"", "λ", NULL };
  SluiceValue next = sluice_value_object ();

  for (guint i = generate_pick (rand, 4); i > 0; i--)
    {
      g_autofree char *target = g_strdup_printf ("n-%u", generate_pick (rand, n_nodes));

      sluice_value_set_member (&next, pick (rand, actions), generate_pick (rand, 6) == 0
                                                              ? sluice_value_null () : sluice_value_string (target));
    }
  return next;
}

static void
set_tries (GRand       *rand,
           SluiceValue *node)
{
  static const double waits[] = { 0.5, 1, 2.25 };

  if (generate_pick (rand, 3) == 0)
    sluice_value_set_member (node, "retries", sluice_value_integer (1 + (gint64) generate_pick (rand, 5)));
  if (generate_pick (rand, 4) == 0)
    sluice_value_set_member (node, "wait", sluice_value_real (waits[generate_pick (rand, G_N_ELEMENTS (waits))]));
}

static void
set_batch (GRand       *rand,
           SluiceValue *object)
{
  static const char * const modes[] = { "each", "parallel", NULL };

  sluice_value_set_member (object, "batch", sluice_value_string (pick (rand, modes)));
}

/* Every third: a batch that runs a batch is one flow more in Python, and comes back as that. */
static gboolean
flow_is_batch (guint flow)
{
  return flow % 3 == 1;
}

static SluiceValue
make_settings (const char *name,
               const char *value)
{
  SluiceValue settings = sluice_value_object ();

  sluice_value_set_member (&settings, name, sluice_value_string (value));
  return settings;
}

/* Flows run those behind them. */
static SluiceValue
make_node (GRand *rand,
           guint  n_nodes,
           guint  flow,
           guint  n_flows)
{
  static const char * const kinds[] = { "script", "log", "ask", "delay", "end", "flow", "flow", NULL };
  static const char * const titles[] = { "Read it", "Say “λ”", "Node", "Flow", "5 times", "A class\\", "None", NULL };
  SluiceValue node = sluice_value_object ();
  const char *kind = pick (rand, kinds);
  guint other = flow + 1 + generate_pick (rand, MAX (n_flows - flow - 1, 1));
  g_autofree char *inner = g_strdup_printf ("f-%u", other);

  if (g_str_equal (kind, "flow") && flow + 1 == n_flows)
    kind = "script";
  sluice_value_set_member (&node, "kind", sluice_value_string (kind));
  if (generate_pick (rand, 3) > 0)
    sluice_value_set_member (&node, "title", sluice_value_string (pick (rand, titles)));
  if (!g_str_equal (kind, "flow") && !g_str_equal (kind, "end"))
    set_tries (rand, &node);
  if (!g_str_equal (kind, "end") && (!g_str_equal (kind, "flow") || !flow_is_batch (other))
      && generate_pick (rand, 5) == 0)
    set_batch (rand, &node);
  if (g_str_equal (kind, "flow"))
    sluice_value_set_member (&node, "settings", make_settings ("flow", inner));
  if (g_str_equal (kind, "script"))
    sluice_value_set_member (&node, "exec", sluice_value_string (generate_pick (rand, 4) == 0 ? "sleep (0.1)"
                                                                                              : "return prep_res"));
  sluice_value_set_member (&node, "next", make_next (rand, n_nodes));
  return node;
}

static SluiceValue
make_flow (GRand *rand,
           guint  flow,
           guint  n_flows)
{
  SluiceValue object = sluice_value_object (), nodes = sluice_value_object ();
  guint n_nodes = 1 + generate_pick (rand, 6);
  g_autofree char *start = g_strdup_printf ("n-%u", generate_pick (rand, n_nodes));

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *id = g_strdup_printf ("n-%u", i);

      sluice_value_set_member (&nodes, id, make_node (rand, n_nodes, flow, n_flows));
    }
  sluice_value_set_member (&object, "start", sluice_value_string (start));
  sluice_value_set_member (&object, "nodes", nodes);
  if (flow_is_batch (flow))
    set_batch (rand, &object);
  return object;
}

static SluiceDocument *
make_document (GRand *rand)
{
  g_auto (SluiceValue) root = sluice_value_object ();
  SluiceValue flows = sluice_value_object (), run = sluice_value_array ();
  guint n_flows = 1 + generate_pick (rand, 5);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  for (guint i = 0; i < n_flows; i++)
    {
      g_autofree char *id = g_strdup_printf ("f-%u", i);

      sluice_value_set_member (&flows, id, make_flow (rand, i, n_flows));
    }
  sluice_value_append (&run, sluice_value_string ("f-0"));
  sluice_value_set_member (&root, "format", sluice_value_integer (1));
  sluice_value_set_member (&root, "run", run);
  sluice_value_set_member (&root, "flows", flows);
  text = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  return document;
}

/* The graph as text */

static char *
dup_mode (SluiceValue object)
{
  SluiceValue batch = sluice_value_get_member (object, "batch");
  const char *mode = SLUICE_VALUE_IS_STRING (batch) ? sluice_value_get_string (batch)
                                                    : sluice_value_get_member_string (batch, "mode");

  return g_strdup (mode != NULL ? mode : "once");
}

static void
append_node (GString    *text,
             const char *id,
             SluiceValue node)
{
  const char *kind = sluice_value_get_member_string (node, "kind");
  const char *inner = sluice_value_get_member_string (sluice_value_get_member (node, "settings"), "flow");
  SluiceValue retries = sluice_value_get_member (node, "retries"), next = sluice_value_get_member (node, "next");
  g_autofree char *mode = dup_mode (node);

  g_string_append_printf (text, "  %s %s %s %s ×%d +%g:", id, g_strcmp0 (kind, "flow") == 0 ? "flow" : "node",
                          inner != NULL ? inner : "-", mode,
                          SLUICE_VALUE_IS_NULL (retries) ? 1 : (int) sluice_value_get_integer (retries),
                          sluice_value_get_real (sluice_value_get_member (node, "wait")));
  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (next) && i < sluice_value_get_length (next); i++)
    {
      const char *target = sluice_value_get_string (sluice_value_get_member_at (next, i));

      g_string_append_printf (text, " %s→%s", sluice_value_get_key (next, i), target != NULL ? target : "null");
    }
  g_string_append_c (text, '\n');
}

static void
append_flow (GString        *text,
             SluiceDocument *document,
             const char     *flow)
{
  g_autofree char *mode = dup_mode (sluice_document_get_flow (document, flow));

  g_string_append_printf (text, "%s %s from %s\n", flow, mode, sluice_document_get_start (document, flow));
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      const char *id = sluice_document_get_node_id (document, flow, i);
      g_autofree char *address = sluice_address_join (flow, id);

      append_node (text, id, sluice_document_get_node (document, address));
    }
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static char *
dup_graph (SluiceDocument *document)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    g_ptr_array_add (ids, (gpointer) sluice_document_get_flow_id (document, i));
  g_ptr_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    append_flow (text, document, g_ptr_array_index (ids, i));
  return g_string_free (text, FALSE);
}

/* Out and in */

static void
write_out (SluiceDocument *document,
           const char     *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceExport) made = sluice_exchange_export (document, sluice_exchange_find ("python"), NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < made->files->len; i++)
    {
      const SluiceExportFile *file = g_ptr_array_index (made->files, i);
      g_autofree char *path = g_build_filename (folder, file->path, NULL);
      g_autofree char *above = g_path_get_dirname (path);
      gsize length;
      const char *content = g_bytes_get_data (file->content, &length);

      if (!g_str_has_suffix (path, ".py"))
        continue;
      g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, content != NULL ? content : "", (gssize) length, NULL));
    }
}

static GStrv
read_all (const char *base,
          guint       n)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *reader = g_build_filename (base, "reader.py", NULL);
  const char * const argv[] = { "python3", "-I", "-S", "-B", "-X", "utf8", "-c", driver, base, count, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_true (g_file_set_contents (reader, sluice_python_reader, -1, NULL));
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strsplit (said, "\n", -1);
}

static char *
dup_graph_read (const char *line)
{
  g_auto (SluiceValue) said = SLUICE_VALUE_INIT;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_json_read (line, -1, NULL, &said, NULL, NULL));
  document = sluice_python_take_answer (sluice_value_get_string (said), "project", notes, &error);
  g_assert_no_error (error);
  return dup_graph (document);
}

static void
test_round (void)
{
  g_autoptr (TestFolder) base = test_folder_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autoptr (SluiceDocument) document = make_document (rand);
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *folder = g_build_filename (base, name, NULL);

      write_out (document, folder);
      g_ptr_array_add (before, dup_graph (document));
    }
  lines = read_all (base, N_DOCUMENTS);
  /* What fails below leaves nothing behind. */
  g_clear_pointer (&base, test_folder_free);
  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autofree char *after = dup_graph_read (lines[i]);

      if (strcmp (after, g_ptr_array_index (before, i)) != 0)
        g_test_message ("document %u", i);
      g_assert_cmpstr (after, ==, g_ptr_array_index (before, i));
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *python = g_find_program_in_path ("python3");

  g_test_init (&argc, &argv, NULL);
  if (python != NULL)
    g_test_add_func ("/exchange/round/python", test_round);
  return g_test_run ();
}
