/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Puts the nodes of a sub-flow in the place of the node that runs it, so that a run visits the same
 * nodes in the same order. Where the sub-flow ended with an action that has an edge outside, an edge
 * now leads there: from the nodes that may return it, and past end nodes that do nothing else. What
 * would be another run is refused. */

#include "graph/restructure.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/catalog.h"
#include "graph/drawing-private.h"
#include "graph/returns.h"

typedef struct
{
  SluiceDocument *document;
  const char     *address;  /* borrowed: of the node that runs the sub-flow */
  const char     *node;     /* borrowed: its id */
  char           *flow;     /* the flow that it is in */
  char           *sub;      /* the flow that it runs */
  SluiceValue     outside;  /* owned: the edges of the node */
  SluiceValue     inside;   /* owned: the nodes of the sub-flow */
  GHashTable     *names;    /* id in the sub-flow → id outside, owned; of what moves */
  GHashTable     *ways;     /* id of an end that goes → id outside where it led, owned */
} Expand;

static void
expand_clear (Expand *self)
{
  g_free (self->flow);
  g_free (self->sub);
  sluice_value_clear (&self->outside);
  sluice_value_clear (&self->inside);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->ways);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Expand, expand_clear)

static SluiceValue
get_next (SluiceValue node)
{
  SluiceValue next = sluice_value_get_member (node, "next");

  return SLUICE_VALUE_IS_OBJECT (next) ? next : sluice_value_null ();
}

/* Where an action of the sub-flow leads outside; NULL: the flow ends. */
static const char *
get_way (Expand     *self,
         const char *action)
{
  const char *target;

  if (!SLUICE_VALUE_IS_OBJECT (self->outside))
    return NULL;
  target = sluice_value_get_member_string (self->outside, action);
  if (g_strcmp0 (target, self->node) == 0) /* round and round */
    return g_hash_table_lookup (self->names,
                                sluice_document_get_start (self->document, self->sub));
  return target;
}

static gboolean
has_ways (Expand *self)
{
  SluiceValueIter iter;
  SluiceValue edge;

  if (!SLUICE_VALUE_IS_OBJECT (self->outside))
    return FALSE;
  sluice_value_iter_init (&iter, self->outside);
  while (sluice_value_iter_next (&iter, NULL, &edge))
    if (SLUICE_VALUE_IS_STRING (edge))
      return TRUE;
  return FALSE;
}

/* What can't be kept */

static const char *
find_key (SluiceValue         object,
          const char * const *keys)
{
  for (; *keys != NULL; keys++)
    if (!SLUICE_VALUE_IS_NULL (sluice_value_get_member (object, *keys)))
      return *keys;
  return NULL;
}

static gboolean
can_expand (Expand  *self,
            GError **error)
{
  static const char *const of_node[] = { "batch",  "params", "input",  "prep",     "post",
                                         "output", "action", "exec",   "fallback", "disabled", NULL };
  static const char *const of_flow[] = { "batch", "params", "prep", "post", NULL };
  g_autofree char *title = sluice_document_dup_node_title (self->document, self->address);
  const char *start = sluice_document_get_start (self->document, self->sub);
  const char *key;

  if (g_strcmp0 (sluice_document_get_node_kind (self->document, self->address), "flow") != 0)
    return sluice_edit_refuse (error, _("“%s” runs no flow that could be expanded."), title);
  if (!sluice_edit_needs_flow (self->document, self->sub, error))
    return FALSE;
  if (g_str_equal (self->sub, self->flow))
    return sluice_edit_refuse (error, _("“%s” runs the flow that it is in."), title);
  key = find_key (sluice_document_get_node (self->document, self->address), of_node);
  if (key != NULL)
    return sluice_edit_refuse (error, _("“%s” says “%s” itself, which would be lost. Remove that first."),
                               title, key);
  key = find_key (sluice_document_get_flow (self->document, self->sub), of_flow);
  if (key != NULL)
    return sluice_edit_refuse (error, _("The flow “%s” says “%s” itself, which would be lost. Remove that "
                                        "first."), self->sub, key);
  if (start == NULL || sluice_node_is_off (sluice_value_get_member (
                         sluice_document_get_nodes (self->document, self->sub), start)))
    return sluice_edit_refuse (error, _("The flow “%s” has no start that takes part."), self->sub);
  return TRUE;
}

