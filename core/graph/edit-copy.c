/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copy and paste as text in the flow format: nodes, the edges among them, and where they are. What
 * is pasted may come from another window, another program or a file, so it is read as strictly as
 * one. */

#include "graph/edit.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/edit-private.h"
#include "graph/format.h"

/* Copy */

/* The object at a key of *object, made if it is absent; @change is put there. */
static void
put_in_child (SluiceValue *object,
              const char  *child,
              const char  *key,
              SluiceValue  take)
{
  SluiceValue inner = sluice_value_has_member (*object, child)
                        ? sluice_value_ref (sluice_value_get_member (*object, child))
                        : sluice_value_object ();

  sluice_value_set_member (&inner, key, take);
  sluice_value_set_member (object, child, inner);
}

/* @node with the edges alone whose targets @rename knows, under their new names. */
static SluiceValue
remap_edges (SluiceValue  node,
             GHashTable  *rename)
{
  SluiceValue copy = sluice_value_ref (node);
  SluiceValue next = sluice_value_get_member (node, "next");
  SluiceValue edges;
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return copy;

  edges = sluice_value_object ();
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &target))
    {
      const char *id = sluice_value_get_string (target);
      const char *renamed = id != NULL ? g_hash_table_lookup (rename, id) : NULL;

      if (renamed != NULL)
        sluice_value_set_member (&edges, action, sluice_value_string (renamed));
      else if (id == NULL)
        sluice_value_set_member (&edges, action, sluice_value_ref (target));
    }
  if (sluice_value_get_length (edges) > 0)
    sluice_value_set_member (&copy, "next", sluice_value_steal (&edges));
  else
    sluice_value_remove_member (&copy, "next");
  sluice_value_unref (edges);
  return copy;
}

/* What the layout says of a node, with its position in it whether written or computed. */
static SluiceValue
make_entry (SluiceDocument *document,
            const char     *flow,
            const char     *node,
            int             dx,
            int             dy)
{
  g_autofree char *address = sluice_address_join (flow, node);
  SluiceValue old = sluice_document_get_entry (document, flow, node);
  SluiceValue at = sluice_value_array ();
  SluiceValue entry;
  int x;
  int y;

  sluice_document_get_position (document, address, &x, &y);
  sluice_value_append (&at, sluice_value_integer (x + dx));
  sluice_value_append (&at, sluice_value_integer (y + dy));
  if (!SLUICE_VALUE_IS_OBJECT (old))
    return at;

  /* Bends are points of the old drawing; edges find their own way in the new one. */
  entry = sluice_value_ref (old);
  sluice_value_set_member (&entry, "at", at);
  sluice_value_remove_member (&entry, "bends");
  return entry;
}

static void
copy_node (SluiceDocument *document,
           const char     *flow,
           const char     *node,
           GHashTable     *selected,
           SluiceValue    *nodes,
           SluiceValue    *layout)
{
  g_autofree char *address = sluice_address_join (flow, node);

  sluice_value_set_member (nodes, node,
                           remap_edges (sluice_document_get_node (document, address), selected));
  put_in_child (layout, flow, node, make_entry (document, flow, node, 0, 0));
}

static void
copy_flow (SluiceDocument *document,
           const char     *flow,
           GHashTable     *selected,
           SluiceValue    *flows,
           SluiceValue    *layout)
{
  SluiceValue copy = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();
  const char *start = sluice_document_get_start (document, flow);

  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      const char *node = sluice_document_get_node_id (document, flow, i);

      if (g_hash_table_contains (selected, node))
        copy_node (document, flow, node, selected, &nodes, layout);
    }
  if (start != NULL && g_hash_table_contains (selected, start))
    sluice_value_set_member (&copy, "start", sluice_value_string (start));
  sluice_value_set_member (&copy, "nodes", nodes);
  sluice_value_set_member (flows, flow, copy);
}

