/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Damaged diagrams in Mermaid, and damaged answers of the program that reads Python. Each is refused with a message, or
 * it is a document that can be written and opened again; and a diagram of that can be read.
 *
 *   fuzz-import ROUNDS [FIRST-SEED] */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "damage.h"
#include "exchange/exchange.h"
#include "exchange/formats-private.h"

static const char * const diagrams[] = {
  "---\ntitle: Order\n---\nflowchart LR\n  a[Fetch] --> b{Review}\n  b -->|approve| c((End))\n"
  "  b -- \"try again\" --> a\n",
  "graph TD\n  start(( )) --> a([One]) & b[(Two)] --> c[[Three]]\n  %% a comment\n"
  "  classDef done fill:#fff\n  class a done\n",
  "flowchart TB\n  subgraph pay [Pay it]\n    direction LR\n    x --> y\n  end\n"
  "  a ==> pay -.-> z>\"Odd #quot;one#quot;\"]\n",
  "# Notes\n```mermaid\nflowchart RL\nload-all---->sort:::big\nsort --o c --x d\nlinkStyle 0 stroke:red\n```\nmore\n",
};

static const char answer[] =
  "{'notes':[{'code':'action','file':'flow.py','line':3,'word':'x'},{'code':'syntax','file':'a.py','word':'bad'}],"
  "'document':{'format':1,'name':'P','run':['main'],'shared':{},'flows':{'main':{'start':'a','nodes':{"
  "'a':{'kind':'python','title':'A','settings':{'class':'A','base':'Node','file':'nodes.py','source':['class A(Node):',"
  "'    pass']},'retries':3,'wait':0.5,'python':{'prompts':['Hi']},'next':{'on':'b','off':null}},"
  "'b':{'kind':'flow','settings':{'flow':'inner'},'batch':'each','python':{'class':'B'}}}},"
  "'inner':{'start':'c','nodes':{'c':{'kind':'end'}}}},"
  "'python':{'folder':'project','modules':[{'file':'flow.py','text':'x = 1'}]}}}";

/* What was read is a document like others. */
static void
check_document (SluiceDocument *document,
                const char     *path)
{
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) again = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceExport) diagram = NULL;
  g_autoptr (SluiceDocument) back = NULL;
  const SluiceExportFile *file;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  after = sluice_document_to_text (again, NULL);
  g_assert_cmpstr (after, ==, text);
  diagram = sluice_exchange_export (document, sluice_exchange_find ("mermaid"), NULL, &error);
  g_assert_no_error (error);
  file = g_ptr_array_index (diagram->files, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file->content, NULL),
                                      (gssize) g_bytes_get_size (file->content), NULL));
  back = sluice_exchange_import (sluice_exchange_find ("mermaid"), path, NULL, &error);
  g_assert_true ((back == NULL) == (error != NULL));
}

static void
check_result (SluiceDocument *take_document,
              GError         *take_error,
              const char     *path)
{
  g_autoptr (SluiceDocument) document = take_document;
  g_autoptr (GError) error = take_error;

  g_assert_true ((document == NULL) == (error != NULL));
  if (document != NULL)
    check_document (document, path);
  else
    g_assert_cmpstr (error->message, !=, "");
}

static void
read_diagram (GRand      *rand,
              const char *path)
{
  g_autoptr (GString) text = g_string_new (diagrams[g_rand_int_range (rand, 0, G_N_ELEMENTS (diagrams))]);
  GError *error = NULL;
  SluiceDocument *document;

  for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    damage_text (rand, text);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  document = sluice_exchange_import (sluice_exchange_find ("mermaid"), path, NULL, &error);
  check_result (document, error, path);
}

static void
read_answer (GRand      *rand,
             const char *path)
{
  g_autoptr (GString) json = g_string_new (answer);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autofree char *text = NULL;
  GError *error = NULL;
  SluiceDocument *document;

  g_string_replace (json, "'", "\"", 0);
  g_assert_true (sluice_json_read (json->str, (gssize) json->len, NULL, &value, NULL, NULL));
  for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    damage_value (rand, &value);
  text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  if (g_rand_int_range (rand, 0, 8) == 0)
    {
      g_string_assign (json, text);
      damage_text (rand, json);
      g_free (text);
      text = g_strdup (json->str);
    }
  document = sluice_python_take_answer (text, "project", notes, &error);
  check_result (document, error, path);
}

int
main (int   argc,
      char *argv[])
{
  guint64 rounds = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 100;
  guint64 first = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("sluice-fuzz-XXXXXX.mmd", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  for (guint64 seed = first; seed < first + rounds; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) seed);

      if (argc > 3)
        g_printerr ("seed %" G_GUINT64_FORMAT "\n", seed);
      read_diagram (rand, path);
      read_answer (rand, path);
    }
  g_unlink (path);
  g_print ("%" G_GUINT64_FORMAT " seeds from %" G_GUINT64_FORMAT "\n", rounds, first);
  return EXIT_SUCCESS;
}
