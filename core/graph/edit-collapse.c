/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Turns a selection into a sub-flow. A run must not notice: the nodes are visited in the same order
 * with the same actions.
 *
 * What leads in leads to the node that runs the new flow, and that starts with the one node they led
 * to. What leads out becomes an end of the new flow: its action is the flow's own, and the edge of
 * that action leads on outside (rules F2, F5). That needs actions to be told apart: where two edges
 * out have one action and different targets, or where the flow outside really ended with that action,
 * the edge leads to an end node inside with an action of its own. */

#include "graph/restructure.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/catalog.h"
#include "graph/drawing-private.h"
#include "graph/metrics.h"
#include "graph/returns.h"

typedef struct
{
  char         *id;
  SluiceValue   node;    /* owned: as it was */
  SluiceReturns returns;
} Inner;

typedef struct
{
  const Inner *from;   /* borrowed */
  const char  *action; /* borrowed from its node */
  const char  *target; /* likewise: outside */
  const char  *looked; /* the action as the look-up sees it */
  char        *name;   /* owned: the action of the new flow */
  gboolean     has_end; /* leads to an end node inside, which returns the name */
} Exit;

typedef struct
{
  SluiceDocument     *document;
  const char         *flow;      /* borrowed: outside */
  const char * const *addresses; /* borrowed: the selection */
  const char         *title;
  GPtrArray          *inner;     /* Inner, owned, in document order */
  GHashTable         *inside;    /* id, borrowed → the same id: to remap edges */
  GArray             *exits;     /* Exit */
  char               *entry;     /* the id of the node inside that is entered */
  char               *sub;       /* the id of the new flow */
  char               *group;     /* the id of the new node */
  SluiceBox           bounds;
} Collapse;

static void
inner_free (gpointer data)
{
  Inner *self = data;

  g_free (self->id);
  sluice_value_clear (&self->node);
  sluice_returns_clear (&self->returns);
  g_free (self);
}

static void
exit_clear (gpointer data)
{
  g_free (((Exit *) data)->name);
}

static void
collapse_clear (Collapse *self)
{
  g_ptr_array_unref (self->inner);
  g_hash_table_unref (self->inside);
  g_array_unref (self->exits);
  g_free (self->entry);
  g_free (self->sub);
  g_free (self->group);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Collapse, collapse_clear)

static SluiceValue
get_next (SluiceValue node)
{
  SluiceValue next = sluice_value_get_member (node, "next");

  return SLUICE_VALUE_IS_OBJECT (next) ? next : sluice_value_null ();
}

/* What is inside */

static void
collect_inner (Collapse *self)
{
  g_autoptr (GHashTable) selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  for (const char * const *address = self->addresses; *address != NULL; address++)
    if (sluice_document_has_node (self->document, *address))
      {
        g_autofree char *flow = sluice_address_dup_flow (*address, &id);

        g_hash_table_add (selected, g_strdup (id));
      }

  sluice_value_iter_init (&iter, sluice_document_get_nodes (self->document, self->flow));
  while (sluice_value_iter_next (&iter, &id, &node))
    if (g_hash_table_contains (selected, id))
      {
        Inner *inner = g_new0 (Inner, 1);

        inner->id = g_strdup (id);
        inner->node = sluice_value_ref (node);
        sluice_returns_init (&inner->returns, node);
        g_ptr_array_add (self->inner, inner);
        g_hash_table_insert (self->inside, inner->id, inner->id);
      }
}

/* The way in */

static gboolean
note_entry (Collapse    *self,
            const char  *id,
            GError     **error)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *address = NULL;

  if (self->entry == NULL)
    self->entry = g_strdup (id);
  if (g_str_equal (self->entry, id))
    return TRUE;

  address = sluice_address_join (self->flow, self->entry);
  first = sluice_document_dup_node_title (self->document, address);
  g_free (address);
  address = sluice_address_join (self->flow, id);
  second = sluice_document_dup_node_title (self->document, address);
  return sluice_edit_refuse (error,
                             _("A sub-flow has one start, but the flow comes to “%s” and to “%s” from "
                               "outside. Select so that one of them is entered."),
                             first, second);
}

