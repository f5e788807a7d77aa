/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is entered is kept at once by core; a key goes to the keyring and is forgotten here. */
#include "window/provider-row.h"

#include "kinds/keyring.h"
#include "kinds/model-list.h"
#include "kinds/models.h"

#include <glib/gi18n.h>

enum
{
  PLACE_ENVIRONMENT,
  PLACE_KEYRING,
};

enum
{
  CHOSEN,
  N_SIGNALS
};

struct _SluiceProviderRow
{
  AdwExpanderRow parent_instance;

  const SluiceProvider *provider;

  /* Owned. */
  GCancellable *cancellable; /* of what is under way, or NULL */
  GPtrArray    *models;      /* of GtkWidget, borrowed: the rows of what was listed */
  gboolean      is_showing;  /* rows are being filled, not changed by a person */

  /* Template. */
  GtkEditable  *url_row;
  AdwComboRow  *place_row;
  GtkEditable  *variable_row;
  GtkEditable  *secret_row;
  AdwActionRow *test_row;
  GtkSpinner   *spinner;
  GtkWidget    *test_button;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceProviderRow, sluice_provider_row, ADW_TYPE_EXPANDER_ROW)

static void
tell (SluiceProviderRow *self,
      const char        *text)
{
  adw_action_row_set_subtitle (self->test_row, text);
}

static void
update_subtitle (SluiceProviderRow *self)
{
  g_autofree char *url = sluice_models_dup_url (self->provider);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), url != NULL ? url : _("No address yet"));
}

static void
show (SluiceProviderRow *self)
{
  g_autofree char *url = sluice_models_dup_url (self->provider);
  g_autofree char *name = NULL;
  SluiceKeyPlace place = sluice_models_dup_key (self->provider, &name);

  self->is_showing = TRUE;
  gtk_editable_set_text (self->url_row, url != NULL ? url : "");
  adw_combo_row_set_selected (self->place_row, place == SLUICE_KEY_KEYRING ? PLACE_KEYRING : PLACE_ENVIRONMENT);
  gtk_editable_set_text (self->variable_row, place == SLUICE_KEY_ENVIRONMENT ? name
                                             : self->provider->key != NULL ? self->provider->key : "");
  gtk_widget_set_visible (GTK_WIDGET (self->variable_row), place != SLUICE_KEY_KEYRING);
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), place == SLUICE_KEY_KEYRING);
  self->is_showing = FALSE;
  update_subtitle (self);
}

static void
url_cb (SluiceProviderRow *self)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_models_set_url (self->provider, gtk_editable_get_text (self->url_row), &error))
    tell (self, error->message);
  show (self);
}

static void
keep_place (SluiceProviderRow *self)
{
  gboolean in_keyring = adw_combo_row_get_selected (self->place_row) == PLACE_KEYRING;
  g_autoptr (GError) error = NULL;

  if (!sluice_models_set_key (self->provider, in_keyring ? SLUICE_KEY_KEYRING : SLUICE_KEY_ENVIRONMENT,
                              gtk_editable_get_text (self->variable_row), &error))
    tell (self, error->message);
  show (self);
}

static void
place_cb (SluiceProviderRow *self)
{
  if (!self->is_showing)
    keep_place (self);
}

static void
variable_cb (SluiceProviderRow *self)
{
  keep_place (self);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SluiceProviderRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (sluice_keyring_store_finish (result, &error))
    tell (self, _("The key is in the keyring"));
  else
    tell (self, error->message);
}

static void
secret_cb (SluiceProviderRow *self)
{
  sluice_keyring_store_async (self->provider->id, gtk_editable_get_text (self->secret_row), NULL, stored_cb,
                              g_object_ref (self));
  gtk_editable_set_text (self->secret_row, "");
}

/* The test */

static void
clear_models (SluiceProviderRow *self)
{
  for (guint i = 0; i < self->models->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->models, i));
  g_ptr_array_set_size (self->models, 0);
}

static void
use_cb (GtkButton *button,
        gpointer   user_data)
{
  SluiceProviderRow *self = user_data;

  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (button), "model"));
}

static void
add_model (SluiceProviderRow *self,
           const char        *model)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Use by Default"));
  g_autofree char *label = g_strdup_printf (_("Use %s by default"), model);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), model);
  gtk_widget_set_name (row, "provider-model");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "model", g_strdup (model), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->models, row);
}

static void
set_busy (SluiceProviderRow *self,
          gboolean           is_busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_sensitive (self->test_button, !is_busy);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SluiceProviderRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) models = sluice_model_list_finish (result, &error);
  g_autofree char *text = NULL;
  guint n_models;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (models == NULL)
    {
      tell (self, error->message);
      return;
    }
  n_models = g_strv_length (models);
  text = g_strdup_printf (ngettext ("It answers, with %u model", "It answers, with %u models", n_models), n_models);
  tell (self, text);
  for (guint i = 0; i < n_models; i++)
    add_model (self, models[i]);
}

static void
test_cb (SluiceProviderRow *self)
{
  clear_models (self);
  tell (self, _("Asking…"));
  set_busy (self, TRUE);
  sluice_model_list_async (self->provider, self->cancellable, listed_cb, g_object_ref (self));
}

static void
sluice_provider_row_dispose (GObject *object)
{
  SluiceProviderRow *self = SLUICE_PROVIDER_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->models, g_ptr_array_unref);

  G_OBJECT_CLASS (sluice_provider_row_parent_class)->dispose (object);
}

static void
sluice_provider_row_class_init (SluiceProviderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_provider_row_dispose;

  /**
   * SluiceProviderRow::chosen:
   * @model: the model that is to answer by default
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/provider-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, url_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, place_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, variable_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, secret_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, test_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SluiceProviderRow, test_button);
  gtk_widget_class_bind_template_callback (widget_class, url_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, variable_cb);
  gtk_widget_class_bind_template_callback (widget_class, secret_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
sluice_provider_row_init (SluiceProviderRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->models = g_ptr_array_new ();
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_provider_row_new:
 * @provider: what it shows
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
sluice_provider_row_new (const SluiceProvider *provider)
{
  SluiceProviderRow *self = g_object_new (SLUICE_TYPE_PROVIDER_ROW, "title", _(provider->title), NULL);

  self->provider = provider;
  gtk_widget_set_name (GTK_WIDGET (self), provider->id);
  /* The title names only the row that an expander has within it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _(provider->title), -1);
  show (self);
  return GTK_WIDGET (self);
}

const SluiceProvider *
sluice_provider_row_get_provider (SluiceProviderRow *self)
{
  return self->provider;
}
