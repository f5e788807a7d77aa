/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a node shows of itself: its output ports, the line that says what it does, and the box that
 * both need. Drawing, layout and hit test take every measure from here. */

#include "graph/document.h"

#include <string.h>

#include "graph/actions.h"
#include "graph/catalog.h"
#include "graph/document-private.h"
#include "graph/metrics.h"

/* Ports */

static SluicePort *
port_new (const char *action,
          const char *target,
          gboolean    has_edge)
{
  SluicePort *port = g_new0 (SluicePort, 1);

  port->action = g_strdup (action);
  port->target = g_strdup (target);
  port->has_edge = has_edge;
  port->is_end = has_edge && target == NULL;
  return port;
}

/**
 * sluice_port_free:
 * @port: (transfer full): a port
 */
void
sluice_port_free (SluicePort *port)
{
  g_free (port->action);
  g_free (port->target);
  g_free (port);
}

static void
free_port (gpointer port)
{
  sluice_port_free (port);
}

static void
add_kind_actions (GPtrArray            *actions,
                  const SluiceKindInfo *info,
                  SluiceValue           node)
{
  g_auto (GStrv) known = NULL;

  if (info == NULL || info->dup_actions == NULL)
    return;
  known = info->dup_actions (node);
  for (char **action = known; action != NULL && *action != NULL; action++)
    sluice_actions_add (actions, *action);
}

/* The actions that a node can return, as far as can be told: what post returns, else the constant
 * "action", else what its kind returns. */
static GPtrArray *
dup_known_actions (SluiceValue           node,
                   const SluiceKindInfo *info)
{
  GPtrArray *actions = g_ptr_array_new_with_free_func (g_free);
  const char *constant = sluice_value_get_member_string (node, "action");
  g_autofree char *post = sluice_text_from_value (sluice_value_get_member (node, "post"));

  if (post != NULL)
    sluice_actions_scan (post, actions);
  if (constant != NULL)
    sluice_actions_add (actions, constant);
  else if (SLUICE_VALUE_IS_NULL (sluice_value_get_member (node, "action")))
    add_kind_actions (actions, info, node);
  return actions;
}

/**
 * sluice_document_dup_ports:
 * @self: a document
 * @address: the address of a node
 *
 * Gets the ports on a node's right, from top to bottom: its edges in the order of the file, then
 * the actions that it can return and that have no edge. A node of which nothing is known can return
 * "default"; a final one has no port but for edges that it should not have.
 *
 * Returns: (transfer full) (element-type SluicePort): the ports, which the array owns
 */
GPtrArray *
sluice_document_dup_ports (SluiceDocument *self,
                           const char     *address)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (free_port);
  SluiceValue node = sluice_document_get_node (self, address);
  SluiceValue next = sluice_value_get_member (node, "next");
  const SluiceKindInfo *info =
    sluice_catalog_lookup (sluice_value_get_member_string (node, "kind"));
  g_autoptr (GPtrArray) actions = NULL;
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  if (SLUICE_VALUE_IS_NULL (node))
    return ports;

  sluice_value_iter_init (&iter, SLUICE_VALUE_IS_OBJECT (next) ? next : sluice_value_null ());
  while (sluice_value_iter_next (&iter, &action, &target))
    g_ptr_array_add (ports, port_new (action, sluice_value_get_string (target), TRUE));
  if (info != NULL && info->is_final)
    return ports;

  actions = dup_known_actions (node, info);
  for (guint i = 0; i < actions->len; i++)
    if (!SLUICE_VALUE_IS_OBJECT (next) ||
        !sluice_value_has_member (next, g_ptr_array_index (actions, i)))
      g_ptr_array_add (ports, port_new (g_ptr_array_index (actions, i), NULL, FALSE));
  if (ports->len == 0)
    g_ptr_array_add (ports, port_new ("default", NULL, FALSE));
  return ports;
}

/* Summary */

