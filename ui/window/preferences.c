/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows bound to settings, and what of the settings is about the program as a whole. */
#include "window/preferences.h"

#include "window/models-page.h"
#include "window/permissions-page.h"

#include "drafts/draft-keeper.h"
#include "rows/tiny-dialog.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _SluicePreferences
{
  AdwPreferencesWindow parent_instance;

  /* Owned. */
  GSettings     *settings;
  GVariant      *before;          /* the last reset: what each of the keys was, or NULL */

  /* Template. */
  GtkWidget     *forgotten_group;
  AdwActionRow  *forgotten_row;
  AdwComboRow   *scheme_row;
  AdwComboRow   *wheel_row;
  GtkSwitch     *grid_switch;
  GtkSwitch     *snap_switch;
  GtkSwitch     *minimap_switch;
  GtkSwitch     *record_switch;
  AdwActionRow  *animations_row;
  AdwActionRow  *drafts_row;
  GtkAdjustment *font_adjustment;
  GtkAdjustment *runs_adjustment;
  GtkAdjustment *megabytes_adjustment;
  GtkAdjustment *days_adjustment;
};

G_DEFINE_FINAL_TYPE (SluicePreferences, sluice_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* What can be chosen here; the sizes of panels are no preferences. */
static const char * const keys[] = { "color-scheme", "script-font-size", "wheel-preset", "grid-visible", "snap",
                                     "minimap-visible", "record-runs", "keep-runs", "keep-megabytes", "keep-days" };

/* In the order of the rows of their combos. */
static const char * const schemes[] = { "follow", "light", "dark", NULL };
static const char * const wheels[] = { "zoom", "scroll", NULL };

static gboolean
get_index (GValue   *value,
           GVariant *variant,
           gpointer  user_data)
{
  const char * const *names = user_data;
  const char *name = g_variant_get_string (variant, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }

  return FALSE;
}

static GVariant *
get_name (const GValue       *value,
          const GVariantType *type,
          gpointer            user_data)
{
  const char * const *names = user_data;
  guint index = g_value_get_uint (value);

  return index < g_strv_length ((char **) names) ? g_variant_new_string (names[index]) : NULL;
}

static void
bind_combo (SluicePreferences  *self,
            const char         *key,
            AdwComboRow        *row,
            const char * const *names)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_index, get_name, (gpointer) names, NULL);
}

static void
reset_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  SluicePreferences *self = SLUICE_PREFERENCES (widget);
  GVariantDict before;
  AdwToast *toast = adw_toast_new (_("The preferences are as they were at first"));

  g_variant_dict_init (&before, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GVariant) value = g_settings_get_value (self->settings, keys[i]);

      g_variant_dict_insert_value (&before, keys[i], value);
      g_settings_reset (self->settings, keys[i]);
    }
  g_clear_pointer (&self->before, g_variant_unref);
  self->before = g_variant_ref_sink (g_variant_dict_end (&before));

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "preferences.undo-reset");
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

static void
undo_reset_cb (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SluicePreferences *self = SLUICE_PREFERENCES (widget);

  for (gsize i = 0; self->before != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (self->before, keys[i], NULL);

      g_settings_set_value (self->settings, keys[i], value);
    }
}

static void
show_animations (SluicePreferences *self)
{
  GtkSettings *desktop = gtk_widget_get_settings (GTK_WIDGET (self));
  gboolean is_on;

  g_object_get (desktop, "gtk-enable-animations", &is_on, NULL);
  adw_action_row_set_subtitle (self->animations_row, is_on ? _("As the desktop: on")
                                                           : _("As the desktop: off"));
}

static void
sluice_preferences_dispose (GObject *object)
{
  SluicePreferences *self = SLUICE_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->before, g_variant_unref);

  G_OBJECT_CLASS (sluice_preferences_parent_class)->dispose (object);
}