/* An end where the flow now goes on can be left out only if it does nothing. */
static gboolean
is_bare (SluiceValue node)
{
  static const char *const keys[] = { "input", "prep", "exec", "fallback", "post", "output", "batch", NULL };

  return find_key (node, keys) == NULL;
}

static gboolean
refuse_node (Expand      *self,
             const char  *id,
             GError     **error)
{
  g_autofree char *address = sluice_address_join (self->sub, id);
  g_autofree char *title = sluice_document_dup_node_title (self->document, address);

  return sluice_edit_refuse (error, _("“%s” ends the sub-flow in a way that has no edge. Change it first."),
                             title);
}

/* Ids */

static gboolean
is_final (SluiceValue node)
{
  const char *kind = sluice_value_get_member_string (node, "kind");
  const SluiceKindInfo *info = kind != NULL ? sluice_catalog_lookup (kind) : NULL;

  return info != NULL ? info->is_final : g_strcmp0 (kind, "end") == 0;
}

static gboolean
is_taken (const char *id,
          gpointer    user_data)
{
  Expand *self = user_data;
  GHashTableIter iter;
  gpointer taken;

  if (sluice_value_has_member (sluice_document_get_nodes (self->document, self->flow), id))
    return TRUE;
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, NULL, &taken))
    if (g_str_equal (id, taken))
      return TRUE;
  return FALSE;
}

static void
name_nodes (Expand *self)
{
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  sluice_value_iter_init (&iter, self->inside);
  while (sluice_value_iter_next (&iter, &id, &node))
    if (SLUICE_VALUE_IS_OBJECT (node))
      {
        g_autofree char *wanted = sluice_id_is_valid (id) ? g_strdup (id) : sluice_id_from_title (id);

        g_hash_table_insert (self->names, g_strdup (id), sluice_id_make_unique (wanted, is_taken, self));
      }
}

/* Which ends go, and where what led to them leads. */
static gboolean
find_ends (Expand  *self,
           GError **error)
{
  const char *start = sluice_document_get_start (self->document, self->sub);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  sluice_value_iter_init (&iter, self->inside);
  while (sluice_value_iter_next (&iter, &id, &node))
    {
      g_auto (SluiceReturns) returns = { FALSE, NULL };
      const char *way = NULL;

      if (!SLUICE_VALUE_IS_OBJECT (node) || !is_final (node) || !has_ways (self))
        continue;
      sluice_returns_init (&returns, node);
      if (!returns.any && returns.actions->len == 1)
        way = get_way (self, returns.actions->pdata[0]);
      else
        return refuse_node (self, id, error);
      if (way == NULL)
        continue;
      if (!is_bare (node) || sluice_node_is_off (node) || g_strcmp0 (id, start) == 0)
        return refuse_node (self, id, error);
      g_hash_table_insert (self->ways, g_strdup (id), g_strdup (way));
    }
  return TRUE;
}

/* Edges */

typedef struct
{
  Expand       *expand;
  SluiceValue   node;     /* borrowed: as it is inside */
  const char   *id;       /* borrowed */
  SluiceReturns returns;
  SluiceValue   edges;    /* owned: as they are to be outside */
} Rewire;

static void
rewire_clear (Rewire *self)
{
  sluice_returns_clear (&self->returns);
  sluice_value_clear (&self->edges);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rewire, rewire_clear)

/* The action as the look-up sees it: one that is passed by takes its only edge. */
static const char *
get_looked (Rewire     *self,
            const char *action)
{
  return sluice_node_is_passed_by (self->node) && sluice_value_get_length (get_next (self->node)) == 1
           ? "default"
           : action;
}

