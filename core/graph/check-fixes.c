/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fixes of problems. A fix is worked out from the document as it is, both when it is offered and when
 * it is done: what was offered for an older document does nothing then. */

#include "graph/check-fixes.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "base/pointer.h"
#include "graph/catalog.h"
#include "graph/edit.h"
#include "graph/restructure.h"

typedef enum
{
  FIX_NONE,
  FIX_RETARGET,       /* an edge to a node that is called nearly so */
  FIX_REMOVE_EDGE,
  FIX_REMOVE_EDGES,   /* all of a node */
  FIX_START,
  FIX_RUN,            /* the flows of the run that there are, or the first */
  FIX_USE_SETTING,
  FIX_REMOVE_SETTING,
  FIX_SECRET,
  FIX_REMOVE_KEY,     /* of the node itself */
  FIX_KIND,
  FIX_DELETE,
} FixType;

typedef struct
{
  FixType      type;
  char        *address; /* of the node that is edited */
  char        *name;    /* of the action, the setting or the key */
  char        *use;     /* the id or the name to use instead, in words */
  SluiceValue  value;   /* owned: what the setting gets */
} Fix;

static void
fix_clear (Fix *fix)
{
  g_free (fix->address);
  g_free (fix->name);
  g_free (fix->use);
  sluice_value_clear (&fix->value);
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

  fix->use = dup_closest (document, flow, sluice_document_get_start (document, flow));
  if (fix->use == NULL)
    fix->use = g_strdup (sluice_document_get_node_id (document, flow, 0));
  fix->address = sluice_address_join (flow, fix->use);
  fix->type = FIX_START;
}

/* The flow that is called most like @wanted, or NULL. */
static char *
dup_closest_flow (SluiceDocument *document,
                  const char     *wanted)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    g_ptr_array_add (ids, (gpointer) sluice_document_get_flow_id (document, i));
  g_ptr_array_add (ids, NULL);

  return wanted != NULL ? g_strdup (sluice_id_closest (wanted, (const char * const *) ids->pdata)) : NULL;
}

/* The flows of the run that there are, else the first flow; empty if there is none. */
static char **
dup_runnable (SluiceDocument *document)
{
  g_auto (GStrv) run = sluice_document_dup_run (document);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; run[i] != NULL; i++)
    if (sluice_document_has_flow (document, run[i]))
      {
        g_strv_builder_add (builder, run[i]);
        any = TRUE;
      }
  if (!any && sluice_document_get_n_flows (document) > 0)
    g_strv_builder_add (builder, sluice_document_get_flow_id (document, 0));

  return g_strv_builder_end (builder);
}

static void
find_run (Fix            *fix,
          SluiceDocument *document)
{
  g_auto (GStrv) flows = dup_runnable (document);

  if (flows[0] == NULL)
    return;

  fix->use = g_strjoinv (", ", flows);
  fix->type = FIX_RUN;
}

static void
use_text (Fix  *fix,
          char *take_text)
{
  if (take_text == NULL)
    return;

  fix->use = take_text;
  fix->value = sluice_value_string (take_text);
  fix->type = FIX_USE_SETTING;
}

/* The nearest number that is allowed. */
static void
use_number (Fix                     *fix,
            const SluiceSettingInfo *setting,
            SluiceValue              value)
{
  double number = CLAMP (sluice_value_get_real (value), setting->minimum, setting->maximum);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (number == (double) (gint64) number)
    fix->value = sluice_value_integer ((gint64) number);
  else
    fix->value = sluice_value_real (number);
  fix->use = g_strdup (g_ascii_formatd (text, sizeof text, "%g", number));
  fix->type = FIX_USE_SETTING;
}

/* The name that a variable of the environment is likely to have: "OPENAI_API_KEY" cannot be known, but
 * "API_KEY" can. */
static void
find_secret (Fix *fix)
{
  fix->use = g_ascii_strup (fix->name, -1);
  g_strdelimit (fix->use, "-. ", '_');
  fix->value = sluice_value_object ();
  sluice_value_set_member (&fix->value, "$env", sluice_value_string (fix->use));
  fix->type = FIX_SECRET;
}

