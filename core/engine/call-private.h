/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"
#include "engine/effect.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

G_BEGIN_DECLS

/* What few calls need. */
typedef struct
{
  GCancellable *cancellable; /* owned, made on first use */

  /* What a call shows after its lane has gone on without it. */
  SluiceRun    *run; /* owned; NULL before that */
  SluiceNode   *node; /* as that */
  guint64       visit;
  SluiceValue   params;
  SluiceValue   prep;
  SluiceValue   exec;
  SluiceValue   item;
  GError       *error;
  int           index;
  int           attempt;
} SluiceCallMore;

struct _SluiceCall
{
  guint           ref_count;
  guint8          phase;
  guint8          returned;
  guint8          dropped;  /* the lane has gone on without it */
  guint8          unwanted; /* the lane could not wait for it: nobody minds a late return */
  guint8          turns;    /* of the loop that it asked for while there was a gate, up to some */
  guint8          outside;  /* what it was returned came from outside, by no effect */
  guint8          has_come; /* not returned, but what it is to return is with the keeper of the run */
  guint32         line;     /* of the script that asks for its next effect; 0: of none */
  SluiceLane     *lane;    /* borrowed; NULL once dropped */

  SluiceValue     value;   /* owned */
  GError         *error;   /* owned */
  const char     *action;  /* interned: an action the node has an edge for */
  SluiceCallMore *more;    /* owned; there once dropped */
};

/* keeper.c */
void sluice_call_come (SluiceCall  *self,
                       SluiceValue  take,
                       GError      *take_error);

static inline SluiceRun *
sluice_call_peek_run (const SluiceCall *self)
{
  return self->lane != NULL ? self->lane->run : self->more->run;
}

typedef enum
{
  SLUICE_EFFECT_OPEN,
  SLUICE_EFFECT_ENDED,   /* in the lane's inbox */
  SLUICE_EFFECT_USED,    /* let through */
  SLUICE_EFFECT_DROPPED, /* no longer wanted */
} SluiceEffectState;

typedef enum
{
  SLUICE_EFFECT_PERFORMED, /* by a performer */
  SLUICE_EFFECT_SLEEP,
  SLUICE_EFFECT_PROMPT,
  SLUICE_EFFECT_GET,       /* of a queue: no effect of the outside, but waits alike */
  SLUICE_EFFECT_PUT,
  SLUICE_EFFECT_TURN,      /* of the main loop */
  SLUICE_EFFECT_HOLD,      /* a debugger holds the phase */
} SluiceEffectKind;

struct _SluiceEffect
{
  guint              ref_count;
  guint              state : 2;      /* a SluiceEffectState */
  guint              kind : 3;       /* a SluiceEffectKind */
  guint              announced : 1;  /* told as a held result */
  guint              performing : 1; /* inside its performer */
  guint              owns_run : 1;
  guint              has_come : 1; /* open, but its result is with the keeper of the run */
  guint64            id;        /* 0: a queue, or a turn */
  const char        *type;
  SluiceValue        request; /* owned */
  SluiceValue        result;  /* owned */
  GError            *error;   /* owned */
  guint32            line;    /* of the script that asked for it; 0: of none */
  char              *waits;   /* owned: what it waits for before it does its work; NULL: it does it */

  union
  {
    SluiceCall      *call; /* owned */
    SluiceRun       *run;  /* once it is out: owned if it is still held by somebody */
  };
  SluiceNode        *node; /* once it is out: as the run */
  SluiceEffect      *prev; /* in open or inbox */
  SluiceEffect      *next;

  SluiceEffectFunc   done;
  gpointer           user_data;
  GDestroyNotify     destroy;

  union
  {
    SluiceTimer      timer;         /* a sleep's */
    struct
    {
      SluiceQueue       *queue;     /* owned */
      union
      {
        SluiceQueueWaiter *waiter;  /* borrowed, while it is open */
        guint64            order;   /* of the item it was given, then */
      };
    };                              /* a get's, a put's */
    GCancellable    *cancellable;   /* the others': owned, made on first use */
  };
};

static inline gboolean
sluice_effect_has_queue (const SluiceEffect *self)
{
  return self->kind == SLUICE_EFFECT_GET || self->kind == SLUICE_EFFECT_PUT;
}

/* When it ends by itself, on the engine's clock; 0: it does not. */
static inline gint64
sluice_effect_get_due (const SluiceEffect *self)
{
  return self->kind == SLUICE_EFFECT_SLEEP && sluice_timer_is_set (&self->timer) ? self->timer.due : 0;
}

/* call.c */
SluiceCall *sluice_call_new         (SluiceLane   *lane);
/* The phase is over, or no longer wanted: the lane lets its call go, or uses it again. */
void        sluice_call_recycle     (SluiceLane   *lane);
void        sluice_call_drop        (SluiceCall   *self);
void        sluice_call_fail        (SluiceCall   *self,
                                     GError       *take_error);
/* Nobody holds it any more but its lane: it can never be returned. */
void        sluice_call_fail_lost   (SluiceCall   *self);
void        sluice_call_set_author  (SluiceCall   *self);

/* effect.c */
SluiceEffect *sluice_effect_new     (SluiceCall   *call,
                                     SluiceEffectKind kind,
                                     SluiceEffectFunc done,
                                     gpointer      user_data,
                                     GDestroyNotify destroy); /* open in its lane, which owns it */
/* The result is set. A lane that is just running and has no gate uses it at once. */
void        sluice_effect_end       (SluiceEffect *self);
void        sluice_effect_arrive    (SluiceEffect *self); /* it may be used now */
void        sluice_effects_move     (SluiceEffect **from,
                                     SluiceEffect **to,
                                     SluiceEffect *effect);
void        sluice_effect_let_through (SluiceEffect *self);
void        sluice_lane_drop_effects (SluiceLane  *lane);

G_END_DECLS
