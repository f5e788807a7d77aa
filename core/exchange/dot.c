/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Graphviz DOT. A nested flow is a cluster; as an edge of DOT joins nodes only, one to or from a
 * cluster is tied to the node the flow begins with and cut off at the cluster's border.
 */
#include "exchange/formats-private.h"

#include <string.h>

#include "exchange/nesting.h"

static const struct
{
  const char *kind;
  const char *shape;
} shapes[] = {
  { "ask", "parallelogram" },
  { "choice", "diamond" },
  { "end", "oval" },
  { "flow", "component" },
  { "log", "note" },
};

static void
append_text (GString    *into,
             const char *text)
{
  g_string_append_c (into, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '\n')
        g_string_append (into, "\\n");
      else if (*c == '"' || *c == '\\')
        g_string_append_printf (into, "\\%c", *c);
      else if (*c != '\r')
        g_string_append_c (into, *c);
    }
  g_string_append_c (into, '"');
}

static void
append_indent (GString *into,
               guint    level)
{
  for (guint i = 0; i < level; i++)
    g_string_append (into, "  ");
}

/* The name of the node that stands for a node in edges: itself, or the first within its cluster. */
static char *
dup_anchor (const SluiceNestingNode *node)
{
  while (node->nested != NULL)
    {
      const SluiceNestingNode *first = NULL;

      for (guint i = 0; i < node->nested->nodes->len && (first == NULL || !first->is_start); i++)
        {
          const SluiceNestingNode *inner = g_ptr_array_index (node->nested->nodes, i);

          if (first == NULL || inner->is_start)
            first = inner;
        }
      if (first == NULL)
        return g_strconcat (node->name, "__empty", NULL);
      node = first;
    }
  return g_strdup (node->name);
}

static void
write_node (GString                 *into,
            const SluiceNestingNode *node,
            guint                    level)
{
  append_indent (into, level);
  g_string_append_printf (into, "\"%s\" [label=", node->name);
  append_text (into, node->title);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_strcmp0 (node->kind, shapes[i].kind) == 0)
      g_string_append_printf (into, ", shape=%s", shapes[i].shape);
  if (node->is_start)
    g_string_append (into, ", penwidth=2");
  g_string_append (into, "];\n");
}

static void
write_edge (GString                 *into,
            const SluiceNestingNode *from,
            const SluicePort        *port,
            const SluiceNestingNode *to,
            guint                    n_end,
            guint                    level)
{
  g_autofree char *tail = dup_anchor (from);
  g_autofree char *head = to != NULL ? dup_anchor (to) : g_strdup_printf ("%s__end%u", from->name, n_end);
  const char *separator = " [";

  if (to == NULL)
    {
      append_indent (into, level);
      g_string_append_printf (into, "\"%s\" [label=\"\", shape=doublecircle, width=0.15];\n", head);
    }
  append_indent (into, level);
  g_string_append_printf (into, "\"%s\" -> \"%s\"", tail, head);
  if (!g_str_equal (port->action, "default"))
    {
      g_string_append_printf (into, "%slabel=", separator);
      append_text (into, port->action);
      separator = ", ";
    }
  if (from->nested != NULL)
    {
      g_string_append_printf (into, "%sltail=\"cluster_%s\"", separator, from->name);
      separator = ", ";
    }
  if (to != NULL && to->nested != NULL)
    {
      g_string_append_printf (into, "%slhead=\"cluster_%s\"", separator, to->name);
      separator = ", ";
    }
  g_string_append (into, *separator == ',' ? "];\n" : ";\n");
}

static void
write_edges (GString                 *into,
             SluiceDocument          *document,
             const SluiceNesting     *flow,
             const SluiceNestingNode *node,
             guint                    level)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, node->address);
  guint n_ends = 0;

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);
      const SluiceNestingNode *target = sluice_nesting_find (flow, port->target);

      if (port->has_edge && (target != NULL || port->is_end))
        write_edge (into, node, port, target, target == NULL ? ++n_ends : 0, level);
    }
}

static void
write_flow (GString             *into,
            SluiceDocument      *document,
            const SluiceNesting *flow,
            guint                level);

static void
write_cluster (GString             *into,
               SluiceDocument      *document,
               const SluiceNesting *flow,
               const char          *title,
               guint                level)
{
  append_indent (into, level);
  g_string_append_printf (into, "subgraph \"cluster_%s\" {\n", flow->name);
  append_indent (into, level + 1);
  g_string_append (into, "label=");
  append_text (into, title);
  g_string_append (into, ";\n");
  if (flow->nodes->len == 0)
    {
      append_indent (into, level + 1);
      g_string_append_printf (into, "\"%s__empty\" [style=invis, label=\"\"];\n", flow->name);
    }
  write_flow (into, document, flow, level + 1);
  append_indent (into, level);
  g_string_append (into, "}\n");
}

static void
write_flow (GString             *into,
            SluiceDocument      *document,
            const SluiceNesting *flow,
            guint                level)
{
  for (guint i = 0; i < flow->nodes->len; i++)
    {
      const SluiceNestingNode *node = g_ptr_array_index (flow->nodes, i);

      if (node->nested != NULL)
        write_cluster (into, document, node->nested, node->title, level);
      else
        write_node (into, node, level);
    }
  for (guint i = 0; i < flow->nodes->len; i++)
    write_edges (into, document, flow, g_ptr_array_index (flow->nodes, i), level);
}

gboolean
sluice_dot_write (SluiceDocument             *document,
                  const SluiceExportOptions  *options,
                  SluiceExport               *into,
                  GError                    **error)
{
  g_autoptr (GPtrArray) nestings = sluice_nesting_new (document, options->flow);
  GString *text = g_string_new ("digraph ");
  const char *name = sluice_document_get_name (document);

  append_text (text, name != NULL ? name : "");
  g_string_append (text, " {\n"
                         "  rankdir=LR;\n"
                         "  compound=true;\n"
                         "  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
                         "  edge [fontname=\"sans-serif\"];\n");
  for (guint i = 0; i < nestings->len; i++)
    {
      const SluiceNesting *nesting = g_ptr_array_index (nestings, i);

      if (nestings->len == 1)
        write_flow (text, document, nesting, 1);
      else
        write_cluster (text, document, nesting, nesting->title, 1);
    }
  g_string_append (text, "}\n");
  sluice_export_add_text (into, NULL, text);
  return TRUE;
}
