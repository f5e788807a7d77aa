/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compares documents by ids, which never change: what is under another id is another thing. */

#include "exchange/compare.h"

#include <string.h>

#include "base/ids.h"

typedef struct
{
  SluiceDocument *before;
  SluiceDocument *after;
  GPtrArray      *into;
} Comparison;

static void
difference_free (gpointer data)
{
  SluiceDifference *difference = data;

  g_free (difference->address);
  g_free (difference->title);
  g_free (difference->key);
  sluice_value_clear (&difference->before);
  sluice_value_clear (&difference->after);
  g_free (difference);
}

static void
add (Comparison  *self,
     const char  *address,
     const char  *key,
     SluiceValue  before,
     gboolean     was,
     SluiceValue  after,
     gboolean     is)
{
  SluiceDifference *difference = g_new0 (SluiceDifference, 1);
  SluiceDocument *document = is || key != NULL ? self->after : self->before;

  difference->type = !was ? SLUICE_DIFFERENCE_ADDED : !is ? SLUICE_DIFFERENCE_REMOVED : SLUICE_DIFFERENCE_CHANGED;
  difference->address = g_strdup (address);
  difference->key = g_strdup (key);
  if (strchr (address, '/') != NULL)
    difference->title = sluice_document_dup_node_title (document, address);
  difference->before = sluice_value_ref (before);
  difference->after = sluice_value_ref (after);
  g_ptr_array_add (self->into, difference);
}

/* Objects whose members are compared each: "settings.prompt" and "next.ok" are what people know. */
static gboolean
is_open (const char *key)
{
  static const char * const keys[] = { "settings", "next", "params", "shared", "queues", "layout", NULL };

  return g_strv_contains (keys, key);
}

static void compare_objects (Comparison         *self,
                             const char         *address,
                             const char         *prefix,
                             SluiceValue         before,
                             SluiceValue         after,
                             const char * const *left_out);

static void
compare_member (Comparison  *self,
                const char  *address,
                const char  *prefix,
                const char  *key,
                SluiceValue  before,
                SluiceValue  after)
{
  SluiceValue a = sluice_value_get_member (before, key), b = sluice_value_get_member (after, key);
  gboolean was = sluice_value_has_member (before, key), is = sluice_value_has_member (after, key);
  g_autofree char *path = prefix != NULL ? g_strconcat (prefix, ".", key, NULL) : g_strdup (key);

  if (was == is && sluice_value_equal (a, b))
    return;
  if (is_open (prefix == NULL ? key : prefix) && (SLUICE_VALUE_IS_OBJECT (a) || SLUICE_VALUE_IS_OBJECT (b))
      && (prefix == NULL || g_str_equal (prefix, "layout")))
    compare_objects (self, address, path, a, b, NULL);
  else
    add (self, address, path, a, was, b, is);
}

/* Members of both, in the order of the first, then those that are new. */
static void
compare_objects (Comparison         *self,
                 const char         *address,
                 const char         *prefix,
                 SluiceValue         before,
                 SluiceValue         after,
                 const char * const *left_out)
{
  SluiceValueIter iter;
  const char *key;

  if (SLUICE_VALUE_IS_OBJECT (before))
    for (sluice_value_iter_init (&iter, before); sluice_value_iter_next (&iter, &key, NULL);)
      if (left_out == NULL || !g_strv_contains (left_out, key))
        compare_member (self, address, prefix, key, before, after);
  if (SLUICE_VALUE_IS_OBJECT (after))
    for (sluice_value_iter_init (&iter, after); sluice_value_iter_next (&iter, &key, NULL);)
      if ((left_out == NULL || !g_strv_contains (left_out, key)) && !sluice_value_has_member (before, key))
        compare_member (self, address, prefix, key, before, after);
}

static void
compare_node (Comparison *self,
              const char *flow,
              const char *id)
{
  g_autofree char *address = sluice_address_join (flow, id);
  SluiceValue before = sluice_document_get_node (self->before, address);
  SluiceValue after = sluice_document_get_node (self->after, address);
  gboolean was = sluice_document_has_node (self->before, address), is = sluice_document_has_node (self->after, address);

  if (was && is)
    compare_objects (self, address, NULL, before, after, NULL);
  else
    add (self, address, NULL, before, was, after, is);
}

static void
compare_flow (Comparison *self,
              const char *flow)
{
  static const char * const left_out[] = { "nodes", NULL };

  compare_objects (self, flow, NULL, sluice_document_get_flow (self->before, flow),
                   sluice_document_get_flow (self->after, flow), left_out);
  for (guint i = 0; i < sluice_document_get_n_nodes (self->before, flow); i++)
    compare_node (self, flow, sluice_document_get_node_id (self->before, flow, i));
  for (guint i = 0; i < sluice_document_get_n_nodes (self->after, flow); i++)
    {
      const char *id = sluice_document_get_node_id (self->after, flow, i);
      g_autofree char *address = sluice_address_join (flow, id);

      if (!sluice_document_has_node (self->before, address))
        compare_node (self, flow, id);
    }
}

/**
 * sluice_documents_compare:
 * @before: a document
 * @after: what became of it
 * @with_layout: whether places, frames, notes and colours count
 *
 * Returns: (transfer full): an array of #SluiceDifference; empty when both mean the same
 */
GPtrArray *
sluice_documents_compare (SluiceDocument *before,
                          SluiceDocument *after,
                          gboolean        with_layout)
{
  const char *left_out[] = { "$schema", "flows", with_layout ? NULL : "layout", NULL };
  GPtrArray *into = g_ptr_array_new_with_free_func (difference_free);
  Comparison self = { before, after, into };

  for (guint i = 0; i < sluice_document_get_n_flows (before); i++)
    {
      const char *flow = sluice_document_get_flow_id (before, i);

      if (sluice_document_has_flow (after, flow))
        compare_flow (&self, flow);
      else
        add (&self, flow, NULL, sluice_document_get_flow (before, flow), TRUE, sluice_value_null (), FALSE);
    }
  for (guint i = 0; i < sluice_document_get_n_flows (after); i++)
    {
      const char *flow = sluice_document_get_flow_id (after, i);

      if (!sluice_document_has_flow (before, flow))
        add (&self, flow, NULL, sluice_value_null (), FALSE, sluice_document_get_flow (after, flow), TRUE);
    }
  compare_objects (&self, "", NULL, sluice_document_get_root (before), sluice_document_get_root (after), left_out);
  return into;
}

/**
 * sluice_difference_dup_path:
 * @difference: a difference
 *
 * Returns: (transfer full): the members that lead to it from the root of a document
 */
char **
sluice_difference_dup_path (const SluiceDifference *difference)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  const char *slash = strchr (difference->address, '/');
  g_autofree char *flow = slash != NULL ? g_strndup (difference->address, (gsize) (slash - difference->address)) : NULL;
  const char *key = difference->key;
  const char *dot = key != NULL ? strchr (key, '.') : NULL;
  g_autofree char *first = dot != NULL ? g_strndup (key, (gsize) (dot - key)) : NULL;

  if (slash != NULL)
    g_strv_builder_add_many (path, "flows", flow, "nodes", slash + 1, NULL);
  else if (difference->address[0] != '\0')
    g_strv_builder_add_many (path, "flows", difference->address, NULL);

  if (first != NULL && is_open (first))
    g_strv_builder_add_many (path, first, dot + 1, NULL);
  else if (key != NULL)
    g_strv_builder_add (path, key);
  return g_strv_builder_end (path);
}
