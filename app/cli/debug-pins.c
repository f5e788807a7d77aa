/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pinned results in sluice debug. */

#include "debug-private.h"

#include "base/json.h"
#include "record/history.h"

/* What a node's exec, or its fallback, has returned last. */
typedef struct
{
  SluiceValue value;   /* owned */
  guint64     visit;   /* 0: nothing yet */
  gboolean    is_kept; /* FALSE: it was too large for the record */
} Result;

static gboolean
is_result (const SluiceFact *fact)
{
  return fact->type == SLUICE_EVENT_PHASE_ENDED && fact->error == NULL && fact->has_value && fact->item < 0 &&
         (fact->phase == SLUICE_PHASE_FALLBACK || fact->phase == SLUICE_PHASE_EXEC);
}

/* In the record, up to the moment that is looked at. */
static void
find_result (SluiceDebugSession *self,
             SluiceRecord       *record,
             const char         *address,
             Result             *result)
{
  g_autoptr (GHashTable) visits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint64 last = self->past != NULL ? self->moment : G_MAXUINT64;
  SluiceFact fact;

  while (sluice_record_get_visit (record) < last && sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_VISIT_STARTED && g_strcmp0 (fact.node, address) == 0)
        g_hash_table_add (visits, g_memdup2 (&fact.visit, sizeof fact.visit));
      else if (fact.type == SLUICE_EVENT_VISIT_ENDED)
        g_hash_table_remove (visits, &fact.visit);
      else if (is_result (&fact) && g_hash_table_contains (visits, &fact.visit))
        {
          sluice_value_replace (&result->value, sluice_value_ref (fact.value));
          result->visit = fact.visit;
          result->is_kept = fact.is_kept;
        }
      sluice_fact_clear (&fact);
    }
}

static gboolean
pin_last (SluiceDebugSession  *self,
          const char          *address,
          GError             **error)
{
  g_autoptr (SluiceRecord) record = sluice_debug_session_open_record (self, error);
  g_autoptr (SluiceHistoryRun) about = NULL;
  Result result = { SLUICE_VALUE_INIT, 0, FALSE };

  if (record == NULL)
    return FALSE;
  find_result (self, record, address, &result);
  if (result.visit != 0 && !result.is_kept)
    return sluice_debug_refuse (error, "The result of %s was too large to be kept in the record: pin it at a stop "
                                       "before its post", address);
  if (result.visit == 0)
    return sluice_debug_refuse (error, "%s has no result yet: say what to pin, like: pin %s {\"ok\": true}", address,
                                address);
  about = sluice_history_read (self->record);
  sluice_pins_set (self->pins, address, result.value, about->id, result.visit);
  return TRUE;
}

/* At a stop before its post a node's result is at hand, also without a record. */
static gboolean
pin_present (SluiceDebugSession *self,
             const char         *address)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  SluiceNode *node = lane != NULL ? sluice_lane_get_node (lane) : NULL;

  if (self->past != NULL || node == NULL || g_strcmp0 (sluice_node_get_address (node), address) != 0 ||
      sluice_debugger_get_held_phase (self->debugger, lane) != SLUICE_PHASE_POST)
    return FALSE;
  sluice_pins_set (self->pins, address, sluice_value_ref (sluice_lane_get_exec_result (lane)), NULL, 0);
  return TRUE;
}

SLUICE_DEBUG_COMMAND (pin)
{
  g_autofree char *address = sluice_debug_take_word (&argument);
  SluiceValue result = SLUICE_VALUE_INIT;

  if (sluice_program_find_node (self->program, address) == NULL)
    return sluice_debug_refuse (error, "There is no node “%s”; name it as FLOW/NODE", address);
  if (*argument == '\0')
    return pin_present (self, address) || pin_last (self, address, error);
  if (!sluice_debug_read_value (argument, &result, error))
    return FALSE;
  sluice_pins_set (self->pins, address, result, NULL, 0);
  return TRUE;
}

static gboolean
has_pin (SluiceDebugSession  *self,
         const char          *address,
         GError             **error)
{
  return sluice_pins_find (self->pins, address) != NULL ||
         sluice_debug_refuse (error, "“%s” has no pin: pins lists them", address);
}

SLUICE_DEBUG_COMMAND (unpin)
{
  if (*argument == '\0')
    {
      sluice_pins_remove_all (self->pins);
      return TRUE;
    }
  if (!has_pin (self, argument, error))
    return FALSE;
  if (sluice_pins_find (self->pins, argument)->has_kept)
    return sluice_debug_refuse (error, "The file keeps the pin of %s: unkeep it first, or say pins off %s", argument,
                                argument);
  return sluice_pins_remove (self->pins, argument);
}

static void
print_pins (SluiceDebugSession *self)
{
  for (guint i = 0; i < sluice_pins_get_n (self->pins); i++)
    {
      const SluicePin *pin = sluice_pins_get (self->pins, i);
      g_autofree char *text = sluice_debug_dup_short (pin->result);

      sluice_debug_print_line ("%s = %s%s%s", pin->address, text, pin->is_kept ? "  (in the file)" : "",
                               pin->is_off ? "  (off)" : "");
    }
  if (sluice_pins_get_n (self->pins) == 0)
    g_print ("No results are pinned\n");
  else if (sluice_pins_is_muted (self->pins))
    g_print ("All are muted\n");
}

SLUICE_DEBUG_COMMAND (pins)
{
  g_autofree char *verb = sluice_debug_take_word (&argument);
  gboolean is_off = g_str_equal (verb, "off");

  if (*verb == '\0')
    print_pins (self);
  else if (g_str_equal (verb, "mute") || g_str_equal (verb, "unmute"))
    sluice_pins_set_muted (self->pins, g_str_equal (verb, "mute"));
  else if (!is_off && !g_str_equal (verb, "on"))
    return sluice_debug_refuse (error, "“%s”: say mute, unmute, on NODE or off NODE", verb);
  else if (!has_pin (self, argument, error))
    return FALSE;
  else
    sluice_pins_set_off (self->pins, argument, is_off);
  return TRUE;
}
