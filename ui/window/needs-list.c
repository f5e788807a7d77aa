/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reasons are made from the nodes, as the engine will see them, not from what a file says of itself. */
#include "window/needs-list.h"

#include "base/ids.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  const char *icon_name;
  const char *by_one;     /* with a node's title and what it wants */
  const char *by_two;
  const char *by_many;    /* with a title, a number, and what is wanted */
  const char *by_scripts; /* with what they want */
} Words;

static const Words words[SLUICE_N_GRANT_TYPES] = {
  [SLUICE_GRANT_HOST] = {
    "network-server-symbolic",
    N_("“%s” asks %s"),
    N_("“%s” and “%s” ask %s"),
    N_("“%s” and %u other nodes ask %s"),
    N_("Scripts ask %s"),
  },
  [SLUICE_GRANT_ENVIRONMENT] = {
    "dialog-password-symbolic",
    N_("“%s” sends the secret %s"),
    N_("“%s” and “%s” send the secret %s"),
    N_("“%s” and %u other nodes send the secret %s"),
    N_("Scripts send the secret %s"),
  },
  [SLUICE_GRANT_READ] = {
    "folder-symbolic",
    N_("“%s” reads in %s"),
    N_("“%s” and “%s” read in %s"),
    N_("“%s” and %u other nodes read in %s"),
    N_("Scripts read in %s"),
  },
  [SLUICE_GRANT_WRITE] = {
    "document-edit-symbolic",
    N_("“%s” writes in %s"),
    N_("“%s” and “%s” write in %s"),
    N_("“%s” and %u other nodes write in %s"),
    N_("Scripts write in %s"),
  },
  [SLUICE_GRANT_COMMAND] = {
    "utilities-terminal-symbolic",
    N_("“%s” starts the program %s"),
    N_("“%s” and “%s” start the program %s"),
    N_("“%s” and %u other nodes start the program %s"),
    N_("Scripts start the program %s"),
  },
  [SLUICE_GRANT_KEYRING] = {
    "dialog-password-symbolic",
    N_("“%s” sends the key of %s"),
    N_("“%s” and “%s” send the key of %s"),
    N_("“%s” and %u other nodes send the key of %s"),
    N_("Scripts send the key of %s"),
  },
};

const char *
sluice_needs_get_icon_name (SluiceGrantType type)
{
  return words[type].icon_name;
}

/* The titles of the nodes that want it, in document order. */
static GPtrArray *
find_nodes (SluiceDocument  *document,
            SluiceGrantType  type,
            const char      *name)
{
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);

      for (guint k = 0; k < sluice_document_get_n_nodes (document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, k));
          g_autoptr (SluiceGrants) needed = sluice_grants_new_of_node (document, address);

          if (sluice_grants_has (needed, type, name))
            g_ptr_array_add (titles, sluice_document_dup_node_title (document, address));
        }
    }
  return titles;
}

/**
 * sluice_needs_dup_reason:
 * @document: a document
 * @type: what sort of thing
 * @name: what it wants
 *
 * Returns: (transfer full): who wants it, and what for
 */
char *
sluice_needs_dup_reason (SluiceDocument  *document,
                         SluiceGrantType  type,
                         const char      *name)
{
  g_autoptr (GPtrArray) titles = find_nodes (document, type, name);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (titles->len == 0)
    return g_strdup_printf (_(words[type].by_scripts), name);
  if (titles->len == 1)
    return g_strdup_printf (_(words[type].by_one), (char *) titles->pdata[0], name);
  if (titles->len == 2)
    return g_strdup_printf (_(words[type].by_two), (char *) titles->pdata[0], (char *) titles->pdata[1], name);
  return g_strdup_printf (_(words[type].by_many), (char *) titles->pdata[0], titles->len - 1, name);
#pragma GCC diagnostic pop
}

/* What is worth knowing about it besides. */
static const char *
get_note (SluiceGrantType  type,
          const char      *name)
{
  if (type == SLUICE_GRANT_ENVIRONMENT)
    return g_getenv (name) != NULL ? _("A variable of the environment, kept out of every record")
                                   : _("A variable of the environment, not set at the moment");
  if (type == SLUICE_GRANT_COMMAND)
    return _("A program can do all that you can do");
  if (type == SLUICE_GRANT_KEYRING)
    return _("From your keyring, kept out of every record");
  if (type != SLUICE_GRANT_HOST)
    return NULL;
  if (g_str_equal (name, "*"))
    return _("All of the internet");
  return sluice_grants_is_private_host (name) ? _("On this machine or its own network") : NULL;
}

static GtkWidget *
new_row (SluiceDocument  *document,
         SluiceGrantType  type,
         const char      *name)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *reason = sluice_needs_dup_reason (document, type, name);
  const char *note = get_note (type, name);

  gtk_widget_set_name (row, "need");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reason);
  if (note != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), note);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), words[type].icon_name);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

/**
 * sluice_needs_list_new:
 * @document: a document
 * @asked: what of its needs is to be shown
 *
 * Returns: (transfer full): a list of them with their reasons
 */
GtkWidget *
sluice_needs_list_new (SluiceDocument *document,
                       SluiceGrants   *asked)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What the flow asks for"),
                                  -1);
  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < sluice_grants_get_n (asked, type); i++)
      gtk_list_box_append (GTK_LIST_BOX (list), new_row (document, type, sluice_grants_get_name (asked, type, i)));

  return list;
}

/**
 * sluice_needs_dup_summary:
 * @grants: what was granted
 *
 * Returns: (transfer full): all the names, parted by commas
 */
char *
sluice_needs_dup_summary (SluiceGrants *grants)
{
  GString *text = g_string_new (NULL);

  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < sluice_grants_get_n (grants, type); i++)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", sluice_grants_get_name (grants, type, i));
  return g_string_free (text, FALSE);
}
