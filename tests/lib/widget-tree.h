/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 xid;            /* the X window of the surface, 0 where there is none */
  graphene_rect_t bounds; /* in the surface's coordinates, its shadow included */
} SluiceTestPlace;

GtkWidget *sluice_test_find_widget (const char            *name);
GtkWidget *sluice_test_find_type   (const char            *type_name);
gboolean   sluice_test_place       (GtkWidget             *widget,
                                    const graphene_rect_t *area,
                                    SluiceTestPlace       *place);
char      *sluice_test_dump        (void);

G_END_DECLS
