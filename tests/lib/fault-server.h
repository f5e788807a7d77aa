/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on loopback, in a process of its own, that does what the request's address says: see
 * fault-server.py. It ends with the test. */

typedef struct
{
  GSubprocess *process;
  guint        port;
  guint        silent;   /* a port that accepts and never says a word */
  guint        deaf;     /* one where no connection is ever accepted */
  guint        hangs_up; /* one that closes at once */
} FaultServer;

FaultServer *fault_server_new     (void);
void         fault_server_free    (FaultServer *self);
/* An address at which the server does @script: "w HTTP/1.1 …|close". */
char        *fault_server_dup_url (FaultServer *self,
                                   const char  *script);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultServer, fault_server_free)

G_END_DECLS
