/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/flow-trail.h"
#include "window/message-bar.h"
#include "window/page.h"
#include "window/problem-list.h"
#include "window/problem-rows.h"
#include "window/run-picker.h"

#include "canvas/canvas.h"
#include "canvas/minimap.h"
#include "debug/follower.h"
#include "debugger/breakpoints/break-list.h"
#include "debugger/pins/pin-list.h"
#include "debugger/watches/watch-list.h"
#include "debugger/console.h"
#include "debugger/history/run-list.h"
#include "debugger/history/travel-bar.h"
#include "timeline/timeline.h"
#include "debugger/prompt-stack.h"
#include "debugger/run-panel.h"
#include "debugger/stop-banner.h"
#include "debugger/value-editor.h"
#include "debugger/visit-card.h"
#include "drafts/draft-keeper.h"
#include "drafts/draft.h"
#include "graph/check-job.h"
#include "inspector/inspector.h"
#include "library/node-search.h"
#include "library/palette.h"
#include "outline/outline.h"

G_BEGIN_DECLS

/* What is about to start, till the session has it. */
typedef struct
{
  SluiceRunBeginning begin;
  gboolean           stops_at_start; /* NEW: before its first node */
  SluiceBreakpoint  *there;          /* NEW: where it stops first, or NULL */
  char              *record;         /* that it begins as; NULL for a new one */
  guint64            moment;         /* FORK: the first visit that is had anew */

  /* how far it is */
  gboolean           waits_for_check;
  GCancellable      *cancellable;    /* of its preparation; NULL: that has not begun */
  guint              tell_source;    /* it is told about then, or 0: it is */
} SluicePageStart;

struct _SluicePage
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceDocument    *document;
  SluiceRunSession  *session;
  SluiceBreakpoints *breakpoints;
  SluicePins        *pins;
  SluiceFollower    *follower;     /* keeps breakpoints and pins with what is edited */
  SluiceWatches     *watches;
  GSettings         *settings;
  SluiceDraftKeeper *keeper;       /* of a draft of the document */
  GPtrArray         *found;        /* addresses of what is looked for, in document order */
  guint              found_at;     /* which of them is shown */
  GQueue             recovered;    /* of SluiceDraft, what nobody has decided about yet */
  GFileMonitor      *monitor;      /* of the document's file, or NULL */
  char              *origin;       /* what the document was read from, where that is no flow file */
  GCancellable      *disk_check;   /* of the look at it that is under way, or NULL */
  GtkWidget         *node_search;  /* a child of canvas_frame while it is open, or NULL */
  SluicePageStart   *start;        /* of a run, not yet with the session; or NULL */
  SluiceValueEditor *stop_editor;  /* of commands at a stop; NULL: not used yet */
  char              *add_from;     /* whose port asked for a node, or NULL */
  char              *add_action;
  double             add_x, add_y; /* where, in canvas coordinates */
  SluiceInterventionType stop_edit; /* that it is open for */
  guint32            stop_lane;
  guint              pin_request;  /* the result that is to be pinned, or 0 */
  char              *pin_address;  /* to this node, or NULL */
  char              *asking;       /* the node that asks first, or NULL */
  gboolean           asks_on_top;  /* its prompt stands there */
  int                asked_height; /* of the canvas, when that was chosen; 0: it is to be chosen */
  char              *revealed;     /* where it was stopped when that was brought into view last, or NULL */
  guint              stop_request; /* that was sent last and is not answered, or 0 */
  guint              check_source; /* a check of the document is due, or goes on; or 0 */
  SluiceCheckJob    *check_job;    /* the one that goes on, or NULL */
  GPtrArray         *found_problems; /* by a check that is done, while its rows are made; or NULL */
  SluiceProblemRows *problem_rows; /* those, or NULL */
  GPtrArray         *last_problems; /* what the last one found; NULL: there was none yet */
  gboolean           has_bad_layout; /* once there were problems with the places of nodes */
  guint              zoom_source;  /* the zoom is to be shown, or 0 */
  guint              pin_tick;     /* panels are being given their sizes, or 0 */

  gboolean           wanted[SLUICE_N_PANELS]; /* as the person left them, apart from what fits */
  gboolean           is_narrow;
  gboolean           is_tiny;
  gboolean           is_given_up;  /* asked already: goes without being saved */

  /* Template. */
  GtkWidget         *content;
  GtkOverlay        *overlay;      /* where the side panels float in a narrow window */
  GtkPaned          *left_paned;
  GtkPaned          *right_paned;
  GtkPaned          *bottom_paned;
  GtkWidget         *panels[SLUICE_N_PANELS];
  GtkStackSwitcher  *left_switcher;
  GtkStackSwitcher  *right_switcher;
  GtkStackSwitcher  *bottom_switcher;
  GtkStack          *left_stack;
  SluicePalette     *palette;
  SluiceOutline     *outline;
  SluiceFlowTrail   *trail;
  GtkRevealer       *find_bar;
  GtkSearchEntry    *find_entry;
  GtkLabel          *find_count;
  SluiceMessageBar  *recovery_bar;
  SluiceMessageBar  *file_bar;
  SluiceMessageBar  *record_bar;
  SluiceTravelBar   *travel_bar;
  SluiceStopBanner  *stop_banner;
  SluiceMinimap     *minimap;
  GtkWidget         *canvas_frame;
  SluiceCanvas      *canvas;
  SluicePromptStack *prompts;
  GtkStack          *right_stack;
  SluiceInspector   *inspector;
  SluiceRunPicker   *run_picker;
  SluiceRunPanel    *run_panel;
  SluiceVisitCard   *visit_card;
  SluiceBreakList   *break_list;
  SluicePinList     *pin_list;
  SluiceWatchList   *watch_list;
  GtkStack          *bottom_stack;
  GtkWidget         *console_buttons;
  SluiceConsole     *console;
  SluiceTimeline    *timeline;
  SluiceProblemList *problems;
  SluiceRunList     *run_list;
  GtkWidget         *problems_button;
  GtkImage          *problems_icon;
  GtkLabel          *problems_label;
  GtkWidget         *status_bar;
  GtkImage          *state_icon;
  GtkLabel          *status;
  GtkWidget         *stale_button;
  GtkLabel          *zoom_label;
};

