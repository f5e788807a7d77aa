/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The 56 flows of the reference's own suite, restated: a flow, the store before and after, and how
 * it ends. What the reference's phases do to the store in exec, ours do in post (only prep and post
 * have the store); its sleeps are virtual here, so how long a flow takes is exact. The end column
 * has warnings in parentheses, "+0.1" where time passes, and the action.
 *
 * In stores "[0..24]" is the list of those integers, "[0..8/2]" every second one. */

#include <stdio.h>

#include "probe.h"

typedef struct
{
  const char *path;
  const char *text;
  const char *before;
  const char *after;
  const char *end;
} Row;

#define NUMBER(n)   "prep={is " n "; copy current; return}"
#define ADD(n)      "prep={load current; add " n "; copy current; return}"
#define MULTIPLY(n) "prep={load current; times " n "; copy current; return}"
#define CHECK       "post={load current; action-if-negative negative; action positive}"

static const Row basic_rows[] = {
  { "/reference/basic/start",
    "node n " NUMBER ("5") "\nflow f start=n\nrun f",
    "{}", "{\"current\":5}", "= finished" },
  { "/reference/basic/chained-from-the-start",
    "node n " NUMBER ("5") "\nnode a " ADD ("3") "\nnode m " MULTIPLY ("2") "\nflow f start=n\nedge n a\nedge a m\nrun f",
    "{}", "{\"current\":16}", "= finished" },
  { "/reference/basic/sequence",
    "node n " NUMBER ("5") "\nnode a " ADD ("3") "\nnode m " MULTIPLY ("2") "\nedge n a\nedge a m\nflow f start=n\nrun f",
    "{}", "{\"current\":16}", "= finished" },
  { "/reference/basic/branch-positive",
    "node n " NUMBER ("5") "\nnode c " CHECK "\nnode p " ADD ("10") "\nnode q " ADD ("-20") "\n"
    "flow f start=n\nedge n c\nedge c positive p\nedge c negative q\nrun f",
    "{}", "{\"current\":15}", "= finished" },
  { "/reference/basic/branch-negative",
    "node n " NUMBER ("-5") "\nnode c " CHECK "\nnode p " ADD ("10") "\nnode q " ADD ("-20") "\n"
    "flow f start=n\nedge n c\nedge c positive p\nedge c negative q\nrun f",
    "{}", "{\"current\":-25}", "= finished" },
  { "/reference/basic/cycle-until-negative",
    "node n " NUMBER ("10") "\nnode c " CHECK "\nnode s " ADD ("-3") "\nnode e post={action cycle_done}\n"
    "flow f start=n\nedge n c\nedge c positive s\nedge c negative e\nedge s c\nrun f",
    "{}", "{\"current\":-2}", "= finished cycle_done" },
  { "/reference/basic/default-missing-warns",
    "node a post={}\nnode b\nflow f start=a\nedge a specific_action b\nrun f",
    "{}", "{}", "(Flow ends: 'None' not found in ['specific_action']) = finished" },
  { "/reference/basic/action-missing-warns",
    "node a post={action specific_action}\nnode b\nflow f start=a\nedge a b\nrun f",
    "{}", "{}", "(Flow ends: 'specific_action' not found in ['default']) = finished specific_action" },
};

