/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The colours that an item can have, side by side. They are offered by their names: what a name looks
 * like is said by the style. */

#include "inspector/rows.h"

#include <glib/gi18n.h>

#include "graph/drawing.h"
#include "inspector/row.h"

static const char SWATCHES_KEY[] = "sluice-swatches"; /* of a row: its box */
static const char COLOUR_KEY[] = "sluice-colour";     /* of a swatch; NULL: none */

static const char *
get_label (const char *colour)
{
  static const struct
  {
    const char *name;
    const char *label;
  } labels[] = {
    { "blue", N_("Blue") },     { "green", N_("Green") }, { "yellow", N_("Yellow") },
    { "orange", N_("Orange") }, { "red", N_("Red") },     { "purple", N_("Purple") },
    { "brown", N_("Brown") },   { "grey", N_("Grey") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].name, colour) == 0)
      return _(labels[i].label);
  return colour != NULL ? colour : _("No Colour");
}

static GtkWidget *
get_swatch (GtkFlowBoxChild *child)
{
  return gtk_flow_box_child_get_child (child);
}

static void
show_colour (GtkWidget  *row,
             SluiceValue value)
{
  GtkFlowBox *box = g_object_get_data (G_OBJECT (row), SWATCHES_KEY);
  SluiceBinding *binding = sluice_binding_get (row);
  const char *colour = sluice_value_get_string (value);
  gboolean is_mixed = binding != NULL && sluice_binding_is_mixed (binding);
  GtkFlowBoxChild *child;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (box, i)) != NULL; i++)
    {
      const char *name = g_object_get_data (G_OBJECT (get_swatch (child)), COLOUR_KEY);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_swatch (child)),
                                    !is_mixed && g_strcmp0 (name, colour) == 0);
    }
}

/* A click on the colour that it has turned its button off: it is shown anew as it is. */
static void
swatch_clicked_cb (GtkWidget *swatch,
                   GtkWidget *row)
{
  const char *colour = g_object_get_data (G_OBJECT (swatch), COLOUR_KEY);
  SluiceBinding *binding = sluice_binding_get (row);

  sluice_binding_commit (binding, colour != NULL ? sluice_value_string (colour) : sluice_value_null ());
  show_colour (row, sluice_binding_get_value (binding));
}

static void
add_swatch (GtkWidget  *row,
            GtkFlowBox *box,
            const char *colour)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *swatch = gtk_toggle_button_new ();
  const char *label = get_label (colour);

  if (colour == NULL)
    gtk_button_set_icon_name (GTK_BUTTON (swatch), "action-unavailable-symbolic");
  gtk_widget_add_css_class (swatch, "sluice-swatch");
  gtk_widget_add_css_class (swatch, colour != NULL ? colour : "flat");
  gtk_widget_set_halign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (swatch, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (swatch), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (swatch), COLOUR_KEY, (gpointer) colour); /* static in core */
  g_signal_connect_object (swatch, "clicked", G_CALLBACK (swatch_clicked_cb), row, 0);

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), swatch);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (box, child);
}

GtkWidget *
sluice_swatches_row_new (const SluiceField *field,
                         const char        *title,
                         const char        *blurb)
{
  const char * const *colours = sluice_get_colours ();
  GtkWidget *box = gtk_flow_box_new ();
  GtkWidget *row = sluice_tall_row_new (title, box);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), g_strv_length ((char **) colours) + 1);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (box), 3);
  gtk_widget_add_css_class (box, "sluice-swatches");
  add_swatch (row, GTK_FLOW_BOX (box), NULL);
  for (guint i = 0; colours[i] != NULL; i++)
    add_swatch (row, GTK_FLOW_BOX (box), colours[i]);

  g_object_set_data (G_OBJECT (row), SWATCHES_KEY, box);
  sluice_binding_attach (row, field, show_colour);
  sluice_row_dress (row, blurb, FALSE);

  return row;
}
