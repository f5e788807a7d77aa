/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Flows of other files: a folder of files that name each other, some of them damaged, missing, of another kind, huge or
 * no files at all, some changed while the first of them is open. Whatever is there, linking says what is wrong or gives
 * a document that names no file any more, the same each time, and leaves the first one as it is.
 *
 *   fuzz-linked ROUNDS [FIRST-SEED [verbose]] */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "compile/compile.h"
#include "damage.h"
#include "folder.h"
#include "graph/check.h"
#include "graph/format.h"
#include "kinds/link.h"

#define MAX_FILES  6
#define LONG_CHAIN 70 /* more than a run takes */
#define MAX_VISITS 200

typedef struct
{
  const char *folder;
  GRand      *random;
  guint       n_files;
  gboolean    is_whole; /* nothing is damaged: what compiles runs */
} Files;

static guint
pick (Files *self,
      guint  n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

static char *
dup_name (guint i)
{
  return g_strdup_printf ("%sf%u.flow.json", i % 3 == 2 ? "in/" : "", i);
}

static char *
dup_path (Files *self,
          guint  i)
{
  g_autofree char *name = dup_name (i);

  return g_build_filename (self->folder, name, NULL);
}

/* What a node of file @from names. */
static char *
dup_target (Files *self,
            guint  from)
{
  static const char * const odd[] = {
    "", "#", "x", "none.flow.json", ".", "../f0.flow.json", "/etc/passwd", "in", "f1.flow.json#", "#main",
    "f1.flow.json#none", "f1.flow.json#main#main", "in/../f1.flow.json", "./f1.flow.json", "\xc3\xa4.flow.json",
  };
  guint to = pick (self, self->n_files);
  g_autofree char *name = dup_name (to);
  const char *prefix = from % 3 == 2 ? "../" : "";

  switch (pick (self, 12))
    {
    case 0: return g_strdup (odd[pick (self, G_N_ELEMENTS (odd))]);
    case 1: return g_strdup (damage_pick_text (self->random));
    case 2:
    case 3: return g_strdup ("sub");
    case 4: return g_strconcat (prefix, name, NULL);
    case 5: return g_strconcat (prefix, name, "#sub", NULL);
    default:
      /* Mostly onwards, so that many a run comes to its end. */
      g_free (name);
      name = dup_name (MIN (from + 1, self->n_files));
      return g_strconcat (prefix, name, "#main", NULL);
    }
}

static SluiceValue
make_node (Files *self,
           guint  from)
{
  SluiceValue node = sluice_value_object ();
  SluiceValue settings = sluice_value_object ();
  g_autofree char *target = dup_target (self, from);

  if (pick (self, 3) == 0)
    {
      sluice_value_unref (settings);
      sluice_value_set_member (&node, "kind", sluice_value_string ("script"));
      sluice_value_set_member (&node, "post", sluice_value_string ("shared.n = (shared.n or 0) + 1"));
      return node;
    }
  sluice_value_set_member (&settings, "flow", sluice_value_string (target));
  sluice_value_set_member (&node, "kind", sluice_value_string ("flow"));
  sluice_value_set_member (&node, "settings", settings);
  return node;
}

static SluiceValue
make_flow (Files *self,
           guint  from)
{
  static const char * const ids[] = { "a", "b", "c" };
  SluiceValue flow = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();
  guint n = 1 + pick (self, G_N_ELEMENTS (ids));

  for (guint i = 0; i < n; i++)
    {
      SluiceValue node = make_node (self, from);

      if (i + 1 < n)
        {
          SluiceValue next = sluice_value_object ();

          sluice_value_set_member (&next, "default", sluice_value_string (ids[i + 1]));
          sluice_value_set_member (&node, "next", next);
        }
      sluice_value_set_member (&nodes, ids[i], node);
    }
  sluice_value_set_member (&flow, "start", sluice_value_string ("a"));
  sluice_value_set_member (&flow, "nodes", nodes);
  return flow;
}

static SluiceValue
make_file (Files *self,
           guint  from)
{
  SluiceValue root = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();
  SluiceValue run = sluice_value_array ();
  SluiceValue shared = sluice_value_object ();

  sluice_value_set_member (&flows, "main", make_flow (self, from));
  if (pick (self, 3) > 0)
    sluice_value_set_member (&flows, "sub", make_flow (self, MIN (from + 1, self->n_files - 1)));
  sluice_value_append (&run, sluice_value_string ("main"));
  sluice_value_set_member (&shared, "n", sluice_value_integer (from));
  sluice_value_set_member (&root, "format", sluice_value_integer (1));
  sluice_value_set_member (&root, "name", sluice_value_string ("Linked"));
  sluice_value_set_member (&root, "run", run);
  sluice_value_set_member (&root, "shared", shared);
  sluice_value_set_member (&root, "flows", flows);
  return root;
}

static void
write_text (Files      *self,
            guint       i,
            const char *text,
            gssize      length)
{
  g_autofree char *path = dup_path (self, i);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

static void
write_file (Files *self,
            guint  i)
{
  g_auto (SluiceValue) root = make_file (self, i);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_damages = self->is_whole || pick (self, 3) > 0 ? 0 : 1 + pick (self, 4);

  for (guint n = 0; n < n_damages; n++)
    damage_value (self->random, &root);
  sluice_json_write_to (root, SLUICE_JSON_WRITE_PRETTY, 0, text);
  if (!self->is_whole && pick (self, 8) == 0)
    damage_text (self->random, text);
  write_text (self, i, text->str, (gssize) text->len);
}

static void
make_sparse (const char *path,
             off_t       size)
{
  int file = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (ftruncate (file, size), ==, 0);
  close (file);
}

/* Something else in its place: texts of other programs, links, folders, devices. */
static void
replace_file (Files *self,
              guint  i)
{
  static const char * const texts[] = {
    "", "[]", "null", "{}", "{\"format\":99,\"flows\":{}}", "graph TD\n  a --> b\n", "\xef\xbb\xbf{\"format\":1}",
    "from pocketflow import Node\n", "name: x\nflows:\n  main: {}\n", "\x89PNG\r\n\x1a\n",
    "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{}}}}",
  };
  g_autofree char *path = dup_path (self, i);
  g_autofree char *other = dup_path (self, pick (self, self->n_files));
  const char *text = texts[pick (self, G_N_ELEMENTS (texts))];

  g_unlink (path);
  switch (pick (self, 9))
    {
    case 0: break;
    case 1: g_assert_cmpint (g_mkdir (path, 0700), ==, 0); break;
    case 2: g_assert_cmpint (mkfifo (path, 0600), ==, 0); break;
    case 3: g_assert_cmpint (symlink ("/dev/zero", path), ==, 0); break;
    case 4: g_assert_cmpint (symlink (other, path), ==, 0); break;
    case 5: make_sparse (path, G_GINT64_CONSTANT (1) << (20 + pick (self, 20))); break;
    default: write_text (self, i, text, -1);
    }
}

/* Each runs the next one. */
static void
make_chain (Files *self)
{
  self->n_files = LONG_CHAIN;
  for (guint i = 0; i < LONG_CHAIN; i++)
    {
      g_autofree char *next = dup_name (i + 1 < LONG_CHAIN ? i + 1 : 1);
      g_autofree char *text = g_strdup_printf (
        "{\"format\":1,\"name\":\"Chain\",\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{\"a\":"
        "{\"kind\":\"flow\",\"settings\":{\"flow\":\"%s%s\"}}}}}}", i % 3 == 2 ? "../" : "", next);

      write_text (self, i, text, -1);
    }
}

static void
make_files (Files *self)
{
  self->n_files = 2 + pick (self, MAX_FILES - 1);
  self->is_whole = pick (self, 3) == 0;
  if (pick (self, 100) == 0)
    {
      make_chain (self);
      return;
    }
  for (guint i = 0; i < self->n_files; i++)
    write_file (self, i);
  if (!self->is_whole && pick (self, 2) == 0)
    replace_file (self, 1 + pick (self, self->n_files - 1));
}

static void
remove_files (Files *self)
{
  for (guint i = 0; i <= self->n_files; i++)
    {
      g_autofree char *path = dup_path (self, i);

      if (g_unlink (path) != 0 && errno == EISDIR)
        g_rmdir (path);
    }
}

/* Oracles */

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
}

/* Calls @func with what each node of the kind "flow" names. */
static void
foreach_name (SluiceDocument *document,
              void          (*func) (SluiceDocument *document,
                                     const char     *name,
                                     gpointer        user_data),
              gpointer        user_data)
{
  for (guint f = 0; f < sluice_document_get_n_flows (document); f++)
    {
      const char *flow = sluice_document_get_flow_id (document, f);

      for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
        {
          g_autofree char *address = g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);
          const char *kind = sluice_document_get_node_kind (document, address);
          SluiceValue name = sluice_document_get_setting (document, address, "flow");

          if (g_strcmp0 (kind, "flow") == 0 && SLUICE_VALUE_IS_STRING (name))
            func (document, sluice_value_get_string (name), user_data);
        }
    }
}

