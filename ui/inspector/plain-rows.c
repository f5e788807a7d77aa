/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plain rows: an entry, a switch, a number, a choice, a colour. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "inspector/row.h"

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
                      const char        *blurb,
                      SluiceRowFlags     flags)
{
  GtkWidget *row = adw_entry_row_new ();
  SluiceBinding *binding;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_enable_undo (GTK_EDITABLE (row), FALSE);
  binding = sluice_binding_attach (row, field, show_entry);
  g_signal_connect (row, "changed", G_CALLBACK (entry_changed_cb), binding);
  sluice_row_dress (row, blurb, (flags & SLUICE_ROW_HAS_DEFAULT) != 0);

  return row;
}

/* Rows with a control at their end: the control is found again by this key. */

static const char CONTROL_KEY[] = "sluice-control";

static GtkWidget *
action_row_new (const char *title,
                GtkWidget  *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
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
  GtkWidget *row = action_row_new (title, control);

  g_object_set_data (G_OBJECT (row), FALLBACK_KEY, GINT_TO_POINTER (fallback));
  sluice_binding_attach (row, field, show_switch);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (switch_changed_cb), row);
  sluice_row_dress (row, blurb, TRUE);

  return row;
}

/* Number */

#define AUTO -1.0

static const char RANGE_KEY[] = "sluice-range";

static void
show_number (GtkWidget  *row,
             SluiceValue value)
{
  SluiceNumberRange *range = g_object_get_data (G_OBJECT (row), RANGE_KEY);

  gtk_spin_button_set_value (get_control (row), SLUICE_VALUE_IS_NUMBER (value)
                                                  ? sluice_value_get_real (value)
                                                  : range->fallback);
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

/* A setting that starts at -1, where numbers below 0 mean nothing, leaves it to whoever knows better. */
static gboolean
has_auto (const SluiceNumberRange *range)
{
  return range->minimum == AUTO && range->fallback == AUTO && !range->is_required;
}

/* A step leads from there to 0, and back. */
static double
leave_gap (GtkSpinButton *control,
           SluiceValue    before,
           double         value)
{
  double nearest = SLUICE_VALUE_IS_NULL (before) ? 0 : AUTO;

  if (value <= AUTO || value >= 0)
    return value;
  gtk_spin_button_set_value (control, nearest);
  return nearest;
}

static int
read_auto_cb (GtkSpinButton *control,
              double        *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (control));
  char *end;

  *value = AUTO;
  if (*text == '\0' || strcmp (text, _("Auto")) == 0)
    return TRUE;
  *value = g_strtod (text, &end);
  return *end == '\0' ? TRUE : GTK_INPUT_ERROR;
}

static gboolean
write_auto_cb (GtkSpinButton *control)
{
  gboolean is_auto = gtk_spin_button_get_value (control) == AUTO;

  if (is_auto && strcmp (gtk_editable_get_text (GTK_EDITABLE (control)), _("Auto")) != 0)
    gtk_editable_set_text (GTK_EDITABLE (control), _("Auto"));
  return is_auto;
}

static void
number_changed_cb (GtkWidget     *row,
                   GtkSpinButton *control)
{
  SluiceNumberRange *range = g_object_get_data (G_OBJECT (row), RANGE_KEY);
  double value = gtk_spin_button_get_value (control);

  if (sluice_binding_is_showing (sluice_binding_get (row)))
    return;
  if (has_auto (range))
    value = leave_gap (control, sluice_binding_get_value (sluice_binding_get (row)), value);
  sluice_binding_commit (sluice_binding_get (row),
                         value == range->fallback && !range->is_required
                           ? sluice_value_null ()
                           : number_to_value (value, range->digits));
}

/* A wheel over the page scrolls the page: it must not change the numbers that pass below it. */
static void
leave_wheel_alone (GtkWidget *control)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (control);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

/* 0.7, not 0.700: the digits are what may be typed. */
static gboolean
write_shortest_cb (GtkSpinButton *control)
{
  g_autofree char *text = g_strdup_printf ("%.10g", gtk_spin_button_get_value (control));

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (control)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (control), text);
  return TRUE;
}

static double
step_of (const SluiceNumberRange *range)
{
  return range->digits == 0 ? 1 : 0.1;
}

GtkWidget *
sluice_number_row_new (const SluiceField       *field,
                       const char              *title,
                       const char              *blurb,
                       const SluiceNumberRange *range)
{
  GtkWidget *control = gtk_spin_button_new_with_range (range->minimum, range->maximum, step_of (range));
  GtkWidget *row = action_row_new (title, control);

  g_object_set_data_full (G_OBJECT (row), RANGE_KEY, g_memdup2 (range, sizeof *range), g_free);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (control), range->digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), !has_auto (range));
  gtk_editable_set_width_chars (GTK_EDITABLE (control), 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (control), 6);
  if (has_auto (range))
    {
      g_signal_connect (control, "input", G_CALLBACK (read_auto_cb), NULL);
      g_signal_connect (control, "output", G_CALLBACK (write_auto_cb), NULL);
    }
  if (range->digits > 0)
    g_signal_connect (control, "output", G_CALLBACK (write_shortest_cb), NULL);
  leave_wheel_alone (control);
  if (range->unit != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), range->unit);
  sluice_binding_attach (row, field, show_number);
  g_signal_connect_swapped (control, "value-changed", G_CALLBACK (number_changed_cb), row);
  sluice_row_dress (row, blurb, !range->is_required);

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

  if (SLUICE_VALUE_IS_NULL (value))
    id = choice->fallback;

  for (guint i = 0; choice->ids[i] != NULL && !sluice_binding_is_mixed (sluice_binding_get (row)); i++)
    if (g_strcmp0 (choice->ids[i], id) == 0)
      {
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
        return;
      }

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), GTK_INVALID_LIST_POSITION);
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
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  sluice_binding_attach (row, field, show_choice);
  g_signal_connect (row, "notify::selected", G_CALLBACK (choice_changed_cb), NULL);
  sluice_row_dress (row, blurb, TRUE);

  return row;
}

/* Colour */

static void
show_colour (GtkWidget  *row,
             SluiceValue value)
{
  const char *text = sluice_value_get_string (value);
  GdkRGBA colour = { 0.5F, 0.5F, 0.5F, 1 };

  if (text != NULL)
    gdk_rgba_parse (&colour, text);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (get_control (row)), &colour);
}

static int
to_byte (float part)
{
  return (int) roundf (CLAMP (part, 0, 1) * 255);
}

static void
colour_set_cb (GtkWidget *row)
{
  GdkRGBA colour;
  g_autofree char *text = NULL;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (get_control (row)), &colour);
  text = g_strdup_printf ("#%02x%02x%02x", to_byte (colour.red), to_byte (colour.green),
                          to_byte (colour.blue));
  sluice_binding_commit (sluice_binding_get (row), sluice_value_string (text));
}

GtkWidget *
sluice_colour_row_new (const SluiceField *field,
                       const char        *title,
                       const char        *blurb)
{
  GtkWidget *control = gtk_color_button_new ();
  GtkWidget *row = action_row_new (title, control);

  gtk_color_button_set_title (GTK_COLOR_BUTTON (control), title);
  sluice_binding_attach (row, field, show_colour);
  g_signal_connect_swapped (control, "color-set", G_CALLBACK (colour_set_cb), row);
  sluice_row_dress (row, blurb, TRUE);

  return row;
}
