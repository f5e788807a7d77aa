/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "debug/breakpoints.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* The window in which a breakpoint is made or changed: what it stops at, and on what terms. Nothing is done before it
 * says all that its kind needs and its expressions parse. */

#define SLUICE_TYPE_BREAK_EDITOR (sluice_break_editor_get_type ())
G_DECLARE_FINAL_TYPE (SluiceBreakEditor, sluice_break_editor, SLUICE, BREAK_EDITOR, AdwWindow)

/* @draft: what it shows at first; its id is 0 for one that is yet to be added. */
void sluice_break_editor_open (GtkWindow              *parent,
                               SluiceBreakpoints      *breakpoints,
                               SluiceDocument         *document,
                               const SluiceBreakpoint *draft);

G_END_DECLS
