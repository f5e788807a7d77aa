/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts are given line by line, anything else as JSON; both end where nobody would read on. */
#include "merge/difference-words.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/ids.h"
#include "base/json.h"
#include "graph/catalog.h"

#define MAX_LINES 12
#define MAX_CHARACTERS 600

static const struct
{
  const char *key;
  const char *name;
} names[] = {
  { "title", N_("Title") },
  { "note", N_("Note") },
  { "kind", N_("Kind") },
  { "start", N_("Start") },
  { "name", N_("Name") },
  { "run", N_("Flows that run") },
  { "prep", N_("Prepare") },
  { "exec", N_("Execute") },
  { "fallback", N_("Fallback") },
  { "post", N_("Finish") },
  { "retries", N_("Retries") },
  { "wait", N_("Wait") },
  { "batch", N_("Batch") },
  { "disabled", N_("Disabled") },
  { "pin", N_("Pinned result") },
};

static char *
dup_setting_name (SluiceDocument *document,
                  const char     *address,
                  const char     *setting)
{
  const SluiceKindInfo *kind = sluice_catalog_lookup (sluice_document_get_node_kind (document, address));
  const SluiceSettingInfo *info = kind != NULL ? sluice_kind_info_find_setting (kind, setting) : NULL;

  return g_strdup (info != NULL && info->nick != NULL ? _(info->nick) : setting);
}

/**
 * sluice_difference_dup_name:
 * @difference: a difference
 * @document: a side that has the node
 *
 * Returns: (transfer full): what differs
 */
char *
sluice_difference_dup_name (const SluiceDifference *difference,
                            SluiceDocument         *document)
{
  const char *key = difference->key;

  if (key == NULL)
    return g_strdup (strchr (difference->address, '/') != NULL ? _("The node") : _("The flow"));
  if (g_str_has_prefix (key, "next."))
    return g_strdup_printf (_("Action “%s”"), key + strlen ("next."));
  if (g_str_has_prefix (key, "settings."))
    return dup_setting_name (document, difference->address, key + strlen ("settings."));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].key, key))
      return g_strdup (_(names[i].name));
  return g_strdup (key);
}

static char *
dup_target (SluiceDocument *document,
            const char     *address,
            SluiceValue     value)
{
  const char *slash = strchr (address, '/');
  g_autofree char *flow = g_strndup (address, slash != NULL ? (gsize) (slash - address) : strlen (address));
  g_autofree char *target = NULL;
  g_autofree char *title = NULL;

  if (!SLUICE_VALUE_IS_STRING (value))
    return g_strdup (_("The flow ends here"));
  target = sluice_address_join (flow, sluice_value_get_string (value));
  if (!sluice_document_has_node (document, target))
    return g_strdup (sluice_value_get_string (value));
  title = sluice_document_dup_node_title (document, target);
  return g_strdup_printf (_("leads to “%s”"), title);
}

/* The beginning of a text, where all of it would be too much. */
static char *
dup_beginning (const char *text)
{
  const char *end = text;
  guint lines = 0;
  glong n = 0;

  for (; *end != '\0' && n < MAX_CHARACTERS && lines < MAX_LINES; end = g_utf8_next_char (end), n++)
    lines += *end == '\n';
  if (*end == '\0')
    return g_strdup (text);
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/**
 * sluice_difference_dup_value:
 * @difference: a difference
 * @document: the side
 * @is_after: whether that is the second one
 *
 * Returns: (transfer full): what the side has there
 */
char *
sluice_difference_dup_value (const SluiceDifference *difference,
                             SluiceDocument         *document,
                             gboolean                is_after)
{
  SluiceValue value = is_after ? difference->after : difference->before;
  SluiceDifferenceType missing = is_after ? SLUICE_DIFFERENCE_REMOVED : SLUICE_DIFFERENCE_ADDED;
  gboolean is_node = difference->key == NULL && strchr (difference->address, '/') != NULL;
  g_autofree char *text = NULL;

  if (difference->type == missing)
    return g_strdup (difference->key != NULL ? _("not set") : _("is not there"));
  if (is_node)
    return sluice_document_dup_node_summary (document, difference->address);
  if (difference->key == NULL)
    {
      guint n = sluice_document_get_n_nodes (document, difference->address);

      return g_strdup_printf (ngettext ("with %u node", "with %u nodes", n), n);
    }
  if (g_str_has_prefix (difference->key, "next."))
    return dup_target (document, difference->address, value);

  text = sluice_text_from_value (value);
  if (text == NULL)
    text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  return dup_beginning (text);
}
