/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fault-server.h"
#include "net/http.h"

G_BEGIN_DECLS

/* One client and one server that does as it is told: what a request comes to, in a word, and how many faults of each
 * class there were. */

typedef enum
{
  FAULT_CONNECT,
  FAULT_HEAD,
  FAULT_LENGTH,
  FAULT_CODING,
  FAULT_PACE,
  FAULT_STATUS,
  FAULT_REDIRECT,
  FAULT_STREAM,
  FAULT_CANCEL,
  FAULT_PAYLOAD,
  FAULT_N_CLASSES,
} FaultClass;

typedef struct { const char *script, *expected; } FaultCase;

void               fault_cases_begin       (void); /* the server, and a client on the default context */
/* Frees them; nothing is left open. */
void               fault_cases_end         (void);
FaultServer       *fault_get_server        (void);
SluiceHttpClient  *fault_get_client        (void);

SluiceHttpRequest *fault_make              (const char        *method,
                                            const char        *url);
SluiceHttpRequest *fault_make_script       (const char        *method,
                                            const char        *script);
/* All but "forbidden.example", and of this machine only 127.0.0.1. */
gboolean           fault_allow             (const char        *host,
                                            guint              port,
                                            gboolean          *allow_private,
                                            gpointer           user_data);
/* The name of an error's class: "truncated". */
const char        *fault_class_of          (const GError      *error);
/* Runs a request to its end: "200 text" or the class of its error. One that has no end in time fails the test. */
char              *fault_run               (SluiceHttpRequest *take_request);
/* As that, with the words of an error behind its class. */
char              *fault_run_words         (SluiceHttpRequest *take_request,
                                            SluiceHttpClient  *client);
/* A GET of @script ends so; counted. */
void               fault_check             (FaultClass         of,
                                            const char        *script,
                                            const char        *expected);
void               fault_check_all         (FaultClass         of,
                                            const FaultCase   *cases,
                                            guint              n);
void               fault_count             (FaultClass         of);
/* The name of a class; how many of it there were. */
const char        *fault_class_name        (FaultClass         of);
guint              fault_get_n             (FaultClass         of);
/* @text with the line ends that a script has for them. */
void               fault_append_escaped    (GString           *script,
                                            const char        *text,
                                            gsize              length);

G_END_DECLS
