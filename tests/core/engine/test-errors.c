/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each way in which a user or a node can be wrong: its code, and a message that names who and what. */

#include "probe.h"

typedef struct
{
  const char *path;
  const char *text;
  int         code;
  const char *message;
} ErrorRow;

static const ErrorRow rows[] = {
  { "/engine/errors/raised", "node a exec={error no}\nrun a", SLUICE_ENGINE_ERROR_FAILED, "no" },
  { "/engine/errors/unreturned", "node a async exec={drop}\nrun a", SLUICE_ENGINE_ERROR_NOT_RETURNED,
    "exec of “a” dropped its call without returning it." },
  { "/engine/errors/twice", "node a post={twice}\nrun a", SLUICE_ENGINE_ERROR_TWICE, "“a” returned a call twice." },
  { "/engine/errors/store-in-exec", "node a exec={set k 1}\nrun a", SLUICE_ENGINE_ERROR_PHASE,
    "exec of “a” asked for the store: only prep and post have it." },
  { "/engine/errors/action-in-prep", "node a prep={action x}\nrun a", SLUICE_ENGINE_ERROR_PHASE,
    "prep of “a” returned an action: only post does." },
  { "/engine/errors/action-is-no-string", "node a post={return 3}\nrun a", SLUICE_ENGINE_ERROR_PHASE,
    "post of “a” returned a value of type number: an action is a string, or nothing." },
  { "/engine/errors/no-list", "node a batch=each prep={return 3}\nrun a", SLUICE_ENGINE_ERROR_BATCH_ITEMS,
    "prep of the batch “a” returned a value of type number: a list is wanted." },
  { "/engine/errors/entry-is-no-object", "node a\nflow f start=a batch=each prep={return [1]}\nrun f",
    SLUICE_ENGINE_ERROR_BATCH_ITEMS, "Entry 0 of the batch flow “f” is a value of type number: an object of params is wanted." },
  { "/engine/errors/deadlock", "node a async prep={get q}\nnode b async prep={get r}\nrun a\nrun b",
    SLUICE_ENGINE_ERROR_DEADLOCK,
    "Deadlock: every lane waits for a queue. Lane 1 at a waits for an item of the queue “q”. "
    "Lane 2 at b waits for an item of the queue “r”." },
  { "/engine/errors/timeout", "node a async timeout=2 exec={hold}\nrun a", SLUICE_ENGINE_ERROR_TIMEOUT,
    "“a” took longer than 2 s." },
  { "/engine/errors/nobody-performs", "node a async exec={effect smell}\nrun a", SLUICE_ENGINE_ERROR_NO_PERFORMER,
    "Nobody here performs effects of type “smell”, which “a” asks for." },
};

static void
test_row (gconstpointer data)
{
  const ErrorRow *row = data;
  g_autoptr (Probe) probe = probe_new (row->text);
  const GError *error;

  probe_finish (probe);
  error = sluice_run_get_error (probe->run);
  g_assert_error (error, SLUICE_ENGINE_ERROR, row->code);
  g_assert_cmpstr (error->message, ==, row->message);
}

/* What returns after the run was cancelled has done nothing wrong. */
static void
test_returned_after_cancel (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={hold}\nrun a");

  probe_settle (probe);
  sluice_run_cancel (probe->run);
  probe_settle (probe);
  sluice_call_return (probe->held->pdata[0]);
  sluice_call_return_error (probe->held->pdata[0], g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                                                                       "too late"));
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
  g_assert_cmpstr (sluice_run_get_error (probe->run)->message, ==, "The run was cancelled.");
}

/* Rule F4: it ends without a visit of a node. */
static void
test_no_start (void)
{
  probe_check ("flow f post={action done}\nrun f", "f.post = finished done");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  g_test_add_func ("/engine/errors/returned-after-cancel", test_returned_after_cancel);
  g_test_add_func ("/engine/errors/no-start", test_no_start);

  return g_test_run ();
}
