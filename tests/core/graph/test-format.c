/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a flow file: its canonical form, what survives, and what is refused with what
 * message. */

#include "graph/format.h"

#include <string.h>

#include "base/json.h"
#include "generate.h"
#include "graph/document.h"

static char *
make_canonical (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return sluice_document_to_text (document, NULL);
}

/* Known keys in their order, unknown ones behind them as they were, layout last and in document
 * order. */
static void
test_order (void)
{
  g_autofree char *text =
    make_canonical ("{\"layout\": {\"main\": {\"$notes\": [], \"b\": {\"bends\": {}, \"at\": [2, "
                    "0]}, \"a\": [1,\n0], \"zz\": [0, 0]}},"
                    "\"zoom\": 1.50, \"flows\": {\"main\": {\"nodes\": {\"a\": {\"next\": {\"z\": "
                    "\"b\", \"a\": null}, \"x\": {\"k\": 1, \"a\": 2},"
                    "\"post\": [\"1\", \"2\"], \"prep\": \"\", \"wait\": 1e0, \"batch\": "
                    "{\"limit\": 2, \"mode\": \"each\"}, \"kind\": \"script\"},"
                    "\"b\": {\"kind\": \"end\"}}, \"start\": \"a\"}}, \"alpha\": [], \"name\": "
                    "\"N\", \"format\": 1}");

  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"format\": 1,\n"
                   "  \"name\": \"N\",\n"
                   "  \"flows\": {\n"
                   "    \"main\": {\n"
                   "      \"start\": \"a\",\n"
                   "      \"nodes\": {\n"
                   "        \"a\": {\n"
                   "          \"kind\": \"script\",\n"
                   "          \"wait\": 1.0,\n"
                   "          \"batch\": {\n"
                   "            \"mode\": \"each\",\n"
                   "            \"limit\": 2\n"
                   "          },\n"
                   "          \"prep\": \"\",\n"
                   "          \"post\": [\n"
                   "            \"1\",\n"
                   "            \"2\"\n"
                   "          ],\n"
                   "          \"next\": {\n"
                   "            \"z\": \"b\",\n"
                   "            \"a\": null\n"
                   "          },\n"
                   "          \"x\": {\n"
                   "            \"k\": 1,\n"
                   "            \"a\": 2\n"
                   "          }\n"
                   "        },\n"
                   "        \"b\": {\n"
                   "          \"kind\": \"end\"\n"
                   "        }\n"
                   "      }\n"
                   "    }\n"
                   "  },\n"
                   "  \"zoom\": 1.5,\n"
                   "  \"alpha\": [],\n"
                   "  \"layout\": {\n"
                   "    \"main\": {\n"
                   "      \"a\": [1, 0],\n"
                   "      \"b\": {\n"
                   "        \"at\": [2, 0],\n"
                   "        \"bends\": {}\n"
                   "      },\n"
                   "      \"$notes\": [],\n"
                   "      \"zz\": [0, 0]\n"
                   "    }\n"
                   "  }\n"
                   "}\n");
}

/* Rules 1 and 9: what is written reads back as the same bytes, and nothing is dropped. */
static void
test_generated (void)
{
  for (guint seed = 0; seed < 2000; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_auto (SluiceValue) root = generate_file (rand);
      g_autofree char *written = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);
      g_autofree char *first = make_canonical (written);
      g_autofree char *second = make_canonical (first);
      g_auto (SluiceValue) read = SLUICE_VALUE_INIT;

      g_assert_cmpstr (first, ==, second);
      g_assert_true (sluice_json_read (first, -1, NULL, &read, NULL, NULL));
      g_assert_true (sluice_value_equal (root, read));
    }
}

/* Unknown keys and kinds keep every byte of their values, through an edit beside them. */
static void
test_unknown (void)
{
  static const char unknown[] = "\"x-from-2031\": {\n"
                                "            \"z\": \"\\u0001é\\n\",\n"
                                "            \"a\": 1e300,\n"
                                "            \"m\": [\n"
                                "              null\n"
                                "            ]\n"
                                "          }";
  g_autofree char *text =
    g_strdup_printf ("{\"format\": 1, \"flows\": {\"main\": {\"nodes\": {\"a\": "
                     "{\"kind\": \"quantum\", %s}}}}}",
                     unknown);
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
  g_autofree char *before = sluice_document_to_text (document, NULL);
  g_autofree char *after = NULL;

  g_assert_nonnull (strstr (before, unknown));
  sluice_document_begin (document, "Title", NULL);
  g_assert_true (sluice_document_apply (document, SLUICE_CHANGE_ADD, "/flows/main/nodes/a/title",
                                        sluice_value_string ("T"), -1, NULL));
  sluice_document_commit (document);
  after = sluice_document_to_text (document, NULL);
  g_assert_nonnull (strstr (after, unknown));
  g_assert_nonnull (strstr (after, "\"kind\": \"quantum\""));
}