/* The ids of one flow among @addresses, each as its own new name. */
static GHashTable *
select_of_flow (SluiceDocument     *document,
                const char         *flow,
                const char * const *addresses)
{
  GHashTable *selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; *addresses != NULL; addresses++)
    {
      const char *node;
      g_autofree char *of = sluice_address_dup_flow (*addresses, &node);

      if (g_str_equal (of, flow) && sluice_document_has_node (document, *addresses))
        {
          char *id = g_strdup (node);

          g_hash_table_replace (selected, id, id);
        }
    }
  return selected;
}

/**
 * sluice_edit_copy:
 * @document: a document
 * @addresses: (array zero-terminated=1): nodes; unknown ones are left out
 *
 * Writes nodes as a flow file of their own: exactly these, the edges among them, and where they
 * are.
 *
 * Returns: (transfer full): the text
 */
char *
sluice_edit_copy (SluiceDocument     *document,
                  const char * const *addresses)
{
  g_auto (SluiceValue) root = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();
  SluiceValue layout = sluice_value_object ();

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));
      g_autoptr (GHashTable) selected = select_of_flow (document, flow, addresses);

      if (g_hash_table_size (selected) > 0)
        copy_flow (document, flow, selected, &flows, &layout);
    }
  sluice_value_set_member (&root, "format", sluice_value_integer (SLUICE_FORMAT_CURRENT));
  sluice_value_set_member (&root, "flows", flows);
  sluice_value_set_member (&root, "layout", layout);
  return sluice_format_write (root, NULL);
}

/* Paste */

typedef struct
{
  SluiceDocument *document;
  const char     *flow;      /* into which */
  SluiceDocument *source;    /* what was in the text */
  int             dx;
  int             dy;
  GHashTable     *reserved;  /* set of ids given to pasted nodes that are not there yet */
  GPtrArray      *addresses; /* owned strings: what was pasted */
} Paste;

/* The top left of all nodes in the text comes to the place asked for. */
static void
find_offset (Paste *paste,
             int    x,
             int    y)
{
  int left = G_MAXINT;
  int top = G_MAXINT;

  for (guint f = 0; f < sluice_document_get_n_flows (paste->source); f++)
    {
      const char *flow = sluice_document_get_flow_id (paste->source, f);

      for (guint i = 0; i < sluice_document_get_n_nodes (paste->source, flow); i++)
        {
          g_autofree char *address =
            sluice_address_join (flow, sluice_document_get_node_id (paste->source, flow, i));
          int at_x;
          int at_y;

          sluice_document_get_position (paste->source, address, &at_x, &at_y);
          left = MIN (left, at_x);
          top = MIN (top, at_y);
        }
    }
  paste->dx = x - left;
  paste->dy = y - top;
}

static gboolean
is_taken (const char *id,
          gpointer    user_data)
{
  Paste *paste = user_data;

  return g_hash_table_contains (paste->reserved, id) ||
         sluice_value_has_member (sluice_document_get_nodes (paste->document, paste->flow), id);
}

/* New ids for the nodes of one flow of the text: their own where these are free. */
static GHashTable *
make_ids (Paste      *paste,
          const char *flow)
{
  GHashTable *rename = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < sluice_document_get_n_nodes (paste->source, flow); i++)
    {
      const char *old = sluice_document_get_node_id (paste->source, flow, i);
      g_autofree char *wanted =
        sluice_id_is_valid (old) ? g_strdup (old) : sluice_id_from_title (old);
      char *id = sluice_id_make_unique (wanted, is_taken, paste);

      g_hash_table_add (paste->reserved, g_strdup (id));
      g_hash_table_insert (rename, g_strdup (old), id);
    }
  return rename;
}

static gboolean
paste_node (Paste       *paste,
            const char  *flow,
            const char  *old,
            GHashTable  *rename,
            GError     **error)
{
  const char *id = g_hash_table_lookup (rename, old);
  g_autofree char *nodes = sluice_pointer_build ("flows", paste->flow, "nodes", NULL);
  g_autofree char *places = sluice_edit_layout_pointer (paste->flow);
  SluiceValue source = sluice_value_get_member (sluice_document_get_nodes (paste->source, flow), old);
  SluiceValue node = remap_edges (source, rename);

  g_ptr_array_add (paste->addresses, sluice_address_join (paste->flow, id));
  return sluice_edit_put (paste->document, nodes, id, node, error) &&
         sluice_edit_make_object (paste->document, "/layout", error) &&
         sluice_edit_put (paste->document, places, id,
                          make_entry (paste->source, flow, old, paste->dx, paste->dy), error);
}

