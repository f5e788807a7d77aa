/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* script: exec is the person's own. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_SCRIPT_NODE (sluice_script_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceScriptNode, sluice_script_node, SLUICE, SCRIPT_NODE, SluiceKindNode)

struct _SluiceScriptNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceScriptNode, sluice_script_node, SLUICE_TYPE_KIND_NODE)

static void
sluice_script_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  SluicePhases *phases = sluice_kind_node_get_phases (node);

  if (phases->exec != NULL)
    sluice_phases_run (phases->exec, call);
  else
    sluice_call_return (call);
}

static void
sluice_script_node_class_init (SluiceScriptNodeClass *klass)
{
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_script_node_perform;
}

static void
sluice_script_node_init (SluiceScriptNode *self)
{
}

const SluiceKind sluice_script_kind = {
  .info = {
    .id = "script",
    .title = N_("Script"),
    .blurb = N_("Runs Lua that may read files, ask, sleep and use queues."),
    .keywords = N_("lua;code;program;function;compute;expression;transform;format;map;reduce;join;split;count"),
    .category = "logic",
    .icon_name = "sluice-kind-script-symbolic",
    .has_exec = TRUE,
  },
  .get_type = sluice_script_node_get_type,
};
