/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* Texts that are kept in a file beside the document: { "$file": "prompts/x.md" }. */

/* What is in the file that @reference names, or NULL. */
char      *sluice_text_file_dup_content   (SluiceDocument *document,
                                           SluiceValue     reference);
/* A menu for the head of a text's row: puts the text into a file, or takes it back. */
GtkWidget *sluice_text_file_button_new    (GtkWidget      *row);
void       sluice_text_file_button_update (GtkWidget      *button,
                                           const char     *file, /* NULL: in the document */
                                           gboolean        is_empty);

G_END_DECLS
