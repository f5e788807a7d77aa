/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds "embed", "vector" and "search", and embed{} of scripts, against a server in a process of its own. */

#include <glib/gstdio.h>
#include <string.h>

#include "base/json.h"
#include "kinds/nearest.h"
#include "service.h"

static guint port;

/* %u in @node is the server's port; "~" and a part of the result, or all of it. */
static void
check (const char *node,
       const char *expected)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_auto (GStrv) parts = g_strsplit (node, "%u", 2);
  g_autofree char *whole = g_strjoinv (number, parts);
  g_autofree char *result = service_run (whole);

  g_test_message ("%s", node);
  if (*expected == '~' && strstr (result, expected + 1) != NULL)
    return;
  g_assert_cmpstr (result, ==, expected);
}

#define EMBED(settings) "{'kind':'embed','settings':{'url':'http://127.0.0.1:%u/v1','model':'m'" settings "}," \
                        "'post':'shared.x = exec_res'"

static void
test_embed (void)
{
  check (EMBED (",'text':'abba'") "}", "{\"x\":[2,2,0]}");
  check (EMBED ("") ",'prep':'return [[cab]]'}", "{\"x\":[1,1,1]}");
  check (EMBED ("") ",'prep':'return { [[a]], [[b]], [[cc]] }'}", "{\"x\":[[1,0,0],[0,1,0],[0,0,2]]}");
  check (EMBED ("") ",'prep':'return { 1 }'}", "error: A list of texts is wanted as input.");
  check ("{'kind':'embed','settings':{'text':'a','model':'m'},'post':'shared.x = exec_res'}", "~No model was chosen yet");
}

#define SIX ",'prep':'return { [[a]], [[aa]], [[aaa]], [[b]], [[bb]], [[c]] }'}"

/* The server takes four at once, and no more. */
static void
test_batches (void)
{
  static const char vectors[] = "{\"x\":[[1,0,0],[2,0,0],[3,0,0],[0,1,0],[0,2,0],[0,0,1]]}";

  check (EMBED (",'batch':4") SIX, vectors);
  check (EMBED (",'batch':1") SIX, vectors);
  check (EMBED (",'batch':6,'again':0") SIX, "~The model server answered 400");
}

#define MANY(settings) "{'kind':'embed','batch':'parallel','prep':'return { [[a]], [[b]], [[c]] }','timeout':1," \
  "'fallback':'return 0','settings':{'url':'http://127.0.0.1:%u/v1','model':'m'" settings "}," \
  "'post':['local n = 0','for _, r in ipairs (exec_res) do n = n + (r == 0 and 0 or 1) end','shared.x = n']}"

/* All lanes share the limits of a server. */
static void
test_limits (void)
{
  g_autoptr (GString) waits = g_string_new (NULL);

  service_note_waits (waits);
  check (MANY (",'concurrent':1"), "{\"x\":3}");
  g_assert_nonnull (strstr (waits->str, "its turn with 127.0.0.1, 1 at a time"));
  g_string_truncate (waits, 0);
  check (MANY (",'per-minute':1"), "{\"x\":1}");
  g_assert_nonnull (strstr (waits->str, "its turn with 127.0.0.1, 1 a minute; its turn with 127.0.0.1, 1 a minute"));
  service_note_waits (NULL);
}

static void
test_script (void)
{
  check ("{'kind':'script','exec':'return embed { url = [[http://127.0.0.1:%u/v1]], model = [[m]], "
         "input = { [[ab]], [[c]] } }','post':['shared.v = exec_res.vectors', 'shared.n = exec_res.usage.prompt_tokens']}",
         "{\"n\":2,\"v\":[[1,1,0],[0,0,1]]}");
}

#define VECTOR(settings, query) "{'kind':'vector','settings':{'key':'all'" settings "}," \
  "'prep':'shared.all = { { name = [[a]], vector = { 1, 0 } }, { name = [[b]], vector = { 3, 4 } }, " \
  "{ name = [[c]], vector = { 0, 2 } } } return " query "','post':[" \
  "'shared.all = nil', 'shared.x = {}', 'for i, f in ipairs (exec_res) do shared.x[i] = f.item.name .. f.index end']}"

