/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names with values: headers, variables, params. A name that is empty or there twice is not written
 * until it is mended; its line stays. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/json.h"
#include "inspector/lines-row.h"
#include "inspector/row.h"

static const char JSON_KEY[] = "sluice-of-json";

static gboolean
is_of_json (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), JSON_KEY) != NULL;
}

static gboolean
reads_as_json (const char  *text,
               SluiceValue *value)
{
  return sluice_json_read (text, -1, NULL, value, NULL, NULL);
}

/* A text is shown bare unless it would be read as something else: 12 is a number, "12" a text. What is
 * no text, as a reference in a map of texts, is shown as JSON. */
static char *
value_to_text (SluiceValue value,
               gboolean    of_json)
{
  const char *text = sluice_value_get_string (value);
  g_auto (SluiceValue) read = SLUICE_VALUE_INIT;
  gboolean is_ambiguous = text != NULL && reads_as_json (text, &read) &&
                          (of_json || SLUICE_VALUE_IS_OBJECT (read));

  if (text != NULL && !is_ambiguous)
    return g_strdup (text);
  return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static SluiceValue
text_to_value (const char *text,
               gboolean    of_json)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  if (reads_as_json (text, &value))
    {
      gboolean is_quoted = *text == '"' && SLUICE_VALUE_IS_STRING (value);

      if (of_json || SLUICE_VALUE_IS_OBJECT (value) || is_quoted)
        return value;
      sluice_value_unref (value);
    }
  return sluice_value_string (text);
}

static const char *
get_name (GtkWidget *content)
{
  return gtk_editable_get_text (GTK_EDITABLE (gtk_widget_get_first_child (content)));
}

static const char *
get_text (GtkWidget *content)
{
  return gtk_editable_get_text (GTK_EDITABLE (gtk_widget_get_last_child (content)));
}

/* What is wrong with the names, or NULL. */
static const char *
collect (GtkWidget   *row,
         SluiceValue *object)
{
  const char *fault = NULL;

  *object = sluice_value_object ();
  for (guint i = 0; i < sluice_lines_get_n (row); i++)
    {
      GtkWidget *content = sluice_lines_get (row, i);
      const char *name = get_name (content);

      if (*name == '\0')
        {
          if (*get_text (content) != '\0')
            fault = _("A value has no name");
        }
      else if (sluice_value_has_member (*object, name))
        fault = _("A name is there twice");
      else
        sluice_value_set_member (object, name, text_to_value (get_text (content), is_of_json (row)));
    }
  return fault;
}

static void
commit_map (GtkWidget *row)
{
  SluiceBinding *binding = sluice_binding_get (row);
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;
  const char *fault = collect (row, &object);

  if (fault != NULL)
    sluice_binding_set_error (binding, fault);
  else if (sluice_value_get_length (object) == 0)
    sluice_binding_commit (binding, sluice_value_null ());
  else
    sluice_binding_commit (binding, sluice_value_steal (&object));
}

static void
entry_changed_cb (GtkWidget *entry)
{
  GtkWidget *row = sluice_lines_row_of (entry);

  if (row != NULL && !sluice_binding_is_showing (sluice_binding_get (row)))
    commit_map (row);
}

static void
entry_activated_cb (GtkWidget *entry)
{
  sluice_lines_add_after (sluice_lines_row_of (entry), entry);
}

static GtkWidget *
entry_new (GtkWidget  *row,
           const char *label)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *name = g_strdup_printf ("%s: %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                           label);

  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), label);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), NULL);
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activated_cb), NULL);

  return entry;
}

static GtkWidget *
pair_new (GtkWidget *row)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  gtk_box_append (GTK_BOX (pair), entry_new (row, _("Name")));
  gtk_box_append (GTK_BOX (pair), entry_new (row, _("Value")));

  return pair;
}

static const SluiceLinesClass map_class = {
  pair_new, commit_map, N_("Add a Name"), N_("Nothing yet"),
};

static void
show_entry (GtkWidget  *entry,
            const char *text)
{
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* Whether the lines say the value already: then those that are half typed stay as they are. */
static gboolean
is_shown (GtkWidget  *row,
          SluiceValue value)
{
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;

  collect (row, &object);
  return sluice_value_get_length (object) == 0 ? SLUICE_VALUE_IS_NULL (value)
                                               : sluice_value_equal (object, value);
}

static void
show_map (GtkWidget  *row,
          SluiceValue value)
{
  SluiceValueIter iter;
  SluiceValue member;
  const char *name;
  guint i = 0;

  if (is_shown (row, value))
    return;

  sluice_lines_set_n (row, SLUICE_VALUE_IS_OBJECT (value) ? sluice_value_get_length (value) : 0);
  sluice_value_iter_init (&iter, value);
  while (SLUICE_VALUE_IS_OBJECT (value) && sluice_value_iter_next (&iter, &name, &member))
    {
      GtkWidget *content = sluice_lines_get (row, i++);
      g_autofree char *text = value_to_text (member, is_of_json (row));

      show_entry (gtk_widget_get_first_child (content), name);
      show_entry (gtk_widget_get_last_child (content), text);
    }
}

GtkWidget *
sluice_map_row_new (const SluiceField *field,
                    const char        *title,
                    const char        *blurb,
                    gboolean           of_json)
{
  GtkWidget *row = sluice_lines_row_new (title, &map_class);

  g_object_set_data (G_OBJECT (row), JSON_KEY, GINT_TO_POINTER (of_json));
  sluice_binding_attach (row, field, show_map);
  sluice_row_dress (row, blurb, TRUE);

  return row;
}
