/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/check.h"

G_BEGIN_DECLS

/* What can be done about a problem without asking further. A fix is one undo step. */
char     *sluice_check_dup_fix_title (SluiceDocument  *document,
                                      const char      *code,
                                      const char      *pointer);
gboolean  sluice_check_fix           (SluiceDocument  *document,
                                      const char      *code,
                                      const char      *pointer,
                                      GError         **error);
/* All of a kind, as one undo step. Returns how many. */
guint     sluice_check_fix_all       (SluiceDocument  *document,
                                      const char      *code,
                                      GError         **error);

G_END_DECLS
