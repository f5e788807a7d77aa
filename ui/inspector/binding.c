/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A field of the document bound to a widget. Invariant: while the binding shows, it never
 * commits, so that a change from elsewhere is never written back as a change of the person's. */

#include "inspector/binding.h"

#include "graph/edit.h"

struct _SluiceBinding
{
  SluiceDocument *document; /* owned */
  char           *address;  /* owned */
  char           *name;     /* owned */
  SluiceFieldType type;
  SluiceShowFunc  show;

  GtkWidget      *widget; /* borrowed: it owns this */
  gulong          changed_id;
  guint           is_showing : 1;
};

static const char BINDING_KEY[] = "sluice-binding";

static SluiceValue
get_field (SluiceBinding *self)
{
  switch (self->type)
    {
    case SLUICE_FIELD_SETTING:
      return sluice_document_get_setting (self->document, self->address, self->name);
    case SLUICE_FIELD_TITLE:
      return sluice_value_get_member (sluice_document_get_node (self->document, self->address),
                                      "title");
    case SLUICE_FIELD_KEY:
      return sluice_value_get_member (sluice_document_get_node (self->document, self->address),
                                      self->name);
    case SLUICE_FIELD_NAME:
      return sluice_value_get_member (sluice_document_get_root (self->document), "name");
    case SLUICE_FIELD_SHARED:
      return sluice_value_get_member (sluice_document_get_root (self->document), "shared");
    default:
      g_assert_not_reached ();
    }
}

static gboolean
set_field (SluiceBinding *self,
           SluiceValue    take,
           GError       **error)
{
  gboolean done;

  switch (self->type)
    {
    case SLUICE_FIELD_SETTING:
      return sluice_edit_set_setting (self->document, self->address, self->name, take, error);
    case SLUICE_FIELD_KEY:
      return sluice_edit_set_key (self->document, self->address, self->name, take, error);
    case SLUICE_FIELD_SHARED:
      return sluice_edit_set_shared (self->document, take, error);
    case SLUICE_FIELD_TITLE:
      done = sluice_edit_set_title (self->document, self->address, sluice_value_get_string (take), error);
      break;
    case SLUICE_FIELD_NAME:
      done = sluice_edit_set_name (self->document, sluice_value_get_string (take), error);
      break;
    default:
      g_assert_not_reached ();
    }

  sluice_value_unref (take);
  return done;
}

static void
show (SluiceBinding *self)
{
  self->is_showing = TRUE;
  self->show (self->widget, get_field (self));
  self->is_showing = FALSE;
}

static gboolean
is_touched (SluiceBinding         *self,
            const SluiceChangeSet *set)
{
  guint touch;

  if (set->all)
    return TRUE;

  if (self->address == NULL)
    return set->document;

  touch = GPOINTER_TO_UINT (g_hash_table_lookup (set->nodes, self->address));
  return (touch & SLUICE_TOUCH_CONTENT) != 0;
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceBinding         *self)
{
  if (!is_touched (self, set))
    return;

  /* The node may be gone: then the page that holds this widget is about to go too. */
  if (self->address == NULL || sluice_document_has_node (self->document, self->address))
    show (self);
}

static void
binding_free (gpointer data)
{
  SluiceBinding *self = data;

  g_signal_handler_disconnect (self->document, self->changed_id);
  g_object_unref (self->document);
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

SluiceBinding *
sluice_binding_attach (GtkWidget         *widget,
                       const SluiceField *field,
                       SluiceShowFunc     show_func)
{
  SluiceBinding *self = g_new0 (SluiceBinding, 1);

  self->document = g_object_ref (field->document);
  self->address = g_strdup (field->address);
  self->name = g_strdup (field->name);
  self->type = field->type;
  self->show = show_func;
  self->widget = widget;
  self->changed_id = g_signal_connect (self->document, "changed", G_CALLBACK (changed_cb), self);

  g_object_set_data_full (G_OBJECT (widget), BINDING_KEY, self, binding_free);
  show (self);

  return self;
}

SluiceBinding *
sluice_binding_get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), BINDING_KEY);
}

gboolean
sluice_binding_is_showing (SluiceBinding *self)
{
  return self->is_showing;
}

void
sluice_binding_commit (SluiceBinding *self,
                       SluiceValue    take)
{
  g_autoptr (GError) error = NULL;

  if (self->is_showing || sluice_value_equal (take, get_field (self)))
    {
      sluice_value_unref (take);
      if (!self->is_showing)
        sluice_binding_set_error (self, NULL);
      return;
    }

  if (set_field (self, take, &error))
    sluice_binding_set_error (self, NULL);
  else
    sluice_binding_set_error (self, error->message);
}

void
sluice_binding_set_error (SluiceBinding *self,
                          const char    *message)
{
  if (message != NULL)
    gtk_widget_add_css_class (self->widget, "error");
  else
    gtk_widget_remove_css_class (self->widget, "error");

  gtk_widget_set_tooltip_text (self->widget, message);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->widget),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}
