/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two versions are compared by what people see: nodes by their flow and id, and within one, key by
 * key. The order of keys and the spaces between them say nothing, as in the file itself.
 */
#include "drafts/flow-diff.h"

#include <glib/gi18n.h>

#include "base/json.h"

#define MAX_SHOWN 48 /* characters of a value */

/**
 * sluice_difference_free:
 * @difference: (transfer full): a difference
 */
void
sluice_difference_free (SluiceDifference *difference)
{
  g_free (difference->address);
  g_free (difference->title);
  g_free (difference->text);
  g_free (difference);
}

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

static void
add_line (GString    *lines,
          const char *line)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

static void
add_change (GString     *lines,
            const char  *name,
            SluiceValue  before,
            SluiceValue  after)
{
  g_autofree char *old_text = dup_shown (before);
  g_autofree char *new_text = dup_shown (after);
  g_autofree char *line = NULL;

  if (SLUICE_VALUE_IS_NULL (before))
    /* Translators: a key of a node and the value that it got: "retries: added 3". */
    line = g_strdup_printf (_("%s: added %s"), name, new_text);
  else if (SLUICE_VALUE_IS_NULL (after))
    line = g_strdup_printf (_("%s: removed %s"), name, old_text);
  else
    line = g_strdup_printf ("%s: %s → %s", name, old_text, new_text);
  add_line (lines, line);
}

/* The keys of @after in order, then those that only @before has. */
static GPtrArray *
dup_keys (SluiceValue before,
          SluiceValue after)
{
  GPtrArray *keys = g_ptr_array_new ();
  SluiceValueIter iter;
  const char *key;

  if (SLUICE_VALUE_IS_OBJECT (after))
    {
      sluice_value_iter_init (&iter, after);
      while (sluice_value_iter_next (&iter, &key, NULL))
        g_ptr_array_add (keys, (gpointer) key);
    }
  if (SLUICE_VALUE_IS_OBJECT (before))
    {
      sluice_value_iter_init (&iter, before);
      while (sluice_value_iter_next (&iter, &key, NULL))
        if (!SLUICE_VALUE_IS_OBJECT (after) || !sluice_value_has_member (after, key))
          g_ptr_array_add (keys, (gpointer) key);
    }

  return keys;
}

/* Settings and edges are told one by one, everything else as a whole. */
static void
diff_members (GString            *lines,
              const char         *prefix,
              SluiceValue         before,
              SluiceValue         after,
              const char * const *skipped)
{
  g_autoptr (GPtrArray) keys = dup_keys (before, after);

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      SluiceValue old_value = sluice_value_get_member (before, key);
      SluiceValue new_value = sluice_value_get_member (after, key);

      if (sluice_value_equal (old_value, new_value) || (skipped != NULL && g_strv_contains (skipped, key)))
        continue;
      if (prefix[0] == '\0' && (g_str_equal (key, "settings") || g_str_equal (key, "next")))
        {
          diff_members (lines, g_str_equal (key, "next") ? "→ " : " ", old_value, new_value, NULL);
        }
      else
        {
          g_autofree char *name = g_strconcat (prefix[0] == ' ' ? "" : prefix, key, NULL);

          add_change (lines, name, old_value, new_value);
        }
    }
}

static void
add (GPtrArray            *differences,
     SluiceDifferenceType  type,
     char                 *take_address,
     const char           *title,
     const char           *text)
{
  SluiceDifference *difference = g_new (SluiceDifference, 1);

  difference->type = type;
  difference->address = take_address;
  difference->title = g_strdup (title);
  difference->text = g_strdup (text);
  g_ptr_array_add (differences, difference);
}

static const char *
get_title (SluiceValue  object,
           const char  *id)
{
  const char *title = sluice_value_get_member_string (object, "title");

  return title != NULL && title[0] != '\0' ? title : id;
}

static void
diff_node (GPtrArray   *differences,
           const char  *flow,
           const char  *node,
           SluiceValue  before,
           SluiceValue  after,
           gboolean     is_moved)
{
  g_autofree char *address = g_strconcat (flow, "/", node, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);

  if (SLUICE_VALUE_IS_NULL (before))
    {
      add (differences, SLUICE_DIFFERENCE_ADDED, g_steal_pointer (&address), get_title (after, node), "");
      return;
    }
  if (SLUICE_VALUE_IS_NULL (after))
    {
      add (differences, SLUICE_DIFFERENCE_REMOVED, g_steal_pointer (&address), get_title (before, node), "");
      return;
    }

  diff_members (lines, "", before, after, NULL);
  if (is_moved)
    add_line (lines, _("Moved"));
  if (lines->len > 0)
    add (differences, SLUICE_DIFFERENCE_CHANGED, g_steal_pointer (&address), get_title (after, node), lines->str);
}

static SluiceValue
get_place (SluiceValue  root,
           const char  *flow,
           const char  *node)
{
  return sluice_value_get_member (sluice_value_get_member (sluice_value_get_member (root, "layout"), flow), node);
}

static void
diff_flow (GPtrArray   *differences,
           const char  *flow,
           SluiceValue  root_before,
           SluiceValue  root_after)
{
  static const char * const told_apart[] = { "nodes", NULL };
  SluiceValue before = sluice_value_get_member (sluice_value_get_member (root_before, "flows"), flow);
  SluiceValue after = sluice_value_get_member (sluice_value_get_member (root_after, "flows"), flow);
  SluiceValue nodes_before = sluice_value_get_member (before, "nodes");
  SluiceValue nodes_after = sluice_value_get_member (after, "nodes");
  g_autoptr (GPtrArray) nodes = dup_keys (nodes_before, nodes_after);
  g_autoptr (GString) lines = g_string_new (NULL);

  if (SLUICE_VALUE_IS_NULL (before))
    add (differences, SLUICE_DIFFERENCE_ADDED, g_strdup (flow), get_title (after, flow), "");
  else if (SLUICE_VALUE_IS_NULL (after))
    add (differences, SLUICE_DIFFERENCE_REMOVED, g_strdup (flow), get_title (before, flow), "");
  else
    diff_members (lines, "", before, after, told_apart);
  if (lines->len > 0)
    add (differences, SLUICE_DIFFERENCE_CHANGED, g_strdup (flow), get_title (after, flow), lines->str);

  for (guint i = 0; i < nodes->len; i++)
    {
      const char *node = g_ptr_array_index (nodes, i);

      diff_node (differences, flow, node, sluice_value_get_member (nodes_before, node),
                 sluice_value_get_member (nodes_after, node),
                 !sluice_value_equal (get_place (root_before, flow, node), get_place (root_after, flow, node)));
    }
}

/**
 * sluice_flow_diff:
 * @before: the root of a document
 * @after: the root of another version of it
 *
 * Returns: (transfer full) (element-type SluiceDifference): what leads from @before to @after: the
 * document, then flow by flow in the order of @after; empty where both say the same
 */
GPtrArray *
sluice_flow_diff (SluiceValue before,
                  SluiceValue after)
{
  static const char * const told_apart[] = { "flows", "layout", NULL };
  GPtrArray *differences = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_difference_free);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) flows = dup_keys (sluice_value_get_member (before, "flows"),
                                          sluice_value_get_member (after, "flows"));

  diff_members (lines, "", before, after, told_apart);
  if (lines->len > 0)
    add (differences, SLUICE_DIFFERENCE_CHANGED, NULL, _("The flow file"), lines->str);
  for (guint i = 0; i < flows->len; i++)
    diff_flow (differences, g_ptr_array_index (flows, i), before, after);

  return differences;
}
