/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* flow: runs another flow as one node. One of another file was brought into the document before (kinds/link.h). Its
 * action is that flow's last one, unless post says otherwise (rule F2). */

#include "kinds/kind-flow.h"

#include <glib/gi18n-lib.h>

struct _SluiceFlowNode
{
  SluiceFlow   parent_instance;

  char        *flow;
  SluicePhases phases;
};

G_DEFINE_FINAL_TYPE (SluiceFlowNode, sluice_flow_node, SLUICE_TYPE_FLOW)

enum
{
  PROP_0,
  PROP_FLOW,
  N_PROPS,
};

static void
sluice_flow_node_prep (SluiceNode *node,
                       SluiceCall *call)
{
  sluice_phases_prep (&SLUICE_FLOW_NODE (node)->phases, call, sluice_phases_return, NULL);
}

static void
finish_cb (SluiceCall  *call,
           SluiceValue  result,
           gpointer     user_data)
{
  SluiceFlowNode *self = user_data;
  SluiceValue last_action = sluice_call_get_exec_result (call);

  if (self->phases.post == NULL && SLUICE_VALUE_IS_STRING (last_action))
    sluice_call_return_action (call, sluice_value_get_string (last_action));
  else
    sluice_call_return (call);
}

static void
sluice_flow_node_post (SluiceNode *node,
                       SluiceCall *call)
{
  sluice_phases_post (&SLUICE_FLOW_NODE (node)->phases, call, finish_cb, node);
}

static void
sluice_flow_node_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SluiceFlowNode *self = SLUICE_FLOW_NODE (object);

  switch (id)
    {
    case PROP_FLOW: g_value_set_string (value, self->flow); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_flow_node_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SluiceFlowNode *self = SLUICE_FLOW_NODE (object);

  switch (id)
    {
    case PROP_FLOW:
      g_free (self->flow);
      self->flow = g_value_dup_string (value);
      break;

    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_flow_node_finalize (GObject *object)
{
  SluiceFlowNode *self = SLUICE_FLOW_NODE (object);

  g_free (self->flow);
  sluice_phases_clear (&self->phases);
  G_OBJECT_CLASS (sluice_flow_node_parent_class)->finalize (object);
}

static void
sluice_flow_node_class_init (SluiceFlowNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  SluiceNodeClass *node_class = SLUICE_NODE_CLASS (klass);

  object_class->get_property = sluice_flow_node_get_property;
  object_class->set_property = sluice_flow_node_set_property;
  object_class->finalize = sluice_flow_node_finalize;
  node_class->prep = sluice_flow_node_prep;
  node_class->post = sluice_flow_node_post;
  node_class->async = TRUE;

  g_object_class_install_property (object_class, PROP_FLOW,
    sluice_setting_mark (g_param_spec_string ("flow", N_("Flow"),
                                              N_("The flow that it runs: an id, or a file as in other.flow.json#main"),
                                              NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS),
                         SLUICE_SETTING_FLOW, SLUICE_SETTING_REQUIRED));
}

static void
sluice_flow_node_init (SluiceFlowNode *self)
{
}

/**
 * sluice_flow_node_load: (skip)
 * @self: a new flow with its address set
 * @node: its object in a document: of a flow, or of a node of the kind "flow"
 * @error: return location for %SLUICE_KIND_ERROR or %SLUICE_SCRIPT_ERROR
 *
 * Reads settings and phases.
 *
 * Returns: whether all could be read
 */
gboolean
sluice_flow_node_load (SluiceFlowNode  *self,
                       SluiceValue      node,
                       GError         **error)
{
  SluiceValue flow = sluice_value_get_member (sluice_value_get_member (node, "settings"), "flow");
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self), "flow");

  return sluice_setting_set (G_OBJECT (self), pspec, flow, error)
         && sluice_phases_load (&self->phases, node, sluice_node_get_address (SLUICE_NODE (self)), error);
}

const char *
sluice_flow_node_get_flow (SluiceFlowNode *self)
{
  return self->flow;
}

const SluiceKind sluice_flow_kind = {
  .info = {
    .id = "flow",
    .title = N_("Flow"),
    .blurb = N_("Runs another flow, of this document or of another file, as one node."),
    .keywords = N_("subflow;nested;group;call;batch;loop;each;parallel;foreach;for each;map;subgraph;repeat"),
    .category = "flow",
    .icon_name = "sluice-kind-flow-symbolic",
    .summary_setting = "flow",
  },
  .get_type = sluice_flow_node_get_type,
};
