/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes a document of a flowchart. A subgraph becomes a flow, and a node for it, when no edge crosses
 * its border; else its nodes join those around it. An action leads to one node: of several edges
 * with the same text all but the first get an action of their own.
 */
#include "exchange/mermaid-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/ids.h"
#include "graph/format.h"

typedef struct
{
  SluiceChart *chart;
  GPtrArray   *notes;
  GHashTable  *flow_ids; /* set, owned */
  SluiceValue  flows;
} Builder;

static void G_GNUC_PRINTF (2, 3)
add_note (Builder    *self,
          const char *format,
          ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static const char *
get_text (const SluiceChartItem *item)
{
  return item->text != NULL && *item->text != '\0' ? item->text : item->name;
}

/* The subgraph that is a flow of its own which an item is in, or NULL: the outermost. */
static SluiceChartItem *
get_flow (const SluiceChartItem *item)
{
  SluiceChartItem *parent = item->parent;

  while (parent != NULL && parent->is_dissolved)
    parent = parent->parent;
  return parent;
}

static guint
get_depth (const SluiceChartItem *item)
{
  guint depth = 0;

  for (; item->parent != NULL; item = item->parent)
    depth++;
  return depth;
}

/* Dissolves the subgraphs whose borders an edge crosses. */
static void
dissolve_crossed (const SluiceChartEdge *edge)
{
  SluiceChartItem *a = edge->from, *b = edge->to;
  guint depth_a = get_depth (a), depth_b = get_depth (b);

  for (a = a->parent; depth_a > depth_b; depth_a--, a = a->parent)
    a->is_dissolved = TRUE;
  for (b = b->parent; depth_b > depth_a; depth_b--, b = b->parent)
    b->is_dissolved = TRUE;
  for (; a != b; a = a->parent, b = b->parent)
    a->is_dissolved = b->is_dissolved = TRUE;
}

/* An edge to a subgraph that is none any more goes to its first node. */
static SluiceChartItem *
resolve (Builder         *self,
         SluiceChartItem *item)
{
  if (!item->is_group || !item->is_dissolved)
    return item;
  for (guint i = 0; i < self->chart->items->len; i++)
    {
      SluiceChartItem *other = g_ptr_array_index (self->chart->items, i);

      if (other->parent == item && !other->is_group)
        return other;
    }
  return NULL;
}

/* Gives each edge to the node that it leaves. */
static void
spread_edges (Builder *self)
{
  for (guint i = 0; i < self->chart->edges->len; i++)
    {
      SluiceChartEdge *edge = g_ptr_array_index (self->chart->edges, i);

      edge->from = resolve (self, edge->from);
      edge->to = resolve (self, edge->to);
      if (edge->from != NULL && edge->to != NULL)
        g_ptr_array_add (edge->from->edges, edge);
    }
}

static gboolean
is_taken_cb (const char *id,
             gpointer    user_data)
{
  return g_hash_table_contains (user_data, id);
}

static char *
make_id (GHashTable *taken,
         const char *name,
         const char *prefix)
{
  g_autofree char *rest = NULL;
  g_autofree char *wanted = NULL;
  char *id;

  /* In a diagram names are unique in all of it, and so begin with that of the flow. */
  if (prefix != NULL && g_str_has_prefix (name, prefix) && name[strlen (prefix)] == '_'
      && name[strlen (prefix) + 1] != '\0')
    name += strlen (prefix) + 1;
  rest = g_strdup (name);
  if (strlen (rest) > 1 && g_str_has_suffix (rest, "_"))
    rest[strlen (rest) - 1] = '\0';
  wanted = sluice_id_from_title (rest);
  id = sluice_id_make_unique (wanted, is_taken_cb, taken);
  g_hash_table_add (taken, g_strdup (id));
  return id;
}

/* The ids of the nodes of a flow. */
static void
give_ids (Builder         *self,
          SluiceChartItem *flow)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->chart->items->len; i++)
    {
      SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (get_flow (item) == flow && !item->is_dissolved && !g_str_equal (item->kind, "point"))
        item->id = make_id (taken, item->name, flow != NULL ? flow->name : NULL);
    }
}

