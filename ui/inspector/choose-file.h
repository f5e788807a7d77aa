/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* The desktop's file chooser, for paths that are written relative to a document. */

/* @path: relative to the document where it is below its folder, else absolute. Not called when nothing
 * is chosen or @widget is gone. */
typedef void (*SluiceChooseFunc) (GtkWidget  *widget,
                                  const char *path);

void  sluice_choose_file        (GtkWidget            *widget,
                                 SluiceDocument       *document,
                                 GtkFileChooserAction  action,
                                 const char           *title,
                                 const char           *suggestion, /* a name to save under, or NULL */
                                 SluiceChooseFunc      func);
/* Absolute, for a path as it is written; NULL when it is relative and the document has no folder. */
char *sluice_dup_absolute_path  (SluiceDocument       *document,
                                 const char           *path);

G_END_DECLS