static gboolean
rewire_edge (Rewire       *self,
             const char   *action,
             SluiceValue   edge,
             GError      **error)
{
  Expand *expand = self->expand;
  const char *target = sluice_value_get_string (edge);
  const char *way = get_way (expand, get_looked (self, action));
  const char *end = target != NULL ? g_hash_table_lookup (expand->ways, target) : NULL;
  const char *name = target != NULL ? g_hash_table_lookup (expand->names, target) : NULL;

  if (target != NULL && way != NULL &&
      sluice_node_is_off (sluice_value_get_member (expand->inside, target)))
    return refuse_node (expand, self->id, error);
  if (end == NULL)
    end = target == NULL ? way : name != NULL ? name : target;
  sluice_value_set_member (&self->edges, action,
                           end != NULL ? sluice_value_string (end) : sluice_value_null ());
  return TRUE;
}

/* Actions without an edge inside, that may have had one outside. */
static void
add_ways (Rewire *self)
{
  Expand *expand = self->expand;
  SluiceValueIter iter;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (expand->outside) || is_final (self->node))
    return;
  sluice_value_iter_init (&iter, expand->outside);
  while (sluice_value_iter_next (&iter, &action, NULL))
    {
      const char *way = get_way (expand, action);
      gboolean takes_only = sluice_node_is_passed_by (self->node) &&
                            sluice_value_get_length (get_next (self->node)) == 1;

      if (way != NULL && !takes_only && !sluice_value_has_member (self->edges, action) &&
          sluice_returns_has (&self->returns, action))
        sluice_value_set_member (&self->edges, action, sluice_value_string (way));
    }
}

/* A node as it is to be outside; its edges in order. */
static gboolean
rewire (Expand       *expand,
        const char   *id,
        SluiceValue   node,
        SluiceValue  *rewired,
        GError      **error)
{
  g_auto (Rewire) self = { expand, node, id, { FALSE, NULL }, sluice_value_object () };
  SluiceValueIter iter;
  SluiceValue edge;
  const char *action;

  sluice_returns_init (&self.returns, node);
  sluice_value_iter_init (&iter, get_next (node));
  while (sluice_value_iter_next (&iter, &action, &edge))
    if (!rewire_edge (&self, action, edge, error))
      return FALSE;
  add_ways (&self);

  *rewired = sluice_value_ref (node);
  if (sluice_value_get_length (self.edges) > 0)
    sluice_value_set_member (rewired, "next", sluice_value_steal (&self.edges));
  else
    sluice_value_remove_member (rewired, "next");
  return TRUE;
}

/* Moving */

static GPtrArray *
dup_inner_addresses (Expand *self)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  SluiceDocument *document = self->document;

  for (guint i = 0; i < sluice_document_get_n_nodes (document, self->sub); i++)
    {
      const char *id = sluice_document_get_node_id (document, self->sub, i);

      if (!g_hash_table_contains (self->ways, id))
        g_ptr_array_add (addresses, sluice_address_join (self->sub, id));
    }
  for (guint i = 0; i < sluice_document_get_n_frames (document, self->sub); i++)
    g_ptr_array_add (addresses, sluice_frame_address (
                                  self->sub, sluice_document_get_frame_id (document, self->sub, i)));
  for (guint i = 0; i < sluice_document_get_n_notes (document, self->sub); i++)
    g_ptr_array_add (addresses, sluice_note_address (
                                  self->sub, sluice_document_get_note_id (document, self->sub, i)));
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

/* How far the middle of the sub-flow is from the middle of the node that runs it. */
static SluiceGridPoint
get_offset (Expand    *self,
            GPtrArray *addresses)
{
  SluiceBox bounds = { 0, 0, 0, 0 };
  SluiceBox box = { 0, 0, 0, 0 };

  sluice_drawing_get_bounds (self->document, (const char * const *) addresses->pdata, &bounds);
  sluice_document_get_box (self->document, self->address, &box);
  return (SluiceGridPoint) {
    .x = box.x - (bounds.width - box.width) / 2 - bounds.x,
    .y = box.y - (bounds.height - box.height) / 2 - bounds.y,
  };
}

