/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The context menu: other entries for a node, several things, an edge, a frame, a note and empty
 * canvas. */
#include "canvas/canvas-private.h"
#include "canvas/scene/shapes.h"
#include "rows/row-menu.h"

#include <glib/gi18n.h>

typedef enum
{
  ENTRY_ACTION,
  ENTRY_SECTION,
  ENTRY_SUBMENU,
  ENTRY_COLOURS,
} EntryType;

typedef struct _Entry Entry;

struct _Entry
{
  EntryType type;
  const char *label;
  const char *action;
  const Entry *entries; /* of a submenu; the last has no label */
};

#define ITEM(label, action) { ENTRY_ACTION, (label), (action), NULL }
#define SECTION { ENTRY_SECTION, "", NULL, NULL }
#define SUBMENU(label, entries) { ENTRY_SUBMENU, (label), NULL, (entries) }
#define COLOURS { ENTRY_COLOURS, N_("C_olour"), NULL, NULL }
#define END { ENTRY_ACTION, NULL, NULL, NULL }

static const Entry select_entries[] = {
  ITEM (N_("_Upstream"), "canvas.select-upstream"),
  ITEM (N_("_Downstream"), "canvas.select-downstream"),
  ITEM (N_("_Connected"), "canvas.select-connected"),
  END,
};

static const Entry arrange_entries[] = {
  ITEM (N_("Align _Left"), "canvas.align-left"),
  ITEM (N_("Align _Right"), "canvas.align-right"),
  ITEM (N_("Align _Top"), "canvas.align-top"),
  ITEM (N_("Align _Bottom"), "canvas.align-bottom"),
  ITEM (N_("Align _Middles"), "canvas.align-middle"),
  ITEM (N_("Align _Centres"), "canvas.align-centre"),
  SECTION,
  ITEM (N_("Distribute _Horizontally"), "canvas.distribute-horizontally"),
  ITEM (N_("Distribute _Vertically"), "canvas.distribute-vertically"),
  SECTION,
  ITEM (N_("L_ay Out"), "canvas.lay-out"),
  END,
};

static const Entry breakpoint_entries[] = {
  ITEM (N_("_Toggle"), "canvas.toggle-breakpoint"),
  ITEM (N_("_Edit…"), "canvas.edit-breakpoint"),
  ITEM (N_("E_nable or Disable"), "canvas.enable-breakpoint"),
  END,
};

/* Most of them for a run that is stopped. */
static const Entry run_entries[] = {
  ITEM (N_("Run _to Here"), "canvas.run-to-here"),
  ITEM (N_("_Continue from Here"), "win.fork-node"),
  ITEM (N_("_Pin or Unpin the Result"), "win.pin-result"),
  SECTION,
  ITEM (N_("_Retry Node"), "win.retry-node"),
  ITEM (N_("_Skip with Action…"), "win.skip-node"),
  ITEM (N_("_Use This Result…"), "win.use-result"),
  ITEM (N_("_Fail…"), "win.fail-node"),
  SECTION,
  ITEM (N_("Set as _Next Node"), "win.set-next-node"),
  END,
};

static const Entry node_entries[] = {
  ITEM (N_("_Open"), "canvas.activate"),
  ITEM (N_("_Rename…"), "canvas.rename-node"),
  ITEM (N_("C_onnect To…"), "canvas.connect"),
  ITEM (N_("_Start Here"), "canvas.set-start"),
  SECTION,
  SUBMENU (N_("_Breakpoint"), breakpoint_entries),
  SUBMENU (N_("R_un"), run_entries),
  ITEM (N_("Disa_ble"), "canvas.disable"),
  ITEM (N_("_Pass Through"), "canvas.pass-through"),
  SECTION,
  SUBMENU (N_("Se_lect"), select_entries),
  ITEM (N_("_Frame"), "canvas.frame"),
  ITEM (N_("Collapse into Sub-_Flow"), "canvas.collapse"),
  COLOURS,
  SECTION,
  ITEM (N_("Cu_t"), "canvas.cut"),
  ITEM (N_("_Copy"), "canvas.copy"),
  ITEM (N_("D_uplicate"), "canvas.duplicate"),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  ITEM (N_("Delete and _Heal"), "canvas.delete-and-heal"),
  END,
};

