/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoint.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* Breakpoints in the words of the window. @document may be NULL: then nodes are told by their addresses. */

/* "Before a node", with its flow where there are several */
char     *sluice_break_dup_kind    (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
char     *sluice_break_dup_place   (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
/* "if shared.n > 3, from hit 2 on, logs “…”"; NULL: it has none */
char     *sluice_break_dup_terms   (const SluiceBreakpoint *breakpoint);
/* all of it, as it is read out */
char     *sluice_break_dup_words   (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
/* its node or its edge is not in the document */
gboolean  sluice_break_is_missing  (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
const char *sluice_break_get_phase_title (const char       *phase);
/* "shared.count" is the place "/count" as well; what begins with neither is taken as it is. */
char     *sluice_break_dup_pointer (const char             *text);

G_END_DECLS