static void
test_vector (void)
{
  check (VECTOR ("", "{ 0, 1 }"), "{\"x\":[\"c3\",\"b2\",\"a1\"]}");
  check (VECTOR (",'count':1", "{ 1, 0 }"), "{\"x\":[\"a1\"]}");
  check (VECTOR (",'metric':'dot'", "{ 1, 0 }"), "{\"x\":[\"b2\",\"a1\",\"c3\"]}");
  check (VECTOR (",'metric':'euclid'", "{ 1, 1 }"), "{\"x\":[\"a1\",\"c3\",\"b2\"]}");
  check (VECTOR ("", "{ 1 }"), "error: Item 1 has no vector of 1 numbers, as what is looked for has.");
  check (VECTOR ("", "nil"), "error: What is looked for is no vector: prep is to give one.");
  check ("{'kind':'vector','settings':{'key':'none'},'prep':'return { 1 }'}",
         "error: There is no list of vectors to look in.");
}

/* Exact: as a search that sorts all of them, by each metric. */
static void
test_exact (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_auto (SluiceValue) items = sluice_value_array ();
  g_auto (SluiceValue) query = sluice_value_array ();

  for (guint i = 0; i < 200; i++)
    {
      SluiceValue vector = sluice_value_array ();

      for (guint k = 0; k < 5; k++)
        sluice_value_append (&vector, sluice_value_real (g_rand_double_range (rand, -1, 1)));
      sluice_value_append (&items, vector);
    }
  for (guint k = 0; k < 5; k++)
    sluice_value_append (&query, sluice_value_real (g_rand_double_range (rand, -1, 1)));
  for (SluiceMetric metric = SLUICE_METRIC_COSINE; metric <= SLUICE_METRIC_EUCLID; metric++)
    {
      g_auto (SluiceValue) all = SLUICE_VALUE_INIT;
      g_auto (SluiceValue) few = SLUICE_VALUE_INIT;
      double sign = metric == SLUICE_METRIC_EUCLID ? 1 : -1;

      g_assert_true (sluice_nearest_find (items, query, 200, metric, &all, NULL));
      g_assert_true (sluice_nearest_find (items, query, 7, metric, &few, NULL));
      g_assert_cmpuint (sluice_value_get_length (all), ==, 200);
      g_assert_cmpuint (sluice_value_get_length (few), ==, 7);
      for (guint i = 0; i < 200; i++)
        {
          double score = sluice_value_get_real (sluice_value_get_member (sluice_value_get_element (all, i), "score"));
          double before = i > 0 ? sluice_value_get_real (sluice_value_get_member (sluice_value_get_element (all, i - 1),
                                                                                  "score")) : score;

          g_assert_cmpfloat (sign * before, <=, sign * score);
          if (i < 7)
            g_assert_true (sluice_value_equal (sluice_value_get_element (all, i), sluice_value_get_element (few, i)));
        }
    }
}

#define SEARCH(settings) "{'kind':'search','settings':{'url':'http://127.0.0.1:%u/search','results':'/web/hits'," \
  "'title-at':'name','url-at':'link','text-at':'/about'" settings "},'post':'shared.x = exec_res'"

static void
test_search (void)
{
  check (SEARCH (",'query':'a b & c'") "}",
         "{\"x\":[{\"text\":\"a b & c\",\"title\":\"Hit 1\",\"url\":\"https://example.org/1\"},"
         "{\"text\":\"a b & c\",\"title\":\"Hit 2\",\"url\":\"https://example.org/2\"}]}");
  check (SEARCH (",'count':1") ",'prep':'return [[x]]'}",
         "{\"x\":[{\"text\":\"x\",\"title\":\"Hit 1\",\"url\":\"https://example.org/1\"}]}");
  check ("{'kind':'search','settings':{'url':'http://127.0.0.1:%u/nowhere','query':'x','again':0}}",
         "error: The search engine answered 404.");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  port = service_start_models ();
  g_test_add_func ("/kinds/embed/texts", test_embed);
  g_test_add_func ("/kinds/embed/batches", test_batches);
  g_test_add_func ("/kinds/embed/limits", test_limits);
  g_test_add_func ("/kinds/embed/script", test_script);
  g_test_add_func ("/kinds/vector/nearest", test_vector);
  g_test_add_func ("/kinds/vector/exact", test_exact);
  g_test_add_func ("/kinds/search/results", test_search);
  status = g_test_run ();
  service_stop_models ();
  return status;
}
