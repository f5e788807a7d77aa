/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first row of the providers is none; the others are in the order of core's list. */
#include "window/models-page.h"

#include "window/file-dialog.h"
#include "window/preferences.h"
#include "window/provider-row.h"

#include "kinds/models.h"

#include <glib/gi18n.h>

struct _SluiceModelsPage
{
  AdwPreferencesPage parent_instance;

  gboolean             is_showing; /* rows are being filled, not changed by a person */

  /* Template. */
  AdwComboRow         *provider_row;
  GtkEditable         *model_row;
  AdwPreferencesGroup *providers_group;
  GtkEditable         *authorities_row;
};

G_DEFINE_FINAL_TYPE (SluiceModelsPage, sluice_models_page, ADW_TYPE_PREFERENCES_PAGE)

static void
keep (SluiceModelsPage *self,
      const char       *provider,
      const char       *model)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_models_set_default (provider, model, &error))
    sluice_preferences_tell (GTK_WIDGET (self), error->message);
}

static void
changed_cb (SluiceModelsPage *self)
{
  guint selected = adw_combo_row_get_selected (self->provider_row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->model_row), selected > 0);
  if (self->is_showing)
    return;
  if (selected == 0)
    keep (self, NULL, NULL);
  else
    keep (self, sluice_provider_get (selected - 1)->id, gtk_editable_get_text (self->model_row));
}

static void
show (SluiceModelsPage *self,
      const char       *provider,
      const char       *model)
{
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->provider_row, 0);
  for (guint i = 0; provider != NULL && i < sluice_provider_get_n (); i++)
    if (g_str_equal (sluice_provider_get (i)->id, provider))
      adw_combo_row_set_selected (self->provider_row, i + 1);
  gtk_editable_set_text (self->model_row, model != NULL ? model : "");
  changed_cb (self);
  self->is_showing = FALSE;
}

static void
chosen_cb (SluiceModelsPage  *self,
           const char        *model,
           SluiceProviderRow *row)
{
  const char *provider = sluice_provider_row_get_provider (row)->id;

  keep (self, provider, model);
  show (self, provider, model);
}

/* Authorities */

static void
authorities_cb (SluiceModelsPage *self)
{
  g_autoptr (GError) error = NULL;

  if (sluice_models_set_authorities (gtk_editable_get_text (self->authorities_row), &error))
    gtk_widget_remove_css_class (GTK_WIDGET (self->authorities_row), "error");
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->authorities_row), "error");
      sluice_preferences_tell (GTK_WIDGET (self), error->message);
    }
}

/* Called with the file, if one was chosen, and then with none. */
static void
file_cb (const char *path,
         gpointer    user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr (SluiceModelsPage) self = g_weak_ref_get (ref);

  if (path == NULL)
    {
      g_weak_ref_clear (ref);
      g_free (ref);
    }
  else if (self != NULL)
    {
      gtk_editable_set_text (self->authorities_row, path);
      authorities_cb (self);
    }
}

static void
choose_cb (SluiceModelsPage *self)
{
  static const char * const patterns[] = { "*.pem", "*.crt", "*.cer", NULL };
  GWeakRef *ref = g_new (GWeakRef, 1);

  g_weak_ref_init (ref, self);
  sluice_file_dialog_pick (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Choose a File of Certificates"),
                           _("Certificates"), patterns, file_cb, ref);
}

static void
sluice_models_page_class_init (SluiceModelsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceModelsPage, provider_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceModelsPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceModelsPage, providers_group);
  gtk_widget_class_bind_template_child (widget_class, SluiceModelsPage, authorities_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, authorities_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
sluice_models_page_init (SluiceModelsPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;
  g_autofree char *authorities = sluice_models_dup_authorities ();

  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (titles, _("None"));
  for (guint i = 0; i < sluice_provider_get_n (); i++)
    {
      GtkWidget *row = sluice_provider_row_new (sluice_provider_get (i));

      gtk_string_list_append (titles, _(sluice_provider_get (i)->title));
      adw_preferences_group_add (self->providers_group, row);
      g_signal_connect_object (row, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
    }
  adw_combo_row_set_model (self->provider_row, G_LIST_MODEL (titles));
  gtk_editable_set_text (self->authorities_row, authorities != NULL ? authorities : "");
  sluice_models_dup_default (&provider, &model);
  show (self, provider, model);
}
