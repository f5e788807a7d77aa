/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pastes text in the flow format, and duplicates through it. What is pasted may come from another
 * window, another program or a file, so it is read as strictly as one. */

#include "graph/edit.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/drawing-private.h"
#include "graph/restructure.h"

typedef struct
{
  SluiceDocument *document;
  const char     *flow;      /* into which */
  SluiceDocument *source;    /* what was in the text */
  int             dx;
  int             dy;
  SluiceKeepEdges keep;
  GHashTable     *reserved;  /* set of ids given to pasted nodes that are not there yet */
  GPtrArray      *addresses; /* owned strings: what was pasted */
} Paste;

/* Everything in the text, of all its flows. */
static GPtrArray *
dup_all_addresses (SluiceDocument *source)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint f = 0; f < sluice_document_get_n_flows (source); f++)
    {
      const char *flow = sluice_document_get_flow_id (source, f);

      for (guint i = 0; i < sluice_document_get_n_nodes (source, flow); i++)
        g_ptr_array_add (addresses,
                         sluice_address_join (flow, sluice_document_get_node_id (source, flow, i)));
      for (guint i = 0; i < sluice_document_get_n_frames (source, flow); i++)
        g_ptr_array_add (addresses,
                         sluice_frame_address (flow, sluice_document_get_frame_id (source, flow, i)));
      for (guint i = 0; i < sluice_document_get_n_notes (source, flow); i++)
        g_ptr_array_add (addresses,
                         sluice_note_address (flow, sluice_document_get_note_id (source, flow, i)));
    }
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

/* The top left of all in the text comes to the place asked for. */
static void
find_offset (Paste     *paste,
             GPtrArray *addresses,
             int        x,
             int        y)
{
  SluiceBox bounds;

  sluice_drawing_get_bounds (paste->source, (const char * const *) addresses->pdata, &bounds);
  paste->dx = x - bounds.x;
  paste->dy = y - bounds.y;
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
  g_autofree char *from = sluice_address_join (flow, old);
  char *to = sluice_address_join (paste->flow, id);
  SluiceValue node = sluice_edit_remap_edges (sluice_document_get_node (paste->source, from), rename);
  SluiceValue entry =
    sluice_edit_shift_node_entry (paste->source, from, node, paste->dx, paste->dy);

  g_ptr_array_add (paste->addresses, to);
  if (sluice_edit_put (paste->document, nodes, id, node, error))
    return sluice_edit_put_entry (paste->document, to, entry, error);
  sluice_value_unref (entry);
  return FALSE;
}

static gboolean
paste_item (Paste           *paste,
            const char      *address,
            SluiceItemType   type,
            GError         **error)
{
  SluiceItemType of;
  const char *id;
  g_autofree char *flow = sluice_drawing_split (address, &of, &id);
  g_autofree char *wanted = sluice_id_is_valid (id) ? g_strdup (id) : sluice_id_from_title (id);
  char *added = sluice_edit_insert_item (
    paste->document, paste->flow, type, wanted,
    sluice_drawing_shift_entry (sluice_drawing_get_entry (paste->source, address), paste->dx, paste->dy),
    error);

  if (added == NULL)
    return FALSE;
  g_ptr_array_add (paste->addresses, added);
  return TRUE;
}

static gboolean
paste_items (Paste      *paste,
             GPtrArray  *addresses,
             GError    **error)
{
  for (guint i = 0; addresses->pdata[i] != NULL; i++)
    {
      SluiceItemType type = sluice_document_get_item_type (paste->source, addresses->pdata[i]);

      if (type != SLUICE_ITEM_NODE && !paste_item (paste, addresses->pdata[i], type, error))
        return FALSE;
    }
  return TRUE;
}

/* Kept edges */

/* What led to an original leads to its copy. */
static gboolean
keep_incoming (Paste       *paste,
               const char  *id,
               GHashTable  *rename,
               GError     **error)
{
  g_autofree char *address = sluice_address_join (paste->flow, id);
  g_auto (SluiceValue) next =
    sluice_value_ref (sluice_value_get_member (sluice_document_get_node (paste->document, address), "next"));
  SluiceValueIter iter;
  SluiceValue edge;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return TRUE;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &edge))
    {
      const char *target = sluice_value_get_string (edge);
      const char *copy = target != NULL ? g_hash_table_lookup (rename, target) : NULL;

      if (copy != NULL && !sluice_edit_lead (paste->document, address, action, copy, error))
        return FALSE;
    }
  return TRUE;
}

