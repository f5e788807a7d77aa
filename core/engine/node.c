/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A node: its settings. What a visit keeps is never here (rule C1), so that many lanes can be in
 * one node at once. Its edges are in node-edges.c. */

#include "engine/node-private.h"

#include "base/ids.h"
#include "engine/call.h"

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_ADDRESS,
  PROP_RETRIES,
  PROP_WAIT,
  PROP_TIMEOUT,
  PROP_BATCH,
  PROP_LIMIT,
  PROP_ON_ERROR,
  PROP_PARAMS,
  PROP_DISABLED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (SluiceNode, sluice_node, G_TYPE_OBJECT)

#define PRIV(node) ((SluiceNodePrivate *) sluice_node_get_instance_private (node))

const char *sluice_default_action;

/**
 * SluiceNode:
 *
 * A step of a flow: prep, exec, post.
 *
 * Subclass it and override the phases you need. Each gets a [struct@Call], which it returns once.
 * A node object holds settings only, and is visited again and again, by several lanes at once:
 * what a visit keeps for itself belongs to its call (rule C1, sluice_call_set_object()), what must
 * last to the store.
 */

/**
 * SluiceNodeClass::prep:
 * @self: a node
 * @call: the call to return: with what exec is about
 *
 * Takes from the store what exec needs.
 */

/**
 * SluiceNodeClass::exec:
 * @self: a node
 * @call: the call to return: with the exec result
 *
 * Does the work, without the store; with a batch, once for each item. It is tried as often as
 * "retries" says (rule N4).
 */

/**
 * SluiceNodeClass::fallback:
 * @self: a node
 * @call: the call to return: with what stands for the exec result
 *
 * Is called once when every attempt of exec has failed (rule N7). The default raises the last
 * error again.
 */

/**
 * SluiceNodeClass::post:
 * @self: a node
 * @call: the call to return: with the action
 *
 * Writes to the store, and says which edge is next.
 */

/* Rule N1: a phase that is left out returns nothing. */
void
sluice_node_default_prep (SluiceNode *self,
                          SluiceCall *call)
{
  sluice_call_return (call);
}

void
sluice_node_default_exec (SluiceNode *self,
                          SluiceCall *call)
{
  sluice_call_return (call);
}

/* Rule N7: raises the same error again. */
void
sluice_node_default_fallback (SluiceNode *self,
                              SluiceCall *call)
{
  const GError *error = sluice_call_get_error (call);

  sluice_call_return_error (call, error != NULL ? g_error_copy (error) : NULL);
}

void
sluice_node_default_post (SluiceNode *self,
                          SluiceCall *call)
{
  sluice_call_return (call);
}

gboolean
sluice_node_is_default (void (*phase) (SluiceNode *, SluiceCall *))
{
  return phase == NULL || phase == sluice_node_default_prep || phase == sluice_node_default_exec
         || phase == sluice_node_default_fallback || phase == sluice_node_default_post
         || phase == sluice_flow_default_post;
}

SluiceNodePrivate *
sluice_node_get_private (SluiceNode *self)
{
  return PRIV (self);
}

/* Nodes hold nodes hold nodes: what goes while another goes waits its turn in a list. */
void
sluice_node_release (SluiceNode *node)
{
  static _Thread_local GPtrArray *waiting;
  GPtrArray *turn;

  if (waiting != NULL)
    {
      g_ptr_array_add (waiting, node);
      return;
    }

  turn = waiting = g_ptr_array_new ();
  g_object_unref (node);
  while (turn->len > 0)
    g_object_unref (g_ptr_array_steal_index_fast (turn, turn->len - 1));
  waiting = NULL;
  g_ptr_array_unref (turn);
}

static void
sluice_node_dispose (GObject *object)
{
  sluice_node_clear_edges (SLUICE_NODE (object));

  G_OBJECT_CLASS (sluice_node_parent_class)->dispose (object);
}

