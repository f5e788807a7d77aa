/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "worker.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  SluiceAsyncNode parent_instance;
  WorkerPlan      plan;
} Worker;

typedef struct
{
  SluiceAsyncNodeClass parent_class;
} WorkerClass;

GType worker_get_type (void);

G_DEFINE_TYPE (Worker, worker, SLUICE_TYPE_ASYNC_NODE)

static const WorkerPlan *
get_plan (SluiceCall *call)
{
  return &((Worker *) sluice_call_get_node (call))->plan;
}

/* How often it was visited before; one key each, so that lanes do not meet. */
static char *
get_key (SluiceCall *call,
         const char *what)
{
  SluiceValue entry = sluice_value_get_member (sluice_call_get_params (call), "entry");

  return g_strdup_printf ("%s-%s-%" G_GINT64_FORMAT, sluice_node_get_id (sluice_call_get_node (call)), what,
                          sluice_value_get_integer (entry));
}

static double last_now;

double
works_get_last_now (void)
{
  return last_now;
}

static void
worker_prep (SluiceNode *self,
             SluiceCall *call)
{
  const WorkerPlan *plan = get_plan (call);
  g_autofree char *key = get_key (call, "round");
  SluiceValue round = sluice_store_get (sluice_call_get_store (call, NULL), key);
  SluiceValue items = sluice_value_array ();

  if (plan->clock)
    last_now = sluice_call_get_now (call);
  if (plan->items == 0)
    {
      sluice_value_unref (items);
      sluice_call_return_value (call, sluice_value_integer (sluice_value_get_integer (round)));
      return;
    }
  for (int i = 0; i < plan->items; i++)
    sluice_value_append (&items, sluice_value_integer (i));
  sluice_call_return_value (call, items);
}

