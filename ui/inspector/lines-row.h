/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of lines that are added, removed and put in another order by pointer and by keyboard: the
 * common part of lists and maps. */

typedef struct
{
  /* What a line holds; its first focusable widget gets the focus when the line is new. */
  GtkWidget *(*content_new) (GtkWidget *row);
  /* Writes all lines. */
  void       (*commit)      (GtkWidget *row);
  const char  *add_label;   /* translatable */
  const char  *empty_label; /* translatable */
} SluiceLinesClass;

GtkWidget *sluice_lines_row_new   (const char             *title,
                                   const SluiceLinesClass *klass); /* static */
guint      sluice_lines_get_n     (GtkWidget              *row);
void       sluice_lines_set_n     (GtkWidget              *row,
                                   guint                   n);
GtkWidget *sluice_lines_get       (GtkWidget              *row,
                                   guint                   index); /* its content */
/* The row that a widget of a line is in; NULL while it is not in one. */
GtkWidget *sluice_lines_row_of    (GtkWidget              *widget);
/* Adds an empty line below that of @widget and goes there; NULL: at the end. */
void       sluice_lines_add_after (GtkWidget              *row,
                                   GtkWidget              *widget);

G_END_DECLS
