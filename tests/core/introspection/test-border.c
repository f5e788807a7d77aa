/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What other languages see of the engine and the store, from C, where leaks and late uses show. */

#include "base/json.h"
#include "engine/async-node.h"
#include "engine/call.h"
#include "engine/run.h"

#define LOOK_TYPE_NODE (look_node_get_type ())
G_DECLARE_FINAL_TYPE (LookNode, look_node, LOOK, NODE, SluiceAsyncNode)

struct _LookNode
{
  SluiceAsyncNode parent_instance;
  JsonNode       *request; /* of an effect to wait for, or NULL */
};

/* What was kept of the last run. Not in the node: the run holds that, and both hold the run. */
static SluiceLane *kept_lane;
static SluiceCall *kept_call;

G_DEFINE_FINAL_TYPE (LookNode, look_node, SLUICE_TYPE_ASYNC_NODE)

static void
look_node_prep (SluiceNode *node,
                SluiceCall *call)
{
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (JsonNode) seven = json_node_init_int (json_node_alloc (), 7);

  g_clear_pointer (&kept_lane, sluice_lane_unref);
  kept_lane = sluice_call_dup_lane (call);
  sluice_call_set_object (call, object);
  sluice_call_return_json (call, seven);
}

static void
got_result_cb (SluiceCall   *call,
               JsonNode     *result,
               const GError *error,
               gpointer      user_data)
{
  (*(guint *) user_data)++;
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_json (call, result);
}

static guint n_results;
static guint n_destroyed;

static void
destroy_cb (gpointer user_data)
{
  n_destroyed++;
}

static void
look_node_exec (SluiceNode *node,
                SluiceCall *call)
{
  LookNode *self = LOOK_NODE (node);
  g_autoptr (JsonNode) item = sluice_call_dup_item_json (call);

  g_assert_true (G_IS_OBJECT (sluice_call_get_object (call)));
  g_assert_cmpint (json_node_get_int (item), ==, 7);
  g_clear_pointer (&kept_call, sluice_call_unref);
  kept_call = sluice_call_ref (call);
  if (self->request != NULL)
    sluice_call_begin_effect_json (call, "ask", self->request, got_result_cb, &n_results, destroy_cb);
  else
    sluice_call_return_json (call, item);
}

static void
look_node_post (SluiceNode *node,
                SluiceCall *call)
{
  g_autoptr (JsonNode) result = sluice_call_dup_exec_result_json (call);
  g_autoptr (GError) error = NULL;

  sluice_store_set_json (sluice_call_get_store (call, NULL), "result", result, &error);
  g_assert_no_error (error);
  sluice_call_return (call);
}

static void
look_node_finalize (GObject *object)
{
  g_clear_pointer (&LOOK_NODE (object)->request, json_node_unref);
  G_OBJECT_CLASS (look_node_parent_class)->finalize (object);
}

static void
look_node_class_init (LookNodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = look_node_finalize;
  SLUICE_NODE_CLASS (klass)->prep = look_node_prep;
  SLUICE_NODE_CLASS (klass)->exec = look_node_exec;
  SLUICE_NODE_CLASS (klass)->post = look_node_post;
}

static void
look_node_init (LookNode *self)
{
  n_results = n_destroyed = 0;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sluice_json_node_from_text (text, &error);

  g_assert_no_error (error);
  return node;
}

/* A run of @node in an async flow, with an engine and store of its own. */
static SluiceRun *
start (LookNode *node)
{
  g_autoptr (SluiceFlow) flow = sluice_flow_new_async (SLUICE_NODE (node));
  g_autoptr (GError) error = NULL;
  SluiceRun *run = g_object_new (SLUICE_TYPE_RUN, NULL);

  sluice_run_add (run, SLUICE_NODE (flow));
  g_assert_true (sluice_run_start (run, &error));
  g_assert_no_error (error);
  return run;
}

static void
test_lane_outlives_its_run (void)
{
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, "id", "look", NULL);
  g_autoptr (SluiceRun) run = start (node);
  g_autofree char *path = NULL;

  g_assert_true (sluice_node_is_async (SLUICE_NODE (node)));
  g_assert_true (sluice_run_join (run, NULL));
  g_clear_object (&run);

  g_assert_cmpint (sluice_lane_get_id (kept_lane), ==, 1);
  g_assert_cmpint (sluice_lane_get_state (kept_lane), ==, SLUICE_LANE_ENDED);
  g_assert_null (sluice_lane_get_node (kept_lane));
  g_assert_null (sluice_lane_get_frame (kept_lane, 0));
  g_assert_null (sluice_lane_dup_waits_for (kept_lane));
  path = sluice_lane_dup_path (kept_lane);
  g_assert_cmpstr (path, ==, "");
}

