/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person looks at besides the store: watches, evaluated where the selected lane is; the script that
 * it is stopped in, with its locals; and how often each breakpoint was met. Values are lent as the store is. */

#include "debugger/session/run-fold-private.h"

#include "debugger/session/watched.h"
#include "script/script.h"

/* Watches that take longer than this are evaluated only while nothing moves. */
#define CHEAP (2 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  char         *expression;
  SluiceScript *script; /* NULL: it does not parse */
  GError       *error;  /* why it does not */
} FoldWatch;

typedef struct
{
  SluiceRunFold    *fold;
  char            **expressions;
  SluiceBreakpoint *there;
  guint             frame;
} Message;

static FoldWatch *
watch_new (const char *expression)
{
  FoldWatch *self = g_new0 (FoldWatch, 1);

  self->expression = g_strdup (expression);
  self->script = sluice_script_new_watch (SLUICE_SCRIPT_EXPRESSION, SLUICE_WATCHED_NAME, expression, &self->error);
  return self;
}

static void
watch_free (gpointer data)
{
  FoldWatch *self = data;

  g_clear_pointer (&self->script, sluice_script_unref);
  g_free (self->expression);
  g_clear_error (&self->error);
  g_free (self);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_strfreev (message->expressions);
  g_clear_pointer (&message->there, sluice_breakpoint_free);
  g_free (message);
}

void
sluice_run_fold_init_looks (SluiceRunFold *self)
{
  self->watches = g_ptr_array_new_with_free_func (watch_free);
  self->watched = sluice_value_array ();
  self->watched_base = sluice_value_array ();
  self->frames = sluice_value_array ();
  self->hits = g_array_new (FALSE, FALSE, sizeof (SluiceBreakHits));
}

void
sluice_run_fold_clear_looks (SluiceRunFold *self)
{
  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_pointer (&self->here, sluice_breakpoint_free);
  sluice_value_clear (&self->watched);
  sluice_value_clear (&self->watched_base);
  sluice_value_clear (&self->frames);
}

/* Watches */

/* Where they look: at the selected lane, or while none is at the first that does something itself. */
static SluiceLane *
choose_lane (SluiceRunFold *self)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);

  for (guint i = 0; lane == NULL && i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *candidate = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_state (candidate) != SLUICE_LANE_JOINED)
        lane = candidate;
    }
  return lane;
}

/* At a line of a script the names that are visible there are, too. */
static gboolean
evaluate_one (SluiceRunFold *self,
              FoldWatch     *watch,
              SluiceLane    *lane,
              SluiceValue   *value,
              GError       **error)
{
  if (lane != NULL && lane == sluice_debugger_get_lane (self->debugger) &&
      sluice_debugger_get_line (self->debugger, lane) > 0)
    return sluice_debugger_evaluate (self->debugger, watch->expression, value, error);
  return sluice_script_evaluate (watch->script, self->run, lane, NULL, value, error);
}

/* What it was before is told where it was something else. */
static void
add_base (SluiceRunFold *self,
          FoldWatch     *watch,
          SluiceValue   *entry)
{
  for (guint i = 0; i < sluice_value_get_length (self->watched_base); i++)
    {
      SluiceValue before = sluice_value_get_element (self->watched_base, i);
      SluiceValue value = sluice_value_get_member (before, "value");

      if (g_strcmp0 (sluice_value_get_member_string (before, "expression"), watch->expression) != 0)
        continue;
      if (sluice_value_has_member (before, "value") &&
          !sluice_value_equal (value, sluice_value_get_member (*entry, "value")))
        sluice_value_set_member (entry, "base", sluice_value_ref (value));
      else if (sluice_value_has_member (before, "error"))
        sluice_value_set_member (entry, "base_error", sluice_value_ref (sluice_value_get_member (before, "error")));
      return;
    }
}

static SluiceValue
evaluate (SluiceRunFold *self,
          FoldWatch     *watch,
          SluiceLane    *lane)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  SluiceValue entry;
  g_autoptr (GError) error = NULL;

  if (watch->script == NULL)
    return sluice_watched_new (watch->expression, value, watch->error);
  if (!evaluate_one (self, watch, lane, &value, &error))
    return sluice_watched_new (watch->expression, value, error);
  entry = sluice_watched_new (watch->expression, value, NULL);
  add_base (self, watch, &entry);
  return entry;
}

static void
evaluate_all (SluiceRunFold      *self,
              SluiceSessionState  state)
{
  gint64 began = g_get_monotonic_time ();
  SluiceLane *lane;
  SluiceValue watched;

  if (self->watches->len == 0 && sluice_value_get_length (self->watched) == 0)
    return;
  if (state == SLUICE_SESSION_RUNNING && self->looks_cost > CHEAP)
    return;
  lane = choose_lane (self);
  watched = sluice_value_array ();
  for (guint i = 0; i < self->watches->len; i++)
    sluice_value_append (&watched, evaluate (self, g_ptr_array_index (self->watches, i), lane));
  self->looks_dirty |= !sluice_value_equal (watched, self->watched);
  sluice_value_unref (self->watched);
  self->watched = watched;
  self->looks_cost = g_get_monotonic_time () - began;
}

