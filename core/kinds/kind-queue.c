/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* queue: puts into, takes from, waits for or counts a queue of the run, which all its lanes share. What does not
 * wait and finds nothing, or no room, goes on as "empty" or "full". */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

typedef enum
{
  SLUICE_QUEUE_DOES_PUT,
  SLUICE_QUEUE_DOES_GET,
  SLUICE_QUEUE_DOES_SIZE,
  SLUICE_QUEUE_DOES_WAIT,
} SluiceQueueDoes;

#define SLUICE_TYPE_QUEUE_DOES (sluice_queue_does_get_type ())
GType sluice_queue_does_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceQueueDoes, sluice_queue_does,
                    SLUICE_SETTING_CHOICE (SLUICE_QUEUE_DOES_PUT, "put", N_("Put")),
                    SLUICE_SETTING_CHOICE (SLUICE_QUEUE_DOES_GET, "get", N_("Take")),
                    SLUICE_SETTING_CHOICE (SLUICE_QUEUE_DOES_SIZE, "size", N_("Count Items")),
                    SLUICE_SETTING_CHOICE (SLUICE_QUEUE_DOES_WAIT, "wait", N_("Wait for One")))

#define SLUICE_TYPE_QUEUE_NODE (sluice_queue_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceQueueNode, sluice_queue_node, SLUICE, QUEUE_NODE, SluiceKindNode)

struct _SluiceQueueNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceQueueNode, sluice_queue_node, SLUICE_TYPE_KIND_NODE)

/* The result of a put is true: null says that there was no room. */
static void
put_cb (SluiceCall   *call,
        SluiceValue   result,
        const GError *error,
        gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_boolean (TRUE));
}

static void
got_cb (SluiceCall   *call,
        SluiceValue   result,
        const GError *error,
        gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

/* It was taken to be seen, and is put where it was: the queue was empty, and what came since may come first. */
static void
seen_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      item)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (*(SluiceValue *) item));
}

static void
item_free (gpointer data)
{
  SluiceValue *item = data;

  sluice_value_unref (*item);
  g_free (item);
}

static void
came_cb (SluiceCall   *call,
         SluiceValue   result,
         const GError *error,
         gpointer      queue)
{
  SluiceValue *item;

  if (error != NULL)
    {
      sluice_call_return_error (call, g_error_copy (error));
      return;
    }
  item = g_new (SluiceValue, 1);
  *item = sluice_value_ref (result);
  sluice_call_queue_put (call, sluice_queue_get_name (queue), sluice_value_ref (result), seen_cb, item, item_free);
}

/* The first item, which stays in it. */
static void
wait_for_item (SluiceCall  *call,
               SluiceQueue *queue)
{
  if (sluice_queue_get_size (queue) > 0)
    sluice_call_return_value (call, sluice_value_ref (sluice_queue_peek (queue, 0)));
  else
    sluice_call_queue_get (call, sluice_queue_get_name (queue), came_cb, sluice_queue_ref (queue),
                           (GDestroyNotify) sluice_queue_unref);
}

static void
put (SluiceCall  *call,
     SluiceQueue *queue,
     SluiceValue  settings,
     gboolean     waits)
{
  SluiceValue value = sluice_value_get_member (settings, "value");
  guint limit = sluice_queue_get_limit (queue);

  if (!waits && limit > 0 && sluice_queue_get_size (queue) >= limit)
    sluice_call_return (call);
  else
    sluice_call_queue_put (call, sluice_queue_get_name (queue),
                           sluice_value_ref (SLUICE_VALUE_IS_NULL (value) ? sluice_call_get_item (call) : value),
                           put_cb, NULL, NULL);
}