static const Row composition_rows[] = {
  { "/reference/composition/a-flow-is-a-node",
    "node n " NUMBER ("5") "\nflow f1 start=n\nnode a " ADD ("10") "\nnode m " MULTIPLY ("2") "\n"
    "edge f1 a\nedge a m\nflow f2 start=f1\nflow f3 start=f2\nrun f3",
    "{}", "{\"current\":30}", "= finished" },
  { "/reference/composition/nested",
    "node n " NUMBER ("5") "\nflow inner start=n\nnode a " ADD ("3") "\nedge inner a\nflow middle start=inner\n"
    "node m " MULTIPLY ("4") "\nedge middle m\nflow outer start=middle\nrun outer",
    "{}", "{\"current\":32}", "= finished" },
  { "/reference/composition/flows-in-a-row",
    "node n " NUMBER ("10") "\nnode a " ADD ("10") "\nedge n a\nflow f1 start=n\nnode m " MULTIPLY ("2") "\n"
    "flow f2 start=m\nedge f1 f2\nflow outer start=f1\nrun outer",
    "{}", "{\"current\":40}", "= finished" },
  { "/reference/composition/the-inner-action-chooses-outside",
    "node n " NUMBER ("100") "\nnode s post={is \"inner_done\"; copy signal; action inner_done}\nedge n s\nflow inner start=n\n"
    "node a prep={is \"A\"; copy path; return}\nnode b prep={is \"B\"; copy path; return}\nflow outer start=inner\n"
    "edge inner inner_done b\nedge inner other_action a\nrun outer",
    "{}", "{\"current\":100,\"signal\":\"inner_done\",\"path\":\"B\"}", "= finished" },
};

#define SET(n)    "async prep={is " n "; copy current; return \"set_number\"} post={sleep 0.01; action number_set}"
#define INCREMENT "async prep={count current; return \"incremented\"} post={sleep 0.01; action done}"
#define GO(path)  "async prep={sleep 0.01; is \"" path "\"; copy path; return} post={sleep 0.01; return}"

static const Row async_rows[] = {
  { "/reference/async/a-node-alone",
    "node n " SET ("42") "\nrun n",
    "{}", "{\"current\":42}", "+0.01 = finished number_set" },
  { "/reference/async/a-node-alone-changes-the-store",
    "node i " INCREMENT "\nrun i",
    "{\"current\":10}", "{\"current\":11}", "+0.01 = finished done" },
  { "/reference/async/a-simple-flow",
    "node n " SET ("5") "\nnode i " INCREMENT "\nedge n number_set i\nflow f async start=n\nrun f",
    "{}", "{\"current\":6}", "+0.02 = finished done" },
  { "/reference/async/branch",
    "node s async exec={} post={sleep 0.01; load value; action-if-negative negative_branch; action positive_branch}\n"
    "node p post={is \"positive\"; copy path; return}\nnode q post={is \"negative\"; copy path; return}\n"
    "edge s positive_branch p\nedge s negative_branch q\nflow f async start=s\nrun f",
    "{\"value\":10}", "{\"value\":10,\"path\":\"positive\"}", "+0.01 = finished" },
  { "/reference/async/the-inner-action-chooses-outside",
    "node n " SET ("200") "\n"
    "node s async prep={sleep 0.01; return} post={is \"async_inner_done\"; copy signal; sleep 0.01; action async_inner_done}\n"
    "edge n number_set s\nflow inner async start=n\nnode a " GO ("AsyncA") "\nnode b " GO ("AsyncB") "\n"
    "flow outer async start=inner\nedge inner async_inner_done b\nedge inner other_action a\nrun outer",
    "{}", "{\"current\":200,\"signal\":\"async_inner_done\",\"path\":\"AsyncB\"}", "+0.05 = finished" },
};

#define CHUNKS(n) \
  "node c batch=each prep={load input; chunk " n "; return-last} exec={item; sum; return-last} " \
  "post={exec; copy chunks; action default}\n"
#define MAP_REDUCE(n) \
  CHUNKS (n) "node r prep={load chunks; sum; copy total; return}\nedge c r\nflow f start=c\nrun f"