static void
test_call_outlives_its_run (void)
{
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, "id", "look", NULL);
  g_autoptr (SluiceRun) run = start (node);
  g_autoptr (JsonNode) item = NULL;

  g_assert_true (sluice_run_join (run, NULL));
  g_clear_object (&run);

  item = sluice_call_dup_item_json (kept_call);
  g_assert_cmpint (json_node_get_int (item), ==, 7);
  g_assert_null (sluice_call_dup_lane (kept_call));
  g_assert_null (sluice_call_get_object (kept_call));
}

static SluiceEffect *
wait_for_prompt (SluiceRun *run)
{
  while (sluice_run_get_n_prompts (run) == 0)
    g_main_context_iteration (NULL, TRUE);
  return sluice_run_dup_prompt (run, 0);
}

static void
test_prompt_is_answered (void)
{
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, NULL);
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceEffect) prompt = NULL;
  g_autoptr (JsonNode) request = NULL;
  g_autoptr (JsonNode) answer = parse ("[1,2.0]");
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  node->request = parse ("{\"prompt\":\"Who?\"}");
  run = start (node);
  prompt = wait_for_prompt (run);
  request = sluice_effect_dup_request_json (prompt);
  g_assert_true (json_node_equal (request, node->request));
  g_assert_true (sluice_run_answer_json (run, sluice_effect_get_id (prompt), answer, &error));
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (run, NULL));

  result = sluice_store_dup_json (sluice_run_get_store (run), "result");
  text = sluice_json_node_to_text (result, NULL);
  g_assert_cmpstr (text, ==, "[1,2.0]");
  g_assert_cmpuint (n_results, ==, 1);
  g_assert_cmpuint (n_destroyed, ==, 1);
  g_assert_null (sluice_effect_dup_lane (prompt));
}

/* The function is not called, what belongs to it goes. */
static void
test_cancel_frees_what_waits (void)
{
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, NULL);
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceEffect) prompt = NULL;

  node->request = parse ("{\"prompt\":\"Who?\"}");
  run = start (node);
  prompt = wait_for_prompt (run);
  sluice_run_cancel (run);
  g_assert_false (sluice_run_join (run, NULL));
  g_assert_cmpuint (n_results, ==, 0);
  g_assert_cmpuint (n_destroyed, ==, 1);
}

static void
test_no_json_is_an_error (void)
{
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, "id", "look", NULL);
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (GError) error = NULL;

  node->request = json_node_init_double (json_node_alloc (), 0.0 / 0.0);
  run = start (node);
  g_assert_false (sluice_run_join (run, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "“look” gave what JSON can't hold: "));
  g_assert_cmpuint (n_results, ==, 0);
  g_assert_cmpuint (n_destroyed, ==, 1);
}

static void
keep_event_cb (SluiceRun         *run,
               const SluiceEvent *event,
               gpointer           user_data)
{
  g_ptr_array_add (user_data, sluice_event_copy (event));
}

/* The JSON of a copy, once its run has gone, is that of the event. */
static void
add_text_cb (SluiceRun         *run,
             const SluiceEvent *event,
             gpointer           user_data)
{
  g_autoptr (JsonNode) json = sluice_event_to_json (event);

  g_ptr_array_add (user_data, sluice_json_node_to_text (json, NULL));
}

static void
test_events_are_kept (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_event_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LookNode) node = g_object_new (LOOK_TYPE_NODE, "id", "look", NULL);
  g_autoptr (SluiceRun) run = NULL;
  guint n_lanes = 0;

  run = start (node);
  sluice_run_watch (run, SLUICE_EVENT_MASK_ALL, keep_event_cb, events, NULL);
  sluice_run_watch (run, SLUICE_EVENT_MASK_ALL, add_text_cb, texts, NULL);
  g_assert_true (sluice_run_join (run, NULL));
  g_clear_object (&run);

  g_assert_cmpuint (events->len, >, 10);
  g_assert_cmpuint (events->len, ==, texts->len);
  for (guint i = 0; i < events->len; i++)
    {
      SluiceEvent *event = g_ptr_array_index (events, i);
      g_autoptr (SluiceLane) lane = sluice_event_dup_lane (event);
      g_autoptr (JsonNode) json = sluice_event_to_json (event);
      g_autofree char *text = sluice_json_node_to_text (json, NULL);

      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
      g_assert_null (sluice_event_dup_error (event));
      if (lane != NULL)
        g_assert_cmpint (sluice_lane_get_state (lane), ==, SLUICE_LANE_ENDED);
      n_lanes += lane != NULL;
    }
  g_assert_cmpuint (n_lanes, >, 0);
}