static const Entry sub_flow_entries[] = {
  ITEM (N_("_Open"), "canvas.activate"),
  ITEM (N_("_Expand Here"), "canvas.collapse"),
  ITEM (N_("_Rename…"), "canvas.rename-node"),
  ITEM (N_("C_onnect To…"), "canvas.connect"),
  ITEM (N_("_Start Here"), "canvas.set-start"),
  SECTION,
  SUBMENU (N_("_Breakpoint"), breakpoint_entries),
  SUBMENU (N_("R_un"), run_entries),
  ITEM (N_("Disa_ble"), "canvas.disable"),
  ITEM (N_("_Pass Through"), "canvas.pass-through"),
  SECTION,
  SUBMENU (N_("Se_lect"), select_entries),
  ITEM (N_("_Frame"), "canvas.frame"),
  COLOURS,
  SECTION,
  ITEM (N_("Cu_t"), "canvas.cut"),
  ITEM (N_("_Copy"), "canvas.copy"),
  ITEM (N_("D_uplicate"), "canvas.duplicate"),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  ITEM (N_("Delete and _Heal"), "canvas.delete-and-heal"),
  END,
};

static const Entry selection_entries[] = {
  SUBMENU (N_("_Arrange"), arrange_entries),
  SUBMENU (N_("Se_lect"), select_entries),
  ITEM (N_("_Frame"), "canvas.frame"),
  ITEM (N_("Collapse into Sub-_Flow"), "canvas.collapse"),
  COLOURS,
  SECTION,
  SUBMENU (N_("_Breakpoint"), breakpoint_entries),
  ITEM (N_("Disa_ble"), "canvas.disable"),
  ITEM (N_("_Pass Through"), "canvas.pass-through"),
  SECTION,
  ITEM (N_("Cu_t"), "canvas.cut"),
  ITEM (N_("_Copy"), "canvas.copy"),
  ITEM (N_("D_uplicate"), "canvas.duplicate"),
  SECTION,
  ITEM (N_("Show in _View"), "canvas.zoom-selection"),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  ITEM (N_("Delete and _Heal"), "canvas.delete-and-heal"),
  END,
};

static const Entry frame_entries[] = {
  ITEM (N_("_Rename…"), "canvas.rename-node"),
  COLOURS,
  SECTION,
  ITEM (N_("Cu_t"), "canvas.cut"),
  ITEM (N_("_Copy"), "canvas.copy"),
  ITEM (N_("D_uplicate"), "canvas.duplicate"),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  END,
};

static const Entry note_entries[] = {
  ITEM (N_("_Edit…"), "canvas.rename-node"),
  COLOURS,
  SECTION,
  ITEM (N_("Cu_t"), "canvas.cut"),
  ITEM (N_("_Copy"), "canvas.copy"),
  ITEM (N_("D_uplicate"), "canvas.duplicate"),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  END,
};

static const Entry edge_entries[] = {
  ITEM (N_("_Edit Action…"), "canvas.rename-node"),
  ITEM (N_("_Straighten"), "canvas.remove-bends"),
  SECTION,
  SUBMENU (N_("_Breakpoint"), breakpoint_entries),
  ITEM (N_("Run _to Here"), "canvas.run-to-here"),
  SECTION,
  SUBMENU (N_("Se_lect"), select_entries),
  SECTION,
  ITEM (N_("_Delete"), "canvas.delete"),
  END,
};

static const Entry empty_entries[] = {
  ITEM (N_("_Add Node…"), "canvas.add-node"),
  ITEM (N_("Add _Note…"), "canvas.add-note"),
  SECTION,
  ITEM (N_("_Paste"), "canvas.paste"),
  ITEM (N_("Paste, _Keeping Edges"), "canvas.paste-keeping"),
  SECTION,
  ITEM (N_("_Undo"), "canvas.undo"),
  ITEM (N_("_Redo"), "canvas.redo"),
  SECTION,
  ITEM (N_("Select _All"), "canvas.select-all"),
  ITEM (N_("_Lay Out"), "canvas.lay-out"),
  ITEM (N_("_Fit in View"), "canvas.zoom-fit"),
  END,
};