static void
sluice_node_finalize (GObject *object)
{
  SluiceNodePrivate *priv = PRIV (SLUICE_NODE (object));

  g_free (priv->id);
  g_free (priv->title);
  sluice_value_clear (&priv->params);
  g_clear_pointer (&priv->more_owners, g_ptr_array_unref);
  g_clear_pointer (&priv->overwritten, g_ptr_array_unref);

  G_OBJECT_CLASS (sluice_node_parent_class)->finalize (object);
}

static void
sluice_node_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SluiceNode *self = SLUICE_NODE (object);
  SluiceNodePrivate *priv = PRIV (self);

  switch (id)
    {
    case PROP_ID: g_value_set_string (value, priv->id); break;
    case PROP_TITLE: g_value_set_string (value, sluice_node_get_title (self)); break;
    case PROP_ADDRESS: g_value_set_static_string (value, priv->address); break;
    case PROP_RETRIES: g_value_set_int (value, priv->retries); break;
    case PROP_WAIT: g_value_set_double (value, priv->wait); break;
    case PROP_TIMEOUT: g_value_set_double (value, priv->timeout); break;
    case PROP_BATCH: g_value_set_enum (value, priv->batch); break;
    case PROP_LIMIT: g_value_set_uint (value, priv->limit); break;
    case PROP_ON_ERROR: g_value_set_enum (value, priv->on_error); break;
    case PROP_PARAMS: g_value_set_boxed (value, &priv->params); break;
    case PROP_DISABLED: g_value_set_boolean (value, priv->disabled); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_boxed_params (SluiceNode   *self,
                  const GValue *value)
{
  const SluiceValue *params = g_value_get_boxed (value);

  sluice_node_set_params (self, params != NULL ? sluice_value_ref (*params) : sluice_value_null ());
}

static void
sluice_node_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SluiceNode *self = SLUICE_NODE (object);
  SluiceNodePrivate *priv = PRIV (self);

  switch (id)
    {
    case PROP_ID: sluice_node_set_id (self, g_value_get_string (value)); break;
    case PROP_TITLE: sluice_node_set_title (self, g_value_get_string (value)); break;
    case PROP_ADDRESS: sluice_node_set_address (self, g_value_get_string (value)); break;
    case PROP_RETRIES: sluice_node_set_retries (self, g_value_get_int (value)); break;
    case PROP_WAIT: sluice_node_set_wait (self, g_value_get_double (value)); break;
    case PROP_TIMEOUT: sluice_node_set_timeout (self, g_value_get_double (value)); break;
    case PROP_BATCH: sluice_node_set_batch (self, g_value_get_enum (value), priv->limit, priv->on_error); break;
    case PROP_LIMIT: sluice_node_set_batch (self, priv->batch, g_value_get_uint (value), priv->on_error); break;
    case PROP_ON_ERROR: sluice_node_set_batch (self, priv->batch, priv->limit, g_value_get_enum (value)); break;
    case PROP_PARAMS: set_boxed_params (self, value); break;
    case PROP_DISABLED: sluice_node_set_disabled (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_ID] = g_param_spec_string ("id", "Id", "The node's name in its flow", NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", "Title", "What people call the node", NULL, flags);
  props[PROP_ADDRESS] = g_param_spec_string ("address", "Address", "Its place in a document", NULL, flags);
  props[PROP_RETRIES] = g_param_spec_int ("retries", "Attempts", "How many times exec is tried",
                                          G_MININT, G_MAXINT, 1, flags);
  props[PROP_WAIT] = g_param_spec_double ("wait", "Wait", "Seconds between two attempts",
                                          -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  props[PROP_TIMEOUT] = g_param_spec_double ("timeout", "Time limit", "Seconds an attempt may take; 0: any time",
                                             0.0, G_MAXDOUBLE, 0.0, flags);
  props[PROP_BATCH] = g_param_spec_enum ("batch", "Batch", "Whether exec runs once for each item, and how",
                                         SLUICE_TYPE_BATCH, SLUICE_BATCH_NONE, flags);
  props[PROP_LIMIT] = g_param_spec_uint ("limit", "At once",
                                         "How many items of a parallel batch run at once; 0: all",
                                         0, G_MAXUINT, 0, flags);
  props[PROP_ON_ERROR] = g_param_spec_enum ("on-error", "On error",
                                            "What the first error of a parallel batch does to the others",
                                            SLUICE_TYPE_ON_ERROR, SLUICE_ON_ERROR_LET_RUN, flags);
  props[PROP_PARAMS] = g_param_spec_boxed ("params", "Parameters", "What calls see as parameters outside a flow",
                                           SLUICE_TYPE_VALUE, flags);
  props[PROP_DISABLED] = g_param_spec_boolean ("disabled", "Disabled", "Whether a visit passes the node by",
                                               FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_node_class_init (SluiceNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sluice_node_dispose;
  object_class->finalize = sluice_node_finalize;
  object_class->get_property = sluice_node_get_property;
  object_class->set_property = sluice_node_set_property;
  install_properties (object_class);

  klass->prep = sluice_node_default_prep;
  klass->exec = sluice_node_default_exec;
  klass->fallback = sluice_node_default_fallback;
  klass->post = sluice_node_default_post;

  sluice_default_action = g_intern_static_string ("default");
}

static void
sluice_node_init (SluiceNode *self)
{
  PRIV (self)->retries = 1;
}

/**
 * sluice_node_get_id:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): its id in its flow
 */
const char *
sluice_node_get_id (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), NULL);

  return PRIV (self)->id;
}

/**
 * sluice_node_set_id:
 * @self: a node
 * @id: (nullable): its id in its flow
 *
 * Names the node.
 */
void
sluice_node_set_id (SluiceNode *self,
                    const char *id)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (g_strcmp0 (priv->id, id) == 0)
    return;
  g_free (priv->id);
  priv->id = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
}

/**
 * sluice_node_get_title:
 * @self: a node
 *
 * Gets what people call the node: its title, else its id, else the name of its type.
 *
 * Returns: (transfer none): the title
 */
const char *
sluice_node_get_title (SluiceNode *self)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_val_if_fail (SLUICE_IS_NODE (self), NULL);

  if (priv->title != NULL && *priv->title != '\0')
    return priv->title;
  return priv->id != NULL ? priv->id : G_OBJECT_TYPE_NAME (self);
}

/**
 * sluice_node_set_title:
 * @self: a node
 * @title: (nullable): what people call it
 *
 * Sets what people call the node.
 */
void
sluice_node_set_title (SluiceNode *self,
                       const char *title)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/**
 * sluice_node_get_address:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): its place in a document, interned: "main/approve"
 */
const char *
sluice_node_get_address (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), NULL);

  return PRIV (self)->address;
}

