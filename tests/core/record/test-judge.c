/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edited flows, judged by what has happened: a record of one flow, and what another would make of its visits. */

#include "compile/compile.h"
#include "debug/debugger.h"
#include "record/entries.h"
#include "record/judge.h"
#include "record/recorder.h"
#include "drawn.h"
#include "record-fixture.h"
#include "folder.h"

#define A(exec, post, next)                                                                         \
  "'a': { 'kind': 'script', 'prep': 'return shared.n', 'exec': '" exec "', 'post': '" post "',"     \
  " 'next': { " next " } }"
#define B "'b': { 'kind': 'script', 'exec': 'return 7', 'post': 'shared.b = exec_res' }"
#define C "'c': { 'kind': 'script' }"
#define LOOP(limit) "shared.n = exec_res if exec_res < " limit " then return [[again]] end return [[done]]"
#define MAIN(nodes) "'main': { 'start': 'a', 'nodes': { " nodes " } }"
#define EDGES "'again': 'a', 'done': 'b'"
#define FIRST MAIN (A ("return item + 1", LOOP ("3"), EDGES) "," B "," C)
#define SUB(post, next)                                                                             \
  MAIN ("'a': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'next': { " next " } }," B "," C)    \
  ", 'sub': { 'start': 'x', 'nodes': { 'x': { 'kind': 'script', 'post': '" post "' } } }"
#define BATCH(way, post)                                                                            \
  MAIN ("'a': { 'kind': 'script', 'batch': '" way "', 'prep': 'return { 1, 2, 3 }',"                \
        " 'exec': 'return item * 2', 'post': '" post "', 'next': { 'x': 'b', 'y': 'c' } }," B "," C)
#define SUM(limit)                                                                                  \
  "local sum = 0 for i = 1, #exec_res do sum = sum + exec_res[i] end"                               \
  " if sum > " limit " then return [[y]] end return [[x]]"

#define ENTRY "'kind': 'flow', 'settings': "
#define CHOOSE(when) "'post': 'if " when " then return [[y]] end return [[x]]'"
#define ENTRIES(way, when)                                                                          \
  MAIN ("'a': { " ENTRY "{ 'flow': 'sub' }, 'batch': '" way "',"                                    \
        " 'prep': 'return { { n = 1 }, { n = 2 }, { n = 3 } }', 'next': { 'default': 'b' } }," B)   \
  ", 'sub': { 'start': 'w', 'nodes': { 'w': { 'kind': 'script', 'next': { 'default': 'x' } },"      \
  " 'x': { 'kind': 'script', " CHOOSE (when) " } } }"
/* Sums from 1 + 10 to 2 + 20; what an outer entry gives lasts in the inner flow. */
#define NESTED(outer, inner, limit)                                                                 \
  MAIN ("'a': { " ENTRY "{ 'flow': 'mid' }, 'batch': '" outer "',"                                  \
        " 'prep': 'return { { n = 1 }, { n = 2 } }' }")                                             \
  ", 'mid': { 'start': 'm', 'nodes': { 'm': { " ENTRY "{ 'flow': 'sub' }, 'batch': '" inner "',"    \
  " 'prep': 'return { { k = params.n }, { k = params.n * 2 } }' } } }"                              \
  ", 'sub': { 'start': 'x', 'nodes': { 'x': { 'kind': 'script', "                                   \
  CHOOSE ("params.n + params.k > " limit) " } } }"

#define NESTED_SAID "7 sub/x x>- y>-; judged 7, skipped 0"

