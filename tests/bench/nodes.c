/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The nodes that the engine's benchmarks visit. */

#include "nodes.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

typedef SluiceNode      Counter;
typedef SluiceNodeClass CounterClass;

typedef struct
{
  SluiceNode  parent_instance;
  SluiceValue request;
} Sleeper;

typedef SluiceNodeClass SleeperClass;

typedef struct
{
  SluiceNode  parent_instance;
  const char *from;
  const char *into;
} Pinger;

typedef SluiceNodeClass PingerClass;

GType counter_get_type (void);
GType sleeper_get_type (void);
GType pinger_get_type  (void);

G_DEFINE_TYPE (Counter, counter, SLUICE_TYPE_NODE)
G_DEFINE_TYPE (Sleeper, sleeper, SLUICE_TYPE_NODE)
G_DEFINE_TYPE (Pinger, pinger, SLUICE_TYPE_NODE)

static gint64 limit;
static gsize  peak;

void
bench_set_limit (gint64 new_limit)
{
  limit = new_limit;
}

gsize
bench_get_peak (void)
{
  return peak;
}

gsize
bench_get_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

gsize
bench_get_resident (void)
{
  g_autofree char *text = NULL;
  unsigned long pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) || sscanf (text, "%*u %lu", &pages) != 1)
    return 0;
  return (gsize) pages * sysconf (_SC_PAGESIZE);
}

static void
counter_prep (SluiceNode *node,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);

  sluice_call_return_value (call, sluice_value_ref (sluice_store_get (store, "n")));
}

static void
counter_exec (SluiceNode *node,
              SluiceCall *call)
{
  gint64 n = sluice_value_get_integer (sluice_call_get_prep_result (call));

  sluice_call_return_value (call, sluice_value_integer (n + 1));
}

static void
counter_post (SluiceNode *node,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  SluiceValue n = sluice_call_get_exec_result (call);

  sluice_store_set (store, "n", sluice_value_ref (n));
  if (sluice_value_get_integer (n) >= limit)
    sluice_call_return_action (call, "done");
  else
    sluice_call_return (call);
}

static void
counter_class_init (CounterClass *klass)
{
  klass->prep = counter_prep;
  klass->exec = counter_exec;
  klass->post = counter_post;
  klass->async = TRUE;
}

static void
counter_init (Counter *self)
{
}

SluiceNode *
bench_counter_new (void)
{
  return g_object_new (counter_get_type (), NULL);
}

static void
slept_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  sluice_call_return (call);
}

static void
sleeper_prep (SluiceNode *node,
              SluiceCall *call)
{
  SluiceValue items = sluice_value_array ();

  for (gint64 i = 0; sluice_node_get_batch (node) != SLUICE_BATCH_NONE && i < limit; i++)
    sluice_value_append (&items, sluice_value_integer (i));
  sluice_call_return_value (call, items);
}

static void
sleeper_exec (SluiceNode *node,
              SluiceCall *call)
{
  int item = sluice_call_get_item_index (call);

  sluice_call_begin_effect (call, "sleep", sluice_value_ref (((Sleeper *) node)->request), slept_cb, NULL, NULL);
  if (item >= 0 && item == limit - 1)
    peak = bench_get_memory ();
}

static void
sleeper_finalize (GObject *object)
{
  sluice_value_unref (((Sleeper *) object)->request);

  G_OBJECT_CLASS (sleeper_parent_class)->finalize (object);
}

static void
sleeper_class_init (SleeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sleeper_finalize;
  klass->prep = sleeper_prep;
  klass->exec = sleeper_exec;
  klass->async = TRUE;
}

static void
sleeper_init (Sleeper *self)
{
}

SluiceNode *
bench_sleeper_new (double      seconds,
                   SluiceBatch batch)
{
  Sleeper *self = g_object_new (sleeper_get_type (), "batch", batch, NULL);

  self->request = sluice_value_object ();
  sluice_value_set_member (&self->request, "seconds", sluice_value_real (seconds));
  return (SluiceNode *) self;
}

static void
got_cb (SluiceCall   *call,
        SluiceValue   result,
        const GError *error,
        gpointer      user_data)
{
  sluice_call_return_value (call, sluice_value_ref (result));
}

static void
pinger_exec (SluiceNode *node,
             SluiceCall *call)
{
  Pinger *self = (Pinger *) node;

  sluice_call_queue_put (call, self->into, sluice_value_integer (1), NULL, NULL, NULL);
  sluice_call_queue_get (call, self->from, got_cb, NULL, NULL);
}

static void
pinger_class_init (PingerClass *klass)
{
  klass->exec = pinger_exec;
  klass->async = TRUE;
}

static void
pinger_init (Pinger *self)
{
}

SluiceNode *
bench_pinger_new (gboolean serves)
{
  Pinger *self = g_object_new (pinger_get_type (), NULL);

  self->into = serves ? "ping" : "pong";
  self->from = serves ? "pong" : "ping";
  return (SluiceNode *) self;
}
