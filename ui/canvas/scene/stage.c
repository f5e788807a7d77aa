/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The stage. Only the topmost tool gets input. A tool may pop itself while it handles input: the
 * stage looks at the stack again afterwards and keeps no pointer to it.
 */
#include "canvas/scene/shapes.h"
#include "canvas/scene/tool.h"

#include <math.h>

#define FIT_MARGIN 24.0
#define REVEAL_MARGIN 32.0
#define SCROLL_EDGE 28.0    /* px from the side where the view begins to follow */
#define SCROLL_SPEED 900.0  /* px per second at the side itself */
#define GLIDE_FRICTION 4.0  /* per second */
#define GLIDE_MIN 20.0      /* px per second */

struct _SluiceStage
{
  SluiceScene *scene;
  SluiceViewport viewport;
  SluiceFeedback feedback;
  GPtrArray *tools; /* SluiceTool, owned; the last is on top */
  SluiceInput last; /* the last motion; its key is not kept */
  double glide_x;   /* px per second that the content goes on with */
  double glide_y;
  gboolean is_animated;
  gboolean drag_pans;
  gboolean snaps;         /* to the edges of neighbours */
  SluiceStageHost host;
  gpointer host_data;
};

static void
tool_free (SluiceTool *tool)
{
  if (tool->klass->free != NULL)
    tool->klass->free (tool);
  g_free (tool);
}

static void
edge_name_free (gpointer data)
{
  SluiceEdgeName *name = data;

  g_free (name->address);
  g_free (name->action);
  g_free (name);
}

SluiceStage *
sluice_stage_new (void)
{
  SluiceStage *self = g_new0 (SluiceStage, 1);

  self->scene = sluice_scene_new ();
  self->viewport.zoom = 1;
  self->is_animated = TRUE;
  self->snaps = TRUE;
  self->feedback.lit = g_ptr_array_new_with_free_func (edge_name_free);
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) tool_free);
  sluice_stage_push (self, sluice_tool_select_new (), NULL);
  return self;
}

void
sluice_stage_free (SluiceStage *self)
{
  self->host = (SluiceStageHost) { NULL };
  sluice_stage_cancel (self);
  g_ptr_array_unref (self->tools);
  sluice_scene_free (self->scene);
  g_free (self->feedback.link_source);
  g_free (self->feedback.link_action);
  g_free (self->feedback.link_target);
  g_free (self->feedback.hover_address);
  g_free (self->feedback.hover_action);
  g_free (self->feedback.knife);
  g_ptr_array_unref (self->feedback.lit);
  g_free (self);
}

/**
 * sluice_stage_set_host:
 * @self: a stage
 * @host: copied
 * @user_data: for its functions
 *
 * Says who shows this stage.
 */
void
sluice_stage_set_host (SluiceStage           *self,
                       const SluiceStageHost *host,
                       gpointer               user_data)
{
  self->host = *host;
  self->host_data = user_data;
}

SluiceScene *
sluice_stage_get_scene (SluiceStage *self)
{
  return self->scene;
}

const SluiceViewport *
sluice_stage_get_viewport (SluiceStage *self)
{
  return &self->viewport;
}

const SluiceFeedback *
sluice_stage_get_feedback (SluiceStage *self)
{
  return &self->feedback;
}

static SluiceTool *
stage_top (SluiceStage *self)
{
  return g_ptr_array_index (self->tools, self->tools->len - 1);
}

static void
stage_tell_viewport (SluiceStage *self,
                     gboolean     changed)
{
  if (changed && self->host.viewport_changed != NULL)
    self->host.viewport_changed (self->host_data);
}

void
sluice_stage_set_size (SluiceStage *self,
                       double       width,
                       double       height)
{
  self->viewport.width = width;
  self->viewport.height = height;
}

void
sluice_stage_pan (SluiceStage *self,
                  double       dx,
                  double       dy)
{
  stage_tell_viewport (self, sluice_viewport_pan (&self->viewport, dx, dy));
}

void
sluice_stage_set_unit (SluiceStage *self,
                       double       unit)
{
  double larger = unit / sluice_viewport_get_unit (&self->viewport);

  if (larger == 1)
    return;
  self->viewport.unit = unit;
  sluice_stage_zoom_to (self, self->viewport.zoom * larger, self->viewport.width / 2, self->viewport.height / 2);
}

void
sluice_stage_zoom_to (SluiceStage *self,
                      double       zoom,
                      double       x,
                      double       y)
{
  stage_tell_viewport (self, sluice_viewport_zoom_to (&self->viewport, zoom, x, y));
}

/**
 * sluice_stage_fit:
 * @self: a stage
 * @world: what to show
 *
 * Shows all of @world in the middle of the view, at 100 % at most.
 */
