/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The commands of a stop as actions of the window: each is the page's, under the same name. */
#include "window/window-private.h"

static const char * const commands[] = {
  "retry-node", "skip-node", "use-result", "fail-node", "set-next-node", "next-event", "pin-result",
};

static void
command_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  SluiceWindow *self = SLUICE_WINDOW (user_data);

  if (self->page != NULL)
    sluice_page_stop_command (self->page, g_action_get_name (G_ACTION (action)));
}

static void
steps_all_cb (GSimpleAction *action,
              GVariant      *state,
              gpointer       user_data)
{
  SluiceWindow *self = SLUICE_WINDOW (user_data);

  if (self->page == NULL)
    return;
  sluice_run_session_set_steps_all (self->page->session, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

/**
 * sluice_window_init_stops:
 *
 * Gives the window the actions for a run that is stopped.
 */
void
sluice_window_init_stops (SluiceWindow *self)
{
  static const GActionEntry steps_all[] = { { "steps-all", NULL, NULL, "false", steps_all_cb } };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (self), &(GActionEntry) { commands[i], command_cb }, 1, self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), steps_all, G_N_ELEMENTS (steps_all), self);
}

/**
 * sluice_window_update_stops:
 *
 * Enables what makes sense now.
 */
void
sluice_window_update_stops (SluiceWindow *self)
{
  GAction *steps_all = g_action_map_lookup_action (G_ACTION_MAP (self), "steps-all");
  gboolean is_all = self->page != NULL && sluice_run_session_get_steps_all (self->page->session);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    sluice_window_set_enabled (self, commands[i], self->page != NULL && sluice_page_can_do (self->page, commands[i]));
  sluice_window_set_enabled (self, "steps-all", self->page != NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (steps_all), g_variant_new_boolean (is_all));
}
