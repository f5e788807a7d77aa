/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two radio buttons that begin with neither pressed: nothing is decided in silence. */
#include "merge/side-row.h"

#include <string.h>

struct _SluiceSideRow
{
  AdwPreferencesRow parent_instance;

  int        side;

  /* Template. */
  GtkLabel  *name_label;
  GtkWidget *ours_check;
  GtkLabel  *ours_side;
  GtkLabel  *ours_value;
  GtkWidget *theirs_check;
  GtkLabel  *theirs_side;
  GtkLabel  *theirs_value;
};

enum
{
  PROP_0,
  PROP_SIDE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceSideRow, sluice_side_row, ADW_TYPE_PREFERENCES_ROW)

static void
take_side (SluiceSideRow *self,
           int              side)
{
  if (self->side == side)
    return;
  self->side = side;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDE]);
}

static void
toggled_cb (SluiceSideRow *self,
            GtkCheckButton  *check)
{
  if (gtk_check_button_get_active (check))
    take_side (self, GTK_WIDGET (check) == self->theirs_check ? SLUICE_SIDE_THEIRS : SLUICE_SIDE_OURS);
}

static void
sluice_side_row_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SluiceSideRow *self = SLUICE_SIDE_ROW (object);

  switch (id)
    {
    case PROP_SIDE:
      g_value_set_int (value, self->side);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_side_row_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SluiceSideRow *self = SLUICE_SIDE_ROW (object);

  switch (id)
    {
    case PROP_SIDE:
      sluice_side_row_set_side (self, g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_side_row_class_init (SluiceSideRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sluice_side_row_get_property;
  object_class->set_property = sluice_side_row_set_property;

  properties[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, -1, SLUICE_SIDE_THEIRS, -1,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/merge/side-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, ours_check);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, ours_side);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, ours_value);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, theirs_check);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, theirs_side);
  gtk_widget_class_bind_template_child (widget_class, SluiceSideRow, theirs_value);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
sluice_side_row_init (SluiceSideRow *self)
{
  self->side = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_name (GTK_WIDGET (self), "choice");
}

static void
set_value (GtkLabel   *label,
           const char *value)
{
  gtk_label_set_label (label, value);
  if (strchr (value, '\n') != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), "monospace");
  gtk_widget_set_visible (GTK_WIDGET (label), value[0] != '\0');
}

static void
name_check (GtkWidget  *check,
            const char *name,
            const char *side,
            const char *value)
{
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", name, side, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * sluice_side_row_new:
 * @name: what differs
 * @sides: what the sides are called
 * @values: what each of them has
 *
 * Returns: a row in which neither is chosen
 */
GtkWidget *
sluice_side_row_new (const char         *name,
                       const char * const  sides[SLUICE_N_SIDES],
                       const char * const  values[SLUICE_N_SIDES])
{
  SluiceSideRow *self = g_object_new (SLUICE_TYPE_SIDE_ROW, "title", name, NULL);

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->ours_side, sides[SLUICE_SIDE_OURS]);
  gtk_label_set_label (self->theirs_side, sides[SLUICE_SIDE_THEIRS]);
  set_value (self->ours_value, values[SLUICE_SIDE_OURS]);
  set_value (self->theirs_value, values[SLUICE_SIDE_THEIRS]);
  name_check (self->ours_check, name, sides[SLUICE_SIDE_OURS], values[SLUICE_SIDE_OURS]);
  name_check (self->theirs_check, name, sides[SLUICE_SIDE_THEIRS], values[SLUICE_SIDE_THEIRS]);

  return GTK_WIDGET (self);
}

/**
 * sluice_side_row_get_side:
 *
 * Returns: the #SluiceSide that is chosen, or -1
 */
int
sluice_side_row_get_side (SluiceSideRow *self)
{
  g_return_val_if_fail (SLUICE_IS_SIDE_ROW (self), -1);

  return self->side;
}

/**
 * sluice_side_row_set_side:
 * @side: a #SluiceSide, or -1
 */
void
sluice_side_row_set_side (SluiceSideRow *self,
                            int              side)
{
  g_return_if_fail (SLUICE_IS_SIDE_ROW (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->ours_check), side == SLUICE_SIDE_OURS);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->theirs_check), side == SLUICE_SIDE_THEIRS);
  take_side (self, side);
}
