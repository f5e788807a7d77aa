/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Commands that arrange what is selected: lay out, align, distribute, nudge, frame, colour, and
 * making a sub-flow of it and back. Each is one step of the history.
 */
#include "canvas/canvas-private.h"
#include "canvas/scene/shapes.h"

#include "graph/edit.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>

static const SluiceSequenceKey arrange_keys[] = {
  { "l", N_("Align left"), "canvas.align-left" },
  { "r", N_("Align right"), "canvas.align-right" },
  { "t", N_("Align top"), "canvas.align-top" },
  { "b", N_("Align bottom"), "canvas.align-bottom" },
  { "m", N_("Align middles side by side"), "canvas.align-middle" },
  { "c", N_("Align centres in a column"), "canvas.align-centre" },
  { "h", N_("Distribute horizontally"), "canvas.distribute-horizontally" },
  { "v", N_("Distribute vertically"), "canvas.distribute-vertically" },
};

static const SluiceSequence arrange_sequence = {
  N_("Align and Distribute"), arrange_keys, G_N_ELEMENTS (arrange_keys),
};

static SluiceScene *
get_scene (SluiceCanvas *self)
{
  return sluice_stage_get_scene (self->stage);
}

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (get_scene (self));
}

static void
arrange_by_key_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  sluice_stage_start_sequence (SLUICE_CANVAS (widget)->stage, &arrange_sequence);
}

static void
align_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  static const struct
  {
    const char *name;
    SluiceAlignment alignment;
  } alignments[] = {
    { "canvas.align-left", SLUICE_ALIGN_LEFT },     { "canvas.align-right", SLUICE_ALIGN_RIGHT },
    { "canvas.align-top", SLUICE_ALIGN_TOP },       { "canvas.align-bottom", SLUICE_ALIGN_BOTTOM },
    { "canvas.align-centre", SLUICE_ALIGN_CENTRE }, { "canvas.align-middle", SLUICE_ALIGN_MIDDLE },
  };
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  GError *error = NULL;

  if (!sluice_canvas_can_edit (self))
    return;
  sluice_canvas_begin_animation (self);
  for (guint i = 0; i < G_N_ELEMENTS (alignments); i++)
    if (g_str_equal (alignments[i].name, name))
      sluice_edit_align (self->document, (const char * const *) items, alignments[i].alignment,
                         &error);
  sluice_canvas_run_animation (self);
  sluice_canvas_take_error (self, error);
}

static void
distribute_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  SluiceAxis axis = g_str_has_suffix (name, "horizontally") ? SLUICE_AXIS_HORIZONTAL
                                                            : SLUICE_AXIS_VERTICAL;
  GError *error = NULL;

  if (!sluice_canvas_can_edit (self))
    return;
  sluice_canvas_begin_animation (self);
  sluice_edit_distribute (self->document, (const char * const *) items, axis, &error);
  sluice_canvas_run_animation (self);
  sluice_canvas_take_error (self, error);
}

/* The selection where it is more than a node, else everything. */
static void
lay_out_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) nodes = sluice_scene_dup_selected_nodes (get_scene (self));
  gboolean some = g_strv_length (nodes) > 1;
  GError *error = NULL;

  if (!sluice_canvas_can_edit (self))
    return;
  sluice_canvas_begin_animation (self);
  sluice_edit_lay_out (self->document, self->flow, some ? (const char * const *) nodes : NULL,
                       &error);
  if (!some)
    sluice_canvas_fit (self);
  sluice_canvas_run_animation (self);
  sluice_canvas_take_error (self, error);
}

/* Presses that follow each other are one undo step. */
static void
nudge_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  static const int steps[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const int *step = steps[g_variant_get_int32 (parameter)];
  g_auto (GStrv) selected = sluice_selection_dup (get_selection (self)), items = NULL;
  g_autofree char *key = g_strjoinv (" ", selected);
  g_autofree char *merge_key = g_strconcat ("nudge ", key, NULL);
  GError *error = NULL;

  if (selected[0] == NULL || !sluice_canvas_can_edit (self))
    return;
  items = sluice_document_dup_with_contents (self->document, (const char * const *) selected);
  sluice_edit_move_items (self->document, (const char * const *) items, step[0], step[1], merge_key,
                          &error);
  sluice_canvas_take_error (self, error);
}

