/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/history.h"

G_BEGIN_DECLS

/* The recorded runs, of one document or all. Signal "opened" (path, other): a run is to be shown, compared with
 * another if that is not NULL. Signal "failed" (text, GError): something could not be done. */

#define SLUICE_TYPE_RUN_LIST (sluice_run_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunList, sluice_run_list, SLUICE, RUN_LIST, GtkWidget)

GtkWidget  *sluice_run_list_new       (void);
/* The document's path; NULL: it is not saved. */
void        sluice_run_list_set_file  (SluiceRunList *self,
                                       const char    *file);
/* The record that is looked at, with which one that is chosen can be compared; or NULL. */
void        sluice_run_list_set_shown (SluiceRunList *self,
                                       const char    *path);
/* Looks for runs again, now or when the list is seen. */
void        sluice_run_list_refresh   (SluiceRunList *self);
void        sluice_run_list_focus     (SluiceRunList *self);

G_END_DECLS
