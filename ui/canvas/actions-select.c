/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that select: everything and nothing, what edges lead to, and walking by the arrows. */
#include "canvas/canvas-private.h"
#include "canvas/scene/walk.h"

#include <glib/gi18n.h>

static const SluiceSequenceKey select_keys[] = {
  { "u", N_("Upstream"), "canvas.select-upstream" },
  { "d", N_("Downstream"), "canvas.select-downstream" },
  { "c", N_("Connected"), "canvas.select-connected" },
};

static const SluiceSequence select_sequence = {
  N_("Select"), select_keys, G_N_ELEMENTS (select_keys),
};

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
}

static void
select_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  sluice_scene_select_all (sluice_stage_get_scene (SLUICE_CANVAS (widget)->stage));
}

static void
select_none_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  sluice_selection_clear (get_selection (SLUICE_CANVAS (widget)));
}

/* From an edge it goes to what it leads to, or comes from. */
static char **
dup_origin (SluiceCanvas *self,
            SluiceReach   reach)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  const char *address, *action;
  SluiceSceneEdge *edge;

  if (!sluice_selection_get_edge (get_selection (self), &address, &action))
    return sluice_selection_dup (get_selection (self));
  edge = sluice_scene_get_edge (scene, address, action);
  return g_strdupv ((char *[]) { reach == SLUICE_REACH_DOWNSTREAM && edge != NULL
                                 ? edge->target->address : (char *) address, NULL });
}

static void
select_reach (SluiceCanvas *self,
              SluiceReach   reach)
{
  g_auto (GStrv) from = dup_origin (self, reach);
  g_auto (GStrv) reached =
    sluice_scene_dup_reach (sluice_stage_get_scene (self->stage), (const char * const *) from,
                            reach);

  if (reached[0] != NULL)
    sluice_selection_set (get_selection (self), (const char * const *) reached);
}

static void
select_upstream_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  select_reach (SLUICE_CANVAS (widget), SLUICE_REACH_UPSTREAM);
}

static void
select_downstream_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  select_reach (SLUICE_CANVAS (widget), SLUICE_REACH_DOWNSTREAM);
}

static void
select_connected_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  select_reach (SLUICE_CANVAS (widget), SLUICE_REACH_CONNECTED);
}

static void
select_by_key_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  sluice_stage_start_sequence (SLUICE_CANVAS (widget)->stage, &select_sequence);
}

static void
go_to_node (SluiceCanvas    *self,
            SluiceSceneNode *next)
{
  if (next == NULL)
    return;
  sluice_selection_set_one (get_selection (self), next->address);
  sluice_stage_reveal (self->stage, &next->item.bounds);
  sluice_canvas_focus_node (self, next->address);
}

static void
walk_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  go_to_node (self,
              sluice_scene_find_neighbour (sluice_stage_get_scene (self->stage),
                                           sluice_selection_get_last (get_selection (self)),
                                           (SluiceDirection) g_variant_get_int32 (parameter)));
}

static void
follow_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);

  go_to_node (self,
              sluice_scene_follow (sluice_stage_get_scene (self->stage),
                                   sluice_selection_get_last (get_selection (self)),
                                   (SluiceDirection) g_variant_get_int32 (parameter)));
}

static const SluiceCanvasAction actions[] = {
  { "canvas.select-all", NULL, select_all_action },
  { "canvas.select-none", NULL, select_none_action },
  { "canvas.select-upstream", NULL, select_upstream_action },
  { "canvas.select-downstream", NULL, select_downstream_action },
  { "canvas.select-connected", NULL, select_connected_action },
  { "canvas.select-by-key", NULL, select_by_key_action },
  { "canvas.walk", "i", walk_action },
  { "canvas.follow", "i", follow_action },
};

static const SluiceCanvasKey keys[] = {
  { GDK_KEY_a, GDK_CONTROL_MASK, "canvas.select-all" },
  { GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "canvas.select-none" },
  { GDK_KEY_s, GDK_ALT_MASK, "canvas.select-by-key" },
};

/**
 * sluice_canvas_class_add_select_actions:
 * @klass: the canvas's class
 *
 * Installs the commands that select, and their keys.
 */
void
sluice_canvas_class_add_select_actions (GtkWidgetClass *klass)
{
  sluice_canvas_class_install (klass, actions, G_N_ELEMENTS (actions), keys, G_N_ELEMENTS (keys));
  sluice_canvas_class_bind_arrows (klass, 0, "canvas.walk");
  sluice_canvas_class_bind_arrows (klass, GDK_ALT_MASK, "canvas.follow");
}

/**
 * sluice_canvas_update_select_actions:
 * @self: a canvas
 *
 * Enables what can be selected now.
 */
void
sluice_canvas_update_select_actions (SluiceCanvas *self)
{
  static const char * const from_some[] = { "canvas.select-upstream", "canvas.select-downstream",
                                            "canvas.select-connected", "canvas.select-by-key" };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_some = sluice_selection_get_n (get_selection (self)) > 0
                      || sluice_selection_get_edge (get_selection (self), NULL, NULL);

  gtk_widget_action_set_enabled (widget, "canvas.select-all",
                                 sluice_scene_get_n_nodes (sluice_stage_get_scene (self->stage)) > 0);
  for (guint i = 0; i < G_N_ELEMENTS (from_some); i++)
    gtk_widget_action_set_enabled (widget, from_some[i], has_some);
}
