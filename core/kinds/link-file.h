/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/link.h"

G_BEGIN_DECLS

/* What linking and its check share: which file a name means, and which of its flows. */

/* What came of reading a file, for one look after another: it holds no value of its document. */
typedef struct
{
  guint64  size;  /* bytes */
  guint64  inode;
  gint64   modified; /* ns since 1970 */
  char   **flows; /* owned */
  char   **run;   /* owned: those that a run of the file starts */
  GError  *error; /* owned: why it can't be read; NULL: it can */
} SluiceLinkFile;

void        sluice_link_file_init  (SluiceLinkFile        *self,
                                    SluiceDocument        *document);
void        sluice_link_file_clear (SluiceLinkFile        *self);
/* Its flow that is meant by @name, borrowed from @self. */
const char *sluice_link_file_choose (const SluiceLinkFile *self,
                                     const char           *name,
                                     GError              **error);
/* Of the file that @name means; @document has that name. */
char       *sluice_link_dup_path   (SluiceDocument        *document,
                                    const char            *name,
                                    GError               **error);
/* Reads it; what goes wrong is said with the name that the document has for it. */
SluiceDocument *sluice_link_load   (const char            *path,
                                    const char            *name,
                                    GError               **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceLinkFile, sluice_link_file_clear)

G_END_DECLS
