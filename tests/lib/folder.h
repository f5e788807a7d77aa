/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The path of a folder that a test has for itself; all that is in it goes with it:
 *   g_autoptr (TestFolder) folder = test_folder_new ();
 */
typedef char TestFolder;

TestFolder *test_folder_new  (void);
/* Where that can be had: for what writes much, and has no need of a disk. */
TestFolder *test_folder_new_in_memory (void);
void        test_folder_free (TestFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free)

G_END_DECLS
