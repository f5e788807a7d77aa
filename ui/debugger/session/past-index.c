/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debugger/session/past-index.h"

#include <glib/gi18n.h>

#define CHECK_EVERY 512                 /* visits between marks that are kept, at first */
#define CHECK_BYTES (32 * 1024 * 1024)  /* of marks; more, and every other one is dropped */

/* Marks as they were when a visit had just begun. */
typedef struct
{
  guint64          visit;
  SluicePastMarks *marks;
} Check;

/* Where the stretch that goes on in a lane began. */
typedef struct
{
  gint64 since;
  guint  node;
} LaneSpan;

struct _SluicePastIndex
{
  SluicePastTable *table;    /* borrowed */
  SluicePastMarks *marks;    /* after the last fact */
  GArray          *times;    /* of gint64, by visit, from 1 */
  GArray          *nodes;    /* of guint, by visit */
  GArray          *lasts;    /* of guint, by visit: the last that had begun when it ended; 0: it has not */
  GArray          *checks;   /* of Check; the first is before all */
  GHashTable      *lanes;    /* id → LaneSpan */
  GArray          *spans;    /* of SluiceSpan */
  GPtrArray       *lines;    /* of SluiceLogLine */
  guint64          n_dropped_spans;
  guint64          n_dropped_lines;
  guint64          n_lines;
  guint64          every;
  gsize            n_bytes;  /* of the checks */
  gint64           end_time;
  char            *failed;   /* the address of the node; NULL: none has */
  char            *failure;
};

static void
check_clear (gpointer data)
{
  g_clear_pointer (&((Check *) data)->marks, sluice_past_marks_free);
}

static void
add_check (SluicePastIndex *self,
           guint64          visit)
{
  Check check = { visit, sluice_past_marks_copy (self->marks) };

  self->n_bytes += sluice_past_marks_get_size (check.marks);
  g_array_append_val (self->checks, check);
}

static void
thin_checks (SluicePastIndex *self)
{
  GArray *fewer = g_array_new (FALSE, TRUE, sizeof (Check));

  g_array_set_clear_func (fewer, check_clear);
  self->n_bytes = 0;
  for (guint i = 0; i < self->checks->len; i += 2)
    {
      Check *check = &g_array_index (self->checks, Check, i);

      self->n_bytes += sluice_past_marks_get_size (check->marks);
      g_array_append_val (fewer, *check);
      check->marks = NULL;
    }
  g_array_unref (self->checks);
  self->checks = fewer;
  self->every *= 2;
}

SluicePastIndex *
sluice_past_index_new (SluicePastTable *table)
{
  SluicePastIndex *self = g_new0 (SluicePastIndex, 1);
  gint64 no_time = 0;
  guint no_node = 0;

  self->table = table;
  self->marks = sluice_past_marks_new ();
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->times, no_time);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->nodes, no_node);
  self->lasts = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (self->lasts, 1);
  self->checks = g_array_new (FALSE, TRUE, sizeof (Check));
  g_array_set_clear_func (self->checks, check_clear);
  self->lanes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_log_line_free);
  self->every = CHECK_EVERY;
  add_check (self, 0);
  return self;
}

void
sluice_past_index_free (SluicePastIndex *self)
{
  sluice_past_marks_free (self->marks);
  g_array_unref (self->times);
  g_array_unref (self->nodes);
  g_array_unref (self->lasts);
  g_array_unref (self->checks);
  g_hash_table_unref (self->lanes);
  g_array_unref (self->spans);
  g_ptr_array_unref (self->lines);
  g_free (self->failed);
  g_free (self->failure);
  g_free (self);
}

/* Stretches of time: phases end one after the other, so one begins where the last has ended. */

static SluiceMarkState
mark_of_phase (SluicePhase phase)
{
  switch (phase)
    {
    case SLUICE_PHASE_EXEC:
      return SLUICE_MARK_EXEC;
    case SLUICE_PHASE_WAIT:
      return SLUICE_MARK_WAIT;
    case SLUICE_PHASE_FALLBACK:
      return SLUICE_MARK_FALLBACK;
    case SLUICE_PHASE_POST:
      return SLUICE_MARK_POST;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_PREP:
    default:
      return SLUICE_MARK_PREP;
    }
}