/* page.c */
void  sluice_page_update              (SluicePage     *self);
void  sluice_page_show_error          (SluicePage     *self,
                                       const char     *title,
                                       const GError   *error);
SluiceMessageBar *sluice_page_get_error_bar (SluicePage *self);
void  sluice_page_toast               (SluicePage     *self,
                                       const char     *text);
void  sluice_page_set_origin          (SluicePage     *self,
                                       const char     *path);

/* page-canvas.c */
void  sluice_page_init_canvas         (SluicePage     *self);
void  sluice_page_update_selection    (SluicePage     *self);
void  sluice_page_open_node_search    (SluicePage     *self);
void  sluice_page_canvas_action       (SluicePage     *self,
                                       const char     *action);

/* page-flows.c */
void  sluice_page_init_flows          (SluicePage     *self);
void  sluice_page_locate              (SluicePage     *self,
                                       const char     *address);
void  sluice_page_go_to               (SluicePage     *self,
                                       const char     *address);
void  sluice_page_reveal              (SluicePage     *self,
                                       const char     *address);
void  sluice_page_enter_node          (SluicePage     *self,
                                       const char     *address);
void  sluice_page_add_flow            (SluicePage     *self);

/* page-outline.c */
void  sluice_page_init_outline        (SluicePage     *self);
void  sluice_page_update_outline      (SluicePage     *self);
void  sluice_page_show_outline        (SluicePage     *self);

/* page-find.c */
void  sluice_page_init_find           (SluicePage     *self);
void  sluice_page_find                (SluicePage     *self);
void  sluice_page_find_again          (SluicePage     *self);

/* page-run.c */
void  sluice_page_init_prompts        (SluicePage     *self);
void  sluice_page_init_run            (SluicePage     *self);
void  sluice_page_update_run          (SluicePage     *self);
const char *sluice_page_get_run_icon  (SluicePage     *self);
gboolean sluice_page_can_do           (SluicePage     *self,
                                       const char     *command);
void  sluice_page_set_status          (SluicePage     *self,
                                       const char     *text);
void  sluice_page_run                 (SluicePage     *self);
void  sluice_page_restart             (SluicePage     *self);
void  sluice_page_step_into           (SluicePage     *self);
void  sluice_page_stop                (SluicePage     *self);
void  sluice_page_start_to            (SluicePage     *self,
                                       const SluiceBreakpoint *there);

/* page-start.c */
SluicePageStart *sluice_page_start_new (SluiceRunBeginning begin);
void  sluice_page_start_free          (SluicePageStart *start);
void  sluice_page_start               (SluicePage     *self,
                                       SluicePageStart *take_start);
void  sluice_page_give_up_start       (SluicePage     *self);
gboolean sluice_page_is_starting      (SluicePage     *self);
const char *sluice_page_get_start_words (SluicePage   *self);
void  sluice_page_checked             (SluicePage     *self);
void  sluice_page_launch              (SluicePage     *self,
                                       SluicePageStart *start,
                                       SluicePrepared *take_prepared,
                                       SluiceGrants   *grants);

/* page-breaks.c */
void  sluice_page_init_breaks         (SluicePage     *self);
void  sluice_page_load_breakpoints    (SluicePage     *self);
void  sluice_page_follow_lines        (SluicePage     *self);
void  sluice_page_edit_breakpoint     (SluicePage     *self,
                                       const SluiceBreakpoint *there);
void  sluice_page_run_to              (SluicePage     *self,
                                       const SluiceBreakpoint *there);