static const Row batch_node_rows[] = {
  { "/reference/batch-node/chunks",
    CHUNKS ("10") "run c",
    "{\"input\":[0..24]}", "{\"input\":[0..24],\"chunks\":[45,145,110]}", "= finished default" },
  { "/reference/batch-node/map-reduce",
    MAP_REDUCE ("10"),
    "{\"input\":[0..99]}",
    "{\"input\":[0..99],\"chunks\":[45,145,245,345,445,545,645,745,845,945],\"total\":4950}", "= finished" },
  { "/reference/batch-node/uneven-chunks",
    MAP_REDUCE ("10"),
    "{\"input\":[0..24]}", "{\"input\":[0..24],\"chunks\":[45,145,110],\"total\":300}", "= finished" },
  { "/reference/batch-node/custom-chunk-size",
    MAP_REDUCE ("15"),
    "{\"input\":[0..99]}", "{\"input\":[0..99],\"chunks\":[105,330,555,780,1005,1230,945],\"total\":4950}",
    "= finished" },
  { "/reference/batch-node/chunks-of-one",
    MAP_REDUCE ("1"),
    "{\"input\":[0..4]}", "{\"input\":[0..4],\"chunks\":[0..4],\"total\":10}", "= finished" },
  { "/reference/batch-node/empty",
    MAP_REDUCE ("10"),
    "{\"input\":[]}", "{\"input\":[],\"chunks\":[],\"total\":0}", "= finished" },
  { "/reference/async-batch-node/chunks",
    "node c async batch=each prep={load input; chunk 10; return-last} exec={sleep 0.01; item; sum; return-last} "
    "post={exec; copy chunks; action processed}\nrun c",
    "{\"input\":[0..24]}", "{\"input\":[0..24],\"chunks\":[45,145,110]}", "+0.03 = finished processed" },
};

#define DOUBLE(wait) \
  "node p async batch=parallel prep={load input; return-last} exec={sleep " wait "; item; times 2; return-last} " \
  "post={exec; copy processed; action processed}\nrun p"

static const Row parallel_node_rows[] = {
  { "/reference/parallel-batch-node/at-the-same-time",
    DOUBLE ("0.1"),
    "{\"input\":[0..4]}", "{\"input\":[0..4],\"processed\":[0..8/2]}", "+0.1 = finished processed" },
  { "/reference/parallel-batch-node/empty",
    DOUBLE ("0.1"),
    "{\"input\":[]}", "{\"input\":[],\"processed\":[]}", "= finished processed" },
  { "/reference/parallel-batch-node/one-item",
    DOUBLE ("0.1"),
    "{\"input\":[42]}", "{\"input\":[42],\"processed\":[84]}", "+0.1 = finished processed" },
  { "/reference/parallel-batch-node/a-hundred-items",
    DOUBLE ("0.01"),
    "{\"input\":[0..99]}", "{\"input\":[0..99],\"processed\":[0..198/2]}", "+0.01 = finished processed" },
  { "/reference/parallel-batch-node/an-error",
    "node p async batch=parallel prep={load input; return-last} exec={item; error-if 2 Error processing item 2; return-item} "
    "post={exec; copy processed; action processed}\nrun p",
    "{\"input\":[1,2,3]}", "{\"input\":[1,2,3]}", "= failed: Error processing item 2" },
  { "/reference/parallel-batch-node/finishing-order",
    "node p async batch=parallel prep={load input; return-last} "
    "exec={item; pick [0.1,0.05,0.1,0.05]; sleep; item; show; return-item} post={exec; copy processed; action processed}\nrun p",
    "{\"input\":[0..3]}", "{\"input\":[0..3],\"processed\":[0..3]}", "+0.05 1 3 +0.05 0 2 = finished processed" },
};

#define ENTRIES "prep={load data; entries key; return-last}"
#define DATA    "{\"data\":{\"a\":1,\"b\":2,\"c\":3}"
#define BAD     "{\"data\":{\"normal_key\":1,\"error_key\":2,\"another_key\":3}"
#define GROUPS  "{\"groups\":{\"A\":[1,2],\"B\":[3,4]}"
#define TWICE   "node d prep={look-up /data/{key}; times 2; put-at /results/{key}; return}\n"
#define NUMBERED "prep={return [{\"key\":\"a\",\"by\":1},{\"key\":\"b\",\"by\":2},{\"key\":\"c\",\"by\":3}]}"