/* A flow without a start begins with what the text begins with, or with its first node. */
static gboolean
paste_start (Paste       *paste,
             const char  *flow,
             GHashTable  *rename,
             GError     **error)
{
  g_autofree char *base = sluice_pointer_build ("flows", paste->flow, NULL);
  const char *start = sluice_document_get_start (paste->source, flow);

  if (sluice_document_get_start (paste->document, paste->flow) != NULL ||
      sluice_document_get_n_nodes (paste->source, flow) == 0)
    return TRUE;
  if (start == NULL)
    start = sluice_document_get_node_id (paste->source, flow, 0);
  return sluice_edit_put (paste->document, base, "start",
                          sluice_value_string (g_hash_table_lookup (rename, start)), error);
}

static gboolean
paste_flow (Paste       *paste,
            const char  *flow,
            GError     **error)
{
  g_autoptr (GHashTable) rename = make_ids (paste, flow);

  for (guint i = 0; i < sluice_document_get_n_nodes (paste->source, flow); i++)
    if (!paste_node (paste, flow, sluice_document_get_node_id (paste->source, flow, i), rename,
                     error))
      return FALSE;
  return paste_start (paste, flow, rename, error);
}

static gboolean
paste_all (Paste   *paste,
           GError **error)
{
  if (!sluice_edit_fix_layout (paste->document, paste->flow, error))
    return FALSE;
  for (guint i = 0; i < sluice_document_get_n_flows (paste->source); i++)
    if (!paste_flow (paste, sluice_document_get_flow_id (paste->source, i), error))
      return FALSE;
  return TRUE;
}

/* Reads the text, and says what is wrong with it as a clipboard's content. */
static SluiceDocument *
read_clipboard (const char  *text,
                guint       *n_nodes,
                GError     **error)
{
  g_autoptr (SluiceDocument) source = sluice_document_new_from_text (text, -1, error);

  *n_nodes = 0;
  if (source == NULL)
    {
      g_prefix_error (error, "%s", _("This can’t be pasted as nodes: "));
      return NULL;
    }
  if (sluice_document_is_read_only (source))
    {
      g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NEWER,
                           source->read_only_reason);
      return NULL;
    }
  for (guint i = 0; i < sluice_document_get_n_flows (source); i++)
    *n_nodes += sluice_document_get_n_nodes (source, sluice_document_get_flow_id (source, i));
  if (*n_nodes == 0)
    {
      sluice_edit_refuse (error, _("There are no nodes in what is to be pasted."));
      return NULL;
    }
  return g_steal_pointer (&source);
}

/**
 * sluice_edit_paste:
 * @document: a document
 * @flow: the id of the flow to paste into
 * @text: a flow file, as sluice_edit_copy() writes it
 * @x: where the top left of all comes to, in grid units
 * @y: where the top left of all comes to, in grid units
 * @error: return location for an error
 *
 * Pastes the nodes of a text, the edges among them and their places. Ids that are taken become new
 * ones: "suggest-2". Besides errors of the document, those of reading are set.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the addresses of the new nodes,
 * %NULL on an error
 */
char **
sluice_edit_paste (SluiceDocument  *document,
                   const char      *flow,
                   const char      *text,
                   int              x,
                   int              y,
                   GError         **error)
{
  g_autoptr (GHashTable) reserved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SluiceDocument) source = NULL;
  g_autofree char *name = NULL;
  Paste paste = { document, flow, NULL, 0, 0, reserved, addresses };
  guint n_nodes;

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;
  source = read_clipboard (text, &n_nodes, error);
  if (source == NULL)
    return NULL;

  paste.source = source;
  find_offset (&paste, x, y);
  name =
    n_nodes == 1 ? g_strdup (_("Paste a node")) : g_strdup_printf (_("Paste %u nodes"), n_nodes);
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, paste_all (&paste, error)))
    return NULL;
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_steal (addresses, NULL);
}
