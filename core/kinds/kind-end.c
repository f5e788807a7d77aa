/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* end: names an end, and does nothing. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_END_NODE (sluice_end_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceEndNode, sluice_end_node, SLUICE, END_NODE, SluiceKindNode)

struct _SluiceEndNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceEndNode, sluice_end_node, SLUICE_TYPE_KIND_NODE)

static void
sluice_end_node_class_init (SluiceEndNodeClass *klass)
{
}

static void
sluice_end_node_init (SluiceEndNode *self)
{
}

const SluiceKind sluice_end_kind = {
  .info = {
    .id = "end",
    .title = N_("End"),
    .blurb = N_("Names an end of the flow."),
    .keywords = N_("stop;finish;done;exit"),
    .category = "flow",
    .icon_name = "sluice-kind-end-symbolic",
    .is_final = TRUE,
  },
  .get_type = sluice_end_node_get_type,
};