static gboolean
note_entries_of (Collapse     *self,
                 SluiceValue   node,
                 GError      **error)
{
  SluiceValueIter iter;
  SluiceValue edge;

  sluice_value_iter_init (&iter, get_next (node));
  while (sluice_value_iter_next (&iter, NULL, &edge))
    {
      const char *target = sluice_value_get_string (edge);

      if (target != NULL && g_hash_table_contains (self->inside, target) &&
          !note_entry (self, target, error))
        return FALSE;
    }
  return TRUE;
}

/* A node inside that no other one inside leads to, or the first: nothing leads in. */
static const char *
choose_entry (Collapse *self)
{
  g_autoptr (GHashTable) entered = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->inner->len; i++)
    {
      const Inner *inner = self->inner->pdata[i];
      SluiceValueIter iter;
      SluiceValue edge;

      sluice_value_iter_init (&iter, get_next (inner->node));
      while (sluice_value_iter_next (&iter, NULL, &edge))
        if (SLUICE_VALUE_IS_STRING (edge))
          g_hash_table_add (entered, (gpointer) sluice_value_get_string (edge));
    }
  for (guint i = 0; i < self->inner->len; i++)
    if (!g_hash_table_contains (entered, ((Inner *) self->inner->pdata[i])->id))
      return ((Inner *) self->inner->pdata[i])->id;
  return ((Inner *) self->inner->pdata[0])->id;
}

static gboolean
find_entry (Collapse  *self,
            GError   **error)
{
  const char *start = sluice_document_get_start (self->document, self->flow);
  SluiceValue nodes = sluice_document_get_nodes (self->document, self->flow);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  if (start != NULL && g_hash_table_contains (self->inside, start))
    note_entry (self, start, NULL);
  sluice_value_iter_init (&iter, nodes);
  while (sluice_value_iter_next (&iter, &id, &node))
    if (SLUICE_VALUE_IS_OBJECT (node) && !g_hash_table_contains (self->inside, id) &&
        !note_entries_of (self, node, error))
      return FALSE;
  if (self->entry == NULL)
    self->entry = g_strdup (choose_entry (self));
  if (sluice_node_is_off (sluice_value_get_member (nodes, self->entry)))
    return sluice_edit_refuse (error, _("A sub-flow can’t start with “%s”, which is switched off."),
                               self->entry);
  return TRUE;
}

/* The ways out */

/* A node that is passed by goes on by its only edge whatever its action. */
static const char *
get_looked (SluiceValue  node,
            const char  *action)
{
  return sluice_node_is_passed_by (node) && sluice_value_get_length (get_next (node)) == 1 ? "default"
                                                                                          : action;
}

/* Whether the flow ends at an edge: on purpose, or before a node inside that is off. */
static gboolean
is_end (Collapse    *self,
        SluiceValue  edge)
{
  const char *target = sluice_value_get_string (edge);

  return target == NULL ||
         (g_hash_table_contains (self->inside, target) &&
          sluice_node_is_off (sluice_value_get_member (
            sluice_document_get_nodes (self->document, self->flow), target)));
}

static gboolean
may_node_end_with (Collapse    *self,
                   const Inner *inner,
                   const char  *action)
{
  SluiceValueIter iter;
  SluiceValue edge;
  const char *key;

  sluice_value_iter_init (&iter, get_next (inner->node));
  while (sluice_value_iter_next (&iter, &key, &edge))
    if (g_str_equal (get_looked (inner->node, key), action))
      return is_end (self, edge);
  return sluice_returns_has (&inner->returns, action);
}

/* Whether the flow may end inside with an action, so that this must not lead on outside. */
static gboolean
may_end_with (Collapse   *self,
              const char *action)
{
  for (guint i = 0; i < self->inner->len; i++)
    if (may_node_end_with (self, self->inner->pdata[i], action))
      return TRUE;
  return FALSE;
}

