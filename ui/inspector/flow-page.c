/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page when nothing is selected: the flow on show, and the document. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/row.h"
#include "inspector/rows.h"

static char *
dup_counts (SluiceDocument *document,
            const char     *flow)
{
  guint n = sluice_document_get_n_nodes (document, flow);
  const char *start = sluice_document_get_start (document, flow);
  g_autofree char *nodes = g_strdup_printf (g_dngettext (NULL, "%u node", "%u nodes", n), n);
  g_autofree char *address = NULL;
  g_autofree char *title = NULL;

  if (start == NULL)
    return g_strdup_printf (_("%s, no start yet"), nodes);

  address = g_strconcat (flow, "/", start, NULL);
  title = sluice_document_dup_node_title (document, address);
  return g_strdup_printf (_("%s, starts at “%s”"), nodes, title);
}

/* The flows: which of them a run starts */

static const char FLOW_KEY[] = "sluice-flow";

static gboolean
is_run (SluiceDocument *document,
        const char     *flow)
{
  g_auto (GStrv) run = sluice_document_dup_run (document);

  return g_strv_contains ((const char * const *) run, flow);
}

static void
show_run (GtkWidget  *row,
          SluiceValue value)
{
  SluiceDocument *document = sluice_binding_get_document (sluice_binding_get (row));
  const char *flow = g_object_get_data (G_OBJECT (row), FLOW_KEY);

  gtk_switch_set_active (GTK_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))),
                         is_run (document, flow));
}

/* In the order of the flows, so that the file is the same however it came about. */
static void
run_changed_cb (GtkWidget  *row,
                GParamSpec *pspec,
                GtkSwitch  *control)
{
  SluiceBinding *binding = sluice_binding_get (row);
  SluiceDocument *document = sluice_binding_get_document (binding);
  const char *changed = g_object_get_data (G_OBJECT (row), FLOW_KEY);
  g_auto (SluiceValue) run = sluice_value_array ();

  if (sluice_binding_is_showing (binding) || gtk_switch_get_active (control) == is_run (document, changed))
    return;

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);

      if (g_str_equal (flow, changed) ? gtk_switch_get_active (control) : is_run (document, flow))
        sluice_value_append (&run, sluice_value_string (flow));
    }

  if (sluice_value_get_length (run) == 0)
    {
      sluice_binding_set_error (binding, _("A run has to start something"));
      gtk_switch_set_active (control, TRUE);
      return;
    }
  sluice_binding_commit (binding, sluice_value_steal (&run));
}

static void
update_counts_cb (GtkWidget *row)
{
  SluiceDocument *document = sluice_binding_get_document (sluice_binding_get (row));
  const char *flow = g_object_get_data (G_OBJECT (row), FLOW_KEY);
  g_autofree char *counts = NULL;

  if (!sluice_document_has_flow (document, flow))
    return;
  counts = dup_counts (document, flow);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), counts);
}

static GtkWidget *
flow_row_new (SluiceDocument *document,
              const char     *flow)
{
  const SluiceField run = { document, NULL, SLUICE_FIELD_DOCUMENT, "run", NULL, NULL };
  const char *title = sluice_value_get_member_string (sluice_document_get_flow (document, flow), "title");
  g_autofree char *label = g_strdup_printf (_("A run starts %s"), flow);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = gtk_switch_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : flow);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  g_object_set_data_full (G_OBJECT (row), FLOW_KEY, g_strdup (flow), g_free);
  sluice_binding_attach (row, &run, show_run);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (run_changed_cb), row);
  sluice_row_dress (row, _("Whether a run starts this flow; others are called by nodes"), FALSE);
  g_signal_connect_object (document, "changed", G_CALLBACK (update_counts_cb), row, G_CONNECT_SWAPPED);
  update_counts_cb (row);

  return row;
}

static void
add_flows (GtkWidget      *page,
           SluiceDocument *document)
{
  GtkWidget *group = sluice_page_add_group (page, _("Started by a Run"));

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    sluice_group_add_row (group, flow_row_new (document, sluice_document_get_flow_id (document, i)));
}

/* What a run may touch: each list is a member of "uses". */

