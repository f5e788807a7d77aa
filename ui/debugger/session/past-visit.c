/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debugger/session/past-visit.h"

#include "debugger/session/run-fold-private.h"

/* A visit of a flow has those of its nodes in it: of one with more facts than these the middle is passed over. */
#define MAX_FACTS 50000
#define MAX_ATTEMPTS 60

/* On from where the visit begins. */
typedef struct
{
  SluiceRecord    *record;
  SluicePastIndex *index;
  guint64          visit;
  guint            n_facts; /* that were read */
  gboolean         has_gap;
} Reading;

/* To the last visit that began in it: from there it is not far to the end. Returns: FALSE when it has none */
static gboolean
skip_middle (Reading *self)
{
  guint64 last = sluice_past_index_get_last_within (self->index, self->visit);

  if (last > 0 && last <= sluice_record_get_visit (self->record))
    return TRUE;
  self->has_gap = TRUE;
  return last > 0 && sluice_record_seek (self->record, last, NULL);
}

static gboolean
step (Reading    *self,
      SluiceFact *fact)
{
  if (self->n_facts++ == MAX_FACTS && !skip_middle (self))
    return FALSE;
  return sluice_record_step (self->record, fact, NULL);
}

/* @number: where there were not so many yet, the last. Returns: the visit in the run; 0: there is none. Fills in the
 * numbers of @info. */
static guint64
find_visit (SluicePastIndex *index,
            guint            node,
            guint64          moment,
            guint64          number,
            SluiceVisitInfo *info)
{
  guint64 last = MIN (moment, sluice_past_index_get_n_visits (index)), found = 0;

  info->n_visits = 0;
  for (guint64 visit = 1; visit <= last; visit++)
    {
      if (sluice_past_index_get_node (index, visit) != node)
        continue;
      info->n_visits++;
      if (number != 0 && info->n_visits != number)
        continue;
      found = visit;
      info->number = info->n_visits;
    }
  if (found == 0 && info->n_visits > 0)
    return find_visit (index, node, moment, info->n_visits, info);
  info->previous = info->number > 0 ? info->number - 1 : 0;
  info->next = info->number < info->n_visits ? info->number + 1 : 0;
  return found;
}

static gboolean
has_text (const SluiceFact *fact)
{
  return fact->has_value && fact->error == NULL;
}

static void
set_text (SluiceShortText  *place,
          const SluiceFact *fact)
{
  if (!has_text (fact))
    return;
  sluice_short_text_clear (place);
  sluice_fold_shorten (fact->is_kept ? sluice_fold_dup_json (fact->value) : g_strdup ("(not kept: it was too large)"),
                       place);
}

static void
add_attempt (SluiceVisitInfo  *info,
             const SluiceFact *fact,
             gint64            since)
{
  SluiceAttemptInfo *attempt;

  info->n_attempts = MAX (info->n_attempts, fact->attempts);
  info->n_items = MAX (info->n_items, fact->n_items);
  if (info->attempts->len >= MAX_ATTEMPTS)
    {
      info->n_more_attempts++;
      return;
    }
  attempt = g_new0 (SluiceAttemptInfo, 1);
  attempt->attempt = fact->attempt;
  attempt->item = fact->item;
  attempt->start = since;
  attempt->duration = fact->time - since;
  attempt->error = g_strdup (fact->error);
  g_ptr_array_add (info->attempts, attempt);
}

static void
add_phase (SluiceVisitInfo  *info,
           const SluiceFact *fact,
           gint64            since)
{
  switch (fact->phase)
    {
    case SLUICE_PHASE_PREP:
      set_text (&info->prep, fact);
      break;
    case SLUICE_PHASE_EXEC:
      add_attempt (info, fact, since);
      if (fact->item < 0)
        set_text (&info->exec, fact);
      break;
    case SLUICE_PHASE_WAIT:
      if (info->attempts->len > 0 && info->n_more_attempts == 0)
        ((SluiceAttemptInfo *) g_ptr_array_index (info->attempts, info->attempts->len - 1))->wait = fact->time - since;
      break;
    case SLUICE_PHASE_FALLBACK:
      info->had_fallback = TRUE;
      info->fallback_error = g_strdup (fact->error);
      set_text (&info->exec, fact);
      break;
    case SLUICE_PHASE_POST:
    case SLUICE_PHASE_NONE:
    default:
      break;
    }
}

