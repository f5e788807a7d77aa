/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"

G_BEGIN_DECLS

/* Breakpoints that stay with the lines of their scripts while these are written, and go back with them in an undo. */

typedef struct _SluiceLineMoves SluiceLineMoves;

SluiceLineMoves *sluice_line_moves_new    (SluiceBreakpoints *breakpoints);
void             sluice_line_moves_free   (SluiceLineMoves   *self);
/* Whether a breakpoint went with its line, and may come back. */
gboolean         sluice_line_moves_has_gone (SluiceLineMoves *self);
/* The script of a phase was @before and is @after. */
void             sluice_line_moves_follow (SluiceLineMoves   *self,
                                           const char        *address,
                                           const char        *phase,
                                           const char        *before,
                                           const char        *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceLineMoves, sluice_line_moves_free)

G_END_DECLS
