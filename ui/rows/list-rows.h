/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A label of a row: its widget name, by which tests find it, and its text. */
typedef struct
{
  const char *name;
  const char *text;
} SluiceRowLabel;

/* Removes the row at @first and all after it. */
void sluice_list_rows_clear  (GtkListBox           *list,
                              guint                 first);
/* A row of two lines, the second small and quiet. */
void sluice_list_rows_append (GtkListBox           *list,
                              const SluiceRowLabel *title,
                              const SluiceRowLabel *details,
                              gboolean              wraps); /* else what is too long ends in "…" */

G_END_DECLS
