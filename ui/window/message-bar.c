/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A bar above the canvas that tells something and offers actions of the window. It stays until
 * it is closed or what it tells is over; it never takes the focus.
 */
#include "window/message-bar.h"

#include "rows/wrap-box.h"
#include "window/shorten.h"

#include <glib/gi18n.h>

struct _SluiceMessageBar
{
  GtkWidget parent_instance;

  /* Template. */
  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkImage    *icon;
  GtkSpinner  *spinner;
  GtkLabel    *title;
  GtkLabel    *text;
  GtkWidget   *buttons;
  GtkWidget   *close_button;
};

G_DEFINE_FINAL_TYPE (SluiceMessageBar, sluice_message_bar, GTK_TYPE_WIDGET)

static void
close_cb (SluiceMessageBar *self)
{
  sluice_message_bar_hide (self);
}

/* What is not shown is not there for a screen reader either, once it has been folded in. */
static void
child_revealed_cb (SluiceMessageBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->revealer),
                          gtk_revealer_get_reveal_child (self->revealer)
                          || gtk_revealer_get_child_revealed (self->revealer));
}

static void
set_level (SluiceMessageBar   *self,
           SluiceMessageLevel  level)
{
  static const struct { const char *css_class, *icon_name; } looks[] = {
    [SLUICE_MESSAGE_INFO] = { "info", "dialog-information-symbolic" },
    [SLUICE_MESSAGE_WARNING] = { "warning", "dialog-warning-symbolic" },
    [SLUICE_MESSAGE_ERROR] = { "error", "dialog-error-symbolic" },
    [SLUICE_MESSAGE_BUSY] = { "info", NULL },
  };
  gboolean is_busy = level == SLUICE_MESSAGE_BUSY;

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->box, looks[i].css_class);
  gtk_widget_add_css_class (self->box, looks[level].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[level].icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (self->close_button, !is_busy);
}

static void
sluice_message_bar_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_message_bar_parent_class)->dispose (object);
}

static void
sluice_message_bar_class_init (SluiceMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_message_bar_dispose;

  g_type_ensure (SLUICE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, box);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, icon);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, text);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, SluiceMessageBar, close_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_message_bar_init (SluiceMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_message_bar_new:
 *
 * Returns: (transfer floating): a bar that shows nothing yet
 */
GtkWidget *
sluice_message_bar_new (void)
{
  return g_object_new (SLUICE_TYPE_MESSAGE_BAR, NULL);
}

/* What a file is called may be no UTF-8. */
static void
set_text (GtkLabel   *label,
          const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  gtk_label_set_label (label, valid);
}

/**
 * sluice_message_bar_show:
 * @level: how serious it is
 * @title: what happened
 * @text: (nullable): more about it
 * @...: labels of buttons, each with the action it activates, then %NULL
 */
void
sluice_message_bar_show (SluiceMessageBar   *self,
                         SluiceMessageLevel  level,
                         const char         *title,
                         const char         *text,
                         ...)
{
  GtkWidget *button;
  va_list args;

  g_return_if_fail (SLUICE_IS_MESSAGE_BAR (self));

  /* Before it is filled: what is hidden does not hear that it has become larger. */
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  set_level (self, level);
  set_text (self->title, title);
  set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);

  while ((button = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), button);
  /* A box that is hidden does not hear that it has become larger: it would be as small as it was. */
  gtk_widget_set_visible (self->buttons, TRUE);
  va_start (args, text);
  for (const char *label = va_arg (args, const char *); label != NULL; label = va_arg (args, const char *))
    {
      button = gtk_button_new_with_label (label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), va_arg (args, const char *));
      gtk_box_append (GTK_BOX (self->buttons), button);
    }
  va_end (args);
  sluice_shorten_buttons (self->buttons);
  gtk_widget_set_visible (self->buttons, gtk_widget_get_first_child (self->buttons) != NULL);

  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * sluice_message_bar_hide:
 */
void
sluice_message_bar_hide (SluiceMessageBar *self)
{
  g_return_if_fail (SLUICE_IS_MESSAGE_BAR (self));

  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/**
 * sluice_message_bar_get_text:
 *
 * Returns: (transfer none) (nullable): what it tells, %NULL while it tells nothing
 */
const char *
sluice_message_bar_get_text (SluiceMessageBar *self)
{
  g_return_val_if_fail (SLUICE_IS_MESSAGE_BAR (self), NULL);

  if (!gtk_revealer_get_reveal_child (self->revealer))
    return NULL;

  return gtk_widget_get_visible (GTK_WIDGET (self->text)) ? gtk_label_get_label (self->text)
                                                          : gtk_label_get_label (self->title);
}
