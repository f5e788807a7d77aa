/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was done to the run by hand, and what of it, and of the pins, is kept in the flow file. The file is read anew
 * for that, changed at that place alone, and saved. */

#include "debug-private.h"

#include "debug/intervention.h"
#include "debug/kept-pins.h"
#include "graph/restructure.h"

/* Interventions */

static SluiceValue
get_interventions (SluiceDebugSession *self)
{
  return sluice_debugger_get_interventions (self->debugger);
}

static const char *
get_text (SluiceValue  entry,
          const char  *member)
{
  const char *text = sluice_value_get_member_string (entry, member);

  return text != NULL ? text : "?";
}

static char *
dup_member (SluiceValue  entry,
            const char  *member)
{
  return sluice_value_has_member (entry, member) ? sluice_debug_dup_short (sluice_value_get_member (entry, member))
                                                 : g_strdup ("nothing");
}

static char *
dup_words (SluiceValue entry)
{
  const char *type = get_text (entry, "type");
  const char *node = get_text (entry, "node");
  g_autofree char *had = dup_member (entry, "had");
  g_autofree char *value = dup_member (entry, "value");
  g_autofree char *result = dup_member (entry, "result");

  if (g_str_equal (type, "store"))
    return g_strdup_printf ("%s: %s → %s", get_text (entry, "place"), had, value);
  if (g_str_equal (type, "skip"))
    return g_strdup_printf ("skipped %s with “%s”", node, get_text (entry, "action"));
  if (g_str_equal (type, "result"))
    return g_strdup_printf ("used %s as the result of %s", result, node);
  if (g_str_equal (type, "held"))
    return g_strdup_printf ("replaced a held result of %s with %s", node, result);
  if (g_str_equal (type, "fail"))
    return g_strdup_printf ("failed %s: %s", node, get_text (entry, "message"));
  if (g_str_equal (type, "next"))
    return g_strdup_printf ("went from %s to %s", node, get_text (entry, "to"));
  return g_strdup_printf ("did %s again", node);
}

SLUICE_DEBUG_COMMAND (interventions)
{
  SluiceValue entries = get_interventions (self);

  for (guint i = 0; i < sluice_value_get_length (entries); i++)
    {
      SluiceValue entry = sluice_value_get_element (entries, i);
      g_autofree char *words = dup_words (entry);

      sluice_debug_print_line ("%u: %s%s", i + 1, words,
                               sluice_intervention_is_earlier (entry) ? "  (in an earlier run)" : "");
    }
  if (sluice_value_get_length (entries) == 0)
    g_print ("Nothing was done to the run\n");
  return TRUE;
}

/* At the end of a run it is told that there is something to keep or to throw away. */
void
sluice_debug_session_count_interventions (SluiceDebugSession *self)
{
  guint n = sluice_value_get_length (get_interventions (self));

  if (n > 0)
    g_print ("%u %s done by hand: interventions lists, keep NUMBER keeps, forget throws away\n", n,
             n == 1 ? "thing was" : "things were");
}

SLUICE_DEBUG_COMMAND (forget)
{
  sluice_debugger_forget_interventions (self->debugger);
  return TRUE;
}

/* The file */

typedef gboolean (*EditFunc) (SluiceDebugSession *self,
                              SluiceDocument     *document,
                              gpointer            what,
                              GError            **error);

static gboolean
edit_file (SluiceDebugSession  *self,
           EditFunc             func,
           gpointer             what,
           GError             **error)
{
  g_autoptr (SluiceDocument) document = NULL;
  int status;

  document = sluice_cli_load (self->path, &status);
  if (document == NULL)
    return sluice_debug_refuse (error, "%s can't be changed as it is now", self->path);
  return func (self, document, what, error) && sluice_document_save (document, NULL, FALSE, error);
}

static void
tell_kept (SluiceDebugSession *self,
           SluiceDocument     *document,
           const char         *address)
{
  SluiceValue result;
  gboolean is_kept = sluice_document_get_pin (document, address, &result);

  sluice_pins_set_kept (self->pins, address, is_kept ? &result : NULL);
}

static gboolean
keep_edit (SluiceDebugSession  *self,
           SluiceDocument      *document,
           gpointer             what,
           GError             **error)
{
  SluiceValue entry = *(SluiceValue *) what;
  gboolean removes = !sluice_value_has_member (entry, "value");

  return sluice_keep_store_edit (document, removes, get_text (entry, "place"),
                                 sluice_value_deep_copy (sluice_value_get_member (entry, "value")), error);
}

static gboolean
keep_pin (SluiceDebugSession  *self,
          SluiceDocument      *document,
          gpointer             what,
          GError             **error)
{
  if (!sluice_pins_keep (self->pins, document, what, error))
    return FALSE;
  tell_kept (self, document, what);
  return TRUE;
}

static gboolean
keep_intervention (SluiceDebugSession  *self,
                   guint64              number,
                   GError             **error)
{
  SluiceValue entries = get_interventions (self);
  SluiceValue entry;

  if (number == 0 || number > sluice_value_get_length (entries))
    return sluice_debug_refuse (error, "There is no intervention %" G_GUINT64_FORMAT ": interventions lists them",
                                number);
  entry = sluice_value_get_element (entries, (guint) number - 1);
  if (!sluice_intervention_can_keep (sluice_intervention_get_kind (entry)))
    return sluice_debug_refuse (error, "It was of that moment: edits of the store and results can be kept");
  if (g_str_equal (get_text (entry, "type"), "store"))
    {
      if (!edit_file (self, keep_edit, &entry, error))
        return FALSE;
      sluice_debug_print_line ("The initial store of %s has it", self->path);
      return TRUE;
    }
  sluice_pins_set (self->pins, get_text (entry, "node"),
                   sluice_value_ref (sluice_value_get_member (entry, "result")), NULL, 0);
  sluice_debug_print_line ("It is pinned to %s", get_text (entry, "node"));
  return TRUE;
}

SLUICE_DEBUG_COMMAND (keep)
{
  guint64 number;

  if (g_ascii_isdigit (*argument))
    return sluice_debug_read_number (argument, &number, error) && keep_intervention (self, number, error);
  if (sluice_pins_find (self->pins, argument) == NULL)
    return sluice_debug_refuse (error, "“%s” has no pin to keep: pin it first, or give the number of an intervention",
                                argument);
  if (!edit_file (self, keep_pin, (gpointer) argument, error))
    return FALSE;
  sluice_debug_print_line ("%s has the pin of %s: whoever opens it has it", self->path, argument);
  return TRUE;
}

/* What the file had is the person's own from now on. */
static gboolean
leave_to_person (SluiceDebugSession  *self,
                 SluiceDocument      *document,
                 gpointer             what,
                 GError             **error)
{
  if (!sluice_pins_leave_to_person (self->pins, document, what, error))
    return FALSE;
  tell_kept (self, document, what);
  return TRUE;
}

SLUICE_DEBUG_COMMAND (unkeep)
{
  const SluicePin *pin = sluice_pins_find (self->pins, argument);

  if (pin == NULL || !pin->has_kept)
    return sluice_debug_refuse (error, "The file keeps no pin of “%s”: pins lists them", argument);
  if (!edit_file (self, leave_to_person, (gpointer) argument, error))
    return FALSE;
  sluice_debug_print_line ("The pin of %s is yours alone", argument);
  return TRUE;
}
