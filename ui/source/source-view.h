/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Editors of texts: prompts with {{ expressions }}, Lua, JSON. Their colours follow the desktop's. */

typedef enum
{
  SLUICE_SOURCE_TEMPLATE = 1 << 0, /* {{ }} are highlighted */
  SLUICE_SOURCE_ONE_LINE = 1 << 1, /* an expression: Enter goes to the next field */
  SLUICE_SOURCE_NUMBERED = 1 << 2, /* with line numbers, where there is room */
} SluiceSourceFlags;

/* @language: of GtkSourceView, or NULL for plain text. */
GtkSourceBuffer *sluice_source_buffer_new       (const char        *language,
                                                 SluiceSourceFlags  flags);
/* Underlines a line, from 1; 0 for none. */
void             sluice_source_buffer_mark_line (GtkSourceBuffer   *buffer,
                                                 guint              line);
GtkWidget       *sluice_source_view_new         (GtkSourceBuffer   *buffer,
                                                 SluiceSourceFlags  flags);

G_END_DECLS