/* The edges of a node under their actions; @labels gets those that were given. */
static SluiceValue
make_next (Builder               *self,
           const SluiceChartItem *item,
           SluiceValue           *labels)
{
  SluiceValue next = sluice_value_object ();

  for (guint i = 0; i < item->edges->len; i++)
    {
      const SluiceChartEdge *edge = g_ptr_array_index (item->edges, i);
      const SluiceChartItem *to = edge->to;
      g_autofree char *action = NULL;

      action = g_strdup (edge->label != NULL ? edge->label : "default");
      if (sluice_value_has_member (next, action))
        {
          g_autofree char *own = g_strdup_printf ("%s to %s", action, get_text (to));

          add_note (self, _("“%s” has two edges “%s”; the one to “%s” is now “%s”"), get_text (item), action,
                    get_text (to), own);
          g_free (action);
          action = g_steal_pointer (&own);
          if (sluice_value_has_member (next, action))
            continue;
        }
      if (edge->label != NULL)
        sluice_value_append (labels, sluice_value_string (action));
      sluice_value_set_member (&next, action,
                               to->id != NULL ? sluice_value_string (to->id) : sluice_value_null ());
    }
  return next;
}

static void
set_setting (SluiceValue *node,
             const char  *name,
             SluiceValue  take)
{
  SluiceValue settings = sluice_value_ref (sluice_value_get_member (*node, "settings"));

  if (SLUICE_VALUE_IS_NULL (settings))
    settings = sluice_value_object ();
  sluice_value_set_member (&settings, name, take);
  sluice_value_set_member (node, "settings", settings);
}

static SluiceValue
make_node (Builder               *self,
           const SluiceChartItem *item)
{
  SluiceValue node = sluice_value_object ();
  g_auto (SluiceValue) labels = sluice_value_array ();
  g_auto (SluiceValue) next = make_next (self, item, &labels);
  const char *kind = item->is_group ? "flow" : item->kind;
  g_autofree char *title = g_strdup (get_text (item));

  /* A shape may be meant for its look alone: then what its kind needs is not there. */
  if ((g_str_equal (kind, "choice") && sluice_value_get_length (labels) == 0)
      || (g_str_equal (kind, "flow") && !item->is_group)
      || (g_str_equal (kind, "end") && sluice_value_get_length (next) > 0))
    kind = "script";
  sluice_value_set_member (&node, "kind", sluice_value_string (kind));
  if (item->text != NULL && *item->text != '\0')
    sluice_value_set_member (&node, "title", sluice_value_string (g_strdelimit (title, "\n", ' ')));
  if (g_str_equal (kind, "flow"))
    set_setting (&node, "flow", sluice_value_string (item->flow));
  else if (g_str_equal (kind, "log"))
    set_setting (&node, "message", sluice_text_to_value (get_text (item)));
  else if (g_str_equal (kind, "ask") || g_str_equal (kind, "choice"))
    set_setting (&node, "prompt", sluice_text_to_value (get_text (item)));
  if (g_str_equal (kind, "choice"))
    set_setting (&node, "choices", sluice_value_steal (&labels));
  if (sluice_value_get_length (next) > 0)
    sluice_value_set_member (&node, "next", sluice_value_steal (&next));
  return node;
}

/* What says so; else the first that no edge leads to; else the first. */
static const SluiceChartItem *
find_start (Builder               *self,
            const SluiceChartItem *flow)
{
  g_autoptr (GHashTable) targets = g_hash_table_new (NULL, NULL);
  const SluiceChartItem *first = NULL, *source = NULL;

  for (guint i = 0; i < self->chart->edges->len; i++)
    {
      const SluiceChartEdge *edge = g_ptr_array_index (self->chart->edges, i);

      if (edge->from != edge->to)
        g_hash_table_add (targets, edge->to);
    }
  for (guint i = 0; i < self->chart->items->len; i++)
    {
      const SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (item->id == NULL || get_flow (item) != flow)
        continue;
      if (item->is_start)
        return item;
      if (first == NULL)
        first = item;
      if (source == NULL && !g_hash_table_contains (targets, item))
        source = item;
    }
  return source != NULL ? source : first;
}

