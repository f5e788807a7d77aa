/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of one node: its kind, what it does, its edges, its phases, when it is tried again. And the
 * page of several: what they have in common. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "graph/edit.h"
#include "inspector/row.h"
#include "inspector/rows.h"

static void
append_group (GtkWidget *page,
              GtkWidget *group)
{
  if (group != NULL)
    gtk_box_append (GTK_BOX (page), group);
}

static void
start_clicked_cb (GtkWidget *button)
{
  SluiceDocument *document = g_object_get_data (G_OBJECT (button), "document");
  const char *address = g_object_get_data (G_OBJECT (button), "address");

  sluice_edit_set_start (document, address, NULL);
}

static void
update_start_cb (GtkWidget *row)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "button");
  GtkWidget *label = g_object_get_data (G_OBJECT (row), "label");
  SluiceDocument *document = g_object_get_data (G_OBJECT (button), "document");
  const char *address = g_object_get_data (G_OBJECT (button), "address");
  g_auto (GStrv) ids = g_strsplit (address, "/", 2);
  gboolean is_start = g_strcmp0 (sluice_document_get_start (document, ids[0]), ids[1]) == 0;

  gtk_widget_set_visible (button, !is_start);
  gtk_widget_set_visible (label, is_start);
}

/* The id, and whether the flow starts here. */
static GtkWidget *
identity_row_new (SluiceDocument *document,
                  const char     *address)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Make Start"));
  GtkWidget *label = gtk_label_new (_("Start of the flow"));
  const char *id = strchr (address, '/');

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Id"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), id ? id + 1 : address);
  gtk_widget_set_tooltip_text (row, _("What edges and addresses call the node; it never changes"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Start the flow at this node"));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  g_object_set_data_full (G_OBJECT (button), "document", g_object_ref (document), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (address), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (start_clicked_cb), NULL);
  g_object_set_data (G_OBJECT (row), "button", button);
  g_object_set_data (G_OBJECT (row), "label", label);
  g_signal_connect_object (document, "changed", G_CALLBACK (update_start_cb), row, G_CONNECT_SWAPPED);
  update_start_cb (row);

  return row;
}

/* Whether a node runs is one choice of three, however the file writes it. */

static SluiceValue
read_disabled (SluiceValue whole)
{
  return whole;
}

static SluiceValue
write_disabled (SluiceValue whole,
                SluiceValue take)
{
  if (g_strcmp0 (sluice_value_get_string (take), "stop") != 0)
    return take;

  sluice_value_unref (take);
  return sluice_value_boolean (TRUE);
}

static const SluiceLens disabled_lens = { NULL, read_disabled, write_disabled };

static void
show_disabled (GtkWidget  *row,
               SluiceValue value)
{
  guint selected = 0;

  if (g_strcmp0 (sluice_value_get_string (value), "pass-through") == 0)
    selected = 2;
  else if (SLUICE_VALUE_IS_BOOLEAN (value) && sluice_value_get_boolean (value))
    selected = 1;
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
}

static void
disabled_chosen_cb (GtkWidget *row)
{
  static const char * const ids[] = { NULL, "stop", "pass-through" };
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  SluiceBinding *binding = sluice_binding_get (row);

  if (binding != NULL && selected < G_N_ELEMENTS (ids))
    sluice_binding_commit (binding, ids[selected] != NULL ? sluice_value_string (ids[selected])
                                                          : sluice_value_null ());
}

static GtkWidget *
disabled_row_new (SluiceDocument     *document,
                  const char         *address,
                  const char * const *others)
{
  const SluiceField field = { document, address, SLUICE_FIELD_KEY, "disabled", &disabled_lens, others };
  const char * const labels[] = { _("Yes"), _("No: the Lane Ends"), _("No: Passed Through"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Runs"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  sluice_binding_attach (row, &field, show_disabled);
  g_signal_connect (row, "notify::selected", G_CALLBACK (disabled_chosen_cb), NULL);
  sluice_row_dress (row, _("Whether a run does what the node does; passed through, it takes its default edge"), FALSE);

  return row;
}

static void
add_identity (GtkWidget       *page,
              SluiceDocument  *document,
              const char      *address,
              GtkWidget      **title_row)
{
  const SluiceField title = { document, address, SLUICE_FIELD_TITLE, NULL, NULL, NULL };
  GtkWidget *group = sluice_page_add_group (page, NULL);

  *title_row = sluice_entry_row_new (&title, _("Title"), _("What the node is called on the canvas"), 0);
  sluice_group_add_row (group, *title_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), identity_row_new (document, address));
}

/* What only some kinds have is left out for those that have not. */

static const SluiceKindInfo *
get_info (SluiceDocument *document,
          const char     *address)
{
  return sluice_catalog_lookup (sluice_document_get_node_kind (document, address));
}

/* The kind of all of them, or NULL. */
static const SluiceKindInfo *
find_common_kind (SluiceDocument     *document,
                  const char         *address,
                  const char * const *others)
{
  const char *kind = sluice_document_get_node_kind (document, address);

  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    if (g_strcmp0 (sluice_document_get_node_kind (document, others[i]), kind) != 0)
      return NULL;

  return sluice_catalog_lookup (kind);
}

static gboolean
is_final (const SluiceKindInfo *info)
{
  return info != NULL && info->is_final;
}

static void
add_settings (GtkWidget          *page,
              SluiceDocument     *document,
              const char         *address,
              const char * const *others)
{
  append_group (page, sluice_settings_group_new (document, address, others,
                                                 find_common_kind (document, address, others)));
}

static void
add_edges (GtkWidget          *page,
           SluiceDocument     *document,
           const char         *address,
           const char * const *others)
{
  if (!is_final (get_info (document, address)))
    append_group (page, sluice_edges_group_new (document, address, NULL));
}

static void
add_phases (GtkWidget          *page,
            SluiceDocument     *document,
            const char         *address,
            const char * const *others)
{
  const SluiceKindInfo *info = get_info (document, address);

  /* What a class in Python does in its phases stands in its source. */
  if (!is_final (info) && (info == NULL || strcmp (info->id, "python") != 0))
    append_group (page, sluice_phases_group_new (document, address, info));
}

static void
add_attempts (GtkWidget          *page,
              SluiceDocument     *document,
              const char         *address,
              const char * const *others)
{
  if (!is_final (find_common_kind (document, address, others)))
    append_group (page, sluice_attempts_group_new (document, address, others));
}

static void
add_rest (GtkWidget          *page,
          SluiceDocument     *document,
          const char         *address,
          const char * const *others)
{
  const SluiceField params = { document, address, SLUICE_FIELD_KEY, "params", NULL, others };
  const SluiceField note = { document, address, SLUICE_FIELD_KEY, "note", NULL, others };
  GtkWidget *group = sluice_page_add_group (page, NULL);

  if (!is_final (find_common_kind (document, address, others)))
    {
      sluice_group_add_row (group, sluice_map_row_new (&params, _("Params"),
                                                       _("Values that the node's scripts see as params; "
                                                         "numbers, true and JSON are read as such"), TRUE));
      sluice_group_add_row (group, disabled_row_new (document, address, others));
    }
  sluice_group_add_row (group, sluice_text_row_new (&note, _("Note"), _("For people; shown on the canvas"), 0));
  sluice_page_add_colour (group, document, address, others);
}

GtkWidget *
sluice_node_page_new (SluiceDocument *document,
                      const char     *address,
                      GtkWidget     **title_row)
{
  static const SluicePageStep steps[] = { add_settings, add_edges, add_phases, add_attempts, add_rest, NULL };
  const char * const addresses[] = { address, NULL };
  const char *kind = sluice_document_get_node_kind (document, address);
  const SluiceKindInfo *info = get_info (document, address);
  GtkWidget *page = sluice_inspector_page_new ();
  GtkWidget *head;
  g_autofree char *unknown = NULL;
  g_autofree char *help = NULL;

  if (info == NULL)
    unknown = g_strdup_printf (_("No kind “%s” in this version: it is kept as it is, and stops a run"),
                               kind ? kind : "");
  head = sluice_page_head_new (info ? info->icon_name : "dialog-warning-symbolic",
                               info ? _(info->title) : _("Unknown Kind"), info ? _(info->blurb) : unknown);
  help = g_strconcat ("kinds#", kind, NULL);
  sluice_page_head_add_help (head, info != NULL ? help : "kinds");
  gtk_box_append (GTK_BOX (page), head);

  add_identity (page, document, address, title_row);
  sluice_page_set_steps (page, document, addresses, steps);

  return page;
}

GtkWidget *
sluice_nodes_page_new (SluiceDocument     *document,
                       const char * const *addresses)
{
  static const SluicePageStep steps[] = { add_settings, add_attempts, add_rest, NULL };
  guint n = g_strv_length ((char **) addresses);
  const SluiceKindInfo *info = find_common_kind (document, addresses[0], addresses + 1);
  GtkWidget *page = sluice_inspector_page_new ();
  g_autofree char *title = g_strdup_printf (g_dngettext (NULL, "%u node selected", "%u nodes selected", n), n);
  g_autofree char *subtitle = info != NULL
    ? g_strdup_printf (_("%s: what is changed here is changed in all of them"), _(info->title))
    : g_strdup (_("What is changed here is changed in all of them"));

  gtk_box_append (GTK_BOX (page), sluice_page_head_new ("edit-select-all-symbolic", title, subtitle));
  sluice_page_set_steps (page, document, addresses, steps);

  return page;
}
