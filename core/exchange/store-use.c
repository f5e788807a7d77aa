/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads the texts of nodes for "shared.key". It is a write where an assignment follows, or where
 * it is what table.insert() and the like change; everything else is a read.
 */
#include "exchange/store-use.h"

#include <string.h>

#include "base/ids.h"

typedef struct
{
  GPtrArray  *uses;
  GHashTable *by_key;  /* key → SluiceStoreUse, borrowed from uses */
  const char *address; /* of the node that is read */
} Scan;

static void
use_free (gpointer data)
{
  SluiceStoreUse *use = data;

  g_free (use->key);
  g_ptr_array_unref (use->readers);
  g_ptr_array_unref (use->writers);
  g_free (use);
}

static SluiceStoreUse *
ensure_use (Scan       *scan,
            const char *key,
            gsize       length)
{
  g_autofree char *name = g_strndup (key, length);
  SluiceStoreUse *use = g_hash_table_lookup (scan->by_key, name);

  if (use != NULL)
    return use;
  use = g_new0 (SluiceStoreUse, 1);
  use->key = g_steal_pointer (&name);
  use->readers = g_ptr_array_new_with_free_func (g_free);
  use->writers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (scan->uses, use);
  g_hash_table_insert (scan->by_key, use->key, use);
  return use;
}

static void
add_address (GPtrArray  *addresses,
             const char *address)
{
  if (addresses->len == 0 || !g_str_equal (g_ptr_array_index (addresses, addresses->len - 1), address))
    g_ptr_array_add (addresses, g_strdup (address));
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether what follows a place makes it the target of an assignment: = or , shared.other = */
static gboolean
is_assigned (const char *at)
{
  int depth = 0;

  for (; *at != '\0' && *at != '\n'; at++)
    {
      if (*at == '[')
        depth++;
      else if (*at == ']')
        depth--;
      else if (*at == '=' && depth == 0)
        return at[1] != '=';
      else if (depth == 0 && !is_name_char (*at) && strchr ("., ", *at) == NULL)
        return FALSE;
      else if (depth == 0 && *at == ' ' && is_name_char (at[1]) && !g_str_has_prefix (at + 1, "shared."))
        return FALSE;
      if (depth < 0)
        return FALSE;
    }
  return FALSE;
}

static gboolean
is_changed_in_place (const char *text,
                     const char *at)
{
  static const char * const calls[] = { "insert", "remove", "sort" };

  while (at > text && strchr (" (", at[-1]) != NULL)
    at--;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *call = g_strconcat ("table.", calls[i], NULL);
      gsize length = strlen (call);

      if ((gsize) (at - text) >= length && memcmp (at - length, call, length) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
scan_text (Scan       *scan,
           const char *text)
{
  for (const char *at = strstr (text, "shared."); at != NULL; at = strstr (at, "shared."))
    {
      const char *name = at + strlen ("shared.");
      gboolean is_start = at == text || (!is_name_char (at[-1]) && at[-1] != '.');
      gsize length = 0;
      SluiceStoreUse *use;

      while (is_name_char (name[length]))
        length++;
      if (is_start && length > 0)
        {
          use = ensure_use (scan, name, length);
          if (is_assigned (name + length) || is_changed_in_place (text, at))
            add_address (use->writers, scan->address);
          else
            add_address (use->readers, scan->address);
        }
      at = name + length;
    }
}

static void
scan_value (Scan        *scan,
            SluiceValue  value)
{
  g_autofree char *text = sluice_text_from_value (value);
  SluiceValueIter iter;
  SluiceValue member;

  if (text != NULL)
    scan_text (scan, text);
  else if (SLUICE_VALUE_IS_ARRAY (value) || SLUICE_VALUE_IS_OBJECT (value))
    for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, NULL, &member);)
      scan_value (scan, member);
}

/* What a node writes without a script: its output, and an ask without one its own id. */
static void
scan_output (Scan        *scan,
             SluiceValue  node)
{
  const char *output = sluice_value_get_member_string (node, "output");
  const char *slash = strrchr (scan->address, '/');

  if (output != NULL)
    add_address (ensure_use (scan, output, strcspn (output, "./"))->writers, scan->address);
  else if (g_strcmp0 (sluice_value_get_member_string (node, "kind"), "ask") == 0
           && !sluice_value_has_member (node, "post") && slash != NULL)
    add_address (ensure_use (scan, slash + 1, strlen (slash + 1))->writers, scan->address);
}

/* A class in Python says what it was found to use. */
static void
scan_python (Scan        *scan,
             SluiceValue  settings)
{
  static const char * const names[] = { "reads", "writes" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SluiceValue keys = sluice_value_get_member (settings, names[i]);

      for (guint k = 0; SLUICE_VALUE_IS_ARRAY (keys) && k < sluice_value_get_length (keys); k++)
        {
          const char *key = sluice_value_get_string (sluice_value_get_element (keys, k));
          SluiceStoreUse *use = key != NULL ? ensure_use (scan, key, strlen (key)) : NULL;

          if (use != NULL)
            add_address (i == 0 ? use->readers : use->writers, scan->address);
        }
    }
}

static void
scan_node (Scan        *scan,
           SluiceValue  node)
{
  static const char * const keys[] = {
    "prep", "input", "exec", "fallback", "post", "action", "settings", "params",
  };

  if (g_strcmp0 (sluice_value_get_member_string (node, "kind"), "python") == 0)
    {
      scan_python (scan, sluice_value_get_member (node, "settings"));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    scan_value (scan, sluice_value_get_member (node, keys[i]));
  scan_output (scan, node);
}

/**
 * sluice_store_use_new:
 * @document: a document
 *
 * Returns: (transfer full): an array of #SluiceStoreUse, those of the initial store first
 */
GPtrArray *
sluice_store_use_new (SluiceDocument *document)
{
  GPtrArray *uses = g_ptr_array_new_with_free_func (use_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  SluiceValue shared = sluice_value_get_member (sluice_document_get_root (document), "shared");
  Scan scan = { uses, by_key, "" };

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (shared) && i < sluice_value_get_length (shared); i++)
    {
      const char *key = sluice_value_get_key (shared, i);

      ensure_use (&scan, key, strlen (key));
    }
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);

      for (guint k = 0; k < sluice_document_get_n_nodes (document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, k));

          scan.address = address;
          scan_node (&scan, sluice_document_get_node (document, address));
        }
    }
  return uses;
}
