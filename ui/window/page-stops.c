/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person looks at and does while the run is stopped: the visit of the node, and the commands that
 * change what happens next. What needs a value or a word asks for it where the node is drawn. */
#include "window/page-private.h"

#include "debugger/value-editor.h"

#include <glib/gi18n.h>

/**
 * sluice_page_update_visit:
 *
 * Shows the visits of the selected node; with none selected, of the one where it is stopped.
 */
void
sluice_page_update_visit (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);
  const char *address = addresses[0] != NULL && addresses[1] == NULL
                          ? addresses[0] : sluice_run_session_get_stop_address (self->session);
  g_autofree char *title = address != NULL && sluice_document_has_node (self->document, address)
                             ? sluice_document_dup_node_title (self->document, address) : NULL;

  sluice_visit_card_set_node (self->visit_card, address, title);
}

/* The lane that a command is about */

static const SluiceLaneInfo *
find_lane (SluicePage *self,
           const char *address)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (self->session);
  const SluiceLaneInfo *found = NULL;

  for (guint i = 0; lanes != NULL && i < lanes->len; i++)
    {
      const SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);

      if (address != NULL ? g_strcmp0 (lane->address, address) == 0 : lane->is_selected)
        found = found == NULL || lane->is_selected ? lane : found;
    }
  return found;
}

/* One that is in the selected node; else the one that steps go by. */
static const SluiceLaneInfo *
choose_lane (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);
  const SluiceLaneInfo *lane = addresses[0] != NULL ? find_lane (self, addresses[0]) : NULL;

  return lane != NULL ? lane : find_lane (self, NULL);
}

/* Sending */

static void
send (SluicePage             *self,
      SluiceInterventionType  type,
      guint32                 lane,
      const char             *place,
      const char             *value)
{
  const SluiceIntervention what = { type, lane, place, value };

  self->stop_request = sluice_run_session_intervene (self->session, &what);
}

static void
replied_cb (SluicePage *self,
            guint       request,
            const char *error)
{
  gboolean is_open = self->stop_editor != NULL && gtk_widget_get_visible (GTK_WIDGET (self->stop_editor));

  if (self->stop_request == 0 || request != self->stop_request)
    return;
  self->stop_request = 0;
  if (error == NULL && is_open)
    gtk_popover_popdown (GTK_POPOVER (self->stop_editor));
  else if (error != NULL && is_open)
    sluice_value_editor_set_error (self->stop_editor, error);
  else if (error != NULL)
    sluice_page_toast (self, error);
}

/* Asking */

static void
apply_cb (SluicePage *self,
          const char *key,
          const char *text)
{
  send (self, self->stop_edit, self->stop_lane, NULL, text);
}