static void
test_queue_is_used (void)
{
  g_autoptr (SluiceRun) run = g_object_new (SLUICE_TYPE_RUN, NULL);
  g_autoptr (SluiceQueue) queue = sluice_run_make_queue (run, "post");
  g_autoptr (SluiceQueue) again = sluice_run_dup_queue (run, 0);
  g_autoptr (JsonNode) item = parse ("{\"n\":[1]}");
  g_autoptr (JsonNode) bad = json_node_init_double (json_node_alloc (), 1.0 / 0.0);
  g_autoptr (JsonNode) items = NULL;
  g_autoptr (JsonNode) got = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (queue == again);
  sluice_queue_set_limit (queue, 1);
  g_assert_true (sluice_queue_try_put_json (queue, item, NULL));
  g_assert_false (sluice_queue_try_put_json (queue, item, &error));
  g_assert_no_error (error);
  g_assert_false (sluice_queue_try_put_json (queue, bad, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE);

  items = sluice_queue_dup_items_json (queue);
  text = sluice_json_node_to_text (items, NULL);
  g_assert_cmpstr (text, ==, "[{\"n\":[1]}]");
  got = sluice_queue_try_get_json (queue);
  g_assert_true (json_node_equal (got, item));
  g_assert_null (sluice_queue_try_get_json (queue));
}

static void
test_params_are_an_object (void)
{
  g_autoptr (SluiceNode) node = g_object_new (LOOK_TYPE_NODE, "id", "look", NULL);
  g_autoptr (JsonNode) object = parse ("{\"k\":true}");
  g_autoptr (JsonNode) array = parse ("[]");
  g_autoptr (JsonNode) params = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_node_set_params_json (node, object, NULL));
  g_assert_false (sluice_node_set_params_json (node, array, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "The params of “look” must be an object, not array");
  params = sluice_node_dup_params_json (node);
  g_assert_true (json_node_equal (params, object));
}

static void
test_store_is_made_of_an_object (void)
{
  g_autoptr (JsonNode) array = parse ("[]");
  g_autoptr (JsonNode) object = parse ("{\"a\":{\"b\":null}}");
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (SluiceStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_store_new_json (array, &error));
  g_assert_error (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT);
  g_clear_error (&error);

  store = sluice_store_new_json (object, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sluice_store_get_version (store), ==, 0);
  g_assert_true (sluice_store_change_json (store, SLUICE_CHANGE_REPLACE, "/a/b", object, NULL));
  value = sluice_store_lookup_json (store, "/a/b/a/b", &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_NULL (value));
  g_assert_null (sluice_store_lookup_json (store, "/nothing", &error));
  g_assert_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_NOT_FOUND);
}

static int
run_tests (void)
{
  int result = g_test_run ();

  g_clear_pointer (&kept_lane, sluice_lane_unref);
  g_clear_pointer (&kept_call, sluice_call_unref);
  return result;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/border/lane/outlives-its-run", test_lane_outlives_its_run);
  g_test_add_func ("/border/call/outlives-its-run", test_call_outlives_its_run);
  g_test_add_func ("/border/call/cancel-frees-what-waits", test_cancel_frees_what_waits);
  g_test_add_func ("/border/call/no-json-is-an-error", test_no_json_is_an_error);
  g_test_add_func ("/border/prompt/is-answered", test_prompt_is_answered);
  g_test_add_func ("/border/events/are-kept", test_events_are_kept);
  g_test_add_func ("/border/queue/is-used", test_queue_is_used);
  g_test_add_func ("/border/node/params-are-an-object", test_params_are_an_object);
  g_test_add_func ("/border/store/is-made-of-an-object", test_store_is_made_of_an_object);
  return run_tests ();
}
