/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a script reaches out: the calls of functions by their names, as they stand in its text. A
 * function that is called by another name is not found; then the run itself says what was not granted. */

/* @literal: the first argument's text, if it is one; NULL: it is computed. @is_whole: and nothing is
 * joined to it. */
typedef void (*SluiceCallNameFunc) (const char *name,
                                    const char *literal,
                                    gboolean    is_whole,
                                    gpointer    user_data);

void sluice_calls_scan (const char         *text,
                        SluiceCallNameFunc  func,
                        gpointer            user_data);

G_END_DECLS
