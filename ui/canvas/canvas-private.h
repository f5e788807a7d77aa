/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/canvas.h"
#include "canvas/palette.h"
#include "canvas/scene/stage.h"
#include "canvas/tiles.h"
#include "debugger/breakpoints/break-index.h"

G_BEGIN_DECLS

/* The canvas by its parts: canvas.c (class, properties, layout), draw*.c (what is painted),
 * input.c (pointer and keys), actions.c, clipboard.c, rename.c, menu.c, proxies.c. */

/* Above the tiles; they are drawn again when anything but the run changes. */
typedef enum
{
  SLUICE_LAYER_DIMMED,       /* what a link can't lead to */
  SLUICE_LAYER_HOVERED_EDGE, /* below the run */
  SLUICE_LAYER_QUEUES,
  SLUICE_LAYER_POINTER,      /* what the pointer, a search and a gesture show */
  SLUICE_N_LAYERS,
} SluiceLayer;

struct _SluiceCanvas
{
  GtkWidget          parent_instance;

  /* owned */
  SluiceDocument    *document;
  char              *flow;
  SluiceRunSession  *session;
  SluiceBreakpoints *breakpoints;
  SluiceBreakIndex  *breaks;        /* where they are; NULL: there are none to show */
  SluiceStage       *stage;
  SluiceTiles       *tiles;         /* what does not change often */
  GskRenderNode     *layers[SLUICE_N_LAYERS]; /* in the world; NULL: to be drawn */
  GPtrArray         *takers;        /* nodes that take from queues, see queues.c; or NULL */
  GHashTable        *lively;        /* addresses of nodes where the run is, owned; drawn above */
  GHashTable        *marked;        /* addresses of nodes that the run on show came to, owned; in tiles, some of them */
  GHashTable        *way;           /* key → edge that the run came along last, owned; see draw-way.c */
  GPtrArray         *way_order;     /* the same, as they are drawn, borrowed */
  guint64            way_end;       /* the rank of the latest */
  gint64             way_time;      /* monotonic µs, when that changed */
  gboolean           way_is_fast;   /* soon after the one before */
  guint              way_id;        /* to look whether it still is */
  GQueue            *warm;          /* addresses the run changed last, owned; the newest first */
  GHashTable        *warm_drawings; /* the same addresses → what is drawn there, owned */
  GHashTable        *pills;         /* set of pills that there are pictures of, owned; see pills.c */
  double             pills_zoom;    /* that they were made for, */
  int                pills_scale;   /* and the device pixels in a px */
  GHashTable        *problems;      /* address → what is wrong there, owned */
  GHashTable        *label_widths;  /* action → width of its pill in px, owned */
  char             **found;         /* addresses of nodes that are ringed, or NULL */
  char              *shown_stop;    /* where the run was held when that was last looked at */
  GHashTable        *shown_selection; /* addresses that were selected then, owned */
  char              *shown_edge[2]; /* the selected edge, and the one that a link replaces: */
  char              *shown_link[2]; /* source and action, or NULL */
  GPtrArray         *proxies;       /* SluiceNodeProxy, borrowed children */
  GPtrArray         *unmatched;     /* nodes that wait for one while they are matched */
  GHashTable        *kept_views;    /* id of a flow → how it was seen, owned; see kept-views.c */
  GCancellable      *cancellable;   /* of what is read from the clipboard */

  /* children */
  GtkWidget         *hint;
  GtkWidget         *menu;
  GtkWidget         *keys_hint;     /* NULL: there is nothing to say */
  GtkWidget         *rename;        /* popover */
  GtkWidget         *rename_entry;
  GtkWidget         *rename_stack;  /* that entry, or a text of several lines */
  GtkWidget         *rename_text;
  char              *rename_address;
  char              *rename_action; /* NULL: the title is edited */