/* Bad files */

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* its beginning */
    gboolean    is_json; /* the error is of SLUICE_JSON_ERROR */
    int         code;
  } cases[] = {
    { "", "1:1: ", TRUE, SLUICE_JSON_ERROR_SYNTAX },
    { "{\"format\": 1,\n  \"flows\": {,}}", "2:13: ", TRUE, SLUICE_JSON_ERROR_SYNTAX },
    { "{\"format\": 1, // no\n}", "1:15: ", TRUE, SLUICE_JSON_ERROR_SYNTAX },
    { "{\"format\": 1,\n\"format\": 1}", "2:1: ", TRUE, SLUICE_JSON_ERROR_DUPLICATE },
    { "{\"format\": 1,\n\"name\": \"\xff\"}", "2:10: ", TRUE, SLUICE_JSON_ERROR_ENCODING },
    { "{\"format\": 1,\n\"n\": 99999999999999999999}", "2:6: ", TRUE, SLUICE_JSON_ERROR_RANGE },
    { "{\"format\": 1,\n\"n\": 1e999}", "2:6: ", TRUE, SLUICE_JSON_ERROR_RANGE },
    { "[]", "This is JSON, but no flow file", FALSE, SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{}", "format: missing", FALSE, SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{\"format\": \"1\"}", "format: a whole number", FALSE, SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{\"format\": 1.0}", "format: a whole number", FALSE, SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{\"format\": 0}", "format: there has been no such format", FALSE,
      SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{\"format\": -9223372036854775808}", "format: there has been no such format", FALSE,
      SLUICE_DOCUMENT_ERROR_FORMAT },
    { "{\n<<<<<<< HEAD\n\"format\": 1\n=======\n\"format\": 1,\n>>>>>>> other\n}",
      "The file holds both sides of a merge: conflict markers in lines 2, 4 and 6.", FALSE,
      SLUICE_DOCUMENT_ERROR_CONFLICT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GQuark domain = cases[i].is_json ? SLUICE_JSON_ERROR : SLUICE_DOCUMENT_ERROR;
      g_autoptr (GError) error = NULL;

      g_assert_null (sluice_document_new_from_text (cases[i].text, -1, &error));
      g_assert_error (error, domain, cases[i].code);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].message);
    }
}

static void
test_limits (void)
{
  g_autofree char *deep = g_strnfill (200, '[');
  g_autofree char *text = g_strconcat ("{\"format\": 1, \"x\": ", deep, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_document_new_from_text (text, -1, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
}

/* Markers in a text that is whole are text. */
static void
test_no_conflict (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document =
    sluice_document_new_from_text ("{\"format\": 1, \"note\": \"=======\"}", -1, &error);

  g_assert_no_error (error);
  g_assert_null (sluice_format_find_conflicts ("a\n======== b\n", 13));
}

/* A newer format opens, says why it can't be edited, and refuses. */
static void
test_newer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (
    "{\"format\": 7, \"flows\": {\"main\": {\"nodes\": {}}}}", -1, &error);
  g_autofree char *reason = NULL;

  g_assert_no_error (error);
  g_assert_true (sluice_document_is_read_only (document));
  g_object_get (document, "read-only-reason", &reason, NULL);
  g_assert_true (g_str_has_prefix (
    reason, "This file has format 7, and this version of Sluice knows format 1."));

  sluice_document_begin (document, "Name", NULL);
  g_assert_false (sluice_document_apply (document, SLUICE_CHANGE_ADD, "/name",
                                         sluice_value_string ("N"), -1, &error));
  g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_READ_ONLY);
  sluice_document_commit (document);
  g_assert_false (sluice_document_is_dirty (document));
}

/* The shipped examples are in canonical form: saving one shows no change that nobody made. */
static void
test_examples (void)
{
  const char *data = g_getenv ("SLUICE_DATA_DIR");
  g_autofree char *folder = g_build_filename (data != NULL ? data : "data", "examples", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autofree char *canonical = NULL;

      if (!g_str_has_suffix (name, ".flow.json"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      canonical = make_canonical (text);
      g_assert_cmpstr (text, ==, canonical);
    }
}

/* Format 1 is the first: there is nothing to migrate from. */
static void
test_migrations (void)
{
  g_assert_cmpint (SLUICE_FORMAT_CURRENT, ==, 1);
  g_assert_cmpuint (sluice_format_n_migrations (), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/format/order", test_order);
  g_test_add_func ("/graph/format/generated", test_generated);
  g_test_add_func ("/graph/format/unknown", test_unknown);
  g_test_add_func ("/graph/format/bad", test_bad);
  g_test_add_func ("/graph/format/limits", test_limits);
  g_test_add_func ("/graph/format/no-conflict", test_no_conflict);
  g_test_add_func ("/graph/format/newer", test_newer);
  g_test_add_func ("/graph/format/examples", test_examples);
  g_test_add_func ("/graph/format/migrations", test_migrations);
  return g_test_run ();
}
