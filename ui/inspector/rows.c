/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plain rows: an entry, a switch, a number, a choice, and which row fits a setting. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <math.h>

/* Entry */

static void
show_entry (GtkWidget  *row,
            SluiceValue value)
{
  g_autofree char *text = sluice_text_from_value (value);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text ? text : "");
}

static void
entry_changed_cb (GtkEditable   *editable,
                  SluiceBinding *binding)
{
  const char *text = gtk_editable_get_text (editable);

  sluice_binding_commit (binding, *text ? sluice_value_string (text) : sluice_value_null ());
}

GtkWidget *
sluice_entry_row_new (const SluiceField *field,
                      const char        *title,
                      const char        *blurb)
{
  GtkWidget *row = adw_entry_row_new ();
  SluiceBinding *binding;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_tooltip_text (row, blurb);
  gtk_editable_set_enable_undo (GTK_EDITABLE (row), FALSE);
  binding = sluice_binding_attach (row, field, show_entry);
  g_signal_connect (row, "changed", G_CALLBACK (entry_changed_cb), binding);

  return row;
}

/* Rows with a control at their end: the control is found again by this key. */

static const char CONTROL_KEY[] = "sluice-control";

static GtkWidget *
action_row_new (const char *title,
                const char *blurb,
                GtkWidget  *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_tooltip_text (row, blurb);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  g_object_set_data (G_OBJECT (row), CONTROL_KEY, control);

  return row;
}

static gpointer
get_control (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), CONTROL_KEY);
}

/* Switch */

static const char FALLBACK_KEY[] = "sluice-fallback";

static void
show_switch (GtkWidget  *row,
             SluiceValue value)
{
  gboolean fallback = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), FALLBACK_KEY));

  gtk_switch_set_active (get_control (row), SLUICE_VALUE_IS_BOOLEAN (value)
                                              ? sluice_value_get_boolean (value)
                                              : fallback);
}

static void
switch_changed_cb (GtkWidget  *row,
                   GParamSpec *pspec,
                   GtkSwitch  *control)
{
  gboolean fallback = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), FALLBACK_KEY));
  gboolean active = gtk_switch_get_active (control);

  sluice_binding_commit (sluice_binding_get (row),
                         active == fallback ? sluice_value_null ()
                                            : sluice_value_boolean (active));
}

GtkWidget *
sluice_switch_row_new (const SluiceField *field,
                       const char        *title,
                       const char        *blurb,
                       gboolean           fallback)
{
  GtkWidget *control = gtk_switch_new ();
  GtkWidget *row = action_row_new (title, blurb, control);

  g_object_set_data (G_OBJECT (row), FALLBACK_KEY, GINT_TO_POINTER (fallback));
  sluice_binding_attach (row, field, show_switch);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (switch_changed_cb), row);

  return row;
}

/* Number */

typedef struct
{
  double fallback;
  guint  digits;
} NumberRow;

static const char NUMBER_KEY[] = "sluice-number";

static void
show_number (GtkWidget  *row,
             SluiceValue value)
{
  NumberRow *number = g_object_get_data (G_OBJECT (row), NUMBER_KEY);

  gtk_spin_button_set_value (get_control (row), SLUICE_VALUE_IS_NUMBER (value)
                                                  ? sluice_value_get_real (value)
                                                  : number->fallback);
}

static SluiceValue
number_to_value (double value,
                 guint  digits)
{
  double scale = pow (10, digits);
  double rounded = round (value * scale) / scale;

  if (rounded == floor (rounded) && fabs (rounded) < 9e15)
    return sluice_value_integer ((gint64) rounded);

  return sluice_value_real (rounded);
}

static void
number_changed_cb (GtkWidget     *row,
                   GtkSpinButton *control)
{
  NumberRow *number = g_object_get_data (G_OBJECT (row), NUMBER_KEY);
  double value = gtk_spin_button_get_value (control);

  sluice_binding_commit (sluice_binding_get (row),
                         value == number->fallback ? sluice_value_null ()
                                                   : number_to_value (value, number->digits));
}

GtkWidget *
sluice_number_row_new (const SluiceField *field,
                       const char        *title,
                       const char        *blurb,
                       double             minimum,
                       double             maximum,
                       double             fallback,
                       guint              digits)
{
  double step = digits == 0 ? 1 : 0.1;
  GtkWidget *control = gtk_spin_button_new_with_range (minimum, maximum, step);
  GtkWidget *row = action_row_new (title, blurb, control);
  NumberRow *number = g_new0 (NumberRow, 1);

  number->fallback = fallback;
  number->digits = digits;
  g_object_set_data_full (G_OBJECT (row), NUMBER_KEY, number, g_free);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (control), digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (control), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (control), 9);
  sluice_binding_attach (row, field, show_number);
  g_signal_connect_swapped (control, "value-changed", G_CALLBACK (number_changed_cb), row);

  return row;
}