static void
collect_exits (Collapse *self)
{
  for (guint i = 0; i < self->inner->len; i++)
    {
      const Inner *inner = self->inner->pdata[i];
      SluiceValueIter iter;
      SluiceValue edge;
      const char *action;

      sluice_value_iter_init (&iter, get_next (inner->node));
      while (sluice_value_iter_next (&iter, &action, &edge))
        {
          const char *target = sluice_value_get_string (edge);
          Exit way = { inner, action, target, get_looked (inner->node, action), NULL, FALSE };

          if (target != NULL && !g_hash_table_contains (self->inside, target))
            g_array_append_val (self->exits, way);
        }
    }
}

static gboolean
is_name_taken (const char *name,
               gpointer    user_data)
{
  Collapse *self = user_data;

  for (guint i = 0; i < self->exits->len; i++)
    {
      const Exit *way = &g_array_index (self->exits, Exit, i);

      if (g_str_equal (way->looked, name) || g_strcmp0 (way->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static char *
make_name (Collapse   *self,
           const char *action)
{
  for (guint n = 2;; n++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u", action, n);

      if (!is_name_taken (name, self))
        return g_steal_pointer (&name);
    }
}

/* Gives each exit its action outside: its own, if that alone says where it leads. */
static void
name_exits (Collapse *self)
{
  g_autoptr (GHashTable) plain = g_hash_table_new (g_str_hash, g_str_equal); /* action → target */

  for (guint i = 0; i < self->exits->len; i++)
    {
      Exit *way = &g_array_index (self->exits, Exit, i);
      const char *target = g_hash_table_lookup (plain, way->looked);

      way->has_end = sluice_node_is_passed_by (way->from->node) ||
                     (target != NULL ? !g_str_equal (target, way->target)
                                     : may_end_with (self, way->looked));
      if (!way->has_end)
        {
          g_hash_table_insert (plain, (gpointer) way->looked, (gpointer) way->target);
          way->name = g_strdup (way->looked);
        }
      for (guint j = 0; way->name == NULL && j < i; j++)
        {
          const Exit *other = &g_array_index (self->exits, Exit, j);

          if (other->has_end && g_str_equal (other->looked, way->looked) &&
              g_str_equal (other->target, way->target))
            way->name = g_strdup (other->name);
        }
      if (way->name == NULL)
        way->name = make_name (self, way->looked);
    }
}

/* Building */

static const Exit *
find_exit (Collapse    *self,
           const Inner *from,
           const char  *action)
{
  for (guint i = 0; i < self->exits->len; i++)
    {
      const Exit *way = &g_array_index (self->exits, Exit, i);

      if (way->from == from && g_str_equal (way->action, action))
        return way;
    }
  return NULL;
}

static gboolean
is_inside (const char *id,
           gpointer    user_data)
{
  return sluice_value_has_member (*(SluiceValue *) user_data, id);
}

/* The end node inside that returns an action, which is made if it is not there yet. */
static char *
ensure_end (Collapse    *self,
            const Exit  *way,
            GHashTable  *ends,
            SluiceValue *nodes,
            SluiceValue *places)
{
  g_autofree char *id = g_strdup (g_hash_table_lookup (ends, way->name));
  SluiceValue node;

  if (id != NULL)
    return g_steal_pointer (&id);
  id = sluice_id_make_unique ("end", is_inside, nodes);
  node = sluice_value_object ();
  sluice_value_set_member (&node, "kind", sluice_value_string ("end"));
  sluice_value_set_member (&node, "title", sluice_value_string (way->name));
  sluice_value_set_member (&node, "action", sluice_value_string (way->name));
  sluice_value_set_member (nodes, id, node);
  sluice_value_set_member (
    places, id,
    sluice_drawing_pair (self->bounds.width + SLUICE_NODE_WIDTH / 2,
                         (int) g_hash_table_size (ends) * (SLUICE_NODE_HEADER + 2)));
  g_hash_table_insert (ends, g_strdup (way->name), g_strdup (id));
  return g_steal_pointer (&id);
}

static SluiceValue
make_inner_edges (Collapse    *self,
                  const Inner *inner,
                  GHashTable  *ends,
                  SluiceValue *nodes,
                  SluiceValue *places)
{
  SluiceValue edges = sluice_value_object ();
  SluiceValueIter iter;
  SluiceValue edge;
  const char *action;

  sluice_value_iter_init (&iter, get_next (inner->node));
  while (sluice_value_iter_next (&iter, &action, &edge))
    {
      const Exit *way = find_exit (self, inner, action);
      g_autofree char *end = NULL;

      if (way == NULL)
        {
          sluice_value_set_member (&edges, action, sluice_value_ref (edge));
          continue;
        }
      if (way->has_end)
        end = ensure_end (self, way, ends, nodes, places);
      sluice_value_set_member (&edges, action,
                               end != NULL ? sluice_value_string (end) : sluice_value_null ());
    }
  return edges;
}

/* Frames and notes of the selection go along. */
static void
add_places (Collapse    *self,
            SluiceValue *places)
{
  static const SluiceItemType types[] = { SLUICE_ITEM_FRAME, SLUICE_ITEM_NOTE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto (SluiceValue) section = sluice_edit_shift_items (
        self->document, self->addresses, self->flow, types[i], -self->bounds.x, -self->bounds.y);

      if (sluice_value_get_length (section) > 0)
        sluice_value_set_member (places, sluice_drawing_section (types[i]), sluice_value_steal (&section));
    }
}

static SluiceValue
make_sub_flow (Collapse    *self,
               SluiceValue *places)
{
  g_autoptr (GHashTable) ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SluiceValue flow = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();

  for (guint i = 0; i < self->inner->len; i++)
    {
      const Inner *inner = self->inner->pdata[i];
      g_autofree char *address = sluice_address_join (self->flow, inner->id);

      sluice_value_set_member (&nodes, inner->id, sluice_value_ref (inner->node));
      sluice_value_set_member (places, inner->id,
                               sluice_edit_shift_node_entry (self->document, address, inner->node,
                                                             -self->bounds.x, -self->bounds.y));
    }
  for (guint i = 0; i < self->inner->len; i++)
    {
      const Inner *inner = self->inner->pdata[i];
      SluiceValue node = sluice_value_ref (inner->node);
      SluiceValue edges = make_inner_edges (self, inner, ends, &nodes, places);

      if (sluice_value_get_length (edges) > 0)
        sluice_value_set_member (&node, "next", edges);
      else
        sluice_value_unref (edges);
      sluice_value_set_member (&nodes, inner->id, node);
    }
  add_places (self, places);
  sluice_value_set_member (&flow, "title", sluice_value_string (self->title));
  sluice_value_set_member (&flow, "start", sluice_value_string (self->entry));
  sluice_value_set_member (&flow, "nodes", nodes);
  return flow;
}

static SluiceValue
make_group (Collapse *self)
{
  SluiceValue node = sluice_value_object ();
  SluiceValue settings = sluice_value_object ();
  SluiceValue next = sluice_value_object ();

  for (guint i = 0; i < self->exits->len; i++)
    {
      const Exit *way = &g_array_index (self->exits, Exit, i);

      sluice_value_set_member (&next, way->name, sluice_value_string (way->target));
    }
  sluice_value_set_member (&settings, "flow", sluice_value_string (self->sub));
  sluice_value_set_member (&node, "kind", sluice_value_string ("flow"));
  sluice_value_set_member (&node, "title", sluice_value_string (self->title));
  sluice_value_set_member (&node, "settings", settings);
  if (sluice_value_get_length (next) > 0)
    sluice_value_set_member (&node, "next", next);
  else
    sluice_value_unref (next);
  return node;
}

/* Rewiring */

gboolean
sluice_edit_lead_all (SluiceDocument  *document,
                      const char      *flow,
                      const char      *old,
                      const char      *target,
                      GError         **error)
{
  g_autoptr (GPtrArray) ids = sluice_edit_dup_all_ids (document, flow);
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *address = g_strconcat (flow, "/", ids->pdata[i], NULL);
      g_auto (SluiceValue) next =
        sluice_value_ref (get_next (sluice_document_get_node (document, address)));
      SluiceValueIter iter;
      SluiceValue edge;
      const char *action;

      sluice_value_iter_init (&iter, next);
      while (sluice_value_iter_next (&iter, &action, &edge))
        if (g_strcmp0 (sluice_value_get_string (edge), old) == 0 &&
            !sluice_edit_lead (document, address, action, target, error))
          return FALSE;
    }
  return g_strcmp0 (sluice_document_get_start (document, flow), old) != 0 ||
         sluice_edit_put (document, base, "start", sluice_value_string (target), error);
}

/* In the middle of what it stands for. */
static gboolean
place_group (Collapse    *self,
             const char  *address,
             GError     **error)
{
  int width;
  int height;

  sluice_document_get_size (self->document, address, &width, &height);
  return sluice_edit_set_place (self->document, self->flow, self->group,
                                self->bounds.x + (self->bounds.width - width) / 2,
                                self->bounds.y + (self->bounds.height - height) / 2, error);
}

static gboolean
collapse (Collapse    *self,
          const char  *address,
          GError     **error)
{
  g_autofree char *nodes = sluice_pointer_build ("flows", self->flow, "nodes", NULL);
  g_auto (SluiceValue) places = sluice_value_object ();
  SluiceValue flow;

  if (!sluice_edit_fix_layout (self->document, self->flow, error))
    return FALSE;
  flow = make_sub_flow (self, &places);
  return sluice_edit_put (self->document, "/flows", self->sub, flow, error) &&
         sluice_edit_put (self->document, "/layout", self->sub, sluice_value_steal (&places), error) &&
         sluice_edit_put (self->document, nodes, self->group, make_group (self), error) &&
         place_group (self, address, error) &&
         sluice_edit_lead_all (self->document, self->flow, self->entry, self->group, error) &&
         sluice_edit_delete_items (self->document, self->addresses, error);
}

/**
 * sluice_edit_collapse:
 * @document: a document
 * @addresses: (array zero-terminated=1): items of one flow, at least one node among them
 * @title: (nullable): one line; %NULL for "Group"
 * @error: return location for an error
 *
 * Makes items a flow of their own, and puts a node that runs it in their place. A run of the document
 * visits the same nodes in the same order as before. Refused where the flow comes to several of the
 * nodes from outside, because a flow has one start.
 *
 * Returns: (transfer full) (nullable): the address of the new node, %NULL on an error
 */
char *
sluice_edit_collapse (SluiceDocument      *document,
                      const char * const  *addresses,
                      const char          *title,
                      GError             **error)
{
  g_autofree char *flow = sluice_edit_needs_one_flow (document, addresses, error);
  gboolean has_title = title != NULL && *title != '\0';
  g_autofree char *wanted = NULL;
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;
  g_auto (Collapse) self = {
    document, flow, addresses, has_title ? title : _("Group"),
    g_ptr_array_new_with_free_func (inner_free), g_hash_table_new (g_str_hash, g_str_equal),
    g_array_new (FALSE, FALSE, sizeof (Exit)), NULL, NULL, NULL, { 0, 0, 0, 0 },
  };

  g_array_set_clear_func (self.exits, exit_clear);
  if (flow == NULL)
    return NULL;
  collect_inner (&self);
  if (self.inner->len == 0)
    {
      sluice_edit_refuse (error, _("Select the nodes that the sub-flow is to have."));
      return NULL;
    }
  if (!find_entry (&self, error))
    return NULL;

  collect_exits (&self);
  name_exits (&self);
  sluice_drawing_get_bounds (document, addresses, &self.bounds);
  wanted = sluice_id_from_title (self.title);
  self.sub = sluice_edit_unique_flow (document, wanted);
  self.group = sluice_edit_unique_node (document, flow, wanted);
  address = sluice_address_join (flow, self.group);
  name = sluice_edit_name_items (document, addresses, _("Collapse %s"), _("Collapse %u Nodes"),
                                 _("Collapse %u Items"));
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, collapse (&self, address, error)))
    return NULL;
  return g_steal_pointer (&address);
}
