/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of strings, one entry a line. The entries are rebuilt only when their number changes,
 * so that typing in one keeps its focus. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/choose-file.h"
#include "inspector/lines-row.h"
#include "inspector/row.h"

static const char *
get_text (GtkWidget *row,
          guint      index)
{
  return gtk_editable_get_text (GTK_EDITABLE (sluice_lines_get (row, index)));
}

/* What is empty is still to be typed. */
static SluiceValue
read_list (GtkWidget *row)
{
  SluiceValue list = sluice_value_array ();

  for (guint i = 0; i < sluice_lines_get_n (row); i++)
    if (get_text (row, i)[0] != '\0')
      sluice_value_append (&list, sluice_value_string (get_text (row, i)));

  return list;
}

static void
commit_list (GtkWidget *row)
{
  sluice_binding_commit (sluice_binding_get (row), read_list (row));
}

static void
entry_changed_cb (GtkWidget *entry)
{
  GtkWidget *row = sluice_lines_row_of (entry);

  if (row != NULL && !sluice_binding_is_showing (sluice_binding_get (row)))
    commit_list (row);
}

static void
entry_activated_cb (GtkWidget *entry)
{
  sluice_lines_add_after (sluice_lines_row_of (entry), entry);
}

static GtkWidget *
entry_new (GtkWidget *row)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), NULL);
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activated_cb), NULL);

  return entry;
}

static const SluiceLinesClass list_class = {
  entry_new, commit_list, N_("Add to the List"), N_("Nothing yet"),
};

/* Whether the entries say what is in the list, but for those that are still empty. */
static gboolean
says (GtkWidget   *row,
      SluiceValue  value)
{
  guint at = 0;

  for (guint i = 0; i < sluice_lines_get_n (row); i++)
    if (get_text (row, i)[0] != '\0' &&
        g_strcmp0 (get_text (row, i), sluice_value_get_string (sluice_value_get_element (value, at++))) != 0)
      return FALSE;
  return at == sluice_value_get_length (value);
}

/* What is in the list and is no string is shown, and kept as long as nothing here is touched. */
static void
show_list (GtkWidget  *row,
           SluiceValue value)
{
  guint n = SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_get_length (value) : 0;

  if (sluice_lines_get_n (row) > n && says (row, value))
    return;
  sluice_lines_set_n (row, n);
  for (guint i = 0; i < n; i++)
    {
      GtkEditable *entry = GTK_EDITABLE (sluice_lines_get (row, i));
      const char *text = sluice_value_get_string (sluice_value_get_element (value, i));

      if (g_strcmp0 (gtk_editable_get_text (entry), text ? text : "") != 0)
        gtk_editable_set_text (entry, text ? text : "");
    }
}

/* Files: chosen, or typed as in any list */

static void
chosen_cb (GtkWidget  *row,
           const char *path)
{
  SluiceValue list = read_list (row);

  sluice_value_append (&list, sluice_value_string (path));
  sluice_binding_commit (sluice_binding_get (row), list);
}

static void
choose_clicked_cb (GtkWidget *row)
{
  sluice_choose_file (row, sluice_binding_get_document (sluice_binding_get (row)), GTK_FILE_CHOOSER_ACTION_OPEN,
                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), NULL, chosen_cb);
}

static GtkWidget *
row_new (const SluiceField *field,
         const char        *title,
         const char        *blurb,
         SluiceRowFlags     flags,
         gboolean           of_files)
{
  GtkWidget *row = sluice_lines_row_new (title, &list_class);

  sluice_binding_attach (row, field, show_list);
  if (of_files)
    {
      GtkWidget *button = sluice_row_button_new ("document-open-symbolic", _("Choose a File"));

      g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_clicked_cb), row);
      sluice_row_add_suffix (row, button);
    }
  sluice_row_dress (row, blurb, (flags & SLUICE_ROW_HAS_DEFAULT) != 0);

  return row;
}

GtkWidget *
sluice_list_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb,
                     SluiceRowFlags     flags)
{
  return row_new (field, title, blurb, flags, FALSE);
}

GtkWidget *
sluice_files_row_new (const SluiceField *field,
                      const char        *title,
                      const char        *blurb,
                      SluiceRowFlags     flags)
{
  return row_new (field, title, blurb, flags, TRUE);
}
