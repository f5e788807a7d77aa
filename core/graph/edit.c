/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the edit verbs share: what they need, how they write a member, where a node's data is. A
 * verb checks all it needs before it begins, and rolls back what it began if something fails after
 * that. */

#include "graph/edit.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/drawing-private.h"

gboolean
sluice_edit_refuse (GError     **error,
                    const char  *format,
                    ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT, message);
  return FALSE;
}

/* Needs */

gboolean
sluice_edit_can (SluiceDocument  *document,
                 GError         **error)
{
  if (!sluice_document_is_read_only (document))
    return TRUE;
  g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_READ_ONLY,
                       document->read_only_reason);
  return FALSE;
}

gboolean
sluice_edit_needs_flow (SluiceDocument  *document,
                        const char      *flow,
                        GError         **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  if (sluice_document_has_flow (document, flow))
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
               _("There is no flow “%s”."), flow);
  return FALSE;
}

gboolean
sluice_edit_needs_node (SluiceDocument  *document,
                        const char      *address,
                        GError         **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  if (sluice_document_has_node (document, address))
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
               _("There is no node “%s”."), address);
  return FALSE;
}

gboolean
sluice_edit_needs_nodes (SluiceDocument      *document,
                         const char * const  *addresses,
                         GError             **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  for (; *addresses != NULL; addresses++)
    if (!sluice_edit_needs_node (document, *addresses, error))
      return FALSE;
  return TRUE;
}

gboolean
sluice_edit_end (SluiceDocument *document,
                 gboolean        succeeded)
{
  if (succeeded)
    sluice_document_commit (document);
  else
    sluice_document_rollback (document);
  return succeeded;
}

/* Writing */

gboolean
sluice_edit_make_object (SluiceDocument  *document,
                         const char      *pointer,
                         GError         **error)
{
  SluiceValue value;

  if (!sluice_pointer_get (document->root, pointer, &value, NULL))
    return sluice_document_apply (document, SLUICE_CHANGE_ADD, pointer, sluice_value_object (), -1,
                                  error);
  if (SLUICE_VALUE_IS_OBJECT (value))
    return TRUE;
  return sluice_edit_refuse (error, _("%s in the file is no object. Correct it there first."),
                             pointer);
}

gboolean
sluice_edit_put (SluiceDocument  *document,
                 const char      *base,
                 const char      *key,
                 SluiceValue      take,
                 GError         **error)
{
  g_autofree char *pointer = sluice_pointer_join (base, key);
  g_auto (SluiceValue) value = take;
  SluiceValue before;
  SluiceChangeType type = SLUICE_CHANGE_ADD;

  if (!sluice_edit_make_object (document, base, error))
    return FALSE;
  if (sluice_pointer_get (document->root, pointer, &before, NULL))
    {
      if (sluice_value_is_identical (before, value))
        return TRUE;
      type = SLUICE_CHANGE_REPLACE;
    }
  return sluice_document_apply (document, type, pointer, sluice_value_steal (&value), -1, error);
}

gboolean
sluice_edit_drop (SluiceDocument  *document,
                  const char      *base,
                  const char      *key,
                  gboolean         prune,
                  GError         **error)
{
  g_autofree char *pointer = sluice_pointer_join (base, key);
  SluiceValue object;

  if (!sluice_pointer_get (document->root, base, &object, NULL) ||
      !SLUICE_VALUE_IS_OBJECT (object) || !sluice_value_has_member (object, key))
    return TRUE;
  if (prune && sluice_value_get_length (object) == 1)
    return sluice_document_apply (document, SLUICE_CHANGE_REMOVE, base, sluice_value_null (), -1,
                                  error);
  return sluice_document_apply (document, SLUICE_CHANGE_REMOVE, pointer, sluice_value_null (), -1,
                                error);
}

/* Places in the file */

char *
sluice_edit_node_pointer (const char *address,
                          const char *key)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);

  return sluice_pointer_build ("flows", flow, "nodes", node, key, NULL);
}

