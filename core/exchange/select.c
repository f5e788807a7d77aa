/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A part of a document, as a document: the nodes that are chosen, the edges among them, and the flows that they run.
 * Every format exports it as it exports all, and nothing of the rest leaves with it.
 */
#include "exchange/formats-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/ids.h"
#include "graph/format.h"

typedef struct
{
  SluiceDocument     *document;
  const char * const *select; /* addresses */
  GHashTable         *whole;  /* set of flows that a chosen node runs, owned */
} Choice;

static gboolean
is_chosen (Choice     *self,
           const char *flow,
           const char *node)
{
  g_autofree char *address = sluice_address_join (flow, node);

  return g_strv_contains (self->select, address);
}

/* The flows that a node runs come along, with all that is in them. */
static void
add_inner (Choice     *self,
           const char *address)
{
  const char *inner = sluice_value_get_string (sluice_document_get_setting (self->document, address, "flow"));

  if (g_strcmp0 (sluice_document_get_node_kind (self->document, address), "flow") != 0 || inner == NULL
      || !sluice_document_has_flow (self->document, inner) || !g_hash_table_add (self->whole, g_strdup (inner)))
    return;
  for (guint i = 0; i < sluice_document_get_n_nodes (self->document, inner); i++)
    {
      g_autofree char *node = sluice_address_join (inner, sluice_document_get_node_id (self->document, inner, i));

      add_inner (self, node);
    }
}

/* The object without the members that are not wanted. */
static SluiceValue
keep_members (Choice      *self,
              const char  *flow,
              SluiceValue  from,
              gboolean     is_edges)
{
  SluiceValue kept = sluice_value_object ();

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (from) && i < sluice_value_get_length (from); i++)
    {
      const char *key = sluice_value_get_key (from, i);
      SluiceValue member = sluice_value_get_member_at (from, i);
      const char *target = sluice_value_get_string (member);

      if (is_edges ? target == NULL || is_chosen (self, flow, target) : is_chosen (self, flow, key))
        sluice_value_set_member (&kept, key, sluice_value_ref (member));
    }
  return kept;
}

static SluiceValue
cut_flow (Choice      *self,
          const char  *id,
          SluiceValue  flow)
{
  SluiceValue nodes = keep_members (self, id, sluice_value_get_member (flow, "nodes"), FALSE);
  SluiceValue cut = sluice_value_ref (flow);
  const char *start = sluice_value_get_member_string (flow, "start");

  for (guint i = 0; i < sluice_value_get_length (nodes); i++)
    {
      g_autofree char *key = g_strdup (sluice_value_get_key (nodes, i));
      SluiceValue node = sluice_value_ref (sluice_value_get_member_at (nodes, i));
      SluiceValue next = sluice_value_get_member (node, "next");

      if (SLUICE_VALUE_IS_OBJECT (next))
        sluice_value_set_member (&node, "next", keep_members (self, id, next, TRUE));
      sluice_value_set_member (&nodes, key, node);
    }
  if (start != NULL && !is_chosen (self, id, start))
    sluice_value_remove_member (&cut, "start");
  sluice_value_set_member (&cut, "nodes", nodes);
  return cut;
}

static gboolean
has_chosen (Choice     *self,
            const char *flow)
{
  for (guint i = 0; i < sluice_document_get_n_nodes (self->document, flow); i++)
    if (is_chosen (self, flow, sluice_document_get_node_id (self->document, flow, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check (Choice  *self,
       GError **error)
{
  for (guint i = 0; self->select[i] != NULL; i++)
    {
      if (!sluice_document_has_node (self->document, self->select[i]))
        {
          g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION, _("There is no node “%s”"),
                       self->select[i]);
          return FALSE;
        }
      add_inner (self, self->select[i]);
    }
  return TRUE;
}

static void
cut_flows (Choice      *self,
           SluiceValue *root)
{
  SluiceValue flows = sluice_value_object (), places = sluice_value_object (), run = sluice_value_array ();
  SluiceValue layout = sluice_value_get_member (*root, "layout");

  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    {
      const char *id = sluice_document_get_flow_id (self->document, i);
      SluiceValue flow = sluice_document_get_flow (self->document, id);
      SluiceValue places_of_flow = sluice_value_get_member (layout, id);
      gboolean is_whole = g_hash_table_contains (self->whole, id);

      if (!is_whole && !has_chosen (self, id))
        continue;
      sluice_value_set_member (&flows, id, is_whole ? sluice_value_ref (flow) : cut_flow (self, id, flow));
      if (!is_whole)
        sluice_value_append (&run, sluice_value_string (id));
      if (SLUICE_VALUE_IS_OBJECT (places_of_flow))
        sluice_value_set_member (&places, id, is_whole ? sluice_value_ref (places_of_flow)
                                                       : keep_members (self, id, places_of_flow, FALSE));
    }
  sluice_value_set_member (root, "flows", flows);
  sluice_value_set_member (root, "run", run);
  if (SLUICE_VALUE_IS_OBJECT (layout))
    sluice_value_set_member (root, "layout", places);
  else
    sluice_value_unref (places);
}

SluiceDocument *
sluice_exchange_select (SluiceDocument      *document,
                        const char * const  *select,
                        GError             **error)
{
  g_autoptr (GHashTable) whole = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Choice self = { document, select, whole };
  g_auto (SluiceValue) root = sluice_value_ref (sluice_document_get_root (document));
  g_autofree char *text = NULL;
  gsize length;

  if (!check (&self, error))
    return NULL;
  cut_flows (&self, &root);
  text = sluice_format_write (root, &length);
  return sluice_document_new_from_text (text, (gssize) length, error);
}
