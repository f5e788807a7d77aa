/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/message-bar.h"
#include "window/page-private.h"
#include "window/start-page.h"
#include "window/window.h"

#include "debugger/run-controls.h"
#include "exchange/exchange.h"
#include "library/finder.h"

G_BEGIN_DECLS

struct _SluiceWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned. */
  GSettings         *settings;
  GMenuModel        *primary_menu;
  GMenu             *undo_menu;
  GMenu             *recent_menu;
  SluiceFinder      *finder;       /* a child of content */
  GPtrArray         *failures;     /* while several files are being opened, else NULL: the name and the reason of each
                                    * that could not be, as a GStrv */

  /* Borrowed. */
  SluicePage        *page;         /* in the tab that is shown, or NULL on the start page */

  GQueue             imports;      /* what is being read, owned by its end; see window-import.c */

  gboolean           is_closing;   /* asked already: close without asking */
  gboolean           is_asking;
  gboolean           is_narrow;
  gboolean           is_tiny;

  /* Template. */
  AdwToastOverlay   *toasts;
  GtkWidget         *header_bar;
  GtkWidget         *content;
  GtkStack          *pages;
  SluiceStartPage   *start_page;
  AdwTabBar         *tab_bar;
  AdwTabView        *tabs;
  GtkWidget         *title_box;
  GtkLabel          *title_label;
  GtkLabel          *subtitle_label;
  SluiceRunControls *run_controls;
  GtkWidget         *run_bar;             /* has them in a narrow window */
  SluiceRunControls *narrow_run_controls;
  GtkWidget         *panel_buttons;
  GtkButton         *open_button;
  GtkMenuButton     *menu_button;
  GMenu             *open_menu;
  GtkMenuButton     *open_menu_button;
  SluiceMessageBar  *error_bar;
  SluiceMessageBar  *import_bar;
};

/* window.c */
void  sluice_window_page_updated      (SluiceWindow   *self,
                                       SluicePage     *page);
void  sluice_window_show_error        (SluiceWindow   *self,
                                       const char     *title,
                                       const GError   *error);
void  sluice_window_toast             (SluiceWindow   *self,
                                       const char     *text);

/* window-actions.c */
void  sluice_window_init_actions      (SluiceWindow   *self);
void  sluice_window_bind_class_keys   (GtkWidgetClass *widget_class);
void  sluice_window_set_enabled       (SluiceWindow   *self,
                                       const char     *action,
                                       gboolean        is_enabled);
void  sluice_window_update_actions    (SluiceWindow   *self);

/* window-tabs.c */
void  sluice_window_init_tabs         (SluiceWindow   *self);
SluicePage *sluice_window_add_page    (SluiceWindow   *self,
                                       SluiceDocument *document);
SluicePage *sluice_window_get_nth_page (SluiceWindow  *self,
                                       int             index);
void  sluice_window_select_page       (SluiceWindow   *self,
                                       SluicePage     *page);
void  sluice_window_close_page        (SluiceWindow   *self);

/* window-files.c */
void  sluice_window_init_files        (SluiceWindow   *self);
void  sluice_window_ask_open          (SluiceWindow   *self);
void  sluice_window_show_document     (SluiceWindow   *self,
                                       SluiceDocument *document);
void  sluice_window_show_imported     (SluiceWindow   *self,
                                       const char     *path,
                                       SluiceDocument *document,
                                       GPtrArray      *notes);
void  sluice_window_show_unopened     (SluiceWindow   *self,
                                       const char     *path,
                                       const GError   *error);
void  sluice_window_open_run          (SluiceWindow   *self,
                                       const char     *path,
                                       const char     *other);
void  sluice_window_show_folder       (SluiceWindow   *self);

/* window-import.c */
void  sluice_window_import            (SluiceWindow               *self,
                                       const SluiceExchangeFormat *format,
                                       const char                 *path);
void  sluice_window_cancel_imports    (SluiceWindow   *self);
void  sluice_window_ask_import        (SluiceWindow   *self);

/* window-narrow.c */
void  sluice_window_place_controls    (SluiceWindow   *self);
void  sluice_window_fit_width         (SluiceWindow   *self,
                                       int             width);

/* window-merge.c */
gboolean sluice_window_show_merge     (SluiceWindow   *self,
                                       const char     *path,
                                       SluicePage     *page);

/* window-export.c */
void  sluice_window_export            (SluiceWindow   *self,
                                       const char     *format);
void  sluice_window_fill_export_menu  (GMenu          *menu);
void  sluice_window_show_notes        (SluiceWindow   *self,
                                       const char     *title,
                                       GPtrArray      *notes);

/* window-stops.c */
void  sluice_window_init_stops      (SluiceWindow   *self);
void  sluice_window_update_stops    (SluiceWindow   *self);

/* window-focus.c */
void  sluice_window_focus_pane        (SluiceWindow   *self,
                                       int             step);
void  sluice_window_focus_canvas      (SluiceWindow   *self);

/* window-find.c */
void  sluice_window_init_find         (SluiceWindow   *self);
void  sluice_window_go_to             (SluiceWindow   *self);
void  sluice_window_show_commands     (SluiceWindow   *self);
void  sluice_window_connect_from      (SluiceWindow   *self,
                                       const char     *address);
void  sluice_window_connect           (SluiceWindow   *self,
                                       const char     *from,
                                       const char     *action,
                                       const char     *to);

/* window-close.c */
gboolean sluice_window_close_request  (GtkWindow      *window);
gboolean sluice_window_close_page_cb  (SluiceWindow   *self,
                                       AdwTabPage     *tab);

G_END_DECLS
