/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The page of all breakpoints of a document. Signals "add" (guint kind, a SluiceBreakKind), "edit" (guint id) and
 * "locate" (guint id): what they ask for is not the list's to do; "removed" (guint n): Ctrl+Z brings them back. */

#define SLUICE_TYPE_BREAK_LIST (sluice_break_list_get_type ())
G_DECLARE_FINAL_TYPE (SluiceBreakList, sluice_break_list, SLUICE, BREAK_LIST, GtkWidget)

GtkWidget *sluice_break_list_new             (void);
void       sluice_break_list_set_breakpoints (SluiceBreakList   *self,
                                              SluiceBreakpoints *breakpoints);
void       sluice_break_list_set_document    (SluiceBreakList   *self,
                                              SluiceDocument    *document);
/* Whose hits it shows. */
void       sluice_break_list_set_session     (SluiceBreakList   *self,
                                              SluiceRunSession  *session);
void       sluice_break_list_focus           (SluiceBreakList   *self);

G_END_DECLS