static char *
first_line (const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (char **line = lines; line != NULL && *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      return g_strdup (*line);
  return NULL;
}

static char *
join_list (SluiceValue list)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < sluice_value_get_length (list); i++)
    {
      const char *item = sluice_value_get_string (sluice_value_get_element (list, i));

      if (item != NULL)
        g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", item);
    }
  return line->len > 0 ? g_strdup (line->str) : NULL;
}

static char *
summarize_setting (SluiceValue           node,
                   const SluiceKindInfo *info)
{
  const SluiceSettingInfo *setting;
  g_autofree char *text = NULL;
  SluiceValue settings = sluice_value_get_member (node, "settings");
  SluiceValue value;

  if (info == NULL || info->summary_setting == NULL || !SLUICE_VALUE_IS_OBJECT (settings))
    return NULL;

  value = sluice_value_get_member (settings, info->summary_setting);
  setting = sluice_kind_info_find_setting (info, info->summary_setting);
  if (setting != NULL && setting->type == SLUICE_SETTING_LIST && SLUICE_VALUE_IS_ARRAY (value))
    return join_list (value);
  text = sluice_text_from_value (value);
  return first_line (text);
}

static char *
summarize (SluiceValue node)
{
  static const char * const phases[] = { "exec", "post", "prep" };
  const SluiceKindInfo *info =
    sluice_catalog_lookup (sluice_value_get_member_string (node, "kind"));
  char *line = summarize_setting (node, info);

  for (guint i = 0; line == NULL && i < G_N_ELEMENTS (phases); i++)
    {
      g_autofree char *body = sluice_text_from_value (sluice_value_get_member (node, phases[i]));

      line = first_line (body);
    }
  return line;
}

/**
 * sluice_document_dup_node_summary:
 * @self: a document
 * @address: the address of a node
 *
 * Says in one line what a node does: the setting that its kind names (a prompt, a URL), else the
 * first line of its script.
 *
 * Returns: (transfer full): the line, "" if there is nothing to say
 */
char *
sluice_document_dup_node_summary (SluiceDocument *self,
                                  const char     *address)
{
  char *line = summarize (sluice_document_get_node (self, address));

  return line != NULL ? line : g_strdup ("");
}

/* Measures */

static int
get_ports_row (SluiceDocument *self,
               const char     *address)
{
  g_autofree char *summary = summarize (sluice_document_get_node (self, address));

  return SLUICE_NODE_HEADER + (summary != NULL ? SLUICE_NODE_SUMMARY : 0);
}

/**
 * sluice_document_get_size:
 * @self: a document
 * @address: the address of a node
 * @width: (out): in grid units
 * @height: (out): in grid units
 *
 * Gets the size of a node's box (graph/metrics.h).
 */
void
sluice_document_get_size (SluiceDocument *self,
                          const char     *address,
                          int            *width,
                          int            *height)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self, address);

  *width = SLUICE_NODE_WIDTH;
  *height = get_ports_row (self, address) + SLUICE_NODE_PORT * (int) ports->len;
}

/**
 * sluice_document_get_port_offset:
 * @self: a document
 * @address: the address of a node
 * @port_index: which of sluice_document_dup_ports()
 * @y: (out): in px at 100 %, from the top of the box to the middle of the port
 *
 * Returns: %FALSE if there is no such port
 */
gboolean
sluice_document_get_port_offset (SluiceDocument *self,
                                 const char     *address,
                                 guint           port_index,
                                 double         *y)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self, address);

  *y = sluice_document_get_ports_top (self, address) +
       SLUICE_GRID * SLUICE_NODE_PORT * (port_index + 0.5);
  return port_index < ports->len;
}

/**
 * sluice_document_get_input_offset:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: where the input port is, in px at 100 % from the top of the box
 */
double
sluice_document_get_input_offset (SluiceDocument *self,
                                  const char     *address)
{
  return SLUICE_GRID * SLUICE_NODE_HEADER / 2.0;
}

/**
 * sluice_document_get_ports_top:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: where the rows of ports begin, in px at 100 % from the top of the box
 */
double
sluice_document_get_ports_top (SluiceDocument *self,
                               const char     *address)
{
  return SLUICE_GRID * get_ports_row (self, address);
}