void  sluice_page_show_breakpoints    (SluicePage     *self);
void  sluice_page_show_watches        (SluicePage     *self);
void  sluice_page_stop_at_change      (SluicePage     *self,
                                       const char     *pointer);
void  sluice_page_watch               (SluicePage     *self,
                                       const char     *expression);
void  sluice_page_mute_breakpoints    (SluicePage     *self);

/* page-grants.c */
void  sluice_page_allow_then          (SluicePage     *self,
                                       SluicePageStart *take_start,
                                       SluicePrepared *take_prepared);

/* page-record.c */
void  sluice_page_init_record         (SluicePage     *self);

/* page-stops.c */
void  sluice_page_init_stops          (SluicePage     *self);
void  sluice_page_release_stops       (SluicePage     *self);
void  sluice_page_update_visit        (SluicePage     *self);
void  sluice_page_stop_command        (SluicePage     *self,
                                       const char     *command);

/* page-pins.c */
void  sluice_page_init_pins           (SluicePage     *self);
void  sluice_page_load_pins           (SluicePage     *self);
void  sluice_page_release_pins        (SluicePage     *self);
void  sluice_page_toggle_pin          (SluicePage     *self);
void  sluice_page_show_pins           (SluicePage     *self);
void  sluice_page_mute_pins           (SluicePage     *self);

/* page-history.c */
void  sluice_page_init_history        (SluicePage     *self);
void  sluice_page_follow_file         (SluicePage     *self);
void  sluice_page_show_past           (SluicePage     *self,
                                       const char     *path,
                                       const char     *other);
void  sluice_page_show_moment         (SluicePage     *self,
                                       const char     *path,
                                       guint64         moment);
void  sluice_page_show_runs           (SluicePage     *self);
void  sluice_page_replay              (SluicePage     *self);
void  sluice_page_fork                (SluicePage     *self);
void  sluice_page_fork_node           (SluicePage     *self);
void  sluice_page_resume              (SluicePage     *self);
gboolean sluice_page_can_travel       (SluicePage     *self,
                                       const char     *command);

/* page-files.c */
gboolean sluice_page_save             (SluicePage     *self,
                                       gboolean        overwrite);
void  sluice_page_save_then           (SluicePage     *self,
                                       gboolean        ask_where,
                                       void          (*done) (SluicePage *self));

/* page-disk.c */
void  sluice_page_watch_disk          (SluicePage     *self);
void  sluice_page_unwatch_disk        (SluicePage     *self);
void  sluice_page_reload              (SluicePage     *self);
void  sluice_page_ask_reload          (SluicePage     *self);
void  sluice_page_show_changed_on_disk (SluicePage    *self);
void  sluice_page_compare_disk        (SluicePage     *self);

/* page-drafts.c */
void  sluice_page_keep_draft          (SluicePage     *self);
void  sluice_page_drop_draft          (SluicePage     *self);
void  sluice_page_offer_draft         (SluicePage     *self,
                                       SluiceDraft    *draft);
void  sluice_page_restore_draft       (SluicePage     *self);
void  sluice_page_discard_draft       (SluicePage     *self);
void  sluice_page_compare_draft       (SluicePage     *self);
void  sluice_page_release_drafts      (SluicePage     *self);

/* page-panels.c */
void  sluice_page_init_panels         (SluicePage     *self);
void  sluice_page_fit_tabs            (SluicePage     *self);
void  sluice_page_fit_panels          (SluicePage     *self,
                                       int             width);
void  sluice_page_restore_panels      (SluicePage     *self);
void  sluice_page_toggle_panel        (SluicePage     *self,
                                       SluicePanel     panel);
void  sluice_page_filter_console      (SluicePage     *self);
void  sluice_page_show_timeline       (SluicePage     *self);
void  sluice_page_show_panel          (SluicePage     *self,
                                       SluicePanel     panel);
gboolean sluice_page_close_floating   (SluicePage     *self);
void  sluice_page_save_sizes          (SluicePage     *self);

/* page-problems.c */
gboolean sluice_page_is_blank         (SluicePage     *self);
void  sluice_page_queue_check         (SluicePage     *self);
void  sluice_page_check_now           (SluicePage     *self);
void  sluice_page_stop_check          (SluicePage     *self);
gboolean sluice_page_is_large         (SluicePage     *self);
gboolean sluice_page_is_checked       (SluicePage     *self);
void  sluice_page_hurry_check         (SluicePage     *self);
void  sluice_page_check_first         (SluicePage     *self);
void  sluice_page_show_problems       (SluicePage     *self);
void  sluice_page_fix_all             (SluicePage     *self,
                                       const char     *code);
void  sluice_page_fix_problem         (SluicePage     *self,
                                       const char     *code,
                                       const char     *pointer);

/* page-missing.c */
void  sluice_page_choose_missing      (SluicePage     *self,
                                       const char     *pointer);
void  sluice_page_create_missing      (SluicePage     *self,
                                       const char     *pointer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePageStart, sluice_page_start_free)

G_END_DECLS
