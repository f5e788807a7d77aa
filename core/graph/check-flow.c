/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks of the file as a whole and of its flows. */

#include "graph/check-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "base/pointer.h"
#include "graph/document-private.h"

static void
check_id (SluiceCheck *check,
          const char  *pointer,
          const char  *id)
{
  g_autofree char *better = NULL;

  if (sluice_id_is_valid (id))
    return;
  better = sluice_id_from_title (id);
  sluice_check_error (
    check, "bad-id", pointer, g_strdup_printf (_("for example '%s'"), better),
    _("'%s' is no id: small letters, digits, '-' and '_', at most 64, a letter or digit first"),
    id);
}

/* The file */

static void
check_format (SluiceCheck *check)
{
  if (sluice_document_is_read_only (check->document))
    sluice_check_error (check, "newer-format", "/format", NULL, "%s",
                        check->document->read_only_reason);
}

static void
check_run (SluiceCheck *check)
{
  SluiceValue root = sluice_document_get_root (check->document);
  SluiceValue run = sluice_value_get_member (root, "run");

  if (!sluice_check_member (check, "", root, "run", sluice_is_strings, N_("a list of flows")))
    return;
  for (guint i = 0; i < sluice_value_get_length (run); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      g_autofree char *pointer = sluice_pointer_build ("run", index, NULL);

      sluice_check_flow_name (check, pointer,
                              sluice_value_get_string (sluice_value_get_element (run, i)));
    }
  if (sluice_value_has_member (root, "run") && sluice_value_get_length (run) == 0)
    sluice_check_warn (check, "no-run", "/run", g_strdup (_("name a flow to run")),
                       _("a run starts no flow"));
}

static void
check_uses (SluiceCheck *check)
{
  static const char * const lists[] = { "folders", "hosts", "commands", "environment", "secrets" };
  SluiceValue root = sluice_document_get_root (check->document);
  SluiceValue uses = sluice_value_get_member (root, "uses");

  if (!sluice_value_has_member (root, "uses") ||
      !sluice_check_member (check, "", root, "uses", sluice_is_object, N_("an object")))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    sluice_check_member (check, "/uses", uses, lists[i], sluice_is_strings, N_("a list of strings"));
}

static void
check_queues (SluiceCheck *check)
{
  SluiceValue root = sluice_document_get_root (check->document);
  SluiceValue queues = sluice_value_get_member (root, "queues");
  SluiceValueIter iter;
  SluiceValue queue;
  const char *name;

  if (!sluice_check_member (check, "", root, "queues", sluice_is_object, N_("an object")))
    return;
  sluice_value_iter_init (&iter, queues);
  while (sluice_value_iter_next (&iter, &name, &queue))
    {
      g_autofree char *pointer = sluice_pointer_join ("/queues", name);

      if (!sluice_check_member (check, "/queues", queues, name, sluice_is_object, N_("an object")))
        continue;
      sluice_check_member (check, pointer, queue, "items", sluice_is_array, N_("a list"));
      sluice_check_member (check, pointer, queue, "limit", sluice_is_count,
                           N_("a whole number from 0 on"));
    }
}

static void
check_shape (SluiceCheck *check,
             SluiceValue  flows)
{
  SluiceValueIter iter;
  SluiceValue flow;
  const char *id;

  sluice_value_iter_init (&iter, flows);
  while (sluice_value_iter_next (&iter, &id, &flow))
    {
      g_autofree char *pointer = sluice_pointer_join ("/flows", id);

      check_id (check, pointer, id);
      if (!SLUICE_VALUE_IS_OBJECT (flow))
        sluice_check_error (check, "wrong-type", pointer, NULL, _("flow '%s' is no object"), id);
    }
}

void
sluice_check_file (SluiceCheck *check)
{
  SluiceValue root = sluice_document_get_root (check->document);
  SluiceValue flows = sluice_value_get_member (root, "flows");

  check_format (check);
  sluice_check_member (check, "", root, "name", sluice_is_line, N_("a string"));
  sluice_check_member (check, "", root, "shared", sluice_is_object, N_("an object"));
  sluice_check_member (check, "", root, "layout", sluice_is_object, N_("an object"));
  check_uses (check);
  check_run (check);
  check_queues (check);
  if (!SLUICE_VALUE_IS_OBJECT (flows))
    sluice_check_error (check, "no-flows", "/flows", NULL, _("'flows' is missing, or no object"));
  else
    check_shape (check, flows);
}

/* Flows */

