/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts as JSON, in the words that traces use. */

#include "record/fact-private.h"

#include <string.h>

#include "engine/event.h"

/* A value that is not kept in one of them may be the same; where neither is, its digest tells. */
static gboolean
is_same_value (const SluiceFact *a,
               const SluiceFact *b)
{
  if (a->has_value != b->has_value)
    return FALSE;
  if (a->is_kept && b->is_kept)
    return sluice_value_equal (a->value, b->value);
  if (a->digest == NULL || b->digest == NULL)
    return TRUE;
  return a->size == b->size && memcmp (a->digest, b->digest, SLUICE_FACT_DIGEST) == 0;
}

/* Records of before do not say of which entry a visit is. */
static gboolean
is_same_item (const SluiceFact *a,
              const SluiceFact *b)
{
  return a->item == b->item || (a->type == SLUICE_EVENT_VISIT_STARTED && (a->item < 0 || b->item < 0));
}

/* Nor which line has asked for an effect. */
static gboolean
is_same_place (const SluiceFact *a,
               const SluiceFact *b)
{
  if (a->type == SLUICE_EVENT_EFFECT_BEGAN && (a->line == 0 || b->line == 0))
    return TRUE;
  return a->phase == b->phase && a->line == b->line;
}

gboolean
sluice_fact_is_same (const SluiceFact *a,
                     const SluiceFact *b)
{
  return a->type == b->type && a->lane == b->lane && a->parent == b->parent && a->visit == b->visit
         && a->depth == b->depth && g_strcmp0 (a->node, b->node) == 0 && is_same_place (a, b)
         && a->attempt == b->attempt && a->attempts == b->attempts && is_same_item (a, b)
         && a->n_items == b->n_items && a->mocked == b->mocked
         && a->outside == b->outside && g_strcmp0 (a->action, b->action) == 0
         && g_strcmp0 (a->text, b->text) == 0 && is_same_value (a, b) && g_strcmp0 (a->error, b->error) == 0
         && a->change == b->change && a->place == b->place && a->effect == b->effect && a->state == b->state;
}

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  if (text != NULL)
    sluice_value_set_member (object, key, sluice_value_string (text));
}

static void
set_number (SluiceValue *object,
            const char  *key,
            gint64       number)
{
  sluice_value_set_member (object, key, sluice_value_integer (number));
}

static void
set_patch (SluiceValue      *object,
           const SluiceFact *fact)
{
  static const char * const ops[] = { "add", "replace", "remove" };

  set_text (object, "op", ops[fact->change]);
  set_text (object, "path", fact->text);
  if (fact->person)
    sluice_value_set_member (object, "person", sluice_value_boolean (TRUE));
}

static void
set_phase (SluiceValue      *object,
           const SluiceFact *fact)
{
  set_text (object, "phase", sluice_phase_name (fact->phase));
  if (fact->phase == SLUICE_PHASE_EXEC || fact->phase == SLUICE_PHASE_WAIT || fact->phase == SLUICE_PHASE_FALLBACK)
    {
      set_number (object, "attempt", fact->attempt);
      set_number (object, "attempts", fact->attempts);
    }
  if (fact->n_items > 0)
    set_number (object, "items", fact->n_items);
  if (fact->mocked)
    sluice_value_set_member (object, "mocked", sluice_value_boolean (TRUE));
  if (fact->outside)
    sluice_value_set_member (object, "outside", sluice_value_boolean (TRUE));
}

static void
set_stop (SluiceValue      *object,
          const SluiceFact *fact)
{
  set_text (object, "reason", fact->action);
  if (fact->phase != SLUICE_PHASE_NONE)
    set_text (object, "phase", sluice_phase_name (fact->phase));
  if (fact->line != 0)
    set_number (object, "line", fact->line);
  if (fact->has_value)
    sluice_value_set_member (object, "breakpoint", sluice_value_ref (fact->value));
}

static char *
dup_digest (const SluiceFact *fact)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < SLUICE_FACT_DIGEST; i++)
    g_string_append_printf (text, "%02x", fact->digest[i]);
  return g_string_free (text, FALSE);
}

/**
 * sluice_fact_dup_not_kept: (skip)
 * @fact: a fact
 *
 * Returns: (transfer full) (nullable): what is left of its value, like "not kept: 3.1 MB, sha256 0a1b…"; %NULL if that
 *   is kept, or it has none
 */
char *
sluice_fact_dup_not_kept (const SluiceFact *fact)
{
  g_autofree char *size = NULL;
  g_autofree char *digest = NULL;

  if (!fact->has_value || fact->is_kept)
    return NULL;
  if (fact->digest == NULL)
    return g_strdup ("not kept");
  size = g_format_size (fact->size);
  digest = dup_digest (fact);
  return g_strdup_printf ("not kept: %s, sha256 %s", size, digest);
}

static void
set_not_kept (SluiceValue      *object,
              const SluiceFact *fact)
{
  g_autofree char *digest = NULL;

  sluice_value_set_member (object, "cut", sluice_value_boolean (TRUE));
  if (fact->digest == NULL)
    return;
  digest = dup_digest (fact);
  set_number (object, "size", (gint64) fact->size);
  set_text (object, "sha256", digest);
}

static void
set_error (SluiceValue      *object,
           const SluiceFact *fact)
{
  SluiceValue error = sluice_value_object ();

  set_text (&error, "domain", fact->error_domain);
  set_number (&error, "code", fact->error_code);
  set_text (&error, "message", fact->error);
  sluice_value_set_member (object, "error", error);
}

/**
 * sluice_fact_to_value: (skip)
 * @fact: a fact
 *
 * Makes the JSON of a fact, as a trace has it; "cut" is true where a value was too large to be kept, with "size" and
 * "sha256" of its JSON, or of a text itself.
 *
 * Returns: (transfer full): an object
 */
SluiceValue
sluice_fact_to_value (const SluiceFact *fact)
{
  SluiceValue object = sluice_value_object ();

  set_text (&object, "event", sluice_event_type_name (fact->type));
  set_number (&object, "time", fact->time);
  if (fact->lane != 0)
    set_number (&object, "lane", fact->lane);
  if (fact->visit != 0)
    set_number (&object, "visit", (gint64) fact->visit);
  if (fact->type == SLUICE_EVENT_LANE_STARTED)
    set_number (&object, "parent", fact->parent);
  set_text (&object, "node", fact->node);
  if (fact->type == SLUICE_EVENT_PHASE_ENDED)
    set_phase (&object, fact);
  if (fact->item >= 0)
    set_number (&object, "item", fact->item);
  if (fact->type == SLUICE_EVENT_RUN_ENDED)
    set_text (&object, "state", sluice_run_state_name (fact->state));
  if (fact->effect != 0)
    set_number (&object, "effect", (gint64) fact->effect);
  if (fact->type == SLUICE_EVENT_PATCH)
    set_patch (&object, fact);
  else
    set_text (&object, "text", fact->text);
  if (fact->type == SLUICE_EVENT_STOP)
    {
      set_stop (&object, fact);
      return object;
    }
  if (fact->type == SLUICE_EVENT_EFFECT_BEGAN && fact->line > 0)
    {
      set_text (&object, "phase", sluice_phase_name (fact->phase));
      set_number (&object, "line", fact->line);
    }
  set_text (&object, "action", fact->action);
  if (fact->has_value && fact->is_kept)
    sluice_value_set_member (&object, "value", sluice_value_ref (fact->value));
  else if (fact->has_value)
    set_not_kept (&object, fact);
  if (fact->error != NULL)
    set_error (&object, fact);
  return object;
}
