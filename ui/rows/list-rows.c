/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of lists that are filled by hand. */
#include "rows/list-rows.h"

#include "spoken/spoken-box.h"

/**
 * sluice_list_rows_clear:
 * @list: a list whose rows no model makes
 * @first: the place of a row; 0: all go
 *
 * Removes the row at @first and all after it.
 */
void
sluice_list_rows_clear (GtkListBox *list,
                        guint       first)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, (int) first)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static GtkWidget *
append_label (GtkWidget            *content,
              const SluiceRowLabel *label,
              gboolean              wraps)
{
  GtkWidget *widget = g_object_new (GTK_TYPE_LABEL, "name", label->name, "label", label->text, "xalign", 0.0,
                                    "wrap", wraps, "ellipsize", wraps ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END,
                                    NULL);

  gtk_box_append (GTK_BOX (content), widget);
  return widget;
}

/**
 * sluice_list_rows_append:
 * @list: a list whose rows no model makes
 * @title: the first line
 * @details: the second
 * @wraps: whether what is too long goes on below; else it is cut
 *
 * Appends a row of two lines, the second of them small and quiet. It is read out as both.
 */
void
sluice_list_rows_append (GtkListBox           *list,
                         const SluiceRowLabel *title,
                         const SluiceRowLabel *details,
                         gboolean              wraps)
{
  GtkWidget *content = g_object_new (SLUICE_TYPE_SPOKEN_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *quiet;

  append_label (content, title, wraps);
  quiet = append_label (content, details, wraps);
  gtk_widget_add_css_class (quiet, "caption");
  gtk_widget_add_css_class (quiet, "dim-label");
  gtk_list_box_append (list, content);
}