static void
work_done (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

static void
begin_work (SluiceCall   *call,
            SluiceValue   result,
            const GError *error,
            gpointer      user_data)
{
  const WorkerPlan *plan = get_plan (call);
  SluiceValue request = sluice_value_object ();
  g_autofree char *name = g_strdup_printf ("%s/%" G_GUINT64_FORMAT "/%d/%d",
                                           sluice_node_get_id (sluice_call_get_node (call)),
                                           sluice_call_get_visit (call), sluice_call_get_item_index (call),
                                           sluice_call_get_attempt (call));

  if (error != NULL || plan->idle)
    {
      sluice_value_unref (request);
      work_done (call, result, error, NULL);
      return;
    }
  sluice_value_set_member (&request, "name", sluice_value_string (name));
  sluice_value_set_member (&request, "with", sluice_value_ref (result));
  sluice_value_set_member (&request, "on", sluice_value_ref (sluice_call_get_item (call)));
  if (sluice_call_get_attempt (call) < plan->failures)
    sluice_value_set_member (&request, "fails", sluice_value_boolean (TRUE));
  if (plan->clock)
    sluice_value_set_member (&request, "now", sluice_value_real (sluice_call_get_now (call)));
  sluice_call_begin_effect (call, "work", request, work_done, NULL, NULL);
}

static void
worker_exec (SluiceNode *self,
             SluiceCall *call)
{
  const WorkerPlan *plan = get_plan (call);

  if (plan->sleep > 0)
    {
      SluiceValue request = sluice_value_object ();

      sluice_value_set_member (&request, "seconds", sluice_value_real (plan->sleep));
      sluice_call_begin_effect (call, "sleep", request, begin_work, NULL, NULL);
    }
  else if (plan->get != NULL)
    sluice_call_queue_get (call, plan->get, begin_work, NULL, NULL);
  else
    begin_work (call, sluice_value_null (), NULL, NULL);
}

static void
put_done (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  sluice_call_return_action (call, user_data);
}

static void
worker_post (SluiceNode *self,
             SluiceCall *call)
{
  const WorkerPlan *plan = get_plan (call);
  SluiceStore *store = sluice_call_get_store (call, NULL);
  g_autofree char *key = get_key (call, "round");
  gint64 round = sluice_value_get_integer (sluice_store_get (store, key)) + 1;
  g_autofree char *name = g_strdup_printf ("%s-%" G_GINT64_FORMAT, key, round);
  const char *action = round < plan->rounds ? "again" : NULL;

  sluice_store_set (store, key, sluice_value_integer (round));
  sluice_store_set (store, name, sluice_value_ref (sluice_call_get_exec_result (call)));
  if (plan->clock)
    sluice_store_set (store, "number", sluice_value_real (sluice_call_random (call)));
  if (plan->size > 0)
    {
      g_autofree char *text = g_strnfill ((gsize) plan->size, 'x');

      sluice_store_set (store, "large", sluice_value_string (text));
    }
  if (plan->put != NULL)
    sluice_call_queue_put (call, plan->put, sluice_value_ref (sluice_call_get_exec_result (call)), put_done,
                           (gpointer) action, NULL);
  else
    sluice_call_return_action (call, action);
}

static void
worker_class_init (WorkerClass *klass)
{
  SluiceNodeClass *node_class = SLUICE_NODE_CLASS (klass);

  node_class->prep = worker_prep;
  node_class->exec = worker_exec;
  node_class->post = worker_post;
}

static void
worker_init (Worker *self)
{
}

SluiceNode *
worker_new (const char       *id,
            const WorkerPlan *plan)
{
  Worker *self = g_object_new (worker_get_type (), NULL);
  g_autofree char *address = g_strdup_printf ("main/%s", id);

  self->plan = *plan;
  sluice_node_set_id (SLUICE_NODE (self), id);
  sluice_node_set_address (SLUICE_NODE (self), address);
  sluice_node_set_retries (SLUICE_NODE (self), plan->failures + 1);
  if (plan->failures > 0)
    sluice_node_set_wait (SLUICE_NODE (self), 0.001);
  if (plan->items > 0)
    sluice_node_set_batch (SLUICE_NODE (self), SLUICE_BATCH_PARALLEL, 0, SLUICE_ON_ERROR_LET_RUN);
  return SLUICE_NODE (self);
}

/* Flows */

static SluiceNode *
make_flow (const char *id,
           SluiceNode *start)
{
  SluiceNode *flow = SLUICE_NODE (sluice_flow_new_async (start));

  sluice_node_set_id (flow, id);
  sluice_node_set_address (flow, id);
  return flow;
}

static SluiceNode *
make_chain (const char       *id,
            guint             length,
            const WorkerPlan *plan)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", id, i);

      g_ptr_array_add (nodes, worker_new (name, plan));
      if (i > 0)
        sluice_node_next (g_ptr_array_index (nodes, i - 1), g_ptr_array_index (nodes, i), NULL);
      sluice_node_next (g_ptr_array_index (nodes, i), g_ptr_array_index (nodes, 0), "again");
    }
  return make_flow (id, g_ptr_array_index (nodes, 0));
}

static SluiceNode *
make_nested (void)
{
  g_autoptr (SluiceNode) inner = make_chain ("inner", 2, &(WorkerPlan) { .rounds = 2, .failures = 1 });
  g_autoptr (SluiceNode) middle = make_flow ("middle", inner);
  g_autoptr (SluiceNode) last = worker_new ("last", &(WorkerPlan) { .sleep = 0.001 });

  sluice_node_next (middle, last, NULL);
  return make_flow ("outer", middle);
}

static SluiceNode *
make_naps (void)
{
  g_autoptr (SluiceNode) first = worker_new ("first", &(WorkerPlan) { .sleep = 0.001, .idle = TRUE });
  g_autoptr (SluiceNode) second = worker_new ("second", &(WorkerPlan) { .sleep = 0.0005, .idle = TRUE });
  g_autoptr (SluiceNode) work = worker_new ("work", &(WorkerPlan) { .rounds = 4, .failures = 1, .sleep = 0.0005 });

  sluice_node_next (first, second, NULL);
  sluice_node_next (second, work, NULL);
  sluice_node_next (work, first, "again");
  return make_flow ("naps", first);
}

/* A batch flow, its entries numbered. */
typedef SluiceFlow      Entries;
typedef SluiceFlowClass EntriesClass;

GType entries_get_type (void);

G_DEFINE_TYPE (Entries, entries, SLUICE_TYPE_FLOW)

