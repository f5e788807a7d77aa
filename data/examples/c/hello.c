/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A flow of one node. cc hello.c $(pkg-config --cflags --libs sluice) && ./a.out Ada */
#include <sluice.h>

G_DECLARE_FINAL_TYPE (Hello, hello, HELLO, NODE, SluiceNode)
struct _Hello { SluiceNode parent_instance; };
G_DEFINE_TYPE (Hello, hello, SLUICE_TYPE_NODE)

static void hello_post (SluiceNode *self, SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);

  g_print ("Hello, %s!\n", sluice_value_get_string (sluice_store_get (store, "name")));
  sluice_call_return_action (call, "done");
}

static void hello_class_init (HelloClass *klass) { SLUICE_NODE_CLASS (klass)->post = hello_post; }
static void hello_init (Hello *self) { }

int main (int argc, char **argv)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceNode) hello = g_object_new (hello_get_type (), "id", "hello", NULL);
  g_autoptr (SluiceFlow) flow = sluice_flow_new (hello);

  sluice_store_set (sluice_run_get_store (run), "name", sluice_value_string (argc > 1 ? argv[1] : "world"));
  sluice_run_add (run, SLUICE_NODE (flow));
  return sluice_run_join (run, NULL) ? 0 : 1;
}