  /* state */
  SluicePalette      palette;
  char              *icon_theme;    /* name of the one that drawings have their icons from, owned */
  gboolean           is_pressed;    /* a drag has the pointer */
  SluicePinch        pinch;         /* of two fingers, while they are there */
  gboolean           paste_keeps;   /* the edges that lead in, of what is read from the clipboard */
  SluicePoint        paste_place;   /* where that goes */
  guint              press_button;  /* the last press, to know a double click */
  guint              n_press;
  guint32            press_time;
  double             press_x;
  double             press_y;
  double             pointer_x;     /* widget; negative: outside */
  double             pointer_y;
  gboolean           has_menu_place; /* the menu was opened there, and nothing was pressed since */
  SluicePoint        menu_place;
  gboolean           hides_grid;
  gboolean           wants_fit;     /* once the size is known */
  double             shown_zoom;    /* what was notified last */
  const char        *shown_cursor;  /* static */
  SluiceSessionState shown_state;
  const SluiceSequence *shown_sequence; /* static */
  guint              n_drawings;    /* cards that are kept */
  guint              rests_id;      /* while what is left of a wait is to be seen */
  guint              words_id;      /* to tell what was not told yet of nodes that a fast run passes through */
  guint              proxies_id;
  GHashTable        *untold;        /* set of addresses, owned: what a run did there is not said yet */
  guint              told_id;
  gboolean           proxies_stale; /* what they say may have changed */
  guint              tick_id;
  gint64             tick_time;
  double             animation_time; /* seconds since it began */
};

/* Draws a pill, and returns its right end. */
typedef double (*SluicePillFunc)            (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             double               x,
                                             double               y,
                                             const char          *icon_name, /* or NULL */
                                             const char          *text,
                                             const GdkRGBA       *colour,
                                             gboolean             is_filled);

/* draw.c, draw-node.c, draw-edge.c, draw-run.c */

/* What is kept of a node, at 100 % in coordinates of its own, of an edge's label, or of what the run
 * says of a node. */
typedef struct
{
  GskRenderNode *node;
  int            sharpness; /* which zoom its icons were made for */
} SluiceDrawing;

typedef enum
{
  SLUICE_DETAIL_FULL,
  SLUICE_DETAIL_BOXES, /* and curves, no text */
  SLUICE_DETAIL_LINES, /* no curves */
} SluiceDetail;

SluiceDetail    sluice_canvas_get_detail    (SluiceCanvas        *self);
int             sluice_canvas_get_sharpness (SluiceCanvas        *self);
void            sluice_canvas_snapshot      (GtkWidget           *widget,
                                             GtkSnapshot         *snapshot);
void            sluice_canvas_paint_tile    (cairo_t             *cr,
                                             const SluiceRect    *area,
                                             gpointer             user_data);
void            sluice_canvas_drop_drawing  (gpointer             drawing,
                                             gpointer             user_data);
double          sluice_canvas_measure_label (const char          *text,
                                             gpointer             user_data);
PangoLayout    *sluice_canvas_create_text   (SluiceCanvas        *self,
                                             const char          *text,
                                             double               scale,   /* of the usual size */
                                             PangoWeight          weight,
                                             double               width);  /* ellipsized; negative: any */
void            sluice_canvas_append_text   (GtkSnapshot         *snapshot,
                                             PangoLayout         *layout,
                                             double               x,
                                             double               middle,
                                             const GdkRGBA       *colour);
void            sluice_canvas_append_icon   (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             const char          *icon_name,
                                             const SluiceRect    *place,
                                             const GdkRGBA       *colour);
void            sluice_canvas_append_ring   (GtkSnapshot         *snapshot,
                                             const SluiceRect    *box,
                                             double               offset,
                                             double               radius,
                                             double               width,
                                             const GdkRGBA       *colour);

/* Into the tiles. The line of an edge, from near and from afar; its pill; a card; a node from afar. */
void            sluice_canvas_paint_edge    (SluiceCanvas        *self,
                                             cairo_t             *cr,
                                             SluiceSceneEdge     *edge);
void            sluice_canvas_draw_edge_label (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot,
                                               SluiceSceneEdge   *edge);
void            sluice_canvas_draw_node     (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneNode     *node);
void            sluice_canvas_paint_box     (SluiceCanvas        *self,
                                             cairo_t             *cr,
                                             SluiceSceneNode     *node);
