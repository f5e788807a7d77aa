/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The context menu: other entries for a node, an edge and empty canvas. */
#include "canvas/canvas-private.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *label; /* NULL: a new section begins */
  const char *action;
} Entry;

static const Entry node_entries[] = {
  { N_("_Open"), "canvas.activate" },
  { N_("_Rename…"), "canvas.rename-node" },
  { N_("C_onnect To…"), "canvas.connect" },
  { N_("_Start Here"), "canvas.set-start" },
  { NULL, NULL },
  { N_("Toggle _Breakpoint"), "canvas.toggle-breakpoint" },
  { NULL, NULL },
  { N_("Cu_t"), "canvas.cut" },
  { N_("_Copy"), "canvas.copy" },
  { N_("D_uplicate"), "canvas.duplicate" },
  { NULL, NULL },
  { N_("_Delete"), "canvas.delete" },
};

static const Entry edge_entries[] = {
  { N_("_Edit Action…"), "canvas.rename-node" },
  { NULL, NULL },
  { N_("_Delete"), "canvas.delete" },
};

static const Entry empty_entries[] = {
  { N_("_Add Node…"), "canvas.add-node" },
  { N_("_Paste"), "canvas.paste" },
  { NULL, NULL },
  { N_("_Undo"), "canvas.undo" },
  { N_("_Redo"), "canvas.redo" },
  { NULL, NULL },
  { N_("Select _All"), "canvas.select-all" },
  { N_("_Lay Out"), "canvas.lay-out" },
  { N_("_Fit in View"), "canvas.zoom-fit" },
};

static GMenuModel *
make_menu (const Entry *entries,
           guint        n_entries)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < n_entries; i++)
    if (entries[i].label != NULL)
      g_menu_append (section, _(entries[i].label), entries[i].action);
    else
      {
        g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        g_object_unref (section);
        section = g_menu_new ();
      }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}

/* What the menu is about becomes the selection, as in every file manager. */
static void
select_under (SluiceCanvas *self,
              double        x,
              double        y)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceSelection *selection = sluice_scene_get_selection (scene);
  SluicePoint world = sluice_viewport_to_world (view, x, y);
  SluiceHit hit = sluice_scene_hit (scene, world.x, world.y, view->zoom);

  if (hit.edge != NULL)
    sluice_selection_set_edge (selection, hit.edge->source->address,
                               sluice_scene_edge_get_action (hit.edge));
  else if (hit.node == NULL)
    sluice_selection_clear (selection);
  else if (!sluice_selection_has (selection, hit.node->address))
    sluice_selection_set_one (selection, hit.node->address);
}

static GdkRectangle
place_by_key (SluiceCanvas *self)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  const char *address = sluice_selection_get_last (selection), *action;
  graphene_rect_t box;
  graphene_point_t point;

  if (address != NULL && sluice_canvas_get_node_rect (self, address, &box))
    return (GdkRectangle) { (int) (box.origin.x + box.size.width / 2),
                            (int) (box.origin.y + box.size.height / 2), 1, 1 };
  if (sluice_selection_get_edge (selection, &address, &action)
      && sluice_canvas_get_edge_point (self, address, action, &point))
    return (GdkRectangle) { (int) point.x, (int) point.y, 1, 1 };
  return (GdkRectangle) { (int) view->width / 2, (int) view->height / 2, 1, 1 };
}

static GMenuModel *
make_fitting_menu (SluiceCanvas *self)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));

  if (sluice_selection_get_edge (selection, NULL, NULL))
    return make_menu (edge_entries, G_N_ELEMENTS (edge_entries));
  if (sluice_selection_get_n (selection) > 0)
    return make_menu (node_entries, G_N_ELEMENTS (node_entries));
  return make_menu (empty_entries, G_N_ELEMENTS (empty_entries));
}

/**
 * sluice_canvas_show_menu:
 * @self: a canvas
 * @x: widget px
 * @y: widget px
 * @by_key: whether it was asked for by keyboard: then it is about the selection, and opens there
 *
 * Opens the context menu.
 */
void
sluice_canvas_show_menu (SluiceCanvas *self,
                         double        x,
                         double        y,
                         gboolean      by_key)
{
  GdkRectangle place = { (int) x, (int) y, 1, 1 };
  g_autoptr (GMenuModel) model = NULL;

  if (self->document == NULL)
    return;
  if (by_key)
    place = place_by_key (self);
  else
    select_under (self, x, y);
  model = make_fitting_menu (self);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_name (self->menu, "canvas-menu");
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