static void
frame_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  g_autofree char *frame = NULL;
  GError *error = NULL;

  if (items[0] == NULL || !sluice_canvas_can_edit (self))
    return;
  frame = sluice_edit_frame_nodes (self->document, (const char * const *) items, _("Frame"),
                                   &error);
  if (frame != NULL)
    sluice_selection_set_one (get_selection (self), frame);
  sluice_canvas_take_error (self, error);
}

static void
add_note_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  SluicePoint pointed = sluice_canvas_get_pointed (self);
  const char *last;

  if (!sluice_canvas_can_edit (self))
    return;
  sluice_canvas_place_note (self, _("Note"), pointed.x, pointed.y);
  last = sluice_selection_get_last (get_selection (self));
  if (last != NULL && sluice_scene_get_shape (get_scene (self), last) != NULL)
    sluice_canvas_start_rename (self, last, NULL);
}

static void
colour_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  const char *colour = g_variant_get_string (parameter, NULL);
  GError *error = NULL;

  if (items[0] != NULL && sluice_canvas_can_edit (self))
    sluice_edit_set_colour (self->document, (const char * const *) items,
                            *colour != '\0' ? colour : NULL, &error);
  sluice_canvas_take_error (self, error);
}

/* Whether what is selected is one node that runs a flow of this document. */
gboolean
sluice_canvas_has_sub_flow (SluiceCanvas *self)
{
  const char *last = sluice_selection_get_last (get_selection (self));
  const char *flow;

  if (self->document == NULL || sluice_selection_get_n (get_selection (self)) != 1
      || g_strcmp0 (sluice_document_get_node_kind (self->document, last), "flow") != 0)
    return FALSE;
  flow = sluice_value_get_string (sluice_document_get_setting (self->document, last, "flow"));
  return flow != NULL && sluice_document_has_flow (self->document, flow);
}

/* A sub-flow is taken apart; anything else becomes one. */
static void
collapse_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  gboolean expands = sluice_canvas_has_sub_flow (self);
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  g_auto (GStrv) shown = NULL;
  GError *error = NULL;

  if (items[0] == NULL || !sluice_canvas_can_edit (self))
    return;
  if (expands)
    shown = sluice_edit_expand (self->document, items[0], &error);
  else
    {
      g_autofree char *node = sluice_edit_collapse (self->document, (const char * const *) items,
                                                    NULL, &error);

      if (node != NULL)
        shown = g_strdupv ((char *[]) { node, NULL });
    }
  if (shown != NULL)
    sluice_selection_set (get_selection (self), (const char * const *) shown);
  sluice_canvas_take_error (self, error);
}

static void
toggle_disabled (SluiceCanvas   *self,
                 SluiceDisabled  mode)
{
  g_auto (GStrv) nodes = sluice_scene_dup_selected_nodes (get_scene (self));
  GError *error = NULL;

  if (nodes[0] != NULL && sluice_canvas_can_edit (self))
    sluice_edit_toggle_disabled (self->document, (const char * const *) nodes, mode, &error);
  sluice_canvas_take_error (self, error);
}

static void
disable_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  toggle_disabled (SLUICE_CANVAS (widget), SLUICE_DISABLED_OFF);
}

static void
pass_through_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  toggle_disabled (SLUICE_CANVAS (widget), SLUICE_DISABLED_PASS_THROUGH);
}

static void
remove_bends_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  g_autofree char *address = NULL, *action = NULL;
  const char *from, *leaves;
  SluiceSceneEdge *edge;
  GError *error = NULL;
  gboolean is_ok = TRUE;

  if (!sluice_selection_get_edge (get_selection (self), &from, &leaves)
      || !sluice_canvas_can_edit (self))
    return;
  address = g_strdup (from);
  action = g_strdup (leaves);
  edge = sluice_scene_get_edge (get_scene (self), address, action);
  sluice_document_begin (self->document, _("Straighten Edge"), NULL);
  for (guint i = edge != NULL ? edge->n_bends : 0; i > 0 && is_ok; i--)
    is_ok = sluice_edit_remove_bend (self->document, address, action, i - 1, &error);
  sluice_document_commit (self->document);
  sluice_canvas_take_error (self, error);
}

