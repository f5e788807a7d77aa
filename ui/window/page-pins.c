/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pinned results, and what is kept of what a person did to a run: an edit of the store in the document, a
 * result as a pin. Pins belong to the person and stay outside the flow file, but for those that are kept there. */
#include "window/page-private.h"

#include "base/json.h"
#include "debug/kept-pins.h"

#include <string.h>

#include <glib/gi18n.h>

static void
changed_cb (SluicePage *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autoptr (GError) error = NULL;

  if (path != NULL && !sluice_pins_save (self->pins, path, &error))
    sluice_page_show_error (self, _("The pins could not be kept"), error);
}

/**
 * sluice_page_load_pins:
 *
 * Takes the pins that are kept for the document.
 */
void
sluice_page_load_pins (SluicePage *self)
{
  g_autoptr (GError) error = NULL;

  g_signal_handlers_block_by_func (self->pins, changed_cb, self);
  if (!sluice_pins_load (self->pins, sluice_document_get_path (self->document), &error))
    sluice_page_show_error (self, _("The pins could not be read"), error);
  g_signal_handlers_unblock_by_func (self->pins, changed_cb, self);
}

static gboolean
pin_json (SluicePage  *self,
          const char  *address,
          const char  *json,
          const char  *run,
          GError     **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  if (!sluice_json_read (json, -1, NULL, &value, NULL, error))
    return FALSE;
  sluice_pins_set (self->pins, address, value, run, 0);
  return TRUE;
}

/* The name of the record whose results are shown, or NULL. */
static char *
dup_run (SluicePage *self)
{
  const SluicePastInfo *past = sluice_run_session_get_past (self->session);
  const char *path = past != NULL ? past->path : sluice_run_session_get_record (self->session);
  g_autofree char *file = path != NULL ? g_path_get_basename (path) : NULL;
  char *end = file != NULL ? strrchr (file, '.') : NULL;

  return end != NULL && end != file ? g_strndup (file, (gsize) (end - file)) : g_steal_pointer (&file);
}

static void
tell_pinned (SluicePage *self,
             const char *address,
             gboolean    is_pinned)
{
  g_autofree char *title = sluice_document_dup_node_title (self->document, address);
  g_autofree char *text = g_strdup_printf (is_pinned ? _("The result of %s is pinned: runs use it in place of exec")
                                                     : _("%s is no longer pinned"), title);

  sluice_page_toast (self, text);
}

/* The person's, and what the file keeps. */
static void
drop (SluicePage *self,
      const char *address)
{
  g_autofree char *copy = g_strdup (address);
  g_autoptr (GError) error = NULL;

  if (!sluice_pins_drop (self->pins, self->document, copy, &error))
    sluice_page_show_error (self, _("The pin could not be removed"), error);
  else if (sluice_document_has_node (self->document, copy))
    tell_pinned (self, copy, FALSE);
}

static void
keep_pin_cb (SluicePage *self,
             const char *address,
             gboolean    is_kept)
{
  g_autofree char *copy = g_strdup (address);
  g_autoptr (GError) error = NULL;
  gboolean is_done = is_kept ? sluice_pins_keep (self->pins, self->document, copy, &error)
                             : sluice_pins_leave_to_person (self->pins, self->document, copy, &error);

  if (!is_done)
    sluice_page_show_error (self, _("The pin could not be kept"), error);
  else
    sluice_page_toast (self, is_kept ? _("The pin is in the flow file: whoever opens it has it")
                                     : _("The pin is yours alone, and no longer in the flow file"));
}

/**
 * sluice_page_toggle_pin:
 *
 * Pins the last result of the selected node, or takes its pin away.
 */
