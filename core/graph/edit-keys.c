/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on what a node, a flow or the document says of itself: titles, settings, phases, names.
 * Typing into a field is one undo step: changes of the same key of the same node merge. */

#include "graph/edit.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/catalog.h"
#include "graph/edit-private.h"

/* One member of one object, as a step of its own. Null removes; @prune: with an object it leaves
 * empty. */
static gboolean
set_member (SluiceDocument  *document,
            const char      *name,
            const char      *merge_key,
            const char      *base,
            const char      *key,
            gboolean         prune,
            SluiceValue      take,
            GError         **error)
{
  sluice_document_begin (document, name, merge_key);
  if (SLUICE_VALUE_IS_NULL (take))
    return sluice_edit_end (document, sluice_edit_drop (document, base, key, prune, error));
  return sluice_edit_end (document, sluice_edit_put (document, base, key, take, error));
}

static const struct { const char *key, *title; } titles[] = {
  { "action", N_("Action") },
  { "batch", N_("Batch") },
  { "colour", N_("Colour") },
  { "disabled", N_("Runs") },
  { "exec", N_("Execute") },
  { "fallback", N_("Fallback") },
  { "input", N_("Input") },
  { "kind", N_("Kind") },
  { "note", N_("Note") },
  { "output", N_("Output") },
  { "params", N_("Params") },
  { "post", N_("Finish") },
  { "prep", N_("Prepare") },
  { "queues", N_("Queues") },
  { "retries", N_("Attempts") },
  { "size", N_("Size") },
  { "text", N_("Text") },
  { "timeout", N_("Time Limit") },
  { "title", N_("Title") },
  { "uses", N_("What a Run May Touch") },
  { "wait", N_("Wait Between") },
};

/**
 * sluice_edit_get_key_title:
 * @key: a key of a node, a flow or the document: "retries"
 *
 * Returns: (transfer none): what people read in its place, translated; @key, where it has no such name
 */
const char *
sluice_edit_get_key_title (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].key, key))
      return _(titles[i].title);
  return key;
}

static SluiceValue
line_to_value (const char *line)
{
  g_autofree char *text = g_strdup (line != NULL ? line : "");

  g_strdelimit (g_strstrip (text), "\n\r", ' ');
  return *text != '\0' ? sluice_value_string (text) : sluice_value_null ();
}

/**
 * sluice_edit_set_title:
 * @document: a document
 * @address: the address of a node
 * @title: (nullable): one line; %NULL or "" for none, then its id is shown
 * @error: return location for an error
 *
 * Gives a node a title. Its id stays.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_title (SluiceDocument  *document,
                       const char      *address,
                       const char      *title,
                       GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, NULL);
  g_autofree char *merge_key = g_strconcat ("title:", address, NULL);
  g_autofree char *old_title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;

  old_title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Rename %s"), old_title);
  return set_member (document, name, merge_key, base, "title", FALSE, line_to_value (title), error);
}

/* "Change Prompt of Approve" */
static char *
name_change (SluiceDocument *document,
             const char     *address,
             const char     *label)
{
  g_autofree char *title = sluice_document_dup_node_title (document, address);

  return g_strdup_printf (_("Change %s of %s"), label, title);
}

/**
 * sluice_edit_get_setting_title:
 * @document: a document
 * @address: the address of a node
 * @name: the name of a setting
 *
 * Returns: (transfer none): what people read in its place, translated; @name, where the kind has no such setting
 */
const char *
sluice_edit_get_setting_title (SluiceDocument *document,
                               const char     *address,
                               const char     *name)
{
  const SluiceKindInfo *info =
    sluice_catalog_lookup (sluice_document_get_node_kind (document, address));
  const SluiceSettingInfo *setting =
    info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;

  return setting != NULL && setting->nick != NULL ? _(setting->nick) : name;
}

