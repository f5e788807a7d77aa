/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "debugger/picture-window.h"

#include "debugger/picture-loader.h"

#include <glib/gi18n.h>
#include <string.h>

/* The largest part of a screen of usual size that it takes for itself at first. */
#define FIRST_WIDTH  960
#define FIRST_HEIGHT 680
#define LEAST_WIDTH  360
#define LEAST_HEIGHT 240

struct _SluicePictureWindow
{
  AdwWindow parent_instance;

  /* Owned. */
  GCancellable *loading;
  GdkTexture   *texture; /* NULL: it is still coming, or could not be read */

  /* Template. */
  AdwWindowTitle *title;
  GtkStack       *stack;
  GtkPicture     *image;
  AdwStatusPage  *failed;
};

G_DEFINE_FINAL_TYPE (SluicePictureWindow, sluice_picture_window, ADW_TYPE_WINDOW)

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SluicePictureWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = sluice_picture_draw_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texture != NULL)
    {
      gtk_picture_set_paintable (self->image, GDK_PAINTABLE (texture));
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "picture.copy", TRUE);
    }
  else
    adw_status_page_set_description (self->failed, error->message);
  gtk_stack_set_visible_child_name (self->stack, texture != NULL ? "picture" : "failed");
  g_set_object (&self->texture, texture);
}

static void
copy (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), SLUICE_PICTURE_WINDOW (widget)->texture);
}

/* In its own size it is scrolled; else it shrinks to what fits. */
static void
own_size_cb (SluicePictureWindow *self,
             GParamSpec          *pspec,
             GtkToggleButton     *button)
{
  gtk_picture_set_can_shrink (self->image, !gtk_toggle_button_get_active (button));
}

static void
sluice_picture_window_dispose (GObject *object)
{
  SluicePictureWindow *self = SLUICE_PICTURE_WINDOW (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (sluice_picture_window_parent_class)->dispose (object);
}

static void
sluice_picture_window_class_init (SluicePictureWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_picture_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/picture-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePictureWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SluicePictureWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePictureWindow, image);
  gtk_widget_class_bind_template_child (widget_class, SluicePictureWindow, failed);
  gtk_widget_class_bind_template_callback (widget_class, own_size_cb);
  gtk_widget_class_install_action (widget_class, "picture.copy", NULL, copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "picture.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sluice_picture_window_init (SluicePictureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "picture.copy", FALSE);
}

static void
choose_size (SluicePictureWindow *self,
             SluiceLoggedPicture *picture)
{
  guint pixels_wide;
  guint pixels_high;
  int width = LEAST_WIDTH;
  int height = LEAST_HEIGHT;

  if (sluice_logged_picture_get_size (picture, &pixels_wide, &pixels_high))
    {
      width = (int) pixels_wide;
      height = (int) pixels_high;
      sluice_picture_fit (&width, &height, FIRST_WIDTH, FIRST_HEIGHT);
    }
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (width, LEAST_WIDTH), MAX (height, LEAST_HEIGHT) + 48);
}

/**
 * sluice_picture_window_new:
 * @parent: the window whose console has it
 * @picture: what it shows
 *
 * Returns: (transfer none): a window, not shown yet
 */
GtkWidget *
sluice_picture_window_new (GtkWindow           *parent,
                           SluiceLoggedPicture *picture)
{
  SluicePictureWindow *self = g_object_new (SLUICE_TYPE_PICTURE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *text = sluice_logged_picture_dup_text (picture);
  const char *name = sluice_logged_picture_get_name (picture);
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : g_strdup (_("Picture"));
  const char *details = name != NULL && g_str_has_prefix (text, name) ? text + strlen (name) + strlen (" · ") : text;

  gtk_window_set_title (GTK_WINDOW (self), base);
  adw_window_title_set_title (self->title, base);
  adw_window_title_set_subtitle (self->title, details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_PROPERTY_LABEL, base, -1);
  choose_size (self, picture);
  self->loading = g_cancellable_new ();
  sluice_picture_draw_async (picture, 0, 0, self->loading, drawn_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
