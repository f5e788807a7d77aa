/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Loading and saving of a whole file so that, whatever fails, it is the old or the new version.
 * Both block: call them from a GTask thread. */

#define SLUICE_FILE_ERROR (sluice_file_error_quark ())
GQuark sluice_file_error_quark (void);

typedef enum
{
  SLUICE_FILE_ERROR_NOT_FOUND,   /* there is no such file or folder */
  SLUICE_FILE_ERROR_CHANGED,     /* on disk is not what was expected there */
  SLUICE_FILE_ERROR_NOT_REGULAR, /* a folder, a device, a socket */
  SLUICE_FILE_ERROR_TOO_LARGE,   /* more than the limit */
  SLUICE_FILE_ERROR_DENIED,      /* no permission, or a read-only file system */
  SLUICE_FILE_ERROR_FULL,        /* no space, quota or file size limit reached */
  SLUICE_FILE_ERROR_FAILED,      /* anything else the system said */
} SluiceFileError;

/* What a file was when it was loaded or saved. */
typedef struct
{
  guint64 device;
  guint64 inode;
  guint64 size;         /* bytes */
  gint64  modified;     /* ns since 1970 */
  guint8  digest[32];   /* SHA-256 of the content */
} SluiceFileStamp;

#define SLUICE_TYPE_FILE_STAMP (sluice_file_stamp_get_type ())
GType            sluice_file_stamp_get_type (void) G_GNUC_CONST;

SluiceFileStamp *sluice_file_stamp_copy     (const SluiceFileStamp *stamp);
void             sluice_file_stamp_free     (SluiceFileStamp       *stamp);
gboolean         sluice_file_stamp_equal    (const SluiceFileStamp *a,
                                             const SluiceFileStamp *b); /* the content alone */

gboolean         sluice_file_load           (const char            *path,
                                             gsize                  max_bytes, /* 0: 64 MiB */
                                             char                 **text,
                                             gsize                 *length,
                                             SluiceFileStamp       *stamp,
                                             GError               **error);
gboolean         sluice_file_save           (const char            *path,
                                             const char            *text,
                                             gsize                  length,
                                             const SluiceFileStamp *expected,
                                             SluiceFileStamp       *stamp,
                                             GError               **error);
/* Whether the file is still what @stamp says; cheap while its metadata is the same. */
gboolean         sluice_file_is_unchanged   (const char            *path,
                                             const SluiceFileStamp *stamp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceFileStamp, sluice_file_stamp_free)

G_END_DECLS
