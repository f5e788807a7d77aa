/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @path: what was chosen; NULL: that was all. */
typedef void (*SluiceFileDialogFunc) (const char *path,
                                      gpointer    user_data);

void sluice_file_dialog_open   (GtkWindow            *parent,
                                const char           *folder,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);
void sluice_file_dialog_import (GtkWindow            *parent,
                                const char           *folder,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);
void sluice_file_dialog_save   (GtkWindow            *parent,
                                const char           *folder,
                                const char           *name,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);
/* @filter: what such files are called; NULL: a folder is chosen */
void sluice_file_dialog_export (GtkWindow            *parent,
                                const char           *folder,
                                const char           *name,
                                const char           *filter,
                                const char           *pattern,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);
void sluice_file_dialog_export_run (GtkWindow         *parent,
                                const char           *folder,
                                const char           *name,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);
void sluice_file_dialog_pick   (GtkWindow            *parent,
                                const char           *title,
                                const char           *filter,
                                const char * const   *patterns,
                                SluiceFileDialogFunc  func,
                                gpointer              user_data);

G_END_DECLS
