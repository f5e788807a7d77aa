/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/stage.h"

G_BEGIN_DECLS

/* A state of the pointer. Functions may be NULL; those that return a boolean say whether they took
 * the input. A tool is freed after leave(). */

#define SLUICE_DRAG_THRESHOLD 4.0

typedef struct
{
  void     (*enter)   (SluiceTool        *tool);
  void     (*leave)   (SluiceTool        *tool,
                       gboolean           is_cancelled);
  gboolean (*press)   (SluiceTool        *tool,
                       const SluiceInput *input);
  void     (*motion)  (SluiceTool        *tool,
                       const SluiceInput *input);
  gboolean (*release) (SluiceTool        *tool,
                       const SluiceInput *input);
  gboolean (*key)     (SluiceTool        *tool,
                       const SluiceInput *input);
  void     (*free)    (SluiceTool        *tool);
  gboolean   scrolls; /* the view follows at its edges */
} SluiceToolClass;

struct _SluiceTool
{
  const SluiceToolClass *klass;
  SluiceStage           *stage;
  gboolean               is_dragging; /* the pointer went further than the threshold */
  double                 press_x;     /* widget */
  double                 press_y;
  SluicePoint            press_world;
};

/* The tools. */
SluiceTool *sluice_tool_select_new  (void);
SluiceTool *sluice_tool_pan_new     (gboolean    clears); /* a click clears the selection */
SluiceTool *sluice_tool_marquee_new (void);
SluiceTool *sluice_tool_move_new    (const char *lead,        /* the item under the pointer */
                                     gboolean    was_selected);
SluiceTool *sluice_tool_connect_back_new (const char *target);
SluiceTool *sluice_tool_connect_new (const char *source,
                                     const char *action,
                                     gboolean    takes_end); /* the end of an edge that is there */
SluiceTool *sluice_tool_link_new    (const char *source);
SluiceTool *sluice_tool_knife_new   (void);
SluiceTool *sluice_tool_resize_new  (const char *address,
                                     guint       sides);
SluiceTool *sluice_tool_bend_new    (const char *source,
                                     const char *action,
                                     guint       index);
const char *sluice_tool_cursor_for_sides (guint sides);
SluiceTool *sluice_tool_sequence_new (const SluiceSequence *sequence);
SluiceTool *sluice_tool_twice_new    (const SluiceInput    *press,
                                      const SluiceHit      *hit);

/* For tools. */
void            sluice_stage_push         (SluiceStage       *self,
                                           SluiceTool        *take,
                                           const SluiceInput *input); /* what began it, or NULL */
void            sluice_stage_pop          (SluiceStage       *self,
                                           gboolean           is_cancelled);
/* Whether the pointer is dragging by now. */
gboolean        sluice_tool_check_drag    (SluiceTool        *tool,
                                           const SluiceInput *input);
SluicePoint     sluice_tool_to_world      (SluiceTool        *tool,
                                           const SluiceInput *input);
SluiceHit       sluice_tool_hit           (SluiceTool        *tool,
                                           const SluiceInput *input);
SluiceScene    *sluice_tool_get_scene     (SluiceTool        *tool);
SluiceDocument *sluice_tool_get_document  (SluiceTool        *tool);
SluiceFeedback *sluice_stage_edit_feedback (SluiceStage      *self); /* changed it: tell with the next */
void            sluice_stage_tell_feedback (SluiceStage      *self);
void            sluice_stage_set_link     (SluiceStage       *self,
                                           const char        *source, /* NULL: no link */
                                           const char        *action,
                                           const char        *target,
                                           SluicePoint        end);
/* The same, drawn from its end: without a source yet it comes from @at. */
void            sluice_stage_set_link_back (SluiceStage      *self,
                                            const char       *source,
                                            const char       *action,
                                            const char       *target,
                                            SluicePoint       at);
void            sluice_stage_set_hover    (SluiceStage       *self,
                                           const SluiceHit   *hit);
void            sluice_stage_set_cursor   (SluiceStage       *self,
                                           const char        *cursor);
/* What is lit of the edges; @edge NULL: nothing. */
void            sluice_stage_light_edge   (SluiceStage       *self,
                                           SluiceSceneEdge   *edge);
void            sluice_stage_ask_perform  (SluiceStage       *self,
                                           const char        *action);
void            sluice_stage_ask_edit_shape (SluiceStage     *self,
                                             const char      *address);

void            sluice_stage_ask_add_node (SluiceStage       *self,
                                           double             x,
                                           double             y,
                                           const char        *from,
                                           const char        *action);
void            sluice_stage_ask_activate (SluiceStage       *self,
                                           const char        *address);
void            sluice_stage_ask_edit_action (SluiceStage    *self,
                                              const char     *address,
                                              const char     *action);
void            sluice_stage_ask_toggle_breakpoint (SluiceStage *self,
                                                    const char  *address);
gboolean        sluice_stage_ask_press_edge (SluiceStage     *self,
                                             const char      *address,
                                             const char      *action,
                                             double           x,
                                             double           y);
/* Says why something did not happen, and frees it. */
void            sluice_stage_tell_error   (SluiceStage       *self,
                                           GError            *take);

G_END_DECLS