void            sluice_canvas_draw_run_node (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneNode     *node);
void            sluice_canvas_draw_run_count (SluiceCanvas       *self,
                                              GtkSnapshot        *snapshot,
                                              SluiceSceneEdge    *edge);

void            sluice_canvas_paint_line    (cairo_t             *cr,
                                             const SluiceCurve   *curve,
                                             const GdkRGBA       *colour,
                                             double               width);

/* Above the tiles. */
void            sluice_canvas_draw_dimmed   (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             const SluiceRect    *area);
graphene_rect_t sluice_canvas_cut_to_view   (SluiceCanvas        *self,
                                             const SluiceRect    *bounds);
void            sluice_canvas_draw_lifted   (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);
cairo_t        *sluice_canvas_append_cairo  (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             const graphene_rect_t *bounds);
void            sluice_canvas_draw_edge_lit (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneEdge     *edge,
                                             const GdkRGBA       *colour,
                                             double               width);
void            sluice_canvas_draw_ports    (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneNode     *node);
void            sluice_canvas_draw_end_ports (SluiceCanvas       *self,
                                              GtkSnapshot        *snapshot,
                                              SluiceSceneEdge    *edge);
void            sluice_canvas_draw_hovered_edge (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot);
void            sluice_canvas_draw_hovered_node (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot);
void            sluice_canvas_draw_run      (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);
void            sluice_canvas_draw_link     (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);

gboolean        sluice_canvas_has_ring      (SluiceCanvas        *self,
                                             SluiceSceneNode     *node,
                                             guint               *look);
void            sluice_canvas_draw_ring     (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneNode     *node,
                                             guint                look);
void            sluice_canvas_draw_run_mark (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceSceneNode     *node,
                                             SluicePillFunc       draw_pill);
void            sluice_canvas_draw_taken_count (SluiceCanvas     *self,
                                                GtkSnapshot      *snapshot,
                                                SluiceSceneEdge  *edge,
                                                SluicePillFunc    draw_pill);
gboolean        sluice_canvas_is_edge_taken (SluiceCanvas        *self,
                                             SluiceSceneEdge     *edge);
gboolean        sluice_canvas_is_node_lively (SluiceCanvas       *self,
                                              const char         *address);
const char     *sluice_canvas_get_mark_icon (const SluiceNodeMark *mark);
char           *sluice_canvas_describe_mark (const SluiceNodeMark *mark); /* "exec 2/3" */
char           *sluice_canvas_describe_results (const SluiceNodeMark *mark); /* "2 results held"; or NULL */
double          sluice_canvas_get_rest      (SluiceCanvas        *self,
                                             const char          *address);

/* problem-marks.c */
GHashTable     *sluice_canvas_new_problems    (void);
void            sluice_canvas_draw_problem    (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot,
                                               SluiceSceneNode   *node);
void            sluice_canvas_paint_problem   (SluiceCanvas      *self,
                                               cairo_t           *cr,
                                               SluiceSceneNode   *node);
gboolean        sluice_canvas_is_at_problem   (SluiceCanvas      *self,
                                               SluiceSceneNode   *node,
                                               SluicePoint        at); /* of the world */

/* pills.c */

double          sluice_canvas_draw_pill     (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             double               x,
                                             double               y,
                                             const char          *icon_name,
                                             const char          *text,
                                             const GdkRGBA       *colour,
                                             gboolean             is_filled);
double          sluice_canvas_draw_kept_pill (SluiceCanvas       *self,
                                              GtkSnapshot        *snapshot,
                                              double              x,
                                              double              y,
                                              const char         *icon_name,
                                              const char         *text,
                                              const GdkRGBA      *colour,
                                              gboolean            is_filled);
double          sluice_canvas_place_kept_pill (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot,
                                               double             x,
                                               double             y,
                                               const char        *icon_name,
                                               const char        *text,
                                               const GdkRGBA     *colour,
                                               gboolean           is_filled);
GHashTable     *sluice_canvas_new_pills     (void);

/* layers.c */

