/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/beneath.h"

G_BEGIN_DECLS

/* What is in a granted folder: names, and what tells whether a file has changed. */

typedef struct
{
  SluiceBeneath *beneath;
  char          *pattern;   /* "*.txt"; with a "/" it is held against the whole path; NULL: all */
  gboolean       recursive; /* folders in it, too; links are not followed */
  gboolean       files;
  gboolean       folders;
} SluiceFolderLook;

SluiceFolderLook *sluice_folder_look_new   (SluiceRun               *run,
                                            SluiceValue              options,
                                            GError                 **error);
void              sluice_folder_look_free  (SluiceFolderLook        *self);
/* In any thread. An object: the path below the folder, sorted, → a text that changes when the file does. Of a file: its
 * own name; where nothing is, nothing. */
gboolean          sluice_folder_look_state (const SluiceFolderLook  *self,
                                            GCancellable            *cancellable,
                                            SluiceValue             *state,
                                            GError                 **error);

G_END_DECLS
