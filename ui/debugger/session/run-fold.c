/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A run's life in the engine's thread: each public function packs a message, and the _cb beside
 * it does the work over there. */

#include "debugger/session/run-fold-private.h"

#include "debug/prompt.h"

typedef struct
{
  SluiceRunFold  *fold;
  SluiceRunOrder *order;
  char           *text;
  SluiceValue     breakpoints;
  SluiceCommand   command;
  guint64         id; /* of an effect or a lane */
} Message;

SluiceRunOrder *
sluice_run_order_new (void)
{
  return g_new0 (SluiceRunOrder, 1);
}

void
sluice_run_order_free (SluiceRunOrder *self)
{
  g_clear_pointer (&self->prepared, sluice_prepared_free);
  g_free (self->file);
  g_free (self->folder);
  g_free (self->record);
  g_clear_pointer (&self->grants, sluice_grants_unref);
  sluice_value_clear (&self->breakpoints);
  g_free (self);
}

static Message *
message_new (SluiceRunFold *fold)
{
  Message *message = g_new0 (Message, 1);

  message->fold = fold;
  return message;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->order, sluice_run_order_free);
  g_free (message->text);
  sluice_value_clear (&message->breakpoints);
  g_free (message);
}

static void
send_message (Message     *message,
              GSourceFunc  func)
{
  sluice_engine_thread_send (message->fold->thread, func, message, message_free);
}

/**
 * sluice_run_fold_new:
 * @thread: where it will live; must outlive it
 * @link: how its deltas get to the UI
 *
 * Returns: (transfer full): a fold without a run; give it up with sluice_run_fold_close()
 */
SluiceRunFold *
sluice_run_fold_new (SluiceEngineThread *thread,
                     SluiceRunLink      *link)
{
  SluiceRunFold *self = g_new0 (SluiceRunFold, 1);

  self->thread = thread;
  self->link = sluice_run_link_ref (link);
  sluice_run_fold_init_looks (self);
  return self;
}

/* Start */

static void
stopped_cb (SluiceDebugger *debugger,
            gpointer        user_data)
{
  SluiceRunFold *self = user_data;

  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
  sluice_run_fold_touch (self);
}

/* What comes later is told apart from the store as it is now. */
void
sluice_run_fold_keep_base (SluiceRunFold *self)
{
  sluice_value_replace (&self->base, sluice_value_ref (sluice_store_get_root (sluice_run_get_store (self->run))));
  sluice_value_replace (&self->watched_base, sluice_value_ref (self->watched));
  self->base_dirty = TRUE;
}

static void
continued_cb (SluiceDebugger *debugger,
              gpointer        user_data)
{
  SluiceRunFold *self = user_data;

  self->epoch++;
  self->is_at_fork = FALSE;
  self->forget_fresh = TRUE;
  sluice_run_fold_keep_base (self);
  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
  sluice_run_fold_touch (self);
}

static void
fail (SluiceRunFold *self,
      GError        *take_error)
{
  self->error = take_error;
  sluice_run_fold_add_line (self, "error", NULL, 0, g_strdup (take_error->message));
}

/* What is had again from a record is stopped nowhere. */
static void
set_breakpoints (SluiceRunFold *self,
                 SluiceValue    breakpoints)
{
  if (self->is_live)
    sluice_breakpoints_assign (self->breakpoints, breakpoints);
  else
    sluice_value_replace (&self->later_breakpoints, sluice_value_ref (breakpoints));
}

static gboolean
start_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;
  SluiceRunOrder *order = message->order;
  GError *error = NULL;

  sluice_run_fold_init_tables (self);
  sluice_run_fold_init_flush (self);
  self->start = g_get_monotonic_time ();
  self->breakpoints = sluice_breakpoints_new ();

  if (!sluice_run_fold_create_run (self, order, &error))
    {
      fail (self, error);
      return G_SOURCE_REMOVE;
    }

  set_breakpoints (self, order->breakpoints);
  self->debugger = sluice_debugger_new (self->run, self->breakpoints);
  g_signal_connect (self->debugger, "stopped", G_CALLBACK (stopped_cb), self);
  g_signal_connect (self->debugger, "continued", G_CALLBACK (continued_cb), self);
  sluice_run_fold_watch (self);
  sluice_run_fold_inherit (self);
  if (self->pins != NULL)
    sluice_pins_attach (self->pins, self->run);
  sluice_debugger_set_steps_lines (self->debugger, TRUE);
  sluice_run_fold_keep_base (self);
  if (order->stops_at_start)
    sluice_debugger_stop_at_start (self->debugger);
  if (self->here != NULL && !sluice_debugger_run_to (self->debugger, self->here, &error))
    {
      fail (self, error);
      return G_SOURCE_REMOVE;
    }
  if (!sluice_run_start (self->run, &error))
    fail (self, error);
  sluice_run_fold_touch (self);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_run_fold_start:
 * @self: a fold, not yet started
 * @take_order: (transfer full): what is to be run; nothing in it is kept by the caller
 *
 * Compiles and starts it. What fails becomes the state of the run.
 */
