/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fixes of problems. A fix is worked out from the document as it is, both when it is offered and when
 * it is done: what was offered for an older document does nothing then. */

#include "graph/check-fixes.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "base/pointer.h"
#include "graph/edit.h"

typedef enum
{
  FIX_NONE,
  FIX_RETARGET,       /* an edge to a node that is called nearly so */
  FIX_REMOVE_EDGE,
  FIX_START,
  FIX_REMOVE_SETTING,
} FixType;

typedef struct
{
  FixType  type;
  char    *address; /* of the node that is edited */
  char    *name;    /* of the action or the setting */
  char    *node;    /* the id to use instead */
} Fix;

static void
fix_clear (Fix *fix)
{
  g_free (fix->address);
  g_free (fix->name);
  g_free (fix->node);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fix, fix_clear)

/* The node of the flow that is called most like @wanted, or NULL. */
static char *
dup_closest (SluiceDocument *document,
             const char     *flow,
             const char     *wanted)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  guint n_nodes = sluice_document_get_n_nodes (document, flow);

  for (guint i = 0; i < n_nodes; i++)
    g_ptr_array_add (ids, (gpointer) sluice_document_get_node_id (document, flow, i));
  g_ptr_array_add (ids, NULL);

  return wanted != NULL ? g_strdup (sluice_id_closest (wanted, (const char * const *) ids->pdata)) : NULL;
}

/* The start that is meant, else the first node. */
static void
find_start (Fix            *fix,
            SluiceDocument *document,
            const char     *flow)
{
  if (sluice_document_get_n_nodes (document, flow) == 0)
    return;

  fix->node = dup_closest (document, flow, sluice_document_get_start (document, flow));
  if (fix->node == NULL)
    fix->node = g_strdup (sluice_document_get_node_id (document, flow, 0));
  fix->address = sluice_address_join (flow, fix->node);
  fix->type = FIX_START;
}

/* The edges and settings of a node; @parts: "flows", FLOW, "nodes", NODE, "next", ACTION. */
static void
find_at_node (Fix             *fix,
              SluiceDocument  *document,
              const char      *code,
              char           **parts)
{
  SluiceValue members;

  fix->address = sluice_address_join (parts[1], parts[3]);
  fix->name = g_strdup (parts[5]);
  members = sluice_value_get_member (sluice_document_get_node (document, fix->address), parts[4]);
  if (!sluice_value_has_member (members, fix->name))
    return;

  if (g_str_equal (parts[4], "next") && g_str_equal (code, "no-node"))
    {
      fix->node = dup_closest (document, parts[1], sluice_value_get_member_string (members, fix->name));
      fix->type = fix->node != NULL ? FIX_RETARGET : FIX_REMOVE_EDGE;
    }
  else if (g_str_equal (parts[4], "settings") && g_str_equal (code, "unknown-setting"))
    {
      fix->type = FIX_REMOVE_SETTING;
    }
}

static void
find_fix (Fix            *fix,
          SluiceDocument *document,
          const char     *code,
          const char     *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;

  if (sluice_document_is_read_only (document) || n_parts < 2 || !g_str_equal (parts[0], "flows") ||
      !sluice_document_has_flow (document, parts[1]))
    return;

  if (g_str_equal (code, "no-start") ||
      (g_str_equal (code, "no-node") && n_parts == 3 && g_str_equal (parts[2], "start")))
    find_start (fix, document, parts[1]);
  else if (n_parts == 6 && g_str_equal (parts[2], "nodes"))
    find_at_node (fix, document, code, parts);
}

/**
 * sluice_check_dup_fix_title:
 * @document: a document
 * @code: the code of one of its problems
 * @pointer: where that is, as a JSON Pointer
 *
 * Returns: (transfer full) (nullable): what sluice_check_fix() would do about it, %NULL: nothing
 */
char *
sluice_check_dup_fix_title (SluiceDocument *document,
                            const char     *code,
                            const char     *pointer)
{
  g_auto (Fix) fix = { FIX_NONE };

  find_fix (&fix, document, code, pointer);
  switch (fix.type)
    {
    case FIX_RETARGET:
      return g_strdup_printf (_("Use “%s”"), fix.node);
    case FIX_REMOVE_EDGE:
      return g_strdup (_("Remove the Edge"));
    case FIX_START:
      return g_strdup_printf (_("Start at “%s”"), fix.node);
    case FIX_REMOVE_SETTING:
      return g_strdup_printf (_("Remove “%s”"), fix.name);
    case FIX_NONE:
    default:
      return NULL;
    }
}

/**
 * sluice_check_fix:
 * @document: a document
 * @code: the code of one of its problems
 * @pointer: where that is, as a JSON Pointer
 * @error: return location for an error of SLUICE_DOCUMENT_ERROR
 *
 * Does what can be done about the problem, as one undo step.
 *
 * Returns: whether it was done
 */
gboolean
sluice_check_fix (SluiceDocument  *document,
                  const char      *code,
                  const char      *pointer,
                  GError         **error)
{
  g_auto (Fix) fix = { FIX_NONE };

  find_fix (&fix, document, code, pointer);
  switch (fix.type)
    {
    case FIX_RETARGET:
      return sluice_edit_connect (document, fix.address, fix.name, fix.node, error);
    case FIX_REMOVE_EDGE:
      return sluice_edit_disconnect (document, fix.address, fix.name, error);
    case FIX_START:
      return sluice_edit_set_start (document, fix.address, error);
    case FIX_REMOVE_SETTING:
      return sluice_edit_set_setting (document, fix.address, fix.name, sluice_value_null (), error);
    case FIX_NONE:
    default:
      g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                           _("There is nothing to be done about this any more."));
      return FALSE;
    }
}