static void
add_request (SluiceVisitInfo  *info,
             const SluiceFact *fact)
{
  if (!sluice_visit_shows_request (fact->text))
    return;
  set_text (&info->request, fact);
  if (has_text (fact) && fact->is_kept)
    {
      sluice_short_text_clear (&info->request);
      sluice_fold_shorten (sluice_fold_dup_request (fact->value), &info->request);
    }
  info->n_requests++;
}

static void
end_visit (SluiceVisitInfo  *info,
           SluicePastTable  *table,
           const SluiceFact *fact)
{
  guint target;

  info->duration = fact->time - info->start;
  info->error = g_strdup (fact->error);
  if (fact->error != NULL)
    return;
  info->action = g_strdup (fact->action != NULL && *fact->action != '\0' ? fact->action : "default");
  info->has_edge = TRUE;
  target = sluice_past_table_find_target (table, info->address, info->action);
  info->target_address = g_strdup (sluice_past_table_get_address (table, target));
  info->target_title = g_strdup (sluice_past_table_get_title (table, target));
}

static void
read_visit (SluiceRecord    *record,
            SluicePastTable *table,
            SluicePastIndex *index,
            SluiceVisitInfo *info)
{
  Reading reading = { record, index, info->serial, 0, FALSE };
  gint64 since = info->start;
  SluiceFact fact;

  while (info->duration < 0 && step (&reading, &fact))
    {
      if (fact.visit == info->serial && fact.type == SLUICE_EVENT_PHASE_ENDED)
        {
          add_phase (info, &fact, since);
          since = fact.time;
          info->phase = fact.phase;
        }
      else if (fact.visit == info->serial && fact.type == SLUICE_EVENT_EFFECT_BEGAN)
        add_request (info, &fact);
      else if (fact.visit == info->serial && fact.type == SLUICE_EVENT_VISIT_ENDED)
        end_visit (info, table, &fact);
      sluice_fact_clear (&fact);
    }
  info->has_gap = reading.has_gap;
}

SluiceVisitInfo *
sluice_past_visit_read (SluiceRecord    *record,
                        SluicePastTable *table,
                        SluicePastIndex *index,
                        guint64          moment,
                        const char      *address,
                        guint64          number)
{
  SluiceVisitInfo *info = sluice_visit_info_new ();

  info->address = g_strdup (address);
  info->duration = -1;
  info->serial = find_visit (index, sluice_past_table_find_node (table, address), moment, number, info);
  if (info->serial == 0 || !sluice_record_seek (record, info->serial, NULL))
    return info;
  info->start = sluice_record_get_place_time (record);
  read_visit (record, table, index, info);
  return info;
}

static gboolean
is_part (const SluiceFact *fact,
         SluiceVisitPart   part)
{
  if (part == SLUICE_VISIT_REQUEST)
    return fact->type == SLUICE_EVENT_EFFECT_BEGAN && sluice_visit_shows_request (fact->text);
  if (fact->type != SLUICE_EVENT_PHASE_ENDED)
    return FALSE;
  if (part == SLUICE_VISIT_PREP)
    return fact->phase == SLUICE_PHASE_PREP;
  return fact->phase == SLUICE_PHASE_FALLBACK || (fact->phase == SLUICE_PHASE_EXEC && fact->item < 0);
}

char *
sluice_past_visit_dup_value (SluiceRecord    *record,
                             SluicePastIndex *index,
                             guint64          visit,
                             SluiceVisitPart  part)
{
  Reading reading = { record, index, visit, 0, FALSE };
  char *text = NULL;
  gboolean is_over = !sluice_record_seek (record, visit, NULL);
  SluiceFact fact;

  while (!is_over && step (&reading, &fact))
    {
      if (fact.visit == visit && is_part (&fact, part) && has_text (&fact) && fact.is_kept)
        {
          g_free (text);
          text = sluice_fold_dup_json (fact.value);
        }
      is_over = fact.visit == visit && fact.type == SLUICE_EVENT_VISIT_ENDED;
      sluice_fact_clear (&fact);
    }
  return text;
}
