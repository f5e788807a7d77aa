/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A run as the window sees it. This object belongs to the UI's context: what it does to a run it
 * sends (run-fold.h), what it knows of one came in deltas (run-delta.h), of which one at most waits
 * for the one source that takes them. */

#include "debugger/session/run-session-private.h"

#include "compile/compile.h"
#include "debug/prompt.h"

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ACTIVE,
  PROP_MESSAGE,
  PROP_STALE,
  PROP_N_PROMPTS,
  PROP_RECORDING,
  PROP_STALL,
  PROP_RECORD_FAULT,
  PROP_PAST,
  PROP_MOMENT,
  N_PROPS
};

enum
{
  UPDATED,
  REPLIED,
  PAST_FAILED,
  RECORDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceRunSession, sluice_run_session, G_TYPE_OBJECT)

static gboolean
is_active (SluiceSessionState state)
{
  return state >= SLUICE_SESSION_STARTING && state <= SLUICE_SESSION_STOPPED;
}

static void
set_state (SluiceRunSession   *self,
           SluiceSessionState  state)
{
  gboolean was_active = is_active (self->state);

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (is_active (state) != was_active)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
set_message (SluiceRunSession *self,
             const char       *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

static void
set_stall (SluiceRunSession *self,
           const char       *stall)
{
  if (g_strcmp0 (self->stall, stall) == 0)
    return;
  g_free (self->stall);
  self->stall = g_strdup (stall);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STALL]);
}

static void
set_record_fault (SluiceRunSession *self,
                  const char       *fault)
{
  if (g_strcmp0 (self->record_fault, fault) == 0)
    return;
  g_free (self->record_fault);
  self->record_fault = g_strdup (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD_FAULT]);
}

static void
set_stale (SluiceRunSession *self,
           gboolean          is_stale)
{
  if (self->is_stale == is_stale)
    return;
  self->is_stale = is_stale;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STALE]);
}

void
sluice_run_session_set_stale (SluiceRunSession *self)
{
  set_stale (self, TRUE);
}

/* Updates */

void
sluice_run_session_emit_updated (SluiceRunSession *self,
                                 SluiceRunUpdate  *update)
{
  g_signal_emit (self, signals[UPDATED], 0, update);
}

void
sluice_run_session_emit_replied (SluiceRunSession  *self,
                                 const SluiceReply *reply)
{
  g_signal_emit (self, signals[REPLIED], 0, reply->id, reply->error, reply->text);
}

void
sluice_run_session_emit_past_failed (SluiceRunSession *self,
                                     const GError     *error)
{
  g_signal_emit (self, signals[PAST_FAILED], 0, error);
}

static void
apply (SluiceRunSession *self,
       SluiceRunDelta   *delta)
{
  SluiceRunUpdate update = { 0, };
  guint n_prompts = self->view.prompts->len, n_stops = self->view.stops->len;
  gboolean is_recorded;

  sluice_run_view_apply (&self->view, delta, &update);
  if (delta->has_store)
    sluice_run_link_set_seen (self->link, delta->serial);

  g_object_freeze_notify (G_OBJECT (self));
  set_state (self, delta->state);
  set_message (self, delta->message);
  set_stall (self, delta->stall);
  set_record_fault (self, delta->record_fault);
  if (self->view.prompts->len != n_prompts)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PROMPTS]);
  /* A step may be over before anybody saw the run go on: it stands elsewhere, and there is one stop more. */
  if (delta->state == SLUICE_SESSION_STOPPED && self->view.stops->len != n_stops)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));

  is_recorded = delta->n_flushed != self->n_flushed && !is_active (delta->state);
  sluice_run_session_take_flush (self, delta->n_flushed);
  sluice_run_session_filter_update (self, &update);
  sluice_run_session_emit_updated (self, &update);
  g_strfreev (update.nodes);
  if (is_recorded)
    g_signal_emit (self, signals[RECORDED], 0);
  for (guint i = 0; delta->replies != NULL && i < delta->replies->len; i++)
    {
      const SluiceReply *reply = g_ptr_array_index (delta->replies, i);

      sluice_run_session_emit_replied (self, reply);
    }
}