/* Draws in the world. */
typedef void (*SluiceLayerFunc)             (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);

void            sluice_canvas_begin_world   (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);
void            sluice_canvas_begin_zoomed  (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);
void            sluice_canvas_show_layer    (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             SluiceLayer          layer,
                                             SluiceLayerFunc      draw);
void            sluice_canvas_drop_layer    (SluiceCanvas        *self,
                                             SluiceLayer          layer);
void            sluice_canvas_draw_anew     (SluiceCanvas        *self);
GskRenderNode  *sluice_canvas_make_picture  (SluiceCanvas        *self,
                                             GskRenderNode       *drawn,
                                             SluiceSceneNode     *marked);

/* tooltip.c */
gboolean        sluice_canvas_query_tooltip   (GtkWidget         *widget,
                                               int                x,
                                               int                y,
                                               gboolean           is_by_key,
                                               GtkTooltip        *tooltip);

/* queues.c */
void            sluice_canvas_forget_queues   (SluiceCanvas      *self);
gboolean        sluice_canvas_follow_queues   (SluiceCanvas      *self);
char           *sluice_canvas_dup_queue_words (SluiceCanvas      *self,
                                               const char        *address);
void            sluice_canvas_draw_queues     (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot);

/* damage.c */
SluiceRect      sluice_canvas_get_reach_into  (SluiceCanvas      *self,
                                               const SluiceRect  *area);
SluiceRect      sluice_canvas_get_node_reach  (SluiceCanvas      *self,
                                               SluiceSceneNode   *node);
void            sluice_canvas_damage_all      (SluiceCanvas      *self);
void            sluice_canvas_damage_area     (SluiceCanvas      *self,
                                               const SluiceRect  *area); /* of a box or a route */
void            sluice_canvas_damage_node     (SluiceCanvas      *self,
                                               const char        *address);
void            sluice_canvas_damage_edge     (SluiceCanvas      *self,
                                               SluiceSceneEdge   *edge);
void            sluice_canvas_damage_words    (SluiceCanvas      *self,
                                               SluiceSceneNode   *node);
void            sluice_canvas_follow_selection (SluiceCanvas     *self);
void            sluice_canvas_follow_link      (SluiceCanvas     *self);
void            sluice_canvas_follow_run       (SluiceCanvas     *self,
                                                const SluiceRunUpdate *update); /* NULL: another run */

/* style.c */
void            sluice_canvas_class_follow_style (GtkWidgetClass *klass);

/* draw-way.c */
void            sluice_canvas_init_way        (SluiceCanvas      *self);
void            sluice_canvas_free_way        (SluiceCanvas      *self);
void            sluice_canvas_forget_way      (SluiceCanvas      *self);
void            sluice_canvas_draw_way_anew   (SluiceCanvas      *self);
void            sluice_canvas_follow_way      (SluiceCanvas      *self,
                                               SluiceSceneEdge   *edge,
                                               const SluiceEdgeMark *mark); /* or NULL */
gboolean        sluice_canvas_is_run_fast     (SluiceCanvas      *self);
void            sluice_canvas_settle_way      (SluiceCanvas      *self);
void            sluice_canvas_draw_way        (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot);

/* warm.c */
void            sluice_canvas_init_warm       (SluiceCanvas      *self);
void            sluice_canvas_free_warm       (SluiceCanvas      *self);
gboolean        sluice_canvas_is_warm         (SluiceCanvas      *self,
                                               const char        *address);
void            sluice_canvas_warm            (SluiceCanvas      *self,
                                               SluiceSceneNode   *node);
void            sluice_canvas_forget_warm     (SluiceCanvas      *self);
void            sluice_canvas_draw_warm_anew  (SluiceCanvas      *self);
void            sluice_canvas_draw_warm       (SluiceCanvas      *self,
                                               GtkSnapshot       *snapshot);

/* input.c */
void            sluice_canvas_add_input     (SluiceCanvas        *self);
void            sluice_canvas_update_tick   (SluiceCanvas        *self);

/* found.c */
void            sluice_canvas_draw_found    (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot,
                                             const SluiceRect    *area);

