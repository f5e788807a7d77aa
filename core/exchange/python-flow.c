/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * flow.py: a factory for each flow. Nodes stand in the order of the drawing, then each edge on a line of its own; a
 * chain would not say any more which edge is whose once one of them is named.
 */
#include "exchange/python-project.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"

char *
sluice_python_identifier (const char *id)
{
  g_autofree char *plain = g_strdelimit (g_strdup (id), "-", '_');

  if (g_ascii_isdigit (*plain))
    return g_strconcat ("n", plain, NULL);
  return sluice_python_name (plain);
}

/* The name of the function that makes a flow. */
char *
sluice_python_factory (const char *flow)
{
  g_autofree char *plain = g_strdelimit (g_strdup (flow), "-", '_');

  return g_strdup_printf ("create_%s_flow", plain);
}

/* JSON as Python. */
void
sluice_python_value (GString     *into,
                     SluiceValue  value,
                     guint        indent)
{
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);

  if (SLUICE_VALUE_IS_NULL (value))
    g_string_append (into, "None");
  else if (SLUICE_VALUE_IS_BOOLEAN (value))
    g_string_append (into, sluice_value_get_boolean (value) ? "True" : "False");
  else if (SLUICE_VALUE_IS_STRING (value))
    {
      g_autofree char *quoted = sluice_python_string (sluice_value_get_string (value));

      g_string_append (into, quoted);
    }
  else if (SLUICE_VALUE_IS_NUMBER (value))
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      g_string_append (into, json);
    }
  else if (sluice_value_get_length (value) == 0)
    g_string_append (into, is_object ? "{}" : "[]");
  else
    {
      g_string_append (into, is_object ? "{\n" : "[\n");
      for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member);)
        {
          g_string_append_printf (into, "%*s", (int) (indent + 1) * 4, "");
          if (key != NULL)
            {
              g_autofree char *quoted = sluice_python_string (key);

              g_string_append_printf (into, "%s: ", quoted);
            }
          sluice_python_value (into, member, indent + 1);
          g_string_append (into, ",\n");
        }
      g_string_append_printf (into, "%*s%c", (int) indent * 4, "", is_object ? '}' : ']');
    }
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Names of a set in order. */
char *
sluice_python_join_sorted (GHashTable *names,
                           const char *separator)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (sorted, name);
  g_ptr_array_sort (sorted, compare_names);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv (separator, (char **) sorted->pdata);
}

/* Attempts and waits, as the constructor of a node takes them. */
char *
sluice_python_tries (SluiceValue node)
{
  gint64 retries = sluice_value_get_integer (sluice_value_get_member (node, "retries"));
  double wait = sluice_value_get_real (sluice_value_get_member (node, "wait"));
  GString *tries = g_string_new (NULL);
  char buffer[32];

  if (sluice_value_has_member (node, "retries"))
    g_string_append_printf (tries, "max_retries=%" G_GINT64_FORMAT, retries);
  if (wait > 0)
    {
      sluice_json_write_real (wait, buffer);
      g_string_append_printf (tries, "%swait=%s", tries->len > 0 ? ", " : "", buffer);
    }
  return g_string_free (tries, FALSE);
}

/* A node that is off is as if it were not there. */
static gboolean
is_off (SluiceDocument *document,
        const char     *address)
{
  SluiceValue off = sluice_value_get_member (sluice_document_get_node (document, address), "disabled");

  return SLUICE_VALUE_IS_BOOLEAN (off) && sluice_value_get_boolean (off);
}

