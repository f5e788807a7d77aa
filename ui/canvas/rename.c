/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is written on the canvas is edited in place: the title of a node or a frame and the action of
 * an edge in an entry over it, the text of a note in a small text view. Escape leaves it as it was;
 * Enter takes a line, Control and Enter a text, and a click elsewhere either of them.
 */
#include "canvas/canvas-private.h"

#include "graph/drawing.h"
#include "graph/edit.h"
#include "rows/text-view.h"

#include <glib/gi18n.h>

static SluiceItemType
get_type (SluiceCanvas *self)
{
  return sluice_document_get_item_type (self->document, self->rename_address);
}

static gboolean
is_line (SluiceCanvas *self)
{
  return self->rename_action != NULL || get_type (self) != SLUICE_ITEM_NOTE;
}

static char *
dup_text (SluiceCanvas   *self,
          SluiceItemType  type)
{
  if (self->rename_action != NULL)
    return g_strdup (self->rename_action);
  if (type == SLUICE_ITEM_FRAME)
    return sluice_document_dup_frame_title (self->document, self->rename_address);
  if (type == SLUICE_ITEM_NOTE)
    return sluice_document_dup_note_text (self->document, self->rename_address);
  return sluice_document_dup_node_title (self->document, self->rename_address);
}

static void
rename_edge (SluiceCanvas  *self,
             const char    *text,
             GError       **error)
{
  g_autofree char *address = g_strdup (self->rename_address);
  g_autofree char *action = g_strdup (self->rename_action);

  if (!g_str_equal (action, text)
      && sluice_edit_rename_action (self->document, address, action, text, error))
    sluice_selection_set_edge (sluice_scene_get_selection (sluice_stage_get_scene (self->stage)),
                               address, text);
}

static void
rename_apply (SluiceCanvas *self,
              const char   *text)
{
  g_autofree char *address = g_strdup (self->rename_address);
  GError *error = NULL;

  if (self->rename_action != NULL)
    rename_edge (self, text, &error);
  else if (get_type (self) == SLUICE_ITEM_FRAME)
    sluice_edit_set_frame_title (self->document, address, text, &error);
  else if (get_type (self) == SLUICE_ITEM_NOTE)
    sluice_edit_set_note_text (self->document, address, text, &error);
  else
    sluice_edit_set_title (self->document, address, text, &error);
  sluice_document_break_merge (self->document);
  sluice_canvas_take_error (self, error);
}

static void
activate_cb (GtkEntry     *entry,
             SluiceCanvas *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->rename));
}

/* Only a frame may go without a title. */
static void
take_line (SluiceCanvas *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->rename_entry));
  g_autofree char *text = g_strstrip (g_strdup (typed)), *before = dup_text (self, get_type (self));

  if (g_strcmp0 (text, before) != 0 && (*text != '\0' || get_type (self) == SLUICE_ITEM_FRAME))
    rename_apply (self, text);
}

static void
take_text (SluiceCanvas *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->rename_text));
  GtkTextIter start, end;
  g_autofree char *text = NULL, *before = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  before = sluice_document_dup_note_text (self->document, self->rename_address);
  if (!g_str_equal (text, before))
    rename_apply (self, text);
}

