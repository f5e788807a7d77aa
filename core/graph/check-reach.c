/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks along edges: nodes that a run cannot come to, and flows that contain themselves. */

#include "graph/check-private.h"

#include <string.h>

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

/* First the edges are followed from the start; then it is noted what any edge leads to; then what neither
 * has met is told. */
typedef enum
{
  REACH_FOLLOW,
  REACH_NOTE,
  REACH_TELL,
} ReachStage;

struct _SluiceCheckReach
{
  SluiceCheck *check;
  char        *flow;
  GHashTable  *reached; /* set of node ids, borrowed from the document */
  GHashTable  *targets; /* the same: ids that an edge leads to */
  GPtrArray   *open;    /* those whose edges have not been followed, borrowed */
  ReachStage   stage;
  guint        next;    /* the index of the node that the stage looks at next */
};

static void
reach (const char *target,
       gpointer    user_data)
{
  SluiceCheckReach *self = user_data;

  if (g_hash_table_add (self->reached, (gpointer) target))
    g_ptr_array_add (self->open, (gpointer) target);
}

static void
note_target (const char *target,
             gpointer    user_data)
{
  g_hash_table_add (user_data, (gpointer) target);
}

SluiceCheckReach *
sluice_check_reach_new (SluiceCheck *check,
                        const char  *flow)
{
  SluiceCheckReach *self = g_new0 (SluiceCheckReach, 1);
  const char *start = sluice_document_get_start (check->document, flow);

  self->check = check;
  self->flow = g_strdup (flow);
  self->reached = g_hash_table_new (g_str_hash, g_str_equal);
  self->targets = g_hash_table_new (g_str_hash, g_str_equal);
  self->open = g_ptr_array_new ();
  if (start != NULL)
    reach (start, self);
  return self;
}

void
sluice_check_reach_free (SluiceCheckReach *self)
{
  g_free (self->flow);
  g_hash_table_unref (self->reached);
  g_hash_table_unref (self->targets);
  g_ptr_array_unref (self->open);
  g_free (self);
}

static void
tell (SluiceCheckReach *self,
      const char       *id)
{
  g_autofree char *pointer = NULL;

  if (g_hash_table_contains (self->reached, id))
    return;
  pointer = sluice_pointer_build ("flows", self->flow, "nodes", id, NULL);
  if (g_hash_table_contains (self->targets, id))
    sluice_check_inform (self->check, "unreachable", pointer, NULL,
                         _("no way from the start leads to '%s'"), id);
  else
    sluice_check_inform (self->check, "no-way-in", pointer, g_strdup (_("connect it, or delete it")),
                         _("nothing leads to '%s'"), id);
}

gboolean
sluice_check_reach_step (SluiceCheckReach *self)
{
  SluiceDocument *document = self->check->document;
  const char *id;

  /* Without a start everything counts as reached: that it has none is said elsewhere. A flow with a
   * slash in its id has no addresses. */
  if (g_hash_table_size (self->reached) == 0 || strchr (self->flow, '/') != NULL)
    return FALSE;
  if (self->stage == REACH_FOLLOW && self->open->len > 0)
    {
      id = g_ptr_array_steal_index (self->open, self->open->len - 1);
      for_each_target (document, self->flow, id, reach, self);
      return TRUE;
    }
  if (self->stage == REACH_FOLLOW)
    self->stage = REACH_NOTE;
  id = sluice_document_get_node_id (document, self->flow, self->next++);
  if (id == NULL)
    {
      self->next = 0;
      return self->stage++ != REACH_TELL;
    }
  if (self->stage == REACH_NOTE)
    for_each_target (document, self->flow, id, note_target, self->targets);
  else
    tell (self, id);
  return TRUE;
}

/* Flows in flows */

/* A node's setting that names a flow of this document. */
typedef struct
{
  const char *flow;
  char       *pointer;
} FlowUse;

struct _SluiceCheckUses
{
  SluiceDocument *document;
  GHashTable     *by_flow; /* flow id, borrowed from the document → GArray of FlowUse; none without a use */
};

/* A flow on the way, and how far its uses have been followed. No recursion: a file may nest as deep
 * as it is long. */
typedef struct
{
  const char   *flow;
  const GArray *uses; /* FlowUse, or NULL */
  guint         next;
} Level;

static void
clear_use (gpointer use)
{
  g_free (((FlowUse *) use)->pointer);
}

static void
add_use (SluiceCheckUses *self,
         const char      *flow,
         const FlowUse   *use)
{
  GArray *uses = g_hash_table_lookup (self->by_flow, flow);

  if (uses == NULL)
    {
      uses = g_array_new (FALSE, FALSE, sizeof (FlowUse));
      g_array_set_clear_func (uses, clear_use);
      g_hash_table_insert (self->by_flow, (gpointer) flow, uses);
    }
  g_array_append_val (uses, *use);
}

SluiceCheckUses *
sluice_check_uses_new (SluiceDocument *document)
{
  SluiceCheckUses *self = g_new0 (SluiceCheckUses, 1);

  self->document = document;
  self->by_flow = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  return self;
}

void
sluice_check_uses_free (SluiceCheckUses *self)
{
  g_hash_table_unref (self->by_flow);
  g_free (self);
}

void
sluice_check_uses_note (SluiceCheckUses *self,
                        const char      *flow,
                        const char      *node)
{
  g_autofree char *address = node != NULL ? g_strconcat (flow, "/", node, NULL) : NULL;
  const SluiceKindInfo *info =
    address != NULL ? sluice_catalog_lookup (sluice_document_get_node_kind (self->document, address)) : NULL;

  for (guint i = 0; info != NULL && i < info->n_settings; i++)
    {
      const char *name = info->settings[i].name;
      const char *used = NULL;

      if (info->settings[i].type == SLUICE_SETTING_FLOW)
        used = sluice_value_get_string (sluice_document_get_setting (self->document, address, name));
      if (sluice_document_has_flow (self->document, used))
        {
          FlowUse use = { used, sluice_pointer_build ("flows", flow, "nodes", node, "settings", name, NULL) };

          add_use (self, flow, &use);
        }
    }
}

static void
enter_flow (SluiceCheckUses *uses,
            GArray          *levels,
            const char      *flow)
{
  Level level = { flow, g_hash_table_lookup (uses->by_flow, flow), 0 };

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
descend (SluiceCheck     *check,
         SluiceCheckUses *uses,
         GHashTable      *states, /* flow id → FlowState */
         const char      *flow)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));

  if (g_hash_table_contains (states, flow))
    return;
  g_hash_table_insert (states, (gpointer) flow, GUINT_TO_POINTER (FLOW_OPEN));
  enter_flow (uses, levels, flow);
  while (levels->len > 0)
    {
      Level *level = &g_array_index (levels, Level, levels->len - 1);
      const FlowUse *use;
      FlowState state;

      if (level->uses == NULL || level->next == level->uses->len)
        {
          g_hash_table_insert (states, (gpointer) level->flow, GUINT_TO_POINTER (FLOW_DONE));
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
          enter_flow (uses, levels, use->flow);
        }
    }
}

void
sluice_check_recursion (SluiceCheck     *check,
                        SluiceCheckUses *uses)
{
  g_autoptr (GHashTable) states = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sluice_document_get_n_flows (check->document); i++)
    descend (check, uses, states, sluice_document_get_flow_id (check->document, i));
}