static gboolean
wakeup_cb (gpointer data)
{
  g_autoptr (SluiceRunSession) self = g_object_ref (data);
  g_autoptr (SluiceRunDelta) delta = NULL;

  /* Reset first: a delta put from here on wakes again. */
  g_source_set_ready_time (self->wakeup, -1);
  if (self->link != NULL)
    delta = sluice_run_link_take (self->link);
  if (delta != NULL)
    apply (self, delta);
  return G_SOURCE_CONTINUE;
}

static gboolean
wakeup_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs wakeup_funcs = { NULL, NULL, wakeup_dispatch, NULL, NULL, NULL };

/* Documents and breakpoints */

static gboolean
is_edit (const SluiceChangeSet *changes)
{
  GHashTableIter iter;
  gpointer touch;

  if (changes->all || changes->document)
    return TRUE;
  g_hash_table_iter_init (&iter, changes->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &touch))
    if ((GPOINTER_TO_UINT (touch) & ~SLUICE_TOUCH_LAYOUT) != 0)
      return TRUE;
  g_hash_table_iter_init (&iter, changes->flows);
  while (g_hash_table_iter_next (&iter, NULL, &touch))
    if ((GPOINTER_TO_UINT (touch) & ~SLUICE_TOUCH_LAYOUT) != 0)
      return TRUE;
  return FALSE;
}

static void
document_changed_cb (SluiceRunSession      *self,
                     const SluiceChangeSet *changes)
{
  if (!self->is_stale && is_edit (changes))
    set_stale (self, TRUE);
}

void
sluice_run_session_follow_document (SluiceRunSession *self,
                                    SluiceDocument   *document)
{
  g_autoptr (SluiceDocument) before = g_weak_ref_get (&self->document);

  if (before == document)
    return;
  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, document_changed_cb, self);
  g_weak_ref_set (&self->document, document);
  if (document != NULL)
    g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

SluiceValue
sluice_run_session_dup_breakpoints (SluiceRunSession *self)
{
  if (self->breakpoints == NULL)
    return sluice_value_null ();
  return sluice_breakpoints_to_list_value (self->breakpoints);
}

static void
breakpoints_changed_cb (SluiceRunSession *self)
{
  if (self->fold != NULL)
    sluice_run_fold_set_breakpoints (self->fold, sluice_run_session_dup_breakpoints (self));
}

static void
drop_breakpoints (SluiceRunSession *self)
{
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_func (self->breakpoints, breakpoints_changed_cb, self);
  g_clear_object (&self->breakpoints);
}

/* Nothing of the run is looked at any more. */
static void
drop_run (SluiceRunSession *self)
{
  sluice_run_view_clear (&self->view);
  sluice_run_view_init (&self->view);
  g_clear_pointer (&self->fold, sluice_run_fold_close);
  g_clear_pointer (&self->link, sluice_run_link_unref);
}

/* The class */

static void
sluice_run_session_dispose (GObject *object)
{
  SluiceRunSession *self = SLUICE_RUN_SESSION (object);

  sluice_run_session_follow_document (self, NULL);
  drop_breakpoints (self);
  sluice_run_session_set_pins (self, NULL);
  sluice_run_session_clear_past (self);
  drop_run (self);
  if (self->wakeup != NULL)
    g_source_destroy (self->wakeup);
  g_clear_pointer (&self->wakeup, g_source_unref);
  g_clear_pointer (&self->prepared, sluice_prepared_free);
  g_clear_pointer (&self->grants, sluice_grants_unref);
  g_clear_pointer (&self->thread, sluice_engine_thread_release);

  G_OBJECT_CLASS (sluice_run_session_parent_class)->dispose (object);
}

static void
sluice_run_session_finalize (GObject *object)
{
  SluiceRunSession *self = SLUICE_RUN_SESSION (object);

  sluice_run_view_clear (&self->view);
  g_weak_ref_clear (&self->document);
  g_free (self->look_address);
  g_free (self->message);
  g_strfreev (self->watches);
  g_free (self->stall);
  g_free (self->record_fault);

  G_OBJECT_CLASS (sluice_run_session_parent_class)->finalize (object);
}