static void
check_start (SluiceCheck *check,
             const char  *flow,
             const char  *base)
{
  SluiceValue value =
    sluice_value_get_member (sluice_document_get_flow (check->document, flow), "start");
  const char *start = sluice_value_get_string (value);
  g_autofree char *pointer = sluice_pointer_join (base, "start");

  if (sluice_document_get_start (check->document, flow) != NULL)
    return;
  if (sluice_document_get_n_nodes (check->document, flow) == 0)
    {
      sluice_check_error (check, "empty-flow", base, g_strdup (_("add one")),
                          _("flow '%s' has no node"), flow);
      return;
    }
  if (start == NULL)
    {
      sluice_check_error (check, "no-start", pointer,
                          g_strdup (_("choose the node that it starts with")),
                          _("flow '%s' has no start"), flow);
      return;
    }
  sluice_check_error (check, "no-node", pointer, sluice_check_guess_node (check, flow, start),
                      _("no node '%s'"), start);
}

/* The nodes of a flow with a slash in its id have no addresses: the bad id, which is told, hides what there is
 * to say of them. */
static gboolean
has_addresses (const char *flow)
{
  return strchr (flow, '/') == NULL;
}

gboolean
sluice_check_nth_node (SluiceCheck *check,
                       const char  *flow,
                       guint        index)
{
  SluiceValue nodes = sluice_value_get_member (sluice_document_get_flow (check->document, flow), "nodes");
  g_autofree char *pointer = NULL;
  const char *id;

  if (!has_addresses (flow) || !SLUICE_VALUE_IS_OBJECT (nodes) || index >= sluice_value_get_length (nodes))
    return FALSE;
  id = sluice_value_get_key (nodes, index);
  pointer = sluice_pointer_build ("flows", flow, "nodes", id, NULL);
  check_id (check, pointer, id);
  if (SLUICE_VALUE_IS_OBJECT (sluice_value_get_member_at (nodes, index)))
    sluice_check_node (check, flow, id);
  else
    sluice_check_error (check, "wrong-type", pointer, NULL, _("node '%s' is no object"), id);
  return TRUE;
}

/* A place that can't be read is laid out automatically, so this is no error. */
gboolean
sluice_check_nth_place (SluiceCheck *check,
                        const char  *flow,
                        guint        index)
{
  SluiceValue layout =
    sluice_value_get_member (sluice_document_get_root (check->document), "layout");
  SluiceValue places = SLUICE_VALUE_IS_OBJECT (layout) ? sluice_value_get_member (layout, flow)
                                                       : sluice_value_null ();
  SluiceValue entry;
  const char *node;

  if (!has_addresses (flow) || !SLUICE_VALUE_IS_OBJECT (places) || index >= sluice_value_get_length (places))
    return FALSE;
  node = sluice_value_get_key (places, index);
  entry = sluice_value_get_member_at (places, index);
  if (SLUICE_VALUE_IS_OBJECT (entry))
    entry = sluice_value_get_member (entry, "at");
  if (*node != '$' && (!SLUICE_VALUE_IS_ARRAY (entry) || sluice_value_get_length (entry) != 2 ||
                       !sluice_is_number (sluice_value_get_element (entry, 0)) ||
                       !sluice_is_number (sluice_value_get_element (entry, 1))))
    {
      g_autofree char *pointer = sluice_pointer_build ("layout", flow, node, NULL);

      sluice_check_warn (check, "bad-place", pointer,
                         g_strdup (_("it is laid out automatically")),
                         _("the place of '%s' is not [x, y]"), node);
    }
  return TRUE;
}

void
sluice_check_flow_head (SluiceCheck *check,
                        const char  *flow)
{
  SluiceValue object = sluice_document_get_flow (check->document, flow);
  g_autofree char *base = sluice_pointer_join ("/flows", flow);

  if (!has_addresses (flow))
    return;
  sluice_check_member (check, base, object, "title", sluice_is_line, N_("a string"));
  sluice_check_member (check, base, object, "note", sluice_is_text, N_("a text"));
  sluice_check_member (check, base, object, "params", sluice_is_object, N_("an object"));
  sluice_check_member (check, base, object, "prep", sluice_is_text, N_("a text"));
  sluice_check_member (check, base, object, "post", sluice_is_text, N_("a text"));
  sluice_check_batch (check, base, object);
  check_start (check, flow, base);
  sluice_check_member (check, base, object, "nodes", sluice_is_object, N_("an object"));
}