static SluiceValue
write_use (SluiceValue  whole,
           const char  *part,
           SluiceValue  take)
{
  SluiceValue object = SLUICE_VALUE_IS_OBJECT (whole) ? sluice_value_ref (whole) : sluice_value_object ();

  if (SLUICE_VALUE_IS_NULL (take) || sluice_value_get_length (take) == 0)
    {
      sluice_value_remove_member (&object, part);
      sluice_value_unref (take);
    }
  else
    {
      sluice_value_set_member (&object, part, take);
    }
  if (sluice_value_get_length (object) > 0)
    return object;
  sluice_value_unref (object);
  return sluice_value_null ();
}

#define USE(name)                                                                   \
  static SluiceValue read_##name (SluiceValue whole)                                \
  {                                                                                 \
    return sluice_value_get_member (whole, #name);                                  \
  }                                                                                 \
  static SluiceValue write_##name (SluiceValue whole, SluiceValue take)             \
  {                                                                                 \
    return write_use (whole, #name, take);                                          \
  }                                                                                 \
  static const SluiceLens name##_lens = { #name, read_##name, write_##name }

USE (folders);
USE (hosts);
USE (commands);
USE (environment);

static void
add_uses (GtkWidget      *page,
          SluiceDocument *document)
{
  const struct
  {
    const SluiceLens *lens;
    const char       *title;
    const char       *blurb;
  } uses[] = {
    { &folders_lens, _("Folders"), _("Folders that may be read and written, relative to the document") },
    { &hosts_lens, _("Hosts"), _("Hosts that may be spoken to") },
    { &commands_lens, _("Programs"), _("Programs that may be started") },
    { &environment_lens, _("Variables"), _("Variables of the environment that may be read") },
  };
  GtkWidget *group = sluice_page_add_group (page, _("What a Run May Touch"));

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      const SluiceField field = { document, NULL, SLUICE_FIELD_DOCUMENT, "uses", uses[i].lens, NULL };

      sluice_group_add_row (group, sluice_list_row_new (&field, uses[i].title, uses[i].blurb, 0));
    }
}

static void
add_flow (GtkWidget      *page,
          SluiceDocument *document,
          const char     *flow)
{
  const SluiceField title = { document, flow, SLUICE_FIELD_FLOW, "title", NULL, NULL };
  const SluiceField params = { document, flow, SLUICE_FIELD_FLOW, "params", NULL, NULL };
  GtkWidget *group = sluice_page_add_group (page, NULL);

  sluice_group_add_row (group, sluice_entry_row_new (&title, _("Title"), _("What the flow is called"), 0));
  sluice_group_add_row (group, sluice_map_row_new (&params, _("Params"),
                                                   _("Values that the scripts of the flow see as params"), TRUE));
}

GtkWidget *
sluice_flow_page_new (SluiceDocument *document,
                      const char     *flow)
{
  const SluiceField name = { document, NULL, SLUICE_FIELD_NAME, NULL, NULL, NULL };
  const SluiceField shared = { document, NULL, SLUICE_FIELD_SHARED, NULL, NULL, NULL };
  const SluiceField queues = { document, NULL, SLUICE_FIELD_DOCUMENT, "queues", NULL, NULL };
  GtkWidget *page = sluice_inspector_page_new ();
  GtkWidget *group;

  gtk_box_append (GTK_BOX (page),
                  sluice_page_head_new ("sluice-kind-flow-symbolic", _("Flow"),
                                        _("Select a node or an edge to see its settings")));
  add_flow (page, document, flow);

  group = sluice_page_add_group (page, _("Document"));
  sluice_group_add_row (group, sluice_entry_row_new (&name, _("Name"), _("What the document is called"), 0));
  sluice_group_add_row (group, sluice_code_row_new (&shared, _("Initial Shared Store"),
                                                    _("JSON: what the shared store holds when a run starts"),
                                                    "json", 0));
  sluice_group_add_row (group, sluice_code_row_new (&queues, _("Queues"),
                                                    _("JSON: what is in the queues when a run starts, by their names"),
                                                    "json", 0));
  add_flows (page, document);
  add_uses (page, document);

  return page;
}