char *
sluice_edit_layout_pointer (const char *flow)
{
  return sluice_pointer_build ("layout", flow, NULL);
}

gboolean
sluice_edit_set_place (SluiceDocument  *document,
                       const char      *flow,
                       const char      *node,
                       int              x,
                       int              y,
                       GError         **error)
{
  g_autofree char *base = sluice_edit_layout_pointer (flow);
  g_autofree char *entry = sluice_pointer_join (base, node);

  if (!sluice_edit_make_object (document, "/layout", error) ||
      !sluice_edit_make_object (document, base, error))
    return FALSE;
  if (SLUICE_VALUE_IS_OBJECT (sluice_document_get_entry (document, flow, node)))
    return sluice_edit_put (document, entry, "at", sluice_drawing_pair (x, y), error);
  return sluice_edit_put (document, base, node, sluice_drawing_pair (x, y), error);
}

/* A flow that has no places at all gets them in one change. They are asked for before anything is
 * written, because what is written is a reason to compute them anew. */
static gboolean
write_all_places (SluiceDocument  *document,
                  const char      *flow,
                  GPtrArray       *ids,
                  GError         **error)
{
  g_autofree char *pointer = sluice_edit_layout_pointer (flow);
  g_auto (SluiceValue) places = sluice_value_object ();

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *address = sluice_address_join (flow, ids->pdata[i]);
      int x;
      int y;

      sluice_document_get_position (document, address, &x, &y);
      sluice_value_set_member (&places, ids->pdata[i], sluice_drawing_pair (x, y));
    }
  return sluice_edit_make_object (document, "/layout", error) &&
         sluice_document_apply (document, SLUICE_CHANGE_ADD, pointer, sluice_value_steal (&places), -1,
                                error);
}

/* Adds the places that are missing, asked for before the first is written as well. */
static gboolean
write_missing_places (SluiceDocument  *document,
                      const char      *flow,
                      GPtrArray       *ids,
                      GError         **error)
{
  g_autofree SluicePlace *places = g_new (SluicePlace, ids->len);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *address = sluice_address_join (flow, ids->pdata[i]);

      sluice_document_get_position (document, address, &places[i].x, &places[i].y);
    }
  for (guint i = 0; i < ids->len; i++)
    if (!sluice_edit_set_place (document, flow, ids->pdata[i], places[i].x, places[i].y, error))
      return FALSE;
  return TRUE;
}

gboolean
sluice_edit_fix_layout (SluiceDocument  *document,
                        const char      *flow,
                        GError         **error)
{
  g_autoptr (GPtrArray) ids = sluice_document_dup_unplaced (document, flow);
  g_autofree char *pointer = sluice_edit_layout_pointer (flow);
  SluiceValue written;

  if (ids->len == 0)
    return TRUE;
  if (sluice_pointer_get (document->root, pointer, &written, NULL))
    return write_missing_places (document, flow, ids, error);
  return write_all_places (document, flow, ids, error);
}

/* Ids and names */

typedef struct
{
  SluiceDocument *document;
  const char     *flow;
} Taken;

static gboolean
is_node_taken (const char *id,
               gpointer    user_data)
{
  Taken *taken = user_data;

  return sluice_value_has_member (sluice_document_get_nodes (taken->document, taken->flow), id);
}

char *
sluice_edit_unique_node (SluiceDocument *document,
                         const char     *flow,
                         const char     *wanted)
{
  Taken taken = { document, flow };

  return sluice_id_make_unique (wanted, is_node_taken, &taken);
}

char *
sluice_edit_name_nodes (SluiceDocument      *document,
                        const char * const  *addresses,
                        const char          *one,
                        const char          *many)
{
  guint n = g_strv_length ((char **) addresses);
  g_autofree char *title = n == 1 ? sluice_document_dup_node_title (document, addresses[0]) : NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return n == 1 ? g_strdup_printf (one, title) : g_strdup_printf (many, n);
#pragma GCC diagnostic pop
}
