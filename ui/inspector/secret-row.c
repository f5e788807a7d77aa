/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A secret is written as where it is, never as what it is: { "$env": NAME } or { "$secret": NAME }. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "graph/catalog.h"
#include "inspector/row.h"

enum
{
  PLACE_ENVIRONMENT,
  PLACE_KEYRING,
  PLACE_FILE, /* the secret itself, in a file that another program has written */
};

typedef struct
{
  GtkWidget *place; /* borrowed, as all of these */
  GtkWidget *name;
  GtkWidget *hint;
  guint      commit_id; /* a source that commits what was entered */
} SecretRow;

static const char SECRET_KEY[] = "sluice-secret";

static SecretRow *
get_secret_row (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), SECRET_KEY);
}

static guint
get_place (SecretRow *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->place));
}

static void
update_hint (SecretRow *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  const char *text = NULL;

  if (*name != '\0' && get_place (self) == PLACE_ENVIRONMENT)
    text = g_getenv (name) != NULL ? _("Set in the environment") : _("Not set in the environment");

  gtk_widget_set_visible (self->hint, text != NULL);
  gtk_label_set_label (GTK_LABEL (self->hint), text != NULL ? text : "");
}

static void
set_place (SecretRow *self,
           guint      place)
{
  static const char * const placeholders[] = { "API_KEY", "openai", "" };

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->place), place);
  gtk_entry_set_visibility (GTK_ENTRY (self->name), place != PLACE_FILE);
  gtk_editable_set_editable (GTK_EDITABLE (self->name), place != PLACE_FILE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), placeholders[place]);
}

static void
show_secret (GtkWidget  *row,
             SluiceValue value)
{
  SecretRow *self = get_secret_row (row);
  const char *env = sluice_value_get_member_string (value, "$env");
  const char *secret = sluice_value_get_member_string (value, "$secret");
  const char *name = env != NULL ? env : secret != NULL ? secret : sluice_value_get_string (value);

  if (name != NULL)
    set_place (self, env != NULL ? PLACE_ENVIRONMENT : secret != NULL ? PLACE_KEYRING : PLACE_FILE);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name)), name ? name : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name), name ? name : "");
  update_hint (self);
}

static gboolean
is_variable (const char *name)
{
  return !g_ascii_isdigit (*name) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen (name);
}

static const char *
find_fault (SecretRow  *self,
            const char *name)
{
  if (sluice_text_looks_secret (name))
    return _("This looks like the key itself. Keep it out of the file, and write the name under which it is kept");
  if (get_place (self) == PLACE_ENVIRONMENT && !is_variable (name))
    return _("The name of a variable has only letters, digits and _");
  return NULL;
}

static void
commit_secret (GtkWidget *row)
{
  SecretRow *self = get_secret_row (row);
  SluiceBinding *binding = sluice_binding_get (row);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  guint place = get_place (self);
  SluiceValue reference;

  if (binding == NULL || sluice_binding_is_showing (binding) || place == PLACE_FILE)
    return;
  update_hint (self);
  if (*name == '\0')
    {
      sluice_binding_commit (binding, sluice_value_null ());
      return;
    }
  if (find_fault (self, name) != NULL)
    {
      sluice_binding_set_error (binding, find_fault (self, name));
      return;
    }

  reference = sluice_value_object ();
  sluice_value_set_member (&reference, place == PLACE_ENVIRONMENT ? "$env" : "$secret",
                           sluice_value_string (name));
  sluice_binding_commit (binding, reference);
}

static gboolean
commit_cb (gpointer row)
{
  get_secret_row (row)->commit_id = 0;
  commit_secret (row);

  return G_SOURCE_REMOVE;
}

/* Typing over a name deletes and inserts: the empty text between the two is nobody's. */
static void
name_changed_cb (GtkWidget *row)
{
  SecretRow *self = get_secret_row (row);

  if (!sluice_binding_is_showing (sluice_binding_get (row)) && self->commit_id == 0)
    self->commit_id = g_idle_add_full (G_PRIORITY_HIGH, commit_cb, row, NULL);
}

static void
secret_row_free (gpointer data)
{
  SecretRow *self = data;

  g_clear_handle_id (&self->commit_id, g_source_remove);
  g_free (self);
}

/* What was a secret is no name: it is not carried over. */
static void
place_changed_cb (GtkWidget *row)
{
  SecretRow *self = get_secret_row (row);
  SluiceBinding *binding = sluice_binding_get (row);

  if (binding == NULL || sluice_binding_is_showing (binding))
    return;
  set_place (self, get_place (self));
  if (SLUICE_VALUE_IS_STRING (sluice_binding_get_value (binding)) && get_place (self) != PLACE_FILE)
    gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  else
    commit_secret (row);
}

GtkWidget *
sluice_secret_row_new (const SluiceField *field,
                       const char        *title,
                       const char        *blurb)
{
  const char * const places[] = { _("Environment"), _("Keyring"),
                                  field->address != NULL &&
                                  SLUICE_VALUE_IS_STRING (sluice_document_get_setting (
                                    field->document, field->address, field->name))
                                    ? _("In the File") : NULL,
                                  NULL };
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *row = sluice_tall_row_new (title, body);
  SecretRow *self = g_new0 (SecretRow, 1);

  self->place = gtk_drop_down_new_from_strings (places);
  self->name = gtk_entry_new ();
  self->hint = gtk_label_new (NULL);
  g_object_set_data_full (G_OBJECT (row), SECRET_KEY, self, secret_row_free);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->name), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 8);
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_add_css_class (self->hint, "caption");
  gtk_widget_add_css_class (self->hint, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Where the secret is kept"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, blurb, -1);
  gtk_box_append (GTK_BOX (line), self->place);
  gtk_box_append (GTK_BOX (line), self->name);
  gtk_box_append (GTK_BOX (body), line);
  gtk_box_append (GTK_BOX (body), self->hint);

  set_place (self, PLACE_ENVIRONMENT);
  sluice_binding_attach (row, field, show_secret);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (name_changed_cb), row);
  g_signal_connect_swapped (self->place, "notify::selected", G_CALLBACK (place_changed_cb), row);
  sluice_row_dress (row, blurb, TRUE);

  return row;
}