static const Row batch_flow_rows[] = {
  { "/reference/batch-flow/basic",
    TWICE "flow f batch=each start=d " ENTRIES "\nrun f",
    DATA "}", DATA ",\"results\":{\"a\":2,\"b\":4,\"c\":6}}", "= finished" },
  { "/reference/batch-flow/empty",
    TWICE "flow f batch=each start=d " ENTRIES "\nrun f",
    "{\"data\":{}}", "{\"data\":{}}", "= finished" },
  { "/reference/batch-flow/one-entry",
    TWICE "flow f batch=each start=d " ENTRIES "\nrun f",
    "{\"data\":{\"single\":5}}", "{\"data\":{\"single\":5},\"results\":{\"single\":10}}", "= finished" },
  { "/reference/batch-flow/an-error",
    "node d prep={param key; error-if \"error_key\" Error processing key: error_key; is true; put-at /results/{key}; return}\n"
    "flow f batch=each start=d " ENTRIES "\nrun f",
    BAD "}", BAD ",\"results\":{\"normal_key\":true}}", "= failed: Error processing key: error_key" },
  { "/reference/batch-flow/two-nodes",
    "node i post={look-up /data/{key}; add 1; put-at /between/{key}; return}\n"
    "node o post={look-up /between/{key}; times 2; put-at /results/{key}; return}\n"
    "edge i o\nflow f batch=each start=i " ENTRIES "\nrun f",
    "{\"data\":{\"x\":1,\"y\":2}}",
    "{\"data\":{\"x\":1,\"y\":2},\"between\":{\"x\":2,\"y\":3},\"results\":{\"x\":4,\"y\":6}}", "= finished" },
  { "/reference/batch-flow/custom-params",
    "node d post={look-up /data/{key}; times-param by; put-at /results/{key}; return}\n"
    "flow f batch=each start=d " NUMBERED "\nrun f",
    DATA "}", DATA ",\"results\":{\"a\":1,\"b\":4,\"c\":9}}", "= finished" },
  { "/reference/batch-flow/in-a-batch-flow",
    "node n prep={look-up /groups/{group}/{item}; return-last} exec={item; times 2; return-last} "
    "post={exec; append-at /results/{group}; return}\n"
    "flow inner batch=each start=n prep={look-up /groups/{group}; entries item; return-last}\n"
    "flow outer batch=each start=inner prep={load groups; entries group; return-last}\nrun outer",
    GROUPS "}", GROUPS ",\"results\":{\"A\":[2,4],\"B\":[6,8]}}", "= finished" },
};

#define TWICE_LATER \
  "node d async prep={look-up /data/{key}; put-at /results/{key}; return-last} " \
  "post={sleep 0.01; prep; times 2; put-at /results/{key}; action processed}\n"

static const Row async_batch_flow_rows[] = {
  { "/reference/async-batch-flow/basic",
    TWICE_LATER "flow f async batch=each start=d " ENTRIES "\nrun f",
    DATA "}", DATA ",\"results\":{\"a\":2,\"b\":4,\"c\":6}}", "+0.03 = finished" },
  { "/reference/async-batch-flow/empty",
    TWICE_LATER "flow f async batch=each start=d " ENTRIES "\nrun f",
    "{\"data\":{}}", "{\"data\":{}}", "= finished" },
  { "/reference/async-batch-flow/an-error",
    "node d async post={param key; error-if \"error_key\" Async error processing key: error_key; action processed}\n"
    "flow f async batch=each start=d " ENTRIES "\nrun f",
    BAD "}", BAD "}", "= failed: Async error processing key: error_key" },
  { "/reference/async-batch-flow/two-nodes",
    "node i async post={look-up /data/{key}; add 1; put-at /between/{key}; sleep 0.01; action next}\n"
    "node o async post={look-up /between/{key}; times 2; put-at /results/{key}; sleep 0.01; action done}\n"
    "edge i next o\nflow f async batch=each start=i " ENTRIES "\nrun f",
    "{\"data\":{\"x\":1,\"y\":2}}",
    "{\"data\":{\"x\":1,\"y\":2},\"between\":{\"x\":2,\"y\":3},\"results\":{\"x\":4,\"y\":6}}", "+0.04 = finished" },
  { "/reference/async-batch-flow/custom-params",
    "node d async post={sleep 0.01; look-up /data/{key}; times-param by; put-at /results/{key}; action done}\n"
    "flow f async batch=each start=d " NUMBERED "\nrun f",
    DATA "}", DATA ",\"results\":{\"a\":1,\"b\":4,\"c\":9}}", "+0.03 = finished" },
};