/* The script */

/* Which function is looked into, and with the innermost the text that runs. */
static void
tell_script (SluiceRunFold *self,
             SluiceLane    *lane,
             SluiceValue   *frames)
{
  const char *text = sluice_debugger_get_script_text (self->debugger, lane);
  guint chosen = sluice_debugger_get_frame (self->debugger);

  for (guint i = 0; i < sluice_value_get_length (*frames); i++)
    if (i == chosen || i == 0)
      {
        SluiceValue frame = sluice_value_ref (sluice_value_get_element (*frames, i));

        if (i == chosen)
          sluice_value_set_member (&frame, "chosen", sluice_value_boolean (TRUE));
        if (i == 0 && text != NULL)
          sluice_value_set_member (&frame, "text", sluice_value_string (text));
        sluice_value_set_element (frames, i, frame);
      }
}

static void
publish_line (SluiceRunFold  *self,
              SluiceRunDelta *delta)
{
  SluiceLane *lane = delta->state == SLUICE_SESSION_STOPPED ? sluice_debugger_get_lane (self->debugger) : NULL;
  SluiceValue frames = sluice_value_array ();

  if (lane != NULL)
    {
      delta->stop_line = sluice_debugger_get_line (self->debugger, lane);
      delta->stop_phase = sluice_debugger_get_held_phase (self->debugger, lane);
    }
  if (delta->stop_line > 0)
    {
      sluice_value_unref (frames);
      frames = sluice_debugger_dup_frames (self->debugger, lane);
      tell_script (self, lane, &frames);
    }
  self->looks_dirty |= !sluice_value_equal (frames, self->frames);
  sluice_value_unref (self->frames);
  self->frames = frames;
}

/* Hits */

static void
publish_hits (SluiceRunFold  *self,
              SluiceRunDelta *delta)
{
  guint n = sluice_breakpoints_get_n (self->breakpoints);
  gboolean differs = self->hits->len != n;

  g_array_set_size (self->hits, n);
  for (guint i = 0; i < n; i++)
    {
      SluiceBreakHits *known = &g_array_index (self->hits, SluiceBreakHits, i);
      guint id = sluice_breakpoints_get (self->breakpoints, i)->id;
      SluiceBreakHits now = { id, sluice_debugger_get_hits (self->debugger, id) };

      differs |= known->id != now.id || known->n_hits != now.n_hits;
      *known = now;
    }
  if (differs)
    delta->hits = g_array_copy (self->hits);
}

void
sluice_run_fold_publish_looks (SluiceRunFold  *self,
                               SluiceRunDelta *delta)
{
  evaluate_all (self, delta->state);
  publish_line (self, delta);
  publish_hits (self, delta);
}

/* Messages */

static gboolean
set_watches_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;

  g_ptr_array_set_size (self->watches, 0);
  for (guint i = 0; message->expressions[i] != NULL; i++)
    g_ptr_array_add (self->watches, watch_new (message->expressions[i]));
  self->looks_cost = 0;
  if (self->debugger != NULL)
    sluice_run_fold_touch (self);
  return G_SOURCE_REMOVE;
}

/* What is evaluated from now on; before the start or at any time. */
void
sluice_run_fold_set_watches (SluiceRunFold      *self,
                             const char * const *expressions)
{
  Message *message = g_new0 (Message, 1);

  message->fold = self;
  message->expressions = g_strdupv ((char **) expressions);
  sluice_engine_thread_send (self->thread, set_watches_cb, message, message_free);
}

static gboolean
set_frame_cb (gpointer data)
{
  Message *message = data;

  if (message->fold->debugger == NULL)
    return G_SOURCE_REMOVE;
  sluice_debugger_select_frame (message->fold->debugger, message->frame);
  sluice_run_fold_touch (message->fold);
  return G_SOURCE_REMOVE;
}

/* Which function of the script at a stop is looked into, until the next stop. */
void
sluice_run_fold_set_frame (SluiceRunFold *self,
                           guint          frame)
{
  Message *message = g_new0 (Message, 1);

  message->fold = self;
  message->frame = frame;
  sluice_engine_thread_send (self->thread, set_frame_cb, message, message_free);
}

static gboolean
run_to_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;
  g_autoptr (GError) error = NULL;

  if (self->debugger == NULL)
    self->here = g_steal_pointer (&message->there);
  else if (!sluice_debugger_run_to (self->debugger, message->there, &error))
    sluice_run_fold_add_line (self, "warning", NULL, g_get_monotonic_time () - self->start, g_strdup (error->message));
  return G_SOURCE_REMOVE;
}

/* Goes on to there; before the start it is where that stops first. */
void
sluice_run_fold_run_to (SluiceRunFold          *self,
                        const SluiceBreakpoint *there)
{
  Message *message = g_new0 (Message, 1);

  message->fold = self;
  message->there = sluice_breakpoint_copy (there);
  sluice_engine_thread_send (self->thread, run_to_cb, message, message_free);
}
