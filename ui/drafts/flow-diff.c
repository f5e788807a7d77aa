/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What two versions differ in, as people read it: a change for each node, flow and for the file, with a line for each
 * of its keys. Where the versions differ is found by the comparison of documents.
 */
#include "drafts/flow-diff.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/json.h"

#define MAX_SHOWN 48 /* characters of a value */

typedef struct
{
  SluiceDocument *before;
  SluiceDocument *after;
  GPtrArray      *changes;    /* SluiceFlowChange */
  GHashTable     *by_address; /* address, "" of the file → SluiceFlowChange, borrowed from changes */
} Diff;

/**
 * sluice_flow_change_free:
 * @change: (transfer full): a change
 */
void
sluice_flow_change_free (SluiceFlowChange *change)
{
  g_free (change->address);
  g_free (change->title);
  g_free (change->text);
  g_free (change);
}

/* Lines */

static char *
dup_shown (SluiceValue value)
{
  g_autofree char *text = SLUICE_VALUE_IS_STRING (value)
                            ? g_strdup_printf ("“%s”", sluice_value_get_string (value))
                            : sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  g_strdelimit (text, "\n\t", ' ');
  if (g_utf8_strlen (text, -1) > MAX_SHOWN)
    {
      g_autofree char *beginning = g_utf8_substring (text, 0, MAX_SHOWN);

      return g_strconcat (beginning, "…", NULL);
    }

  return g_steal_pointer (&text);
}

/* Settings by their names, edges by their actions. */
static char *
dup_name (const char *key)
{
  if (g_str_has_prefix (key, "settings."))
    return g_strdup (key + strlen ("settings."));
  if (g_str_has_prefix (key, "next."))
    return g_strconcat ("→ ", key + strlen ("next."), NULL);
  return g_strdup (key);
}

static char *
dup_line (const SluiceDifference *difference)
{
  g_autofree char *name = dup_name (difference->key);
  g_autofree char *before = dup_shown (difference->before);
  g_autofree char *after = dup_shown (difference->after);

  if (difference->type == SLUICE_DIFFERENCE_ADDED)
    /* Translators: a key of a node and the value that it got: "retries: added 3". */
    return g_strdup_printf (_("%s: added %s"), name, after);
  if (difference->type == SLUICE_DIFFERENCE_REMOVED)
    return g_strdup_printf (_("%s: removed %s"), name, before);
  return g_strdup_printf ("%s: %s → %s", name, before, after);
}

/* Changes */

static char *
dup_title (Diff       *self,
           const char *address)
{
  SluiceDocument *document = self->after;
  const char *title;

  if (*address == '\0')
    return g_strdup (_("The flow file"));
  if (strchr (address, '/') != NULL)
    {
      if (!sluice_document_has_node (self->after, address))
        document = self->before;
      return sluice_document_dup_node_title (document, address);
    }
  if (!sluice_document_has_flow (self->after, address))
    document = self->before;
  title = sluice_value_get_member_string (sluice_document_get_flow (document, address), "title");
  return g_strdup (title != NULL && *title != '\0' ? title : address);
}

/* The file's own comes first. */
static SluiceFlowChange *
ensure_change (Diff                 *self,
               const char           *address,
               SluiceDifferenceType  type)
{
  SluiceFlowChange *change = g_hash_table_lookup (self->by_address, address);

  if (change != NULL)
    return change;
  change = g_new (SluiceFlowChange, 1);
  change->type = type;
  change->address = *address != '\0' ? g_strdup (address) : NULL;
  change->title = dup_title (self, address);
  change->text = g_strdup ("");
  g_hash_table_insert (self->by_address, g_strdup (address), change);
  g_ptr_array_insert (self->changes, *address == '\0' ? 0 : -1, change);
  return change;
}

static void
add_line (Diff       *self,
          const char *address,
          const char *line)
{
  SluiceFlowChange *change = ensure_change (self, address, SLUICE_DIFFERENCE_CHANGED);
  g_autofree char *before = change->text;

  change->text = *before != '\0' ? g_strconcat (before, "\n", line, NULL) : g_strdup (line);
}

/* "layout.main.a": a place counts where the node is in both. */
static void
add_move (Diff       *self,
          const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", 3);
  g_autofree char *address = g_strv_length (parts) == 3 ? g_strconcat (parts[1], "/", parts[2], NULL) : NULL;

  if (address != NULL && sluice_document_has_node (self->before, address)
      && sluice_document_has_node (self->after, address))
    add_line (self, address, _("Moved"));
}

static void
add_difference (Diff                   *self,
                const SluiceDifference *difference)
{
  g_autofree char *line = NULL;

  if (difference->key == NULL)
    ensure_change (self, difference->address, difference->type);
  else if (g_str_has_prefix (difference->key, "layout."))
    add_move (self, difference->key);
  else
    {
      line = dup_line (difference);
      add_line (self, difference->address, line);
    }
}

/**
 * sluice_flow_diff:
 * @before: a document
 * @after: another version of it
 *
 * Returns: (transfer full) (element-type SluiceFlowChange): what leads from @before to @after: the document, then its
 * flows and nodes; empty where both say the same
 */
GPtrArray *
sluice_flow_diff (SluiceDocument *before,
                  SluiceDocument *after)
{
  g_autoptr (GPtrArray) differences = sluice_documents_compare (before, after, TRUE);
  g_autoptr (GHashTable) by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Diff self = { before, after, g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_flow_change_free), by_address };

  for (guint i = 0; i < differences->len; i++)
    add_difference (&self, g_ptr_array_index (differences, i));
  return self.changes;
}