/* Whether a flow does something itself, besides its nodes: then it is one node more where another runs it. */
gboolean
sluice_python_flow_has_phases (SluiceValue flow)
{
  static const char * const keys[] = { "prep", "post", "batch" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (sluice_value_has_member (flow, keys[i]))
      return TRUE;
  return FALSE;
}

static char *
make_flow_call (SluicePythonProject *self,
                const char          *address,
                const char          *class)
{
  const char *inner = sluice_value_get_string (sluice_document_get_setting (self->document, address, "flow"));
  g_autofree char *factory = sluice_python_factory (inner != NULL ? inner : "missing");
  SluiceValue flow = inner != NULL && sluice_document_has_flow (self->document, inner)
                       ? sluice_document_get_flow (self->document, inner) : sluice_value_null ();
  gboolean is_more = sluice_python_flow_has_phases (flow) || sluice_value_has_member (flow, "params");

  if (class == NULL)
    return g_strdup_printf ("%s()", factory);
  return g_strdup_printf ("%s(start=%s()%s)", class, factory, is_more ? "" : ".start_node");
}

/* What is passed by is a node that does nothing. */
static char *
make_call (SluicePythonProject *self,
           const char          *address)
{
  SluiceValue node = sluice_document_get_node (self->document, address);
  const char *class = g_hash_table_lookup (self->classes, address);
  const char *own = sluice_value_get_member_string (sluice_value_get_member (node, "settings"), "arguments");
  g_autofree char *tries = sluice_python_tries (node);

  if (sluice_python_is_passed_by (node))
    return g_strdup ("Node()");
  if (g_strcmp0 (sluice_value_get_member_string (node, "kind"), "flow") == 0)
    return make_flow_call (self, address, class);
  if (g_strcmp0 (sluice_value_get_member_string (node, "kind"), "python") == 0 && own != NULL && *own != '\0')
    return g_strdup_printf ("%s(%s%s%s)", class, own, *tries != '\0' ? ", " : "", tries);
  return g_strdup_printf ("%s(%s)", class, tries);
}

gboolean
sluice_python_is_passed_by (SluiceValue node)
{
  return g_strcmp0 (sluice_value_get_member_string (node, "disabled"), "pass-through") == 0;
}

static void
write_node (SluicePythonProject *self,
            GString             *into,
            const char          *address,
            const char          *variable,
            GHashTable          *used)
{
  SluiceValue node = sluice_document_get_node (self->document, address);
  const char *class = g_hash_table_lookup (self->classes, address);
  const char *title = sluice_value_get_member_string (node, "title");
  g_autofree char *call = make_call (self, address);

  g_string_append_printf (into, "    %s = %s", variable, call);
  /* A node with a class of its own has its title there. */
  if (class == NULL && title != NULL && strchr (title, '\n') == NULL)
    g_string_append_printf (into, "  # %s", title);
  g_string_append_c (into, '\n');
  if (sluice_python_is_passed_by (node))
    g_hash_table_add (self->bases, g_strdup ("Node"));
  else if (class != NULL)
    g_hash_table_add (used, g_strdup (class));
}

/* The edges of a node, each on a line of its own, in the order of the file. */
void
sluice_python_edges (SluicePythonProject *self,
                     GString             *into,
                     const char          *indent,
                     const char          *address)
{
  SluiceValue node = sluice_document_get_node (self->document, address);
  SluiceValue next = sluice_value_get_member (node, "next");
  g_autofree char *flow = g_strndup (address, strrchr (address, '/') - address);
  g_autofree char *variable = sluice_python_identifier (strrchr (address, '/') + 1);
  gboolean is_passed_by = sluice_python_is_passed_by (node);

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (next) && i < sluice_value_get_length (next); i++)
    {
      const char *action = sluice_value_get_key (next, i);
      const char *id = sluice_value_get_string (sluice_value_get_member_at (next, i));
      g_autofree char *quoted = sluice_python_string (action);
      g_autofree char *target = id != NULL ? sluice_python_identifier (id) : NULL;
      g_autofree char *place = id != NULL ? sluice_address_join (flow, id) : NULL;
      gboolean is_plain = g_str_equal (action, "default") || (is_passed_by && sluice_value_get_length (next) == 1);

      if (id != NULL && !sluice_document_has_node (self->document, place))
        {
          sluice_export_note (self->into, "%s: its edge %s leads to no node", address, quoted);
          continue;
        }
      g_string_append_printf (into, "%s%s", indent, variable);
      if (!is_plain)
        g_string_append_printf (into, " - %s", quoted);
      if (id == NULL || is_off (self->document, place))
        g_string_append (into, " >> None  # The flow ends here.\n");
      else
        g_string_append_printf (into, " >> %s\n", target);
    }
}

