/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "exchange/exchange.h"

G_BEGIN_DECLS

/* Asks how a document is to be exported: what the format leaves open. */

#define SLUICE_TYPE_EXPORT_DIALOG (sluice_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SluiceExportDialog, sluice_export_dialog, SLUICE, EXPORT_DIALOG, AdwWindow)

/* @options: valid during the call */
typedef void (*SluiceExportDialogFunc) (const SluiceExportOptions *options,
                                        gpointer                   user_data);

/* Whether there is anything to ask. */
gboolean sluice_export_dialog_has_questions (const SluiceExchangeFormat *format,
                                             SluiceDocument             *document,
                                             const char * const         *select, /* nodes; or NULL */
                                             SluiceRunMarks             *run);   /* or NULL */
void     sluice_export_dialog_show          (GtkWindow                  *parent,
                                             const SluiceExchangeFormat *format,
                                             SluiceDocument             *document,
                                             const char                 *flow, /* that is shown */
                                             const char * const         *select,
                                             SluiceRunMarks             *run,
                                             SluiceExportDialogFunc      func,
                                             gpointer                    user_data,
                                             GDestroyNotify              free_user_data);

G_END_DECLS
