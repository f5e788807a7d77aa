/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the rows of breakpoints and of pins have in common. The look is that of the class below: its template has a
 * check button with the id “check”, and buttons that call edit_cb and remove_cb.
 */
#include "rows/switch-row.h"

typedef struct
{
  GtkCheckButton *check;      /* of the template */
  gboolean        is_showing; /* what changes is not the person's doing */
} SluiceSwitchRowPrivate;

enum
{
  TOGGLED,
  EDIT,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SluiceSwitchRow, sluice_switch_row, GTK_TYPE_LIST_BOX_ROW)

static GtkCheckButton *
get_check (SluiceSwitchRow *self)
{
  SluiceSwitchRowPrivate *priv = sluice_switch_row_get_instance_private (self);

  if (priv->check == NULL)
    priv->check = GTK_CHECK_BUTTON (gtk_widget_get_template_child (GTK_WIDGET (self), G_OBJECT_TYPE (self), "check"));
  return priv->check;
}

static void
check_cb (SluiceSwitchRow *self)
{
  SluiceSwitchRowPrivate *priv = sluice_switch_row_get_instance_private (self);

  if (!priv->is_showing)
    g_signal_emit (self, signals[TOGGLED], 0, gtk_check_button_get_active (get_check (self)));
}

static void
edit_cb (SluiceSwitchRow *self)
{
  g_signal_emit (self, signals[EDIT], 0);
}

static void
remove_cb (SluiceSwitchRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
toggle_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  GtkCheckButton *check = get_check (SLUICE_SWITCH_ROW (widget));

  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  edit_cb (SLUICE_SWITCH_ROW (widget));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  remove_cb (SLUICE_SWITCH_ROW (widget));
}

static void
sluice_switch_row_class_init (SluiceSwitchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * SluiceSwitchRow::toggled:
   * @is_on: whether the person wants it on
   */
  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "row.toggle", NULL, toggle_action);
  gtk_widget_class_install_action (widget_class, "row.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "row.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "row.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "row.remove", NULL);
}

static void
sluice_switch_row_init (SluiceSwitchRow *self)
{
}

/**
 * sluice_switch_row_class_bind:
 * @widget_class: of a row that has its template
 * @key: what switches it, beside a click
 * @modifiers: what is held with the key
 *
 * Binds what the template names: the child “check”, and the handlers check_cb, edit_cb and remove_cb.
 */
void
sluice_switch_row_class_bind (GtkWidgetClass  *widget_class,
                              guint            key,
                              GdkModifierType  modifiers)
{
  gtk_widget_class_bind_template_child_full (widget_class, "check", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, "row.toggle", NULL);
}

/**
 * sluice_switch_row_show:
 * @self: a row
 * @is_on: whether it is on
 * @words: what is switched, as it is read out
 *
 * Shows a state that is not the person's doing: nothing is told of it.
 */
void
sluice_switch_row_show (SluiceSwitchRow *self,
                        gboolean         is_on,
                        const char      *words)
{
  SluiceSwitchRowPrivate *priv = sluice_switch_row_get_instance_private (self);

  g_return_if_fail (SLUICE_IS_SWITCH_ROW (self));

  priv->is_showing = TRUE;
  gtk_check_button_set_active (get_check (self), is_on);
  priv->is_showing = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_check (self)), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}
