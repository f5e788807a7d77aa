/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A flow: a node that has a start, and owns the nodes it reaches from there. How it is run is in
 * lane.c; here are its wiring, and what can be refused before a run (rules A5, T8, F3). */

#include "engine/flow.h"

#include "engine/call.h"
#include "engine/lane-private.h"
#include "engine/node-private.h"

/**
 * SluiceFlow:
 *
 * A node that runs other nodes: from its start along the edges, as their actions say (rule F1).
 */

typedef struct
{
  SluiceNode *start;   /* owned */
  GPtrArray  *nodes;   /* owned: every node that is or was reached from the start, or was added */
  gboolean    collects;
} SluiceFlowPrivate;

enum
{
  PROP_0,
  PROP_START,
  PROP_ASYNC,
  PROP_COLLECT_ACTIONS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (SluiceFlow, sluice_flow, SLUICE_TYPE_NODE)

#define PRIV(flow) ((SluiceFlowPrivate *) sluice_flow_get_instance_private (flow))

/* Rule F2: the last action is the flow's own; with a batch there is none (rule BF1). */
void
sluice_flow_default_post (SluiceNode *self,
                          SluiceCall *call)
{
  sluice_call_return_value (call, sluice_value_ref (sluice_call_get_exec_result (call)));
}

/* First every node that is nobody else's loses its edges, then all are let go: so no node goes
 * from within another, and loops go too. */
static void
disown_nodes (SluiceFlow *self)
{
  g_autoptr (GPtrArray) nodes = g_steal_pointer (&PRIV (self)->nodes);

  PRIV (self)->nodes = g_ptr_array_new ();
  for (guint i = 0; i < nodes->len; i++)
    sluice_node_remove_owner (g_ptr_array_index (nodes, i), self);
  for (guint i = 0; i < nodes->len; i++)
    sluice_node_release (g_ptr_array_index (nodes, i));
}

static void
sluice_flow_dispose (GObject *object)
{
  SluiceFlow *self = SLUICE_FLOW (object);

  if (PRIV (self)->start != NULL)
    sluice_node_release (g_steal_pointer (&PRIV (self)->start));
  disown_nodes (self);

  G_OBJECT_CLASS (sluice_flow_parent_class)->dispose (object);
}

static void
sluice_flow_finalize (GObject *object)
{
  g_ptr_array_unref (PRIV (SLUICE_FLOW (object))->nodes);

  G_OBJECT_CLASS (sluice_flow_parent_class)->finalize (object);
}

static void
sluice_flow_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SluiceFlow *self = SLUICE_FLOW (object);

  switch (id)
    {
    case PROP_START: g_value_set_object (value, PRIV (self)->start); break;
    case PROP_ASYNC: g_value_set_boolean (value, sluice_node_is_async (SLUICE_NODE (self))); break;
    case PROP_COLLECT_ACTIONS: g_value_set_boolean (value, PRIV (self)->collects); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_flow_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SluiceFlow *self = SLUICE_FLOW (object);

  switch (id)
    {
    case PROP_START: sluice_flow_set_start (self, g_value_get_object (value)); break;
    case PROP_ASYNC: sluice_flow_set_async (self, g_value_get_boolean (value)); break;
    case PROP_COLLECT_ACTIONS: sluice_flow_set_collect_actions (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_flow_class_init (SluiceFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = sluice_flow_dispose;
  object_class->finalize = sluice_flow_finalize;
  object_class->get_property = sluice_flow_get_property;
  object_class->set_property = sluice_flow_set_property;

  props[PROP_START] = g_param_spec_object ("start", "Start", "The node it begins with", SLUICE_TYPE_NODE, flags);
  props[PROP_ASYNC] = g_param_spec_boolean ("async", "Async", "Whether its nodes may return later", FALSE, flags);
  props[PROP_COLLECT_ACTIONS] =
    g_param_spec_boolean ("collect-actions", "Collect actions",
                          "Whether post of a batch flow gets the list of each entry's last action", FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  SLUICE_NODE_CLASS (klass)->post = sluice_flow_default_post;
}

static void
sluice_flow_init (SluiceFlow *self)
{
  PRIV (self)->nodes = g_ptr_array_new ();
  sluice_node_get_private (SLUICE_NODE (self))->is_flow = TRUE;
}

/**
 * sluice_flow_new:
 * @start: (nullable) (transfer none): the node it begins with; %NULL: none (rule F4)
 *
 * Makes a plain flow: one whose nodes return before they leave their phases.
 *
 * Returns: (transfer full): the flow
 */
SluiceFlow *
sluice_flow_new (SluiceNode *start)
{
  SluiceFlow *self = g_object_new (SLUICE_TYPE_FLOW, NULL);

  sluice_flow_set_start (self, start);
  return self;
}

/**
 * sluice_flow_new_async:
 * @start: (nullable) (transfer none): the node it begins with
 *
 * Makes an async flow: its nodes may be async or plain (rule A4).
 *
 * Returns: (transfer full): the flow
 */
SluiceFlow *
sluice_flow_new_async (SluiceNode *start)
{
  SluiceFlow *self = sluice_flow_new (start);

  sluice_flow_set_async (self, TRUE);
  return self;
}

/**
 * sluice_flow_get_start:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the node it begins with
 */
SluiceNode *
sluice_flow_get_start (SluiceFlow *self)
{
  g_return_val_if_fail (SLUICE_IS_FLOW (self), NULL);

  return PRIV (self)->start;
}

/**
 * sluice_flow_set_start:
 * @self: a flow
 * @start: (nullable): the node it begins with
 *
 * Sets the start. The flow owns it and what it reaches, now or by edges wired later.
 */
void
sluice_flow_set_start (SluiceFlow *self,
                       SluiceNode *start)
{
  SluiceFlowPrivate *priv = PRIV (self);
  SluiceNode *before = priv->start;

  g_return_if_fail (SLUICE_IS_FLOW (self));
  g_return_if_fail (start == NULL || SLUICE_IS_NODE (start));

  if (before == start)
    return;
  priv->start = start != NULL ? g_object_ref (start) : NULL;
  if (start != NULL)
    sluice_flow_own (self, start);
  if (before != NULL)
    sluice_node_release (before);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_START]);
}

/**
 * sluice_flow_set_async:
 * @self: a flow
 * @async: whether its phases and nodes may return later
 *
 * Says whether the flow is async. A plain flow refuses async nodes (rule A5).
 */
void
sluice_flow_set_async (SluiceFlow *self,
                       gboolean    async)
{
  SluiceNodePrivate *node = sluice_node_get_private (SLUICE_NODE (self));

  g_return_if_fail (SLUICE_IS_FLOW (self));

  if (node->async == !!async)
    return;
  node->async = !!async;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ASYNC]);
}

/**
 * sluice_flow_set_collect_actions:
 * @self: a flow with batch
 * @collect: whether its post gets the list of each entry's last action instead of null (rule BF1)
 *
 * Says what post of a batch flow gets.
 */
void
sluice_flow_set_collect_actions (SluiceFlow *self,
                                 gboolean    collect)
{
  g_return_if_fail (SLUICE_IS_FLOW (self));

  if (PRIV (self)->collects == !!collect)
    return;
  PRIV (self)->collects = !!collect;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLLECT_ACTIONS]);
}