static void
entries_prep (SluiceNode *self,
              SluiceCall *call)
{
  SluiceValue list = sluice_value_array ();

  for (int i = 0; i < 3; i++)
    {
      SluiceValue entry = sluice_value_object ();

      sluice_value_set_member (&entry, "entry", sluice_value_integer (i));
      sluice_value_append (&list, entry);
    }
  sluice_call_return_value (call, list);
}

static void
entries_class_init (EntriesClass *klass)
{
  SLUICE_NODE_CLASS (klass)->prep = entries_prep;
}

static void
entries_init (Entries *self)
{
  sluice_flow_set_async (self, TRUE);
}

static SluiceNode *
make_entries (void)
{
  SluiceNode *flow = g_object_new (entries_get_type (), NULL);
  g_autoptr (SluiceNode) first = worker_new ("each", &(WorkerPlan) { .rounds = 2 });
  g_autoptr (SluiceNode) second = worker_new ("then", &(WorkerPlan) { .failures = 1 });

  sluice_node_next (first, first, "again");
  sluice_node_next (first, second, NULL);
  sluice_flow_set_start (SLUICE_FLOW (flow), first);
  sluice_node_set_id (flow, "entries");
  sluice_node_set_address (flow, "entries");
  sluice_node_set_batch (flow, SLUICE_BATCH_PARALLEL, 0, SLUICE_ON_ERROR_LET_RUN);
  return flow;
}

static void
add (SluiceRun  *run,
     SluiceNode *take_flow)
{
  sluice_run_add (run, take_flow);
  g_object_unref (take_flow);
}

const char *
works_name (Works works)
{
  static const char * const names[] = {
    "chain", "retry", "parallel", "queues", "nested", "entries", "clock", "naps", "race",
  };

  return names[works];
}

SluiceRun *
works_create_run (SluiceEngine *engine,
                  Works         works)
{
  SluiceRun *run = sluice_run_new (engine, NULL);

  switch (works)
    {
    case WORKS_CHAIN: add (run, make_chain ("chain", 3, &(WorkerPlan) { .rounds = 3 })); break;
    case WORKS_RETRY: add (run, make_chain ("retry", 3, &(WorkerPlan) { .failures = 2 })); break;
    case WORKS_PARALLEL: add (run, make_chain ("parallel", 2, &(WorkerPlan) { .items = 4, .failures = 1 })); break;
    case WORKS_QUEUES:
      add (run, make_chain ("give", 1, &(WorkerPlan) { .rounds = 4, .put = "line" }));
      add (run, make_chain ("take", 1, &(WorkerPlan) { .rounds = 4, .get = "line" }));
      break;
    case WORKS_NESTED: add (run, make_nested ()); break;
    case WORKS_ENTRIES: add (run, make_entries ()); break;
    case WORKS_CLOCK: add (run, make_chain ("clock", 2, &(WorkerPlan) { .rounds = 2, .clock = TRUE })); break;
    case WORKS_NAPS: add (run, make_naps ()); break;
    case WORKS_RACE:
      add (run, make_chain ("hare", 2, &(WorkerPlan) { .rounds = 4, .sleep = 0.0003, .idle = TRUE }));
      add (run, make_chain ("snail", 2, &(WorkerPlan) { .rounds = 3, .sleep = 0.0004, .idle = TRUE }));
      break;
    default: g_assert_not_reached ();
    }
  return run;
}

/* A loop that computes */

typedef SluiceNode      Counter;
typedef SluiceNodeClass CounterClass;

GType counter_get_type (void);

G_DEFINE_TYPE (Counter, counter, SLUICE_TYPE_NODE)

static void
counter_prep (SluiceNode *self,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);

  sluice_call_return_value (call, sluice_value_ref (sluice_store_get (store, "count")));
}

static void
counter_exec (SluiceNode *self,
              SluiceCall *call)
{
  gint64 count = sluice_value_get_integer (sluice_call_get_prep_result (call));

  sluice_call_return_value (call, sluice_value_integer (count + 1));
}

static void
counter_post (SluiceNode *self,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  SluiceValue count = sluice_call_get_exec_result (call);
  SluiceValue last = sluice_store_get (store, "last");

  sluice_store_set (store, "count", sluice_value_ref (count));
  sluice_call_return_action (call, sluice_value_get_integer (count) < sluice_value_get_integer (last) ? NULL : "end");
}

