/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is dropped on the canvas. A kind of the palette becomes a node, and on an edge part of it, which is lit
 * meanwhile; the text of a flow becomes its nodes, and any other text a note.
 */
#include "canvas/canvas-private.h"

#include "canvas/scene/tool.h"
#include "graph/catalog.h"

#define KIND_PREFIX "sluice-kind:"

static const char *
get_kind (const GValue *value)
{
  const char *text = value != NULL && G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  return text != NULL && g_str_has_prefix (text, KIND_PREFIX) ? text + strlen (KIND_PREFIX) : NULL;
}

/* The edge that a kind dropped there becomes part of, unless it is one that nothing can follow. */
static SluiceSceneEdge *
find_edge (SluiceCanvas *self,
           const char   *kind,
           double        x,
           double        y)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  const SluiceKindInfo *info = sluice_catalog_lookup (kind);
  SluicePoint at = sluice_viewport_to_world (view, x, y);
  SluiceHit hit = sluice_scene_hit (sluice_stage_get_scene (self->stage), at.x, at.y, view->zoom);
  gboolean is_edge = hit.type == SLUICE_HIT_EDGE || hit.type == SLUICE_HIT_LABEL;

  return is_edge && (info == NULL || !info->is_final) ? hit.edge : NULL;
}

static void
light (SluiceCanvas    *self,
       SluiceSceneEdge *edge)
{
  if (edge == NULL && sluice_stage_get_feedback (self->stage)->lit->len == 0)
    return;
  sluice_stage_light_edge (self->stage, NULL);
  if (edge != NULL)
    sluice_stage_light_edge (self->stage, edge);
  sluice_stage_tell_feedback (self->stage);
}

static gboolean
drop_kind (SluiceCanvas *self,
           const char   *kind,
           double        x,
           double        y)
{
  SluiceSceneEdge *edge = find_edge (self, kind, x, y);
  g_autofree char *from = NULL, *action = NULL;

  if (edge == NULL)
    return sluice_canvas_add_node (self, kind, x, y, NULL, NULL);
  from = g_strdup (edge->source->address);
  action = g_strdup (sluice_scene_edge_get_action (edge));
  return sluice_canvas_insert_node (self, kind, x, y, from, action);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         SluiceCanvas  *self)
{
  const char *text = g_value_get_string (value), *kind = get_kind (value);

  light (self, NULL);
  if (text == NULL || !sluice_canvas_can_edit (self))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (kind != NULL)
    return drop_kind (self, kind, x, y);
  if (sluice_canvas_is_flow_text (text))
    sluice_canvas_place_text (self, text, x, y);
  else
    sluice_canvas_place_note (self, text, x, y);
  return TRUE;
}

static GdkDragAction
motion_cb (GtkDropTarget *target,
           double         x,
           double         y,
           SluiceCanvas  *self)
{
  const char *kind = get_kind (gtk_drop_target_get_value (target));

  light (self, kind != NULL && sluice_canvas_can_edit (self) ? find_edge (self, kind, x, y) : NULL);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target,
          SluiceCanvas  *self)
{
  light (self, NULL);
}

/* Files come with their names as text too, but it is for the window to open them. */
static gboolean
accept_cb (GtkDropTarget *target,
           GdkDrop       *drop,
           SluiceCanvas  *self)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return !gdk_content_formats_contain_mime_type (formats, "text/uri-list")
         && !gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
         && (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
             || gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8")
             || gdk_content_formats_contain_mime_type (formats, "text/plain"));
}

/**
 * sluice_canvas_add_drop:
 * @self: a canvas
 *
 * Lets kinds and texts be dropped. They are asked for as soon as they are over the canvas: which edge would take a
 * kind is to be seen before it is dropped.
 */
void
sluice_canvas_add_drop (SluiceCanvas *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  gtk_drop_target_set_preload (drop, TRUE);
  g_signal_connect (drop, "accept", G_CALLBACK (accept_cb), self);
  g_signal_connect (drop, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (drop, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