/**
 * sluice_edit_set_setting:
 * @document: a document
 * @address: the address of a node
 * @name: the name of a setting
 * @take: (transfer full): its value; null goes back to the default
 * @error: return location for an error
 *
 * Sets a setting. That it suits the kind is for the checks.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_setting (SluiceDocument  *document,
                         const char      *address,
                         const char      *name,
                         SluiceValue      take,
                         GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, "settings");
  g_autofree char *merge_key = g_strconcat ("setting:", address, ":", name, NULL);
  g_auto (SluiceValue) value = take;
  g_autofree char *step = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;

  step = name_change (document, address, sluice_edit_get_setting_title (document, address, name));
  return set_member (document, step, merge_key, base, name, TRUE, sluice_value_steal (&value),
                     error);
}

/**
 * sluice_edit_set_key:
 * @document: a document
 * @address: the address of a node
 * @key: a key of the node: "retries", "prep", "note", "kind" …
 * @take: (transfer full): its value; null removes it
 * @error: return location for an error
 *
 * Sets what a node says of itself. Edges have verbs of their own, and a node can't be without a
 * kind.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_key (SluiceDocument  *document,
                     const char      *address,
                     const char      *key,
                     SluiceValue      take,
                     GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, NULL);
  g_autofree char *merge_key = g_strconcat ("key:", address, ":", key, NULL);
  g_auto (SluiceValue) value = take;
  g_autofree char *step = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;
  if (g_str_equal (key, "next"))
    return sluice_edit_refuse (error, _("Edges are connected and disconnected one by one."));
  if (g_str_equal (key, "kind") && sluice_value_get_string_length (value) == 0)
    return sluice_edit_refuse (error, _("A node needs a kind."));

  step = name_change (document, address, sluice_edit_get_key_title (key));
  return set_member (document, step, merge_key, base, key, FALSE, sluice_value_steal (&value),
                     error);
}

/**
 * sluice_edit_set_start:
 * @document: a document
 * @address: the address of a node
 * @error: return location for an error
 *
 * Makes a node the start of its flow.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_start (SluiceDocument  *document,
                       const char      *address,
                       GError         **error)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_node (document, address, error))
    return FALSE;

  title = sluice_document_dup_node_title (document, address);
  name = g_strdup_printf (_("Start With %s"), title);
  return set_member (document, name, NULL, base, "start", FALSE, sluice_value_string (node), error);
}

/**
 * sluice_edit_set_name:
 * @document: a document
 * @name: (nullable): one line; %NULL or "" for none
 * @error: return location for an error
 *
 * Names the document.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_name (SluiceDocument  *document,
                      const char      *name,
                      GError         **error)
{
  if (!sluice_edit_can (document, error))
    return FALSE;
  return set_member (document, _("Rename the Document"), "name", "", "name", FALSE,
                     line_to_value (name), error);
}

/**
 * sluice_edit_set_shared:
 * @document: a document
 * @take: (transfer full): an object, or null for none
 * @error: return location for an error
 *
 * Sets what the shared store holds when a run starts.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_shared (SluiceDocument  *document,
                        SluiceValue      take,
                        GError         **error)
{
  if (sluice_edit_can (document, error) &&
      (SLUICE_VALUE_IS_OBJECT (take) || SLUICE_VALUE_IS_NULL (take)))
    return set_member (document, _("Change the Initial Store"), "shared", "", "shared", FALSE,
                       take, error);

  if (error != NULL && *error == NULL)
    g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                         _("The initial store must be an object: write { and }."));
  sluice_value_unref (take);
  return FALSE;
}

/**
 * sluice_edit_set_document_key: (skip)
 * @document: a document
 * @key: a key of the document: "run", "queues", "uses"
 * @take: (transfer full): its value; null removes it
 * @error: return location for an error
 *
 * Sets what the document says of itself. Flows, the layout and the format have verbs of their own.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_set_document_key (SluiceDocument  *document,
                              const char      *key,
                              SluiceValue      take,
                              GError         **error)
{
  static const char * const refused[] = { "format", "flows", "layout", NULL };
  g_autofree char *merge_key = g_strconcat ("document:", key, NULL);
  g_auto (SluiceValue) value = take;
  g_autofree char *step = NULL;

  if (!sluice_edit_can (document, error))
    return FALSE;
  if (g_strv_contains (refused, key))
    return sluice_edit_refuse (error, _("This is no setting of the document."));

  step = g_strdup_printf (_("Change %s of the Document"), sluice_edit_get_key_title (key));
  return set_member (document, step, merge_key, "", key, FALSE, sluice_value_steal (&value), error);
}

static gboolean
is_flow_taken (const char *id,
               gpointer    user_data)
{
  SluiceDocument *document = user_data;
  SluiceValue flows = sluice_value_get_member (document->root, "flows");

  return SLUICE_VALUE_IS_OBJECT (flows) && sluice_value_has_member (flows, id);
}

/**
 * sluice_edit_add_flow:
 * @document: a document
 * @title: (nullable): the title, of which its id is made
 * @error: return location for an error
 *
 * Adds a flow that has no node. It is not run until something calls it or "run" names it.
 *
 * Returns: (transfer full) (nullable): its id, %NULL on an error
 */
char *
sluice_edit_add_flow (SluiceDocument  *document,
                      const char      *title,
                      GError         **error)
{
  gboolean has_title = title != NULL && *title != '\0';
  g_autofree char *wanted = sluice_id_from_title (has_title ? title : "flow");
  g_autofree char *id = sluice_id_make_unique (wanted, is_flow_taken, document);
  g_autofree char *name = g_strdup_printf (_("Add Flow %s"), has_title ? title : id);
  SluiceValue flow;

  if (!sluice_edit_can (document, error))
    return NULL;

  flow = sluice_value_object ();
  if (has_title)
    sluice_value_set_member (&flow, "title", line_to_value (title));
  sluice_value_set_member (&flow, "nodes", sluice_value_object ());
  if (!set_member (document, name, NULL, "/flows", id, FALSE, flow, error))
    return NULL;
  return g_steal_pointer (&id);
}