/**
 * sluice_node_set_address:
 * @self: a node
 * @address: (nullable): its place in a document
 *
 * Sets where events say the node is.
 */
void
sluice_node_set_address (SluiceNode *self,
                         const char *address)
{
  SluiceNodePrivate *priv = PRIV (self);
  const char *interned = sluice_address_intern (address);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->address == interned)
    return;
  priv->address = interned;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESS]);
}

/**
 * sluice_node_get_retries:
 * @self: a node
 *
 * Returns: how many times exec is tried at most (rule N4)
 */
int
sluice_node_get_retries (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), 0);

  return PRIV (self)->retries;
}

/**
 * sluice_node_set_retries:
 * @self: a node
 * @attempts: how many times exec is tried at most (rule N4); 0 or less: not at all (rule N6)
 *
 * Sets how often exec is tried.
 */
void
sluice_node_set_retries (SluiceNode *self,
                         int         attempts)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->retries == attempts)
    return;
  priv->retries = attempts;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RETRIES]);
}

/**
 * sluice_node_get_wait:
 * @self: a node
 *
 * Returns: seconds between two attempts (rule N5)
 */
double
sluice_node_get_wait (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), 0.0);

  return PRIV (self)->wait;
}

/**
 * sluice_node_set_wait:
 * @self: a node
 * @seconds: how long to wait between two attempts; 0 or less: not at all (rule N5)
 *
 * Sets the pause before another attempt.
 */
