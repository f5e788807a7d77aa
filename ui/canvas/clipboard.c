/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copy and paste: the selection travels as the text of a flow file. */
#include "canvas/canvas-private.h"

#include "base/json.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>
#include <math.h>

#define DUPLICATE_OFFSET 2 /* grid units */
#define NOTE_WIDTH 12      /* of a new one */
#define NOTE_HEIGHT 6

static SluiceSelection *
get_selection (SluiceCanvas *self)
{
  return sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
}

/**
 * sluice_canvas_copy:
 * @self: a canvas
 *
 * Puts what is selected and the edges among it on the clipboard.
 */
void
sluice_canvas_copy (SluiceCanvas *self)
{
  g_auto (GStrv) nodes = sluice_selection_dup (get_selection (self));
  g_autofree char *text = NULL;

  if (self->document == NULL || nodes[0] == NULL)
    return;
  text = sluice_edit_copy (self->document, (const char * const *) nodes);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
paste_at (SluiceCanvas    *self,
          const char      *text,
          int              x,
          int              y,
          SluiceKeepEdges  keep)
{
  GError *error = NULL;
  g_auto (GStrv) added = sluice_edit_paste_keeping (self->document, self->flow, text, x, y, keep,
                                                    &error);

  if (added != NULL)
    sluice_selection_set (get_selection (self), (const char * const *) added);
  sluice_canvas_take_error (self, error);
}

static void
place_text (SluiceCanvas    *self,
            const char      *text,
            double           x,
            double           y,
            SluiceKeepEdges  keep)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  SluicePoint at = sluice_viewport_to_world (view, x >= 0 ? x : view->width / 2,
                                             x >= 0 ? y : view->height / 2);

  paste_at (self, text, (int) round (at.x / SLUICE_GRID), (int) round (at.y / SLUICE_GRID),
            keep);
}

/**
 * sluice_canvas_place_text:
 * @self: a canvas
 * @text: of a flow file
 * @x: widget px; negative: the middle of the view
 * @y: widget px
 *
 * Pastes the nodes of a text with their top left there, and selects them.
 */
void
sluice_canvas_place_text (SluiceCanvas *self,
                          const char   *text,
                          double        x,
                          double        y)
{
  place_text (self, text, x, y, SLUICE_KEEP_NONE);
}

gboolean
sluice_canvas_is_flow_text (const char *text)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  if (!sluice_json_read (text, -1, NULL, &value, NULL, NULL))
    return FALSE;
  return SLUICE_VALUE_IS_OBJECT (value) && sluice_value_has_member (value, "flows");
}

/**
 * sluice_canvas_place_note:
 * @self: a canvas
 * @text: what to write
 * @x: widget px
 * @y: widget px
 *
 * Adds a note there, and selects it.
 */
void
sluice_canvas_place_note (SluiceCanvas *self,
                          const char   *text,
                          double        x,
                          double        y)
{
  SluicePoint at = sluice_viewport_to_world (sluice_stage_get_viewport (self->stage), x, y);
  SluiceBox box = { (int) round (at.x / SLUICE_GRID), (int) round (at.y / SLUICE_GRID), NOTE_WIDTH,
                    NOTE_HEIGHT };
  g_autofree char *note = NULL;
  GError *error = NULL;

  note = sluice_edit_add_note (self->document, self->flow, text, &box, &error);
  if (note != NULL)
    sluice_selection_set_one (get_selection (self), note);
  sluice_canvas_take_error (self, error);
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SluiceCanvas) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (text == NULL)
    sluice_canvas_tell (self, _("There is no text on the clipboard to paste"));
  else if (sluice_canvas_can_edit (self))
    place_text (self, text, self->paste_place.x, self->paste_place.y,
                self->paste_keeps ? SLUICE_KEEP_INCOMING : SLUICE_KEEP_NONE);
}

/**
 * sluice_canvas_paste:
 * @self: a canvas
 * @keeps_incoming: whether edges that led to what was copied lead to the copies from now on
 *
 * Pastes what is on the clipboard at the pointer.
 */
void
sluice_canvas_paste (SluiceCanvas *self,
                     gboolean      keeps_incoming)
{
  self->paste_keeps = keeps_incoming;
  self->paste_place = sluice_canvas_get_pointed (self);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable,
                                 read_text_cb, g_object_ref (self));
}

/**
 * sluice_canvas_duplicate:
 * @self: a canvas
 *
 * Adds a copy of the selection beside it; the clipboard keeps what it holds.
 */
void
sluice_canvas_duplicate (SluiceCanvas *self)
{
  g_auto (GStrv) items = sluice_selection_dup (get_selection (self));
  g_auto (GStrv) copies = NULL;
  GError *error = NULL;

  if (items[0] == NULL)
    return;
  copies = sluice_edit_duplicate (self->document, (const char * const *) items, DUPLICATE_OFFSET,
                                  DUPLICATE_OFFSET, SLUICE_KEEP_NONE, &error);
  if (copies != NULL)
    sluice_selection_set (get_selection (self), (const char * const *) copies);
  sluice_canvas_take_error (self, error);
}
