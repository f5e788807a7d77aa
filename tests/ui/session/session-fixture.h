/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

/* A session with a document, and waiting for what it comes to: each wait ends by what is waited for,
 * or fails at a deadline. */

typedef struct
{
  SluiceRunSession *session;
  SluiceDocument   *document;
} SessionFixture;

typedef gboolean (*SessionCondition) (SessionFixture *fixture,
                                      gconstpointer   data);

/* Flows, with ' for ". */
extern const char SESSION_COUNTING[]; /* a and b in turn until shared.n is 10 */
extern const char SESSION_ENDLESS[];
extern const char SESSION_ASKING[];   /* name, then greet */

void session_fixture_set_up         (SessionFixture     *fixture,
                                     const char         *flows);
void session_fixture_tear_down      (SessionFixture     *fixture);
void session_fixture_set_flows      (SessionFixture     *fixture,
                                     const char         *flows);
void session_fixture_start          (SessionFixture     *fixture,
                                     gboolean            stops_at_start);
void session_fixture_run            (SessionFixture     *fixture); /* to its end */
void session_fixture_answer         (SessionFixture     *fixture,  /* the first question there is */
                                     const char         *text);
void session_fixture_wait           (SessionFixture     *fixture,
                                     SessionCondition    condition,
                                     gconstpointer       data);
void session_fixture_wait_for_state (SessionFixture     *fixture,
                                     SluiceSessionState  state);
void session_fixture_wait_for_record (SessionFixture    *fixture);
void session_fixture_wait_for_closed_record (SessionFixture *fixture);