/* draw-tool.c */
void            sluice_canvas_draw_tool     (SluiceCanvas        *self,
                                             GtkSnapshot         *snapshot);

/* draw-frames.c */
gboolean        sluice_canvas_find_colour   (SluiceCanvas        *self,
                                             const char          *name,
                                             GdkRGBA             *colour);
void            sluice_canvas_paint_shapes  (SluiceCanvas        *self,
                                             cairo_t             *cr,
                                             const SluiceRect    *area);
void            sluice_canvas_draw_shape_marks (SluiceCanvas     *self,
                                                GtkSnapshot      *snapshot,
                                                const SluiceRect *area);

/* canvas-view.c */
SluicePoint     sluice_canvas_get_pointed   (SluiceCanvas        *self); /* widget px */

/* hint.c */
void            sluice_canvas_update_keys_hint   (SluiceCanvas   *self);
void            sluice_canvas_allocate_keys_hint (SluiceCanvas   *self,
                                                  int             width,
                                                  int             height);

/* A class action, and a key of one. */
typedef struct
{
  const char                  *name;
  const char                  *parameter; /* its type, or NULL */
  GtkWidgetActionActivateFunc  activate;
} SluiceCanvasAction;

typedef struct
{
  guint            keyval;
  GdkModifierType  modifiers;
  const char      *action;
} SluiceCanvasKey;

/* actions.c */
void            sluice_canvas_class_install     (GtkWidgetClass           *klass,
                                                 const SluiceCanvasAction *actions,
                                                 guint                     n_actions,
                                                 const SluiceCanvasKey    *keys,
                                                 guint                     n_keys);
void            sluice_canvas_class_bind_arrows (GtkWidgetClass  *klass,
                                                 GdkModifierType  modifiers,
                                                 const char      *action);
void            sluice_canvas_class_add_actions (GtkWidgetClass  *klass);
void            sluice_canvas_update_actions    (SluiceCanvas    *self);
void            sluice_canvas_request_node      (SluiceCanvas    *self,
                                                 double           x,
                                                 double           y,
                                                 const char      *from,
                                                 const char      *action);
void            sluice_canvas_activate_node     (SluiceCanvas    *self,
                                                 const char      *address);
gboolean        sluice_canvas_can_edit          (SluiceCanvas    *self);
void            sluice_canvas_tell              (SluiceCanvas    *self,
                                                 const char      *message);
void            sluice_canvas_tell_overview     (SluiceCanvas    *self,
                                                 gboolean         is_flow);
void            sluice_canvas_take_error        (SluiceCanvas    *self,
                                                 GError          *take); /* NULL: nothing */

/* actions-debug.c */
void            sluice_canvas_class_add_debug_actions (GtkWidgetClass *klass);
void            sluice_canvas_update_debug_actions    (SluiceCanvas   *self);
void            sluice_canvas_toggle_breakpoint (SluiceCanvas    *self,
                                                 const char      *address);
void            sluice_canvas_toggle_edge_breakpoint (SluiceCanvas *self,
                                                 const char      *address,
                                                 const char      *action);

/* break-marks.c */
void            sluice_canvas_draw_node_break   (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot,
                                                 SluiceSceneNode *node);
void            sluice_canvas_draw_break_above  (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot,
                                                 SluiceSceneNode *node);
void            sluice_canvas_paint_break_above (SluiceCanvas    *self,
                                                 cairo_t         *cr,
                                                 SluiceSceneNode *node);
void            sluice_canvas_draw_break_hint   (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot,
                                                 SluiceSceneNode *node);
void            sluice_canvas_paint_node_break  (SluiceCanvas    *self,
                                                 cairo_t         *cr,
                                                 SluiceSceneNode *node);
void            sluice_canvas_draw_edge_break   (SluiceCanvas    *self,
                                                 GtkSnapshot     *snapshot,
                                                 SluiceSceneEdge *edge);
gboolean        sluice_canvas_press_edge        (const char      *address,
                                                 const char      *action,
                                                 double           x,
                                                 double           y,
                                                 gpointer         user_data);
