/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/scene.h"
#include "canvas/scene/viewport.h"

G_BEGIN_DECLS

/* Where the pointer meets the scene: the viewport, what a gesture shows while it lasts, and a
 * stack of tools that turn input into edit verbs. The lowest tool is the one that selects; a
 * gesture pushes its own and pops it at the end. Input is in widget coordinates. */

typedef struct _SluiceStage SluiceStage;
typedef struct _SluiceTool  SluiceTool;

typedef enum
{
  SLUICE_INPUT_PRESS,
  SLUICE_INPUT_MOTION,
  SLUICE_INPUT_RELEASE,
  SLUICE_INPUT_KEY,
  SLUICE_INPUT_KEY_RELEASE,
  SLUICE_INPUT_LEAVE, /* the pointer left */
} SluiceInputType;

typedef enum
{
  SLUICE_MODIFIER_SHIFT   = 1 << 0,
  SLUICE_MODIFIER_CONTROL = 1 << 1,
  SLUICE_MODIFIER_ALT     = 1 << 2,
} SluiceModifiers;

typedef struct
{
  SluiceInputType  type;
  double           x;
  double           y;
  guint            button;   /* 1: primary, 2: middle */
  guint            n_press;  /* 2: a double click */
  SluiceModifiers  modifiers;
  const char      *key;      /* the name of the keyval: "Escape", "space", "Left" */
  guint32          time;     /* ms; 0: not known */
} SluiceInput;

/* Two fingers on the view: its zoom when they began, and where their middle was last. */
typedef struct
{
  double zoom;
  double x;
  double y;
} SluicePinch;

/* An edge by the node it leaves, and its action there. */
typedef struct
{
  char *address;
  char *action;
} SluiceEdgeName;

/* Keys that come one after the other: the first awaits one of these. */
typedef struct
{
  const char *key;    /* name of the keyval */
  const char *label;  /* what it does, to be translated */
  const char *action; /* what the host is told */
} SluiceSequenceKey;

typedef struct
{
  const char              *title;  /* to be translated */
  const SluiceSequenceKey *keys;
  guint                    n_keys;
} SluiceSequence;

/* What a gesture shows; all in the world. Addresses are owned by the stage. */
typedef struct
{
  gboolean       has_marquee;
  SluiceRect     marquee;

  gboolean       has_link;      /* an edge being drawn */
  gboolean       link_is_back;  /* from its end: it is the source that can be NULL */
  char          *link_source;
  char          *link_action;
  char          *link_target;   /* where it would connect, or NULL */
  SluicePoint    link_end;      /* the free one */

  gboolean       has_guide_x;   /* the dragged node's left is another's */
  gboolean       has_guide_y;
  SluicePoint    guide;

  SluiceHitType  hover;
  char          *hover_address; /* of the node, or of the edge's source */
  char          *hover_action;  /* of the port or the edge; or NULL */

  SluicePoint   *knife;         /* the way of a cut under way */
  guint          n_knife;
  GPtrArray     *lit;           /* SluiceEdgeName: what a release would cut or part */
  gboolean       lit_is_cut;

  const SluiceSequence *sequence; /* whose second key is awaited */
  gboolean       links_by_key;  /* the link follows the arrows */

  const char    *cursor;        /* CSS name, static; NULL: the usual */
} SluiceFeedback;

/* What a tool asks of its surroundings; every function may be NULL. Coordinates are the widget's. */
typedef struct
{
  void (*feedback_changed)  (gpointer    user_data);
  void (*viewport_changed)  (gpointer    user_data);
  void (*add_node)          (double      x,
                             double      y,
                             const char *from,   /* or NULL */
                             const char *action, /* or NULL */
                             gpointer    user_data);
  void (*activate_node)     (const char *address,
                             gpointer    user_data);
  void (*edit_action)       (const char *address,
                             const char *action,
                             gpointer    user_data);
  void (*toggle_breakpoint) (const char *address,
                             gpointer    user_data);
  void (*message)           (const char *text,
                             gpointer    user_data);
  void (*perform)           (const char *action, /* of a sequence */
                             gpointer    user_data);
  void (*edit_shape)        (const char *address, /* of a frame or a note: what is written there */
                             gpointer    user_data);
  /* A press on an edge, in the world: whether something was there that took it. */
  gboolean (*press_edge)    (const char *address,
                             const char *action,
                             double      x,
                             double      y,
                             gpointer    user_data);
} SluiceStageHost;