static void
sluice_queue_node_perform (SluiceKindNode *node,
                           SluiceCall     *call,
                           SluiceValue     settings)
{
  const char *name = sluice_value_get_member_string (settings, "queue");
  gint64 limit = sluice_value_get_integer (sluice_value_get_member (settings, "limit"));
  gboolean waits = sluice_value_get_boolean (sluice_value_get_member (settings, "wait"));
  SluiceQueueDoes does;
  SluiceQueue *queue;

  if (name == NULL || *name == '\0')
    {
      sluice_call_return_error (call, g_error_new (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                                   "“%s” has no queue: its name is empty.",
                                                   sluice_node_get_title (SLUICE_NODE (node))));
      return;
    }
  queue = sluice_run_ensure_queue (sluice_call_get_run (call), name);
  if (limit > 0)
    sluice_queue_set_limit (queue, (guint) limit);
  g_object_get (node, "does", &does, NULL);
  if (does == SLUICE_QUEUE_DOES_PUT)
    put (call, queue, settings, waits);
  else if (does == SLUICE_QUEUE_DOES_SIZE)
    sluice_call_return_value (call, sluice_value_integer (sluice_queue_get_size (queue)));
  else if (does == SLUICE_QUEUE_DOES_WAIT)
    wait_for_item (call, queue);
  else if (!waits && sluice_queue_get_size (queue) == 0)
    sluice_call_return (call);
  else
    sluice_call_queue_get (call, name, got_cb, NULL, NULL);
}

static void
sluice_queue_node_finish (SluiceKindNode *node,
                          SluiceCall     *call)
{
  SluiceQueueDoes does;
  gboolean waits;
  const char *action = NULL;

  g_object_get (node, "does", &does, "wait", &waits, NULL);
  if (!waits && does != SLUICE_QUEUE_DOES_WAIT && SLUICE_VALUE_IS_NULL (sluice_call_get_exec_result (call)))
    action = does == SLUICE_QUEUE_DOES_PUT ? "full" : "empty";
  sluice_call_return_action (call, action);
}

static void
sluice_queue_node_class_init (SluiceQueueNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_queue_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_queue_node_finish;

  g_object_class_install_property (object_class, 1,
    g_param_spec_enum ("does", N_("Does"), N_("What is done with the queue"), SLUICE_TYPE_QUEUE_DOES,
                       SLUICE_QUEUE_DOES_GET, flags));
  g_object_class_install_property (object_class, 2,
    sluice_setting_mark (g_param_spec_string ("queue", N_("Queue"), N_("Its name; all lanes of a run share it"), "",
                                              flags),
                         SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED));
  g_object_class_install_property (object_class, 3,
    sluice_setting_mark (g_param_spec_boxed ("value", N_("Value"), N_("What is put; without it, what prep gives"),
                                             SLUICE_TYPE_VALUE, flags),
                         SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, 4,
    g_param_spec_int ("limit", N_("Limit"), N_("How many items it holds; 0: as it is"), 0, 1000000, 0, flags));
  g_object_class_install_property (object_class, 5,
    g_param_spec_boolean ("wait", N_("Wait"), N_("Whether it waits for an item or for room; else the action is empty "
                                                 "or full"), TRUE, flags));
}

static void
sluice_queue_node_init (SluiceQueueNode *self)
{
}

static char **
dup_actions (SluiceValue node)
{
  SluiceValue settings = sluice_value_get_member (node, "settings");
  SluiceValue wait = sluice_value_get_member (settings, "wait");
  gboolean waits = SLUICE_VALUE_IS_NULL (wait) || sluice_value_get_boolean (wait);
  gboolean puts = g_strcmp0 (sluice_value_get_member_string (settings, "does"), "put") == 0;
  const char *does = sluice_value_get_member_string (settings, "does");
  gboolean takes = does == NULL || g_str_equal (does, "get");
  const char *actions[] = { "default", waits ? NULL : puts ? "full" : takes ? "empty" : NULL, NULL };

  return g_strdupv ((char **) actions);
}

const SluiceKind sluice_queue_kind = {
  .info = {
    .id = "queue",
    .title = N_("Queue"),
    .blurb = N_("Puts into, takes from, waits for or counts a queue that all lanes share."),
    .keywords = N_("put;get;channel;pipe;message;buffer;producer;consumer"),
    .category = "logic",
    .icon_name = "sluice-kind-queue-symbolic",
    .summary_setting = "queue",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_queue_node_get_type,
};