/* What is linked names flows of its own. */
static void
check_own (SluiceDocument *document,
           const char     *name,
           gpointer        user_data)
{
  if (!sluice_document_has_flow (document, name) && sluice_format_names_file (name))
    g_error ("“%s” is still named.", name);
}

/* The check of a name says what linking does. */
static void
check_name (SluiceDocument *document,
            const char     *name,
            gpointer        user_data)
{
  gboolean is_linked = GPOINTER_TO_INT (user_data);
  g_autoptr (GError) error = NULL;

  if (sluice_document_has_flow (document, name) || !sluice_format_names_file (name))
    return;
  if (sluice_link_check (document, name, &error))
    {
      g_assert_no_error (error);
      return;
    }
  check_error (error);
  if (is_linked)
    g_error ("“%s” was linked, but: %s", name, error->message);
}

static char *
link_to_text (SluiceDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) linked = sluice_link_document (document, &error);

  if (linked != NULL)
    return sluice_document_to_text (linked, NULL);
  check_error (error);
  return g_strdup (error->message);
}

static void
check_linked (SluiceDocument *document,
              SluiceDocument *linked)
{
  g_autoptr (SluiceDocument) again = sluice_link_document (linked, NULL);

  g_assert_true (again == linked);
  foreach_name (linked, check_own, NULL);
  if (linked != document)
    g_assert_cmpstr (sluice_document_get_path (linked), ==, sluice_document_get_path (document));
}

