/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* It has its size before the picture is read, so that the lines of the console stay where they are. */
#include "debugger/thumbnail.h"

#include "debugger/picture-loader.h"
#include "debugger/picture-window.h"

#include <glib/gi18n.h>

#define MAX_WIDTH  240
#define MAX_HEIGHT 120

struct _SluiceThumbnail
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceLoggedPicture *picture; /* NULL: none */
  GCancellable        *loading; /* NULL: it is not */

  /* Children. */
  GtkWidget *button;
  GtkWidget *image;  /* in the button */
  GtkWidget *failed; /* says why there is none */
};

enum
{
  PROP_0,
  PROP_PICTURE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceThumbnail, sluice_thumbnail, GTK_TYPE_WIDGET)

static void
stop (SluiceThumbnail *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
show_failure (SluiceThumbnail *self,
              const char      *message)
{
  gtk_widget_hide (self->button);
  gtk_label_set_label (GTK_LABEL (self->failed), message);
  gtk_widget_show (self->failed);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SluiceThumbnail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = sluice_picture_draw_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->image), GDK_PAINTABLE (texture));
  else
    show_failure (self, error->message);
}

static void
load (SluiceThumbnail *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  self->loading = g_cancellable_new ();
  sluice_picture_draw_async (self->picture, MAX_WIDTH * scale, MAX_HEIGHT * scale, self->loading, drawn_cb,
                             g_object_ref (self));
}

static void
set_names (SluiceThumbnail *self)
{
  const char *name = sluice_logged_picture_get_name (self->picture);
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : NULL;
  g_autofree char *label = base != NULL ? g_strdup_printf (_("Show “%s” larger"), base)
                                        : g_strdup (_("Show the picture larger"));

  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
set_picture (SluiceThumbnail     *self,
             SluiceLoggedPicture *picture)
{
  guint pixels_wide;
  guint pixels_high;
  int width;
  int height;

  if (picture == self->picture)
    return;
  stop (self);
  g_clear_pointer (&self->picture, sluice_logged_picture_unref);
  gtk_picture_set_paintable (GTK_PICTURE (self->image), NULL);
  gtk_widget_hide (self->failed);
  gtk_widget_set_visible (GTK_WIDGET (self), picture != NULL);
  if (picture == NULL)
    return;
  self->picture = sluice_logged_picture_ref (picture);
  set_names (self);
  if (sluice_logged_picture_get_size (picture, &pixels_wide, &pixels_high))
    {
      width = (int) pixels_wide;
      height = (int) pixels_high;
      sluice_picture_fit (&width, &height, MAX_WIDTH, MAX_HEIGHT);
      gtk_widget_set_size_request (self->image, width, height);
    }
  gtk_widget_show (self->button);
  load (self);
}

static void
clicked_cb (SluiceThumbnail *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (sluice_picture_window_new (GTK_WINDOW (root), self->picture)));
}

static void
sluice_thumbnail_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SluiceThumbnail *self = SLUICE_THUMBNAIL (object);

  switch (prop_id)
    {
    case PROP_PICTURE:
      g_value_set_boxed (value, self->picture);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_thumbnail_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SluiceThumbnail *self = SLUICE_THUMBNAIL (object);

  switch (prop_id)
    {
    case PROP_PICTURE:
      set_picture (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_thumbnail_dispose (GObject *object)
{
  SluiceThumbnail *self = SLUICE_THUMBNAIL (object);

  stop (self);
  g_clear_pointer (&self->picture, sluice_logged_picture_unref);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->failed, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_thumbnail_parent_class)->dispose (object);
}

static void
sluice_thumbnail_class_init (SluiceThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sluice_thumbnail_get_property;
  object_class->set_property = sluice_thumbnail_set_property;
  object_class->dispose = sluice_thumbnail_dispose;

  props[PROP_PICTURE] = g_param_spec_boxed ("picture", NULL, NULL, SLUICE_TYPE_LOGGED_PICTURE,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "thumbnail");
}

static void
sluice_thumbnail_init (SluiceThumbnail *self)
{
  self->image = gtk_picture_new ();
  gtk_picture_set_can_shrink (GTK_PICTURE (self->image), TRUE);
  gtk_widget_set_overflow (self->image, GTK_OVERFLOW_HIDDEN);

  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->image);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->failed = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->failed), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->failed), 0);
  gtk_widget_add_css_class (self->failed, "dim-label");
  gtk_widget_hide (self->failed);
  gtk_widget_set_parent (self->failed, GTK_WIDGET (self));

  gtk_widget_hide (GTK_WIDGET (self));
}