/**
 * sluice_flow_add_node:
 * @self: a flow
 * @node: a node
 *
 * Owns @node, and what it reaches, although the start does not reach it.
 */
void
sluice_flow_add_node (SluiceFlow *self,
                      SluiceNode *node)
{
  g_return_if_fail (SLUICE_IS_FLOW (self));
  g_return_if_fail (SLUICE_IS_NODE (node));

  sluice_flow_own (self, node);
}

void
sluice_flow_own (SluiceFlow *self,
                 SluiceNode *node)
{
  GPtrArray *nodes = PRIV (self)->nodes;
  guint next = nodes->len;

  if ((gpointer) node == (gpointer) self || !sluice_node_add_owner (node, self))
    return;

  /* The list itself says what is still to be looked at: everything from @next on. */
  g_ptr_array_add (nodes, g_object_ref (node));
  for (; next < nodes->len; next++)
    {
      const SluiceNodePrivate *priv = sluice_node_get_private (g_ptr_array_index (nodes, next));

      for (guint i = 0; i < priv->n_edges; i++)
        {
          SluiceNode *target = priv->edges[i].target;

          if (target != NULL && (gpointer) target != (gpointer) self && sluice_node_add_owner (target, self))
            g_ptr_array_add (nodes, g_object_ref (target));
        }
    }
}

GPtrArray *
sluice_flow_get_nodes (SluiceFlow *self)
{
  return PRIV (self)->nodes;
}

SluiceNode *
sluice_flow_peek_start (SluiceFlow *self)
{
  return PRIV (self)->start;
}

gboolean
sluice_flow_peek_collects (SluiceFlow *self)
{
  return PRIV (self)->collects;
}

typedef struct
{
  SluiceFlow *flow;
  guint       depth;
} Level;

static gboolean
check_level (const Level  *level,
             GArray       *levels,
             GHashTable   *seen,
             GError      **error)
{
  GPtrArray *nodes = sluice_flow_get_nodes (level->flow);
  gboolean async = sluice_node_is_async (SLUICE_NODE (level->flow));

  for (guint i = 0; i < nodes->len; i++)
    {
      SluiceNode *node = g_ptr_array_index (nodes, i);

      if (!async && sluice_node_is_async (node))
        {
          g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN,
                       "“%s” is async, but “%s”, which it is in, is a plain flow. Make the flow async.",
                       sluice_node_get_title (node), sluice_node_get_title (SLUICE_NODE (level->flow)));
          return FALSE;
        }
      if (SLUICE_IS_FLOW (node) && g_hash_table_add (seen, node))
        {
          Level inner = { SLUICE_FLOW (node), level->depth + 1 };

          g_array_append_val (levels, inner);
        }
    }
  return TRUE;
}

/**
 * sluice_flow_check:
 * @self: a flow
 * @error: return location for a #SluiceEngineError
 *
 * Finds what can be refused before a run: an async node in a plain flow at any depth (rule A5),
 * and flows nested too deep (rule F3).
 *
 * Returns: whether the flow can be run
 */
gboolean
sluice_flow_check (SluiceFlow  *self,
                   GError     **error)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Level first = { self, 1 };

  g_return_val_if_fail (SLUICE_IS_FLOW (self), FALSE);

  g_hash_table_add (seen, self);
  g_array_append_val (levels, first);
  for (guint i = 0; i < levels->len; i++)
    {
      Level level = g_array_index (levels, Level, i);

      if (level.depth > SLUICE_MAX_DEPTH)
        {
          g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TOO_DEEP,
                       "Flows are nested more than %d deep at “%s”.",
                       SLUICE_MAX_DEPTH, sluice_node_get_title (SLUICE_NODE (level.flow)));
          return FALSE;
        }
      if (!check_level (&level, levels, seen, error))
        return FALSE;
    }
  return TRUE;
}