static const struct
{
  const char *name;
  const char *was; /* the flows that are run */
  const char *is;  /* those that are judged */
  const char *said;
} cases[] = {
  { "same", FIRST, FIRST, "judged 4, skipped 0" },
  { "post", FIRST, MAIN (A ("return item + 1", LOOP ("2"), EDGES) "," B "," C),
    "3 main/a again>main/a done>main/b; judged 4, skipped 0" },
  { "edge", FIRST, MAIN (A ("return item + 1", LOOP ("3"), "'again': 'a', 'done': 'c'") "," B "," C),
    "4 main/a done>main/b done>main/c; judged 4, skipped 0" },
  { "no-edge", FIRST, MAIN (A ("return item + 1", LOOP ("3"), "'again': 'a'") "," B "," C),
    "4 main/a done>main/b done>-; judged 4, skipped 0" },
  /* What exec would do is no matter: its result was paid for. */
  { "exec", FIRST, MAIN (A ("error([[never called]])", LOOP ("3"), EDGES) "," B "," C), "judged 4, skipped 0" },
  { "post-fails", FIRST, MAIN (A ("return 1", "error([[no]])", EDGES) "," B "," C),
    "2 main/a again>main/a !; 3 main/a again>main/a !; 4 main/a done>main/b !; judged 4, skipped 0" },
  { "gone", FIRST, MAIN (A ("return item + 1", LOOP ("3"), "'again': 'a'") "," C),
    "4 main/a done>main/b done>-; 5 main/b ->- !; judged 4, skipped 0" },
  { "asks", FIRST, MAIN (A ("return item + 1", "sleep(1) " LOOP ("3"), EDGES) "," B "," C), "judged 1, skipped 3, 3 asking" },
  { "failed", MAIN (A ("error([[no]])", LOOP ("3"), EDGES) "," B "," C), FIRST, "judged 0, skipped 1, 1 failed" },
  { "flow", SUB ("return [[x]]", "'x': 'b', 'y': 'c'"), SUB ("return [[x]]", "'x': 'c', 'y': 'b'"),
    "2 main/a x>main/b x>main/c; judged 3, skipped 0" },
  { "in-a-flow", SUB ("return [[x]]", "'x': 'b', 'y': 'c'"), SUB ("return [[y]]", "'x': 'b', 'y': 'c'"),
    "3 sub/x x>- y>-; judged 3, skipped 0" },
  { "items", BATCH ("each", SUM ("20")), BATCH ("each", SUM ("11")),
    "2 main/a x>main/b y>main/c; judged 2, skipped 0" },
  /* The params of entries. Both flows go by them, one after the other, side by side, and in one another. */
  { "entries", ENTRIES ("each", "params.n > 2"), ENTRIES ("each", "params.n > 1"),
    "6 sub/x x>- y>-; judged 8, skipped 0" },
  { "parallel-entries", ENTRIES ("parallel", "params.n > 2"), ENTRIES ("parallel", "params.n > 1"),
    "6 sub/x x>- y>-; judged 8, skipped 0" },
  { "nested-entries", NESTED ("each", "each", "4"), NESTED ("each", "each", "3"), NESTED_SAID },
  { "nested-parallel-entries", NESTED ("parallel", "parallel", "4"), NESTED ("parallel", "parallel", "3"), NESTED_SAID },
  { "parallel-in-each", NESTED ("each", "parallel", "4"), NESTED ("each", "parallel", "3"), NESTED_SAID },
  { "each-in-parallel", NESTED ("parallel", "each", "4"), NESTED ("parallel", "each", "3"), NESTED_SAID },
  { "parallel", BATCH ("parallel", SUM ("20")), BATCH ("parallel", SUM ("12")), "judged 2, skipped 0" },
};

static SluiceProgram *
compile (const char *flows)
{
  g_autofree char *drawing = g_strdup_printf ("'run': ['main'], 'shared': { 'n': 0 }, 'flows': { %s }", flows);

  return drawn_compile (drawing);
}

static void
record (const char *path,
        const char *flows)
{
  g_autoptr (SluiceProgram) program = compile (flows);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  recorder = fixture_record (run, path);
  sluice_run_join (run, NULL); /* one may fail */
  g_assert_true (sluice_recorder_close (recorder, &error));
}

static SluiceNode *
find_cb (const char *address,
         gpointer    user_data)
{
  return sluice_program_find_node (user_data, address);
}

static const char *
name (const char *text)
{
  return text != NULL ? text : "-";
}

static char *
judge (const char *path,
       const char *flows)
{
  g_autoptr (SluiceProgram) program = compile (flows);
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  GString *said = g_string_new (NULL);
  SluiceJudgeCounts counts;

  record = sluice_record_open (path, &error);
  g_assert_no_error (error);
  found = sluice_record_judge (record, find_cb, program, &counts, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      SluiceJudgement *judgement = g_ptr_array_index (found, i);

      g_string_append_printf (said, "%" G_GUINT64_FORMAT " %s %s>%s ", judgement->visit, judgement->node,
                              name (judgement->old_action), name (judgement->old_target));
      if (judgement->problem != NULL)
        g_string_append (said, "!; ");
      else
        g_string_append_printf (said, "%s>%s; ", name (judgement->new_action), name (judgement->new_target));
    }
  g_assert_cmpuint (counts.n_changed, ==, found->len);
  g_string_append_printf (said, "judged %" G_GUINT64_FORMAT ", skipped %" G_GUINT64_FORMAT, counts.n_judged,
                          counts.n_skipped);
  if (counts.n_asking > 0)
    g_string_append_printf (said, ", %" G_GUINT64_FORMAT " asking", counts.n_asking);
  if (counts.n_failed > 0)
    g_string_append_printf (said, ", %" G_GUINT64_FORMAT " failed", counts.n_failed);
  if (counts.n_unfinished > 0)
    g_string_append_printf (said, ", %" G_GUINT64_FORMAT " unfinished", counts.n_unfinished);
  return g_string_free (said, FALSE);
}

