/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/exchange.h"

G_BEGIN_DECLS

/* The functions of the table in exchange.c, a file for each format and direction. */

gboolean        sluice_mermaid_write  (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);
SluiceDocument *sluice_mermaid_read   (const char                *path,
                                       GPtrArray                 *notes,
                                       GError                   **error);
gboolean        sluice_dot_write      (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);
gboolean        sluice_markdown_write (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);

gboolean        sluice_svg_write      (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);
SluiceDocument *sluice_svg_read       (const char                *path,
                                       GPtrArray                 *notes,
                                       GError                   **error);
gboolean        sluice_png_write      (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);
SluiceDocument *sluice_png_read       (const char                *path,
                                       GPtrArray                 *notes,
                                       GError                   **error);
gboolean        sluice_pdf_write      (SluiceDocument            *document,
                                       const SluiceExportOptions *options,
                                       SluiceExport              *into,
                                       GError                   **error);

gboolean        sluice_python_write_project (SluiceDocument            *document,
                                             const SluiceExportOptions *options,
                                             SluiceExport              *into,
                                             GError                   **error);

SluiceDocument *sluice_python_read          (const char                *path,
                                             GPtrArray                 *notes,
                                             GError                   **error);
void            sluice_python_read_async    (const char                *path,
                                             GCancellable              *cancellable,
                                             GAsyncReadyCallback        callback,
                                             gpointer                   user_data);
SluiceDocument *sluice_python_read_finish   (GAsyncResult              *result,
                                             GPtrArray                 *notes,
                                             GError                   **error);
/* The document that the reading program printed, whatever it printed. */
SluiceDocument *sluice_python_take_answer   (const char                *said,
                                             const char                *path,
                                             GPtrArray                 *notes,
                                             GError                   **error);

/* A part of a document: nodes by their addresses, the edges among them, and the flows that they run. */
SluiceDocument *sluice_exchange_select  (SluiceDocument            *document,
                                         const char * const        *select,
                                         GError                   **error);

/* The diagram alone, as other documents hold it. */
char           *sluice_mermaid_dup_text (SluiceDocument          *document,
                                         const char              *flow,
                                         SluiceRunMarks          *run); /* or NULL */

G_END_DECLS
