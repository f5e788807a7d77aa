/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of one node: its kind, what it does, its phases, when it is tried again, its edges. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "graph/catalog.h"
#include "graph/edit.h"
#include "inspector/rows.h"

GtkWidget *
sluice_page_head_new (const char *icon_name,
                      const char *title,
                      const char *subtitle)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title_label = gtk_label_new (title);
  GtkWidget *subtitle_label = gtk_label_new (subtitle);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 24);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "sluice-head-icon");
  gtk_label_set_xalign (GTK_LABEL (title_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title_label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title_label, "heading");
  gtk_label_set_xalign (GTK_LABEL (subtitle_label), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle_label), TRUE);
  gtk_widget_add_css_class (subtitle_label, "caption");
  gtk_widget_add_css_class (subtitle_label, "dim-label");
  gtk_widget_set_visible (subtitle_label, subtitle != NULL && *subtitle != '\0');

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), title_label);
  gtk_box_append (GTK_BOX (texts), subtitle_label);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), texts);
  gtk_widget_add_css_class (head, "sluice-page-head");

  return head;
}

static GtkWidget *
add_group (GtkWidget  *page,
           const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (page), group);

  return group;
}

static void
add_row (GtkWidget *group,
         GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static SluiceField
key_field (SluiceDocument *document,
           const char     *address,
           const char     *key)
{
  return (SluiceField) { document, address, SLUICE_FIELD_KEY, key };
}

static GtkWidget *
title_row_new (SluiceDocument *document,
               const char     *address)
{
  const SluiceField field = { document, address, SLUICE_FIELD_TITLE, NULL };

  return sluice_entry_row_new (&field, _("Title"), _("What the node is called on the canvas"));
}

static void
add_settings (GtkWidget            *page,
              SluiceDocument       *document,
              const char           *address,
              const SluiceKindInfo *info)
{
  GtkWidget *group;

  if (info == NULL || info->n_settings == 0)
    return;

  group = add_group (page, _("Settings"));
  for (guint i = 0; i < info->n_settings; i++)
    add_row (group, sluice_setting_row_new (document, address, &info->settings[i]));
}

static const struct
{
  const char *key;
  const char *title;
  const char *blurb;
} phases[] = {
  { "prep", N_("Prepare (prep)"), N_("Lua. Reads the shared store and returns what exec gets") },
  { "exec", N_("Execute (exec)"), N_("Lua. Does the work with prep_res; has no access to the store") },
  { "fallback", N_("Fallback"), N_("Lua. Gives the result when every attempt of exec has failed") },
  { "post", N_("Finish (post)"), N_("Lua. Writes the store and returns the action to take") },
};

static void
add_phases (GtkWidget            *page,
            SluiceDocument       *document,
            const char           *address,
            const SluiceKindInfo *info)
{
  SluiceValue node = sluice_document_get_node (document, address);
  GtkWidget *group = add_group (page, _("Phases"));
  const SluiceField input = key_field (document, address, "input");
  const SluiceField output = key_field (document, address, "output");

  add_row (group, sluice_entry_row_new (&input, _("Input"),
                                        _("An expression: what prep returns. Example: shared.recipes")));
  add_row (group, sluice_entry_row_new (&output, _("Output"),
                                        _("The key of the shared store that takes the result")));

  if (SLUICE_VALUE_IS_STRING (sluice_value_get_member (node, "action")) ||
      !sluice_value_has_member (node, "action"))
    {
      const SluiceField action = key_field (document, address, "action");

      add_row (group, sluice_entry_row_new (&action, _("Action"),
                                            _("The action it always takes; empty: the default edge")));
    }

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      const SluiceField field = key_field (document, address, phases[i].key);

      if (g_str_equal (phases[i].key, "exec") && info != NULL && !info->has_exec)
        continue;
      add_row (group, sluice_code_row_new (&field, _(phases[i].title), _(phases[i].blurb), "lua"));
    }
}

static void
add_retries (GtkWidget      *page,
             SluiceDocument *document,
             const char     *address)
{
  static const char * const batch_ids[] = { "", "each", "parallel", NULL };
  const char * const batch_labels[] = { _("No"), _("One by one"), _("All at once"), NULL };
  const SluiceField retries = key_field (document, address, "retries");
  const SluiceField wait = key_field (document, address, "wait");
  const SluiceField timeout = key_field (document, address, "timeout");
  const SluiceField batch = key_field (document, address, "batch");
  GtkWidget *group = add_group (page, _("Attempts"));

  add_row (group, sluice_number_row_new (&retries, _("Attempts"),
                                         _("How often exec is tried before the fallback"),
                                         0, 1000, 1, 0));
  add_row (group, sluice_number_row_new (&wait, _("Wait Between"),
                                         _("Seconds between two attempts"), 0, 86400, 0, 1));
  add_row (group, sluice_number_row_new (&timeout, _("Time Limit"),
                                         _("Seconds for one attempt; 0: none"), 0, 86400, 0, 1));
  if (!SLUICE_VALUE_IS_OBJECT (sluice_value_get_member (sluice_document_get_node (document, address),
                                                        "batch")))
    add_row (group, sluice_choice_row_new (&batch, _("For Each Item"),
                                           _("Runs exec once for each item that prep returns"),
                                           batch_ids, batch_labels, ""));
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
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  g_object_set_data_full (G_OBJECT (button), "document", g_object_ref (document), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (address), g_free);
  g_object_set_data (G_OBJECT (row), "button", button);
  g_object_set_data (G_OBJECT (row), "label", label);
  g_signal_connect (button, "clicked", G_CALLBACK (start_clicked_cb), NULL);
  g_signal_connect_object (document, "changed", G_CALLBACK (update_start_cb), row, G_CONNECT_SWAPPED);
  update_start_cb (row);

  return row;
}

GtkWidget *
sluice_node_page_new (SluiceDocument *document,
                      const char     *address,
                      GtkWidget     **title_row)
{
  const char *kind = sluice_document_get_node_kind (document, address);
  const SluiceKindInfo *info = kind ? sluice_catalog_lookup (kind) : NULL;
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  g_autofree char *unknown = NULL;
  const SluiceField note = key_field (document, address, "note");
  GtkWidget *group;

  if (info == NULL)
    unknown = g_strdup_printf (_("No kind “%s” in this version: it is kept as it is, and stops a run"),
                               kind ? kind : "");

  gtk_box_append (GTK_BOX (page),
                  sluice_page_head_new (info ? info->icon_name : "dialog-question-symbolic",
                                        info ? _(info->title) : _("Unknown Kind"),
                                        info ? _(info->blurb) : unknown));

  group = add_group (page, NULL);
  *title_row = title_row_new (document, address);
  add_row (group, *title_row);
  add_row (group, identity_row_new (document, address));

  add_settings (page, document, address, info);
  if (info == NULL || !info->is_final)
    {
      gtk_box_append (GTK_BOX (page), sluice_edges_group_new (document, address, NULL));
      add_phases (page, document, address, info);
      add_retries (page, document, address);
    }

  group = add_group (page, NULL);
  add_row (group, sluice_text_row_new (&note, _("Note"), _("For people; shown on the canvas")));

  return page;
}