static void
closed_cb (SluicePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
ask (SluicePage             *self,
     SluiceInterventionType  type,
     const SluiceLaneInfo   *lane,
     const SluiceValueEdit  *edit)
{
  GtkWidget *canvas = GTK_WIDGET (self->canvas);
  GdkRectangle place = { gtk_widget_get_width (canvas) / 2, 0, 1, 1 };
  graphene_rect_t box;

  if (self->stop_editor == NULL)
    {
      self->stop_editor = g_object_ref_sink (SLUICE_VALUE_EDITOR (sluice_value_editor_new ()));
      g_signal_connect_object (self->stop_editor, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->stop_editor, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
    }
  self->stop_edit = type;
  self->stop_lane = lane->id;
  self->stop_request = 0;
  if (lane->address != NULL && sluice_canvas_get_node_rect (self->canvas, lane->address, &box))
    place = (GdkRectangle) { (int) box.origin.x, (int) box.origin.y, (int) box.size.width, (int) box.size.height };
  sluice_value_editor_open (self->stop_editor, canvas, &place, edit);
}

static char **
dup_actions (SluicePage *self,
             const char *address)
{
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();
  g_autoptr (GPtrArray) ports = NULL;

  if (address != NULL && sluice_document_has_node (self->document, address))
    ports = sluice_document_dup_ports (self->document, address);
  for (guint i = 0; ports != NULL && i < ports->len; i++)
    g_strv_builder_add (actions, ((const SluicePort *) g_ptr_array_index (ports, i))->action);
  return g_strv_builder_end (actions);
}

static void
ask_action (SluicePage           *self,
            const SluiceLaneInfo *lane)
{
  g_auto (GStrv) actions = dup_actions (self, lane->address);
  /* Translators: %s is the title of a node. */
  g_autofree char *title = g_strdup_printf (_("Skip %s with the action"), lane->title != NULL ? lane->title : "");
  SluiceValueEdit edit = { .title = title, .apply = _("_Skip"), .is_line = TRUE,
                           .text = actions[0] != NULL ? actions[0] : "default",
                           .suggestions = (const char * const *) actions };

  ask (self, SLUICE_INTERVENTION_SKIP, lane, &edit);
}

/* What it begins with: the result that is held, or the one of the visit on show. */
static const char *
get_known_result (SluicePage           *self,
                  const SluiceLaneInfo *lane)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (self->session);
  GPtrArray *held = sluice_run_session_get_held (self->session);

  for (guint i = 0; i < held->len; i++)
    {
      const SluiceHeldInfo *info = g_ptr_array_index (held, i);

      if (info->lane == lane->id && !info->is_effect && !info->is_error &&
          info->value.size <= SLUICE_STOP_MAX_TEXT)
        return info->value.text;
    }
  if (visit != NULL && g_strcmp0 (visit->address, lane->address) == 0 && visit->exec.text != NULL &&
      visit->exec.size <= SLUICE_STOP_MAX_TEXT)
    return visit->exec.text;
  return "null";
}

static void
ask_result (SluicePage           *self,
            const SluiceLaneInfo *lane)
{
  g_autofree char *title = g_strdup_printf (_("Use this as the exec result of %s"),
                                            lane->title != NULL ? lane->title : "");
  SluiceValueEdit edit = { .title = title, .apply = _("_Use"), .text = get_known_result (self, lane) };

  ask (self, SLUICE_INTERVENTION_RESULT, lane, &edit);
}

static void
ask_message (SluicePage           *self,
             const SluiceLaneInfo *lane)
{
  g_autofree char *title = g_strdup_printf (_("Fail %s with the message"), lane->title != NULL ? lane->title : "");
  SluiceValueEdit edit = { .title = title, .apply = _("_Fail"), .is_line = TRUE, .text = _("Failed by hand") };

  ask (self, SLUICE_INTERVENTION_FAIL, lane, &edit);
}

static void
set_next (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);

  if (addresses[0] == NULL || addresses[1] != NULL)
    sluice_page_toast (self, _("Select the node to go on with first"));
  else
    send (self, SLUICE_INTERVENTION_NEXT, 0, addresses[0], NULL);
}

/**
 * sluice_page_stop_command:
 * @command: an action of the window about a stop
 *
 * Does it to the lane in the selected node, or to the one that steps go by.
 */
void
sluice_page_stop_command (SluicePage *self,
                          const char *command)
{
  const SluiceLaneInfo *lane = choose_lane (self);

  if (g_str_equal (command, "pin-result"))
    sluice_page_toggle_pin (self);
  else if (g_str_equal (command, "next-event"))
    send (self, SLUICE_INTERVENTION_RELEASE, 0, NULL, NULL);
  else if (g_str_equal (command, "set-next-node"))
    set_next (self);
  else if (lane == NULL)
    sluice_page_toast (self, _("No lane is left to do this to"));
  else if (g_str_equal (command, "retry-node"))
    send (self, SLUICE_INTERVENTION_RETRY, lane->id, NULL, NULL);
  else if (g_str_equal (command, "skip-node"))
    ask_action (self, lane);
  else if (g_str_equal (command, "use-result"))
    ask_result (self, lane);
  else if (g_str_equal (command, "fail-node"))
    ask_message (self, lane);
}

static void
updated_cb (SluicePage            *self,
            const SluiceRunUpdate *change)
{
  if (change->restarted && self->stop_editor != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->stop_editor));
  if (change->held)
    sluice_page_update (self);
}

static void
locate_cb (SluicePage *self,
           const char *address)
{
  sluice_page_locate (self, address);
}

/**
 * sluice_page_init_stops:
 *
 * Gives the session to what shows a stop.
 */
void
sluice_page_init_stops (SluicePage *self)
{
  sluice_visit_card_set_session (self->visit_card, self->session);
  g_signal_connect_object (self->visit_card, "locate", G_CALLBACK (locate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_page_release_stops:
 *
 * Takes the editor off the canvas.
 */
void
sluice_page_release_stops (SluicePage *self)
{
  if (self->stop_editor != NULL && gtk_widget_get_parent (GTK_WIDGET (self->stop_editor)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stop_editor));
  g_clear_object (&self->stop_editor);
}
