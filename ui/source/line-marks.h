/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* What is marked beside the lines of a document's scripts: breakpoints, and where a run is stopped. There is one for
 * each document, which every view of its scripts reads.
 * Signals "changed"; "edit" and "run-to" (SluiceBreakpoint *): what a view asks for, of a line. */

#define SLUICE_TYPE_LINE_MARKS (sluice_line_marks_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLineMarks, sluice_line_marks, SLUICE, LINE_MARKS, GObject)

/* A script: the node it is of and its phase, "exec". */
typedef struct
{
  const char *address;
  const char *phase;
} SluiceScriptPlace;

SluiceLineMarks        *sluice_line_marks_of              (SluiceDocument          *document);
void                    sluice_line_marks_set_breakpoints (SluiceLineMarks         *self,
                                                           SluiceBreakpoints       *breakpoints);
/* @line 0: at none */
void                    sluice_line_marks_set_stop        (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
guint                   sluice_line_marks_get_stop        (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place);
/* NULL: there is none; lines are counted from 1 */
const SluiceBreakpoint *sluice_line_marks_find            (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
/* All that the breakpoint there is; NULL: there is none */
char                   *sluice_line_marks_dup_break_words (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
gboolean                sluice_line_marks_is_muted        (SluiceLineMarks         *self);
void                    sluice_line_marks_toggle          (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
void                    sluice_line_marks_enable          (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
void                    sluice_line_marks_edit            (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
void                    sluice_line_marks_run_to          (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place,
                                                           guint                    line);
/* "Breakpoints at lines 2, 5. Stopped at line 3."; NULL: nothing to say */
char                   *sluice_line_marks_dup_words       (SluiceLineMarks         *self,
                                                           const SluiceScriptPlace *place);

G_END_DECLS
