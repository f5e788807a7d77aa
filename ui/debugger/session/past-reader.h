/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-delta.h"
#include "record/record.h"

G_BEGIN_DECLS

/* Reads a record in a thread of its own: once all of it, to know what was when; then, for any moment
 * that is asked for, what the run was like there. What is asked for while it reads takes the place of
 * what was asked before. Made, asked and freed by the UI's thread.
 *
 * A moment is a number: a visit, as it begins, or one more than the last, which is the end. Stops and
 * times may be in the midst of one. */

typedef struct _SluicePastReader SluicePastReader;

/* What comes back. */
typedef struct
{
  guint           serial;
  GError         *error;   /* it can't be read; all else is unset */
  SluicePastInfo *info;    /* given once, with the first */
  guint64         moment;
  guint           stop;    /* that it is of, from 1; 0: none */
  gboolean        is_within; /* it is behind the beginning of the visit */
  gint64          time;    /* µs since the start of the run */
  char           *node;    /* the address of the visit that begins; NULL at the end */
  char           *title;   /* of that node */
  SluiceRunDelta *delta;   /* all of the state; lines and spans with the first */
} SluicePastLook;

void              sluice_past_info_free      (SluicePastInfo   *self);
void              sluice_past_look_free      (SluicePastLook   *self);

SluicePastReader *sluice_past_reader_new     (const char       *path,
                                              const char       *other, /* compared with; or NULL */
                                              guint64           moment, /* to look at first; 0: the end */
                                              int               stop,   /* in place of it; 0: none */
                                              char            **watches, /* or NULL */
                                              GSource          *wakeup);
void              sluice_past_reader_free    (SluicePastReader *self);
void              sluice_past_reader_go      (SluicePastReader *self,
                                              guint64           moment);
/* From now on looks have that visit too, as sluice_past_visit_read() finds it; @address NULL: none. */
void              sluice_past_reader_show_visit (SluicePastReader *self,
                                              const char       *address,
                                              guint64           number);
void              sluice_past_reader_request_value (SluicePastReader *self,
                                              guint             id,
                                              const char       *address,
                                              guint64           number,
                                              SluiceVisitPart   part);
void              sluice_past_reader_set_watches (SluicePastReader *self,
                                              char            **watches);
void              sluice_past_reader_choose_frame (SluicePastReader *self,
                                              guint             frame);
/* Returns: (transfer full) (nullable): a reply to such a request; free with sluice_reply_free() */
SluiceReply      *sluice_past_reader_take_reply (SluicePastReader *self);
void              sluice_past_reader_go_to_time (SluicePastReader *self,
                                              gint64            time);
/* @number: from 1; below 0: from the end */
void              sluice_past_reader_go_to_stop (SluicePastReader *self,
                                              int               number);
/* Returns: (transfer full) (nullable): the latest look that was not taken */
SluicePastLook   *sluice_past_reader_take    (SluicePastReader *self);
/* The UI looks at what that one lent, and at nothing older. */
void              sluice_past_reader_set_seen (SluicePastReader *self,
                                              guint             serial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastInfo, sluice_past_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastLook, sluice_past_look_free)

G_END_DECLS
