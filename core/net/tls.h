/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whom an encrypted connection trusts: the system's authorities, and those of a file of the person's own, as
 * people behind a proxy that opens everything have one. From any thread. */

/* A file of certificates (PEM); NULL: what SSL_CERT_FILE names. */
void     sluice_tls_set_authorities   (const char            *path);
/* Whether @path can serve so. */
gboolean sluice_tls_check_authorities (const char            *path,
                                       GError               **error);
/* Whether a server whose @certificate the system finds faulty is trusted for all that: its only fault is an
 * authority that the system does not know, and the person's file does. @fault is then NULL, else what is wrong
 * in words that name the remedy. */
gboolean sluice_tls_accept            (GSocketConnectable    *identity,
                                       GTlsCertificate       *certificate,
                                       GTlsCertificateFlags   flags,
                                       char                 **fault);

G_END_DECLS