#define PROCESS(wait) \
  "node p async batch=parallel prep={look-up /batches/{id}; return-last} exec={sleep " wait "; item; times 2; return-last} " \
  "post={exec; put-at /processed/{id}; action processed}\n"
#define AGGREGATE \
  "node t async prep={load processed; flatten; return-last} exec={item; sum; sleep 0.01; item; sum; return-last} " \
  "post={exec; copy total; action aggregated}\nedge p processed t\n"
#define IN_PARALLEL "flow f async batch=parallel start=p prep={load batches; entries id; return-last}\nrun f"

static const Row parallel_flow_rows[] = {
  { "/reference/parallel-batch-flow/basic",
    PROCESS ("0.1") AGGREGATE IN_PARALLEL,
    "{\"batches\":[[1,2,3],[4,5,6],[7,8,9]]}",
    "{\"batches\":[[1,2,3],[4,5,6],[7,8,9]],"
    "\"processed\":{\"0\":[2,4,6],\"1\":[8,10,12],\"2\":[14,16,18]},\"total\":90}", "+0.11 = finished" },
  { "/reference/parallel-batch-flow/an-error",
    "node p async batch=parallel prep={look-up /batches/{id}; return-last} "
    "exec={item; error-if 2 Error processing item 2; return-item} post={exec; put-at /processed/{id}; action processed}\n"
    IN_PARALLEL,
    "{\"batches\":[[1,2,3],[4,5,6]]}", "{\"batches\":[[1,2,3],[4,5,6]],\"processed\":{\"1\":[4,5,6]}}",
    "= failed: Error processing item 2" },
  { "/reference/parallel-batch-flow/batches-of-different-sizes",
    PROCESS ("0.05") AGGREGATE IN_PARALLEL,
    "{\"batches\":[[1],[2,3,4],[5,6],[7,8,9,10]]}",
    "{\"batches\":[[1],[2,3,4],[5,6],[7,8,9,10]],"
    "\"processed\":{\"0\":[2],\"1\":[4,6,8],\"2\":[10,12],\"3\":[14,16,18,20]},\"total\":110}", "+0.06 = finished" },
  { "/reference/parallel-batch-flow/in-a-parallel-batch-flow",
    "node n async prep={look-up /groups/{group}/{item}; return-last} exec={item; times 2; return-last} "
    "post={exec; append-at /results/{group}; return}\n"
    "flow inner async batch=parallel start=n prep={look-up /groups/{group}; entries item; return-last}\n"
    "flow outer async batch=parallel start=inner prep={load groups; entries group; return-last}\nrun outer",
    GROUPS "}", GROUPS ",\"results\":{\"A\":[2,4],\"B\":[6,8]}}", "= finished" },
};

#define TRY(kind, settings, exec, fallback) \
  "node n " kind settings " prep={ensure-list /results; return} exec={" exec "} " fallback \
  "post={make attempts result; append-at /results; return}\n"
#define SYNC_FALLBACK  "fallback={return \"fallback\"} "
#define ASYNC_FALLBACK "fallback={sleep 0.01; return \"async_fallback\"} "

