/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pinned results in sluice debug. */

#include "debug-private.h"

#include <string.h>

#include "base/json.h"
#include "terminal.h"

static void
keep (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  if (self->keeps_pins && !sluice_pins_save (self->pins, self->path, &error))
    sluice_terminal_warning ("The pins could not be kept: %s", error->message);
}

static SluicePins *
ensure_pins (SluiceDebugSession *self)
{
  SluicePins *pins = g_object_get_data (G_OBJECT (self->run), "sluice-pins");

  if (self->pins != NULL)
    return self->pins;
  if (pins != NULL)
    {
      self->pins = g_object_ref (pins);
      return self->pins;
    }
  self->pins = sluice_pins_new ();
  sluice_pins_attach (self->pins, self->run);
  return self->pins;
}

/* What exec of the selected lane's visit has returned, if it is that node's. */
static gboolean
get_result (SluiceDebugSession  *self,
            const char          *address,
            SluiceValue         *result,
            GError             **error)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  SluiceNode *node = lane != NULL ? sluice_lane_get_node (lane) : NULL;

  if (node != NULL && g_strcmp0 (sluice_node_get_address (node), address) == 0)
    {
      *result = sluice_value_ref (sluice_lane_get_exec_result (lane));
      return TRUE;
    }
  g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE,
               "The lane is not at %s: say what to pin, like: pin %s {\"ok\": true}", address, address);
  return FALSE;
}

gboolean
sluice_debug_session_pin (SluiceDebugSession  *self,
                          const char          *argument,
                          GError             **error)
{
  gsize length = strcspn (argument, " \t");
  g_autofree char *address = g_strndup (argument, length);
  const char *text = argument + length + strspn (argument + length, " \t");
  SluiceValue result = SLUICE_VALUE_INIT;

  if (sluice_program_find_node (self->program, address) == NULL)
    {
      g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "There is no node “%s”", address);
      return FALSE;
    }
  if (*text == '\0' ? !get_result (self, address, &result, error)
                    : !sluice_json_read (text, -1, NULL, &result, NULL, error))
    return FALSE;
  sluice_pins_set (ensure_pins (self), address, result, NULL, 0);
  keep (self);
  return TRUE;
}

gboolean
sluice_debug_session_unpin (SluiceDebugSession  *self,
                            const char          *argument,
                            GError             **error)
{
  if (*argument == '\0')
    sluice_pins_remove_all (ensure_pins (self));
  else if (!sluice_pins_remove (ensure_pins (self), argument))
    {
      g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "“%s” has no pin", argument);
      return FALSE;
    }
  keep (self);
  return TRUE;
}

gboolean
sluice_debug_session_list_pins (SluiceDebugSession  *self,
                                const char          *argument,
                                GError             **error)
{
  SluicePins *pins = ensure_pins (self);

  for (guint i = 0; i < sluice_pins_get_n (pins); i++)
    {
      const SluicePin *pin = sluice_pins_get (pins, i);
      g_autofree char *text = sluice_json_write (pin->result, SLUICE_JSON_WRITE_COMPACT, NULL);
      g_autofree char *safe = sluice_terminal_dup_safe (stdout, text);

      g_print ("%s = %s%s\n", pin->address, safe, pin->is_off ? "  (off)" : "");
    }
  if (sluice_pins_get_n (pins) == 0)
    g_print ("No results are pinned\n");
  else if (sluice_pins_is_muted (pins))
    g_print ("All are muted\n");
  return TRUE;
}