static void
build_flow (Builder         *self,
            SluiceChartItem *flow,
            const char      *id,
            const char      *title)
{
  SluiceValue object = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();
  const SluiceChartItem *start = find_start (self, flow);

  for (guint i = 0; i < self->chart->items->len; i++)
    {
      const SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (item->id != NULL && get_flow (item) == flow)
        sluice_value_set_member (&nodes, item->id, make_node (self, item));
    }
  if (title != NULL)
    sluice_value_set_member (&object, "title", sluice_value_string (title));
  if (start != NULL)
    sluice_value_set_member (&object, "start", sluice_value_string (start->id));
  sluice_value_set_member (&object, "nodes", nodes);
  sluice_value_set_member (&self->flows, id, object);
}

/* Whether the outermost level is but the frame of several flows that run side by side. */
static gboolean
is_only_groups (Builder *self)
{
  for (guint i = 0; i < self->chart->items->len; i++)
    {
      const SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (get_flow (item) == NULL && (!item->is_group || item->is_dissolved))
        return FALSE;
    }
  for (guint i = 0; i < self->chart->edges->len; i++)
    {
      const SluiceChartEdge *edge = g_ptr_array_index (self->chart->edges, i);

      if (edge->from != NULL && get_flow (edge->from) == NULL)
        return FALSE;
    }
  return self->chart->items->len > 0;
}

/* Finds out which subgraphs are flows, and gives them ids. */
static void
find_flows (Builder *self)
{
  for (guint i = 0; i < self->chart->edges->len; i++)
    dissolve_crossed (g_ptr_array_index (self->chart->edges, i));
  spread_edges (self);
  for (guint i = 0; i < self->chart->items->len; i++)
    {
      SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (item->is_dissolved)
        add_note (self, _("Edges cross the border of “%s”, so it is no flow of its own; its nodes are in "
                          "the one around it"), get_text (item));
      else if (item->is_group)
        item->flow = make_id (self->flow_ids, item->name, NULL);
    }
}

/* Returns: the ids of the flows that run */
static SluiceValue
build_flows (Builder *self)
{
  SluiceValue run = sluice_value_array ();
  gboolean has_main;

  g_hash_table_add (self->flow_ids, g_strdup ("main"));
  find_flows (self);
  has_main = !is_only_groups (self);
  if (has_main)
    {
      sluice_value_append (&run, sluice_value_string ("main"));
      give_ids (self, NULL);
      build_flow (self, NULL, "main", NULL);
    }
  for (guint i = 0; i < self->chart->items->len; i++)
    {
      SluiceChartItem *item = g_ptr_array_index (self->chart->items, i);

      if (item->flow == NULL)
        continue;
      if (!has_main && get_flow (item) == NULL)
        sluice_value_append (&run, sluice_value_string (item->flow));
      give_ids (self, item);
      build_flow (self, item, item->flow, get_text (item));
    }
  return run;
}

SluiceDocument *
sluice_chart_build (SluiceChart  *chart,
                    GPtrArray    *notes,
                    GError      **error)
{
  g_autoptr (GHashTable) flow_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Builder self = { chart, notes, flow_ids, sluice_value_object () };
  g_auto (SluiceValue) root = sluice_value_object ();
  g_autofree char *text = NULL;
  gsize length;

  sluice_value_set_member (&root, "format", sluice_value_integer (SLUICE_FORMAT_CURRENT));
  if (chart->title != NULL)
    sluice_value_set_member (&root, "name", sluice_value_string (chart->title));
  sluice_value_set_member (&root, "run", build_flows (&self));
  sluice_value_set_member (&root, "shared", sluice_value_object ());
  sluice_value_set_member (&root, "flows", self.flows);
  text = sluice_format_write (root, &length);
  return sluice_document_new_from_text (text, (gssize) length, error);
}