void
sluice_page_toggle_pin (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);

  if (addresses[0] == NULL || addresses[1] != NULL || !sluice_document_has_node (self->document, addresses[0]))
    {
      sluice_page_toast (self, _("Select the node whose result is to be pinned"));
      return;
    }
  if (sluice_pins_find (self->pins, addresses[0]) != NULL)
    {
      drop (self, addresses[0]);
      return;
    }
  g_free (self->pin_address);
  self->pin_address = g_strdup (addresses[0]);
  self->pin_request = sluice_run_session_request_value (self->session, addresses[0], 0, SLUICE_VISIT_EXEC);
  if (self->pin_request == 0)
    sluice_page_toast (self, _("There is no result to pin yet: run the flow first"));
}

static void
replied_cb (SluicePage *self,
            guint       request,
            const char *error,
            const char *text)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *run = dup_run (self);

  if (self->pin_request == 0 || request != self->pin_request)
    return;
  self->pin_request = 0;
  if (text == NULL)
    sluice_page_toast (self, _("There is no result to pin yet: run the flow first"));
  else if (pin_json (self, self->pin_address, text, run, &fault))
    tell_pinned (self, self->pin_address, TRUE);
  else
    sluice_page_show_error (self, _("The result could not be pinned"), fault);
}

/**
 * sluice_page_show_pins:
 *
 * Shows the page of the pins and gives it the keyboard.
 */
void
sluice_page_show_pins (SluicePage *self)
{
  gtk_stack_set_visible_child_name (self->right_stack, "pins");
  sluice_page_show_panel (self, SLUICE_PANEL_RIGHT);
  sluice_pin_list_focus (self->pin_list);
}

/**
 * sluice_page_mute_pins:
 *
 * Mutes all pins, or has runs use them again.
 */
void
sluice_page_mute_pins (SluicePage *self)
{
  gboolean is_muted = !sluice_pins_is_muted (self->pins);

  sluice_pins_set_muted (self->pins, is_muted);
  sluice_page_set_status (self, is_muted ? _("All pins are muted") : _("Runs use the pins again"));
}

static void
locate_cb (SluicePage *self,
           const char *address)
{
  g_autofree char *copy = g_strdup (address);

  if (sluice_document_has_node (self->document, copy))
    sluice_page_go_to (self, copy);
}

/* Keeping what was done to a run */

/* The document's initial store with the same edit. */
static gboolean
keep_edit (SluicePage                    *self,
           const SluiceInterventionInfo  *info,
           GError                       **error)
{
  gboolean removes = info->type == SLUICE_INTERVENTION_STORE_REMOVE;
  SluiceValue value = SLUICE_VALUE_INIT;

  return (removes || sluice_json_read (info->value, -1, NULL, &value, NULL, error)) &&
         sluice_keep_store_edit (self->document, removes, info->place, value, error);
}

static void
keep_cb (SluicePage *self,
         guint       index)
{
  GPtrArray *all = sluice_run_session_get_interventions (self->session);
  const SluiceInterventionInfo *info = index < all->len ? g_ptr_array_index (all, index) : NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_result = info != NULL && info->type == SLUICE_INTERVENTION_RESULT;

  if (info == NULL || (is_result && info->address == NULL))
    return;
  if (is_result ? !pin_json (self, info->address, info->value, NULL, &error) : !keep_edit (self, info, &error))
    sluice_page_show_error (self, _("This could not be kept"), error);
  else if (is_result)
    tell_pinned (self, info->address, TRUE);
  else
    sluice_page_toast (self, _("Kept in the initial store of the document"));
}

/**
 * sluice_page_init_pins:
 *
 * Gives the pins to the runs, and listens to what is to be kept.
 */
void
sluice_page_init_pins (SluicePage *self)
{
  self->pins = sluice_pins_new ();
  sluice_run_session_set_pins (self->session, self->pins);
  sluice_pin_list_set_pins (self->pin_list, self->pins);
  g_signal_connect_object (self->pin_list, "locate", G_CALLBACK (locate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pin_list, "keep", G_CALLBACK (keep_pin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pin_list, "drop", G_CALLBACK (drop), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pins, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run_panel, "keep", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
}

void
sluice_page_release_pins (SluicePage *self)
{
  g_clear_object (&self->follower);
  g_clear_object (&self->pins);
  g_clear_pointer (&self->pin_address, g_free);
}