/* Choice */

typedef struct
{
  char **ids;
  char  *fallback;
} ChoiceRow;

static const char CHOICE_KEY[] = "sluice-choice";

static void
choice_row_free (gpointer data)
{
  ChoiceRow *choice = data;

  g_strfreev (choice->ids);
  g_free (choice->fallback);
  g_free (choice);
}

static void
show_choice (GtkWidget  *row,
             SluiceValue value)
{
  ChoiceRow *choice = g_object_get_data (G_OBJECT (row), CHOICE_KEY);
  const char *id = sluice_value_get_string (value);

  if (id == NULL)
    id = choice->fallback;

  for (guint i = 0; choice->ids[i] != NULL; i++)
    if (g_strcmp0 (choice->ids[i], id) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
}

static void
choice_changed_cb (GtkWidget  *row,
                   GParamSpec *pspec,
                   gpointer    user_data)
{
  ChoiceRow *choice = g_object_get_data (G_OBJECT (row), CHOICE_KEY);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  SluiceBinding *binding = sluice_binding_get (row);

  if (binding == NULL || selected >= g_strv_length (choice->ids))
    return;

  sluice_binding_commit (binding, g_strcmp0 (choice->ids[selected], choice->fallback) == 0
                                    ? sluice_value_null ()
                                    : sluice_value_string (choice->ids[selected]));
}

GtkWidget *
sluice_choice_row_new (const SluiceField  *field,
                       const char         *title,
                       const char         *blurb,
                       const char * const *ids,
                       const char * const *labels,
                       const char         *fallback)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels ? labels : ids);
  ChoiceRow *choice = g_new0 (ChoiceRow, 1);

  choice->ids = g_strdupv ((char **) ids);
  choice->fallback = g_strdup (fallback ? fallback : ids[0]);
  g_object_set_data_full (G_OBJECT (row), CHOICE_KEY, choice, choice_row_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_tooltip_text (row, blurb);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  sluice_binding_attach (row, field, show_choice);
  g_signal_connect (row, "notify::selected", G_CALLBACK (choice_changed_cb), NULL);

  return row;
}

/* Settings */

static GtkWidget *
flow_row_new (const SluiceField       *field,
              const SluiceSettingInfo *info)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  const char *current = sluice_value_get_string (
    sluice_document_get_setting (field->document, field->address, field->name));

  g_strv_builder_add (ids, "");
  for (guint i = 0; i < sluice_document_get_n_flows (field->document); i++)
    g_strv_builder_add (ids, sluice_document_get_flow_id (field->document, i));
  if (current != NULL && *current && !sluice_document_has_flow (field->document, current))
    g_strv_builder_add (ids, current);

  strv = g_strv_builder_end (ids);
  return sluice_choice_row_new (field, info->nick, info->blurb, (const char * const *) strv, NULL, "");
}

GtkWidget *
sluice_setting_row_new (SluiceDocument          *document,
                        const char              *address,
                        const SluiceSettingInfo *info)
{
  const SluiceField field = { document, address, SLUICE_FIELD_SETTING, info->name };

  switch (info->type)
    {
    case SLUICE_SETTING_BOOLEAN:
      return sluice_switch_row_new (&field, info->nick, info->blurb,
                                    sluice_value_get_boolean (info->fallback));
    case SLUICE_SETTING_INTEGER:
      return sluice_number_row_new (&field, info->nick, info->blurb, info->minimum, info->maximum,
                                    sluice_value_get_real (info->fallback), 0);
    case SLUICE_SETTING_NUMBER:
      return sluice_number_row_new (&field, info->nick, info->blurb, info->minimum, info->maximum,
                                    sluice_value_get_real (info->fallback), 3);
    case SLUICE_SETTING_ENUM:
      return sluice_choice_row_new (&field, info->nick, info->blurb, info->choices, NULL,
                                    sluice_value_get_string (info->fallback));
    case SLUICE_SETTING_FLOW:
      return flow_row_new (&field, info);
    case SLUICE_SETTING_TEXT:
      return sluice_text_row_new (&field, info->nick, info->blurb);
    case SLUICE_SETTING_CODE:
      return sluice_code_row_new (&field, info->nick, info->blurb, "lua");
    case SLUICE_SETTING_JSON:
      return sluice_code_row_new (&field, info->nick, info->blurb, "json");
    case SLUICE_SETTING_LIST:
      return sluice_list_row_new (&field, info->nick, info->blurb);
    case SLUICE_SETTING_STRING:
    default:
      return sluice_entry_row_new (&field, info->nick, info->blurb);
    }
}
