/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* Breakpoints in the words of the window. @document may be NULL: then nodes are told by their addresses. @others are
 * those that one may wait for; NULL: they are told by their numbers. */

/* "Before a node", with its flow where there are several */
char     *sluice_break_dup_kind    (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
char     *sluice_break_dup_place   (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
/* its place, with its kind unless it is a plain node: what another one waits for */
char     *sluice_break_dup_name    (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
/* "if shared.n > 3, from hit 2 on, waits for Look, logs “…”"; NULL: it has none */
char     *sluice_break_dup_terms   (const SluiceBreakpoint *breakpoint,
                                    SluiceBreakpoints      *others,
                                    SluiceDocument         *document,
                                    gboolean                is_waiting);
/* all of it, as it is read out */
char     *sluice_break_dup_words   (const SluiceBreakpoint *breakpoint,
                                    SluiceBreakpoints      *others,
                                    SluiceDocument         *document,
                                    gboolean                is_waiting);
/* whether what it waits for, if anything, is there and on, and so on from one to the next */
gboolean  sluice_break_can_come    (const SluiceBreakpoint *breakpoint,
                                    SluiceBreakpoints      *others);
/* whether it waits for that one, at once or by way of others */
gboolean  sluice_break_waits_for   (const SluiceBreakpoint *breakpoint,
                                    SluiceBreakpoints      *others,
                                    guint                   id);
/* its node or its edge is not in the document */
gboolean  sluice_break_is_missing  (const SluiceBreakpoint *breakpoint,
                                    SluiceDocument         *document);
const char *sluice_break_get_phase_title (const char       *phase);
/* "shared.list[1]" is the place "/list/0" as well; what begins with neither is taken as it is. */
char     *sluice_break_dup_pointer (const char             *text);

G_END_DECLS