static void
test_judge (gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run", NULL);
  g_autofree char *said = NULL;
  guint i = GPOINTER_TO_UINT (data);

  record (path, cases[i].was);
  said = judge (path, cases[i].is);
  g_assert_cmpstr (said, ==, cases[i].said);
}

/* Up to where a person is asked, or to a breakpoint before @address; there the run is cancelled, or left as it is. */
static void
record_part (const char *path,
             const char *flows,
             const char *address,
             gboolean    cancels)
{
  g_autoptr (SluiceProgram) program = compile (flows);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecorder) recorder = fixture_record (run, path);

  if (address != NULL)
    sluice_breakpoints_set (breakpoints, address, TRUE);
  g_assert_true (sluice_run_start (run, &error));
  while (!sluice_debugger_is_stopped (debugger) && sluice_run_get_n_prompts (run) == 0)
    g_main_context_iteration (NULL, TRUE);
  if (cancels)
    sluice_run_cancel (run);
  g_assert_true (sluice_recorder_close (recorder, &error));
}

/* A run that was left says nothing of where its last visits lead. */
static void
test_unfinished (void)
{
  static const struct
  {
    const char *was;
    const char *address;
    const char *said;
  } parts[] = {
    { FIRST, "main/b", "judged 2, skipped 1, 1 unfinished" },
    { MAIN (A ("return item + 1", LOOP ("3"), EDGES) ", 'b': { 'kind': 'ask', 'settings': { 'prompt': '?' } }"), NULL,
      "judged 3, skipped 1, 1 unfinished" },
    { SUB ("return [[x]]", "'x': 'b'"), "main/b", "judged 1, skipped 1, 1 unfinished" },
    { SUB ("return [[x]]", "'x': 'b'"), "sub/x", "judged 0, skipped 1, 1 unfinished" },
    { MAIN (A ("return item + 1", "return [[x]]", "'x': 'b'") ", 'b': { 'kind': 'script', 'exec': 'error ([[no]])' }"),
      "main/b", "judged 0, skipped 1, 1 unfinished" },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autofree char *path = g_build_filename (folder, "run", NULL);
      g_autofree char *said = NULL;

      record_part (path, parts[i / 2].was, parts[i / 2].address, i % 2 == 0);
      said = judge (path, parts[i / 2].was);
      g_assert_cmpstr (said, ==, parts[i / 2].said);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run", NULL);
  g_autoptr (SluiceProgram) program = compile (FIRST);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SluiceRecord) old = NULL;
  g_autoptr (GError) error = NULL;
  SluiceJudgeCounts counts;

  record (path, FIRST);
  old = sluice_record_open (path, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (sluice_record_judge (old, find_cb, program, &counts, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The entry that a visit in a batch of flows is of, as the lane's frames at the place of @record have it. */
static int
get_entry (SluiceRecord *record)
{
  SluiceRecordLane *lane = sluice_record_choose_lane (record);

  g_assert_nonnull (lane);
  return lane->frames->len > 1 ? g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 2).entry : -1;
}

/* A record that is long enough to have snapshots knows it also where one of those was gone to. */
static void
test_seek (void)
{
  static const char flows[] =
    MAIN ("'a': { " ENTRY "{ 'flow': 'sub' }, 'batch': 'each',"
          " 'prep': 'local all = {} for i = 1, 300 do all[i] = { n = i } end return all' }")
    ", 'sub': { 'start': 'x', 'nodes': { 'x': { 'kind': 'script', 'exec': 'return string.rep([[-]], 2000)' } } }";
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run", NULL);
  g_autoptr (SluiceJournalReader) reader = NULL;

  record (path, flows);
  reader = sluice_journal_reader_new (path, NULL);
  g_assert_true (sluice_journal_reader_seek (reader, SLUICE_ENTRY_SNAPSHOT, G_MAXINT64));
  for (guint64 visit = 3; visit < 303; visit += 9)
    {
      g_autoptr (SluiceRecord) fresh = sluice_record_open (path, NULL);

      g_assert_true (sluice_record_seek (fresh, visit, NULL));
      g_assert_cmpint (get_entry (fresh), ==, (int) visit - 3);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/record/judge/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_judge);
    }
  g_test_add_func ("/record/judge/runs-that-were-left", test_unfinished);
  g_test_add_func ("/record/judge/cancelled", test_cancelled);
  g_test_add_func ("/record/judge/entries-of-a-seek", test_seek);
  return g_test_run ();
}