static void
write_end (SluicePythonProject *self,
           GString             *into,
           const char          *flow,
           GHashTable          *used)
{
  SluiceValue object = sluice_document_get_flow (self->document, flow);
  const char *start = sluice_document_get_start (self->document, flow);
  g_autofree char *address = start != NULL ? sluice_address_join (flow, start) : NULL;
  SluiceValue params = sluice_value_get_member (object, "params");
  const char *class = g_hash_table_lookup (self->classes, flow);
  g_autofree char *start_id = NULL;

  if (class != NULL)
    g_hash_table_add (used, g_strdup (class));
  else
    {
      class = g_hash_table_contains (self->async_flows, flow) ? "AsyncFlow" : "Flow";
      g_hash_table_add (self->bases, g_strdup (class));
    }
  if (start != NULL && !is_off (self->document, address))
    start_id = sluice_python_identifier (start);
  g_string_append_printf (into, "    %s %s(%s%s)\n", SLUICE_VALUE_IS_OBJECT (params) ? "flow =" : "return", class,
                          start_id != NULL ? "start=" : "", start_id != NULL ? start_id : "");
  if (!SLUICE_VALUE_IS_OBJECT (params))
    return;
  g_string_append (into, "    flow.set_params(");
  sluice_python_value (into, params, 1);
  g_string_append (into, ")\n    return flow\n");
}

static void
write_factory (SluicePythonProject *self,
               GString             *into,
               const char          *flow,
               GHashTable          *used)
{
  SluiceValue object = sluice_document_get_flow (self->document, flow);
  const char *title = sluice_value_get_member_string (object, "title");
  g_autofree char *factory = sluice_python_factory (flow);
  g_autoptr (GString) edges = g_string_new (NULL);
  guint n = sluice_document_get_n_nodes (self->document, flow);

  g_string_append_printf (into, "\n\ndef %s():\n    \"\"\"Connects the nodes of “%s”.\"\"\"\n", factory,
                          title != NULL && strpbrk (title, "\"\\\n") == NULL ? title : flow);
  for (guint i = 0; i < n; i++)
    {
      const char *node = sluice_document_get_node_id (self->document, flow, i);
      g_autofree char *address = sluice_address_join (flow, node);
      g_autofree char *variable = sluice_python_identifier (node);

      if (is_off (self->document, address))
        {
          sluice_export_note (self->into, "%s is off, and is left out", address);
          continue;
        }
      write_node (self, into, address, variable, used);
      sluice_python_edges (self, edges, "    ", address);
    }
  if (edges->len > 0)
    g_string_append_printf (into, "\n%s", edges->str);
  if (n > 0)
    g_string_append_c (into, '\n');
  write_end (self, into, flow, used);
}

/* In parentheses and on lines of their own where they are many. */
static void
append_import (GString    *into,
               const char *from,
               const char *names)
{
  g_auto (GStrv) all = g_strsplit (names, ", ", -1);

  if (*names == '\0')
    return;
  if (strlen (from) + strlen (names) < 75)
    {
      g_string_append_printf (into, "from %s import %s\n", from, names);
      return;
    }
  g_string_append_printf (into, "from %s import (\n", from);
  for (guint i = 0; all[i] != NULL; i++)
    g_string_append_printf (into, "    %s,\n", all[i]);
  g_string_append (into, ")\n");
}

/* The module with the factories of @flows (char *), whose classes are in the module @nodes. */
GString *
sluice_python_flow_module (SluicePythonProject *self,
                           GPtrArray           *flows,
                           const char          *nodes)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) factories = g_string_new (NULL);
  GString *module = g_string_new ("\"\"\"How the nodes are connected.\"\"\"\n");
  g_autofree char *bases = NULL;
  g_autofree char *classes = NULL;

  g_hash_table_remove_all (self->bases);
  for (guint i = 0; i < flows->len; i++)
    write_factory (self, factories, g_ptr_array_index (flows, i), used);
  bases = sluice_python_join_sorted (self->bases, ", ");
  classes = sluice_python_join_sorted (used, ", ");
  append_import (module, "pocketflow", bases);
  append_import (module, nodes, classes);
  g_string_append (module, factories->str);
  return module;
}
