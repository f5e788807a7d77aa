/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* Texts kept in a file beside the document (flow-file.md, rule 5): { "$file": "prompts/x.md" }. */

/* A copy of @value with each of them read, from below @folder. NULL @folder: there are no files. */
gboolean sluice_texts_resolve (SluiceValue   value,
                               const char   *folder,
                               SluiceValue  *resolved,
                               GError      **error);
/* The same for a node or flow: in what it runs by. Its notes, places and what nobody knows stay as they are. */
gboolean sluice_texts_resolve_node (SluiceValue   object,
                                    const char   *folder,
                                    SluiceValue  *resolved,
                                    GError      **error);

G_END_DECLS