void
sluice_stage_fit (SluiceStage      *self,
                  const SluiceRect *world)
{
  stage_tell_viewport (self, sluice_viewport_fit (&self->viewport, world, FIT_MARGIN, 1.0));
}

void
sluice_stage_reveal (SluiceStage      *self,
                     const SluiceRect *world)
{
  stage_tell_viewport (self, sluice_viewport_reveal (&self->viewport, world, REVEAL_MARGIN));
}

void
sluice_stage_push (SluiceStage       *self,
                   SluiceTool        *take,
                   const SluiceInput *input)
{
  take->stage = self;
  g_ptr_array_add (self->tools, take);
  if (input != NULL)
    {
      take->press_x = input->x;
      take->press_y = input->y;
      take->press_world = sluice_tool_to_world (take, input);
    }
  if (take->klass->enter != NULL)
    take->klass->enter (take);
}

void
sluice_stage_pop (SluiceStage *self,
                  gboolean     is_cancelled)
{
  SluiceTool *tool = g_ptr_array_steal_index (self->tools, self->tools->len - 1);

  g_assert (self->tools->len > 0); /* the lowest stays */
  if (tool->klass->leave != NULL)
    tool->klass->leave (tool, is_cancelled);
  tool_free (tool);
  sluice_stage_tell_feedback (self);
}

gboolean
sluice_stage_is_busy (SluiceStage *self)
{
  return self->tools->len > 1;
}

gboolean
sluice_stage_cancel (SluiceStage *self)
{
  if (!sluice_stage_is_busy (self))
    return FALSE;
  while (sluice_stage_is_busy (self))
    sluice_stage_pop (self, TRUE);
  return TRUE;
}

/* A key that is let go during a gesture is let go for the lowest tool, too, which may have seen it pressed. */
static gboolean
stage_handle_key (SluiceStage       *self,
                  const SluiceInput *input)
{
  SluiceTool *tool = stage_top (self), *lowest = g_ptr_array_index (self->tools, 0);

  if (input->type == SLUICE_INPUT_KEY_RELEASE && tool != lowest)
    lowest->klass->key (lowest, input);
  if (tool->klass->key != NULL && tool->klass->key (tool, input))
    return TRUE;
  return input->type == SLUICE_INPUT_KEY && g_str_equal (input->key, "Escape")
         && sluice_stage_cancel (self);
}

/**
 * sluice_stage_handle:
 * @self: a stage
 * @input: what a person did
 *
 * Hands input to the tool on top.
 *
 * Returns: whether it was taken
 */
gboolean
sluice_stage_handle (SluiceStage       *self,
                     const SluiceInput *input)
{
  SluiceTool *tool = stage_top (self);

  switch (input->type)
    {
    case SLUICE_INPUT_PRESS:
      sluice_stage_stop_glide (self);
      return tool->klass->press != NULL && tool->klass->press (tool, input);
    case SLUICE_INPUT_RELEASE:
      return tool->klass->release != NULL && tool->klass->release (tool, input);
    case SLUICE_INPUT_MOTION:
      self->last = *input;
      self->last.key = NULL;
      if (tool->klass->motion != NULL)
        tool->klass->motion (tool, input);
      return TRUE;
    case SLUICE_INPUT_LEAVE:
      sluice_stage_set_hover (self, &(SluiceHit) { SLUICE_HIT_NOTHING });
      return TRUE;
    case SLUICE_INPUT_KEY:
    case SLUICE_INPUT_KEY_RELEASE:
    default:
      return stage_handle_key (self, input);
    }
}

/* How fast the view follows, by how near to its side (or how far out) the pointer is. */
static double
scroll_speed (double at,
              double size)
{
  double out = 0;

  if (at < SCROLL_EDGE)
    out = at - SCROLL_EDGE;
  else if (at > size - SCROLL_EDGE)
    out = at - (size - SCROLL_EDGE);
  return CLAMP (out / SCROLL_EDGE, -2, 2) * SCROLL_SPEED;
}

static gboolean
is_gliding (SluiceStage *self)
{
  return hypot (self->glide_x, self->glide_y) >= GLIDE_MIN;
}

static gboolean
stage_follows (SluiceStage *self)
{
  SluiceTool *tool = stage_top (self);

  return tool->klass->scrolls && tool->is_dragging
         && (scroll_speed (self->last.x, self->viewport.width) != 0
             || scroll_speed (self->last.y, self->viewport.height) != 0);
}

gboolean
sluice_stage_wants_tick (SluiceStage *self)
{
  return is_gliding (self) || stage_follows (self);
}

static void
stage_go_on (SluiceStage *self,
             double       seconds)
{
  double rest = exp (-GLIDE_FRICTION * seconds);

  sluice_stage_pan (self, self->glide_x * seconds, self->glide_y * seconds);
  self->glide_x *= rest;
  self->glide_y *= rest;
}