static void
add_span (SluicePastIndex  *self,
          const SluiceFact *fact,
          SluiceMarkState   state)
{
  LaneSpan *lane = g_hash_table_lookup (self->lanes, GUINT_TO_POINTER (fact->lane));
  guint node = fact->visit > 0 && fact->visit < self->nodes->len ? g_array_index (self->nodes, guint, fact->visit) : 0;
  SluiceSpan span = { .end = fact->time, .lane = fact->lane, .attempt = fact->attempt, .state = state,
                      .failed = fact->error != NULL,
                      .address = sluice_past_table_get_address (self->table, node) };

  if (lane == NULL)
    return;
  span.start = lane->since;
  lane->since = fact->time;
  if (span.end <= span.start && !span.failed)
    return;
  if (self->spans->len >= SLUICE_RUN_MAX_SPANS * 2)
    {
      g_array_remove_range (self->spans, 0, SLUICE_RUN_MAX_SPANS);
      self->n_dropped_spans += SLUICE_RUN_MAX_SPANS;
    }
  g_array_append_val (self->spans, span);
}

static gboolean
is_prompt (const SluiceFact *fact)
{
  return g_strcmp0 (fact->text, "ask") == 0 || g_strcmp0 (fact->text, "choose") == 0;
}

static void
begin_lane (SluicePastIndex  *self,
            const SluiceFact *fact)
{
  LaneSpan *lane = g_new0 (LaneSpan, 1);

  lane->since = fact->time;
  g_hash_table_insert (self->lanes, GUINT_TO_POINTER (fact->lane), lane);
}

static void
begin_visit (SluicePastIndex  *self,
             const SluiceFact *fact)
{
  LaneSpan *lane = g_hash_table_lookup (self->lanes, GUINT_TO_POINTER (fact->lane));
  guint node = sluice_past_table_find_node (self->table, fact->node);

  if (lane != NULL)
    lane->since = fact->time;
  /* A visit that is not there is damage; the ones behind it keep their numbers. */
  while (self->times->len <= fact->visit)
    {
      g_array_append_val (self->times, fact->time);
      g_array_append_val (self->nodes, node);
    }
  g_array_set_size (self->lasts, self->times->len);
  if ((fact->visit % self->every) != 0)
    return;
  add_check (self, fact->visit);
  if (self->n_bytes > CHECK_BYTES)
    thin_checks (self);
}

static void
end_visit (SluicePastIndex  *self,
           const SluiceFact *fact)
{
  if (fact->visit < self->lasts->len)
    g_array_index (self->lasts, guint, fact->visit) = self->lasts->len - 1;
}

/* Lines */

static char *
words_of_end (const SluiceFact *fact)
{
  if (fact->state == SLUICE_RUN_CANCELLED)
    return g_strdup (_("Stopped"));
  if (fact->error != NULL)
    return g_strdup_printf (_("Failed: %s"), fact->error);
  if (fact->action != NULL)
    return g_strdup_printf (_("Finished with “%s”"), fact->action);
  return g_strdup (_("Finished"));
}

static void
add_line (SluicePastIndex  *self,
          const SluiceFact *fact,
          const char       *level,
          char             *take_text)
{
  guint node = fact->visit > 0 && fact->visit < self->nodes->len ? g_array_index (self->nodes, guint, fact->visit) : 0;
  SluiceLogLine *line = g_new0 (SluiceLogLine, 1);

  if (fact->node != NULL)
    node = sluice_past_table_find_node (self->table, fact->node);
  line->serial = ++self->n_lines;
  line->time = fact->time;
  line->visit = fact->visit;
  line->level = g_strdup (level);
  line->address = g_strdup (sluice_past_table_get_address (self->table, node));
  line->title = g_strdup (sluice_past_table_get_title (self->table, node));
  line->text = take_text;
  g_ptr_array_add (self->lines, line);
  if (self->lines->len < SLUICE_RUN_MAX_LINES * 2)
    return;
  g_ptr_array_remove_range (self->lines, 0, SLUICE_RUN_MAX_LINES);
  self->n_dropped_lines += SLUICE_RUN_MAX_LINES;
}

static SluiceLogLine *
last_line (SluicePastIndex *self)
{
  return g_ptr_array_index (self->lines, self->lines->len - 1);
}

