/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Mermaid flowcharts. The shape of a node tells its kind, so that reading the diagram again gives the
 * same graph (mermaid-in.c); nested flows are subgraphs.
 */
#include "exchange/formats-private.h"

#include <string.h>

#include "exchange/nesting.h"
#include "exchange/run-marks.h"

static const struct
{
  const char *kind;
  const char *open;
  const char *close;
} shapes[] = {
  { "ask", "[/", "/]" },
  { "choice", "{", "}" },
  { "end", "([", "])" },
  { "flow", "[[", "]]" },
  { "log", ">", "]" },
};

/* Quoted, with what Mermaid would read as its own or as HTML written as entities. */
static void
append_text (GString    *into,
             const char *text)
{
  g_string_append_c (into, '"');
  for (const char *c = text; *c != '\0'; c++)
    switch (*c)
      {
      case '"': g_string_append (into, "#quot;"); break;
      case '#': g_string_append (into, "#35;"); break;
      case '&': g_string_append (into, "#amp;"); break;
      case '<': g_string_append (into, "#lt;"); break;
      case '>': g_string_append (into, "#gt;"); break;
      case '`': g_string_append (into, "#96;"); break;
      case '\n': g_string_append (into, "<br/>"); break;
      case '\r': break;
      default: g_string_append_c (into, *c);
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

static void
write_node (GString                 *into,
            const SluiceNestingNode *node,
            guint                    level)
{
  const char *open = "[", *close = "]";

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_strcmp0 (node->kind, shapes[i].kind) == 0)
      {
        open = shapes[i].open;
        close = shapes[i].close;
      }
  append_indent (into, level);
  g_string_append_printf (into, "%s%s", node->name, open);
  append_text (into, *node->title != '\0' ? node->title : " ");
  g_string_append_printf (into, "%s%s\n", close, node->is_start ? ":::first" : "");
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

      if (!port->has_edge || (target == NULL && !port->is_end))
        continue;
      append_indent (into, level);
      g_string_append_printf (into, "%s -->", node->name);
      if (!g_str_equal (port->action, "default"))
        {
          g_string_append_c (into, '|');
          append_text (into, port->action);
          g_string_append_c (into, '|');
        }
      if (target != NULL)
        g_string_append_printf (into, " %s\n", target->name);
      else
        g_string_append_printf (into, " %s__end%u((\" \"))\n", node->name, ++n_ends);
    }
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

      if (node->nested == NULL)
        {
          write_node (into, node, level);
          continue;
        }
      append_indent (into, level);
      g_string_append_printf (into, "subgraph %s[", node->name);
      append_text (into, node->title);
      g_string_append (into, "]\n");
      write_flow (into, document, node->nested, level + 1);
      append_indent (into, level);
      g_string_append (into, "end\n");
      if (node->is_start)
        {
          append_indent (into, level);
          g_string_append_printf (into, "class %s first\n", node->name);
        }
    }
  for (guint i = 0; i < flow->nodes->len; i++)
    write_edges (into, document, flow, g_ptr_array_index (flow->nodes, i), level);
}

static void
write_marks (GString             *into,
             const SluiceNesting *flow,
             SluiceRunMarks      *run,
             SluiceRunMarkState   state)
{
  for (guint i = 0; i < flow->nodes->len; i++)
    {
      const SluiceNestingNode *node = g_ptr_array_index (flow->nodes, i);

      if (sluice_run_marks_get_state (run, node->address) == state)
        g_string_append_printf (into, "%s%s", into->len > 0 ? "," : "", node->name);
      if (node->nested != NULL)
        write_marks (into, node->nested, run, state);
    }
}

/* A run as colours, the same in light and dark: a class for each state, and who is of it. */
static void
write_run (GString        *into,
           GPtrArray      *nestings,
           SluiceRunMarks *run)
{
  static const struct
  {
    SluiceRunMarkState state;
    const char        *style;
  } styles[] = {
    { SLUICE_RUN_MARK_DONE, "fill:#26a26933,stroke:#26a269,stroke-width:2px" },
    { SLUICE_RUN_MARK_RUNNING, "fill:#3584e433,stroke:#3584e4,stroke-width:2px" },
    { SLUICE_RUN_MARK_FAILED, "fill:#e01b2433,stroke:#e01b24,stroke-width:2px" },
    { SLUICE_RUN_MARK_NONE, "stroke-dasharray:4 3,opacity:0.6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autoptr (GString) names = g_string_new (NULL);
      const char *name = sluice_run_marks_get_name (styles[i].state);

      for (guint k = 0; k < nestings->len; k++)
        write_marks (names, g_ptr_array_index (nestings, k), run, styles[i].state);
      if (names->len > 0)
        g_string_append_printf (into, "  classDef %s %s\n  class %s %s\n", name != NULL ? name : "untouched",
                                styles[i].style, names->str, name != NULL ? name : "untouched");
    }
}

/**
 * sluice_mermaid_dup_text:
 * @document: a document
 * @flow: (nullable): one of its flows; %NULL for all
 * @run: (nullable): how far a run came, to be shown
 *
 * Returns: (transfer full): a Mermaid flowchart, with a newline at the end
 */
char *
sluice_mermaid_dup_text (SluiceDocument *document,
                         const char     *flow,
                         SluiceRunMarks *run)
{
  g_autoptr (GPtrArray) nestings = sluice_nesting_new (document, flow);
  GString *text = g_string_new ("flowchart LR\n");

  for (guint i = 0; i < nestings->len; i++)
    {
      const SluiceNesting *nesting = g_ptr_array_index (nestings, i);

      if (nestings->len == 1)
        {
          write_flow (text, document, nesting, 1);
          continue;
        }
      g_string_append_printf (text, "  subgraph %s[", nesting->name);
      append_text (text, nesting->title);
      g_string_append (text, "]\n");
      write_flow (text, document, nesting, 2);
      g_string_append (text, "  end\n");
    }
  if (strstr (text->str, ":::first") != NULL || strstr (text->str, " first\n") != NULL)
    g_string_append (text, "  classDef first stroke-width:3px\n");
  if (run != NULL)
    write_run (text, nestings, run);
  return g_string_free (text, FALSE);
}

gboolean
sluice_mermaid_write (SluiceDocument             *document,
                      const SluiceExportOptions  *options,
                      SluiceExport               *into,
                      GError                    **error)
{
  g_autofree char *text = sluice_mermaid_dup_text (document, options->flow, options->run);
  GString *file = g_string_new (NULL);
  const char *name = sluice_document_get_name (document);

  if (name != NULL && *name != '\0')
    {
      g_string_append (file, "---\ntitle: ");
      append_text (file, name);
      g_string_append (file, "\n---\n");
    }
  g_string_append (file, text);
  sluice_export_add_text (into, NULL, file);
  return TRUE;
}
