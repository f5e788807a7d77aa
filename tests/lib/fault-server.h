/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The certificates of authority.py, in its order. */
typedef enum
{
  FAULT_SERVER_GOOD,
  FAULT_SERVER_CHAIN,
  FAULT_SERVER_GAP,
  FAULT_SERVER_EXPIRED,
  FAULT_SERVER_EARLY,
  FAULT_SERVER_HOST,
  FAULT_SERVER_SELF,
  FAULT_SERVER_STRANGER,
  FAULT_SERVER_WEAK,
  FAULT_SERVER_OLD,
  FAULT_SERVER_N_CERTIFICATES,
} FaultServerCertificate;

/* A server on loopback, in a process of its own, that does what the request's address says: see
 * fault-server.py. It ends with the test. */

typedef struct
{
  GSubprocess *process;
  guint        port;
  guint        silent;   /* a port that accepts and never says a word */
  guint        deaf;     /* one where no connection is ever accepted */
  guint        hangs_up; /* one that closes at once */
  guint        secure[FAULT_SERVER_N_CERTIFICATES]; /* encrypted ones, each with its certificate */
  char        *folder;   /* with authority.pem; NULL: there are no encrypted ones */
} FaultServer;

FaultServer *fault_server_new            (void);
FaultServer *fault_server_new_secure     (void);
void         fault_server_free           (FaultServer            *self);
/* An address at which the server does @script: "w HTTP/1.1 …|close". */
char        *fault_server_dup_url        (FaultServer            *self,
                                          const char             *script);
char        *fault_server_dup_secure_url (FaultServer            *self,
                                          FaultServerCertificate  certificate,
                                          const char             *script);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultServer, fault_server_free)

G_END_DECLS