static void
counter_class_init (CounterClass *klass)
{
  klass->prep = counter_prep;
  klass->exec = counter_exec;
  klass->post = counter_post;
}

static void
counter_init (Counter *self)
{
}

SluiceRun *
works_create_loop (SluiceEngine *engine,
                   gint64        visits)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  SluiceRun *run = sluice_run_new (engine, store);
  g_autoptr (SluiceNode) a = g_object_new (counter_get_type (), "id", "a", "address", "main/a", NULL);
  g_autoptr (SluiceNode) b = g_object_new (counter_get_type (), "id", "b", "address", "main/b", NULL);

  sluice_store_set (store, "count", sluice_value_integer (0));
  sluice_store_set (store, "last", sluice_value_integer (visits));
  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, NULL);
  sluice_node_next (a, NULL, "end");
  sluice_node_next (b, NULL, "end");
  add (run, make_flow ("main", a));
  return run;
}

/* Who works */

typedef struct
{
  GRand          *random;
  OfficeNameFunc  name;
  OfficeWorkFunc  work;
  int             log; /* -1: none */
} Office;

typedef struct
{
  SluiceEffect   *effect;
  OfficeWorkFunc  work;
  int             left; /* turns */
} Job;

static void
office_free (gpointer data)
{
  Office *self = data;

  g_rand_free (self->random);
  if (self->log >= 0)
    close (self->log);
  g_free (self);
}

static gboolean
job_cb (gpointer data)
{
  Job *job = data;

  if (job->left-- > 0)
    return G_SOURCE_CONTINUE;
  job->work (job->effect);
  sluice_effect_unref (job->effect);
  g_free (job);
  return G_SOURCE_REMOVE;
}

static void
asked_cb (SluiceEffect *effect,
          gpointer      user_data)
{
  Office *office = user_data;
  Job *job;

  if (office->log >= 0)
    {
      g_autofree char *name = office->name (effect);
      g_autofree char *line = g_strdup_printf ("began %s\n", name);

      g_assert_cmpint (write (office->log, line, strlen (line)), ==, (gssize) strlen (line));
    }
  if (g_rand_int_range (office->random, 0, 4) == 0)
    {
      office->work (effect);
      return;
    }
  job = g_new (Job, 1);
  *job = (Job) { sluice_effect_ref (effect), office->work, g_rand_int_range (office->random, 0, 6) };
  g_idle_add (job_cb, job);
}

void
office_open (SluiceEngine   *engine,
             const char     *type,
             OfficeNameFunc  name,
             OfficeWorkFunc  work,
             guint32         seed,
             const char     *log)
{
  Office *office = g_new (Office, 1);

  office->random = g_rand_new_with_seed (seed);
  office->name = name;
  office->work = work;
  office->log = log != NULL ? open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  sluice_engine_set_performer (engine, type, asked_cb, office, office_free);
}

static char *
dup_work_name (SluiceEffect *effect)
{
  return g_strdup (sluice_value_get_member_string (sluice_effect_get_request (effect), "name"));
}

static void
do_work (SluiceEffect *effect)
{
  SluiceValue request = sluice_effect_get_request (effect);
  SluiceValue result = sluice_value_object ();

  if (sluice_value_get_boolean (sluice_value_get_member (request, "fails")))
    {
      sluice_value_unref (result);
      sluice_effect_return_error (effect, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                                                       "%s did not work.",
                                                       sluice_value_get_member_string (request, "name")));
      return;
    }
  sluice_value_set_member (&result, "did", sluice_value_ref (sluice_value_get_member (request, "on")));
  sluice_value_set_member (&result, "with", sluice_value_ref (sluice_value_get_member (request, "with")));
  sluice_effect_return_value (effect, result);
}

void
works_set_performer (SluiceEngine *engine,
                     guint32       seed,
                     const char   *log)
{
  office_open (engine, "work", dup_work_name, do_work, seed, log);
}

static void
forbidden_cb (SluiceEffect *effect,
              gpointer      user_data)
{
  g_error ("A replay asked for “%s”.", sluice_effect_get_effect_type (effect));
}

void
works_forbid (SluiceEngine *engine)
{
  static const char * const types[] = { "work", "sleep", "read", "list", "ask", "choose" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    sluice_engine_set_performer (engine, types[i], forbidden_cb, NULL, NULL);
}