static char *
move_node (Expand       *self,
           const char   *address,
           SluiceGridPoint   by,
           GError      **error)
{
  const char *id;
  g_autofree char *sub = sluice_address_dup_flow (address, &id);
  g_autofree char *nodes = sluice_pointer_build ("flows", self->flow, "nodes", NULL);
  const char *name = g_hash_table_lookup (self->names, id);
  g_autofree char *to = sluice_address_join (self->flow, name);
  SluiceValue node;
  SluiceValue entry;

  if (!rewire (self, id, sluice_value_get_member (self->inside, id), &node, error))
    return NULL;
  entry = sluice_edit_shift_node_entry (self->document, address, node, by.x, by.y);
  if (!sluice_edit_put (self->document, nodes, name, node, error))
    {
      sluice_value_unref (entry);
      return NULL;
    }
  return sluice_edit_put_entry (self->document, to, entry, error) ? g_steal_pointer (&to) : NULL;
}

static char *
move_item (Expand       *self,
           const char   *address,
           SluiceGridPoint   by,
           GError      **error)
{
  SluiceItemType type;
  const char *id;
  g_autofree char *sub = NULL;

  if (sluice_document_has_node (self->document, address))
    return move_node (self, address, by, error);
  sub = sluice_drawing_split (address, &type, &id);
  return sluice_edit_insert_item (
    self->document, self->flow, type, id,
    sluice_drawing_shift_entry (sluice_drawing_get_entry (self->document, address), by.x, by.y), error);
}

/* The sub-flow goes if nothing else runs it. */
static gboolean
drop_sub (Expand  *self,
          GError **error)
{
  g_autofree char *user = sluice_edit_find_user (self->document, self->sub, NULL);
  g_auto (GStrv) run = sluice_document_dup_run (self->document);

  return user != NULL || g_strv_contains ((const char * const *) run, self->sub) ||
         sluice_edit_drop_flow (self->document, self->sub, error);
}

static gboolean
expand (Expand     *self,
        GPtrArray  *addresses,
        GPtrArray  *moved,
        GError    **error)
{
  const char *start = sluice_document_get_start (self->document, self->sub);
  g_autofree char *entry = g_strdup (g_hash_table_lookup (self->names, start));
  const char *alone[] = { self->address, NULL };
  SluiceGridPoint by;

  if (!sluice_edit_fix_layout (self->document, self->flow, error))
    return FALSE;
  by = get_offset (self, addresses);
  if (!sluice_edit_lead_all (self->document, self->flow, self->node, entry, error) ||
      !sluice_edit_delete_nodes (self->document, alone, error))
    return FALSE;
  for (guint i = 0; addresses->pdata[i] != NULL; i++)
    {
      char *address = move_item (self, addresses->pdata[i], by, error);

      if (address == NULL)
        return FALSE;
      g_ptr_array_add (moved, address);
    }
  return drop_sub (self, error);
}

/**
 * sluice_edit_expand:
 * @document: a document
 * @address: the address of a node that runs a flow
 * @error: return location for an error
 *
 * Puts what is in the flow in the place of the node. A run of the document visits the same nodes in the
 * same order as before. Refused where that can't be: the node or the flow has phases, parameters or a
 * batch of its own, or ends in a way that no edge can say.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the addresses of what was in the flow,
 * %NULL on an error
 */
char **
sluice_edit_expand (SluiceDocument  *document,
                    const char      *address,
                    GError         **error)
{
  g_autoptr (GPtrArray) moved = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) addresses = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_auto (Expand) self = {
    document, address, NULL, NULL, NULL, SLUICE_VALUE_INIT, SLUICE_VALUE_INIT,
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };

  if (!sluice_edit_needs_node (document, address, error))
    return NULL;
  self.flow = sluice_address_dup_flow (address, &self.node);
  self.sub = g_strdup (
    sluice_value_get_string (sluice_document_get_setting (document, address, "flow")));
  if (!can_expand (&self, error))
    return NULL;

  self.outside = sluice_value_ref (get_next (sluice_document_get_node (document, address)));
  self.inside = sluice_value_ref (sluice_document_get_nodes (document, self.sub));
  name_nodes (&self);
  if (!find_ends (&self, error))
    return NULL;
  addresses = dup_inner_addresses (&self);
  title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Expand %s"), title);
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, expand (&self, addresses, moved, error)))
    return NULL;
  g_ptr_array_add (moved, NULL);
  return (char **) g_ptr_array_steal (moved, NULL);
}
