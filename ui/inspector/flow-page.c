/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page when nothing is selected: the document and the flow on show. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/rows.h"

static void
update_counts_cb (GtkWidget *row)
{
  SluiceDocument *document = g_object_get_data (G_OBJECT (row), "document");
  const char *flow = g_object_get_data (G_OBJECT (row), "flow");
  guint n = sluice_document_get_n_nodes (document, flow);
  const char *start = sluice_document_get_start (document, flow);
  g_autofree char *nodes = g_strdup_printf (g_dngettext (NULL, "%u node", "%u nodes", n), n);
  g_autofree char *text = NULL;

  if (start != NULL)
    {
      g_autofree char *address = g_strconcat (flow, "/", start, NULL);
      g_autofree char *title = sluice_document_dup_node_title (document, address);

      text = g_strdup_printf (_("%s, starts at “%s”"), nodes, title);
    }
  else
    {
      text = g_strdup_printf (_("%s, no start yet"), nodes);
    }

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

static GtkWidget *
flow_row_new (SluiceDocument *document,
              const char     *flow)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), flow);
  g_object_set_data_full (G_OBJECT (row), "document", g_object_ref (document), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "flow", g_strdup (flow), g_free);
  g_signal_connect_object (document, "changed", G_CALLBACK (update_counts_cb), row, G_CONNECT_SWAPPED);
  update_counts_cb (row);

  return row;
}

GtkWidget *
sluice_flow_page_new (SluiceDocument *document,
                      const char     *flow)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *store = adw_preferences_group_new ();
  const SluiceField name = { document, NULL, SLUICE_FIELD_NAME, NULL };
  const SluiceField shared = { document, NULL, SLUICE_FIELD_SHARED, NULL };

  gtk_box_append (GTK_BOX (page),
                  sluice_page_head_new ("sluice-kind-flow-symbolic", _("Flow"),
                                        _("Select a node or an edge to see its settings")));

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             sluice_entry_row_new (&name, _("Name"), _("What the document is called")));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), flow_row_new (document, flow));
  gtk_box_append (GTK_BOX (page), group);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (store),
                             sluice_code_row_new (&shared, _("Initial Shared Store"),
                                                  _("JSON: what the shared store holds when a run starts"),
                                                  "json"));
  gtk_box_append (GTK_BOX (page), store);

  return page;
}