/**
 * sluice_stage_glide:
 * @self: a stage
 * @speed_x: px per second that the content moves to the right
 * @speed_y: px per second that the content moves down
 *
 * Lets the view go on, unless motion is reduced.
 */
void
sluice_stage_glide (SluiceStage *self,
                    double       speed_x,
                    double       speed_y)
{
  if (!self->is_animated)
    return;
  self->glide_x = speed_x;
  self->glide_y = speed_y;
}

void
sluice_stage_stop_glide (SluiceStage *self)
{
  self->glide_x = self->glide_y = 0;
}

void
sluice_stage_set_animated (SluiceStage *self,
                           gboolean     is_animated)
{
  self->is_animated = is_animated;
  if (!is_animated)
    sluice_stage_stop_glide (self);
}

void
sluice_stage_set_drag_pans (SluiceStage *self,
                            gboolean     drag_pans)
{
  self->drag_pans = drag_pans;
}

gboolean
sluice_stage_get_drag_pans (SluiceStage *self)
{
  return self->drag_pans;
}

/**
 * sluice_stage_set_snaps:
 * @self: a stage
 * @snaps: whether what is dragged snaps to the edges of its neighbours; Alt does the other
 */
void
sluice_stage_set_snaps (SluiceStage *self,
                        gboolean     snaps)
{
  self->snaps = snaps;
}

gboolean
sluice_stage_get_snaps (SluiceStage *self)
{
  return self->snaps;
}

/**
 * sluice_stage_start_sequence:
 * @self: a stage
 * @sequence: static
 *
 * Awaits the second key.
 *
 * Returns: FALSE while another gesture goes on
 */
gboolean
sluice_stage_start_sequence (SluiceStage          *self,
                             const SluiceSequence *sequence)
{
  if (sluice_stage_is_busy (self))
    return FALSE;
  sluice_stage_push (self, sluice_tool_sequence_new (sequence), NULL);
  return TRUE;
}

/**
 * sluice_stage_tick:
 * @self: a stage
 * @seconds: since the last one
 *
 * Lets the view follow a drag that is held at its side, or go on as it was thrown.
 */
void
sluice_stage_tick (SluiceStage *self,
                   double       seconds)
{
  double dx, dy;

  if (is_gliding (self))
    stage_go_on (self, seconds);
  if (!stage_follows (self))
    return;
  dx = scroll_speed (self->last.x, self->viewport.width) * seconds;
  dy = scroll_speed (self->last.y, self->viewport.height) * seconds;
  sluice_stage_pan (self, -round (dx), -round (dy));
  sluice_stage_follow (self);
}

/**
 * sluice_stage_follow:
 * @self: a stage
 *
 * Lets a drag know that the view has moved below the pointer, which has not.
 */
void
sluice_stage_follow (SluiceStage *self)
{
  if (stage_top (self)->is_dragging)
    sluice_stage_handle (self, &self->last);
}

/**
 * sluice_stage_start_link:
 * @self: a stage
 * @address: the node the edge shall leave
 *
 * Begins to draw an edge by keyboard.
 *
 * Returns: FALSE when that node has no port
 */
gboolean
sluice_stage_start_link (SluiceStage *self,
                         const char  *address)
{
  SluiceSceneNode *node = sluice_scene_get_node (self->scene, address);

  if (node == NULL || node->n_ports == 0 || sluice_stage_is_busy (self))
    return FALSE;
  sluice_stage_push (self, sluice_tool_link_new (address), NULL);
  return TRUE;
}

gboolean
sluice_tool_check_drag (SluiceTool        *tool,
                        const SluiceInput *input)
{
  if (!tool->is_dragging)
    tool->is_dragging = hypot (input->x - tool->press_x, input->y - tool->press_y)
                        > SLUICE_DRAG_THRESHOLD;
  return tool->is_dragging;
}

SluicePoint
sluice_tool_to_world (SluiceTool        *tool,
                      const SluiceInput *input)
{
  return sluice_viewport_to_world (&tool->stage->viewport, input->x, input->y);
}

SluiceHit
sluice_tool_hit (SluiceTool        *tool,
                 const SluiceInput *input)
{
  SluicePoint world = sluice_tool_to_world (tool, input);

  return sluice_scene_hit (tool->stage->scene, world.x, world.y, tool->stage->viewport.zoom);
}

SluiceScene *
sluice_tool_get_scene (SluiceTool *tool)
{
  return tool->stage->scene;
}

SluiceDocument *
sluice_tool_get_document (SluiceTool *tool)
{
  return sluice_scene_get_document (tool->stage->scene);
}

SluiceFeedback *
sluice_stage_edit_feedback (SluiceStage *self)
{
  return &self->feedback;
}