static void
look_at (SluicePastIndex  *self,
         const SluiceFact *fact)
{
  switch (fact->type)
    {
    case SLUICE_EVENT_LANE_STARTED:
      begin_lane (self, fact);
      break;
    case SLUICE_EVENT_LANE_ENDED:
      g_hash_table_remove (self->lanes, GUINT_TO_POINTER (fact->lane));
      break;
    case SLUICE_EVENT_VISIT_STARTED:
      begin_visit (self, fact);
      break;
    case SLUICE_EVENT_VISIT_ENDED:
      end_visit (self, fact);
      break;
    case SLUICE_EVENT_PHASE_ENDED:
      add_span (self, fact, mark_of_phase (fact->phase));
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
      if (is_prompt (fact))
        add_span (self, fact, SLUICE_MARK_EXEC);
      break;
    case SLUICE_EVENT_EFFECT_ENDED:
      if (is_prompt (fact))
        add_span (self, fact, SLUICE_MARK_PERSON);
      break;
    case SLUICE_EVENT_LOG:
      add_line (self, fact, fact->text != NULL ? fact->text : "info",
                fact->is_kept ? sluice_log_line_dup_text (fact->value) : sluice_fact_dup_not_kept (fact));
      last_line (self)->picture = fact->is_kept ? sluice_logged_picture_new (fact->value, NULL) : NULL;
      break;
    case SLUICE_EVENT_WARNING:
      add_line (self, fact, "warning", g_strdup (fact->text));
      break;
    case SLUICE_EVENT_RUN_ENDED:
      g_free (self->failed);
      g_free (self->failure);
      self->failed = g_strdup (fact->error != NULL ? fact->node : NULL);
      self->failure = g_strdup (fact->error);
      add_line (self, fact, fact->error != NULL ? "error" : "run", words_of_end (fact));
      break;
    default:
      break;
    }
}

void
sluice_past_index_add (SluicePastIndex  *self,
                       const SluiceFact *fact)
{
  self->end_time = fact->time;
  sluice_past_marks_fold (self->marks, self->table, fact);
  look_at (self, fact);
}

guint64
sluice_past_index_get_n_visits (SluicePastIndex *self)
{
  return self->times->len - 1;
}

gint64
sluice_past_index_get_end_time (SluicePastIndex *self)
{
  return self->end_time;
}

gint64
sluice_past_index_get_time (SluicePastIndex *self,
                            guint64          visit)
{
  return visit < self->times->len ? g_array_index (self->times, gint64, visit) : self->end_time;
}

guint
sluice_past_index_get_node (SluicePastIndex *self,
                            guint64          visit)
{
  return visit < self->nodes->len ? g_array_index (self->nodes, guint, visit) : 0;
}

guint64
sluice_past_index_get_last_within (SluicePastIndex *self,
                                   guint64          visit)
{
  return visit < self->lasts->len ? g_array_index (self->lasts, guint, visit) : 0;
}

guint64
sluice_past_index_find (SluicePastIndex *self,
                        gint64           time)
{
  guint first = 1, last = self->times->len;

  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (g_array_index (self->times, gint64, middle) <= time)
        first = middle + 1;
      else
        last = middle;
    }
  return first - 1;
}

const char *
sluice_past_index_get_failure (SluicePastIndex  *self,
                               const char      **message)
{
  *message = self->failure;
  return self->failed;
}

const SluicePastMarks *
sluice_past_index_get_marks (SluicePastIndex *self,
                             guint64          visit,
                             guint64         *at)
{
  guint first = 1, last = self->checks->len;

  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (g_array_index (self->checks, Check, middle).visit < visit)
        first = middle + 1;
      else
        last = middle;
    }
  *at = g_array_index (self->checks, Check, first - 1).visit;
  return g_array_index (self->checks, Check, first - 1).marks;
}

void
sluice_past_index_publish (SluicePastIndex *self,
                           SluiceRunDelta  *delta)
{
  guint n_extra = self->spans->len > SLUICE_RUN_MAX_SPANS ? self->spans->len - SLUICE_RUN_MAX_SPANS : 0;

  if (n_extra > 0)
    g_array_remove_range (self->spans, 0, n_extra);
  delta->time = self->end_time;
  delta->n_dropped_spans = self->n_dropped_spans + n_extra;
  delta->spans = self->spans;
  delta->open_spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  self->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));

  if (self->lines->len > SLUICE_RUN_MAX_LINES)
    {
      self->n_dropped_lines += self->lines->len - SLUICE_RUN_MAX_LINES;
      g_ptr_array_remove_range (self->lines, 0, self->lines->len - SLUICE_RUN_MAX_LINES);
    }
  delta->n_dropped = self->n_dropped_lines;
  for (guint i = 0; i < self->lines->len; i++)
    g_ptr_array_add (delta->lines, g_ptr_array_index (self->lines, i));
  g_ptr_array_set_free_func (self->lines, NULL);
  g_ptr_array_set_size (self->lines, 0);
}