static void
check_runs (SluiceProgram *program)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (GError) error = NULL;

  sluice_run_set_max_visits (run, MAX_VISITS);
  if (!sluice_run_join (run, &error))
    check_error (error);
}

static void
check_compiles (Files          *self,
                SluiceDocument *document)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceProgram) program = sluice_compile (document, NULL, &error);

  g_assert_true ((program == NULL) == (error != NULL));
  if (error != NULL)
    check_error (error);
  if (sluice_problems_have_errors (problems))
    g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
  if (program != NULL && self->is_whole)
    check_runs (program);
}

static void
look (Files          *self,
      SluiceDocument *document)
{
  g_autofree char *before = sluice_document_to_text (document, NULL);
  g_autofree char *after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) linked = sluice_link_document (document, &error);

  g_assert_true ((linked == NULL) == (error != NULL));
  if (linked != NULL)
    check_linked (document, linked);
  foreach_name (document, check_name, GINT_TO_POINTER (linked != NULL));
  first = link_to_text (document);
  second = link_to_text (document);
  g_assert_cmpstr (first, ==, second);
  check_compiles (self, document);
  after = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
try_round (Files *self)
{
  g_autofree char *path = dup_path (self, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = NULL;

  make_files (self);
  document = sluice_document_load (path, &error);
  g_assert_true ((document == NULL) == (error != NULL));
  if (document != NULL)
    look (self, document);
  else
    check_error (error);
  for (guint left = document != NULL ? pick (self, 3) : 0; left > 0; left--)
    {
      guint which = 1 + pick (self, self->n_files - 1);

      remove_files (self); /* all of them: one may be a folder, or a link to another */
      for (guint i = 0; i < self->n_files; i++)
        write_file (self, i);
      if (!self->is_whole && pick (self, 2) == 0)
        replace_file (self, which);
      look (self, document);
    }
  remove_files (self);
}

/* A round with a seed of its own for each number: one that failed is repeated by its number. */
int
main (int   argc,
      char *argv[])
{
  gint64 n_rounds = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 1000;
  gint64 first = argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : 1;
  g_autoptr (TestFolder) folder = test_folder_new_in_memory ();
  g_autofree char *inner = g_build_filename (folder, "in", NULL);

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  sluice_init ();
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  for (gint64 i = first; i < first + n_rounds; i++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) i);
      Files files = { folder, random, 0, FALSE };

      if (argc > 3)
        g_printerr ("seed %" G_GINT64_FORMAT "\n", i);
      try_round (&files);
    }
  return EXIT_SUCCESS;
}
