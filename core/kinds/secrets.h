/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/grants.h"

G_BEGIN_DECLS

/* Secrets that a request needs: read where they are kept, just before it is sent, and taken out of
 * everything that comes back, so that none can reach a store, a record or a message. */

typedef struct _SluiceSecrets SluiceSecrets;

SluiceSecrets *sluice_secrets_new      (void);
void           sluice_secrets_free     (SluiceSecrets  *self);
/* The text of a setting: as it is, or what { "$env": NAME } stands for. NULL with an error. */
char          *sluice_secrets_resolve  (SluiceSecrets  *self,
                                        SluiceValue     value,
                                        SluiceGrants   *grants,
                                        GError        **error);
/* @text without them, nor their usual codings. */
char          *sluice_secrets_redact   (SluiceSecrets  *self,
                                        const char     *text,
                                        gssize          length);
void           sluice_secrets_redact_error (SluiceSecrets *self,
                                        GError         *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceSecrets, sluice_secrets_free)

G_END_DECLS
