/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"

G_BEGIN_DECLS

/* The effects of files. Paths are relative to the flow's folder, and below granted folders only.
 * "read": { path, format, header, max-size } gives the content.
 * "write": { path, content, format, append, make-folders } gives { path, size }.
 * "list": { path, pattern, entries, recursive } gives names, sorted.
 * "watch": { path, pattern, recursive, since, within } waits for a change; gives { changed, removed, state }. */

#define SLUICE_FILE_MAX_SIZE 64 /* MiB */

void sluice_file_perform_read  (SluiceEffect *effect,
                                gpointer      user_data);
void sluice_file_perform_write (SluiceEffect *effect,
                                gpointer      user_data);
void sluice_file_perform_list  (SluiceEffect *effect,
                                gpointer      user_data);
void sluice_file_perform_watch (SluiceEffect *effect,
                                gpointer      user_data);

G_END_DECLS