/* A copy leads where its original does. */
static gboolean
keep_outgoing (Paste       *paste,
               const char  *old,
               GHashTable  *rename,
               GError     **error)
{
  g_autofree char *original = sluice_address_join (paste->flow, old);
  g_autofree char *copy = sluice_address_join (paste->flow, g_hash_table_lookup (rename, old));
  g_auto (SluiceValue) next = sluice_value_ref (
    sluice_value_get_member (sluice_document_get_node (paste->document, original), "next"));
  SluiceValueIter iter;
  SluiceValue edge;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return TRUE;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &edge))
    {
      const char *target = sluice_value_get_string (edge);
      SluiceValue had =
        sluice_value_get_member (sluice_document_get_node (paste->document, copy), "next");

      if (target != NULL && !g_hash_table_contains (rename, target) &&
          !(SLUICE_VALUE_IS_OBJECT (had) && sluice_value_has_member (had, action)) &&
          !sluice_edit_lead (paste->document, copy, action, target, error))
        return FALSE;
    }
  return TRUE;
}

/* @before: the ids of the nodes that were there, of which the pasted ones may be copies. */
static gboolean
keep_edges (Paste       *paste,
            GPtrArray   *before,
            GHashTable  *rename,
            GError     **error)
{
  g_autofree char *base = sluice_pointer_build ("flows", paste->flow, NULL);
  const char *start = sluice_document_get_start (paste->document, paste->flow);
  const char *copy = start != NULL ? g_hash_table_lookup (rename, start) : NULL;

  for (guint i = 0; i < before->len; i++)
    {
      gboolean is_original = g_hash_table_contains (rename, before->pdata[i]);

      if (is_original && (paste->keep & SLUICE_KEEP_OUTGOING) != 0 &&
          !keep_outgoing (paste, before->pdata[i], rename, error))
        return FALSE;
      if (!is_original && (paste->keep & SLUICE_KEEP_INCOMING) != 0 &&
          !keep_incoming (paste, before->pdata[i], rename, error))
        return FALSE;
    }
  return (paste->keep & SLUICE_KEEP_INCOMING) == 0 || copy == NULL ||
         sluice_edit_put (paste->document, base, "start", sluice_value_string (copy), error);
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
  g_autoptr (GPtrArray) before =
    paste->keep != SLUICE_KEEP_NONE ? sluice_edit_dup_all_ids (paste->document, paste->flow) : NULL;

  for (guint i = 0; i < sluice_document_get_n_nodes (paste->source, flow); i++)
    if (!paste_node (paste, flow, sluice_document_get_node_id (paste->source, flow, i), rename,
                     error))
      return FALSE;
  if (before != NULL && !keep_edges (paste, before, rename, error))
    return FALSE;
  return paste_start (paste, flow, rename, error);
}

static gboolean
paste_all (Paste      *paste,
           GPtrArray  *items,
           GError    **error)
{
  if (!sluice_edit_fix_layout (paste->document, paste->flow, error))
    return FALSE;
  for (guint i = 0; i < sluice_document_get_n_flows (paste->source); i++)
    if (!paste_flow (paste, sluice_document_get_flow_id (paste->source, i), error))
      return FALSE;
  return paste_items (paste, items, error);
}

static gboolean
is_flow_taken (const char *id,
               gpointer    user_data)
{
  return sluice_document_has_flow (user_data, id);
}

static void
rename_in (SluiceDocument *source,
           const char     *member,
           const char     *old,
           const char     *id)
{
  SluiceValue flows = sluice_value_get_member (source->root, member);

  if (!SLUICE_VALUE_IS_OBJECT (flows) || !sluice_value_has_member (flows, old))
    return;
  flows = sluice_value_ref (flows);
  sluice_value_rename_member (&flows, old, id);
  sluice_value_set_member (&source->root, member, flows);
}

/* A flow whose id has a slash in it gives its nodes no addresses, so it gets another one. */
static void
make_addresses (SluiceDocument *source)
{
  for (guint i = 0; i < sluice_document_get_n_flows (source); i++)
    {
      g_autofree char *old = g_strdup (sluice_document_get_flow_id (source, i));
      g_autofree char *wanted = NULL;
      g_autofree char *id = NULL;

      if (strchr (old, '/') == NULL)
        continue;
      wanted = sluice_id_from_title (old);
      id = sluice_id_make_unique (wanted, is_flow_taken, source);
      rename_in (source, "layout", old, id);
      rename_in (source, "flows", old, id);
      sluice_document_clear_caches (source);
    }
}