static void
sluice_preferences_class_init (SluicePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_preferences_dispose;

  g_type_ensure (SLUICE_TYPE_MODELS_PAGE);
  g_type_ensure (SLUICE_TYPE_PERMISSIONS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, forgotten_group);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, forgotten_row);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, wheel_row);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, grid_switch);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, snap_switch);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, minimap_switch);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, record_switch);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, runs_adjustment);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, megabytes_adjustment);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, days_adjustment);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, animations_row);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, drafts_row);
  gtk_widget_class_bind_template_child (widget_class, SluicePreferences, font_adjustment);
  gtk_widget_class_install_action (widget_class, "preferences.reset", NULL, reset_cb);
  gtk_widget_class_install_action (widget_class, "preferences.undo-reset", NULL, undo_reset_cb);
}

/* Settings are kept below this folder, which is made where it is not there. Who keeps them tells nobody that he could
 * not. */
static gboolean
can_keep (void)
{
  g_autofree char *folder = g_strdup (g_get_user_config_dir ());

  while (!g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      char *parent = g_path_get_dirname (folder);

      g_free (folder);
      folder = parent;
    }
  return g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK | X_OK) == 0;
}

static void
show_forgotten (SluicePreferences *self)
{
  g_autofree char *text = g_strdup_printf (_("“%s” cannot be written"), g_get_user_config_dir ());

  gtk_widget_set_visible (self->forgotten_group, !can_keep ());
  adw_action_row_set_subtitle (self->forgotten_row, text);
}

static void
sluice_preferences_init (SluicePreferences *self)
{
  g_autofree char *drafts = g_strdup_printf (_("Changes are kept %d seconds after they are made, and offered again "
                                               "where the program ended without saving them"),
                                             SLUICE_DRAFT_DELAY / 1000);

  self->settings = g_settings_new ("org.sluiceflow.Sluice");
  gtk_widget_init_template (GTK_WIDGET (self));

  bind_combo (self, "color-scheme", self->scheme_row, schemes);
  bind_combo (self, "wheel-preset", self->wheel_row, wheels);
  g_settings_bind (self->settings, "script-font-size", self->font_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "grid-visible", self->grid_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "snap", self->snap_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "minimap-visible", self->minimap_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "record-runs", self->record_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "keep-runs", self->runs_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "keep-megabytes", self->megabytes_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "keep-days", self->days_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_set_subtitle (self->drafts_row, drafts);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-enable-animations",
                           G_CALLBACK (show_animations), self, G_CONNECT_SWAPPED);
  show_animations (self);
  show_forgotten (self);
}

/**
 * sluice_preferences_tell:
 * @widget: a widget of the preferences
 * @text: what could not be done
 *
 * Says so in passing.
 */
void
sluice_preferences_tell (GtkWidget  *widget,
                         const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (escaped));
}

/**
 * sluice_preferences_show:
 * @parent: (nullable): the window that asks
 */
void
sluice_preferences_show (GtkWindow *parent)
{
  GtkWindow *window = g_object_new (SLUICE_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE,
                                    "destroy-with-parent", TRUE, NULL);

  sluice_tiny_dialog_fit (window, parent);
  gtk_window_present (window);
}

static void
apply_scheme (GSettings *settings)
{
  static const AdwColorScheme of_schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
  };
  g_autofree char *name = g_settings_get_string (settings, "color-scheme");

  for (guint i = 0; schemes[i] != NULL; i++)
    if (g_str_equal (schemes[i], name))
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), of_schemes[i]);
}

static void
apply_font_size (GSettings      *settings,
                 const char     *key,
                 GtkCssProvider *provider)
{
  int size = g_settings_get_int (settings, key);
  g_autofree char *css = g_strdup_printf ("textview.sourceview { font-size: %dpt; }", size);

  gtk_css_provider_load_from_data (provider, css, -1);
}

/**
 * sluice_preferences_apply:
 *
 * Follows the settings for as long as the program runs. Called once, when there is a display.
 */
void
sluice_preferences_apply (void)
{
  GSettings *settings = g_settings_new ("org.sluiceflow.Sluice");
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply_scheme), NULL);
  g_signal_connect_object (settings, "changed::script-font-size", G_CALLBACK (apply_font_size), provider, 0);
  apply_scheme (settings);
  apply_font_size (settings, "script-font-size", provider);
  g_object_set_data_full (G_OBJECT (provider), "settings", settings, g_object_unref);
}
