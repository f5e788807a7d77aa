/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

#include "base/value.h"

G_BEGIN_DECLS

/* Text for people and for pipes. Colours and the status appear on a terminal only, and not
 * where NO_COLOR or a dumb terminal says so. */

typedef enum
{
  SLUICE_COLOUR_NONE,
  SLUICE_COLOUR_BOLD,
  SLUICE_COLOUR_DIM,
  SLUICE_COLOUR_RED,
  SLUICE_COLOUR_YELLOW,
  SLUICE_COLOUR_GREEN,
  SLUICE_COLOUR_CYAN,
} SluiceColour;

gboolean    sluice_terminal_is        (FILE         *stream);
const char *sluice_terminal_begin     (FILE         *stream,
                                       SluiceColour  colour);
const char *sluice_terminal_end       (FILE         *stream);
/* What may be shown on @stream: on a terminal, control characters are escaped. */
char       *sluice_terminal_dup_safe  (FILE         *stream,
                                       const char   *text);
/* A whole line; the status gives way to it. */
void        sluice_terminal_line      (FILE         *stream,
                                       SluiceColour  colour,
                                       const char   *text);
void        sluice_terminal_json_line (FILE         *stream,
                                       SluiceValue   take);
/* "sluice: …" on stderr. */
void        sluice_terminal_error     (const char   *format,
                                       ...) G_GNUC_PRINTF (1, 2);
void        sluice_terminal_warning   (const char   *format,
                                       ...) G_GNUC_PRINTF (1, 2);
/* The lines below everything on stderr; empty: none. Does nothing where there is no terminal. */
void        sluice_terminal_status    (const char   *lines);
/* Whether what is typed is shown; put back at exit. */
void        sluice_terminal_echo      (gboolean      echo);

G_END_DECLS
