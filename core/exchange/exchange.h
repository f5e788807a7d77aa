/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* A document in other forms: diagrams, pictures, programs. One table says which there are; command
 * line, menus and file dialogs read it, so that a new form is a file here and a row there. */

#define SLUICE_EXCHANGE_ERROR (sluice_exchange_error_quark ())
GQuark sluice_exchange_error_quark (void);

typedef enum
{
  SLUICE_EXCHANGE_ERROR_OPTION,  /* an option with a value that the format does not take */
  SLUICE_EXCHANGE_ERROR_SYNTAX,  /* what is to be imported is not of the format */
  SLUICE_EXCHANGE_ERROR_MISSING, /* a program that is needed is not installed */
  SLUICE_EXCHANGE_ERROR_FAILED,  /* anything else; the message says what */
} SluiceExchangeError;

typedef enum
{
  SLUICE_THEME_LIGHT,
  SLUICE_THEME_DARK,
  SLUICE_THEME_TRANSPARENT, /* the light one without a ground */
} SluiceTheme;

typedef struct _SluiceRunMarks SluiceRunMarks; /* run-marks.h */

/* Zeroed, these are the defaults. What a format does not list among its options it ignores. */
typedef struct
{
  const char  *flow;  /* id of the one to export; NULL: all */
  SluiceTheme  theme;
  guint        scale; /* pixels of the picture for one of the canvas, 1 to 4; 0: 1 */
  const char * const *select; /* addresses of nodes: only these, and what they run; NULL: all */
  SluiceRunMarks *run; /* how far a run came, to be shown; borrowed; NULL: none */
  const char  *target; /* the folder that a project goes to, to keep what was written there by hand */
} SluiceExportOptions;

typedef enum
{
  SLUICE_EXPORT_OPTION_FLOW  = 1 << 0,
  SLUICE_EXPORT_OPTION_THEME = 1 << 1,
  SLUICE_EXPORT_OPTION_SCALE = 1 << 2,
  SLUICE_EXPORT_OPTION_RUN   = 1 << 3,
} SluiceExportOptionFlags;

/* What an export made: one file, or the files of a folder. */
typedef struct
{
  GPtrArray *files; /* SluiceExportFile */
  GPtrArray *notes; /* char *: what could not be kept, and what to look at; for people */
} SluiceExport;

typedef struct
{
  char   *path;    /* within the folder; NULL: the only file */
  GBytes *content;
} SluiceExportFile;

typedef struct
{
  const char              *id;
  const char              *title;     /* translatable */
  const char              *suffix;    /* with the dot; of a folder "" */
  const char              *mime_type; /* of a folder "inode/directory" */
  SluiceExportOptionFlags  options;
  gboolean                 is_binary;
  gboolean                 is_folder;
  const char              *part_suffix; /* of a file of a folder that can be read for all of it; or NULL */
  /* Each adds its files and notes; NULL: it can only be read. */
  gboolean               (*write) (SluiceDocument            *document,
                                   const SluiceExportOptions *options,
                                   SluiceExport              *into,
                                   GError                   **error);
  /* Makes a document of a file or folder; NULL: it can only be written. */
  SluiceDocument        *(*read) (const char  *path,
                                  GPtrArray   *notes, /* char * */
                                  GError     **error);
  /* The same, where it takes a while; NULL: it does not. */
  void                   (*read_async)  (const char           *path,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
  SluiceDocument        *(*read_finish) (GAsyncResult         *result,
                                         GPtrArray            *notes,
                                         GError              **error);
} SluiceExchangeFormat;

guint                       sluice_exchange_get_n   (void);
const SluiceExchangeFormat *sluice_exchange_get     (guint                       index);
const SluiceExchangeFormat *sluice_exchange_find    (const char                 *id);
/* The format of a file by the end of its name, or that of a folder; NULL: none. */
const SluiceExchangeFormat *sluice_exchange_guess   (const char                 *path);
/* The same of something that is to be read; a module in Python stands for its project. */
const SluiceExchangeFormat *sluice_exchange_guess_import (const char            *path);

SluiceExport               *sluice_exchange_export  (SluiceDocument             *document,
                                                     const SluiceExchangeFormat *format,
                                                     const SluiceExportOptions  *options, /* NULL: the defaults */
                                                     GError                    **error);
SluiceDocument             *sluice_exchange_import  (const SluiceExchangeFormat *format,
                                                     const char                 *path,
                                                     GPtrArray                  *notes, /* or NULL */
                                                     GError                    **error);

void                        sluice_exchange_import_async  (const SluiceExchangeFormat *format,
                                                           const char                 *path,
                                                           GCancellable               *cancellable,
                                                           GAsyncReadyCallback         callback,
                                                           gpointer                    user_data);
SluiceDocument             *sluice_exchange_import_finish (GAsyncResult               *result,
                                                           GPtrArray                  *notes, /* or NULL */
                                                           GError                    **error);

/* A PNG picture of at most @size pixels each way, for file managers. */
GBytes                     *sluice_exchange_thumbnail (SluiceDocument           *document,
                                                     guint                       size,
                                                     GError                    **error);

/* Each file is written as a flow file is: whole, or not at all. */
gboolean                    sluice_export_save      (SluiceExport               *self,
                                                     const char                 *path,
                                                     GError                    **error);
void                        sluice_export_add       (SluiceExport               *self,
                                                     const char                 *path,
                                                     GBytes                     *take);
void                        sluice_export_add_text  (SluiceExport               *self,
                                                     const char                 *path,
                                                     GString                    *take);
void                        sluice_export_note      (SluiceExport               *self,
                                                     const char                 *format,
                                                     ...) G_GNUC_PRINTF (2, 3);
void                        sluice_export_free      (SluiceExport               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceExport, sluice_export_free)

G_END_DECLS
