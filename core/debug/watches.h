/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The expressions that a person watches in the runs of a document, in their order. They are kept beside the
 * breakpoints, never in the flow file. Signal "changed". */

/* So many can be added: all of them are evaluated at every stop. Those of a file that has more are all taken. */
#define SLUICE_WATCHES_MAX 200

#define SLUICE_TYPE_WATCHES (sluice_watches_get_type ())
G_DECLARE_FINAL_TYPE (SluiceWatches, sluice_watches, SLUICE, WATCHES, GObject)

SluiceWatches      *sluice_watches_new             (void);
guint               sluice_watches_get_n           (SluiceWatches *self);
const char         *sluice_watches_get             (SluiceWatches *self,
                                                    guint          index);
const char * const *sluice_watches_get_expressions (SluiceWatches *self); /* NULL-terminated */
gboolean            sluice_watches_is_full         (SluiceWatches *self);
/* Blank is none; it goes to the end. */
gboolean            sluice_watches_add             (SluiceWatches *self,
                                                    const char    *expression);
/* Blank removes it. */
void                sluice_watches_set             (SluiceWatches *self,
                                                    guint          index,
                                                    const char    *expression);
void                sluice_watches_remove          (SluiceWatches *self,
                                                    guint          index);
void                sluice_watches_move            (SluiceWatches *self,
                                                    guint          from,
                                                    guint          to);
/* NULL path: nothing is kept. */
gboolean            sluice_watches_load            (SluiceWatches *self,
                                                    const char    *document_path,
                                                    GError       **error);
gboolean            sluice_watches_save            (SluiceWatches *self,
                                                    const char    *document_path,
                                                    GError       **error);

G_END_DECLS