/* Reads the text, and says what is wrong with it as a clipboard's content. */
static SluiceDocument *
read_clipboard (const char  *text,
                GError     **error)
{
  g_autoptr (SluiceDocument) source = sluice_document_new_from_text (text, -1, error);

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
  make_addresses (source);
  return g_steal_pointer (&source);
}

static char **
take_addresses (GPtrArray *addresses)
{
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_steal (addresses, NULL);
}

/**
 * sluice_edit_paste_keeping:
 * @document: a document
 * @flow: the id of the flow to paste into
 * @text: a flow file, as sluice_edit_copy() writes it
 * @x: where the top left of all comes to, in grid units
 * @y: where the top left of all comes to, in grid units
 * @keep: which edges of the originals are kept: of the nodes in @flow that have the same ids
 * @error: return location for an error
 *
 * Pastes as sluice_edit_paste() does. The edges of one action go to one node: those that are kept as
 * incoming leave the original.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the addresses of what is new,
 * %NULL on an error
 */
char **
sluice_edit_paste_keeping (SluiceDocument   *document,
                           const char       *flow,
                           const char       *text,
                           int               x,
                           int               y,
                           SluiceKeepEdges   keep,
                           GError          **error)
{
  g_autoptr (GHashTable) reserved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SluiceDocument) source = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *name = NULL;
  Paste paste = { document, flow, NULL, 0, 0, keep, reserved, addresses };

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;
  paste.source = source = read_clipboard (text, error);
  if (source == NULL)
    return NULL;
  items = dup_all_addresses (source);
  if (items->len == 1)
    {
      sluice_edit_refuse (error, _("There are no nodes in what is to be pasted."));
      return NULL;
    }

  find_offset (&paste, items, x, y);
  name = sluice_edit_name_items (source, (const char * const *) items->pdata, _("Paste %s"),
                                 _("Paste %u Nodes"), _("Paste %u Items"));
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, paste_all (&paste, items, error)))
    return NULL;
  return take_addresses (addresses);
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
 * Pastes what is in a text: nodes, the edges among them, frames, notes and their places. Ids that are
 * taken become new ones: "suggest-2". Besides errors of the document, those of reading are set.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the addresses of what is new,
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
  return sluice_edit_paste_keeping (document, flow, text, x, y, SLUICE_KEEP_NONE, error);
}

/* Duplicate */

/* The items of one flow, through a text of their own. */
static gboolean
duplicate_in_flow (Paste               *paste,
                   const char * const  *addresses,
                   GError             **error)
{
  g_autofree char *text = sluice_edit_copy (paste->document, addresses);
  g_autoptr (SluiceDocument) source = sluice_document_new_from_text (text, -1, error);
  g_autoptr (GPtrArray) items = NULL;

  if (source == NULL)
    return FALSE;
  paste->source = source;
  items = dup_all_addresses (source);
  return paste_all (paste, items, error);
}

static GPtrArray *
filter_flow (const char * const *addresses,
             const char         *flow)
{
  GPtrArray *found = g_ptr_array_new ();

  for (; *addresses != NULL; addresses++)
    {
      const char *rest;
      g_autofree char *of = sluice_address_dup_flow (*addresses, &rest);

      if (g_str_equal (of, flow))
        g_ptr_array_add (found, (gpointer) *addresses);
    }
  g_ptr_array_add (found, NULL);
  return found;
}

/**
 * sluice_edit_duplicate:
 * @document: a document
 * @addresses: (array zero-terminated=1): items
 * @dx: how far from the originals, in grid units
 * @dy: how far from the originals, in grid units
 * @keep: which edges to nodes that are not copied are kept
 * @error: return location for an error
 *
 * Copies items within their flows.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the addresses of the copies, %NULL on
 * an error
 */
char **
sluice_edit_duplicate (SluiceDocument      *document,
                       const char * const  *addresses,
                       int                  dx,
                       int                  dy,
                       SluiceKeepEdges      keep,
                       GError             **error)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (!sluice_edit_needs_items (document, addresses, error))
    return NULL;

  name = sluice_edit_name_items (document, addresses, _("Duplicate %s"), _("Duplicate %u Nodes"),
                                 _("Duplicate %u Items"));
  sluice_document_begin (document, name, NULL);
  for (guint i = 0; succeeded && i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));
      g_autoptr (GHashTable) reserved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GPtrArray) found = filter_flow (addresses, flow);
      Paste paste = { document, flow, NULL, dx, dy, keep, reserved, copies };

      succeeded =
        found->len == 1 || duplicate_in_flow (&paste, (const char * const *) found->pdata, error);
    }
  if (!sluice_edit_end (document, succeeded))
    return NULL;
  return take_addresses (copies);
}