static const SluiceCanvasAction arrange_actions[] = {
  { "canvas.arrange-by-key", NULL, arrange_by_key_action },
  { "canvas.align-left", NULL, align_action },
  { "canvas.align-right", NULL, align_action },
  { "canvas.align-top", NULL, align_action },
  { "canvas.align-bottom", NULL, align_action },
  { "canvas.align-centre", NULL, align_action },
  { "canvas.align-middle", NULL, align_action },
  { "canvas.distribute-horizontally", NULL, distribute_action },
  { "canvas.distribute-vertically", NULL, distribute_action },
  { "canvas.lay-out", NULL, lay_out_action },
  { "canvas.nudge", "i", nudge_action },
  { "canvas.frame", NULL, frame_action },
  { "canvas.add-note", NULL, add_note_action },
  { "canvas.colour", "s", colour_action },
  { "canvas.collapse", NULL, collapse_action },
  { "canvas.disable", NULL, disable_action },
  { "canvas.pass-through", NULL, pass_through_action },
  { "canvas.remove-bends", NULL, remove_bends_action },
};

static const SluiceCanvasKey arrange_command_keys[] = {
  { GDK_KEY_a, GDK_ALT_MASK, "canvas.arrange-by-key" },
  { GDK_KEY_l, GDK_CONTROL_MASK, "canvas.lay-out" },
  { GDK_KEY_g, GDK_CONTROL_MASK, "canvas.frame" },
  { GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "canvas.collapse" },
  { GDK_KEY_m, GDK_CONTROL_MASK, "canvas.disable" },
  { GDK_KEY_b, GDK_CONTROL_MASK, "canvas.pass-through" },
};

/**
 * sluice_canvas_class_add_arrange_actions:
 * @klass: the canvas's class
 *
 * Installs the commands that arrange, and their keys.
 */
void
sluice_canvas_class_add_arrange_actions (GtkWidgetClass *klass)
{
  sluice_canvas_class_install (klass, arrange_actions, G_N_ELEMENTS (arrange_actions),
                               arrange_command_keys, G_N_ELEMENTS (arrange_command_keys));
  sluice_canvas_class_bind_arrows (klass, GDK_CONTROL_MASK, "canvas.nudge");
}

/**
 * sluice_canvas_update_arrange_actions:
 * @self: a canvas
 *
 * Enables what can be arranged now.
 */
void
sluice_canvas_update_arrange_actions (SluiceCanvas *self)
{
  static const struct
  {
    const char *action;
    guint n_items; /* it takes at least so many */
    guint n_nodes; /* of which so many are nodes */
  } needs[] = {
    { "canvas.arrange-by-key", 2, 0 },     { "canvas.align-left", 2, 0 },
    { "canvas.align-right", 2, 0 },        { "canvas.align-top", 2, 0 },
    { "canvas.align-bottom", 2, 0 },       { "canvas.align-centre", 2, 0 },
    { "canvas.align-middle", 2, 0 },       { "canvas.distribute-horizontally", 3, 0 },
    { "canvas.distribute-vertically", 3, 0 }, { "canvas.nudge", 1, 0 },
    { "canvas.frame", 1, 0 },              { "canvas.add-note", 0, 0 },
    { "canvas.colour", 1, 0 },             { "canvas.collapse", 1, 1 },
    { "canvas.disable", 1, 1 },            { "canvas.pass-through", 1, 1 },
  };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean can_write = self->document != NULL && !sluice_document_is_read_only (self->document);
  guint n_items = sluice_selection_get_n (get_selection (self));
  guint n_nodes = sluice_scene_get_n_selected_nodes (get_scene (self));
  const char *address, *action;
  SluiceSceneEdge *edge = sluice_selection_get_edge (get_selection (self), &address, &action)
                          ? sluice_scene_get_edge (get_scene (self), address, action) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    gtk_widget_action_set_enabled (widget, needs[i].action,
                                   can_write && n_items >= needs[i].n_items
                                   && n_nodes >= needs[i].n_nodes);
  gtk_widget_action_set_enabled (widget, "canvas.lay-out",
                                 can_write && sluice_scene_get_n_nodes (get_scene (self)) > 0);
  gtk_widget_action_set_enabled (widget, "canvas.remove-bends",
                                 can_write && edge != NULL && edge->n_bends > 0);
}