void
sluice_stage_tell_feedback (SluiceStage *self)
{
  if (self->host.feedback_changed != NULL)
    self->host.feedback_changed (self->host_data);
}

static void
replace_string (char       **place,
                const char  *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

void
sluice_stage_set_link (SluiceStage *self,
                       const char  *source,
                       const char  *action,
                       const char  *target,
                       SluicePoint  end)
{
  self->feedback.has_link = source != NULL;
  self->feedback.link_is_back = FALSE;
  self->feedback.link_end = end;
  replace_string (&self->feedback.link_source, source);
  replace_string (&self->feedback.link_action, action);
  replace_string (&self->feedback.link_target, target);
  sluice_stage_tell_feedback (self);
}

void
sluice_stage_set_link_back (SluiceStage *self,
                            const char  *source,
                            const char  *action,
                            const char  *target,
                            SluicePoint  at)
{
  self->feedback.has_link = self->feedback.link_is_back = TRUE;
  self->feedback.link_end = at;
  replace_string (&self->feedback.link_source, source);
  replace_string (&self->feedback.link_action, action);
  replace_string (&self->feedback.link_target, target);
  sluice_stage_tell_feedback (self);
}

static const char *
hit_get_action (const SluiceHit *hit)
{
  if (hit->type == SLUICE_HIT_PORT || hit->type == SLUICE_HIT_EDGE || hit->type == SLUICE_HIT_LABEL
      || hit->type == SLUICE_HIT_BEND)
    return hit->node->ports[hit->port].action;
  return NULL;
}

void
sluice_stage_set_hover (SluiceStage     *self,
                        const SluiceHit *hit)
{
  const char *address = hit->node != NULL ? hit->node->address
                        : hit->shape != NULL ? hit->shape->address : NULL;
  const char *action = hit_get_action (hit);

  if (hit->type == self->feedback.hover && g_strcmp0 (address, self->feedback.hover_address) == 0
      && g_strcmp0 (action, self->feedback.hover_action) == 0)
    return;
  self->feedback.hover = hit->type;
  replace_string (&self->feedback.hover_address, address);
  replace_string (&self->feedback.hover_action, action);
  sluice_stage_tell_feedback (self);
}

void
sluice_stage_set_cursor (SluiceStage *self,
                         const char  *cursor)
{
  if (self->feedback.cursor == cursor)
    return;
  self->feedback.cursor = cursor;
  sluice_stage_tell_feedback (self);
}

void
sluice_stage_light_edge (SluiceStage     *self,
                         SluiceSceneEdge *edge)
{
  SluiceEdgeName *name;

  if (edge == NULL)
    {
      g_ptr_array_set_size (self->feedback.lit, 0);
      return;
    }
  name = g_new0 (SluiceEdgeName, 1);
  name->address = g_strdup (edge->source->address);
  name->action = g_strdup (sluice_scene_edge_get_action (edge));
  g_ptr_array_add (self->feedback.lit, name);
}

void
sluice_stage_ask_perform (SluiceStage *self,
                          const char  *action)
{
  if (self->host.perform != NULL)
    self->host.perform (action, self->host_data);
}

void
sluice_stage_ask_edit_shape (SluiceStage *self,
                             const char  *address)
{
  if (self->host.edit_shape != NULL)
    self->host.edit_shape (address, self->host_data);
}

void
sluice_stage_ask_add_node (SluiceStage *self,
                           double       x,
                           double       y,
                           const char  *from,
                           const char  *action)
{
  if (self->host.add_node != NULL)
    self->host.add_node (x, y, from, action, self->host_data);
}

void
sluice_stage_ask_activate (SluiceStage *self,
                           const char  *address)
{
  if (self->host.activate_node != NULL)
    self->host.activate_node (address, self->host_data);
}

void
sluice_stage_ask_edit_action (SluiceStage *self,
                              const char  *address,
                              const char  *action)
{
  if (self->host.edit_action != NULL)
    self->host.edit_action (address, action, self->host_data);
}

void
sluice_stage_ask_toggle_breakpoint (SluiceStage *self,
                                    const char  *address)
{
  if (self->host.toggle_breakpoint != NULL)
    self->host.toggle_breakpoint (address, self->host_data);
}

/* Whether a mark on the edge took the press. */
gboolean
sluice_stage_ask_press_edge (SluiceStage *self,
                             const char  *address,
                             const char  *action,
                             double       x,
                             double       y)
{
  return self->host.press_edge != NULL && self->host.press_edge (address, action, x, y, self->host_data);
}

void
sluice_stage_tell_error (SluiceStage *self,
                         GError      *take)
{
  if (take != NULL && self->host.message != NULL)
    self->host.message (take->message, self->host_data);
  g_clear_error (&take);
}
