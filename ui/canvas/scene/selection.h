/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is selected: some nodes, or one edge. By address, so that it survives changes and undo. */

typedef struct _SluiceSelection SluiceSelection;

typedef void (*SluiceSelectionFunc) (gpointer user_data);

SluiceSelection *sluice_selection_new       (void);
void             sluice_selection_free      (SluiceSelection     *self);
void             sluice_selection_set_func  (SluiceSelection     *self,
                                             SluiceSelectionFunc  func, /* after each real change */
                                             gpointer             user_data);

gboolean         sluice_selection_has       (SluiceSelection     *self,
                                             const char          *address);
guint            sluice_selection_get_n     (SluiceSelection     *self); /* nodes */
char           **sluice_selection_dup       (SluiceSelection     *self); /* in the order they were selected */
const char      *sluice_selection_get_last  (SluiceSelection     *self); /* selected last: where keys act; or NULL */
gboolean         sluice_selection_get_edge  (SluiceSelection     *self,
                                             const char         **address,
                                             const char         **action);
gboolean         sluice_selection_has_edge  (SluiceSelection     *self,
                                             const char          *address,
                                             const char          *action);

void             sluice_selection_clear     (SluiceSelection     *self);
void             sluice_selection_set       (SluiceSelection     *self,
                                             const char * const  *addresses);
void             sluice_selection_set_one   (SluiceSelection     *self,
                                             const char          *address);
void             sluice_selection_set_edge  (SluiceSelection     *self,
                                             const char          *address,
                                             const char          *action);
void             sluice_selection_add       (SluiceSelection     *self,
                                             const char          *address);
void             sluice_selection_remove    (SluiceSelection     *self,
                                             const char          *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceSelection, sluice_selection_free)

G_END_DECLS
