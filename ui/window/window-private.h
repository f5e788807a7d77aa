/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/flow-trail.h"
#include "window/message-bar.h"
#include "window/problem-list.h"
#include "window/start-page.h"
#include "window/window.h"

#include "canvas/canvas.h"
#include "debugger/console.h"
#include "debugger/prompt-stack.h"
#include "debugger/run-controls.h"
#include "debugger/run-panel.h"
#include "debugger/stop-banner.h"
#include "inspector/inspector.h"
#include "library/node-search.h"
#include "library/palette.h"

G_BEGIN_DECLS

typedef enum
{
  SLUICE_PANEL_LEFT,
  SLUICE_PANEL_RIGHT,
  SLUICE_PANEL_BOTTOM,
  SLUICE_N_PANELS,
} SluicePanel;

struct _SluiceWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned. */
  SluiceDocument    *document;
  SluiceRunSession  *session;
  SluiceBreakpoints *breakpoints;
  GSettings         *settings;
  GFileMonitor      *monitor;      /* of the document's file, or NULL */
  GCancellable      *disk_check;   /* of the look at it that is under way, or NULL */
  GMenu             *undo_menu;
  GtkWidget         *node_search;  /* a child of canvas_frame */
  char              *add_from;     /* whose port asked for a node, or NULL */
  char              *add_action;
  double             add_x, add_y; /* where, in canvas coordinates */
  guint              check_source; /* a check of the document is due, or 0 */
  guint              pin_tick;     /* panels are being given their sizes, or 0 */

  gboolean           wanted[SLUICE_N_PANELS]; /* as the person left them, apart from what fits */
  gboolean           is_narrow;
  gboolean           is_closing;   /* asked already: close without asking */
  gboolean           is_asking;

  /* Template. */
  AdwToastOverlay   *toasts;
  GtkStack          *pages;
  SluiceStartPage   *start_page;
  GtkWidget         *title_box;
  GtkLabel          *title_label;
  GtkLabel          *subtitle_label;
  SluiceRunControls *run_controls;
  GtkWidget         *panel_buttons;
  GtkMenuButton     *menu_button;
  GtkPaned          *left_paned;
  GtkPaned          *right_paned;
  GtkPaned          *bottom_paned;
  GtkWidget         *panels[SLUICE_N_PANELS];
  SluicePalette     *palette;
  SluiceFlowTrail   *trail;
  SluiceMessageBar  *error_bar;
  SluiceMessageBar  *file_bar;
  SluiceStopBanner  *stop_banner;
  GtkWidget         *canvas_frame;
  SluiceCanvas      *canvas;
  SluicePromptStack *prompts;
  GtkStack          *right_stack;
  SluiceInspector   *inspector;
  SluiceRunPanel    *run_panel;
  GtkStack          *bottom_stack;
  GtkWidget         *console_buttons;
  SluiceConsole     *console;
  SluiceProblemList *problems;
  GtkWidget         *problems_button;
  GtkImage          *problems_icon;
  GtkLabel          *problems_label;
  GtkImage          *state_icon;
  GtkLabel          *status;
  GtkWidget         *stale_button;
  GtkLabel          *zoom_label;
};

/* window.c */
void  sluice_window_set_document      (SluiceWindow   *self,
                                       SluiceDocument *document);
char *sluice_window_dup_title         (SluiceWindow   *self);
void  sluice_window_show_editor       (SluiceWindow   *self);
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
void  sluice_window_update_edit_actions (SluiceWindow *self);

/* window-canvas.c */
void  sluice_window_init_canvas       (SluiceWindow   *self);
void  sluice_window_update_selection  (SluiceWindow   *self);
void  sluice_window_open_node_search  (SluiceWindow   *self);
void  sluice_window_canvas_action     (SluiceWindow   *self,
                                       const char     *action);

/* window-flows.c */
void  sluice_window_init_flows        (SluiceWindow   *self);
void  sluice_window_locate            (SluiceWindow   *self,
                                       const char     *address);
void  sluice_window_reveal            (SluiceWindow   *self,
                                       const char     *address);
void  sluice_window_enter_node        (SluiceWindow   *self,
                                       const char     *address);
void  sluice_window_add_flow          (SluiceWindow   *self);

/* window-run.c */
void  sluice_window_init_run          (SluiceWindow   *self);
void  sluice_window_update_run        (SluiceWindow   *self);
void  sluice_window_set_status        (SluiceWindow   *self,
                                       const char     *text);
void  sluice_window_run               (SluiceWindow   *self);
void  sluice_window_restart           (SluiceWindow   *self);
void  sluice_window_step_into         (SluiceWindow   *self);
void  sluice_window_load_breakpoints  (SluiceWindow   *self);

/* window-files.c */
void  sluice_window_ask_open          (SluiceWindow   *self);
gboolean sluice_window_save           (SluiceWindow   *self,
                                       gboolean        overwrite);
void  sluice_window_save_then         (SluiceWindow   *self,
                                       gboolean        ask_where,
                                       void          (*done) (SluiceWindow *self));

/* window-disk.c */
void  sluice_window_watch_disk        (SluiceWindow   *self);
void  sluice_window_unwatch_disk      (SluiceWindow   *self);
void  sluice_window_reload            (SluiceWindow   *self);
void  sluice_window_show_changed_on_disk (SluiceWindow *self);

/* window-close.c */
gboolean sluice_window_close_request  (GtkWindow      *window);

/* window-panels.c */
void  sluice_window_init_panels       (SluiceWindow   *self);
void  sluice_window_fit_panels        (SluiceWindow   *self,
                                       int             width);
void  sluice_window_toggle_panel      (SluiceWindow   *self,
                                       SluicePanel     panel);
void  sluice_window_show_panel        (SluiceWindow   *self,
                                       SluicePanel     panel);
void  sluice_window_save_sizes        (SluiceWindow   *self);

/* window-problems.c */
gboolean sluice_window_is_blank       (SluiceWindow   *self);
void  sluice_window_queue_check       (SluiceWindow   *self);
void  sluice_window_check_now         (SluiceWindow   *self);
void  sluice_window_show_problems     (SluiceWindow   *self);

G_END_DECLS
