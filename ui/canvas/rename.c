/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Titles and actions are edited in place: an entry over the title, or over the edge's label. */
#include "canvas/canvas-private.h"

#include "graph/edit.h"

#include <glib/gi18n.h>

static void
rename_apply (SluiceCanvas *self,
              const char   *text)
{
  g_autofree char *address = g_strdup (self->rename_address);
  g_autofree char *action = g_strdup (self->rename_action);
  GError *error = NULL;

  if (action == NULL)
    sluice_edit_set_title (self->document, address, text, &error);
  else if (!g_str_equal (action, text)
           && sluice_edit_rename_action (self->document, address, action, text, &error))
    sluice_selection_set_edge (sluice_scene_get_selection (sluice_stage_get_scene (self->stage)),
                               address, text);
  sluice_canvas_take_error (self, error);
}

static void
activate_cb (GtkEntry     *entry,
             SluiceCanvas *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (self->rename_address != NULL && self->document != NULL && *text != '\0')
    rename_apply (self, text);
  gtk_popover_popdown (GTK_POPOVER (self->rename));
}

static void
closed_cb (GtkPopover   *popover,
           SluiceCanvas *self)
{
  g_clear_pointer (&self->rename_address, g_free);
  g_clear_pointer (&self->rename_action, g_free);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
get_place (SluiceCanvas *self,
           const char   *address,
           const char   *action,
           GdkRectangle *place)
{
  graphene_rect_t box;
  graphene_point_t point;

  if (action != NULL)
    {
      if (!sluice_canvas_get_edge_point (self, address, action, &point))
        return FALSE;
      *place = (GdkRectangle) { (int) point.x, (int) point.y, 1, 1 };
      return TRUE;
    }
  if (!sluice_canvas_get_node_rect (self, address, &box))
    return FALSE;
  *place = (GdkRectangle) { (int) box.origin.x, (int) box.origin.y, (int) box.size.width,
                            (int) (box.size.height / 3) };
  return TRUE;
}

static void
rename_build (SluiceCanvas *self)
{
  self->rename = gtk_popover_new ();
  self->rename_entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (self->rename_entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->rename_entry), 20);
  gtk_widget_set_name (self->rename_entry, "canvas-rename");
  gtk_popover_set_child (GTK_POPOVER (self->rename), self->rename_entry);
  gtk_popover_set_position (GTK_POPOVER (self->rename), GTK_POS_BOTTOM);
  gtk_widget_set_parent (self->rename, GTK_WIDGET (self));
  g_signal_connect (self->rename_entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->rename, "closed", G_CALLBACK (closed_cb), self);
}

/**
 * sluice_canvas_start_rename:
 * @self: a canvas
 * @address: of a node
 * @action: (nullable): the action of the edge to edit; NULL: the title of the node
 *
 * Opens the entry over what it edits. Enter takes the text, Escape leaves it.
 */
void
sluice_canvas_start_rename (SluiceCanvas *self,
                            const char   *address,
                            const char   *action)
{
  g_autofree char *title = NULL;
  g_autofree char *kept_address = g_strdup (address), *kept_action = g_strdup (action);
  GdkRectangle place;

  if (self->document == NULL || sluice_document_is_read_only (self->document))
    return;
  sluice_canvas_scroll_to_node (self, kept_address);
  if (!get_place (self, kept_address, kept_action, &place))
    return;
  if (self->rename == NULL)
    rename_build (self);
  title = kept_action != NULL ? g_strdup (kept_action)
                              : sluice_document_dup_node_title (self->document, kept_address);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rename_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kept_action != NULL ? _("Action") : _("Title"), -1);
  g_free (self->rename_address);
  g_free (self->rename_action);
  self->rename_address = g_steal_pointer (&kept_address);
  self->rename_action = g_steal_pointer (&kept_action);
  gtk_editable_set_text (GTK_EDITABLE (self->rename_entry), title);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->rename), &place);
  gtk_popover_popup (GTK_POPOVER (self->rename));
  gtk_widget_grab_focus (self->rename_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->rename_entry), 0, -1);
}

void
sluice_canvas_stop_rename (SluiceCanvas *self)
{
  if (self->rename != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->rename));
}
