/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* The flow file as text: its canonical form, and the formats there have been. */

#define SLUICE_FORMAT_CURRENT 1

/* The same data with the keys of every object in their canonical order. */
SluiceValue  sluice_format_order      (SluiceValue   root);
/* Whether a node names a flow of another file: "other.flow.json", "flows/other.flow.json#main". */
gboolean     sluice_format_names_file (const char   *flow);
/* Canonical text, with a newline at the end. */
char        *sluice_format_write      (SluiceValue   root,
                                       gsize        *length);

typedef enum
{
  SLUICE_FORMAT_READABLE, /* the current format, or migrated to it */
  SLUICE_FORMAT_NEWER,    /* written by a later version */
} SluiceFormatState;

/* Turns an older format into the current one. SLUICE_DOCUMENT_ERROR_FORMAT: not a flow file. */
gboolean     sluice_format_migrate    (SluiceValue        *root,
                                       SluiceFormatState  *state,
                                       GError            **error);
guint        sluice_format_n_migrations (void);
/* The first letter of git's conflict marker that the line is, or 0. */
char         sluice_format_get_marker     (const char     *line,
                                           gsize           length);
/* The lines of git's conflict markers in a text, as "3, 7 and 9", or NULL if it has none. */
char        *sluice_format_find_conflicts (const char     *text,
                                           gsize           length);

G_END_DECLS