void
sluice_node_set_wait (SluiceNode *self,
                      double      seconds)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->wait == seconds)
    return;
  priv->wait = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAIT]);
}

/**
 * sluice_node_get_timeout:
 * @self: a node
 *
 * Returns: seconds an attempt of exec may take; 0: any time
 */
double
sluice_node_get_timeout (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), 0.0);

  return PRIV (self)->timeout;
}

/**
 * sluice_node_set_timeout:
 * @self: a node
 * @seconds: how long an attempt of exec may wait for its result; 0: as long as it takes
 *
 * An attempt that takes longer fails with %SLUICE_ENGINE_ERROR_TIMEOUT and is retried like any
 * other (rule N8). prep and post, where people are asked, have no limit.
 */
void
sluice_node_set_timeout (SluiceNode *self,
                         double      seconds)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->timeout == seconds)
    return;
  priv->timeout = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIMEOUT]);
}

/**
 * sluice_node_get_batch:
 * @self: a node
 *
 * Returns: whether exec runs once for each item, and how
 */
SluiceBatch
sluice_node_get_batch (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), SLUICE_BATCH_NONE);

  return PRIV (self)->batch;
}

/**
 * sluice_node_set_batch:
 * @self: a node
 * @batch: whether exec runs once for each item of what prep returns, and how
 * @limit: how many items of a parallel batch run at once; 0: all of them
 * @on_error: what the first error of a parallel batch does to the others (rule G3)
 *
 * Makes the node a batch (rules B1–G6), or none.
 */
void
sluice_node_set_batch (SluiceNode    *self,
                       SluiceBatch    batch,
                       guint          limit,
                       SluiceOnError  on_error)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->batch != batch)
    {
      priv->batch = batch;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BATCH]);
    }
  if (priv->limit != limit)
    {
      priv->limit = limit;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIMIT]);
    }
  if (priv->on_error != on_error)
    {
      priv->on_error = on_error;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ON_ERROR]);
    }
}

/**
 * sluice_node_get_params: (skip)
 * @self: a node
 *
 * Returns: (transfer none): the node's own params, an object or null
 */
SluiceValue
sluice_node_get_params (SluiceNode *self)
{
  return PRIV (self)->params;
}

/**
 * sluice_node_set_params: (skip)
 * @self: a node
 * @take_params: (transfer full): an object or null
 *
 * Sets the params calls see where the node runs alone or starts a run. In a flow the flow's
 * params take their place (rules P1, P3).
 */
void
sluice_node_set_params (SluiceNode  *self,
                        SluiceValue  take_params)
{
  g_return_if_fail (SLUICE_IS_NODE (self));

  if (!SLUICE_VALUE_IS_OBJECT (take_params) && !SLUICE_VALUE_IS_NULL (take_params))
    {
      g_critical ("the params of a node are an object or null");
      sluice_value_unref (take_params);
      return;
    }
  sluice_value_replace (&PRIV (self)->params, take_params);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PARAMS]);
}

/**
 * sluice_node_is_async:
 * @self: a node
 *
 * Returns: whether its phases may return later: as its class says, and a flow for itself
 */
gboolean
sluice_node_is_async (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), FALSE);

  return PRIV (self)->async || SLUICE_NODE_GET_CLASS (self)->async;
}

/**
 * sluice_node_get_disabled:
 * @self: a node
 *
 * Returns: whether a visit passes it by
 */
gboolean
sluice_node_get_disabled (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), FALSE);

  return PRIV (self)->disabled;
}

/**
 * sluice_node_set_disabled:
 * @self: a node
 * @disabled: whether a visit passes it by: no phase runs, and "default" is its action
 *
 * Has visits pass the node by.
 */
void
sluice_node_set_disabled (SluiceNode *self,
                          gboolean    disabled)
{
  SluiceNodePrivate *priv = PRIV (self);

  g_return_if_fail (SLUICE_IS_NODE (self));

  if (priv->disabled == !!disabled)
    return;
  priv->disabled = !!disabled;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DISABLED]);
}
