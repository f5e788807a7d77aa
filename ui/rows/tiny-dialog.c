/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dialogs over a window that is narrower than words have room in: such a one has the style class “tiny”. */
#include "rows/tiny-dialog.h"

#include <adwaita.h>

/* What is chosen goes below its title, unless something is said there. */
static void
fit_combo (AdwActionRow *row)
{
  const char *subtitle = adw_action_row_get_subtitle (row);

  if (subtitle == NULL || *subtitle == '\0')
    adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
}

static void
fit (GtkWidget *widget)
{
  if (ADW_IS_COMBO_ROW (widget))
    fit_combo (ADW_ACTION_ROW (widget));
  /* The windows of libadwaita ask for the width of a telephone, and have no room for their frame in it. */
  if (ADW_IS_LEAFLET (widget))
    gtk_widget_set_size_request (widget, -1, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fit (child);
}

/**
 * sluice_tiny_dialog_fit:
 * @dialog: a dialog with all that is in it
 * @parent: (nullable): the window that it is over
 *
 * Makes a dialog over a tiny window tiny as well.
 *
 * Returns: whether it is tiny, so that buttons leave no room for a title between them
 */
gboolean
sluice_tiny_dialog_fit (GtkWindow *dialog,
                        GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (dialog), FALSE);

  if (parent == NULL || !gtk_widget_has_css_class (GTK_WIDGET (parent), "tiny"))
    return FALSE;
  gtk_widget_add_css_class (GTK_WIDGET (dialog), "tiny");
  fit (GTK_WIDGET (dialog));
  return TRUE;
}
