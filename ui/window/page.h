/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "debug/breakpoints.h"
#include "debugger/session/run-session.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* What is in one tab: a document, its run, the canvas and the panels around it. */

#define SLUICE_TYPE_PAGE (sluice_page_get_type ())
G_DECLARE_FINAL_TYPE (SluicePage, sluice_page, SLUICE, PAGE, GtkWidget)

typedef enum
{
  SLUICE_PANEL_LEFT,
  SLUICE_PANEL_RIGHT,
  SLUICE_PANEL_BOTTOM,
  SLUICE_N_PANELS,
} SluicePanel;

GtkWidget        *sluice_page_new            (void);

SluiceDocument   *sluice_page_get_document   (SluicePage     *self);
SluiceRunSession *sluice_page_get_session    (SluicePage     *self);
void              sluice_page_set_document   (SluicePage     *self,
                                              SluiceDocument *document);
char             *sluice_page_dup_title      (SluicePage     *self);
char             *sluice_page_dup_subtitle   (SluicePage     *self);
gboolean          sluice_page_is_untouched   (SluicePage     *self);
gboolean          sluice_page_has_file       (SluicePage     *self,
                                              const char     *path);

G_END_DECLS