static void
sluice_run_session_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SluiceRunSession *self = SLUICE_RUN_SESSION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, is_active (self->state));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_STALE:
      g_value_set_boolean (value, self->is_stale);
      break;
    case PROP_N_PROMPTS:
      g_value_set_uint (value, self->view.prompts->len);
      break;
    case PROP_RECORDING:
      g_value_set_boolean (value, self->is_recording);
      break;
    case PROP_STALL:
      g_value_set_string (value, self->stall);
      break;
    case PROP_RECORD_FAULT:
      g_value_set_string (value, self->record_fault);
      break;
    case PROP_PAST:
      g_value_set_uint (value, self->past_state);
      break;
    case PROP_MOMENT:
      g_value_set_uint64 (value, self->moment);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_run_session_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  if (id == PROP_RECORDING)
    sluice_run_session_set_recording (SLUICE_RUN_SESSION (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sluice_run_session_class_init (SluiceRunSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sluice_run_session_dispose;
  object_class->finalize = sluice_run_session_finalize;
  object_class->get_property = sluice_run_session_get_property;
  object_class->set_property = sluice_run_session_set_property;

  /**
   * SluiceRunSession:state:
   *
   * A #SluiceSessionState: where the run is.
   */
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL,
                                              SLUICE_SESSION_IDLE, SLUICE_SESSION_CANCELLED,
                                              SLUICE_SESSION_IDLE, flags);
  /**
   * SluiceRunSession:active:
   *
   * Whether there is a run that has not ended.
   */
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  /**
   * SluiceRunSession:message:
   *
   * Why it stopped or failed, how it ended, or what a step waits for, in words.
   */
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  /**
   * SluiceRunSession:stale:
   *
   * Whether the document was edited since the run started; moving things about is no edit.
   */
  properties[PROP_STALE] = g_param_spec_boolean ("stale", NULL, NULL, FALSE, flags);
  /**
   * SluiceRunSession:n-prompts:
   *
   * How many questions wait for a person.
   */
  properties[PROP_N_PROMPTS] = g_param_spec_uint ("n-prompts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * SluiceRunSession:recording:
   *
   * Whether runs that start from now on are recorded.
   */
  properties[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  /**
   * SluiceRunSession:stall:
   *
   * Why the record can't be written; the run waits for a decision. %NULL: it can.
   */
  properties[PROP_STALL] = g_param_spec_string ("stall", NULL, NULL, NULL, flags);
  /**
   * SluiceRunSession:record-fault:
   *
   * Why the run has no record though it was to have one; it goes on without. %NULL: nothing was in the way.
   */
  properties[PROP_RECORD_FAULT] = g_param_spec_string ("record-fault", NULL, NULL, NULL, flags);
  /**
   * SluiceRunSession:past:
   *
   * A #SluicePastState: whether a moment of a record is shown in place of the run.
   */
  properties[PROP_PAST] = g_param_spec_uint ("past", NULL, NULL, SLUICE_PAST_NONE, SLUICE_PAST_SHOWN,
                                             SLUICE_PAST_NONE, flags);
  /**
   * SluiceRunSession:moment:
   *
   * The moment that is shown: a visit, or one more than the last for the end; 0: the run itself is.
   */
  properties[PROP_MOMENT] = g_param_spec_uint64 ("moment", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SluiceRunSession::updated:
   * @self: the session
   * @update: (type gpointer): a SluiceRunUpdate, valid during the emission
   *
   * The folded state has changed. Emitted at most once a frame, however much happened.
   */
  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * SluiceRunSession::replied:
   * @self: the session
   * @request: what sluice_run_session_intervene() gave
   * @error: (nullable): why it was not done; %NULL: it was
   * @text: (nullable): what was asked for
   */
  signals[REPLIED] = g_signal_new ("replied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT,
                                   G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                                   G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * SluiceRunSession::recorded:
   * @self: the session
   *
   * The run has ended and all of its record is on disk.
   */
  signals[RECORDED] = g_signal_new ("recorded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SluiceRunSession::past-failed:
   * @self: the session
   * @error: why
   *
   * A record can't be looked at.
   */
  signals[PAST_FAILED] = g_signal_new ("past-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
sluice_run_session_init (SluiceRunSession *self)
{
  sluice_init ();
  sluice_run_view_init (&self->view);
  sluice_run_session_init_past (self);
  g_weak_ref_init (&self->document, NULL);
  self->wakeup = g_source_new (&wakeup_funcs, sizeof (GSource));
  g_source_set_static_name (self->wakeup, "sluice-run-update");
  g_source_set_callback (self->wakeup, wakeup_cb, self, NULL);
  g_source_attach (self->wakeup, g_main_context_get_thread_default ());
  self->thread = sluice_engine_thread_acquire ();
}

/**
 * sluice_run_session_new:
 *
 * Makes a session without a run, for the calling thread's default context. The first session of a
 * process starts the engine's thread, the last one joins it.
 *
 * Returns: (transfer full): the session
 */
SluiceRunSession *
sluice_run_session_new (void)
{
  return g_object_new (SLUICE_TYPE_RUN_SESSION, NULL);
}

SluiceSessionState
sluice_run_session_get_state (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), SLUICE_SESSION_IDLE);

  return self->state;
}

gboolean
sluice_run_session_is_active (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return is_active (self->state);
}

/**
 * sluice_run_session_get_message:
 * @self: a session
 *
 * Returns: (nullable): why it stopped or failed, or how it ended, in words
 */
const char *
sluice_run_session_get_message (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->message;
}

/* What there was is gone; @take_order is on its way, to @there first if that is not NULL. */
void
sluice_run_session_begin (SluiceRunSession       *self,
                          SluiceRunOrder         *take_order,
                          const SluiceBreakpoint *there)
{
  SluiceRunUpdate update = { .restarted = TRUE, .edges = TRUE, .lanes = TRUE, .stack = TRUE, .store = TRUE,
                             .prompts = TRUE, .looks = TRUE, .hits = TRUE, .held = TRUE, .interventions = TRUE,
                             .visit = TRUE, .model_replies = TRUE };
  char *no_nodes[] = { NULL };
  gboolean had_prompts = self->view.prompts->len > 0;
  SluiceRunFold *before;

  sluice_run_session_close_past (self);
  self->n_flushed = 0;
  before = g_steal_pointer (&self->fold);
  drop_run (self);
  self->link = sluice_run_link_new (self->wakeup);
  self->fold = sluice_run_fold_new (self->thread, self->link);
  if (before != NULL)
    {
      sluice_run_fold_set_before (self->fold, before);
      sluice_run_fold_close (before);
    }
  if (self->watches != NULL)
    sluice_run_fold_set_watches (self->fold, (const char * const *) self->watches);
  if (there != NULL)
    sluice_run_fold_run_to (self->fold, there);
  if (self->pins != NULL)
    sluice_run_fold_set_pins (self->fold, sluice_pins_to_value (self->pins));
  sluice_run_fold_start (self->fold, take_order);
  if (self->look_address != NULL)
    sluice_run_fold_show_visit (self->fold, self->look_address, self->look_number);
  if (self->steps_all)
    sluice_run_fold_set_steps_all (self->fold, TRUE);
  if (self->stop_errors != SLUICE_STOP_ERRORS_NEVER)
    sluice_run_fold_set_stop_errors (self->fold, self->stop_errors);

  g_object_freeze_notify (G_OBJECT (self));
  set_state (self, SLUICE_SESSION_STARTING);
  set_message (self, NULL);
  set_stall (self, NULL);
  set_record_fault (self, NULL);
  set_stale (self, FALSE);
  if (had_prompts)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PROMPTS]);
  g_object_thaw_notify (G_OBJECT (self));

  update.nodes = no_nodes;
  g_signal_emit (self, signals[UPDATED], 0, &update);
}

/**
 * sluice_run_session_can_continue:
 * @self: a session
 *
 * Whether sluice_run_session_continue() would let something go on: the run is stopped, or a step is
 * under way and waits. A run that just waits has no message.
 *
 * Returns: whether there is something to continue
 */
gboolean
sluice_run_session_can_continue (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->state == SLUICE_SESSION_STOPPED ||
         (self->state == SLUICE_SESSION_WAITING && self->message != NULL);
}

/* Commands */

static void
command (SluiceRunSession *self,
         SluiceCommand     what)
{
  if (self->fold == NULL || !is_active (self->state))
    return;
  /* Who lets the run go on wants to see it. */
  if (what != SLUICE_COMMAND_PAUSE && what != SLUICE_COMMAND_STOP)
    sluice_run_session_close_past (self);
  sluice_run_fold_command (self->fold, what);
}

void
sluice_run_session_pause (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_PAUSE);
}

void
sluice_run_session_continue (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_CONTINUE);
}

void
sluice_run_session_step_over (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_STEP_OVER);
}

void
sluice_run_session_step_into (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_STEP_INTO);
}

