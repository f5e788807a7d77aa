/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A document for people: the diagram, what each node does, and what the nodes agree on in the shared
 * store.
 */
#include "exchange/formats-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "exchange/nesting.h"
#include "exchange/store-use.h"
#include "graph/catalog.h"

/* On one line, with what Markdown would read as its own escaped. */
static void
append_text (GString    *into,
             const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '\n')
        g_string_append_c (into, ' ');
      else if (strchr ("\\`*_{}[]<>|#", *c) != NULL)
        g_string_append_printf (into, "\\%c", *c);
      else if (*c != '\r')
        g_string_append_c (into, *c);
    }
}

static void
append_paragraph (GString     *into,
                  SluiceValue  note)
{
  g_autofree char *text = sluice_text_from_value (note);
  g_auto (GStrv) lines = NULL;

  if (text == NULL || *text == '\0')
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      append_text (into, lines[i]);
      g_string_append_c (into, '\n');
    }
  g_string_append_c (into, '\n');
}

/* Code in a table: a pipe would end the cell even within backticks. */
static void
append_code (GString    *into,
             const char *text)
{
  const char *fence = strchr (text, '`') != NULL ? "``" : "`";

  g_string_append (into, fence);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '|')
        g_string_append_c (into, '\\');
      g_string_append_c (into, *c == '\n' ? ' ' : *c);
    }
  g_string_append (into, fence);
}

static void
append_actions (GString                 *into,
                SluiceDocument          *document,
                const SluiceNesting     *flow,
                const SluiceNestingNode *node)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, node->address);
  const char *separator = "";

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);
      const SluiceNestingNode *target = sluice_nesting_find (flow, port->target);

      if (!port->has_edge)
        continue;
      g_string_append (into, separator);
      append_code (into, port->action);
      g_string_append (into, " → ");
      if (target != NULL)
        append_text (into, target->title);
      else
        g_string_append (into, _("end"));
      separator = ", ";
    }
}

static void
append_node (GString                 *into,
             SluiceDocument          *document,
             const SluiceNesting     *flow,
             const SluiceNestingNode *node)
{
  const SluiceKindInfo *kind = node->kind != NULL ? sluice_catalog_lookup (node->kind) : NULL;
  SluiceValue object = sluice_document_get_node (document, node->address);
  g_autofree char *note = sluice_text_from_value (sluice_value_get_member (object, "note"));

  g_string_append (into, node->is_start ? "| **" : "| ");
  append_text (into, node->title);
  g_string_append (into, node->is_start ? "** | " : " | ");
  if (kind != NULL)
    append_text (into, _(kind->title));
  else if (node->kind != NULL)
    append_code (into, node->kind);
  g_string_append (into, " | ");
  if (note != NULL)
    append_text (into, note);
  else
    {
      g_autofree char *summary = sluice_document_dup_node_summary (document, node->address);

      if (*summary != '\0')
        append_code (into, summary);
    }
  g_string_append (into, " | ");
  append_actions (into, document, flow, node);
  g_string_append (into, " |\n");
}

static void
append_flow (GString             *into,
             SluiceDocument      *document,
             const SluiceNesting *flow)
{
  g_string_append (into, "## ");
  append_text (into, flow->title);
  g_string_append (into, "\n\n");
  append_paragraph (into, sluice_value_get_member (sluice_document_get_flow (document, flow->flow), "note"));
  g_string_append_printf (into, "| %s | %s | %s | %s |\n|---|---|---|---|\n", _("Node"), _("Kind"), _("Does"),
                          _("Leads to"));
  for (guint i = 0; i < flow->nodes->len; i++)
    append_node (into, document, flow, g_ptr_array_index (flow->nodes, i));
  g_string_append_c (into, '\n');
  for (guint i = 0; i < flow->nodes->len; i++)
    {
      const SluiceNestingNode *node = g_ptr_array_index (flow->nodes, i);

      if (node->nested != NULL)
        append_flow (into, document, node->nested);
    }
}

static void
append_titles (GString        *into,
               SluiceDocument *document,
               GPtrArray      *addresses)
{
  const char *separator = "";

  for (guint i = 0; i < addresses->len; i++)
    {
      const char *address = g_ptr_array_index (addresses, i);
      g_autofree char *title = sluice_document_dup_node_title (document, address);

      g_string_append (into, separator);
      append_text (into, title);
      separator = ", ";
    }
}

static void
append_store (GString        *into,
              SluiceDocument *document)
{
  g_autoptr (GPtrArray) uses = sluice_store_use_new (document);
  SluiceValue shared = sluice_value_get_member (sluice_document_get_root (document), "shared");

  if (uses->len == 0)
    return;
  g_string_append_printf (into, "## %s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", _("Shared store"), _("Key"),
                          _("At first"), _("Written by"), _("Read by"));
  for (guint i = 0; i < uses->len; i++)
    {
      const SluiceStoreUse *use = g_ptr_array_index (uses, i);

      g_string_append (into, "| ");
      append_code (into, use->key);
      g_string_append (into, " | ");
      if (SLUICE_VALUE_IS_OBJECT (shared) && sluice_value_has_member (shared, use->key))
        {
          g_autofree char *text = sluice_json_write (sluice_value_get_member (shared, use->key),
                                                     SLUICE_JSON_WRITE_COMPACT, NULL);

          append_code (into, text);
        }
      g_string_append (into, " | ");
      append_titles (into, document, use->writers);
      g_string_append (into, " | ");
      append_titles (into, document, use->readers);
      g_string_append (into, " |\n");
    }
}

gboolean
sluice_markdown_write (SluiceDocument             *document,
                       const SluiceExportOptions  *options,
                       SluiceExport               *into,
                       GError                    **error)
{
  g_autoptr (GPtrArray) nestings = sluice_nesting_new (document, options->flow);
  g_autofree char *diagram = sluice_mermaid_dup_text (document, options->flow, options->run);
  const char *name = sluice_document_get_name (document);
  GString *text = g_string_new ("# ");

  append_text (text, name != NULL && *name != '\0' ? name : _("Flow"));
  g_string_append (text, "\n\n");
  append_paragraph (text, sluice_value_get_member (sluice_document_get_root (document), "note"));
  g_string_append_printf (text, "```mermaid\n%s```\n\n", diagram);
  for (guint i = 0; i < nestings->len; i++)
    append_flow (text, document, g_ptr_array_index (nestings, i));
  append_store (text, document);
  while (g_str_has_suffix (text->str, "\n\n"))
    g_string_truncate (text, text->len - 1);
  sluice_export_add_text (into, NULL, text);
  return TRUE;
}
