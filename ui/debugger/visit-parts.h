/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The parts of the page about a visit, from top to bottom. */

typedef void (*SluiceVisitPartFunc)   (gpointer         user_data,
                                       SluiceVisitPart  part);
typedef void (*SluiceVisitLocateFunc) (gpointer         user_data,
                                       const char      *address);

typedef struct
{
  SluiceVisitPartFunc   open; /* shows all of a result */
  SluiceVisitPartFunc   copy;
  SluiceVisitLocateFunc locate;
} SluiceVisitPartsFuncs;

const char *sluice_visit_parts_get_title (SluiceVisitPart part);

void sluice_visit_parts_fill (GtkBox                      *box,
                              const SluiceVisitInfo       *visit,
                              const SluiceVisitPartsFuncs *funcs,
                              gpointer                     user_data);

G_END_DECLS
