/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Who keeps what comes into a run from outside, so that the run can be had again: given its flows, its
 * first store, its seed and its inputs in the order they were used, a run is what it is (rules S1, S2).
 * With a keeper nothing from outside reaches a lane by itself: it comes to the keeper, who has it used
 * between two turns of lanes. */

typedef enum
{
  SLUICE_INPUT_RESULT,  /* how an effect has ended */
  SLUICE_INPUT_WAKE,    /* the wait before a lane's next attempt is over */
  SLUICE_INPUT_TIMEOUT, /* the time of a lane's attempt is up */
  SLUICE_INPUT_LIMIT,   /* the time of the run is up */
  SLUICE_INPUT_CANCEL,  /* somebody ends the run */
  SLUICE_INPUT_RETURN,  /* a call is returned from outside, and no effect says what came */
} SluiceInputType;

typedef struct
{
  SluiceInputType type;
  gboolean        at_once; /* it was used already: it concerns a lane that computes, or the whole run */
  SluiceEffect   *effect;  /* owned; RESULT */
  SluiceLane     *lane;    /* owned; WAKE, TIMEOUT, RETURN: of this visit, attempt and item */
  guint64         visit;
  int             attempt;
  int             item;
  SluicePhase     phase;   /* RETURN, as are these */
  SluiceValue     value;   /* owned */
  GError         *error;   /* owned, or NULL */
} SluiceInput;

/* What a person does to a lane in a debugger. */
typedef enum
{
  SLUICE_COMMAND_NEXT,    /* text: the address of the node that is next */
  SLUICE_COMMAND_SKIP,    /* text: the action, or NULL */
  SLUICE_COMMAND_RESULT,  /* value */
  SLUICE_COMMAND_FAIL,    /* error */
  SLUICE_COMMAND_RELEASE, /* a lane that was held goes on */
  SLUICE_COMMAND_REPLACE, /* value: in the place of the result that the lane is held at */
} SluiceCommandType;

typedef struct
{
  SluiceCommandType type;
  SluiceLane       *lane;
  const char       *text;
  SluiceValue       value; /* borrowed */
  const GError     *error;
} SluiceCommand;

typedef enum
{
  SLUICE_TURN_PLACE_MIDST, /* the lane that ran goes on first */
  SLUICE_TURN_PLACE_END,   /* another lane is ready */
  SLUICE_TURN_PLACE_IDLE,  /* no lane is */
} SluiceTurnPlace;

typedef struct
{
  /* FALSE: nobody performs it, until sluice_effect_perform() or sluice_effect_settle(). */
  gboolean (*begins)  (SluiceRun       *run,
                       SluiceEffect    *effect,
                       gpointer         user_data);
  void     (*came)    (SluiceRun       *run,
                       SluiceInput     *take_input,
                       gpointer         user_data);
  /* Inputs are used here, but in the midst of a turn. */
  void     (*turn)    (SluiceRun       *run,
                       SluiceTurnPlace  place,
                       gpointer         user_data);
  /* What the clock says; it may say something else. */
  void     (*clock)   (SluiceRun       *run,
                       double          *now,
                       gpointer         user_data);
  /* A result was pinned to a node, or its pin taken away (NULL). */
  void     (*pinned)  (SluiceRun         *run,
                       const char        *address,
                       const SluiceValue *result,
                       gpointer           user_data);
  /* The gate holds a lane there. */
  void     (*held)    (SluiceRun            *run,
                       const SluiceBoundary *boundary,
                       gpointer              user_data);
  /* TRUE: it is held there, and the gate is not asked; see sluice_run_set_keeper_holds(). */
  gboolean (*holds)   (SluiceRun            *run,
                       const SluiceBoundary *boundary,
                       gpointer              user_data);
  /* A person has done something to a lane. */
  void     (*commanded) (SluiceRun           *run,
                       const SluiceCommand *command,
                       gpointer             user_data);
} SluiceKeeper;

/* Before the start; one at a time, each in place of the one before. NULL: inputs are used as they come. */
void         sluice_run_set_keeper     (SluiceRun          *self,
                                        const SluiceKeeper *keeper,
                                        gpointer            user_data);
/* Its steps so far: a place in the run that is the same each time it is had again. */
guint64      sluice_run_get_steps      (SluiceRun          *self);
/* The lane that goes on first was interrupted in the midst of a phase, at a moment that is never the same again. */
gboolean     sluice_run_is_interrupted (SluiceRun          *self);
/* Asks the keeper soon, though no lane has had a turn. */
void         sluice_run_poke           (SluiceRun          *self);
/* No lane takes a step while it is held back; its time limits go on. */
void         sluice_run_hold_back      (SluiceRun          *self,
                                        gboolean            held_back);
/* The keeper is asked at each boundary of each lane, before the gate. */
void         sluice_run_set_keeper_holds (SluiceRun        *self,
                                        gboolean            holds);
/* Each transition of a lane, and each boundary within one, is a turn's midst. */
void         sluice_run_set_fine       (SluiceRun          *self,
                                        gboolean            fine);
/* The run ends as it does when its time is up. */
void         sluice_run_reach_limit    (SluiceRun          *self);

/* Whether it could not but come: it says that a wait is over, and nothing else comes to the run before it. */
gboolean     sluice_input_is_foregone  (const SluiceInput  *self,
                                        double             *seconds); /* out: of the wait */
void         sluice_input_use          (SluiceInput        *self);
void         sluice_input_free         (SluiceInput        *self);
/* A call of the lane is returned, here and now, if it waits for that. */
void         sluice_lane_return        (SluiceLane         *lane,
                                        SluiceValue         take,
                                        GError             *take_error);
/* The time of the lane's attempt is up, here and now. */
void         sluice_lane_reach_timeout (SluiceLane         *lane);
/* For an effect that was not let begin. */
void         sluice_effect_perform     (SluiceEffect       *self);
/* Ends an effect that is open, whoever performs it. */
void         sluice_effect_settle      (SluiceEffect       *self,
                                        SluiceValue         take,
                                        GError             *take_error);
gboolean     sluice_effect_is_open     (SluiceEffect       *self);
const SluiceValue *sluice_effect_peek_result (SluiceEffect *self); /* of one that came */
const GError *sluice_effect_peek_error (SluiceEffect       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceInput, sluice_input_free)

G_END_DECLS
