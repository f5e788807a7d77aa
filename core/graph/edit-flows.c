/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on whole flows: what they say of themselves, which of them run, deleting and duplicating
 * them. */

#include "graph/restructure.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/edit-private.h"

static char *
dup_flow_title (SluiceDocument *document,
                const char     *flow)
{
  const char *title =
    sluice_value_get_member_string (sluice_document_get_flow (document, flow), "title");

  return g_strdup (title != NULL && *title != '\0' ? title : flow);
}

/* What a flow says of itself */

static gboolean
can_set_key (SluiceDocument  *document,
             const char      *flow,
             const char      *key,
             SluiceValue      value,
             GError         **error)
{
  const char *start = sluice_value_get_string (value);
  g_autofree char *address = g_strconcat (flow, "/", start, NULL);

  if (!sluice_edit_needs_flow (document, flow, error))
    return FALSE;
  if (g_str_equal (key, "nodes"))
    return sluice_edit_refuse (error, _("Nodes are added and deleted one by one."));
  if (g_str_equal (key, "start") && !SLUICE_VALUE_IS_NULL (value))
    return sluice_edit_needs_node (document, address, error);
  if (g_str_equal (key, "params") && !SLUICE_VALUE_IS_NULL (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return sluice_edit_refuse (error, _("Parameters must be an object: write { and }."));
  return TRUE;
}

static gboolean
set_flow_key (SluiceDocument  *document,
              const char      *flow,
              const char      *key,
              const char      *name,
              SluiceValue      take,
              GError         **error)
{
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);
  g_autofree char *merge_key = g_strconcat ("flow:", flow, ":", key, NULL);

  sluice_document_begin (document, name, merge_key);
  if (SLUICE_VALUE_IS_NULL (take))
    return sluice_edit_end (document, sluice_edit_drop (document, base, key, FALSE, error));
  return sluice_edit_end (document, sluice_edit_put (document, base, key, take, error));
}

/**
 * sluice_edit_set_flow_key:
 * @document: a document
 * @flow: the id of a flow
 * @key: a key of the flow: "note", "params", "batch", "prep", "post", "start" …
 * @take: (transfer full): its value; null removes it
 * @error: return location for an error
 *
 * Sets what a flow says of itself. Its nodes have verbs of their own, and its start is the id of one.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_flow_key (SluiceDocument  *document,
                          const char      *flow,
                          const char      *key,
                          SluiceValue      take,
                          GError         **error)
{
  g_auto (SluiceValue) value = take;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!can_set_key (document, flow, key, value, error))
    return FALSE;

  title = dup_flow_title (document, flow);
  name = g_strdup_printf (_("Change %s of %s"), sluice_edit_get_key_title (key), title);
  return set_flow_key (document, flow, key, name, sluice_value_steal (&value), error);
}

/**
 * sluice_edit_set_flow_title:
 * @document: a document
 * @flow: the id of a flow
 * @title: (nullable): one line; %NULL or "" for none, then its id is shown
 * @error: return location for an error
 *
 * Gives a flow a title. Its id stays.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_flow_title (SluiceDocument  *document,
                            const char      *flow,
                            const char      *title,
                            GError         **error)
{
  g_autofree char *text = g_strdup (title != NULL ? title : "");
  g_autofree char *old_title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_flow (document, flow, error))
    return FALSE;

  g_strdelimit (g_strstrip (text), "\n\r", ' ');
  old_title = dup_flow_title (document, flow);
  name = g_strdup_printf (_("Rename Flow %s"), old_title);
  return set_flow_key (document, flow, "title", name,
                       *text != '\0' ? sluice_value_string (text) : sluice_value_null (), error);
}

/**
 * sluice_edit_set_run:
 * @document: a document
 * @flows: (nullable) (array zero-terminated=1): the ids of flows; %NULL or none for the first flow
 * @error: return location for an error
 *
 * Says which flows a run starts, all at once and over one store.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_run (SluiceDocument      *document,
                     const char * const  *flows,
                     GError             **error)
{
  g_auto (SluiceValue) run = sluice_value_array ();

  if (!sluice_edit_can (document, error))
    return FALSE;
  for (; flows != NULL && *flows != NULL; flows++)
    {
      if (!sluice_edit_needs_flow (document, *flows, error))
        return FALSE;
      sluice_value_append (&run, sluice_value_string (*flows));
    }

  sluice_document_begin (document, _("Change What Runs"), NULL);
  if (sluice_value_get_length (run) == 0)
    return sluice_edit_end (document, sluice_edit_drop (document, "", "run", FALSE, error));
  return sluice_edit_end (document,
                          sluice_edit_put (document, "", "run", sluice_value_steal (&run), error));
}

/* Delete */

gboolean
sluice_edit_runs_flow (SluiceDocument *document,
                       const char     *address,
                       const char     *flow)
{
  return g_strcmp0 (sluice_document_get_node_kind (document, address), "flow") == 0 &&
         g_strcmp0 (sluice_value_get_string (sluice_document_get_setting (document, address, "flow")),
                    flow) == 0;
}

char *
sluice_edit_find_user (SluiceDocument *document,
                       const char     *flow,
                       const char     *but)
{
  for (guint f = 0; f < sluice_document_get_n_flows (document); f++)
    {
      const char *other = sluice_document_get_flow_id (document, f);

      for (guint i = 0;
           g_strcmp0 (other, but) != 0 && i < sluice_document_get_n_nodes (document, other); i++)
        {
          g_autofree char *address =
            sluice_address_join (other, sluice_document_get_node_id (document, other, i));

          if (sluice_edit_runs_flow (document, address, flow))
            return g_steal_pointer (&address);
        }
    }
  return NULL;
}

/* "run" without the flow. */
static gboolean
drop_from_run (SluiceDocument  *document,
               const char      *flow,
               GError         **error)
{
  SluiceValue run = sluice_value_get_member (document->root, "run");
  g_auto (SluiceValue) left = sluice_value_array ();

  if (g_strcmp0 (sluice_value_get_string (run), flow) == 0)
    return sluice_edit_drop (document, "", "run", FALSE, error);
  if (!SLUICE_VALUE_IS_ARRAY (run))
    return TRUE;
  for (guint i = 0; i < sluice_value_get_length (run); i++)
    if (g_strcmp0 (sluice_value_get_string (sluice_value_get_element (run, i)), flow) != 0)
      sluice_value_append (&left, sluice_value_ref (sluice_value_get_element (run, i)));
  if (sluice_value_get_length (left) == sluice_value_get_length (run))
    return TRUE;
  if (sluice_value_get_length (left) == 0)
    return sluice_edit_drop (document, "", "run", FALSE, error);
  return sluice_edit_put (document, "", "run", sluice_value_steal (&left), error);
}

gboolean
sluice_edit_drop_flow (SluiceDocument  *document,
                       const char      *flow,
                       GError         **error)
{
  return drop_from_run (document, flow, error) &&
         sluice_edit_drop (document, "/layout", flow, TRUE, error) &&
         sluice_edit_drop (document, "/flows", flow, FALSE, error);
}

/**
 * sluice_edit_delete_flow:
 * @document: a document
 * @flow: the id of a flow
 * @error: return location for an error
 *
 * Deletes a flow with its nodes and its layout. Refused for the last one, and while a node of another
 * flow runs it.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_delete_flow (SluiceDocument  *document,
                         const char      *flow,
                         GError         **error)
{
  g_autofree char *title = NULL;
  g_autofree char *user = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_flow (document, flow, error))
    return FALSE;
  if (sluice_document_get_n_flows (document) == 1)
    return sluice_edit_refuse (error, _("A document needs a flow."));
  title = dup_flow_title (document, flow);
  user = sluice_edit_find_user (document, flow, flow);
  if (user != NULL)
    return sluice_edit_refuse (error, _("“%s” runs the flow “%s”. Delete or change that node first."),
                               user, title);

  name = g_strdup_printf (_("Delete Flow %s"), title);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_drop_flow (document, flow, error));
}

/* Duplicate */

static gboolean
is_flow_taken (const char *id,
               gpointer    user_data)
{
  SluiceDocument *document = user_data;

  return sluice_value_has_member (sluice_value_get_member (document->root, "flows"), id);
}

char *
sluice_edit_unique_flow (SluiceDocument *document,
                         const char     *wanted)
{
  return sluice_id_make_unique (wanted, is_flow_taken, document);
}

static gboolean
duplicate_flow (SluiceDocument  *document,
                const char      *flow,
                const char      *id,
                GError         **error)
{
  g_autofree char *from = sluice_edit_layout_pointer (flow);
  g_autofree char *title = NULL;
  SluiceValue copy = sluice_value_ref (sluice_document_get_flow (document, flow));
  SluiceValue places;

  if (sluice_value_get_member_string (copy, "title") != NULL)
    {
      title = g_strdup_printf (_("%s (copy)"), sluice_value_get_member_string (copy, "title"));
      sluice_value_set_member (&copy, "title", sluice_value_string (title));
    }
  return sluice_edit_put (document, "/flows", id, copy, error) &&
         (!sluice_pointer_get (document->root, from, &places, NULL) ||
          sluice_edit_put (document, "/layout", id, sluice_value_ref (places), error));
}

/**
 * sluice_edit_duplicate_flow:
 * @document: a document
 * @flow: the id of a flow
 * @error: return location for an error
 *
 * Copies a flow with all that is in it. Nodes that run it run the original.
 *
 * Returns: (transfer full) (nullable): the id of the copy, %NULL on an error
 */
char *
sluice_edit_duplicate_flow (SluiceDocument  *document,
                            const char      *flow,
                            GError         **error)
{
  g_autofree char *wanted = NULL;
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;

  wanted = sluice_id_is_valid (flow) ? g_strdup (flow) : sluice_id_from_title (flow);
  id = sluice_edit_unique_flow (document, wanted);
  title = dup_flow_title (document, flow);
  name = g_strdup_printf (_("Duplicate Flow %s"), title);
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, duplicate_flow (document, flow, id, error)))
    return NULL;
  return g_steal_pointer (&id);
}