void            sluice_canvas_breaks_changed    (SluiceBreakpoints *breakpoints,
                                                 const char      *address,
                                                 SluiceCanvas    *self);
char           *sluice_canvas_dup_break_words   (SluiceCanvas    *self,
                                                 double           x,
                                                 double           y);
const char     *sluice_canvas_get_break_word    (SluiceCanvas    *self,
                                                 const char      *address,
                                                 const char      *action);

/* actions-select.c */
void            sluice_canvas_class_add_select_actions (GtkWidgetClass *klass);
void            sluice_canvas_update_select_actions    (SluiceCanvas   *self);

/* actions-arrange.c */
void            sluice_canvas_class_add_arrange_actions (GtkWidgetClass *klass);
void            sluice_canvas_update_arrange_actions    (SluiceCanvas   *self);
gboolean        sluice_canvas_has_sub_flow      (SluiceCanvas    *self);

/* animation.c */
void            sluice_canvas_begin_animation   (SluiceCanvas    *self);
void            sluice_canvas_run_animation     (SluiceCanvas    *self);
gboolean        sluice_canvas_is_animating      (SluiceCanvas    *self);
void            sluice_canvas_advance_animation (SluiceCanvas    *self,
                                                 double           seconds);
void            sluice_canvas_finish_animation  (SluiceCanvas    *self);

/* clipboard.c */
void            sluice_canvas_copy              (SluiceCanvas    *self);
void            sluice_canvas_paste             (SluiceCanvas    *self,
                                                 gboolean         keeps_incoming);
void            sluice_canvas_duplicate         (SluiceCanvas    *self);
/* Whether it is the text of a flow, so that pasting it makes nodes. */
gboolean        sluice_canvas_is_flow_text      (const char      *text);
void            sluice_canvas_place_note        (SluiceCanvas    *self,
                                                 const char      *text,
                                                 double           x,
                                                 double           y);
void            sluice_canvas_place_text        (SluiceCanvas    *self,
                                                 const char      *text,
                                                 double           x,
                                                 double           y);

/* rename.c */
void            sluice_canvas_make_first_hint   (SluiceCanvas    *self);
void            sluice_canvas_update_first_hint (SluiceCanvas    *self);
void            sluice_canvas_allocate_first_hint (SluiceCanvas  *self,
                                                   int            width,
                                                   int            height);
void            sluice_canvas_add_drop          (SluiceCanvas    *self);
gboolean        sluice_canvas_insert_node       (SluiceCanvas    *self,
                                                 const char      *kind,
                                                 double           x,
                                                 double           y,
                                                 const char      *from,
                                                 const char      *action);
/* How a flow was seen: kept as it is left, and restored, if something of it can be seen then. */
GHashTable     *sluice_canvas_new_kept_views    (void);
void            sluice_canvas_keep_view         (SluiceCanvas    *self);
gboolean        sluice_canvas_restore_view      (SluiceCanvas    *self);
void            sluice_canvas_start_rename      (SluiceCanvas    *self,
                                                 const char      *address,
                                                 const char      *action);
void            sluice_canvas_stop_rename       (SluiceCanvas    *self);

/* menu.c */
void            sluice_canvas_show_menu         (SluiceCanvas    *self,
                                                 double           x,
                                                 double           y,
                                                 gboolean         by_key);

/* node-words.c */
char           *sluice_canvas_dup_node_name     (SluiceCanvas    *self,
                                                 SluiceSceneNode *node);
char           *sluice_canvas_dup_node_description (SluiceCanvas *self,
                                                 SluiceSceneNode *node);

/* proxies.c */
void            sluice_canvas_queue_proxies     (SluiceCanvas    *self,
                                                 gboolean         are_stale);
void            sluice_canvas_tell_run          (SluiceCanvas    *self,
                                                 char           **addresses);
void            sluice_canvas_allocate_proxies  (SluiceCanvas    *self);
void            sluice_canvas_clear_proxies     (SluiceCanvas    *self);
void            sluice_canvas_focus_node        (SluiceCanvas    *self,
                                                 const char      *address);

G_END_DECLS
