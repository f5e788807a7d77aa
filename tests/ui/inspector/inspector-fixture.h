/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "graph/catalog.h"
#include "graph/document.h"
#include "inspector/inspector.h"

G_BEGIN_DECLS

/* An inspector in a window, with a small document: main/fetch is a script, main/approve a choice, main/all and
 * main/too are of a kind with a setting of each type, main/odd is of none that is known. */
typedef struct
{
  GtkWidget       *window;
  SluiceInspector *inspector;
  SluiceDocument  *document;
} Fixture;

/* The kind with a setting of each type; to be registered before the first test. */
extern const SluiceKindInfo inspector_fixture_kind;

void       inspector_fixture_set_up    (Fixture       *fixture,
                                        gconstpointer  data);
void       inspector_fixture_tear_down (Fixture       *fixture,
                                        gconstpointer  data);
void       select_node                 (Fixture       *fixture,
                                        const char    *address);
/* There has to be one. */
GtkWidget *get_row                     (Fixture       *fixture,
                                        const char    *title);
GtkWidget *find_row                    (GtkWidget     *widget,
                                        const char    *title);
GtkWidget *find_type                   (GtkWidget     *widget,
                                        GType          type);
/* As a person does it: select all, type over it. */
void       type_over                   (GtkWidget     *view,
                                        const char    *text);

G_END_DECLS
