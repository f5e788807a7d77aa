/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks along edges: nodes that a run cannot come to, and flows that contain themselves. */

#include "graph/check-private.h"

#include <glib/gi18n-lib.h>

#include "base/pointer.h"

/* Nodes */

typedef void (*TargetFunc) (const char *target,
                            gpointer    user_data);

static void
for_each_target (SluiceDocument *document,
                 const char     *flow,
                 const char     *node,
                 TargetFunc      func,
                 gpointer        user_data)
{
  g_autofree char *address = g_strconcat (flow, "/", node, NULL);
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");
  SluiceValueIter iter;
  SluiceValue target;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, NULL, &target))
    if (SLUICE_VALUE_IS_STRING (target))
      func (sluice_value_get_string (target), user_data);
}

typedef struct
{
  GHashTable *reached; /* set of node ids */
  GPtrArray  *open;    /* those whose edges have not been followed */
} Reach;

static void
reach (const char *target,
       gpointer    user_data)
{
  Reach *self = user_data;

  if (g_hash_table_add (self->reached, (gpointer) target))
    g_ptr_array_add (self->open, (gpointer) target);
}

static void
note_target (const char *target,
             gpointer    user_data)
{
  g_hash_table_add (user_data, (gpointer) target);
}

/* What a run can come to from the start; everything if there is no start: that is said elsewhere. */
static GHashTable *
find_reached (SluiceDocument *document,
              const char     *flow)
{
  Reach self = { g_hash_table_new (g_str_hash, g_str_equal), g_ptr_array_new () };
  const char *start = sluice_document_get_start (document, flow);

  for (guint i = 0; start == NULL && i < sluice_document_get_n_nodes (document, flow); i++)
    reach (sluice_document_get_node_id (document, flow, i), &self);
  if (start != NULL)
    reach (start, &self);
  while (self.open->len > 0)
    for_each_target (document, flow, g_ptr_array_steal_index (self.open, self.open->len - 1), reach,
                     &self);
  g_ptr_array_unref (self.open);
  return self.reached;
}

void
sluice_check_reach (SluiceCheck *check,
                    const char  *flow)
{
  SluiceDocument *document = check->document;
  g_autoptr (GHashTable) reached = find_reached (document, flow);
  g_autoptr (GHashTable) targets = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = sluice_document_get_n_nodes (document, flow);

  for (guint i = 0; i < n; i++)
    for_each_target (document, flow, sluice_document_get_node_id (document, flow, i), note_target,
                     targets);
  for (guint i = 0; i < n; i++)
    {
      const char *id = sluice_document_get_node_id (document, flow, i);
      g_autofree char *pointer = sluice_pointer_build ("flows", flow, "nodes", id, NULL);

      if (g_hash_table_contains (reached, id))
        continue;
      if (g_hash_table_contains (targets, id))
        sluice_check_inform (check, "unreachable", pointer, NULL,
                             _("no way from the start leads to '%s'"), id);
      else
        sluice_check_inform (check, "no-way-in", pointer, g_strdup (_("connect it, or delete it")),
                             _("nothing leads to '%s'"), id);
    }
}

/* Flows in flows */

/* A node's setting that names a flow of this document. */
typedef struct
{
  const char *flow;
  char       *pointer;
} FlowUse;

/* A flow on the way, and how far its uses have been followed. No recursion: a file may nest as deep
 * as it is long. */
typedef struct
{
  const char *flow;
  GArray     *uses; /* FlowUse */
  guint       next;
} Level;

static void
clear_use (gpointer use)
{
  g_free (((FlowUse *) use)->pointer);
}

static void
add_uses (SluiceDocument *document,
          const char     *flow,
          const char     *id,
          GArray         *uses)
{
  g_autofree char *address = g_strconcat (flow, "/", id, NULL);
  const SluiceKindInfo *info =
    sluice_catalog_lookup (sluice_document_get_node_kind (document, address));

  for (guint i = 0; info != NULL && i < info->n_settings; i++)
    {
      const char *name = info->settings[i].name;
      const char *used = NULL;

      if (info->settings[i].type == SLUICE_SETTING_FLOW)
        used = sluice_value_get_string (sluice_document_get_setting (document, address, name));
      if (sluice_document_has_flow (document, used))
        {
          FlowUse use = { used, sluice_pointer_build ("flows", flow, "nodes", id, "settings", name,
                                                      NULL) };

          g_array_append_val (uses, use);
        }
    }
}

static void
enter_flow (SluiceDocument *document,
            GArray         *levels,
            const char     *flow)
{
  Level level = { flow, g_array_new (FALSE, FALSE, sizeof (FlowUse)), 0 };

  g_array_set_clear_func (level.uses, clear_use);
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    add_uses (document, flow, sluice_document_get_node_id (document, flow, i), level.uses);
  g_array_append_val (levels, level);
}

/* "main → order → main" */
static char *
print_circle (GArray     *levels,
              const char *flow)
{
  GString *text = g_string_new (NULL);
  guint first = 0;

  while (!g_str_equal (g_array_index (levels, Level, first).flow, flow))
    first++;
  for (guint i = first; i < levels->len; i++)
    g_string_append_printf (text, "%s → ", g_array_index (levels, Level, i).flow);
  g_string_append (text, flow);
  return g_string_free (text, FALSE);
}

typedef enum
{
  FLOW_NEW,
  FLOW_OPEN,
  FLOW_DONE,
} FlowState;

/* Follows the uses of flows in depth from one flow. */
static void
descend (SluiceCheck *check,
         GHashTable  *states, /* flow id → FlowState */
         const char  *flow)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));

  if (g_hash_table_contains (states, flow))
    return;
  g_hash_table_insert (states, (gpointer) flow, GUINT_TO_POINTER (FLOW_OPEN));
  enter_flow (check->document, levels, flow);
  while (levels->len > 0)
    {
      Level *level = &g_array_index (levels, Level, levels->len - 1);
      const FlowUse *use;
      FlowState state;

      if (level->next == level->uses->len)
        {
          g_hash_table_insert (states, (gpointer) level->flow, GUINT_TO_POINTER (FLOW_DONE));
          g_array_unref (level->uses);
          g_array_set_size (levels, levels->len - 1);
          continue;
        }
      use = &g_array_index (level->uses, FlowUse, level->next++);
      state = GPOINTER_TO_UINT (g_hash_table_lookup (states, use->flow));
      if (state == FLOW_OPEN)
        {
          g_autofree char *circle = print_circle (levels, use->flow);

          sluice_check_warn (check, "recursion", use->pointer,
                             g_strdup (_("make sure that it ends")),
                             _("flow '%s' contains itself: %s"), use->flow, circle);
        }
      else if (state == FLOW_NEW)
        {
          g_hash_table_insert (states, (gpointer) use->flow, GUINT_TO_POINTER (FLOW_OPEN));
          enter_flow (check->document, levels, use->flow);
        }
    }
}

void
sluice_check_recursion (SluiceCheck *check)
{
  g_autoptr (GHashTable) states = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sluice_document_get_n_flows (check->document); i++)
    descend (check, states, sluice_document_get_flow_id (check->document, i));
}
