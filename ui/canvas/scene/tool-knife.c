/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cuts the edges that the pointer crosses. They are lit while it goes on and go at the release, all
 * as one step.
 */
#include "canvas/scene/tool.h"

#include "graph/edit.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceTool tool;
  GArray *way;       /* SluicePoint */
  GHashTable *seen;  /* "address\naction", owned */
} KnifeTool;

typedef struct
{
  KnifeTool *knife;
  SluicePoint from;
  SluicePoint to;
} Stroke;

static void
cross_cb (SluiceSceneEdge *edge,
          gpointer         user_data)
{
  Stroke *stroke = user_data;
  char *name;

  if (!sluice_curve_crosses_line (&edge->route->curve, stroke->from, stroke->to))
    return;
  name = g_strdup_printf ("%s\n%s", edge->source->address, sluice_scene_edge_get_action (edge));
  if (g_hash_table_add (stroke->knife->seen, name))
    sluice_stage_light_edge (stroke->knife->tool.stage, edge);
}

static void
knife_go_to (KnifeTool   *self,
             SluicePoint  to)
{
  SluiceFeedback *feedback = sluice_stage_edit_feedback (self->tool.stage);
  Stroke stroke = { self, g_array_index (self->way, SluicePoint, self->way->len - 1), to };
  SluiceRect area = sluice_rect_from_corners (stroke.from.x, stroke.from.y, to.x, to.y);

  area = sluice_rect_inflate (area, 1);
  g_array_append_val (self->way, to);
  sluice_scene_foreach_edge (sluice_tool_get_scene (&self->tool), &area, cross_cb, &stroke);
  g_free (feedback->knife);
  feedback->knife = g_memdup2 (self->way->data, self->way->len * sizeof (SluicePoint));
  feedback->n_knife = self->way->len;
  feedback->lit_is_cut = TRUE;
  sluice_stage_tell_feedback (self->tool.stage);
}

static void
knife_motion (SluiceTool        *tool,
              const SluiceInput *input)
{
  KnifeTool *self = (KnifeTool *) tool;

  if (!sluice_tool_check_drag (tool, input))
    return;
  if (self->way->len == 0)
    g_array_append_val (self->way, tool->press_world);
  sluice_stage_set_cursor (tool->stage, "crosshair");
  knife_go_to (self, sluice_tool_to_world (tool, input));
}

static void
knife_cut (KnifeTool *self)
{
  SluiceDocument *document = sluice_tool_get_document (&self->tool);
  const GPtrArray *lit = sluice_stage_get_feedback (self->tool.stage)->lit;
  g_autofree char *name = g_strdup_printf (ngettext ("Cut %u Edge", "Cut %u Edges", lit->len),
                                           lit->len);
  GError *error = NULL;
  gboolean is_ok = TRUE;

  if (lit->len == 0)
    return;
  sluice_document_begin (document, name, NULL);
  for (guint i = 0; i < lit->len && is_ok; i++)
    {
      const SluiceEdgeName *edge = g_ptr_array_index (lit, i);

      is_ok = sluice_edit_disconnect (document, edge->address, edge->action, &error);
    }
  if (is_ok)
    sluice_document_commit (document);
  else
    sluice_document_rollback (document);
  sluice_stage_tell_error (self->tool.stage, error);
}

static gboolean
knife_release (SluiceTool        *tool,
               const SluiceInput *input)
{
  knife_cut ((KnifeTool *) tool);
  sluice_stage_pop (tool->stage, FALSE);
  return TRUE;
}

static void
knife_leave (SluiceTool *tool,
             gboolean    is_cancelled)
{
  SluiceFeedback *feedback = sluice_stage_edit_feedback (tool->stage);

  g_clear_pointer (&feedback->knife, g_free);
  feedback->n_knife = 0;
  feedback->lit_is_cut = FALSE;
  sluice_stage_light_edge (tool->stage, NULL);
  sluice_stage_set_cursor (tool->stage, NULL);
}

static void
knife_free (SluiceTool *tool)
{
  KnifeTool *self = (KnifeTool *) tool;

  g_array_unref (self->way);
  g_hash_table_unref (self->seen);
}

/**
 * sluice_tool_knife_new:
 *
 * Returns: (transfer full): a tool that cuts edges
 */
SluiceTool *
sluice_tool_knife_new (void)
{
  static const SluiceToolClass klass = {
    .leave = knife_leave,
    .motion = knife_motion,
    .release = knife_release,
    .free = knife_free,
    .scrolls = TRUE,
  };
  KnifeTool *self = g_new0 (KnifeTool, 1);

  self->tool.klass = &klass;
  self->way = g_array_new (FALSE, FALSE, sizeof (SluicePoint));
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return &self->tool;
}