static void
find_at_setting (Fix            *fix,
                 SluiceDocument *document,
                 const char     *code)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_document_get_node_kind (document, fix->address));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, fix->name) : NULL;
  SluiceValue value = sluice_document_get_setting (document, fix->address, fix->name);
  const char *text = sluice_value_get_string (value);

  if (g_str_equal (code, "unknown-setting"))
    fix->type = FIX_REMOVE_SETTING;
  else if (g_str_equal (code, "secret-in-file") && text != NULL && strpbrk (text, " \n\t{") == NULL)
    find_secret (fix);
  else if (g_str_equal (code, "bad-choice") && text != NULL && setting != NULL && setting->choices != NULL)
    use_text (fix, g_strdup (sluice_id_closest (text, setting->choices)));
  else if (g_str_equal (code, "no-flow"))
    use_text (fix, dup_closest_flow (document, text));
  else if (g_str_equal (code, "out-of-range") && setting != NULL)
    use_number (fix, setting, value);
}

/* @parts: "flows", FLOW, "nodes", NODE, "next" or "settings", NAME. */
static void
find_at_member (Fix             *fix,
                SluiceDocument  *document,
                const char      *code,
                char           **parts)
{
  SluiceValue members = sluice_value_get_member (sluice_document_get_node (document, fix->address), parts[4]);

  fix->name = g_strdup (parts[5]);
  if (!sluice_value_has_member (members, fix->name))
    return;

  if (g_str_equal (parts[4], "settings"))
    {
      find_at_setting (fix, document, code);
    }
  else if (g_str_equal (parts[4], "next") && g_str_equal (code, "no-node"))
    {
      fix->use = dup_closest (document, parts[1], sluice_value_get_member_string (members, fix->name));
      fix->type = fix->use != NULL ? FIX_RETARGET : FIX_REMOVE_EDGE;
    }
  else if (g_str_equal (parts[4], "next") && g_str_equal (code, "idle-edge"))
    {
      fix->type = FIX_REMOVE_EDGE;
    }
}

static char *
dup_closest_kind (const char *wanted)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    g_ptr_array_add (ids, (gpointer) sluice_catalog_get (i)->id);
  g_ptr_array_add (ids, NULL);

  return wanted != NULL ? g_strdup (sluice_id_closest (wanted, (const char * const *) ids->pdata)) : NULL;
}

/* @parts: "flows", FLOW, "nodes", NODE, KEY. */
static void
find_at_key (Fix             *fix,
             SluiceDocument  *document,
             const char      *code,
             char           **parts)
{
  if (!sluice_value_has_member (sluice_document_get_node (document, fix->address), parts[4]))
    return;

  fix->name = g_strdup (parts[4]);
  if (g_str_equal (code, "unknown-key") || g_str_equal (code, "unused-exec"))
    {
      fix->type = FIX_REMOVE_KEY;
    }
  else if (g_str_equal (code, "after-end") && g_str_equal (fix->name, "next"))
    {
      fix->type = FIX_REMOVE_EDGES;
    }
  else if (g_str_equal (code, "unknown-kind"))
    {
      fix->use = dup_closest_kind (sluice_document_get_node_kind (document, fix->address));
      fix->type = fix->use != NULL ? FIX_KIND : FIX_NONE;
    }
}

/* @parts: "flows", FLOW, "nodes", NODE, and what of it. */
static void
find_at_node (Fix             *fix,
              SluiceDocument  *document,
              const char      *code,
              char           **parts,
              guint            n_parts)
{
  fix->address = sluice_address_join (parts[1], parts[3]);
  if (!sluice_document_has_node (document, fix->address))
    return;

  if (n_parts == 4 && (g_str_equal (code, "no-way-in") || g_str_equal (code, "unreachable")))
    fix->type = FIX_DELETE;
  else if (n_parts == 5)
    find_at_key (fix, document, code, parts);
  else if (n_parts == 6)
    find_at_member (fix, document, code, parts);
}

