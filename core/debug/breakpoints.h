/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoint.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* The person's breakpoints on one document, by address; kept under the XDG state folder, never in
 * the file. Not shared between threads: hand a copy over with to_value / new_from_value. */

#define SLUICE_TYPE_BREAKPOINTS (sluice_breakpoints_get_type ())
G_DECLARE_FINAL_TYPE (SluiceBreakpoints, sluice_breakpoints, SLUICE, BREAKPOINTS, GObject)

/* Signal "changed" (const char *address; NULL: many). */

SluiceBreakpoints *sluice_breakpoints_new            (void);
SluiceBreakpoints *sluice_breakpoints_new_from_value (SluiceValue        value);
SluiceValue        sluice_breakpoints_to_value       (SluiceBreakpoints *self);
/* the same, with the ids and the order of all */
SluiceValue        sluice_breakpoints_to_list_value  (SluiceBreakpoints *self);
/* as new_from_value, in place */
void               sluice_breakpoints_assign         (SluiceBreakpoints *self,
                                                      SluiceValue        value);
/* set, enabled or not */
gboolean           sluice_breakpoints_has            (SluiceBreakpoints *self,
                                                      const char        *address);
gboolean           sluice_breakpoints_is_enabled     (SluiceBreakpoints *self,
                                                      const char        *address);
void               sluice_breakpoints_set            (SluiceBreakpoints *self,
                                                      const char        *address,
                                                      gboolean           enabled);
void               sluice_breakpoints_clear          (SluiceBreakpoints *self,
                                                      const char        *address);
/* whether it is set now */
gboolean           sluice_breakpoints_toggle         (SluiceBreakpoints *self,
                                                      const char        *address);
guint              sluice_breakpoints_get_n          (SluiceBreakpoints *self);
char             **sluice_breakpoints_dup_addresses  (SluiceBreakpoints *self); /* sorted */
/* O(1), for the gate; @address may be NULL. */
gboolean           sluice_breakpoints_hits           (SluiceBreakpoints *self,
                                                      const char        *address);
/* All of them, of every kind, in the order in which they were added. The functions above are about those of
 * nodes, of which an address has one at most. */
const SluiceBreakpoint *sluice_breakpoints_get       (SluiceBreakpoints      *self,
                                                      guint                   index);
const SluiceBreakpoint *sluice_breakpoints_find      (SluiceBreakpoints      *self,
                                                      guint                   id); /* NULL: none */
/* Its id; 0 with SLUICE_DEBUG_ERROR_BREAKPOINT. A second one on a node takes the place of the first. */
guint                   sluice_breakpoints_add       (SluiceBreakpoints      *self,
                                                      const SluiceBreakpoint *breakpoint,
                                                      GError                **error);
gboolean                sluice_breakpoints_change    (SluiceBreakpoints      *self,
                                                      guint                   id,
                                                      const SluiceBreakpoint *breakpoint,
                                                      GError                **error);
/* One that was removed comes back, under its id where that is free. */
void                    sluice_breakpoints_restore   (SluiceBreakpoints      *self,
                                                      const SluiceBreakpoint *breakpoint);
gboolean                sluice_breakpoints_remove    (SluiceBreakpoints      *self,
                                                      guint                   id);
void                    sluice_breakpoints_remove_all (SluiceBreakpoints     *self);
/* Mute all: kept, and none stops. */
gboolean                sluice_breakpoints_is_muted  (SluiceBreakpoints      *self);
void                    sluice_breakpoints_set_muted (SluiceBreakpoints      *self,
                                                      gboolean                muted);
/* A node or a flow has another address now. */
void                    sluice_breakpoints_rename    (SluiceBreakpoints      *self,
                                                      const char             *from,
                                                      const char             *to);

/* Where a document's breakpoints are kept; NULL path: nothing is kept. */
gboolean           sluice_breakpoints_load           (SluiceBreakpoints *self,
                                                      const char        *document_path,
                                                      GError           **error);
gboolean           sluice_breakpoints_save           (SluiceBreakpoints *self,
                                                      const char        *document_path,
                                                      GError           **error);

G_END_DECLS