static const char *
get_colour_label (const char *colour)
{
  static const struct
  {
    const char *name;
    const char *label;
  } labels[] = {
    { "blue", N_("Blue") },     { "green", N_("Green") }, { "yellow", N_("Yellow") },
    { "orange", N_("Orange") }, { "red", N_("Red") },     { "purple", N_("Purple") },
    { "brown", N_("Brown") },   { "grey", N_("Grey") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].name, colour))
      return _(labels[i].label);
  return colour;
}

static void
add_colour (GMenu      *menu,
            const char *label,
            const char *colour)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "canvas.colour", "s", colour);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_colour_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new (), none = g_menu_new ();

  for (const char * const *colour = sluice_get_colours (); *colour != NULL; colour++)
    add_colour (all, get_colour_label (*colour), *colour);
  add_colour (none, _("None"), "");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (none));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_menu (const Entry *entries)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (; entries->label != NULL; entries++)
    {
      g_autoptr (GMenuModel) submenu = entries->type == ENTRY_COLOURS ? make_colour_menu ()
                                       : entries->type == ENTRY_SUBMENU
                                         ? make_menu (entries->entries) : NULL;

      if (submenu != NULL)
        g_menu_append_submenu (section, _(entries->label), submenu);
      else if (entries->type == ENTRY_ACTION)
        g_menu_append (section, _(entries->label), entries->action);
      else
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
        }
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
  const char *address = hit.node != NULL ? hit.node->address
                        : hit.shape != NULL ? hit.shape->address : NULL;

  if (hit.edge != NULL)
    sluice_selection_set_edge (selection, hit.edge->source->address,
                               sluice_scene_edge_get_action (hit.edge));
  else if (address == NULL)
    sluice_selection_clear (selection);
  else if (!sluice_selection_has (selection, address))
    sluice_selection_set_one (selection, address);
}

/* Devices tell fractions, so that a pointer on pixel 211 can be said to be at 210.99998. The menu
 * leaves both pixels free: the button is still down, and GTK would count its release in the menu. */
static GdkRectangle
place_by_pointer (double x,
                  double y)
{
  return (GdkRectangle) { (int) x, (int) y, 2, 2 };
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

static const Entry *
find_entries (SluiceCanvas *self)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceSelection *selection = sluice_scene_get_selection (scene);
  const char *last = sluice_selection_get_last (selection);
  SluiceSceneShape *shape = last != NULL ? sluice_scene_get_shape (scene, last) : NULL;

  if (sluice_selection_get_edge (selection, NULL, NULL))
    return edge_entries;
  if (sluice_selection_get_n (selection) == 0)
    return empty_entries;
  if (sluice_selection_get_n (selection) > 1)
    return selection_entries;
  if (shape != NULL)
    return shape->type == SLUICE_ITEM_FRAME ? frame_entries : note_entries;
  return sluice_canvas_has_sub_flow (self) ? sub_flow_entries : node_entries;
}

/* The keys go on acting on the canvas, unless the entry has moved the focus elsewhere. */
static void
closed_cb (GtkPopover   *menu,
           SluiceCanvas *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (menu)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
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
  GdkRectangle place = place_by_pointer (x, y);
  g_autoptr (GMenuModel) model = NULL;

  if (self->document == NULL)
    return;
  self->has_menu_place = !by_key;
  self->menu_place = (SluicePoint) { x, y };
  if (by_key)
    place = place_by_key (self);
  else
    select_under (self, x, y);
  model = make_menu (find_entries (self));
  sluice_row_menu_renew (&self->menu, GTK_WIDGET (self), model, "canvas-menu");
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  g_signal_connect (self->menu, "closed", G_CALLBACK (closed_cb), self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