/* What was typed is not lost by a click elsewhere; what it was about can be gone by then. */
static void
closed_cb (GtkPopover   *popover,
           SluiceCanvas *self)
{
  gboolean is_there = self->rename_address != NULL && self->document != NULL
                      && get_type (self) != SLUICE_ITEM_NONE;

  if (is_there && is_line (self))
    take_line (self);
  else if (is_there)
    take_text (self);
  g_clear_pointer (&self->rename_address, g_free);
  g_clear_pointer (&self->rename_action, g_free);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        SluiceCanvas          *self)
{
  gboolean takes = (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
                   && (state & GDK_CONTROL_MASK) != 0;

  if (!takes && keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (!takes)
    g_clear_pointer (&self->rename_address, g_free);
  gtk_popover_popdown (GTK_POPOVER (self->rename));
  return GDK_EVENT_STOP;
}

static gboolean
get_place (SluiceCanvas *self,
           const char   *address,
           const char   *action,
           GdkRectangle *place)
{
  graphene_rect_t box;
  graphene_point_t point;
  gboolean is_node;

  if (action != NULL)
    {
      if (!sluice_canvas_get_edge_point (self, address, action, &point))
        return FALSE;
      *place = (GdkRectangle) { (int) point.x, (int) point.y, 1, 1 };
      return TRUE;
    }
  if (!sluice_canvas_get_node_rect (self, address, &box))
    return FALSE;
  is_node = sluice_document_has_node (self->document, address);
  *place = (GdkRectangle) { (int) box.origin.x, (int) box.origin.y, (int) box.size.width,
                            is_node ? (int) (box.size.height / 3)
                                    : (int) MIN (box.size.height, 32) };
  return TRUE;
}

static GtkWidget *
make_entry (SluiceCanvas *self)
{
  self->rename_entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (self->rename_entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->rename_entry), 20);
  gtk_widget_set_name (self->rename_entry, "canvas-rename");
  g_signal_connect (self->rename_entry, "activate", G_CALLBACK (activate_cb), self);
  return self->rename_entry;
}

static GtkWidget *
make_text (SluiceCanvas *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rename_text = gtk_text_view_new ();
  gtk_widget_set_name (self->rename_text, "canvas-note");
  sluice_text_view_follow (GTK_TEXT_VIEW (self->rename_text));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->rename_text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->rename_text), FALSE);
  gtk_widget_set_size_request (scroller, 260, 120);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rename_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rename_text),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Text of the note"), -1);
  return scroller;
}

static void
rename_build (SluiceCanvas *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  self->rename = gtk_popover_new ();
  self->rename_stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->rename_stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->rename_stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->rename_stack), make_entry (self), "line");
  gtk_stack_add_named (GTK_STACK (self->rename_stack), make_text (self), "text");
  gtk_popover_set_child (GTK_POPOVER (self->rename), self->rename_stack);
  gtk_popover_set_position (GTK_POPOVER (self->rename), GTK_POS_BOTTOM);
  gtk_widget_set_parent (self->rename, GTK_WIDGET (self));
  g_signal_connect (self->rename, "closed", G_CALLBACK (closed_cb), self);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->rename, key);
}

/* Fills in what is there, all of it selected. */
static void
rename_fill (SluiceCanvas *self)
{
  SluiceItemType type = get_type (self);
  g_autofree char *text = dup_text (self, type);

  gtk_stack_set_visible_child_name (GTK_STACK (self->rename_stack), is_line (self) ? "line" : "text");
  if (is_line (self))
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->rename_entry),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->rename_action != NULL ? _("Action") : _("Title"), -1);
      gtk_editable_set_text (GTK_EDITABLE (self->rename_entry), text);
    }
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->rename_text)), text,
                              -1);
}

static void
rename_focus (SluiceCanvas *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->rename_text));
  GtkTextIter start, end;

  if (is_line (self))
    {
      gtk_widget_grab_focus (self->rename_entry);
      gtk_editable_select_region (GTK_EDITABLE (self->rename_entry), 0, -1);
      return;
    }
  gtk_widget_grab_focus (self->rename_text);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
}

/**
 * sluice_canvas_start_rename:
 * @self: a canvas
 * @address: of a node, a frame or a note
 * @action: (nullable): the action of the edge to edit; NULL: what is written at @address
 *
 * Opens the editor over what it edits.
 */
void
sluice_canvas_start_rename (SluiceCanvas *self,
                            const char   *address,
                            const char   *action)
{
  g_autofree char *kept_address = g_strdup (address), *kept_action = g_strdup (action);
  GdkRectangle place;

  if (self->document == NULL || sluice_document_is_read_only (self->document))
    return;
  sluice_canvas_scroll_to_node (self, kept_address);
  if (!get_place (self, kept_address, kept_action, &place))
    return;
  if (self->rename == NULL)
    rename_build (self);
  g_free (self->rename_address);
  g_free (self->rename_action);
  self->rename_address = g_steal_pointer (&kept_address);
  self->rename_action = g_steal_pointer (&kept_action);
  rename_fill (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->rename), &place);
  gtk_popover_popup (GTK_POPOVER (self->rename));
  rename_focus (self);
}

void
sluice_canvas_stop_rename (SluiceCanvas *self)
{
  if (self->rename != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->rename));
}
