/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on edges. An edge lives in its source, as the member of "next" named by its action. */

#include "graph/edit.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "graph/catalog.h"
#include "graph/drawing-private.h"

static SluiceValue
get_next (SluiceDocument *document,
          const char     *address)
{
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");

  return SLUICE_VALUE_IS_OBJECT (next) ? next : sluice_value_null ();
}

static gboolean
needs_action (const char  *action,
              GError     **error)
{
  if (action == NULL || *action == '\0')
    return sluice_edit_refuse (error, _("An action needs a name."));
  if (strpbrk (action, "\n\r") != NULL || !g_utf8_validate (action, -1, NULL))
    return sluice_edit_refuse (error, _("The name of an action is one line of text."));
  return TRUE;
}

gboolean
sluice_edit_needs_edge (SluiceDocument  *document,
                        const char      *from,
                        const char      *action,
                        GError         **error)
{
  if (!sluice_edit_needs_node (document, from, error) || !needs_action (action, error))
    return FALSE;
  if (!SLUICE_VALUE_IS_NULL (get_next (document, from)) &&
      sluice_value_has_member (get_next (document, from), action))
    return TRUE;
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND,
               _("Node “%s” has no edge for action “%s”."), from, action);
  return FALSE;
}

static char *
dup_target_title (SluiceDocument *document,
                  const char     *from,
                  const char     *target)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (from, &node);
  g_autofree char *address = g_strconcat (flow, "/", target, NULL);

  return sluice_document_dup_node_title (document, address);
}

static gboolean
can_connect (SluiceDocument  *document,
             const char      *from,
             const char      *action,
             const char      *target,
             GError         **error)
{
  const SluiceKindInfo *info;
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (from, &node);
  g_autofree char *to = g_strconcat (flow, "/", target, NULL);

  if (!sluice_edit_needs_node (document, from, error) || !needs_action (action, error))
    return FALSE;
  info = sluice_catalog_lookup (sluice_document_get_node_kind (document, from));
  if (info != NULL && info->is_final)
    return sluice_edit_refuse (error, _("“%s” ends the flow: nothing can follow it."), node);
  return target == NULL || sluice_edit_needs_node (document, to, error);
}

gboolean
sluice_edit_lead (SluiceDocument  *document,
                  const char      *from,
                  const char      *action,
                  const char      *target,
                  GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (from, "next");
  SluiceValue next = get_next (document, from);
  const char *old = SLUICE_VALUE_IS_NULL (next) ? NULL : sluice_value_get_member_string (next, action);

  if (g_strcmp0 (old, target) != 0 &&
      !sluice_edit_put_bends (document, from, action, sluice_value_null (), error))
    return FALSE;
  return sluice_edit_put (document, base, action,
                          target != NULL ? sluice_value_string (target) : sluice_value_null (), error);
}

gboolean
sluice_edit_cut (SluiceDocument  *document,
                 const char      *from,
                 const char      *action,
                 GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (from, "next");

  return sluice_edit_put_bends (document, from, action, sluice_value_null (), error) &&
         sluice_edit_drop (document, base, action, TRUE, error);
}

/**
 * sluice_edit_connect:
 * @document: a document
 * @from: the address of the node that the edge leaves
 * @action: its action
 * @target: (nullable): the id of a node in the same flow; %NULL ends the flow here on purpose
 * @error: return location for an error
 *
 * Sets the edge of an action. There is one for each action: an edge that is there gets the new
 * target and keeps its place.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_connect (SluiceDocument  *document,
                     const char      *from,
                     const char      *action,
                     const char      *target,
                     GError         **error)
{
  g_autofree char *title = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;

  if (!can_connect (document, from, action, target, error))
    return FALSE;

  title = sluice_document_dup_node_title (document, from);
  if (target != NULL)
    {
      other = dup_target_title (document, from, target);
      name = g_strdup_printf (_("Connect %s to %s"), title, other);
    }
  else
    {
      name = g_strdup_printf (_("End After %s"), title);
    }
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_lead (document, from, action, target, error));
}

/* What the layout keeps of an edge. */
static char *
dup_bends_pointer (const char *from)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (from, &node);

  return sluice_pointer_build ("layout", flow, node, "bends", NULL);
}

/**
 * sluice_edit_disconnect:
 * @document: a document
 * @from: the address of the node that the edge leaves
 * @action: its action
 * @error: return location for an error
 *
 * Removes an edge.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_disconnect (SluiceDocument  *document,
                        const char      *from,
                        const char      *action,
                        GError         **error)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_edge (document, from, action, error))
    return FALSE;

  title = sluice_document_dup_node_title (document, from);
  name = g_strdup_printf (_("Disconnect “%s” of %s"), action, title);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_cut (document, from, action, error));
}

/* Renames a member of an object in its place. */
static gboolean
rename_member (SluiceDocument  *document,
               const char      *base,
               const char      *key,
               const char      *new_key,
               GError         **error)
{
  g_autofree char *old_pointer = sluice_pointer_join (base, key);
  g_autofree char *new_pointer = sluice_pointer_join (base, new_key);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  SluiceValue object;
  int place;

  if (!sluice_pointer_get (document->root, base, &object, NULL) ||
      !SLUICE_VALUE_IS_OBJECT (object) || !sluice_value_has_member (object, key))
    return TRUE;

  place = sluice_value_find_member (object, key);
  value = sluice_value_ref (sluice_value_get_member (object, key));
  return sluice_document_apply (document, SLUICE_CHANGE_REMOVE, old_pointer, sluice_value_null (),
                                -1, error) &&
         sluice_document_apply (document, SLUICE_CHANGE_ADD, new_pointer,
                                sluice_value_steal (&value), place, error);
}

/* A node that returns the old action as its constant returns the new one then. */
static gboolean
rename_constant (SluiceDocument  *document,
                 const char      *from,
                 const char      *action,
                 const char      *new_action,
                 GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (from, NULL);
  const char *constant =
    sluice_value_get_member_string (sluice_document_get_node (document, from), "action");

  return g_strcmp0 (constant, action) != 0 ||
         sluice_edit_put (document, base, "action", sluice_value_string (new_action), error);
}

/**
 * sluice_edit_rename_action:
 * @document: a document
 * @from: the address of the node that the edge leaves
 * @action: its action
 * @new_action: the new action, for which there is no edge yet
 * @error: return location for an error
 *
 * Gives an edge another action; it keeps its target and its place. What a script returns is not
 * changed; a constant "action" of that name is.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_rename_action (SluiceDocument  *document,
                           const char      *from,
                           const char      *action,
                           const char      *new_action,
                           GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (from, "next");
  g_autofree char *bends = dup_bends_pointer (from);
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_edge (document, from, action, error) || !needs_action (new_action, error))
    return FALSE;
  if (g_str_equal (action, new_action))
    return TRUE;
  if (sluice_value_has_member (get_next (document, from), new_action))
    return sluice_edit_refuse (error, _("Action “%s” has an edge already; each action has one."),
                               new_action);

  name = g_strdup_printf (_("Rename Action to “%s”"), new_action);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, rename_member (document, base, action, new_action, error) &&
                                    rename_member (document, bends, action, new_action, error) &&
                                    rename_constant (document, from, action, new_action, error));
}