void
sluice_run_fold_start (SluiceRunFold  *self,
                       SluiceRunOrder *take_order)
{
  Message *message = message_new (self);

  message->order = take_order;
  send_message (message, start_cb);
}

/* Commands */

typedef void (*CommandFunc) (SluiceDebugger *debugger);

static const CommandFunc commands[] = {
  [SLUICE_COMMAND_PAUSE] = sluice_debugger_pause,
  [SLUICE_COMMAND_CONTINUE] = sluice_debugger_continue,
  [SLUICE_COMMAND_STEP_OVER] = sluice_debugger_step_over,
  [SLUICE_COMMAND_STEP_INTO] = sluice_debugger_step_into,
  [SLUICE_COMMAND_STEP_OUT] = sluice_debugger_step_out,
  [SLUICE_COMMAND_STEP_PHASE] = sluice_debugger_step_phase,
  [SLUICE_COMMAND_STOP] = sluice_debugger_stop,
};

static gboolean
command_cb (gpointer data)
{
  Message *message = data;

  if (message->command >= SLUICE_COMMAND_FLUSH)
    sluice_run_fold_do_record (message->fold, message->command);
  else if (message->fold->debugger != NULL)
    commands[message->command] (message->fold->debugger);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_command (SluiceRunFold *self,
                         SluiceCommand  command)
{
  Message *message = message_new (self);

  message->command = command;
  send_message (message, command_cb);
}

static gboolean
select_lane_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;

  if (self->debugger != NULL)
    {
      sluice_debugger_select_lane (self->debugger, (guint32) message->id);
      self->lanes_dirty = TRUE;
      self->held_dirty = TRUE;
      sluice_run_fold_touch (self);
    }
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_select_lane (SluiceRunFold *self,
                             guint32        lane)
{
  Message *message = message_new (self);

  message->id = lane;
  send_message (message, select_lane_cb);
}

static gboolean
set_breakpoints_cb (gpointer data)
{
  Message *message = data;

  if (message->fold->breakpoints != NULL)
    set_breakpoints (message->fold, message->breakpoints);
  return G_SOURCE_REMOVE;
}

/* Handed over with @take_breakpoints, of which the caller may keep no part. */
void
sluice_run_fold_set_breakpoints (SluiceRunFold *self,
                                 SluiceValue    take_breakpoints)
{
  Message *message = message_new (self);

  message->breakpoints = take_breakpoints;
  send_message (message, set_breakpoints_cb);
}

static SluiceEffect *
find_prompt (SluiceRunFold *self,
             guint64        id)
{
  for (guint i = 0; i < sluice_run_get_n_prompts (self->run); i++)
    {
      SluiceEffect *prompt = sluice_run_get_prompt (self->run, i);

      if (sluice_effect_get_id (prompt) == id)
        return prompt;
    }
  return NULL;
}

static gboolean
answer_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;
  SluiceEffect *prompt = self->run != NULL ? find_prompt (self, message->id) : NULL;
  SluiceValue answer = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (prompt == NULL)
    return G_SOURCE_REMOVE;
  if (!sluice_prompt_read (prompt, message->text, &answer, &error) ||
      !sluice_run_answer (self->run, message->id, answer, &error))
    sluice_run_fold_add_line (self, "warning", NULL, g_get_monotonic_time () - self->start,
                              g_strdup (error->message));
  self->prompts_dirty = TRUE;
  sluice_run_fold_touch (self);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_answer (SluiceRunFold *self,
                        guint64        effect,
                        const char    *text)
{
  Message *message = message_new (self);

  message->id = effect;
  message->text = g_strdup (text);
  send_message (message, answer_cb);
}

/* Close */

static gboolean
close_cb (gpointer data)
{
  Message *message = data;
  SluiceRunFold *self = message->fold;

  if (self->flush != NULL)
    {
      if (self->run != NULL && self->watch != 0)
        sluice_run_unwatch (self->run, self->watch);
      if (self->debugger != NULL)
        {
          g_signal_handlers_disconnect_by_data (self->debugger, self);
          sluice_debugger_stop (self->debugger);
        }
      sluice_run_fold_leave_record (self);
      sluice_run_fold_clear_flush (self);
      sluice_run_fold_clear_tables (self);
    }
  sluice_run_fold_clear_looks (self);
  sluice_value_clear (&self->later_breakpoints);
  g_clear_object (&self->debugger);
  g_clear_object (&self->before);
  g_clear_pointer (&self->before_record, g_free);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->pins);
  g_clear_object (&self->run);
  g_clear_pointer (&self->program, sluice_program_unref);
  g_clear_error (&self->error);
  sluice_run_link_unref (self->link);
  g_free (self);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_close (SluiceRunFold *self)
{
  send_message (message_new (self), close_cb);
}