static const Row fallback_rows[] = {
  { "/reference/fallback/success",
    TRY ("", "", "return \"success\"", SYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":1,\"result\":\"success\"}]}", "= finished" },
  { "/reference/fallback/after-failure",
    TRY ("", "retries=2", "error Intentional failure", SYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":2,\"result\":\"fallback\"}]}", "= finished" },
  { "/reference/fallback/in-a-flow",
    TRY ("", "", "error Intentional failure", SYNC_FALLBACK)
    "node r prep={load results; return-last} exec={return-item} post={exec; copy final; return}\nedge n r\nflow f start=n\nrun f",
    "{}",
    "{\"results\":[{\"attempts\":1,\"result\":\"fallback\"}],\"final\":[{\"attempts\":1,\"result\":\"fallback\"}]}",
    "= finished" },
  { "/reference/fallback/none",
    TRY ("", "", "error Test error", "") "run n",
    "{}", "{\"results\":[]}", "= failed: Test error" },
  { "/reference/fallback/retries-first",
    TRY ("", "retries=3", "error Intentional failure", SYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":3,\"result\":\"fallback\"}]}", "= finished" },
  { "/reference/async-fallback/success",
    TRY ("async ", "", "return \"success\"", ASYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":1,\"result\":\"success\"}]}", "= finished" },
  { "/reference/async-fallback/after-failure",
    TRY ("async ", "retries=2", "error Intentional async failure", ASYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":2,\"result\":\"async_fallback\"}]}", "+0.01 = finished" },
  { "/reference/async-fallback/in-a-flow",
    TRY ("async ", "", "error Intentional async failure", ASYNC_FALLBACK)
    "node r async prep={look-up /results/0/result; return-last} exec={return-item} post={exec; copy final; action done}\n"
    "edge n r\nflow f async start=n\nrun f",
    "{}", "{\"results\":[{\"attempts\":1,\"result\":\"async_fallback\"}],\"final\":\"async_fallback\"}",
    "+0.01 = finished done" },
  { "/reference/async-fallback/none",
    TRY ("async ", "", "error Test async error", "") "run n",
    "{}", "{\"results\":[]}", "= failed: Test async error" },
  { "/reference/async-fallback/retries-first",
    TRY ("async ", "retries=3", "error Intentional async failure", ASYNC_FALLBACK) "run n",
    "{}", "{\"results\":[{\"attempts\":3,\"result\":\"async_fallback\"}]}", "+0.01 = finished" },
};

/* Writes "[0..24]" and "[0..8/2]" out. */
static char *
expand (const char *text)
{
  GString *all = g_string_new (NULL);

  while (*text != '\0')
    {
      int first = 0;
      int last = 0;
      int step = 1;
      int length = 0;

      if (sscanf (text, "[%d..%d%n", &first, &last, &length) != 2)
        {
          g_string_append_c (all, *text++);
          continue;
        }
      text += length;
      if (*text == '/')
        step = (int) g_ascii_strtoll (text + 1, (char **) &text, 10);
      for (int i = first; i <= last; i += step)
        g_string_append_printf (all, "%c%d", i == first ? '[' : ',', i);
    }
  return g_string_free (all, FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Probe) probe = probe_new (row->text);
  g_autofree char *before = expand (row->before);
  g_autofree char *after = expand (row->after);
  g_autofree char *store = NULL;

  probe->quiet = TRUE;
  g_assert_true (sluice_store_set_root (probe->store, probe_json (before), NULL));
  probe_finish (probe);
  store = sluice_json_write (sluice_store_get_root (probe->store), SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (probe->journal->str, ==, row->end);
  g_assert_cmpstr (store, ==, after);
}

static guint
add_rows (const Row *rows,
          guint      n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  return n_rows;
}

#define ADD_ROWS(rows) add_rows (rows, G_N_ELEMENTS (rows))

int
main (int   argc,
      char *argv[])
{
  guint n_rows = 0;

  g_test_init (&argc, &argv, NULL);

  n_rows += ADD_ROWS (basic_rows);
  n_rows += ADD_ROWS (composition_rows);
  n_rows += ADD_ROWS (async_rows);
  n_rows += ADD_ROWS (batch_node_rows);
  n_rows += ADD_ROWS (parallel_node_rows);
  n_rows += ADD_ROWS (batch_flow_rows);
  n_rows += ADD_ROWS (async_batch_flow_rows);
  n_rows += ADD_ROWS (parallel_flow_rows);
  n_rows += ADD_ROWS (fallback_rows);
  g_assert_cmpuint (n_rows, ==, 56);

  return g_test_run ();
}