SluiceStage          *sluice_stage_new            (void);
void                  sluice_stage_free           (SluiceStage           *self);
void                  sluice_stage_set_host       (SluiceStage           *self,
                                                   const SluiceStageHost *host,
                                                   gpointer               user_data);
SluiceScene          *sluice_stage_get_scene      (SluiceStage           *self);
const SluiceViewport *sluice_stage_get_viewport   (SluiceStage           *self);
const SluiceFeedback *sluice_stage_get_feedback   (SluiceStage           *self);

void                  sluice_stage_set_size       (SluiceStage           *self,
                                                   double                 width,
                                                   double                 height);
void                  sluice_stage_pan            (SluiceStage           *self,
                                                   double                 dx,
                                                   double                 dy);
void                  sluice_stage_zoom_to        (SluiceStage           *self,
                                                   double                 zoom,
                                                   double                 x,
                                                   double                 y);
/* What is called 100 %: who has larger text has larger nodes, and sees the same part of the flow as large. */
void                  sluice_stage_set_unit       (SluiceStage           *self,
                                                   double                 unit);
/* navigate.c: the wheel by habit, two fingers on a touchpad, and two on a screen. */
void                  sluice_stage_scroll         (SluiceStage           *self,
                                                   double                 dx,
                                                   double                 dy,
                                                   gboolean               is_wheel,
                                                   SluiceModifiers        modifiers,
                                                   double                 x,
                                                   double                 y);
void                  sluice_stage_begin_pinch    (SluiceStage           *self,
                                                   SluicePinch           *pinch,
                                                   double                 x,
                                                   double                 y);
void                  sluice_stage_pinch          (SluiceStage           *self,
                                                   SluicePinch           *pinch,
                                                   double                 x,
                                                   double                 y,
                                                   double                 scale);
void                  sluice_stage_fit            (SluiceStage           *self,
                                                   const SluiceRect      *world);
void                  sluice_stage_reveal         (SluiceStage           *self,
                                                   const SluiceRect      *world);

/* Whether the input was taken. */
gboolean              sluice_stage_handle         (SluiceStage           *self,
                                                   const SluiceInput     *input);
/* Ends the gesture under way as if Escape was pressed; FALSE if there is none. */
gboolean              sluice_stage_cancel         (SluiceStage           *self);
gboolean              sluice_stage_is_busy        (SluiceStage           *self);
/* While a drag is held at the edge of the view, the view follows: call it each frame. */
gboolean              sluice_stage_wants_tick     (SluiceStage           *self);
void                  sluice_stage_tick           (SluiceStage           *self,
                                                   double                 seconds);
/* The view goes on by itself, slower and slower, until something is pressed. */
void                  sluice_stage_glide          (SluiceStage           *self,
                                                   double                 speed_x, /* px per second the content moves */
                                                   double                 speed_y);
void                  sluice_stage_stop_glide     (SluiceStage           *self);
void                  sluice_stage_follow         (SluiceStage           *self);
/* Reduced motion: nothing moves by itself. */
void                  sluice_stage_set_animated   (SluiceStage           *self,
                                                   gboolean               is_animated);
/* A habit: a drag on empty canvas pans, where it otherwise selects; with Shift or Control it does. */
void                  sluice_stage_set_drag_pans  (SluiceStage           *self,
                                                   gboolean               drag_pans);
gboolean              sluice_stage_get_drag_pans  (SluiceStage           *self);
void                  sluice_stage_set_snaps      (SluiceStage           *self,
                                                   gboolean               snaps);
gboolean              sluice_stage_get_snaps      (SluiceStage           *self);
/* Awaits the second key of a sequence; Escape and any other key give it up. */
gboolean              sluice_stage_start_sequence (SluiceStage           *self,
                                                   const SluiceSequence  *sequence);
/* Draws an edge by keyboard: arrows walk to the target, Tab changes the action, Enter connects. */
gboolean              sluice_stage_start_link     (SluiceStage           *self,
                                                   const char            *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceStage, sluice_stage_free)

G_END_DECLS