static void
find_fix (Fix            *fix,
          SluiceDocument *document,
          const char     *code,
          const char     *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;

  if (sluice_document_is_read_only (document) || n_parts == 0)
    return;
  if (g_str_equal (parts[0], "run") && (g_str_equal (code, "no-run") || g_str_equal (code, "no-flow")))
    find_run (fix, document);
  if (n_parts < 2 || !g_str_equal (parts[0], "flows") || !sluice_document_has_flow (document, parts[1]))
    return;

  if (g_str_equal (code, "no-start") ||
      (g_str_equal (code, "no-node") && n_parts == 3 && g_str_equal (parts[2], "start")))
    find_start (fix, document, parts[1]);
  else if (n_parts >= 4 && g_str_equal (parts[2], "nodes"))
    find_at_node (fix, document, code, parts, n_parts);
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
    case FIX_USE_SETTING:
    case FIX_KIND:
      return g_strdup_printf (_("Use “%s”"), fix.use);
    case FIX_REMOVE_EDGE:
      return g_strdup (_("Remove the Edge"));
    case FIX_REMOVE_EDGES:
      return g_strdup (_("Remove the Edges"));
    case FIX_START:
      return g_strdup_printf (_("Start at “%s”"), fix.use);
    case FIX_RUN:
      return g_strdup_printf (_("Run “%s”"), fix.use);
    case FIX_REMOVE_SETTING:
    case FIX_REMOVE_KEY:
      return g_strdup_printf (_("Remove “%s”"), fix.name);
    case FIX_SECRET:
      return g_strdup_printf (_("Take It from $%s"), fix.use);
    case FIX_DELETE:
      return g_strdup (_("Delete the Node"));
    case FIX_NONE:
    default:
      return NULL;
    }
}

static gboolean
remove_edges (SluiceDocument  *document,
              const char      *address,
              GError         **error)
{
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (SluiceEdge));
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
  SluiceValueIter iter;
  SluiceEdge edge = { .from = address };

  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &edge.action, NULL))
    {
      edge.action = g_strdup (edge.action);
      g_ptr_array_add (actions, (gpointer) edge.action);
      g_array_append_val (edges, edge);
    }

  return sluice_edit_disconnect_many (document, (const SluiceEdge *) edges->data, edges->len, error);
}

/* Each is a verb of its own, and so one undo step. */
static gboolean
apply (Fix             *fix,
       SluiceDocument  *document,
       GError         **error)
{
  const char * const addresses[] = { fix->address, NULL };
  g_auto (GStrv) flows = NULL;

  switch (fix->type)
    {
    case FIX_RETARGET:
      return sluice_edit_connect (document, fix->address, fix->name, fix->use, error);
    case FIX_REMOVE_EDGE:
      return sluice_edit_disconnect (document, fix->address, fix->name, error);
    case FIX_REMOVE_EDGES:
      return remove_edges (document, fix->address, error);
    case FIX_START:
      return sluice_edit_set_start (document, fix->address, error);
    case FIX_RUN:
      flows = dup_runnable (document);
      return sluice_edit_set_run (document, (const char * const *) flows, error);
    case FIX_USE_SETTING:
    case FIX_SECRET:
      return sluice_edit_set_setting (document, fix->address, fix->name, sluice_value_steal (&fix->value), error);
    case FIX_REMOVE_SETTING:
      return sluice_edit_set_setting (document, fix->address, fix->name, sluice_value_null (), error);
    case FIX_REMOVE_KEY:
      return sluice_edit_set_key (document, fix->address, fix->name, sluice_value_null (), error);
    case FIX_KIND:
      return sluice_edit_set_kind (document, fix->address, fix->use, error);
    case FIX_DELETE:
      return sluice_edit_delete_nodes (document, addresses, error);
    case FIX_NONE:
    default:
      g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                           _("There is nothing to be done about this any more."));
      return FALSE;
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

  return apply (&fix, document, error);
}

/**
 * sluice_check_fix_all:
 * @document: a document
 * @code: the code of some of its problems
 * @error: return location for an error of SLUICE_DOCUMENT_ERROR
 *
 * Does what can be done about all problems of a kind, as one undo step; nothing, if one of the fixes
 * is refused. What a fix causes is left as it is: a node whose only way in was deleted has none.
 *
 * Returns: how many were fixed
 */
guint
sluice_check_fix_all (SluiceDocument  *document,
                      const char      *code,
                      GError         **error)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  guint n_fixed = 0;

  sluice_document_begin (document, _("Fix All"), NULL);
  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);
      g_auto (Fix) fix = { FIX_NONE };

      if (!g_str_equal (problem->code, code))
        continue;
      find_fix (&fix, document, code, problem->pointer);
      if (fix.type == FIX_NONE)
        continue;
      if (!apply (&fix, document, error))
        {
          sluice_document_rollback (document);
          return 0;
        }
      n_fixed++;
    }
  sluice_document_commit (document);

  return n_fixed;
}