void
sluice_run_session_step_out (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_STEP_OUT);
}

void
sluice_run_session_step_phase (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_STEP_PHASE);
}

/**
 * sluice_run_session_stop:
 * @self: a session
 *
 * Cancels the run; its state is cancelled within a frame or two.
 */
void
sluice_run_session_stop (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  command (self, SLUICE_COMMAND_STOP);
}

/**
 * sluice_run_session_select_lane:
 * @self: a session
 * @lane: the id of a lane
 *
 * Makes it the lane that the steps go by.
 */
void
sluice_run_session_select_lane (SluiceRunSession *self,
                                guint32           lane)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->fold != NULL && is_active (self->state))
    sluice_run_fold_select_lane (self->fold, lane);
}

/**
 * sluice_run_session_set_breakpoints:
 * @self: a session
 * @breakpoints: (nullable): what to follow, in this run and later ones
 */
void
sluice_run_session_set_breakpoints (SluiceRunSession  *self,
                                    SluiceBreakpoints *breakpoints)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->breakpoints == breakpoints)
    return;
  drop_breakpoints (self);
  if (breakpoints != NULL)
    {
      self->breakpoints = g_object_ref (breakpoints);
      g_signal_connect_object (breakpoints, "changed", G_CALLBACK (breakpoints_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  breakpoints_changed_cb (self);
}

/**
 * sluice_run_session_stop_model_reply:
 * @self: a session
 * @effect: of a reply that can be stopped
 *
 * Ends a model's reply: what has come of it is the answer.
 */
void
sluice_run_session_stop_model_reply (SluiceRunSession *self,
                               guint64           effect)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->fold != NULL && is_active (self->state))
    sluice_run_fold_stop_model_reply (self->fold, effect);
}

/* Prompts */

static gboolean
check_answer (const SluicePrompt  *prompt,
              const char          *text,
              GError             **error)
{
  if (prompt->choices != NULL)
    return sluice_prompt_match ((const char * const *) prompt->choices, text, error) >= 0;
  if (*text == '\0' && prompt->fallback != NULL)
    return TRUE;
  return sluice_prompt_takes_text (prompt->input, prompt->allows_empty, text, error);
}

/**
 * sluice_run_session_answer:
 * @self: a session
 * @effect: the prompt's
 * @text: the answer; for a choice one of its choices
 * @error: return location; SLUICE_ENGINE_ERROR_BAD_ANSWER says what is accepted, and the prompt stays open
 *
 * Returns: whether the answer was sent
 */
gboolean
sluice_run_session_answer (SluiceRunSession  *self,
                           guint64            effect,
                           const char        *text,
                           GError           **error)
{
  const SluicePrompt *prompt;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  prompt = sluice_run_view_find_prompt (&self->view, effect);
  if (prompt == NULL)
    {
      g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER,
                           "This question is no longer open");
      return FALSE;
    }
  if (!check_answer (prompt, text, error))
    return FALSE;
  sluice_run_fold_answer (self->fold, effect, text);
  return TRUE;
}
