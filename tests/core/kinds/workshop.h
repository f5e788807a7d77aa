/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "baseline.h"
#include "kinds/grants.h"

G_BEGIN_DECLS

/* A folder of its own in which flows are run, for the kinds that touch this machine. */

typedef struct
{
  char         *folder;  /* of the flow; removed at the end */
  SluiceGrants *grants;  /* nothing at first */
  gboolean      is_virtual; /* the clock; TRUE at first */
  double        cancel_after; /* s of real time; 0: never */
  const char   *cancel_when;  /* cancels once there is something in this file; NULL: never */
  const char  *(*answer) (const char *prompt); /* NULL: nobody answers */
  SluiceEventFunc log;        /* told of each line that is logged; NULL: nobody is */
  gpointer        log_data;
} Workshop;

Workshop *workshop_new       (void);
void      workshop_free      (Workshop        *self);
/* Grants; a path is below the folder, "." the folder itself. */
void      workshop_grant     (Workshop        *self,
                              SluiceGrantType  type,
                              const char      *name);
char     *workshop_path      (Workshop        *self,
                              const char      *name);
void      workshop_write     (Workshop        *self,
                              const char      *name,
                              const char      *content);
char     *workshop_read      (Workshop        *self,
                              const char      *name); /* NULL: it is not there */
/* Runs one node, given as JSON with ' for "; edges may lead to "gone" and "other", which note it. The text is the
 * store as JSON, or "error: …". Descriptors, children and timers are what they were before. */
char     *workshop_run       (Workshop        *self,
                              const char      *node);
/* The same for a whole file. */
char     *workshop_run_text  (Workshop        *self,
                              const char      *text);
/* Runs a node and holds the text against what is expected: the whole, or with "~" in front a part of it. */
void      workshop_check     (Workshop        *self,
                              const char      *node,
                              const char      *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Workshop, workshop_free)

G_END_DECLS
